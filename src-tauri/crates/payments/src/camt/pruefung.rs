//! Looks whether what the bank wrote adds up.
//!
//! Never corrects: what does not add up is said, and stays as it is.

use super::{Auszug, Befund, Buchung, Buchungsstatus, Saldo};

/// Whether opening balance and bookings make the closing balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saldenpruefung {
    /// They do.
    Stimmt,
    /// They do not.
    StimmtNicht {
        /// Opening balance and bookings together, in cents.
        gerechnet_cent: i64,
        /// Closing balance, in cents.
        gemeldet_cent: i64,
    },
    /// It cannot be told: a balance is missing or stands there twice, an amount cannot be read, or
    /// the currencies differ.
    Unpruefbar,
}

/// Compares opening balance (`OPBD`, else `PRCD`), bookings and closing balance (`CLBD`).
pub fn saldenpruefung(auszug: &Auszug) -> Saldenpruefung {
    gerechnet(auszug).map_or(Saldenpruefung::Unpruefbar, |(gerechnet_cent, gemeldet_cent)| {
        if gerechnet_cent == gemeldet_cent {
            Saldenpruefung::Stimmt
        } else {
            Saldenpruefung::StimmtNicht { gerechnet_cent, gemeldet_cent }
        }
    })
}

/// Returns the only balance of a kind.
pub(super) fn saldo<'a>(auszug: &'a Auszug, art: &str) -> Option<&'a Saldo> {
    let mut found = auszug.salden.iter().filter(|saldo| saldo.art == art);
    found.next().filter(|_| found.next().is_none())
}

/// Returns the opening balance: its own, else the closing balance before.
pub(super) fn eroeffnung(auszug: &Auszug) -> Option<&Saldo> {
    saldo(auszug, "OPBD").or_else(|| saldo(auszug, "PRCD"))
}

/// Returns a balance's cents with sign.
pub(super) fn cent(saldo: &Saldo) -> Option<i64> {
    Some(saldo.richtung?.mit_vorzeichen(saldo.betrag.betrag.cent?))
}

fn gerechnet(auszug: &Auszug) -> Option<(i64, i64)> {
    let (opening, closing) = (eroeffnung(auszug)?, saldo(auszug, "CLBD")?);
    let waehrung = &opening.betrag.waehrung;
    if closing.betrag.waehrung != *waehrung {
        return None;
    }
    let mut sum = cent(opening)?;
    let booked = |buchung: &&Buchung| buchung.status == Buchungsstatus::Gebucht;
    for buchung in auszug.buchungen.iter().filter(booked) {
        if buchung.betrag.waehrung != *waehrung {
            return None;
        }
        let cent = buchung.richtung?.mit_vorzeichen(buchung.betrag.betrag.cent?);
        sum = sum.checked_add(cent)?;
    }
    Some((sum, cent(closing)?))
}

/// Says what does not add up in a statement.
pub(super) fn auszug(auszug: &mut Auszug) {
    if auszug.konto.is_empty() {
        auszug.befunde.push(Befund::OhneKonto);
    }
    if let Saldenpruefung::StimmtNicht { gerechnet_cent, gemeldet_cent } = saldenpruefung(auszug) {
        auszug.befunde.push(Befund::Saldo { gerechnet_cent, gemeldet_cent });
    }
}

/// Says what is missing in an entry, and what does not add up.
pub(super) fn buchung(buchung: &mut Buchung) {
    let mut befunde = Vec::new();
    let odd = |wanted: fn(&Befund) -> bool| buchung.befunde.iter().any(wanted);
    if buchung.betrag.betrag.text.is_empty() && !odd(|one| matches!(one, Befund::Betrag { .. })) {
        befunde.push(Befund::Betrag { text: String::new() });
    }
    if buchung.richtung.is_none() && !odd(|one| matches!(one, Befund::Richtung { .. })) {
        befunde.push(Befund::Richtung { text: String::new() });
    }
    let ohne_tag = buchung.gebucht_am.is_none() && buchung.status == Buchungsstatus::Gebucht;
    if ohne_tag && !odd(|one| matches!(one, Befund::Tag { .. })) {
        befunde.push(Befund::Tag { text: String::new() });
    }
    let gelesen = buchung.umsaetze.len();
    let gemeldet = || buchung.sammler.iter().map(|one| one.anzahl.as_str());
    let sum: Option<usize> = gemeldet().map(|anzahl| anzahl.parse::<usize>().ok()).sum();
    if gemeldet().any(|anzahl| !anzahl.is_empty()) && sum != Some(gelesen) {
        let gemeldet = gemeldet().collect::<Vec<_>>().join("+");
        befunde.push(Befund::Anzahl { gemeldet, gelesen });
    }
    for umsatz in &buchung.umsaetze {
        let Some(geld) = &umsatz.betrag else { continue };
        if geld.waehrung != buchung.betrag.waehrung {
            befunde.push(Befund::Waehrung { waehrung: geld.waehrung.clone() });
        }
    }
    if let (Some(buchung_cent), Some(einzeln_cent)) = (buchung.betrag.betrag.cent, summe(buchung))
        && buchung_cent != einzeln_cent
    {
        befunde.push(Befund::Summe { buchung_cent, einzeln_cent });
    }
    buchung.befunde.extend(befunde);
}

/// Adds up the details, those against the entry's direction below zero; nothing where one has no
/// amount in the entry's currency.
fn summe(buchung: &Buchung) -> Option<i64> {
    let mut sum: Option<i64> = None;
    for umsatz in &buchung.umsaetze {
        let geld = umsatz.betrag.as_ref()?;
        let cent = geld.betrag.cent.filter(|_| geld.waehrung == buchung.betrag.waehrung)?;
        let against = umsatz.richtung.is_some() && umsatz.richtung != buchung.richtung;
        let cent = if against { cent.saturating_neg() } else { cent };
        sum = Some(sum.unwrap_or_default().checked_add(cent)?);
    }
    sum
}

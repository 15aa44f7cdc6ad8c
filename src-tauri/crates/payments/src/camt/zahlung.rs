//! From bookings to single payments that can be matched with claims.
//!
//! Never guesses how a batch divides: what the bank does not break down stays one sum, marked.

use std::collections::BTreeMap;

use domain::Datum;

use super::buch::{Gebucht, aussage};
use super::{Buchung, Geld, Partei, Referenz, Richtung, Umsatz};
use crate::Cent;
use crate::forderung::{Beleg, Ereignis, Stelle, Vorfall};
use crate::suche::hash;

/// Currency of all claims.
const EURO: &str = "EUR";
/// Sub-families of bank transaction codes that mean a return even where no reason is given:
/// unpaid direct debit, and returned credit transfer.
const RUECKGABEN: [&str; 2] = ["UPDD", "RRTN"];

/// What a payment is, as seen from the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zahlungsart {
    /// Money came.
    Eingang,
    /// Money that had come went back: return debit, reversal.
    Rueckgabe,
    /// Money went.
    Ausgang,
    /// Money that had gone came back.
    Rueckkehr,
}

/// One payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zahlung {
    /// Identity, which follows from the booking's.
    pub kennung: String,
    /// Identities it had or would have had while the bank told less about it.
    pub auch: Vec<String>,
    /// Account.
    pub konto: String,
    /// Day of booking.
    pub tag: Datum,
    /// What it is.
    pub art: Zahlungsart,
    /// Amount; of a return, what had come in.
    pub betrag: Cent,
    /// What the bank took for a return.
    pub gebuehr: Cent,
    /// Why it came back, as the bank codes and writes it.
    pub grund: String,
    /// A batch that the bank does not break down: several payments in one sum.
    pub sammelposten: bool,
    /// Structured references.
    pub referenzen: Vec<Referenz>,
    /// Reference from end to end.
    pub end_to_end: String,
    /// Mandate of a direct debit.
    pub mandat: String,
    /// Text for the payee, lines joined with blanks.
    pub text: String,
    /// Who is on the other side.
    pub gegenseite: Partei,
}

/// Why a booking cannot be matched with claims; it is shown all the same.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unverwertbar {
    /// Claims are in euros.
    #[error("in {waehrung}, claims are in euros")]
    Waehrung {
        /// Its currency.
        waehrung: String,
    },
    /// Over nothing, or more than an amount can be.
    #[error("without an amount")]
    OhneBetrag,
}

impl Zahlung {
    /// Returns the event that so much of this payment is for a claim.
    pub fn ereignis(&self, betrag: Cent) -> Ereignis {
        let vorfall = match self.art {
            Zahlungsart::Eingang | Zahlungsart::Rueckkehr => Vorfall::Zahlung { betrag },
            Zahlungsart::Ausgang => Vorfall::Rueckzahlung { betrag },
            Zahlungsart::Rueckgabe => {
                Vorfall::Rueckgabe { betrag, gebuehr: self.gebuehr, grund: self.grund.clone() }
            }
        };
        let beleg = Beleg { stelle: Stelle::Bank, kennung: self.kennung.clone() };
        Ereignis { tag: self.tag, beleg, vorfall, von: self.konto.clone() }
    }
}

/// Breaks a booking down into payments: one for each detail, where details and booking add up.
pub fn zahlungen(gebucht: &Gebucht) -> Result<Vec<Zahlung>, Unverwertbar> {
    let buchung = &gebucht.buchung;
    if buchung.betrag.waehrung != EURO {
        return Err(Unverwertbar::Waehrung { waehrung: buchung.betrag.waehrung.clone() });
    }
    let gesamt = Cent::neu(gebucht.cent.saturating_abs()).ok().filter(|cent| *cent != Cent::NULL);
    let gesamt = gesamt.ok_or(Unverwertbar::OhneBetrag)?;
    let richtung = if gebucht.cent < 0 { Richtung::Soll } else { Richtung::Haben };
    if let [umsatz] = buchung.umsaetze.as_slice()
        && ist_alles(buchung, umsatz, gesamt)
    {
        return Ok(vec![einzeln(gebucht, umsatz, richtung, gesamt)]);
    }
    let Some(betraege) = aufteilung(gebucht, richtung) else {
        return Ok(vec![zusammen(gebucht, richtung, gesamt)]);
    };
    let mut gesehen: BTreeMap<String, usize> = BTreeMap::new();
    let mut zahlungen = Vec::new();
    for (umsatz, (richtung, betrag)) in buchung.umsaetze.iter().zip(betraege) {
        let inhalt = hash(&format!("{}|{}|{richtung:?}", aussage(umsatz), betrag.wert()));
        let twin = gesehen.entry(inhalt.clone()).or_default();
        *twin += 1;
        let mut zahlung = einzeln(gebucht, umsatz, richtung, betrag);
        zahlung.kennung = format!("{}/{inhalt}-{twin}", gebucht.kennung);
        zahlung.auch = gebucht.auch.iter().map(|auch| format!("{auch}/{inhalt}-{twin}")).collect();
        zahlungen.push(zahlung);
    }
    Ok(zahlungen)
}

/// Whether the only detail is the whole booking: no batch of more, and no smaller amount, except
/// of a return, where the fee is beside it.
fn ist_alles(buchung: &Buchung, umsatz: &Umsatz, gesamt: Cent) -> bool {
    let batch = buchung.sammler.iter().any(|one| !matches!(one.anzahl.as_str(), "" | "1"));
    let whole = euro(umsatz.betrag.as_ref()).is_none_or(|cent| cent == gesamt);
    !batch && (whole || zurueck(buchung, umsatz))
}

/// Returns direction and amount of each detail, if all have one and together make the booking.
fn aufteilung(gebucht: &Gebucht, richtung: Richtung) -> Option<Vec<(Richtung, Cent)>> {
    let teil = |umsatz: &Umsatz| {
        let betrag = euro(umsatz.betrag.as_ref()).filter(|cent| *cent != Cent::NULL)?;
        Some((umsatz.richtung.unwrap_or(richtung), betrag))
    };
    let teile: Option<Vec<_>> = gebucht.buchung.umsaetze.iter().map(teil).collect();
    let signed = |(richtung, betrag): &(Richtung, Cent)| richtung.mit_vorzeichen(betrag.wert());
    teile.filter(|teile| !teile.is_empty() && teile.iter().map(signed).sum::<i64>() == gebucht.cent)
}

fn euro(geld: Option<&Geld>) -> Option<Cent> {
    geld.filter(|geld| geld.waehrung == EURO).and_then(|geld| Cent::lesen(&geld.betrag))
}

fn einzeln(gebucht: &Gebucht, umsatz: &Umsatz, richtung: Richtung, gesamt: Cent) -> Zahlung {
    let buchung = &gebucht.buchung;
    let zurueck = zurueck(buchung, umsatz);
    let art = art(richtung, zurueck);
    let betrag = match art {
        Zahlungsart::Rueckgabe => urspruenglich(umsatz, gesamt),
        _ => gesamt,
    };
    let gegenseite = match art {
        // The parties of a return are those of what it takes back.
        Zahlungsart::Eingang | Zahlungsart::Rueckgabe => &umsatz.schuldner,
        Zahlungsart::Ausgang | Zahlungsart::Rueckkehr => &umsatz.glaeubiger,
    };
    let grund = umsatz.rueckgabe.as_ref();
    let grund = grund.map(|grund| format!("{} {}", grund.code, grund.text).trim().to_owned());
    let text = umsatz.verwendungszweck.join(" ");
    let additional = if text.is_empty() { &umsatz.zusatz } else { &text };
    Zahlung {
        kennung: gebucht.kennung.clone(),
        auch: gebucht.auch.clone(),
        konto: gebucht.konto.clone(),
        tag: gebucht.tag,
        art,
        betrag,
        gebuehr: Cent::neu(gesamt.wert() - betrag.wert()).unwrap_or_default(),
        grund: grund.unwrap_or_default(),
        sammelposten: false,
        referenzen: umsatz.referenzen.clone(),
        end_to_end: umsatz.end_to_end.clone(),
        mandat: umsatz.mandat.clone(),
        text: additional.clone(),
        gegenseite: gegenseite.clone(),
    }
}

/// Takes a booking without usable details, or with none, as one sum.
fn zusammen(gebucht: &Gebucht, richtung: Richtung, gesamt: Cent) -> Zahlung {
    let buchung = &gebucht.buchung;
    let all = &buchung.umsaetze;
    let mut one = einzeln(gebucht, &Umsatz::default(), richtung, gesamt);
    one.referenzen = all.iter().flat_map(|umsatz| umsatz.referenzen.clone()).collect();
    let end_to_end = all.iter().filter(|umsatz| !umsatz.end_to_end.is_empty());
    one.referenzen.extend(
        end_to_end.map(|umsatz| Referenz {
            art: "EndToEndId".to_owned(),
            wert: umsatz.end_to_end.clone(),
        }),
    );
    // A comma parts the texts, so that no number is read across two of them.
    let texts: Vec<String> = all.iter().map(|umsatz| umsatz.verwendungszweck.join(" ")).collect();
    one.text = if all.is_empty() { buchung.zusatz.clone() } else { texts.join(", ") };
    let batch = buchung.sammler.iter().any(|one| one.anzahl != "1");
    one.sammelposten = !all.is_empty() || batch;
    one
}

/// Whether a payment takes an earlier one back.
fn zurueck(buchung: &Buchung, umsatz: &Umsatz) -> bool {
    let code = if umsatz.code.is_empty() { &buchung.code } else { &umsatz.code };
    let says = code.rsplit('.').next().is_some_and(|last| RUECKGABEN.contains(&last));
    umsatz.rueckgabe.is_some() || buchung.storno || says
}

fn art(richtung: Richtung, zurueck: bool) -> Zahlungsart {
    match (richtung, zurueck) {
        (Richtung::Haben, false) => Zahlungsart::Eingang,
        (Richtung::Haben, true) => Zahlungsart::Rueckkehr,
        (Richtung::Soll, false) => Zahlungsart::Ausgang,
        (Richtung::Soll, true) => Zahlungsart::Rueckgabe,
    }
}

/// Returns what had come in: the amount asked for, else the detail's, else what is left without
/// the charges. What is beyond it is the bank's fee.
fn urspruenglich(umsatz: &Umsatz, gesamt: Cent) -> Cent {
    let named = [euro(umsatz.auftragsbetrag.as_ref()), euro(umsatz.betrag.as_ref())];
    let smaller = |cent: &Cent| *cent != Cent::NULL && *cent < gesamt;
    let charges = umsatz.gebuehren.iter().filter_map(|geld| euro(Some(geld))).map(Cent::wert).sum();
    let without = Cent::neu(gesamt.wert().saturating_sub(charges)).ok();
    named.into_iter().flatten().find(smaller).or(without.filter(smaller)).unwrap_or(gesamt)
}

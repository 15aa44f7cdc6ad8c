//! From statements that overlap to bookings, each once.
//!
//! Never makes one of two bookings because they look alike, and never two of one because two
//! statements name it: what cannot be told apart is said in a [`Buchhinweis`].

use std::collections::{BTreeMap, BTreeSet};

use domain::Datum;

use super::gruppe::{Buendel, Gruppe, Vorkommen};
use super::{
    Auszug, Buchung, Buchungsstatus, Nachricht, Nachrichtart, Saldenpruefung, Umsatz, pruefung,
    saldenpruefung,
};
use crate::suche::{form, hash};

/// Where an entry stands: places from 0 among the messages handed in, its statements and entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fundstelle {
    /// Place of the message.
    pub nachricht: usize,
    /// Place of the statement in it.
    pub auszug: usize,
    /// Place of the entry in that.
    pub buchung: usize,
}

/// A booking, however many statements name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gebucht {
    /// Its identity: the same whenever the same statements are read again.
    pub kennung: String,
    /// Identities it had or would have had while the bank told less about it.
    pub auch: Vec<String>,
    /// Account.
    pub konto: String,
    /// Day of booking.
    pub tag: Datum,
    /// Amount in cents, above zero where money came.
    pub cent: i64,
    /// The entry that says most.
    pub buchung: Buchung,
    /// Everywhere it stands, in order.
    pub fundstellen: Vec<Fundstelle>,
}

/// What cannot be told for sure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Buchhinweis {
    /// Counted as two, but no statement names both: perhaps one booking whose reference changed.
    VielleichtEine {
        /// Identities of both.
        kennungen: [String; 2],
    },
    /// Counted as one, but two statements that may follow one another name it, and the bank gave
    /// no reference: perhaps two bookings.
    VielleichtZwei {
        /// Its identity.
        kennung: String,
    },
}

/// What the bank has booked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Buch {
    /// Bookings by account, day and identity.
    pub gebucht: Vec<Gebucht>,
    /// Entries that are announced or told, not booked.
    pub vorgemerkt: Vec<Fundstelle>,
    /// Entries without readable amount, direction, day, account or status: a person has to look.
    pub unklar: Vec<Fundstelle>,
    /// What cannot be told for sure, each once.
    pub hinweise: Vec<Buchhinweis>,
}

/// What two entries have to share to be one booking.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Rumpf {
    konto: String,
    tag: Datum,
    cent: i64,
    waehrung: String,
    storno: bool,
}

/// A statement among the others.
pub(super) struct Blatt {
    pub(super) art: Nachrichtart,
    /// Number in the sequence.
    pub(super) nummer: Option<u64>,
    /// The same statement stands here already.
    pub(super) doppelt: bool,
    /// Statements that this one follows: next in the sequence, and its opening balance is their
    /// closing balance.
    pub(super) vorgaenger: Vec<usize>,
}

/// Returns what is booked according to all messages, in whatever order they are handed in.
///
/// Entries are one booking if they share account, day, amount, currency, direction and the bank's
/// reference, or, where one has no reference, their content. Of equal entries there are as many
/// bookings as one statement names; statements of which one provably follows the other (sequence
/// and balances) count together.
pub fn buchen(nachrichten: &[Nachricht]) -> Buch {
    let mut buch = Buch::default();
    let mut blaetter = Vec::new();
    let mut gruppen: BTreeMap<Rumpf, Vec<Vorkommen<'_>>> = BTreeMap::new();
    let mut doppelte = BTreeSet::new();
    let mut folge = Folge::new();
    for (nachricht, n) in nachrichten.iter().enumerate() {
        for (auszug, a) in n.auszuege.iter().enumerate() {
            let blatt = blaetter.len();
            let mut inhalte = Vec::new();
            for (buchung, b) in a.buchungen.iter().enumerate() {
                let stelle = Fundstelle { nachricht, auszug, buchung };
                match (&b.status, rumpf(a, b)) {
                    (Buchungsstatus::Vorgemerkt | Buchungsstatus::Information, _) => {
                        buch.vorgemerkt.push(stelle);
                    }
                    (Buchungsstatus::Gebucht, Some(rumpf)) => {
                        let one = Vorkommen { stelle, blatt, inhalt: inhalt(b), buchung: b };
                        inhalte.push((rumpf.clone(), b.bankreferenz.clone(), one.inhalt.clone()));
                        gruppen.entry(rumpf).or_default().push(one);
                    }
                    _ => buch.unklar.push(stelle),
                }
            }
            inhalte.sort();
            let (nummer, raender) = (nummer(a), raender(a));
            let doppelt = !doppelte.insert((n.art, &a.konto, nummer, raender, inhalte));
            if let (Nachrichtart::Auszug, Some(nummer), Some(raender), false) =
                (n.art, nummer, raender, doppelt)
            {
                folge.entry((&a.konto, nummer)).or_default().push((blatt, raender));
            }
            blaetter.push(Blatt { art: n.art, nummer, doppelt, vorgaenger: Vec::new() });
        }
    }
    verketten(&mut blaetter, &folge);
    for (rumpf, vorkommen) in gruppen {
        eintragen(&mut buch, &rumpf, &Gruppe::new(vorkommen, &blaetter));
    }
    buch.gebucht.sort_by(|a, b| (&a.konto, a.tag, &a.kennung).cmp(&(&b.konto, b.tag, &b.kennung)));
    buch.hinweise.sort();
    buch.hinweise.dedup();
    buch
}

fn rumpf(auszug: &Auszug, buchung: &Buchung) -> Option<Rumpf> {
    let konto = auszug.konto.clone();
    let cent = buchung.richtung?.mit_vorzeichen(buchung.betrag.betrag.cent?);
    if konto.is_empty() {
        return None;
    }
    let tag = buchung.gebucht_am.or(buchung.wertstellung_am)?;
    let waehrung = buchung.betrag.waehrung.clone();
    Some(Rumpf { konto, tag, cent, waehrung, storno: buchung.storno })
}

/// Returns the number in the sequence.
fn nummer(auszug: &Auszug) -> Option<u64> {
    let number = |text: &str| text.parse().ok();
    number(&auszug.elektronische_nummer).or_else(|| number(&auszug.gesetzliche_nummer))
}

/// Opening and closing balance, and their currency.
type Raender<'a> = (i64, i64, &'a str);
/// Statements by account and number in the sequence.
type Folge<'a> = BTreeMap<(&'a str, u64), Vec<(usize, Raender<'a>)>>;

/// Returns the balances of a statement that adds up.
fn raender(auszug: &Auszug) -> Option<Raender<'_>> {
    if saldenpruefung(auszug) != Saldenpruefung::Stimmt {
        return None;
    }
    let (opening, closing) = (pruefung::eroeffnung(auszug)?, pruefung::saldo(auszug, "CLBD")?);
    Some((pruefung::cent(opening)?, pruefung::cent(closing)?, &opening.betrag.waehrung))
}

/// Notes for each statement those it follows.
fn verketten(blaetter: &mut [Blatt], folge: &Folge<'_>) {
    for (&(konto, nummer), here) in folge {
        let before = nummer.checked_sub(1).and_then(|before| folge.get(&(konto, before)));
        for (blatt, (opening, _, waehrung)) in here {
            let follows =
                |(_, closing, other): &Raender<'_>| closing == opening && other == waehrung;
            let found = before.into_iter().flatten().filter(|(_, earlier)| follows(earlier));
            if let Some(blatt) = blaetter.get_mut(*blatt) {
                blatt.vorgaenger = found.map(|(earlier, _)| *earlier).collect();
            }
        }
    }
}

/// Returns what an entry says, in a form in which small differences of spelling do not matter;
/// empty if it says nothing of its own.
fn inhalt(buchung: &Buchung) -> String {
    let mut all: Vec<String> = buchung.umsaetze.iter().map(aussage).collect();
    all.retain(|one| !one.is_empty());
    all.sort();
    if all.is_empty() { String::new() } else { hash(&all.join("\n")) }
}

/// Returns what a detail says, in that form.
pub(super) fn aussage(umsatz: &Umsatz) -> String {
    let references: Vec<String> = umsatz.referenzen.iter().map(|one| form(&one.wert)).collect();
    let parts = [
        form(&umsatz.end_to_end),
        form(&umsatz.mandat),
        references.concat(),
        form(&umsatz.verwendungszweck.concat()),
        form(&umsatz.schuldner.konto),
        form(&umsatz.glaeubiger.konto),
    ];
    if parts.iter().any(|part| !part.is_empty()) {
        return parts.join("|");
    }
    // Where nothing else tells payers apart, names do.
    form(&umsatz.schuldner.name) + &form(&umsatz.glaeubiger.name)
}

fn name(rumpf: &Rumpf, was: &str, wert: &str) -> String {
    let Rumpf { konto, tag, cent, waehrung, storno } = rumpf;
    hash(&format!("{konto}\n{tag}\n{cent}\n{waehrung}\n{storno}\n{was}\n{wert}"))
}

/// Enters the bookings of one group.
fn eintragen(buch: &mut Buch, rumpf: &Rumpf, gruppe: &Gruppe<'_>) {
    let buendel = gruppe.buendel();
    let orte = gruppe.zuordnen(&buendel);
    let mut je_inhalt: BTreeMap<String, usize> = BTreeMap::new();
    let mut neu: Vec<(usize, BTreeSet<String>, Gebucht)> = Vec::new();
    let vertreter = buendel.iter().enumerate().flat_map(|(von, one)| {
        one.vertreter.iter().enumerate().map(move |(k, &vertreter)| (von, one, k, vertreter))
    });
    for ((von, Buendel { referenz, inhalt, .. }, k, vertreter), orte) in vertreter.zip(&orte) {
        let Some(one) = gruppe.vorkommen.get(vertreter) else { continue };
        let mut places: Vec<_> = orte.iter().filter_map(|&at| gruppe.vorkommen.get(at)).collect();
        places.sort_by_key(|one| one.stelle);
        let most = places.iter().max_by_key(|one| one.gehalt()).copied().unwrap_or(one);
        let inhalte: BTreeSet<String> = places.iter().map(|one| one.inhalt.clone()).collect();
        let kennung = match (referenz.is_empty(), inhalt.is_empty()) {
            (false, _) => name(rumpf, "referenz", referenz),
            (true, false) => name(rumpf, "inhalt", inhalt),
            (true, true) => name(rumpf, "betrag", ""),
        };
        let kennung = format!("{kennung}-{}", k + 1);
        let mut auch = vec![format!("{}-{}", name(rumpf, "betrag", ""), neu.len() + 1)];
        for inhalt in inhalte.iter().filter(|inhalt| !inhalt.is_empty()) {
            let twin = je_inhalt.entry(inhalt.clone()).or_default();
            *twin += 1;
            auch.push(format!("{}-{twin}", name(rumpf, "inhalt", inhalt)));
        }
        auch.retain(|other| *other != kennung);
        let booking = Gebucht {
            kennung,
            auch,
            konto: rumpf.konto.clone(),
            tag: rumpf.tag,
            cent: rumpf.cent,
            buchung: most.buchung.clone(),
            fundstellen: places.iter().map(|one| one.stelle).collect(),
        };
        neu.push((von, inhalte, booking));
    }
    zweifel(&mut buch.hinweise, gruppe, &buendel, &orte, &neu);
    buch.gebucht.extend(neu.into_iter().map(|(_, _, booking)| booking));
}

/// Says which bookings of a group may be more or fewer than counted.
fn zweifel(
    hinweise: &mut Vec<Buchhinweis>,
    gruppe: &Gruppe<'_>,
    buendel: &[Buendel],
    orte: &[Vec<usize>],
    neu: &[(usize, BTreeSet<String>, Gebucht)],
) {
    // Bookings that say the same and stand in the same statements are treated alike.
    let mut gleiche: BTreeMap<&str, Staende<'_>> = BTreeMap::new();
    for ((von, inhalte, booking), orte) in neu.iter().zip(orte) {
        let here = gruppe.blaetter_von(orte);
        let ohne_referenz = buendel.get(*von).is_some_and(|one| one.referenz.is_empty());
        if ohne_referenz && gruppe.vielleicht_mehr(&here) {
            let kennung = booking.kennung.clone();
            hinweise.push(Buchhinweis::VielleichtZwei { kennung });
        }
        for inhalt in inhalte {
            let same = gleiche.entry(inhalt).or_default().entry(here.clone()).or_default();
            same.push((*von, &booking.kennung));
        }
    }
    for (inhalt, ones) in &gleiche {
        // What says nothing may be any of them.
        let silent = gleiche.get("").filter(|_| !inhalt.is_empty());
        for (here, ones_here) in ones {
            let others = ones.range(..here.clone()).chain(silent.into_iter().flatten());
            for (_, others) in others.filter(|(there, _)| !gruppe.verkettet(here, there)) {
                let pairs = ones_here.iter().zip(others).filter(|(one, other)| one.0 != other.0);
                hinweise.extend(pairs.map(|((_, one), (_, other))| Buchhinweis::VielleichtEine {
                    kennungen: [(*one).min(other).to_owned(), (*one).max(other).to_owned()],
                }));
            }
        }
    }
}

/// Bookings by the statements that name them: number of their Buendel, and identity.
type Staende<'a> = BTreeMap<BTreeSet<usize>, Vec<(usize, &'a str)>>;

//! Entries that agree in account, day, amount and direction: how many bookings they are.
//!
//! Never counts more than the statements prove together, and never fewer than one of them names.

use std::collections::{BTreeMap, BTreeSet};

use super::buch::{Blatt, Fundstelle};
use super::{Buchung, Nachrichtart};

/// One entry of a group.
pub(super) struct Vorkommen<'a> {
    pub(super) stelle: Fundstelle,
    /// Its statement.
    pub(super) blatt: usize,
    /// What it says, hashed; empty if nothing.
    pub(super) inhalt: String,
    pub(super) buchung: &'a Buchung,
}

impl Vorkommen<'_> {
    /// How much it says; of entries that are one booking the one that says most is kept.
    pub(super) fn gehalt(&self) -> (usize, usize, bool, &str) {
        let text =
            |one: &super::Umsatz| one.verwendungszweck.iter().map(String::len).sum::<usize>();
        let texts = self.buchung.umsaetze.iter().map(text).sum();
        let referenz = !self.buchung.bankreferenz.is_empty();
        (self.buchung.umsaetze.len(), texts, referenz, &self.inhalt)
    }
}

/// Equal entries, and one of them for each booking they are.
pub(super) struct Buendel {
    /// The bank's reference; empty if it gave none.
    pub(super) referenz: String,
    /// Content, where it stands for the reference.
    pub(super) inhalt: String,
    /// One entry for each booking.
    pub(super) vertreter: Vec<usize>,
}

/// Entries that agree in account, day, amount and direction.
pub(super) struct Gruppe<'a> {
    pub(super) vorkommen: Vec<Vorkommen<'a>>,
    blaetter: &'a [Blatt],
    /// Statements here of which one follows another, in their sequence; empty if there are none.
    folge: Vec<usize>,
}

impl<'a> Gruppe<'a> {
    pub(super) fn new(vorkommen: Vec<Vorkommen<'a>>, blaetter: &'a [Blatt]) -> Self {
        let here: BTreeSet<usize> = vorkommen.iter().map(|one| one.blatt).collect();
        let blatt = |at: &usize| blaetter.get(*at);
        let follows = |at: &usize| blatt(at).is_some_and(|one| !one.vorgaenger.is_empty());
        let mut folge = Vec::new();
        if here.iter().any(follows) {
            folge.extend(here);
            folge.sort_by_key(|at| blatt(at).and_then(|one| one.nummer));
        }
        Self { vorkommen, blaetter, folge }
    }

    /// Returns those of some entries that must be different bookings: those of the statement that
    /// names most, or of statements that follow one another.
    fn beste(&self, which: &[usize]) -> Vec<usize> {
        let mut je_blatt: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &at in which {
            let Some(one) = self.vorkommen.get(at) else { continue };
            if self.blatt(one.blatt).is_some_and(|blatt| !blatt.doppelt) {
                je_blatt.entry(one.blatt).or_default().push(at);
            }
        }
        let order = if self.folge.is_empty() {
            je_blatt.keys().copied().collect()
        } else {
            self.folge.clone()
        };
        // How many entries up to a statement, and which statement is before it.
        let mut bis: BTreeMap<usize, (usize, Option<usize>)> = BTreeMap::new();
        let mut best: Option<(usize, usize)> = None;
        for blatt in order {
            let vorgaenger: &[usize] = self.blatt(blatt).map_or(&[], |one| &one.vorgaenger);
            let before = vorgaenger.iter().filter_map(|&one| Some((bis.get(&one)?.0, one))).max();
            let count = je_blatt.get(&blatt).map_or(0, Vec::len) + before.map_or(0, |one| one.0);
            bis.insert(blatt, (count, before.map(|one| one.1)));
            if best.is_none_or(|(most, _)| count > most) {
                best = Some((count, blatt));
            }
        }
        let mut found: Vec<usize> = Vec::new();
        let mut next = best.map(|(_, blatt)| blatt);
        while let Some(blatt) = next {
            found.extend(je_blatt.get(&blatt).into_iter().flatten());
            next = bis.get(&blatt).and_then(|(_, before)| *before);
        }
        found.sort_by_key(|&at| {
            self.vorkommen.get(at).map(|one| (&one.inhalt, one.buchung.nummer, one.stelle))
        });
        found
    }

    fn blatt(&self, blatt: usize) -> Option<&Blatt> {
        self.blaetter.get(blatt)
    }

    /// Sorts entries by something they say.
    fn nach(
        &self,
        which: &[usize],
        was: impl Fn(&Vorkommen<'a>) -> String,
    ) -> BTreeMap<String, Vec<usize>> {
        let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for &at in which {
            if let Some(one) = self.vorkommen.get(at) {
                found.entry(was(one)).or_default().push(at);
            }
        }
        found
    }

    /// Returns the bookings of the group.
    pub(super) fn buendel(&self) -> Vec<Buendel> {
        let referenz = |one: &Vorkommen<'a>| one.buchung.bankreferenz.clone();
        let inhalt = |one: &Vorkommen<'a>| one.inhalt.clone();
        let all: Vec<usize> = (0..self.vorkommen.len()).collect();
        let mut je_referenz = self.nach(&all, referenz);
        je_referenz.remove("");
        let single = je_referenz.into_iter().map(|(referenz, entries)| {
            let vertreter = self.beste(&entries);
            Buendel { referenz, inhalt: String::new(), vertreter }
        });
        let mut found: Vec<Buendel> = single.collect();
        let mut stumm = Vec::new();
        for (inhalt, entries) in self.nach(&all, inhalt) {
            let mut with = self.nach(&entries, referenz);
            let without = with.remove("").unwrap_or_default();
            if inhalt.is_empty() {
                stumm = without;
                continue;
            }
            let known = with.values().map(|entries| self.beste(entries).len());
            let more = self.beste(&entries).len().saturating_sub(known.sum::<usize>());
            let mut vertreter = self.beste(&without);
            vertreter.truncate(more);
            found.push(Buendel { referenz: String::new(), inhalt, vertreter });
        }
        let known = found.iter().map(|buendel| buendel.vertreter.len());
        let more = self.beste(&all).len().saturating_sub(known.sum::<usize>());
        let mut vertreter = self.beste(&stumm);
        vertreter.truncate(more);
        found.push(Buendel { referenz: String::new(), inhalt: String::new(), vertreter });
        found.retain(|buendel| !buendel.vertreter.is_empty());
        found
    }

    /// Returns for each booking, in the order of the Buendel, every entry that names it.
    pub(super) fn zuordnen(&self, buendel: &[Buendel]) -> Vec<Vec<usize>> {
        let mut zuordner = Zuordner::default();
        for one in buendel {
            for &vertreter in &one.vertreter {
                let booking = zuordner.orte.len();
                zuordner.orte.push(Vec::new());
                zuordner.je_wort.entry(String::new()).or_default().push(booking);
                if let Some(entry) = self.vorkommen.get(vertreter) {
                    zuordner.eintragen(booking, vertreter, entry);
                }
            }
        }
        let vertreter: BTreeSet<usize> =
            buendel.iter().flat_map(|one| one.vertreter.iter().copied()).collect();
        // What says most chooses first; the last ones fit anywhere.
        let mut rest: Vec<usize> =
            (0..self.vorkommen.len()).filter(|at| !vertreter.contains(at)).collect();
        rest.sort_by_key(|&at| {
            self.vorkommen.get(at).map(|one| {
                let leer = (one.buchung.bankreferenz.is_empty(), one.inhalt.is_empty());
                (leer, one.blatt, &one.inhalt, one.stelle)
            })
        });
        for at in rest {
            let Some(one) = self.vorkommen.get(at) else { continue };
            if let Some(booking) = zuordner.platz(one) {
                zuordner.eintragen(booking, at, one);
            }
        }
        zuordner.orte
    }

    /// Returns the statements of entries.
    pub(super) fn blaetter_von(&self, orte: &[usize]) -> BTreeSet<usize> {
        orte.iter().filter_map(|&at| self.vorkommen.get(at)).map(|one| one.blatt).collect()
    }

    /// Tells whether statements prove two bookings: one names both, or one follows the other.
    pub(super) fn verkettet(&self, here: &BTreeSet<usize>, there: &BTreeSet<usize>) -> bool {
        let follows = |one: &usize, others: &BTreeSet<usize>| {
            self.blatt(*one)
                .is_some_and(|blatt| blatt.vorgaenger.iter().any(|before| others.contains(before)))
        };
        !here.is_disjoint(there)
            || here.iter().any(|one| follows(one, there))
            || there.iter().any(|one| follows(one, here))
    }

    /// Tells whether two statements, or without any two advices, with different numbers name one
    /// booking, though neither is known to follow the other.
    pub(super) fn vielleicht_mehr(&self, here: &BTreeSet<usize>) -> bool {
        let of = |art: Nachrichtart| {
            here.iter().filter_map(|&at| self.blatt(at)).filter(move |blatt| blatt.art == art)
        };
        // A statement says how many there are; reports of the running day repeat earlier ones.
        let said = of(Nachrichtart::Auszug).next().is_some();
        let art = if said { Nachrichtart::Auszug } else { Nachrichtart::Avis };
        let single = of(art).filter(|blatt| !blatt.doppelt);
        single.filter_map(|blatt| blatt.nummer).collect::<BTreeSet<u64>>().len() > 1
    }
}

/// Finds for each entry its booking.
#[derive(Default)]
struct Zuordner {
    /// Entries of each booking.
    orte: Vec<Vec<usize>>,
    /// Bookings by what their entries say: reference, content, and all of them under nothing.
    je_wort: BTreeMap<String, Vec<usize>>,
    /// Bookings that a statement names already.
    vergeben: BTreeSet<(usize, usize)>,
    /// How far the bookings of a word are given away, by statement.
    zeiger: BTreeMap<(usize, String), usize>,
}

impl Zuordner {
    fn eintragen(&mut self, booking: usize, at: usize, entry: &Vorkommen<'_>) {
        if let Some(orte) = self.orte.get_mut(booking) {
            orte.push(at);
        }
        self.vergeben.insert((entry.blatt, booking));
        for wort in [referenzwort(entry), inhaltswort(entry)].into_iter().flatten() {
            let known = self.je_wort.entry(wort).or_default();
            // Entries come booking by booking; one that is there already is among the last.
            if known.last() != Some(&booking) && !known.contains(&booking) {
                known.push(booking);
            }
        }
    }

    /// Returns the first booking that says the same and that the entry's statement does not name
    /// yet; else the last that says the same.
    fn platz(&mut self, entry: &Vorkommen<'_>) -> Option<usize> {
        let worte = [referenzwort(entry), inhaltswort(entry), Some(String::new())];
        let mut worte = worte.into_iter().flatten();
        let wort = worte.find(|wort| self.je_wort.contains_key(wort))?;
        let bookings = self.je_wort.get(&wort)?;
        let zeiger = self.zeiger.entry((entry.blatt, wort)).or_default();
        while let Some(&booking) = bookings.get(*zeiger) {
            *zeiger += 1;
            if !self.vergeben.contains(&(entry.blatt, booking)) {
                return Some(booking);
            }
        }
        bookings.last().copied()
    }
}

fn referenzwort(entry: &Vorkommen<'_>) -> Option<String> {
    let referenz = &entry.buchung.bankreferenz;
    (!referenz.is_empty()).then(|| format!("R{referenz}"))
}

fn inhaltswort(entry: &Vorkommen<'_>) -> Option<String> {
    (!entry.inhalt.is_empty()).then(|| format!("I{}", entry.inhalt))
}

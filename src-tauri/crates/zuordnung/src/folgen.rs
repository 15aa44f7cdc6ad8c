//! Which kinds of letter follow which in one Vorgang: an application is followed by papers, a
//! reminder by a decision. Counted from what the office filed, never built in.
//!
//! Never keeps a letter: a Vorgang's row of kinds is the Bestand's, here are only counts.

use std::collections::{BTreeMap, BTreeSet};

use domain::Datum;
use uuid::Uuid;

/// Nothing came before: the Vorgang was begun without a letter.
const ANFANG: u32 = u32::MAX;
/// Letters that a pair is lent from all letters of the kind.
const LENT: f64 = 4.0;

/// A letter in its Vorgang's row: its day, itself, its kind, and whether it opened the Vorgang.
pub(crate) type Glied = (Option<Datum>, Uuid, u32, bool);

/// How often a kind followed another.
#[derive(Debug, Default)]
pub(crate) struct Folgen {
    paare: BTreeMap<(u32, u32), u32>,
    von: BTreeMap<u32, u32>,
    nach: BTreeMap<u32, u32>,
    alle: u32,
}

impl Folgen {
    /// Puts a letter into its Vorgang's row.
    pub(crate) fn add(&mut self, reihe: &mut BTreeSet<Glied>, glied: Glied) {
        self.around(reihe, glied, true);
        reihe.insert(glied);
    }

    /// Takes a letter out of its Vorgang's row.
    pub(crate) fn remove(&mut self, reihe: &mut BTreeSet<Glied>, glied: Glied) {
        if reihe.remove(&glied) {
            self.around(reihe, glied, false);
        }
    }

    /// Counts the pairs that a letter makes with its neighbours, and that its neighbours make
    /// without it.
    fn around(&mut self, reihe: &BTreeSet<Glied>, glied: Glied, add: bool) {
        let before = reihe.range(..glied).next_back().copied();
        let behind = reihe.range(glied..).next().copied();
        self.count(before, Some(glied), add);
        self.count(Some(glied), behind, add);
        self.count(before, behind, !add);
    }

    fn count(&mut self, before: Option<Glied>, glied: Option<Glied>, add: bool) {
        let Some((.., nach, erstes)) = glied else { return };
        let von = match before {
            Some((_, _, von, _)) => von,
            None if erstes => return,
            None => ANFANG,
        };
        step(&mut self.paare, (von, nach), add);
        step(&mut self.von, von, add);
        step(&mut self.nach, nach, add);
        self.alle = if add { self.alle + 1 } else { self.alle.saturating_sub(1) };
    }

    /// Returns how much oftener than usual a kind comes after what lies in a Vorgang: a logarithm.
    pub(crate) fn steigerung(&self, reihe: Option<&BTreeSet<Glied>>, typ: u32) -> f64 {
        let last = reihe.and_then(|reihe| reihe.last());
        let von = last.map_or(ANFANG, |(_, _, von, _)| *von);
        let of = |count: Option<&u32>| count.copied().map_or(0.0, f64::from);
        let usual = (of(self.nach.get(&typ)) + 0.5) / (f64::from(self.alle) + 20.0);
        let here = of(self.paare.get(&(von, typ))) + LENT * usual;
        let share = here / (of(self.von.get(&von)) + LENT);
        (share / usual).ln().clamp(-3.0, 3.0)
    }
}

fn step<K: Ord>(counts: &mut BTreeMap<K, u32>, key: K, add: bool) {
    let count = counts.entry(key).or_default();
    *count = if add { *count + 1 } else { count.saturating_sub(1) };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glied(day: i8, typ: u32) -> Glied {
        (Datum::new(2026, 3, day).ok(), Uuid::from_u128(day as u128), typ, false)
    }

    #[test]
    fn order_of_filing_does_not_matter_and_nothing_is_left() {
        let (mut there, mut back) = (Folgen::default(), Folgen::default());
        let (mut row, mut same) = (BTreeSet::new(), BTreeSet::new());
        let letters: Vec<Glied> = (1..9).map(|day| glied(day, day as u32 % 3)).collect();
        letters.iter().for_each(|glied| there.add(&mut row, *glied));
        letters.iter().rev().for_each(|glied| back.add(&mut same, *glied));
        let counts = |folgen: &Folgen| {
            let seen = folgen.paare.iter().filter(|(_, count)| **count > 0);
            seen.map(|(pair, count)| (*pair, *count)).collect::<Vec<_>>()
        };
        assert_eq!(counts(&there), counts(&back));
        letters.iter().for_each(|glied| there.remove(&mut row, *glied));
        assert!(counts(&there).is_empty() && there.alle == 0);
    }

    #[test]
    fn what_usually_follows_is_likelier() {
        let mut folgen = Folgen::default();
        for vorgang in 0..10 {
            let mut row = BTreeSet::new();
            folgen.add(&mut row, glied(1, 7));
            folgen.add(&mut row, glied(2, if vorgang == 0 { 9 } else { 8 }));
        }
        let row = BTreeSet::from([glied(1, 7)]);
        assert!(folgen.steigerung(Some(&row), 8) > 0.3);
        assert!(folgen.steigerung(Some(&row), 7) < -0.3);
        assert!(folgen.steigerung(None, 7) > 0.3);
    }
}

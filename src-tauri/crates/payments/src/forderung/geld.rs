//! Money that several places name, counted once.
//!
//! Never knows what it is for.

use std::collections::BTreeMap;

use super::ereignis::{Beleg, Stelle};
use domain::Datum;

/// What one place says about something, and the place of the event.
pub(super) struct Aussage<K> {
    /// What counts as the same, such as kind and amount.
    pub(super) was: K,
    pub(super) stelle: Stelle,
    pub(super) zeile: usize,
}

/// Which events count, and which say the same again.
#[derive(Debug, Default)]
pub(super) struct Vereint {
    pub(super) zaehlt: Vec<usize>,
    pub(super) bestaetigt: Vec<usize>,
}

/// Joins what places say: of the same thing as many as the place knows that knows most of them.
///
/// Two payments of one amount at the bank are two; the treasury's word about them makes no third.
pub(super) fn vereint<K: Ord>(aussagen: Vec<Aussage<K>>) -> Vereint {
    let mut dinge: BTreeMap<K, BTreeMap<Stelle, Vec<usize>>> = BTreeMap::new();
    for Aussage { was, stelle, zeile } in aussagen {
        dinge.entry(was).or_default().entry(stelle).or_default().push(zeile);
    }
    let mut vereint = Vereint::default();
    for stellen in dinge.into_values() {
        let most = stellen.values().map(Vec::len).max().unwrap_or_default();
        let mut counted = false;
        for zeilen in stellen.into_values() {
            let counts = !counted && zeilen.len() == most;
            counted |= counts;
            if counts { &mut vereint.zaehlt } else { &mut vereint.bestaetigt }.extend(zeilen);
        }
    }
    vereint
}

/// What came in, each payment once.
#[derive(Debug, Default)]
pub(super) struct Geld {
    /// What came and stayed, in cents.
    pub(super) gezahlt: i64,
    /// What the bank alone says, in cents.
    pub(super) bank: Option<i64>,
    /// What the treasury alone says, in cents.
    pub(super) kasse: Option<i64>,
    /// Payments in, each in cents, also those that went back later.
    pub(super) eingaenge: Vec<i64>,
    /// Events that count.
    pub(super) belege: Vec<Beleg>,
    /// Events of the treasury.
    pub(super) kassenbelege: Vec<Beleg>,
    /// Last return, unless somebody paid on a later day.
    pub(super) rueckgabe: Option<(Datum, Beleg)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(aussagen: &[(i64, Stelle)], counted: usize) {
        let aussagen = aussagen.iter().enumerate();
        let aussagen = aussagen.map(|(zeile, &(was, stelle))| Aussage { was, stelle, zeile });
        assert_eq!(vereint(aussagen.collect()).zaehlt.len(), counted);
    }

    #[test]
    fn the_same_said_twice_counts_once_and_twins_twice() {
        use Stelle::{Bank, Kasse};
        check(&[(50, Bank), (50, Kasse)], 1);
        check(&[(50, Bank), (50, Bank), (50, Kasse)], 2);
        check(&[(50, Kasse), (50, Kasse), (50, Bank)], 2);
        check(&[(20, Bank), (30, Kasse)], 2);
        check(&[(50, Bank), (-50, Bank), (50, Kasse)], 2);
        check(&[], 0);
    }
}

//! References and signs that recognition has damaged: what they may have been, looked up among
//! what is known.
//!
//! Never decides: what is near is a candidate only as far as the rest of the letter fits to it.

use std::collections::BTreeMap;

use crate::bestand::{Bestand, Bezug};
use crate::{datum, konfusion};

/// Digits of a key beyond which it is no reference.
const LONGEST: usize = 16;
/// A key of fewer is near to too many.
const SHORTEST: usize = 6;

/// Says whether a run is made of pieces as references are: `1.4-672024-16`, `-1.2 - 7 / 2O26`.
pub(crate) fn like_ours(run: &str) -> bool {
    let mut parts = run.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let first = parts.next().is_some_and(|first| first.len() <= 2);
    let key = konfusion::zahl(run);
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    first
        && parts.count() >= 2
        && (SHORTEST..=LONGEST).contains(&key.len())
        && digits + 1 >= key.len()
        && datum::am_anfang(run).is_none()
}

/// Returns the references that a damaged one may have been, each with how likely it is misread so.
pub(crate) fn bezuege<'b>(bestand: &'b Bestand, form: &str) -> Vec<(&'b Bezug, f64)> {
    let key = konfusion::zahl(form);
    if !(SHORTEST..=LONGEST).contains(&key.len()) {
        return Vec::new();
    }
    let mut found: BTreeMap<&Bezug, f64> = BTreeMap::new();
    konfusion::lesarten(&key, |meant, likely| {
        for bezug in bestand.bezuege.get(meant).into_iter().flatten() {
            let known = found.entry(bezug).or_default();
            *known = known.max(likely);
        }
    });
    found.into_iter().collect()
}

/// Returns the keys of signs on filed letters that a damaged one may have been.
pub(crate) fn zeichen(bestand: &Bestand, text: &str) -> Vec<String> {
    let key = konfusion::zahl(text);
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    let mut found: Vec<String> = Vec::new();
    if digits < SHORTEST || key.len() > LONGEST {
        return found;
    }
    konfusion::einmal(&key, |meant| {
        if !bestand.traeger(meant).is_empty() && found.iter().all(|key| key != meant) {
            found.push(meant.to_owned());
        }
    });
    found
}

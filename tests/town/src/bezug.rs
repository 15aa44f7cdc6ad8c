//! How a letter refers to what it is about: our reference, our Kassenzeichen, the sender's own
//! sign, our QR code, a wrong reference, or nothing.
//!
//! Never a reference that looks right and is not in the truth: what is wrong is called wrong.

use paper::Rng;
use serde::{Deserialize, Serialize};

/// Which reference a letter carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bezug {
    /// Our Aktenzeichen, of the Vorgang or of its Akte alone.
    Unser,
    /// The sign of the sender's own that an earlier letter of the matter carried.
    Fremd,
    /// Our Kassenzeichen or the number of our invoice.
    Kasse,
    /// Our QR code.
    Code,
    /// A reference of ours that belongs elsewhere or does not exist.
    Falsch,
    /// None.
    Keiner,
}

/// All of them, with the share in a hundred that each is to have of all letters.
pub(crate) const ANTEILE: [(Bezug, f64); 6] = [
    (Bezug::Unser, 35.0),
    (Bezug::Kasse, 12.0),
    (Bezug::Fremd, 15.0),
    (Bezug::Code, 3.0),
    (Bezug::Falsch, 3.0),
    (Bezug::Keiner, 32.0),
];

/// Draws among what is possible so that the shares come out as wanted, however uneven the
/// possibilities are.
#[derive(Debug, Clone)]
pub(crate) struct Quote<T> {
    wanted: Vec<(T, f64)>,
    drawn: Vec<f64>,
}

impl<T: Copy + PartialEq> Quote<T> {
    pub(crate) fn new(wanted: &[(T, f64)]) -> Self {
        Self { wanted: wanted.to_vec(), drawn: vec![0.0; wanted.len()] }
    }

    /// Draws one of those whose weight is above 0; what lags behind its share comes sooner.
    pub(crate) fn ziehen(&mut self, rng: &mut Rng, weight: impl Fn(T) -> f64) -> Option<T> {
        let sum: f64 = self.drawn.iter().sum::<f64>() + 1.0;
        let weights: Vec<f64> = self
            .wanted
            .iter()
            .zip(&self.drawn)
            .map(|((kind, share), drawn)| {
                let lag = (share / 100.0 * sum - drawn) / (share / 100.0 * sum).max(1.0);
                weight(*kind) * (4.0 * lag).exp().clamp(0.02, 50.0)
            })
            .collect();
        let whole: f64 = weights.iter().sum();
        if whole <= 0.0 {
            return None;
        }
        let mut left = whole * (rng.between(0, 999_999) as f64 / 1e6);
        let mut chosen = None;
        for (place, weight) in weights.iter().enumerate() {
            if *weight > 0.0 {
                chosen = Some(place);
                if left < *weight {
                    break;
                }
                left -= weight;
            }
        }
        self.zaehlen(chosen?)
    }

    fn zaehlen(&mut self, place: usize) -> Option<T> {
        *self.drawn.get_mut(place)? += 1.0;
        self.wanted.get(place).map(|(kind, _)| *kind)
    }
}

/// Writes a reference as people copy it: mostly right, sometimes with other separators, spaces or
/// a line's end in it.
pub(crate) fn geschrieben(rng: &mut Rng, reference: &str) -> String {
    match rng.between(1, 100) {
        1..=70 => reference.to_owned(),
        71..=77 => reference.replace('-', " - ").replace('/', " / "),
        78..=82 => reference.replace('-', "- "),
        83..=86 => reference.replace('/', " /"),
        87..=90 => reference.replace('-', "–"),
        91..=93 => reference.replace('.', ". "),
        94..=96 => match reference.rfind(['-', '/']) {
            Some(at) => {
                let (left, right) = reference.split_at(at + 1);
                format!("{left}\n{right}")
            }
            None => reference.to_owned(),
        },
        97..=98 => reference.replace('-', "/"),
        _ => reference.replace(['.', '-'], " "),
    }
}

/// Changes one digit so that another number results.
pub(crate) fn verdreht(rng: &mut Rng, reference: &str) -> String {
    let digits: Vec<usize> =
        reference.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
    let place = digits.get(rng.pick_index(digits.len())).copied().unwrap_or(0);
    let other = rng.between(1, 9);
    reference
        .char_indices()
        .map(|(at, c)| match c.to_digit(10) {
            Some(old) if at == place => {
                char::from_digit((old + u32::try_from(other).unwrap_or(1)) % 10, 10).unwrap_or(c)
            }
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_come_out_as_wanted_where_they_can() {
        let mut rng = Rng::new(3);
        let mut quote = Quote::new(&ANTEILE);
        let mut count = 0;
        for number in 0..1000 {
            // Every second letter could carry our QR code, and hardly any should.
            let drawn = quote.ziehen(&mut rng, |kind| {
                f64::from(u8::from(kind != Bezug::Code || number % 2 == 0))
            });
            count += u32::from(drawn == Some(Bezug::Code));
        }
        assert!((20..=45).contains(&count), "{count} of 1000");
    }

    #[test]
    fn a_twisted_reference_is_another_one() {
        let mut rng = Rng::new(4);
        for _ in 0..50 {
            let other = verdreht(&mut rng, "4.2-17/2026-3");
            assert!(other != "4.2-17/2026-3" && other.len() == 13, "{other}");
        }
    }
}

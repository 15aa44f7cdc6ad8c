//! The two that ours is compared with: the nearest filed letter by plain TF-IDF, and a search for
//! our references alone.
//!
//! Both get the same text and the same day; the nearest neighbour sees every filed letter's full
//! text, which ours does not keep.

use std::collections::BTreeMap;

use domain::aktenzeichen::{kandidaten, vergleichsform};
use domain::suchform::suchform;
use uuid::Uuid;
use zuordnung::Ziel;

/// Likeness below which the nearest letter stands for a new Vorgang in its Akte: found best on
/// other towns than the ones reported.
const NEW_BELOW: f64 = 0.30;

struct Letter {
    vorgang: Uuid,
    akte: Uuid,
    counts: Vec<(u32, f64)>,
}

/// Cosine over all filed letters.
#[derive(Default)]
pub(crate) struct Nearest {
    numbers: BTreeMap<String, u32>,
    letters_with: Vec<u32>,
    letters: Vec<Letter>,
}

impl Nearest {
    fn counts(seiten: &[String]) -> BTreeMap<String, f64> {
        let mut counts = BTreeMap::new();
        for seite in seiten {
            for word in suchform(seite).split(' ').filter(|word| word.len() > 1) {
                *counts.entry(word.to_owned()).or_insert(0.0) += 1.0;
            }
        }
        counts
    }

    fn weight(&self, number: u32, count: f64) -> f64 {
        let with = self.letters_with.get(number as usize).copied().unwrap_or(0);
        (1.0 + count.ln()) * ((1.0 + self.letters.len() as f64) / (1.0 + f64::from(with))).ln()
    }

    /// Returns the destinations of the nearest letters.
    pub(crate) fn ask(
        &self,
        seiten: &[String],
        most: usize,
        open: &impl Fn(&Uuid) -> bool,
    ) -> Vec<Ziel> {
        let mut asked = vec![0.0; self.letters_with.len()];
        let mut norm = 0.0;
        for (word, count) in Self::counts(seiten) {
            let Some(number) = self.numbers.get(&word) else { continue };
            let weight = self.weight(*number, count);
            norm += weight * weight;
            if let Some(cell) = asked.get_mut(*number as usize) {
                *cell = weight;
            }
        }
        let mut ranked: Vec<(f64, &Letter)> = self
            .letters
            .iter()
            .map(|letter| {
                let (mut dot, mut own) = (0.0, 0.0);
                for (number, count) in &letter.counts {
                    let weight = self.weight(*number, *count);
                    dot += weight * asked.get(*number as usize).copied().unwrap_or(0.0);
                    own += weight * weight;
                }
                (dot / (own * norm).sqrt().max(f64::MIN_POSITIVE), letter)
            })
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut found = Vec::new();
        for (likeness, letter) in ranked {
            let old = likeness >= NEW_BELOW && open(&letter.vorgang);
            let ziel = if old { Ziel::Vorgang(letter.vorgang) } else { Ziel::NeuIn(letter.akte) };
            if !found.contains(&ziel) {
                found.push(ziel);
            }
            if found.len() == most {
                break;
            }
        }
        found
    }

    /// Files a letter.
    pub(crate) fn file(&mut self, seiten: &[String], vorgang: Uuid, akte: Uuid) {
        let mut counts = Vec::new();
        for (word, count) in Self::counts(seiten) {
            let next = u32::try_from(self.letters_with.len()).unwrap_or(u32::MAX);
            let number = *self.numbers.entry(word).or_insert(next);
            if number == next {
                self.letters_with.push(0);
            }
            if let Some(with) = self.letters_with.get_mut(number as usize) {
                *with += 1;
            }
            counts.push((number, count));
        }
        self.letters.push(Letter { vorgang, akte, counts });
    }
}

/// Search for our references, as they are written.
#[derive(Default)]
pub(crate) struct References {
    known: BTreeMap<String, (Option<Uuid>, Uuid)>,
}

impl References {
    pub(crate) fn akte(&mut self, id: Uuid, aktenzeichen: &str) {
        self.known.insert(vergleichsform(aktenzeichen), (None, id));
    }

    pub(crate) fn vorgang(&mut self, id: Uuid, akte: Uuid, aktenzeichen: &str) {
        self.known.insert(vergleichsform(aktenzeichen), (Some(id), akte));
    }

    /// Returns the destinations whose references stand in the text.
    pub(crate) fn ask(&self, seiten: &[String], open: &impl Fn(&Uuid) -> bool) -> Vec<Ziel> {
        let forms = seiten.iter().flat_map(|seite| kandidaten(seite));
        let mut found: Vec<Ziel> = Vec::new();
        for (vorgang, akte) in forms.filter_map(|form| self.known.get(&form)) {
            let ziel = match vorgang.filter(|id| open(id)) {
                Some(vorgang) => Ziel::Vorgang(vorgang),
                None => Ziel::NeuIn(*akte),
            };
            if !found.contains(&ziel) {
                found.push(ziel);
            }
        }
        // A Vorgang's reference says more than its Akte's, which it begins with.
        found.sort_by_key(|ziel| matches!(ziel, Ziel::NeuIn(_)));
        found
    }
}

//! Which of several classes a letter's words speak for: kinds of document, Akten, beginnings.
//!
//! Counts in how many letters of a class a word stands; never depends on the order of counting.

/// Letters that a class is lent, spread as all letters are: what few letters say is not sure.
const LENT: f64 = 4.0;

/// What words can say at most, for or against.
const MOST: f64 = 10.0;

/// Letters with a word, by class.
#[derive(Debug, Default)]
pub(crate) struct Klassen {
    worte: Vec<Vec<(u32, u32)>>,
    /// Letters of each class.
    summen: Vec<u32>,
    gesamt: u32,
}

impl Klassen {
    /// Counts a letter.
    pub(crate) fn add(&mut self, klasse: u32, worte: &[u32]) {
        if self.summen.len() <= klasse as usize {
            self.summen.resize(klasse as usize + 1, 0);
        }
        if let Some(summe) = self.summen.get_mut(klasse as usize) {
            *summe += 1;
            self.gesamt += 1;
        }
        for wort in worte {
            let wort = *wort as usize;
            if self.worte.len() <= wort {
                self.worte.resize_with(wort + 1, Vec::new);
            }
            let Some(zahlen) = self.worte.get_mut(wort) else { continue };
            match zahlen.iter_mut().find(|(k, _)| *k == klasse) {
                Some((_, zahl)) => *zahl += 1,
                None => zahlen.push((klasse, 1)),
            }
        }
    }

    /// Takes a letter out again that was counted with the same words.
    pub(crate) fn remove(&mut self, klasse: u32, worte: &[u32]) {
        if let Some(summe) = self.summen.get_mut(klasse as usize) {
            *summe = summe.saturating_sub(1);
            self.gesamt = self.gesamt.saturating_sub(1);
        }
        for wort in worte {
            let Some(zahlen) = self.worte.get_mut(*wort as usize) else { continue };
            if let Some((_, zahl)) = zahlen.iter_mut().find(|(k, _)| *k == klasse) {
                *zahl = zahl.saturating_sub(1);
            }
            zahlen.retain(|(_, zahl)| *zahl > 0);
        }
    }

    /// Returns how many letters a class has.
    pub(crate) fn letters(&self, klasse: u32) -> u32 {
        self.summen.get(klasse as usize).copied().unwrap_or_default()
    }

    /// Returns for each class by its number how far the words speak for it rather than for any:
    /// a log likelihood ratio, damped because words depend on each other; nought for a class
    /// without letters.
    pub(crate) fn urteil(&self, frage: &[u32]) -> Vec<f64> {
        let all = f64::from(self.gesamt);
        let mut sums = vec![0.0; self.summen.len()];
        let mut known = 0_u32;
        for wort in frage {
            let Some(zahlen) = self.worte.get(*wort as usize).filter(|z| !z.is_empty()) else {
                continue;
            };
            known += 1;
            let with: u32 = zahlen.iter().map(|(_, zahl)| zahl).sum();
            let expected = LENT * (f64::from(with) + 0.5) / (all + 1.0);
            for (klasse, zahl) in zahlen {
                if let Some(sum) = sums.get_mut(*klasse as usize) {
                    *sum += (f64::from(*zahl) / expected).ln_1p();
                }
            }
        }
        let words = f64::from(known.max(1));
        for (sum, letters) in sums.iter_mut().zip(&self.summen) {
            let missing = (LENT / (f64::from(*letters) + LENT)).ln() * f64::from(known);
            *sum = ((*sum + missing) / words.sqrt()).clamp(-MOST, MOST);
        }
        sums
    }
}

//! Which filed letters are most like one: an inverted index over words.
//!
//! Never keeps text, and never walks more than a bounded number of places however common the
//! words are. Results do not depend on the order in which entries came.

use uuid::Uuid;

/// Places walked for one question at most.
const WALK_MAX: usize = 400_000;
/// Entries compared exactly, for each one that is asked for.
const COMPARED: usize = 4;

/// An entry and how like it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Treffer {
    /// Its place.
    pub(crate) platz: u32,
    /// Cosine of the two sets of words, weighed by how rare each is; 0 to 1.
    pub(crate) naehe: f64,
}

/// Entries by the words they hold.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// Places of the entries that hold a word, ascending, by the word's number.
    listen: Vec<Vec<u32>>,
    /// Words of each entry in their own order, without repetition.
    eintraege: Vec<Box<[u32]>>,
    anzahl: usize,
}

impl Index {
    /// Puts an entry at a place, in the place of what was there.
    pub(crate) fn set(&mut self, platz: u32, worte: &[u32]) {
        self.clear(platz);
        let mut own: Vec<u32> = Vec::with_capacity(worte.len());
        for wort in worte {
            if !own.contains(wort) {
                own.push(*wort);
                self.list(*wort, platz);
            }
        }
        let at = platz as usize;
        if self.eintraege.len() <= at {
            self.eintraege.resize_with(at + 1, Box::default);
        }
        if let Some(eintrag) = self.eintraege.get_mut(at) {
            self.anzahl += usize::from(!own.is_empty());
            *eintrag = own.into();
        }
    }

    /// Takes out what is at a place.
    pub(crate) fn clear(&mut self, platz: u32) {
        let Some(eintrag) = self.eintraege.get_mut(platz as usize) else { return };
        let worte = std::mem::take(eintrag);
        self.anzahl -= usize::from(!worte.is_empty());
        for wort in &worte {
            if let Some(liste) = self.listen.get_mut(*wort as usize)
                && let Ok(at) = liste.binary_search(&platz)
            {
                liste.remove(at);
            }
        }
    }

    fn list(&mut self, wort: u32, platz: u32) {
        let wort = wort as usize;
        if self.listen.len() <= wort {
            self.listen.resize_with(wort + 1, Vec::new);
        }
        if let Some(liste) = self.listen.get_mut(wort)
            && let Err(at) = liste.binary_search(&platz)
        {
            if liste.len() == liste.capacity() {
                // Doubling would leave half of a hundred thousand letters' places empty.
                liste.reserve_exact(liste.len() / 4 + 1);
            }
            liste.insert(at, platz);
        }
    }

    /// Returns the words of an entry.
    pub(crate) fn worte(&self, platz: u32) -> &[u32] {
        self.eintraege.get(platz as usize).map(AsRef::as_ref).unwrap_or_default()
    }

    /// Returns in how many entries a word stands.
    pub(crate) fn haeufig(&self, wort: u32) -> usize {
        self.listen.get(wort as usize).map_or(0, Vec::len)
    }

    /// Returns how telling a word is that stands in so many entries: 0 for one that all hold.
    pub(crate) fn gewicht(&self, haeufig: usize) -> f64 {
        let (all, with) = (self.anzahl as f64, haeufig as f64);
        (1.0 + (all - with + 0.5).max(0.0) / (with + 0.5)).ln()
    }

    /// Returns the entries most like a set of words, the most like first; equals by their id.
    ///
    /// `frage` must hold no word twice; `neu` is how many words it has besides that no entry holds.
    pub(crate) fn naechste(
        &self,
        frage: &[u32],
        neu: usize,
        most: usize,
        id: impl Fn(u32) -> Uuid,
    ) -> Vec<Treffer> {
        let telling = self.affordable(frage);
        let mut summen = vec![0_f32; self.eintraege.len()];
        let mut touched = Vec::new();
        for (wort, quadrat) in &telling {
            for platz in self.listen.get(*wort as usize).into_iter().flatten() {
                if let Some(summe) = summen.get_mut(*platz as usize) {
                    if *summe == 0.0 {
                        touched.push(*platz);
                    }
                    *summe += *quadrat as f32;
                }
            }
        }
        let summe = |platz: u32| summen.get(platz as usize).copied().unwrap_or_default();
        let compared = most.saturating_mul(COMPARED);
        // Only ids break ties: places tell in which order the entries came.
        let order = |a: &u32, b: &u32| summe(*b).total_cmp(&summe(*a)).then(id(*a).cmp(&id(*b)));
        if touched.len() > compared {
            touched.select_nth_unstable_by(compared, order);
            touched.truncate(compared);
        }
        let norm = self.norm(frage).hypot(self.gewicht(1) * (neu as f64).sqrt());
        let mut found: Vec<Treffer> = touched
            .into_iter()
            .map(|platz| {
                let both = norm * self.norm(self.worte(platz));
                let naehe = f64::from(summe(platz)) / both.max(f64::MIN_POSITIVE);
                Treffer { platz, naehe: naehe.min(1.0) }
            })
            .collect();
        found.sort_by(|a, b| {
            b.naehe.total_cmp(&a.naehe).then_with(|| id(a.platz).cmp(&id(b.platz)))
        });
        found.truncate(most);
        found
    }

    /// The question's words with the squares of their weights, without the commonest if their
    /// places are too many.
    fn affordable(&self, frage: &[u32]) -> Vec<(u32, f64)> {
        let mut lengths: Vec<usize> = frage.iter().map(|wort| self.haeufig(*wort)).collect();
        lengths.sort_unstable();
        let mut walked = 0;
        let mut longest = 0;
        for length in lengths {
            walked += length;
            if walked > WALK_MAX {
                break;
            }
            longest = length;
        }
        frage
            .iter()
            .filter(|wort| (1..=longest).contains(&self.haeufig(**wort)))
            .map(|wort| (*wort, self.gewicht(self.haeufig(*wort)).powi(2)))
            .collect()
    }

    fn norm(&self, worte: &[u32]) -> f64 {
        worte.iter().map(|wort| self.gewicht(self.haeufig(*wort)).powi(2)).sum::<f64>().sqrt()
    }
}

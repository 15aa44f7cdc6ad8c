//! Words by number: each is kept once, however many letters use it.
//!
//! Never forgets a word: what no letter uses any more costs its letters, and numbers stay valid.

/// Marks a free place of the table.
const FREE: u32 = u32::MAX;
/// Places of the smallest table; always a power of two.
const SMALLEST: usize = 64;

/// Words in the order in which they first came.
#[derive(Debug, Default)]
pub(crate) struct Wortschatz {
    text: String,
    /// Where each word ends in the text.
    enden: Vec<u32>,
    /// Open addressing: numbers of words at the places of their hashes.
    tafel: Vec<u32>,
}

impl Wortschatz {
    /// Returns a word's number, if it was met before.
    pub(crate) fn finde(&self, wort: &str) -> Option<u32> {
        self.tafel.get(self.platz(wort)).copied().filter(|nummer| *nummer != FREE)
    }

    /// Returns a word's number and keeps it; none once four gigabytes are full.
    pub(crate) fn nimm(&mut self, wort: &str) -> Option<u32> {
        if let Some(nummer) = self.finde(wort) {
            return Some(nummer);
        }
        let nummer = u32::try_from(self.enden.len()).ok().filter(|nummer| *nummer != FREE)?;
        let ende = u32::try_from(self.text.len() + wort.len()).ok()?;
        self.text.push_str(wort);
        self.enden.push(ende);
        if self.enden.len() * 4 > self.tafel.len() * 3 {
            self.grow();
        } else {
            self.eintragen(nummer, wort);
        }
        Some(nummer)
    }

    /// Returns the word of a number.
    pub(crate) fn wort(&self, nummer: u32) -> &str {
        let nummer = nummer as usize;
        let at = |ende: &u32| *ende as usize;
        let von = nummer.checked_sub(1).and_then(|n| self.enden.get(n)).map_or(0, at);
        let bis = self.enden.get(nummer).map_or(von, at);
        self.text.get(von..bis).unwrap_or_default()
    }

    /// Returns how many words there are.
    pub(crate) fn len(&self) -> usize {
        self.enden.len()
    }

    /// Returns the word's place in the table, or the free one where it would stand.
    fn platz(&self, wort: &str) -> usize {
        let mask = self.tafel.len().saturating_sub(1);
        let mut platz = hash(wort) & mask;
        while let Some(nummer) = self.tafel.get(platz) {
            if *nummer == FREE || self.wort(*nummer) == wort {
                break;
            }
            platz = (platz + 1) & mask;
        }
        platz
    }

    fn eintragen(&mut self, nummer: u32, wort: &str) {
        let platz = self.platz(wort);
        if let Some(frei) = self.tafel.get_mut(platz) {
            *frei = nummer;
        }
    }

    fn grow(&mut self) {
        self.tafel = vec![FREE; (self.tafel.len() * 2).max(SMALLEST)];
        for nummer in 0..u32::try_from(self.enden.len()).unwrap_or(FREE) {
            let wort = self.wort(nummer).to_owned();
            self.eintragen(nummer, &wort);
        }
    }
}

/// FNV-1a: the same on every machine.
fn hash(wort: &str) -> usize {
    let hash = wort.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 32)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_keeps_its_number() {
        let mut schatz = Wortschatz::default();
        let words: Vec<String> = (0..5000).map(|n| format!("wort{n}")).collect();
        let numbers: Vec<u32> = words.iter().map(|w| schatz.nimm(w).unwrap()).collect();
        for (word, number) in words.iter().zip(&numbers) {
            assert_eq!(schatz.finde(word), Some(*number));
            assert_eq!(schatz.nimm(word), Some(*number));
            assert_eq!(schatz.wort(*number), word);
        }
        assert_eq!(schatz.len(), 5000);
        assert_eq!(schatz.finde("nie"), None);
        assert_eq!(Wortschatz::default().finde("nie"), None);
    }
}

//! What a recogniser makes of a word: `rn` for `m`, `l` for `i`, `B` for `ß`.
//!
//! The words that the index holds are compared with the one that was asked for, so nothing grows
//! with the documents. Never takes more than two misread places, and never a short word.

use tantivy_fst::Automaton;

/// What stands in the word, and what may be read instead; in search form.
const CONFUSED: &[(&str, &str)] = &[
    ("m", "rn"),
    ("m", "nn"),
    ("m", "in"),
    ("rn", "m"),
    ("nn", "m"),
    ("w", "vv"),
    ("d", "cl"),
    ("cl", "d"),
    ("u", "ii"),
    ("u", "li"),
    ("n", "ri"),
    ("h", "li"),
    ("h", "b"),
    ("b", "h"),
    ("b", "8"),
    ("8", "b"),
    ("ss", "b"),
    ("ss", "8"),
    ("ss", "fs"),
    ("k", "lc"),
    ("i", "l"),
    ("i", "1"),
    ("i", "j"),
    ("l", "i"),
    ("l", "1"),
    ("1", "l"),
    ("1", "i"),
    ("o", "0"),
    ("0", "o"),
    ("s", "5"),
    ("5", "s"),
    ("z", "2"),
    ("2", "z"),
    ("6", "b"),
    ("6", "g"),
    ("g", "q"),
    ("g", "9"),
    ("9", "g"),
    ("e", "c"),
    ("c", "e"),
    ("f", "t"),
    ("t", "f"),
];

/// Places that may be misread.
const MOST: usize = 2;
/// Letters of a word in which two places may be misread.
const LONG: usize = 7;
/// Letters of a word that may be misread at all.
const SHORT: usize = 4;

/// Accepts what may have become of one word.
#[derive(Debug, Clone)]
pub(crate) struct Misread {
    /// Steps from every state: the byte that is read, the state after it, whether it is wrong.
    steps: Vec<Vec<(u8, usize, bool)>>,
    end: usize,
    most: usize,
}

/// Bits of the states that can be reached, by the number of misread places.
pub(crate) type Reached = [u128; MOST + 1];

impl Misread {
    /// Takes a word in search form; none for one that is too short or too long.
    pub(crate) fn new(word: &str) -> Option<Self> {
        let letters = word.as_bytes();
        if letters.len() < SHORT || !word.is_ascii() {
            return None;
        }
        let mut steps: Vec<Vec<(u8, usize, bool)>> = vec![Vec::new(); letters.len() + 1];
        for (at, letter) in letters.iter().enumerate() {
            push(&mut steps, at, (*letter, at + 1, false));
            for (right, wrong) in CONFUSED {
                if !letters.get(at..).is_some_and(|rest| rest.starts_with(right.as_bytes())) {
                    continue;
                }
                let after = at + right.len();
                match wrong.as_bytes() {
                    [one] => push(&mut steps, at, (*one, after, true)),
                    [one, two] => {
                        let between = steps.len();
                        steps.push(vec![(*two, after, false)]);
                        push(&mut steps, at, (*one, between, true));
                    }
                    _ => {}
                }
            }
        }
        let most = if letters.len() < LONG { 1 } else { MOST };
        let fits = steps.len() <= u128::BITS as usize;
        fits.then_some(Self { steps, end: letters.len(), most })
    }

    /// Says whether this may have become of the word.
    pub(crate) fn accepts(&self, word: &str) -> bool {
        let end = word.bytes().fold(self.start(), |state, byte| self.accept(&state, byte));
        self.is_match(&end)
    }
}

fn push(steps: &mut [Vec<(u8, usize, bool)>], at: usize, step: (u8, usize, bool)) {
    if let Some(from) = steps.get_mut(at) {
        from.push(step);
    }
}

impl Automaton for Misread {
    type State = Reached;

    fn start(&self) -> Reached {
        [1, 0, 0]
    }

    fn is_match(&self, state: &Reached) -> bool {
        // The word itself is not misread.
        state.iter().skip(1).any(|reached| reached & (1 << self.end) != 0)
    }

    fn can_match(&self, state: &Reached) -> bool {
        state.iter().any(|reached| *reached != 0)
    }

    fn accept(&self, state: &Reached, byte: u8) -> Reached {
        let mut next = [0; MOST + 1];
        for (wrong, reached) in state.iter().enumerate() {
            let mut left = *reached;
            while left != 0 {
                let from = left.trailing_zeros() as usize;
                left &= left - 1;
                for (letter, to, mistake) in self.steps.get(from).into_iter().flatten() {
                    let wrong = wrong + usize::from(*mistake);
                    if *letter == byte
                        && wrong <= self.most
                        && let Some(reached) = next.get_mut(wrong)
                    {
                        *reached |= 1 << to;
                    }
                }
            }
        }
        next
    }
}

/// Accepts what begins with a text.
#[derive(Debug, Clone)]
pub(crate) struct Beginning(pub(crate) String);

impl Automaton for Beginning {
    type State = Option<usize>;

    fn start(&self) -> Option<usize> {
        Some(0)
    }

    fn is_match(&self, state: &Option<usize>) -> bool {
        *state == Some(self.0.len())
    }

    fn can_match(&self, state: &Option<usize>) -> bool {
        state.is_some()
    }

    fn will_always_match(&self, state: &Option<usize>) -> bool {
        self.is_match(state)
    }

    fn accept(&self, state: &Option<usize>, byte: u8) -> Option<usize> {
        let at = (*state)?;
        match self.0.as_bytes().get(at) {
            None => Some(at),
            Some(letter) => (*letter == byte).then_some(at + 1),
        }
    }
}

/// Accepts what holds a text anywhere.
#[derive(Debug, Clone)]
pub(crate) struct Inside(pub(crate) String);

impl Automaton for Inside {
    /// Letters of the text that have just been read; all of them once it was found.
    type State = usize;

    fn start(&self) -> usize {
        0
    }

    fn is_match(&self, state: &usize) -> bool {
        *state == self.0.len()
    }

    fn will_always_match(&self, state: &usize) -> bool {
        self.is_match(state)
    }

    fn accept(&self, state: &usize, byte: u8) -> usize {
        let text = self.0.as_bytes();
        if *state == text.len() {
            return *state;
        }
        let mut read = text.get(..*state).unwrap_or_default().to_vec();
        read.push(byte);
        (0..=read.len())
            .find_map(|from| text.starts_with(read.get(from..)?).then(|| read.len() - from))
            .unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misread_word_is_recognised() {
        for (word, read) in [
            ("bescheid", "bescheld"),
            ("bescheid", "beseheid"),
            ("kammer", "karnmer"),
            ("strasse", "strabe"),
            ("muller", "miiller"),
            ("2026", "2o26"),
            ("rechnung", "reclmung"),
            ("wasser", "vvasser"),
        ] {
            let found = Misread::new(word).unwrap().accepts(read);
            assert_eq!(found, read != "reclmung", "{word} as {read}");
        }
    }

    #[test]
    fn other_words_are_not() {
        let misread = Misread::new("bescheid").unwrap();
        for word in ["bescheid", "bericht", "bescheide", "escheid", "8esehe1d", ""] {
            assert!(!misread.accepts(word), "{word}");
        }
        assert!(Misread::new("rat").is_none());
        assert!(Misread::new(&"wm".repeat(60)).is_none(), "too many states");
    }

    #[test]
    fn a_text_is_found_inside() {
        let inside = Inside("anana".into());
        let reads = |word: &str| word.bytes().fold(0, |state, byte| inside.accept(&state, byte));
        assert!(inside.is_match(&reads("bananananab")));
        assert!(!inside.is_match(&reads("banabanan")));
    }
}

//! Words: cutting a text into them, and what of a word is looked up.
//!
//! Index, query and mark pass through here alike, so that none of them can find what another does
//! not. Never looks at two words at a time, except at one that a line's end or a hyphen has cut.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use domain::suchform::suchform;
use lru::LruCache;

use crate::compound::Compounds;

/// Words remembered with what was found out about them.
const REMEMBERED: std::num::NonZeroUsize = std::num::NonZeroUsize::MIN.saturating_add(32_767);
/// Bytes of a word that count; what is longer is no word, and cut at both ends alike.
const WORD_MAX: usize = 96;

/// A word where it stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    pub(crate) start: usize,
    pub(crate) text: &'a str,
}

impl Word<'_> {
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(crate) fn range(&self) -> Range<usize> {
        self.start..self.end()
    }
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}')
}

/// Returns the words of a text in their order.
pub(crate) fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// Iterator over words.
#[derive(Debug, Clone)]
pub(crate) struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        let rest = self.text.get(self.at..)?;
        let start = self.at + rest.find(char::is_alphanumeric)?;
        let rest = self.text.get(start..)?;
        let len = rest.find(|c| !in_word(c)).unwrap_or(rest.len());
        self.at = start + len;
        Some(Word { start, text: rest.get(..len)? })
    }
}

/// What is looked up of a word.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Forms {
    /// As written, in search form.
    pub(crate) form: String,
    /// Without endings and joints.
    pub(crate) stem: String,
    /// What it is made of, and every run of neighbours; empty for a simple word.
    pub(crate) parts: Vec<String>,
}

impl Forms {
    /// Says whether a stem is this word's or one of its parts'.
    pub(crate) fn has(&self, stem: &str) -> bool {
        self.stem == stem || self.parts.iter().any(|part| part == stem)
    }
}

/// Finds out the forms of words, and remembers them.
#[derive(Clone)]
pub(crate) struct Analysis {
    shared: Arc<Shared>,
}

struct Shared {
    compounds: Compounds,
    remembered: Mutex<LruCache<String, Arc<Forms>>>,
}

impl Analysis {
    pub(crate) fn new() -> Self {
        let compounds = Compounds::new();
        let remembered = Mutex::new(LruCache::new(REMEMBERED));
        Self { shared: Arc::new(Shared { compounds, remembered }) }
    }

    pub(crate) fn forms(&self, word: &str) -> Arc<Forms> {
        let word = cut(word);
        let remembered = || self.shared.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(forms) = remembered().get(word) {
            return Arc::clone(forms);
        }
        let forms = Arc::new(self.find_out(word));
        remembered().put(word.to_owned(), Arc::clone(&forms));
        forms
    }

    /// Says whether this stem is a word that we know, and so no misread one.
    pub(crate) fn known(&self, stem: &str) -> bool {
        self.shared.compounds.known(stem)
    }

    fn find_out(&self, word: &str) -> Forms {
        let form = suchform(word);
        if form.contains(|c: char| !c.is_alphabetic()) {
            return Forms { stem: form.clone(), form, parts: Vec::new() };
        }
        let stems = self.shared.compounds.cut(word);
        match stems.as_slice() {
            [] => Forms { stem: bare(&form).to_owned(), form, parts: Vec::new() },
            [stem] => Forms { stem: stem.clone(), form, parts: Vec::new() },
            stems => Forms { stem: together(stems), form, parts: runs(stems) },
        }
    }
}

fn cut(word: &str) -> &str {
    let mut end = word.len().min(WORD_MAX);
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    word.get(..end).unwrap_or(word)
}

/// Parts as one word: without the endings that joints may hide.
fn together(stems: &[String]) -> String {
    stems.iter().map(|stem| bare(stem)).collect()
}

/// Every part, and every run of neighbouring ones but all of them together.
fn runs(stems: &[String]) -> Vec<String> {
    let mut found: BTreeSet<String> = stems.iter().cloned().collect();
    for len in 2..stems.len() {
        found.extend(stems.windows(len).map(together));
    }
    found.into_iter().collect()
}

/// Takes the ending off a word that we do not know, in search form.
///
/// Endings that are a part of many names (-er, -el) stay: Müll is not Müller.
pub(crate) fn bare(form: &str) -> &str {
    const KEEPS: usize = 4;
    for ending in ["en", "es", "e", "n", "s"] {
        let Some(rest) = form.strip_suffix(ending).filter(|rest| rest.len() >= KEEPS) else {
            continue;
        };
        let fits = match ending {
            "n" => rest.ends_with(['l', 'r']),
            "s" => rest.ends_with(['b', 'd', 'f', 'g', 'h', 'k', 'l', 'm', 'n', 'r', 't', 'w']),
            _ => true,
        };
        if fits {
            return rest;
        }
    }
    form
}

/// Says whether two neighbouring words are one that a hyphen holds together or a line's end has
/// cut: `E-Mail`, `Grund-` and `steuer` in the next line.
pub(crate) fn joined(text: &str, first: &Word<'_>, second: &Word<'_>) -> bool {
    let Some(between) = text.get(first.end()..second.start) else { return false };
    let letters = |word: &Word<'_>| word.text.chars().all(|c| !c.is_numeric());
    let hyphen = match between.strip_prefix(['-', '\u{ad}', '\u{2010}', '\u{2011}']) {
        Some("") => true,
        Some(rest) => {
            rest.len() < 8
                && rest.contains('\n')
                && rest.chars().all(char::is_whitespace)
                && second.text.starts_with(char::is_lowercase)
        }
        None => false,
    };
    hyphen && letters(first) && letters(second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, stem: &str, parts: &[&str]) {
        let forms = Analysis::new().forms(word);
        assert_eq!(forms.stem, stem, "{word}");
        for part in parts {
            assert!(forms.has(part), "{word} has {:?}, not {part}", forms.parts);
        }
        assert!(!parts.is_empty() || forms.parts.is_empty(), "{word} is {:?}", forms.parts);
    }

    #[test]
    fn compounds_come_apart() {
        check(
            "Hundesteuerbescheid",
            "hundsteurbescheid",
            &["hund", "steur", "bescheid", "hundsteur", "steurbescheid"],
        );
        check("Hundesteuerbescheide", "hundsteurbescheid", &["steur"]);
        check("Straßenausbaubeitrag", "strassausbaubeitrag", &["strasse", "ausbau", "beitrag"]);
        check("Strassenausbaubeitraege", "strassausbaubeitrag", &["strasse", "beitrag"]);
        check("Grundstücksgrenzen", "grundstuckgrenz", &["grundstuck", "grenze"]);
        check("Storchennest", "storchnest", &["storch", "nest"]);
        check("Mühlweg", "muhlweg", &["muhl", "weg"]);
        check("Bauerlaubnis", "bauerlaubnis", &["bau", "erlaubnis"]);
        check("Müllabfuhrgebühren", "mullabfuhrgebuhr", &["mull", "abfuhr", "gebuhr"]);
    }

    #[test]
    fn simple_words_stay_whole() {
        for (word, stem) in [
            ("Müller", "muller"),
            ("Bescheides", "bescheid"),
            ("Häuser", "haus"),
            ("Haus", "haus"),
            ("Anträge", "antrag"),
            ("Satzungen", "satzung"),
            ("Kamerad", "kamerad"),
            ("hunderte", "hunderte"),
            ("Verrat", "verrat"),
            ("Beratung", "beratung"),
            ("2026", "2026"),
            ("Bischof", "bischof"),
            ("wegen", "wegen"),
            ("Storchs", "storch"),
        ] {
            check(word, stem, &[]);
        }
    }

    #[test]
    fn any_word_is_taken() {
        let analysis = Analysis::new();
        for word in ["", "ß", "ẞ", "ﬃ", "日本語", "a\u{308}", "٣", "İ", &"steuer".repeat(200)]
        {
            let _ = analysis.forms(word);
        }
    }
}

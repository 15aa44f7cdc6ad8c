//! Marking hits: which words of a text or a page a question means.
//!
//! Knows no index: it asks the same questions of a word that the index was asked of all of them.
//! Never marks a phrase in pieces.

use std::ops::Range;

use domain::suchform::suchform;

use crate::frage::{Frage, Was};
use crate::misread::Misread;
use crate::numbers::digits;
use crate::plan::{INSIDE_MIN, around};
use crate::words::{Analysis, Word, bare, joined, words};

/// Characters shown around the first hit.
const AUSZUG: usize = 160;

/// Says which words are hits.
pub struct Marker {
    analysis: Analysis,
    wants: Vec<Want>,
}

/// What one demand marks.
enum Want {
    Word {
        form: String,
        stem: String,
        begun: bool,
        misread: Vec<Misread>,
    },
    /// Words in a row, in search form.
    Phrase(Vec<String>),
    /// A number without separators, over several words.
    Number(String),
}

impl Marker {
    /// Takes a question; `tippt` says that its last word may be unfinished.
    pub fn new(frage: &str, tippt: bool) -> Self {
        let analysis = Analysis::new();
        let mut wants = Vec::new();
        let frage = Frage::new(frage, tippt);
        for klausel in frage.klauseln.iter().filter(|klausel| !klausel.nicht) {
            match &klausel.was {
                Was::Wort { text, anfang } => {
                    let pieces: Vec<Word<'_>> = words(text).collect();
                    let last = pieces.len().saturating_sub(1);
                    for (at, piece) in pieces.iter().enumerate() {
                        wants.extend(want(&analysis, piece.text, *anfang && at == last));
                    }
                }
                Was::Phrase(text) => wants.push(Want::Phrase(forms(text))),
                Was::Zeichen(pieces) => wants.push(Want::Number(digits(&pieces.concat()))),
                Was::Von(text) => {
                    let pieces = words(text);
                    wants.extend(pieces.filter_map(|piece| want(&analysis, piece.text, true)));
                }
                _ => {}
            }
        }
        Self { analysis, wants }
    }

    /// Says whether a single word is a hit; phrases and numbers need [`Marker::stellen`].
    pub fn trifft(&self, wort: &str) -> bool {
        !self.stellen(wort).is_empty()
    }

    /// Returns where hits stand in a text, in order.
    ///
    /// Where there is none, words that hold one inside count, as they do in a search.
    pub fn stellen(&self, text: &str) -> Vec<Range<usize>> {
        let hits = self.ranges(text, false);
        if hits.is_empty() { self.ranges(text, true) } else { hits }
    }

    fn ranges(&self, text: &str, wide: bool) -> Vec<Range<usize>> {
        let all: Vec<Word<'_>> = words(text).collect();
        let mut hit = vec![false; all.len()];
        for want in &self.wants {
            for at in 0..all.len() {
                let run = self.run(want, text, all.get(at..).unwrap_or_default(), wide);
                hit.iter_mut().skip(at).take(run).for_each(|hit| *hit = true);
            }
        }
        let hits = all.iter().zip(hit).filter(|(_, hit)| *hit);
        hits.map(|(word, _)| word.range()).collect()
    }

    /// Counts the words at the beginning of these that a demand means.
    fn run(&self, want: &Want, text: &str, all: &[Word<'_>], wide: bool) -> usize {
        let Some(first) = all.first() else { return 0 };
        match want {
            Want::Word { .. } if self.is_hit(want, first.text, wide) => 1,
            Want::Word { .. } => match all.get(1) {
                Some(second) if joined(text, first, second) => {
                    let whole = format!("{}{}", first.text, second.text);
                    if self.is_hit(want, &whole, wide) { 2 } else { 0 }
                }
                _ => 0,
            },
            Want::Phrase(forms) => {
                let fits = forms.len() <= all.len()
                    && forms.iter().zip(all).all(|(form, word)| *form == suchform(word.text));
                if fits { forms.len() } else { 0 }
            }
            Want::Number(number) => number_run(number, text, all),
        }
    }

    fn is_hit(&self, want: &Want, word: &str, wide: bool) -> bool {
        let Want::Word { form, stem, begun, misread } = want else { return false };
        let found = self.analysis.forms(word);
        if wide {
            return stem.len() >= INSIDE_MIN && around(&found.stem, stem);
        }
        let begins = |text: &str| *begun && text.starts_with(form.as_str());
        found.has(stem)
            || begins(&found.form)
            || found.parts.iter().any(|part| begins(part))
            || misread.iter().any(|misread| {
                let wrong = |word: &String| !self.analysis.known(word) && misread.accepts(word);
                wrong(&found.stem) || found.parts.iter().any(wrong)
            })
    }

    /// Cuts out the surroundings of the first hit and marks the words with `‹` and `›`.
    pub fn auszug(&self, text: &str) -> Option<String> {
        let hits = self.stellen(text);
        let first = hits.first()?.start;
        let start = boundary(text, first.saturating_sub(AUSZUG / 2));
        let end = boundary(text, first + AUSZUG);
        let mut out = String::new();
        let mut at = start;
        for hit in hits.into_iter().filter(|hit| hit.start >= start && hit.end <= end) {
            out.push_str(text.get(at..hit.start).unwrap_or_default());
            out.push('‹');
            out.push_str(text.get(hit.clone()).unwrap_or_default());
            out.push('›');
            at = hit.end;
        }
        out.push_str(text.get(at..end).unwrap_or_default());
        let line = out.split_whitespace().collect::<Vec<_>>().join(" ");
        let before = if start > 0 { "… " } else { "" };
        let behind = if end < text.len() { " …" } else { "" };
        Some(format!("{before}{line}{behind}"))
    }
}

fn forms(text: &str) -> Vec<String> {
    words(text).map(|word| suchform(word.text)).filter(|form| !form.is_empty()).collect()
}

fn want(analysis: &Analysis, word: &str, begun: bool) -> Option<Want> {
    let forms = analysis.forms(word);
    let rights = [forms.stem.as_str(), bare(&forms.stem)];
    let misread = rights.into_iter().filter_map(Misread::new).collect();
    let (form, stem) = (forms.form.clone(), forms.stem.clone());
    (!form.is_empty()).then_some(Want::Word { form, stem, begun, misread })
}

/// A number may stand in several words with nothing but separators between them.
fn number_run(number: &str, text: &str, all: &[Word<'_>]) -> usize {
    let Some(first) = all.first() else { return 0 };
    for (at, word) in all.iter().enumerate() {
        let read = digits(text.get(first.start..word.end()).unwrap_or_default());
        if read == number {
            return at + 1;
        }
        if !number.starts_with(&read) || read.is_empty() {
            return 0;
        }
    }
    0
}

fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(frage: &str, text: &str, expected: &str) {
        assert_eq!(Marker::new(frage, false).auszug(text).unwrap_or_default(), expected, "{frage}");
    }

    #[test]
    fn hits_are_marked_as_they_are_found() {
        let text = "Sehr geehrte Frau Müller, die Hundesteuer für 2026 beträgt 60 €.";
        check(
            "mueller steuer",
            text,
            "Sehr geehrte Frau ‹Müller›, die ‹Hundesteuer› für 2026 beträgt 60 €.",
        );
        check(
            "\"frau müller\"",
            text,
            "Sehr geehrte ‹Frau› ‹Müller›, die Hundesteuer für 2026 beträgt 60 €.",
        );
        check("\"müller frau\"", text, "");
        check("katze", text, "");
        check("hund*", text, "Sehr geehrte Frau Müller, die ‹Hundesteuer› für 2026 beträgt 60 €.");
        check("4.2 17 2026", "Az. 4.2 - 17/2026 vom", "Az. ‹4›.‹2› - ‹17›/‹2026› vom");
        check("Bescheid", "Der Bescheld vom", "Der ‹Bescheld› vom");
        check("Grundsteuer", "Die Grund-\nsteuer steigt", "Die ‹Grund›- ‹steuer› steigt");
    }

    #[test]
    fn an_excerpt_survives_cuts_inside_umlauts() {
        let text = format!("{} Ziel {}", "ä".repeat(200), "ö".repeat(200));
        assert!(Marker::new("ziel", true).auszug(&text).unwrap().contains("‹Ziel›"));
    }
}

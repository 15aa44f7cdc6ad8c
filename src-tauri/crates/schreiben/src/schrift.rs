//! The compiled-in fonts, and what of a text they can show.
//!
//! Never drops a character: what no font has is replaced by a sign that can be seen, and named.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

static FILES: [&[u8]; 3] = [
    include_bytes!("../../../../assets/fonts/FiraSans-Regular.ttf"),
    include_bytes!("../../../../assets/fonts/FiraSans-Bold.ttf"),
    include_bytes!("../../../../assets/fonts/DejaVuSans.ttf"),
];

/// Every compiled-in face.
pub(crate) static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| FILES.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect());

/// The same faces by name.
pub(crate) static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

/// Stands for what cannot be shown.
const ERSATZ: char = '\u{fffd}';

/// Longest run of letters that is left to the hyphenation.
const WORD_CHARS_MAX: usize = 40;

/// Returns a text that can be set: what has no glyph is replaced and noted, and words that no
/// line could hold get places to break.
pub(crate) fn settable(text: &str, ersetzt: &mut BTreeSet<char>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    for c in text.chars() {
        let c = match c {
            '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
            c if shown(c) => c,
            c => {
                ersetzt.insert(c);
                ERSATZ
            }
        };
        run = if c.is_whitespace() || matches!(c, '-' | '\u{ad}') { 0 } else { run + 1 };
        if run > WORD_CHARS_MAX {
            out.push('\u{200b}');
            run = 1;
        }
        out.push(c);
    }
    out
}

/// Whether a character may stand in a PDF/A and one of the fonts has it.
fn shown(c: char) -> bool {
    // Controls of direction could make a reader see another order than the one that is stored.
    let steers = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}');
    !c.is_control()
        && !steers
        && !private
        && (silent(c) || FONTS.iter().any(|font| font.info().coverage.contains(u32::from(c))))
}

/// Joiners, marks of direction and soft hyphens are set without a glyph of their own.
fn silent(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe0e}' | '\u{fe0f}')
}

/// Whether anything of a text can be seen.
pub(crate) fn seen(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace() && !silent(c))
}

/// Returns a text, or what stands in its place where nothing of it can be seen.
pub(crate) fn seen_or<'a>(text: &'a str, instead: &'a str) -> &'a str {
    if seen(text) { text } else { instead }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str, noted: &str) {
        let mut ersetzt = BTreeSet::new();
        assert_eq!(settable(text, &mut ersetzt), expected);
        assert_eq!(ersetzt.into_iter().collect::<String>(), noted);
    }

    #[test]
    fn what_cannot_be_shown_is_replaced_and_noted() {
        check("Grüße, Ştefan Łukasz ẞ €", "Grüße, Ştefan Łukasz ẞ €", "");
        check("a\u{0}b\u{202e}c\u{e000}", "a\u{fffd}b\u{fffd}c\u{fffd}", "\u{0}\u{202e}\u{e000}");
        check("漢", "\u{fffd}", "漢");
        check("a\tb\nc", "a b c", "");
    }

    #[test]
    fn endless_words_get_places_to_break() {
        let mut ersetzt = BTreeSet::new();
        let set = settable(&"x".repeat(10_000), &mut ersetzt);
        let longest = set.split('\u{200b}').map(str::len).max();
        assert_eq!(longest, Some(WORD_CHARS_MAX));
        assert_eq!(set.replace('\u{200b}', "").len(), 10_000);
    }
}

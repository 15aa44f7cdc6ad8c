//! The language of the search box.
//!
//! Words have to stand in a hit, all of them; `"…"` is a phrase, `-` leaves out, `*` leaves a word
//! unfinished; `von:`, `typ:`, `az:`, `status:` look in one place, `vor:`, `nach:`, `seit:`, `bis:`
//! ask for dates. Never an error: what cannot be understood is taken as words.

use domain::Zeitpunkt;
use domain::aktenzeichen::amtszeit;
use jiff::civil::Date;

use crate::fields::within;
use crate::numbers::{is_number, is_separator};

/// Bytes of a question that are read.
const LONGEST: usize = 2000;
/// Clauses that are looked for.
const MOST: usize = 32;

/// A question, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frage {
    /// What has to hold, all of it.
    pub klauseln: Vec<Klausel>,
}

/// One demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Klausel {
    /// What is asked for.
    pub was: Was,
    /// It must not hold.
    pub nicht: bool,
}

/// What a demand asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Was {
    /// A word, perhaps only its beginning.
    Wort {
        /// The word.
        text: String,
        /// It may go on.
        anfang: bool,
    },
    /// Words in this order and these spellings.
    Phrase(String),
    /// A reference or another number, in the pieces in which it was typed.
    Zeichen(Vec<String>),
    /// The sender has these words.
    Von(String),
    /// The kind of record or document.
    Typ(String),
    /// Lies under this reference.
    Az(String),
    /// The state.
    Status(String),
    /// Not earlier.
    Seit(Zeitpunkt),
    /// Earlier.
    Vor(Zeitpunkt),
}

/// A piece of the question, between spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    nicht: bool,
    key: Option<String>,
    text: String,
    quoted: bool,
}

impl Frage {
    /// Reads a question; `tippt` says that its last word may be unfinished.
    pub fn new(text: &str, tippt: bool) -> Self {
        let text = within(text, LONGEST);
        let unfinished = tippt && text.ends_with(char::is_alphanumeric);
        let pieces = pieces(text);
        let last = pieces.len().saturating_sub(1);
        let mut klauseln: Vec<Klausel> = Vec::new();
        let mut run: Vec<String> = Vec::new();
        for (at, piece) in pieces.iter().enumerate() {
            if belongs_to_number(piece, !run.is_empty()) {
                run.push(piece.text.clone());
                continue;
            }
            end_run(&mut run, &mut klauseln, false);
            klauseln.extend(clauses(piece, unfinished && at == last));
        }
        end_run(&mut run, &mut klauseln, unfinished);
        klauseln.truncate(MOST);
        // With nothing to look for, leaving out would find everything else: the sign was a dash.
        if klauseln.iter().all(|klausel| klausel.nicht) {
            klauseln.iter_mut().for_each(|klausel| klausel.nicht = false);
        }
        Self { klauseln }
    }

    /// Says whether nothing is asked for.
    pub fn leer(&self) -> bool {
        self.klauseln.is_empty()
    }
}

fn pieces(text: &str) -> Vec<Piece> {
    let text = text.replace(['„', '“', '”', '«', '»', '‟'], "\"");
    let closed = text.matches('"').count().is_multiple_of(2);
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (piece, after) = piece(rest, closed);
        found.extend(piece);
        rest = after.trim_start();
    }
    found
}

fn piece(text: &str, closed: bool) -> (Option<Piece>, &str) {
    let (nicht, rest) = match text.strip_prefix(['-', '−']) {
        Some(rest) if rest.starts_with(|c: char| c.is_alphabetic() || c == '"') => (true, rest),
        _ => (false, text),
    };
    let (key, rest) = match rest.split_once(':') {
        Some((key, value)) if is_key(key) && !value.starts_with(char::is_whitespace) => {
            (Some(key.to_lowercase()), value)
        }
        _ => (None, rest),
    };
    if let Some((inside, after)) =
        rest.strip_prefix('"').filter(|_| closed).and_then(|rest| rest.split_once('"'))
    {
        let piece = Piece { nicht, key, text: inside.to_owned(), quoted: true };
        return (Some(piece).filter(|piece| piece.text.contains(char::is_alphanumeric)), after);
    }
    let end = rest.find(|c: char| c.is_whitespace() || closed && c == '"').unwrap_or(rest.len());
    // A quotation mark inside a word ends it; one that leads nowhere is passed over.
    let end = if end == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { end };
    let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let piece = Piece { nicht, key, text: word.to_owned(), quoted: false };
    let separator = !piece.text.is_empty() && piece.text.chars().all(is_separator);
    (Some(piece).filter(|piece| separator || piece.text.contains(char::is_alphanumeric)), after)
}

const KEYS: [&str; 12] = [
    "von",
    "absender",
    "typ",
    "art",
    "az",
    "aktenzeichen",
    "status",
    "vor",
    "nach",
    "seit",
    "ab",
    "bis",
];

fn is_key(key: &str) -> bool {
    KEYS.contains(&key.to_lowercase().as_str())
}

/// Digits and separators in a row are one number, however many spaces stand between them.
fn belongs_to_number(piece: &Piece, running: bool) -> bool {
    let digit = piece.text.contains(|c: char| c.is_ascii_digit());
    let only = piece.text.chars().all(|c| c.is_ascii_digit() || is_separator(c));
    !piece.nicht && piece.key.is_none() && !piece.quoted && only && (digit || running)
}

fn end_run(run: &mut Vec<String>, klauseln: &mut Vec<Klausel>, unfinished: bool) {
    let pieces: Vec<String> = std::mem::take(run);
    let numbers =
        pieces.iter().filter(|piece| piece.contains(|c: char| c.is_ascii_digit())).count();
    let was = match pieces.as_slice() {
        [] => return,
        [one] if !one.contains(is_separator) && one.len() < 5 => {
            Was::Wort { text: one.clone(), anfang: unfinished }
        }
        _ if numbers > 0 => Was::Zeichen(pieces),
        _ => return,
    };
    klauseln.push(Klausel { was, nicht: false });
}

fn clauses(piece: &Piece, unfinished: bool) -> Vec<Klausel> {
    let Piece { nicht, key, text, quoted } = piece;
    let klausel = |was| vec![Klausel { was, nicht: *nicht }];
    if let Some(key) = key {
        if let Some(was) = filter(key, text) {
            return klausel(was);
        }
        // Not understood: both sides are words.
        let words = [key.as_str(), text.as_str()].into_iter();
        return words.flat_map(|text| klausel(word(text, false))).filter(has_word).collect();
    }
    let was = if *quoted { Was::Phrase(text.clone()) } else { word(text, unfinished) };
    klausel(was).into_iter().filter(has_word).collect()
}

fn has_word(klausel: &Klausel) -> bool {
    match &klausel.was {
        Was::Wort { text, .. } | Was::Phrase(text) => text.contains(char::is_alphanumeric),
        _ => true,
    }
}

fn word(text: &str, unfinished: bool) -> Was {
    let bare = text.trim_end_matches('*');
    let number = bare.trim_matches(|c: char| !c.is_alphanumeric());
    if is_number(number) || number.len() >= 5 && is_short_number(number) {
        return Was::Zeichen(vec![number.to_owned()]);
    }
    let anfang = unfinished || bare.len() < text.len();
    Was::Wort { text: bare.to_owned(), anfang }
}

/// `V-K07-3` has few digits, and is a reference for its separators.
fn is_short_number(text: &str) -> bool {
    text.contains('-')
        && text.contains(|c: char| c.is_ascii_digit())
        && text.split('-').all(|part| {
            !part.is_empty() && part.len() <= 4 && part.chars().all(|c| c.is_ascii_alphanumeric())
        })
}

fn filter(key: &str, text: &str) -> Option<Was> {
    let has_word = text.contains(char::is_alphanumeric);
    let day = || zeitraum(text);
    match key {
        _ if !has_word => None,
        "von" | "absender" => Some(Was::Von(text.to_owned())),
        "typ" | "art" => Some(Was::Typ(text.to_owned())),
        "az" | "aktenzeichen" => Some(Was::Az(text.to_owned())),
        "status" => Some(Was::Status(text.to_owned())),
        "vor" => Some(Was::Vor(day()?.0)),
        "bis" => Some(Was::Vor(day()?.1)),
        "nach" => Some(Was::Seit(day()?.1)),
        "seit" | "ab" => Some(Was::Seit(day()?.0)),
        _ => None,
    }
}

/// The beginning of a day, a month or a year, and that of the next.
fn zeitraum(text: &str) -> Option<(Zeitpunkt, Zeitpunkt)> {
    let parts: Vec<&str> = text.split(['.', '-', '/']).filter(|part| !part.is_empty()).collect();
    let number = |text: &str| text.parse::<i16>().ok().filter(|_| text.len() <= 4);
    let small = |text: &str| text.parse::<i8>().ok().filter(|_| text.len() <= 2);
    let year = |text: &str| match text.len() {
        2 => number(text).map(|year| 2000 + year),
        4 => number(text),
        _ => None,
    };
    let (first, next) = match parts.as_slice() {
        [y] if y.len() == 4 => {
            let first = Date::new(year(y)?, 1, 1).ok()?;
            (first, first.checked_add(jiff::Span::new().years(1)).ok()?)
        }
        [m, y] => {
            let (m, y) = if m.len() == 4 { (y, m) } else { (m, y) };
            let first = Date::new(year(y)?, small(m)?, 1).ok()?;
            (first, first.checked_add(jiff::Span::new().months(1)).ok()?)
        }
        [d, m, y] => {
            let (d, y) = if d.len() == 4 { (y, d) } else { (d, y) };
            let first = Date::new(year(y)?, small(m)?, small(d)?).ok()?;
            (first, first.tomorrow().ok()?)
        }
        _ => return None,
    };
    let begin = |day: Date| Some(day.to_zoned(amtszeit()).ok()?.timestamp());
    Some((begin(first)?, begin(next)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wort(text: &str) -> Was {
        Was::Wort { text: text.into(), anfang: false }
    }

    fn check(text: &str, expected: &[(Was, bool)]) {
        let frage = Frage::new(text, false);
        let found: Vec<(Was, bool)> =
            frage.klauseln.into_iter().map(|klausel| (klausel.was, klausel.nicht)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn questions_are_understood() {
        let zeichen =
            |parts: &[&str]| Was::Zeichen(parts.iter().map(|p| (*p).to_owned()).collect());
        check("Hund Steuer", &[(wort("Hund"), false), (wort("Steuer"), false)]);
        check(
            "\"Frau Müller\" -Hund",
            &[(Was::Phrase("Frau Müller".into()), false), (wort("Hund"), true)],
        );
        check("„Frau Müller“", &[(Was::Phrase("Frau Müller".into()), false)]);
        check("Steu*", &[(Was::Wort { text: "Steu".into(), anfang: true }, false)]);
        check("4.2 - 17 / 2026", &[(zeichen(&["4.2", "-", "17", "/", "2026"]), false)]);
        check("42172026", &[(zeichen(&["42172026"]), false)]);
        check("V-K07-3", &[(zeichen(&["V-K07-3"]), false)]);
        check("Bescheid 2026", &[(wort("Bescheid"), false), (wort("2026"), false)]);
        check("von:Stadtwerke", &[(Was::Von("Stadtwerke".into()), false)]);
        check(
            "von:\"Stadtwerke Quendel\" x",
            &[(Was::Von("Stadtwerke Quendel".into()), false), (wort("x"), false)],
        );
        check("E-Mail", &[(wort("E-Mail"), false)]);
    }

    #[test]
    fn what_is_not_understood_is_words() {
        check("\"offen Ende", &[(wort("\"offen"), false), (wort("Ende"), false)]);
        check("von: Meier", &[(wort("von:"), false), (wort("Meier"), false)]);
        check("vor:gestern", &[(wort("vor"), false), (wort("gestern"), false)]);
        check(
            "vor:31.02.2026",
            &[(wort("vor"), false), (Was::Zeichen(vec!["31.02.2026".into()]), false)],
        );
        check("-Hund", &[(wort("Hund"), false)]);
        check("- - \"\" * : ( ", &[]);
        check("http://x", &[(wort("http://x"), false)]);
        for odd in ["\"", "-\"", "von:\"", "*", "az:", "-", "\u{300}", "a\"b\"c\"d", "::::", "„"]
        {
            let _ = Frage::new(odd, true);
        }
    }

    #[test]
    fn dates_are_read_as_clerks_write_them() {
        for text in ["1.3.2026", "01.03.26", "2026-03-01"] {
            let (from, to) = zeitraum(text).unwrap();
            assert_eq!(from.to_string(), "2026-02-28T23:00:00Z", "{text}");
            assert_eq!(to.to_string(), "2026-03-01T23:00:00Z", "{text}");
        }
        assert_eq!(zeitraum("2026").unwrap().0.to_string(), "2025-12-31T23:00:00Z");
        assert_eq!(zeitraum("3/2026").unwrap().1.to_string(), "2026-03-31T22:00:00Z");
        assert!(zeitraum("13.13.2026").is_none());
    }
}

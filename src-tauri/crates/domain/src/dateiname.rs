//! File names that every system takes: for whatever leaves the program as a file.
//!
//! Never the name of an original in the store; there it keeps the one it came with.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

/// UTF-16 units of a name at most: Windows takes 255, and copies get a number.
pub const UNITS_MAX: usize = 240;
/// UTF-16 units of what counts as an ending, with its dot.
const ENDING_MAX: usize = 16;

/// Returns a name under which a file can be written on Windows, Linux and macOS alike.
///
/// Characters that some system forbids become `_`, those that nobody sees go, device names get a
/// tail, and a long name loses its middle, not its ending. A name that is right stays as it is.
pub fn dateiname(name: &str) -> String {
    let cleaned: String = name.chars().filter(|c| !unseen(*c)).map(allowed).nfc().collect();
    let trimmed = trim(&cleaned);
    let (stem, ending) = split(trimmed);
    let stem = trim(stem);
    let mut stem = if stem.is_empty() { "Datei".to_owned() } else { stem.to_owned() };
    if reserved(&stem) {
        let device = stem.find('.').unwrap_or(stem.len());
        stem.insert(device, '_');
    }
    let room = UNITS_MAX - units(ending);
    format!("{}{ending}", trim_end(cut(&stem, room)))
}

/// Names of files that are written into one folder: no two alike, however they are spelled.
#[derive(Debug, Default)]
pub struct Dateinamen(BTreeSet<String>);

impl Dateinamen {
    /// Returns the name for the next file: the wanted one, or one with a number.
    pub fn naechster(&mut self, wanted: &str) -> String {
        let name = dateiname(wanted);
        if self.0.insert(folded(&name)) {
            return name;
        }
        let (stem, ending) = split(&name);
        let mut number = 2_u32;
        loop {
            let tail = format!(" ({number}){ending}");
            let next = format!("{}{tail}", trim_end(cut(stem, UNITS_MAX - units(&tail))));
            if self.0.insert(folded(&next)) {
                return next;
            }
            number = number.saturating_add(1);
        }
    }
}

/// How systems that ignore case tell names apart.
fn folded(name: &str) -> String {
    name.to_uppercase().to_lowercase().nfc().collect()
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Splits a name before its ending: `brief.pdf` into `brief` and `.pdf`.
fn split(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(at) if at > 0 => {
            let (stem, ending) = name.split_at(at);
            let plain = ending.chars().skip(1).all(char::is_alphanumeric);
            if plain && units(ending) <= ENDING_MAX { (stem, ending) } else { (name, "") }
        }
        _ => (name, ""),
    }
}

/// Controls, and characters that turn the direction of writing or have no width: they make one
/// name look like another.
fn unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

fn allowed(c: char) -> char {
    match c {
        c if c.is_whitespace() => ' ',
        '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => '_',
        c if c.is_control() => '_',
        c => c,
    }
}

fn trim(name: &str) -> &str {
    trim_end(name).trim_start()
}

/// Windows drops blanks and dots at the end of a name.
fn trim_end(name: &str) -> &str {
    name.trim_end_matches(|c: char| c == '.' || c.is_whitespace())
}

/// Tells whether a name is, before its first dot, that of a device.
fn reserved(stem: &str) -> bool {
    let device = stem.split('.').next().unwrap_or(stem).trim_end().to_uppercase();
    let numbered = |prefix: &str| {
        let rest = device.strip_prefix(prefix).unwrap_or_default();
        rest.chars().count() == 1 && rest.chars().all(|c| c.is_ascii_digit() || "¹²³".contains(c))
    };
    matches!(device.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$")
        || numbered("COM")
        || numbered("LPT")
}

/// Cuts a text to so many UTF-16 units, never through a character.
fn cut(text: &str, room: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.len_utf16();
        if used > room {
            return text.get(..at).unwrap_or(text);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_made_safe_and_stay_readable() {
        for (name, safe) in [
            ("Bescheid Müller.pdf", "Bescheid Müller.pdf"),
            ("Fa\u{308}lder.pdf", "Fälder.pdf"),
            ("CON.pdf", "CON_.pdf"),
            ("con", "con_"),
            ("Com1.txt.pdf", "Com1_.txt.pdf"),
            ("LPT².pdf", "LPT²_.pdf"),
            ("Console.pdf", "Console.pdf"),
            ("Ende. . .", "Ende"),
            ("Ende .pdf ", "Ende.pdf"),
            ("a:b?c*d|e<f>g\"h/i\\j.pdf", "a_b_c_d_e_f_g_h_i_j.pdf"),
            ("4.2-17/2026-3", "4.2-17_2026-3"),
            ("Rechnung\u{202e}fdp.exe", "Rechnungfdp.exe"),
            ("Zeile\neins.pdf", "Zeile eins.pdf"),
            ("📮 Post.pdf", "📮 Post.pdf"),
            ("رسالة.pdf", "رسالة.pdf"),
            ("", "Datei"),
            ("...", "Datei"),
            (".pdf", ".pdf"),
            ("..", "Datei"),
            ("Akte 1. Teil", "Akte 1. Teil"),
        ] {
            assert_eq!(dateiname(name), safe, "{name:?}");
        }
    }

    #[test]
    fn long_names_lose_their_middle_and_keep_their_ending() {
        let name = dateiname(&format!("{}.pdf", "ä📮".repeat(150)));
        assert!(name.ends_with(".pdf") && units(&name) <= UNITS_MAX, "{}", units(&name));
        assert!(units(&name) > UNITS_MAX - 3);
    }

    #[test]
    fn no_two_files_of_a_folder_have_one_name() {
        let mut names = Dateinamen::default();
        let long = "x".repeat(300);
        let given = [
            "Akte.pdf",
            "akte.PDF",
            "AKTE.pdf",
            "Fälder.pdf",
            "Fa\u{308}lder.pdf",
            "Straße",
            "STRASSE",
            "a:b",
            "a?b",
            &long,
            &long,
        ]
        .map(|name| names.naechster(name));
        assert_eq!(
            given[..5],
            ["Akte.pdf", "akte (2).PDF", "AKTE (3).pdf", "Fälder.pdf", "Fälder (2).pdf"]
        );
        assert_eq!(given[5..9], ["Straße", "STRASSE (2)", "a_b", "a_b (2)"]);
        assert!(given[9] != given[10] && given.iter().all(|name| units(name) <= UNITS_MAX));
    }

    proptest! {
        #[test]
        fn any_name_becomes_one_that_every_system_takes(name in "\\PC{0,300}|[.:CONcon ?\u{202e}\u{300}]{0,12}") {
            let safe = dateiname(&name);
            prop_assert!(!safe.is_empty() && units(&safe) <= UNITS_MAX);
            prop_assert!(!safe.chars().any(|c| c.is_control() || "<>:\"/\\|?*".contains(c)));
            prop_assert!(!safe.ends_with(['.', ' ']) && safe != "." && safe != "..");
            prop_assert!(!reserved(&safe), "{safe:?}");
            prop_assert_eq!(dateiname(&safe), safe.clone(), "safe already");
        }
    }
}

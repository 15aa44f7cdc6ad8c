//! Names and single lines as people may see them.
//!
//! Never lets a path, a control character or a change of writing direction through.

use std::collections::BTreeSet;

/// Longest name in characters.
const NAME_CHARS_MAX: usize = 200;
/// Longest ending that is kept when a name is shortened.
const ENDING_CHARS_MAX: usize = 16;
/// Longest single line of a header.
const LINE_CHARS_MAX: usize = 1000;

/// Whether a character is invisible or turns the writing around.
pub(crate) fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// Returns one clean line, or nothing.
pub(crate) fn line(text: &str) -> Option<String> {
    let mut line = String::new();
    let mut chars = 0;
    for c in text.chars() {
        if chars == LINE_CHARS_MAX {
            break;
        }
        if c.is_whitespace() {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
                chars += 1;
            }
        } else if !hidden(c) {
            line.push(c);
            chars += 1;
        }
    }
    line.truncate(line.trim_end().len());
    (!line.is_empty()).then_some(line)
}

/// Returns the last step of a path, cleaned; or the replacement.
pub(crate) fn file(name: &str, otherwise: &str) -> String {
    let last = name.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .take(LINE_CHARS_MAX)
        .filter(|c| !hidden(*c))
        .map(|c| if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '_' } else { c })
        .collect();
    let clean = line(&clean).unwrap_or_default();
    let clean = clean.trim_matches(|c: char| c == '.' || c.is_whitespace());
    if clean.is_empty() { otherwise.to_owned() } else { shorten(clean, NAME_CHARS_MAX) }
}

/// Returns a path inside an envelope as it may be shown: cleaned, but with its steps.
pub(crate) fn path(path: &str) -> String {
    path.chars().filter(|c| !hidden(*c)).take(LINE_CHARS_MAX).collect()
}

/// Splits a name before its ending; the ending has its dot.
fn split(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(at) if at > 0 => match (name.get(..at), name.get(at..)) {
            (Some(stem), Some(ending)) if ending.chars().count() <= ENDING_CHARS_MAX => {
                (stem, ending)
            }
            _ => (name, ""),
        },
        _ => (name, ""),
    }
}

/// Shortens a name in front of its ending.
fn shorten(name: &str, chars_max: usize) -> String {
    if name.chars().count() <= chars_max {
        return name.to_owned();
    }
    let (stem, ending) = split(name);
    let room = chars_max.saturating_sub(ending.chars().count());
    let stem: String = stem.chars().take(room).collect();
    format!("{}{ending}", stem.trim_end())
}

/// Names that were given out in one envelope.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: BTreeSet<String>,
    next: std::collections::BTreeMap<String, usize>,
}

impl Names {
    /// Returns the name, or the name with a number where it was given out before.
    pub(crate) fn unique(&mut self, name: &str) -> String {
        if self.taken.insert(name.to_lowercase()) {
            return name.to_owned();
        }
        let mut number = self.next.get(&name.to_lowercase()).copied().unwrap_or(2);
        loop {
            let count = format!(" ({number})");
            let room = NAME_CHARS_MAX.saturating_sub(count.len());
            let short = shorten(name, room);
            let (stem, ending) = split(&short);
            let numbered = format!("{stem}{count}{ending}");
            number = number.saturating_add(1);
            if self.taken.insert(numbered.to_lowercase()) {
                self.next.insert(name.to_lowercase(), number);
                return numbered;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_paths_and_tricks() {
        assert_eq!(file("../../etc/passwd", "x"), "passwd");
        assert_eq!(file("C:\\Temp\\Rechnung.pdf", "x"), "Rechnung.pdf");
        assert_eq!(file("Rechnung\u{202e}fdp.exe", "x"), "Rechnungfdp.exe");
        assert_eq!(file(" .. ", "Anlage"), "Anlage");
        assert_eq!(file("a\0b\nc.txt", "x"), "abc.txt");
        let long = file(&format!("{}.pdf", "ä".repeat(500)), "x");
        assert_eq!((long.chars().count(), long.ends_with(".pdf")), (200, true));
    }

    #[test]
    fn second_names_are_numbered() {
        let mut names = Names::default();
        assert_eq!(names.unique("a.pdf"), "a.pdf");
        assert_eq!(names.unique("A.pdf"), "A (2).pdf");
        assert_eq!(names.unique("a.pdf"), "a (3).pdf");
        let long = "x".repeat(200);
        names.unique(&long);
        assert_eq!(names.unique(&long).chars().count(), 200);
    }
}

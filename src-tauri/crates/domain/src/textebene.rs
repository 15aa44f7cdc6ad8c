//! Words of a page with their places: what makes a hit markable and a scan searchable.
//!
//! Never says what a word means; lengths are tenths of a point (1/720 inch), measured from the
//! upper left corner of the page as it is shown.

use serde::{Deserialize, Serialize};

/// Where words come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Textquelle {
    /// The document itself.
    Original,
    /// Read from the picture by optical character recognition.
    Ocr,
}

/// A word and its box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wort {
    /// The word, without spaces at its ends.
    pub text: String,
    /// Left edge.
    pub x: u16,
    /// Upper edge.
    pub y: u16,
    /// Width.
    pub b: u16,
    /// Height.
    pub h: u16,
    /// How sure the recognition is, in percent; absent where the text is the document's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sicher: Option<u8>,
}

/// Text of one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seitentext {
    /// Width of the page.
    pub breite: u16,
    /// Height of the page.
    pub hoehe: u16,
    /// Where the words come from.
    pub quelle: Textquelle,
    /// Lines in reading order, each a list of words.
    pub zeilen: Vec<Vec<Wort>>,
}

impl Seitentext {
    /// Returns the text, a line per line.
    pub fn text(&self) -> String {
        let line = |worte: &Vec<Wort>| {
            worte.iter().map(|wort| wort.text.as_str()).collect::<Vec<_>>().join(" ")
        };
        self.zeilen.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// Joins the words of pages as they stand behind a document's own text.
pub fn angefuegt(pages: &[(u32, Seitentext)]) -> String {
    pages.iter().map(|(_, page)| format!("\n{}", page.text())).collect()
}

/// Returns the text of each page: the document's own, pages apart by form feeds, and where words
/// were read from a page's picture those in its place; page numbers count from 0.
pub fn seiten(text: &str, gelesen: &[(u32, Seitentext)]) -> Vec<String> {
    let behind = angefuegt(gelesen);
    let own = text.strip_suffix(behind.as_str()).unwrap_or(text);
    // A document without text of its own begins with what was read.
    let own = if own == text && text.trim() == behind.trim() { "" } else { own };
    let mut pages: Vec<String> = own.split('\u{c}').map(str::to_owned).collect();
    for (number, page) in gelesen {
        let number = *number as usize;
        if pages.len() <= number {
            pages.resize(number + 1, String::new());
        }
        if let Some(own) = pages.get_mut(number) {
            if !own.trim().is_empty() {
                own.push('\n');
            }
            own.push_str(&page.text());
        }
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(words: &str) -> Seitentext {
        let word =
            |text: &str| Wort { text: text.to_owned(), x: 0, y: 0, b: 1, h: 1, sicher: None };
        let zeilen = words.lines().map(|line| line.split(' ').map(word).collect()).collect();
        Seitentext { breite: 1, hoehe: 1, quelle: Textquelle::Ocr, zeilen }
    }

    #[test]
    fn words_read_from_pictures_stand_on_their_own_pages() {
        let read = [(1, page("Az. 4.2-17/2026\nBetreff")), (3, page("Anlage"))];
        let text = format!("Erste\u{c}\u{c}Dritte{}", angefuegt(&read));
        let pages = seiten(&text, &read);
        assert_eq!(pages, ["Erste", "Az. 4.2-17/2026\nBetreff", "Dritte", "Anlage"]);
    }

    #[test]
    fn a_scan_has_nothing_but_what_was_read() {
        let read = [(0, page("Sehr geehrte")), (1, page("Damen"))];
        assert_eq!(seiten(angefuegt(&read).trim_start(), &read), ["Sehr geehrte", "Damen"]);
        assert_eq!(seiten("", &[]), [""]);
    }
}

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

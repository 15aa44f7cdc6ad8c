//! Text that runs down the pages: wrapped, with a new page where one is full.
//!
//! Never leaves the first line of a paragraph alone at the foot of a page.

use std::num::NonZeroU16;

use krilla::tagging::{Tag, TagKind};

use super::sheet::{Line, Part, Sheet, Sheets, Weight};
use super::{BOTTOM, INK, LEFT, RIGHT};

/// Text that runs down the pages.
pub struct Flow {
    /// Where the next line stands, in points from the upper edge.
    pub y: f32,
    /// Size of the letters in points.
    pub size: f32,
    /// From line to line, in points.
    pub leading: f32,
    /// The pages so far.
    pub sheets: Sheets<'static>,
}

impl Flow {
    /// Begins at a height of the last page, with letters of this size.
    pub fn new(sheets: Sheets<'static>, y: f32, size: f32) -> Self {
        Self { y, size, leading: size * 1.33, sheets }
    }

    /// Sets a paragraph; `\n` breaks a line, `\t` sets what follows at the right margin.
    pub fn prose(&mut self, text: &str) {
        self.paragraph(Tag::P, Weight::Regular, text);
    }

    /// Sets the subject: bold, and a heading for whoever hears the letter.
    pub fn heading(&mut self, text: &str) {
        self.paragraph(heading(text), Weight::Bold, text);
    }

    fn paragraph(&mut self, kind: impl Into<TagKind>, weight: Weight, text: &str) {
        let part = self.sheets.part(kind);
        let rows: Vec<&str> = text.split('\n').collect();
        for row in rows {
            let (left, right) = match row.split_once('\t') {
                Some((left, right)) => (left, Some(right)),
                None => (row, None),
            };
            let lines =
                wrap(left, |text| self.sheets.face(weight).width(text, self.size) <= RIGHT - LEFT);
            for (n, line) in lines.iter().enumerate() {
                // The first line of a paragraph never stands alone at the foot of a page.
                self.make_room(if n == 0 { lines.len().min(2) } else { 1 });
                self.put(LEFT, weight, line.clone(), part);
                self.y += self.leading;
            }
            if let Some(right) = right {
                let x = RIGHT - self.sheets.face(weight).width(right, self.size);
                self.y -= self.leading;
                self.put(x, weight, right.to_owned(), part);
                self.y += self.leading;
            }
        }
        self.y += self.leading * 0.55;
    }

    /// Sets lines that stay together on one page.
    pub fn together<'a>(&mut self, lines: impl Iterator<Item = &'a str>) {
        let lines: Vec<&str> = lines.collect();
        self.make_room(lines.len());
        let part = self.sheets.text_part();
        for line in lines {
            if !line.is_empty() {
                self.put(LEFT, Weight::Regular, line.to_owned(), part);
            }
            self.y += self.leading;
        }
    }

    fn make_room(&mut self, lines: usize) {
        if self.y + self.leading * (lines.saturating_sub(1)) as f32 > BOTTOM {
            self.sheets.pages.push(Sheet::default());
            self.y = 84.0;
        }
    }

    fn put(&mut self, x: f32, weight: Weight, text: String, part: Part) {
        let (at, size) = ((x, self.y), self.size);
        self.sheets.line(Line { at, size, weight, colour: INK, text, part });
    }
}

/// Breaks a text into lines that fit. Every line but the last keeps its space, so that words stay
/// apart for whoever reads the text layer.
pub(super) fn wrap(text: &str, fits: impl Fn(&str) -> bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if line.is_empty() || fits(&longer) {
            line = longer;
        } else {
            lines.push(std::mem::replace(&mut line, word.to_owned()) + " ");
        }
    }
    lines.push(line);
    lines
}

fn heading(title: &str) -> TagKind {
    Tag::Hn(NonZeroU16::MIN, Some(title.to_owned())).into()
}

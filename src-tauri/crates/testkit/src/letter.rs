//! A German business letter, set as a real PDF: letterhead, window address, date, subject,
//! reference, wrapped paragraphs, closing; tagged, with title and language.
//!
//! Never uses a clock or chance: the same letter always gives the same bytes.

mod face;
mod kopf;
mod sheet;

use std::num::NonZeroU16;

use domain::Datum;
use krilla::Document;
use krilla::metadata::{DateTime, Metadata};
use krilla::tagging::{Tag, TagKind};

use face::{Family, MONO, SERIF};
use sheet::{Line, Part, Rgb, Sheet, Sheets, Weight};

const LEFT: f32 = 70.9;
const RIGHT: f32 = 538.6;
const BOTTOM: f32 = 772.0;
const INK: Rgb = (20, 20, 20);
const GREY: Rgb = (96, 96, 96);

/// Who writes or receives, as it stands on an envelope.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Anschrift {
    /// Person, firm, club or office.
    pub name: String,
    /// Second line: department, trade, title.
    pub zusatz: Option<String>,
    /// Street with number.
    pub strasse: String,
    /// Postal code; letters made here use codes that are not in use (`00…`).
    pub plz: String,
    /// Place.
    pub ort: String,
    /// Telephone number.
    pub telefon: Option<String>,
}

/// Look of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Briefkopf {
    /// A person, plainly.
    Privat,
    /// A person with a typewriter.
    Schreibmaschine,
    /// A firm with a coloured bar and mark.
    Handwerk,
    /// A club.
    Verein,
    /// An office with a shield.
    Behoerde,
}

/// A letter before it is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Look.
    pub kopf: Briefkopf,
    /// Who writes.
    pub sender: Anschrift,
    /// To whom.
    pub recipient: Anschrift,
    /// Date of the letter.
    pub date: Datum,
    /// Betreff.
    pub subject: String,
    /// Reference of the addressee that the letter answers to.
    pub reference: Option<String>,
    /// Paragraphs; `\n` breaks a line, `\t` sets what follows at the right margin.
    pub body: Vec<String>,
    /// Anlagen, named below the signature.
    pub enclosures: Vec<String>,
    /// Who signs, where it is not the sender's name.
    pub signed: Option<String>,
}

impl Anschrift {
    fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.name.clone()];
        lines.extend(self.zusatz.clone());
        lines.push(self.strasse.clone());
        lines.push(format!("{} {}", self.plz, self.ort));
        lines
    }

    fn telefon_line(&self) -> Option<String> {
        self.telefon.as_ref().map(|number| format!("Tel. {number}"))
    }
}

impl Letter {
    /// Sets the letter and returns it as a PDF.
    #[expect(clippy::expect_used, reason = "no validator is on, so there is nothing to refuse")]
    pub fn to_pdf(&self) -> Vec<u8> {
        let mut document = Document::new();
        document.set_metadata(self.metadata());
        let tree = self.set().draw(&mut document);
        document.set_tag_tree(tree);
        document.finish().expect("a letter without validators is always written")
    }

    fn metadata(&self) -> Metadata {
        let part = |number: i8| u8::try_from(number).unwrap_or(1);
        let created = DateTime::new(u16::try_from(self.date.year()).unwrap_or(2026))
            .month(part(self.date.month()))
            .day(part(self.date.day()))
            .hour(9)
            .minute(0)
            .second(0)
            .utc_offset_hour(1)
            .utc_offset_minute(0);
        Metadata::new()
            .title(self.subject.clone())
            .authors(vec![self.sender.name.clone()])
            .language("de-DE".to_owned())
            .creation_date(created)
    }

    fn set(&self) -> Sheets<'static> {
        let (family, size): (&'static Family, f32) = match self.kopf {
            Briefkopf::Schreibmaschine => (&MONO, 10.2),
            _ => (&SERIF, 11.5),
        };
        let mut sheets = Sheets::new(family);
        kopf::draw(&mut sheets, &self.sender, self.kopf);
        if !matches!(self.kopf, Briefkopf::Privat | Briefkopf::Schreibmaschine) {
            kopf::return_line(&mut sheets, &self.sender, 138.0);
        }
        self.set_address(&mut sheets);
        let mut flow = Flow { y: 292.0, size, leading: size * 1.33, sheets };
        flow.paragraph(heading(&self.subject), Weight::Bold, &self.subject);
        if let Some(reference) = &self.reference {
            flow.y -= flow.leading * 0.5;
            flow.paragraph(Tag::P, Weight::Regular, &format!("Bezug: Ihr Zeichen {reference}"));
        }
        flow.y += flow.leading * 0.5;
        flow.paragraph(Tag::P, Weight::Regular, "Sehr geehrte Damen und Herren,");
        for text in &self.body {
            flow.paragraph(Tag::P, Weight::Regular, text);
        }
        let name = self.signed.as_ref().unwrap_or(&self.sender.name);
        flow.together(["Mit freundlichen Grüßen", "", ""].into_iter().chain(name.split('\n')));
        if !self.enclosures.is_empty() {
            flow.y += flow.leading;
            let titles = self.enclosures.iter().map(String::as_str);
            flow.together(std::iter::once("Anlagen").chain(titles));
        }
        self.number_pages(&mut flow.sheets);
        flow.sheets
    }

    fn set_address(&self, sheets: &mut Sheets<'_>) {
        let part = sheets.part(Tag::P);
        for (n, text) in self.recipient.lines().into_iter().enumerate() {
            let at = (LEFT, 160.0 + 14.0 * n as f32);
            let weight = Weight::Regular;
            sheets.line(Line { at, size: 11.0, weight, colour: INK, text, part });
        }
        let text = format!("{}, {}", self.sender.ort, german_date(self.date));
        let part = sheets.part(Tag::P);
        let weight = Weight::Regular;
        let x = RIGHT - sheets.face(weight).width(&text, 10.5);
        sheets.line(Line { at: (x, 256.0), size: 10.5, weight, colour: INK, text, part });
    }

    fn number_pages(&self, sheets: &mut Sheets<'_>) {
        let total = sheets.pages.len();
        if total < 2 {
            return;
        }
        let face = sheets.face(Weight::Regular);
        let footer = |text: String, x: f32, y: f32| Line {
            at: (x, y),
            size: 8.5,
            weight: Weight::Regular,
            colour: GREY,
            text,
            part: Part::Artifact,
        };
        for (n, sheet) in sheets.pages.iter_mut().enumerate() {
            let text = format!("Seite {} von {total}", n + 1);
            let x = RIGHT - face.width(&text, 8.5);
            sheet.lines.push(footer(text, x, 806.0));
            if n > 0 {
                let text =
                    format!("{} · Schreiben vom {}", self.sender.name, german_date(self.date));
                sheet.lines.push(footer(text, LEFT, 48.0));
            }
        }
    }
}

/// Text that runs down the pages.
struct Flow {
    y: f32,
    size: f32,
    leading: f32,
    sheets: Sheets<'static>,
}

impl Flow {
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
    fn together<'a>(&mut self, lines: impl Iterator<Item = &'a str>) {
        let lines: Vec<&str> = lines.collect();
        self.make_room(lines.len());
        let part = self.sheets.part(Tag::P);
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
fn wrap(text: &str, fits: impl Fn(&str) -> bool) -> Vec<String> {
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

/// Returns a date as it stands in letters: `3. November 2026`.
pub fn german_date(date: Datum) -> String {
    let month = match date.month() {
        1 => "Januar",
        2 => "Februar",
        3 => "März",
        4 => "April",
        5 => "Mai",
        6 => "Juni",
        7 => "Juli",
        8 => "August",
        9 => "September",
        10 => "Oktober",
        11 => "November",
        _ => "Dezember",
    };
    format!("{}. {month} {}", date.day(), date.year())
}

#[cfg(test)]
mod tests;

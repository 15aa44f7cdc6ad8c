//! A German business letter, set as a real PDF: letterhead, window address, date, subject,
//! reference, wrapped paragraphs, closing; tagged, with title and language.
//!
//! Never uses a clock or chance: the same letter always gives the same bytes.

pub mod face;
mod flow;
pub mod kopf;
pub mod sheet;

use domain::Datum;
pub use flow::Flow;

use face::{Family, MONO, SERIF};
use sheet::{Line, Part, Rgb, Sheets, Weight};

/// Left margin, in points from the left edge.
pub const LEFT: f32 = 70.9;
/// Right margin, in points from the left edge.
pub const RIGHT: f32 = 538.6;
/// Last line of the text, in points from the upper edge.
pub const BOTTOM: f32 = 772.0;
/// Colour of the text.
pub const INK: Rgb = (20, 20, 20);
/// Colour of what is beside the text.
pub const GREY: Rgb = (96, 96, 96);

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
    /// Returns the lines of the address.
    pub fn lines(&self) -> Vec<String> {
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
    pub fn to_pdf(&self) -> Vec<u8> {
        self.set().into_pdf(&self.subject, &self.sender.name, self.date)
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
        let mut flow = Flow::new(sheets, 292.0, size);
        flow.heading(&self.subject);
        if let Some(reference) = &self.reference {
            flow.y -= flow.leading * 0.5;
            flow.prose(&format!("Bezug: Ihr Zeichen {reference}"));
        }
        flow.y += flow.leading * 0.5;
        flow.prose("Sehr geehrte Damen und Herren,");
        for text in &self.body {
            flow.prose(text);
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
        let part = sheets.text_part();
        for (n, text) in self.recipient.lines().into_iter().enumerate() {
            let at = (LEFT, 160.0 + 14.0 * n as f32);
            let weight = Weight::Regular;
            sheets.line(Line { at, size: 11.0, weight, colour: INK, text, part });
        }
        let text = format!("{}, {}", self.sender.ort, german_date(self.date));
        let part = sheets.text_part();
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

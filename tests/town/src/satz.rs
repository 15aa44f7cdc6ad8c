//! Sets a letter on its pages as its writer would: letterhead, window, references, text, foot.
//!
//! Never changes a word, and never leaves one out of the text that it hands back.

use anyhow::{Context, Result};
use paper::letter::face::{Family, ITALIC, MONO, ROMAN, SERIF};
use paper::letter::sheet::{Line, Part, Sheet, Sheets, Weight};
use paper::letter::{BOTTOM, Flow, GREY, INK, LEFT, RIGHT, kopf};
use paper::{Briefkopf, Rng};
use qrcode::{Color, EcLevel, QrCode};
use uuid::Uuid;

use crate::leute::{Gruppe, Schrift};
use crate::schreiben::{Schreiben, empfaenger};

/// Left edge of the block of references.
const BLOCK: f32 = 372.0;
/// Width of a module of the QR code in points: 0.7 mm.
const MODULE: f32 = 1.98;

/// A letter on its pages.
pub(crate) struct Satz {
    /// What stands on each page.
    pub(crate) seiten: Vec<Seite>,
    sheets: Sheets<'static>,
}

/// The text of a page, twice.
#[derive(Debug, Clone)]
pub(crate) struct Seite {
    /// In the order in which it was drawn.
    pub(crate) gezeichnet: String,
    /// From the top; an empty line between paragraphs, a tab between what stands apart in a line.
    pub(crate) gesehen: String,
}

impl Satz {
    /// Writes the pages as a PDF.
    pub(crate) fn pdf(self, letter: &Schreiben) -> Vec<u8> {
        let title = letter.betreff.first().map_or("Schreiben", String::as_str);
        self.sheets.into_pdf(title, &letter.absender.name, letter.tag)
    }
}

/// Sets a letter.
pub(crate) fn setzen(letter: &Schreiben, rng: &mut Rng) -> Result<Satz> {
    let (family, size) = schrift(letter);
    let mut sheets = Sheets::new(family);
    let top = match &letter.mailkopf {
        Some(head) => mailkopf(&mut sheets, head),
        None => briefkopf(&mut sheets, letter)?,
    };
    let mut flow = Flow::new(sheets, top, size);
    for line in letter.betreff.iter().flat_map(|subject| subject.split('\n')) {
        flow.heading(line);
        flow.y -= flow.leading * 0.5;
    }
    flow.y += flow.leading;
    for text in letter.anrede.iter().chain(&letter.absaetze) {
        flow.prose(text);
    }
    let signed = ["", ""].into_iter().chain(letter.unterschrift.split('\n'));
    flow.together(std::iter::once(letter.gruss).chain(signed));
    if !letter.anlagen.is_empty() {
        flow.y += flow.leading * 0.6;
        let list = letter.anlagen.join(", ");
        flow.prose(&format!("Anlagen: {list}"));
    }
    if letter.mailkopf.is_some() {
        let signs = letter.zeichen.iter().map(|(label, value)| format!("{label}: {value}"));
        let lines: Vec<String> = signs.chain(letter.fuss.iter().cloned()).collect();
        flow.y += flow.leading;
        flow.together(lines.iter().map(String::as_str));
    }
    let mut sheets = flow.sheets;
    fuss(&mut sheets, letter);
    let seite = |sheet| Seite { gezeichnet: gezeichnet(sheet), gesehen: gesehen(sheet) };
    let seiten = sheets.pages.iter().map(seite).collect();
    if letter.stil.schrift == Schrift::Hand && letter.mailkopf.is_none() {
        von_hand(&mut sheets, rng);
    }
    Ok(Satz { seiten, sheets })
}

fn schrift(letter: &Schreiben) -> (&'static Family, f32) {
    let spread: usize = letter.absender.name.bytes().map(usize::from).sum();
    if letter.mailkopf.is_some() {
        return (&ROMAN, 10.5);
    }
    match letter.stil.schrift {
        Schrift::Hand => (&ITALIC, 13.0),
        Schrift::Maschine => (&MONO, 10.2),
        Schrift::Computer if spread.is_multiple_of(3) => (&ROMAN, 10.8),
        Schrift::Computer if spread % 3 == 1 => (&SERIF, 11.5),
        Schrift::Computer => (&SERIF, 10.4),
    }
}

/// The head of a printed e-mail; returns where the text begins.
fn mailkopf(sheets: &mut Sheets<'_>, head: &[String]) -> f32 {
    let part = sheets.text_part();
    let mut y = 70.0;
    for text in head {
        zeile(sheets, (LEFT, y), 10.0, text, part);
        y += 14.0;
    }
    sheets.block([LEFT, y - 4.0, RIGHT - LEFT, 0.6], GREY);
    y + 24.0
}

/// Letterhead, window, references, date; returns where the text begins.
fn briefkopf(sheets: &mut Sheets<'static>, letter: &Schreiben) -> Result<f32> {
    let kind = match letter.gruppe {
        Gruppe::Privat => Briefkopf::Privat,
        Gruppe::Firma => Briefkopf::Handwerk,
        Gruppe::Verein => Briefkopf::Verein,
        Gruppe::Amt | Gruppe::Anwalt => Briefkopf::Behoerde,
    };
    kopf::draw(sheets, &letter.absender, kind);
    if letter.gruppe != Gruppe::Privat {
        kopf::return_line(sheets, &letter.absender, 138.0);
    }
    let part = sheets.text_part();
    for (n, text) in empfaenger().lines().iter().enumerate() {
        zeile(sheets, (LEFT, 160.0 + 14.0 * n as f32), 11.0, text, part);
    }
    if let Some(id) = letter.code {
        code(sheets, id)?;
    }
    // Half of the houses print a block beside the window, the others a line below it.
    let spread: usize = letter.absender.name.bytes().map(usize::from).sum();
    let mut entries: Vec<(&str, &str)> =
        letter.zeichen.iter().map(|(label, value)| (*label, value.as_str())).collect();
    let office = !entries.is_empty();
    if let (true, Some(date)) = (office, &letter.datum) {
        entries.push(("Datum", date));
    }
    if office && spread.is_multiple_of(2) && letter.code.is_none() {
        let part = sheets.text_part();
        for (n, (label, value)) in entries.iter().enumerate() {
            let text = format!("{label}: {value}");
            zeile(sheets, (BLOCK, 160.0 + 13.0 * n as f32), 9.5, &text, part);
        }
    } else if office {
        bezugszeile(sheets, &entries);
    } else if let Some(date) = &letter.datum {
        let width = sheets.face(Weight::Regular).width(date, 10.5);
        let part = sheets.text_part();
        zeile(sheets, (RIGHT - width, 256.0), 10.5, date, part);
    }
    Ok(292.0)
}

/// Labels above their values, side by side.
fn bezugszeile(sheets: &mut Sheets<'_>, entries: &[(&str, &str)]) {
    let step = (RIGHT - LEFT) / entries.len().max(1) as f32;
    for (n, (label, value)) in entries.iter().enumerate() {
        let x = LEFT + step * n as f32;
        let part = sheets.text_part();
        zeile(sheets, (x, 246.0), 7.5, label, part);
        zeile(sheets, (x, 258.0), 9.5, value, part);
    }
}

fn fuss(sheets: &mut Sheets<'_>, letter: &Schreiben) {
    let total = sheets.pages.len();
    let face = sheets.face(Weight::Regular);
    for (n, sheet) in sheets.pages.iter_mut().enumerate() {
        let mut put = |x: f32, y: f32, text: String| {
            sheet.lines.push(Line {
                at: (x, y),
                size: 7.5,
                weight: Weight::Regular,
                colour: GREY,
                text,
                part: Part::Artifact,
            });
        };
        if total > 1 {
            let number = format!("Seite {} von {total}", n + 1);
            put(RIGHT - face.width(&number, 7.5), BOTTOM + 20.0, number);
        }
        if n == 0 && letter.mailkopf.is_none() {
            for (line, text) in letter.fuss.iter().enumerate() {
                put(LEFT, BOTTOM + 30.0 + 9.5 * line as f32, text.clone());
            }
        }
    }
}

fn zeile(sheets: &mut Sheets<'_>, at: (f32, f32), size: f32, text: &str, part: Part) {
    let text = text.to_owned();
    sheets.line(Line { at, size, weight: Weight::Regular, colour: INK, text, part });
}

/// The code that our letters carry, on the answer that came back with it.
fn code(sheets: &mut Sheets<'_>, id: Uuid) -> Result<()> {
    let text = format!("FH1:V:{}", id.hyphenated().to_string().to_uppercase());
    let code = QrCode::with_error_correction_level(text, EcLevel::Q).context("a QR code")?;
    let side = code.width();
    let (left, top) = (RIGHT - side as f32 * MODULE, 160.0);
    for (y, row) in code.to_colors().chunks(side).enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, module)| **module == Color::Dark) {
            let at = (left + x as f32 * MODULE, top + y as f32 * MODULE);
            sheets.block([at.0, at.1, MODULE, MODULE], (0, 0, 0));
        }
    }
    Ok(())
}

/// What stands on a page, in the order in which it was drawn: so PDF readers give it.
fn gezeichnet(sheet: &Sheet) -> String {
    let mut out = String::new();
    let mut last = None;
    for line in &sheet.lines {
        match last.replace(line.at.1) {
            None => {}
            Some(before) if (line.at.1 - before).abs() < line.size * 0.5 => out.push(' '),
            Some(_) => out.push('\n'),
        }
        out.push_str(line.text.trim());
    }
    out
}

/// What stands on a page, from the top: so a scan is read.
fn gesehen(sheet: &Sheet) -> String {
    let mut lines: Vec<&Line> = sheet.lines.iter().collect();
    lines.sort_by(|one, other| {
        let y = one.at.1.round().total_cmp(&other.at.1.round());
        y.then(one.at.0.total_cmp(&other.at.0))
    });
    let mut out = String::new();
    let mut last: Option<&Line> = None;
    for line in lines {
        match last.map(|before| (line.at.1 - before.at.1, before.size)) {
            None => {}
            Some((down, _)) if down < 1.0 => out.push('\t'),
            // A gap between paragraphs is an empty line.
            Some((down, size)) if down > size * 1.75 => out.push_str("\n\n"),
            Some(_) => out.push('\n'),
        }
        out.push_str(line.text.trim());
        last = Some(line);
    }
    out
}

/// Lets every word dance a little.
fn von_hand(sheets: &mut Sheets<'_>, rng: &mut Rng) {
    let face = sheets.face(Weight::Regular);
    for sheet in &mut sheets.pages {
        let mut words = Vec::new();
        for line in sheet.lines.drain(..) {
            let mut x = line.at.0;
            for word in line.text.split_inclusive(' ') {
                let up = rng.between(0, 24) as f32 / 10.0 - 1.2;
                let size = line.size * (0.94 + rng.between(0, 12) as f32 / 100.0);
                let at = (x, line.at.1 + up);
                let text = word.to_owned();
                let weight = Weight::Regular;
                words.push(Line { at, size, weight, colour: line.colour, text, part: line.part });
                x += face.width(word, size) + rng.between(0, 20) as f32 / 10.0;
            }
        }
        sheet.lines = words;
    }
}

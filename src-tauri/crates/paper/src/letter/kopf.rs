//! Letterheads: who writes, with a mark drawn from simple shapes.
//!
//! Never like the letterhead of a real office, firm or club.

use krilla::geom::{Path, PathBuilder};

use super::sheet::{Line, Part, Rgb, Sheets, WIDTH, Weight, rect};
use super::{Anschrift, Briefkopf, GREY, INK, LEFT, RIGHT};

const WHITE: Rgb = (255, 255, 255);
const PALETTE: [Rgb; 5] =
    [(28, 84, 120), (120, 52, 32), (44, 98, 58), (92, 58, 110), (130, 100, 20)];

/// Draws the letterhead of the first page.
pub fn draw(sheets: &mut Sheets<'_>, sender: &Anschrift, kopf: Briefkopf) {
    let colour = colour_of(&sender.name);
    match kopf {
        Briefkopf::Privat | Briefkopf::Schreibmaschine => privat(sheets, sender),
        Briefkopf::Handwerk => {
            sheets.shape(rect(0.0, 0.0, WIDTH, 14.0), colour);
            sheets.shape(polygon(&[(470.0, 70.0), (500.0, 38.0), (530.0, 70.0)]), colour);
            sheets.shape(rect(480.0, 73.0, 40.0, 24.0), colour);
            names(sheets, sender, LEFT, colour);
        }
        Briefkopf::Verein => {
            for (x, y) in [(LEFT + 14.0, 50.0), (LEFT + 32.0, 60.0), (LEFT + 14.0, 70.0)] {
                sheets.shape(circle(x, y, 12.0), colour);
            }
            sheets.shape(rect(LEFT, 100.0, RIGHT - LEFT, 1.2), colour);
            names(sheets, sender, LEFT + 62.0, colour);
        }
        Briefkopf::Behoerde => {
            let (x, y) = (RIGHT - 44.0, 36.0);
            let shield =
                [(x, y), (x + 44.0, y), (x + 44.0, y + 32.0), (x + 22.0, y + 54.0), (x, y + 32.0)];
            sheets.shape(polygon(&shield), colour);
            sheets.shape(rect(x + 6.0, y + 14.0, 32.0, 5.0), WHITE);
            sheets.shape(circle(x + 22.0, y + 32.0, 7.0), WHITE);
            sheets.shape(rect(LEFT, 100.0, RIGHT - LEFT, 0.8), INK);
            names(sheets, sender, LEFT, INK);
        }
    }
}

fn privat(sheets: &mut Sheets<'_>, sender: &Anschrift) {
    let part = sheets.text_part();
    for (n, text) in sender.lines().into_iter().chain(sender.telefon_line()).enumerate() {
        sheets.line(Line {
            at: (LEFT, 52.0 + 13.5 * n as f32),
            size: 10.5,
            weight: Weight::Regular,
            colour: INK,
            text,
            part,
        });
    }
}

fn names(sheets: &mut Sheets<'_>, sender: &Anschrift, x: f32, colour: Rgb) {
    let part = sheets.text_part();
    let mut put = |y, size, weight, colour, text| {
        sheets.line(Line { at: (x, y), size, weight, colour, text, part });
    };
    put(54.0, 16.0, Weight::Bold, colour, sender.name.clone());
    if let Some(zusatz) = &sender.zusatz {
        put(71.0, 10.5, Weight::Regular, INK, zusatz.clone());
    }
    let mut address = format!("{} · {} {}", sender.strasse, sender.plz, sender.ort);
    if let Some(telefon) = sender.telefon_line() {
        address = format!("{address} · {telefon}");
    }
    put(87.0, 9.0, Weight::Regular, GREY, address);
}

/// The small line over the window of the envelope.
pub fn return_line(sheets: &mut Sheets<'_>, sender: &Anschrift, y: f32) {
    let text = format!("{} · {} · {} {}", sender.name, sender.strasse, sender.plz, sender.ort);
    sheets.line(Line {
        at: (LEFT, y),
        size: 7.0,
        weight: Weight::Regular,
        colour: GREY,
        text,
        part: Part::Artifact,
    });
    sheets.shape(rect(LEFT, y + 3.0, 210.0, 0.4), GREY);
}

fn colour_of(name: &str) -> Rgb {
    let sum: usize = name.bytes().map(usize::from).sum();
    PALETTE.get(sum % PALETTE.len()).copied().unwrap_or(INK)
}

fn polygon(corners: &[(f32, f32)]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (n, &(x, y)) in corners.iter().enumerate() {
        if n == 0 {
            path.move_to(x, y);
        } else {
            path.line_to(x, y);
        }
    }
    path.close();
    path.finish()
}

fn circle(x: f32, y: f32, r: f32) -> Option<Path> {
    // Four Bézier curves are closer to a circle than a printer is.
    let k = r * 0.552;
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.cubic_to(x + r, y + k, x + k, y + r, x, y + r);
    path.cubic_to(x - k, y + r, x - r, y + k, x - r, y);
    path.cubic_to(x - r, y - k, x - k, y - r, x, y - r);
    path.cubic_to(x + k, y - r, x + r, y - k, x + r, y);
    path.close();
    path.finish()
}

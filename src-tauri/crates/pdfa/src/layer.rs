//! The invisible text of a page: each word over its picture.
//!
//! Never paints a pixel.

use domain::textebene::{Seitentext, Wort};
use pdf_writer::types::TextRenderingMode;
use pdf_writer::{Content, Name, Str};

use crate::font::{Characters, UNITS_PER_EM, WIDTH};

/// Name of the font on a page.
pub(crate) const FONT: Name<'static> = Name(b"F");
/// Most characters of a word: a string in PDF/A has at most 32,767 bytes.
const WORD_CHARS_MAX: usize = 1000;
/// Steepest line that is followed, as rise over run; beyond, words are no line.
const SLOPE_MAX: f64 = 0.1;

/// Size of a page in points, as it is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    pub(crate) width: f32,
    pub(crate) height: f32,
}

/// Adds the words of a page; says whether there were any.
pub(crate) fn write(
    content: &mut Content,
    text: &Seitentext,
    page: Page,
    characters: &mut Characters,
) -> bool {
    let scale = |points: f32, tenths: u16| f64::from(points) / f64::from(tenths.max(1));
    let (across, down) = (scale(page.width, text.breite), scale(page.height, text.hoehe));
    let mut begun = false;
    for zeile in &text.zeilen {
        let line = Line::through(zeile);
        // Tenths of a point become points, and what was measured from above is from below.
        let size = line.size * down;
        let mut line_begun = false;
        for wort in zeile {
            let codes = codes(&wort.text, characters);
            if codes.len() < 4 {
                // Nothing but the space at its end.
                continue;
            }
            if !begun {
                content.begin_text().set_text_rendering_mode(TextRenderingMode::Invisible);
                begun = true;
            }
            if !line_begun {
                content.set_font(FONT, short(size));
                line_begun = true;
            }
            let letters = codes.len() / 2 - 1;
            let natural = letters as f64 * size * f64::from(WIDTH) / f64::from(UNITS_PER_EM);
            let stretch = f64::from(wort.b.max(1)) * across / natural * 100.0;
            let (x, y) = (f64::from(wort.x) * across, line.bottom(wort) * down);
            content.set_horizontal_scaling(short(stretch));
            content.set_text_matrix([
                1.0,
                0.0,
                0.0,
                1.0,
                short(x),
                short(f64::from(page.height) - y),
            ]);
            content.show(Str(&codes));
        }
    }
    if begun {
        content.end_text();
    }
    begun
}

/// The numbers of a word's characters, two bytes each, and of a space.
fn codes(text: &str, characters: &mut Characters) -> Vec<u8> {
    let visible = text.chars().filter(|c| !c.is_whitespace()).take(WORD_CHARS_MAX);
    let numbers = visible.chain([' ']).filter_map(|c| characters.number(c));
    numbers.flat_map(u16::to_be_bytes).collect()
}

/// Two digits after the point are a 7200th of an inch.
fn short(value: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "a page has at most 14,400 points")]
    let short = ((value * 100.0).round() / 100.0) as f32;
    short
}

/// The line that the lower edges of words lie on, in tenths of a point from above.
struct Line {
    slope: f64,
    at_zero: f64,
    /// From the line to the upper edge of its tallest word.
    size: f64,
}

impl Line {
    /// Fits a line to the words: a skewed scan keeps its words where they are.
    fn through(words: &[Wort]) -> Line {
        let count = words.len().max(1) as f64;
        let (xs, ys) =
            words.iter().map(|wort| (middle(wort), lower(wort))).unzip::<_, _, Vec<_>, Vec<_>>();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / count;
        let (mean_x, mean_y) = (mean(&xs), mean(&ys));
        let spread: f64 = xs.iter().map(|x| (x - mean_x).powi(2)).sum();
        let common: f64 = xs.iter().zip(&ys).map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
        let slope = if spread > 0.0 { common / spread } else { 0.0 };
        let slope = if slope.abs() <= SLOPE_MAX { slope } else { 0.0 };
        // As low as the lowest word, within reason: descenders hang below the others.
        let mut heights: Vec<u16> = words.iter().map(|wort| wort.h).collect();
        heights.sort_unstable();
        let usual = f64::from(heights.get(heights.len() / 2).copied().unwrap_or(1).max(1));
        let below = |wort: &Wort| lower(wort) - (mean_y + slope * (middle(wort) - mean_x));
        let hang = words.iter().map(below).fold(0.0, f64::max).min(usual / 2.0);
        let at_zero = mean_y - slope * mean_x + hang;
        let above = |wort: &Wort| at_zero + slope * middle(wort) - f64::from(wort.y);
        let size = words.iter().map(above).fold(1.0, f64::max).min(usual * 2.0);
        Line { slope, at_zero, size }
    }

    fn bottom(&self, wort: &Wort) -> f64 {
        self.at_zero + self.slope * middle(wort)
    }
}

fn middle(wort: &Wort) -> f64 {
    f64::from(wort.x) + f64::from(wort.b) / 2.0
}

fn lower(wort: &Wort) -> f64 {
    f64::from(wort.y) + f64::from(wort.h)
}

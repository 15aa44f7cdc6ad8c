//! Tesseract's table of words, read leniently.
//!
//! Never fails because of a line it does not understand, and never takes more words than a page
//! can hold.

use domain::textebene::{Seitentext, Textquelle, Wort};

use crate::OcrError;

/// Most words of a page.
const WORDS_MAX: usize = 30_000;
/// Most characters of a word.
const WORD_CHARS_MAX: usize = 200;
/// Tenths of a point in an inch.
const PER_INCH: u64 = 720;

/// Size and resolution of the picture that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raster {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Pixels per inch.
    pub dpi: u16,
}

impl Raster {
    fn tenths(self, pixels: u64) -> u16 {
        let dpi = u64::from(self.dpi.max(1));
        u16::try_from((pixels.saturating_mul(PER_INCH) + dpi / 2) / dpi).unwrap_or(u16::MAX)
    }
}

/// Reads the table; the words' places become tenths of a point.
pub fn parse(table: &[u8], raster: Raster) -> Result<Seitentext, OcrError> {
    let table = String::from_utf8_lossy(table);
    let mut lines = table.lines();
    if !lines.next().is_some_and(|head| head.starts_with("level\tpage_num\t")) {
        return Err(OcrError::Garbled);
    }
    let mut zeilen: Vec<Vec<Wort>> = Vec::new();
    let mut last = None;
    for (place, wort) in lines.filter_map(|line| word(line, raster)).take(WORDS_MAX) {
        match zeilen.last_mut() {
            Some(zeile) if last == Some(place) => zeile.push(wort),
            _ => zeilen.push(vec![wort]),
        }
        last = Some(place);
    }
    Ok(Seitentext {
        breite: raster.tenths(raster.width.into()),
        hoehe: raster.tenths(raster.height.into()),
        quelle: Textquelle::Ocr,
        zeilen,
    })
}

/// Number of page, block, paragraph and line.
type Place = [u32; 4];

/// Reads one line of the table; nothing if it is not about a word.
fn word(line: &str, raster: Raster) -> Option<(Place, Wort)> {
    let mut columns = line.splitn(12, '\t');
    if columns.next()? != "5" {
        return None;
    }
    let mut number = || columns.next()?.parse::<u32>().ok();
    let place = [number()?, number()?, number()?, number()?];
    let _word_number = number()?;
    let [left, top, width, height] = [number()?, number()?, number()?, number()?];
    let sure: f32 = columns.next()?.parse().ok()?;
    let text: String = columns.next()?.chars().filter(|c| !c.is_control()).collect();
    // Only now: a blank may have stood behind a control character.
    let text: String = text.trim().chars().take(WORD_CHARS_MAX).collect();
    // What is not even a number is as little of a word as what has a negative certainty.
    let is_word = sure.is_finite() && sure >= 0.0 && !text.is_empty();
    if !is_word || is_speck(&text, sure) || width == 0 || height == 0 {
        return None;
    }
    // Beyond the picture there is nothing to mark.
    if left >= raster.width || top >= raster.height {
        return None;
    }
    let right = left.saturating_add(width).min(raster.width);
    let bottom = top.saturating_add(height).min(raster.height);
    let (x, y) = (raster.tenths(left.into()), raster.tenths(top.into()));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
    let sicher = sure.clamp(0.0, 100.0) as u8;
    let wort = Wort {
        text,
        x,
        y,
        b: raster.tenths(right.into()).saturating_sub(x).max(1),
        h: raster.tenths(bottom.into()).saturating_sub(y).max(1),
        sicher: Some(sicher),
    };
    Some((place, wort))
}

/// Certainty in percent below which a sign that stands alone is taken for dirt.
const SPECK_BELOW: f32 = 70.0;

/// Whether a word is a speck on the paper: a lone point, stroke or quotation mark, not sure.
fn is_speck(text: &str, sure: f32) -> bool {
    const SIGNS: &str = ".,:;'\"`´‘’‚“”„_|~°^-–—*";
    sure < SPECK_BELOW && text.chars().all(|c| SIGNS.contains(c))
}

//! Sheets of paper as a scanner's JPEG: seeded lines of writing, blank backs, one line only.
//!
//! Never a real letter, and never two different sheets with the same picture.

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::jpeg::encode;

/// Resolution of the sheets.
pub const DPI: u16 = 100;

/// Sides of A5 and A6 at that resolution, as whole blocks of eight points.
const A5: (usize, usize) = (584, 832);
const A6: (usize, usize) = (416, 584);

/// What was drawn before; drawing takes longer than scanning.
static DRAWN: Mutex<BTreeMap<Sheet, Vec<u8>>> = Mutex::new(BTreeMap::new());

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Sheet {
    seed: u32,
    size: (usize, usize),
    lines: usize,
    noise: u32,
    coarse: u8,
}

struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(end).unwrap()).unwrap()
    }
}

/// A full page of writing; the same seed is the same page.
pub fn sheet(seed: u32) -> Vec<u8> {
    of(Sheet { seed, size: A5, lines: 25, noise: seed, coarse: 4 })
}

/// The same page, seen and packed once more: other noise of the sensor, other quality.
pub fn sheet_again(seed: u32, noise: u32) -> Vec<u8> {
    let coarse = u8::try_from(4 + noise % 5).unwrap();
    of(Sheet { seed, size: A5, lines: 25, noise: seed + 1000 * (noise + 1), coarse })
}

/// A small sheet of writing.
pub fn small_sheet(seed: u32) -> Vec<u8> {
    of(Sheet { seed, size: A6, lines: 17, noise: seed, coarse: 4 })
}

/// A back with nothing on it but the noise of the paper.
pub fn blank(seed: u32) -> Vec<u8> {
    of(Sheet { seed, size: A5, lines: 0, noise: seed, coarse: 4 })
}

/// A back with one line of writing.
pub fn one_line(seed: u32) -> Vec<u8> {
    of(Sheet { seed, size: A5, lines: 1, noise: seed, coarse: 4 })
}

fn of(sheet: Sheet) -> Vec<u8> {
    if let Some(known) = DRAWN.lock().unwrap().get(&sheet) {
        return known.clone();
    }
    let jpeg = encode(&drawn(&sheet), sheet.size, sheet.coarse, DPI);
    DRAWN.lock().unwrap().insert(sheet, jpeg.clone());
    jpeg
}

/// Draws the sheet, row after row; the paper's noise is one shade for each block of eight.
fn drawn(sheet: &Sheet) -> Vec<u8> {
    let (width, height) = sheet.size;
    let mut noise = Chance(u64::from(sheet.noise) ^ 0x5eed);
    let mut grey = Vec::with_capacity(width * height);
    for _ in 0..height / 8 {
        let row: Vec<u8> =
            (0..width / 8).flat_map(|_| [u8::try_from(244 + noise.below(6)).unwrap(); 8]).collect();
        (0..8).for_each(|_| grey.extend_from_slice(&row));
    }
    let mut dot = |x: usize, y: usize| {
        if let Some(point) = grey.get_mut(y * width + x) {
            *point = 25;
        }
    };
    let mut chance = Chance(u64::from(sheet.seed) << 7);
    for line in 0..sheet.lines {
        let top = 120 + line * 24;
        let (mut x, end) = (80, width - 80 - chance.below(width / 3));
        while x < end {
            // A letter: a stem and a bar.
            let (tall, bar) = (8 + chance.below(5), chance.below(12));
            for y in 0..tall {
                dot(x, top + 12 - y);
                dot(x + 1, top + 12 - y);
            }
            (0..6).for_each(|dx| dot(x + dx, top + 12 - bar.min(tall)));
            x += 9 + if chance.below(6) == 0 { 8 } else { 0 };
        }
    }
    grey
}

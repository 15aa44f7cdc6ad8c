//! A look at a page by the intake's worker: can it be read, is it blank, what does it look like.
//!
//! Never decodes a picture here, and never calls a page blank that nobody could look at.

use intake::worker::{PagesTask, Worker};
use page::cleanup::Schritt;
use page::{PageImage, Pixels};

use crate::device::Format;
use crate::stack::Blatt;

/// Cells across and down, about four millimetres of A4 each: small enough that a digit written
/// into a form darkens one.
const SPALTEN: u32 = 52;
const ZEILEN: u32 = 74;
/// Mean and largest difference between two looks at the same picture, packed anew.
const MITTEL_MAX: u32 = 2;
const STELLE_MAX: u8 = 12;
/// Below this span of shades there is nothing to recognise a page by.
const SPANNE_MIN: u8 = 16;

/// What a page looks like from afar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fernbild(Vec<u8>);

impl Fernbild {
    /// Returns what a picture looks like from afar.
    pub fn of(image: &PageImage) -> Self {
        let mut cells = Vec::new();
        for row in 0..ZEILEN {
            let y = band(row, ZEILEN, image.height());
            for column in 0..SPALTEN {
                let x = band(column, SPALTEN, image.width());
                cells.push(mean(image, x, y.clone()));
            }
        }
        Self(cells)
    }

    /// Whether there is something on it to recognise it by.
    pub fn kenntlich(&self) -> bool {
        let (min, max) = (self.0.iter().min(), self.0.iter().max());
        min.zip(max).is_some_and(|(min, max)| max - min >= SPANNE_MIN)
    }

    /// Whether both are the same picture, up to the noise of packing it.
    pub fn gleicht(&self, other: &Self) -> bool {
        let differences = || self.0.iter().zip(&other.0).map(|(a, b)| a.abs_diff(*b));
        let sum: u32 = differences().map(u32::from).sum();
        differences().all(|d| d <= STELLE_MAX) && sum <= MITTEL_MAX * SPALTEN * ZEILEN
    }
}

/// Pixels of one cell along one side; at least one, about sixteen samples are enough.
fn band(cell: u32, cells: u32, side: u32) -> std::iter::StepBy<std::ops::Range<u32>> {
    let edge = |n: u32| u32::try_from(u64::from(n) * u64::from(side) / u64::from(cells));
    let from = edge(cell).unwrap_or(0).min(side.saturating_sub(1));
    let to = edge(cell + 1).unwrap_or(side).max(from + 1);
    let step = usize::try_from((to - from) / 16).unwrap_or(1).max(1);
    (from..to).step_by(step)
}

fn mean(
    image: &PageImage,
    xs: std::iter::StepBy<std::ops::Range<u32>>,
    ys: std::iter::StepBy<std::ops::Range<u32>>,
) -> u8 {
    let (mut sum, mut count) = (0_u32, 0_u32);
    for y in ys {
        for x in xs.clone() {
            sum += u32::from(shade(image, x, y));
            count += 1;
        }
    }
    u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX)
}

fn shade(image: &PageImage, x: u32, y: u32) -> u8 {
    let at = |row_bytes: u32, offset: u32| {
        usize::try_from(u64::from(y) * u64::from(row_bytes) + u64::from(offset)).unwrap_or(0)
    };
    let width = image.width();
    match image.pixels() {
        Pixels::Bitonal(bits) => {
            let byte = bits.get(at(width.div_ceil(8), x / 8)).copied().unwrap_or(0);
            if byte >> (7 - x % 8) & 1 == 1 { 0 } else { 255 }
        }
        Pixels::Grey(grey) => grey.get(at(width, x)).copied().unwrap_or(255),
        Pixels::Rgb(rgb) => {
            let start = at(width.saturating_mul(3), x.saturating_mul(3));
            let sum: u32 =
                rgb.get(start..start + 3).map_or(765, |p| p.iter().map(|c| u32::from(*c)).sum());
            u8::try_from(sum / 3).unwrap_or(u8::MAX)
        }
    }
}

/// What a look at a page found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blick {
    /// It can be read.
    Lesbar {
        /// Whether nothing is on it.
        leer: bool,
        /// What it looks like.
        fern: Fernbild,
    },
    /// It cannot be read.
    Unlesbar,
    /// Nobody could look: the worker is missing or did not start.
    Ungesehen,
}

/// Has a page looked at.
pub fn look(worker: &Worker, blatt: &Blatt, format: Format) -> Blick {
    let Ok(mut file) = blatt.open() else { return Blick::Unlesbar };
    let task = PagesTask { mime: format.mime().to_owned(), password: None, all: true };
    let mut pages = match worker.pictures(&mut file, task) {
        Ok(pages) => pages,
        Err(error) => return failed(&error),
    };
    match pages.next_page() {
        Ok(Some(Ok(page))) => Blick::Lesbar {
            leer: page.facts.steps.iter().any(|s| matches!(s, Schritt::Leerseite { .. })),
            fern: Fernbild::of(&page.image),
        },
        Ok(_) => Blick::Unlesbar,
        Err(error) => failed(&error),
    }
}

fn failed(error: &intake::worker::PagesError) -> Blick {
    use intake::worker::PagesError;
    match error {
        PagesError::Worker(error) if error.hinweis().is_none() => Blick::Ungesehen,
        _ => Blick::Unlesbar,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(mark: Option<(u32, u32)>, noise: u8) -> PageImage {
        let (w, h) = (620_u32, 877_u32);
        let grey = (0..h).flat_map(|y| (0..w).map(move |x| (x, y))).map(|(x, y)| {
            let text = y % 20 < 6 && x > 60 && x < 560 && (x * 7 + y * 3) % 11 < 6;
            let marked = mark.is_some_and(|(mx, my)| x.abs_diff(mx) < 3 && y.abs_diff(my) < 12);
            let base = if text || marked { 30 } else { 245 };
            let jitter = (x.wrapping_mul(31) ^ y.wrapping_mul(17)) % (u32::from(noise) + 1);
            u8::try_from(base + jitter).unwrap_or(255)
        });
        PageImage::new(w, h, 75, Pixels::Grey(grey.collect())).unwrap()
    }

    #[test]
    fn noise_is_no_other_page_and_a_stroke_is() {
        let first = Fernbild::of(&page(None, 0));
        assert!(first.kenntlich());
        assert!(first.gleicht(&Fernbild::of(&page(None, 4))));
        assert!(!first.gleicht(&Fernbild::of(&page(Some((580, 400)), 0))));
    }

    #[test]
    fn white_and_black_sheets_tell_nothing() {
        for shade in [0, 128, 255] {
            let image = PageImage::new(100, 140, 50, Pixels::Grey(vec![shade; 14_000])).unwrap();
            assert!(!Fernbild::of(&image).kenntlich());
        }
        let bits = PageImage::new(9, 2, 50, Pixels::Bitonal(vec![0xff, 0x80, 0, 0])).unwrap();
        assert!(Fernbild::of(&bits).kenntlich());
    }
}

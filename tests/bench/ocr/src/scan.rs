//! What paper and scanner do to a page.
//!
//! Never anything that the seed does not decide.

use crate::rng::Rng;
use crate::sheet::Grey;

/// How bad a scan is.
#[derive(Clone, Copy, Debug)]
pub struct Wear {
    /// Skew in degrees, clockwise.
    pub degrees: f32,
    /// Deviation of the grey noise.
    pub noise: f32,
    /// Specks of dirt on the page.
    pub specks: u64,
    /// Grey of the paper; 255 on a perfect page.
    pub paper: f32,
    /// Grey of the ink; 0 on a perfect page.
    pub ink: f32,
    /// Whether the scanner delivers black and white only.
    pub bitonal: bool,
}

/// Scans a page.
pub fn scanned(page: &Grey, wear: Wear, rng: &mut Rng) -> Grey {
    let mut scan = if wear.degrees == 0.0 { page.clone() } else { turned(page, wear.degrees) };
    for _ in 0..wear.specks {
        speck(&mut scan, rng);
    }
    for pixel in &mut scan.pixels {
        let ideal = wear.ink + (wear.paper - wear.ink) * f32::from(*pixel) / 255.0;
        let value = ideal + wear.noise * rng.normal();
        *pixel = if wear.bitonal { if value < 128.0 { 0 } else { 255 } } else { value as u8 };
    }
    scan
}

/// One to three pixels wide and high, anywhere.
fn speck(scan: &mut Grey, rng: &mut Rng) {
    let (width, height) = (1 + rng.below(3) as usize, 1 + rng.below(3) as usize);
    let (x, y) = (rng.below(scan.width as u64) as usize, rng.below(scan.height as u64) as usize);
    for y in y..(y + height).min(scan.height) {
        let row = y * scan.width;
        let end = row + (x + width).min(scan.width);
        scan.pixels.get_mut(row + x..end).into_iter().flatten().for_each(|pixel| *pixel = 20);
    }
}

/// Turns a page about its middle; what comes in from outside is white.
fn turned(page: &Grey, degrees: f32) -> Grey {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (middle_x, middle_y) = (page.width as f32 / 2.0, page.height as f32 / 2.0);
    let at = |x: isize, y: isize| -> f32 {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return 255.0 };
        if x >= page.width {
            return 255.0;
        }
        page.pixels.get(y * page.width + x).map_or(255.0, |pixel| f32::from(*pixel))
    };
    let mut pixels = Vec::with_capacity(page.pixels.len());
    for y in 0..page.height {
        for x in 0..page.width {
            let (dx, dy) = (x as f32 - middle_x, y as f32 - middle_y);
            let (from_x, from_y) = (middle_x + dx * cos + dy * sin, middle_y - dx * sin + dy * cos);
            let (left, top) = (from_x.floor(), from_y.floor());
            let (right_share, low_share) = (from_x - left, from_y - top);
            let (left, top) = (left as isize, top as isize);
            let upper = at(left, top) * (1.0 - right_share) + at(left + 1, top) * right_share;
            let lower =
                at(left, top + 1) * (1.0 - right_share) + at(left + 1, top + 1) * right_share;
            pixels.push((upper * (1.0 - low_share) + lower * low_share + 0.5) as u8);
        }
    }
    Grey { width: page.width, height: page.height, pixels }
}

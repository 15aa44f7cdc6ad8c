//! How far the lines of a page are off the level.
//!
//! Never more than a few degrees: what lies further off was not fed by a feeder.

use super::ink::Ink;
use crate::PageImage;
use crate::raster::Grey;

/// Resolution of the picture that is measured.
const DPI: usize = 75;
/// Largest skew, in hundredths of a degree.
const SKEW_MAX: i32 = 700;
/// Smaller skews are not worth resampling the page.
const SKEW_MIN: i32 = 5;
/// Fewer points carry no line.
const POINTS_MIN: usize = 150;

/// Lower edges of ink, where the lines of a text show sharpest.
pub(super) struct Edges {
    points: Vec<(f32, f32)>,
    width: f32,
    height: f32,
}

/// The best fitting skew.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    /// Hundredths of a degree, positive where lines fall to the right.
    pub(super) skew: i32,
    /// How much sharper the lines are than without any order; 1 for noise.
    pub(super) sharpness: f32,
}

/// Finds the skew of a page, in hundredths of a degree; positive where lines fall to the right.
pub(super) fn find(image: &PageImage) -> Option<i32> {
    let (ink, _) = small(image);
    let fit = Edges::of(&ink).fit()?;
    (fit.sharpness > 1.3 && (SKEW_MIN..SKEW_MAX).contains(&fit.skew.abs())).then_some(fit.skew)
}

/// Returns the ink of a page in a small picture, without borders, and its resolution.
pub(super) fn small(image: &PageImage) -> (Ink, u16) {
    let factor = (usize::from(image.dpi()) / DPI).max(1);
    let dpi = image.dpi() / u16::try_from(factor).unwrap_or(u16::MAX);
    (Ink::of(&Grey::reduced(image, factor), dpi).without_border(), dpi)
}

impl Edges {
    /// Finds the lower edges of ink.
    pub(super) fn of(ink: &Ink) -> Self {
        let mut points = Vec::new();
        for (y, (row, below)) in ink.rows().zip(ink.rows().skip(1)).enumerate() {
            for (x, (at, below)) in row.iter().zip(below).enumerate() {
                if *at && !below {
                    points.push((x as f32, y as f32));
                }
            }
        }
        Self { points, width: ink.width as f32, height: ink.height as f32 }
    }

    /// Finds the angle at which the points fall into the fewest lines.
    pub(super) fn fit(&self) -> Option<Fit> {
        if self.points.len() < POINTS_MIN {
            return None;
        }
        let best = |angles: &mut dyn Iterator<Item = i32>| -> (i32, f64) {
            angles.fold((0, 0.0), |best, angle| {
                let score = self.score(angle);
                if score > best.1 { (angle, score) } else { best }
            })
        };
        let coarse = best(&mut (-SKEW_MAX..=SKEW_MAX).step_by(25));
        let fine = best(&mut (coarse.0 - 25..=coarse.0 + 25).step_by(2));
        // What the same points would score if they lay about anywhere.
        let bins = f64::from(self.height + self.width * 0.1) * f64::from(BINS);
        let count = self.points.len() as f64;
        let random = count * count / bins + count;
        Some(Fit { skew: fine.0, sharpness: (fine.1 / random) as f32 })
    }

    fn score(&self, angle: i32) -> f64 {
        let slope = (angle as f32 / 100.0).to_radians().tan();
        let offset = self.width * slope.abs();
        let len = (self.height + 2.0 * offset) * BINS + 4.0;
        let mut bins = vec![0_u32; len as usize];
        for (x, y) in &self.points {
            let bin = (y - x * slope + offset) * BINS;
            if let Some(bin) = bins.get_mut(bin as usize) {
                *bin += 1;
            }
        }
        // Neighbouring bins count together, so that a line between two bins is still a line.
        bins.iter().zip(bins.iter().skip(1)).map(|(a, b)| f64::from(a + b).powi(2) / 2.0).sum()
    }
}

/// Bins per row of pixels.
const BINS: f32 = 2.0;

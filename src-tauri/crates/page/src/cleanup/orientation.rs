//! Which way up a page is.
//!
//! Never turns a page on a weak sign: a page that lies wrong is seen, one that was turned wrong
//! is a mistake of ours.

use super::ink::Ink;
use super::skew::{Edges, Fit, small};
use crate::raster::Grey;
use crate::{PageImage, Turn};

/// Resolution at which ascenders and descenders can be told apart.
const DPI: usize = 150;
/// How much sharper the other direction has to be.
const SIDEWAYS: f32 = 1.25;
/// Least lines of text for a judgement.
const LINES_MIN: usize = 4;

/// Estimates how a page has to be turned to stand upright.
pub(super) fn estimate(image: &PageImage) -> Turn {
    let (ink, _) = small(image);
    let level = sharpness(&ink);
    let upright = sharpness(&ink.transposed());
    let sideways = match (&level, &upright) {
        (Some(level), Some(upright)) => upright.sharpness > level.sharpness * SIDEWAYS,
        _ => false,
    };
    let factor = (usize::from(image.dpi()) / DPI).max(1);
    let dpi = image.dpi() / u16::try_from(factor).unwrap_or(u16::MAX);
    let ink = Ink::of(&Grey::reduced(image, factor), dpi).without_border();
    if sideways {
        // Exchanging rows and columns mirrors; columns from right to left are rows of the page
        // turned right, if they are read from the bottom.
        let skew = upright.map_or(0, |fit| fit.skew);
        return match up(&ink.transposed(), skew, dpi) {
            Some(true) => side(false),
            Some(false) => side(true),
            None => Turn::None,
        };
    }
    match up(&ink, level.map_or(0, |fit| fit.skew), dpi) {
        Some(false) => Turn::Half,
        _ => Turn::None,
    }
}

/// A transposed page whose lines have their ascenders above had its top on the left.
fn side(top_right: bool) -> Turn {
    if top_right { Turn::Left } else { Turn::Right }
}

/// Lower edges of ink depend on which side is down; both are looked at.
fn sharpness(ink: &Ink) -> Option<Fit> {
    Edges::of(ink).fit()
}

/// Whether lines of text stand on their feet; `None` if it does not show.
///
/// Latin letters reach above the small letters far more often than below the line: capitals,
/// b d f h k l t and the dots of ä ö ü i against g j p q y.
fn up(ink: &Ink, skew: i32, dpi: u16) -> Option<bool> {
    let profile = profile(ink, skew);
    let (mut above, mut below, mut lines) = (0_u64, 0_u64, 0);
    for line in bands(&profile, dpi) {
        let most = line.iter().copied().max().unwrap_or(0);
        let core = |count: &u32| *count * 2 >= most;
        let (Some(first), Some(last)) = (line.iter().position(core), line.iter().rposition(core))
        else {
            continue;
        };
        // The dense part is the height of the small letters.
        let height = last - first + 1;
        if height < 3 {
            continue;
        }
        let sum = |part: &mut dyn Iterator<Item = &u32>| part.map(|n| u64::from(*n)).sum::<u64>();
        above += sum(&mut line.iter().take(first).rev().take(height));
        below += sum(&mut line.iter().skip(last + 1).take(height));
        lines += 1;
    }
    if lines < LINES_MIN || above.abs_diff(below) * 8 < above + below {
        return None;
    }
    Some(above > below)
}

/// Ink per row, rows taken along the skew.
fn profile(ink: &Ink, skew: i32) -> Vec<u32> {
    let slope = (skew as f32 / 100.0).to_radians().tan();
    let mut profile = vec![0_u32; ink.height];
    for (y, row) in ink.rows().enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, ink)| **ink) {
            let y = y as f32 - (x as f32 - ink.width as f32 / 2.0) * slope;
            if y >= 0.0
                && let Some(count) = profile.get_mut((y + 0.5) as usize)
            {
                *count += 1;
            }
        }
    }
    profile
}

/// Rows with ink between rows without, as high as a line of text.
fn bands(profile: &[u32], dpi: u16) -> impl Iterator<Item = &[u32]> {
    let (low, high) = (usize::from(dpi) / 15, usize::from(dpi) / 3);
    let noise = profile.iter().copied().max().unwrap_or(0) / 40;
    profile
        .split(move |count| *count <= noise)
        .filter(move |band| (low..=high).contains(&band.len()))
}

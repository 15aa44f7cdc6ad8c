//! Cutting off the black that a scanner sees beside the paper.
//!
//! Never cuts where the black does not end: then it is a picture, not a border.

use super::Schritt;
use crate::PageImage;
use crate::raster::{Grey, cropped, size};

/// Resolution of the look.
const DPI: usize = 50;
/// Share of a side that may be border, in percent.
const SHARE_MAX: usize = 15;

/// Returns the page without its black borders, where it has some.
pub(super) fn without_borders(image: &PageImage) -> Option<(PageImage, Schritt)> {
    let factor = (usize::from(image.dpi()) / DPI).max(1);
    let grey = Grey::reduced(image, factor);
    // Black is black beside the paper, not only darker than it.
    let dark = grey.percentile(90) / 3;
    let upright = grey.transposed();
    let top = border(&mut grey.rows(), grey.height, dark);
    let bottom = border(&mut grey.rows().rev(), grey.height, dark);
    let left = border(&mut upright.rows(), grey.width, dark);
    let right = border(&mut upright.rows().rev(), grey.width, dark);
    if top + bottom + left + right == 0 {
        return None;
    }
    let cut = |lines: usize| size(lines * factor);
    let (links, oben, rechts, unten) = (cut(left), cut(top), cut(right), cut(bottom));
    let to = (image.width().checked_sub(rechts)?, image.height().checked_sub(unten)?);
    if to.0 <= links || to.1 <= oben {
        return None;
    }
    let step = Schritt::Beschnitten { links, oben, rechts, unten };
    Some((cropped(image, (links, oben), to), step))
}

/// Counts the lines of border, with one more for the blurred edge of the paper.
fn border(lines: &mut dyn Iterator<Item = &[u8]>, count: usize, dark: u8) -> usize {
    let black =
        |line: &&[u8]| line.iter().filter(|value| **value <= dark).count() * 10 >= line.len() * 7;
    let found = lines.take_while(black).count();
    if found == 0 || found * 100 > count * SHARE_MAX { 0 } else { found + 1 }
}

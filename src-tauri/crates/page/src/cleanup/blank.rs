//! Whether a page is blank.
//!
//! Never calls a page blank that carries so much as a number: leaving out what is written is
//! worse than keeping what is not.

use super::ink::Ink;
use super::parts::{Part, small_parts};
use super::skew::small;
use crate::PageImage;

/// Largest share of ink of a blank page, in millionths: 2 mm² on A4.
const INK_MAX_PPM: usize = 30;
/// Share of each side that is margin, where copiers leave traces.
const MARGIN: usize = 20;

/// Returns the share of ink in millionths if the page is blank.
pub(super) fn blank(image: &PageImage) -> Option<u32> {
    let (ink, dpi) = small(image);
    let (left, top) = (ink.width / MARGIN, ink.height / MARGIN);
    let inside = |x: usize, y: usize| {
        (left..ink.width - left).contains(&x) && (top..ink.height - top).contains(&y)
    };
    let mut count = 0;
    for (y, row) in ink.rows().enumerate() {
        count += row.iter().enumerate().filter(|(x, ink)| **ink && inside(*x, y)).count();
    }
    // Single pixels are noise, and holes are no writing.
    let hole_px = usize::from(dpi) * usize::from(dpi) / 12;
    small_parts(&ink, hole_px, |part| {
        if part.px.len() <= 2 || hole(&ink, part, dpi) {
            let within = |at: &&usize| inside(**at % ink.width, **at / ink.width);
            count -= part.px.iter().filter(within).count();
        }
    });
    let ppm = count * 1_000_000 / ink.px.len();
    (ppm <= INK_MAX_PPM).then(|| u32::try_from(ppm).unwrap_or(u32::MAX))
}

/// Whether a piece of ink is the hole of a punch: round, 4 to 8 mm, near an edge.
fn hole(ink: &Ink, part: &Part, dpi: u16) -> bool {
    let mm = f32::from(dpi) / 25.4;
    let width = (part.right - part.left + 1) as f32;
    let height = (part.bottom - part.top + 1) as f32;
    let size = 4.0 * mm..8.0 * mm;
    let near = 20.0 * mm;
    let at_edge = (part.left as f32) < near
        || (part.top as f32) < near
        || (ink.width - part.right) as f32 <= near
        || (ink.height - part.bottom) as f32 <= near;
    let round =
        (0.75..1.33).contains(&(width / height)) && part.px.len() as f32 >= 0.65 * width * height;
    size.contains(&width) && size.contains(&height) && round && at_edge
}

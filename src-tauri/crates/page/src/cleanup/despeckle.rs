//! Removing single specks of dirt.
//!
//! Never takes the dot of an i or of an umlaut: a speck stands alone, and is smaller than any dot
//! that is printed.

use super::ink::Ink;
use super::parts::{Part, small_parts};
use crate::raster::{Grey, idx, pack};
use crate::{PageImage, Pixels};

/// Largest speck at 300 dpi, in pixels; twelve would already be dots of 9-point umlauts.
const SPECK_MAX: usize = 8;

/// Returns the page without specks and how many there were.
pub(super) fn clean(image: &PageImage) -> Option<(PageImage, u32)> {
    let dpi = usize::from(image.dpi());
    let most = SPECK_MAX * dpi * dpi / 90_000;
    if most == 0 {
        return None;
    }
    let grey = Grey::reduced(image, 1);
    let ink = match image.pixels() {
        // What has been decided is not decided again.
        Pixels::Bitonal(_) => Ink {
            width: grey.width,
            height: grey.height,
            px: grey.px.iter().map(|value| *value < 128).collect(),
        },
        _ => Ink::of(&grey, image.dpi()),
    };
    drop(grey);
    // Letters are closer to their dots than this.
    let alone = (dpi / 16).max(3);
    let mut specks = Vec::new();
    small_parts(&ink, most, |part| {
        if isolated(&ink, part, alone) {
            specks.push((part.left, part.top, part.right, part.bottom));
        }
    });
    if specks.is_empty() {
        return None;
    }
    let image = paint_over(image, &ink, &specks)?;
    Some((image, u32::try_from(specks.len()).unwrap_or(u32::MAX)))
}

/// Whether there is no other ink round a piece.
fn isolated(ink: &Ink, part: &Part, reach: usize) -> bool {
    let (left, right) = (part.left.saturating_sub(reach), part.right + reach);
    let around = (part.top.saturating_sub(reach)..=part.bottom + reach)
        .flat_map(|y| (left..=right).map(move |x| (x, y)))
        .filter(|(x, y)| ink.at(*x, *y))
        .take(part.px.len() + 1)
        .count();
    around == part.px.len()
}

type Speck = (usize, usize, usize, usize);

/// Gives each speck the colour of the paper beside it.
fn paint_over(image: &PageImage, ink: &Ink, specks: &[Speck]) -> Option<PageImage> {
    let (width, height) = (idx(image.width()), idx(image.height()));
    let pixels = match image.pixels() {
        Pixels::Bitonal(_) => {
            let mut px = ink.px.clone();
            for (left, top, right, bottom) in specks {
                for y in *top..=*bottom {
                    px.get_mut(y * width + left..=y * width + right)?.fill(false);
                }
            }
            let mut bits = Vec::new();
            px.chunks_exact(width).for_each(|row| pack(row, &mut bits, |ink| *ink));
            Pixels::Bitonal(bits)
        }
        Pixels::Grey(px) => Pixels::Grey(repaint::<1>(px, (width, height), specks)?),
        Pixels::Rgb(px) => Pixels::Rgb(repaint::<3>(px, (width, height), specks)?),
    };
    PageImage::new(image.width(), image.height(), image.dpi(), pixels)
}

fn repaint<const N: usize>(
    px: &[u8],
    (width, height): (usize, usize),
    specks: &[Speck],
) -> Option<Vec<u8>> {
    let mut px = px.to_vec();
    for (left, top, right, bottom) in specks {
        // The blurred rim of a speck belongs to it; the paper is three pixels away.
        let (from, to) = (left.saturating_sub(2), (right + 2).min(width - 1));
        let (above, below) = (top.saturating_sub(2), (bottom + 2).min(height - 1));
        let beside = if from > 0 { from - 1 } else { (to + 1).min(width - 1) };
        for y in above..=below {
            let paper: [u8; N] = *px.get((y * width + beside) * N..)?.first_chunk()?;
            for pixel in px.get_mut((y * width + from) * N..(y * width + to + 1) * N)?.chunks_mut(N)
            {
                pixel.copy_from_slice(&paper);
            }
        }
    }
    Some(px)
}

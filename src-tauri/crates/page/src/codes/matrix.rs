//! QR, Data Matrix and Code 128, read by zxing.
//!
//! Never looks at the full resolution where the small picture gave an answer or shows nothing
//! that looks like a code: a stack has hundreds of pages.

use zxingcpp::{Barcode, BarcodeFormat, BarcodeReader, ImageFormat, ImageView};

use super::{Code, CodeArt};
use crate::raster::{Grey, size};
use crate::{PageImage, guarded};

/// Resolution of the first look; a module of 0.6 mm has 3.5 pixels then.
const FIRST_DPI: usize = 150;
/// Resolution of the second look, which small modules need.
const SECOND_DPI: usize = 400;
/// Most codes that are kept of a page.
const CODES_MAX: i32 = 64;
/// Longest content that is kept; nothing that is read here says more.
const CONTENT_MAX: usize = 4096;

/// Reads the codes of a page.
pub(super) fn read(image: &PageImage) -> Vec<Code> {
    let dpi = usize::from(image.dpi());
    let first = factor(dpi, FIRST_DPI);
    let small = Grey::reduced(image, first);
    let found = with(&small, first);
    let second = factor(dpi, SECOND_DPI);
    if !found.is_empty() || second == first || !code_like(&small, dpi / first) {
        return found;
    }
    with(&Grey::reduced(image, second), second)
}

/// The largest whole factor that leaves the wanted resolution, or more.
fn factor(dpi: usize, wanted: usize) -> usize {
    (dpi / wanted).max(1)
}

fn with(grey: &Grey, factor: usize) -> Vec<Code> {
    let read = || -> Option<Vec<Code>> {
        let reader = BarcodeReader::new()
            .formats([BarcodeFormat::QRCode, BarcodeFormat::DataMatrix, BarcodeFormat::Code128])
            .try_harder(true)
            .try_rotate(true)
            .try_invert(false)
            .try_downscale(false)
            .max_number_of_symbols(CODES_MAX);
        let view = ImageView::from_slice(
            &grey.px,
            i32::try_from(grey.width).ok()?,
            i32::try_from(grey.height).ok()?,
            ImageFormat::Lum,
        );
        let found = reader.from(view.ok()?).ok()?;
        Some(found.iter().filter_map(|barcode| code(barcode, grey, factor)).collect())
    };
    guarded(read).flatten().unwrap_or_default()
}

fn code(barcode: &Barcode, grey: &Grey, factor: usize) -> Option<Code> {
    let art = match barcode.symbology() {
        BarcodeFormat::QRCode => CodeArt::Qr,
        BarcodeFormat::DataMatrix => CodeArt::DataMatrix,
        BarcodeFormat::Code128 => CodeArt::Code128,
        _ => return None,
    };
    let inhalt = barcode.text();
    if !barcode.is_valid() || inhalt.len() > CONTENT_MAX {
        return None;
    }
    let at = barcode.position();
    let corners = [at.top_left, at.top_right, at.bottom_right, at.bottom_left];
    let scale = |value: i32, limit: usize| -> u32 {
        let value = usize::try_from(value).unwrap_or(0).min(limit);
        size(value * factor)
    };
    let xs = corners.map(|corner| scale(corner.x, grey.width));
    let ys = corners.map(|corner| scale(corner.y, grey.height));
    let least = |values: [u32; 4]| values.into_iter().min().unwrap_or(0);
    let most = |values: [u32; 4]| values.into_iter().max().unwrap_or(0);
    Some(Code {
        art,
        inhalt,
        kasten: [least(xs), least(ys), most(xs), most(ys)],
        winkel: u16::try_from(barcode.orientation().rem_euclid(360)).unwrap_or(0),
    })
}

/// Whether the page has areas as dense as a code and as restless; text is paler, pictures and
/// bars are calmer.
fn code_like(grey: &Grey, dpi: usize) -> bool {
    // A tile of 3 mm; a code that matters has several.
    let side = (dpi / 8).max(6);
    let (dark, bright) = (grey.percentile(2), grey.percentile(70));
    if bright.saturating_sub(dark) < 20 {
        return false;
    }
    let middle = u8::midpoint(dark, bright);
    let mut above: Vec<bool> = Vec::new();
    for top in (0..grey.height.saturating_sub(side)).step_by(side) {
        let dense = dense_tiles(grey, top, side, middle);
        // Lines of text are dense, but what lies between them is not: four in a square are.
        let pairs = |tiles: &[bool]| tiles.windows(2).map(|two| two == [true; 2]).collect();
        let (upper, lower): (Vec<bool>, Vec<bool>) = (pairs(&above), pairs(&dense));
        if upper.iter().zip(&lower).any(|(upper, lower)| *upper && *lower) {
            return true;
        }
        above = dense;
    }
    false
}

/// Whether each tile of a row of tiles is about half ink and changes all the time.
fn dense_tiles(grey: &Grey, top: usize, side: usize, middle: u8) -> Vec<bool> {
    let mut tiles = vec![(0_usize, 0_usize); grey.width / side];
    for y in top..top + side {
        for (tile, part) in tiles.iter_mut().zip(grey.row(y).chunks_exact(side)) {
            tile.0 += part.iter().filter(|value| **value < middle).count();
            let next = part.iter().zip(part.iter().skip(1));
            tile.1 += next.filter(|(a, b)| (**a < middle) != (**b < middle)).count();
        }
    }
    let area = side * side;
    let half = area * 33..area * 70;
    tiles.iter().map(|(ink, changes)| half.contains(&(ink * 100)) && *changes >= side).collect()
}

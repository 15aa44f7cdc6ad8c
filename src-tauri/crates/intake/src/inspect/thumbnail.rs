//! The small picture of a first page.
//!
//! Never draws more than page one and never larger than the lists show it.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use super::image::Raster;

/// Widest picture, in pixels.
const WIDTH_MAX: usize = 240;
/// Tallest picture, in pixels: receipts are long.
const HEIGHT_MAX: usize = 480;

/// Draws page one of a PDF.
pub(super) fn of_pdf(bytes: Vec<u8>) -> Option<Vec<u8>> {
    let pdf = Pdf::new(bytes).ok()?;
    let page = pdf.pages().first()?;
    let (width, height) = page.render_dimensions();
    if !(width >= 1.0 && height >= 1.0) {
        return None;
    }
    // A little more than a whole pixel, since the renderer cuts the fraction off.
    let scale = ((WIDTH_MAX as f32 + 0.01) / width).min((HEIGHT_MAX as f32 + 0.01) / height);
    if width * scale < 1.0 || height * scale < 1.0 {
        return None;
    }
    let pixmap = render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings { hinting: false, ..RenderSettings::default() },
        &PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE },
    );
    let (width, height) = (pixmap.width().into(), pixmap.height().into());
    let rgb = pixmap.data().iter().flat_map(|p| [p.r, p.g, p.b]).collect();
    encode(&Raster::new(width, height, rgb)?)
}

/// Makes an image small.
pub(super) fn of_raster(raster: &Raster) -> Option<Vec<u8>> {
    encode(&shrink(raster)?)
}

/// Averages the pixels under each pixel of the smaller image; never enlarges.
fn shrink(raster: &Raster) -> Option<Raster> {
    let (width, height) = (raster.width, raster.height);
    // The side that is further over its limit decides; at least one pixel remains.
    let (small_width, small_height) = if width <= WIDTH_MAX && height <= HEIGHT_MAX {
        (width, height)
    } else if width * HEIGHT_MAX >= height * WIDTH_MAX {
        (WIDTH_MAX, (height * WIDTH_MAX / width).max(1))
    } else {
        ((width * HEIGHT_MAX / height).max(1), HEIGHT_MAX)
    };
    let mut sums = vec![[0_u64; 4]; small_width * small_height];
    for (y, row) in raster.rgb().chunks_exact(width * 3).enumerate() {
        let small_row = y * small_height / height * small_width;
        for (x, pixel) in row.chunks_exact(3).enumerate() {
            let sum = sums.get_mut(small_row + x * small_width / width)?;
            for (sum, part) in sum.iter_mut().zip(pixel.iter().chain(&[1])) {
                *sum += u64::from(*part);
            }
        }
    }
    let average = |[r, g, b, count]: [u64; 4]| {
        [r, g, b].map(|sum| u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX))
    };
    Raster::new(small_width, small_height, sums.into_iter().flat_map(average).collect())
}

/// Writes a PNG; grey pages, the most common ones, take a third.
fn encode(raster: &Raster) -> Option<Vec<u8>> {
    let width = u32::try_from(raster.width).ok()?;
    let height = u32::try_from(raster.height).ok()?;
    let grey: Option<Vec<u8>> = raster
        .rgb()
        .chunks_exact(3)
        .map(|pixel| match pixel {
            [r, g, b] if r == g && g == b => Some(*r),
            _ => None,
        })
        .collect();
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, width, height);
    encoder.set_color(if grey.is_some() { png::ColorType::Grayscale } else { png::ColorType::Rgb });
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(grey.as_deref().unwrap_or(raster.rgb())).ok()?;
    writer.finish().ok()?;
    Some(png)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_become_small_and_keep_their_shape() {
        for (width, height, small) in [
            (2480, 3508, (240, 339)),
            (100, 50, (100, 50)),
            (1000, 9000, (53, 480)),
            (9000, 10, (240, 1)),
            (240, 480, (240, 480)),
        ] {
            let raster = Raster::new(width, height, vec![7; width * height * 3]).unwrap();
            let shrunk = shrink(&raster).unwrap();
            assert_eq!((shrunk.width, shrunk.height), small);
            assert!(shrunk.rgb().iter().all(|part| *part == 7));
        }
    }
}

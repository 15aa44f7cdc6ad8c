//! The small picture of a first page.
//!
//! Never draws more than page one and never larger than the lists show it.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use crate::image::Raster;
use crate::shrink::{HEIGHT_MAX, WIDTH_MAX};

/// Draws page one of a PDF.
pub(crate) fn of_pdf(bytes: Vec<u8>, password: &str) -> Option<Vec<u8>> {
    let pdf = Pdf::new_with_password(bytes, password).ok()?;
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
    of_raster(&Raster::new(width, height, rgb)?)
}

/// Writes a small image as a PNG; grey pages, the most common ones, take a third.
pub(crate) fn of_raster(raster: &Raster) -> Option<Vec<u8>> {
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

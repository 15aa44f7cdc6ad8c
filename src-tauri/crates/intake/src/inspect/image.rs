//! Single images: PNG and JPEG, decoded within bounds.
//!
//! Never decodes more pixels than a clerk's screen could ever need from one page.

use std::io::Cursor;

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::sniff::{Format, contains, tail};

/// A3 at 600 dpi, with some room.
const PIXELS_MAX: u64 = 80_000_000;
/// Cameras append data after the end of a JPEG.
const JPEG_END_WITHIN: usize = 64 * 1024;

/// An image in memory: rows of red, green, blue.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Raster {
    pub(super) width: usize,
    pub(super) height: usize,
    // Invariant: `width * height * 3` bytes, checked in `new`.
    rgb: Vec<u8>,
}

impl Raster {
    /// Creates an image; `None` if the bytes do not fit the size.
    pub(super) fn new(width: usize, height: usize, rgb: Vec<u8>) -> Option<Raster> {
        let fits = width.checked_mul(height)?.checked_mul(3)? == rgb.len();
        (fits && width > 0 && height > 0).then_some(Raster { width, height, rgb })
    }

    /// Returns the bytes, row by row.
    pub(super) fn rgb(&self) -> &[u8] {
        &self.rgb
    }
}

/// What came of decoding an image.
#[derive(Debug)]
pub(super) enum Decoded {
    /// The image.
    Raster(Raster),
    /// Sound as far as seen, but too many pixels to decode here.
    TooBig,
    /// Cannot be decoded, or ends early.
    Damaged,
}

/// Decodes a PNG or JPEG.
pub(super) fn decode(bytes: &[u8], format: Format) -> Decoded {
    match format {
        Format::Png => png(bytes),
        _ => jpeg(bytes),
    }
    .unwrap_or(Decoded::Damaged)
}

fn png(bytes: &[u8]) -> Option<Decoded> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = reader.info().size();
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Some(Decoded::TooBig);
    }
    let mut pixels = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut pixels).ok()?;
    let pixels = pixels.get(..frame.buffer_size())?;
    let rgb = match frame.color_type {
        png::ColorType::Rgb => pixels.to_vec(),
        png::ColorType::Grayscale => pixels.iter().flat_map(|g| [*g; 3]).collect(),
        png::ColorType::GrayscaleAlpha => {
            on_white(pixels.chunks_exact(2), |p| Some(([*p.first()?; 3], *p.get(1)?)))
        }
        png::ColorType::Rgba => on_white(pixels.chunks_exact(4), |p| match p {
            [r, g, b, a] => Some(([*r, *g, *b], *a)),
            _ => None,
        }),
        png::ColorType::Indexed => return None,
    };
    Raster::new(usize::try_from(width).ok()?, usize::try_from(height).ok()?, rgb)
        .map(Decoded::Raster)
}

fn on_white<'a>(
    pixels: impl Iterator<Item = &'a [u8]>,
    split: impl Fn(&[u8]) -> Option<([u8; 3], u8)>,
) -> Vec<u8> {
    let blend = |(color, alpha): ([u8; 3], u8)| {
        color.map(|c| {
            let mixed = (u16::from(c) * u16::from(alpha) + 255 * (255 - u16::from(alpha))) / 255;
            mixed.try_into().unwrap_or(u8::MAX)
        })
    };
    pixels.filter_map(split).flat_map(blend).collect()
}

fn jpeg(bytes: &[u8]) -> Option<Decoded> {
    // The decoder has its own bounds per side; ours is on the product.
    let options = DecoderOptions::default()
        .jpeg_set_out_colorspace(ColorSpace::RGB)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX));
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    let info = decoder.info()?;
    if u64::from(info.width) * u64::from(info.height) > PIXELS_MAX {
        return Some(Decoded::TooBig);
    }
    let rgb = decoder.decode().ok()?;
    // The decoder fills what is missing with grey and calls that a success.
    if !contains(tail(bytes, JPEG_END_WITHIN), b"\xFF\xD9") {
        return None;
    }
    Raster::new(info.width.into(), info.height.into(), rgb).map(Decoded::Raster)
}

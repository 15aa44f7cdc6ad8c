//! Single images, made small while they are decoded.
//!
//! Never holds more decoded pixels than a bound for their kind allows.

use std::io::Cursor;
use std::num::NonZeroU64;

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::shrink::{Colours, Pixels, Shrinker};
use crate::sniff::{ImageKind, contains, tail};

/// Most pixels of an image that is decoded as a whole: A3 at 600 dpi has 70 million, and the
/// decoder holds three bytes for each.
pub(crate) const WHOLE_PIXELS_MAX: u64 = 75_000_000;
/// Most pixels of an image whose decoder holds much more for each.
const HEAVY_PIXELS_MAX: u64 = 36_000_000;
/// Most pixels of an image that comes row by row; only time counts.
const ROWS_PIXELS_MAX: u64 = 600_000_000;
/// Cameras append data after the end of a JPEG.
const JPEG_END_WITHIN: usize = 64 * 1024;

/// A small image in memory: rows of red, green, blue.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Raster {
    pub(crate) width: usize,
    pub(crate) height: usize,
    // Invariant: `width * height * 3` bytes, checked in `new`.
    rgb: Vec<u8>,
}

impl Raster {
    /// Creates an image; `None` if the bytes do not fit the size.
    pub(crate) fn new(width: usize, height: usize, rgb: Vec<u8>) -> Option<Raster> {
        let fits = width.checked_mul(height)?.checked_mul(3)? == rgb.len();
        (fits && width > 0 && height > 0).then_some(Raster { width, height, rgb })
    }

    /// Returns the bytes, row by row.
    pub(crate) fn rgb(&self) -> &[u8] {
        &self.rgb
    }
}

/// What came of decoding an image.
#[derive(Debug)]
pub(crate) enum Decoded {
    /// The image, small.
    Raster(Raster),
    /// Sound as far as seen, but too many pixels to decode here.
    TooBig,
    /// Cannot be decoded, or ends early.
    Damaged,
}

/// Decodes an image.
pub(crate) fn decode(bytes: &[u8], kind: ImageKind) -> Decoded {
    match kind {
        ImageKind::Png => png(bytes),
        ImageKind::Jpeg => jpeg(bytes),
        ImageKind::Gif => gif(bytes),
        ImageKind::Webp => webp(bytes),
    }
    .unwrap_or(Decoded::Damaged)
}

fn png(bytes: &[u8]) -> Option<Decoded> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = reader.info().size();
    let interlaced = reader.info().interlaced;
    let pixels = u64::from(width) * u64::from(height);
    if pixels > if interlaced { HEAVY_PIXELS_MAX } else { ROWS_PIXELS_MAX } {
        return Some(Decoded::TooBig);
    }
    let mut shrinker = Shrinker::new(width.try_into().ok()?, height.try_into().ok()?)?;
    let color = reader.output_color_type().0;
    if interlaced {
        let mut pixels = vec![0; reader.output_buffer_size()?];
        let frame = reader.next_frame(&mut pixels).ok()?;
        for row in pixels.chunks_exact(frame.line_size.max(1)) {
            push_png(&mut shrinker, color, row)?;
        }
    } else {
        for _ in 0..height {
            let row = reader.next_row().ok()??;
            push_png(&mut shrinker, color, row.data())?;
        }
        reader.finish().ok()?;
    }
    shrinker.finish().map(Decoded::Raster)
}

fn push_png(shrinker: &mut Shrinker, color: png::ColorType, row: &[u8]) -> Option<()> {
    match color {
        png::ColorType::Rgb => {
            push(shrinker, row, 3, |p| Some([*p.first()?, *p.get(1)?, *p.get(2)?]))
        }
        png::ColorType::Grayscale => push(shrinker, row, 1, |p| Some([*p.first()?; 3])),
        png::ColorType::GrayscaleAlpha => {
            push(shrinker, row, 2, |p| Some(on_white([*p.first()?; 3], *p.get(1)?)));
        }
        png::ColorType::Rgba => push(shrinker, row, 4, rgba),
        png::ColorType::Indexed => return None,
    }
    Some(())
}

fn push(
    shrinker: &mut Shrinker,
    row: &[u8],
    samples: usize,
    color: impl Fn(&[u8]) -> Option<[u8; 3]>,
) {
    shrinker.push(row.chunks_exact(samples).filter_map(color));
}

fn rgba(pixel: &[u8]) -> Option<[u8; 3]> {
    match pixel {
        [r, g, b, alpha] => Some(on_white([*r, *g, *b], *alpha)),
        _ => None,
    }
}

fn on_white(color: [u8; 3], alpha: u8) -> [u8; 3] {
    color.map(|c| {
        let mixed = (u16::from(c) * u16::from(alpha) + 255 * (255 - u16::from(alpha))) / 255;
        mixed.try_into().unwrap_or(u8::MAX)
    })
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
    let pixels = u64::from(info.width) * u64::from(info.height);
    // Progressive images are held as coefficients beside the pixels.
    if pixels > if progressive(bytes) { HEAVY_PIXELS_MAX } else { WHOLE_PIXELS_MAX } {
        return Some(Decoded::TooBig);
    }
    let rgb = decoder.decode().ok()?;
    // The decoder fills what is missing with grey and calls that a success.
    if !contains(tail(bytes, JPEG_END_WITHIN), b"\xFF\xD9") {
        return None;
    }
    shrunk(info.width.into(), info.height.into(), &rgb)
}

/// Whether a JPEG may be progressive; a thumbnail inside may say so too, which costs only bounds.
fn progressive(bytes: &[u8]) -> bool {
    contains(bytes, b"\xFF\xC2")
}

fn gif(bytes: &[u8]) -> Option<Decoded> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    options.set_memory_limit(gif::MemoryLimit::Bytes(NonZeroU64::new(HEAVY_PIXELS_MAX * 4)?));
    let mut decoder = options.read_info(Cursor::new(bytes)).ok()?;
    let frame = decoder.read_next_frame().ok()??;
    let (width, height) = (usize::from(frame.width), usize::from(frame.height));
    let mut shrinker = Shrinker::new(width, height)?;
    for row in frame.buffer.chunks_exact(width * 4) {
        push(&mut shrinker, row, 4, rgba);
    }
    shrinker.finish().map(Decoded::Raster)
}

fn webp(bytes: &[u8]) -> Option<Decoded> {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > HEAVY_PIXELS_MAX {
        return Some(Decoded::TooBig);
    }
    decoder.set_memory_limit(usize::try_from(HEAVY_PIXELS_MAX * 4).ok()?);
    let mut pixels = vec![0; decoder.output_buffer_size()?];
    decoder.read_image(&mut pixels).ok()?;
    let (width, height) = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
    if !decoder.has_alpha() {
        return shrunk(width, height, &pixels);
    }
    let mut shrinker = Shrinker::new(width, height)?;
    for row in pixels.chunks_exact(width * 4) {
        push(&mut shrinker, row, 4, rgba);
    }
    shrinker.finish().map(Decoded::Raster)
}

fn shrunk(width: usize, height: usize, rgb: &[u8]) -> Option<Decoded> {
    let mut shrinker = Shrinker::new(width, height)?;
    let pixels = Pixels { bits: 8, samples: 3, colours: Colours::Rgb };
    for row in rgb.chunks_exact(pixels.row_bytes(width)?) {
        shrinker.push((0..width).map(|x| pixels.get(row, x)));
    }
    shrinker.finish().map(Decoded::Raster)
}

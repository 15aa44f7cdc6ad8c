//! TIFF: pages counted, the first one made small.
//!
//! Never decodes more than one strip at a time, and never a page other than the first.

use std::io::Cursor;

use tiff::decoder::{ChunkType, Decoder, DecodingResult, Limits};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError};

use crate::image::Raster;
use crate::shrink::{Colours, Pixels, Shrinker};
use crate::{Befund, Picture, guarded, hinweis};

/// Most pages that are counted.
const PAGES_MAX: u32 = 10_000;
/// Most bytes of a strip, or of a tiled image as a whole.
const CHUNK_BYTES_MAX: usize = 128 * 1024 * 1024;
/// Most pixels of the first page; only time counts.
const PIXELS_MAX: u64 = 600_000_000;

type Reader<'a> = Decoder<Cursor<&'a [u8]>>;

/// Reads the facts, and the first page small.
pub(crate) fn read(bytes: &[u8], befund: &mut Befund) -> Picture {
    let Some(Some(pages)) = guarded(|| pages(bytes)) else {
        befund.check(hinweis::BILD_BESCHAEDIGT);
        return Picture::None;
    };
    befund.merkmale.seiten = Some(pages.count);
    befund.merkmale.seiten_ohne_text = pages.count;
    if pages.broken {
        befund.check(hinweis::BILD_BESCHAEDIGT);
    } else if pages.count == PAGES_MAX {
        befund.check(hinweis::TIFF_SEITEN);
    }
    match guarded(|| first(bytes)) {
        Some(Ok(raster)) => Picture::Raster(raster),
        Some(Err(TiffError::UnsupportedError(_) | TiffError::LimitsExceeded)) => {
            befund.note(hinweis::BILD_OHNE_VORSCHAU);
            Picture::None
        }
        _ => {
            befund.check(hinweis::BILD_BESCHAEDIGT);
            Picture::None
        }
    }
}

struct Pages {
    count: u32,
    broken: bool,
}

fn reader(bytes: &[u8]) -> Result<Reader<'_>, TiffError> {
    let mut limits = Limits::default();
    limits.decoding_buffer_size = CHUNK_BYTES_MAX;
    limits.intermediate_buffer_size = CHUNK_BYTES_MAX / 2;
    Ok(Decoder::new(Cursor::new(bytes))?.with_limits(limits))
}

/// Counts the pages; `None` if there is not even one.
fn pages(bytes: &[u8]) -> Option<Pages> {
    let mut reader = reader(bytes).ok()?;
    let mut pages = Pages { count: 1, broken: false };
    while pages.count < PAGES_MAX && reader.more_images() {
        if let Err(error) = reader.next_image() {
            // A page in an unknown coding is a page.
            if !matches!(error, TiffError::UnsupportedError(_)) {
                pages.broken = true;
                break;
            }
        }
        pages.count += 1;
    }
    Some(pages)
}

fn first(bytes: &[u8]) -> Result<Raster, TiffError> {
    let mut reader = reader(bytes)?;
    let (width, height) = reader.dimensions()?;
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(TiffError::LimitsExceeded);
    }
    let pixels = layout(&mut reader)?;
    let (width, height) = (width as usize, height as usize);
    let Some(mut shrinker) = Shrinker::new(width, height) else {
        return Err(TiffError::LimitsExceeded);
    };
    if reader.get_chunk_type() == ChunkType::Tile {
        let stride = pixels.row_bytes(width).unwrap_or_default();
        push(&mut shrinker, &pixels, &reader.read_image()?, width, stride)?;
    } else {
        for strip in 0..reader.strip_count()? {
            let layout = reader.image_chunk_buffer_layout(strip)?;
            let stride = layout.row_stride.map_or(layout.len, usize::from);
            push(&mut shrinker, &pixels, &reader.read_chunk(strip)?, width, stride)?;
        }
    }
    shrinker.finish().ok_or(TiffError::LimitsExceeded)
}

fn push(
    shrinker: &mut Shrinker,
    pixels: &Pixels,
    decoded: &DecodingResult,
    width: usize,
    stride: usize,
) -> Result<(), TiffError> {
    let narrowed: Vec<u8>;
    let (bytes, stride, pixels) = match decoded {
        DecodingResult::U8(bytes) => (bytes.as_slice(), stride, pixels.clone()),
        DecodingResult::U16(samples) => {
            narrowed = samples.iter().map(|sample| (sample >> 8) as u8).collect();
            (narrowed.as_slice(), stride / 2, Pixels { bits: 8, ..pixels.clone() })
        }
        _ => return Err(TiffError::LimitsExceeded),
    };
    for row in bytes.chunks_exact(stride.max(1)) {
        shrinker.push((0..width).map(|x| pixels.get(row, x)));
    }
    Ok(())
}

fn layout(reader: &mut Reader<'_>) -> Result<Pixels, TiffError> {
    const PLANAR: u32 = 2;
    let planar = reader.find_tag_unsigned::<u32>(Tag::PlanarConfiguration)? == Some(PLANAR);
    let (bits, samples, colours) = match reader.colortype()? {
        ColorType::Gray(bits) => (bits, 1, Colours::Grey),
        ColorType::GrayA(bits) => (bits, 2, Colours::Grey),
        ColorType::RGB(bits) if !planar => (bits, 3, Colours::Rgb),
        ColorType::RGBA(bits) if !planar => (bits, 4, Colours::Rgb),
        ColorType::CMYK(bits) if !planar => (bits, 4, Colours::Cmyk),
        ColorType::Palette(bits) => (bits, 1, Colours::Palette(palette(reader, bits)?)),
        _ => return Err(TiffError::LimitsExceeded),
    };
    match bits {
        1 | 2 | 4 | 8 | 16 => Ok(Pixels { bits: bits.into(), samples, colours }),
        _ => Err(TiffError::LimitsExceeded),
    }
}

/// Reads the colours of a palette: all reds, all greens, all blues, sixteen bits each.
fn palette(reader: &mut Reader<'_>, bits: u8) -> Result<Vec<[u8; 3]>, TiffError> {
    let map = reader.get_tag_u16_vec(Tag::ColorMap)?;
    let count = 1_usize << bits.min(16);
    let part = |index: usize| map.get(index).map_or(0, |value| (value >> 8) as u8);
    Ok((0..count).map(|i| [part(i), part(count + i), part(2 * count + i)]).collect())
}

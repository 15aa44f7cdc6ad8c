//! JPEG, alone or inside a PDF.
//!
//! Never decodes what would not fit into memory, and never passes on CMYK.

use std::io::Cursor;

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::exif::{self, Exif};
use super::sink::{Picture, Row, Sink};
use super::{Abstrich, Limits, PageError, SourcePage, Transport};
use crate::{PageImage, Pixels, Turn};

/// Most bytes that decoding may take: pixels, and coefficients where it is progressive.
const MEMORY_MAX: u64 = 440_000_000;
/// Cameras append data after the end.
const END_WITHIN: usize = 64 * 1024;

/// A decoded JPEG.
pub(super) struct Jpeg {
    pub(super) picture: Picture,
    pub(super) width: u32,
    pub(super) height: u32,
    /// 1 or 3 where it may be passed on.
    pub(super) components: Option<u8>,
    pub(super) exif: Exif,
    pub(super) dpi: Option<(f32, f32)>,
    pub(super) colour_lost: bool,
    pub(super) ends: bool,
}

/// Decodes a JPEG within the limits.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Jpeg, PageError> {
    let options = DecoderOptions::default()
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX));
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(bytes), options);
    decoder.decode_headers().map_err(|_| PageError::Damaged)?;
    let info = decoder.info().ok_or(PageError::Damaged)?;
    let input = decoder.input_colorspace().ok_or(PageError::Damaged)?;
    let (passes, colour) = match (input, info.components) {
        (ColorSpace::Luma, 1) => (Some(1), false),
        (ColorSpace::YCbCr | ColorSpace::RGB, 3) => (Some(3), true),
        _ => (None, true),
    };
    let pixels = u64::from(info.width) * u64::from(info.height);
    let head = Head::of(bytes);
    let kept = if head.progressive { u64::from(info.components) * 2 } else { 0 };
    let fits = |out: u64| pixels * (out + kept) <= MEMORY_MAX;
    let grey = !colour || !fits(3);
    // Only from YCbCr does grey come without its colours being decoded.
    if !fits(if grey { 1 } else { 3 }) || (grey && colour && input != ColorSpace::YCbCr) {
        return Err(PageError::TooLarge);
    }
    let (space, row) =
        if grey { (ColorSpace::Luma, Row::Grey) } else { (ColorSpace::RGB, Row::Rgb) };
    decoder.set_options(options.jpeg_set_out_colorspace(space));
    let decoded = decoder.decode().map_err(|_| PageError::Damaged)?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    let mut sink = Sink::new((width, height), row, limits)?;
    decoded.chunks_exact(sink.row_len()).for_each(|row| sink.push(row));
    drop(decoded);
    let exif = info.exif_data.as_deref().map(exif::read).unwrap_or_default();
    Ok(Jpeg {
        picture: sink.finish()?,
        width,
        height,
        components: passes,
        exif,
        dpi: head.dpi.or(exif.dpi),
        colour_lost: grey && colour,
        ends: ends(bytes),
    })
}

/// Shows a JPEG file.
pub(super) fn page(bytes: &[u8], limits: &Limits) -> Result<SourcePage, PageError> {
    let jpeg = decode(bytes, limits)?;
    let extent = Picture::extent((jpeg.width, jpeg.height), jpeg.dpi);
    let transport = match jpeg.components {
        Some(components) if jpeg.ends && !jpeg.exif.mirrored => Transport::Jpeg {
            bytes: bytes.to_vec(),
            width: jpeg.width,
            height: jpeg.height,
            components,
        },
        _ => Transport::None,
    };
    let turn = if jpeg.exif.mirrored { Turn::None } else { jpeg.exif.turn };
    let mut page = jpeg.picture.page(extent, turn, transport)?;
    if jpeg.exif.mirrored {
        page.image = crate::raster::turned(&mirrored(&page.image), jpeg.exif.turn);
        if jpeg.exif.turn.sideways() {
            std::mem::swap(&mut page.width_centipoint, &mut page.height_centipoint);
        }
    }
    note(&mut page, jpeg.colour_lost, jpeg.ends);
    Ok(page)
}

/// Says what is missing.
pub(super) fn note(page: &mut SourcePage, colour_lost: bool, ends: bool) {
    if colour_lost {
        page.abstriche.push(Abstrich::OhneFarbe);
    }
    // The decoder fills what is missing and calls that a success.
    if !ends {
        page.abstriche.push(Abstrich::Unvollstaendig);
    }
}

fn ends(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(END_WITHIN)..).unwrap_or_default();
    tail.windows(2).any(|pair| pair == b"\xff\xd9")
}

/// What stands before the first frame.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Head {
    /// Whether all coefficients are kept in memory.
    progressive: bool,
    /// Pixels per inch, where a JFIF part states them.
    dpi: Option<(f32, f32)>,
}

impl Head {
    fn of(bytes: &[u8]) -> Self {
        let mut head = Self::default();
        let mut at = 2;
        while let Some([0xff, marker, high, low, body @ ..]) = bytes.get(at..) {
            match marker {
                0xff => at += 1,
                0xc2 | 0xc6 | 0xca | 0xce => {
                    head.progressive = true;
                    break;
                }
                0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => break,
                0xda | 0xd9 => break,
                0x01 | 0xd0..=0xd8 => at += 2,
                _ => {
                    if *marker == 0xe0 {
                        head.dpi = head.dpi.or(density(body));
                    }
                    at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
                }
            }
        }
        head
    }
}

/// Reads the density of a JFIF part.
fn density(body: &[u8]) -> Option<(f32, f32)> {
    let [unit, x1, x0, y1, y0, ..] = body.strip_prefix(b"JFIF\0")?.get(2..)? else { return None };
    let scale = match unit {
        1 => 1.0,
        2 => 2.54,
        _ => return None,
    };
    let side = |high, low| f32::from(u16::from_be_bytes([high, low])) * scale;
    Some((side(*x1, *x0), side(*y1, *y0)))
}

/// Exchanges left and right.
fn mirrored(image: &PageImage) -> PageImage {
    let width = crate::raster::idx(image.width());
    let flip = |px: &[u8], n: usize| -> Vec<u8> {
        px.chunks_exact(width * n)
            .flat_map(|row| row.chunks_exact(n).rev().flatten().copied())
            .collect()
    };
    let pixels = match image.pixels() {
        Pixels::Grey(px) => Pixels::Grey(flip(px, 1)),
        Pixels::Rgb(px) => Pixels::Rgb(flip(px, 3)),
        Pixels::Bitonal(_) => return image.clone(),
    };
    PageImage::new(image.width(), image.height(), image.dpi(), pixels)
        .unwrap_or_else(|| image.clone())
}

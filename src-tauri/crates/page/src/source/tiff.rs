//! TIFF files of one or many pages.
//!
//! Never decodes more than a strip, or a row of tiles, at a time.

use std::io::Cursor;

use hayro_ccitt::EncodingMode;
use tiff::ColorType;
use tiff::decoder::{ChunkType, Decoder, DecodingResult};
use tiff::tags::Tag;

use super::ccitt::{self, Coding};
use super::exif;
use super::sink::{Extent, Picture, Row, Sink};
use super::{Limits, PageError, SourcePage, Transport};
use crate::Turn;
use crate::raster::idx;

/// Most pages of a file.
const PAGES_MAX: u32 = 20_000;
/// Most bytes of a strip or row of tiles.
const CHUNK_MAX: usize = 400 * 1024 * 1024;

const T4_OPTIONS: Tag = Tag::Unknown(292);
const FILL_ORDER: Tag = Tag::Unknown(266);

type Tiff<'a> = Decoder<Cursor<&'a [u8]>>;

fn open(bytes: &[u8]) -> Result<Tiff<'_>, PageError> {
    let decoder = Decoder::new(Cursor::new(bytes)).map_err(|_| PageError::Damaged)?;
    let mut limits = tiff::decoder::Limits::default();
    limits.decoding_buffer_size = CHUNK_MAX;
    limits.intermediate_buffer_size = CHUNK_MAX;
    // Offsets of strips: four bytes each for rows of a very long page.
    limits.ifd_value_size = 4 * 1024 * 1024;
    Ok(decoder.with_limits(limits))
}

/// Counts the pages.
pub(super) fn count(bytes: &[u8]) -> Result<u32, PageError> {
    crate::guarded(|| {
        let mut decoder = open(bytes)?;
        let mut count = 1;
        while count < PAGES_MAX && decoder.more_images() && decoder.next_image().is_ok() {
            count += 1;
        }
        Ok(count)
    })
    .unwrap_or(Err(PageError::Damaged))
}

/// Shows a page.
pub(super) fn page(bytes: &[u8], number: u32, limits: &Limits) -> Result<SourcePage, PageError> {
    let mut decoder = open(bytes)?;
    if number > 0 {
        decoder.seek_to_image(idx(number)).map_err(|_| PageError::Damaged)?;
    }
    let size = decoder.dimensions().map_err(|_| PageError::Damaged)?;
    let extent = Picture::extent(size, resolution(&mut decoder));
    let (turn, mirrored) = exif::turn(unsigned(&mut decoder, Tag::Orientation).unwrap_or(1));
    // Nobody scans mirrored pages; programs that write these numbers mean the turn.
    let turn = if mirrored { Turn::None } else { turn };
    match unsigned(&mut decoder, Tag::Compression) {
        Some(method @ 2..=4) => {
            facsimile(&mut decoder, bytes, method, (size, extent, turn), limits)
        }
        _ => {
            let mut sink = None;
            read(&mut decoder, size, limits, &mut sink)?;
            let picture = sink.ok_or(PageError::Damaged)?.finish()?;
            picture.page(extent, turn, Transport::None)
        }
    }
}

fn unsigned(decoder: &mut Tiff<'_>, tag: Tag) -> Option<u32> {
    decoder.find_tag_unsigned(tag).ok().flatten()
}

/// Pixels per inch, where the file states them.
fn resolution(decoder: &mut Tiff<'_>) -> Option<(f32, f32)> {
    let scale = match unsigned(decoder, Tag::ResolutionUnit) {
        None | Some(2) => 1.0,
        Some(3) => 2.54,
        _ => return None,
    };
    let mut side = |tag| {
        let value = match decoder.find_tag(tag).ok()?? {
            tiff::decoder::ifd::Value::Rational(over, under) if under > 0 => {
                over as f32 / under as f32
            }
            value => value.into_u32().ok()? as f32,
        };
        Some(value * scale)
    };
    Some((side(Tag::XResolution)?, side(Tag::YResolution)?))
}

/// Facsimile strips, which are decoded here: the crate knows neither group 3 nor reversed bits.
fn facsimile(
    decoder: &mut Tiff<'_>,
    bytes: &[u8],
    method: u32,
    ((width, height), extent, turn): ((u32, u32), Extent, Turn),
    limits: &Limits,
) -> Result<SourcePage, PageError> {
    let mut list = |tag| decoder.find_tag_unsigned_vec::<u64>(tag).ok().flatten();
    let offsets = list(Tag::StripOffsets).ok_or(PageError::Unsupported)?;
    let counts = list(Tag::StripByteCounts).ok_or(PageError::Unsupported)?;
    let per_strip = unsigned(decoder, Tag::RowsPerStrip).unwrap_or(height).clamp(1, height.max(1));
    let reversed = unsigned(decoder, FILL_ORDER) == Some(2);
    let two_dimensional = unsigned(decoder, T4_OPTIONS).unwrap_or(0) & 1 == 1;
    let inverted = unsigned(decoder, Tag::PhotometricInterpretation) == Some(1);
    let mode = match method {
        4 => EncodingMode::Group4,
        3 if two_dimensional => EncodingMode::Group3_2D,
        _ => EncodingMode::Group3_1D,
    };
    let mut sink = Sink::new((width, height), Row::Bits, limits)?;
    let mut transport = Transport::None;
    let mut left = height;
    for (offset, count) in offsets.iter().zip(&counts) {
        let strip = usize::try_from(*offset)
            .ok()
            .zip(usize::try_from(*count).ok())
            .and_then(|(from, len)| bytes.get(from..from.checked_add(len)?));
        let Some(strip) = strip else { break };
        let turned: Vec<u8>;
        let strip = if reversed {
            turned = strip.iter().map(|byte| byte.reverse_bits()).collect();
            &turned
        } else {
            strip
        };
        let rows = per_strip.min(left);
        // Method 2 begins each row on a new byte.
        let coding = Coding { mode, width, height: rows, byte_aligned: method == 2, inverted };
        if ccitt::decode(strip, &coding, &mut sink) < rows {
            break;
        }
        left -= rows;
        if method == 4 && rows == height {
            transport = Transport::CcittG4 {
                bytes: strip.to_vec(),
                width,
                height,
                black_is_1: inverted,
                byte_aligned: false,
            };
        }
        if left == 0 {
            break;
        }
    }
    sink.finish()?.page(extent, turn, transport)
}

/// Reads strips or rows of tiles; what breaks off keeps the rows before.
fn read(
    decoder: &mut Tiff<'_>,
    (width, height): (u32, u32),
    limits: &Limits,
    sink: &mut Option<Sink>,
) -> Result<(), PageError> {
    let colour = decoder.colortype().map_err(|_| PageError::Unsupported)?;
    let row = match colour {
        ColorType::Gray(1) => Row::Bits,
        ColorType::Gray(2 | 4 | 8 | 16) => Row::Grey,
        ColorType::RGB(8 | 16) | ColorType::RGBA(8) | ColorType::YCbCr(8) | ColorType::CMYK(8) => {
            Row::Rgb
        }
        _ => return Err(PageError::Unsupported),
    };
    let planar = unsigned(decoder, Tag::PlanarConfiguration) == Some(2);
    if planar && colour.num_samples() > 1 {
        return Err(PageError::Unsupported);
    }
    let sink = sink.insert(Sink::new((width, height), row, limits)?);
    let bytes_per_row = |columns: usize| {
        let bits = columns * usize::from(colour.num_samples()) * usize::from(colour.bit_depth());
        bits.div_ceil(8)
    };
    let (chunk_width, chunk_height) = decoder.chunk_dimensions();
    let tiles = decoder.get_chunk_type() == ChunkType::Tile;
    let across = if tiles { width.div_ceil(chunk_width.max(1)) } else { 1 };
    let down = height.div_ceil(chunk_height.max(1));
    let full = bytes_per_row(idx(width));
    if across > 1 && (full * idx(chunk_height) > CHUNK_MAX || colour.bit_depth() < 8) {
        return Err(PageError::TooLarge);
    }
    let mut out = Vec::new();
    for band in 0..down {
        if across == 1 {
            let Some(chunk) = chunk(decoder, band) else { return Ok(()) };
            chunk.chunks_exact(full).for_each(|row| put(row, colour, sink, &mut out));
            continue;
        }
        let rows = idx(chunk_height.min(height - band * chunk_height));
        let mut joined = vec![0_u8; full * rows];
        for n in 0..across {
            let Some(tile) = chunk(decoder, band * across + n) else { return Ok(()) };
            let columns = chunk_width.min(width - n * chunk_width);
            let len = bytes_per_row(idx(columns));
            let from = bytes_per_row(idx(n * chunk_width));
            for (row, part) in joined.chunks_exact_mut(full).zip(tile.chunks_exact(len)) {
                if let Some(place) = row.get_mut(from..from + len) {
                    place.copy_from_slice(part);
                }
            }
        }
        joined.chunks_exact(full).for_each(|row| put(row, colour, sink, &mut out));
    }
    Ok(())
}

fn chunk(decoder: &mut Tiff<'_>, number: u32) -> Option<Vec<u8>> {
    Some(match decoder.read_chunk(number).ok()? {
        DecodingResult::U8(bytes) => bytes,
        DecodingResult::U16(words) => words.into_iter().flat_map(u16::to_be_bytes).collect(),
        _ => return None,
    })
}

/// Brings a row into the shape the picture wants.
fn put(row: &[u8], colour: ColorType, sink: &mut Sink, out: &mut Vec<u8>) {
    out.clear();
    match colour {
        // The decoder has brought all files to white being 1.
        ColorType::Gray(1) => out.extend(row.iter().map(|byte| !byte)),
        // What fills the last byte lies behind the row's end, and the picture leaves it out.
        ColorType::Gray(2) => {
            let four = |byte: u8| [byte >> 6, byte >> 4 & 3, byte >> 2 & 3, byte & 3];
            out.extend(row.iter().flat_map(|byte| four(*byte)).map(|level| level * 0x55));
        }
        ColorType::Gray(4) => {
            let two = |byte: u8| [byte >> 4, byte & 0xf];
            out.extend(row.iter().flat_map(|byte| two(*byte)).map(|level| level * 0x11));
        }
        ColorType::Gray(16) | ColorType::RGB(16) => out.extend(row.iter().step_by(2)),
        ColorType::CMYK(8) => {
            for pixel in row.chunks_exact(4) {
                out.extend(uninked(pixel));
            }
        }
        ColorType::RGBA(8) => {
            for pixel in row.chunks_exact(4) {
                out.extend(pixel.iter().take(3));
            }
        }
        ColorType::YCbCr(8) => {
            for pixel in row.chunks_exact(3) {
                out.extend(rgb(pixel));
            }
        }
        _ => return sink.push(row),
    }
    sink.push(out);
}

/// What cyan, magenta, yellow and black ink leave of white paper; no profile is applied.
fn uninked(pixel: &[u8]) -> [u8; 3] {
    let [cyan, magenta, yellow, black] = *pixel else { return [255; 3] };
    let left = |ink: u8| (u16::from(!ink) * u16::from(!black) / 255).to_le_bytes()[0];
    [left(cyan), left(magenta), left(yellow)]
}

fn rgb(pixel: &[u8]) -> [u8; 3] {
    let [y, cb, cr] = *pixel else { return [255; 3] };
    let (y, cb, cr) = (f32::from(y), f32::from(cb) - 128.0, f32::from(cr) - 128.0);
    let part = |value: f32| value.round().clamp(0.0, 255.0) as u8;
    [part(y + 1.402 * cr), part(y - 0.344_14 * cb - 0.714_14 * cr), part(y + 1.772 * cb)]
}

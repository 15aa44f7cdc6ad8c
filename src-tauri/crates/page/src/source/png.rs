//! PNG files.
//!
//! Never reads an interlaced picture that is larger than memory for one pass allows.

use std::io::Cursor;

use super::sink::{Picture, Row, Sink};
use super::{Limits, PageError, SourcePage, Transport};
use crate::Turn;

/// Most bytes of an interlaced picture, which has to be decoded as a whole.
const INTERLACED_MAX: usize = 200_000_000;

/// Shows a PNG file.
pub(super) fn page(bytes: &[u8], limits: &Limits) -> Result<SourcePage, PageError> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|_| PageError::Damaged)?;
    let (width, height) = reader.info().size();
    let interlaced = reader.info().interlaced;
    let stated = reader.info().pixel_dims.and_then(|dims| {
        let dpi = |per_metre: u32| per_metre as f32 * 0.0254;
        matches!(dims.unit, png::Unit::Meter).then(|| (dpi(dims.xppu), dpi(dims.yppu)))
    });
    let (color, _) = reader.output_color_type();
    let row_kind = match color {
        png::ColorType::Grayscale | png::ColorType::GrayscaleAlpha => Row::Grey,
        png::ColorType::Rgb | png::ColorType::Rgba => Row::Rgb,
        png::ColorType::Indexed => return Err(PageError::Unsupported),
    };
    let mut sink = Sink::new((width, height), row_kind, limits)?;
    let mut flat = Vec::new();
    let mut put = |row: &[u8], sink: &mut Sink| match color {
        png::ColorType::GrayscaleAlpha => {
            on_white::<1>(row, &mut flat);
            sink.push(&flat);
        }
        png::ColorType::Rgba => {
            on_white::<3>(row, &mut flat);
            sink.push(&flat);
        }
        _ => sink.push(row),
    };
    if interlaced {
        let len = reader.output_buffer_size().ok_or(PageError::TooLarge)?;
        if len > INTERLACED_MAX {
            return Err(PageError::TooLarge);
        }
        let mut pixels = vec![0; len];
        let frame = reader.next_frame(&mut pixels).map_err(|_| PageError::Damaged)?;
        pixels.chunks_exact(frame.line_size).for_each(|row| put(row, &mut sink));
    } else {
        // What breaks off keeps the rows before.
        while let Ok(Some(row)) = reader.next_row() {
            put(row.data(), &mut sink);
        }
    }
    let extent = Picture::extent((width, height), stated);
    sink.finish()?.page(extent, Turn::None, Transport::None)
}

/// Lays pixels with transparency (the last of their bytes) on white paper.
fn on_white<const N: usize>(row: &[u8], flat: &mut Vec<u8>) {
    flat.clear();
    for pixel in row.chunks_exact(N + 1) {
        if let Some((alpha, parts)) = pixel.split_last() {
            let alpha = u16::from(*alpha);
            flat.extend(parts.iter().map(|part| {
                let mixed = (u16::from(*part) * alpha + 255 * (255 - alpha)) / 255;
                u8::try_from(mixed).unwrap_or(u8::MAX)
            }));
        }
    }
}

//! Plain pixels as `scanimage` writes them (PNM), packed without loss into PNG, row by row.
//!
//! Never more than one row in memory, and never a size that the head only claims.

use std::io::{self, BufRead, Read, Write};

use crate::ScanError;

/// Longest side in pixels: a metre at 1200 dpi.
const SIDE_MAX: u32 = 48_000;

/// What the head says.
#[derive(Debug, PartialEq, Eq)]
struct Head {
    kind: u8,
    width: u32,
    height: u32,
}

/// Packs a picture.
pub(super) fn to_png(
    mut input: impl BufRead,
    out: &mut dyn Write,
    dpi: u16,
) -> Result<(), ScanError> {
    let head = head(&mut input)?;
    let (color, depth, row) = match head.kind {
        b'4' => (png::ColorType::Grayscale, png::BitDepth::One, head.width.div_ceil(8)),
        b'5' => (png::ColorType::Grayscale, png::BitDepth::Eight, head.width),
        _ => (png::ColorType::Rgb, png::BitDepth::Eight, head.width * 3),
    };
    let mut encoder = png::Encoder::new(out, head.width, head.height);
    encoder.set_color(color);
    encoder.set_depth(depth);
    encoder.set_compression(png::Compression::Fast);
    let per_metre = u32::from(dpi) * 10_000 / 254;
    let unit = png::Unit::Meter;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit }));
    let mut writer = encoder.write_header().map_err(written)?;
    let mut stream = writer.stream_writer().map_err(written)?;
    let mut pixels = vec![0; usize::try_from(row).unwrap_or(usize::MAX)];
    for _ in 0..head.height {
        input.read_exact(&mut pixels).map_err(|_| ScanError::Answer("a page that ends early"))?;
        if head.kind == b'4' {
            // There 1 is black, here 1 is white.
            pixels.iter_mut().for_each(|byte| *byte = !*byte);
        }
        stream.write_all(&pixels).map_err(ScanError::Write)?;
    }
    stream.finish().map_err(written)
}

fn written(error: png::EncodingError) -> ScanError {
    match error {
        png::EncodingError::IoError(error) => ScanError::Write(error),
        other => ScanError::Write(io::Error::other(other)),
    }
}

fn head(input: &mut impl BufRead) -> Result<Head, ScanError> {
    let broken = || ScanError::Answer("no PNM");
    let mut magic = [0; 2];
    input.read_exact(&mut magic).map_err(|_| broken())?;
    let [b'P', kind @ b'4'..=b'6'] = magic else { return Err(broken()) };
    let mut number = || number(input).ok_or_else(broken);
    let (width, height) = (number()?, number()?);
    if kind != b'4' && number()? != 255 {
        return Err(ScanError::Answer("more than eight bits a colour"));
    }
    let sides = 1..=SIDE_MAX;
    if !sides.contains(&width) || !sides.contains(&height) {
        return Err(ScanError::Answer("an impossible size"));
    }
    Ok(Head { kind, width, height })
}

/// Reads a number and the one character behind it; comments in between are left out.
fn number(input: &mut impl BufRead) -> Option<u32> {
    let mut value: Option<u32> = None;
    for _ in 0..10_000 {
        let mut byte = [0];
        input.read_exact(&mut byte).ok()?;
        let [byte] = byte;
        match byte {
            b'0'..=b'9' => {
                let digit = u32::from(byte - b'0');
                value = Some(value.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
            }
            b'#' if value.is_none() => {
                let mut comment = Vec::new();
                input.by_ref().take(1000).read_until(b'\n', &mut comment).ok()?;
            }
            _ if byte.is_ascii_whitespace() => {
                if value.is_some() {
                    return value;
                }
            }
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(pnm: &[u8]) -> Result<(u32, u32, Vec<u8>), ScanError> {
        let mut png = Vec::new();
        to_png(pnm, &mut png, 300)?;
        let mut reader = png::Decoder::new(io::Cursor::new(png)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        Ok((reader.info().width, reader.info().height, pixels))
    }

    #[test]
    fn grey_colour_and_bits_come_through() {
        let grey = packed(b"P5\n# SANE data follows\n2 2\n255\n\x00\x40\x80\xff").unwrap();
        assert_eq!(grey, (2, 2, vec![0, 0x40, 0x80, 0xff]));
        let colour = packed(b"P6\n1 1\n255\nabc").unwrap();
        assert_eq!(colour, (1, 1, b"abc".to_vec()));
        assert_eq!(packed(b"P4\n3 1\n\xa0").unwrap().2, [0x5f]);
    }

    #[test]
    fn rubbish_is_refused() {
        for bad in [
            b"P5\n2 2\n255\n\x00".as_slice(),
            b"P5\n0 2\n255\n",
            b"P5\n2 2\n65535\n\x00",
            b"P5\n99999999 2\n255\n",
            b"P3\n1 1\n255\n1",
            b"",
            b"P5\n-1 2\n255\n",
        ] {
            assert!(packed(bad).is_err(), "{}", String::from_utf8_lossy(bad));
        }
    }
}

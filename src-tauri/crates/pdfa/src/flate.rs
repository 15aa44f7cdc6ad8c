//! Deflate, for streams and for pixels.
//!
//! Never with loss.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::PdfaError;

/// Packs bytes.
pub(crate) fn bytes(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Packs pixels with the PNG predictor: the inside of a PNG is what a PDF asks for.
pub(crate) fn pixels(
    bytes: &[u8],
    width: u32,
    height: u32,
    colours: u8,
) -> Result<Vec<u8>, PdfaError> {
    let colour = if colours == 1 { png::ColorType::Grayscale } else { png::ColorType::Rgb };
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(colour);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    let failed = |_| PdfaError::Picture("the pixels could not be packed");
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(bytes).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(inside(&file))
}

/// Joins the data chunks of a PNG.
fn inside(file: &[u8]) -> Vec<u8> {
    let mut data = Vec::with_capacity(file.len());
    let mut rest = file.get(8..).unwrap_or_default();
    while let Some((head, body)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, kind @ ..] = *head;
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        let Some((chunk, after)) = body.split_at_checked(length) else { break };
        if &kind == b"IDAT" {
            data.extend_from_slice(chunk);
        }
        // The chunk's checksum.
        rest = after.get(4..).unwrap_or_default();
    }
    data
}

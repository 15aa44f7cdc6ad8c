//! TIFF files with one or more pages.
//!
//! Never tiles, never more than one strip a page: what a copier writes.

use std::io::Cursor;

use anyhow::{Context, Result};
use tiff::encoder::{Compression, TiffEncoder, colortype::Gray8};

use super::picture::Picture;

/// A page of black and white points, already packed.
pub(super) struct Page {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) data: Vec<u8>,
    /// The format's number of the compression: 1 none, 4 fax, 32773 packed bits.
    pub(super) compression: u16,
    pub(super) orientation: u16,
}

/// Writes pages with one bit a point; `big` puts the high byte first.
pub(super) fn bilevel(pages: &[Page], big: bool) -> Vec<u8> {
    let u16s = |value: u16| if big { value.to_be_bytes() } else { value.to_le_bytes() };
    let u32s = |value: usize| {
        let value = u32::try_from(value).unwrap_or(u32::MAX);
        if big { value.to_be_bytes() } else { value.to_le_bytes() }
    };
    let mut out = if big { b"MM".to_vec() } else { b"II".to_vec() };
    out.extend(u16s(42));
    out.extend(u32s(8));
    for (number, page) in pages.iter().enumerate() {
        // Twelve entries, then the place of the next page, then this page's points.
        let entries: [(u16, u16, usize); 12] = [
            (256, 4, page.width),
            (257, 4, page.height),
            (258, 3, 1),
            (259, 3, page.compression.into()),
            (262, 3, 0),
            (273, 4, out.len() + 2 + 12 * 12 + 4),
            (274, 3, page.orientation.into()),
            (277, 3, 1),
            (278, 4, page.height),
            (279, 4, page.data.len()),
            (284, 3, 1),
            (296, 3, 2),
        ];
        let padded = page.data.len().next_multiple_of(2);
        let next = out.len() + 2 + 12 * 12 + 4 + padded;
        out.extend(u16s(12));
        for (tag, kind, value) in entries {
            out.extend(u16s(tag));
            out.extend(u16s(kind));
            out.extend(u32s(1));
            if kind == 3 {
                out.extend(u16s(u16::try_from(value).unwrap_or(u16::MAX)));
                out.extend([0, 0]);
            } else {
                out.extend(u32s(value));
            }
        }
        out.extend(u32s(if number + 1 < pages.len() { next } else { 0 }));
        out.extend(&page.data);
        out.resize(next, 0);
    }
    out
}

/// A page as fax.
pub(super) fn g4(picture: &Picture) -> Page {
    page(picture, picture.g4(), 4)
}

/// A page without compression.
pub(super) fn plain(picture: &Picture) -> Page {
    page(picture, picture.bits(), 1)
}

fn page(picture: &Picture, data: Vec<u8>, compression: u16) -> Page {
    let (width, height) = (picture.width, picture.height);
    Page { width, height, data, compression, orientation: 1 }
}

/// Writes grey pages in LZW.
pub(super) fn lzw(pictures: &[Picture]) -> Result<Vec<u8>> {
    let mut out = Cursor::new(Vec::new());
    let mut encoder =
        TiffEncoder::new(&mut out).context("a TIFF")?.with_compression(Compression::Lzw);
    for picture in pictures {
        let (width, height) = (u32::try_from(picture.width)?, u32::try_from(picture.height)?);
        encoder.write_image::<Gray8>(width, height, &picture.grey).context("a TIFF's page")?;
    }
    Ok(out.into_inner())
}

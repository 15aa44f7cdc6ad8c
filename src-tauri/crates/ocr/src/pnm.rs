//! A picture as a portable anymap: what Tesseract reads from standard input.
//!
//! Never a temporary file. Colours become grey, and greys are set for reading on the way.

use std::borrow::Cow;
use std::io::{self, Write};

use page::{PageImage, Pixels};

use crate::ton::{Ton, smoothed};

/// Writes the picture: a bitmap if it is black and white, a greymap otherwise.
pub(crate) fn write(image: &PageImage, out: &mut dyn Write) -> io::Result<()> {
    let (width, height) = (image.width(), image.height());
    let grey: Cow<'_, [u8]> = match image.pixels() {
        Pixels::Bitonal(bytes) => {
            write!(out, "P4\n{width} {height}\n")?;
            return out.write_all(bytes);
        }
        Pixels::Grey(bytes) => Cow::Borrowed(bytes),
        Pixels::Rgb(bytes) => Cow::Owned(bytes.as_chunks::<3>().0.iter().map(luma).collect()),
    };
    write!(out, "P5\n{width} {height}\n255\n")?;
    let width = usize::try_from(width).unwrap_or(usize::MAX).max(1);
    let ton = Ton::of(&grey, width);
    let set = |row: &mut [u8]| {
        for pixel in row {
            *pixel = ton.table.get(usize::from(*pixel)).copied().unwrap_or(*pixel);
        }
    };
    let mut rows = grey.chunks_exact(width).peekable();
    let mut above = rows.peek().copied().unwrap_or_default();
    let (mut sums, mut written) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next() {
        let below = rows.peek().copied().unwrap_or(row);
        if ton.smooth {
            smoothed(above, row, below, &mut sums, &mut written);
        } else {
            written.clear();
            written.extend_from_slice(row);
        }
        set(&mut written);
        out.write_all(&written)?;
        above = row;
    }
    Ok(())
}

/// Brightness as in ITU-R BT.601, in 256ths.
fn luma([red, green, blue]: &[u8; 3]) -> u8 {
    let sum = 77 * u32::from(*red) + 150 * u32::from(*green) + 29 * u32::from(*blue);
    u8::try_from(sum >> 8).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_become_grey_and_bits_stay() {
        let written = |pixels| {
            let image = PageImage::new(2, 1, 300, pixels).unwrap();
            let mut out = Vec::new();
            write(&image, &mut out).unwrap();
            out
        };
        assert_eq!(written(Pixels::Bitonal(vec![0x40])), b"P4\n2 1\n\x40");
        assert_eq!(written(Pixels::Grey(vec![7, 9])), b"P5\n2 1\n255\n\x07\x09");
        let rgb = Pixels::Rgb(vec![200, 200, 200, 180, 200, 180]);
        assert_eq!(written(rgb), b"P5\n2 1\n255\n\xc8\xbf");
    }
}

//! Images with one page or many.
//!
//! Never compares colours finer than the eye does.

use std::io::Cursor;

use inspect::{Inspected, inspect};

/// A TIFF of pages in black and white, each 80 by 40, the left half black.
fn tiff(pages: usize) -> Vec<u8> {
    let mut file = b"II*\0\x08\0\0\0".to_vec();
    for page in 0..pages {
        let strip = file.len() as u32 + 2 + 8 * 12 + 4;
        let rows = 40_u32;
        let fields = [
            (256, 80),
            (257, rows),
            (258, 1),
            (259, 1),
            (262, 1),
            (273, strip),
            (278, rows),
            (279, 10 * rows),
        ];
        file.extend((fields.len() as u16).to_le_bytes());
        for (tag, value) in fields {
            file.extend((tag as u16).to_le_bytes());
            file.extend([4, 0, 1, 0, 0, 0]);
            file.extend(u32::to_le_bytes(value));
        }
        let next = if page + 1 == pages { 0 } else { strip + 10 * rows };
        file.extend(next.to_le_bytes());
        for _ in 0..rows {
            file.extend([0, 0, 0, 0, 0, 255, 255, 255, 255, 255]);
        }
    }
    file
}

fn pixels(seen: &Inspected) -> (u32, u32, Vec<u8>) {
    let png = seen.thumbnail.as_deref().unwrap();
    let mut reader = png::Decoder::new(Cursor::new(png)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    (frame.width, frame.height, pixels)
}

#[test]
fn a_tiff_has_as_many_pages_as_it_has() {
    for pages in [1, 3, 200] {
        let seen = inspect(tiff(pages), "scan.tif");
        assert_eq!(seen.befund.mime, "image/tiff");
        assert_eq!(seen.befund.seiten, Some(pages as u32));
        assert_eq!(seen.befund.seiten_ohne_text, pages as u32);
        assert!(!seen.befund.pruefung_noetig && seen.befund.hinweise.is_empty());
        let (width, height, pixels) = pixels(&seen);
        assert_eq!((width, height, pixels[0], pixels[79]), (80, 40, 0, 255));
    }
}

#[test]
fn a_damaged_tiff_is_marked() {
    let whole = tiff(3);
    for cut in [9, 60, 300, whole.len() - 800] {
        let seen = inspect(whole[..cut].to_vec(), "scan.tif");
        assert!(seen.befund.pruefung_noetig, "{cut}: {:?}", seen.befund);
    }
    let mut endless = tiff(1);
    // The first page says that it is followed by itself.
    endless[8 + 2 + 8 * 12..][..4].copy_from_slice(&8_u32.to_le_bytes());
    let seen = inspect(endless, "scan.tif");
    assert!(seen.befund.seiten.is_none_or(|pages| pages <= 2), "{:?}", seen.befund.seiten);
    assert!(seen.befund.pruefung_noetig);
}

#[test]
fn a_gif_is_drawn_and_a_bitmap_is_kept() {
    // Two pixels, red and blue.
    let gif = b"GIF89a\x02\0\x01\0\x80\0\0\xFF\0\0\0\0\xFF,\0\0\0\0\x02\0\x01\0\0\x02\x02D\n\0;";
    let seen = inspect(gif.to_vec(), "a.gif");
    assert!(!seen.befund.pruefung_noetig, "{:?}", seen.befund);
    assert_eq!(pixels(&seen), (2, 1, vec![255, 0, 0, 0, 0, 255]));
    for (bytes, name) in [(&b"BM\x10\0\0\0\0\0\0\0...."[..], "a.bmp"), (b"....ftypheic", "a.heic")]
    {
        let seen = inspect(bytes.to_vec(), name);
        assert_eq!(seen.befund.hinweise, ["Für dieses Bild gibt es keine Vorschau."]);
        assert!(!seen.befund.pruefung_noetig && seen.thumbnail.is_none());
    }
}

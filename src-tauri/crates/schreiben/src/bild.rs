//! Pictures that are set: what they are and how large, read from their first bytes.
//!
//! Never decodes more than a row at once, and never trusts a name.

use std::io::Cursor;

/// Bytes of one picture at most.
pub const BILD_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Pixels of one picture at most.
pub const BILD_PIXEL_MAX: u64 = 64 * 1024 * 1024;

/// A picture that can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bild {
    /// Ending of its file name.
    pub(crate) endung: &'static str,
    /// Pixels.
    pub(crate) breite: u32,
    /// Pixels.
    pub(crate) hoehe: u32,
}

/// Looks at a picture; `None` for everything that is no sound PNG or JPEG of bounded size.
pub(crate) fn look(bytes: &[u8]) -> Option<Bild> {
    if bytes.len() > BILD_BYTES_MAX {
        return None;
    }
    let bild = if bytes.starts_with(b"\x89PNG") { png(bytes) } else { jpeg(bytes) }?;
    let pixels = u64::from(bild.breite) * u64::from(bild.hoehe);
    (1..=BILD_PIXEL_MAX).contains(&pixels).then_some(bild)
}

/// Reads all rows: a picture that breaks off would otherwise fail when all pages are set.
fn png(bytes: &[u8]) -> Option<Bild> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_limits(png::Limits { bytes: BILD_BYTES_MAX });
    let mut reader = decoder.read_info().ok()?;
    let (breite, hoehe) = (reader.info().width, reader.info().height);
    if u64::from(breite) * u64::from(hoehe) > BILD_PIXEL_MAX {
        return None;
    }
    while reader.next_row().ok()?.is_some() {}
    Some(Bild { endung: "png", breite, hoehe })
}

/// Reads the frame's head: 8 bits, grey or colour, baseline or progressive.
fn jpeg(bytes: &[u8]) -> Option<Bild> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    loop {
        let [0xff, marker, more @ ..] = rest else { return None };
        match *marker {
            // Fill bytes, and markers without a segment.
            0xff => rest = rest.get(1..)?,
            0x01 | 0xd0..=0xd7 => rest = more,
            0xc0..=0xc2 => {
                let [_, _, 8, h1, h2, w1, w2, components, ..] = more else { return None };
                let (breite, hoehe) =
                    (u16::from_be_bytes([*w1, *w2]), u16::from_be_bytes([*h1, *h2]));
                let ends = bytes.windows(2).rev().take(1024).any(|pair| pair == [0xff, 0xd9]);
                return (matches!(components, 1 | 3) && ends).then_some(Bild {
                    endung: "jpg",
                    breite: u32::from(breite),
                    hoehe: u32::from(hoehe),
                });
            }
            0xc3 | 0xc5..=0xcf if *marker != 0xc8 && *marker != 0xcc => return None,
            0xd9 | 0xda => return None,
            _ => {
                let [l1, l2, ..] = more else { return None };
                rest = more.get(usize::from(u16::from_be_bytes([*l1, *l2])).max(2)..)?;
            }
        }
    }
}

/// Returns a sheet around a picture: set this way, it stays packed in memory.
pub(crate) fn sheet(bild: Bild, href: &str) -> String {
    let Bild { breite, hoehe, .. } = bild;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{breite}\" height=\"{hoehe}\" \
         viewBox=\"0 0 {breite} {hoehe}\"><image href=\"{href}\" width=\"{breite}\" \
         height=\"{hoehe}\"/></svg>"
    )
}

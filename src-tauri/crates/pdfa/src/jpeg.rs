//! Looks whether a JPEG is what it was said to be, before it is passed on untouched.
//!
//! Never decodes it.

use crate::PdfaError;

/// Most marker segments before the frame.
const SEGMENTS_MAX: usize = 10_000;

/// Checks size, colours and kind of a JPEG.
pub(crate) fn check(
    bytes: &[u8],
    width: u32,
    height: u32,
    components: u8,
) -> Result<(), PdfaError> {
    let frame = frame(bytes).ok_or(PdfaError::Picture("no JPEG"))?;
    if !matches!(components, 1 | 3) {
        return Err(PdfaError::Picture("a JPEG that is neither grey nor RGB"));
    }
    // Baseline, extended and progressive, all with Huffman codes: what every reader knows.
    if !matches!(frame.kind, 0xc0..=0xc2) || frame.bits != 8 {
        return Err(PdfaError::Picture("an unusual kind of JPEG"));
    }
    let same = (frame.width, frame.height, frame.components) == (width, height, components);
    if same { Ok(()) } else { Err(PdfaError::Picture("another size or colours than the JPEG's")) }
}

/// What a JPEG's frame header says.
struct Frame {
    kind: u8,
    bits: u8,
    width: u32,
    height: u32,
    components: u8,
}

fn frame(bytes: &[u8]) -> Option<Frame> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    for _ in 0..SEGMENTS_MAX {
        // Any number of fill bytes may stand before a marker.
        rest = rest.strip_prefix(&[0xff])?;
        while let Some(after) = rest.strip_prefix(&[0xff]) {
            rest = after;
        }
        let (&kind, after) = rest.split_first()?;
        match kind {
            // Without a body; after the start of a scan there is no frame to come.
            0x01 | 0xd0..=0xd7 => {
                rest = after;
                continue;
            }
            0xd8..=0xda => return None,
            _ => {}
        }
        let (&[high, low], _) = after.split_first_chunk()?;
        let body = after.get(2..usize::from(u16::from_be_bytes([high, low])))?;
        // Tables and arithmetic conditioning share the range of the frames.
        if matches!(kind, 0xc0..=0xcf) && !matches!(kind, 0xc4 | 0xc8 | 0xcc) {
            let (&[bits, y1, y2, x1, x2, components], _) = body.split_first_chunk()?;
            let (width, height) = (u16::from_be_bytes([x1, x2]), u16::from_be_bytes([y1, y2]));
            let (width, height) = (width.into(), height.into());
            return Some(Frame { kind, bits, width, height, components });
        }
        rest = after.get(2 + body.len()..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg(kind: u8, components: u8) -> Vec<u8> {
        let head = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, kind, 0, 17, 8];
        [head.as_slice(), &[0, 20, 0, 10, components], &[0; 9], &[0xff, 0xda]].concat()
    }

    #[test]
    fn only_what_every_reader_knows_passes() {
        assert!(check(&jpeg(0xc0, 3), 10, 20, 3).is_ok());
        assert!(check(&jpeg(0xc2, 1), 10, 20, 1).is_ok());
        assert!(check(&jpeg(0xc2, 1), 20, 10, 1).is_err());
        assert!(check(&jpeg(0xc3, 3), 10, 20, 3).is_err());
        assert!(check(&jpeg(0xc0, 4), 10, 20, 4).is_err());
        assert!(check(&jpeg(0xc0, 3), 10, 20, 1).is_err());
    }

    #[test]
    fn no_beginning_of_a_jpeg_is_one() {
        let whole = jpeg(0xc0, 3);
        for end in 0..19 {
            assert!(check(&whole[..end], 10, 20, 3).is_err(), "{end}");
        }
    }
}

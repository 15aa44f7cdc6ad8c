//! What a JPEG says of itself: size, colours, resolution, and whether it ends.
//!
//! Never decodes it; a stranger's picture is decoded in the worker.

/// Most segments before the picture.
const SEGMENTS_MAX: usize = 10_000;
/// What may stand behind the end.
const END_WITHIN: usize = 64 * 1024;

/// What a JPEG says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kopf {
    /// Width in pixels.
    pub(crate) width: u32,
    /// Height in pixels.
    pub(crate) height: u32,
    /// Number of colours.
    pub(crate) components: u8,
    /// Dots per inch, where it states them alike for both sides.
    pub(crate) dpi: Option<u16>,
}

/// Reads the head; `None` if there is none.
pub(crate) fn kopf(bytes: &[u8]) -> Option<Kopf> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    let mut dpi = None;
    for _ in 0..SEGMENTS_MAX {
        rest = rest.strip_prefix(&[0xff])?;
        while let Some(after) = rest.strip_prefix(&[0xff]) {
            rest = after;
        }
        let (&kind, after) = rest.split_first()?;
        if matches!(kind, 0x01 | 0xd0..=0xd7) {
            rest = after;
            continue;
        }
        if matches!(kind, 0xd8..=0xda) {
            return None;
        }
        let (&[high, low], _) = after.split_first_chunk()?;
        let length = usize::from(u16::from_be_bytes([high, low]));
        let body = after.get(2..length)?;
        if kind == 0xe0 {
            dpi = dpi.or(density(body));
        }
        if matches!(kind, 0xc0..=0xcf) && !matches!(kind, 0xc4 | 0xc8 | 0xcc) {
            let (&[_, y1, y2, x1, x2, components], _) = body.split_first_chunk()?;
            let (width, height) = (u16::from_be_bytes([x1, x2]), u16::from_be_bytes([y1, y2]));
            if width == 0 || height == 0 {
                return None;
            }
            return Some(Kopf { width: width.into(), height: height.into(), components, dpi });
        }
        rest = after.get(length..)?;
    }
    None
}

/// Whether its end is there.
pub(crate) fn ends(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(END_WITHIN)..).unwrap_or_default();
    tail.windows(2).any(|pair| pair == b"\xff\xd9")
}

fn density(body: &[u8]) -> Option<u16> {
    let [1, x1, x0, y1, y0, ..] = body.strip_prefix(b"JFIF\0")?.get(2..)? else { return None };
    let (x, y) = (u16::from_be_bytes([*x1, *x0]), u16::from_be_bytes([*y1, *y0]));
    // Some devices write 72 or 96 whatever they did; nobody scans letters with that.
    (x == y && (100..=1200).contains(&x)).then_some(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_and_no_beginning_of_one_is() {
        let mut file = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\x01\x01\x2c\x01\x2c\0\0".to_vec();
        file.extend(b"\xff\xc0\0\x0b\x08\0\x14\0\x0a\x01\x01\x11\0\xff\xda\0\0\xff\xd9");
        let expected = Kopf { width: 10, height: 20, components: 1, dpi: Some(300) };
        assert_eq!(kopf(&file), Some(expected));
        assert!(ends(&file) && !ends(&file[..file.len() - 1]));
        for end in 0..file.len() - 17 {
            assert_eq!(kopf(&file[..end]), None, "{end}");
        }
    }
}

//! Orientation and resolution in the Exif part of a JPEG.
//!
//! Never follows a reference out of the first directory.

use crate::Turn;

const ORIENTATION: u16 = 0x0112;
const X_RESOLUTION: u16 = 0x011a;
const Y_RESOLUTION: u16 = 0x011b;
const RESOLUTION_UNIT: u16 = 0x0128;

/// What is read of it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Exif {
    /// How the picture is turned to be shown.
    pub(super) turn: Turn,
    /// Whether it is mirrored as well.
    pub(super) mirrored: bool,
    /// Pixels per inch.
    pub(super) dpi: Option<(f32, f32)>,
}

/// Returns the turn for a TIFF orientation number, and whether it mirrors.
pub(super) fn turn(orientation: u32) -> (Turn, bool) {
    match orientation {
        2 => (Turn::None, true),
        3 => (Turn::Half, false),
        4 => (Turn::Half, true),
        5 => (Turn::Left, true),
        6 => (Turn::Right, false),
        7 => (Turn::Right, true),
        8 => (Turn::Left, false),
        _ => (Turn::None, false),
    }
}

/// Reads it; what cannot be read is as if it were not there.
pub(super) fn read(bytes: &[u8]) -> Exif {
    directory(bytes).unwrap_or_default()
}

fn directory(bytes: &[u8]) -> Option<Exif> {
    let little = bytes.starts_with(b"II");
    let u16_at = |at: usize| -> Option<u16> {
        let pair = *bytes.get(at..)?.first_chunk::<2>()?;
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let u32_at = |at: usize| -> Option<u32> {
        let four = *bytes.get(at..)?.first_chunk::<4>()?;
        Some(if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    };
    let start = usize::try_from(u32_at(4)?).ok()?;
    let mut exif = Exif::default();
    let (mut x, mut y, mut unit) = (None, None, 2);
    for n in 0..usize::from(u16_at(start)?) {
        let at = start.checked_add(2 + n * 12)?;
        let Some(tag) = u16_at(at) else { break };
        let fraction = || -> Option<f32> {
            let at = usize::try_from(u32_at(at + 8)?).ok()?;
            let (over, under) = (u32_at(at)?, u32_at(at.checked_add(4)?)?);
            (under > 0).then(|| over as f32 / under as f32)
        };
        match tag {
            ORIENTATION => (exif.turn, exif.mirrored) = turn(u16_at(at + 8)?.into()),
            X_RESOLUTION => x = fraction(),
            Y_RESOLUTION => y = fraction(),
            RESOLUTION_UNIT => unit = u16_at(at + 8)?,
            _ => {}
        }
    }
    let scale = match unit {
        2 => 1.0,
        3 => 2.54,
        _ => return Some(exif),
    };
    exif.dpi = x.zip(y).map(|(x, y)| (x * scale, y * scale));
    Some(exif)
}

//! A small ICC profile of sRGB (IEC 61966-2-1), made from the standard's own numbers.
//!
//! Version 2, a monitor profile with matrix and one tone curve, so that the colours of a page
//! mean the same on every screen. Never copied from a foreign file.

/// Adapted to the white of the profile connection space (D50), as columns X, Y, Z of red, green
/// and blue.
const RED: [f64; 3] = [0.436_074_7, 0.222_504_5, 0.013_932_2];
const GREEN: [f64; 3] = [0.385_064_9, 0.716_878_6, 0.097_104_5];
const BLUE: [f64; 3] = [0.143_080_4, 0.060_616_9, 0.714_173_3];
const D50: [f64; 3] = [0.964_2, 1.0, 0.824_9];
/// Points of the tone curve.
const CURVE_POINTS: u32 = 1024;
/// Bytes of the header, and of one row of the table that follows it.
const HEADER_BYTES: usize = 128;
const ROW_BYTES: usize = 12;

/// Returns the profile.
pub(crate) fn srgb() -> Vec<u8> {
    let curve = curve();
    let tags: [(&[u8; 4], Vec<u8>); 7] = [
        (b"desc", description("sRGB IEC61966-2.1")),
        (b"cprt", text("Public domain: the numbers of IEC 61966-2-1")),
        (b"wtpt", xyz(D50)),
        (b"rXYZ", xyz(RED)),
        (b"gXYZ", xyz(GREEN)),
        (b"bXYZ", xyz(BLUE)),
        (b"rTRC", curve),
    ];
    let count = tags.len() + 2;
    let mut table = Vec::new();
    let mut body = Vec::new();
    let start = HEADER_BYTES + 4 + count * ROW_BYTES;
    for (name, data) in &tags {
        let place = number(start + body.len());
        let row = [name.as_slice(), &place, &number(data.len())].concat();
        table.extend_from_slice(&row);
        if *name == b"rTRC" {
            // Green and blue share the curve of red.
            for name in [b"gTRC", b"bTRC"] {
                table.extend_from_slice(&[name.as_slice(), &place, &number(data.len())].concat());
            }
        }
        body.extend_from_slice(data);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    [header(start + body.len()), number(count).to_vec(), table, body].concat()
}

fn header(size: usize) -> Vec<u8> {
    let mut header = number(size).to_vec();
    header.extend_from_slice(&[0; 4]);
    // Version 2.1.
    header.extend_from_slice(&[2, 0x10, 0, 0]);
    header.extend_from_slice(b"mntrRGB XYZ ");
    for part in [2026_u16, 1, 1, 0, 0, 0] {
        header.extend_from_slice(&part.to_be_bytes());
    }
    header.extend_from_slice(b"acsp");
    // Platform, flags, maker, model and attributes are left open; intent 0 is perceptual.
    header.resize(68, 0);
    header.extend(D50.iter().flat_map(|value| fixed(*value)));
    header.resize(HEADER_BYTES, 0);
    header
}

fn description(name: &str) -> Vec<u8> {
    let mut tag = b"desc\0\0\0\0".to_vec();
    tag.extend_from_slice(&number(name.len() + 1));
    tag.extend_from_slice(name.as_bytes());
    tag.push(0);
    // No Unicode and no Macintosh name: language, length; code, length, 67 bytes.
    tag.resize(tag.len() + 8 + 3 + 67, 0);
    tag
}

fn text(text: &str) -> Vec<u8> {
    [b"text\0\0\0\0", text.as_bytes(), b"\0"].concat()
}

fn xyz(values: [f64; 3]) -> Vec<u8> {
    let mut tag = b"XYZ \0\0\0\0".to_vec();
    tag.extend(values.iter().flat_map(|value| fixed(*value)));
    tag
}

/// From the stored value to light, in 65,535ths.
fn curve() -> Vec<u8> {
    let mut tag = b"curv\0\0\0\0".to_vec();
    tag.extend_from_slice(&CURVE_POINTS.to_be_bytes());
    for point in 0..CURVE_POINTS {
        let stored = f64::from(point) / f64::from(CURVE_POINTS - 1);
        let light =
            if stored <= 0.040_45 { stored / 12.92 } else { ((stored + 0.055) / 1.055).powf(2.4) };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1")]
        tag.extend_from_slice(&((light * 65_535.0).round() as u16).to_be_bytes());
    }
    tag
}

/// A number as 16 bits before and 16 after the point.
fn fixed(value: f64) -> [u8; 4] {
    #[expect(clippy::cast_possible_truncation, reason = "all below 2")]
    let fixed = (value * 65_536.0).round() as i32;
    fixed.to_be_bytes()
}

fn number(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_be_bytes()
}

//! The plainest JPEG there is: grey, each block of eight by eight points in one shade.
//!
//! Never fine enough to read a text in; it is a picture of the right size and format.

use super::picture::Picture;

/// Code lengths of the table for shades, as the standard's annex gives them.
const DC_LENGTHS: [u8; 16] = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];

/// Writes a JPEG; `exif` is the orientation that a camera would note.
pub(super) fn encode(picture: &Picture, exif: Option<u8>) -> Vec<u8> {
    let mut out = vec![0xff, 0xd8];
    match exif {
        Some(orientation) => segment(&mut out, 0xe1, &app1(orientation)),
        None => segment(&mut out, 0xe0, b"JFIF\0\x01\x01\x01\0\x96\0\x96\0\0"),
    }
    let mut table = vec![0];
    table.extend([8; 64]);
    segment(&mut out, 0xdb, &table);
    let size = |side: usize| u16::try_from(side).unwrap_or(u16::MAX).to_be_bytes();
    let mut frame = vec![8];
    frame.extend(size(picture.height));
    frame.extend(size(picture.width));
    frame.extend([1, 1, 0x11, 0]);
    segment(&mut out, 0xc0, &frame);
    let mut shades = vec![0];
    shades.extend(DC_LENGTHS);
    shades.extend(0..12);
    segment(&mut out, 0xc4, &shades);
    // The only word about what lies within a block: nothing.
    let mut within = vec![0x10, 1];
    within.extend([0; 15]);
    within.push(0);
    segment(&mut out, 0xc4, &within);
    segment(&mut out, 0xda, &[1, 1, 0, 0, 63, 0]);
    out.extend(scan(picture));
    out.extend([0xff, 0xd9]);
    out
}

fn segment(out: &mut Vec<u8>, marker: u8, body: &[u8]) {
    out.extend([0xff, marker]);
    out.extend(u16::try_from(body.len() + 2).unwrap_or(u16::MAX).to_be_bytes());
    out.extend(body);
}

/// EXIF with nothing but the orientation.
fn app1(orientation: u8) -> Vec<u8> {
    let mut body = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    body.push(orientation);
    body.extend([0; 6]);
    body
}

fn scan(picture: &Picture) -> Vec<u8> {
    let mut bits = Bits::default();
    let mut before = 0_i32;
    for y in 0..picture.height.div_ceil(8) {
        for x in 0..picture.width.div_ceil(8) {
            // The table divides by eight, and a flat block is eight times its shade.
            let shade = shade(picture, x * 8, y * 8) - 128;
            difference(&mut bits, shade - before);
            before = shade;
            // End of block: the one code of the second table.
            bits.push(0, 1);
        }
    }
    bits.finish()
}

fn shade(picture: &Picture, left: usize, top: usize) -> i32 {
    let rows = (top..(top + 8).min(picture.height)).flat_map(|y| {
        let right = (left + 8).min(picture.width);
        let row = y * picture.width;
        picture.grey.get(row + left..row + right).unwrap_or_default()
    });
    let (sum, count) = rows.fold((0_i32, 0_i32), |(s, c), p| (s + i32::from(*p), c + 1));
    sum / count.max(1)
}

fn difference(bits: &mut Bits, value: i32) {
    let size = 32 - value.unsigned_abs().leading_zeros();
    let (code, length) = code(size);
    bits.push(code, length);
    let value = if value < 0 { value + (1 << size) - 1 } else { value };
    bits.push(value.unsigned_abs(), size);
}

/// Counts up to the code of a size, as a reader of the table would.
fn code(size: u32) -> (u32, u32) {
    let (mut code, mut number) = (0_u32, 0_u32);
    for (index, count) in DC_LENGTHS.iter().enumerate() {
        let count = u32::from(*count);
        if size < number + count {
            return (code + size - number, u32::try_from(index).unwrap_or(0) + 1);
        }
        code = (code + count) << 1;
        number += count;
    }
    (0, 2)
}

#[derive(Default)]
struct Bits {
    out: Vec<u8>,
    part: u32,
    used: u32,
}

impl Bits {
    fn push(&mut self, value: u32, length: u32) {
        for bit in (0..length).rev() {
            self.part = (self.part << 1) | ((value >> bit) & 1);
            self.used += 1;
            if self.used == 8 {
                let byte = u8::try_from(self.part & 0xff).unwrap_or(0);
                self.out.push(byte);
                if byte == 0xff {
                    self.out.push(0);
                }
                (self.part, self.used) = (0, 0);
            }
        }
    }

    fn finish(mut self) -> Vec<u8> {
        while self.used != 0 {
            self.push(1, 1);
        }
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        assert_eq!(code(0), (0b00, 2));
        assert_eq!(code(1), (0b010, 3));
        assert_eq!(code(5), (0b110, 3));
        assert_eq!(code(6), (0b1110, 4));
        assert_eq!(code(11), (0b1_1111_1110, 9));
    }
}

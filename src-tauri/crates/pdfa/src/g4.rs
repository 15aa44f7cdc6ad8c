//! Black and white pixels as CCITT group 4 (ITU-T T.6), without loss.
//!
//! Never more than two rows of transitions in memory. The code tables are those of crate `fax`,
//! whose encoder asks for one pixel at a time and does not take rows wider than 32,767.

use fax::Bits;
use fax::maps::{EDFB_HALF, Mode, black, mode, white};

/// Longest run that one code can say.
const RUN_MAX: u32 = 2560;

/// Packs rows of bits, 1 is black, each row starting a new byte.
pub(crate) fn encode(bits: &[u8], width: u32) -> Vec<u8> {
    let row_bytes = usize::try_from(width.div_ceil(8)).unwrap_or(usize::MAX).max(1);
    let mut out = Packed::default();
    let (mut above, mut row) = (Vec::new(), Vec::new());
    for bytes in bits.chunks(row_bytes) {
        transitions(bytes, width, &mut row);
        encode_row(&mut out, &above, &row, width);
        std::mem::swap(&mut above, &mut row);
    }
    out.put(EDFB_HALF);
    out.put(EDFB_HALF);
    out.finish()
}

/// Finds the pixels that differ from the one before them; before the first it is white.
fn transitions(bytes: &[u8], width: u32, found: &mut Vec<u32>) {
    found.clear();
    let mut last = 0;
    let mut at = 0;
    for chunk in bytes.chunks(8) {
        let mut padded = [0; 8];
        padded.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        let word = u64::from_be_bytes(padded);
        let mut differs = word ^ (word >> 1 | last << 63);
        while differs != 0 {
            let place = differs.leading_zeros();
            if at + place >= width {
                return;
            }
            found.push(at + place);
            differs &= !(1 << 63 >> place);
        }
        last = word & 1;
        at += 64;
    }
}

/// Writes one row as what differs from the row above.
fn encode_row(out: &mut Packed, above: &[u32], row: &[u32], width: u32) {
    let place = |transitions: &[u32], at: usize| transitions.get(at).copied().unwrap_or(width);
    // Index of the next transition here, and of the one above it that turns to the same colour.
    let (mut here, mut there) = (0, 0);
    // Before the row starts, a transition above its very first pixel still lies ahead.
    let mut done = None;
    while done.is_none_or(|done| done < width) {
        let from = done.unwrap_or(0);
        // Going back by one is enough: everything before was passed already.
        there = usize::saturating_sub(there, 1);
        if there % 2 != here % 2 {
            there += 1;
        }
        while done.is_some_and(|done| place(above, there) <= done) && there < above.len() {
            there += 2;
        }
        let (a1, b1, b2) = (place(row, here), place(above, there), place(above, there + 1));
        let vertical = i8::try_from(i64::from(a1) - i64::from(b1)).ok();
        if b2 < a1 {
            out.mode(Mode::Pass);
            done = Some(b2);
        } else if let Some(shift) = vertical.filter(|shift| (-3..=3).contains(shift)) {
            out.mode(Mode::Vertical(shift));
            done = Some(a1);
            here += 1;
        } else {
            let a2 = place(row, here + 1);
            out.mode(Mode::Horizontal);
            out.run(here % 2 == 1, a1 - from);
            out.run(here % 2 == 0, a2 - a1);
            done = Some(a2);
            here += 2;
        }
    }
}

/// Bits put together to bytes.
#[derive(Default)]
struct Packed {
    bytes: Vec<u8>,
    pending: u64,
    pending_bits: u32,
}

impl Packed {
    fn put(&mut self, bits: Bits) {
        self.pending = self.pending << bits.len | u64::from(bits.data);
        self.pending_bits += u32::from(bits.len);
        while self.pending_bits >= 8 {
            self.pending_bits -= 8;
            #[expect(clippy::cast_possible_truncation, reason = "the upper bits are out already")]
            self.bytes.push((self.pending >> self.pending_bits) as u8);
        }
    }

    fn mode(&mut self, mode: Mode) {
        if let Some(bits) = mode::encode(mode) {
            self.put(bits);
        }
    }

    fn run(&mut self, is_black: bool, mut length: u32) {
        let table = if is_black { &black::ENTRIES } else { &white::ENTRIES };
        // 64 codes for 0 to 63, then one for each multiple of 64.
        let mut code = |length: u32| {
            let index = if length < 64 { length } else { 63 + length / 64 };
            let entry = usize::try_from(index).ok().and_then(|index| table.get(index));
            entry
                .into_iter()
                .for_each(|(_, bits)| self.put(Bits { data: bits.data, len: bits.len }));
        };
        while length >= RUN_MAX {
            code(RUN_MAX);
            length -= RUN_MAX;
        }
        if length >= 64 {
            code(length & !63);
        }
        code(length & 63);
    }

    fn finish(mut self) -> Vec<u8> {
        let missing = (8 - self.pending_bits % 8) % 8;
        self.put(Bits { data: 0, len: u8::try_from(missing).unwrap_or(0) });
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small generator, so that a failure can be repeated.
    fn noise(seed: u64) -> impl FnMut() -> u64 {
        let mut state = seed;
        move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        }
    }

    fn decoded(packed: &[u8], width: u32, height: u32) -> Vec<u8> {
        let mut bits = Vec::new();
        let row_bytes = width.div_ceil(8) as usize;
        fax::decoder::decode_g4(packed.iter().copied(), width, None, |transitions| {
            let start = bits.len();
            bits.resize(start + row_bytes, 0);
            for (x, pel) in fax::decoder::pels(transitions, width).enumerate() {
                if pel == fax::Color::Black {
                    bits[start + x / 8] |= 0x80 >> (x % 8);
                }
            }
        })
        .unwrap();
        assert_eq!(bits.len(), row_bytes * height as usize);
        bits
    }

    #[test]
    fn every_picture_comes_back_pixel_by_pixel() {
        let mut next = noise(0x5eed_c0de);
        for round in 0..400 {
            let width: u32 = [1, 7, 8, 9, 63, 64, 65, 2480, 5300][round % 9];
            let height = 1 + next() as u32 % 12;
            let row_bytes = width.div_ceil(8) as usize;
            let mut bits = vec![0; row_bytes * height as usize];
            // Rows that resemble the one above, with runs of every length.
            for y in 0..height as usize {
                let (mut x, mut ink) = (0, next().is_multiple_of(2));
                let most = 1 << (next() % 13);
                if y > 0 && !next().is_multiple_of(4) {
                    bits.copy_within((y - 1) * row_bytes..y * row_bytes, y * row_bytes);
                }
                while x < width as usize {
                    let end = (x + 1 + next() as usize % most).min(width as usize);
                    if next().is_multiple_of(3) {
                        for x in x..end {
                            let bit = 0x80 >> (x % 8);
                            let byte = &mut bits[y * row_bytes + x / 8];
                            if ink { *byte |= bit } else { *byte &= !bit }
                        }
                    }
                    ink = !ink;
                    x = end;
                }
            }
            assert_eq!(decoded(&encode(&bits, width), width, height), bits, "round {round}");
        }
    }

    #[test]
    fn bits_beyond_the_width_do_not_count() {
        assert_eq!(encode(&[0b1010_0000], 3), encode(&[0b1011_1111], 3));
        assert_eq!(decoded(&encode(&[0xff], 3), 3, 1), [0b1110_0000]);
    }

    #[test]
    fn rows_may_be_wider_than_any_scanner() {
        let width = 70_001;
        let row = vec![0b1100_0110; 70_001_usize.div_ceil(8)];
        let mut rows =
            [row.clone(), vec![0; row.len()], row.clone(), vec![0xff; row.len()]].concat();
        for last in rows.chunks_mut(row.len()).filter_map(<[u8]>::last_mut) {
            *last &= 0x80;
        }
        assert_eq!(decoded(&encode(&rows, width), width, 4), rows);
    }
}

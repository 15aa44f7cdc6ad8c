//! A small packer of grey JPEGs (ITU-T T.81, baseline), with code tables of its own: every code
//! of the same length.
//!
//! Never fast, and never part of the product.

use std::f32::consts::{FRAC_1_SQRT_2, PI};

/// Order in which the coefficients of a block are written.
const ZIGZAG: [usize; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];
/// Length of the codes for shades, and for what lies within a block.
const DC_BITS: u32 = 4;
const AC_BITS: u32 = 8;

/// Packs grey points; both sides are multiples of eight. Every coefficient is divided by `coarse`.
pub(crate) fn encode(
    grey: &[u8],
    (width, height): (usize, usize),
    coarse: u8,
    dpi: u16,
) -> Vec<u8> {
    let two = |side: usize| u16::try_from(side).unwrap().to_be_bytes();
    let mut out = vec![0xff, 0xd8];
    let [high, low] = dpi.to_be_bytes();
    segment(
        &mut out,
        0xe0,
        &[b"JFIF\0\x01\x01\x01".as_slice(), &[high, low, high, low, 0, 0]].concat(),
    );
    segment(&mut out, 0xdb, &[[0].as_slice(), &[coarse; 64]].concat());
    segment(
        &mut out,
        0xc0,
        &[[8].as_slice(), &two(height), &two(width), &[1, 1, 0x11, 0]].concat(),
    );
    let shades: Vec<u8> = (0..12).collect();
    segment(&mut out, 0xc4, &table(0x00, DC_BITS, &shades));
    segment(&mut out, 0xc4, &table(0x10, AC_BITS, &symbols()));
    segment(&mut out, 0xda, &[1, 1, 0, 0, 63, 0]);
    out.extend(scan(grey, (width, height), coarse));
    out.extend([0xff, 0xd9]);
    out
}

fn segment(out: &mut Vec<u8>, marker: u8, body: &[u8]) {
    out.extend([0xff, marker]);
    out.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
    out.extend(body);
}

fn table(class: u8, bits: u32, symbols: &[u8]) -> Vec<u8> {
    let mut lengths = [0; 16];
    lengths[usize::try_from(bits).unwrap() - 1] = u8::try_from(symbols.len()).unwrap();
    [[class].as_slice(), &lengths, symbols].concat()
}

/// All runs of zeros with all sizes, the end of a block, and sixteen zeros.
fn symbols() -> Vec<u8> {
    let runs = (0..16).flat_map(|run| (1..=10).map(move |size| run << 4 | size));
    [0x00, 0xf0].into_iter().chain(runs).collect()
}

fn scan(grey: &[u8], (width, height): (usize, usize), coarse: u8) -> Vec<u8> {
    let cosines: Vec<[f32; 8]> = (0..8_u8)
        .map(|u| {
            let scale = if u == 0 { FRAC_1_SQRT_2 } else { 1.0 } / 2.0;
            std::array::from_fn(|x| {
                let x = f32::from(u8::try_from(x).unwrap());
                scale * ((2.0 * x + 1.0) * f32::from(u) * PI / 16.0).cos()
            })
        })
        .collect();
    let mut bits = Bits::default();
    let mut before = 0;
    for (y, x) in (0..height).step_by(8).flat_map(|y| (0..width).step_by(8).map(move |x| (y, x))) {
        let rows: Vec<&[u8]> = (0..8).map(|dy| &grey[(y + dy) * width + x..][..8]).collect();
        let block = block(&rows, &cosines, f32::from(coarse));
        bits.value(block[0] - before, |size| (size, DC_BITS));
        before = block[0];
        let last = ZIGZAG.iter().rposition(|at| block[*at] != 0).unwrap_or(0);
        let mut zeros = 0_u32;
        for at in ZIGZAG.iter().take(last + 1).skip(1) {
            if block[*at] == 0 {
                zeros += 1;
                continue;
            }
            while zeros > 15 {
                bits.push(1, AC_BITS);
                zeros -= 16;
            }
            // Its place among `symbols`.
            let code = |size: u32| (2 + zeros * 10 + size - 1, AC_BITS);
            bits.value(block[*at], code);
            zeros = 0;
        }
        if last < 63 {
            bits.push(0, AC_BITS);
        }
    }
    bits.finish()
}

/// Returns the coefficients of a block, divided and rounded.
fn block(rows: &[&[u8]], cosines: &[[f32; 8]], coarse: f32) -> [i32; 64] {
    let mut out = [0; 64];
    let first = rows[0][0];
    let round = |value: f32| (value / coarse).round() as i32;
    if rows.iter().all(|row| row.iter().all(|point| *point == first)) {
        out[0] = round((f32::from(first) - 128.0) * 8.0);
        return out;
    }
    let mut half = [[0.0; 8]; 8];
    for (row, half) in rows.iter().zip(&mut half) {
        for (cosine, out) in cosines.iter().zip(half.iter_mut()) {
            *out = row.iter().zip(cosine).map(|(point, c)| (f32::from(*point) - 128.0) * c).sum();
        }
    }
    for (v, cosine) in cosines.iter().enumerate() {
        for u in 0..8 {
            let sum: f32 = half.iter().zip(cosine).map(|(row, c)| row[u] * c).sum();
            out[v * 8 + u] = round(sum);
        }
    }
    out
}

#[derive(Default)]
struct Bits {
    out: Vec<u8>,
    part: u32,
    used: u32,
}

impl Bits {
    /// Writes a number behind the code for its size.
    fn value(&mut self, value: i32, code: impl Fn(u32) -> (u32, u32)) {
        let size = 32 - value.unsigned_abs().leading_zeros();
        let (code, length) = code(size);
        self.push(code, length);
        let coded = if value < 0 { value + (1 << size) - 1 } else { value };
        self.push(coded.unsigned_abs(), size);
    }

    fn push(&mut self, value: u32, length: u32) {
        self.part = self.part << length | value;
        self.used += length;
        while self.used >= 8 {
            self.used -= 8;
            let byte = u8::try_from(self.part >> self.used & 0xff).unwrap();
            self.part &= (1 << self.used) - 1;
            self.out.push(byte);
            if byte == 0xff {
                self.out.push(0);
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

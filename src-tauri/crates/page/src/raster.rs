//! Pixels as the steps need them: rows in grey, smaller pictures, turned and cut ones.
//!
//! Never changes a picture in place that somebody else may still hold.

use crate::{PageImage, Pixels, Turn};

/// A picture in grey, one byte per pixel, 0 is black.
#[derive(Debug, Clone)]
pub(crate) struct Grey {
    pub(crate) width: usize,
    pub(crate) height: usize,
    // Invariant: `width * height` bytes, neither side zero; only made in this module.
    pub(crate) px: Vec<u8>,
}

/// Returns a size as an index.
pub(crate) fn idx(size: u32) -> usize {
    usize::try_from(size).unwrap_or(usize::MAX)
}

/// Returns an index as a size; sizes never exceed what made them.
pub(crate) fn size(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// Unpacks bits, 1 is black, to bytes of grey.
pub(crate) fn unpack(bits: &[u8], out: &mut [u8]) {
    for (byte, pixels) in bits.iter().zip(out.chunks_mut(8)) {
        for (bit, pixel) in pixels.iter_mut().enumerate() {
            *pixel = if byte << bit & 0x80 == 0 { 255 } else { 0 };
        }
    }
}

/// Packs a row into bits where `ink` says so.
pub(crate) fn pack<T>(row: &[T], out: &mut Vec<u8>, ink: impl Fn(&T) -> bool) {
    out.extend(row.chunks(8).map(|pixels| {
        pixels
            .iter()
            .enumerate()
            .fold(0_u8, |byte, (bit, pixel)| if ink(pixel) { byte | 0x80 >> bit } else { byte })
    }));
}

/// Returns the brightness of a colour.
pub(crate) fn luma(red: u8, green: u8, blue: u8) -> u8 {
    let sum = 77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue);
    u8::try_from(sum >> 8).unwrap_or(u8::MAX)
}

/// Calls with each row of a picture in grey.
pub(crate) fn grey_rows(image: &PageImage, mut with: impl FnMut(&[u8])) {
    let width = idx(image.width());
    let mut row = vec![255_u8; width];
    match image.pixels() {
        Pixels::Bitonal(bytes) => {
            for bits in bytes.chunks_exact(width.div_ceil(8)) {
                unpack(bits, &mut row);
                with(&row);
            }
        }
        Pixels::Grey(bytes) => bytes.chunks_exact(width).for_each(with),
        Pixels::Rgb(bytes) => {
            for colours in bytes.chunks_exact(width * 3) {
                for (pixel, colour) in row.iter_mut().zip(colours.chunks_exact(3)) {
                    if let [red, green, blue] = colour {
                        *pixel = luma(*red, *green, *blue);
                    }
                }
                with(&row);
            }
        }
    }
}

impl Grey {
    /// Returns a picture made smaller by a whole factor in each direction, by averages.
    pub(crate) fn reduced(image: &PageImage, factor: usize) -> Self {
        let factor = factor.max(1);
        let width = idx(image.width()).div_ceil(factor);
        let height = idx(image.height()).div_ceil(factor);
        let mut px = Vec::with_capacity(width * height);
        let mut sums = vec![(0_u32, 0_u32); width];
        let mut rows = 0;
        grey_rows(image, |row| {
            if factor == 1 {
                px.extend_from_slice(row);
                return;
            }
            for (sum, block) in sums.iter_mut().zip(row.chunks(factor)) {
                sum.0 += block.iter().copied().map(u32::from).sum::<u32>();
                sum.1 += size(block.len());
            }
            rows += 1;
            if rows == factor {
                flush(&mut sums, &mut px);
                rows = 0;
            }
        });
        if rows > 0 {
            flush(&mut sums, &mut px);
        }
        px.resize(width * height, 255);
        Self { width, height, px }
    }

    /// Returns the rows.
    pub(crate) fn rows(&self) -> std::slice::ChunksExact<'_, u8> {
        self.px.chunks_exact(self.width)
    }

    /// Returns a row; none below the last.
    pub(crate) fn row(&self, y: usize) -> &[u8] {
        self.px.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }

    /// Returns the picture with rows and columns exchanged.
    pub(crate) fn transposed(&self) -> Self {
        let px = transpose(&self.px, self.width);
        Self { width: self.height, height: self.width, px }
    }

    /// Returns the brightness below which the given share (in percent) of the pixels lies.
    pub(crate) fn percentile(&self, percent: usize) -> u8 {
        let mut counts = [0_usize; 256];
        for value in &self.px {
            if let Some(count) = counts.get_mut(usize::from(*value)) {
                *count += 1;
            }
        }
        let wanted = self.px.len() * percent / 100;
        let mut sum = 0;
        for (value, count) in counts.iter().enumerate() {
            sum += count;
            if sum > wanted {
                return u8::try_from(value).unwrap_or(u8::MAX);
            }
        }
        u8::MAX
    }
}

fn flush(sums: &mut [(u32, u32)], px: &mut Vec<u8>) {
    for sum in sums {
        px.push(u8::try_from((sum.0 + sum.1 / 2) / sum.1.max(1)).unwrap_or(u8::MAX));
        *sum = (0, 0);
    }
}

/// Exchanges rows and columns.
fn transpose(px: &[u8], width: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(px.len());
    for x in 0..width {
        out.extend(px.iter().skip(x).step_by(width));
    }
    out
}

/// Returns a picture turned by quarters.
pub(crate) fn turned(image: &PageImage, turn: Turn) -> PageImage {
    let (width, height) = (idx(image.width()), idx(image.height()));
    let pixels = match image.pixels() {
        Pixels::Grey(px) => Pixels::Grey(turn_pixels(px, width, height, 1, turn)),
        Pixels::Rgb(px) => Pixels::Rgb(turn_pixels(px, width, height, 3, turn)),
        Pixels::Bitonal(bits) => {
            let mut px = vec![255_u8; width * height];
            for (bits, row) in bits.chunks_exact(width.div_ceil(8)).zip(px.chunks_exact_mut(width))
            {
                unpack(bits, row);
            }
            let px = turn_pixels(&px, width, height, 1, turn);
            let new_width = if turn.sideways() { height } else { width };
            Pixels::Bitonal(packed(&px, new_width))
        }
    };
    let (w, h) = (image.width(), image.height());
    let (w, h) = if turn.sideways() { (h, w) } else { (w, h) };
    PageImage::new(w, h, image.dpi(), pixels).unwrap_or_else(|| image.clone())
}

/// Packs a grey picture into bits at the middle.
pub(crate) fn packed(px: &[u8], width: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(px.len() / 8 + px.len() / width.max(1));
    for row in px.chunks_exact(width.max(1)) {
        pack(row, &mut out, |pixel| *pixel < 128);
    }
    out
}

fn turn_pixels(px: &[u8], width: usize, height: usize, bytes: usize, turn: Turn) -> Vec<u8> {
    let mut out = Vec::with_capacity(px.len());
    let mut put = |x: usize, y: usize| {
        let at = (y * width + x) * bytes;
        out.extend_from_slice(px.get(at..at + bytes).unwrap_or_default());
    };
    match turn {
        Turn::None => out.extend_from_slice(px),
        Turn::Half => {
            (0..height).rev().for_each(|y| (0..width).rev().for_each(|x| put(x, y)));
        }
        Turn::Right => {
            (0..width).for_each(|x| (0..height).rev().for_each(|y| put(x, y)));
        }
        Turn::Left => {
            (0..width).rev().for_each(|x| (0..height).for_each(|y| put(x, y)));
        }
    }
    out
}

/// Returns a part of a picture; all of it if the part is not inside.
pub(crate) fn cropped(image: &PageImage, from: (u32, u32), to: (u32, u32)) -> PageImage {
    let (width, height) = (to.0.saturating_sub(from.0), to.1.saturating_sub(from.1));
    let (w, x, y, h) = (idx(image.width()), idx(from.0), idx(from.1), idx(height));
    let cut = |px: &[u8], bytes: usize| -> Vec<u8> {
        px.chunks_exact(w * bytes)
            .skip(y)
            .take(h)
            .filter_map(|row| row.get(x * bytes..(x + idx(width)) * bytes))
            .flatten()
            .copied()
            .collect()
    };
    let pixels = match image.pixels() {
        Pixels::Grey(px) => Pixels::Grey(cut(px, 1)),
        Pixels::Rgb(px) => Pixels::Rgb(cut(px, 3)),
        Pixels::Bitonal(bits) => {
            let mut out = Vec::new();
            let mut row = vec![255_u8; w];
            for bits in bits.chunks_exact(w.div_ceil(8)).skip(y).take(h) {
                unpack(bits, &mut row);
                pack(row.get(x..x + idx(width)).unwrap_or_default(), &mut out, |p| *p < 128);
            }
            Pixels::Bitonal(out)
        }
    };
    PageImage::new(width, height, image.dpi(), pixels).unwrap_or_else(|| image.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(width: u32, px: &[u8]) -> PageImage {
        let height = size(px.len()) / width;
        PageImage::new(width, height, 300, Pixels::Grey(px.to_vec())).unwrap()
    }

    #[test]
    fn turning_right_brings_the_left_column_to_the_top() {
        let image = grey(3, &[1, 2, 3, 4, 5, 6]);
        assert_eq!(turned(&image, Turn::Right), grey(2, &[4, 1, 5, 2, 6, 3]));
        assert_eq!(turned(&image, Turn::Left), grey(2, &[3, 6, 2, 5, 1, 4]));
        assert_eq!(turned(&image, Turn::Half), grey(3, &[6, 5, 4, 3, 2, 1]));
        for turn in [Turn::None, Turn::Right, Turn::Half, Turn::Left] {
            assert_eq!(turned(&turned(&image, turn), turn.inverse()), image);
        }
    }

    #[test]
    fn bits_survive_turning_and_cutting() {
        let bits = vec![0b1010_0000, 0b1000_0000, 0b0000_0001, 0b0000_0000];
        let image = PageImage::new(9, 2, 300, Pixels::Bitonal(bits)).unwrap();
        let back = turned(&turned(&image, Turn::Right), Turn::Left);
        assert_eq!(back, image);
        let part = cropped(&image, (2, 0), (9, 1));
        assert_eq!(part.pixels(), &Pixels::Bitonal(vec![0b1000_0010]));
    }

    #[test]
    fn smaller_pictures_are_averages() {
        let image = grey(3, &[0, 100, 50, 100, 200, 150]);
        let small = Grey::reduced(&image, 2);
        assert_eq!((small.width, small.height, small.px), (2, 1, vec![100, 100]));
    }
}

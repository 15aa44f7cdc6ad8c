//! Images made small, row by row.
//!
//! Never holds more of the large image than the row at hand, and never enlarges.

use crate::image::Raster;

/// Widest picture, in pixels.
pub(crate) const WIDTH_MAX: usize = 240;
/// Tallest picture, in pixels: receipts are long.
pub(crate) const HEIGHT_MAX: usize = 480;

/// Averages the pixels of a large image under each pixel of a small one.
pub(crate) struct Shrinker {
    width: usize,
    height: usize,
    small_width: usize,
    small_height: usize,
    sums: Vec<[u64; 4]>,
    y: usize,
}

impl Shrinker {
    /// Creates one for an image of this size; `None` if it has no pixels.
    pub(crate) fn new(width: usize, height: usize) -> Option<Shrinker> {
        if width == 0 || height == 0 || width.checked_mul(height)?.checked_mul(1024).is_none() {
            return None;
        }
        // The side that is further over its limit decides; at least one pixel remains.
        let (small_width, small_height) = if width <= WIDTH_MAX && height <= HEIGHT_MAX {
            (width, height)
        } else if width * HEIGHT_MAX >= height * WIDTH_MAX {
            (WIDTH_MAX, (height * WIDTH_MAX / width).max(1))
        } else {
            ((width * HEIGHT_MAX / height).max(1), HEIGHT_MAX)
        };
        Some(Shrinker::to(width, height, small_width, small_height))
    }

    /// Creates one that makes an image of another shape; both sizes have pixels.
    pub(crate) fn to(
        width: usize,
        height: usize,
        small_width: usize,
        small_height: usize,
    ) -> Shrinker {
        let small_width = small_width.clamp(1, width.max(1));
        let small_height = small_height.clamp(1, height.max(1));
        let sums = vec![[0_u64; 4]; small_width * small_height];
        Shrinker { width, height, small_width, small_height, sums, y: 0 }
    }

    /// Adds the next row; what is more than the size says is ignored.
    pub(crate) fn push(&mut self, row: impl Iterator<Item = [u8; 3]>) {
        let from = self.y * self.small_height / self.height.max(1) * self.small_width;
        let Some(sums) = self.sums.get_mut(from..from + self.small_width) else { return };
        for (x, [r, g, b]) in row.take(self.width).enumerate() {
            if let Some(sum) = sums.get_mut(x * self.small_width / self.width) {
                sum[0] += u64::from(r);
                sum[1] += u64::from(g);
                sum[2] += u64::from(b);
                sum[3] += 1;
            }
        }
        self.y += 1;
    }

    /// Whether any row has come.
    pub(crate) fn started(&self) -> bool {
        self.y > 0
    }

    /// Returns the small image; rows that never came are white.
    pub(crate) fn finish(self) -> Option<Raster> {
        let average = |[r, g, b, count]: [u64; 4]| match count {
            0 => [u8::MAX; 3],
            count => [r, g, b].map(|sum| u8::try_from(sum / count).unwrap_or(u8::MAX)),
        };
        let rgb = self.sums.into_iter().flat_map(average).collect();
        Raster::new(self.small_width, self.small_height, rgb)
    }
}

/// How the samples of a row make colours.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Colours {
    /// One sample, black to white.
    Grey,
    /// One sample, white to black.
    Inverted,
    /// One sample that names a colour.
    Palette(Vec<[u8; 3]>),
    /// Red, green, blue.
    Rgb,
    /// Cyan, magenta, yellow, black.
    Cmyk,
}

/// How pixels lie in the bytes of a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pixels {
    /// Bits of a sample: 1, 2, 4, 8 or 16.
    pub(crate) bits: usize,
    /// Samples of a pixel; those beyond the colours are ignored.
    pub(crate) samples: usize,
    pub(crate) colours: Colours,
}

impl Pixels {
    /// Returns how many bytes a row takes.
    pub(crate) fn row_bytes(&self, width: usize) -> Option<usize> {
        Some(width.checked_mul(self.samples)?.checked_mul(self.bits)?.div_ceil(8))
    }

    /// Returns a pixel of a row; what is missing is black.
    pub(crate) fn get(&self, row: &[u8], x: usize) -> [u8; 3] {
        let sample = |index: usize| self.sample(row, x * self.samples + index);
        let scaled = |index: usize| match self.bits {
            1 => sample(index) * 255,
            2 => sample(index) * 85,
            4 => sample(index) * 17,
            _ => sample(index),
        };
        match &self.colours {
            Colours::Grey => [scaled(0); 3],
            Colours::Inverted => [255 - scaled(0); 3],
            Colours::Palette(colours) => {
                colours.get(usize::from(sample(0))).copied().unwrap_or_default()
            }
            Colours::Rgb => [scaled(0), scaled(1), scaled(2)],
            Colours::Cmyk => {
                let light = 255 - u16::from(scaled(3));
                [0, 1, 2].map(|index| {
                    let mixed = (255 - u16::from(scaled(index))) * light / 255;
                    u8::try_from(mixed).unwrap_or(u8::MAX)
                })
            }
        }
    }

    fn sample(&self, row: &[u8], index: usize) -> u8 {
        let bit = index * self.bits;
        let byte = row.get(bit / 8).copied().unwrap_or_default();
        match self.bits {
            bits @ (1 | 2 | 4) => {
                let shift = 8 - bits - bit % 8;
                (byte >> shift) & ((1 << bits) - 1)
            }
            _ => byte,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_become_small_and_keep_their_shape() {
        for (width, height, small) in [
            (2480, 3508, (240, 339)),
            (100, 50, (100, 50)),
            (1000, 9000, (53, 480)),
            (9000, 10, (240, 1)),
            (240, 480, (240, 480)),
        ] {
            let mut shrinker = Shrinker::new(width, height).unwrap();
            for _ in 0..height {
                shrinker.push((0..width).map(|_| [7, 8, 9]));
            }
            let shrunk = shrinker.finish().unwrap();
            assert_eq!((shrunk.width, shrunk.height), small);
            assert!(shrunk.rgb().chunks(3).all(|pixel| pixel == [7, 8, 9]));
        }
    }

    #[test]
    fn pixels_of_all_depths_are_found() {
        let grey = |bits| Pixels { bits, samples: 1, colours: Colours::Grey };
        assert_eq!(grey(1).get(&[0b0100_0000], 1), [255; 3]);
        assert_eq!(grey(2).get(&[0b0001_0000], 1), [85; 3]);
        assert_eq!(grey(4).get(&[0x0F], 1), [255; 3]);
        assert_eq!(grey(16).get(&[1, 2, 3, 4], 1), [3; 3]);
        let inverted = Pixels { bits: 1, samples: 1, colours: Colours::Inverted };
        assert_eq!(inverted.get(&[0b1000_0000], 0), [0; 3]);
        let palette = Colours::Palette(vec![[1, 1, 1], [2, 3, 4]]);
        assert_eq!(Pixels { bits: 4, samples: 1, colours: palette }.get(&[0x01], 1), [2, 3, 4]);
        let cmyk = Pixels { bits: 8, samples: 4, colours: Colours::Cmyk };
        assert_eq!(cmyk.get(&[0, 255, 0, 0], 0), [255, 0, 255]);
    }
}

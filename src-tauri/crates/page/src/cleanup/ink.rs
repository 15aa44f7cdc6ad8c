//! What is ink and what is paper.
//!
//! Never one threshold for a whole page: paper yellows, lamps fade, copies are grey.

use crate::raster::{Grey, size};

/// A picture of ink: one flag per pixel.
pub(super) struct Ink {
    pub(super) width: usize,
    pub(super) height: usize,
    // Invariant: `width * height` flags.
    pub(super) px: Vec<bool>,
}

impl Ink {
    /// Finds the ink of a picture of the given resolution.
    pub(super) fn of(grey: &Grey, dpi: u16) -> Self {
        let mut px = Vec::with_capacity(grey.px.len());
        rows(grey, dpi, |row| px.extend_from_slice(row));
        Self { width: grey.width, height: grey.height, px }
    }

    /// Returns the rows.
    pub(super) fn rows(&self) -> std::slice::ChunksExact<'_, bool> {
        self.px.chunks_exact(self.width)
    }

    /// Whether there is ink at a place; none outside.
    pub(super) fn at(&self, x: usize, y: usize) -> bool {
        x < self.width && self.px.get(y * self.width + x).copied().unwrap_or(false)
    }

    /// Takes away what hangs together with an edge: scanner borders, and pages that lay beside.
    pub(super) fn without_border(mut self) -> Self {
        let (w, h) = (self.width, self.height);
        let mut queue: Vec<usize> = (0..w).chain((h - 1) * w..h * w).collect();
        queue.extend((0..h).flat_map(|y| [y * w, y * w + w - 1]));
        while let Some(at) = queue.pop() {
            let Some(ink) = self.px.get_mut(at) else { continue };
            if !std::mem::take(ink) {
                continue;
            }
            if at % w > 0 {
                queue.push(at - 1);
            }
            if at % w + 1 < w {
                queue.push(at + 1);
            }
            queue.extend(at.checked_sub(w));
            queue.push(at + w);
        }
        self
    }

    /// Returns the picture with rows and columns exchanged.
    pub(super) fn transposed(&self) -> Self {
        let mut px = Vec::with_capacity(self.px.len());
        for x in 0..self.width {
            px.extend(self.px.iter().skip(x).step_by(self.width));
        }
        Self { width: self.height, height: self.width, px }
    }
}

/// The brightness below which there is ink in any surroundings: bars and pictures are larger than
/// what Sauvola's rule looks at.
fn surely(grey: &Grey) -> u32 {
    let (dark, paper) = (u32::from(grey.percentile(1)), u32::from(grey.percentile(90)));
    let pale = if paper.saturating_sub(dark) > 60 { dark + (paper - dark) * 2 / 5 } else { 0 };
    pale.max(paper / 2)
}

/// Calls with each row of ink, by Sauvola's rule: darker than its surroundings by more than
/// their noise explains.
pub(super) fn rows(grey: &Grey, dpi: u16, mut with: impl FnMut(&[bool])) {
    let reach = (usize::from(dpi) / 12).clamp(4, 100);
    let (width, height) = (grey.width, grey.height);
    let surely = surely(grey);
    let mut sums = vec![0_u32; width];
    let mut squares = vec![0_u32; width];
    let mut ink = vec![false; width];
    // Rows enter the window below and leave it above.
    let change = |sums: &mut [u32], squares: &mut [u32], row: &[u8], add: bool| {
        for ((sum, square), value) in sums.iter_mut().zip(squares).zip(row) {
            let value = u32::from(*value);
            if add {
                *sum += value;
                *square += value * value;
            } else {
                *sum -= value;
                *square -= value * value;
            }
        }
    };
    (0..reach.min(height)).for_each(|y| change(&mut sums, &mut squares, grey.row(y), true));
    for y in 0..height {
        if y + reach < height {
            change(&mut sums, &mut squares, grey.row(y + reach), true);
        }
        if y > reach {
            change(&mut sums, &mut squares, grey.row(y - reach - 1), false);
        }
        let lines = size((y + reach).min(height - 1) - y.saturating_sub(reach) + 1);
        judge(grey.row(y), &sums, &squares, (reach, lines, surely), &mut ink);
        with(&ink);
    }
}

fn judge(
    row: &[u8],
    sums: &[u32],
    squares: &[u32],
    (reach, lines, surely): (usize, u32, u32),
    ink: &mut [bool],
) {
    let mut sum: u64 = sums.iter().take(reach).copied().map(u64::from).sum();
    let mut square: u64 = squares.iter().take(reach).copied().map(u64::from).sum();
    let entering = || sums.iter().zip(squares).skip(reach).map(Some).chain(std::iter::repeat(None));
    let leaving = std::iter::repeat_n(None, reach + 1).chain(sums.iter().zip(squares).map(Some));
    let mut columns = reach.min(row.len());
    for (((value, ink), enter), leave) in row.iter().zip(ink).zip(entering()).zip(leaving) {
        if let Some((s, q)) = enter {
            sum += u64::from(*s);
            square += u64::from(*q);
            columns += 1;
        }
        if let Some((s, q)) = leave {
            sum -= u64::from(*s);
            square -= u64::from(*q);
            columns -= 1;
        }
        let count = columns as f32 * lines as f32;
        let mean = sum as f32 / count;
        let deviation = (square as f32 / count - mean * mean).max(0.0).sqrt();
        let threshold = mean * (1.0 + 0.25 * (deviation / 128.0 - 1.0));
        *ink = f32::from(*value) < threshold || u32::from(*value) < surely;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pale_ink_on_grey_paper_is_ink_and_shade_is_not() {
        let (width, height) = (200, 100);
        let mut px = Vec::new();
        for y in 0..height {
            for x in 0..width {
                // Paper gets darker to the right; a pale stroke runs down every 20 columns.
                let paper = 220 - x / 4;
                px.push(
                    u8::try_from(if x % 20 == 7 && y > 20 { paper - 70 } else { paper }).unwrap(),
                );
            }
        }
        let ink = Ink::of(&Grey { width, height, px }, 150);
        for y in [30, 60, 99] {
            for x in 0..width {
                assert_eq!(ink.at(x, y), x % 20 == 7, "at {x}, {y}");
            }
        }
        assert!(ink.rows().take(8).all(|row| row.iter().all(|ink| !ink)));
    }

    #[test]
    fn what_hangs_on_the_edge_goes_and_what_stands_free_stays() {
        let px = [1, 1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0].map(|ink| ink == 1).to_vec();
        let ink = Ink { width: 5, height: 3, px }.without_border();
        assert_eq!(ink.px.iter().filter(|ink| **ink).count(), 1);
        assert!(ink.at(3, 1));
    }
}

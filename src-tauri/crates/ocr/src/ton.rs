//! The tones of a page as the recognition reads them best: paper white, ink black, grain gone.
//!
//! Never changes the picture that is kept: it acts on the way to Tesseract only. What lies between
//! paper and ink stays grey, because the edges of letters are grey.

/// Share of the way from ink to paper that becomes black, and from paper to ink that becomes white.
///
/// Measured with `cargo xtask bench ocr`: stretching takes a third of the errors away.
const BLACK_SHARE: f32 = 0.12;
const WHITE_SHARE: f32 = 0.21;
/// Grain, as a share of the way from ink to paper, above which a page is smoothed.
///
/// Below, smoothing costs more letters than grain does.
const GRAIN_SHARE: f32 = 0.075;
/// Least distance between ink and paper; with less there is nothing to stretch.
const DISTANCE_MIN: usize = 48;
/// Darkest pixels that count as ink: one of so many.
const INK_ONE_OF: usize = 100;
/// Only every so-many-th row is looked at.
const ROW_STEP: usize = 3;

/// What is done to the greys of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ton {
    /// New tone for each old one.
    pub(crate) table: [u8; 256],
    /// Whether every pixel is first averaged with its neighbours.
    pub(crate) smooth: bool,
}

impl Ton {
    /// Looks at the greys of a page.
    pub(crate) fn of(pixels: &[u8], width: usize) -> Ton {
        let mut counts = [0_usize; 256];
        let mut steps = [0_usize; 256];
        for row in pixels.chunks(width.max(1)).step_by(ROW_STEP) {
            for pixel in row {
                counts.iter_mut().skip((*pixel).into()).take(1).for_each(|count| *count += 1);
            }
        }
        let (ink, paper) = ends(&counts);
        if paper < ink + DISTANCE_MIN {
            return Ton { table: std::array::from_fn(byte), smooth: false };
        }
        // Grain shows where there is nothing but paper.
        let lightest = paper - (paper - ink) / 3;
        for row in pixels.chunks(width.max(1)).step_by(ROW_STEP) {
            for (left, right) in row.iter().zip(row.iter().skip(1)) {
                if usize::from(*left.min(right)) > lightest {
                    let step = usize::from(left.abs_diff(*right));
                    steps.iter_mut().skip(step).take(1).for_each(|count| *count += 1);
                }
            }
        }
        let distance = (paper - ink) as f32;
        let smooth = middle(&steps) > GRAIN_SHARE * distance;
        let black = ink as f32 + BLACK_SHARE * distance;
        let white = paper as f32 - WHITE_SHARE * distance;
        let table = std::array::from_fn(|tone| {
            let share = (tone as f32 - black) / (white - black);
            byte((share.clamp(0.0, 1.0) * 255.0).round() as usize)
        });
        Ton { table, smooth }
    }
}

/// Finds the tone of the ink and of the paper.
fn ends(counts: &[usize; 256]) -> (usize, usize) {
    let all: usize = counts.iter().sum();
    let mut seen = 0;
    let ink = counts.iter().position(|count| {
        seen += count;
        seen > all / INK_ONE_OF
    });
    // The commonest tone, counted with its neighbours so that grain does not hide it.
    let around =
        |tone: usize| -> usize { counts.iter().skip(tone.saturating_sub(4)).take(9).sum() };
    let paper = (0..256).max_by_key(|tone| around(*tone));
    (ink.unwrap_or(0), paper.unwrap_or(255))
}

/// The middle of the steps between neighbours; for grain this is nearly its deviation.
fn middle(steps: &[usize; 256]) -> f32 {
    let all: usize = steps.iter().sum();
    let mut seen = 0;
    for (step, count) in steps.iter().enumerate() {
        seen += count;
        if *count > 0 && seen * 2 >= all {
            // Steps are whole numbers: how far into this one the middle lies.
            let before = (seen - count) as f32;
            return step as f32 - 0.5 + (all as f32 / 2.0 - before) / *count as f32;
        }
    }
    0.0
}

fn byte(value: usize) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

/// Averages a row with its neighbours above and below, weighted 1, 2, 1 in both directions.
pub(crate) fn smoothed(
    above: &[u8],
    row: &[u8],
    below: &[u8],
    sums: &mut Vec<u16>,
    out: &mut Vec<u8>,
) {
    sums.clear();
    let column = |((above, here), below): ((&u8, &u8), &u8)| {
        u16::from(*above) + 2 * u16::from(*here) + u16::from(*below)
    };
    sums.extend(above.iter().zip(row).zip(below).map(column));
    out.clear();
    let (Some(first), Some(last)) = (sums.first().copied(), sums.last().copied()) else { return };
    // Beyond the edges the page goes on as it ends.
    let left = std::iter::once(first).chain(sums.iter().copied());
    let right = sums.iter().copied().skip(1).chain([last]);
    let pixel = |((left, here), right): ((u16, &u16), u16)| {
        u8::try_from((left + 2 * here + right + 8) / 16).unwrap_or(u8::MAX)
    };
    out.extend(left.zip(sums.iter()).zip(right).map(pixel));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paper of 230 with grain, and one dark pixel in twenty.
    fn page(grain: u8) -> Vec<u8> {
        let mut state = 1_u32;
        (0..300 * 300_u32)
            .map(|at| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let noise = (state >> 24) as u8 % (2 * grain + 1);
                if at % 20 == 0 { 40 } else { 230 - grain + noise }
            })
            .collect()
    }

    #[test]
    fn paper_becomes_white_and_ink_black_and_edges_stay_grey() {
        let ton = Ton::of(&page(8), 300);
        assert_eq!(
            (ton.table[40], ton.table[60], ton.table[200], ton.table[238]),
            (0, 0, 255, 255)
        );
        assert!((100..160).contains(&ton.table[127]), "{}", ton.table[127]);
        assert!(!ton.smooth);
    }

    #[test]
    fn only_grain_is_smoothed() {
        assert!(Ton::of(&page(24), 300).smooth);
        assert!(!Ton::of(&page(0), 300).smooth);
    }

    #[test]
    fn a_page_without_ink_stays_as_it_is() {
        for tone in [0, 128, 255] {
            let ton = Ton::of(&[tone; 900], 30);
            assert!(ton.table.iter().enumerate().all(|(old, new)| old == usize::from(*new)));
            assert!(!ton.smooth);
        }
        assert!(!Ton::of(&[], 0).smooth);
    }

    #[test]
    fn smoothing_keeps_even_tones_and_takes_specks_down() {
        let (mut sums, mut out) = (Vec::new(), Vec::new());
        let (even, speck) = ([200; 5], [200, 200, 0, 200, 200]);
        smoothed(&even, &even, &even, &mut sums, &mut out);
        assert_eq!(out, even);
        smoothed(&even, &speck, &even, &mut sums, &mut out);
        assert_eq!(out, [200, 175, 150, 175, 200]);
    }
}

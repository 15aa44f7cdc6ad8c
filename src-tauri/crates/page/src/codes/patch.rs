//! Patch code type T, the separator that scanners have known for decades.
//!
//! Never takes the other five patch codes for it: turned round, T looks like one of them.

use super::{Code, CodeArt};
use crate::PageImage;
use crate::raster::{Grey, size};

/// Bars and gaps of a Patch-T, alternating, beginning with the bar next to the edge of the sheet,
/// in narrow widths: narrow, wide, narrow, wide bar with narrow gaps.
///
/// Patch codes have four bars, two of them wide (0.20 in), two narrow (0.08 in), and gaps of
/// 0.08 in. Read from the other side T is another patch code, so the direction counts: bars are
/// read from the edge of the sheet inwards, as a scanner meets them, whichever edge it is.
pub const PATCH_T: [f32; 7] = [1.0, 1.0, 2.5, 1.0, 1.0, 1.0, 2.5];

/// Width of a narrow bar in inches.
const NARROW_IN: f32 = 0.08;
/// How far the printed size may be off: "fit to page", copies, a guessed resolution.
const SIZE_OFF: std::ops::Range<f32> = 0.7..1.35;
/// Least length of the bars in inches.
const LENGTH_IN: f32 = 0.7;
/// Least difference between ink and paper.
const CONTRAST_MIN: u8 = 22;

/// A line across the bars that fits.
struct Hit {
    start: usize,
    end: usize,
    /// Whether it fits read backwards.
    backwards: bool,
}

/// Hits on neighbouring lines.
struct Track {
    first: usize,
    last: usize,
    hits: usize,
    first_start: usize,
    start: usize,
    end: usize,
    left: usize,
    right: usize,
    backwards: bool,
}

/// Finds the Patch-T codes of a page.
pub(super) fn read(image: &PageImage) -> Vec<Code> {
    let factor = (usize::from(image.dpi()) / 90).max(1);
    let grey = Grey::reduced(image, factor);
    let dpi = f32::from(image.dpi()) / factor as f32;
    let mut found: Vec<Code> = scan(&grey, dpi)
        .iter()
        .map(|track| code([track.left, track.first, track.right, track.last], track, factor, 0))
        .collect();
    found.extend(
        scan(&grey.transposed(), dpi).iter().map(|track| {
            code([track.first, track.left, track.last, track.right], track, factor, 90)
        }),
    );
    found
}

fn code(kasten: [usize; 4], track: &Track, factor: usize, direction: i32) -> Code {
    let length = track.last.saturating_sub(track.first).max(1) as f32;
    let shift = track.start as f32 - track.first_start as f32;
    // Bars that move to the right on their way down lie turned to the left.
    let skew = (-(shift / length).atan().to_degrees()).round() as i32;
    let skew = if direction == 0 { skew } else { -skew };
    let back = if track.backwards { 180 } else { 0 };
    Code {
        art: CodeArt::PatchT,
        inhalt: String::new(),
        kasten: kasten.map(|side| size(side * factor)),
        winkel: u16::try_from((direction + skew + back).rem_euclid(360)).unwrap_or(0),
    }
}

/// Looks along rows for upright bars.
fn scan(grey: &Grey, dpi: f32) -> Vec<Track> {
    let step = ((dpi * 0.03) as usize).max(1);
    let mut open: Vec<Track> = Vec::new();
    let mut done: Vec<Track> = Vec::new();
    let mut line = Vec::new();
    for y in (1..grey.height.saturating_sub(1)).step_by(step) {
        three_rows(grey, y, &mut line);
        for hit in hits(&runs(&line, dpi), dpi) {
            join(&mut open, &hit, y);
        }
        let (still, over): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|track| y - track.last <= 3 * step);
        open = still;
        done.extend(over);
    }
    done.extend(open);
    done.retain(|track| complete(track, grey.width, dpi, step));
    done
}

/// The average of a row and its neighbours: noise is no bar.
fn three_rows(grey: &Grey, y: usize, line: &mut Vec<u8>) {
    line.clear();
    let above_and_below = grey.row(y - 1).iter().zip(grey.row(y + 1));
    line.extend(grey.row(y).iter().zip(above_and_below).map(|(at, (above, below))| {
        let sum = u16::from(*at) + u16::from(*above) + u16::from(*below);
        u8::try_from(sum / 3).unwrap_or(u8::MAX)
    }));
}

fn join(open: &mut Vec<Track>, hit: &Hit, y: usize) {
    let near = |a: usize, b: usize, lines: usize| a.abs_diff(b) <= lines / 5 + 2;
    let track = open.iter_mut().find(|track| {
        let lines = y - track.last;
        track.backwards == hit.backwards
            && lines > 0
            && near(track.start, hit.start, lines)
            && near(track.end, hit.end, lines)
    });
    if let Some(track) = track {
        track.last = y;
        track.hits += 1;
        (track.start, track.end) = (hit.start, hit.end);
        track.left = track.left.min(hit.start);
        track.right = track.right.max(hit.end);
    } else if open.len() < 256 {
        open.push(Track {
            first: y,
            last: y,
            hits: 1,
            first_start: hit.start,
            start: hit.start,
            end: hit.end,
            left: hit.start,
            right: hit.end,
            backwards: hit.backwards,
        });
    }
}

/// Whether the bars are long enough, without holes, and read from the right side.
fn complete(track: &Track, width: usize, dpi: f32, step: usize) -> bool {
    let length = track.last - track.first;
    let lines = length / step + 1;
    let middle = (track.left + track.right) as f32 / 2.0 / width as f32;
    // In the middle of a sheet no edge is nearer: there it has to read as we read.
    let from_the_edge = if middle < 0.6 { !track.backwards } else { track.backwards };
    length as f32 >= LENGTH_IN * dpi && track.hits * 4 >= lines * 3 && from_the_edge
}

/// Splits a line into white and black, beginning with white; black where it is darker than the
/// middle between the darkest and the brightest within 0.3 in.
fn runs(line: &[u8], dpi: f32) -> Vec<usize> {
    let block = ((dpi * 0.05) as usize).max(2);
    let bounds: Vec<(u8, u8)> = line
        .chunks(block)
        .map(|part| part.iter().fold((255, 0), |(low, high), v| (low.min(*v), high.max(*v))))
        .collect();
    let mut runs = vec![0];
    let mut black = false;
    for (n, part) in line.chunks(block).enumerate() {
        let around = bounds.iter().skip(n.saturating_sub(6)).take(n.min(6) + 7);
        let (low, high) = around
            .fold((255, 0), |(low, high): (u8, u8), bound| (low.min(bound.0), high.max(bound.1)));
        let middle =
            if high.saturating_sub(low) < CONTRAST_MIN { 0 } else { u8::midpoint(low, high) };
        for value in part {
            if (*value < middle) != black {
                black = !black;
                runs.push(0);
            }
            if let Some(run) = runs.last_mut() {
                *run += 1;
            }
        }
    }
    runs
}

/// Finds the pattern among the runs of a line.
fn hits(runs: &[usize], dpi: f32) -> Vec<Hit> {
    let mut found = Vec::new();
    let mut start = 0;
    for (n, window) in runs.windows(9).enumerate() {
        let [before, bars @ .., after] = window else { continue };
        // Black runs have odd numbers; a window begins with the white before the first bar.
        if n % 2 == 0 {
            let quiet = (*before, n == 0, *after, n + 9 == runs.len());
            if let Some(backwards) = fits(bars, quiet, dpi) {
                let begin = start + before;
                let end = begin + bars.iter().sum::<usize>();
                found.push(Hit { start: begin, end, backwards });
            }
        }
        start += before;
    }
    found
}

fn fits(bars: &[usize], quiet: (usize, bool, usize, bool), dpi: f32) -> Option<bool> {
    let total = bars.iter().sum::<usize>() as f32;
    let unit = total / PATCH_T.iter().sum::<f32>();
    if !SIZE_OFF.contains(&(unit / (NARROW_IN * dpi))) {
        return None;
    }
    let (before, at_start, after, at_end) = quiet;
    let calm = |width: usize, at_edge: bool| width as f32 >= unit * if at_edge { 0.3 } else { 1.3 };
    if !calm(before, at_start) || !calm(after, at_end) {
        return None;
    }
    let close = |(n, (width, wanted)): (usize, (&usize, &f32))| {
        let width = *width as f32 / unit;
        // Ink spreads: bars grow at the cost of the gaps.
        let off = if n % 2 == 0 && *wanted > 2.0 { 0.65 } else { 0.5 };
        (width - wanted).abs() <= off
    };
    if bars.iter().zip(&PATCH_T).enumerate().all(close) {
        return Some(false);
    }
    bars.iter().rev().zip(&PATCH_T).enumerate().all(close).then_some(true)
}

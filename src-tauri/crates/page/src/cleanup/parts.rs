//! Pieces of ink that hang together.
//!
//! Never follows a piece further than it was asked to.

use super::ink::Ink;

/// A piece of ink.
pub(super) struct Part {
    /// Places of its pixels; all of them if it is not larger than asked for.
    pub(super) px: Vec<usize>,
    pub(super) left: usize,
    pub(super) top: usize,
    pub(super) right: usize,
    pub(super) bottom: usize,
}

/// Calls with every piece of at most `most` pixels.
pub(super) fn small_parts(ink: &Ink, most: usize, mut with: impl FnMut(&Part)) {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        No,
        Yes,
        Large,
    }
    let mut seen = vec![Seen::No; ink.px.len()];
    let mut part = Part { px: Vec::new(), left: 0, top: 0, right: 0, bottom: 0 };
    for start in 0..ink.px.len() {
        if !ink.px.get(start).copied().unwrap_or(false) || seen.get(start) != Some(&Seen::No) {
            continue;
        }
        part.px.clear();
        part.px.push(start);
        if let Some(seen) = seen.get_mut(start) {
            *seen = Seen::Yes;
        }
        let (x, y) = (start % ink.width, start / ink.width);
        (part.left, part.top, part.right, part.bottom) = (x, y, x, y);
        let mut large = false;
        let mut next = 0;
        while let Some(at) = part.px.get(next).copied() {
            next += 1;
            let (x, y) = (at % ink.width, at / ink.width);
            part.left = part.left.min(x);
            part.right = part.right.max(x);
            part.top = part.top.min(y);
            part.bottom = part.bottom.max(y);
            for ny in y.saturating_sub(1)..=(y + 1).min(ink.height - 1) {
                for nx in x.saturating_sub(1)..=(x + 1).min(ink.width - 1) {
                    let at = ny * ink.width + nx;
                    let Some(seen) = seen.get_mut(at) else { continue };
                    if !ink.at(nx, ny) {
                        continue;
                    }
                    if *seen == Seen::Large {
                        large = true;
                    } else if *seen == Seen::No {
                        *seen = Seen::Yes;
                        part.px.push(at);
                    }
                }
            }
            if large || part.px.len() > most {
                large = true;
                break;
            }
        }
        if large {
            for at in &part.px {
                if let Some(seen) = seen.get_mut(*at) {
                    *seen = Seen::Large;
                }
            }
        } else {
            with(&part);
        }
    }
}

//! From the cleaned picture that was read back to the page as it is shown, and on to a copy that
//! stands upright.
//!
//! Never moves a word to where it was not seen.

use domain::textebene::{Seitentext, Wort};
use page::Turn;
use page::cleanup::Schritt;

use crate::worker::PageFacts;

/// Tenths of a point in an inch.
const TENTHS: f64 = 720.0;

/// Returns words where they stand on the page as it is shown.
pub(super) fn on_page(
    read: &Seitentext,
    facts: &PageFacts,
    picture: (u32, u32),
    dpi: u16,
) -> Seitentext {
    let way = Way::back(facts, picture);
    let breite = tenths(facts.width_centipoint);
    let hoehe = tenths(facts.height_centipoint);
    let per_pixel = (
        f64::from(breite) / f64::from(facts.source_pixels.0.max(1)),
        f64::from(hoehe) / f64::from(facts.source_pixels.1.max(1)),
    );
    let pixels = f64::from(dpi) / TENTHS;
    let place = |wort: &Wort| {
        let corner = |x: u16, y: u16| {
            let (x, y) = way.point(f64::from(x) * pixels, f64::from(y) * pixels);
            (x * per_pixel.0, y * per_pixel.1)
        };
        boxed(wort, corner)
    };
    Seitentext { breite, hoehe, quelle: read.quelle, zeilen: mapped(read, place) }
}

/// Returns words where they stand on the page after it was turned.
pub(super) fn turned(page: &Seitentext, turn: Turn) -> Seitentext {
    let (w, h) = (f64::from(page.breite), f64::from(page.hoehe));
    let place = |wort: &Wort| {
        boxed(wort, |x, y| {
            let (x, y) = (f64::from(x), f64::from(y));
            match turn {
                Turn::None => (x, y),
                Turn::Right => (h - y, x),
                Turn::Half => (w - x, h - y),
                Turn::Left => (y, w - x),
            }
        })
    };
    let (breite, hoehe) =
        if turn.sideways() { (page.hoehe, page.breite) } else { (page.breite, page.hoehe) };
    Seitentext { breite, hoehe, quelle: page.quelle, zeilen: mapped(page, place) }
}

/// Returns how a page was turned to be read.
pub(super) fn turn_of(facts: &PageFacts) -> Turn {
    facts
        .steps
        .iter()
        .find_map(|step| match step {
            Schritt::Gedreht { grad } => Turn::from_degrees((*grad).into()),
            _ => None,
        })
        .unwrap_or_default()
}

fn mapped(page: &Seitentext, place: impl Fn(&Wort) -> Wort) -> Vec<Vec<Wort>> {
    page.zeilen.iter().map(|zeile| zeile.iter().map(&place).collect()).collect()
}

/// The box around a word's four corners after each was moved.
fn boxed(wort: &Wort, corner: impl Fn(u16, u16) -> (f64, f64)) -> Wort {
    let (right, bottom) = (wort.x.saturating_add(wort.b), wort.y.saturating_add(wort.h));
    let corners = [
        corner(wort.x, wort.y),
        corner(right, wort.y),
        corner(wort.x, bottom),
        corner(right, bottom),
    ];
    let least = |value: fn(&(f64, f64)) -> f64| corners.iter().map(value).fold(f64::MAX, f64::min);
    let most = |value: fn(&(f64, f64)) -> f64| corners.iter().map(value).fold(0.0, f64::max);
    let (x, y) = (whole(least(|c| c.0)), whole(least(|c| c.1)));
    Wort {
        text: wort.text.clone(),
        x,
        y,
        b: whole(most(|c| c.0)).saturating_sub(x),
        h: whole(most(|c| c.1)).saturating_sub(y),
        sicher: wort.sicher,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
fn whole(value: f64) -> u16 {
    value.round().clamp(0.0, f64::from(u16::MAX)) as u16
}

fn tenths(centipoint: u32) -> u16 {
    u16::try_from(centipoint / 10).unwrap_or(u16::MAX)
}

/// What was done to a picture, taken back step by step.
struct Way(Vec<Back>);

enum Back {
    Shift { x: f64, y: f64 },
    Tilt { sin: f64, cos: f64, centre: (f64, f64) },
    Turn { turn: Turn, width: f64, height: f64 },
}

impl Way {
    fn back(facts: &PageFacts, picture: (u32, u32)) -> Way {
        let (mut width, mut height) = picture;
        let mut way = Vec::new();
        for step in facts.steps.iter().rev() {
            match *step {
                Schritt::Beschnitten { links, oben, rechts, unten } => {
                    way.push(Back::Shift { x: links.into(), y: oben.into() });
                    width += links + rechts;
                    height += oben + unten;
                }
                Schritt::Geradegerueckt { hundertstel_grad } => {
                    let angle = (f64::from(hundertstel_grad) / 100.0).to_radians();
                    let centre = (f64::from(width) / 2.0, f64::from(height) / 2.0);
                    way.push(Back::Tilt { sin: angle.sin(), cos: angle.cos(), centre });
                }
                Schritt::Gedreht { grad } => {
                    let turn = Turn::from_degrees(i64::from(grad)).unwrap_or_default();
                    way.push(Back::Turn { turn, width: width.into(), height: height.into() });
                    if turn.sideways() {
                        std::mem::swap(&mut width, &mut height);
                    }
                }
                Schritt::Entfleckt { .. } | Schritt::Leerseite { .. } => {}
            }
        }
        Way(way)
    }

    fn point(&self, x: f64, y: f64) -> (f64, f64) {
        self.0.iter().fold((x, y), |(x, y), back| match back {
            Back::Shift { x: left, y: top } => (x + left, y + top),
            // Lines that fell to the right were lifted; now they fall again.
            Back::Tilt { sin, cos, centre } => {
                let (dx, dy) = (x - centre.0, y - centre.1);
                (centre.0 + dx * cos - dy * sin, centre.1 + dx * sin + dy * cos)
            }
            // Sizes are those after the turn.
            Back::Turn { turn, width, height } => match turn {
                Turn::None => (x, y),
                Turn::Right => (y, width - x),
                Turn::Half => (width - x, height - y),
                Turn::Left => (height - y, x),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::textebene::Textquelle;

    use super::*;

    /// A page of 7200 by 10080 tenths read at 100 dpi, so that a pixel is 7.2 tenths.
    fn facts(steps: Vec<Schritt>) -> PageFacts {
        PageFacts {
            number: 0,
            width_centipoint: 72_000,
            height_centipoint: 100_800,
            source_pixels: (1000, 1400),
            steps,
            codes: Vec::new(),
            scan: true,
        }
    }

    fn read(x: u16, y: u16) -> Seitentext {
        let wort = Wort { text: "Wort".into(), x, y, b: 72, h: 36, sicher: Some(90) };
        Seitentext { breite: 0, hoehe: 0, quelle: Textquelle::Ocr, zeilen: vec![vec![wort]] }
    }

    #[track_caller]
    fn check(steps: Vec<Schritt>, picture: (u32, u32), at: (u16, u16), expected: [u16; 4]) {
        let placed = on_page(&read(at.0, at.1), &facts(steps), picture, 100);
        let wort = &placed.zeilen[0][0];
        for (found, expected) in [wort.x, wort.y, wort.b, wort.h].into_iter().zip(expected) {
            assert!(found.abs_diff(expected) <= 2, "{wort:?} {expected:?}");
        }
    }

    #[test]
    fn words_come_back_to_where_they_were_seen() {
        check(vec![], (1000, 1400), (720, 1440), [720, 1440, 72, 36]);
        let crop = Schritt::Beschnitten { links: 10, oben: 20, rechts: 5, unten: 5 };
        check(vec![crop], (985, 1375), (720, 1440), [792, 1584, 72, 36]);
        // Turned right: what was at the left edge is on top. A word 100 pixels from the left and
        // 200 from the top of the turned page stood 200 from the left, near the bottom.
        let turn = Schritt::Gedreht { grad: 90 };
        check(vec![turn], (1400, 1000), (720, 1440), [1440, 10080 - 720 - 72, 36, 72]);
        let half = Schritt::Gedreht { grad: 180 };
        check(vec![half], (1000, 1400), (720, 1440), [7200 - 792, 10080 - 1476, 72, 36]);
    }

    #[test]
    fn a_small_tilt_is_taken_back_around_the_middle() {
        let tilt = Schritt::Geradegerueckt { hundertstel_grad: 150 };
        let placed = on_page(&read(6480, 5040), &facts(vec![tilt]), (1000, 1400), 100);
        // Right of the middle, lines that fall to the right lie lower than after straightening.
        let wort = &placed.zeilen[0][0];
        assert!((5100..5160).contains(&wort.y), "{wort:?}");
    }

    #[test]
    fn a_turned_copy_turns_its_words() {
        let page = on_page(&read(720, 1440), &facts(vec![]), (1000, 1400), 100);
        let right = turned(&page, Turn::Right);
        assert_eq!((right.breite, right.hoehe), (10080, 7200));
        assert_eq!((right.zeilen[0][0].x, right.zeilen[0][0].y), (10080 - 1440 - 36, 720));
        let back = turned(&right, Turn::Left);
        assert_eq!(back, page);
    }
}

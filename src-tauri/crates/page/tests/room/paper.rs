//! Sheets of paper as a scanner sees them: set text, then skew, noise, pale ink, all from a seed.
//!
//! Never the same twice without the same seed.

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::text::{Font, TextDirection};
use page::source::{Limits, Pages};
use page::{PageImage, Pixels};

/// Seeded numbers (splitmix64).
pub(crate) struct Rng(pub(crate) u64);

impl Rng {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: u32) -> u32 {
        u32::try_from(self.next() % u64::from(end)).unwrap()
    }

    pub(crate) fn range(&mut self, from: f32, to: f32) -> f32 {
        from + (to - from) * self.below(1_000_000) as f32 / 1_000_000.0
    }

    /// Roughly normal, with a deviation of 1.
    fn normal(&mut self) -> f32 {
        let bits = self.next();
        let sum: u64 = (0..4).map(|n| bits >> (16 * n) & 0xffff).sum();
        (sum as f32 / 65536.0 - 2.0) * 1.732
    }
}

const WORDS: &str = "der Gemeinderat hat in seiner Sitzung beschlossen dass die Satzung über \
    Gebühren für Bestattungen geändert wird und bittet um Stellungnahme bis zum Ende des Monats \
    Straße Grundstück Flurstück Eigentümer Antrag Bescheid Anlage Prüfung gemäß Beschluss Frist \
    Kämmerei Bauhof Wasser Abwasser Jagd Wald Übersicht jährlich Größe Zahlung überwiesen fällig";

/// What is set on a page.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Layout {
    Letter,
    Table,
    Bars,
}

/// A page of German text as a PDF, A4.
pub(crate) fn text_pdf(rng: &mut Rng, layout: Layout) -> Vec<u8> {
    let fonts: Vec<&[u8]> = typst_assets::fonts().collect();
    let data = fonts[[0, 1, 9, fonts.len() - 1][rng.below(4) as usize]];
    let font = Font::new(data.into(), 0).unwrap();
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut document = Document::new();
    let mut page = document.start_page_with(PageSettings::from_wh(595.28, 841.89).unwrap());
    let mut surface = page.surface();
    let paint = rgb::Color::new(0, 0, 0).into();
    surface.set_fill(Some(Fill { paint, opacity: NormalizedF32::ONE, ..Fill::default() }));
    let mut y = 90.0;
    let size = rng.range(9.0, 12.0);
    while y < 770.0 {
        let mut line = String::new();
        while line.len() < 62 {
            let word = words[rng.below(u32::try_from(words.len()).unwrap()) as usize];
            // Every fifth word begins a sentence; nouns have capitals anyway.
            let word = if rng.below(5) == 0 {
                word.chars().next().unwrap().to_uppercase().chain(word.chars().skip(1)).collect()
            } else {
                word.to_owned()
            };
            line.push_str(&word);
            line.push(' ');
        }
        if rng.below(7) == 0 {
            line.truncate(line.char_indices().nth(20).unwrap().0);
            y += size * 0.8;
        }
        let at = Point::from_xy(70.0, y);
        surface.draw_text(at, font.clone(), size, &line, false, TextDirection::LeftToRight);
        y += size * 1.4;
    }
    if layout != Layout::Letter {
        let mut shapes = PathBuilder::new();
        let mut y = 100.0;
        while y < 700.0 {
            let height = if layout == Layout::Table { 0.8 } else { rng.range(1.0, 16.0) };
            let (left, width) = (70.0, rng.range(100.0, 450.0));
            shapes.push_rect(Rect::from_xywh(left, y, width, height).unwrap());
            y += rng.range(6.0, 30.0);
        }
        for n in 0..6 {
            let x = 70.0 + 90.0 * n as f32;
            shapes.push_rect(Rect::from_xywh(x, 100.0, 0.8, 600.0).unwrap());
        }
        surface.draw_path(&shapes.finish().unwrap());
    }
    surface.finish();
    page.finish();
    document.finish().unwrap()
}

/// A page as a picture in grey.
pub(crate) fn drawn(pdf: Vec<u8>, dpi: u16) -> PageImage {
    let pages = Pages::open(pdf, "application/pdf", None).unwrap();
    let limits = Limits { draw_dpi: dpi, ..Limits::default() };
    pages.page(0, &limits).unwrap().image
}

/// What a scanner does to a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wear {
    /// Degrees, clockwise: lines fall to the right.
    pub(crate) skew: f32,
    pub(crate) noise: f32,
    pub(crate) ink: f32,
    pub(crate) paper: f32,
}

impl Wear {
    /// Up to 3°, noise, and ink that may be paler than half the paper.
    pub(crate) fn random(rng: &mut Rng) -> Self {
        let paper = rng.range(190.0, 255.0);
        Self {
            skew: rng.range(-3.0, 3.0),
            noise: rng.range(0.0, 14.0),
            ink: paper - rng.range(80.0, 190.0),
            paper,
        }
    }
}

pub(crate) fn worn(image: &PageImage, wear: Wear, rng: &mut Rng) -> PageImage {
    let Pixels::Grey(px) = image.pixels() else { panic!("pages are drawn in grey") };
    let (w, h) = (image.width() as usize, image.height() as usize);
    let (sin, cos) = wear.skew.to_radians().sin_cos();
    let mut out = Vec::with_capacity(px.len());
    let at = |x: i64, y: i64| -> f32 {
        let inside = (0..w as i64).contains(&x) && (0..h as i64).contains(&y);
        if inside { f32::from(px[y as usize * w + x as usize]) } else { 255.0 }
    };
    for y in 0..h {
        for x in 0..w {
            let (rx, ry) = (x as f32 - w as f32 / 2.0, y as f32 - h as f32 / 2.0);
            let sx = w as f32 / 2.0 + rx * cos + ry * sin;
            let sy = h as f32 / 2.0 - rx * sin + ry * cos;
            let (fx, fy) = (sx - sx.floor(), sy - sy.floor());
            let (x0, y0) = (sx.floor() as i64, sy.floor() as i64);
            let above = at(x0, y0) * (1.0 - fx) + at(x0 + 1, y0) * fx;
            let below = at(x0, y0 + 1) * (1.0 - fx) + at(x0 + 1, y0 + 1) * fx;
            let value = above * (1.0 - fy) + below * fy;
            let value = wear.ink + (wear.paper - wear.ink) * value / 255.0;
            out.push((value + rng.normal() * wear.noise).clamp(0.0, 255.0) as u8);
        }
    }
    PageImage::new(image.width(), image.height(), image.dpi(), Pixels::Grey(out)).unwrap()
}

/// Black and white at the middle of ink and paper.
pub(crate) fn bilevel(image: &PageImage) -> PageImage {
    page::cleanup::to_bitonal(image)
}

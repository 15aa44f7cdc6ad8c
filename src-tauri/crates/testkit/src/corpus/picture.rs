//! Pictures of pages: what a scanner would see of a letter.
//!
//! Never colour: grey from white 255 to black 0, eight bits a point.

use anyhow::{Context, Result};
use fax::{Color, VecWriter, encoder::Encoder};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use crate::rng::Rng;

/// Resolution of our scanner, in dots per inch.
const DPI: f32 = 150.0;

/// A grey picture.
#[derive(Clone)]
pub(super) struct Picture {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Line after line.
    pub(super) grey: Vec<u8>,
}

impl Picture {
    /// Draws page one of a PDF.
    pub(super) fn of(pdf: Vec<u8>) -> Result<Self> {
        let pdf = Pdf::new(pdf).ok().context("a PDF of our own does not open")?;
        let page = pdf.pages().first().context("a PDF of our own has no page")?;
        let scale = DPI / 72.0;
        let pixmap = render(
            page,
            &RenderCache::new(),
            &InterpreterSettings::default(),
            &RenderSettings { hinting: false, ..RenderSettings::default() },
            &PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE },
        );
        Ok(Self {
            width: pixmap.width().into(),
            height: pixmap.height().into(),
            grey: pixmap.data().iter().map(|p| luma([p.r, p.g, p.b])).collect(),
        })
    }

    /// A letter as a scanner sees it, with a little noise.
    pub(super) fn letter(seed: u64) -> Result<Self> {
        let (_, pdf) = crate::letters::generate(seed, 1).next().context("no letter")?;
        let mut picture = Self::of(pdf)?;
        let mut rng = Rng::new(seed);
        for point in &mut picture.grey {
            let noise = u8::try_from(rng.next_u64() % 12).unwrap_or(0);
            *point = point.saturating_sub(noise);
        }
        Ok(picture)
    }

    fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.grey.chunks(self.width.max(1))
    }

    /// One bit a point, lines filled up to bytes; a set bit is black.
    pub(super) fn bits(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for row in self.rows() {
            for eight in row.chunks(8) {
                let byte = eight
                    .iter()
                    .enumerate()
                    .fold(0_u8, |byte, (bit, point)| byte | (u8::from(*point < 128) << (7 - bit)));
                out.push(byte);
            }
        }
        out
    }

    /// Group 4 fax.
    pub(super) fn g4(&self) -> Vec<u8> {
        let mut encoder = Encoder::new(VecWriter::new());
        let width = u32::try_from(self.width).unwrap_or(u32::MAX);
        for row in self.rows() {
            let row = row.iter().map(|point| match point {
                0..128 => Color::Black,
                _ => Color::White,
            });
            // Writing to memory cannot fail.
            let _ = encoder.encode_line(row, width);
        }
        encoder.finish().map(VecWriter::finish).unwrap_or_default()
    }

    /// The same picture turned a quarter to the right.
    pub(super) fn turned(&self) -> Self {
        let mut grey = Vec::with_capacity(self.grey.len());
        for x in 0..self.width {
            for y in (0..self.height).rev() {
                grey.push(self.grey.get(y * self.width + x).copied().unwrap_or(255));
            }
        }
        Self { width: self.height, height: self.width, grey }
    }

    /// The same picture with a quarter of the points.
    pub(super) fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let point = |x: usize, y: usize| self.grey.get(y * self.width + x).copied().unwrap_or(255);
        let grey = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let grey = grey.map(|(x, y)| point(2 * x, 2 * y)).collect();
        Self { width, height, grey }
    }
}

fn luma(rgb: [u8; 3]) -> u8 {
    let sum: u32 = rgb.iter().map(|part| u32::from(*part)).sum();
    u8::try_from(sum / 3).unwrap_or(u8::MAX)
}

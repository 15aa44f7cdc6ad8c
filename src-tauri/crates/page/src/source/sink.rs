//! A picture while its rows come in: kept as they are, or shrunk on the way.
//!
//! Never holds more pixels than the limits allow, however many come.

use super::{Abstrich, Limits, PageError, SourcePage, Transport};
use crate::raster::{idx, pack, size, turned, unpack};
use crate::{PageImage, Pixels, Turn};

/// Most pixels that are decoded to make a smaller picture of them.
const SOURCE_PIXELS_MAX: u64 = 1_600_000_000;
/// Points of an A4 page's longer side, in hundredths.
const A4_LONG: u32 = 84_189;
/// Resolutions that scanners and cameras mean when they state one.
const SANE_DPI: std::ops::RangeInclusive<f32> = 72.0..=1200.0;
/// Longest side of a page that an image's stated resolution may lead to, in inches.
const SIDE_MAX_IN: f32 = 36.0;

/// What a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    /// Bits, 1 is black.
    Bits,
    /// Bytes, 0 is black.
    Grey,
    /// Red, green, blue.
    Rgb,
}

/// Takes rows from the top.
pub(super) struct Sink {
    width: usize,
    height: usize,
    row: Row,
    factor: usize,
    px: Vec<u8>,
    sums: Vec<u32>,
    block: usize,
    rows: usize,
    scratch: Vec<u8>,
}

/// A finished picture, not yet turned.
pub(super) struct Picture {
    width: u32,
    height: u32,
    pixels: Pixels,
    factor: u16,
    complete: bool,
}

/// How large a picture is meant to be shown, before it is turned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    /// Hundredths of a point.
    pub(super) width: u32,
    /// Hundredths of a point.
    pub(super) height: u32,
    /// Whether nothing in the document says so.
    pub(super) guessed: bool,
}

impl Sink {
    /// Prepares for a picture of the given size.
    pub(super) fn new(
        (width, height): (u32, u32),
        row: Row,
        limits: &Limits,
    ) -> Result<Self, PageError> {
        let pixels = u64::from(width) * u64::from(height);
        if pixels == 0 {
            return Err(PageError::Damaged);
        }
        if pixels > SOURCE_PIXELS_MAX {
            return Err(PageError::TooLarge);
        }
        let mut factor = 1_u64;
        while pixels.div_ceil(factor * factor) > limits.pixels_max.max(1) {
            factor += 1;
        }
        let factor = usize::try_from(factor).map_err(|_| PageError::TooLarge)?;
        let (width, height) = (idx(width), idx(height));
        let out = width.div_ceil(factor) * height.div_ceil(factor);
        let (bytes, sums) = match row {
            Row::Bits if factor == 1 => (width.div_ceil(8) * height, 0),
            Row::Bits | Row::Grey => (out, width.div_ceil(factor)),
            Row::Rgb => (out * 3, width.div_ceil(factor) * 3),
        };
        Ok(Self {
            width,
            height,
            row,
            factor,
            px: Vec::with_capacity(bytes),
            sums: vec![0; if factor == 1 { 0 } else { sums }],
            block: 0,
            rows: 0,
            scratch: vec![255; if row == Row::Bits { width } else { 0 }],
        })
    }

    /// Returns the bytes of a row.
    pub(super) fn row_len(&self) -> usize {
        match self.row {
            Row::Bits => self.width.div_ceil(8),
            Row::Grey => self.width,
            Row::Rgb => self.width * 3,
        }
    }

    /// Takes a row; rows that are too short or too many are left out.
    pub(super) fn push(&mut self, row: &[u8]) {
        let len = self.row_len();
        let (Some(row), true) = (row.get(..len), self.rows < self.height) else { return };
        self.rows += 1;
        if self.factor == 1 {
            self.px.extend_from_slice(row);
            return;
        }
        if self.row == Row::Bits {
            unpack(row, &mut self.scratch);
            add::<1>(&self.scratch, self.factor, &mut self.sums);
        } else if self.row == Row::Grey {
            add::<1>(row, self.factor, &mut self.sums);
        } else {
            add::<3>(row, self.factor, &mut self.sums);
        }
        self.block += 1;
        if self.block == self.factor {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if self.block == 0 {
            return;
        }
        let parts = if self.row == Row::Rgb { 3 } else { 1 };
        let rows = size(self.block);
        for (n, sum) in self.sums.iter_mut().enumerate() {
            let from = n / parts * self.factor;
            let columns = size(self.factor.min(self.width - from));
            let count = rows * columns;
            self.px.push(u8::try_from((*sum + count / 2) / count.max(1)).unwrap_or(u8::MAX));
            *sum = 0;
        }
        self.block = 0;
    }

    /// Returns the picture; rows that never came are white.
    pub(super) fn finish(mut self) -> Result<Picture, PageError> {
        self.flush();
        if self.rows == 0 {
            return Err(PageError::Damaged);
        }
        let (width, height) = (self.width.div_ceil(self.factor), self.height.div_ceil(self.factor));
        let complete = self.rows == self.height;
        let mut px = self.px;
        let pixels = match self.row {
            Row::Bits if self.factor == 1 => {
                px.resize(width.div_ceil(8) * height, 0);
                Pixels::Bitonal(px)
            }
            Row::Bits | Row::Grey => {
                px.resize(width * height, 255);
                Pixels::Grey(px)
            }
            Row::Rgb => {
                px.resize(width * height * 3, 255);
                Pixels::Rgb(px)
            }
        };
        let factor = u16::try_from(self.factor).unwrap_or(u16::MAX);
        Ok(Picture { width: size(width), height: size(height), pixels, factor, complete })
    }
}

fn add<const N: usize>(row: &[u8], factor: usize, sums: &mut [u32]) {
    for (block, sums) in row.chunks(factor * N).zip(sums.chunks_exact_mut(N)) {
        for pixel in block.chunks_exact(N) {
            for (sum, part) in sums.iter_mut().zip(pixel) {
                *sum += u32::from(*part);
            }
        }
    }
}

impl Picture {
    /// Makes a page of the picture.
    pub(super) fn page(
        self,
        extent: Extent,
        turn: Turn,
        transport: Transport,
    ) -> Result<SourcePage, PageError> {
        let mut abstriche = Vec::new();
        let per_inch = |pixels: u32, side: u32| pixels as f32 * 7200.0 / side.max(1) as f32;
        let (x, y) = (per_inch(self.width, extent.width), per_inch(self.height, extent.height));
        let as_dpi = |dpi: f32| dpi.round().clamp(1.0, 9600.0) as u16;
        let dpi = as_dpi(x.max(y));
        if self.factor > 1 {
            let von_dpi = as_dpi(x.max(y) * f32::from(self.factor));
            abstriche.push(Abstrich::Verkleinert { von_dpi, auf_dpi: dpi });
        }
        if extent.guessed {
            abstriche.push(Abstrich::AufloesungGeschaetzt);
        }
        if !self.complete {
            abstriche.push(Abstrich::Unvollstaendig);
        }
        // What is missing in the picture is missing in the stream as well.
        let transport = if self.complete { transport } else { Transport::None };
        let image =
            PageImage::new(self.width, self.height, dpi, self.pixels).ok_or(PageError::Damaged)?;
        let image = turned(&squared(image, x, y), turn);
        let (width, height) = (extent.width.max(1), extent.height.max(1));
        let (width, height) = if turn.sideways() { (height, width) } else { (width, height) };
        Ok(SourcePage {
            image,
            width_centipoint: width,
            height_centipoint: height,
            transport,
            turn,
            scan: true,
            abstriche,
        })
    }

    /// Says what the picture is to be shown as, where its file states a resolution.
    pub(super) fn extent((width, height): (u32, u32), stated: Option<(f32, f32)>) -> Extent {
        let side = |pixels: u32, dpi: f32| (pixels as f32 * 7200.0 / dpi).round().max(1.0) as u32;
        let sane = stated.filter(|(x, y)| {
            let longest = (width as f32 / x).max(height as f32 / y);
            SANE_DPI.contains(x) && SANE_DPI.contains(y) && longest <= SIDE_MAX_IN
        });
        if let Some((x, y)) = sane {
            return Extent { width: side(width, x), height: side(height, y), guessed: false };
        }
        // Facsimiles state 98 rows per inch; only their rows are fewer.
        let fax = stated.filter(|(x, y)| SANE_DPI.contains(x) && (36.0..=1200.0).contains(y));
        if let Some((x, y)) = fax.filter(|(x, _)| width as f32 / x <= SIDE_MAX_IN) {
            return Extent { width: side(width, x), height: side(height, y), guessed: false };
        }
        let dpi = (width.max(height) as f32 * 7200.0 / A4_LONG as f32)
            .clamp(*SANE_DPI.start(), *SANE_DPI.end());
        Extent { width: side(width, dpi), height: side(height, dpi), guessed: true }
    }
}

/// Repeats rows or columns where pixels are not square.
fn squared(image: PageImage, x: f32, y: f32) -> PageImage {
    let (wide, tall) = (y / x, x / y);
    if wide.max(tall) < 1.1 || wide.max(tall) > 8.0 {
        return image;
    }
    let (w, h) = (idx(image.width()), idx(image.height()));
    let new = |side: usize, factor: f32| {
        if factor > 1.0 { (side as f32 * factor).round() as usize } else { side }
    };
    let (new_w, new_h) = (new(w, wide), new(h, tall));
    let stretch = |px: &[u8], n: usize| -> Vec<u8> {
        let mut out = Vec::with_capacity(new_w * new_h * n);
        for y in 0..new_h {
            let from = (y * h / new_h) * w * n;
            let row = px.get(from..from + w * n).unwrap_or_default();
            if new_w == w {
                out.extend_from_slice(row);
            } else {
                for x in 0..new_w {
                    let from = (x * w / new_w) * n;
                    out.extend_from_slice(row.get(from..from + n).unwrap_or_default());
                }
            }
        }
        out
    };
    let pixels = match image.pixels() {
        Pixels::Grey(px) => Pixels::Grey(stretch(px, 1)),
        Pixels::Rgb(px) => Pixels::Rgb(stretch(px, 3)),
        Pixels::Bitonal(bits) => {
            let mut px = vec![255_u8; w * h];
            for (bits, row) in bits.chunks_exact(w.div_ceil(8)).zip(px.chunks_exact_mut(w)) {
                unpack(bits, row);
            }
            let mut bits = Vec::new();
            stretch(&px, 1)
                .chunks_exact(new_w)
                .for_each(|row| pack(row, &mut bits, |pixel| *pixel < 128));
            Pixels::Bitonal(bits)
        }
    };
    PageImage::new(size(new_w), size(new_h), image.dpi(), pixels).unwrap_or(image)
}

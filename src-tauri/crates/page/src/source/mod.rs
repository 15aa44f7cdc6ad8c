//! The pages of a document as pictures, one at a time.
//!
//! Never decodes more than one page, never more pixels than the limits allow, and never says
//! that a picture may be passed on untouched where drawing the page shows anything else.

mod ccitt;
mod exif;
mod jpeg;
mod pdf;
mod png;
mod samples;
mod scan;
mod sink;
mod tiff;

use crate::raster::{idx, size};
use crate::{PageImage, Turn, guarded};

/// Largest document that is opened.
const BYTES_MAX: usize = 400 * 1024 * 1024;

/// What a picture may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most pixels of a picture; larger ones are shrunk while they are decoded.
    pub pixels_max: u64,
    /// Resolution that pages which are not a scan are drawn with.
    pub draw_dpi: u16,
}

impl Default for Limits {
    fn default() -> Self {
        Self { pixels_max: 40_000_000, draw_dpi: 300 }
    }
}

/// Why a page cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// The document needs a password, or another one.
    #[error("password needed or wrong")]
    Password,
    /// The document or the page cannot be read.
    #[error("damaged")]
    Damaged,
    /// Nothing here reads this kind of document or picture.
    #[error("not supported")]
    Unsupported,
    /// The document or one of its pictures is too large to be looked at within the limits.
    #[error("too large")]
    TooLarge,
    /// The document has no such page.
    #[error("no such page")]
    NoSuchPage,
}

/// What was done to a page that the reader of its picture should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Abstrich {
    /// The picture has less resolution than the page could have given.
    Verkleinert {
        /// Resolution without the limits.
        von_dpi: u16,
        /// Resolution of the picture.
        auf_dpi: u16,
    },
    /// The picture is grey, because its colours would have taken too much memory.
    OhneFarbe,
    /// The resolution is not stated in the document and was guessed.
    AufloesungGeschaetzt,
    /// The picture ends early; what is missing is white.
    Unvollstaendig,
}

/// What a writer of an archive copy may pass on untouched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transport {
    /// A JPEG in grey or RGB (YCbCr) that covers the whole page.
    Jpeg {
        /// The file.
        bytes: Vec<u8>,
        /// Pixels per row.
        width: u32,
        /// Rows.
        height: u32,
        /// 1 for grey, 3 for colour.
        components: u8,
    },
    /// A CCITT group 4 stream (K −1, no end-of-line marks) that covers the whole page.
    CcittG4 {
        /// The stream.
        bytes: Vec<u8>,
        /// Pixels per row (`Columns`).
        width: u32,
        /// Rows.
        height: u32,
        /// Value for `BlackIs1` with `DeviceGray` and no `Decode`; `false` shows the stream's
        /// black as black.
        black_is_1: bool,
        /// Value for `EncodedByteAlign`.
        byte_aligned: bool,
    },
    /// Nothing: the pixels of the picture are to be written without loss.
    None,
}

/// One page as a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcePage {
    /// The page as it is shown.
    pub image: PageImage,
    /// Width of the page as shown, in hundredths of a point.
    pub width_centipoint: u32,
    /// Height of the page as shown, in hundredths of a point.
    pub height_centipoint: u32,
    /// What may be passed on untouched.
    pub transport: Transport,
    /// How `transport` has to be turned, clockwise, to be shown like `image`.
    pub turn: Turn,
    /// Whether the page is one picture that covers it (a scan or photo), with or without hidden
    /// text.
    pub scan: bool,
    /// What is not as in the document.
    pub abstriche: Vec<Abstrich>,
}

impl SourcePage {
    /// Returns the width of the page as shown, in points.
    pub fn width_pt(&self) -> f32 {
        self.width_centipoint as f32 / 100.0
    }

    /// Returns the height of the page as shown, in points.
    pub fn height_pt(&self) -> f32 {
        self.height_centipoint as f32 / 100.0
    }
}

/// A document whose pages can be looked at.
pub struct Pages {
    kind: Kind,
}

enum Kind {
    Pdf(Box<hayro::hayro_syntax::Pdf>),
    Tiff { bytes: Vec<u8>, pages: u32 },
    Jpeg(Vec<u8>),
    Png(Vec<u8>),
}

impl Pages {
    /// Opens a document (`application/pdf`, `image/tiff`, `image/jpeg`, `image/png`).
    pub fn open(bytes: Vec<u8>, mime: &str, password: Option<&str>) -> Result<Self, PageError> {
        if bytes.len() > BYTES_MAX {
            return Err(PageError::TooLarge);
        }
        let kind = match mime {
            "application/pdf" => Kind::Pdf(Box::new(pdf::open(bytes, password)?)),
            "image/tiff" => Kind::Tiff { pages: tiff::count(&bytes)?, bytes },
            "image/jpeg" => Kind::Jpeg(bytes),
            "image/png" => Kind::Png(bytes),
            _ => return Err(PageError::Unsupported),
        };
        Ok(Self { kind })
    }

    /// Returns the number of pages.
    pub fn len(&self) -> u32 {
        match &self.kind {
            Kind::Pdf(pdf) => guarded(|| size(pdf.pages().len())).unwrap_or(0),
            Kind::Tiff { pages, .. } => *pages,
            Kind::Jpeg(_) | Kind::Png(_) => 1,
        }
    }

    /// Whether there are no pages; an opened document always has one.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Decodes or draws a page, counted from 0.
    pub fn page(&self, number: u32, limits: &Limits) -> Result<SourcePage, PageError> {
        if number >= self.len() {
            return Err(PageError::NoSuchPage);
        }
        let read = || match &self.kind {
            Kind::Pdf(pdf) => pdf::page(pdf, idx(number), limits),
            Kind::Tiff { bytes, .. } => tiff::page(bytes, number, limits),
            Kind::Jpeg(bytes) => jpeg::page(bytes, limits),
            Kind::Png(bytes) => png::page(bytes, limits),
        };
        guarded(read).unwrap_or(Err(PageError::Damaged))
    }
}

//! Sheets to print that cut a stack: bars and QR codes for the reader, a sentence for people.
//!
//! Never carries anything about a case: a lost sheet says nothing.

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use qrcode::{Color, EcLevel, QrCode};
use uuid::Uuid;

use crate::codes::PATCH_T;

/// Most sheets at once: a ream.
const SHEETS_MAX: u32 = 500;
/// Points per millimetre.
const MM: f32 = 72.0 / 25.4;
/// A4 in points.
const WIDTH: f32 = 210.0 * MM;
const HEIGHT: f32 = 297.0 * MM;
/// Width of a narrow bar: 0.08 in.
const NARROW: f32 = 0.08 * 72.0;
/// Distance of the bars from the edge, beyond what printers leave white.
const BARS_FROM_EDGE: f32 = 10.0 * MM;
/// Length of the bars.
const BARS_LENGTH: f32 = 130.0 * MM;
/// Width of a module of the QR codes; copiers keep what is wider than 0.6 mm.
const MODULE: f32 = 1.1 * MM;

/// What a sheet says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrennblattArt {
    /// A new document begins behind the sheet.
    Trenner,
    /// What follows is an Anlage to the document before.
    Anlage(Uuid),
}

/// Why there are no sheets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrennblattError {
    /// None, or more than can be wanted at once.
    #[error("number of sheets out of range")]
    Number,
    /// The PDF could not be written.
    #[error("sheet could not be written")]
    Write,
}

impl TrennblattArt {
    fn code(self) -> String {
        match self {
            Self::Trenner => "FH1:T".to_owned(),
            // Upper case makes a QR code with fewer, larger modules.
            Self::Anlage(id) => format!("FH1:A:{}", id.hyphenated().to_string().to_uppercase()),
        }
    }

    fn heading(self) -> &'static str {
        match self {
            Self::Trenner => "Trennblatt",
            Self::Anlage(_) => "Anlagenblatt",
        }
    }

    fn lines(self) -> [&'static str; 4] {
        match self {
            Self::Trenner => [
                "Legen Sie dieses Blatt zwischen zwei Schriftstücke.",
                "Hinter dem Blatt beginnt ein neues Dokument.",
                "Das Blatt selbst erscheint nicht im Dokument und kann wieder verwendet werden.",
                "Bitte in Originalgröße (100 %) und einseitig drucken.",
            ],
            Self::Anlage(_) => [
                "Legen Sie dieses Blatt vor eine Anlage.",
                "Was folgt, wird als Anlage zum Dokument davor abgelegt.",
                "Das Blatt selbst erscheint nicht im Dokument und kann wieder verwendet werden.",
                "Bitte in Originalgröße (100 %) und einseitig drucken.",
            ],
        }
    }
}

/// Returns sheets as a PDF, A4, one per page.
pub fn trennblaetter(art: TrennblattArt, anzahl: u32) -> Result<Vec<u8>, TrennblattError> {
    if !(1..=SHEETS_MAX).contains(&anzahl) {
        return Err(TrennblattError::Number);
    }
    let font = font().ok_or(TrennblattError::Write)?;
    let code = QrCode::with_error_correction_level(art.code(), EcLevel::Q)
        .map_err(|_| TrennblattError::Write)?;
    let mut document = Document::new();
    document
        .set_metadata(Metadata::new().title(art.heading().to_owned()).language("de-DE".to_owned()));
    for _ in 0..anzahl {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or(TrennblattError::Write)?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        surface.set_fill(Some(black()));
        draw(&mut surface, art, &code, &font).ok_or(TrennblattError::Write)?;
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|_| TrennblattError::Write)
}

fn draw(surface: &mut Surface<'_>, art: TrennblattArt, code: &QrCode, font: &Font) -> Option<()> {
    let mut shapes = PathBuilder::new();
    // An attach sheet has no bars: a reader that knows only bars would take it for a separator.
    if art == TrennblattArt::Trenner {
        bars(&mut shapes)?;
    }
    let side = code.width() as f32 * MODULE;
    for x in [30.0 * MM, WIDTH - 30.0 * MM - side] {
        qr(&mut shapes, code, (x, 62.0 * MM))?;
    }
    surface.draw_path(&shapes.finish()?);
    let mut text = |y: f32, size: f32, line: &str| {
        let at = Point::from_xy(30.0 * MM, y * MM);
        surface.draw_text(at, font.clone(), size, line, false, TextDirection::LeftToRight);
    };
    text(150.0, 34.0, art.heading());
    for (n, line) in art.lines().into_iter().enumerate() {
        text(168.0 + 9.0 * n as f32, 12.0, line);
    }
    Some(())
}

/// Patch-T along the upper and the lower edge, each from its edge inwards.
fn bars(shapes: &mut PathBuilder) -> Option<()> {
    let left = (WIDTH - BARS_LENGTH) / 2.0;
    let mut offset = BARS_FROM_EDGE;
    for (n, width) in PATCH_T.into_iter().enumerate() {
        let width = width * NARROW;
        if n % 2 == 0 {
            shapes.push_rect(Rect::from_xywh(left, offset, BARS_LENGTH, width)?);
            let low = HEIGHT - offset - width;
            shapes.push_rect(Rect::from_xywh(left, low, BARS_LENGTH, width)?);
        }
        offset += width;
    }
    Some(())
}

fn qr(shapes: &mut PathBuilder, code: &QrCode, (left, top): (f32, f32)) -> Option<()> {
    for (y, row) in code.to_colors().chunks(code.width()).enumerate() {
        for (x, module) in row.iter().enumerate() {
            if *module == Color::Dark {
                let (x, y) = (left + x as f32 * MODULE, top + y as f32 * MODULE);
                shapes.push_rect(Rect::from_xywh(x, y, MODULE, MODULE)?);
            }
        }
    }
    Some(())
}

fn black() -> Fill {
    let paint = rgb::Color::new(0, 0, 0).into();
    Fill { paint, opacity: NormalizedF32::ONE, ..Fill::default() }
}

/// A compiled-in font that has every letter of German.
fn font() -> Option<Font> {
    // The first one is the regular weight of a text family.
    typst_assets::fonts().find_map(|data| Font::new(data.into(), 0))
}

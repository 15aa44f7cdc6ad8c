//! Sets a letter on A4 and draws it as a scanner would see the clean sheet.
//!
//! Never more than one page: what does not fit is an error.

use anyhow::{Context, Result, ensure};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use krilla::geom::Point;
use krilla::page::PageSettings;
use krilla::text::{Font, TextDirection};
use pdf_writer::{Content, Finish, Name, Rect, Ref, Str};

use crate::letters::{Letter, Line};

/// A4 in points.
const WIDTH: f32 = 595.28;
const HEIGHT: f32 = 841.89;
/// Resolution of the scan.
pub(crate) const DPI: u16 = 300;
const MARGIN: f32 = 62.0;
/// Where the columns of a table start.
const COLUMNS: [f32; 4] = [0.0, 28.0, 300.0, 370.0];

/// A typeface; the sans is the one that PDF readers bring along.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Face {
    Sans,
    Serif,
    Roman,
    Mono,
}

/// How a page is set.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    pub(crate) face: Face,
    pub(crate) size: f32,
}

impl Style {
    /// Characters that fit into a line, carefully.
    pub(crate) fn line_chars(self) -> usize {
        let per_char = if self.face == Face::Mono { 0.602 } else { 0.5 };
        ((WIDTH - 2.0 * MARGIN) / (self.size * per_char)) as usize
    }
}

/// A grey picture, 0 is black.
#[derive(Clone)]
pub struct Grey {
    /// Pixels of a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Row by row from the top.
    pub pixels: Vec<u8>,
}

/// Sets and draws a letter.
pub(crate) fn draw(letter: &Letter, style: Style) -> Result<Grey> {
    let pieces = placed(&letter.lines, style)?;
    let pdf = match style.face {
        Face::Sans => with_standard_font(&pieces, style.size),
        _ => with_own_font(&pieces, style)?,
    };
    let page = pages(pdf, DPI)?.into_iter().next().context("no page")?;
    ensure!(page.pixels.iter().any(|grey| *grey < 64), "nothing was drawn with {:?}", style.face);
    Ok(page)
}

/// Draws every page of a PDF of our own, with so many pixels per inch.
pub fn pages(pdf: Vec<u8>, dpi: u16) -> Result<Vec<Grey>> {
    let pdf = Pdf::new(pdf).map_err(|_| anyhow::anyhow!("our own page cannot be read"))?;
    let scale = f32::from(dpi) / 72.0;
    let drawn = pdf.pages().iter().map(|page| {
        let pixmap = render(
            page,
            &RenderCache::new(),
            &InterpreterSettings::default(),
            &RenderSettings { hinting: false, ..RenderSettings::default() },
            &PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE },
        );
        let pixels = pixmap.data().iter().map(|pixel| pixel.g).collect();
        Grey { width: pixmap.width().into(), height: pixmap.height().into(), pixels }
    });
    Ok(drawn.collect())
}

/// A piece of text and where it starts, from the upper left.
type Piece<'a> = (f32, f32, &'a str);

fn placed(lines: &[Line], style: Style) -> Result<Vec<Piece<'_>>> {
    let mut y = 60.0;
    let mut pieces = Vec::new();
    for line in lines {
        y += if line.cells.is_empty() { style.size * 0.8 } else { style.size * 1.35 };
        for (number, cell) in line.cells.iter().enumerate() {
            let x = COLUMNS.get(number).copied().unwrap_or_default();
            pieces.push((MARGIN + x, y, cell.as_str()));
        }
    }
    ensure!(y < HEIGHT - 40.0, "the letter does not fit on its page: {y}");
    Ok(pieces)
}

fn with_own_font(pieces: &[Piece<'_>], style: Style) -> Result<Vec<u8>> {
    // As the crate lists its fonts.
    let index = match style.face {
        Face::Mono => 16,
        Face::Roman => 9,
        Face::Sans | Face::Serif => 0,
    };
    let data = typst_assets::fonts().nth(index).context("a font is missing")?;
    let font = Font::new(data.to_vec().into(), 0).context("a font that cannot be used")?;
    let mut document = krilla::Document::new();
    let settings = PageSettings::from_wh(WIDTH, HEIGHT).context("page size")?;
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    for (x, y, text) in pieces {
        let (start, direction) = (Point::from_xy(*x, *y), TextDirection::LeftToRight);
        surface.draw_text(start, font.clone(), style.size, text, false, direction);
    }
    surface.finish();
    page.finish();
    document.finish().map_err(|error| anyhow::anyhow!("krilla: {error:?}"))
}

/// Helvetica without its outlines: who shows the page brings them along.
fn with_standard_font(pieces: &[Piece<'_>], size: f32) -> Vec<u8> {
    let [catalog, tree, page, content, font] = [1, 2, 3, 4, 5].map(Ref::new);
    let name = Name(b"F");
    let mut text = Content::new();
    text.begin_text().set_font(name, size);
    for (x, y, piece) in pieces {
        text.set_text_matrix([1.0, 0.0, 0.0, 1.0, *x, HEIGHT - *y]).show(Str(&winansi(piece)));
    }
    text.end_text();
    let mut pdf = pdf_writer::Pdf::new();
    pdf.catalog(catalog).pages(tree);
    pdf.pages(tree).count(1).kids([page]);
    let mut dict = pdf.page(page);
    dict.parent(tree).media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).contents(content);
    dict.resources().fonts().pair(name, font);
    dict.finish();
    pdf.stream(content, &text.finish());
    let mut dict = pdf.type1_font(font);
    dict.base_font(Name(b"Helvetica")).encoding_predefined(Name(b"WinAnsiEncoding"));
    dict.finish();
    pdf.finish()
}

/// Latin-1 with the signs that Windows added.
fn winansi(text: &str) -> Vec<u8> {
    let byte = |c| match c {
        '€' => 0x80,
        '„' => 0x84,
        '“' => 0x93,
        '”' => 0x94,
        '–' => 0x96,
        c => u8::try_from(u32::from(c)).unwrap_or(b'?'),
    };
    text.chars().map(byte).collect()
}

//! Words of PDF pages with their places.
//!
//! Never decodes an image or draws a letter: the page is only read through.

use std::ops::Range;

use domain::textebene::{Seitentext, Textquelle, Wort};
use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, interpret_page,
};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, BezPath, Point, Rect, Vec2};

use super::effort::Effort;
use super::security::Opened;
use super::{pages, second, security, size};
use crate::guarded;
use crate::text::ligature;

/// Units of a point.
const UNITS: f64 = 10.0;
/// Most letters of a page that are placed.
const LETTERS_MAX: usize = 1_000_000;
/// A gap wider than this part of the letter size is a space.
const GAP: f64 = 0.15;
/// A step up or down by more than this part of the letter size is a new line.
const RISE: f64 = 0.5;
/// How far letters reach above and below their line, in parts of their size.
const ASCENT: f64 = 0.8;
const DESCENT: f64 = 0.2;
/// Letters are designed on a square of this size.
const EM: f64 = 1000.0;

/// Why the words of a document could not be placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PositionsError {
    /// Protected, and the password given, if any, does not open it.
    #[error("the document is protected")]
    Locked,
    /// Not a PDF that can be read.
    #[error("the document cannot be read")]
    Unreadable,
    /// Some part of it unpacks beyond reason.
    #[error("the document unpacks beyond reason")]
    Packed,
}

/// Returns the words of some pages, counted from zero.
pub(crate) fn positions(
    bytes: &[u8],
    password: Option<&str>,
    wanted: Range<u32>,
) -> Result<Vec<Seitentext>, PositionsError> {
    let mut known = match security::open(bytes, password) {
        Opened::Document(document, _) => Some(document),
        Opened::Packed => return Err(PositionsError::Packed),
        Opened::Locked | Opened::Unread => None,
    };
    let ids = known.as_mut().and_then(|document| guarded(|| pages::of(document)));
    if known.is_none() && guarded(|| size::any_beyond(bytes)).unwrap_or(true) {
        return Err(PositionsError::Packed);
    }
    let (pdf, _) = second::open(bytes, password).map_err(|error| match error {
        Some(hayro::hayro_syntax::LoadPdfError::Decryption(_)) => PositionsError::Locked,
        _ => PositionsError::Unreadable,
    })?;
    let mut scale = known.as_deref().map(size::Scale::new);
    let cache = InterpreterCache::new();
    let mut found = Vec::new();
    for index in wanted {
        let Some(index) = usize::try_from(index).ok() else { break };
        let Some(page) = pdf.pages().get(index) else { break };
        let id = ids.as_ref().and_then(|ids| ids.get(index));
        if let (Some(scale), Some(id)) = (&mut scale, id)
            && guarded(|| scale.page(*id).packed).unwrap_or(true)
        {
            return Err(PositionsError::Packed);
        }
        let seen = guarded(|| self::page(page, &cache));
        found.push(seen.map_or_else(|| Collector::new(page).finish(), |seen| seen.seitentext));
    }
    Ok(found)
}

/// What was seen on a page.
pub(super) struct Seen {
    pub(super) seitentext: Seitentext,
    /// The page shows something.
    pub(super) painted: bool,
    /// What drawing the page would take.
    pub(super) effort: Effort,
}

/// Reads through a page.
pub(super) fn page<'a>(page: &'a Page<'a>, cache: &InterpreterCache<'a>) -> Seen {
    let mut collector = Collector::new(page);
    let transform = Affine::scale(UNITS) * page.initial_transform(true).to_kurbo();
    let paper = Rect::new(0.0, 0.0, collector.width, collector.height);
    let settings = InterpreterSettings::default();
    let mut context = Context::new(transform, paper, cache, page.xref(), settings);
    interpret_page(page, &mut context, &mut collector);
    let (painted, effort) = (collector.painted, collector.effort);
    Seen { painted, effort, seitentext: collector.finish() }
}

/// Where the last letter ended.
#[derive(Clone, Copy)]
struct Pen {
    end: Point,
    size: f64,
}

/// A letter on the page.
struct Letter {
    text: String,
    start: Point,
    end: Point,
    /// From the line to the top of tall letters.
    up: Vec2,
    size: f64,
}

/// Collects letters into words and words into lines.
struct Collector {
    width: f64,
    height: f64,
    painted: bool,
    effort: Effort,
    letters: usize,
    pen: Option<Pen>,
    /// Start and text of the last run, to know one that is drawn twice.
    last_run: Option<(Point, String)>,
    word: String,
    space: Rect,
    line: Vec<Wort>,
    lines: Vec<Vec<Wort>>,
}

impl Collector {
    fn new(page: &Page<'_>) -> Collector {
        let (width, height) = page.render_dimensions();
        Collector {
            width: f64::from(width) * UNITS,
            height: f64::from(height) * UNITS,
            painted: false,
            effort: Effort::default(),
            letters: 0,
            pen: None,
            last_run: None,
            word: String::new(),
            space: Rect::ZERO,
            line: Vec::new(),
            lines: Vec::new(),
        }
    }

    fn finish(mut self) -> Seitentext {
        self.end_line();
        Seitentext {
            breite: unit(self.width),
            hoehe: unit(self.height),
            quelle: Textquelle::Original,
            zeilen: self.lines,
        }
    }

    fn letter(&mut self, letter: &Letter) {
        let along = (letter.end - letter.start).normalize();
        if let Some(pen) = self.pen {
            let step = letter.start - pen.end;
            let size = letter.size.max(pen.size);
            // A degenerate matrix makes no number, and no number is greater than another.
            if step.cross(along).abs() > RISE * size || step.dot(along) < -size {
                self.end_line();
            } else if step.dot(along) > GAP * size {
                self.end_word();
            }
        }
        self.pen = Some(Pen { end: letter.end, size: letter.size });
        if letter.text.chars().all(char::is_whitespace) {
            self.end_word();
            return;
        }
        let down = letter.up * (-DESCENT / ASCENT);
        let corners = [
            letter.start + letter.up,
            letter.start + down,
            letter.end + letter.up,
            letter.end + down,
        ];
        let around = corners
            .iter()
            .fold(Rect::from_points(corners[0], corners[1]), |all, corner| all.union_pt(*corner));
        self.space = if self.word.is_empty() { around } else { self.space.union(around) };
        self.word.push_str(&letter.text);
    }

    fn end_word(&mut self) {
        let text = std::mem::take(&mut self.word);
        let paper = Rect::new(0.0, 0.0, self.width, self.height);
        let space = self.space.intersect(paper);
        // What lies beside the paper is not shown.
        if text.is_empty() || !(space.width() >= 0.5 && space.height() >= 0.5) {
            return;
        }
        self.line.push(Wort {
            text,
            x: unit(space.x0),
            y: unit(space.y0),
            b: unit(space.width()).max(1),
            h: unit(space.height()).max(1),
            sicher: None,
        });
    }

    fn end_line(&mut self) {
        self.end_word();
        if !self.line.is_empty() {
            self.lines.push(std::mem::take(&mut self.line));
        }
    }
}

fn unit(length: f64) -> u16 {
    length.round().clamp(0.0, f64::from(u16::MAX)) as u16
}

/// Returns the characters of a glyph as they are searched for.
fn characters(glyph: &Glyph<'_>) -> String {
    let mut text = String::new();
    let mut put = |c: char| match ligature(c) {
        Some(letters) => text.push_str(letters),
        None if matches!(c, '\u{a0}' | '\t' | '\n' | '\r') => text.push(' '),
        None if c.is_control() || matches!(c, '\u{fffd}' | '\u{feff}' | '\u{ad}') => {}
        None => text.push(c),
    };
    match glyph.as_unicode() {
        Some(BfString::Char(c)) => put(c),
        Some(BfString::String(string)) => string.chars().for_each(put),
        None => {}
    }
    text
}

/// Returns the letters of a run that say something.
fn letters(run: &GlyphRun<'_, '_>, transform: Affine) -> Vec<Letter> {
    let glyphs = run.glyphs();
    let origin =
        |index: usize| glyphs.get(index).map(|glyph| transform * glyph.transform() * Point::ORIGIN);
    let mut letters = Vec::new();
    for (index, glyph) in glyphs.iter().enumerate() {
        let text = characters(glyph);
        let placed = transform * glyph.transform();
        let start = placed * Point::ORIGIN;
        let advance = match &**glyph {
            Glyph::Outline(outline) => outline.advance_width(),
            Glyph::Type3(drawn) => drawn.advance_width(),
        };
        let width = advance.map(f64::from).filter(|width| *width > 0.0).unwrap_or(EM / 2.0);
        let mut end = placed * Point::new(width, 0.0);
        // Letters set closer than their width, or narrowed, end where the next begins.
        if let Some(next) = origin(index + 1)
            && let (way, full) = (next - start, end - start)
            && way.dot(full) > 0.0
            && way.hypot() < full.hypot()
        {
            end = next;
        }
        let up = placed * Point::new(0.0, EM * ASCENT) - start;
        let size = up.hypot() / ASCENT;
        if !text.is_empty() && start.is_finite() && end.is_finite() && size.is_finite() {
            letters.push(Letter { text, start, end, up, size });
        }
    }
    letters
}

impl<'a> Device<'a> for Collector {
    fn draw_path(&mut self, path: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.painted = true;
        self.effort.shape(path.elements().len());
    }

    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'a>, _: &DrawMode) {
        self.painted = true;
        self.effort.shape(4);
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.painted = true;
        self.effort.shape(4);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.painted = true;
        self.letters += run.glyphs().len();
        self.effort.letters(run.glyphs().len());
        if self.letters > LETTERS_MAX {
            return;
        }
        let letters = letters(run, props.transform);
        let Some(first) = letters.first() else { return };
        // Outlined or bold letters are drawn twice, the second time hardly moved.
        let text: String = letters.iter().map(|letter| letter.text.as_str()).collect();
        let start = first.start;
        let again = self
            .last_run
            .as_ref()
            .is_some_and(|(at, known)| *known == text && at.distance(start) < 0.1 * first.size);
        if !again {
            letters.iter().for_each(|letter| self.letter(letter));
        }
        self.last_run = Some((start, text));
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

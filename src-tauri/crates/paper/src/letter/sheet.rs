//! Sheets of paper while a letter is being set: lines of text, shapes, and which paragraph they
//! belong to.
//!
//! Never decides what a letter says or where its parts stand; `letter` does.

use domain::Datum;
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, SpanTag, Tag, TagGroup, TagKind, TagTree,
};

use super::face::{Face, Family};

/// Red, green, blue.
pub type Rgb = (u8, u8, u8);

/// Width of A4 in points.
pub const WIDTH: f32 = 595.28;
/// Height of A4 in points.
pub const HEIGHT: f32 = 841.89;

/// Weight of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// As most of the text.
    Regular,
    /// As a subject.
    Bold,
}

/// What a line or shape belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A paragraph or heading, by its place in the reading order.
    Text(usize),
    /// Ornament and page furniture, which is not read aloud.
    Artifact,
}

/// A line of text on a page.
pub struct Line {
    /// Start of the base line in points, from the upper left corner.
    pub at: (f32, f32),
    /// Size of the letters in points.
    pub size: f32,
    /// Weight.
    pub weight: Weight,
    /// Colour.
    pub colour: Rgb,
    /// What it says.
    pub text: String,
    /// What it belongs to.
    pub part: Part,
}

/// One page.
#[derive(Default)]
pub struct Sheet {
    /// Lines of text, in no order.
    pub lines: Vec<Line>,
    pub(super) shapes: Vec<(Path, Rgb)>,
}

/// All pages with the kinds of their paragraphs.
pub struct Sheets<'a> {
    pub(super) family: &'a Family,
    /// The pages; the last one is being filled.
    pub pages: Vec<Sheet>,
    parts: Vec<TagKind>,
}

impl<'a> Sheets<'a> {
    /// Begins with one empty page in this family of fonts.
    pub fn new(family: &'a Family) -> Self {
        Self { family, pages: vec![Sheet::default()], parts: Vec::new() }
    }

    /// Returns the font of a weight.
    pub fn face(&self, weight: Weight) -> &'a Face {
        match weight {
            Weight::Regular => &self.family.regular,
            Weight::Bold => &self.family.bold,
        }
    }

    /// Begins a further paragraph in the reading order.
    pub fn text_part(&mut self) -> Part {
        self.part(Tag::P)
    }

    /// Begins a further part of this kind in the reading order.
    pub(super) fn part(&mut self, kind: impl Into<TagKind>) -> Part {
        self.parts.push(kind.into());
        Part::Text(self.parts.len() - 1)
    }

    /// Sets a line on the last page.
    pub fn line(&mut self, line: Line) {
        if let Some(sheet) = self.pages.last_mut() {
            sheet.lines.push(line);
        }
    }

    /// Fills a rectangle on the last page: left, top, width, height in points.
    pub fn block(&mut self, [x, y, width, height]: [f32; 4], colour: Rgb) {
        self.shape(rect(x, y, width, height), colour);
    }

    pub(super) fn shape(&mut self, path: Option<Path>, colour: Rgb) {
        if let (Some(sheet), Some(path)) = (self.pages.last_mut(), path) {
            sheet.shapes.push((path, colour));
        }
    }

    /// Writes all pages as a tagged PDF of this day, with title and author.
    #[expect(clippy::expect_used, reason = "no validator is on, so there is nothing to refuse")]
    pub fn into_pdf(self, title: &str, author: &str, date: Datum) -> Vec<u8> {
        let mut document = Document::new();
        document.set_metadata(metadata(title, author, date));
        let tree = self.draw(&mut document);
        document.set_tag_tree(tree);
        document.finish().expect("a letter without validators is always written")
    }

    /// Draws all pages and returns the reading order.
    fn draw(self, document: &mut Document) -> TagTree {
        let mut groups: Vec<TagGroup> = self.parts.iter().cloned().map(TagGroup::new).collect();
        for sheet in &self.pages {
            let settings = PageSettings::from_wh(WIDTH, HEIGHT).unwrap_or_default();
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            draw_shapes(&mut surface, &sheet.shapes);
            for line in &sheet.lines {
                self.draw_line(&mut surface, line, &mut groups);
            }
            surface.finish();
            page.finish();
        }
        let mut tree = TagTree::new().with_lang(Some("de-DE".to_owned()));
        for group in groups {
            tree.push(group);
        }
        tree
    }

    fn draw_line(&self, surface: &mut Surface<'_>, line: &Line, groups: &mut [TagGroup]) {
        let face = self.face(line.weight);
        let tag = match line.part {
            Part::Text(_) => ContentTag::Span(SpanTag::empty()),
            Part::Artifact => artifact(ArtifactType::PaginationOther),
        };
        let id = surface.start_tagged(tag);
        surface.set_fill(Some(fill(line.colour)));
        let at = Point::from_xy(line.at.0, line.at.1);
        let shaped = face.shape(&line.text);
        surface.draw_glyphs(at, &shaped.glyphs, face.font(), &line.text, line.size, false);
        surface.end_tagged();
        if let Part::Text(index) = line.part
            && let Some(group) = groups.get_mut(index)
        {
            group.push(id);
        }
    }
}

fn metadata(title: &str, author: &str, date: Datum) -> Metadata {
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    let created = DateTime::new(u16::try_from(date.year()).unwrap_or(2026))
        .month(part(date.month()))
        .day(part(date.day()))
        .hour(9)
        .minute(0)
        .second(0)
        .utc_offset_hour(1)
        .utc_offset_minute(0);
    Metadata::new()
        .title(title.to_owned())
        .authors(vec![author.to_owned()])
        .language("de-DE".to_owned())
        .creation_date(created)
}

/// The outline of a rectangle: left, top, width, height.
pub(super) fn rect(x: f32, y: f32, width: f32, height: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height)?);
    path.finish()
}

fn draw_shapes(surface: &mut Surface<'_>, shapes: &[(Path, Rgb)]) {
    if shapes.is_empty() {
        return;
    }
    surface.start_tagged(artifact(ArtifactType::Layout));
    for (path, colour) in shapes {
        surface.set_fill(Some(fill(*colour)));
        surface.draw_path(path);
    }
    surface.end_tagged();
}

fn artifact(kind: ArtifactType) -> ContentTag<'static> {
    ContentTag::Artifact(Artifact::with_kind(kind))
}

fn fill((red, green, blue): Rgb) -> Fill {
    let paint = rgb::Color::new(red, green, blue).into();
    Fill { paint, opacity: NormalizedF32::ONE, ..Fill::default() }
}

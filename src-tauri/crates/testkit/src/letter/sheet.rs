//! Sheets of paper while a letter is being set: lines of text, shapes, and which paragraph they
//! belong to.
//!
//! Never decides what a letter says or where its parts stand; `letter` does.

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{Path, Point};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag, TagGroup, TagKind, TagTree};

use super::face::{Face, Family};

/// Red, green, blue.
pub(super) type Rgb = (u8, u8, u8);

/// A4 in points.
pub(super) const WIDTH: f32 = 595.28;
pub(super) const HEIGHT: f32 = 841.89;

/// Weight of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// What a line or shape belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A paragraph or heading, by its place in the reading order.
    Text(usize),
    /// Ornament and page furniture, which is not read aloud.
    Artifact,
}

/// A line of text on a page.
pub(super) struct Line {
    pub(super) at: (f32, f32),
    pub(super) size: f32,
    pub(super) weight: Weight,
    pub(super) colour: Rgb,
    pub(super) text: String,
    pub(super) part: Part,
}

/// One page.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) lines: Vec<Line>,
    pub(super) shapes: Vec<(Path, Rgb)>,
}

/// All pages with the kinds of their paragraphs.
pub(super) struct Sheets<'a> {
    pub(super) family: &'a Family,
    pub(super) pages: Vec<Sheet>,
    pub(super) parts: Vec<TagKind>,
}

impl<'a> Sheets<'a> {
    pub(super) fn new(family: &'a Family) -> Self {
        Self { family, pages: vec![Sheet::default()], parts: Vec::new() }
    }

    pub(super) fn face(&self, weight: Weight) -> &'a Face {
        match weight {
            Weight::Regular => &self.family.regular,
            Weight::Bold => &self.family.bold,
        }
    }

    /// Begins a further paragraph in the reading order.
    pub(super) fn part(&mut self, kind: impl Into<TagKind>) -> Part {
        self.parts.push(kind.into());
        Part::Text(self.parts.len() - 1)
    }

    pub(super) fn line(&mut self, line: Line) {
        if let Some(sheet) = self.pages.last_mut() {
            sheet.lines.push(line);
        }
    }

    pub(super) fn shape(&mut self, path: Option<Path>, colour: Rgb) {
        if let (Some(sheet), Some(path)) = (self.pages.last_mut(), path) {
            sheet.shapes.push((path, colour));
        }
    }

    /// Draws all pages and returns the reading order.
    pub(super) fn draw(self, document: &mut Document) -> TagTree {
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

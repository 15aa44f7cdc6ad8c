//! The text of a PDF, in the order it is drawn, with words and lines kept apart.
//!
//! Never stops at a bad page: its text is left out and the next page is read. Spaces are often
//! not written in a PDF but left as gaps, so the pen is followed to see them.

use std::collections::BTreeMap;
use std::mem;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{DecompressError, Dictionary, Document, Error, Object, ObjectId};

use super::STREAM_BYTES_MAX;
use super::font::{Face, number};
use crate::text::TextSink;
use crate::{TEXT_BYTES_MAX, guarded};

/// Most that the content of all pages together may unpack to.
const CONTENT_BYTES_MAX: usize = 256 * 1024 * 1024;
/// How deep a drawing may use drawings.
const FORM_DEPTH_MAX: u32 = 6;
/// A gap wider than this part of the letter size is a space.
const GAP: f64 = 0.15;
/// A step up or down by more than this part of the letter size is a new line.
const RISE: f64 = 0.5;

/// What was read.
pub(super) struct Extracted {
    /// Page by page, as far as the text was read.
    pub(super) pages: Vec<PageText>,
    /// Something unpacks beyond reason.
    pub(super) oversized: bool,
}

/// The text of one page, and what else is on it.
#[derive(Debug, Default)]
pub(super) struct PageText {
    pub(super) text: String,
    /// The page shows something.
    pub(super) painted: bool,
    /// The page shows letters that could not be read.
    pub(super) missed: bool,
}

impl Extracted {
    /// Returns the text of the document, pages apart by form feeds, and whether some of it was left
    /// out.
    pub(super) fn join(self) -> (String, bool) {
        let mut sink = TextSink::new(TEXT_BYTES_MAX);
        for page in &self.pages {
            sink.push(&page.text);
            sink.page();
        }
        sink.finish()
    }
}

/// Makes fonts with home-made codes use their table of Unicode characters.
///
/// Changes the document in memory only; it is never saved.
pub(super) fn prefer_to_unicode(document: &mut Document) {
    let home_made = |font: &Dictionary| {
        font.has_type(b"Font")
            && font.has(b"ToUnicode")
            && !named(font, b"Subtype", b"Type0")
            && !matches!(font.get(b"Encoding"), Ok(Object::Name(_)))
    };
    for object in document.objects.values_mut() {
        if let Object::Dictionary(font) = object
            && home_made(font)
        {
            font.remove(b"Encoding");
        }
    }
}

/// Reads the text of all pages.
pub(super) fn read(document: &Document, pages: &[ObjectId]) -> Extracted {
    let mut walker = Walker {
        document,
        faces: BTreeMap::new(),
        sink: TextSink::new(0),
        seen: PageText::default(),
        budget: CONTENT_BYTES_MAX,
        oversized: false,
    };
    let mut read = Vec::new();
    // One more than fits, so that what is left out is noticed.
    let mut room = TEXT_BYTES_MAX + 1;
    for page in pages {
        if room == 0 || walker.budget == 0 {
            break;
        }
        walker.sink = TextSink::new(room);
        walker.seen = PageText::default();
        // A panic costs this page; what the sink has so far is whole characters.
        let _ = guarded(|| walker.page(*page));
        let (text, full) = mem::replace(&mut walker.sink, TextSink::new(0)).finish();
        room = if full { 0 } else { room.saturating_sub(text.len()) };
        read.push(PageText { text, ..mem::take(&mut walker.seen) });
    }
    Extracted { pages: read, oversized: walker.oversized || walker.budget == 0 }
}

/// Transformation as PDF writes it: a b c d e f.
pub(super) type Matrix = [f64; 6];

pub(super) const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
/// Most states of the paper that are kept; real pages nest a few.
pub(super) const SAVED_MAX: usize = 256;

/// Applies `first`, then `then`.
pub(super) fn combined(first: Matrix, then: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [ta, tb, tc, td, te, tf] = then;
    [
        a * ta + b * tc,
        a * tb + b * td,
        c * ta + d * tc,
        c * tb + d * td,
        e * ta + f * tc + te,
        e * tb + f * td + tf,
    ]
}

struct Walker<'a> {
    document: &'a Document,
    faces: BTreeMap<ObjectId, Option<Rc<Face<'a>>>>,
    sink: TextSink,
    /// What has been seen of the page at hand, besides its text.
    seen: PageText,
    budget: usize,
    oversized: bool,
}

/// Where the pen is and how it writes.
struct Pen<'a> {
    paper: Matrix,
    saved: Vec<Matrix>,
    line: Matrix,
    /// Way along the line since its start, in text space.
    x: f64,
    face: Option<Rc<Face<'a>>>,
    size: f64,
    leading: f64,
    per_glyph: f64,
    per_space: f64,
    /// Where the last letter ended, and how large it was.
    last: Option<Place>,
}

/// A place on the paper, with the way the line runs there.
#[derive(Clone, Copy)]
struct Place {
    x: f64,
    y: f64,
    along: (f64, f64),
    size: f64,
}

impl Pen<'_> {
    fn new() -> Self {
        Pen {
            paper: IDENTITY,
            saved: Vec::new(),
            line: IDENTITY,
            x: 0.0,
            face: None,
            size: 1.0,
            leading: 0.0,
            per_glyph: 0.0,
            per_space: 0.0,
            last: None,
        }
    }

    /// Moves to the start of another line, in units of this one.
    fn move_by(&mut self, tx: f64, ty: f64) {
        self.line = combined([1.0, 0.0, 0.0, 1.0, tx, ty], self.line);
        self.x = 0.0;
    }

    fn place(&self) -> Place {
        let [a, b, _, _, e, f] = combined(self.line, self.paper);
        let scale = a.hypot(b);
        let size = scale * self.size.abs();
        Place { x: e + a * self.x, y: f + b * self.x, along: (a / scale, b / scale), size }
    }
}

impl<'a> Walker<'a> {
    fn page(&mut self, page: ObjectId) {
        let document = self.document;
        let Ok((direct, referenced)) = document.get_page_resources(page) else { return };
        let mut resources: Vec<&Dictionary> = direct.into_iter().collect();
        resources.extend(referenced.iter().filter_map(|id| document.get_dictionary(*id).ok()));
        let limit = STREAM_BYTES_MAX.min(self.budget);
        let content = document.get_page_content_with_limit(page, limit);
        if let Some(content) = self.within_budget(content) {
            self.content(&content, &resources, 0);
        }
    }

    fn within_budget(&mut self, content: lopdf::Result<Vec<u8>>) -> Option<Vec<u8>> {
        match content {
            Ok(content) => {
                self.budget = self.budget.saturating_sub(content.len());
                Some(content)
            }
            Err(error) => {
                if refused(&error) {
                    self.budget = self.budget.saturating_sub(STREAM_BYTES_MAX);
                    self.oversized = true;
                }
                None
            }
        }
    }

    fn content(&mut self, content: &[u8], resources: &[&'a Dictionary], depth: u32) {
        let mut pen = Pen::new();
        for operation in Content::decode_iter(content) {
            let Ok(operation) = operation else { return };
            if self.sink.is_full() {
                return;
            }
            if operation.operator == "Do" {
                self.form(&operation, resources, depth);
            } else {
                self.operation(&operation, &mut pen, resources);
            }
        }
    }

    fn operation(
        &mut self,
        operation: &Operation,
        pen: &mut Pen<'a>,
        resources: &[&'a Dictionary],
    ) {
        let operands = operation.operands.as_slice();
        let n = |index: usize| operands.get(index).and_then(|o| number(o, self.document));
        match operation.operator.as_str() {
            "BT" => {
                pen.line = IDENTITY;
                pen.x = 0.0;
            }
            "q" if pen.saved.len() < SAVED_MAX => pen.saved.push(pen.paper),
            "Q" => pen.paper = pen.saved.pop().unwrap_or(pen.paper),
            "cm" => {
                let at = |index| n(index).unwrap_or(0.0);
                pen.paper = combined([at(0), at(1), at(2), at(3), at(4), at(5)], pen.paper);
            }
            "Tf" => {
                pen.face = operands
                    .first()
                    .and_then(|name| name.as_name().ok())
                    .and_then(|name| self.face(name, resources));
                pen.size = operands.get(1).and_then(|o| number(o, self.document)).unwrap_or(1.0);
            }
            "TL" => pen.leading = n(0).unwrap_or(0.0),
            "Tc" => pen.per_glyph = n(0).unwrap_or(0.0),
            "Tw" => pen.per_space = n(0).unwrap_or(0.0),
            "Td" => pen.move_by(n(0).unwrap_or(0.0), n(1).unwrap_or(0.0)),
            "TD" => {
                pen.leading = -n(1).unwrap_or(0.0);
                pen.move_by(n(0).unwrap_or(0.0), n(1).unwrap_or(0.0));
            }
            "Tm" => {
                let at = |index| n(index).unwrap_or(0.0);
                pen.line = [at(0), at(1), at(2), at(3), at(4), at(5)];
                pen.x = 0.0;
            }
            "T*" => pen.move_by(0.0, -pen.leading),
            "Tj" => self.show(operands.first(), pen),
            "'" => {
                pen.move_by(0.0, -pen.leading);
                self.show(operands.first(), pen);
            }
            "\"" => {
                pen.per_space = n(0).unwrap_or(0.0);
                pen.per_glyph = n(1).unwrap_or(0.0);
                pen.move_by(0.0, -pen.leading);
                self.show(operands.get(2), pen);
            }
            "TJ" => self.show_all(operands.first(), pen),
            "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "S" | "s" | "sh" | "BI" | "EI" => {
                self.seen.painted = true;
            }
            _ => {}
        }
    }

    fn show_all(&mut self, pieces: Option<&Object>, pen: &mut Pen<'a>) {
        let Some(Object::Array(pieces)) = pieces else { return };
        for piece in pieces {
            match number(piece, self.document) {
                Some(back) => pen.x -= back / 1000.0 * pen.size,
                None => self.show(Some(piece), pen),
            }
        }
    }

    fn show(&mut self, codes: Option<&Object>, pen: &mut Pen<'a>) {
        let Some(Object::String(codes, _)) = codes else { return };
        if codes.is_empty() {
            return;
        }
        self.seen.painted = true;
        let Some(face) = pen.face.clone() else {
            self.seen.missed = true;
            return;
        };
        self.separate(pen);
        match face.text(codes) {
            Some(text) if !text.is_empty() => self.sink.push(&text),
            _ => self.seen.missed = true,
        }
        pen.x += face.advance(codes, pen.size, pen.per_glyph, pen.per_space);
        pen.last = Some(pen.place());
    }

    /// Puts a space or the end of a line where the eye sees one.
    fn separate(&mut self, pen: &Pen<'_>) {
        let Some(last) = pen.last else { return };
        let place = pen.place();
        let (ax, ay) = place.along;
        let letter = place.size.max(last.size);
        let (dx, dy) = (place.x - last.x, place.y - last.y);
        let along = dx * ax + dy * ay;
        let across = dy * ax - dx * ay;
        // A degenerate matrix makes no number, and no number is greater than another.
        if across.abs() > RISE * letter || along < -letter {
            self.sink.line();
        } else if along > GAP * letter {
            self.sink.space();
        }
    }

    fn face(&mut self, name: &[u8], resources: &[&'a Dictionary]) -> Option<Rc<Face<'a>>> {
        let (id, font) = self.resource(b"Font", name, resources)?;
        let font = font.as_dict().ok()?;
        if let Some(known) = id.and_then(|id| self.faces.get(&id)) {
            return known.clone();
        }
        let face = match Face::new(font, self.document) {
            Ok(face) => Some(Rc::new(face)),
            Err(error) => {
                self.oversized |= refused(&error);
                None
            }
        };
        if let Some(id) = id {
            self.faces.insert(id, face.clone());
        }
        face
    }

    /// Reads a drawing that is used within another.
    fn form(&mut self, operation: &Operation, resources: &[&'a Dictionary], depth: u32) {
        let name = operation.operands.first().and_then(|name| name.as_name().ok());
        let found = name.and_then(|name| self.resource(b"XObject", name, resources));
        let Some((_, Object::Stream(form))) = found else { return };
        self.seen.painted |= named(&form.dict, b"Subtype", b"Image");
        if depth >= FORM_DEPTH_MAX || self.budget == 0 || !named(&form.dict, b"Subtype", b"Form") {
            return;
        }
        let own = form.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
        let inner: Vec<&Dictionary> = own.into_iter().chain(resources.iter().copied()).collect();
        let limit = STREAM_BYTES_MAX.min(self.budget);
        let content = form.get_plain_content_with_limit(limit);
        if let Some(content) = self.within_budget(content) {
            // Even an empty drawing costs a little, so that a web of them comes to an end.
            self.budget = self.budget.saturating_sub(1024);
            self.content(&content, &inner, depth + 1);
            self.sink.line();
        }
    }

    fn resource(
        &self,
        kind: &[u8],
        name: &[u8],
        resources: &[&'a Dictionary],
    ) -> Option<(Option<ObjectId>, &'a Object)> {
        let document = self.document;
        resources.iter().find_map(|resources| {
            let named = resources.get_deref(kind, document).ok()?.as_dict().ok()?;
            document.dereference(named.get(name).ok()?).ok()
        })
    }
}

/// Whether a dictionary has this name under a key.
pub(super) fn named(dictionary: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dictionary.get(key).and_then(Object::as_name).is_ok_and(|found| found == name)
}

/// Whether a stream was refused because it unpacks beyond reason.
fn refused(error: &Error) -> bool {
    matches!(error, Error::Decompress(DecompressError::MemoryLimitExceeded { .. }))
}

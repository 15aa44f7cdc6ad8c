//! What drawing a page would take besides its images: letters, lines and areas.
//!
//! Never draws, and never goes on once it is known to be too much. The renderer keeps every letter
//! and every area until the page is complete, also those beside the paper.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::STREAM_BYTES_MAX;
use super::font::number;
use super::pages::inherited;
use super::text::{IDENTITY, Matrix, SAVED_MAX, combined, named};

/// Most memory that drawing may be expected to take, in bytes: about 700 000 letters.
const EFFORT_MAX: u64 = 256 * 1024 * 1024;
/// What the renderer keeps of one letter.
const LETTER: u64 = 384;
/// What it keeps of one line or area, besides its steps.
const SHAPE: u64 = 256;
/// What it keeps of one use of a drawing or image, besides what is in it.
const USE: u64 = 2048;
/// What it keeps of one step of an outline; any operation counts as one, since it takes time.
const STEP: u64 = 64;
/// What it keeps of an outline for each point of its way over the paper.
const WAY: f64 = 8.0;
/// All paper is drawn within these sides, in points: wide, high.
const PAPER: (f64, f64) = (600.0, 1200.0);
/// How deep a drawing may use drawings.
const DEPTH_MAX: usize = 12;

/// Memory that drawing is expected to take, in bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Effort(u64);

impl Effort {
    /// Adds letters.
    pub(super) fn letters(&mut self, count: usize) {
        self.add(LETTER.saturating_mul(count as u64));
    }

    /// Adds a line or an area with so many steps.
    pub(super) fn shape(&mut self, steps: usize) {
        self.add(SHAPE.saturating_add(STEP.saturating_mul(steps as u64)));
    }

    /// Whether the page is better not drawn.
    pub(super) fn is_too_much(self) -> bool {
        self.0 > EFFORT_MAX
    }

    /// Adds the way of an outline from one point of the paper to another.
    fn way(&mut self, from: (f64, f64), to: (f64, f64)) {
        // What lies beside the paper is not kept.
        let dx = to.0.clamp(0.0, PAPER.0) - from.0.clamp(0.0, PAPER.0);
        let dy = to.1.clamp(0.0, PAPER.1) - from.1.clamp(0.0, PAPER.1);
        // No number becomes nothing.
        self.add(((dx.abs() + dy.abs()) * WAY) as u64);
    }

    fn add(&mut self, bytes: u64) {
        self.0 = self.0.saturating_add(bytes);
    }
}

/// Returns what drawing a page takes; not much more than is too much.
pub(super) fn of(document: &Document, page: ObjectId) -> Effort {
    let mut walker = Walker { document, within: Vec::new(), effort: Effort::default() };
    let resources = inherited(document, page, b"Resources").and_then(|r| r.as_dict().ok());
    let resources: Vec<&Dictionary> = resources.into_iter().collect();
    if let Ok(content) = document.get_page_content_with_limit(page, STREAM_BYTES_MAX) {
        walker.content(&content, &resources, shrunk(document, page));
    }
    walker.annotations(page);
    walker.effort
}

struct Walker<'a> {
    document: &'a Document,
    /// The drawings around what is being looked at.
    within: Vec<ObjectId>,
    effort: Effort,
}

/// Where outlines are being drawn.
struct Paper {
    matrix: Matrix,
    saved: Vec<Matrix>,
    at: (f64, f64),
}

impl Paper {
    fn to(&mut self, x: f64, y: f64, effort: &mut Effort) {
        let before = self.at;
        self.jump(x, y);
        effort.way(before, self.at);
    }

    fn jump(&mut self, x: f64, y: f64) {
        let [a, b, c, d, e, f] = self.matrix;
        self.at = (a * x + c * y + e, b * x + d * y + f);
    }
}

impl<'a> Walker<'a> {
    fn content(&mut self, content: &[u8], resources: &[&'a Dictionary], matrix: Matrix) {
        self.effort.add(content.len() as u64);
        let mut paper = Paper { matrix, saved: Vec::new(), at: (0.0, 0.0) };
        for operation in Content::decode_iter(content) {
            let Ok(operation) = operation else { return };
            if self.effort.is_too_much() {
                return;
            }
            self.effort.add(STEP);
            if operation.operator == "Do" {
                self.effort.add(USE);
                self.named(&operation, resources, paper.matrix);
            } else {
                self.operation(&operation, &mut paper);
            }
        }
    }

    fn operation(&mut self, operation: &Operation, paper: &mut Paper) {
        let n = |index: usize| {
            operation.operands.get(index).and_then(|o| number(o, self.document)).unwrap_or(0.0)
        };
        let effort = &mut self.effort;
        match operation.operator.as_str() {
            "q" if paper.saved.len() < SAVED_MAX => paper.saved.push(paper.matrix),
            "Q" => paper.matrix = paper.saved.pop().unwrap_or(paper.matrix),
            "cm" => paper.matrix = combined([n(0), n(1), n(2), n(3), n(4), n(5)], paper.matrix),
            "m" => paper.jump(n(0), n(1)),
            "l" => paper.to(n(0), n(1), effort),
            "v" | "y" => paper.to(n(2), n(3), effort),
            "c" => paper.to(n(4), n(5), effort),
            "re" => {
                let (x, y, width, height) = (n(0), n(1), n(2), n(3));
                paper.jump(x, y);
                paper.to(x + width, y, effort);
                paper.to(x + width, y + height, effort);
                paper.to(x, y + height, effort);
                paper.to(x, y, effort);
            }
            "Tj" | "'" | "\"" | "TJ" => effort.letters(shown(operation)),
            "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "S" | "s" | "sh" | "W" | "W*" => {
                effort.shape(0);
            }
            "BI" => effort.add(USE),
            _ => {}
        }
    }

    /// Adds a drawing that is used within another.
    fn named(&mut self, operation: &Operation, resources: &[&'a Dictionary], matrix: Matrix) {
        let document = self.document;
        let Some(Ok(name)) = operation.operands.first().map(Object::as_name) else { return };
        let drawing = resources.iter().find_map(|resources| {
            let drawings = resources.get_deref(b"XObject", document).ok()?.as_dict().ok()?;
            drawings.get(name).ok()
        });
        if let Some(drawing) = drawing {
            self.drawing(drawing, resources, matrix);
        }
    }

    fn drawing(&mut self, drawing: &'a Object, resources: &[&'a Dictionary], matrix: Matrix) {
        let document = self.document;
        let Ok((Some(id), Object::Stream(stream))) = document.dereference(drawing) else { return };
        if named(&stream.dict, b"Subtype", b"Image") || self.within.contains(&id) {
            return;
        }
        // Deeper than anyone draws: what it takes may double with each step.
        if self.within.len() >= DEPTH_MAX {
            self.effort.add(EFFORT_MAX + 1);
            return;
        }
        let own = stream.dict.get_deref(b"Resources", document).and_then(Object::as_dict).ok();
        let inner: Vec<&Dictionary> = own.into_iter().chain(resources.iter().copied()).collect();
        let placed = stream.dict.get_deref(b"Matrix", document).and_then(Object::as_array);
        let placed = placed.ok().map_or(IDENTITY, |placed| {
            let n = |index| placed.get(index).and_then(|o| number(o, document)).unwrap_or(0.0);
            [n(0), n(1), n(2), n(3), n(4), n(5)]
        });
        self.within.push(id);
        match stream.get_plain_content_with_limit(STREAM_BYTES_MAX) {
            Ok(content) => self.content(&content, &inner, combined(placed, matrix)),
            // Trying took time.
            Err(_) => self.effort.add(stream.content.len() as u64),
        }
        self.within.pop();
    }

    /// Adds what lies on the page: stamps, form fields.
    fn annotations(&mut self, page: ObjectId) {
        let document = self.document;
        let of_page = document.get_dictionary(page).and_then(|p| p.get_deref(b"Annots", document));
        let Ok(annotations) = of_page.and_then(Object::as_array) else { return };
        for annotation in annotations {
            let looks = document
                .dereference(annotation)
                .and_then(|(_, annotation)| annotation.as_dict())
                .and_then(|annotation| annotation.get_deref(b"AP", document))
                .and_then(Object::as_dict)
                .and_then(|looks| looks.get(b"N"));
            let Ok(look) = looks else { continue };
            match document.dereference(look) {
                // One look for each state; only one of them is drawn.
                Ok((_, Object::Dictionary(states))) => {
                    for (_, look) in states {
                        self.drawing(look, &[], IDENTITY);
                    }
                }
                _ => self.drawing(look, &[], IDENTITY),
            }
            if self.effort.is_too_much() {
                return;
            }
        }
    }
}

/// Returns how the page is moved and scaled onto the paper.
fn shrunk(document: &Document, page: ObjectId) -> Matrix {
    let sides = [&b"CropBox"[..], b"MediaBox"].iter().find_map(|key| {
        let sides = inherited(document, page, key)?.as_array().ok()?;
        let n = |index| number(sides.get(index)?, document);
        Some([n(0)?, n(1)?, n(2)?, n(3)?])
    });
    let Some([left, bottom, right, top]) = sides else { return IDENTITY };
    let (width, height) = ((right - left).abs().max(1.0), (top - bottom).abs().max(1.0));
    let scale = (PAPER.0 / width).min(PAPER.1 / height);
    [scale, 0.0, 0.0, scale, -left.min(right) * scale, -bottom.min(top) * scale]
}

/// Counts the letters that an operation shows; a letter of two bytes counts as two.
fn shown(operation: &Operation) -> usize {
    let length = |object: &Object| match object {
        Object::String(codes, _) => codes.len(),
        _ => 0,
    };
    let all = operation.operands.iter().map(|operand| match operand {
        Object::Array(pieces) => pieces.iter().map(length).sum(),
        operand => length(operand),
    });
    all.sum()
}

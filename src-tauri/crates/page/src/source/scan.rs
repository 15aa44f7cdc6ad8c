//! Whether a page of a PDF is one picture that covers it.
//!
//! Never says so where drawing the page could show anything but that picture.

use hayro::hayro_syntax::content::TypedIter;
use hayro::hayro_syntax::content::ops::TypedInstruction as Op;
use hayro::hayro_syntax::object::{Array, Dict, Name, Number, Object, Rect, Stream};
use hayro::hayro_syntax::page::{Page, Resources, Rotation};

use crate::Turn;

/// Deepest nesting of forms and saved states.
const DEPTH_MAX: usize = 32;
/// Deepest nesting of forms: some programs put the hidden text into one.
const FORMS_MAX: usize = 3;
/// Most instructions; the hidden text of a dense page has some thousands.
const OPS_MAX: usize = 200_000;
/// How far the edges of the picture may be off those of the page, as a share of its side.
const EDGE_OFF: f64 = 0.006;

/// The picture that is the page.
pub(super) struct Scan<'a> {
    pub(super) image: Stream<'a>,
    /// How the picture has to be turned to be shown.
    pub(super) turn: Turn,
}

type Matrix = [f64; 6];

/// Why a page is no scan.
struct No;

struct Walk<'a> {
    image: Option<(Stream<'a>, Matrix)>,
    ops: usize,
    page: Rect,
}

#[derive(Clone, Copy)]
struct State {
    matrix: Matrix,
    invisible: bool,
}

/// Finds the picture.
pub(super) fn find<'a>(page: &'a Page<'a>) -> Option<Scan<'a>> {
    if annotated(page.raw()) || page.raw().get::<Object<'_>>("UserUnit").is_some() {
        return None;
    }
    let bounds = page.intersected_crop_box();
    let mut walk = Walk { image: None, ops: 0, page: bounds };
    let state = State { matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], invisible: false };
    walk.content(page.page_stream()?, page.resources(), state, 0).ok()?;
    let (image, matrix) = walk.image?;
    let turn = covers(&matrix, bounds)?;
    let turn = turn.then(match page.rotation() {
        Rotation::None => Turn::None,
        Rotation::Horizontal => Turn::Right,
        Rotation::Flipped => Turn::Half,
        Rotation::FlippedHorizontal => Turn::Left,
    });
    Some(Scan { image, turn })
}

/// Whether something lies on the page: a stamp, a note, a form field.
fn annotated(page: &Dict<'_>) -> bool {
    let Some(annotations) = page.get::<Array<'_>>("Annots") else { return false };
    annotations.iter::<Dict<'_>>().any(|annotation| {
        annotation.get::<Name<'_>>("Subtype").is_none_or(|kind| &*kind != b"Link")
    })
}

/// How the picture lies on the page, if it covers it and nothing else.
fn covers(matrix: &Matrix, page: Rect) -> Option<Turn> {
    let [a, b, c, d, e, f] = *matrix;
    let (width, height) = (page.x1 - page.x0, page.y1 - page.y0);
    let flat = |value: f64| value.abs() < 0.001 * width.max(height);
    let turn = if flat(b) && flat(c) {
        match (a > 0.0, d > 0.0) {
            (true, true) => Turn::None,
            (false, false) => Turn::Half,
            _ => return None,
        }
    } else if flat(a) && flat(d) {
        match (b > 0.0, c > 0.0) {
            (true, false) => Turn::Left,
            (false, true) => Turn::Right,
            _ => return None,
        }
    } else {
        return None;
    };
    let (x0, x1) = (e + a.min(0.0) + c.min(0.0), e + a.max(0.0) + c.max(0.0));
    let (y0, y1) = (f + b.min(0.0) + d.min(0.0), f + b.max(0.0) + d.max(0.0));
    let near = |a: f64, b: f64, side: f64| (a - b).abs() <= side * EDGE_OFF;
    let fits = near(x0, page.x0, width)
        && near(x1, page.x1, width)
        && near(y0, page.y0, height)
        && near(y1, page.y1, height);
    (fits && width > 1.0 && height > 1.0).then_some(turn)
}

fn times(a: Matrix, b: &Matrix) -> Matrix {
    let [a0, a1, a2, a3, a4, a5] = a;
    let [b0, b1, b2, b3, b4, b5] = *b;
    [
        a0 * b0 + a1 * b2,
        a0 * b1 + a1 * b3,
        a2 * b0 + a3 * b2,
        a2 * b1 + a3 * b3,
        a4 * b0 + a5 * b2 + b4,
        a4 * b1 + a5 * b3 + b5,
    ]
}

fn numbers(numbers: [&Number; 6]) -> Matrix {
    numbers.map(Number::as_f64)
}

impl<'a> Walk<'a> {
    fn content(
        &mut self,
        content: &[u8],
        resources: &Resources<'a>,
        start: State,
        forms: usize,
    ) -> Result<(), No> {
        let mut state = start;
        let mut saved = Vec::new();
        let mut ops = TypedIter::new(content);
        let mut path: Option<Rect> = None;
        while let Some(op) = ops.next() {
            self.ops += 1;
            if self.ops > OPS_MAX {
                return Err(No);
            }
            match op {
                Op::SaveState(_) if saved.len() < DEPTH_MAX => saved.push(state),
                Op::SaveState(_) => return Err(No),
                Op::RestoreState(_) => state = saved.pop().unwrap_or(state),
                Op::Transform(t) => {
                    let matrix = numbers([&t.0, &t.1, &t.2, &t.3, &t.4, &t.5]);
                    state.matrix = times(matrix, &state.matrix);
                }
                Op::TextRenderingMode(mode) => state.invisible = mode.0.as_i64() == 3,
                Op::ShowText(_)
                | Op::ShowTexts(_)
                | Op::NextLineAndShowText(_)
                | Op::ShowTextWithParameters(_)
                    if !state.invisible =>
                {
                    return Err(No);
                }
                Op::SetGraphicsState(name) => plain(resources, name.0)?,
                Op::XObject(name) => {
                    let object = resources.get_x_object(name.0).ok_or(No)?;
                    self.object(object, resources, state, forms)?;
                }
                Op::RectPath(r) => {
                    let sides = [&r.0, &r.1, &r.2, &r.3].map(|n| n.as_f64());
                    path = Some(rect(sides, &state.matrix).filter(|_| path.is_none()).ok_or(No)?);
                }
                // Clipping to the page, or to more than it, takes nothing away.
                Op::ClipNonZero(_) | Op::ClipEvenOdd(_) => self.clip(path)?,
                Op::EndPath(_) => path = None,
                Op::BeginMarkedContentWithProperties(tag) if &**tag.0 == b"OC" => return Err(No),
                op if draws(&op) => return Err(No),
                _ => {}
            }
        }
        Ok(())
    }

    fn clip(&self, path: Option<Rect>) -> Result<(), No> {
        let (clip, page) = (path.ok_or(No)?, self.page);
        let off = |side: f64| side * EDGE_OFF;
        let (width, height) = (page.x1 - page.x0, page.y1 - page.y0);
        let covers = clip.x0 <= page.x0 + off(width)
            && clip.x1 >= page.x1 - off(width)
            && clip.y0 <= page.y0 + off(height)
            && clip.y1 >= page.y1 - off(height);
        if covers { Ok(()) } else { Err(No) }
    }

    fn object(
        &mut self,
        object: Stream<'a>,
        resources: &Resources<'a>,
        state: State,
        forms: usize,
    ) -> Result<(), No> {
        let dict = object.dict().clone();
        if dict.contains_key("OC") {
            return Err(No);
        }
        match dict.get::<Name<'_>>("Subtype").as_deref() {
            Some(b"Image") => {
                if self.image.is_some() {
                    return Err(No);
                }
                self.image = Some((object, state.matrix));
                Ok(())
            }
            Some(b"Form") if forms < FORMS_MAX && !dict.contains_key("Group") => {
                let matrix = dict.get::<Array<'_>>("Matrix").map(|array| {
                    let mut all = array.iter::<Number>().map(|number| number.as_f64());
                    [1.0, 0.0, 0.0, 1.0, 0.0, 0.0].map(|usual| all.next().unwrap_or(usual))
                });
                let mut inner = state;
                if let Some(matrix) = matrix {
                    inner.matrix = times(matrix, &state.matrix);
                }
                let bbox = dict.get::<Rect>("BBox").ok_or(No)?;
                let sides = [bbox.x0, bbox.y0, bbox.x1 - bbox.x0, bbox.y1 - bbox.y0];
                let had = self.image.is_some();
                let content = object.decoded_data().map_err(|_| No)?;
                let own = dict.get::<Dict<'a>>("Resources").map(Resources::new);
                self.content(&content, own.as_ref().unwrap_or(resources), inner, forms + 1)?;
                // The box of a form clips what is in it.
                if !had && self.image.is_some() {
                    self.clip(rect(sides, &inner.matrix))?;
                }
                Ok(())
            }
            _ => Err(No),
        }
    }
}

/// A rectangle under a matrix that does not skew.
fn rect([x, y, width, height]: [f64; 4], matrix: &Matrix) -> Option<Rect> {
    let [a, b, c, d, e, f] = *matrix;
    if !((b == 0.0 && c == 0.0) || (a == 0.0 && d == 0.0)) {
        return None;
    }
    let at = |x: f64, y: f64| (a * x + c * y + e, b * x + d * y + f);
    let ((x0, y0), (x1, y1)) = (at(x, y), at(x + width, y + height));
    Some(Rect { x0: x0.min(x1), y0: y0.min(y1), x1: x0.max(x1), y1: y0.max(y1) })
}

/// Whether a graphics state leaves pictures as they are.
fn plain(resources: &Resources<'_>, name: &Name<'_>) -> Result<(), No> {
    let state = resources.get_ext_g_state(name).ok_or(No)?;
    let opaque = |key: &str| state.get::<Number>(key).is_none_or(|alpha| alpha.as_f64() >= 1.0);
    let normal = match state.get::<Object<'_>>("BM") {
        None => true,
        Some(Object::Name(mode)) => matches!(&*mode, b"Normal" | b"Compatible"),
        Some(_) => false,
    };
    let unmasked = match state.get::<Object<'_>>("SMask") {
        None => true,
        Some(Object::Name(mask)) => &*mask == b"None",
        Some(_) => false,
    };
    let transferred = state.contains_key("TR") || state.contains_key("TR2");
    if opaque("ca") && opaque("CA") && normal && unmasked && !transferred {
        Ok(())
    } else {
        Err(No)
    }
}

fn draws(op: &Op<'_, '_>) -> bool {
    matches!(
        op,
        Op::StrokePath(_)
            | Op::CloseAndStrokePath(_)
            | Op::FillPathNonZero(_)
            | Op::FillPathNonZeroCompatibility(_)
            | Op::FillPathEvenOdd(_)
            | Op::FillAndStrokeNonZero(_)
            | Op::FillAndStrokeEvenOdd(_)
            | Op::CloseFillAndStrokeNonZero(_)
            | Op::CloseFillAndStrokeEvenOdd(_)
            | Op::Shading(_)
            | Op::InlineImage(_)
            | Op::MoveTo(_)
    )
}

//! A PDF font as reading needs it: what the codes say and how wide they are.
//!
//! Never looks at glyph shapes or font programs.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Encoding, Object};

/// Most that a font's code table may unpack to.
const TABLE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Most width entries that are kept of one font.
const WIDTHS_MAX: usize = 65_536;

/// A font on a page.
pub(super) struct Face<'a> {
    encoding: Encoding<'a>,
    two_byte: bool,
    /// The codes are glyph numbers, and nothing says what the glyphs mean.
    mute: bool,
    widths: BTreeMap<u32, f64>,
    default_width: f64,
}

impl<'a> Face<'a> {
    /// Reads a font.
    pub(super) fn new(font: &'a Dictionary, document: &'a Document) -> lopdf::Result<Face<'a>> {
        let encoding = font.get_font_encoding_with_limit(document, TABLE_BYTES_MAX)?;
        let two_byte =
            font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type0");
        let by_number = font
            .get_deref(b"Encoding", document)
            .and_then(Object::as_name)
            .is_ok_and(|name| name.starts_with(b"Identity"));
        let mute = two_byte && by_number && !font.has(b"ToUnicode");
        let mut face =
            Face { encoding, two_byte, mute, widths: BTreeMap::new(), default_width: 0.5 };
        if two_byte {
            face.composite_widths(font, document);
        } else {
            face.simple_widths(font, document);
        }
        Ok(face)
    }

    /// Returns what a shown string says, if anything tells.
    pub(super) fn text(&self, codes: &[u8]) -> Option<String> {
        if self.mute { None } else { self.encoding.bytes_to_string(codes).ok() }
    }

    /// Returns how far a shown string moves the pen.
    pub(super) fn advance(&self, codes: &[u8], size: f64, per_glyph: f64, per_space: f64) -> f64 {
        if self.two_byte {
            let code = |pair: &[u8]| pair.iter().fold(0, |code, b| code << 8 | u32::from(*b));
            codes.chunks(2).map(|pair| self.width(code(pair)) * size + per_glyph).sum()
        } else {
            let space = |code: u8| if code == b' ' { per_space } else { 0.0 };
            let glyph = |code: &u8| self.width((*code).into()) * size + per_glyph + space(*code);
            codes.iter().map(glyph).sum()
        }
    }

    fn width(&self, code: u32) -> f64 {
        self.widths.get(&code).copied().unwrap_or(self.default_width)
    }

    fn simple_widths(&mut self, font: &Dictionary, document: &Document) {
        let Ok(widths) = font.get_deref(b"Widths", document).and_then(Object::as_array) else {
            return;
        };
        let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0);
        let first = u32::try_from(first).unwrap_or(0);
        for (code, width) in (first..).zip(widths.iter().take(256)) {
            if let Some(width) = number(width, document) {
                self.widths.insert(code, width / 1000.0);
            }
        }
    }

    fn composite_widths(&mut self, font: &Dictionary, document: &Document) {
        self.default_width = 1.0;
        let descendant = font
            .get_deref(b"DescendantFonts", document)
            .and_then(Object::as_array)
            .ok()
            .and_then(|fonts| Some(document.dereference(fonts.first()?).ok()?.1))
            .and_then(|font| font.as_dict().ok());
        let Some(descendant) = descendant else { return };
        if let Ok(width) = descendant.get_deref(b"DW", document)
            && let Some(width) = number(width, document)
        {
            self.default_width = width / 1000.0;
        }
        let Ok(entries) = descendant.get_deref(b"W", document).and_then(Object::as_array) else {
            return;
        };
        let mut entries = entries.iter();
        // Either "first [w w w …]" or "first last w".
        while let (Some(first), Some(second)) = (entries.next(), entries.next()) {
            let Some(first) = code(first, document) else { return };
            let second = document.dereference(second).map_or(second, |(_, object)| object);
            if let Object::Array(widths) = second {
                let known = (first..).zip(widths.iter().map(|width| number(width, document)));
                self.widths.extend(
                    known.take(WIDTHS_MAX).filter_map(|(code, w)| Some((code, w? / 1000.0))),
                );
            } else {
                let (Some(last), Some(width)) = (code(second, document), entries.next()) else {
                    return;
                };
                let Some(width) = number(width, document) else { return };
                self.widths
                    .extend((first..=last).take(WIDTHS_MAX).map(|code| (code, width / 1000.0)));
            }
            if self.widths.len() > WIDTHS_MAX {
                return;
            }
        }
    }
}

fn code(object: &Object, document: &Document) -> Option<u32> {
    let code = document.dereference(object).ok()?.1.as_i64().ok()?;
    u32::try_from(code).ok()
}

/// Returns a number, following a reference.
pub(super) fn number(object: &Object, document: &Document) -> Option<f64> {
    let number = document.dereference(object).ok()?.1.as_float().ok()?;
    number.is_finite().then_some(f64::from(number))
}

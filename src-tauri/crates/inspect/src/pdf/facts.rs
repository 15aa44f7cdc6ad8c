//! What a PDF says about itself: title, maker, date, page size, claims.
//!
//! Never believes a claim: a PDF/A level is noted as claimed.

use domain::Zeitpunkt;
use domain::merkmale::Merkmale;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::font::number;
use super::pages::inherited;
use crate::{date, text};

/// Most bytes of the document's own description that are read.
const XMP_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Reads the facts.
pub(super) fn read(document: &Document, pages: &[ObjectId], merkmale: &mut Merkmale) {
    let info = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict).ok();
    let line = |key: &[u8]| info.and_then(|info| text_of(document, info, key));
    let catalog = document.trailer.get_deref(b"Root", document).and_then(Object::as_dict).ok();
    let xmp = catalog.map(|catalog| xmp(document, catalog)).unwrap_or_default();
    merkmale.titel = line(b"Title").and_then(|titel| text::one_line(&titel));
    merkmale.erzeuger = line(b"Producer")
        .or_else(|| line(b"Creator"))
        .or_else(|| xmp_value(&xmp, "pdf:Producer").map(str::to_owned))
        .and_then(|maker| text::one_line(&maker));
    merkmale.erstellt_um = line(b"CreationDate")
        .and_then(|created| date::parse(&created))
        .or_else(|| xmp_value(&xmp, "xmp:CreateDate")?.parse::<Zeitpunkt>().ok());
    merkmale.pdfa = pdfa(&xmp);
    merkmale.strukturiert = catalog.is_some_and(|catalog| tagged(document, catalog));
    merkmale.seitenformat_mm = pages.first().and_then(|page| paper(document, *page));
}

/// Returns a text string of a dictionary.
pub(super) fn text_of(document: &Document, dictionary: &Dictionary, key: &[u8]) -> Option<String> {
    lopdf::decode_text_string(dictionary.get_deref(key, document).ok()?).ok()
}

fn tagged(document: &Document, catalog: &Dictionary) -> bool {
    let marked = catalog
        .get_deref(b"MarkInfo", document)
        .and_then(Object::as_dict)
        .and_then(|info| info.get_deref(b"Marked", document))
        .and_then(Object::as_bool);
    marked.unwrap_or(false) || catalog.has(b"StructTreeRoot")
}

fn xmp(document: &Document, catalog: &Dictionary) -> String {
    let stream = catalog.get_deref(b"Metadata", document).and_then(Object::as_stream);
    let bytes = stream.and_then(|stream| stream.get_plain_content_with_limit(XMP_BYTES_MAX));
    String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()
}

fn pdfa(xmp: &str) -> Option<String> {
    let short = |name| xmp_value(xmp, name).filter(|value| value.len() == 1);
    let part = short("pdfaid:part")?;
    let level = short("pdfaid:conformance").unwrap_or_default();
    Some(format!("{part}{}", level.to_lowercase()))
}

/// Returns a plain value, written as an element or as an attribute.
fn xmp_value<'a>(xmp: &'a str, name: &str) -> Option<&'a str> {
    let rest = xmp.split_once(name)?.1.trim_start();
    let value = if let Some(quoted) = rest.strip_prefix('=') {
        let quoted = quoted.trim_start();
        let quote = quoted.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        quoted.strip_prefix(quote)?.split_once(quote)?.0
    } else {
        rest.strip_prefix('>')?.split_once('<')?.0
    };
    Some(value.trim()).filter(|value| !value.is_empty())
}

/// Returns the size of a page as it is shown, in millimetres.
fn paper(document: &Document, page: ObjectId) -> Option<(u32, u32)> {
    let (width, height) = sides(document, page)?;
    let (width, height) = (width.round() as u32, height.round() as u32);
    Some(if quarter_turns(document, page) % 2 == 1 { (height, width) } else { (width, height) })
}

/// Returns the size of a page before it is turned, in millimetres.
pub(super) fn sides(document: &Document, page: ObjectId) -> Option<(f64, f64)> {
    const MM_PER_POINT: f64 = 25.4 / 72.0;
    /// The largest page that is believed: 20 metres.
    const MM_MAX: f64 = 20_000.0;
    let media = rectangle(document, page, b"MediaBox").unwrap_or([0.0, 0.0, 595.0, 842.0]);
    let crop = rectangle(document, page, b"CropBox").unwrap_or(media);
    let [left, bottom, right, top] = [
        media[0].max(crop[0]),
        media[1].max(crop[1]),
        media[2].min(crop[2]),
        media[3].min(crop[3]),
    ];
    let unit = inherited(document, page, b"UserUnit").and_then(|unit| number(unit, document));
    let scale = unit.filter(|unit| *unit > 0.0).unwrap_or(1.0) * MM_PER_POINT;
    let (width, height) = ((right - left) * scale, (top - bottom) * scale);
    let plausible = |side: f64| (0.5..MM_MAX).contains(&side);
    (plausible(width) && plausible(height)).then_some((width, height))
}

/// Returns by how many quarter turns a page is shown clockwise.
pub(super) fn quarter_turns(document: &Document, page: ObjectId) -> u8 {
    let degrees = inherited(document, page, b"Rotate").and_then(|turn| number(turn, document));
    let turns = (degrees.unwrap_or(0.0) / 90.0).rem_euclid(4.0);
    [1_u8, 2, 3].into_iter().find(|turn| turns == f64::from(*turn)).unwrap_or(0)
}

fn rectangle(document: &Document, page: ObjectId, key: &[u8]) -> Option<[f64; 4]> {
    let corners = inherited(document, page, key)?.as_array().ok()?;
    let corners: Vec<f64> = corners.iter().filter_map(|c| number(c, document)).collect();
    match corners.as_slice() {
        [a, b, c, d] => Some([a.min(*c), b.min(*d), a.max(*c), b.max(*d)]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_in_both_notations() {
        assert_eq!(pdfa("<pdfaid:part>2</pdfaid:part> x pdfaid:conformance='B'").unwrap(), "2b");
        assert_eq!(pdfa("pdfaid:part=\"4\"").unwrap(), "4");
        assert_eq!(pdfa("pdfaid:part=\"viele\""), None);
        assert_eq!(pdfa(""), None);
        assert_eq!(xmp_value("<pdf:Producer>Amt</pdf:Producer>", "pdf:Producer"), Some("Amt"));
        assert_eq!(xmp_value("pdf:Producer=", "pdf:Producer"), None);
    }
}

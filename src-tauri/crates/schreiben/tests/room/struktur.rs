//! What a PDF/A of ours promises: claims, fonts, tags, language, title.
//!
//! Never a validator's whole judgement: that comes from outside.

use lopdf::{Dictionary, Document, Object};

use crate::checker;
use crate::support::asked;

/// Asserts that a file keeps the rules; `part` and `level` are those of PDF/A.
pub(crate) fn check(pdf: &[u8], part: u8, level: &str, title: &str) {
    assert_eq!(checker::whole(pdf), Vec::<String>::new());
    assert_eq!(findings(pdf, part, level, title), Vec::<String>::new());
    asked("qpdf", &["--check"], pdf, &[]);
}

/// The words of a file, page after page.
pub(crate) fn words(pdf: &[u8]) -> Option<String> {
    asked("pdftotext", &["-layout"], pdf, &["-"])
}

fn findings(pdf: &[u8], part: u8, level: &str, title: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut that = |holds: bool, rule: &str| {
        if !holds {
            found.push(rule.to_owned());
        }
    };
    let document = Document::load_mem(pdf).unwrap();
    let root = document.catalog().unwrap();
    let metadata = root.get(b"Metadata").and_then(|id| document.dereference(id)).unwrap().1;
    let xmp = String::from_utf8_lossy(&metadata.as_stream().unwrap().content).into_owned();
    that(xmp.contains(&format!("<pdfaid:part>{part}</pdfaid:part>")), "pdfaid:part");
    let conformance = format!("<pdfaid:conformance>{level}</pdfaid:conformance>");
    that(xmp.contains(&conformance), "pdfaid:conformance");
    that(xmp.contains("<pdfuaid:part>1</pdfuaid:part>"), "pdfuaid:part");
    that(xmp.contains("Forsthaus"), "program in XMP");
    that(root.has(b"StructTreeRoot"), "StructTreeRoot");
    let marked = root.get(b"MarkInfo").and_then(|id| document.dereference(id));
    let marked = marked.and_then(|(_, info)| info.as_dict()?.get(b"Marked")?.as_bool());
    that(marked.unwrap_or(false), "MarkInfo");
    let lang = root.get(b"Lang").and_then(lopdf::decode_text_string);
    that(lang.is_ok_and(|lang| lang == "de-DE"), "Lang");
    let preferences = root.get(b"ViewerPreferences").and_then(|id| document.dereference(id));
    let shows = preferences.and_then(|(_, p)| p.as_dict()?.get(b"DisplayDocTitle")?.as_bool());
    that(shows.unwrap_or(false), "DisplayDocTitle");
    let info = document.trailer.get(b"Info").and_then(Object::as_reference).unwrap();
    let info = document.get_dictionary(info).unwrap();
    let said = info.get(b"Title").and_then(lopdf::decode_text_string).unwrap();
    that(said == title, &format!("title {said:?}"));
    for font in document.objects.values().filter_map(|object| object.as_dict().ok()) {
        if let Some(rule) = font_trouble(&document, font) {
            that(false, &rule);
        }
    }
    found
}

/// What is wrong with a font: not embedded, or without the meaning of its codes.
fn font_trouble(document: &Document, font: &Dictionary) -> Option<String> {
    let name = |key: &[u8]| font.get(key).and_then(Object::as_name).unwrap_or_default();
    if name(b"Type") != b"Font" {
        return None;
    }
    match name(b"Subtype") {
        b"Type0" => (!font.has(b"ToUnicode")).then(|| "font without ToUnicode".to_owned()),
        b"CIDFontType0" | b"CIDFontType2" => {
            let descriptor = font.get(b"FontDescriptor").and_then(Object::as_reference).ok()?;
            let descriptor = document.get_dictionary(descriptor).ok()?;
            let inside = [&b"FontFile2"[..], b"FontFile3"].iter().any(|key| descriptor.has(key));
            (!inside).then(|| "font that is not embedded".to_owned())
        }
        other => Some(format!("font of type {}", String::from_utf8_lossy(other))),
    }
}

/// How many elements of a kind the structure has.
pub(crate) fn tags(pdf: &[u8], kind: &str) -> usize {
    let document = Document::load_mem(pdf).unwrap();
    let is = |object: &&Object| {
        object.as_dict().is_ok_and(|dict| {
            dict.get(b"S").and_then(Object::as_name).is_ok_and(|s| s == kind.as_bytes())
        })
    };
    document.objects.values().filter(is).count()
}

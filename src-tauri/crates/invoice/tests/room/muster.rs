//! Sample invoices: from the shared material, and changed by text.
//!
//! Never changes a file.

use std::fs;
use std::path::{Path, PathBuf};

use domain::Rechnung;

/// Returns the folder of samples; says so where it is missing.
pub(crate) fn ordner() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/material/invoices");
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("SKIPPED: no folder {}: the sample invoices are not here", path.display());
    None
}

/// Returns a sample's XML; out of a PDF its first embedded file.
pub(crate) fn xml(name: &str) -> Option<String> {
    let path = ordner()?.join(name);
    if path.extension().is_some_and(|end| end == "pdf") {
        let pdf = lopdf::Document::load(path).unwrap();
        let embedded = pdf.objects.values().find_map(|object| {
            let stream = object.as_stream().ok()?;
            let kind = stream.dict.get(b"Type").ok()?.as_name().ok()?;
            (kind == b"EmbeddedFile").then(|| stream.decompressed_content().unwrap())
        });
        return Some(String::from_utf8(embedded.unwrap()).unwrap());
    }
    Some(fs::read_to_string(path).unwrap())
}

/// Reads an invoice that has to be one.
pub(crate) fn lesen(xml: &str) -> Rechnung {
    invoice::read(xml.as_bytes()).unwrap().unwrap()
}

/// Replaces a part that has to be there.
pub(crate) fn ersetzt(xml: &str, from: &str, to: &str) -> String {
    assert!(xml.contains(from), "{from} is not in the sample");
    xml.replacen(from, to, 1)
}

/// Returns the ids of the rules that fired.
pub(crate) fn regeln(rechnung: &Rechnung) -> Vec<&str> {
    rechnung.hinweise.iter().map(|hinweis| hinweis.regel.as_str()).collect()
}

/// Returns what a rule said; fails if it did not.
#[track_caller]
pub(crate) fn satz<'a>(rechnung: &'a Rechnung, regel: &str) -> &'a str {
    let found = rechnung.hinweise.iter().find(|hinweis| hinweis.regel == regel);
    assert!(found.is_some(), "{regel} is silent: {:?}", rechnung.hinweise);
    &found.unwrap().text
}

pub(crate) const UBL: &str = "xrechnung/standard_01.10a-INVOICE_ubl.xml";
pub(crate) const CII: &str = "zugferd/XRECHNUNG_Einfach.pdf";

//! Services of the FIM portal: names and keys, which say what a service is and not who does it.
//!
//! Never replaces a service that an XZuFi message brought; other ids stand beside it, and the LeiKa
//! key joins them.

use serde_json::Value;

use super::{Bestand, Einlesebericht, ImportError, Leistung, TEXT_CHARS_MAX};
use crate::kodierung::kurz;

/// Reads a page (`items`) or a bare list of `LeistungStammtextOut` (FIM portal API 0.24) in.
pub(super) fn einlesen(bestand: &mut Bestand, bytes: &[u8]) -> Result<Einlesebericht, ImportError> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| ImportError::Json)?;
    let items = value.get("items").unwrap_or(&value).as_array().ok_or(ImportError::Json)?;
    let mut bericht = Einlesebericht::default();
    for item in items {
        let Some((id, leistung)) = leistung(item) else {
            bericht.uebergangen += 1;
            continue;
        };
        bestand.leistungen.insert(id, leistung);
        bericht.leistungen += 1;
    }
    Ok(bericht)
}

fn leistung(item: &Value) -> Option<(String, Leistung)> {
    let text = |name: &str| {
        let text = item.get(name)?.as_str().map(|text| kurz(text, TEXT_CHARS_MAX))?;
        (!text.is_empty()).then_some(text)
    };
    let id = format!("fim:{}/{}", text("redaktion_id")?, text("leistung_id")?);
    let keys = item.get("leistungsschluessel").and_then(Value::as_array);
    let keys = keys.into_iter().flatten().filter_map(Value::as_str);
    let digits = |key: &&str| key.len() == 14 && key.bytes().all(|byte| byte.is_ascii_digit());
    let leika = keys.filter(digits).map(str::to_owned).collect();
    let names = ["title", "leistungsbezeichnung", "leistungsbezeichnung_2"];
    let mut names = names.into_iter().filter_map(text);
    let bezeichnung = names.next()?;
    let mut woerter: Vec<String> = names.filter(|name| *name != bezeichnung).collect();
    woerter.dedup();
    Some((id, Leistung { leika, bezeichnung, woerter }))
}

//! Values of a history as people read them: references by their names, days as they are written
//! here, states in words.
//!
//! Never an id, and never the program's own spelling where there is a word.

use domain::{Datum, Zeitpunkt};
use serde_json::Value;
use store::{Db, DbError};

use crate::gegenstand::Namen;
use crate::{ersetzend, worte};

/// How deep values lie in each other at most before they are shown as they are.
const DEPTH_MAX: usize = 4;

/// Returns a value of a field for people.
pub(super) fn wert(
    db: &Db<'_>,
    namen: &mut Namen,
    feld: &str,
    text: &str,
) -> Result<String, DbError> {
    if let Some(known) = ersetzend::wert(feld, text) {
        return Ok(known);
    }
    let value = match text.chars().next() {
        Some('{' | '[') => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)),
        _ => Value::from(text),
    };
    of(db, namen, feld, &value, 0)
}

fn of(
    db: &Db<'_>,
    namen: &mut Namen,
    feld: &str,
    value: &Value,
    depth: usize,
) -> Result<String, DbError> {
    match value {
        Value::String(text) => einzeln(db, namen, feld, text),
        Value::Array(values) if depth < DEPTH_MAX => {
            let parts: Vec<String> = values
                .iter()
                .map(|value| of(db, namen, feld, value, depth + 1))
                .collect::<Result<_, _>>()?;
            Ok(parts.join("; "))
        }
        Value::Object(fields) if depth < DEPTH_MAX => {
            if let (Some(kontakt), Some(rolle)) = (fields.get("kontakt"), fields.get("rolle")) {
                let name = of(db, namen, "kontakt", kontakt, depth + 1)?;
                return Ok(format!("{name} ({})", rolle.as_str().unwrap_or_default()));
            }
            let mut parts = Vec::new();
            for (name, value) in fields {
                // Ids of parts tell nobody anything; kinds of targets stand in their names.
                if matches!(name.as_str(), "id" | "rec_type" | "mid") || value.is_null() {
                    continue;
                }
                let value = of(db, namen, name, value, depth + 1)?;
                parts.push(format!("{}: {value}", worte::feld(name)));
            }
            Ok(parts.join(", "))
        }
        other => namen.value(db, other),
    }
}

fn einzeln(db: &Db<'_>, namen: &mut Namen, feld: &str, text: &str) -> Result<String, DbError> {
    if let Ok(um) = text.parse::<Zeitpunkt>() {
        let local = um.to_zoned(domain::aktenzeichen::amtszeit());
        return Ok(local.strftime("%d.%m.%Y %H:%M").to_string());
    }
    if text.len() == 10
        && let Ok(day) = text.parse::<Datum>()
    {
        return Ok(day.strftime("%d.%m.%Y").to_string());
    }
    if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(format!("Prüfsumme {}…", text.get(..8).unwrap_or(text)));
    }
    if uuid::Uuid::parse_str(text).is_ok() {
        let name = namen.value(db, &Value::from(text))?;
        return Ok(if name == text {
            "ein Eintrag, der hier nicht liegt".to_owned()
        } else {
            name
        });
    }
    Ok(wort(feld, text).unwrap_or(text).to_owned())
}

/// States and codes in words.
fn wort(feld: &str, text: &str) -> Option<&'static str> {
    let code = matches!(
        feld,
        "status" | "art" | "vertraulichkeitsstufe" | "aussonderungsart" | "rolle" | "stand"
    );
    if !code {
        return match text {
            "true" => Some("ja"),
            "false" => Some("nein"),
            _ => None,
        };
    }
    Some(match text {
        "offen" if feld == "vertraulichkeitsstufe" => "offen (nicht eingestuft)",
        "offen" => "offen",
        "zda" => "zu den Akten",
        "zugeordnet" => "zugeordnet",
        "aufgeteilt" => "aufgeteilt",
        "zurueckgenommen" => "zurückgenommen",
        "entwurf" => "Entwurf",
        "gezeichnet" => "gezeichnet",
        "versandt" => "versandt",
        "storniert" => "storniert",
        "erledigt" => "erledigt",
        "zurueckgegeben" => "zurückgegeben",
        "entfallen" => "entfallen",
        "vorgemerkt" => "zur Aussonderung vorgemerkt",
        "vollzogen" => "vollzogen",
        "nfd" => "nur für den Dienstgebrauch",
        "vertraulich" => "vertraulich",
        "geheim" => "geheim",
        "strenggeheim" => "streng geheim",
        "kenntnis" => "zur Kenntnis",
        "veranlassung" => "zur weiteren Veranlassung",
        "mitzeichnung" => "zur Mitzeichnung",
        "schlusszeichnung" => "zur Unterschrift",
        "ruecksprache" => "bitte Rücksprache",
        "wiedervorlage" => "Wiedervorlage",
        "absenden" => "Absenden",
        "kopie" => "Kopie",
        "zudenakten" => "zu den Akten",
        "reinschrift" => "Reinschrift",
        "vermerk" => "Vermerk",
        _ => return None,
    })
}

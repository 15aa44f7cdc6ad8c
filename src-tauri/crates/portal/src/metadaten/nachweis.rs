//! Proofs of identity that travel with a submission, and the trust level they claim.
//!
//! Never says that a proof is right: its signature belongs to whoever issued it, and whose keys those
//! are is not part of the interface. Where in the report the level stands is known from
//! descriptions only [G].

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Maengel, text};
use crate::kodierung::{kurz, unb64};

/// Most proofs of one submission.
const NACHWEISE_MAX: usize = 50;
/// Largest proof that is opened.
const NACHWEIS_BYTES_MAX: usize = 1024 * 1024;
/// Deepest place at which a level is looked for.
const TIEFE_MAX: usize = 8;

/// How surely the applicant was identified, from the least to the most.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vertrauensniveau {
    /// A level this program does not know, as it was written.
    Unbekannt(String),
    /// User name only (STORK QAA 1, eID "normal").
    Basis,
    /// Low (STORK QAA 2, eIDAS low).
    Niedrig,
    /// Substantial (STORK QAA 3), such as with a tax certificate.
    Substanziell,
    /// High (STORK QAA 4), such as with the identity card.
    Hoch,
}

impl Vertrauensniveau {
    /// Reads a level as eIDAS, the BSI or STORK writes it.
    pub fn lesen(level: &str) -> Self {
        let known = level.to_ascii_lowercase();
        let tail = known.rsplit('/').next().unwrap_or_default();
        match tail {
            "stork-qaa-level-1" | "normal" | "basis" => Self::Basis,
            "stork-qaa-level-2" | "low" => Self::Niedrig,
            "stork-qaa-level-3" | "substantial" | "substanziell" | "substantiell" => {
                Self::Substanziell
            }
            "stork-qaa-level-4" | "high" | "hoch" => Self::Hoch,
            _ => Self::Unbekannt(kurz(level, 200)),
        }
    }
}

/// A proof of identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nachweis {
    /// What it is, as the sender says: a type or the address of a schema.
    pub art: String,
    /// Version, where one is named.
    pub fassung: String,
    /// Level it claims; absent where none was found.
    pub niveau: Option<Vertrauensniveau>,
}

/// Reads every proof: `authenticationInformation` of 1.x, and those of the `dataSets` of 2.x that
/// are identification reports.
pub(super) fn alle(value: &Value, maengel: &mut Maengel) -> Vec<Nachweis> {
    let list = |name: &str| value.get(name).and_then(Value::as_array).into_iter().flatten();
    let mut nachweise = Vec::new();
    for (number, proof) in list("authenticationInformation").take(NACHWEISE_MAX).enumerate() {
        let (Some(art), Some(fassung), Some(content)) =
            (text(proof, "type"), text(proof, "version"), proof.get("content"))
        else {
            maengel.fehlt(&format!("authenticationInformation/{number}"));
            continue;
        };
        nachweise.push(Nachweis { art, fassung, niveau: niveau(content) });
    }
    for set in list("dataSets").take(NACHWEISE_MAX) {
        let schema = set.get("schema").and_then(|schema| text(schema, "schemaUri"));
        let Some(schema) = schema else { continue };
        if schema.to_ascii_lowercase().contains("identification-report") {
            let niveau = set.get("content").and_then(niveau);
            nachweise.push(Nachweis { art: schema, fassung: String::new(), niveau });
        }
    }
    nachweise
}

/// Finds the level in a report: an object, JSON in base64, or the payload of a signed token.
fn niveau(content: &Value) -> Option<Vertrauensniveau> {
    let report = match content {
        Value::String(text) if text.len() <= NACHWEIS_BYTES_MAX => {
            let mut parts = text.split('.');
            let (first, second) = (parts.next()?, parts.next());
            let payload = if parts.next().is_some() { second? } else { first };
            let bytes = unb64(payload).or_else(|| STANDARD.decode(payload).ok());
            serde_json::from_slice(&bytes.unwrap_or_else(|| text.clone().into_bytes())).ok()?
        }
        Value::Object(_) => content.clone(),
        _ => return None,
    };
    suchen(&report, TIEFE_MAX).map(|level| Vertrauensniveau::lesen(&level))
}

fn suchen(value: &Value, tiefe: usize) -> Option<String> {
    let tiefe = tiefe.checked_sub(1)?;
    match value {
        Value::Object(fields) => match fields.get("levelOfAssurance") {
            Some(Value::String(level)) => Some(level.clone()),
            _ => fields.values().find_map(|value| suchen(value, tiefe)),
        },
        Value::Array(values) => values.iter().take(100).find_map(|value| suchen(value, tiefe)),
        _ => None,
    }
}

//! Schemas of forms, handed in one by one, and data compared with them.
//!
//! Never fetches a schema, and never says that data follow one that is not here.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use serde_json::Value;

use crate::dienst::Zustellpunkt;
use crate::kodierung::kurz;
use crate::uebermittlung::{Inhaltspruefung, Schadurteil, Schemaurteil};

/// Most schemas of one office.
pub const SCHEMATA_MAX: usize = 1_000;
/// Most bytes of one schema.
pub const SCHEMA_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Longest description of a place in data.
const STELLE_CHARS_MAX: usize = 200;

/// Why a schema is not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// More bytes than are read, or more schemas than one office has.
    #[error("too large, or too many")]
    TooMuch,
    /// No JSON.
    #[error("no JSON")]
    Json,
    /// No JSON Schema, or one that refers to another that is not in it.
    #[error("no usable JSON Schema")]
    Unusable,
}

/// The schemas of an office.
#[derive(Default)]
pub struct Schemata {
    pruefer: BTreeMap<String, Validator>,
    angeboten: Option<BTreeSet<String>>,
}

impl std::fmt::Debug for Schemata {
    /// Shows only which schemas are here.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.pruefer.keys()).finish()
    }
}

impl Schemata {
    /// Takes a JSON Schema in under its address; one that was here under it is replaced.
    pub fn aufnehmen(&mut self, adresse: &str, schema: &[u8]) -> Result<(), SchemaError> {
        if schema.len() > SCHEMA_BYTES_MAX || self.pruefer.len() >= SCHEMATA_MAX {
            return Err(SchemaError::TooMuch);
        }
        let schema: Value = serde_json::from_slice(schema).map_err(|_| SchemaError::Json)?;
        let pruefer = jsonschema::validator_for(&schema).map_err(|_| SchemaError::Unusable)?;
        self.pruefer.insert(adresse.to_owned(), pruefer);
        Ok(())
    }

    /// Notes what a destination offers; until then every schema counts as offered.
    pub fn anbieten(&mut self, zustellpunkt: &Zustellpunkt) {
        self.angeboten = Some(zustellpunkt.schemata().into_iter().map(str::to_owned).collect());
    }

    /// Compares data with a schema. Only JSON is compared; XML is read as far as its form goes.
    pub fn pruefen(&self, adresse: &str, mime: &str, bytes: &[u8]) -> Schemaurteil {
        let json = mime.split(';').next().unwrap_or_default().trim() == "application/json";
        let Some(pruefer) = self.pruefer.get(adresse).filter(|_| json) else {
            return Schemaurteil::NichtGeprueft;
        };
        let Ok(data) = serde_json::from_slice::<Value>(bytes) else {
            return Schemaurteil::Verletzt { stelle: String::new() };
        };
        match pruefer.iter_errors(&data).next() {
            None => Schemaurteil::Gueltig,
            Some(error) => {
                // The place only: the error's own words repeat what the applicant wrote.
                let stelle = kurz(&error.instance_path().to_string(), STELLE_CHARS_MAX);
                Schemaurteil::Verletzt { stelle }
            }
        }
    }
}

/// An office without a scanner; one that has one asks this for the schemas.
impl Inhaltspruefung for Schemata {
    fn angeboten(&self, schema: &str) -> bool {
        self.angeboten.as_ref().is_none_or(|known| known.contains(schema))
    }

    fn fachdaten(&self, schema: &str, mime: &str, bytes: &[u8]) -> Schemaurteil {
        self.pruefen(schema, mime, bytes)
    }

    fn schadprogramm(&self, _: &[u8]) -> Schadurteil {
        Schadurteil::NichtGeprueft
    }
}

//! What every synchronised record has in common: a type, an id, a scope and named fields.
//!
//! Never knows where a record is kept; `store` and `center` do.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// The fields of one record, by name. Sorted, so that the same fields always give the same bytes.
pub type Fields = BTreeMap<String, Value>;

/// Version of the field sets written by this program. Old fields are never reinterpreted.
pub const SCHEMA: u32 = 1;

/// Kind of a synchronised record; its name is what stands on the wire and in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RecType {
    /// Node of the filing plan; written by the centre only.
    Aktenplaneinheit,
    /// File (xdomea `Akte`).
    Akte,
    /// Case within a file (xdomea `Vorgang`).
    Vorgang,
    /// Municipality for which the office works; written by the centre only.
    Mandant,
    /// Part or volume of a file (xdomea `Teilakte`).
    Teilakte,
    /// Document within a case (xdomea `Dokument`).
    Dokument,
    /// Numbered instruction at a case or under a draft (xdomea `Beteiligungsschritt`).
    Verfuegung,
    /// Who stands in for whom.
    Vertretung,
    /// A run by which files go to the archive, to another office, or to nothing.
    Aussonderung,
    /// One item of incoming post with its original bytes.
    Eingang,
    /// Person or institution (xdomea `Kontakt`).
    Kontakt,
    /// Two values for one field, waiting for a clerk's decision; written by the centre only.
    Konflikt,
}

impl RecType {
    /// Every kind, in the order in which a fresh workstation wants them.
    pub const ALL: [Self; 12] = [
        Self::Mandant,
        Self::Aktenplaneinheit,
        Self::Akte,
        Self::Teilakte,
        Self::Vorgang,
        Self::Dokument,
        Self::Verfuegung,
        Self::Vertretung,
        Self::Aussonderung,
        Self::Eingang,
        Self::Kontakt,
        Self::Konflikt,
    ];

    /// Returns the name used on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aktenplaneinheit => "aktenplaneinheit",
            Self::Akte => "akte",
            Self::Vorgang => "vorgang",
            Self::Mandant => "mandant",
            Self::Teilakte => "teilakte",
            Self::Dokument => "dokument",
            Self::Verfuegung => "verfuegung",
            Self::Vertretung => "vertretung",
            Self::Aussonderung => "aussonderung",
            Self::Eingang => "eingang",
            Self::Kontakt => "kontakt",
            Self::Konflikt => "konflikt",
        }
    }

    /// Returns the kind with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Returns the field that points to the record this one lives in, with that record's kind.
    pub const fn parent(self) -> Option<(&'static str, Self)> {
        match self {
            Self::Akte => Some(("aktenplaneinheit", Self::Aktenplaneinheit)),
            Self::Vorgang | Self::Teilakte => Some(("akte", Self::Akte)),
            Self::Dokument | Self::Verfuegung => Some(("vorgang", Self::Vorgang)),
            Self::Aktenplaneinheit
            | Self::Mandant
            | Self::Eingang
            | Self::Kontakt
            | Self::Vertretung
            | Self::Aussonderung
            | Self::Konflikt => None,
        }
    }
}

/// Says why the fields of a record could not be read as its type.
#[derive(Debug, thiserror::Error)]
#[error("fields do not form a {kind}")]
pub struct ReadRecordError {
    /// What was expected.
    pub kind: &'static str,
    #[source]
    source: serde_json::Error,
}

/// A typed record that is stored and sent as named fields.
pub trait Record: Serialize + DeserializeOwned {
    /// The kind under which it is stored.
    const TYPE: RecType;

    /// Returns the record as named fields; empty options and lists are left out.
    fn to_fields(&self) -> Fields {
        match serde_json::to_value(self) {
            Ok(Value::Object(map)) => map.into_iter().filter(|(_, v)| !is_empty(v)).collect(),
            // A record is a struct of plain values; serde cannot fail on it.
            _ => Fields::new(),
        }
    }

    /// Reads the record from its fields; unknown fields are ignored here and kept by the store.
    fn from_fields(fields: &Fields) -> Result<Self, ReadRecordError> {
        let map = fields.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        serde_json::from_value(Value::Object(map))
            .map_err(|source| ReadRecordError { kind: Self::TYPE.as_str(), source })
    }
}

/// Tells whether a value means the same as the field's absence.
pub fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

/// Returns the text of a field, or an empty string.
pub fn text<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or("")
}

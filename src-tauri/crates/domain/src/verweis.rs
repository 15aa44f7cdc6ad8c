//! What records say about each other and about people: cross references, parties, classification.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Datum;
use crate::record::RecType;

/// Classification (xdomea code list `Vertraulichkeitsstufe`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vertraulichkeitsstufe {
    /// `003`.
    Offen,
    /// `002`: nur für den Dienstgebrauch.
    Nfd,
    /// `005`.
    Vertraulich,
    /// `001`.
    Geheim,
    /// `004`.
    StrengGeheim,
}

/// A party with what it is in this matter (xdomea `Kontakt/Rolle`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Beteiligung {
    /// The `Kontakt`.
    pub kontakt: Uuid,
    /// Applicant, owner, neighbour, lawyer …
    pub rolle: String,
}

/// A cross reference (xdomea `Verweis`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Verweis {
    /// Kind of the record it points to.
    pub rec_type: RecType,
    /// That record.
    pub ziel: Uuid,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grund: Option<String>,
}

/// Days from which and to which a file or case runs (xdomea `LaufzeitType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Laufzeit {
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beginn: Option<Datum>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ende: Option<Datum>,
}

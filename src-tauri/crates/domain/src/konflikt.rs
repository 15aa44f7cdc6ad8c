//! Two values for one field, kept side by side until a clerk decides.
//!
//! Never decides by itself; written by the centre, closed by a `resolve`.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::Zeitpunkt;
use crate::record::{RecType, Record};

/// Whether a decision has been made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KonfliktState {
    /// A clerk has to decide.
    Offen,
    /// Decided; the decision is in the record's history.
    Geloest,
}

/// A disputed field with everything a clerk needs to decide.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Konflikt {
    /// Kind of the disputed record.
    pub rec_type: RecType,
    /// The disputed record.
    pub rec_id: Uuid,
    /// The disputed field.
    pub feld: String,
    /// What the author saw when they changed it.
    #[serde(default)]
    pub ausgangsstand: Value,
    /// What the centre held when the change arrived; it stays in force.
    #[serde(default)]
    pub zentrale: Value,
    /// What the author wanted.
    #[serde(default)]
    pub eigener: Value,
    /// Who wanted it.
    pub akteur: String,
    /// On which workstation.
    pub arbeitsplatz: String,
    /// When, by that workstation's clock.
    pub geaendert_um: Zeitpunkt,
    /// Open or decided.
    pub status: KonfliktState,
}

impl Record for Konflikt {
    const TYPE: RecType = RecType::Konflikt;
}

//! Case within a file (xdomea 3.1.0 `VorgangType`).
//!
//! Never a running job of the machine: that is a `Job`.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Zeitpunkt;
use crate::record::{RecType, Record};

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VorgangState {
    /// Being worked on.
    Offen,
    /// Closed (zu den Akten).
    Zda,
}

/// A case with the metadata that xdomea names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Vorgang {
    /// `AllgemeineMetadaten/Betreff`.
    pub betreff: String,
    /// The file it belongs to.
    pub akte: Uuid,
    /// `AllgemeineMetadaten/Kennzeichen`, final, given by the centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aktenzeichen: Option<String>,
    /// Reference given while offline; stays findable for ever.
    pub aktenzeichen_vorlaeufig: String,
    /// Open or closed.
    pub status: VorgangState,
    /// Who works on it (xdomea keeps this at the document).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bearbeiter: Option<String>,
    /// `AllgemeineMetadaten/Bemerkung`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bemerkung: Option<String>,
    /// Parties (ids of `Kontakt`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beteiligte: Vec<Uuid>,
    /// Keywords.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schlagworte: Vec<String>,
    /// When it was created, by the workstation's clock.
    pub angelegt_um: Zeitpunkt,
    /// Who created it.
    pub angelegt_von: String,
}

impl Record for Vorgang {
    const TYPE: RecType = RecType::Vorgang;
}

//! File of the registry (xdomea 3.1.0 `AkteType`).
//!
//! Never holds documents itself: those belong to its Vorgänge.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Zeitpunkt;
use crate::record::{RecType, Record};

/// Where a file stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AkteState {
    /// In use.
    Offen,
    /// Closed (zu den Akten): read-only until lifted with a reason.
    Zda,
}

/// A file with the metadata that xdomea names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Akte {
    /// `AllgemeineMetadaten/Betreff`.
    pub betreff: String,
    /// `AllgemeineMetadaten/Aktenplaneinheit`: the node of the plan it hangs from.
    pub aktenplaneinheit: Uuid,
    /// `AllgemeineMetadaten/Kennzeichen`, final, given by the centre; never changes afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aktenzeichen: Option<String>,
    /// Reference given while offline; stays findable for ever.
    pub aktenzeichen_vorlaeufig: String,
    /// Open or closed.
    pub status: AkteState,
    /// `AllgemeineMetadaten/Bemerkung`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bemerkung: Option<String>,
    /// Keywords.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schlagworte: Vec<String>,
    /// When it was created, by the workstation's clock.
    pub angelegt_um: Zeitpunkt,
    /// Who created it.
    pub angelegt_von: String,
}

impl Record for Akte {
    const TYPE: RecType = RecType::Akte;
}

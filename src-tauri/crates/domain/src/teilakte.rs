//! Part or volume of a file (xdomea 3.1.0 `TeilakteType`).
//!
//! Never holds documents itself: its cases do.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Zeitpunkt;
use crate::record::{RecType, Record};

/// Why a file is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Teilaktenart {
    /// By subject.
    Teilakte,
    /// By time: the next volume of a file that grew too large.
    Band,
}

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Teilakte {
    /// `AllgemeineMetadaten/Betreff`.
    pub betreff: String,
    /// The file.
    pub akte: Uuid,
    /// `NummerImUebergeordnetenContainer`, given by the centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nummer: Option<u32>,
    /// By subject or by time.
    pub art: Teilaktenart,
    /// When it was created, by the workstation's clock.
    pub angelegt_um: Zeitpunkt,
    /// Who created it.
    pub angelegt_von: String,
}

impl Record for Teilakte {
    const TYPE: RecType = RecType::Teilakte;
}

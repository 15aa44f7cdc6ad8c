//! Node of the filing plan (xdomea 3.1.0 `AktenplaneinheitType`).
//!
//! Never written by a workstation: the plan is master data of the centre.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::record::{RecType, Record};

/// A node of the filing plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Aktenplaneinheit {
    /// `Kennzeichen`, for example `4.2`.
    pub kennzeichen: String,
    /// `BetreffKurz`.
    pub bezeichnung: String,
    /// The node above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uebergeordnet: Option<Uuid>,
    /// `Aufbewahrungsdauer/AnzahlJahre`; none means for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aufbewahrung_jahre: Option<u32>,
    /// `Stillgelegt`: takes no new files.
    #[serde(default)]
    pub stillgelegt: bool,
}

impl Record for Aktenplaneinheit {
    const TYPE: RecType = RecType::Aktenplaneinheit;
}

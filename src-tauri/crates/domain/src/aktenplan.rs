//! Node of the filing plan (xdomea 3.1.0 `AktenplaneinheitType`).
//!
//! Never written by a workstation: the plan is master data of the centre.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Datum;
use crate::aussonderung::Aussonderungsart;
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
    /// `Inhaltsangabe`: what belongs here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inhaltsangabe: Option<String>,
    /// `Aussonderungsart`; none means that it is to be appraised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aussonderungsart: Option<Aussonderungsart>,
    /// `Gueltigkeit`, first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gueltig_ab: Option<Datum>,
    /// `Gueltigkeit`, last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gueltig_bis: Option<Datum>,
    /// The municipality whose plan it is; none means that all use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandant: Option<Uuid>,
    /// What leaves the house from here is signed by another person than the one who drafted it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub vier_augen: bool,
    /// `Stillgelegt`: takes no new files.
    #[serde(default)]
    pub stillgelegt: bool,
}

impl Record for Aktenplaneinheit {
    const TYPE: RecType = RecType::Aktenplaneinheit;
}

//! File of the registry (xdomea 3.1.0 `AkteType`).
//!
//! Never holds documents itself: those belong to its Vorgänge.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::aussonderung::{Aussonderungsart, Aussonderungsstand};
use crate::record::{RecType, Record};
use crate::verweis::{Beteiligung, Laufzeit, Vertraulichkeitsstufe, Verweis};
use crate::{Datum, Zeitpunkt};

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
    /// `AllgemeineMetadaten/Federfuehrung`: the unit in charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub federfuehrung: Option<String>,
    /// `AllgemeineMetadaten/Vertraulichkeitsstufe`; none means open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vertraulichkeitsstufe: Option<Vertraulichkeitsstufe>,
    /// `Laufzeit`, if somebody set it; else it follows from creation and closing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub laufzeit: Option<Laufzeit>,
    /// `Aufbewahrungsdauer/AnzahlJahre` of this file, where it differs from the plan's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aufbewahrung_jahre: Option<u32>,
    /// Appraisal of this file, where it differs from the plan's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aussonderungsart: Option<Aussonderungsart>,
    /// `ZdADatum`: the day on which it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zda_datum: Option<Datum>,
    /// Where it stands in its end of life; none while nobody has begun it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aussonderung: Option<Aussonderungsstand>,
    /// The archive's reference (`Archivkennung`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archivkennung: Option<String>,
    /// Parties with their roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beteiligte: Vec<Beteiligung>,
    /// Cross references.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verweise: Vec<Verweis>,
    /// Keywords.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schlagworte: Vec<String>,
    /// When it was created, by the workstation's clock.
    pub angelegt_um: Zeitpunkt,
    /// Who created it.
    pub angelegt_von: String,
}

impl Akte {
    /// Returns an open file with nothing but what every file has.
    pub fn neu(
        betreff: String,
        aktenplaneinheit: Uuid,
        aktenzeichen_vorlaeufig: String,
        um: Zeitpunkt,
        von: String,
    ) -> Self {
        Self {
            betreff,
            aktenplaneinheit,
            aktenzeichen: None,
            aktenzeichen_vorlaeufig,
            status: AkteState::Offen,
            bemerkung: None,
            federfuehrung: None,
            vertraulichkeitsstufe: None,
            laufzeit: None,
            aufbewahrung_jahre: None,
            aussonderungsart: None,
            zda_datum: None,
            aussonderung: None,
            archivkennung: None,
            beteiligte: Vec::new(),
            verweise: Vec::new(),
            schlagworte: Vec::new(),
            angelegt_um: um,
            angelegt_von: von,
        }
    }
}

impl Record for Akte {
    const TYPE: RecType = RecType::Akte;
}

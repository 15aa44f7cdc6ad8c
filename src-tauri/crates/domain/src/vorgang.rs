//! Case within a file (xdomea 3.1.0 `VorgangType`).
//!
//! Never a running job of the machine: that is a `Job`.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::record::{RecType, Record};
use crate::verweis::{Beteiligung, Laufzeit, Vertraulichkeitsstufe, Verweis};
use crate::{Datum, Zeitpunkt};

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
    /// The part or volume of the file it lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub teilakte: Option<Uuid>,
    /// `AllgemeineMetadaten/Federfuehrung`: the unit in charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub federfuehrung: Option<String>,
    /// `AllgemeineMetadaten/Vertraulichkeitsstufe`; none means as its file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vertraulichkeitsstufe: Option<Vertraulichkeitsstufe>,
    /// `Laufzeit`, if somebody set it; else it follows from creation and closing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub laufzeit: Option<Laufzeit>,
    /// `ZdADatum`: the day on which it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zda_datum: Option<Datum>,
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

impl Vorgang {
    /// Returns an open case with nothing but what every case has.
    pub fn neu(
        betreff: String,
        akte: Uuid,
        aktenzeichen_vorlaeufig: String,
        um: Zeitpunkt,
        von: String,
    ) -> Self {
        Self {
            betreff,
            akte,
            aktenzeichen: None,
            aktenzeichen_vorlaeufig,
            status: VorgangState::Offen,
            bearbeiter: None,
            bemerkung: None,
            teilakte: None,
            federfuehrung: None,
            vertraulichkeitsstufe: None,
            laufzeit: None,
            zda_datum: None,
            beteiligte: Vec::new(),
            verweise: Vec::new(),
            schlagworte: Vec::new(),
            angelegt_um: um,
            angelegt_von: von,
        }
    }
}

impl Record for Vorgang {
    const TYPE: RecType = RecType::Vorgang;
}

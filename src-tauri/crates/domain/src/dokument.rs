//! Document within a case (xdomea 3.1.0 `DokumentType`).
//!
//! Never holds bytes: a version names them by their SHA-256.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::record::{RecType, Record};
use crate::teil::Teil;
use crate::{Datum, Zeitpunkt};

/// Whether a document counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DokumentState {
    /// Part of the case.
    Abgelegt,
    /// Taken out again; kept for the history.
    Storniert,
}

/// One version of a document's bytes (xdomea `VersionType`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dokumentversion {
    /// `Nummer`, from 1.
    pub nummer: u32,
    /// SHA-256 of the bytes, 64 hex digits.
    pub sha256: String,
    /// Size in bytes.
    pub groesse_bytes: u64,
    /// Media type as recognised.
    pub mime: String,
    /// `Primaerdokument/DateinameOriginal`.
    pub dateiname: String,
    /// When the version was added, by the workstation's clock.
    pub angelegt_um: Zeitpunkt,
    /// Who added it.
    pub angelegt_von: String,
}

/// A document with the metadata that xdomea names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dokument {
    /// `AllgemeineMetadaten/Betreff`.
    pub titel: String,
    /// The case it belongs to.
    pub vorgang: Uuid,
    /// The item of post it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eingang: Option<Uuid>,
    /// `Posteingangsdatum`: legally decisive day of receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posteingangsdatum: Option<Datum>,
    /// `DatumDesSchreibens`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub datum_des_schreibens: Option<Datum>,
    /// `Typ`, open text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typ: Option<String>,
    /// Filed or taken out.
    pub status: DokumentState,
    /// Versions in the order in which they were added.
    pub versionen: Vec<Dokumentversion>,
    /// What came with it (xdomea `Anlage`): the parts of a message or package.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anlagen: Vec<Teil>,
    /// Keywords.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schlagworte: Vec<String>,
    /// When it was created, by the workstation's clock.
    pub angelegt_um: Zeitpunkt,
    /// Who created it.
    pub angelegt_von: String,
}

impl Record for Dokument {
    const TYPE: RecType = RecType::Dokument;
}

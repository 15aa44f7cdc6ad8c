//! Document within a case (xdomea 3.1.0 `DokumentType`).
//!
//! Never holds bytes: a version names them by their SHA-256.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::brief::{Brief, Reinschrift, Schlusszeichnung, Versand};
use crate::lernmerkmale::Lernmerkmale;
use crate::record::{RecType, Record};
use crate::teil::Teil;
use crate::verweis::{Vertraulichkeitsstufe, Verweis};
use crate::{Datum, Zeitpunkt};

/// Where a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DokumentState {
    /// Part of the case.
    Abgelegt,
    /// Being written here.
    Entwurf,
    /// Signed; its draft is frozen.
    Gezeichnet,
    /// Sent off.
    Versandt,
    /// Taken out again; kept for the history.
    Storniert,
}

/// What a document is to the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dokumentart {
    /// Came in.
    Eingang,
    /// Goes out.
    Ausgang,
    /// Note to file.
    Vermerk,
}

/// What a version of a document of ours is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Versionsrolle {
    /// Draft with its instructions; stays in the file.
    Entwurf,
    /// What leaves the house.
    Reinschrift,
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
    /// What it is, if it was made here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rolle: Option<Versionsrolle>,
    /// When the version was added, by the workstation's clock.
    pub angelegt_um: Zeitpunkt,
    /// Who added it.
    pub angelegt_von: String,
}

/// That the program filed it, without a person, above the office's threshold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selbsttaetig {
    /// How probable the place was, in percent.
    pub prozent: u8,
    /// Why, as it was told to people.
    pub begruendung: String,
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
    /// What it is to the case; none in what was filed from the post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub art: Option<Dokumentart>,
    /// Running number in its case, given by the centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heftungsnummer: Option<u32>,
    /// `FremdesGeschaeftszeichen`: the sender's own sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fremdes_geschaeftszeichen: Option<String>,
    /// `Absender` (a `Kontakt`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absender: Option<Uuid>,
    /// `Vertraulichkeitsstufe`; none means as its case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vertraulichkeitsstufe: Option<Vertraulichkeitsstufe>,
    /// The draft, if it is written here.
    #[serde(flatten)]
    pub brief: Brief,
    /// The final signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schlusszeichnung: Option<Schlusszeichnung>,
    /// The fair copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reinschrift: Option<Reinschrift>,
    /// `Postausgangsdatum`: the day on which it first went out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postausgangsdatum: Option<Datum>,
    /// Every time it went out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versand: Vec<Versand>,
    /// Cross references.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verweise: Vec<Verweis>,
    /// Filed, being written, signed, sent, or taken out.
    pub status: DokumentState,
    /// Versions in the order in which they were added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versionen: Vec<Dokumentversion>,
    /// What came with it (xdomea `Anlage`): the parts of a message or package.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anlagen: Vec<Teil>,
    /// Keywords.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schlagworte: Vec<String>,
    /// What it teaches about where post belongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lernmerkmale: Option<Lernmerkmale>,
    /// Absent if a person filed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selbsttaetig: Option<Selbsttaetig>,
    /// Who has looked at it since the program filed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gesehen_von: Option<String>,
    /// When it was created, by the workstation's clock.
    pub angelegt_um: Zeitpunkt,
    /// Who created it.
    pub angelegt_von: String,
}

impl Dokument {
    /// Returns a filed document with nothing but what every document has.
    pub fn neu(titel: String, vorgang: Uuid, um: Zeitpunkt, von: String) -> Self {
        Self {
            titel,
            vorgang,
            eingang: None,
            posteingangsdatum: None,
            datum_des_schreibens: None,
            typ: None,
            art: None,
            heftungsnummer: None,
            fremdes_geschaeftszeichen: None,
            absender: None,
            vertraulichkeitsstufe: None,
            brief: Brief::default(),
            schlusszeichnung: None,
            reinschrift: None,
            postausgangsdatum: None,
            versand: Vec::new(),
            verweise: Vec::new(),
            status: DokumentState::Abgelegt,
            versionen: Vec::new(),
            anlagen: Vec::new(),
            schlagworte: Vec::new(),
            lernmerkmale: None,
            selbsttaetig: None,
            gesehen_von: None,
            angelegt_um: um,
            angelegt_von: von,
        }
    }
}

impl Record for Dokument {
    const TYPE: RecType = RecType::Dokument;
}

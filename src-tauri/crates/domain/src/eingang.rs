//! One item of incoming post: when it came, from where, and its untouched original.
//!
//! Never changes its bytes or its day of receipt; filing it makes a `Dokument` and keeps this.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Zeitpunkt;
use crate::record::{RecType, Record};

/// Where an item of post stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EingangState {
    /// Waits in the Posteingang.
    Offen,
    /// Filed as a document of a case.
    Zugeordnet,
}

/// Way on which an item came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Quelle {
    /// A watched folder that a copier or another program fills.
    Ordner,
    /// Dropped on the window or chosen in the file dialog.
    Fenster,
    /// Given to the command line.
    Kommandozeile,
}

/// Where exactly an item came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Herkunft {
    /// The way.
    pub quelle: Quelle,
    /// File name at the source, as shown to people.
    pub dateiname: String,
    /// Folder at the source, as shown to people.
    pub ordner: String,
    /// The source's own time of last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geaendert_um: Option<Zeitpunkt>,
}

/// A further arrival of the same bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Zugang {
    /// Distinguishes arrivals.
    pub id: Uuid,
    /// Where it came from.
    pub herkunft: Herkunft,
    /// When, by the workstation's clock.
    pub eingegangen_um: Zeitpunkt,
}

/// What a first look at the bytes found; facts, not decisions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Merkmale {
    /// Media type recognised from the bytes.
    pub mime: String,
    /// Pages, where that makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seiten: Option<u32>,
    /// Title named by the file itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub titel: Option<String>,
    /// Creation time named by the file itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erstellt_um: Option<Zeitpunkt>,
    /// Needs a password to be read.
    #[serde(default)]
    pub verschluesselt: bool,
    /// Carries a signature; must never be rewritten.
    #[serde(default)]
    pub signiert: bool,
    /// Has a text layer.
    #[serde(default)]
    pub textebene: bool,
}

/// An item of incoming post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Eingang {
    /// Short name for lists; the clerk may improve it.
    pub titel: String,
    /// Receipt by the workstation's clock.
    pub eingegangen_um: Zeitpunkt,
    /// Where it came from.
    pub herkunft: Herkunft,
    /// SHA-256 of the original bytes, 64 hex digits.
    pub sha256: String,
    /// Size of the original in bytes.
    pub groesse_bytes: u64,
    /// What a first look found.
    pub merkmale: Merkmale,
    /// What a person has to look at, in plain German; empty if nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hinweise: Vec<String>,
    /// Could not be read completely: kept, and a person has to look.
    #[serde(default)]
    pub pruefung_noetig: bool,
    /// Open or filed.
    pub status: EingangState,
    /// The document it was filed as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dokument: Option<Uuid>,
    /// Another item with the same bytes, found by the centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dublette_von: Option<Uuid>,
    /// Further arrivals of the same bytes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zugaenge: Vec<Zugang>,
    /// Who or what took it in.
    pub angelegt_von: String,
    /// When the record was made, by the workstation's clock.
    pub angelegt_um: Zeitpunkt,
}

impl Record for Eingang {
    const TYPE: RecType = RecType::Eingang;
}

//! One item of incoming post: when it came, from where, and its untouched original.
//!
//! Never changes its bytes or its day of receipt; filing it makes a `Dokument` and keeps this.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Zeitpunkt;
use crate::merkmale::Merkmale;
use crate::record::{RecType, Record};
use crate::teil::{Nachricht, Teil};
use crate::transfervermerk::{Papieroriginal, Stichprobenpruefung, Transfervermerk};

/// Where an item of post stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EingangState {
    /// Waits in the Posteingang.
    Offen,
    /// Filed as a document of a case.
    Zugeordnet,
    /// A stack that was cut at its separator sheets; the cuttings wait in its place.
    Aufgeteilt,
    /// A cutting that was taken back; the stack stands for it again.
    Zurueckgenommen,
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
    /// Pasted from the clipboard.
    Zwischenablage,
    /// Cut out of a stack that came in as one file.
    Stapel,
    /// Scanned at the desk.
    Scanner,
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

/// Where in a stack an item was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stapelteil {
    /// The stack, an item of its own.
    pub eingang: Uuid,
    /// Its pages in the stack, from 1.
    pub seiten: Vec<u32>,
    /// Blank pages of the stack that lay among or right behind them and were left out, from 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leerseiten: Vec<u32>,
}

/// The copy in which the transfer note is embedded, an original of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nachweis {
    /// SHA-256 of its bytes, 64 hex digits.
    pub sha256: String,
    /// Its size in bytes.
    pub groesse_bytes: u64,
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
    /// Its parts, if it is a message or a package.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teile: Vec<Teil>,
    /// Its head, if it is a message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nachricht: Option<Nachricht>,
    /// The stack it was cut out of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stapel: Option<Stapelteil>,
    /// Archive number from its sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archivnummer: Option<String>,
    /// The case that the code of our own letter names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vorgang_aus_code: Option<Uuid>,
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
    /// Transfer note, once it was found fit to replace its paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfervermerk: Option<Transfervermerk>,
    /// The copy that carries the note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nachweis: Option<Nachweis>,
    /// Where its paper stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub papieroriginal: Option<Papieroriginal>,
    /// Checks by second persons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stichproben: Vec<Stichprobenpruefung>,
    /// Who or what took it in.
    pub angelegt_von: String,
    /// When the record was made, by the workstation's clock.
    pub angelegt_um: Zeitpunkt,
}

impl Record for Eingang {
    const TYPE: RecType = RecType::Eingang;
}

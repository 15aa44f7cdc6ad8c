//! Sources, and checking what was taken in.
//!
//! Never a file's content.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What lies at the sources.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UebernahmeView {
    /// Watched folders.
    pub ordner: Vec<OrdnerView>,
    /// What could not be taken in, and why.
    pub nicht_uebernommen: Vec<ProblemZeile>,
}

/// A watched folder.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrdnerView {
    /// Path.
    pub pfad: String,
    /// Who answers for it.
    pub besitzer: String,
    /// What becomes of its files once their content is safe.
    pub regel: OrdnerRegel,
    /// Where they are moved to.
    pub ziel: Option<String>,
    /// Reachable at the last look.
    pub erreichbar: bool,
    /// Files still being written.
    pub wartend: u32,
}

/// A source that could not be taken in or released; it is retried by itself.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProblemZeile {
    /// Path of the source.
    pub pfad: String,
    /// What happened, what was kept, what to do: plain German.
    pub meldung: String,
    /// First seen, RFC 3339 UTC.
    pub seit: String,
    /// Attempts so far.
    pub versuche: u32,
    /// The content is safe; only the source could not be removed.
    pub inhalt_gesichert: bool,
}

/// Takes files and folders in by path.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UebernehmenArgs {
    /// Absolute paths.
    pub pfade: Vec<String>,
}

/// What became of one file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UebernahmeZeile {
    /// Path of the source.
    pub pfad: String,
    /// The item, if there is one now.
    pub eingang: Option<String>,
    /// SHA-256 of the original.
    pub sha256: Option<String>,
    /// The same bytes were here already; no second item was made.
    pub bereits_vorhanden: bool,
    /// What happened, in German.
    pub meldung: String,
    /// Nothing was taken in.
    pub fehlgeschlagen: bool,
}

/// What became of several files.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UebernahmeErgebnis {
    /// One row per file, in the given order.
    pub zeilen: Vec<UebernahmeZeile>,
}

/// What becomes of a watched folder's files once their content is safe here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum OrdnerRegel {
    /// They are removed.
    #[default]
    Loeschen,
    /// They are moved to another folder.
    Verschieben,
    /// They stay where they are.
    Behalten,
}

/// Names a watched folder, and how it is watched.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrdnerArgs {
    /// Absolute path.
    pub pfad: String,
    /// Who answers for it; whoever works here if absent.
    #[serde(default)]
    pub besitzer: Option<String>,
    /// What becomes of its files.
    #[serde(default)]
    pub regel: OrdnerRegel,
    /// Absolute path to which they are moved, if they are.
    #[serde(default)]
    pub ziel: Option<String>,
}

/// Result of checking everything.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PruefungView {
    /// Nothing is wrong.
    pub in_ordnung: bool,
    /// Records checked.
    pub datensaetze: u32,
    /// Originals read and hashed.
    pub originale: u32,
    /// Originals not yet on this workstation.
    pub originale_fehlend: u32,
    /// Audit entries whose chain was recomputed.
    pub protokolleintraege: u32,
    /// Audit entries whose quotations went with destroyed files, by run, in German.
    pub geschwaerzt: Vec<String>,
    /// What is wrong, in German.
    pub befunde: Vec<String>,
}

//! The history of a file, a case or a document with everything in it, and handing things out.
//!
//! Never an id where a name can stand.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Ausschnitt, GegenstandView};

/// Which rows of a history.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct VerlaufFilter {
    /// Only by this person.
    pub person: Option<String>,
    /// Only acts of this kind, by their key.
    pub handlung: Option<String>,
    /// First day, `2026-11-22`.
    pub von: Option<String>,
    /// Last day, `2026-11-22`.
    pub bis: Option<String>,
    /// Only rows with these words.
    pub text: Option<String>,
}

/// Asks for a history.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AktenverlaufArgs {
    /// File, case or document.
    pub id: String,
    /// Which rows.
    #[serde(default)]
    pub filter: VerlaufFilter,
    /// Which part of them.
    pub ausschnitt: Ausschnitt,
}

/// What became of what a row tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum VerlaufStand {
    /// It holds.
    Gilt,
    /// The centre has not decided yet.
    Ausstehend,
    /// The centre has refused it; it never took effect.
    Abgelehnt,
}

/// Who has written a row down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum VerlaufQuelle {
    /// This workstation.
    Arbeitsplatz,
    /// The centre: it happened before this workstation could see it.
    Zentrale,
}

/// One row of a history.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AktenverlaufZeile {
    /// RFC 3339 UTC, by the workstation's clock.
    pub um: String,
    /// By the centre's clock, once received.
    pub zentrale_um: Option<String>,
    /// Who.
    pub akteur: String,
    /// On which workstation.
    pub arbeitsplatz: String,
    /// What it is about.
    pub gegenstand: GegenstandView,
    /// What was done.
    pub was: String,
    /// Which field changed.
    pub feld: Option<String>,
    /// Old value, for people.
    pub alt: Option<String>,
    /// New value, for people.
    pub neu: Option<String>,
    /// The reason given.
    pub bemerkung: Option<String>,
    /// What became of it.
    pub stand: VerlaufStand,
    /// Who has written it down.
    pub quelle: VerlaufQuelle,
    /// What stood there has gone with what it was about.
    pub geschwaerzt: bool,
}

/// A kind of act that occurs in a history.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HandlungWahl {
    /// Its name, for people.
    pub name: String,
    /// Its key for the filter.
    pub handlung: String,
}

/// A history, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AktenverlaufView {
    /// Whose history.
    pub gegenstand: GegenstandView,
    /// Rows that the filter lets through.
    pub gesamt: u32,
    /// Rows without a filter.
    pub alle: u32,
    /// The rows asked for.
    pub zeilen: Vec<AktenverlaufZeile>,
    /// Whoever occurs in it.
    pub personen: Vec<String>,
    /// Kinds of acts that occur in it.
    pub handlungen: Vec<HandlungWahl>,
    /// When the centre was asked for what this workstation did not see; never, if absent.
    pub geholt_um: Option<String>,
}

/// Form in which a history is handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum VerlaufForm {
    /// A table for a spreadsheet.
    Csv,
    /// A table to print.
    Pdf,
    /// Rows as xdomea 3.1.0 writes them.
    Xdomea,
}

/// Hands a history out.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VerlaufAusgebenArgs {
    /// File, case or document.
    pub id: String,
    /// Which rows.
    #[serde(default)]
    pub filter: VerlaufFilter,
    /// How.
    pub form: VerlaufForm,
    /// Into which file.
    pub pfad: String,
}

/// What was handed out.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AusgabeView {
    /// Where it lies.
    pub pfad: String,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// Its size.
    #[ts(type = "number")]
    pub groesse_bytes: u64,
}

/// Hands an original out.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OriginalAusgebenArgs {
    /// SHA-256 of the original, hex.
    pub sha256: String,
    /// Into which file.
    pub pfad: String,
}

/// Name under which something may be saved on every system.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DateinameView {
    /// The name, without a folder.
    pub dateiname: String,
}

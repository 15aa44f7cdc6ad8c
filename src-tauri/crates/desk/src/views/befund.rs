//! What was found in an item of post: facts for people, parts, invoice, recognition.
//!
//! Never an item's bytes and never a judgement on a signature's worth.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Facts about one document, as sentences and short words.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BefundView {
    /// Media type.
    pub mime: String,
    /// Kind in German, such as `PDF-Dokument`.
    pub art: String,
    /// Pages, if known.
    pub seiten: Option<u32>,
    /// Size of the first page, such as `A4 hoch` or `210 × 99 mm`.
    pub format: Option<String>,
    /// Program that made it, as it says itself.
    pub erzeuger: Option<String>,
    /// When it was made, as it says itself, RFC 3339 UTC.
    pub erstellt_um: Option<String>,
    /// Protection in German; absent if there is none.
    pub schutz: Option<String>,
    /// A password is needed and none that fits is known here.
    pub kennwort_noetig: bool,
    /// Each signature as a sentence.
    pub signaturen: Vec<String>,
    /// Each kind of active content as a sentence. Nothing of it ever runs here.
    pub aktive_inhalte: Vec<String>,
    /// Names of files inside a PDF.
    pub eingebettet: Vec<String>,
    /// Claimed PDF/A level, such as `PDF/A-2b (laut Datei)`.
    pub pdfa: Option<String>,
    /// Prepared for screen readers, as it says itself.
    pub strukturiert: bool,
}

/// A part of a message or package.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TeilView {
    /// Position, from 1.
    pub nummer: u32,
    /// Name.
    pub name: String,
    /// What it is for, in German.
    pub rolle: String,
    /// SHA-256 of its original.
    pub sha256: String,
    /// Size in bytes.
    #[ts(type = "number")]
    pub groesse_bytes: u64,
    /// Its original lies on this workstation.
    pub original_vorhanden: bool,
    /// What was found in it.
    pub befund: BefundView,
    /// What a person has to know about it.
    pub hinweise: Vec<String>,
    /// Reading its pictures.
    pub erkennung: Option<ErkennungView>,
    /// The searchable copy beside it.
    pub kopie: Option<KopieView>,
}

/// Head of a message. Nothing in it is proven.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NachrichtView {
    /// Rows of label and value, in German.
    pub angaben: Vec<AngabeView>,
    /// The message's text.
    pub text: String,
}

/// Label and value.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AngabeView {
    /// What it is.
    pub name: String,
    /// What it says.
    pub wert: String,
}

/// A table.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TabelleView {
    /// Heads of the columns.
    pub spalten: Vec<SpalteView>,
    /// Rows, as wide as the heads.
    pub zeilen: Vec<Vec<String>>,
    /// What has to be said below.
    pub anmerkung: Option<String>,
}

/// Head of a column.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SpalteView {
    /// What stands below.
    pub titel: String,
    /// Numbers stand below: set to the right.
    pub zahl: bool,
}

/// Part of an invoice as a clerk reads it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AbschnittView {
    /// Heading.
    pub titel: String,
    /// Rows of label and value.
    pub angaben: Vec<AngabeView>,
    /// A table, such as the positions.
    pub tabelle: Option<TabelleView>,
}

/// An e-invoice made readable. The XML is the invoice; a picture is a copy of it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RechnungView {
    /// Its parts, in order.
    pub abschnitte: Vec<AbschnittView>,
    /// What is wrong with it or differs from its picture, in German.
    pub hinweise: Vec<String>,
    /// Other items with the same invoice.
    pub dubletten: Vec<DubletteView>,
}

/// Another item of post.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DubletteView {
    /// UUID of the item.
    pub id: String,
    /// Its title.
    pub titel: String,
    /// Its receipt, RFC 3339 UTC.
    pub eingegangen_um: String,
}

/// How far the reading of pictures is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ErkennungStand {
    /// Its turn comes.
    Wartet,
    /// At work.
    Laeuft,
    /// Done.
    Fertig,
    /// A person stopped it.
    Abgebrochen,
    /// It cannot be done.
    Gescheitert,
}

/// Reading the pictures of one original.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ErkennungView {
    /// SHA-256 of the original.
    pub sha256: String,
    /// What it is called.
    pub titel: String,
    /// How far it is.
    pub stand: ErkennungStand,
    /// Pages to read; 0 while not known.
    pub seiten: u32,
    /// Pages read.
    pub erledigt: u32,
    /// Why it waits or cannot be done, in German.
    pub meldung: Option<String>,
}

/// The searchable copy beside an original.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KopieView {
    /// SHA-256 of the copy.
    pub sha256: String,
    /// What was done to its pages, as sentences.
    pub schritte: Vec<String>,
}

/// Everything that waits to be read, is being read, or could not be.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ErkennungenView {
    /// Why nothing can be read on this workstation, in German; absent if it can.
    pub fehlt: Option<String>,
    /// The work.
    pub zeilen: Vec<ErkennungView>,
}

/// Names an original.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OriginalArgs {
    /// Its SHA-256, hex.
    pub sha256: String,
}

/// A page of an original.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SeiteArgs {
    /// SHA-256 of the original, hex.
    pub sha256: String,
    /// Page, from 0.
    pub seite: u32,
}

/// Words of a page that were read from its picture; empty if there are none.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SeitentextView {
    /// Width of the page in tenths of a point.
    pub breite: u32,
    /// Height of the page in tenths of a point.
    pub hoehe: u32,
    /// Lines of words with their boxes.
    pub zeilen: Vec<Vec<WortView>>,
}

/// A word and its box, in tenths of a point from the upper left corner.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WortView {
    /// The word.
    pub text: String,
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width.
    pub b: u32,
    /// Height.
    pub h: u32,
}

/// A password for one protected document.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KennwortArgs {
    /// The item.
    pub eingang: String,
    /// SHA-256 of the protected original: the item's own or one of its parts'.
    pub sha256: String,
    /// The password.
    pub kennwort: String,
}

impl std::fmt::Debug for KennwortArgs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KennwortArgs").field("sha256", &self.sha256).finish_non_exhaustive()
    }
}

/// Which separator sheets to write, and where to.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrennblattArgs {
    /// Absolute path of the PDF to write; an existing file is not replaced.
    pub pfad: String,
    /// How many sheets.
    pub anzahl: u32,
    /// Sheets after which an Anlage begins instead of a new document.
    pub anlage: bool,
}

/// Something pasted from the clipboard.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EinfuegenArgs {
    /// Name for the item, with an ending that says what it is.
    pub name: String,
    /// The bytes, base64.
    pub inhalt: String,
}

impl std::fmt::Debug for EinfuegenArgs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EinfuegenArgs").field("bytes", &self.inhalt.len()).finish_non_exhaustive()
    }
}

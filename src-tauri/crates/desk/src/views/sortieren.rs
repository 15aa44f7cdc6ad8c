//! Where an item of post may belong, why, and what was filed without a person.
//!
//! Never a number without its reason.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Ausschnitt, ZielZeile};

/// How far a proposal can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Vertrauen {
    /// Of a thousand such proposals at most a handful are wrong.
    Sicher,
    /// More often right than not.
    Wahrscheinlich,
    /// Worth a look.
    Unsicher,
}

/// A place in the item: page and words, so that they can be marked.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StelleView {
    /// SHA-256 of the original or part in which they stand.
    pub sha256: String,
    /// Page, from 1.
    pub seite: u32,
    /// Line of the page's text, from 1.
    pub zeile: u32,
    /// The words as they stand there.
    pub wortlaut: String,
}

/// One reason for a proposal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BelegView {
    /// In German: "Aktenzeichen 4.2-17/2026 gefunden, Seite 1, Zeile 3".
    pub satz: String,
    /// Where it stands in the item, if it stands there.
    pub stelle: Option<StelleView>,
}

/// A destination with the reasons for proposing it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VorschlagView {
    /// The destination; a file means a new case in it.
    pub ziel: ZielZeile,
    /// The strongest reason, in German.
    pub begruendung: String,
    /// How probable it is, in percent.
    pub prozent: u8,
    /// How far it can be trusted.
    pub vertrauen: Vertrauen,
    /// All reasons, strongest first.
    pub belege: Vec<BelegView>,
}

/// Something that was read from the item and is proposed for the document.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AblesungView {
    /// The value for the act that files: text, an ISO date, or a contact's UUID.
    pub wert: String,
    /// The value as people read it.
    pub anzeige: String,
    /// How probable it is, in percent.
    pub prozent: u8,
    /// Sure enough to be taken over without a look.
    pub vertrauen: Vertrauen,
    /// Where it stands.
    pub stelle: Option<StelleView>,
}

/// What is proposed for the document's fields.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AblesungenView {
    /// Title: the subject line.
    pub titel: Option<AblesungView>,
    /// Kind of document, as this office calls it.
    pub typ: Option<AblesungView>,
    /// The sender, a known contact.
    pub absender: Option<AblesungView>,
    /// The sender's name, if no known contact fits.
    pub absender_name: Option<AblesungView>,
    /// Date of the letter.
    pub datum: Option<AblesungView>,
    /// Day until which it asks for something.
    pub frist: Option<AblesungView>,
    /// The sender's own sign.
    pub fremdzeichen: Option<AblesungView>,
}

/// A document that was filed without a person.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SelbsttaetigZeile {
    /// UUID of the document.
    pub dokument: String,
    /// UUID of its item of post; taking the filing back goes by it.
    pub eingang: String,
    /// Its title.
    pub titel: String,
    /// When it was filed, RFC 3339 UTC.
    pub um: String,
    /// Where it lies.
    pub ziel: ZielZeile,
    /// How probable it was, in percent.
    pub prozent: u8,
    /// Why, in German.
    pub begruendung: String,
    /// Who has looked at it since; absent while nobody has.
    pub gesehen_von: Option<String>,
    /// The filing was taken back.
    pub zurueckgenommen: bool,
}

/// Asks for what was filed without a person, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SelbsttaetigArgs {
    /// Only what nobody has looked at yet.
    pub offen: bool,
    /// Which part.
    pub ausschnitt: Ausschnitt,
}

/// What was filed without a person.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SelbsttaetigListe {
    /// The office's threshold in percent; absent if nothing is filed without a person.
    pub ab_prozent: Option<u8>,
    /// Rows in all.
    pub gesamt: u32,
    /// Rows that nobody has looked at.
    pub ungesehen: u32,
    /// The rows asked for.
    pub zeilen: Vec<SelbsttaetigZeile>,
}

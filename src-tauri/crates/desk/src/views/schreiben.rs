//! Letters and notes that are written here.
//!
//! Never a page: a preview comes as bytes, and what is kept is an original like every other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ZielZeile;

/// A template.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VorlageZeile {
    /// Short name that never changes.
    pub kennung: String,
    /// Name in lists.
    pub name: String,
    /// What it is for, one sentence.
    pub zweck: String,
}

/// A new letter.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EntwurfAnlegenArgs {
    /// UUID of the case.
    pub vorgang: String,
    /// Short name of the template; none begins an empty letter.
    pub vorlage: Option<String>,
    /// UUID of the party it goes to.
    pub empfaenger: Option<String>,
}

/// What a person writes: every field of a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EntwurfFelder {
    /// Subject line.
    pub betreff: String,
    /// UUID of the party it goes to.
    pub empfaenger: Option<String>,
    /// The address as it stands on the sheet, one line each.
    pub anschrift: String,
    /// Salutation.
    pub anrede: String,
    /// The text, in the markup of letters.
    pub text: String,
    /// Closing line.
    pub gruss: String,
    /// Instruction on remedies.
    pub belehrung: String,
    /// Values for the places in the texts, by name.
    pub angaben: BTreeMap<String, String>,
    /// Enclosures: UUIDs of documents of the case, or free titles.
    pub anlagen: Vec<String>,
    /// Who gets a copy.
    pub verteiler: Vec<String>,
}

/// Changes of a draft: what its author saw, and what it is to become.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EntwurfSpeichernArgs {
    /// UUID of the document.
    pub id: String,
    /// What the author saw; a field that is the same in both is left alone.
    pub vorher: EntwurfFelder,
    /// What the author wrote.
    pub neu: EntwurfFelder,
}

/// Where a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DokumentStand {
    /// Part of the case, nothing to be done.
    Abgelegt,
    /// Being written.
    Entwurf,
    /// Signed; frozen.
    Gezeichnet,
    /// Sent off.
    Versandt,
    /// Taken out again.
    Storniert,
}

/// A place in a text that takes a value.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlatzView {
    /// Its name in the text.
    pub name: String,
    /// What to ask a person for.
    pub bezeichnung: String,
    /// The value, if there is one.
    pub wert: Option<String>,
    /// The program knows it; nobody has to type it.
    pub automatisch: bool,
}

/// A signature asked for or given under a draft.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ZeichnungZeile {
    /// UUID of the instruction.
    pub id: String,
    /// The final one.
    pub schluss: bool,
    /// Number of the instruction.
    pub nummer: u32,
    /// "z.Mz." or "z.U.".
    pub art: String,
    /// Who is asked.
    pub adressat: Option<String>,
    /// What became of it, in words; none while it is open.
    pub erledigt: Option<String>,
    /// It was given for the draft as it stands.
    pub gilt: bool,
}

/// A document of the case that can be enclosed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AnlageWahl {
    /// UUID.
    pub id: String,
    /// Title.
    pub titel: String,
}

/// Way on which a letter goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Versandart {
    /// Ordinary post.
    Post,
    /// Registered post.
    Einschreiben,
    /// Formal delivery with a record.
    Pzu,
    /// Handed over.
    Persoenlich,
    /// E-mail.
    Email,
    /// The citizen's electronic mailbox.
    Postfach,
    /// Fax.
    Fax,
}

/// That a letter went out.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VersandZeile {
    /// Day, `2026-11-22`.
    pub am: String,
    /// By what way.
    pub weg: Versandart,
    /// Who sent it off.
    pub von: String,
    /// Number of a consignment, or what else has to be known.
    pub vermerk: Option<String>,
}

/// The fair copy.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReinschriftView {
    /// SHA-256 of the PDF.
    pub sha256: String,
    /// File name.
    pub dateiname: String,
    /// Who made it.
    pub von: String,
    /// RFC 3339 UTC.
    pub um: String,
}

/// A letter that is written here.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EntwurfView {
    /// UUID of the document.
    pub id: String,
    /// Title in lists.
    pub titel: String,
    /// Where it stands.
    pub stand: DokumentStand,
    /// Its case.
    pub vorgang: ZielZeile,
    /// Name of the template it began as.
    pub vorlage: Option<String>,
    /// What was written.
    pub felder: EntwurfFelder,
    /// Hash of the draft as it stands: what a signature is given for.
    pub fassung: String,
    /// Name of the party it goes to.
    pub empfaenger: Option<String>,
    /// Places in the texts, in their order.
    pub plaetze: Vec<PlatzView>,
    /// What has to be there before it can be signed, in words.
    pub fehlt: Vec<String>,
    /// Signatures under it, in their order.
    pub zeichnungen: Vec<ZeichnungZeile>,
    /// Who signed it at last, when, and for whom, in words.
    pub gezeichnet: Option<String>,
    /// The fair copy.
    pub reinschrift: Option<ReinschriftView>,
    /// Every time it went out.
    pub versand: Vec<VersandZeile>,
    /// Documents of the case that can be enclosed.
    pub anlagen_wahl: Vec<AnlageWahl>,
    /// Not yet reconciled.
    pub ausstehend: bool,
    /// A difference about it waits for a decision.
    pub konflikt_offen: bool,
}

/// Asks for the page of a letter.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VorschauArgs {
    /// UUID of the document.
    pub id: String,
    /// What the author is writing, before it is saved; none shows what is saved.
    pub felder: Option<EntwurfFelder>,
}

/// The page of a letter as it would be printed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VorschauView {
    /// The PDF, in base64.
    pub pdf: String,
    /// How many pages it has.
    pub seiten: u32,
    /// What could not be shown as it was written, in words.
    pub hinweise: Vec<String>,
}

/// Kind of note to file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Vermerkart {
    /// What has to be known later.
    Aktenvermerk,
    /// What was said on the telephone.
    Telefonvermerk,
    /// What was seen on site.
    Ortstermin,
}

/// A note to file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VermerkAnlegenArgs {
    /// UUID of the case.
    pub vorgang: String,
    /// Its kind.
    pub art: Vermerkart,
    /// Subject.
    pub betreff: String,
    /// Day on which it happened, `2026-11-22`; none means today.
    pub datum: Option<String>,
    /// Where.
    pub ort: String,
    /// Who was there, or on the telephone.
    pub beteiligte: Vec<String>,
    /// The text, in the markup of letters.
    pub text: String,
}

/// That a letter goes out.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VersendenArgs {
    /// UUID of the document.
    pub id: String,
    /// Day, `2026-11-22`.
    pub am: String,
    /// By what way.
    pub weg: Versandart,
    /// Number of a consignment, or what else has to be known.
    pub vermerk: String,
}

/// A letter is taken out before it is sent.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EntwurfStornierenArgs {
    /// UUID of the document.
    pub id: String,
    /// Why.
    pub grund: String,
}

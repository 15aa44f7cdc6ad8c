//! What a clerk knows and changes about files, cases and documents, besides their content.
//!
//! Never a whole record at once: every field is shown, changed and saved by itself.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{VerlaufZeile, ZielZeile};

/// Kind of what has metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ObjektArt {
    /// File.
    Akte,
    /// Case.
    Vorgang,
    /// Document.
    Dokument,
}

/// A field that a clerk may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Feld {
    /// Subject; a document's title.
    Betreff,
    /// Remark.
    Bemerkung,
    /// Unit in charge.
    Federfuehrung,
    /// Who works on the case.
    Bearbeiter,
    /// Classification: `offen`, `nfd`, `vertraulich`, `geheim`, `strenggeheim`; empty: as above.
    Vertraulichkeitsstufe,
    /// First day, `2026-11-21`.
    LaufzeitBeginn,
    /// Last day.
    LaufzeitEnde,
    /// Years to keep; empty: as the plan says.
    AufbewahrungJahre,
    /// Appraisal `A`, `B` or `V`; empty: as the plan says.
    Aussonderungsart,
    /// Keywords, with `;` between them.
    Schlagworte,
    /// UUID of the contact it came from.
    Absender,
    /// Day on the letter.
    DatumDesSchreibens,
    /// Kind of document, in words.
    Typ,
    /// The sender's own sign.
    FremdesGeschaeftszeichen,
}

/// One field with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Metadatum {
    /// Which.
    pub feld: Feld,
    /// As it is changed; empty if there is none.
    pub wert: String,
    /// What holds while it is empty.
    pub vorgabe: Option<String>,
    /// For people, where the value is a reference.
    pub anzeige: Option<String>,
}

/// A party with its role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BeteiligterZeile {
    /// UUID of the contact.
    pub kontakt: String,
    /// Its name for people.
    pub name: String,
    /// Place, if known.
    pub ort: Option<String>,
    /// What it is in this matter.
    pub rolle: String,
}

/// A cross reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VerweisZeile {
    /// Kind of the other thing.
    pub art: ObjektArt,
    /// Its UUID.
    pub id: String,
    /// Its name: "Vorgang 4.2-17/2026-3 Hundesteuer".
    pub name: String,
    /// Why.
    pub grund: Option<String>,
}

/// Asks for the metadata of something.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ObjektArgs {
    /// Its kind.
    pub art: ObjektArt,
    /// Its UUID.
    pub id: String,
}

/// The metadata of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MetadatenView {
    /// Its kind.
    pub art: ObjektArt,
    /// Its UUID.
    pub id: String,
    /// Nothing can be changed: it is closed, or lies in something closed.
    pub geschlossen: bool,
    /// Not yet reconciled.
    pub ausstehend: bool,
    /// Its fields, in the order in which they are shown.
    pub felder: Vec<Metadatum>,
    /// Parties; documents have none of their own.
    pub beteiligte: Vec<BeteiligterZeile>,
    /// Cross references.
    pub verweise: Vec<VerweisZeile>,
    /// The part of the file that a case lies in.
    pub teilakte: Option<String>,
    /// Parts of its file that a case can be moved to.
    pub teilakten: Vec<TeilakteZeile>,
}

/// Changes one field.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AendernArgs {
    /// UUID of the file, case or document.
    pub id: String,
    /// Which field.
    pub feld: Feld,
    /// New value; empty takes it away.
    pub wert: String,
    /// The value that was on the screen.
    #[serde(default)]
    pub vorher: Option<String>,
}

/// Why a file is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TeilakteArt {
    /// By subject.
    Teilakte,
    /// By time.
    Band,
}

/// A part or volume of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TeilakteZeile {
    /// UUID.
    pub id: String,
    /// Number, once the centre has given it.
    pub nummer: Option<u32>,
    /// By subject or by time.
    pub art: TeilakteArt,
    /// Subject.
    pub betreff: String,
    /// Cases in it.
    pub vorgaenge: u32,
    /// Not yet reconciled.
    pub ausstehend: bool,
}

/// A new part or volume.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TeilakteAnlegenArgs {
    /// UUID of the file.
    pub akte: String,
    /// By subject or by time.
    pub art: TeilakteArt,
    /// Subject.
    pub betreff: String,
}

/// A changed subject of a part or volume.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TeilakteAendernArgs {
    /// UUID.
    pub id: String,
    /// New subject.
    pub betreff: String,
}

/// Moves a case into a part of its file, or out of it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VorgangUmhaengenArgs {
    /// UUID of the case.
    pub vorgang: String,
    /// UUID of the part; none for the file itself.
    pub teilakte: Option<String>,
}

/// Moves a document into another case.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DokumentUmhaengenArgs {
    /// UUID of the document.
    pub dokument: String,
    /// UUID of the case.
    pub vorgang: String,
    /// Why.
    pub grund: Option<String>,
}

/// Takes a document out; it stays to be seen.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StornierenArgs {
    /// UUID of the document.
    pub dokument: String,
    /// Why.
    pub grund: String,
}

/// Adds a newer file to a document.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VersionArgs {
    /// UUID of the document.
    pub dokument: String,
    /// Where the file lies; it stays there.
    pub pfad: String,
}

/// Sets or takes away a cross reference.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VerweisArgs {
    /// Kind of the thing that refers.
    pub art: ObjektArt,
    /// Its UUID.
    pub id: String,
    /// UUID of the file, case or document it refers to.
    pub ziel: String,
    /// Why.
    pub grund: Option<String>,
}

/// Sets or takes away a party.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BeteiligteArgs {
    /// File or case.
    pub art: ObjektArt,
    /// Its UUID.
    pub id: String,
    /// UUID of the contact.
    pub kontakt: String,
    /// What it is in this matter.
    pub rolle: String,
}

/// A node of the plan as a file shows it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EinheitView {
    /// UUID.
    pub id: String,
    /// Names from the root down to it: "4 Bauen", "4.2 Bauanträge".
    pub pfad: Vec<String>,
    /// What belongs there.
    pub inhaltsangabe: Option<String>,
    /// Takes no new files.
    pub stillgelegt: bool,
}

/// How long a file is kept.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AufbewahrungView {
    /// Years; none means for ever.
    pub jahre: Option<u32>,
    /// The plan says so, not the file itself.
    pub aus_plan: bool,
    /// Last day, once the file is closed.
    pub ende: Option<String>,
    /// What becomes of it then: `A`, `B` or `V`; none: to be appraised.
    pub aussonderungsart: Option<String>,
    /// All of it in one German sentence.
    pub satz: String,
}

/// A file with everything about it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AkteView {
    /// As a destination: id, reference, subject, closed.
    pub ziel: ZielZeile,
    /// The provisional reference, if it has a final one now.
    pub aktenzeichen_vorlaeufig: Option<String>,
    /// Where it hangs in the plan.
    pub einheit: EinheitView,
    /// Day on which it was closed.
    pub zda_datum: Option<String>,
    /// How long it is kept.
    pub aufbewahrung: AufbewahrungView,
    /// Metadata.
    pub metadaten: MetadatenView,
    /// Parts and volumes.
    pub teilakten: Vec<TeilakteZeile>,
    /// Cases in all.
    pub vorgaenge: u32,
    /// Of these, open.
    pub vorgaenge_offen: u32,
    /// Documents in all.
    pub dokumente: u32,
    /// Open differences about it.
    pub konflikte: u32,
    /// When it was created, RFC 3339 UTC.
    pub angelegt_um: String,
    /// Who created it.
    pub angelegt_von: String,
    /// What happened, oldest first.
    pub verlauf: Vec<VerlaufZeile>,
}

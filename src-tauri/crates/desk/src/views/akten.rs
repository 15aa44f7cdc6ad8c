//! Files, cases, documents.
//!
//! Never more of the tree than was opened.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DokumentStand, VerfuegungZeile, VerlaufZeile, ZeitleisteZeile, ZielArt, ZielZeile};

/// A changed subject.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BetreffArgs {
    /// `akte` or `vorgang`.
    pub art: ZielArt,
    /// UUID.
    pub id: String,
    /// New subject.
    pub betreff: String,
}

/// A new file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AkteAnlegenArgs {
    /// UUID of the plan's node.
    pub aktenplaneinheit: String,
    /// Subject.
    pub betreff: String,
}

/// A new case.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VorgangAnlegenArgs {
    /// UUID of the file.
    pub akte: String,
    /// Subject.
    pub betreff: String,
}

/// Kind of node in the tree of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum KnotenArt {
    /// Node of the filing plan.
    Aktenplaneinheit,
    /// File.
    Akte,
    /// Part or volume of a file.
    Teilakte,
    /// Case.
    Vorgang,
    /// Document.
    Dokument,
}

/// Asks for the children of a node; without a node, for the roots of the plan.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BaumArgs {
    /// The node to open.
    pub knoten: Option<KnotenRef>,
}

/// Names a node.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KnotenRef {
    /// Its kind.
    pub art: KnotenArt,
    /// Its UUID.
    pub id: String,
}

/// Node of the tree of files.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BaumKnoten {
    /// Its kind.
    pub art: KnotenArt,
    /// UUID.
    pub id: String,
    /// Plan number or reference.
    pub kennzeichen: String,
    /// The reference is provisional.
    pub vorlaeufig: bool,
    /// Name, subject or title.
    pub text: String,
    /// How many children it has.
    pub kinder: u32,
    /// Closed (z.d.A.).
    pub geschlossen: bool,
    /// Not yet reconciled with the centre.
    pub ausstehend: bool,
    /// A difference about it waits for a decision.
    pub konflikt_offen: bool,
}

/// A case with its documents.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VorgangView {
    /// UUID.
    pub id: String,
    /// Reference.
    pub aktenzeichen: String,
    /// The reference is provisional.
    pub vorlaeufig: bool,
    /// The provisional reference, if it was given one and has a final one now.
    pub aktenzeichen_vorlaeufig: Option<String>,
    /// Subject.
    pub betreff: String,
    /// Its file.
    pub akte: ZielZeile,
    /// Closed.
    pub geschlossen: bool,
    /// Not yet reconciled.
    pub ausstehend: bool,
    /// Open conflicts about this case.
    pub konflikte: u32,
    /// Documents, oldest first.
    pub dokumente: Vec<DokumentZeile>,
    /// Instructions: those of the case first, then those under its documents.
    pub verfuegungen: Vec<VerfuegungZeile>,
    /// Everything that happened in it, oldest first.
    pub zeitleiste: Vec<ZeitleisteZeile>,
    /// What happened, oldest first.
    pub verlauf: Vec<VerlaufZeile>,
}

/// Row of a case's documents.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DokumentZeile {
    /// UUID.
    pub id: String,
    /// Title.
    pub titel: String,
    /// Day of receipt, `2026-11-21`.
    pub posteingangsdatum: Option<String>,
    /// File name of the newest version.
    pub dateiname: String,
    /// SHA-256 of the newest version.
    pub sha256: String,
    /// Media type of the newest version.
    pub mime: String,
    /// Size in bytes of the newest version.
    #[ts(type = "number")]
    pub groesse_bytes: u64,
    /// Number of versions.
    pub versionen: u32,
    /// Taken out again.
    pub storniert: bool,
    /// Where it stands.
    pub stand: DokumentStand,
    /// A letter of ours: it opens where it is written.
    pub eigenes: bool,
    /// The bytes lie on this workstation; a draft has none that could be missing.
    pub original_vorhanden: bool,
    /// Not yet reconciled.
    pub ausstehend: bool,
    /// A difference about it waits for a decision.
    pub konflikt_offen: bool,
}

/// A document in its case.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DokumentView {
    /// The list's row.
    pub zeile: DokumentZeile,
    /// Its case.
    pub vorgang: ZielZeile,
    /// The item of post it came from.
    pub eingang: Option<String>,
    /// Instructions under it.
    pub verfuegungen: Vec<VerfuegungZeile>,
    /// What happened, oldest first.
    pub verlauf: Vec<VerlaufZeile>,
}

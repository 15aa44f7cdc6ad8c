//! A clerk's work on a case: instructions, signatures, what is due, who stands in for whom.
//!
//! Never decides who may do what: a row only says what its reader can do.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ZielZeile;

/// What an instruction asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PunktArt {
    /// z.K.
    Kenntnis,
    /// z.w.V.
    Veranlassung,
    /// z.Mz.
    Mitzeichnung,
    /// z.U.
    Schlusszeichnung,
    /// b.R.
    Ruecksprache,
    /// Wv.
    Wiedervorlage,
    /// Send it off.
    Absenden,
    /// A copy goes to somebody.
    Kopie,
    /// z.d.A.
    ZuDenAkten,
    /// Anything else, said by its text.
    Sonstige,
}

/// Where an instruction stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PunktStand {
    /// To be done.
    Offen,
    /// Done.
    Erledigt,
    /// Sent back with a reason.
    Zurueckgegeben,
    /// Dropped.
    Entfallen,
}

/// That an instruction was done, or sent back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ErledigungView {
    /// Who.
    pub von: String,
    /// When, RFC 3339.
    pub um: String,
    /// For whom ("i.V.").
    pub in_vertretung_fuer: Option<String>,
    /// Note, or the reason for sending it back.
    pub vermerk: Option<String>,
}

/// A numbered instruction.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VerfuegungZeile {
    /// UUID.
    pub id: String,
    /// Number among the instructions.
    pub nummer: u32,
    /// Points of one step run side by side.
    pub schritt: u32,
    /// What is asked for.
    pub art: PunktArt,
    /// The same as offices write it: "z.Mz.".
    pub kurz: String,
    /// The words.
    pub text: Option<String>,
    /// Who is asked; none means whoever works on the case.
    pub adressat: Option<String>,
    /// Day, `2026-12-15`.
    pub termin: Option<String>,
    /// Where it stands.
    pub stand: PunktStand,
    /// Who has done it.
    pub erledigung: Option<ErledigungView>,
    /// The signature was given for an earlier draft and does not count any more.
    pub veraltet: bool,
    /// Its day has passed.
    pub ueberfaellig: bool,
    /// A signature before it is missing.
    pub wartet: bool,
    /// It is up to whoever works here.
    pub meine: bool,
    /// Whom the reader stands in for, if it is up to that person.
    pub in_vertretung: Option<String>,
    /// What a signature would be bound to: the draft as it stands.
    pub fassung: Option<String>,
    /// UUID of the document under which it stands.
    pub dokument: Option<String>,
    /// Its title.
    pub dokument_titel: Option<String>,
    /// Who set it.
    pub angelegt_von: String,
    /// Not yet reconciled.
    pub ausstehend: bool,
    /// A difference about it waits for a decision.
    pub konflikt_offen: bool,
}

/// An instruction with its case, for lists over many cases.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AufgabeZeile {
    /// The instruction.
    pub punkt: VerfuegungZeile,
    /// Its case.
    pub vorgang: ZielZeile,
}

/// Asks for what is due.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WiedervorlagenArgs {
    /// First day; none takes what is overdue as well.
    pub von: Option<String>,
    /// Last day; none means today.
    pub bis: Option<String>,
}

/// What is due, the oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WiedervorlagenView {
    /// Today, by the office's clock.
    pub heute: String,
    /// The last day that is shown.
    pub bis: String,
    /// Rows in all; no more than 500 are given.
    pub gesamt: u32,
    /// The rows.
    pub zeilen: Vec<AufgabeZeile>,
}

/// The folder of signatures.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MitzeichnungenView {
    /// What waits for the reader's signature; what can be signed now comes first.
    pub zu_zeichnen: Vec<AufgabeZeile>,
    /// What the reader has asked others for.
    pub erbeten: Vec<AufgabeZeile>,
}

/// A new instruction.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PunktArgs {
    /// What is asked for.
    pub art: PunktArt,
    /// The words.
    pub text: Option<String>,
    /// Who is asked.
    pub adressat: Option<String>,
    /// Day, `2026-12-15`.
    pub termin: Option<String>,
    /// Side by side with the one before it.
    #[serde(default)]
    pub parallel: bool,
}

/// New instructions at a case or under a document.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VerfuegungenSetzenArgs {
    /// UUID of the case.
    pub vorgang: String,
    /// UUID of a document of the case.
    pub dokument: Option<String>,
    /// In the order in which they are numbered.
    pub punkte: Vec<PunktArgs>,
}

/// An instruction as somebody saw it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PunktVorher {
    /// The words.
    pub text: Option<String>,
    /// Who is asked.
    pub adressat: Option<String>,
    /// Day.
    pub termin: Option<String>,
}

/// An instruction as it is to be.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VerfuegungAendernArgs {
    /// UUID.
    pub id: String,
    /// How it was when it was opened: what is as it was then is not touched.
    #[serde(default)]
    pub vorher: Option<PunktVorher>,
    /// The words.
    pub text: Option<String>,
    /// Who is asked.
    pub adressat: Option<String>,
    /// Day.
    pub termin: Option<String>,
}

/// A record and why something is done to it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BegruendetArgs {
    /// UUID.
    pub id: String,
    /// Why.
    pub grund: Option<String>,
}

/// An instruction that is done.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ErledigenArgs {
    /// UUID.
    pub id: String,
    /// Note.
    pub vermerk: Option<String>,
    /// For whom, if whoever does it stands in ("i.V.").
    pub in_vertretung_fuer: Option<String>,
}

/// A signature.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ZeichnenArgs {
    /// UUID of the instruction that asks for it; without one, the document is signed finally.
    pub punkt: Option<String>,
    /// UUID of the document, where no instruction asks for the final signature.
    pub dokument: Option<String>,
    /// Hash of the draft that was read.
    pub fassung: String,
    /// Note.
    pub vermerk: Option<String>,
    /// For whom, if whoever signs stands in ("i.V.").
    pub in_vertretung_fuer: Option<String>,
}

/// A signature that is refused.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ZurueckgebenArgs {
    /// UUID of the instruction.
    pub id: String,
    /// Why.
    pub grund: String,
    /// For whom, if whoever refuses stands in.
    pub in_vertretung_fuer: Option<String>,
}

/// Another day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VerschiebenArgs {
    /// UUID of the instruction.
    pub id: String,
    /// Day, `2026-12-15`.
    pub termin: String,
}

/// A case that is closed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ZdaArgs {
    /// UUID.
    pub id: String,
    /// Drops what is still open among its instructions, except signatures.
    pub offene_entfallen: bool,
}

/// A substitution.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VertretungZeile {
    /// UUID.
    pub id: String,
    /// Who is away.
    pub fuer: String,
    /// Who stands in.
    pub durch: String,
    /// First day.
    pub von: String,
    /// Last day.
    pub bis: String,
    /// It counts today.
    pub gilt: bool,
    /// It lies in the past.
    pub beendet: bool,
    /// Not yet reconciled.
    pub ausstehend: bool,
}

/// A new substitution.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VertretungArgs {
    /// Who is away.
    pub fuer: String,
    /// Who stands in.
    pub durch: String,
    /// First day.
    pub von: String,
    /// Last day.
    pub bis: String,
}

/// Usual sets of instructions, and names to choose from.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MusterView {
    /// The sets.
    pub muster: Vec<Verfuegungsmuster>,
    /// To whom points were addressed before, and who stands in for whom.
    pub namen: Vec<String>,
}

/// A usual set of instructions.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Verfuegungsmuster {
    /// Its name.
    pub name: String,
    /// Its points, with the days reckoned from today.
    pub punkte: Vec<PunktArgs>,
}

/// What an entry of a case's timeline is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ZeitleisteArt {
    /// Something came in.
    Eingang,
    /// Something of ours: drafted, signed, sent.
    Ausgang,
    /// A note to file.
    Vermerk,
    /// Instructions.
    Verfuegung,
    /// The case was opened or closed.
    Abschluss,
}

/// One thing that happened in a case.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ZeitleisteZeile {
    /// When, RFC 3339.
    pub um: String,
    /// What it is about.
    pub art: ZeitleisteArt,
    /// What, in German.
    pub titel: String,
    /// More about it, one line each.
    pub zusatz: Vec<String>,
    /// Who.
    pub wer: String,
    /// UUID of the document it is about.
    pub dokument: Option<String>,
    /// The document was taken out again.
    pub storniert: bool,
    /// Not yet reconciled.
    pub ausstehend: bool,
}

//! Hand-over and end of life: what is ripe, the runs, their steps.
//!
//! Never a subject in what stays after a destruction.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Appraisal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum BewertungArt {
    /// Worth keeping for ever.
    A,
    /// To be appraised.
    B,
    /// To be destroyed.
    V,
}

/// A file whose retention has ended.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReifZeile {
    /// UUID.
    pub id: String,
    /// Reference.
    pub aktenzeichen: String,
    /// Subject.
    pub betreff: String,
    /// Day on which it was closed.
    pub zda_am: String,
    /// Last day of its retention.
    pub aufbewahrt_bis: String,
    /// Appraisal of the file, or of the plan.
    pub bewertung: BewertungArt,
    /// Cases in it.
    pub vorgaenge: u32,
    /// Documents in it.
    pub dokumente: u32,
}

/// What a retention run has found.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReifListe {
    /// Day of the run.
    pub stichtag: String,
    /// Files whose retention has ended and that are in no run.
    pub zeilen: Vec<ReifZeile>,
    /// Closed files whose retention goes on.
    pub laufend: u32,
    /// Closed files that are kept for ever.
    pub dauernd: u32,
}

/// What a run is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LaufZweck {
    /// The dialogue with the archive.
    Archiv,
    /// Destruction without an archive.
    Vernichtung,
    /// Handing over to another office or system.
    Abgabe,
}

/// A new run.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AussonderungAnlegenArgs {
    /// The dialogue with the archive, or destruction.
    pub zweck: LaufZweck,
    /// UUIDs of the files.
    pub akten: Vec<String>,
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LaufStand {
    /// Goes on.
    Laufend,
    /// One person wants to destroy; a second has to agree.
    Vorgeschlagen,
    /// Destroyed.
    Vollzogen,
    /// Ended without destroying anything.
    Beendet,
    /// Given up.
    Abgebrochen,
}

/// A run in the list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AussonderungZeile {
    /// UUID.
    pub id: String,
    /// What it is about.
    pub zweck: LaufZweck,
    /// Where it stands.
    pub stand: LaufStand,
    /// When it was begun, RFC 3339 UTC.
    pub angelegt_um: String,
    /// Who began it.
    pub angelegt_von: String,
    /// Files in it.
    pub akten: u32,
    /// What is next, in one German sentence.
    pub naechstes: String,
    /// Something is to be done by whoever works here.
    pub zu_tun: bool,
}

/// Who we are to an archive, and where packages change hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AussonderungEinstellungen {
    /// Transfer folder; empty while nobody has named one.
    pub ordner: String,
    /// Name of the office in the messages.
    pub behoerde: String,
    /// `Behoerdenschluessel`, by which the archive knows the office.
    pub schluessel: String,
    /// `Praefix` of the key.
    pub praefix: String,
    /// Name of the archive.
    pub archiv: String,
    /// Version of the standard that is written: `3.0.0` or `3.1.0`.
    pub fassung: String,
}

/// The runs, newest first, and the settings.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AussonderungenView {
    /// The runs.
    pub zeilen: Vec<AussonderungZeile>,
    /// Settings of this workstation.
    pub einstellungen: AussonderungEinstellungen,
}

/// A step that the office may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LaufSchritt {
    /// 0501: offer.
    Anbieten,
    /// 0505: the appraisal arrived.
    BewertungBestaetigen,
    /// 0503: hand over what the archive wants.
    Abgeben,
}

/// Takes a step.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SchrittArgs {
    /// UUID of the run.
    pub id: String,
    /// Which.
    pub schritt: LaufSchritt,
}

/// Where a file of a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ObjektStand {
    /// In the run, not sent.
    Vorgemerkt,
    /// Offered.
    Angeboten,
    /// The archive has the offer.
    Empfangen,
    /// Appraised.
    Bewertet,
    /// Handed over.
    Abgegeben,
    /// The archive has the package.
    Angekommen,
    /// The archive has taken it in.
    Archiviert,
    /// Its content is gone.
    Vernichtet,
    /// Taken out of the run.
    Herausgenommen,
}

/// A file of a run.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ObjektZeile {
    /// UUID of the file.
    pub akte: String,
    /// Reference.
    pub aktenzeichen: String,
    /// Subject; none once it is gone.
    pub betreff: Option<String>,
    /// First day of its time.
    pub von: Option<String>,
    /// Last day of its time.
    pub bis: Option<String>,
    /// Cases.
    pub vorgaenge: u32,
    /// Documents.
    pub dokumente: u32,
    /// Where it stands.
    pub stand: ObjektStand,
    /// Appraisal.
    pub bewertung: Option<BewertungArt>,
    /// The archive's reference.
    pub archivkennung: Option<String>,
    /// May be destroyed now.
    pub loeschbar: bool,
}

/// A message of the dialogue.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NachrichtZeile {
    /// `0501` … `0507`, `0401`.
    pub typ: String,
    /// What it says, in a few words.
    pub was: String,
    /// It came from the other side.
    pub empfangen: bool,
    /// When, RFC 3339 UTC.
    pub um: String,
    /// SHA-256 of its package, hex.
    pub sha256: String,
}

/// Who agreed to a destruction, and when.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FreigabeZeile {
    /// Who.
    pub von: String,
    /// When, RFC 3339 UTC.
    pub um: String,
}

/// A run with everything about it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AussonderungView {
    /// The row of the list.
    pub zeile: AussonderungZeile,
    /// `ProzessID` of its messages.
    pub prozess: String,
    /// Its files.
    pub objekte: Vec<ObjektZeile>,
    /// What was written and read, oldest first.
    pub nachrichten: Vec<NachrichtZeile>,
    /// Steps that may be taken now.
    pub schritte: Vec<LaufSchritt>,
    /// Files that may be destroyed now.
    pub loeschbar: u32,
    /// Files named for destruction.
    pub zu_loeschen: u32,
    /// First person.
    pub vorschlag: Option<FreigabeZeile>,
    /// Second person.
    pub freigabe: Option<FreigabeZeile>,
    /// Whoever works here may be the second person.
    pub kann_freigeben: bool,
    /// Not everything of it is known to the centre yet.
    pub ausstehend: bool,
}

/// What became of one file of the transfer folder.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EinleseZeile {
    /// Its name.
    pub datei: String,
    /// It was taken in.
    pub angenommen: bool,
    /// What happened, or why it was refused; it lies where it lay.
    pub meldung: String,
}

/// What a look into the transfer folder has brought.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EinleseErgebnis {
    /// File by file; those that were taken in before are left out.
    pub zeilen: Vec<EinleseZeile>,
}

/// Hands a file or a case over.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AbgabeErstellenArgs {
    /// UUID of the file or the case.
    pub id: String,
    /// Folder for the package.
    pub ordner: String,
    /// Name of the receiving office.
    pub empfaenger: String,
}

/// Takes in what was handed over.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AbgabeEinlesenArgs {
    /// The package.
    pub pfad: String,
    /// UUID of the plan's node for files whose number the own plan does not know.
    pub aktenplaneinheit: Option<String>,
    /// UUID of the file for cases that come without one.
    pub akte: Option<String>,
}

/// What a package brought.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AbgabeErgebnis {
    /// Files.
    pub akten: u32,
    /// Cases.
    pub vorgaenge: u32,
    /// Documents.
    pub dokumente: u32,
    /// Contacts.
    pub kontakte: u32,
    /// Records that were here already and stayed as they are.
    pub vorhanden: u32,
    /// What a person has to know.
    pub hinweise: Vec<String>,
    /// UUID of the run that keeps the package.
    pub lauf: String,
}

/// Where something is to be written.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrdnerZiel {
    /// Folder.
    pub ordner: String,
}

/// What was written.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaketView {
    /// Path of the file.
    pub pfad: String,
}

/// Asks for a file or a case as one PDF.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AktenbandArgs {
    /// File or case.
    pub id: String,
    /// Into which file.
    pub pfad: String,
}

/// A file or a case that was written as one PDF.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AktenbandView {
    /// Where it lies.
    pub pfad: String,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// Its size.
    pub groesse_bytes: u64,
    /// Its pages.
    pub seiten: u32,
    /// What it does not show, in German.
    pub hinweise: Vec<String>,
}

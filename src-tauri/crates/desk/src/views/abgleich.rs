//! The reconciliation.
//!
//! Never more than the last round has shown.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// State of the reconciliation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AbgleichState {
    /// No centre has been named.
    NichtEingerichtet,
    /// Running now.
    Laeuft,
    /// Everything on both sides is the same.
    Aktuell,
    /// Something waits for the next round.
    Ausstehend,
    /// The centre is out of reach.
    Offline,
    /// The centre answers, but something is wrong.
    Stoerung,
}

/// The truth about the reconciliation, for the status line and the head of its page.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AbgleichView {
    /// In one word.
    pub zustand: AbgleichState,
    /// One German sentence that says the same, and what is done about it.
    pub satz: String,
    /// The answer to "is everything at the centre?", in German.
    pub antwort: String,
    /// Address of the centre.
    pub zentrale: Option<String>,
    /// Changes waiting to be sent.
    pub offene_aenderungen: u32,
    /// Changes that the centre has but no backup yet.
    pub angenommen_nicht_gesichert: u32,
    /// Originals waiting to be sent.
    pub offene_originale: u32,
    /// Originals waiting to be fetched.
    pub fehlende_originale: u32,
    /// Changes that wait at the centre or here for something else.
    pub zurueckgestellt: u32,
    /// Differences and refusals that wait for a person.
    pub zu_klaeren: u32,
    /// Incidents that nobody has acknowledged.
    pub vorfaelle: u32,
    /// End of the last complete round, RFC 3339 UTC.
    pub zuletzt_um: Option<String>,
    /// Next attempt, RFC 3339 UTC.
    pub naechster_versuch_um: Option<String>,
    /// Attempts that failed in a row.
    pub fehlversuche: u32,
    /// Both sides were compared by digest and held the same at the last complete round.
    pub nachweis_gleich: Option<bool>,
    /// Instant of the centre's newest seal that this workstation's state agrees with, RFC 3339 UTC.
    pub siegel_um: Option<String>,
    /// Why it does not go on, if it does not.
    pub hemmnis: Option<HemmnisView>,
}

/// Kind of cause for which the reconciliation does not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum HemmnisArt {
    /// The line is down.
    KeineVerbindung,
    /// The centre is overloaded or broken.
    Ueberlastet,
    /// The centre does not accept this workstation.
    NichtAngemeldet,
    /// The centre is another one, or it was emptied.
    FremdeZentrale,
    /// Unusually much would be removed or set back.
    Bremse,
    /// Both sides hold different records.
    Verschieden,
    /// This program is too old for the centre.
    ProgrammVeraltet,
    /// The disk is full.
    SpeicherVoll,
    /// Practice and real work would mix.
    UebungGemischt,
    /// Centre and program do not understand each other.
    Unverstaendlich,
    /// The local store failed otherwise.
    Speicher,
    /// Some originals would not move.
    OriginaleHaengen,
}

/// Why the reconciliation does not go on, and what follows from it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HemmnisView {
    /// Kind of cause.
    pub art: HemmnisArt,
    /// The cause, in German.
    pub ursache: String,
    /// What happens by itself, in German.
    pub von_selbst: String,
    /// What the clerk or IT can do, in German.
    pub tun: Vec<String>,
    /// Since when, RFC 3339 UTC.
    pub seit: Option<String>,
    /// Technical text, for IT.
    pub technisch: Option<String>,
    /// Records here and there, where that tells something.
    pub bereiche: Vec<BereichZahlen>,
    /// Identity of the foreign centre's ledger, to accept it by.
    pub kennung: Option<String>,
    /// What was stopped and waits for a person.
    pub bremsen: Vec<BremseView>,
}

/// How many records both sides have of a scope.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BereichZahlen {
    /// Name of the scope for people.
    pub bereich: String,
    /// Records here.
    pub hier: u32,
    /// Records at the centre.
    pub dort: u32,
}

/// Which way the brake has stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum BremseRichtung {
    /// What comes from the centre.
    Empfangen,
    /// What would be sent from here.
    Senden,
}

/// Unusually much at once, stopped until a person decides.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BremseView {
    /// Stable name of the scope, to release it by.
    pub id: String,
    /// Name of the scope for people.
    pub bereich: String,
    /// Which way.
    pub richtung: BremseRichtung,
    /// What would happen, in German.
    pub satz: String,
    /// Records that it is about.
    pub betroffen: u32,
    /// Records of the scope in all.
    pub von: u32,
    /// When it was stopped, RFC 3339 UTC.
    pub um: String,
    /// The first of them by name.
    pub zeilen: Vec<BremseZeile>,
}

/// One record that the brake holds.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BremseZeile {
    /// What it is.
    pub gegenstand: String,
    /// What would become of it, in German.
    pub was: String,
}

/// Lets go on what the brake has stopped.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BremseArgs {
    /// The scope.
    pub id: String,
    /// Which way.
    pub richtung: BremseRichtung,
}

/// Accepts another centre as the one this workstation belongs to from now on.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AnerkennenArgs {
    /// Identity of its ledger, as it was shown.
    pub kennung: String,
}

/// Writes a report on the reconciliation that holds no content.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DiagnoseArgs {
    /// Where to.
    pub pfad: String,
}

/// Names the centre and enrols this workstation there.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EinrichtenArgs {
    /// Address, such as `https://zentrale.example`.
    pub zentrale: String,
    /// One-time code from the administration.
    pub code: String,
    /// Who works here.
    pub benutzer: String,
    /// Short name of the workstation.
    pub arbeitsplatz: String,
}

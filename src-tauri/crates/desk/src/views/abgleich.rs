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

/// The truth about the reconciliation, for the status line and its page.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AbgleichView {
    /// In one word.
    pub zustand: AbgleichState,
    /// One German sentence that says the same, and what is done about it.
    pub satz: String,
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
    /// End of the last complete round, RFC 3339 UTC.
    pub zuletzt_um: Option<String>,
    /// Next attempt, RFC 3339 UTC.
    pub naechster_versuch_um: Option<String>,
    /// Attempts that failed in a row.
    pub fehlversuche: u32,
    /// Technical text of the last error, for IT.
    pub fehler: Option<String>,
    /// Both sides were compared by digest and held the same at the last complete round.
    pub nachweis_gleich: Option<bool>,
    /// Open conflicts.
    pub konflikte: Vec<KonfliktZeile>,
    /// Refused changes that nobody has acknowledged.
    pub abgelehnte: Vec<AblehnungZeile>,
}

/// A disputed field.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KonfliktZeile {
    /// UUID of the conflict.
    pub id: String,
    /// What it is about: "Vorgang 4.2-17/2026-3".
    pub gegenstand: String,
    /// The field's German name.
    pub feld: String,
    /// What both started from.
    pub ausgangsstand: String,
    /// What is in force.
    pub zentrale: String,
    /// What the other author wanted.
    pub eigener: String,
    /// Who wanted it.
    pub akteur: String,
    /// On which workstation.
    pub arbeitsplatz: String,
    /// When, RFC 3339 UTC by that workstation's clock.
    pub um: String,
}

/// A clerk's decision.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KonfliktLoesenArgs {
    /// UUID of the conflict.
    pub id: String,
    /// The value that is to hold; take it from one side or write a third.
    pub wert: String,
}

/// A change that the centre refused.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AblehnungZeile {
    /// The change's id.
    pub mid: String,
    /// What it was about.
    pub gegenstand: String,
    /// What was tried, in German.
    pub was: String,
    /// Why it was refused, in German.
    pub grund: String,
    /// When it was tried, RFC 3339 UTC.
    pub um: String,
}

/// Acknowledges a refusal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AblehnungArgs {
    /// The change's id.
    pub mid: String,
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

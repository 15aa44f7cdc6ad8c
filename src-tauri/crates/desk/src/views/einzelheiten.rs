//! The lists of the reconciliation's page: what waits, what moves, what happened.
//!
//! Never all rows: every list has an end, and its number says how many there are.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::TrefferArt;

/// How much of each list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EinzelheitenArgs {
    /// Rows of each list at most; the desk never gives more than 500.
    pub anzahl: u32,
}

/// Everything the page shows below its head.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EinzelheitenView {
    /// Open differences, those of one record side by side.
    pub konflikte: Vec<KonfliktZeile>,
    /// Open differences in all.
    pub konflikte_gesamt: u32,
    /// Decided ones, newest first.
    pub entschieden: Vec<KonfliktZeile>,
    /// Refused changes that nobody has acknowledged.
    pub abgelehnte: Vec<AblehnungZeile>,
    /// Refused changes in all.
    pub abgelehnte_gesamt: u32,
    /// Acts on their way, oldest first.
    pub handlungen: Vec<HandlungZeile>,
    /// Acts on their way in all.
    pub handlungen_gesamt: u32,
    /// Originals on their way, those that move now first.
    pub originale: Vec<OriginalZeile>,
    /// Originals on their way in all.
    pub originale_gesamt: u32,
    /// Changes that wait for something else.
    pub zurueckgestellt: Vec<ParkZeile>,
    /// Those in all.
    pub zurueckgestellt_gesamt: u32,
    /// Own changes that met others of the same record without a difference, newest first.
    pub zusammengefuehrt: Vec<MischZeile>,
    /// Incidents, those not acknowledged first, newest first.
    pub vorfaelle: Vec<VorfallZeile>,
    /// Entries that a centre has lost and this workstation has kept.
    pub geborgenes: Vec<GeborgenZeile>,
    /// Those in all.
    pub geborgenes_gesamt: u32,
}

/// A record as people name it, and where to find it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GegenstandView {
    /// "Vorgang 4.2-17/2026-3 Hundesteuer".
    pub name: String,
    /// UUID.
    pub id: String,
    /// Its kind, if it can be shown.
    pub art: Option<TrefferArt>,
}

/// A disputed field.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KonfliktZeile {
    /// UUID of the conflict.
    pub id: String,
    /// What it is about.
    pub gegenstand: GegenstandView,
    /// The field's German name.
    pub feld: String,
    /// What both started from.
    pub ausgangsstand: String,
    /// What was in force when the other value arrived.
    pub zentrale: String,
    /// Who wrote that, as far as it is known here.
    pub zentrale_akteur: Option<String>,
    /// When, RFC 3339 UTC by the centre's clock, as far as it is known here.
    pub zentrale_um: Option<String>,
    /// What the other author wanted.
    pub eigener: String,
    /// The other author works at this workstation.
    pub von_hier: bool,
    /// Who wanted it.
    pub akteur: String,
    /// On which workstation.
    pub arbeitsplatz: String,
    /// When, RFC 3339 UTC by that workstation's clock.
    pub um: String,
    /// What is in force now.
    pub gilt: String,
    /// Both texts joined, to begin with; absent where two values cannot be one.
    pub beide: Option<String>,
    /// The field can hold a text that a person writes.
    pub frei: bool,
    /// Decided by whom, once it is.
    pub entschieden_von: Option<String>,
    /// Decided when, RFC 3339 UTC, once it is.
    pub entschieden_um: Option<String>,
}

/// A clerk's decision; one that was made before may be made anew.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KonfliktLoesenArgs {
    /// UUID of the conflict.
    pub id: String,
    /// Which value is to hold.
    pub wahl: KonfliktWahl,
    /// The text, where a person wrote one.
    pub wert: String,
    /// Why.
    pub begruendung: Option<String>,
}

/// Which value is to hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum KonfliktWahl {
    /// The one that is in force now.
    Gilt,
    /// The one the centre had when the other arrived.
    Zentrale,
    /// The other author's.
    Eigener,
    /// A text that a person wrote.
    #[default]
    Neu,
}

/// A field's value, for people.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FeldWert {
    /// The field's German name.
    pub feld: String,
    /// What stood there.
    pub alt: Option<String>,
    /// What was written.
    pub neu: String,
}

/// A change that the centre refused.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AblehnungZeile {
    /// The change's id.
    pub mid: String,
    /// What it was about.
    pub gegenstand: GegenstandView,
    /// What was tried, in German.
    pub was: String,
    /// Why it was refused, in German.
    pub grund: String,
    /// What was written, kept until somebody has read it.
    pub inhalt: Vec<FeldWert>,
    /// When it was tried, RFC 3339 UTC.
    pub um: String,
}

/// Names a change.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AblehnungArgs {
    /// The change's id.
    pub mid: String,
}

/// An act whose changes are on their way.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HandlungZeile {
    /// Id of its first change.
    pub mid: String,
    /// What was done, in German.
    pub was: String,
    /// What it is about.
    pub gegenstand: GegenstandView,
    /// How many changes it is made of.
    pub aenderungen: u32,
    /// When, RFC 3339 UTC.
    pub um: String,
}

/// Which way an original moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Richtung {
    /// To the centre.
    Senden,
    /// From the centre.
    Holen,
}

/// An original on its way.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OriginalZeile {
    /// SHA-256, hex.
    pub sha256: String,
    /// Its file name, or what it belongs to.
    pub name: String,
    /// Which way.
    pub richtung: Richtung,
    /// Size in bytes.
    #[ts(type = "number")]
    pub groesse_bytes: u64,
    /// Bytes on the other side already.
    #[ts(type = "number")]
    pub fertig_bytes: u64,
}

/// A change that waits for something else.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ParkZeile {
    /// The change's id.
    pub mid: String,
    /// What was done, in German.
    pub was: String,
    /// What it is about.
    pub gegenstand: GegenstandView,
    /// What it waits for, in German.
    pub wartet_auf: String,
    /// A person can have it tried again at once.
    pub erneut: bool,
    /// When it was made, RFC 3339 UTC.
    pub um: String,
}

/// A change of one's own that met others of the same record without a difference.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MischZeile {
    /// The change's id.
    pub mid: String,
    /// What was done, in German.
    pub was: String,
    /// What it is about.
    pub gegenstand: GegenstandView,
    /// What was changed.
    pub felder: Vec<FeldWert>,
    /// When it was made, RFC 3339 UTC.
    pub um: String,
    /// The fields still hold what was written, so that it can be taken back.
    pub ruecknehmbar: bool,
}

/// Something out of the ordinary that happened and was dealt with.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VorfallZeile {
    /// Its id.
    pub id: String,
    /// What happened, in German, in a few words.
    pub titel: String,
    /// What was done and what was kept where, in German.
    pub text: String,
    /// What a person should do, in German.
    pub rat: Option<String>,
    /// When, RFC 3339 UTC.
    pub um: String,
    /// Somebody has acknowledged it.
    pub gesehen: bool,
}

/// An entry that a centre has lost and this workstation has kept.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GeborgenZeile {
    /// What it is.
    pub gegenstand: GegenstandView,
    /// What it held.
    pub inhalt: Vec<FeldWert>,
    /// When it was kept, RFC 3339 UTC.
    pub um: String,
    /// The centre has received it for somebody to look at.
    pub uebergeben: bool,
}

//! Originals kept on this workstation.
//!
//! Never their bytes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which originals are kept here.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OriginaleView {
    /// Room for originals in gigabytes; none if all of them are kept.
    pub hoechstens_gb: Option<u32>,
    /// Originals that are here.
    pub hier: u32,
    /// Their bytes.
    #[ts(type = "number")]
    pub hier_bytes: u64,
    /// Originals that are at the centre only.
    pub bei_der_zentrale: u32,
    /// Akten and Vorgänge whose originals are kept in any case.
    pub angeheftet: Vec<PinZeile>,
}

/// An Akte or a Vorgang whose originals are kept in any case.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PinZeile {
    /// UUID.
    pub id: String,
    /// As shown.
    pub name: String,
}

/// Sets which originals are kept here.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OriginaleArgs {
    /// Room in gigabytes; none to keep all of them.
    pub hoechstens_gb: Option<u32>,
}

/// Where an original is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum OriginalState {
    /// Here.
    Vorhanden,
    /// On its way.
    WirdGeholt,
    /// At the centre, which is out of reach.
    Offline,
    /// At the centre, and would not move yet.
    Gestoert,
}

/// How far an original is.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OriginalStandView {
    /// In one word.
    pub zustand: OriginalState,
    /// In one German sentence.
    pub satz: String,
    /// Its size.
    #[ts(type = "number")]
    pub groesse_bytes: u64,
    /// Bytes that are here.
    #[ts(type = "number")]
    pub geholt_bytes: u64,
}

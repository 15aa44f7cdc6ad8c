//! Searching.
//!
//! Never a query that leaves the machine.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Ausschnitt;

/// Searches everything on this workstation.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SucheArgs {
    /// Words; the last one may be unfinished.
    pub text: String,
    /// Which part of the hits.
    pub ausschnitt: Ausschnitt,
}

/// One hit.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrefferZeile {
    /// What was hit.
    pub art: TrefferArt,
    /// UUID.
    pub id: String,
    /// Title or subject.
    pub titel: String,
    /// Reference, if it has one.
    pub aktenzeichen: Option<String>,
    /// Where the words stand; hits between `‹` and `›`.
    pub auszug: Option<String>,
    /// Receipt or creation, RFC 3339 UTC.
    pub um: Option<String>,
}

/// Kind of a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TrefferArt {
    /// Item of post.
    Eingang,
    /// File.
    Akte,
    /// Case.
    Vorgang,
    /// Document.
    Dokument,
    /// Person or institution.
    Kontakt,
}

/// Hits of a search.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrefferListe {
    /// Hits in all.
    pub gesamt: u32,
    /// The hits asked for.
    pub zeilen: Vec<TrefferZeile>,
    /// Records that no search finds yet, because their words are still being written.
    pub nachzutragen: u32,
}

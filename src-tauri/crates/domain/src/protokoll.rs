//! Audit entry shaped like xdomea's `HistorienProtokollInformationType`, so that the export of a
//! file's history is free.
//!
//! Never changed or removed once written; the store chains the entries by hash.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Zeitpunkt;
use crate::record::RecType;

/// One row of a record's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Protokolleintrag {
    /// `Akteur`: who did it.
    pub akteur: String,
    /// Where it was done.
    pub arbeitsplatz: String,
    /// `DatumUhrzeit` by the workstation's clock.
    pub um: Zeitpunkt,
    /// Receipt by the centre's clock, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zentrale_um: Option<Zeitpunkt>,
    /// `Aktion`: the act's name.
    pub aktion: String,
    /// Kind of record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rec_type: Option<RecType>,
    /// The record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rec_id: Option<Uuid>,
    /// `MetadatumName`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadatum_name: Option<String>,
    /// `MetadatumAlterWert`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alter_wert: Option<String>,
    /// `MetadatumNeuerWert`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub neuer_wert: Option<String>,
    /// `Bemerkung`: the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bemerkung: Option<String>,
    /// The change that caused it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mid: Option<Uuid>,
}

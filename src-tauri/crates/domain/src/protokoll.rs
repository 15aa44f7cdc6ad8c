//! Audit entry shaped like xdomea's `HistorienProtokollInformationType`, so that the export of a
//! file's history is free.
//!
//! Never changed or removed once written; workstation and centre chain the entries by hash. What an
//! entry quotes from a record is chained by a salted hash of its own: a destruction may remove the
//! quotation, and the chain still proves the rest.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
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

/// What an entry quotes from a record, and the reason somebody wrote: goes when the record does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zitat {
    /// `MetadatumAlterWert`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// `MetadatumNeuerWert`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub neu: Option<String>,
    /// `Bemerkung`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grund: Option<String>,
    /// What the author had seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gesehen: Option<String>,
}

impl Protokolleintrag {
    /// Takes an entry apart: who did what and when, and what it quotes, if anything.
    pub fn trennen(self) -> (Self, Option<Zitat>) {
        let Self { alter_wert: alt, neuer_wert: neu, bemerkung: grund, .. } = self;
        let zitat = Zitat { alt, neu, grund, gesehen: None };
        let kopf = Self { alter_wert: None, neuer_wert: None, bemerkung: None, ..self };
        (kopf, Some(zitat).filter(|zitat| *zitat != Zitat::default()))
    }

    /// Puts an entry together again; a quotation that is gone leaves its head.
    #[must_use]
    pub fn mit(self, zitat: Option<Zitat>) -> Self {
        let Zitat { alt, neu, grund, .. } = zitat.unwrap_or_default();
        Self { alter_wert: alt, neuer_wert: neu, bemerkung: grund, ..self }
    }
}

/// Bytes of the salt of a quotation: without it nobody can tell by guessing what stood there.
pub const SALZ: usize = 16;

/// Returns the hash by which a quotation stands in the chain.
pub fn zitat_hash(zitat: &str, salz: &[u8]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update((zitat.len() as u64).to_be_bytes());
    hasher.update(zitat);
    hasher.update(salz);
    hasher.finalize().into()
}

/// Returns the chain value after an entry; `zitat` is the hash of what it quotes, if it quotes
/// anything.
pub fn kette(previous: &[u8], no: u64, kopf: &str, zitat: Option<&[u8]>) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    hasher.update(no.to_be_bytes());
    for part in [kopf.as_bytes(), zitat.unwrap_or_default()] {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eintrag() -> Protokolleintrag {
        Protokolleintrag {
            akteur: "Anna".to_owned(),
            arbeitsplatz: "K1".to_owned(),
            um: Zeitpunkt::UNIX_EPOCH,
            zentrale_um: None,
            aktion: "betreff_aendern".to_owned(),
            rec_type: None,
            rec_id: None,
            metadatum_name: Some("betreff".to_owned()),
            alter_wert: Some("Waldi".to_owned()),
            neuer_wert: None,
            bemerkung: None,
            mid: None,
        }
    }

    #[test]
    fn an_entry_comes_apart_and_together() {
        let (kopf, zitat) = eintrag().trennen();
        assert!(!serde_json::to_string(&kopf).unwrap().contains("Waldi"));
        assert_eq!(kopf.clone().mit(zitat), eintrag());
        assert_eq!(kopf.clone().trennen().1, None, "a head quotes nothing");
        assert_eq!(kopf.mit(None).alter_wert, None);
    }

    #[test]
    fn the_chain_knows_whether_something_was_quoted() {
        let hash = zitat_hash("{}", &[1; SALZ]);
        assert_ne!(hash, zitat_hash("{}", &[2; SALZ]), "nobody can guess");
        assert_ne!(kette(&[0; 32], 1, "kopf", Some(&hash)), kette(&[0; 32], 1, "kopf", None));
    }
}

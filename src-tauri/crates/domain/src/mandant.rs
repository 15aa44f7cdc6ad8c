//! A municipality for which the office works: its own files, plan, letterhead and numbers.
//!
//! Never written by a workstation: it is master data of the centre. Its files live in a scope of
//! their own, so that nothing that asks within one can see another.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::record::{RecType, Record};

/// What stands at the head and the foot of a letter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Briefkopf {
    /// Name in full.
    pub name: String,
    /// Street with number.
    #[serde(default)]
    pub strasse: String,
    /// Postal code and place.
    #[serde(default)]
    pub ort: String,
    /// Telephone.
    #[serde(default)]
    pub telefon: String,
    /// E-mail address.
    #[serde(default)]
    pub email: String,
    /// Web address.
    #[serde(default)]
    pub internet: String,
    /// Name of the bank.
    #[serde(default)]
    pub bank: String,
    /// IBAN.
    #[serde(default)]
    pub iban: String,
    /// BIC.
    #[serde(default)]
    pub bic: String,
    /// Office hours, one line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sprechzeiten: Vec<String>,
    /// Instruction on remedies of this house, with its court or authority.
    #[serde(default)]
    pub rechtsbehelf: String,
}

/// A municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandant {
    /// Short sign, such as `WM`.
    pub kuerzel: String,
    /// Name for lists.
    pub name: String,
    /// The scope in which its post, files and cases live.
    pub bereich: String,
    /// How its files are numbered (`aktenzeichen::Muster`).
    pub muster_akte: String,
    /// How its cases are numbered.
    pub muster_vorgang: String,
    /// Its letterhead.
    pub briefkopf: Briefkopf,
    /// From how many percent on post is filed without a person; never if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selbsttaetig_ab: Option<u8>,
}

/// The lowest threshold from which post may be filed without a person, in percent.
pub const SELBSTTAETIG_MIN: u8 = 95;

impl Record for Mandant {
    const TYPE: RecType = RecType::Mandant;
}

/// Returns the id of the municipality whose files live in a scope: the same everywhere, so that it
/// is found by the scope alone.
pub fn mandant_id(bereich: &str) -> Uuid {
    let hash: [u8; 32] = Sha256::digest(format!("mandant {bereich}")).into();
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(hash) {
        *to = from;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

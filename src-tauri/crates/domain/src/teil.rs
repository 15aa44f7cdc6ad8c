//! Post that holds post: the parts of a message or package, and the message's own head.
//!
//! Never a part's bytes: they are originals of their own, named by their SHA-256.

use serde::{Deserialize, Serialize};

use crate::merkmale::Merkmale;

/// What a part is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Teilrolle {
    /// The message itself.
    Nachrichtentext,
    /// Sent along.
    Anlage,
    /// Shown inside the message, such as a logo.
    Eingebettet,
    /// A signature over the rest.
    Signatur,
    /// Describes the package for machines.
    Strukturdatei,
}

/// A part of an item of post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Teil {
    /// Position, from 1.
    pub nummer: u32,
    /// Name as shown to people.
    pub name: String,
    /// What it is for.
    pub rolle: Teilrolle,
    /// SHA-256 of its bytes, 64 hex digits.
    pub sha256: String,
    /// Size in bytes.
    pub groesse_bytes: u64,
    /// What a look at its bytes found.
    pub merkmale: Merkmale,
    /// What a person has to know about it, in plain German.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hinweise: Vec<String>,
}

/// Head of a message as its sender and the servers on its way wrote it. Nothing in it is proven.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Nachricht {
    /// Sender.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub von: Vec<String>,
    /// Recipients.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub an: Vec<String>,
    /// Recipients of a copy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kopie: Vec<String>,
    /// Subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub betreff: Option<String>,
    /// Time of sending as claimed, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gesendet_um: Option<String>,
    /// `Message-ID`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kennung: Option<String>,
    /// The message it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub antwort_auf: Option<String>,
    /// What the receiving server found about the sender (SPF, DKIM, DMARC); shown, not checked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pruefergebnisse: Vec<String>,
    /// S/MIME, in plain German; absent without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smime: Option<String>,
    /// The sender's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aktenzeichen: Option<String>,
}

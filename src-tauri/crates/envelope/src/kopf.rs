//! What stands on the outside of a message.
//!
//! Never verified: it is what the sender and the servers on the way wrote.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Name and address of a person or an office.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Adresse {
    /// Name as written.
    pub name: Option<String>,
    /// Mail address.
    pub adresse: Option<String>,
}

/// What the receiving server wrote about one check of the sender; shown, not verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pruefergebnis {
    /// `spf`, `dkim` or `dmarc`.
    pub verfahren: String,
    /// `pass`, `fail`, `none` and so on, as written.
    pub ergebnis: String,
    /// The server that says so.
    pub server: String,
}

/// What can be told of an S/MIME message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Smime {
    /// Carries a signature. The signature itself is not verified here.
    pub signiert: bool,
    /// Is encrypted.
    pub verschluesselt: bool,
    /// Name in the certificate of the signer, or in the first certificate; not verified.
    pub unterzeichner: Option<String>,
    /// Whether the content has the checksum that was signed; absent where that was not computed.
    /// `false`: changed after signing. `true` alone proves nothing about the signer.
    pub pruefsumme_stimmt: Option<bool>,
}

/// What stands on the outside of a message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Kopf {
    /// Sender.
    pub von: Option<Adresse>,
    /// Recipients.
    pub an: Vec<Adresse>,
    /// Recipients of a copy.
    pub kopie: Vec<Adresse>,
    /// Subject.
    pub betreff: Option<String>,
    /// When it was sent, in the sender's words.
    pub gesendet_um: Option<Timestamp>,
    /// When the last server on the way took it.
    pub empfangen_um: Option<Timestamp>,
    /// Identifier of the message.
    pub nachrichten_id: Option<String>,
    /// Identifier of the message it answers.
    pub antwort_auf: Option<String>,
    /// What the receiving server wrote about the sender.
    pub pruefergebnisse: Vec<Pruefergebnis>,
    /// Signature and encryption.
    pub smime: Option<Smime>,
}

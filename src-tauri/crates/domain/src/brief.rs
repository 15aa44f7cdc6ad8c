//! What we write ourselves: a draft, its hash, its final signature, its way out.
//!
//! Never typeset here; a version of the `Dokument` names the bytes once there are any.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::record::{Fields, is_empty, text};
use crate::{Datum, Zeitpunkt};

/// Fields of a `Dokument` that make up its draft: what is signed, and what is frozen by it.
pub const BRIEF_FELDER: [&str; 11] = [
    "brief_anlagen",
    "brief_angaben",
    "brief_anrede",
    "brief_anschrift",
    "brief_belehrung",
    "brief_betreff",
    "brief_empfaenger",
    "brief_gruss",
    "brief_text",
    "brief_verteiler",
    "brief_vorlage",
];

/// The draft of a letter or a note, as fields of its `Dokument`; each merges by itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Brief {
    /// Name of the template; none for a note to file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brief_vorlage: Option<String>,
    /// Subject line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brief_betreff: Option<String>,
    /// To whom (a `Kontakt`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brief_empfaenger: Option<Uuid>,
    /// The address as it stands on the sheet, line by line: what is signed does not change when
    /// somebody moves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brief_anschrift: Option<String>,
    /// Salutation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brief_anrede: Option<String>,
    /// The text, in the small markup of `schreiben`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brief_text: Option<String>,
    /// Closing line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brief_gruss: Option<String>,
    /// Instruction on remedies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brief_belehrung: Option<String>,
    /// Values for the places in the texts, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub brief_angaben: BTreeMap<String, String>,
    /// Enclosures: titles, or ids of documents of the case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brief_anlagen: Vec<String>,
    /// Who gets a copy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brief_verteiler: Vec<String>,
}

/// Returns the hash of a draft: what a signature is bound to. Any change of the draft, however
/// small, gives another.
pub fn fassung(dokument: &Fields) -> String {
    let mut hasher = Sha256::new();
    for name in BRIEF_FELDER {
        let value = dokument.get(name).filter(|value| !is_empty(value));
        let value = value.map_or_else(String::new, ToString::to_string);
        for part in [name, &value] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Tells whether a document is a draft that may still be written.
pub fn ist_entwurf(dokument: &Fields) -> bool {
    text(dokument, "status") == "entwurf"
}

/// The final signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schlusszeichnung {
    /// Who.
    pub von: String,
    /// When, by the workstation's clock.
    pub um: Zeitpunkt,
    /// For whom, if by a stand-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_vertretung_fuer: Option<String>,
    /// Hash of the draft that was signed.
    pub fassung: String,
}

/// That the fair copy was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reinschrift {
    /// Hash of the draft it was made from.
    pub fassung: String,
    /// SHA-256 of its bytes, which are one of the document's versions.
    pub sha256: String,
    /// Who made it.
    pub von: String,
    /// When, by the workstation's clock.
    pub um: Zeitpunkt,
}

/// Way on which a letter goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Versandweg {
    /// Ordinary post.
    Post,
    /// Registered post.
    Einschreiben,
    /// Formal delivery with a record.
    Pzu,
    /// Handed over.
    Persoenlich,
    /// E-mail.
    Email,
    /// The citizen's electronic mailbox.
    Postfach,
    /// Fax.
    Fax,
}

/// That a letter went out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versand {
    /// Distinguishes notes.
    pub id: Uuid,
    /// Day.
    pub am: Datum,
    /// By what way.
    pub weg: Versandweg,
    /// Who sent it off.
    pub von: String,
    /// When this was noted, by the workstation's clock.
    pub um: Zeitpunkt,
    /// Number of a consignment, or what else has to be known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vermerk: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn any_change_of_the_draft_gives_another_hash_and_nothing_else_does() {
        let mut fields = Fields::from([
            ("brief_text".to_owned(), json!("Sehr geehrte Damen und Herren")),
            ("brief_betreff".to_owned(), json!("Anhörung")),
        ]);
        let before = fassung(&fields);
        fields.insert("status".to_owned(), json!("gezeichnet"));
        fields.insert("titel".to_owned(), json!("Anderer Titel"));
        fields.insert("brief_anlagen".to_owned(), json!([]));
        assert_eq!(fassung(&fields), before);
        fields.insert("brief_text".to_owned(), json!("Sehr geehrte Damen und Herren,"));
        assert_ne!(fassung(&fields), before);
    }

    #[test]
    fn a_value_does_not_slip_into_the_next_field() {
        let text = Fields::from([("brief_text".to_owned(), json!("ab"))]);
        let betreff = Fields::from([("brief_betreff".to_owned(), json!("ab"))]);
        assert_ne!(fassung(&text), fassung(&betreff));
    }
}

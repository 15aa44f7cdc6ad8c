//! A submission as the service shows it: ids, what it is about, and content it cannot read.
//!
//! Never believes any of it: ids and tags are compared with the signed event log later.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::kodierung::kurz;

/// Most attachments of one submission.
const ANLAGEN_MAX: usize = 500;
/// Longest text that the service shows about a submission.
const TEXT_CHARS_MAX: usize = 500;

/// A submission that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ankuendigung {
    /// The submission.
    pub submission: Uuid,
    /// The case it belongs to.
    pub case: Uuid,
    /// The destination it was sent to.
    pub destination: Uuid,
}

/// What a submission is about, as sender and service say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leistungsbezug {
    /// URN of the service; usually `urn:de:fim:leika:leistung:99…`.
    pub kennung: String,
    /// Its name; may be empty.
    pub name: String,
}

impl Leistungsbezug {
    /// Reads identifier and name of an object.
    pub(crate) fn lesen(value: &Value) -> Option<Self> {
        let kennung = value.get("identifier").and_then(Value::as_str)?;
        let name = value.get("name").and_then(Value::as_str).unwrap_or_default();
        Some(Self { kennung: kurz(kennung, TEXT_CHARS_MAX), name: kurz(name, TEXT_CHARS_MAX) })
    }

    /// Returns the 14 digits of the LeiKa key, if the URN holds one.
    pub fn leika(&self) -> Option<&str> {
        let key = self.kennung.strip_prefix("urn:de:fim:leika:leistung:")?;
        let right = key.len() == 14 && key.bytes().all(|byte| byte.is_ascii_digit());
        right.then_some(key)
    }
}

/// A submission's envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Huelle {
    /// Its ids.
    pub ankuendigung: Ankuendigung,
    /// What it is about.
    pub leistung: Option<Leistungsbezug>,
    /// Region it was sent for.
    pub region: Option<String>,
    /// Announced attachments, each once.
    pub anlagen: Vec<Uuid>,
    /// Encrypted metadata.
    pub metadaten: String,
    /// Encrypted data; the first generation allows none.
    pub fachdaten: Option<String>,
}

fn uuid(value: &Value, name: &str) -> Option<Uuid> {
    Uuid::parse_str(value.get(name)?.as_str()?).ok()
}

impl Ankuendigung {
    /// Reads an entry of the list.
    pub(crate) fn lesen(value: &Value) -> Option<Self> {
        Some(Self {
            submission: uuid(value, "submissionId")?,
            case: uuid(value, "caseId")?,
            destination: uuid(value, "destinationId")?,
        })
    }
}

impl Huelle {
    /// Reads a submission of either generation (`publicService` or `serviceType`).
    pub(crate) fn lesen(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        let leistung = value.get("publicService").or_else(|| value.get("serviceType"));
        let mut anlagen: Vec<Uuid> = Vec::new();
        let announced = value.get("attachments").and_then(Value::as_array);
        for id in announced.into_iter().flatten() {
            let id = Uuid::parse_str(id.as_str()?).ok()?;
            if !anlagen.contains(&id) {
                anlagen.push(id);
            }
            if anlagen.len() > ANLAGEN_MAX {
                return None;
            }
        }
        Some(Self {
            ankuendigung: Ankuendigung::lesen(value)?,
            leistung: leistung.and_then(Leistungsbezug::lesen),
            region: text("region").map(|region| kurz(region, TEXT_CHARS_MAX)),
            anlagen,
            metadaten: text("encryptedMetadata")?.to_owned(),
            fachdaten: text("encryptedData").map(str::to_owned),
        })
    }
}

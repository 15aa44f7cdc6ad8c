//! A destination as the service shows it: what can be sent to it, and for which key.
//!
//! Never a setting of ours: what the portal has is compared with what the office believes.

use serde_json::Value;

use crate::kodierung::kurz;

/// Most services, and most schemas, areas and versions of each list that are taken over.
const EINTRAEGE_MAX: usize = 1_000;
/// Longest text of one entry.
const TEXT_CHARS_MAX: usize = 500;

/// A service that can be applied for at a destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Angebot {
    /// URN of the service; usually `urn:de:fim:leika:leistung:99…`.
    pub kennung: String,
    /// Areas it is offered for, such as `DE160000000000`.
    pub gebiete: Vec<String>,
    /// Addresses of the schemas that its data may follow.
    pub schemata: Vec<String>,
}

/// A destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zustellpunkt {
    /// Whether it takes submissions.
    pub aktiv: bool,
    /// Id of the key for which senders encrypt now.
    pub empfangsschluessel: String,
    /// What can be applied for.
    pub angebote: Vec<Angebot>,
    /// Versions of the metadata that it takes.
    pub metadatenfassungen: Vec<String>,
}

fn list<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    let list = value.get(name).and_then(Value::as_array);
    list.into_iter().flatten().take(EINTRAEGE_MAX)
}

fn texts(value: &Value, name: &str) -> Vec<String> {
    list(value, name).filter_map(Value::as_str).map(|text| kurz(text, TEXT_CHARS_MAX)).collect()
}

impl Zustellpunkt {
    /// Reads a destination of either generation (`publicServices` or `services`).
    pub(crate) fn lesen(value: &Value) -> Option<Self> {
        let kid = value.get("encryptionKid")?.as_str()?;
        let services =
            if value.get("publicServices").is_some() { "publicServices" } else { "services" };
        let angebot = |service: &Value| {
            let schemas = list(service, "submissionSchemas").filter_map(|one| one.get("schemaUri"));
            Some(Angebot {
                kennung: kurz(service.get("identifier")?.as_str()?, TEXT_CHARS_MAX),
                gebiete: texts(service, "regions"),
                schemata: schemas
                    .filter_map(Value::as_str)
                    .map(|uri| kurz(uri, TEXT_CHARS_MAX))
                    .collect(),
            })
        };
        Some(Self {
            aktiv: value.get("status").and_then(Value::as_str) == Some("active"),
            empfangsschluessel: kid.to_owned(),
            angebote: list(value, services).filter_map(angebot).collect(),
            metadatenfassungen: texts(value, "metadataVersions"),
        })
    }

    /// Returns the addresses of all schemas, each once.
    pub fn schemata(&self) -> std::collections::BTreeSet<&str> {
        let all = self.angebote.iter().flat_map(|one| &one.schemata);
        all.map(String::as_str).collect()
    }
}

//! Metadata of a submission: what is in it, who sent it how surely, what was paid, and where the
//! answer goes.
//!
//! Never refuses a document for fields it does not know, and never drops one: the raw JSON stays
//! with the caller. What is required and missing is named.
//!
//! 1.0.0 was read as a schema; 1.1 to 1.5 and 2.x are known from descriptions only [G].

mod nachweis;
mod rueckkanal;
mod zahlung;

pub use nachweis::{Nachweis, Vertrauensniveau};
pub use rueckkanal::Rueckkanal;
pub use zahlung::{Zahlung, Zahlungsstand};

use domain::Datum;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::dienst::Leistungsbezug;
use crate::kodierung::kurz;

/// Most bytes of metadata.
pub const METADATEN_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Most attachments that metadata may list.
pub const ANLAGEN_MAX: usize = 500;
/// Longest text that is taken over.
const TEXT_CHARS_MAX: usize = 1_000;

/// What the data of a submission are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fachdatenangabe {
    /// SHA-512 of the plain bytes, 128 lower-case hex digits.
    pub sha512: String,
    /// Schema they follow.
    pub schema: String,
    /// `application/json` or `application/xml`.
    pub mime: String,
}

/// What an attachment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Anlagenzweck {
    /// The filled form as a document (`form`).
    Formular,
    /// Uploaded by the applicant (`attachment`).
    Anlage,
    /// Made by the online service (`report`).
    Bericht,
    /// Further data (`data`).
    Daten,
    /// Something newer than this program.
    Unbekannt,
}

/// An attachment as the metadata describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anlagenangabe {
    /// Its id.
    pub id: Uuid,
    /// SHA-512 of the plain bytes, 128 lower-case hex digits.
    pub sha512: String,
    /// What it is for.
    pub zweck: Anlagenzweck,
    /// Media type as the sender says.
    pub mime: String,
    /// Name as the sender says; may be empty, and is no safe file name.
    pub dateiname: String,
    /// What the sender says about it; may be empty.
    pub beschreibung: String,
    /// Whether it was sent in pieces (`fragments`), which this program does not join yet.
    pub zerteilt: bool,
}

/// Something that metadata have to say and do not, or not as the schema has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadatenmangel {
    /// Path of the field.
    pub feld: String,
}

/// Why there are no metadata at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MetadatenError {
    /// More bytes than are read.
    #[error("metadata larger than {METADATEN_BYTES_MAX} bytes")]
    TooLarge,
    /// No JSON object.
    #[error("metadata are no JSON object")]
    Json,
}

/// Metadata as far as they could be read.
#[derive(Debug, Clone)]
pub struct Metadaten {
    /// Version of their schema, if they name one.
    pub fassung: Option<String>,
    /// Whether this program knows that version's main number, or none is named.
    pub fassung_bekannt: bool,
    /// What the submission is about.
    pub leistung: Option<Leistungsbezug>,
    /// The data; absent where a submission is made of attachments only.
    pub fachdaten: Option<Fachdatenangabe>,
    /// The attachments.
    pub anlagen: Vec<Anlagenangabe>,
    /// Proofs of who sent it.
    pub nachweise: Vec<Nachweis>,
    /// What was paid.
    pub zahlung: Option<Zahlung>,
    /// Where the answer goes.
    pub rueckkanal: Option<Rueckkanal>,
    /// The sender's own reference.
    pub absenderzeichen: Option<String>,
    /// Id of the application at the BundID, to which states of the procedure are reported.
    pub bundid_antrag: Option<Uuid>,
    /// Day of the application, which need not be the day it was sent.
    pub antragsdatum: Option<Datum>,
    /// What is required and missing or wrong.
    pub maengel: Vec<Metadatenmangel>,
}

impl Metadaten {
    /// Reads metadata.
    pub fn lesen(bytes: &[u8]) -> Result<Self, MetadatenError> {
        if bytes.len() > METADATEN_BYTES_MAX {
            return Err(MetadatenError::TooLarge);
        }
        let value: Value = serde_json::from_slice(bytes).map_err(|_| MetadatenError::Json)?;
        if !value.is_object() {
            return Err(MetadatenError::Json);
        }
        let mut maengel = Maengel::default();
        let fassung = fassung(&value);
        let structure = value.get("contentStructure");
        if structure.is_none_or(|structure| !structure.is_object()) {
            maengel.fehlt("contentStructure");
        }
        let data = structure.and_then(|structure| structure.get("data"));
        let fachdaten = data.and_then(|data| fachdaten(data, &mut maengel));
        let anlagen = structure.map(|structure| anlagen(structure, &mut maengel));
        let leistung = value.get("publicService").or_else(|| value.get("publicServiceType"));
        let more = value.get("additionalReferenceInfo");
        let more = |name: &str| more.and_then(|more| text(more, name));
        let zahlung =
            value.get("paymentInformation").map(|zahlung| Zahlung::lesen(zahlung, &mut maengel));
        let rueckkanal =
            value.get("replyChannel").and_then(|channel| Rueckkanal::lesen(channel, &mut maengel));
        Ok(Self {
            fassung_bekannt: fassung.as_deref().is_none_or(bekannt),
            fassung,
            leistung: leistung.and_then(Leistungsbezug::lesen),
            fachdaten,
            anlagen: anlagen.unwrap_or_default(),
            nachweise: nachweis::alle(&value, &mut maengel),
            zahlung,
            rueckkanal,
            absenderzeichen: more("senderReference"),
            bundid_antrag: more("idBundDeApplicationId").and_then(|id| Uuid::parse_str(&id).ok()),
            antragsdatum: more("applicationDate").and_then(|day| day.parse().ok()),
            maengel: maengel.0,
        })
    }

    /// Returns the best trust level that a proof claims; nobody has checked the proof itself.
    pub fn vertrauensniveau(&self) -> Option<&Vertrauensniveau> {
        self.nachweise.iter().filter_map(|proof| proof.niveau.as_ref()).max()
    }

    /// Finds an attachment.
    pub fn anlage(&self, id: Uuid) -> Option<&Anlagenangabe> {
        self.anlagen.iter().find(|anlage| anlage.id == id)
    }
}

/// What was noticed while reading.
#[derive(Default)]
pub(crate) struct Maengel(Vec<Metadatenmangel>);

impl Maengel {
    pub(crate) fn fehlt(&mut self, feld: &str) {
        // A document full of holes need not be listed hole by hole.
        if self.0.len() < 100 {
            self.0.push(Metadatenmangel { feld: feld.to_owned() });
        }
    }
}

/// Returns a text of an object, shortened; nothing if it is none.
pub(crate) fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(Value::as_str).map(|text| kurz(text, TEXT_CHARS_MAX))
}

/// Returns the version of the schema: the number in its address.
fn fassung(value: &Value) -> Option<String> {
    let schema = value.get("$schema")?.as_str()?;
    let version = schema.split("/metadata/").nth(1)?.split('/').next()?;
    Some(kurz(version, 20))
}

fn bekannt(fassung: &str) -> bool {
    matches!(fassung.split('.').next(), Some("1" | "2"))
}

/// Returns a SHA-512 as the schema has it.
fn hash(value: &Value) -> Option<String> {
    let hash = value.get("hash")?;
    let content = hash.get("content")?.as_str()?.to_ascii_lowercase();
    let right = content.len() == 128 && content.bytes().all(|byte| byte.is_ascii_hexdigit());
    (hash.get("type")?.as_str()? == "sha512" && right).then_some(content)
}

fn fachdaten(data: &Value, maengel: &mut Maengel) -> Option<Fachdatenangabe> {
    let schema = data.get("submissionSchema");
    let schema_uri = schema.and_then(|schema| text(schema, "schemaUri"));
    let mime = schema.and_then(|schema| text(schema, "mimeType"));
    let sha512 = hash(data);
    for (field, there) in [
        ("contentStructure/data/hash", sha512.is_some()),
        ("contentStructure/data/submissionSchema/schemaUri", schema_uri.is_some()),
        ("contentStructure/data/submissionSchema/mimeType", mime.is_some()),
    ] {
        if !there {
            maengel.fehlt(field);
        }
    }
    Some(Fachdatenangabe {
        sha512: sha512?,
        schema: schema_uri.unwrap_or_default(),
        mime: mime.unwrap_or_default(),
    })
}

fn anlagen(structure: &Value, maengel: &mut Maengel) -> Vec<Anlagenangabe> {
    let Some(list) = structure.get("attachments").and_then(Value::as_array) else {
        maengel.fehlt("contentStructure/attachments");
        return Vec::new();
    };
    if list.len() > ANLAGEN_MAX {
        maengel.fehlt("contentStructure/attachments");
    }
    let mut anlagen: Vec<Anlagenangabe> = Vec::new();
    for (number, value) in list.iter().take(ANLAGEN_MAX).enumerate() {
        match anlage(value) {
            Ok(one) if anlagen.iter().all(|other| other.id != one.id) => anlagen.push(one),
            Ok(_) => maengel.fehlt(&format!("contentStructure/attachments/{number}/attachmentId")),
            Err(field) => maengel.fehlt(&format!("contentStructure/attachments/{number}/{field}")),
        }
    }
    anlagen
}

/// Reads an attachment, or names the field without which it is none.
fn anlage(value: &Value) -> Result<Anlagenangabe, &'static str> {
    let id = value.get("attachmentId").and_then(Value::as_str);
    let id = id.and_then(|id| Uuid::parse_str(id).ok()).ok_or("attachmentId")?;
    let zweck = match value.get("purpose").and_then(Value::as_str).ok_or("purpose")? {
        "form" => Anlagenzweck::Formular,
        "attachment" => Anlagenzweck::Anlage,
        "report" => Anlagenzweck::Bericht,
        "data" => Anlagenzweck::Daten,
        _ => Anlagenzweck::Unbekannt,
    };
    let fragments = value.get("fragments").and_then(Value::as_array);
    Ok(Anlagenangabe {
        id,
        sha512: hash(value).ok_or("hash")?,
        zweck,
        mime: text(value, "mimeType").ok_or("mimeType")?,
        dateiname: text(value, "filename").unwrap_or_default(),
        beschreibung: text(value, "description").unwrap_or_default(),
        zerteilt: fragments.is_some_and(|fragments| !fragments.is_empty()),
    })
}

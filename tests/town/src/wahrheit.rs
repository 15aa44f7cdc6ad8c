//! What is true of every letter: `truth.json`.
//!
//! Dates are ISO 8601. A field that is missing does not apply or is not known. Readers skip
//! fields they do not know: newer fields are optional.

use domain::Datum;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::bezug::Bezug;

/// Number of this shape of the file.
pub const FASSUNG: u32 = 1;

/// The whole of `truth.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Wahrheit {
    /// [`FASSUNG`].
    pub fassung: u32,
    /// Seed that everything was made from.
    pub seed: u64,
    /// Name of the town.
    pub gemeinde: String,
    /// Akten that are there from the beginning.
    pub akten: Vec<Akte>,
    /// The address book.
    pub kontakte: Vec<Kontakt>,
    /// Vorgänge, also those of the year before.
    pub vorgaenge: Vec<Vorgang>,
    /// Letters in the order of their arrival.
    pub briefe: Vec<Brief>,
}

/// An Akte.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Akte {
    /// Its id.
    pub id: Uuid,
    /// Such as `4.2-17/2026`.
    pub aktenzeichen: String,
    /// Subject.
    pub betreff: String,
    /// Node of the plan with its name: `4.2 Straßen und Wege`.
    pub plan: String,
}

/// Somebody in the address book; spelt as a clerk once did, which is not always as on the letters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kontakt {
    /// Its id.
    pub id: Uuid,
    /// Family name, or the name of an institution.
    pub name: String,
    /// Given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vorname: Option<String>,
    /// Institution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution: Option<String>,
    /// Street with number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strasse: Option<String>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plz: Option<String>,
    /// Place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ort: Option<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Bank account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iban: Option<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telefon: Option<String>,
    /// First day on which the address book has it.
    pub bekannt_ab: Datum,
}

/// A Vorgang.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Vorgang {
    /// Its id.
    pub id: Uuid,
    /// Its Akte.
    pub akte: Uuid,
    /// Such as `4.2-17/2026-3`.
    pub aktenzeichen: String,
    /// Subject, as a clerk worded it.
    pub betreff: String,
    /// Parties that were known when it was created: ids of Kontakte.
    pub beteiligte: Vec<Uuid>,
    /// Day on which it was created.
    pub angelegt: Datum,
    /// Day on which it was closed (z.d.A.); some get one letter more afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geschlossen: Option<Datum>,
    /// Kind of matter, such as `bauantrag`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub art: Option<String>,
    /// Kassenzeichen or number of our invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kassenzeichen: Option<String>,
    /// First day on which our letters carried it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kassenzeichen_ab: Option<Datum>,
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Brief {
    /// Running number, from 1.
    pub nr: u32,
    /// File, relative to the folder; letters of one stack share it. Missing files were not asked
    /// for (`--text-only`).
    pub datei: String,
    /// First and last page within the file, from 1.
    pub seiten: [u32; 2],
    /// Text as a reader gets it, relative to the folder; a form feed between two pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Day of arrival.
    pub eingegangen: Datum,
    /// Whether it came on paper.
    pub gescannt: bool,
    /// Address it was mailed from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    /// Vorgang that our QR code on it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Uuid>,
    /// Which reference it carries.
    pub bezug: Bezug,
    /// The right Vorgang.
    pub vorgang: Uuid,
    /// Whether it opens that Vorgang: then the right proposal is a new one in `akte`.
    pub neu: bool,
    /// Akte of the right Vorgang.
    pub akte: Uuid,
    /// Kind of letter.
    pub typ: String,
    /// Who wrote it.
    pub absender: Absender,
    /// Day on which it was written.
    pub datum: Datum,
    /// Whether the letter does not say that day, or says a wrong year.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undatiert: bool,
    /// Deadline that it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frist: Option<Datum>,
    /// The sender's own sign on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fremdzeichen: Option<String>,
}

/// Who wrote a letter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Absender {
    /// Entry of the address book, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kontakt: Option<Uuid>,
    /// Name as it stands on the letter.
    pub name: String,
}

//! What a filed document teaches about where post belongs.
//!
//! Part of the document's record: it travels with it, moves with it and is destroyed with it, so
//! what one workstation has learned every other of the same Mandant knows, and nobody else does.

use serde::{Deserialize, Serialize};

/// What kind of sign a letter carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Zeichenart {
    /// The sender's own reference for the matter.
    Fremdzeichen,
    /// Number under which the sender keeps us or the matter: customer, contract, policy, meter.
    Kundennummer,
    /// Our cash reference.
    Kassenzeichen,
    /// Number of an invoice.
    Rechnungsnummer,
    /// Bank account (ISO 13616, without spaces).
    Iban,
    /// Electronic mail address.
    Mail,
    /// Telephone number, digits only.
    Telefon,
    /// VAT identification number or tax number.
    Steuernummer,
    /// A parcel of land, a plate, or another name of the thing the matter is about.
    Gegenstand,
}

/// A sign in comparison form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Zeichen {
    /// What it is.
    pub art: Zeichenart,
    /// Its text without spaces and case.
    pub wert: String,
}

/// What is kept of a filed letter for the proposals to come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lernmerkmale {
    /// Signs, at most [`ZEICHEN_MAX`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zeichen: Vec<Zeichen>,
    /// The sender as the letter names it, in comparison form: words of name and address, at most
    /// [`ABSENDER_MAX`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absender: Vec<String>,
    /// Telling words in comparison form, most telling first, at most [`WOERTER_MAX`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub woerter: Vec<String>,
}

/// Signs kept of one letter at most.
pub const ZEICHEN_MAX: usize = 24;
/// Words of the sender kept at most.
pub const ABSENDER_MAX: usize = 16;
/// Words of the text kept at most.
pub const WOERTER_MAX: usize = 80;

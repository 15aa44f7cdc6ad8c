//! Person or institution that the office deals with (xdomea 3.1.0 `KontaktType`).
//!
//! Never an account that logs in.

use serde::{Deserialize, Serialize};

use crate::Zeitpunkt;
use crate::record::{RecType, Record};

/// A party with the fields that lists and letters need.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kontakt {
    /// `Name/Familienname`, or the institution's name.
    pub name: String,
    /// `Name/Anrede`: Herr, Frau, or nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anrede: Option<String>,
    /// `Name/Titel`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub titel: Option<String>,
    /// `Name/Vorname`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vorname: Option<String>,
    /// `Institution/Name`.
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
    /// Country, if not Germany.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub land: Option<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telefon: Option<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Bank account for paying back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iban: Option<String>,
    /// Whatever else has to be known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bemerkung: Option<String>,
    /// When it was created.
    pub angelegt_um: Zeitpunkt,
    /// Who created it.
    pub angelegt_von: String,
}

impl Kontakt {
    /// Returns a party with nothing but a name.
    pub fn neu(name: String, um: Zeitpunkt, von: String) -> Self {
        Self {
            name,
            anrede: None,
            titel: None,
            vorname: None,
            institution: None,
            strasse: None,
            plz: None,
            ort: None,
            land: None,
            telefon: None,
            email: None,
            iban: None,
            bemerkung: None,
            angelegt_um: um,
            angelegt_von: von,
        }
    }
}

impl Record for Kontakt {
    const TYPE: RecType = RecType::Kontakt;
}

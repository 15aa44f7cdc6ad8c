//! People and institutions, and the municipalities an office works for.
//!
//! Never an account that logs in.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Ausschnitt, VerlaufZeile};

/// Asks for contacts that hold every word; without words, all of them by name.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KontakteArgs {
    /// Parts of names, places, addresses, numbers.
    pub text: String,
    /// Which part of the list.
    pub ausschnitt: Ausschnitt,
}

/// Row of the contacts.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KontaktZeile {
    /// UUID.
    pub id: String,
    /// Name for people: "Dr. Erika Muster, Muster GmbH".
    pub name: String,
    /// Address in one line.
    pub anschrift: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone.
    pub telefon: Option<String>,
    /// Not yet reconciled.
    pub ausstehend: bool,
}

/// Part of the contacts.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KontaktListe {
    /// Rows in all.
    pub gesamt: u32,
    /// The rows asked for.
    pub zeilen: Vec<KontaktZeile>,
}

/// What is written about a contact; empty where nothing is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct KontaktEingabe {
    /// Family name, or the institution's name.
    pub name: String,
    /// `Herr`, `Frau` or nothing.
    pub anrede: String,
    /// Title.
    pub titel: String,
    /// Given name.
    pub vorname: String,
    /// Institution a person belongs to.
    pub institution: String,
    /// Street with number.
    pub strasse: String,
    /// Postal code.
    pub plz: String,
    /// Place.
    pub ort: String,
    /// Country, if not Germany.
    pub land: String,
    /// Telephone.
    pub telefon: String,
    /// E-mail address.
    pub email: String,
    /// Bank account.
    pub iban: String,
    /// Remark.
    pub bemerkung: String,
}

/// Changes a contact; only what differs is sent.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KontaktAendernArgs {
    /// UUID.
    pub id: String,
    /// How it is to be.
    pub kontakt: KontaktEingabe,
    /// How it was when it was opened: what is as it was then is not touched.
    #[serde(default)]
    pub vorher: Option<KontaktEingabe>,
}

/// A contact.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KontaktView {
    /// The list's row.
    pub zeile: KontaktZeile,
    /// What is written about it.
    pub kontakt: KontaktEingabe,
    /// A difference about it waits for a decision.
    pub konflikt_offen: bool,
    /// What happened, oldest first.
    pub verlauf: Vec<VerlaufZeile>,
}

/// A municipality that this workstation may work for.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MandantZeile {
    /// Name of the scope it lives in; chooses it.
    pub bereich: String,
    /// Short sign, if it has one.
    pub kuerzel: String,
    /// Name for people.
    pub name: String,
    /// The one on the screen.
    pub gewaehlt: bool,
    /// Items waiting in its Posteingang.
    pub offene_eingaenge: u32,
    /// Differences, refusals and files that could not be taken in.
    pub zu_klaeren: u32,
}

/// Chooses a municipality.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MandantArgs {
    /// Name of its scope.
    pub bereich: String,
}

//! The steps of a stack, as its journal keeps them.
//!
//! Never changed once written: what was done is undone by a further step.

use domain::Zeitpunkt;
use domain::transfervermerk::Geraet;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Besitzer, Platz};
use crate::device::Format;
use crate::settings::{Einstellung, Profil};

/// A page of a stack, by its number in the order of arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SeiteId(pub u32);

/// Where the pages of a run belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "wohin", rename_all = "snake_case")]
pub enum Ziel {
    /// Behind all others.
    Anhaengen,
    /// Before a page.
    Einfuegen {
        /// That page.
        vor: SeiteId,
    },
    /// In the place of a page.
    Ersetzen {
        /// That page.
        seite: SeiteId,
    },
    /// Fronts whose backs are scanned next, because the feeder sees one side only.
    Vorderseiten,
    /// The backs of the fronts that wait.
    Rueckseiten,
}

/// What a run was begun with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaufKopf {
    /// Where its pages belong.
    pub ziel: Ziel,
    /// The profile that was chosen.
    pub profil: Profil,
    /// What the device was asked for in the end.
    pub einstellung: Einstellung,
    /// The device.
    pub geraet: Geraet,
    /// Pages or sheets that the clerk counted before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gezaehlt: Option<u32>,
    /// When.
    pub um: Zeitpunkt,
}

/// A page as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bild {
    /// Its number.
    pub seite: SeiteId,
    /// The run it came in.
    pub lauf: u32,
    /// Its place in that run, from 1.
    pub nummer: u32,
    /// Name of its file.
    pub datei: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Its size.
    pub groesse_bytes: u64,
    /// Its form.
    pub format: Format,
    /// Dots per inch.
    pub dpi: u16,
    /// Width and height in pixels; nothing where the head cannot be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixel: Option<(u32, u32)>,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "wie", rename_all = "snake_case")]
pub enum Ende {
    /// The paper was through.
    Fertig,
    /// A person stopped it.
    Abgebrochen,
    /// The device gave one page again and again.
    Wiederholung {
        /// That page.
        seite: SeiteId,
    },
    /// The device failed.
    Fehler {
        /// The sentence for a clerk.
        satz: String,
    },
    /// The program or the machine ended in the middle of it.
    Unterbrochen,
}

/// Something done on the table. Each can be undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "griff", rename_all = "snake_case")]
pub enum Griff {
    /// Moves a page before another one, or to the end.
    Verschieben {
        /// The page.
        seite: SeiteId,
        /// The other one.
        vor: Option<SeiteId>,
    },
    /// Turns a page clockwise.
    Drehen {
        /// The page.
        seite: SeiteId,
        /// 90, 180 or 270 degrees.
        grad: u16,
    },
    /// Takes pages off the table.
    Loeschen {
        /// The pages.
        seiten: Vec<SeiteId>,
    },
    /// Takes blank pages off the table.
    Leerseiten {
        /// The pages.
        seiten: Vec<SeiteId>,
    },
    /// Takes repetitions off the table.
    Wiederholungen {
        /// The pages.
        seiten: Vec<SeiteId>,
    },
    /// Lays pages back where they lay.
    Zurueckholen {
        /// The pages.
        seiten: Vec<SeiteId>,
    },
    /// Begins a new document with a page.
    Teilen {
        /// The page.
        vor: SeiteId,
    },
    /// Lets a document go on with a page that began a new one.
    Verbinden {
        /// The page.
        vor: SeiteId,
    },
    /// Lays fronts and backs in the order of their sheets.
    Verschraenken {
        /// All of them, in that order.
        seiten: Vec<SeiteId>,
    },
    /// Lays fronts and backs as two documents.
    Getrennt {
        /// The run of the fronts.
        vorn: u32,
        /// That of the backs, if there was one.
        hinten: Option<u32>,
    },
}

/// A step of a stack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "schritt", rename_all = "snake_case")]
pub enum Schritt {
    /// It was begun.
    Angelegt {
        /// Its id.
        stapel: Uuid,
        /// Whose it is.
        besitzer: Besitzer,
        /// When.
        um: Zeitpunkt,
    },
    /// A run began.
    Lauf {
        /// Its number.
        lauf: u32,
        /// What it was begun with.
        kopf: LaufKopf,
    },
    /// A page came.
    Seite {
        /// The page.
        bild: Bild,
    },
    /// A page was looked at.
    Befund {
        /// The page.
        seite: SeiteId,
        /// Whether nothing is on it; nothing where nobody could look.
        leer: Option<bool>,
        /// Whether it is whole and can be read.
        lesbar: bool,
        /// The earlier page that it repeats.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wie: Option<SeiteId>,
    },
    /// A run ended.
    LaufEnde {
        /// Its number.
        lauf: u32,
        /// How.
        ende: Ende,
        /// When.
        um: Zeitpunkt,
    },
    /// Something was done on the table.
    Tisch {
        /// What.
        #[serde(flatten)]
        griff: Griff,
    },
    /// The last thing done on the table was taken back.
    Zurueck,
    /// The PDF of a document is written, and the intake is asked to take it.
    AbgabeBegonnen {
        /// Its places as they were then, those of pages that were taken out as well.
        plaetze: Vec<Platz>,
        /// Name of the file.
        datei: String,
    },
    /// A document of the stack is safe in the intake.
    Abgegeben {
        /// Its pages.
        seiten: Vec<SeiteId>,
        /// SHA-256 of its original.
        sha256: String,
        /// The item.
        eingang: Uuid,
        /// When.
        um: Zeitpunkt,
    },
}

//! The responsibility finder: which office is competent for a service at a place, without a line.
//!
//! Never hides how old its data are, and never chooses silently: an answer says which area decided,
//! which narrower ones had no entry, and which broader ones were passed over.

mod abgabe;
mod fim;
mod gebiet;
mod suche;
mod xzufi;

pub use abgabe::{Abgabe, AbgabeError};
pub use gebiet::{Ebene, Gebietsschluessel};
pub use suche::{Auskunft, Begruendung, Ort};

use std::collections::BTreeMap;
use std::io::Read;

use domain::Datum;
use serde::{Deserialize, Serialize};

use crate::formular::XmlError;

/// How the stored form begins: what it is, and its version.
const KOPF: &[u8] = b"forsthaus-zustaendigkeit-1\n";
/// Most bytes of the stored form, unpacked.
pub const BESTAND_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// Most bytes of one file that is read in.
pub const DATEI_BYTES_MAX: usize = 256 * 1024 * 1024;
/// Most entries of one kind.
const EINTRAEGE_MAX: usize = 2_000_000;
/// zstd's level: a snapshot is written once a week.
const LEVEL: i32 = 9;
/// Largest window an unpacker takes memory for: 8 MiB, what RFC 8878 asks every one to support.
const WINDOW_LOG_MAX: u32 = 23;
/// Longest text of one field.
const TEXT_CHARS_MAX: usize = 2_000;

/// A service of the administration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leistung {
    /// LeiKa keys, 14 digits each.
    pub leika: Vec<String>,
    /// Its name.
    pub bezeichnung: String,
    /// Other names and words under which people look for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub woerter: Vec<String>,
}

/// An office.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stelle {
    /// Its name.
    pub name: String,
    /// Address, line by line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anschrift: Vec<String>,
    /// Ways to reach it, as they were written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kontakt: Vec<String>,
}

/// An online form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Onlinedienst {
    /// Its name.
    pub bezeichnung: String,
    /// Where it is.
    pub link: String,
    /// Trust level it asks for, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vertrauensniveau: Option<String>,
}

/// That somebody is competent for a service in an area.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Zustaendigkeit {
    /// Id of the service.
    pub leistung: String,
    /// The area.
    pub gebiet: Gebietsschluessel,
    /// Id of the office or online form.
    pub wer: String,
}

/// Everything the finder knows, as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bestand {
    /// Day the data are of; shown with every answer.
    pub stand_am: Datum,
    /// Where they come from, for people.
    pub quelle: String,
    /// Services by id.
    pub leistungen: BTreeMap<String, Leistung>,
    /// Offices by id.
    pub stellen: BTreeMap<String, Stelle>,
    /// Online forms by id.
    pub onlinedienste: BTreeMap<String, Onlinedienst>,
    /// Who is competent for what and where, in order and each once.
    pub zustaendigkeiten: Vec<Zustaendigkeit>,
    /// Names of areas.
    pub gebiete: BTreeMap<Gebietsschluessel, String>,
}

/// What reading a file in has changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Einlesebericht {
    /// Services.
    pub leistungen: usize,
    /// Offices.
    pub stellen: usize,
    /// Online forms.
    pub onlinedienste: usize,
    /// Competences.
    pub zustaendigkeiten: usize,
    /// Areas with a name.
    pub gebiete: usize,
    /// Entries that lack what makes them one, or say something this program does not know.
    pub uebergangen: usize,
}

/// Why a file is not read in. What was read before stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// More bytes than are read.
    #[error("file larger than {DATEI_BYTES_MAX} bytes")]
    TooLarge,
    /// No XML that is read.
    #[error("no XML")]
    Xml(#[from] XmlError),
    /// XML of another standard.
    #[error("no XZuFi")]
    NotXzufi,
    /// No JSON of the published form.
    #[error("no JSON of the published form")]
    Json,
    /// No UTF-8.
    #[error("no UTF-8")]
    Encoding,
    /// More entries than the finder holds.
    #[error("more entries than the finder holds")]
    TooMany,
}

/// Why a stored form is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// It is no snapshot, or one of a newer program.
    #[error("no snapshot of this version")]
    Form,
    /// It is damaged.
    #[error("snapshot damaged")]
    Damaged,
    /// It cannot be written.
    #[error("snapshot cannot be written")]
    Unwritable,
}

impl Bestand {
    /// Begins an empty one.
    pub fn neu(stand_am: Datum, quelle: &str) -> Self {
        Self {
            stand_am,
            quelle: quelle.to_owned(),
            leistungen: BTreeMap::new(),
            stellen: BTreeMap::new(),
            onlinedienste: BTreeMap::new(),
            zustaendigkeiten: Vec::new(),
            gebiete: BTreeMap::new(),
        }
    }

    /// Reads a message shaped like XZuFi 2.2 in, or a single object as the FIM portal hands it out.
    /// A full export is many messages.
    pub fn xzufi_einlesen(&mut self, bytes: &[u8]) -> Result<Einlesebericht, ImportError> {
        self.einlesen(bytes, xzufi::einlesen, |gebiete, key, name| {
            // A table of areas knows names better than addresses do.
            gebiete.entry(key).or_insert(name);
        })
    }

    /// Reads a page of services of the FIM portal (`leistung-stammtexte`) in.
    pub fn fim_einlesen(&mut self, bytes: &[u8]) -> Result<Einlesebericht, ImportError> {
        self.einlesen(bytes, fim::einlesen, |gebiete, key, name| {
            gebiete.insert(key, name);
        })
    }

    /// Reads names of areas in: a line each, ARS or AGS, a semicolon, the name.
    pub fn gebiete_einlesen(&mut self, bytes: &[u8]) -> Result<Einlesebericht, ImportError> {
        self.einlesen(bytes, gebiet::einlesen, |gebiete, key, name| {
            gebiete.insert(key, name);
        })
    }

    /// Reads a file on its own first, so that a broken one changes nothing.
    fn einlesen(
        &mut self,
        bytes: &[u8],
        read: fn(&mut Self, &[u8]) -> Result<Einlesebericht, ImportError>,
        benennen: fn(&mut BTreeMap<Gebietsschluessel, String>, Gebietsschluessel, String),
    ) -> Result<Einlesebericht, ImportError> {
        if bytes.len() > DATEI_BYTES_MAX {
            return Err(ImportError::TooLarge);
        }
        let mut neu = Self::neu(self.stand_am, "");
        let bericht = read(&mut neu, bytes)?;
        let sizes = [
            self.leistungen.len() + neu.leistungen.len(),
            self.stellen.len() + neu.stellen.len(),
            self.onlinedienste.len() + neu.onlinedienste.len(),
            self.zustaendigkeiten.len() + neu.zustaendigkeiten.len(),
            self.gebiete.len() + neu.gebiete.len(),
        ];
        if sizes.iter().any(|size| *size > EINTRAEGE_MAX) {
            return Err(ImportError::TooMany);
        }
        self.leistungen.extend(neu.leistungen);
        self.stellen.extend(neu.stellen);
        self.onlinedienste.extend(neu.onlinedienste);
        self.zustaendigkeiten.append(&mut neu.zustaendigkeiten);
        // Nearly in order already; the stable way of sorting makes use of that.
        self.zustaendigkeiten.sort();
        self.zustaendigkeiten.dedup();
        for (key, name) in neu.gebiete {
            benennen(&mut self.gebiete, key, name);
        }
        Ok(bericht)
    }

    /// Returns the compact form for the disk.
    pub fn schreiben(&self) -> Result<Vec<u8>, SnapshotError> {
        let json = serde_json::to_vec(self).map_err(|_| SnapshotError::Unwritable)?;
        let packed = zstd::bulk::compress(&json, LEVEL).map_err(|_| SnapshotError::Unwritable)?;
        Ok([KOPF, &packed].concat())
    }

    /// Reads what [`Self::schreiben`] wrote.
    pub fn lesen(bytes: &[u8]) -> Result<Self, SnapshotError> {
        let packed = bytes.strip_prefix(KOPF).ok_or(SnapshotError::Form)?;
        let damaged = |_| SnapshotError::Damaged;
        let mut unpacker = zstd::stream::read::Decoder::with_buffer(packed).map_err(damaged)?;
        unpacker.window_log_max(WINDOW_LOG_MAX).map_err(damaged)?;
        let mut json = Vec::new();
        unpacker.take(BESTAND_BYTES_MAX + 1).read_to_end(&mut json).map_err(damaged)?;
        if json.len() as u64 > BESTAND_BYTES_MAX {
            return Err(SnapshotError::Damaged);
        }
        let mut bestand: Self =
            serde_json::from_slice(&json).map_err(|_| SnapshotError::Damaged)?;
        // Look-ups rely on the order, and a file may have been made by anybody.
        bestand.zustaendigkeiten.sort();
        Ok(bestand)
    }
}

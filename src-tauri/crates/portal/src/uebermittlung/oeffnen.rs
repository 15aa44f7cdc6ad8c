//! Opening an application and looking into it: hashes, schema, attachments, scanner.
//!
//! Never keeps more than one part in memory, and never loses a part because another is damaged: what
//! can be opened is kept, whatever is wrong with the rest.

use uuid::Uuid;

use super::empfang::am_ort;
use super::verwahrung::{bewahren, holen};
use super::{
    Empfang, Form, Ort, Pruefgrund, Schritt, SchrittError, Stand, Stueck, Uebermittlung,
    VerwahrError, Verwahrort,
};
use crate::formular::Formular;
use crate::jwe::{self, JweError};
use crate::kodierung::sha512;
use crate::metadaten::{METADATEN_BYTES_MAX, Metadaten};

/// Most bytes of opened data.
const FACHDATEN_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Most bytes of an opened attachment.
const ANLAGE_BYTES_MAX: usize = 128 * 1024 * 1024;

/// What somebody who has the schema says about data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Schemaurteil {
    /// They follow it.
    Gueltig,
    /// The schema is not here.
    NichtGeprueft,
    /// They do not follow it.
    Verletzt {
        /// Where, shortly.
        stelle: String,
    },
}

/// What a scanner says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Schadurteil {
    /// Nothing found.
    Sauber,
    /// The office has no scanner.
    NichtGeprueft,
    /// There is a scanner, and it does not answer: the step is done again.
    Gestoert,
    /// Something was found.
    Fund {
        /// Its name.
        name: String,
    },
}

/// Who looks into the content; implemented by whoever has schemas and a scanner.
///
/// Content is a stranger's: an implementation that parses it does so in a process of its own.
pub trait Inhaltspruefung {
    /// Tells whether the destination offers a schema.
    fn angeboten(&self, schema: &str) -> bool;
    /// Compares data with their schema.
    fn fachdaten(&self, schema: &str, mime: &str, bytes: &[u8]) -> Schemaurteil;
    /// Has a part looked at by a scanner.
    fn schadprogramm(&self, bytes: &[u8]) -> Schadurteil;
}

/// An office without schemas and without a scanner: only the form is looked at, and said to be.
#[derive(Debug, Clone, Copy)]
pub struct NurForm;

impl Inhaltspruefung for NurForm {
    fn angeboten(&self, _: &str) -> bool {
        true
    }

    fn fachdaten(&self, _: &str, _: &str, _: &[u8]) -> Schemaurteil {
        Schemaurteil::NichtGeprueft
    }

    fn schadprogramm(&self, _: &[u8]) -> Schadurteil {
        Schadurteil::NichtGeprueft
    }
}

/// An application that is kept here, for whoever makes an Eingang of it.
#[derive(Debug, Clone)]
pub struct Einreichung {
    /// What the sender says about it.
    pub metadaten: Metadaten,
    /// The data as rows; absent where there are none, or none that can be shown so.
    pub formular: Option<Formular>,
    /// Attachments that are kept, in the order of the metadata, then those they do not describe.
    pub anlagen: Vec<Uuid>,
}

impl Empfang<'_> {
    /// Opens every part, looks into it and keeps it at the first place.
    pub(super) fn entschluesseln(&self, u: &mut Uebermittlung) -> Result<(), SchrittError> {
        let mut found = Vec::new();
        u.summen.clear();
        u.auf_schadprogramme_geprueft = true;
        let metadaten = match self.auf(u, Stueck::Metadaten, METADATEN_BYTES_MAX, &mut found)? {
            None => None,
            Some(bytes) => match Metadaten::lesen(&bytes) {
                Ok(metadaten) => Some(metadaten),
                Err(_) => {
                    found.push(Pruefgrund::MetadatenUnlesbar);
                    None
                }
            },
        };
        if let Some(metadaten) = &metadaten {
            self.angaben(u, metadaten, &mut found);
        }
        if u.mit_fachdaten {
            self.daten(u, metadaten.as_ref(), &mut found)?;
        }
        for id in u.anlagen.clone() {
            if u.fehlend.contains(&id) {
                continue;
            }
            let stueck = Stueck::Anlage(id);
            let opened = self.auf(u, stueck, ANLAGE_BYTES_MAX, &mut found)?;
            let told = metadaten.as_ref().and_then(|metadaten| metadaten.anlage(id));
            // The hash of an attachment in pieces is that of the whole.
            let told = told.filter(|told| !told.zerteilt);
            if let (Some(bytes), Some(told)) = (opened, told)
                && sha512(&bytes) != told.sha512
            {
                found.push(Pruefgrund::PruefsummeWeichtAb { stueck });
            }
        }
        u.fortsetzen(Schritt::Entschluesseln, found, Stand::Entschluesselt);
        Ok(())
    }

    /// Opens a part, has it scanned, and keeps it; nothing if it cannot be opened.
    fn auf(
        &self,
        u: &mut Uebermittlung,
        stueck: Stueck,
        bytes_max: usize,
        found: &mut Vec<Pruefgrund>,
    ) -> Result<Option<Vec<u8>>, SchrittError> {
        let token = holen(self.erster, &u.teil(Form::Verschluesselt, stueck));
        let token = token.map_err(am_ort(Ort::Erster))?;
        let token = String::from_utf8(token).unwrap_or_default();
        let bytes = match jwe::decrypt(&token, self.bund, bytes_max) {
            Ok(opened) => opened.bytes,
            Err(error) => {
                found.push(match error {
                    JweError::KeyMissing { kid } => Pruefgrund::SchluesselFehlt { stueck, kid },
                    JweError::TooLarge { .. } => Pruefgrund::StueckZuGross { stueck: Some(stueck) },
                    JweError::Form | JweError::Verfahren | JweError::Closed | JweError::Packing => {
                        Pruefgrund::NichtZuOeffnen { stueck }
                    }
                });
                return Ok(None);
            }
        };
        match self.pruefung.schadprogramm(&bytes) {
            Schadurteil::Sauber => {}
            Schadurteil::NichtGeprueft => u.auf_schadprogramme_geprueft = false,
            Schadurteil::Gestoert => return Err(SchrittError::Scanner),
            Schadurteil::Fund { name } => {
                found.push(Pruefgrund::Schadprogramm { stueck, name });
            }
        }
        bewahren(self.erster, &u.teil(Form::Klar, stueck), &bytes).map_err(am_ort(Ort::Erster))?;
        u.summen.insert(stueck, sha512(&bytes));
        Ok(Some(bytes))
    }

    /// Compares what the metadata say with what was announced.
    fn angaben(&self, u: &Uebermittlung, metadaten: &Metadaten, found: &mut Vec<Pruefgrund>) {
        let defects = metadaten.maengel.iter();
        found.extend(defects.map(|one| Pruefgrund::Metadatenmangel { feld: one.feld.clone() }));
        if !metadaten.fassung_bekannt {
            let fassung = metadaten.fassung.clone().unwrap_or_default();
            found.push(Pruefgrund::MetadatenfassungUnbekannt { fassung });
        }
        for anlage in &metadaten.anlagen {
            if !u.anlagen.contains(&anlage.id) {
                found.push(Pruefgrund::AnlageNichtAngekuendigt { anlage: anlage.id });
            }
            if anlage.zerteilt {
                found.push(Pruefgrund::AnlageZerteilt { anlage: anlage.id });
            }
        }
        let undescribed = u.anlagen.iter().filter(|id| metadaten.anlage(**id).is_none());
        found.extend(undescribed.map(|id| Pruefgrund::AnlageNichtBeschrieben { anlage: *id }));
        match &metadaten.fachdaten {
            Some(_) if !u.mit_fachdaten => found.push(Pruefgrund::FachdatenFehlen),
            Some(told) if !self.pruefung.angeboten(&told.schema) => {
                found.push(Pruefgrund::SchemaNichtAngeboten { schema: told.schema.clone() });
            }
            Some(_) => {}
            None if u.mit_fachdaten => found.push(Pruefgrund::FachdatenNichtBeschrieben),
            None => {}
        }
    }

    /// Opens the data and compares them with hash and schema.
    fn daten(
        &self,
        u: &mut Uebermittlung,
        metadaten: Option<&Metadaten>,
        found: &mut Vec<Pruefgrund>,
    ) -> Result<(), SchrittError> {
        let stueck = Stueck::Fachdaten;
        let Some(bytes) = self.auf(u, stueck, FACHDATEN_BYTES_MAX, found)? else { return Ok(()) };
        let Some(told) = metadaten.and_then(|metadaten| metadaten.fachdaten.as_ref()) else {
            return Ok(());
        };
        if sha512(&bytes) != told.sha512 {
            found.push(Pruefgrund::PruefsummeWeichtAb { stueck });
        }
        if Formular::lesen(&bytes, &told.mime).is_err() {
            found.push(Pruefgrund::FachdatenUnlesbar);
            return Ok(());
        }
        match self.pruefung.fachdaten(&told.schema, &told.mime, &bytes) {
            Schemaurteil::Gueltig => u.schema_geprueft = true,
            Schemaurteil::NichtGeprueft => u.schema_geprueft = false,
            Schemaurteil::Verletzt { stelle } => {
                u.schema_geprueft = true;
                found.push(Pruefgrund::SchemaVerletzt { stelle });
            }
        }
        Ok(())
    }
}

impl Uebermittlung {
    /// Reads an opened application from a place of custody; nothing if its metadata are not there
    /// or cannot be read.
    pub fn einreichung(&self, ort: &dyn Verwahrort) -> Result<Option<Einreichung>, VerwahrError> {
        let Some(bytes) = ort.lesen(&self.teil(Form::Klar, Stueck::Metadaten))? else {
            return Ok(None);
        };
        let Ok(metadaten) = Metadaten::lesen(&bytes) else { return Ok(None) };
        let mime = metadaten.fachdaten.as_ref().map(|told| told.mime.as_str());
        let data = ort.lesen(&self.teil(Form::Klar, Stueck::Fachdaten))?;
        let formular = data.zip(mime).and_then(|(data, mime)| Formular::lesen(&data, mime).ok());
        let kept = |id: &Uuid| self.summen.contains_key(&Stueck::Anlage(*id));
        let told = metadaten.anlagen.iter().map(|anlage| anlage.id);
        let rest = self.anlagen.iter().copied().filter(|id| metadaten.anlage(*id).is_none());
        let anlagen = told.chain(rest).filter(kept).collect();
        Ok(Some(Einreichung { metadaten, formular, anlagen }))
    }
}

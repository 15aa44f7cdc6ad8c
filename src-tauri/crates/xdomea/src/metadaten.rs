//! What Akte, Vorgang and Dokument have in common.
//!
//! Never computes a retention: it says what the sender said.

use jiff::civil::Date;

use crate::aktenplan::Aktenplaneinheit;
use crate::code::{
    Bewertung, Bewertungsvorschlag, Medium, Schriftgutobjekttyp, Vertraulichkeitsstufe,
};
use crate::error::ReadError;
use crate::id::ObjektId;
use crate::leser::Leser;
use crate::schreiber::Schreiber;
use crate::wert::{Wert, satz};
use crate::zeit::Zeitangabe;

satz! {
    /// Which object it is (`IdentifikationObjektType`).
    Identifikation {
        /// The id, the same in every system.
        id: ObjektId = "ID",
        /// Place in the object around it: Heftungsnummer, number of the volume.
        nummer: Option<u32> = "NummerImUebergeordnetenContainer",
    }
}

impl From<ObjektId> for Identifikation {
    fn from(id: ObjektId) -> Self {
        Self { id, nummer: None }
    }
}

satz! {
    /// What an object is about (`AllgemeineMetadatenType`).
    #[derive(Default)]
    AllgemeineMetadaten {
        /// Subject.
        betreff: Option<String> = "Betreff",
        /// Aktenzeichen, for an Akte.
        kennzeichen: Option<String> = "Kennzeichen",
        /// Who has the lead.
        federfuehrung: Option<String> = "Federfuehrung",
        /// Who keeps the file.
        aktenfuehrung: Option<String> = "Aktenfuehrung",
        /// Who may see it.
        vertraulichkeitsstufe: Option<Vertraulichkeitsstufe> = "Vertraulichkeitsstufe",
        /// Anything else.
        bemerkung: Option<String> = "Bemerkung",
        /// Paper or not.
        medium: Option<Medium> = "Medium",
        /// Place in the Aktenplan.
        aktenplaneinheit: Option<Aktenplaneinheit> = "Aktenplaneinheit",
    }
}

satz! {
    /// What the archive and the retention need (`MetadatenAussonderungType`).
    #[derive(Default)]
    ArchivspezifischeMetadaten {
        /// How long it is kept.
        aufbewahrungsdauer: Option<Aufbewahrungsdauer> = "Aufbewahrungsdauer",
        /// The appraisal.
        aussonderungsart: Option<Aussonderungsart> = "Aussonderungsart",
        /// Identifier at the archive or the receiving office.
        kennung: Option<String> = "Kennung",
        /// What the office proposes.
        bewertungsvorschlag: Option<Bewertungsvorschlag> = "Bewertungsvorschlag",
        /// Last day of the retention; before 3.0.0 only a year, whose last day it is then.
        aufbewahrungsende: Option<Date> = "Aufbewahrungsende",
    }
}

/// How long something is kept after it was closed (`AufbewahrungsdauerType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aufbewahrungsdauer {
    /// So many years.
    Jahre(u16),
    /// For good, where it says so.
    Unbefristet(bool),
}

impl Wert for Aufbewahrungsdauer {
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
        if leser.fassung().alt() {
            return Ok(u16::lesen(leser)?.map(Self::Jahre));
        }
        let mut wert = None;
        let mut there = false;
        while leser.kind()? {
            match leser.name() {
                "AnzahlJahre" | "Unbefristet" if there => return Err(leser.doppelt()),
                "AnzahlJahre" => (wert, there) = (u16::lesen(leser)?.map(Self::Jahre), true),
                "Unbefristet" => (wert, there) = (bool::lesen(leser)?.map(Self::Unbefristet), true),
                _ => leser.unbekannt()?,
            }
        }
        if !there {
            return Err(leser.fehlt("AnzahlJahre"));
        }
        leser.schliessen();
        Ok(wert)
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        schreiber.oeffnen(name);
        match self {
            Self::Jahre(jahre) => jahre.schreiben("AnzahlJahre", schreiber),
            Self::Unbefristet(wahr) => wahr.schreiben("Unbefristet", schreiber),
        }
        schreiber.schliessen(name);
    }
}

/// The archive's appraisal of an object, or of what a plan unit holds (`AussonderungsartType`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aussonderungsart {
    /// One of the standard's.
    Bewertung(Bewertung),
    /// One that the two sides agreed on.
    Konfigurierbar(String),
}

impl Wert for Aussonderungsart {
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
        if leser.fassung().alt() {
            return Ok(Bewertung::lesen(leser)?.map(Self::Bewertung));
        }
        let mut wert = None;
        let mut there = false;
        while leser.kind()? {
            match leser.name() {
                "Aussonderungsart" | "AussonderungsartKonfigurierbar" if there => {
                    return Err(leser.doppelt());
                }
                "Aussonderungsart" => {
                    (wert, there) = (Bewertung::lesen(leser)?.map(Self::Bewertung), true);
                }
                "AussonderungsartKonfigurierbar" => {
                    (wert, there) = (String::lesen(leser)?.map(Self::Konfigurierbar), true);
                }
                _ => leser.unbekannt()?,
            }
        }
        if !there {
            return Err(leser.fehlt("Aussonderungsart"));
        }
        leser.schliessen();
        Ok(wert)
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        schreiber.oeffnen(name);
        match self {
            Self::Bewertung(bewertung) => bewertung.schreiben("Aussonderungsart", schreiber),
            Self::Konfigurierbar(text) => {
                text.schreiben("AussonderungsartKonfigurierbar", schreiber);
            }
        }
        schreiber.schliessen(name);
    }
}

satz! {
    /// From when until when (`ZeitraumType`).
    #[derive(Default)]
    Zeitraum {
        /// First day.
        beginn: Option<Date> = "Beginn",
        /// Last day.
        ende: Option<Date> = "Ende",
    }
}

satz! {
    /// A row of an object's history (`HistorienProtokollInformationType`).
    Historieneintrag {
        /// What changed.
        metadatum_name: Option<String> = "MetadatumName" | "Metadatum",
        /// What it was.
        alter_wert: Option<String> = "MetadatumAlterWert" | "AlterWert",
        /// What it became.
        neuer_wert: Option<String> = "MetadatumNeuerWert" | "NeuerWert",
        /// Who did it.
        akteur: String = "Akteur",
        /// When.
        um: Zeitangabe = "DatumUhrzeit",
        /// Why.
        bemerkung: Option<String> = "Bemerkung",
        /// What was done.
        aktion: String = "Aktion",
    }
}

satz! {
    /// A reference to another object (`VerweisType`).
    Verweis {
        /// Its id.
        id: Option<ObjektId> = "ID",
        /// What it is.
        typ: Schriftgutobjekttyp = "SGOTyp",
        /// Its reference number.
        kennzeichen: Option<String> = "SGOKennzeichen",
        /// Why it is referred to.
        bemerkung: Option<String> = "Bemerkung",
    }
}

//! Akte, Teilakte and Vorgang.
//!
//! Never two ways to say what lies where: a part lies in exactly one whole.

use jiff::civil::Date;

use crate::dokument::Dokument;
use crate::error::ReadError;
use crate::erweiterung::{Erweiterung, ErweiterungXml};
use crate::geschaeftsgang::Geschaeftsgang;
use crate::id::ObjektId;
use crate::kontakt::Kontakt;
use crate::leser::Leser;
use crate::metadaten::{
    AllgemeineMetadaten, ArchivspezifischeMetadaten, Historieneintrag, Identifikation, Verweis,
    Zeitraum,
};
use crate::schreiber::Schreiber;
use crate::wert::{Feld, Wert, satz};

satz! {
    /// A file, or a part of one: Teilakte, volume (`AkteType`).
    Akte {
        /// Which one it is.
        identifikation: Identifikation = "Identifikation",
        /// What it is about.
        metadaten: Option<AllgemeineMetadaten> = "AllgemeineMetadaten",
        /// Retention and appraisal.
        archiv: Option<ArchivspezifischeMetadaten> = "ArchivspezifischeMetadaten",
        /// Where its paper is.
        standort: Option<String> = "Standort",
        /// What kind of file.
        typ: Option<String> = "Typ",
        /// From when until when it was worked on.
        laufzeit: Option<Zeitraum> = "Laufzeit",
        /// Its history.
        historie: Vec<Historieneintrag> = "HistorienProtokollInformation",
        /// Its way through people.
        interner_geschaeftsgang: Option<Geschaeftsgang> = "InternerGeschaeftsgang",
        /// What lies in it.
        inhalt: Akteninhalt = "Akteninhalt" | "Teilakte",
        /// References to other objects.
        verweise: Vec<Verweis> = "Verweis",
        /// Who takes part.
        kontakte: Vec<Kontakt> = "Kontakt",
        /// Was closed.
        zda: Option<bool> = "ZdA",
        /// When it was closed.
        zda_am: Option<Date> = "ZdADatum",
        /// Fields of the sending program.
        erweiterung: Option<Erweiterung> = "AnwendungsspezifischeErweiterung",
        /// XML of the sending program.
        erweiterung_xml: Option<ErweiterungXml> = "AnwendungsspezifischeErweiterungXML",
    }
}

impl Akte {
    /// Makes a file without anything.
    #[must_use]
    pub fn neu(id: ObjektId) -> Self {
        Self {
            identifikation: id.into(),
            metadaten: None,
            archiv: None,
            standort: None,
            typ: None,
            laufzeit: None,
            historie: Vec::new(),
            interner_geschaeftsgang: None,
            inhalt: Akteninhalt::default(),
            verweise: Vec::new(),
            kontakte: Vec::new(),
            zda: None,
            zda_am: None,
            erweiterung: None,
            erweiterung_xml: None,
        }
    }
}

/// What lies in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Akteninhalt {
    /// Documents.
    pub dokumente: Vec<Dokument>,
    /// Cases.
    pub vorgaenge: Vec<Vorgang>,
    /// Parts.
    pub teilakten: Vec<Akte>,
}

impl Akteninhalt {
    /// Whether nothing lies in it.
    #[must_use]
    pub fn leer(&self) -> bool {
        self.dokumente.is_empty() && self.vorgaenge.is_empty() && self.teilakten.is_empty()
    }
}

impl Feld for Akteninhalt {
    type Platz = Self;

    fn aufnehmen(platz: &mut Self, leser: &mut Leser<'_>) -> Result<(), ReadError> {
        // Before 3.0.0 parts of a file stand beside its content, not in it.
        if leser.name() == "Teilakte" {
            platz.teilakten.extend(Akte::lesen(leser)?);
            return Ok(());
        }
        while leser.kind()? {
            match leser.name() {
                "Dokument" => platz.dokumente.extend(Dokument::lesen(leser)?),
                "Vorgang" => platz.vorgaenge.extend(Vorgang::lesen(leser)?),
                "Teilakte" => platz.teilakten.extend(Akte::lesen(leser)?),
                _ => leser.unbekannt()?,
            }
        }
        leser.schliessen();
        Ok(())
    }

    fn fertig(platz: Self, _leser: &mut Leser<'_>, _name: &'static str) -> Result<Self, ReadError> {
        Ok(platz)
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        if self.leer() {
            return;
        }
        schreiber.oeffnen(name);
        Feld::schreiben(&self.dokumente, "Dokument", schreiber);
        Feld::schreiben(&self.vorgaenge, "Vorgang", schreiber);
        Feld::schreiben(&self.teilakten, "Teilakte", schreiber);
        schreiber.schliessen(name);
    }
}

satz! {
    /// A case, or a part of one (`VorgangType`).
    Vorgang {
        /// Which one it is.
        identifikation: Identifikation = "Identifikation",
        /// What it is about.
        metadaten: Option<AllgemeineMetadaten> = "AllgemeineMetadaten",
        /// Retention and appraisal.
        archiv: Option<ArchivspezifischeMetadaten> = "ArchivspezifischeMetadaten",
        /// Subject of the file it belongs to.
        aktenbetreff: Option<String> = "Aktenbetreff",
        /// What kind of case.
        typ: Option<String> = "Typ",
        /// Was closed.
        zda: Option<bool> = "ZdA",
        /// When it was closed.
        zda_am: Option<Date> = "ZdADatum",
        /// From when until when it was worked on.
        laufzeit: Option<Zeitraum> = "Laufzeit",
        /// Its history.
        historie: Vec<Historieneintrag> = "HistorienProtokollInformation",
        /// Its way through people.
        interner_geschaeftsgang: Option<Geschaeftsgang> = "InternerGeschaeftsgang",
        /// Documents in it.
        dokumente: Vec<Dokument> = "Dokument",
        /// References to other objects.
        verweise: Vec<Verweis> = "Verweis",
        /// Who takes part.
        kontakte: Vec<Kontakt> = "Kontakt",
        /// Parts of it.
        teilvorgaenge: Vec<Vorgang> = "Teilvorgang",
        /// Fields of the sending program.
        erweiterung: Option<Erweiterung> = "AnwendungsspezifischeErweiterung",
        /// XML of the sending program.
        erweiterung_xml: Option<ErweiterungXml> = "AnwendungsspezifischeErweiterungXML",
    }
}

impl Vorgang {
    /// Makes a case without anything.
    #[must_use]
    pub fn neu(id: ObjektId) -> Self {
        Self {
            identifikation: id.into(),
            metadaten: None,
            archiv: None,
            aktenbetreff: None,
            typ: None,
            zda: None,
            zda_am: None,
            laufzeit: None,
            historie: Vec::new(),
            interner_geschaeftsgang: None,
            dokumente: Vec::new(),
            verweise: Vec::new(),
            kontakte: Vec::new(),
            teilvorgaenge: Vec::new(),
            erweiterung: None,
            erweiterung_xml: None,
        }
    }
}

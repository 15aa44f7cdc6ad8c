//! A message: head and content, read from bytes and written to bytes.
//!
//! Never written in a form it would not be read in again.

use crate::akte::{Akte, Vorgang};
use crate::aktenplan::Aktenplan;
use crate::dokument::Dokument;
use crate::error::{ReadError, WriteError};
use crate::fassung::{Fassung, NAMENSRAUM};
use crate::hinweis::{Befund, Hinweis};
use crate::kopf::{Kopf, System};
use crate::leser::{self, Leser};
use crate::pruefung;
use crate::rueckmeldung::{BewertetesObjekt, Rueckmeldung};
use crate::schreiber::Schreiber;
use crate::typ::Nachrichtentyp;
use crate::wert::{Feld, Wert};
use crate::zeit::Zeitangabe;

/// A message of the standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nachricht {
    /// Process, sender, recipient, time.
    pub kopf: Kopf,
    /// What it says.
    pub inhalt: Inhalt,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inhalt {
    /// 0301: an Aktenplan.
    Aktenplan(Aktenplan),
    /// 0302: the Aktenplan arrived.
    AktenplanEmpfangen,
    /// 0401: records for another office or system.
    Abgabe(Uebergabe),
    /// 0402: what became of each record.
    AbgabeImportiert(Rueckmeldung),
    /// 0403: the records arrived.
    AbgabeEmpfangen,
    /// 0501: records the archive may want, without their files.
    Anbieteverzeichnis(Uebergabe),
    /// 0502: what the archive wants.
    Bewertungsverzeichnis(Vec<BewertetesObjekt>),
    /// 0503: records for the archive.
    Aussonderung(Uebergabe),
    /// 0504: the offer arrived.
    AnbietungEmpfangen,
    /// 0505: the appraisal arrived.
    BewertungEmpfangen,
    /// 0506: what became of each record.
    AussonderungImportiert(Rueckmeldung),
    /// 0507: the records arrived.
    AussonderungEmpfangen,
}

/// Records that are handed over or offered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Uebergabe {
    /// Letters about the records; at most one in 0401.
    pub anschreiben: Vec<Dokument>,
    /// The records; at least one.
    pub objekte: Vec<Schriftgutobjekt>,
    /// The Aktenplan they follow.
    pub aktenplan: Option<Aktenplan>,
}

/// A record that is handed over by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Schriftgutobjekt {
    /// A file.
    Akte(Box<Akte>),
    /// A case.
    Vorgang(Box<Vorgang>),
    /// A document.
    Dokument(Box<Dokument>),
}

/// A message as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gelesen {
    /// Version of the standard.
    pub fassung: Fassung,
    /// The message.
    pub nachricht: Nachricht,
    /// What was noticed.
    pub hinweise: Vec<Hinweis>,
}

/// A message as bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Geschrieben {
    /// The XML.
    pub xml: Vec<u8>,
    /// Characters XML does not know, written as U+FFFD.
    pub ersetzte_zeichen: usize,
}

impl Inhalt {
    /// Returns which message it is.
    #[must_use]
    pub fn typ(&self) -> Nachrichtentyp {
        match self {
            Self::Aktenplan(_) => Nachrichtentyp::Aktenplan,
            Self::AktenplanEmpfangen => Nachrichtentyp::AktenplanEmpfangen,
            Self::Abgabe(_) => Nachrichtentyp::Abgabe,
            Self::AbgabeImportiert(_) => Nachrichtentyp::AbgabeImportiert,
            Self::AbgabeEmpfangen => Nachrichtentyp::AbgabeEmpfangen,
            Self::Anbieteverzeichnis(_) => Nachrichtentyp::Anbieteverzeichnis,
            Self::Bewertungsverzeichnis(_) => Nachrichtentyp::Bewertungsverzeichnis,
            Self::Aussonderung(_) => Nachrichtentyp::Aussonderung,
            Self::AnbietungEmpfangen => Nachrichtentyp::AnbietungEmpfangen,
            Self::BewertungEmpfangen => Nachrichtentyp::BewertungEmpfangen,
            Self::AussonderungImportiert(_) => Nachrichtentyp::AussonderungImportiert,
            Self::AussonderungEmpfangen => Nachrichtentyp::AussonderungEmpfangen,
        }
    }

    /// Returns the records, if it carries some.
    #[must_use]
    pub fn uebergabe(&self) -> Option<&Uebergabe> {
        match self {
            Self::Abgabe(uebergabe)
            | Self::Anbieteverzeichnis(uebergabe)
            | Self::Aussonderung(uebergabe) => Some(uebergabe),
            _ => None,
        }
    }
}

impl Nachricht {
    /// Makes a message; the head keeps those wishes that the message can carry.
    #[must_use]
    pub fn neu(mut kopf: Kopf, inhalt: Inhalt) -> Self {
        kopf.fuer(inhalt.typ());
        Self { kopf, inhalt }
    }

    /// Makes the answer to this message: same process, sender and recipient change places.
    #[must_use]
    pub fn antwort(&self, um: Zeitangabe, system: Option<System>, inhalt: Inhalt) -> Self {
        let (absender, empfaenger) = (self.kopf.empfaenger.clone(), self.kopf.absender.clone());
        let kopf = Kopf { system, ..Kopf::neu(self.kopf.prozess, um, absender, empfaenger) };
        Self::neu(kopf, inhalt)
    }

    /// Reads a message of any version.
    pub fn read(bytes: &[u8]) -> Result<Gelesen, ReadError> {
        let mut leser = Leser::new(leser::text(bytes)?);
        let (namensraum, name) = leser.wurzel()?;
        let Some(nummer) = namensraum.strip_prefix(NAMENSRAUM) else {
            return Err(ReadError::NotXdomea);
        };
        let fassung = Fassung::ALLE.into_iter().find(|fassung| fassung.nummer() == nummer);
        let Some(fassung) = fassung else {
            return Err(ReadError::Version { fassung: nummer.chars().take(20).collect() });
        };
        let Some(typ) = Nachrichtentyp::aus_element(&name) else {
            return Err(ReadError::Message { name });
        };
        leser.gilt(fassung);
        let nachricht = lesen(&mut leser, typ)?;
        leser.schliessen();
        let hinweise = leser.ende()?;
        Ok(Gelesen { fassung, nachricht, hinweise })
    }

    /// Writes the message in version 3.0.0 or 3.1.0.
    pub fn write(&self, fassung: Fassung) -> Result<Geschrieben, WriteError> {
        if fassung.alt() {
            return Err(WriteError::Version { fassung: fassung.nummer() });
        }
        pruefung::schreibbar(self)?;
        let wurzel = self.inhalt.typ().element();
        let mut schreiber = Schreiber::new(&wurzel, &fassung.namensraum());
        let mut kopf = self.kopf.clone();
        kopf.fuer(self.inhalt.typ());
        Wert::schreiben(&kopf, "Kopf", &mut schreiber);
        self.inhalt.schreiben(&mut schreiber);
        let (xml, ersetzte_zeichen) = schreiber.ende(&wurzel);
        if xml.len() > leser::XML_BYTES_MAX {
            return Err(WriteError::TooLarge { max: leser::XML_BYTES_MAX });
        }
        Ok(Geschrieben { xml: xml.into_bytes(), ersetzte_zeichen })
    }
}

/// What was read of a message so far.
#[derive(Default)]
struct Plaetze {
    kopf: Option<Kopf>,
    uebergabe: Uebergabe,
    bewertet: Vec<BewertetesObjekt>,
    rueckmeldung: Rueckmeldung,
}

fn lesen(leser: &mut Leser<'_>, typ: Nachrichtentyp) -> Result<Nachricht, ReadError> {
    let mut plaetze = Plaetze::default();
    while leser.kind()? {
        if leser.name() == "Kopf" {
            <Kopf as Feld>::aufnehmen(&mut plaetze.kopf, leser)?;
        } else if !plaetze.feld(leser, typ)? {
            leser.unbekannt()?;
        }
    }
    let Some(kopf) = plaetze.kopf.take() else { return Err(leser.fehlt("Kopf")) };
    if kopf.typ != typ {
        leser.notieren(Befund::Nachrichtentyp { kopf: kopf.typ.code(), wurzel: typ.code() })?;
    }
    let inhalt = plaetze.inhalt(leser, typ)?;
    Ok(Nachricht::neu(kopf, inhalt))
}

impl Plaetze {
    /// Reads the open element, if the message has it.
    fn feld(&mut self, leser: &mut Leser<'_>, typ: Nachrichtentyp) -> Result<bool, ReadError> {
        use Nachrichtentyp as T;
        let records = matches!(typ, T::Abgabe | T::Anbieteverzeichnis | T::Aussonderung);
        let answer = matches!(typ, T::AbgabeImportiert | T::AussonderungImportiert);
        match leser.name() {
            "Anschreiben" if records => {
                self.uebergabe.anschreiben.extend(Dokument::lesen(leser)?);
            }
            "Schriftgutobjekt" if records => {
                self.uebergabe.objekte.extend(Schriftgutobjekt::lesen(leser)?);
            }
            "Aktenplan" if records || typ == T::Aktenplan => {
                <Option<Aktenplan> as Feld>::aufnehmen(&mut self.uebergabe.aktenplan, leser)?;
            }
            "BewertetesObjekt" if typ == T::Bewertungsverzeichnis => {
                self.bewertet.extend(BewertetesObjekt::lesen(leser)?);
            }
            _ if answer => return self.rueckmeldung.feld(leser),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn inhalt(self, leser: &mut Leser<'_>, typ: Nachrichtentyp) -> Result<Inhalt, ReadError> {
        use Nachrichtentyp as T;
        let Self { uebergabe, bewertet, rueckmeldung, .. } = self;
        let records = matches!(typ, T::Abgabe | T::Anbieteverzeichnis | T::Aussonderung);
        if records && uebergabe.objekte.is_empty() {
            return Err(leser.fehlt("Schriftgutobjekt"));
        }
        if typ == T::Bewertungsverzeichnis && bewertet.is_empty() {
            return Err(leser.fehlt("BewertetesObjekt"));
        }
        let answer = matches!(typ, T::AbgabeImportiert | T::AussonderungImportiert);
        if answer && rueckmeldung.leer() {
            return Err(leser.fehlt("Erfolgreich"));
        }
        Ok(match typ {
            T::Aktenplan => match uebergabe.aktenplan {
                Some(aktenplan) => Inhalt::Aktenplan(aktenplan),
                None => return Err(leser.fehlt("Aktenplan")),
            },
            T::AktenplanEmpfangen => Inhalt::AktenplanEmpfangen,
            T::Abgabe => Inhalt::Abgabe(uebergabe),
            T::AbgabeImportiert => Inhalt::AbgabeImportiert(rueckmeldung),
            T::AbgabeEmpfangen => Inhalt::AbgabeEmpfangen,
            T::Anbieteverzeichnis => Inhalt::Anbieteverzeichnis(uebergabe),
            T::Bewertungsverzeichnis => Inhalt::Bewertungsverzeichnis(bewertet),
            T::Aussonderung => Inhalt::Aussonderung(uebergabe),
            T::AnbietungEmpfangen => Inhalt::AnbietungEmpfangen,
            T::BewertungEmpfangen => Inhalt::BewertungEmpfangen,
            T::AussonderungImportiert => Inhalt::AussonderungImportiert(rueckmeldung),
            T::AussonderungEmpfangen => Inhalt::AussonderungEmpfangen,
        })
    }
}

impl Inhalt {
    fn schreiben(&self, schreiber: &mut Schreiber) {
        match self {
            Self::Aktenplan(aktenplan) => Wert::schreiben(aktenplan, "Aktenplan", schreiber),
            Self::Abgabe(uebergabe)
            | Self::Anbieteverzeichnis(uebergabe)
            | Self::Aussonderung(uebergabe) => {
                Feld::schreiben(&uebergabe.anschreiben, "Anschreiben", schreiber);
                Feld::schreiben(&uebergabe.objekte, "Schriftgutobjekt", schreiber);
                Feld::schreiben(&uebergabe.aktenplan, "Aktenplan", schreiber);
            }
            Self::Bewertungsverzeichnis(bewertet) => {
                Feld::schreiben(bewertet, "BewertetesObjekt", schreiber);
            }
            Self::AbgabeImportiert(rueckmeldung) => {
                rueckmeldung.schreiben("AbgegebenesObjekt", schreiber);
            }
            Self::AussonderungImportiert(rueckmeldung) => {
                rueckmeldung.schreiben("AusgesondertesSGO", schreiber);
            }
            Self::AktenplanEmpfangen
            | Self::AbgabeEmpfangen
            | Self::AnbietungEmpfangen
            | Self::BewertungEmpfangen
            | Self::AussonderungEmpfangen => {}
        }
    }
}

impl Wert for Schriftgutobjekt {
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
        let mut objekt = None;
        while leser.kind()? {
            match leser.name() {
                "Akte" | "Vorgang" | "Dokument" if objekt.is_some() => return Err(leser.doppelt()),
                "Akte" => objekt = Akte::lesen(leser)?.map(|akte| Self::Akte(Box::new(akte))),
                "Vorgang" => {
                    objekt = Vorgang::lesen(leser)?.map(|vorgang| Self::Vorgang(Box::new(vorgang)));
                }
                "Dokument" => {
                    objekt =
                        Dokument::lesen(leser)?.map(|dokument| Self::Dokument(Box::new(dokument)));
                }
                _ => leser.unbekannt()?,
            }
        }
        if objekt.is_none() {
            return Err(leser.fehlt("Akte"));
        }
        leser.schliessen();
        Ok(objekt)
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        schreiber.oeffnen(name);
        match self {
            Self::Akte(akte) => Wert::schreiben(akte.as_ref(), "Akte", schreiber),
            Self::Vorgang(vorgang) => Wert::schreiben(vorgang.as_ref(), "Vorgang", schreiber),
            Self::Dokument(dokument) => Wert::schreiben(dokument.as_ref(), "Dokument", schreiber),
        }
        schreiber.schliessen(name);
    }
}

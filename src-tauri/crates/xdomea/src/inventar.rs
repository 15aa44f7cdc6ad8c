//! What a message holds: every object with its depth, and every file it names.
//!
//! Never changes the message.

use crate::akte::{Akte, Vorgang};
use crate::aktenplan::Aktenplan;
use crate::dokument::{Dateiname, Dokument, Format, SignaturSiegel};
use crate::geschaeftsgang::Geschaeftsgang;
use crate::id::ObjektId;
use crate::nachricht::{Inhalt, Nachricht, Schriftgutobjekt, Uebergabe};

/// What a message holds.
#[derive(Debug, Default)]
pub(crate) struct Inventar<'n> {
    /// Ids of objects and of their ways through people, and how many objects are around each.
    pub(crate) ids: Vec<(ObjektId, usize)>,
    /// Files.
    pub(crate) dateien: Vec<&'n Dateiname>,
    /// An element that has to stand there and does not.
    pub(crate) leer: Option<&'static str>,
}

impl<'n> Inventar<'n> {
    /// Takes stock of a message.
    pub(crate) fn von(nachricht: &'n Nachricht) -> Self {
        let mut inventar = Self::default();
        match &nachricht.inhalt {
            Inhalt::Aktenplan(aktenplan) => inventar.aktenplan(aktenplan),
            Inhalt::Abgabe(uebergabe)
            | Inhalt::Anbieteverzeichnis(uebergabe)
            | Inhalt::Aussonderung(uebergabe) => inventar.uebergabe(uebergabe),
            Inhalt::Bewertungsverzeichnis(bewertet) => {
                inventar.verlangt("BewertetesObjekt", bewertet.is_empty());
            }
            Inhalt::AbgabeImportiert(rueckmeldung) => {
                inventar.verlangt("AbgegebenesObjekt", rueckmeldung.objekte.is_empty());
            }
            Inhalt::AussonderungImportiert(rueckmeldung) => {
                inventar.verlangt("AusgesondertesSGO", rueckmeldung.objekte.is_empty());
            }
            Inhalt::AktenplanEmpfangen
            | Inhalt::AbgabeEmpfangen
            | Inhalt::AnbietungEmpfangen
            | Inhalt::BewertungEmpfangen
            | Inhalt::AussonderungEmpfangen => {}
        }
        inventar
    }

    fn verlangt(&mut self, element: &'static str, leer: bool) {
        if leer {
            self.leer = Some(element);
        }
    }

    fn uebergabe(&mut self, uebergabe: &'n Uebergabe) {
        self.verlangt("Schriftgutobjekt", uebergabe.objekte.is_empty());
        for anschreiben in &uebergabe.anschreiben {
            self.dokument(anschreiben, 0);
        }
        for objekt in &uebergabe.objekte {
            match objekt {
                Schriftgutobjekt::Akte(akte) => self.akte(akte, 1),
                Schriftgutobjekt::Vorgang(vorgang) => self.vorgang(vorgang, 1),
                Schriftgutobjekt::Dokument(dokument) => self.dokument(dokument, 1),
            }
        }
        if let Some(aktenplan) = &uebergabe.aktenplan {
            self.aktenplan(aktenplan);
        }
    }

    fn aktenplan(&mut self, aktenplan: &'n Aktenplan) {
        for datei in &aktenplan.aktenplandateien {
            self.format(datei);
        }
    }

    fn akte(&mut self, akte: &'n Akte, tiefe: usize) {
        self.ids.push((akte.identifikation.id, tiefe));
        self.geschaeftsgang(akte.interner_geschaeftsgang.as_ref(), tiefe);
        for dokument in &akte.inhalt.dokumente {
            self.dokument(dokument, tiefe + 1);
        }
        for vorgang in &akte.inhalt.vorgaenge {
            self.vorgang(vorgang, tiefe + 1);
        }
        for teilakte in &akte.inhalt.teilakten {
            self.akte(teilakte, tiefe + 1);
        }
    }

    fn vorgang(&mut self, vorgang: &'n Vorgang, tiefe: usize) {
        self.ids.push((vorgang.identifikation.id, tiefe));
        self.geschaeftsgang(vorgang.interner_geschaeftsgang.as_ref(), tiefe);
        for dokument in &vorgang.dokumente {
            self.dokument(dokument, tiefe + 1);
        }
        for teilvorgang in &vorgang.teilvorgaenge {
            self.vorgang(teilvorgang, tiefe + 1);
        }
    }

    fn dokument(&mut self, dokument: &'n Dokument, tiefe: usize) {
        self.ids.push((dokument.identifikation.id, tiefe));
        self.geschaeftsgang(dokument.interner_geschaeftsgang.as_ref(), tiefe);
        for version in &dokument.versionen {
            self.verlangt("Format", version.formate.is_empty());
            for format in &version.formate {
                self.format(format);
            }
        }
        for anlage in &dokument.anlagen {
            self.dokument(&anlage.dokument, tiefe + 1);
        }
    }

    fn geschaeftsgang(&mut self, gang: Option<&'n Geschaeftsgang>, tiefe: usize) {
        let Some(gang) = gang else { return };
        self.ids.push((gang.identifikation.id, tiefe));
        self.verlangt("Beteiligungsschritt", gang.schritte.is_empty());
        for bearbeitung in gang.schritte.iter().filter_map(|schritt| schritt.bearbeitung.as_ref()) {
            for anlage in &bearbeitung.anlagen {
                self.dokument(anlage, tiefe + 1);
            }
        }
    }

    fn format(&mut self, format: &'n Format) {
        self.dateien.push(&format.primaerdokument.dateiname);
        if let Some(SignaturSiegel::Dateien(dateien)) = &format.primaerdokument.signatur_siegel {
            self.verlangt("SignaturSiegelDatei", dateien.is_empty());
            self.dateien.extend(dateien);
        }
    }
}

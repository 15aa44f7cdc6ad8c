//! What of a set of records goes into an offer, and what into the hand-over to the archive.
//!
//! Never changes a record: it leaves parts out of copies.

use crate::akte::{Akte, Vorgang};
use crate::code::Schriftgutobjekttyp;
use crate::dokument::Dokument;
use crate::geschaeftsgang::Geschaeftsgang;
use crate::id::ObjektId;
use crate::kopf::Kopf;
use crate::nachricht::{Inhalt, Nachricht, Schriftgutobjekt, Uebergabe};

/// An object the archive appraises: Akte, Teilakte, Vorgang, Teilvorgang, or a Dokument by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gegenstand {
    /// The object.
    pub id: ObjektId,
    /// The object it lies in.
    pub in_objekt: Option<ObjektId>,
    /// What it is.
    pub typ: Schriftgutobjekttyp,
}

/// Makes the offer (0501): the records without their files.
#[must_use]
pub fn anbieten(kopf: Kopf, uebergabe: &Uebergabe) -> Nachricht {
    let mut angebot = uebergabe.clone();
    angebot.anschreiben.iter_mut().for_each(dokument_ohne_dateien);
    for objekt in &mut angebot.objekte {
        match objekt {
            Schriftgutobjekt::Akte(akte) => akte_ohne_dateien(akte),
            Schriftgutobjekt::Vorgang(vorgang) => vorgang_ohne_dateien(vorgang),
            Schriftgutobjekt::Dokument(dokument) => dokument_ohne_dateien(dokument),
        }
    }
    if let Some(aktenplan) = &mut angebot.aktenplan {
        aktenplan.aktenplandateien.clear();
    }
    Nachricht::neu(kopf, Inhalt::Anbieteverzeichnis(angebot))
}

/// Makes the hand-over to the archive (0503): what is wanted, and what it lies in.
///
/// An object that is there only because it holds a wanted one loses its own documents.
#[must_use]
pub fn aussondern(
    kopf: Kopf,
    uebergabe: &Uebergabe,
    gewollt: &dyn Fn(ObjektId) -> bool,
) -> Nachricht {
    let objekte = uebergabe.objekte.iter().filter_map(|objekt| match objekt {
        Schriftgutobjekt::Akte(akte) => {
            akte_auswahl(akte, gewollt).map(|akte| Schriftgutobjekt::Akte(Box::new(akte)))
        }
        Schriftgutobjekt::Vorgang(vorgang) => vorgang_auswahl(vorgang, gewollt)
            .map(|vorgang| Schriftgutobjekt::Vorgang(Box::new(vorgang))),
        Schriftgutobjekt::Dokument(dokument) => {
            gewollt(dokument.identifikation.id).then(|| objekt.clone())
        }
    });
    let auswahl = Uebergabe {
        anschreiben: uebergabe.anschreiben.clone(),
        objekte: objekte.collect(),
        aktenplan: uebergabe.aktenplan.clone(),
    };
    Nachricht::neu(kopf, Inhalt::Aussonderung(auswahl))
}

/// Lists what the archive appraises, each object after the one it lies in.
#[must_use]
pub fn gegenstaende(uebergabe: &Uebergabe) -> Vec<Gegenstand> {
    let mut found = Vec::new();
    for objekt in &uebergabe.objekte {
        match objekt {
            Schriftgutobjekt::Akte(akte) => akte_gegenstaende(akte, None, &mut found),
            Schriftgutobjekt::Vorgang(vorgang) => vorgang_gegenstaende(vorgang, None, &mut found),
            Schriftgutobjekt::Dokument(dokument) => found.push(Gegenstand {
                id: dokument.identifikation.id,
                in_objekt: None,
                typ: Schriftgutobjekttyp::Dokument,
            }),
        }
    }
    found
}

fn akte_gegenstaende(akte: &Akte, in_objekt: Option<ObjektId>, found: &mut Vec<Gegenstand>) {
    let id = akte.identifikation.id;
    found.push(Gegenstand { id, in_objekt, typ: Schriftgutobjekttyp::Akte });
    for vorgang in &akte.inhalt.vorgaenge {
        vorgang_gegenstaende(vorgang, Some(id), found);
    }
    for teilakte in &akte.inhalt.teilakten {
        akte_gegenstaende(teilakte, Some(id), found);
    }
}

fn vorgang_gegenstaende(
    vorgang: &Vorgang,
    in_objekt: Option<ObjektId>,
    found: &mut Vec<Gegenstand>,
) {
    let id = vorgang.identifikation.id;
    found.push(Gegenstand { id, in_objekt, typ: Schriftgutobjekttyp::Vorgang });
    for teilvorgang in &vorgang.teilvorgaenge {
        vorgang_gegenstaende(teilvorgang, Some(id), found);
    }
}

fn akte_auswahl(akte: &Akte, gewollt: &dyn Fn(ObjektId) -> bool) -> Option<Akte> {
    let mut auswahl = akte.clone();
    let inhalt = &akte.inhalt;
    auswahl.inhalt.vorgaenge =
        inhalt.vorgaenge.iter().filter_map(|vorgang| vorgang_auswahl(vorgang, gewollt)).collect();
    auswahl.inhalt.teilakten =
        inhalt.teilakten.iter().filter_map(|teilakte| akte_auswahl(teilakte, gewollt)).collect();
    if !gewollt(akte.identifikation.id) {
        auswahl.inhalt.dokumente.clear();
        gang_ohne_dateien(auswahl.interner_geschaeftsgang.as_mut());
        if auswahl.inhalt.leer() {
            return None;
        }
    }
    Some(auswahl)
}

fn vorgang_auswahl(vorgang: &Vorgang, gewollt: &dyn Fn(ObjektId) -> bool) -> Option<Vorgang> {
    let mut auswahl = vorgang.clone();
    let teile = vorgang.teilvorgaenge.iter();
    auswahl.teilvorgaenge = teile.filter_map(|teil| vorgang_auswahl(teil, gewollt)).collect();
    if !gewollt(vorgang.identifikation.id) {
        auswahl.dokumente.clear();
        gang_ohne_dateien(auswahl.interner_geschaeftsgang.as_mut());
        if auswahl.teilvorgaenge.is_empty() {
            return None;
        }
    }
    Some(auswahl)
}

fn akte_ohne_dateien(akte: &mut Akte) {
    gang_ohne_dateien(akte.interner_geschaeftsgang.as_mut());
    akte.inhalt.dokumente.iter_mut().for_each(dokument_ohne_dateien);
    akte.inhalt.vorgaenge.iter_mut().for_each(vorgang_ohne_dateien);
    akte.inhalt.teilakten.iter_mut().for_each(akte_ohne_dateien);
}

fn vorgang_ohne_dateien(vorgang: &mut Vorgang) {
    gang_ohne_dateien(vorgang.interner_geschaeftsgang.as_mut());
    vorgang.dokumente.iter_mut().for_each(dokument_ohne_dateien);
    vorgang.teilvorgaenge.iter_mut().for_each(vorgang_ohne_dateien);
}

fn dokument_ohne_dateien(dokument: &mut Dokument) {
    // A version without a format is none: the schema demands one.
    dokument.versionen.clear();
    gang_ohne_dateien(dokument.interner_geschaeftsgang.as_mut());
    for anlage in &mut dokument.anlagen {
        dokument_ohne_dateien(&mut anlage.dokument);
    }
}

fn gang_ohne_dateien(gang: Option<&mut Geschaeftsgang>) {
    let schritte = gang.into_iter().flat_map(|gang| &mut gang.schritte);
    for bearbeitung in schritte.filter_map(|schritt| schritt.bearbeitung.as_mut()) {
        bearbeitung.anlagen.iter_mut().for_each(dokument_ohne_dateien);
    }
}

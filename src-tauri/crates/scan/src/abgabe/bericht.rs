//! What a scan knows for the transfer note: device, settings, pages counted, pages left out.
//!
//! Never the note itself: that a person makes who has compared picture and paper.

use std::collections::BTreeSet;

use domain::Zeitpunkt;
use domain::transfervermerk::{Auffaelligkeit, Geraet, Pruefsummen, Scanprofil};
use intake::custody::Taken;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::stack::{Besitzer, Ende, Grund, Lauf, Platz, Stapel};

/// What a scan knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scanbericht {
    /// The item it became.
    pub eingang: Uuid,
    /// Who scanned, and where.
    pub ersteller: Option<Besitzer>,
    /// When the stack was begun.
    pub erstellt_um: Option<Zeitpunkt>,
    /// The device of its first page.
    pub geraet: Option<Geraet>,
    /// The settings of its first page; the resolution is the least of all pages.
    pub profil: Option<Scanprofil>,
    /// Pages it has.
    pub seiten: u32,
    /// Pages counted before scanning, where the whole run became this document.
    pub seiten_vorbereitung: Option<u32>,
    /// Blank pages taken out, by their numbers in the stack, from 1.
    pub leerseiten: Vec<u32>,
    /// Hashes of the pictures as the device gave them, and of the file.
    pub hash: Pruefsummen,
    /// What was noticed.
    pub auffaelligkeiten: Vec<Auffaelligkeit>,
}

/// Puts together what is known of a document.
pub(super) fn of(stapel: &Stapel, plaetze: &[Platz], taken: &Taken) -> Scanbericht {
    let tisch = stapel.tisch();
    let lying: Vec<&Platz> = plaetze.iter().filter(|platz| platz.entfernt.is_none()).collect();
    let bilder: Vec<_> = lying.iter().filter_map(|platz| tisch.bild(platz.seite)).collect();
    let nummern: BTreeSet<u32> = bilder.iter().map(|bild| bild.lauf).collect();
    let laeufe: Vec<&Lauf> = nummern.iter().filter_map(|nummer| tisch.lauf(*nummer)).collect();
    let first = bilder.first().and_then(|bild| tisch.lauf(bild.lauf));
    let dpi = bilder.iter().map(|bild| bild.dpi).min().unwrap_or(0);
    let kept_or_blank = |platz: &&Platz| matches!(platz.entfernt, None | Some(Grund::Leer));
    let leerseiten = (1_u32..)
        .zip(plaetze.iter().filter(kept_or_blank))
        .filter(|(_, platz)| platz.entfernt == Some(Grund::Leer))
        .map(|(number, _)| number);
    Scanbericht {
        eingang: taken.eingang,
        ersteller: tisch.kopf().map(|(_, besitzer, _)| besitzer.clone()),
        erstellt_um: tisch.kopf().map(|(_, _, um)| *um),
        geraet: first.map(|lauf| lauf.kopf.geraet.clone()),
        profil: first
            .map(|lauf| Scanprofil { dpi, ..lauf.kopf.profil.vermerk(&lauf.kopf.einstellung) }),
        seiten: u32::try_from(lying.len()).unwrap_or(u32::MAX),
        seiten_vorbereitung: counted(plaetze, &laeufe),
        leerseiten: leerseiten.collect(),
        hash: Pruefsummen {
            seiten: bilder.iter().map(|bild| bild.sha256.clone()).collect(),
            gesamt: taken.sha256.clone(),
        },
        auffaelligkeiten: laeufe.iter().filter_map(|lauf| remark(lauf)).collect(),
    }
}

/// Adds up what was counted, if the runs are all here and nothing else is.
fn counted(plaetze: &[Platz], laeufe: &[&Lauf]) -> Option<u32> {
    let here: BTreeSet<_> = plaetze.iter().map(|platz| platz.seite).collect();
    let whole = laeufe.iter().all(|lauf| lauf.seiten.iter().all(|seite| here.contains(seite)));
    let counts: Option<Vec<u32>> = laeufe.iter().map(|lauf| lauf.kopf.gezaehlt).collect();
    counts.filter(|counts| whole && !counts.is_empty()).map(|counts| counts.iter().sum())
}

/// A run that did not end as it should is worth a word.
fn remark(lauf: &Lauf) -> Option<Auffaelligkeit> {
    let text = match lauf.ende.as_ref()? {
        Ende::Fertig => return None,
        Ende::Abgebrochen => "Ein Scanlauf wurde abgebrochen.".to_owned(),
        Ende::Wiederholung { .. } => "Der Scanner wiederholte eine Seite.".to_owned(),
        Ende::Fehler { satz } => satz.clone(),
        Ende::Unterbrochen => "Ein Scanlauf wurde unterbrochen.".to_owned(),
    };
    Some(Auffaelligkeit { seite: None, text })
}

//! What the course of a Vorgang says: which letters it has that this one mentions, and whether
//! such a letter is what comes next there.
//!
//! Never reads more of the letter than the days of letters that it mentions.

use domain::Datum;
use uuid::Uuid;

use super::{Hinweis, Spur, Umfeld};
use crate::blatt::Lage;
use crate::datum::{self, Tag};
use crate::gewichte::{Messung as _, Ziel as Merkmal};

/// What people call a letter when they mention it, in search form without its ending.
const SCHREIBEN: [&str; 17] = [
    "schreib",
    "brief",
    "bescheid",
    "forder",
    "mahnung",
    "erinnerung",
    "anfrage",
    "antrag",
    "rechnung",
    "mitteilung",
    "nachricht",
    "mail",
    "antwort",
    "anhorung",
    "verfugung",
    "auftrag",
    "bestellung",
];
/// Days within which a letter that somebody dated is filed.
const UNTERWEGS: i32 = 7;
/// Letters of one Vorgang that are looked at.
const MOST: usize = 200;

/// Returns the days of the letters that the letter mentions.
pub(super) fn genannte(umfeld: &Umfeld<'_>) -> Vec<Tag> {
    let blatt = &umfeld.gelesen.blatt;
    let mentions = |tag: &&Tag| {
        let said = matches!(blatt.lage(tag.stelle), Lage::Betreff | Lage::Text);
        let before = datum::davor(blatt, tag.stelle);
        let from = before.last().is_some_and(|word| matches!(&**word, "vom" | "om" | "von" | "am"));
        let named = before.iter().rev().take(4).any(|word| is_letter(word));
        let written = || {
            let behind = datum::danach(blatt, tag.stelle);
            behind.iter().any(|word| matches!(&**word, "geschrieben" | "gewandt" | "gesandt"))
        };
        said && from && (named || written())
    };
    let eingang = umfeld.gelesen.schreiben.eingang;
    let came = |tag: &&Tag| eingang.is_none_or(|eingang| tag.datum <= eingang);
    umfeld.gelesen.tage.iter().filter(mentions).filter(came).copied().collect()
}

fn is_letter(word: &str) -> bool {
    SCHREIBEN.iter().any(|name| word.contains(name))
}

/// Notes what the course of a Vorgang says.
pub(super) fn see(umfeld: &Umfeld<'_>, genannte: &[Tag], id: Uuid, spur: &mut Spur) {
    mentioned(umfeld, genannte, id, spur);
    let bestand = umfeld.bestand;
    let reihe = bestand.orte.get(&id).map(|ort| &ort.reihe);
    let next = umfeld.typen.iter().take(3).filter_map(|typ| {
        let nummer = bestand.typen.finde(&typ.typ)?;
        Some(typ.anteil * bestand.folgen.steigerung(reihe, nummer))
    });
    Merkmal::Folge.set(&mut spur.werte, next.sum());
}

fn mentioned(umfeld: &Umfeld<'_>, genannte: &[Tag], id: Uuid, spur: &mut Spur) {
    let bestand = umfeld.bestand;
    let Some(vorgang) = bestand.vorgaenge.get(&id) else { return };
    let days = |from: Datum, to: Datum| from.until(to).map_or(0, |span| span.get_days());
    let ort = bestand.orte.get(&id);
    let last = ort.and_then(|ort| ort.zuletzt).max(vorgang.begonnen);
    let sender = umfeld.absender.first().filter(|sender| sender.anteil > 0.5).map(|s| s.kontakt);
    for tag in genannte {
        let lies = ort.into_iter().flat_map(|ort| ort.plaetze.iter().take(MOST)).any(|platz| {
            let Some(dokument) = bestand.dokument(*platz) else { return false };
            // People mention our letters and their own.
            let most = match dokument.absender {
                _ if dokument.ausgang => 0,
                Some(own) if Some(own) == sender => UNTERWEGS,
                _ => return false,
            };
            let way = dokument.am.map(|am| days(tag.datum, am));
            way.is_some_and(|way| (0..=most).contains(&way))
        });
        if lies {
            spur.see(Merkmal::BezugLiegt, 1.0, Hinweis::at(Some(tag.stelle)));
        }
        if let Some(last) = last.filter(|last| *last <= tag.datum) {
            let near = (-f64::from(days(last, tag.datum)) / 20.0).exp();
            spur.see(Merkmal::BezugFolgt, near, Hinweis::at(Some(tag.stelle)));
        }
    }
    // Nobody can have written about it before it was begun.
    let latest = genannte.iter().map(|tag| tag.datum).max();
    if let (Some(day), Some(begun)) = (latest, vorgang.begonnen) {
        let before = days(day, begun) > UNTERWEGS;
        Merkmal::BezugZuFrueh.set(&mut spur.werte, f64::from(u8::from(before)));
    }
}

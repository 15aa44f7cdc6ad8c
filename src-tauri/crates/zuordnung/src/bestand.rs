//! What an office has filed, counted and indexed so that a letter can be compared with all of it.
//!
//! Never keeps a letter's text. Whatever is put in can be taken out again without a trace in the
//! counts, and no result depends on the order in which things came.

mod eintragen;

pub(crate) use eintragen::dinge;

use std::collections::{BTreeMap, BTreeSet};

use domain::Datum;
use domain::aktenzeichen::vergleichsform;
use domain::lernmerkmale::Zeichenart;
use uuid::Uuid;

use crate::aehnlich::Index;
use crate::folgen::{Folgen, Glied};
use crate::klassen::Klassen;
use crate::konfusion;
use crate::partei::Partei;
use crate::wissen::{AkteKenntnis, VorgangKenntnis};
use crate::wortschatz::Wortschatz;

/// Bytes of a word that is kept.
const WORT_MAX: usize = 64;

/// Entries by their words, and the words by their numbers.
///
/// Words stand here by the keys under which misread ones meet.
#[derive(Debug, Default)]
pub(crate) struct Sammlung {
    pub(crate) schatz: Wortschatz,
    pub(crate) index: Index,
}

impl Sammlung {
    fn nimm<'a>(&mut self, worte: impl Iterator<Item = &'a str>) -> Vec<u32> {
        // Records come from other workstations: what is no word is not kept.
        let words = worte.filter(|wort| (1..=WORT_MAX).contains(&wort.len()));
        words.filter_map(|wort| self.schatz.nimm(&schluessel(wort))).collect()
    }

    /// Returns the numbers of those words that some entry holds.
    pub(crate) fn finde<'a>(&self, worte: impl Iterator<Item = &'a str>) -> Vec<u32> {
        let mut known = Vec::new();
        for nummer in worte.filter_map(|wort| self.nummer(wort)) {
            if !known.contains(&nummer) {
                known.push(nummer);
            }
        }
        known
    }

    /// Returns the number of a word that some entry holds.
    pub(crate) fn nummer(&self, wort: &str) -> Option<u32> {
        let nummer = self.schatz.finde(&schluessel(wort));
        nummer.filter(|nummer| self.index.haeufig(*nummer) > 0)
    }
}

/// A filed letter.
#[derive(Debug, Clone)]
pub(crate) struct Dokument {
    pub(crate) id: Uuid,
    pub(crate) vorgang: Uuid,
    pub(crate) typ: Option<u32>,
    pub(crate) absender: Option<Uuid>,
    pub(crate) ausgang: bool,
    pub(crate) erstes: bool,
    pub(crate) am: Option<Datum>,
    /// Numbers of its signs' keys.
    zeichen: Box<[u32]>,
}

/// A filed letter that carries a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Traeger {
    pub(crate) platz: u32,
    /// Number of the sign as it was written.
    pub(crate) form: u32,
    pub(crate) art: Zeichenart,
}

/// A reference that somebody's record has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Bezug {
    pub(crate) id: Uuid,
    /// In comparison form.
    pub(crate) form: String,
}

/// Letters of a Vorgang.
#[derive(Debug, Default)]
pub(crate) struct Ort {
    pub(crate) plaetze: BTreeSet<u32>,
    pub(crate) zuletzt: Option<Datum>,
    /// Those that came in and have a kind, in the order of their days.
    pub(crate) reihe: BTreeSet<Glied>,
}

/// What is counted of the letters that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gewohnheit {
    Alle,
    Typ(u32),
    Akte(Uuid),
    Absender(Uuid),
    AkteTyp(Uuid, u32),
    AbsenderTyp(Uuid, u32),
    AbsenderAkte(Uuid, Uuid),
    AbsenderVorgang(Uuid, Uuid),
}

/// Letters of one habit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Zahl {
    pub(crate) alle: u32,
    /// Those that opened their Vorgang.
    pub(crate) erste: u32,
}

/// Everything that was filed.
#[derive(Debug, Default)]
pub(crate) struct Bestand {
    pub(crate) akten: BTreeMap<Uuid, AkteKenntnis>,
    pub(crate) vorgaenge: BTreeMap<Uuid, VorgangKenntnis>,
    pub(crate) parteien: BTreeMap<Uuid, Partei>,
    pub(crate) namen: BTreeMap<String, BTreeSet<Uuid>>,
    pub(crate) orte: BTreeMap<Uuid, Ort>,
    pub(crate) vorgaenge_in: BTreeMap<Uuid, BTreeSet<Uuid>>,
    pub(crate) beteiligt: BTreeMap<Uuid, BTreeSet<Uuid>>,
    pub(crate) bezuege: BTreeMap<String, BTreeSet<Bezug>>,
    /// Beginnings of our references, before the running number.
    pub(crate) vorsilben: BTreeMap<String, u32>,
    /// Akten and Vorgänge by the things that their subjects name.
    pub(crate) dinge: BTreeMap<String, BTreeSet<Uuid>>,
    /// Akten with the fields of work that they are about.
    pub(crate) sachgebiete: BTreeMap<Uuid, BTreeMap<usize, f64>>,
    pub(crate) kontaktzeichen: BTreeMap<String, BTreeSet<Uuid>>,
    dokumente: Vec<Option<Dokument>>,
    plaetze: BTreeMap<Uuid, u32>,
    frei: Vec<u32>,
    /// Letters by the words of their text.
    pub(crate) texte: Sammlung,
    /// Letters by the words of their senders.
    pub(crate) absender: Sammlung,
    /// Akten and Vorgänge by the words of their subjects.
    pub(crate) betreffe: Sammlung,
    betreff_ids: Vec<Uuid>,
    betreff_plaetze: BTreeMap<Uuid, u32>,
    zeichen: Wortschatz,
    traeger: Vec<Vec<Traeger>>,
    pub(crate) typen: Wortschatz,
    pub(crate) nach_typ: Klassen,
    pub(crate) nach_akte: Klassen,
    /// Class 1 are letters that opened their Vorgang.
    pub(crate) nach_anfang: Klassen,
    /// Which kinds follow which.
    pub(crate) folgen: Folgen,
    aktennummern: BTreeMap<Uuid, u32>,
    gewohnheiten: BTreeMap<Gewohnheit, Zahl>,
}

impl Dokument {
    /// Returns its place in the row of its Vorgang's letters.
    fn glied(&self) -> Option<Glied> {
        let typ = self.typ.filter(|_| !self.ausgang)?;
        Some((self.am, self.id, typ, self.erstes))
    }
}

impl Bestand {
    pub(crate) fn dokument(&self, platz: u32) -> Option<&Dokument> {
        self.dokumente.get(platz as usize).and_then(Option::as_ref)
    }

    /// Returns how many letters there are.
    pub(crate) fn anzahl(&self) -> usize {
        self.plaetze.len()
    }

    /// Returns the id of the letter at a place.
    pub(crate) fn id(&self, platz: u32) -> Uuid {
        self.dokument(platz).map_or(Uuid::nil(), |dokument| dokument.id)
    }

    /// Returns the letters that carry a sign with this key.
    pub(crate) fn traeger(&self, key: &str) -> &[Traeger] {
        let nummer = self.zeichen.finde(key);
        nummer.and_then(|n| self.traeger.get(n as usize)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the number of a sign as it is written, if some letter carries it so.
    pub(crate) fn zeichenform(&self, text: &str) -> Option<u32> {
        self.zeichen.finde(&zeichenform(text))
    }

    pub(crate) fn zahl(&self, gewohnheit: Gewohnheit) -> Zahl {
        self.gewohnheiten.get(&gewohnheit).copied().unwrap_or_default()
    }

    /// Returns where a Kontakt's letters lie, with their number.
    pub(crate) fn vorgaenge_von(&self, absender: Uuid) -> impl Iterator<Item = (Uuid, u32)> + '_ {
        let from = Gewohnheit::AbsenderVorgang(absender, Uuid::nil());
        let to = Gewohnheit::AbsenderVorgang(absender, Uuid::max());
        self.gewohnheiten.range(from..=to).filter_map(|(gewohnheit, zahl)| match gewohnheit {
            Gewohnheit::AbsenderVorgang(_, vorgang) => Some((*vorgang, zahl.alle)),
            _ => None,
        })
    }

    /// Returns in which Akten a Kontakt's letters lie, with their number.
    pub(crate) fn akten_von(&self, absender: Uuid) -> impl Iterator<Item = (Uuid, u32)> + '_ {
        let from = Gewohnheit::AbsenderAkte(absender, Uuid::nil());
        let to = Gewohnheit::AbsenderAkte(absender, Uuid::max());
        self.gewohnheiten.range(from..=to).filter_map(|(gewohnheit, zahl)| match gewohnheit {
            Gewohnheit::AbsenderAkte(_, akte) => Some((*akte, zahl.alle)),
            _ => None,
        })
    }

    /// Returns the record at a place of the subjects.
    pub(crate) fn betreff_id(&self, platz: u32) -> Uuid {
        self.betreff_ids.get(platz as usize).copied().unwrap_or_default()
    }

    /// Returns the words of a record's subject.
    pub(crate) fn betreff_worte(&self, id: Uuid) -> &[u32] {
        self.betreff_plaetze.get(&id).map_or(&[], |platz| self.betreffe.index.worte(*platz))
    }

    /// Returns the class that an Akte's letters have.
    pub(crate) fn klasse(&self, akte: Uuid) -> Option<u32> {
        self.aktennummern.get(&akte).copied()
    }

    /// Returns all Akten with their classes.
    pub(crate) fn klassen(&self) -> impl Iterator<Item = (Uuid, u32)> + '_ {
        self.aktennummern.iter().map(|(akte, klasse)| (*akte, *klasse))
    }

    /// Says whether something can be filed into an Akte.
    pub(crate) fn akte_offen(&self, akte: Uuid) -> bool {
        self.akten.get(&akte).is_some_and(|akte| !akte.geschlossen)
    }

    /// Says whether something can be filed into a Vorgang.
    pub(crate) fn vorgang_offen(&self, vorgang: &VorgangKenntnis) -> bool {
        !vorgang.geschlossen && self.akten.get(&vorgang.akte).is_none_or(|akte| !akte.geschlossen)
    }

    /// Says whether a sign is formed as ours are, or is what a line's end left of one.
    pub(crate) fn eigen(&self, text: &str) -> bool {
        let form = vergleichsform(text);
        let form = form.trim_matches('-');
        let key = konfusion::zahl(text);
        let mut longer =
            self.bezuege.range(key.clone()..).take_while(|(own, _)| own.starts_with(&key));
        self.eigene_form(text)
            || form.contains('-')
                && longer.any(|(_, all)| all.iter().any(|b| b.form.starts_with(form)))
    }

    /// Says whether a sign is formed as ours are, though none that is known.
    pub(crate) fn eigene_form(&self, text: &str) -> bool {
        vorsilbe(text).is_some_and(|vorsilbe| self.vorsilben.contains_key(&vorsilbe))
    }
}

/// Returns what stands before the running number of a reference such as `4.2-17/2026`.
fn vorsilbe(text: &str) -> Option<String> {
    let (vorsilbe, rest) = text.split_once('-')?;
    rest.contains('/').then(|| vergleichsform(vorsilbe))
}

/// Returns the key of a word, and of the beginning of one, which keeps its mark.
fn schluessel(wort: &str) -> String {
    let beginning = if wort.starts_with('^') { "^" } else { "" };
    [beginning, &konfusion::wort(wort)].concat()
}

/// Returns a sign as it is written, marked so that no sign's key can equal it.
fn zeichenform(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    std::iter::once('=').chain(letters).collect()
}

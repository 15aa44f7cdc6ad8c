//! Where a letter belongs: the Vorgänge and Akten that something speaks for, and what speaks.
//!
//! Never proposes what is closed: what speaks for a closed Vorgang speaks for a new one in its
//! Akte. Never looks at more than a bounded number of candidates.

mod beleg;
mod neu;
mod spuren;

use std::collections::{BTreeMap, BTreeSet};

use domain::Datum;
use uuid::Uuid;

use crate::bestand::Bestand;
use crate::blatt::Stelle;
use crate::gelesen::Gelesen;
use crate::gewichte::Ziel as Merkmal;
use crate::modell;
use crate::vorschlag::Ziel;
use crate::{absender, typ, worte};

pub(crate) use beleg::belege;

/// Vorgänge that are looked at for one letter.
const VORGAENGE_MAX: usize = 400;
/// Candidates among which probability is divided.
const KANDIDATEN_MAX: usize = 40;

/// What speaks for one destination.
#[derive(Debug, Clone)]
pub(crate) struct Spur {
    pub(crate) werte: Vec<f32>,
    pub(crate) hinweise: BTreeMap<usize, Hinweis>,
}

/// Where one kind of evidence comes from.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Hinweis {
    pub(crate) stelle: Option<Stelle>,
    pub(crate) erkannt: Option<String>,
    pub(crate) anzahl: u32,
}

impl Hinweis {
    fn at(stelle: Option<Stelle>) -> Self {
        Self { stelle, ..Self::default() }
    }

    fn count(anzahl: usize) -> Self {
        Self { anzahl: u32::try_from(anzahl).unwrap_or(u32::MAX), ..Self::default() }
    }
}

impl Default for Spur {
    fn default() -> Self {
        Self { werte: Merkmal::leer(), hinweise: BTreeMap::new() }
    }
}

impl Spur {
    /// Notes evidence, if it is more than what is known of its kind.
    fn see(&mut self, merkmal: Merkmal, wert: f64, hinweis: Hinweis) {
        if wert > merkmal.get(&self.werte) {
            merkmal.set(&mut self.werte, wert);
            self.hinweise.insert(merkmal as usize, hinweis);
        }
    }

    fn most(&self, merkmale: &[Merkmal]) -> f64 {
        merkmale.iter().map(|merkmal| merkmal.get(&self.werte)).fold(0.0, f64::max)
    }
}

/// What is known of a letter beside its own text.
pub(crate) struct Umfeld<'a> {
    pub(crate) gelesen: &'a Gelesen<'a>,
    pub(crate) bestand: &'a Bestand,
    pub(crate) absender: &'a [absender::Kandidat],
    pub(crate) typen: &'a [typ::Kandidat],
}

/// A destination and its probability.
#[derive(Debug, Clone)]
pub(crate) struct Kandidat {
    pub(crate) ziel: Ziel,
    pub(crate) spur: Spur,
    pub(crate) anteil: f64,
}

/// Returns the destinations that something speaks for, the most probable first; what is missing
/// to 1 is none of them.
pub(crate) fn kandidaten(umfeld: &Umfeld<'_>, gewichte: &[f32]) -> Vec<Kandidat> {
    let mut vorgaenge = spuren::vorgaenge(umfeld);
    support(&mut vorgaenge);
    let akten = neu::akten(umfeld, &vorgaenge);
    for (id, spur) in &mut vorgaenge {
        let akte = umfeld.bestand.vorgaenge.get(id).and_then(|vorgang| akten.get(&vorgang.akte));
        let words = akte.map_or(0.0, |akte| Merkmal::NeuWorte.get(&akte.werte));
        Merkmal::AkteWorte.set(&mut spur.werte, words);
    }
    let open = |id: &Uuid| {
        let vorgang = umfeld.bestand.vorgaenge.get(id);
        vorgang.is_some_and(|vorgang| umfeld.bestand.vorgang_offen(vorgang))
    };
    let old = vorgaenge.into_iter().filter(|(id, _)| open(id));
    let old = old.map(|(id, spur)| (Ziel::Vorgang(id), spur));
    let new = akten.into_iter().map(|(id, spur)| (Ziel::NeuIn(id), spur));
    let mut found: Vec<Kandidat> = old
        .chain(new)
        .map(|(ziel, spur)| Kandidat { ziel, anteil: modell::summe(gewichte, &spur.werte), spur })
        .collect();
    found.sort_by(|a, b| b.anteil.total_cmp(&a.anteil).then(rank(a.ziel).cmp(&rank(b.ziel))));
    found.truncate(KANDIDATEN_MAX);
    let mut all: Vec<Vec<f32>> = found.iter().map(|kandidat| kandidat.spur.werte.clone()).collect();
    all.push(keins(umfeld.bestand));
    for (kandidat, anteil) in found.iter_mut().zip(modell::anteile(gewichte, &all)) {
        kandidat.anteil = anteil;
    }
    found
}

const fn rank(ziel: Ziel) -> (bool, Uuid) {
    match ziel {
        Ziel::Vorgang(id) => (false, id),
        Ziel::NeuIn(id) => (true, id),
    }
}

/// The candidate that it belongs to none of them: the likelier, the less the office has filed.
pub(crate) fn keins(bestand: &Bestand) -> Vec<f32> {
    let mut werte = Merkmal::leer();
    Merkmal::Keins.set(&mut werte, 1.0);
    Merkmal::KeinsWenig.set(&mut werte, 1.0 / (1.0 + bestand.anzahl() as f64 / 30.0));
    werte
}

/// Looks whether anything else fits where a reference leads, and whether it fits better elsewhere.
fn support(vorgaenge: &mut BTreeMap<Uuid, Spur>) {
    let fits: BTreeMap<Uuid, f64> = vorgaenge.iter().map(|(id, spur)| (*id, fit(spur))).collect();
    let named = [Merkmal::AzKopf, Merkmal::AzText, Merkmal::AzUngenau];
    for (id, spur) in vorgaenge {
        let reference = spur.most(&named);
        if reference == 0.0 {
            continue;
        }
        let own = fits.get(id).copied().unwrap_or_default();
        let other = fits.iter().filter(|(other, _)| *other != id).map(|(_, fit)| *fit);
        let other = other.fold(0.0, f64::max);
        Merkmal::AzHaltlos.set(&mut spur.werte, 1.0 - own);
        Merkmal::AzAndere.set(&mut spur.werte, (other - own).max(0.0) * (1.0 - own));
    }
}

/// How well a letter fits beside any reference: its signs, its sender, its words.
fn fit(spur: &Spur) -> f64 {
    let signs = [Merkmal::Fremdzeichen, Merkmal::Kasse, Merkmal::Kunde, Merkmal::Gegenstand];
    let people = [
        Merkmal::Absender,
        Merkmal::AbsenderBeteiligt,
        Merkmal::AbsenderWorte,
        Merkmal::Genannt,
        Merkmal::Kennung,
    ];
    let words = [Merkmal::Naehe, Merkmal::Betreff, Merkmal::BetreffZeile];
    let both = spur.most(&people).max(spur.most(&signs));
    (both + 1.5 * spur.most(&words)).min(2.0) / 2.0
}

/// Words of a letter as subjects are compared with them.
struct Betreffworte {
    alle: BTreeSet<u32>,
    zeile: BTreeSet<u32>,
}

impl Betreffworte {
    fn new(gelesen: &Gelesen<'_>, bestand: &Bestand) -> Self {
        let mut words = Self { alle: BTreeSet::new(), zeile: BTreeSet::new() };
        for stamm in &gelesen.staemme {
            for form in worte::formen(&stamm.form) {
                let Some(nummer) = bestand.betreffe.schatz.finde(&form) else { continue };
                words.alle.insert(nummer);
                if stamm.betreff {
                    words.zeile.insert(nummer);
                }
            }
        }
        words
    }

    /// How much of a record's subject stands in the letter, and how much of the letter's subject
    /// in the record's; 0 to 1, less for subjects that tell little.
    fn shared(&self, bestand: &Bestand, id: Uuid) -> (f64, f64) {
        let index = &bestand.betreffe.index;
        let weight = |wort: &u32| {
            let beginning = bestand.betreffe.schatz.wort(*wort).starts_with('^');
            index.gewicht(index.haeufig(*wort)) * if beginning { 0.5 } else { 1.0 }
        };
        let own = bestand.betreff_worte(id);
        let all: f64 = own.iter().map(weight).sum();
        let both: f64 = own.iter().filter(|wort| self.alle.contains(wort)).map(weight).sum();
        let line: f64 = self.zeile.iter().map(weight).sum();
        let in_line: f64 = own.iter().filter(|wort| self.zeile.contains(wort)).map(weight).sum();
        (both / (all + 4.0), in_line / (line + 4.0))
    }
}

/// Days from a day to the letter's receipt; none if one of them is not known.
fn age(umfeld: &Umfeld<'_>, day: Option<Datum>) -> Option<f64> {
    let eingang = umfeld.gelesen.schreiben.eingang?;
    let span = day?.until(eingang).ok()?;
    Some(f64::from(span.get_days().max(0)))
}

//! Where a letter belongs: the Vorgänge and Akten that something speaks for, and what speaks.
//!
//! Never proposes what is closed: what speaks for a closed Vorgang speaks for a new one in its
//! Akte. Never looks at more than a bounded number of candidates.

mod beleg;
mod neu;
mod rede;
mod spuren;
mod verlauf;

use std::collections::{BTreeMap, BTreeSet};

use domain::Datum;
use uuid::Uuid;

use crate::bestand::Bestand;
use crate::blatt::{Lage, Stelle};
use crate::gelesen::Gelesen;
use crate::gewichte::{Messung as _, Ziel as Merkmal};
use crate::modell;
use crate::vorschlag::Ziel;
use crate::{absender, partei, typ, worte};

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
    beside(umfeld.bestand, &mut vorgaenge, &akten);
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

/// Gives each Vorgang what is known of its Akte.
fn beside(bestand: &Bestand, vorgaenge: &mut BTreeMap<Uuid, Spur>, akten: &BTreeMap<Uuid, Spur>) {
    for (id, spur) in vorgaenge {
        let akte = bestand.vorgaenge.get(id).and_then(|vorgang| akten.get(&vorgang.akte));
        let Some(akte) = akte else { continue };
        for (here, there) in [
            (Merkmal::AkteWorte, Merkmal::NeuWorte),
            (Merkmal::AkteSache, Merkmal::NeuSache),
            (Merkmal::AkteTyp, Merkmal::NeuTyp),
            (Merkmal::AkteStimmen, Merkmal::NeuStimmen),
        ] {
            here.set(&mut spur.werte, there.get(&akte.werte));
            if let Some(hinweis) = akte.hinweise.get(&(there as usize)) {
                spur.hinweise.insert(here as usize, hinweis.clone());
            }
        }
    }
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
        let own = fits.get(id).copied().unwrap_or_default();
        for (near, fitting) in
            [(Merkmal::AzNah, Merkmal::AzNahPasst), (Merkmal::AzVonAkte, Merkmal::AzVonAktePasst)]
        {
            let hinweis = spur.hinweise.get(&(near as usize)).cloned().unwrap_or_default();
            spur.see(fitting, near.get(&spur.werte) * own, hinweis);
        }
        if spur.most(&named) == 0.0 {
            continue;
        }
        let other = fits.iter().filter(|(other, _)| *other != id).map(|(_, fit)| *fit);
        let other = other.fold(0.0, f64::max);
        Merkmal::AzHaltlos.set(&mut spur.werte, 1.0 - own);
        Merkmal::AzAndere.set(&mut spur.werte, (other - own).max(0.0) * (1.0 - own));
    }
}

/// How well a letter fits beside any reference: its signs, its sender, its words.
fn fit(spur: &Spur) -> f64 {
    let signs =
        [Merkmal::Fremdzeichen, Merkmal::Kasse, Merkmal::Kunde, Merkmal::Gegenstand, Merkmal::Ding];
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
    text: BTreeSet<u32>,
    zeile: BTreeSet<u32>,
    name: BTreeSet<u32>,
    /// All but the sender's name.
    sonst: BTreeSet<u32>,
}

/// How much a subject and a letter have in common, each 0 to 1 and less for subjects that tell
/// little.
struct Gemeinsam {
    /// How much of the subject stands in the letter beside the sender's name.
    alle: f64,
    /// How much of it stands in what the letter says.
    text: f64,
    /// How much of the letter's own subject stands in it.
    zeile: f64,
    /// How much of it is the sender's name.
    name: f64,
}

impl Betreffworte {
    fn new(umfeld: &Umfeld<'_>) -> Self {
        let (gelesen, bestand) = (umfeld.gelesen, umfeld.bestand);
        let (alle, text, zeile) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let sonst = BTreeSet::new();
        let mut words = Self { alle, text, zeile, name: name(umfeld), sonst };
        for stamm in &gelesen.staemme {
            for form in worte::formen(&stamm.form) {
                let Some(nummer) = bestand.betreffe.nummer(&form) else { continue };
                words.alle.insert(nummer);
                if stamm.text {
                    words.text.insert(nummer);
                }
                if stamm.betreff {
                    words.zeile.insert(nummer);
                }
            }
        }
        words.sonst = words.alle.difference(&words.name).copied().collect();
        words
    }

    fn shared(&self, bestand: &Bestand, id: Uuid) -> Gemeinsam {
        /// Weight that a subject has to have before half of it counts for half.
        const LITTLE: f64 = 4.0;
        let index = &bestand.betreffe.index;
        let weight = |wort: &u32| {
            let beginning = bestand.betreffe.schatz.wort(*wort).starts_with('^');
            index.gewicht(index.haeufig(*wort)) * if beginning { 0.5 } else { 1.0 }
        };
        let own = bestand.betreff_worte(id);
        let sum = |of: &BTreeSet<u32>| {
            own.iter().filter(|wort| of.contains(wort)).map(weight).sum::<f64>()
        };
        let all: f64 = own.iter().map(weight).sum();
        let line: f64 = self.zeile.iter().map(weight).sum();
        Gemeinsam {
            alle: sum(&self.sonst) / (all + LITTLE),
            text: sum(&self.text) / (all + LITTLE),
            zeile: sum(&self.zeile) / (line + LITTLE),
            name: sum(&self.name) / (all + LITTLE),
        }
    }
}

/// Words of the sender's name: as the letter has it, and as the office knows it.
fn name(umfeld: &Umfeld<'_>) -> BTreeSet<u32> {
    let blatt = &umfeld.gelesen.blatt;
    let place = partei::name(blatt);
    let named = place.into_iter().flat_map(|place| {
        let line = blatt.worte_in(place.zeile).iter();
        line.filter(move |wort| wort.stelle.von >= place.von && wort.stelle.bis <= place.bis)
    });
    let below = blatt.zeilen_in(Lage::Schluss).take(3).flat_map(|at| blatt.worte_in(at));
    let mut forms: Vec<String> = named.chain(below).map(|wort| wort.form.clone()).collect();
    let sender = umfeld.absender.first().filter(|sender| sender.anteil > 0.5);
    let known = sender.and_then(|sender| umfeld.bestand.parteien.get(&sender.kontakt));
    forms.extend(known.into_iter().flat_map(|partei| worte::staemme(&partei.name)));
    let stems = forms.iter().filter_map(|form| worte::stamm(form));
    stems.filter_map(|stem| umfeld.bestand.betreffe.nummer(stem)).collect()
}

/// Days from a day to the letter's receipt; none if one of them is not known.
fn age(umfeld: &Umfeld<'_>, day: Option<Datum>) -> Option<f64> {
    let eingang = umfeld.gelesen.schreiben.eingang?;
    let span = day?.until(eingang).ok()?;
    Some(f64::from(span.get_days().max(0)))
}

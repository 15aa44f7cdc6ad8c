//! Putting records into the Bestand and taking them out again.
//!
//! Never leaves a trace of what was taken out, but for the numbers of words.

use std::collections::{BTreeMap, BTreeSet};

use domain::aktenzeichen::vergleichsform;
use domain::lernmerkmale::{ABSENDER_MAX, WOERTER_MAX, ZEICHEN_MAX, Zeichenart};
use uuid::Uuid;

use super::{Bestand, Bezug, Dokument, Gewohnheit, Traeger, Zahl, vorsilbe};
use crate::klassen::Klassen;
use crate::partei::Partei;
use crate::wissen::{Abgelegt, AkteKenntnis, KontaktKenntnis, VorgangKenntnis};
use crate::{blatt, konfusion, sachgebiet, worte, zeichen};

/// Words of a subject that are compared.
const BETREFF_MAX: usize = 40;
/// References of one record that are looked up.
const BEZUEGE_MAX: usize = 16;

impl Bestand {
    pub(crate) fn set_akte(&mut self, id: Uuid, akte: AkteKenntnis) {
        self.remove_akte(id);
        for zeichen in akte.zeichen.iter().take(BEZUEGE_MAX) {
            self.add_bezug(id, zeichen);
            if let Some(vorsilbe) = vorsilbe(zeichen) {
                *self.vorsilben.entry(vorsilbe).or_default() += 1;
            }
        }
        self.add_betreff(id, &[akte.betreff.as_str(), akte.plan.as_str()].join(" "));
        self.sachgebiete.insert(id, sachgebiete(&akte));
        self.akten.insert(id, akte);
    }

    fn remove_akte(&mut self, id: Uuid) {
        let Some(akte) = self.akten.remove(&id) else { return };
        self.sachgebiete.remove(&id);
        for zeichen in akte.zeichen.iter().take(BEZUEGE_MAX) {
            self.remove_bezug(id, zeichen);
            if let Some(vorsilbe) = vorsilbe(zeichen)
                && let Some(zahl) = self.vorsilben.get_mut(&vorsilbe)
            {
                *zahl -= 1;
                if *zahl == 0 {
                    self.vorsilben.remove(&vorsilbe);
                }
            }
        }
        self.remove_betreff(id, &[akte.betreff.as_str(), akte.plan.as_str()].join(" "));
    }

    pub(crate) fn set_vorgang(&mut self, id: Uuid, vorgang: VorgangKenntnis) {
        let moved = self.vorgaenge.get(&id).map(|known| known.akte) != Some(vorgang.akte);
        if moved {
            self.recount(id, false);
        }
        self.unlink_vorgang(id);
        for zeichen in vorgang.zeichen.iter().take(BEZUEGE_MAX) {
            self.add_bezug(id, zeichen);
        }
        for kontakt in &vorgang.beteiligte {
            self.beteiligt.entry(*kontakt).or_default().insert(id);
        }
        self.vorgaenge_in.entry(vorgang.akte).or_default().insert(id);
        self.add_betreff(id, &vorgang.betreff);
        self.vorgaenge.insert(id, vorgang);
        if moved {
            self.recount(id, true);
        }
    }

    fn remove_vorgang(&mut self, id: Uuid) {
        if self.vorgaenge.contains_key(&id) {
            self.recount(id, false);
            self.unlink_vorgang(id);
            self.recount(id, true);
        }
    }

    fn unlink_vorgang(&mut self, id: Uuid) {
        let Some(vorgang) = self.vorgaenge.remove(&id) else { return };
        for zeichen in vorgang.zeichen.iter().take(BEZUEGE_MAX) {
            self.remove_bezug(id, zeichen);
        }
        for kontakt in &vorgang.beteiligte {
            remove_from(&mut self.beteiligt, kontakt, &id);
        }
        remove_from(&mut self.vorgaenge_in, &vorgang.akte, &id);
        self.remove_betreff(id, &vorgang.betreff);
    }

    /// Counts all letters of a Vorgang, or takes them out of the counts.
    fn recount(&mut self, vorgang: Uuid, add: bool) {
        let plaetze: Vec<u32> = self
            .orte
            .get(&vorgang)
            .map(|ort| ort.plaetze.iter().copied().collect())
            .unwrap_or_default();
        for platz in plaetze {
            self.count(platz, add);
        }
    }

    pub(crate) fn set_kontakt(&mut self, id: Uuid, kontakt: &KontaktKenntnis) {
        self.remove_kontakt(id);
        let partei = Partei::new(kontakt);
        for schluessel in partei.schluessel() {
            self.namen.entry(schluessel).or_default().insert(id);
        }
        for zeichen in &partei.zeichen {
            let schluessel = konfusion::zahl(&zeichen.wert);
            self.kontaktzeichen.entry(schluessel).or_default().insert(id);
        }
        self.parteien.insert(id, partei);
    }

    fn remove_kontakt(&mut self, id: Uuid) {
        let Some(partei) = self.parteien.remove(&id) else { return };
        for schluessel in partei.schluessel() {
            remove_from(&mut self.namen, &schluessel, &id);
        }
        for zeichen in &partei.zeichen {
            remove_from(&mut self.kontaktzeichen, &konfusion::zahl(&zeichen.wert), &id);
        }
    }

    pub(crate) fn set_dokument(&mut self, id: Uuid, abgelegt: &Abgelegt) {
        self.remove_dokument(id);
        let merkmale = &abgelegt.merkmale;
        let stems = merkmale.woerter.iter().take(WOERTER_MAX).map(String::as_str);
        let worte = self.texte.nimm(stems);
        let keys: Vec<String> =
            merkmale.absender.iter().take(ABSENDER_MAX).map(|wort| konfusion::wort(wort)).collect();
        let names =
            self.absender.nimm(keys.iter().map(String::as_str).filter(|_| !abgelegt.ausgang));
        let platz =
            self.frei.pop().unwrap_or(u32::try_from(self.dokumente.len()).unwrap_or(u32::MAX));
        let zeichen = self.add_zeichen(platz, abgelegt);
        let dokument = Dokument {
            id,
            vorgang: abgelegt.vorgang,
            typ: abgelegt.typ.as_deref().and_then(|typ| self.typen.nimm(typ.trim())),
            absender: abgelegt.absender.filter(|_| !abgelegt.ausgang),
            ausgang: abgelegt.ausgang,
            erstes: abgelegt.erstes,
            am: abgelegt.am,
            zeichen,
        };
        let glied = dokument.glied();
        if self.dokumente.len() <= platz as usize {
            self.dokumente.resize(platz as usize + 1, None);
        }
        if let Some(at) = self.dokumente.get_mut(platz as usize) {
            *at = Some(dokument);
        }
        self.plaetze.insert(id, platz);
        self.texte.index.set(platz, &worte);
        self.absender.index.set(platz, &names);
        let ort = self.orte.entry(abgelegt.vorgang).or_default();
        ort.plaetze.insert(platz);
        ort.zuletzt = ort.zuletzt.max(abgelegt.am);
        if let Some(glied) = glied {
            self.folgen.add(&mut ort.reihe, glied);
        }
        self.count(platz, true);
    }

    fn add_zeichen(&mut self, platz: u32, abgelegt: &Abgelegt) -> Box<[u32]> {
        let own =
            abgelegt.fremdzeichen.iter().map(|text| (Zeichenart::Fremdzeichen, text.as_str()));
        let read =
            abgelegt.merkmale.zeichen.iter().map(|zeichen| (zeichen.art, zeichen.wert.as_str()));
        let mut keys: Vec<u32> = Vec::new();
        for (art, text) in own.chain(read).take(ZEICHEN_MAX + 1) {
            let wert = zeichen::normal(art, text).wert;
            let key = konfusion::zahl(&wert);
            if key.len() < 2 {
                continue;
            }
            let form = self.zeichen.nimm(&super::zeichenform(&wert));
            let (Some(key), Some(form)) = (self.zeichen.nimm(&key), form) else { continue };
            if keys.contains(&key) {
                continue;
            }
            keys.push(key);
            if self.traeger.len() <= key as usize {
                self.traeger.resize_with(key as usize + 1, Vec::new);
            }
            if let Some(traeger) = self.traeger.get_mut(key as usize) {
                traeger.push(Traeger { platz, form, art });
            }
        }
        keys.into()
    }

    fn remove_dokument(&mut self, id: Uuid) {
        let Some(platz) = self.plaetze.remove(&id) else { return };
        self.count(platz, false);
        let Some(dokument) = self.dokumente.get_mut(platz as usize).and_then(Option::take) else {
            return;
        };
        for key in &dokument.zeichen {
            if let Some(traeger) = self.traeger.get_mut(*key as usize) {
                traeger.retain(|traeger| traeger.platz != platz);
            }
        }
        self.texte.index.clear(platz);
        self.absender.index.clear(platz);
        if let Some(ort) = self.orte.get_mut(&dokument.vorgang) {
            ort.plaetze.remove(&platz);
            if let Some(glied) = dokument.glied() {
                self.folgen.remove(&mut ort.reihe, glied);
            }
            let days = ort.plaetze.iter().filter_map(|platz| {
                self.dokumente.get(*platz as usize).and_then(Option::as_ref)?.am
            });
            ort.zuletzt = days.max();
            if ort.plaetze.is_empty() {
                self.orte.remove(&dokument.vorgang);
            }
        }
        self.frei.push(platz);
    }

    /// Counts a letter for its kind, its Akte and its sender, or takes it out of the counts.
    fn count(&mut self, platz: u32, add: bool) {
        let Some(dokument) = self.dokument(platz).cloned() else { return };
        let akte = self.vorgaenge.get(&dokument.vorgang).map(|vorgang| vorgang.akte);
        let nummer = akte.map(|akte| self.aktennummer(akte));
        let worte = self.texte.index.worte(platz);
        let classify = if add { Klassen::add } else { Klassen::remove };
        if let Some(nummer) = nummer {
            classify(&mut self.nach_akte, nummer, worte);
        }
        if dokument.ausgang {
            return;
        }
        if let Some(typ) = dokument.typ {
            classify(&mut self.nach_typ, typ, worte);
        }
        classify(&mut self.nach_anfang, u32::from(dokument.erstes), worte);
        for gewohnheit in habits(&dokument, akte) {
            let zahl = self.gewohnheiten.entry(gewohnheit).or_default();
            let erste = u32::from(dokument.erstes);
            if add {
                zahl.alle += 1;
                zahl.erste += erste;
            } else {
                zahl.alle = zahl.alle.saturating_sub(1);
                zahl.erste = zahl.erste.saturating_sub(erste);
            }
            if *zahl == Zahl::default() {
                self.gewohnheiten.remove(&gewohnheit);
            }
        }
    }

    fn aktennummer(&mut self, akte: Uuid) -> u32 {
        let next = u32::try_from(self.aktennummern.len()).unwrap_or(u32::MAX);
        *self.aktennummern.entry(akte).or_insert(next)
    }

    /// Forgets a record of any kind.
    pub(crate) fn remove(&mut self, id: Uuid) {
        self.remove_akte(id);
        self.remove_vorgang(id);
        self.remove_kontakt(id);
        self.remove_dokument(id);
    }

    fn add_bezug(&mut self, id: Uuid, text: &str) {
        let form = vergleichsform(text).trim_matches('-').to_owned();
        let key = konfusion::zahl(&form);
        if key.len() >= 3 {
            self.bezuege.entry(key).or_default().insert(Bezug { id, form });
        }
    }

    fn remove_bezug(&mut self, id: Uuid, text: &str) {
        let form = vergleichsform(text).trim_matches('-').to_owned();
        remove_from(&mut self.bezuege, &konfusion::zahl(&form), &Bezug { id, form });
    }

    fn add_betreff(&mut self, id: Uuid, text: &str) {
        for ding in dinge(text) {
            self.dinge.entry(ding).or_default().insert(id);
        }
        let stems = worte::staemme(text).into_iter().take(BETREFF_MAX);
        let forms: Vec<String> = stems.flat_map(|stem| worte::formen(&stem)).collect();
        let worte = self.betreffe.nimm(forms.iter().map(String::as_str));
        let next = u32::try_from(self.betreff_ids.len()).unwrap_or(u32::MAX);
        let platz = *self.betreff_plaetze.entry(id).or_insert(next);
        if platz == next {
            self.betreff_ids.push(id);
        }
        self.betreffe.index.set(platz, &worte);
    }

    fn remove_betreff(&mut self, id: Uuid, text: &str) {
        for ding in dinge(text) {
            remove_from(&mut self.dinge, &ding, &id);
        }
        if let Some(platz) = self.betreff_plaetze.get(&id) {
            self.betreffe.index.clear(*platz);
        }
    }
}

/// The fields that an Akte is about: by its subject, and less by its place in the plan.
fn sachgebiete(akte: &AkteKenntnis) -> BTreeMap<usize, f64> {
    /// What the plan says beside the subject.
    const PLAN: f64 = 0.5;
    let (own, plan) = (worte::staemme(&akte.betreff), worte::staemme(&akte.plan));
    let own = own.iter().take(BETREFF_MAX).map(|stem| (stem.as_str(), 1.0));
    let plan = plan.iter().take(BETREFF_MAX).map(|stem| (stem.as_str(), PLAN));
    let mut fields = sachgebiet::gebiete(own.chain(plan));
    fields.values_mut().for_each(|share| *share = share.min(1.0));
    fields
}

/// The things that a subject names.
pub(crate) fn dinge(text: &str) -> BTreeSet<String> {
    let worte = blatt::worte_von(text);
    let mut found = BTreeSet::new();
    zeichen::dinge(text, &worte, |_, _, ding| {
        found.insert(ding);
    });
    found
}

/// What a letter counts for.
fn habits(dokument: &Dokument, akte: Option<Uuid>) -> impl Iterator<Item = Gewohnheit> + use<> {
    let (typ, absender) = (dokument.typ, dokument.absender);
    let vorgang = dokument.vorgang;
    [
        Some(Gewohnheit::Alle),
        typ.map(Gewohnheit::Typ),
        akte.map(Gewohnheit::Akte),
        absender.map(Gewohnheit::Absender),
        akte.zip(typ).map(|(akte, typ)| Gewohnheit::AkteTyp(akte, typ)),
        absender.zip(typ).map(|(absender, typ)| Gewohnheit::AbsenderTyp(absender, typ)),
        absender.zip(akte).map(|(absender, akte)| Gewohnheit::AbsenderAkte(absender, akte)),
        absender.map(|absender| Gewohnheit::AbsenderVorgang(absender, vorgang)),
    ]
    .into_iter()
    .flatten()
}

fn remove_from<K: Ord + Clone, V: Ord>(map: &mut BTreeMap<K, BTreeSet<V>>, key: &K, value: &V) {
    if let Some(set) = map.get_mut(key) {
        set.remove(value);
        if set.is_empty() {
            map.remove(key);
        }
    }
}

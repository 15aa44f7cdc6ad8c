//! Looking up: services by words or key, places by name or key, and who is competent, and why.
//!
//! Never answers with an office that is not entered for the place or an area around it.

use std::collections::BTreeSet;

use domain::suchform::suchform;

use super::{Bestand, Ebene, Gebietsschluessel, Leistung, Onlinedienst, Stelle};

/// Most services or places of one answer.
const TREFFER_MAX: usize = 50;

/// A place that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ort {
    /// Its key.
    pub gebiet: Gebietsschluessel,
    /// Its name; empty where only the key is known.
    pub name: String,
}

/// Why an answer is as it is; the sentences are made in `desk`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Begruendung {
    /// The area whose entry decided.
    pub gebiet: Option<Gebietsschluessel>,
    /// Narrower levels around the place at which nobody is entered.
    pub ohne_eintrag: Vec<Ebene>,
    /// Offices that are entered for broader areas, and were passed over.
    pub verdraengt: Vec<(Ebene, String)>,
    /// Entries for parts of the place: it is larger than some competence.
    pub teilgebiete: usize,
    /// Whether the place's Verwaltungsgemeinschaft is not known, so that its entries could not count.
    pub verband_unbekannt: bool,
}

/// Who is competent for a service at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Auskunft<'b> {
    /// Offices at the most specific level, by id; more than one if more are entered there.
    pub stellen: Vec<(&'b str, &'b Stelle)>,
    /// Online forms, most specific area first.
    pub onlinedienste: Vec<&'b Onlinedienst>,
    /// Why.
    pub begruendung: Begruendung,
}

impl Bestand {
    /// Finds services by words, by a LeiKa key or by its URN; best first.
    ///
    /// Every word has to occur in a name: as a whole word, at a word's beginning, or inside it.
    pub fn leistungen_suchen(&self, text: &str) -> Vec<(&str, &Leistung)> {
        let key = text.trim().rsplit(':').next().unwrap_or_default();
        if key.len() == 14 && key.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.mit_schluessel(key).take(TREFFER_MAX).collect();
        }
        let text = suchform(text);
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(u32, &str, &Leistung)> = Vec::new();
        for (id, leistung) in &self.leistungen {
            let own = punkte(&words, &leistung.bezeichnung).map(|points| points * 2);
            let others = leistung.woerter.iter().filter_map(|name| punkte(&words, name));
            if let Some(points) = own.into_iter().chain(others).max() {
                found.push((points, id, leistung));
            }
        }
        found.sort_by(|a, b| (b.0, &a.2.bezeichnung, a.1).cmp(&(a.0, &b.2.bezeichnung, b.1)));
        found.into_iter().take(TREFFER_MAX).map(|(_, id, leistung)| (id, leistung)).collect()
    }

    fn mit_schluessel<'b>(
        &'b self,
        key: &str,
    ) -> impl Iterator<Item = (&'b str, &'b Leistung)> + use<'b> {
        let key = key.to_owned();
        let services = self.leistungen.iter();
        let of_key = move |(_, one): &(&String, &Leistung)| one.leika.contains(&key);
        services.filter(of_key).map(|(id, leistung)| (id.as_str(), leistung))
    }

    /// Finds places by name or key; several of one name are all named.
    pub fn orte_suchen(&self, text: &str) -> Vec<Ort> {
        if let Some(key) = Gebietsschluessel::lesen(text) {
            return vec![self.ort(&key)];
        }
        let text = suchform(text);
        if text.is_empty() {
            return Vec::new();
        }
        let begins = |name: &str| {
            let name = suchform(name);
            (name == text, name.starts_with(&text) || name.contains(&format!(" {text}")))
        };
        let mut found: Vec<(bool, Ort)> = Vec::new();
        for (gebiet, name) in &self.gebiete {
            if let (exact, true) = begins(name) {
                found.push((exact, Ort { gebiet: gebiet.clone(), name: name.clone() }));
            }
        }
        found.sort_by(|a, b| (b.0, &a.1.name).cmp(&(a.0, &b.1.name)));
        found.into_iter().take(TREFFER_MAX).map(|(_, ort)| ort).collect()
    }

    /// Returns a place with its name; an AGS becomes the ARS that the table of areas has for it.
    pub fn ort(&self, gebiet: &Gebietsschluessel) -> Ort {
        let known = self.gebiete.get_key_value(gebiet).or_else(|| {
            let same = |(key, _): &(&Gebietsschluessel, &String)| {
                key.ebene() == gebiet.ebene() && key.umfasst(gebiet)
            };
            self.gebiete.iter().find(same)
        });
        match known {
            Some((key, name)) => Ort { gebiet: key.clone(), name: name.clone() },
            None => Ort { gebiet: gebiet.clone(), name: String::new() },
        }
    }

    /// Returns who is competent for a service (its id here, or a LeiKa key) at a place.
    ///
    /// Services of one LeiKa key are one: editorial offices give them ids of their own.
    pub fn zustaendig(&self, leistung: &str, gebiet: &Gebietsschluessel) -> Auskunft<'_> {
        let place = self.ort(gebiet).gebiet;
        let services = self.gleiche(leistung);
        let mut entries = Vec::new();
        let mut begruendung =
            Begruendung { verband_unbekannt: place.ohne_verband(), ..Begruendung::default() };
        let mut parts = BTreeSet::new();
        for entry in services.iter().flat_map(|id| self.fuer(id)) {
            if entry.gebiet.umfasst(&place) {
                entries.push(entry);
            } else if place.umfasst(&entry.gebiet) {
                parts.insert(&entry.gebiet);
            }
        }
        begruendung.teilgebiete = parts.len();
        entries.sort_by_key(|entry| entry.gebiet.ebene());
        let mut stellen: Vec<(&str, &Stelle)> = Vec::new();
        let mut onlinedienste: Vec<&Onlinedienst> = Vec::new();
        for entry in entries {
            if let Some(form) = self.onlinedienste.get(&entry.wer)
                && !onlinedienste.contains(&form)
            {
                onlinedienste.push(form);
            }
            let Some((id, office)) = self.stellen.get_key_value(&entry.wer) else { continue };
            let level = entry.gebiet.ebene();
            let decided = begruendung.gebiet.get_or_insert_with(|| entry.gebiet.clone()).ebene();
            if decided != level {
                begruendung.verdraengt.push((level, id.clone()));
            } else if stellen.iter().all(|(known, _)| known != id) {
                stellen.push((id, office));
            }
        }
        let decided = begruendung.gebiet.as_ref().map(Gebietsschluessel::ebene);
        begruendung.ohne_eintrag = Ebene::ALLE
            .into_iter()
            .filter(|level| *level >= place.ebene() && decided.is_none_or(|at| *level < at))
            .collect();
        Auskunft { stellen, onlinedienste, begruendung }
    }

    /// The entries for a service; they stand together, because all are in order.
    fn fuer(&self, leistung: &str) -> &[super::Zustaendigkeit] {
        let all = &self.zustaendigkeiten;
        let from = all.partition_point(|one| one.leistung.as_str() < leistung);
        let until = all.partition_point(|one| one.leistung.as_str() <= leistung);
        all.get(from..until).unwrap_or_default()
    }

    /// The ids under which a service stands here.
    fn gleiche(&self, leistung: &str) -> BTreeSet<String> {
        let mut ids = BTreeSet::from([leistung.to_owned()]);
        let own = self.leistungen.get(leistung).map(|one| one.leika.clone());
        for key in own.unwrap_or_else(|| vec![leistung.to_owned()]) {
            ids.extend(self.mit_schluessel(&key).map(|(id, _)| id.to_owned()));
        }
        ids
    }
}

/// Returns how well words fit a name; nothing if one of them does not occur in it.
fn punkte(words: &[&str], name: &str) -> Option<u32> {
    let name = suchform(name);
    let mut points = 0;
    for word in words {
        let fits = name.split(' ').filter_map(|part| match part.find(word) {
            Some(0) if part.len() == word.len() => Some(4),
            Some(0) => Some(3),
            Some(_) => Some(1),
            None => None,
        });
        points += fits.max()?;
    }
    Some(points)
}

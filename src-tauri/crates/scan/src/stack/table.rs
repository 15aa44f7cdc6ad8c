//! The table: which page lies where, computed from the steps of the journal.
//!
//! Never forgets a page: what is not on the table still has its place and its reason.

use std::collections::{BTreeMap, BTreeSet};

use domain::Zeitpunkt;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Besitzer, Bild, Duplexlage, Ende, Griff, LaufKopf, Schritt, SeiteId, Ziel, duplex};
use crate::StackError;

/// Why a page does not lie on the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grund {
    /// The clerk took it off.
    Geloescht,
    /// Nothing is on it.
    Leer,
    /// It repeats another one.
    Wiederholung,
    /// It was scanned again.
    Ersetzt,
}

/// A page in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Platz {
    /// The page.
    pub seite: SeiteId,
    /// Degrees by which it is turned clockwise.
    pub grad: u16,
    /// Whether a document begins with it.
    pub beginnt: bool,
    /// Why it does not lie there, if it does not.
    pub entfernt: Option<Grund>,
}

/// A run of a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lauf {
    /// Its number.
    pub nummer: u32,
    /// What it was begun with.
    pub kopf: LaufKopf,
    /// How it ended; nothing while it runs.
    pub ende: Option<Ende>,
    /// Its pages in the order in which they came; a page that was scanned again stands where the
    /// first one stood.
    pub seiten: Vec<SeiteId>,
}

/// What is known of a page besides its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Befund {
    /// Whether nothing is on it; nothing where nobody could look.
    pub leer: Option<bool>,
    /// Whether it is whole and can be read.
    pub lesbar: bool,
    /// The earlier page that it repeats.
    pub wie: Option<SeiteId>,
}

/// A document that is safe in the intake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abgegebenes {
    /// The item it became.
    pub eingang: Uuid,
    /// Its pages.
    pub seiten: usize,
}

/// What changes where pages lie.
#[derive(Debug, Clone)]
enum Move {
    Arrived(SeiteId, Ziel, bool),
    Griff(Griff),
}

/// The pages as they lie.
#[derive(Debug, Clone, Default)]
pub struct Tisch {
    kopf: Option<(Uuid, Besitzer, Zeitpunkt)>,
    laeufe: BTreeMap<u32, Lauf>,
    bilder: BTreeMap<SeiteId, Bild>,
    befunde: BTreeMap<SeiteId, Befund>,
    abgegeben: BTreeSet<SeiteId>,
    abgaben: Vec<Abgegebenes>,
    begonnen: Option<(Vec<Platz>, String)>,
    moves: Vec<Move>,
    plaetze: Vec<Platz>,
    // Runs of fronts and backs that wait to be laid between each other.
    wartend: Vec<u32>,
}

impl Tisch {
    /// Returns id, owner and beginning.
    pub fn kopf(&self) -> Option<&(Uuid, Besitzer, Zeitpunkt)> {
        self.kopf.as_ref()
    }

    /// Returns a page as it came.
    pub fn bild(&self, seite: SeiteId) -> Option<&Bild> {
        self.bilder.get(&seite)
    }

    /// Returns all pages that came, in that order.
    pub fn bilder(&self) -> impl Iterator<Item = &Bild> {
        self.bilder.values()
    }

    /// Returns what is known of a page.
    pub fn befund(&self, seite: SeiteId) -> Option<&Befund> {
        self.befunde.get(&seite)
    }

    /// Returns the runs.
    pub fn laeufe(&self) -> impl Iterator<Item = &Lauf> {
        self.laeufe.values()
    }

    /// Returns a run.
    pub fn lauf(&self, nummer: u32) -> Option<&Lauf> {
        self.laeufe.get(&nummer)
    }

    /// Returns the pages in their places, those included that do not lie there any more.
    pub fn plaetze(&self) -> &[Platz] {
        &self.plaetze
    }

    /// Returns the pages that lie on the table, in order.
    pub fn seiten(&self) -> Vec<SeiteId> {
        let lying = self.plaetze.iter().filter(|platz| platz.entfernt.is_none());
        lying.map(|platz| platz.seite).collect()
    }

    /// Returns the documents on the table: each a piece of the places, with a page in it.
    pub fn dokumente(&self) -> Vec<&[Platz]> {
        let mut begins: Vec<usize> = Vec::new();
        // A document begins with the first page that lies, if the one that began it is gone.
        let mut due = Some(0);
        for (index, platz) in self.plaetze.iter().enumerate() {
            if platz.beginnt {
                due = due.or(Some(index));
            }
            if platz.entfernt.is_none() {
                begins.extend(due.take());
            }
        }
        let ends = begins.iter().skip(1).copied().chain([self.plaetze.len()]);
        let pieces = begins.iter().zip(ends);
        pieces.filter_map(|(from, to)| self.plaetze.get(*from..to)).collect()
    }

    /// Returns the pages that are nowhere safe but here, whether they lie on the table or not.
    pub fn nicht_abgegeben(&self) -> Vec<SeiteId> {
        self.bilder.keys().filter(|seite| !self.abgegeben.contains(seite)).copied().collect()
    }

    /// Whether a page is safe in the intake.
    pub fn ist_abgegeben(&self, seite: SeiteId) -> bool {
        self.abgegeben.contains(&seite)
    }

    /// Returns what is safe in the intake, in the order in which it was handed over.
    pub fn abgaben(&self) -> &[Abgegebenes] {
        &self.abgaben
    }

    /// Returns the document that is on its way to the intake: its places and its file.
    pub fn begonnen(&self) -> Option<&(Vec<Platz>, String)> {
        self.begonnen.as_ref()
    }

    /// Returns the runs of the fronts that wait, and of their backs.
    pub fn duplex(&self) -> Option<(u32, Option<u32>)> {
        let vorn = self.wartend.first()?;
        Some((*vorn, self.wartend.get(1).copied()))
    }

    /// Says how it stands with fronts that wait for their backs.
    pub fn duplexlage(&self) -> Option<Duplexlage> {
        self.duplex().map(|(vorn, hinten)| duplex::lage(self, vorn, hinten))
    }

    /// Returns what a clerk calls a page: by its place, or by its arrival.
    pub fn name(&self, seite: SeiteId) -> String {
        match self.seiten().iter().position(|lying| *lying == seite) {
            Some(place) => format!("Seite {}", place + 1),
            None => format!("Seite {} des Stapels", seite.0),
        }
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        self.moves.iter().any(|step| matches!(step, Move::Griff(_)))
    }

    /// Returns the pages that lie on the table and have nothing on them.
    pub fn leere(&self) -> Vec<SeiteId> {
        let blank = |seite: &SeiteId| {
            self.befunde.get(seite).is_some_and(|b| b.leer == Some(true) && b.lesbar)
        };
        self.seiten().into_iter().filter(blank).collect()
    }

    pub(super) fn next_lauf(&self) -> u32 {
        self.laeufe.last_key_value().map_or(1, |(last, _)| last + 1)
    }

    pub(crate) fn next_seite(&self) -> SeiteId {
        SeiteId(self.bilder.last_key_value().map_or(1, |(last, _)| last.0 + 1))
    }

    pub(super) fn next_in(&self, lauf: u32) -> u32 {
        let of_run = self.bilder.values().filter(|bild| bild.lauf == lauf);
        of_run.map(|bild| bild.nummer).max().unwrap_or(0) + 1
    }

    /// Refuses what names a page that is not there.
    pub(super) fn check(&self, griff: &Griff) -> Result<(), StackError> {
        let known = |seite: &SeiteId| self.plaetze.iter().any(|platz| platz.seite == *seite);
        let there = match griff {
            Griff::Verschieben { seite, vor } => {
                known(seite) && vor.as_ref().is_none_or(known) && Some(*seite) != *vor
            }
            Griff::Drehen { seite, grad } => known(seite) && matches!(grad, 90 | 180 | 270),
            Griff::Loeschen { seiten }
            | Griff::Leerseiten { seiten }
            | Griff::Wiederholungen { seiten }
            | Griff::Zurueckholen { seiten } => !seiten.is_empty() && seiten.iter().all(known),
            Griff::Teilen { vor } | Griff::Verbinden { vor } => known(vor),
            Griff::Verschraenken { .. } | Griff::Getrennt { .. } => !self.wartend.is_empty(),
        };
        if there { Ok(()) } else { Err(StackError::NoSuchPage) }
    }

    /// Refuses a run that would not know where its pages belong.
    pub(super) fn check_target(&self, ziel: Ziel) -> Result<(), StackError> {
        let in_run = |seite: SeiteId| {
            self.wartend
                .iter()
                .filter_map(|lauf| self.laeufe.get(lauf))
                .any(|lauf| lauf.seiten.contains(&seite))
        };
        let known = |seite: SeiteId| self.plaetze.iter().any(|platz| platz.seite == seite);
        match (ziel, self.wartend.len()) {
            (Ziel::Vorderseiten, 1..) => Err(StackError::Waiting),
            // A second try of the backs takes the place of the first; see `apply`.
            (Ziel::Rueckseiten, 0) => Err(StackError::NoSuchPage),
            (Ziel::Einfuegen { vor }, _) if !known(vor) => Err(StackError::NoSuchPage),
            (Ziel::Ersetzen { seite }, _) if !known(seite) && !in_run(seite) => {
                Err(StackError::NoSuchPage)
            }
            _ => Ok(()),
        }
    }

    /// Takes a step that is durable.
    pub(super) fn apply(&mut self, schritt: Schritt) {
        self.note(schritt);
        self.lay();
    }

    /// Takes the steps of a journal.
    pub(super) fn replay(steps: Vec<Schritt>) -> Self {
        let mut tisch = Self::default();
        steps.into_iter().for_each(|step| tisch.note(step));
        tisch.lay();
        tisch
    }

    fn note(&mut self, schritt: Schritt) {
        match schritt {
            Schritt::Angelegt { stapel, besitzer, um } => self.kopf = Some((stapel, besitzer, um)),
            Schritt::Lauf { lauf, kopf } => {
                let new = Lauf { nummer: lauf, kopf, ende: None, seiten: Vec::new() };
                self.laeufe.insert(lauf, new);
            }
            Schritt::Seite { bild } => self.arrived(bild),
            Schritt::Befund { seite, leer, lesbar, wie } => {
                self.befunde.insert(seite, Befund { leer, lesbar, wie });
            }
            Schritt::LaufEnde { lauf, ende, .. } => {
                if let Some(lauf) = self.laeufe.get_mut(&lauf) {
                    lauf.ende = Some(ende);
                }
            }
            Schritt::Tisch { griff } => self.moves.push(Move::Griff(griff)),
            Schritt::Zurueck => {
                if let Some(last) = self.moves.iter().rposition(|m| matches!(m, Move::Griff(_))) {
                    self.moves.remove(last);
                }
            }
            Schritt::AbgabeBegonnen { plaetze, datei } => self.begonnen = Some((plaetze, datei)),
            Schritt::Abgegeben { seiten, eingang, .. } => {
                self.begonnen = None;
                self.abgaben.push(Abgegebenes { eingang, seiten: seiten.len() });
                self.abgegeben.extend(seiten);
            }
        }
    }

    fn arrived(&mut self, bild: Bild) {
        let Some(lauf) = self.laeufe.get_mut(&bild.lauf) else { return };
        let first = lauf.seiten.is_empty();
        let ziel = lauf.kopf.ziel;
        lauf.seiten.push(bild.seite);
        self.moves.push(Move::Arrived(bild.seite, ziel, first));
        self.bilder.insert(bild.seite, bild);
    }

    /// Computes from all moves where the pages lie.
    fn lay(&mut self) {
        self.plaetze.clear();
        self.wartend.clear();
        let originals: BTreeMap<u32, Vec<SeiteId>> = self.arrivals();
        for lauf in self.laeufe.values_mut() {
            lauf.seiten = originals.get(&lauf.nummer).cloned().unwrap_or_default();
        }
        for step in std::mem::take(&mut self.moves) {
            match &step {
                Move::Arrived(seite, ziel, first) => self.lay_arrived(*seite, *ziel, *first),
                Move::Griff(griff) => self.lay_griff(griff),
            }
            self.moves.push(step);
        }
        let gone = &self.abgegeben;
        self.plaetze.retain(|platz| !gone.contains(&platz.seite));
    }

    /// Returns the pages of each run in the order in which the device gave them, which is that of
    /// their files: a page that was found again later stands where it belongs.
    fn arrivals(&self) -> BTreeMap<u32, Vec<SeiteId>> {
        let mut bilder: Vec<&Bild> = self.bilder.values().collect();
        bilder.sort_by_key(|bild| (bild.lauf, bild.nummer));
        let mut runs: BTreeMap<u32, Vec<SeiteId>> = BTreeMap::new();
        for bild in bilder {
            runs.entry(bild.lauf).or_default().push(bild.seite);
        }
        runs
    }

    fn lay_arrived(&mut self, seite: SeiteId, ziel: Ziel, first: bool) {
        let lauf = self.bilder.get(&seite).map_or(0, |bild| bild.lauf);
        let platz = Platz { seite, grad: 0, beginnt: false, entfernt: None };
        let at = |plaetze: &[Platz], seite| plaetze.iter().position(|p| p.seite == seite);
        match ziel {
            Ziel::Anhaengen => self.plaetze.push(platz),
            Ziel::Einfuegen { vor } => {
                let at = at(&self.plaetze, vor).unwrap_or(self.plaetze.len());
                self.plaetze.insert(at, platz);
            }
            Ziel::Ersetzen { seite: old } => self.replace(old, platz, first),
            Ziel::Vorderseiten => {
                if !self.wartend.contains(&lauf) {
                    // Laying them together was taken back after these had come.
                    self.lay_apart(&self.wartend.clone());
                    self.wartend = vec![lauf];
                }
            }
            Ziel::Rueckseiten => {
                // A second try stands for the first; the first one's pages go nowhere.
                if !self.wartend.contains(&lauf) {
                    let first_try = (self.wartend.len() > 1).then(|| self.wartend.pop()).flatten();
                    self.lay_aside(first_try);
                    self.wartend.push(lauf);
                }
            }
        }
    }

    /// Gives the pages of a run that was done again a place, off the table.
    fn lay_aside(&mut self, lauf: Option<u32>) {
        let run = lauf.and_then(|lauf| self.laeufe.get(&lauf));
        let seiten = run.map(|lauf| lauf.seiten.clone()).unwrap_or_default();
        let aside =
            |seite| Platz { seite, grad: 0, beginnt: false, entfernt: Some(Grund::Ersetzt) };
        self.plaetze.extend(seiten.into_iter().map(aside));
    }

    /// The first new page takes the place; what comes with it lies behind it.
    fn replace(&mut self, old: SeiteId, platz: Platz, first: bool) {
        for lauf in self.wartend.clone() {
            let Some(run) = self.laeufe.get_mut(&lauf) else { continue };
            let found = run.seiten.iter_mut().find(|page| **page == old);
            if let Some(page) = found.filter(|_| first) {
                *page = platz.seite;
                let entfernt = Some(Grund::Ersetzt);
                self.plaetze.push(Platz { seite: old, grad: 0, beginnt: false, entfernt });
                return;
            }
        }
        let place = self.plaetze.iter().position(|platz| platz.seite == old);
        let Some(at) = place else { return self.plaetze.push(platz) };
        let mut new = platz;
        if let Some(old) = self.plaetze.get_mut(at).filter(|_| first) {
            new.beginnt = std::mem::take(&mut old.beginnt);
            old.entfernt = Some(Grund::Ersetzt);
        }
        // Behind the old one and behind those that came before in the same run.
        let lauf = |seite| self.bilder.get(&seite).map(|bild| bild.lauf);
        let own = lauf(new.seite);
        let behind = self.plaetze.iter().skip(at + 1);
        let same_run = behind.take_while(|platz| lauf(platz.seite) == own).count();
        self.plaetze.insert(at + 1 + same_run, new);
    }

    fn lay_griff(&mut self, griff: &Griff) {
        match griff {
            Griff::Verschieben { seite, vor } => self.shift(*seite, *vor),
            Griff::Drehen { seite, grad } => {
                self.each(&[*seite], |platz| platz.grad = (platz.grad + grad) % 360);
            }
            Griff::Loeschen { seiten } => self.remove(seiten, Grund::Geloescht),
            Griff::Leerseiten { seiten } => self.remove(seiten, Grund::Leer),
            Griff::Wiederholungen { seiten } => self.remove(seiten, Grund::Wiederholung),
            Griff::Zurueckholen { seiten } => self.each(seiten, |platz| platz.entfernt = None),
            Griff::Teilen { vor } => self.each(&[*vor], |platz| platz.beginnt = true),
            Griff::Verbinden { vor } => self.each(&[*vor], |platz| platz.beginnt = false),
            Griff::Verschraenken { seiten } => {
                let waiting = std::mem::take(&mut self.wartend);
                self.place(seiten);
                self.lay_repetitions(&waiting, seiten);
            }
            Griff::Getrennt { vorn, hinten } => {
                let runs: Vec<u32> = [Some(*vorn), *hinten].into_iter().flatten().collect();
                self.lay_apart(&runs);
            }
        }
    }

    /// Lays runs that waited, each as it was scanned.
    fn lay_apart(&mut self, laeufe: &[u32]) {
        for lauf in laeufe {
            let seiten = self.laeufe.get(lauf).map(|run| run.seiten.clone());
            self.place(&seiten.unwrap_or_default());
        }
    }

    /// Lays pages that waited; they are a document of their own.
    fn place(&mut self, seiten: &[SeiteId]) {
        for (number, seite) in seiten.iter().enumerate() {
            let beginnt = number == 0;
            self.plaetze.push(Platz { seite: *seite, grad: 0, beginnt, entfernt: None });
        }
        self.wartend.clear();
    }

    /// Gives pages that were left out as repetitions a place, off the table.
    fn lay_repetitions(&mut self, laeufe: &[u32], placed: &[SeiteId]) {
        let runs = laeufe.iter().filter_map(|lauf| self.laeufe.get(lauf));
        let left: Vec<SeiteId> = runs
            .flat_map(|run| run.seiten.iter().copied())
            .filter(|seite| !placed.contains(seite))
            .collect();
        let entfernt = Some(Grund::Wiederholung);
        let aside = |seite| Platz { seite, grad: 0, beginnt: false, entfernt };
        self.plaetze.extend(left.into_iter().map(aside));
    }

    fn shift(&mut self, seite: SeiteId, vor: Option<SeiteId>) {
        let Some(from) = self.plaetze.iter().position(|platz| platz.seite == seite) else { return };
        let mut platz = self.plaetze.remove(from);
        // The beginning of a document is a place, not a page.
        if std::mem::take(&mut platz.beginnt)
            && let Some(next) = self.plaetze.get_mut(from)
        {
            next.beginnt = true;
        }
        let target = vor.and_then(|vor| self.plaetze.iter().position(|p| p.seite == vor));
        let to = target.unwrap_or(self.plaetze.len());
        if let Some(next) = self.plaetze.get_mut(to) {
            platz.beginnt = std::mem::take(&mut next.beginnt);
        }
        self.plaetze.insert(to, platz);
    }

    fn remove(&mut self, seiten: &[SeiteId], grund: Grund) {
        self.each(seiten, |platz| platz.entfernt = Some(grund));
    }

    fn each(&mut self, seiten: &[SeiteId], mut change: impl FnMut(&mut Platz)) {
        let named = self.plaetze.iter_mut().filter(|platz| seiten.contains(&platz.seite));
        named.for_each(&mut change);
    }
}

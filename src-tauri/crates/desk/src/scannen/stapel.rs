//! Open stacks: begun, offered again after an end, worked on, discarded.
//!
//! Never discards another number of pages than the person was told.

use std::collections::btree_map::Entry;

use scan::StackError;
use scan::abgabe::Abgabe;
use scan::stack::{Griff, Lager, Reihenfolge, SeiteId, Stapel, Tisch};
use uuid::Uuid;

use super::{Eigner, Offen, Rest, Tische, sicht, worte};
use crate::Desk;
use crate::desk::{count, parse_id};
use crate::views::{
    Code, Fehler, Id, Leer, ScanGriff, ScanGriffArgs, ScanReihenfolge, ScanStapelListe,
    ScanStapelZeile, ScanTischView, ScanVerwerfenArgs,
};

impl Desk {
    /// The open stacks of whoever works here, those included that an ended program left.
    pub fn scanstapel(&self, _: Leer) -> Result<ScanStapelListe, Fehler> {
        let eigner = self.eigner()?;
        let lager = self.lager(&eigner.scope)?;
        let tische = self.tische();
        lager.aufraeumen()?;
        let mut stapel = Vec::new();
        for id in lager.offene(&eigner.besitzer)? {
            if !tische.erledigt(&lager, &eigner, id) {
                stapel.push(tische.zeile(&lager, &eigner, id));
            }
        }
        Ok(ScanStapelListe { stapel, herrenlos: count(lager.herrenlose()?.len()) })
    }

    /// Begins a stack; an empty one that is open already is taken.
    pub fn scanstapel_beginnen(&self, _: Leer) -> Result<ScanTischView, Fehler> {
        let eigner = self.eigner()?;
        let lager = self.lager(&eigner.scope)?;
        let mut tische = self.tische();
        let empty = lager.offene(&eigner.besitzer)?.into_iter().find(|id| {
            let free = tische.arbeit.as_ref().is_none_or(|arbeit| arbeit.id != *id);
            let none = |tisch: Tisch| tisch.bilder().next().is_none() && tisch.abgaben().is_empty();
            free && lager.ansehen(*id, &eigner.besitzer).is_ok_and(none)
        });
        let id = match empty {
            Some(id) => id,
            None => {
                let stapel = lager.neu(&eigner.besitzer)?;
                let id = stapel.id();
                let rest = Rest { eigner: eigner.clone(), ergebnis: None, hinweise: Vec::new() };
                tische.offen.insert(id, Offen { stapel, rest });
                id
            }
        };
        self.oeffnen(&mut tische, &eigner, id)?;
        drop(tische);
        self.scan_touched();
        self.scantisch(Id { id: id.to_string() })
    }

    /// A stack on its table; opens it if it is not open yet.
    pub fn scantisch(&self, args: Id) -> Result<ScanTischView, Fehler> {
        let id = parse_id(&args.id)?;
        let eigner = self.eigner()?;
        let mut tische = self.tische();
        if let Some((whose, view)) = &tische.geschlossen
            && view.id == args.id
            && *whose == eigner
        {
            return Ok(view.clone());
        }
        let running = tische.arbeit.as_ref().is_some_and(|arbeit| arbeit.id == id);
        if !running {
            self.oeffnen(&mut tische, &eigner, id)?;
        }
        let gesperrt = match tische.gesperrt(id) {
            Some(satz) => Some(satz.to_owned()),
            None => self.kein_scanner()?,
        };
        tische.view(&eigner, id, gesperrt)
    }

    /// Does something on the table.
    pub fn scantisch_griff(&self, args: ScanGriffArgs) -> Result<ScanTischView, Fehler> {
        let id = parse_id(&args.stapel)?;
        let eigner = self.eigner()?;
        let mut tische = self.tische();
        let offen = self.oeffnen(&mut tische, &eigner, id)?;
        tun(&mut offen.stapel, args.griff)?;
        drop(tische);
        self.scan_touched();
        self.scantisch(Id { id: args.stapel })
    }

    /// Discards a stack with all its pages, after a question that has named their number.
    pub fn scanstapel_verwerfen(&self, args: ScanVerwerfenArgs) -> Result<ScanStapelListe, Fehler> {
        let id = parse_id(&args.stapel)?;
        let eigner = self.eigner()?;
        let lager = self.lager(&eigner.scope)?;
        let mut tische = self.tische();
        let offen = self.oeffnen(&mut tische, &eigner, id)?;
        let left = offen.stapel.tisch().nicht_abgegeben().len();
        if count(left) != args.seiten {
            return Err(Fehler::new(
                Code::Conflict,
                format!("Im Stapel sind inzwischen {left} Seiten. Es wurde nichts verworfen."),
                "Bitte sehen Sie den Stapel noch einmal an.",
            ));
        }
        let offen = tische.nehmen(id)?;
        lager.verwerfen(offen.stapel, left)?;
        drop(tische);
        self.scan_touched();
        self.scanstapel(Leer {})
    }

    /// Opens a stack that no job works on, and finishes a hand-over that an end cut off.
    pub(super) fn oeffnen<'t>(
        &self,
        tische: &'t mut Tische,
        eigner: &Eigner,
        id: Uuid,
    ) -> Result<&'t mut Offen, Fehler> {
        if let Some(satz) = tische.arbeit.as_ref().filter(|a| a.id == id).map(|a| a.satz()) {
            let rat = "Bitte warten Sie, bis das zu Ende ist, oder brechen Sie es ab.";
            return Err(Fehler::new(Code::Conflict, satz, rat));
        }
        let offen = match tische.offen.entry(id) {
            Entry::Occupied(open) => open.into_mut(),
            Entry::Vacant(place) => place.insert(self.taken_up(eigner, id)?),
        };
        if offen.rest.eigner != *eigner {
            return Err(StackError::Foreign.into());
        }
        Ok(offen)
    }

    /// Opens a stack from its folder, and goes on with a hand-over that was cut off.
    fn taken_up(&self, eigner: &Eigner, id: Uuid) -> Result<Offen, Fehler> {
        let lager = self.lager(&eigner.scope)?;
        let mut stapel = lager.oeffnen(id, &eigner.besitzer)?;
        let custody = self.scan_custody(eigner);
        let abgabe = Abgabe { custody: &custody };
        let mut hinweise = stapel.hinweise().to_vec();
        if abgabe.wiederaufnehmen(&mut stapel)?.is_some() {
            hinweise.push("Ein Dokument dieses Stapels ist schon im Posteingang.".to_owned());
        }
        let last = stapel.tisch().laeufe().last();
        let ergebnis =
            last.and_then(|lauf| Some(worte::frueheres(lauf.ende.as_ref()?, lauf.seiten.len())));
        Ok(Offen { stapel, rest: Rest { eigner: eigner.clone(), ergebnis, hinweise } })
    }
}

impl Tische {
    /// Removes a stack that an end cut off between its last hand-over and its own end; tells
    /// whether it is one.
    fn erledigt(&self, lager: &Lager, eigner: &Eigner, id: Uuid) -> bool {
        let in_use =
            self.offen.contains_key(&id) || self.arbeit.as_ref().is_some_and(|a| a.id == id);
        let safe = |tisch: Tisch| {
            !tisch.abgaben().is_empty()
                && tisch.nicht_abgegeben().is_empty()
                && tisch.begonnen().is_none()
        };
        if in_use || !lager.ansehen(id, &eigner.besitzer).is_ok_and(safe) {
            return false;
        }
        let opened = lager.oeffnen(id, &eigner.besitzer);
        let closed = opened.and_then(|stapel| lager.schliessen(stapel, false));
        if let Err(error) = &closed {
            tracing::warn!(error = error as &dyn std::error::Error, "stack stays");
        }
        closed.is_ok()
    }

    fn zeile(&self, lager: &Lager, eigner: &Eigner, id: Uuid) -> ScanStapelZeile {
        let running = self.arbeit.as_ref().filter(|arbeit| arbeit.id == id);
        let seen = match (running, self.offen.get(&id)) {
            (Some(arbeit), _) => Ok(arbeit.tisch.clone()),
            (None, Some(offen)) => Ok(offen.stapel.tisch().clone()),
            (None, None) => lager.ansehen(id, &eigner.besitzer),
        };
        match seen {
            Ok(tisch) => sicht::zeile(id, &tisch, running.is_some()),
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "stack");
                sicht::unlesbar(id, error.hinweis())
            }
        }
    }

    /// Says why nothing can be scanned into a stack while a job runs.
    fn gesperrt(&self, id: Uuid) -> Option<&'static str> {
        let arbeit = self.arbeit.as_ref()?;
        Some(if arbeit.id == id {
            arbeit.satz()
        } else {
            "Der Scanner ist gerade mit einem anderen Stapel beschäftigt."
        })
    }

    fn view(
        &self,
        eigner: &Eigner,
        id: Uuid,
        gesperrt: Option<String>,
    ) -> Result<ScanTischView, Fehler> {
        let running = self.arbeit.as_ref().filter(|arbeit| arbeit.id == id);
        let (tisch, rest) = match (running, self.offen.get(&id)) {
            (Some(arbeit), _) => (&arbeit.tisch, &arbeit.rest),
            (None, Some(offen)) => (offen.stapel.tisch(), &offen.rest),
            (None, None) => return Err(StackError::Missing.into()),
        };
        if rest.eigner != *eigner {
            return Err(StackError::Foreign.into());
        }
        let mut view = sicht::tisch(id, tisch, rest);
        view.gesperrt = gesperrt;
        if let Some(arbeit) = running {
            sicht::arbeit(&mut view, arbeit);
        }
        Ok(view)
    }
}

fn tun(stapel: &mut Stapel, griff: ScanGriff) -> Result<(), StackError> {
    let pages = |seiten: Vec<u32>| seiten.into_iter().map(SeiteId).collect();
    let griff = match griff {
        ScanGriff::Verschieben { seite, vor } => {
            Griff::Verschieben { seite: SeiteId(seite), vor: vor.map(SeiteId) }
        }
        ScanGriff::Drehen { seite, grad } => Griff::Drehen { seite: SeiteId(seite), grad },
        ScanGriff::Loeschen { seiten } => Griff::Loeschen { seiten: pages(seiten) },
        ScanGriff::Zurueckholen { seiten } => Griff::Zurueckholen { seiten: pages(seiten) },
        ScanGriff::Teilen { vor } => Griff::Teilen { vor: SeiteId(vor) },
        ScanGriff::Verbinden { vor } => Griff::Verbinden { vor: SeiteId(vor) },
        ScanGriff::Leerseiten => return stapel.leerseiten_entfernen().map(|_| ()),
        ScanGriff::Verschraenken { reihenfolge, luecken } => {
            let reihenfolge = match reihenfolge {
                ScanReihenfolge::Umgekehrt => Reihenfolge::Umgekehrt,
                ScanReihenfolge::Gleich => Reihenfolge::Gleich,
            };
            return stapel.verschraenken(reihenfolge, &luecken);
        }
        ScanGriff::Getrennt => return stapel.getrennt_lassen(),
        ScanGriff::Zurueck => return stapel.zurueck(),
    };
    stapel.griff(griff)
}

//! Handing documents of a stack over to the Posteingang, one after another, beside the clerk.
//!
//! Never lets one document that cannot be handed over hold up its neighbours, and never closes a
//! stack in which pages are that are nowhere else.

use scan::abgabe::Abgabe;
use scan::stack::{SeiteId, Stapel, Tisch};
use scan::{Cancel, StackError};

use super::{Arbeit, Aufgabe, Auftrag, Rest, Was, sicht};
use crate::Desk;
use crate::desk::{count, parse_id};
use crate::views::{Code, Fehler, Id, ScanTischView, ScanUebernehmenArgs};

impl Desk {
    /// Hands documents over to the Posteingang; that goes on beside the clerk.
    pub fn scanstapel_uebernehmen(
        &self,
        args: ScanUebernehmenArgs,
    ) -> Result<ScanTischView, Fehler> {
        let id = parse_id(&args.stapel)?;
        let eigner = self.eigner()?;
        let mut tische = self.tische();
        self.frei(&tische)?;
        let offen = self.oeffnen(&mut tische, &eigner, id)?;
        let tisch = offen.stapel.tisch();
        if tisch.duplex().is_some() {
            return Err(StackError::Waiting.into());
        }
        let dokumente = gewuenschte(tisch, args.dokument.map(SeiteId))?;
        let offen = tische.nehmen(id)?;
        tische.arbeit = Some(Arbeit {
            id,
            rest: Rest { hinweise: Vec::new(), ..offen.rest },
            tisch: offen.stapel.tisch().clone(),
            cancel: Cancel::new(),
            was: Was::Abgabe { fertig: 0, gesamt: count(dokumente.len()) },
            auftrag: Some(Box::new(Auftrag {
                stapel: offen.stapel,
                was: Aufgabe::Abgabe { dokumente },
            })),
        });
        drop(tische);
        self.scan_touched();
        self.scantisch(Id { id: args.stapel })
    }

    /// Hands over, and lays the stack back or closes it.
    pub(super) fn abgabe_ausfuehren(
        &self,
        mut stapel: Stapel,
        mut rest: Rest,
        dokumente: &[SeiteId],
        cancel: &Cancel,
    ) -> Result<(), Fehler> {
        let custody = self.scan_custody(&rest.eigner);
        for erste in dokumente {
            if cancel.stopped() {
                rest.hinweise.push("Die Übernahme wurde abgebrochen.".to_owned());
                break;
            }
            let at = dokument(stapel.tisch(), *erste).ok_or(StackError::NoSuchDocument);
            let done = at.and_then(|at| Abgabe { custody: &custody }.abgeben(&mut stapel, at));
            let go_on = matches!(done, Ok(_) | Err(StackError::Unreadable(_)));
            if let Err(error) = done {
                let Fehler { meldung, rat, .. } = error.into();
                rest.hinweise.extend([Some(meldung), rat].into_iter().flatten());
            }
            let tisch = stapel.tisch().clone();
            self.arbeit(|arbeit| {
                arbeit.tisch = tisch;
                if let Was::Abgabe { fertig, .. } = &mut arbeit.was {
                    *fertig += u32::from(go_on);
                }
            });
            if !go_on {
                break;
            }
        }
        self.beenden(stapel, rest)
    }

    /// Closes a stack in which nothing is left; any other one is laid back.
    fn beenden(&self, stapel: Stapel, mut rest: Rest) -> Result<(), Fehler> {
        let left = stapel.tisch().nicht_abgegeben().len();
        if left > 0 {
            if stapel.tisch().seiten().is_empty() && stapel.tisch().duplex().is_none() {
                rest.hinweise.push(uebrig(left));
            }
            self.arbeit_getan(stapel, rest);
            return Ok(());
        }
        let mut view = sicht::tisch(stapel.id(), stapel.tisch(), &rest);
        view.geschlossen = true;
        let lager = self.lager(&rest.eigner.scope)?;
        let mut tische = self.tische();
        // Everything is safe; what cannot be removed now goes when the stacks are listed.
        let closed = lager.schliessen(stapel, false).map_err(Fehler::from);
        tische.arbeit = None;
        tische.geschlossen = Some((rest.eigner, view));
        closed
    }
}

fn uebrig(left: usize) -> String {
    match left {
        1 => "Alles ist übernommen. Eine herausgenommene Seite liegt noch im Stapel: Bitte holen \
              Sie sie zurück, oder verwerfen Sie den Stapel."
            .to_owned(),
        more => format!(
            "Alles ist übernommen. {more} herausgenommene Seiten liegen noch im Stapel: Bitte \
             holen Sie sie zurück, oder verwerfen Sie den Stapel."
        ),
    }
}

/// Returns the first pages of the documents that are meant.
fn gewuenschte(tisch: &Tisch, erste: Option<SeiteId>) -> Result<Vec<SeiteId>, Fehler> {
    let all: Vec<SeiteId> = tisch.dokumente().iter().filter_map(|plaetze| first(plaetze)).collect();
    let wanted: Vec<SeiteId> =
        all.into_iter().filter(|page| erste.is_none_or(|erste| erste == *page)).collect();
    match (wanted.is_empty(), erste) {
        (false, _) => Ok(wanted),
        (true, Some(_)) => Err(StackError::NoSuchDocument.into()),
        (true, None) => Err(Fehler::new(Code::Invalid, "Auf dem Tisch liegt keine Seite.", "")),
    }
}

fn dokument(tisch: &Tisch, erste: SeiteId) -> Option<usize> {
    tisch.dokumente().iter().position(|plaetze| first(plaetze) == Some(erste))
}

fn first(plaetze: &[scan::stack::Platz]) -> Option<SeiteId> {
    sicht::liegend(plaetze).next().map(|platz| platz.seite)
}

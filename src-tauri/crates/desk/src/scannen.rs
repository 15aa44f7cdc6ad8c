//! The scanner at the desk: which devices there are, the stack on its table, the one job that runs.
//!
//! Never scans inside an act: the job runs beside the clerk, one at a time, and the table can be
//! seen while it does. Never shows one person's stack to another, or one Mandant's to another.

mod abgabe;
mod bild;
mod geraete;
mod lauf;
mod sicht;
mod stapel;
mod suche;
mod worte;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use intake::custody::Custody;
use scan::stack::{Besitzer, Lager, SeiteId, Stapel, Tisch};
use scan::{Cancel, StackError};
use store::{DbError, Kind, SCANNED};
use uuid::Uuid;

use crate::Desk;
use crate::desk::{arbeitsplatz, benutzer};
use crate::views::{Fehler, ScanErgebnis, ScanTischView};
use suche::Suche;

/// What is in memory of scanning.
#[derive(Default)]
pub(crate) struct Scanraum {
    tische: Mutex<Tische>,
    suche: Mutex<Suche>,
    /// Held while a picture is made: never more than one at once, however many are asked for.
    bilder: Mutex<()>,
}

/// Whose a stack is, and for whom it was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Eigner {
    scope: String,
    besitzer: Besitzer,
}

/// The stacks that are open, and the job.
#[derive(Default)]
struct Tische {
    offen: BTreeMap<Uuid, Offen>,
    arbeit: Option<Arbeit>,
    /// The last stack that was handed over to its end, as it is told of.
    geschlossen: Option<(Eigner, ScanTischView)>,
}

/// An open stack that no job works on.
struct Offen {
    stapel: Stapel,
    rest: Rest,
}

/// What is known of an open stack besides its journal.
#[derive(Clone)]
struct Rest {
    eigner: Eigner,
    ergebnis: Option<ScanErgebnis>,
    hinweise: Vec<String>,
}

/// The job.
struct Arbeit {
    id: Uuid,
    rest: Rest,
    /// The table as it was when it was last told.
    tisch: Tisch,
    cancel: Cancel,
    was: Was,
    /// What is to be done, until somebody takes it.
    auftrag: Option<Box<Auftrag>>,
}

/// What a job does, as far as it is shown.
#[derive(Clone)]
enum Was {
    Scan { geraet: String, profil: String, vorher: usize },
    Abgabe { fertig: u32, gesamt: u32 },
}

/// A job that waits for somebody to do it.
struct Auftrag {
    stapel: Stapel,
    was: Aufgabe,
}

#[expect(clippy::large_enum_variant, reason = "there is one job, and it lies in a box")]
enum Aufgabe {
    Scan { geraet: geraete::Geraet, auftrag: scan::run::Auftrag },
    Abgabe { dokumente: Vec<SeiteId> },
}

impl Desk {
    fn tische(&self) -> MutexGuard<'_, Tische> {
        self.scanraum.tische.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn eigner(&self) -> Result<Eigner, Fehler> {
        Ok(self.store.read(|db| {
            let besitzer = Besitzer { akteur: benutzer(db)?, arbeitsplatz: arbeitsplatz(db)? };
            Ok::<_, DbError>(Eigner { scope: db.bereich()?, besitzer })
        })?)
    }

    /// Returns where the stacks of a Mandant lie.
    fn lager(&self, scope: &str) -> Result<Lager, Fehler> {
        let root = self.store.folder().join(SCANNED).join(scope);
        Ok(Lager::new(root, self.store.env().clone(), self.store.scan_key()?)?)
    }

    /// Returns the intake as the owner of a stack uses it, whoever works here by now.
    fn scan_custody(&self, eigner: &Eigner) -> Custody<'_> {
        let Besitzer { akteur, arbeitsplatz } = eigner.besitzer.clone();
        Custody { store: &self.store, worker: &self.worker, akteur, arbeitsplatz }
    }

    /// Tells the window, and whoever does the jobs.
    fn scan_touched(&self) {
        self.store.notify(Kind::Scan);
    }

    /// Does the job that waits, if there is one, and tells whether there was. Used by the service
    /// and by programs that have none.
    pub fn scan_arbeiten(&self) -> Result<bool, Fehler> {
        let taken = {
            let mut tische = self.tische();
            let waiting = |arbeit: &mut Arbeit| {
                let auftrag = arbeit.auftrag.take()?;
                Some((auftrag, arbeit.cancel.clone(), arbeit.rest.clone()))
            };
            tische.arbeit.as_mut().and_then(waiting)
        };
        let Some((auftrag, cancel, rest)) = taken else { return Ok(false) };
        let Auftrag { stapel, was } = *auftrag;
        match was {
            Aufgabe::Scan { geraet, auftrag } => {
                self.scan_ausfuehren(stapel, rest, &geraet, &auftrag, &cancel);
            }
            Aufgabe::Abgabe { dokumente } => {
                self.abgabe_ausfuehren(stapel, rest, &dokumente, &cancel)?;
            }
        }
        self.scan_touched();
        Ok(true)
    }

    /// Ends what runs: the program ends.
    pub(crate) fn scan_anhalten(&self) {
        if let Some(arbeit) = &self.tische().arbeit {
            arbeit.cancel.stop();
        }
        self.suche_anhalten();
    }

    /// Changes what is shown of the running job.
    fn arbeit(&self, change: impl FnOnce(&mut Arbeit)) {
        if let Some(arbeit) = self.tische().arbeit.as_mut() {
            change(arbeit);
        }
        self.scan_touched();
    }

    /// Lays a stack back that a job has worked on.
    fn arbeit_getan(&self, stapel: Stapel, rest: Rest) {
        let mut tische = self.tische();
        tische.arbeit = None;
        tische.offen.insert(stapel.id(), Offen { stapel, rest });
    }
}

impl Tische {
    /// Takes an open stack out, for a job or to remove it.
    fn nehmen(&mut self, id: Uuid) -> Result<Offen, Fehler> {
        self.offen.remove(&id).ok_or_else(|| StackError::Missing.into())
    }
}

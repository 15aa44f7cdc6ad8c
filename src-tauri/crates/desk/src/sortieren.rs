//! What the office knows about where post belongs, and the proposals made from it.
//!
//! Never the truth: it is fed from the records, begins anew with every start, and each Mandant's
//! knowledge stands for itself.

pub(crate) mod kenntnis;
mod satz;
mod selbst;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use domain::lernmerkmale::Lernmerkmale;
use domain::{Eingang, EingangState};
use store::{Db, DbError, Store};
use uuid::Uuid;
use zuordnung::{Modell, Schreiben, Vorschlag, Wissen, Ziel};

use kenntnis::Kenntnis;
pub(crate) use kenntnis::{Gelesen, gelesen};
pub(crate) use satz::Vorschlaege;

use crate::Desk;
use crate::views::Fehler;

/// Records read from the store at once; meanwhile nobody else reads there.
const READ_AT_ONCE: u32 = 50;
/// Records learned before others get their turn.
const FED_AT_ONCE: u64 = 1_000;
/// Records that are learned before a question is answered, a part of a second's work at most.
const BEFORE_ANSWER: u32 = 500;

/// Knowledge about the post of each Mandant.
#[derive(Default)]
pub(crate) struct Sortierung {
    stand: RwLock<Stand>,
    /// Held while it is fed, and while a decision is learned before its document is.
    feeding: Mutex<()>,
}

#[derive(Default)]
struct Stand {
    /// The place in the store's order that was reached.
    erreicht: u64,
    bereiche: BTreeMap<String, Wissen>,
    /// Items of post that wait and at which the program has not looked yet.
    offen: BTreeSet<Uuid>,
}

impl Stand {
    fn learn(&mut self, store: &Store, rec_id: Uuid, kenntnis: Kenntnis) -> Result<(), DbError> {
        let (scope, was) = match kenntnis {
            Kenntnis::Von(scope, was) => (scope, was),
            Kenntnis::Offen => {
                self.offen.insert(rec_id);
                return Ok(());
            }
            Kenntnis::Nichts => {
                self.offen.remove(&rec_id);
                self.bereiche.values_mut().for_each(|wissen| wissen.remove(rec_id));
                return Ok(());
            }
        };
        if !self.bereiche.contains_key(&scope) {
            let modell = store.read(|db| db.zuordnungsmodell(&scope))?;
            self.bereiche.insert(scope.clone(), Wissen::new(model(modell.as_deref())));
        }
        if let Some(wissen) = self.bereiche.get_mut(&scope) {
            was.tell(wissen, rec_id);
        }
        Ok(())
    }
}

/// Reads a stored model; one that cannot be used is told and left, and the delivered weights count.
fn model(json: Option<&str>) -> Modell {
    let Some(json) = json else { return Modell::default() };
    Modell::from_json(json).unwrap_or_else(|error| {
        tracing::warn!(error = &error as &dyn std::error::Error, "model of the proposals");
        Modell::default()
    })
}

impl Sortierung {
    /// Learns some more records; returns how many are still to come.
    pub(crate) fn feed(&self, store: &Store) -> Result<u32, DbError> {
        let _alone = self.alone();
        let begin = self.erreicht();
        let mut reached = begin;
        while reached - begin < FED_AT_ONCE {
            let rows = store.read(|db| kenntnis::nach(db, reached, READ_AT_ONCE))?;
            let Some((last, _, _)) = rows.last() else { break };
            reached = *last;
            let mut stand = self.stand.write().unwrap_or_else(PoisonError::into_inner);
            for (_, rec_id, kenntnis) in rows {
                stand.learn(store, rec_id, kenntnis)?;
            }
            stand.erreicht = reached;
        }
        store.read(|db| db.suchfolge_offen(reached))
    }

    /// Learns what was done a moment ago, unless there is much of it; returns how many records are
    /// still to come.
    pub(crate) fn auf_stand(&self, store: &Store) -> Result<u32, DbError> {
        let left = store.read(|db| db.suchfolge_offen(self.erreicht()))?;
        if (1..=BEFORE_ANSWER).contains(&left) { self.feed(store) } else { Ok(left) }
    }

    fn erreicht(&self) -> u64 {
        self.stand.read().unwrap_or_else(PoisonError::into_inner).erreicht
    }

    /// Keeps new documents from being learned until the guard is gone.
    pub(crate) fn alone(&self) -> MutexGuard<'_, ()> {
        self.feeding.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask<T: Default>(&self, scope: &str, question: impl FnOnce(&Wissen) -> T) -> T {
        let stand = self.stand.read().unwrap_or_else(PoisonError::into_inner);
        stand.bereiche.get(scope).map(question).unwrap_or_default()
    }

    fn waiting(&self) -> Vec<Uuid> {
        let stand = self.stand.read().unwrap_or_else(PoisonError::into_inner);
        stand.offen.iter().copied().collect()
    }

    fn look_at(&self, id: Uuid) {
        self.stand.write().unwrap_or_else(PoisonError::into_inner).offen.remove(&id);
    }

    fn look_again_at(&self, id: Uuid) {
        self.stand.write().unwrap_or_else(PoisonError::into_inner).offen.insert(id);
    }

    /// Proposes for a letter.
    pub(crate) fn vorschlagen(&self, scope: &str, schreiben: &Schreiben<'_>) -> Vorschlag {
        self.ask(scope, |wissen| wissen.vorschlagen(schreiben))
    }

    /// Returns what a letter teaches once it is filed; nothing if nothing could be read.
    pub(crate) fn merkmale(&self, scope: &str, schreiben: &Schreiben<'_>) -> Option<Lernmerkmale> {
        let found = self.ask(scope, |wissen| wissen.merkmale(schreiben));
        (found != Lernmerkmale::default()).then_some(found)
    }

    /// Learns from a decision; returns the model that came of it.
    pub(crate) fn entschieden(
        &self,
        scope: &str,
        schreiben: &Schreiben<'_>,
        ziel: Ziel,
    ) -> Option<Modell> {
        let mut stand = self.stand.write().unwrap_or_else(PoisonError::into_inner);
        let wissen = stand.bereiche.get_mut(scope)?;
        wissen.entschieden(schreiben, ziel);
        Some(wissen.modell().clone())
    }
}

impl Desk {
    /// Learns some more of what the office knows about its post; returns how many records are still
    /// to come. The services do this by themselves.
    pub fn sortieren_nachziehen(&self) -> Result<u32, Fehler> {
        Ok(self.sortierung.feed(self.store.ganz())?)
    }

    /// Proposes for an item of post that waits; for any other there is nothing to propose.
    pub(crate) fn vorschlaege(&self, id: Uuid) -> Result<Vorschlaege, Fehler> {
        let left = self.sortierung.auf_stand(self.store.ganz())?;
        let Some((scope, gelesen)) = self.store.read(|db| open_item(db, id))? else {
            return Ok(Vorschlaege::default());
        };
        let vorschlag = self.sortierung.vorschlagen(&scope, &gelesen.schreiben());
        self.store.read(|db| Ok(Vorschlaege::new(db, vorschlag, &gelesen, left > 0)?))
    }
}

fn open_item(db: &Db<'_>, id: Uuid) -> Result<Option<(String, Gelesen)>, DbError> {
    let (eingang, seen) = db.load::<Eingang>(id)?;
    if eingang.status != EingangState::Offen {
        return Ok(None);
    }
    Ok(Some((seen.scope, gelesen(db, &eingang)?)))
}

//! The act that a thread carries out for a person: it leaves a row in the audit log, whether its
//! author thought of one or not.
//!
//! Never a second row where the act has written its own.

use std::cell::RefCell;

use domain::Protokolleintrag;
use uuid::Uuid;

use crate::db::{Db, Store, Tx};
use crate::error::DbError;
use crate::meta::Meta;
use crate::record::{int, number};

/// What a row about an act says when the act says nothing itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handlung {
    /// Name of the act.
    pub aktion: String,
    /// The record it is about, if it is about one.
    pub rec_id: Option<Uuid>,
    /// What was given to it.
    pub angaben: Option<String>,
}

thread_local! {
    /// The act of this thread that has not left a row yet.
    static OPEN: RefCell<Option<Handlung>> = const { RefCell::new(None) };
}

impl Store {
    /// Carries out an act. Its row stands in the first of its transactions that changes something;
    /// an act that writes nothing here, but did what it should, leaves one of its own.
    pub fn handeln<T, E: From<DbError>>(
        &self,
        handlung: Handlung,
        act: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        OPEN.set(Some(handlung));
        let result = act();
        let left = OPEN.take();
        let done = result?;
        if let Some(handlung) = left {
            self.write(|tx| tx.note(&handlung))?;
        }
        Ok(done)
    }
}

impl Tx<'_> {
    /// Sees to it that the act of this thread leaves its row, before this transaction ends.
    pub(crate) fn note_act(&self, touched: bool) -> Result<(), DbError> {
        if self.protokoll_kopf.get().is_some() {
            OPEN.set(None);
            return Ok(());
        }
        match touched.then(|| OPEN.take()).flatten() {
            Some(handlung) => self.note(&handlung),
            None => Ok(()),
        }
    }

    fn note(&self, handlung: &Handlung) -> Result<(), DbError> {
        let about = handlung.rec_id.map(|id| self.seen(id)).transpose()?.flatten();
        self.append_protokoll(&Protokolleintrag {
            akteur: self.meta(Meta::Benutzer)?.unwrap_or_else(|| "unbekannt".to_owned()),
            arbeitsplatz: self.meta(Meta::Arbeitsplatz)?.unwrap_or_else(|| "lokal".to_owned()),
            um: self.env.now(),
            zentrale_um: None,
            aktion: handlung.aktion.clone(),
            rec_type: about.map(|seen| seen.rec_type),
            rec_id: handlung.rec_id,
            metadatum_name: None,
            alter_wert: None,
            neuer_wert: handlung.angaben.clone(),
            bemerkung: None,
            mid: None,
        })
    }
}

impl Db<'_> {
    /// Returns rows of the audit log after a number, oldest first.
    pub fn protokoll_after(
        &self,
        no: u64,
        limit: u32,
    ) -> Result<Vec<(u64, Protokolleintrag)>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT no, eintrag, zitat FROM protokoll WHERE no > ?1 ORDER BY no LIMIT ?2",
        )?;
        let rows = query.query_map(rusqlite::params![int(no), limit], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
        let mut found = Vec::new();
        for row in rows {
            let (no, eintrag, zitat): (i64, String, Option<String>) = row?;
            found.push((number(no), crate::protokoll::entry(&eintrag, zitat.as_deref())?));
        }
        Ok(found)
    }

    /// Returns the number of the newest row of the audit log; 0 if there is none.
    pub fn protokoll_no(&self) -> Result<u64, DbError> {
        let mut query = self.conn.prepare_cached("SELECT coalesce(max(no), 0) FROM protokoll")?;
        Ok(number(query.query_row([], |row| row.get(0))?))
    }
}

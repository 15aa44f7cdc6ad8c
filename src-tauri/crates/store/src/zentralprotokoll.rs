//! What the centre's audit log says about records: fetched when somebody asks, kept beside the own
//! log, never mixed with it.
//!
//! Never part of the own chain: it is the centre's word, and the centre proves it.

use std::collections::BTreeMap;

use domain::Zeitpunkt;
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;
use wire::AuditEntry;

use crate::db::{Db, Kind, Tx};
use crate::error::DbError;
use crate::record::{int, number, uuid};

/// How far the history of a record was fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Geholt {
    /// Number of the last entry.
    pub bis: u64,
    /// When.
    pub um: Zeitpunkt,
}

impl Tx<'_> {
    /// Keeps entries about a record and what lives in it, up to a number; repeated ones change
    /// nothing.
    pub fn put_history(
        &self,
        scope: &str,
        root: Uuid,
        entries: &[AuditEntry],
        bis: u64,
    ) -> Result<(), DbError> {
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO zentralprotokoll (no, scope, rec_id, eintrag) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (no) DO UPDATE SET scope = excluded.scope, rec_id = excluded.rec_id,
                 eintrag = excluded.eintrag",
        )?;
        for entry in entries {
            let about = entry.entry.rec_id.unwrap_or(root).to_string();
            let text = serde_json::to_string(entry)?;
            insert.execute(params![int(entry.no), scope, about, text])?;
        }
        self.conn
            .prepare_cached(
                "INSERT INTO zentralverlauf (rec_id, scope, bis, um) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (rec_id) DO UPDATE SET bis = excluded.bis, um = excluded.um",
            )?
            .execute(params![root.to_string(), scope, int(bis), self.env.now().as_millisecond()])?;
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Forgets what another centre has said.
    pub(crate) fn forget_history(&self) -> Result<(), DbError> {
        self.conn.execute_batch("DELETE FROM zentralprotokoll; DELETE FROM zentralverlauf;")?;
        Ok(())
    }
}

impl Db<'_> {
    /// Returns the own changes of a record that are still in the journal, with their states.
    pub fn undecided(&self, rec_id: Uuid) -> Result<BTreeMap<Uuid, String>, DbError> {
        let mut query =
            self.conn.prepare_cached("SELECT mid, state FROM journal WHERE rec_id = ?1")?;
        let rows = query.query_map([rec_id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut found = BTreeMap::new();
        for row in rows {
            let (mid, state): (String, String) = row?;
            found.insert(uuid(&mid)?, state);
        }
        Ok(found)
    }

    /// Returns what the centre has said about a record, oldest first.
    pub fn history_of(&self, rec_id: Uuid) -> Result<Vec<AuditEntry>, DbError> {
        let mut query = self
            .conn
            .prepare_cached("SELECT eintrag FROM zentralprotokoll WHERE rec_id = ?1 ORDER BY no")?;
        let rows = query.query_map([rec_id.to_string()], |row| row.get::<_, String>(0))?;
        rows.map(|text| Ok(serde_json::from_str(&text?)?)).collect()
    }

    /// Tells how far the history of a record and all that lives in it was fetched.
    pub fn history_fetched(&self, rec_id: Uuid) -> Result<Option<Geholt>, DbError> {
        let row: Option<(i64, i64)> = self
            .conn
            .prepare_cached("SELECT bis, um FROM zentralverlauf WHERE rec_id = ?1")?
            .query_row([rec_id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((bis, um)) = row else { return Ok(None) };
        let um = Zeitpunkt::from_millisecond(um)
            .map_err(|_| DbError::Unreadable("zentralverlauf".to_owned()))?;
        Ok(Some(Geholt { bis: number(bis), um }))
    }
}

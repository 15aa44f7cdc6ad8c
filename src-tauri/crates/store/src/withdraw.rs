//! A scope that was withdrawn: its rows, texts, pictures and originals go, whatever happens in
//! between.
//!
//! Never removes what was done here and the centre has not decided, nor an original that only this
//! workstation has.

use domain::{Protokolleintrag, RecType};
use rusqlite::params;
use serde_json::json;
use uuid::Uuid;

use crate::db::{Db, Kind, Store, Tx};
use crate::error::DbError;
use crate::record::{rec_type, uuid};
use crate::vorfall::VorfallArt;

impl Store {
    /// Removes a withdrawn scope, once everything done in it is decided. Returns whether nothing
    /// of it is left, so that the centre can be told.
    pub fn purge_scope(&self, scope: &str) -> Result<bool, DbError> {
        let gone = self.write(|tx| tx.purge_rows(scope))?;
        if !gone {
            return Ok(false);
        }
        // Rows first: a file that no row names can be removed again after a crash.
        let named = self.read(|db| db.originals_of(scope))?;
        self.blob_folder().keep_only(scope, &named)?;
        Ok(named.is_empty())
    }
}

impl Tx<'_> {
    /// Notes that a scope was withdrawn; its removal survives a crash from here on.
    pub fn begin_withdrawal(&self, scope: &str) -> Result<(), DbError> {
        self.conn
            .prepare_cached(
                "INSERT INTO entzug (scope, um) VALUES (?1, ?2)
                 ON CONFLICT (scope) DO UPDATE SET bestaetigt = 0 WHERE bestaetigt = 1",
            )?
            .execute(params![scope, self.env.now().as_millisecond()])?;
        Ok(())
    }

    /// Notes that the centre knows of the removal.
    pub fn withdrawal_confirmed(&self, scope: &str) -> Result<(), DbError> {
        self.conn.execute("UPDATE entzug SET bestaetigt = 1 WHERE scope = ?1", [scope])?;
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Removes the rows of a withdrawn scope; false while something of it is still to be sent.
    fn purge_rows(&self, scope: &str) -> Result<bool, DbError> {
        if self.pending_in(scope)? > 0 {
            return Ok(false);
        }
        // The centre takes nothing more of this scope: what was put back is a refusal now, and
        // stays with its content until somebody has read it.
        self.conn.execute(
            "UPDATE journal SET state = 'abgelehnt', n = NULL,
                 verdict = '{\"verdict\":\"rejected\",\"code\":\"forbidden\"}'
             WHERE scope = ?1 AND state = 'zurueckgestellt'",
            [scope],
        )?;
        let records = self.records_of(scope)?;
        self.forget_words()?;
        let kept = self.purge_originals(scope)?;
        self.forget_folders(scope)?;
        self.conn.execute("DELETE FROM base_record WHERE scope = ?1", [scope])?;
        for (kind, rec_id) in &records {
            self.conn
                .prepare_cached("DELETE FROM record WHERE rec_id = ?1")?
                .execute([rec_id.to_string()])?;
            self.unproject(*kind, *rec_id)?;
            self.touch(Kind::Rec(*kind));
        }
        for sql in [
            "DELETE FROM journal WHERE scope = ?1 AND (state <> 'abgelehnt' OR gesehen = 1)",
            "DELETE FROM salvage WHERE scope = ?1",
            "DELETE FROM zentralprotokoll WHERE scope = ?1",
            "DELETE FROM zentralverlauf WHERE scope = ?1",
            "DELETE FROM gemischt WHERE scope = ?1",
            "DELETE FROM bremse WHERE scope = ?1",
            "DELETE FROM abzug WHERE scope = ?1",
            "DELETE FROM scope WHERE scope = ?1",
        ] {
            self.conn.execute(sql, [scope])?;
        }
        self.conn.execute("DELETE FROM meta WHERE name = ?1", [crate::meta::modell(scope)])?;
        if kept.1 == 0 {
            self.conn.execute("DELETE FROM scope_key WHERE scope = ?1", [scope])?;
        }
        self.note_purge(scope, records.len(), kept)?;
        Ok(true)
    }

    /// Removes what was derived from the originals of a scope, and the originals that the centre
    /// has. Returns how many went and how many only this workstation has.
    fn purge_originals(&self, scope: &str) -> Result<(usize, usize), DbError> {
        let only_here =
            "SELECT sha256 FROM blob WHERE scope = ?1 AND (gesendet = 1 OR state <> 'da')
             AND sha256 NOT IN (SELECT sha256 FROM blob WHERE scope <> ?1)";
        for table in ["vorschau", "blobtext", "seitentext", "erkennung", "fassung", "kennwort"] {
            let sql = format!("DELETE FROM {table} WHERE sha256 IN ({only_here})");
            self.conn.execute(&sql, [scope])?;
        }
        let gone = self.conn.execute(
            "DELETE FROM blob WHERE scope = ?1 AND (gesendet = 1 OR state <> 'da')",
            [scope],
        )?;
        let left: i64 =
            self.conn.query_row("SELECT count(*) FROM blob WHERE scope = ?1", [scope], |row| {
                row.get(0)
            })?;
        Ok((gone, usize::try_from(left).unwrap_or(usize::MAX)))
    }

    fn note_purge(
        &self,
        scope: &str,
        records: usize,
        (originals, kept): (usize, usize),
    ) -> Result<(), DbError> {
        let first: bool = self.conn.query_row(
            "SELECT NOT EXISTS (SELECT 1 FROM entzug WHERE scope = ?1 AND entfernt = 1)",
            [scope],
            |row| row.get(0),
        )?;
        self.conn.execute("UPDATE entzug SET entfernt = 1 WHERE scope = ?1", [scope])?;
        if !first && records == 0 && originals == 0 {
            return Ok(());
        }
        let refused: i64 = self.conn.query_row(
            "SELECT count(*) FROM journal WHERE scope = ?1 AND state = 'abgelehnt'",
            [scope],
            |row| row.get(0),
        )?;
        let parameter = json!({
            "scope": scope, "eintraege": records, "originale": originals, "behalten": refused,
            "originale_hier": kept,
        });
        self.note_incident(VorfallArt::BereichEntzogen, &parameter)?;
        self.append_protokoll(&Protokolleintrag {
            akteur: String::new(),
            arbeitsplatz: String::new(),
            um: self.env.now(),
            zentrale_um: None,
            aktion: "bereich_entfernt".to_owned(),
            rec_type: None,
            rec_id: None,
            metadatum_name: Some(scope.to_owned()),
            alter_wert: Some(records.to_string()),
            neuer_wert: None,
            bemerkung: None,
            mid: None,
        })
    }
}

impl Db<'_> {
    /// Returns withdrawn scopes whose removal the centre has not been told of.
    pub fn withdrawals(&self) -> Result<Vec<String>, DbError> {
        let mut query = self
            .conn
            .prepare_cached("SELECT scope FROM entzug WHERE bestaetigt = 0 ORDER BY scope")?;
        let rows = query.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn records_of(&self, scope: &str) -> Result<Vec<(RecType, Uuid)>, DbError> {
        let mut query =
            self.conn.prepare("SELECT rec_type, rec_id FROM record WHERE scope = ?1")?;
        let rows = query.query_map([scope], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut found = Vec::new();
        for row in rows {
            let (kind, id): (String, String) = row?;
            found.push((rec_type(&kind)?, uuid(&id)?));
        }
        Ok(found)
    }

    fn originals_of(&self, scope: &str) -> Result<Vec<String>, DbError> {
        let mut query = self.conn.prepare("SELECT sha256 FROM blob WHERE scope = ?1")?;
        let rows = query.query_map([scope], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

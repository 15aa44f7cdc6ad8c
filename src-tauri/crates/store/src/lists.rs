//! The lists that screens page through, straight from the narrow tables.
//!
//! Never reads more rows than were asked for.

use domain::{RecType, Zeitpunkt};
use rusqlite::params;
use uuid::Uuid;

use crate::db::Db;
use crate::error::DbError;
use crate::record::uuid;

/// Row of a case or a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZeichenRow {
    /// `Akte` or `Vorgang`.
    pub rec_type: RecType,
    /// Its id.
    pub rec_id: Uuid,
}

impl Db<'_> {
    /// Returns items of post, newest first, with their number in all.
    ///
    /// `status` is `offen`, `zugeordnet` or nothing for both.
    pub fn eingaenge(
        &self,
        status: Option<&str>,
        offset: u32,
        limit: u32,
    ) -> Result<(u32, Vec<Uuid>), DbError> {
        let filter = if status.is_some() { "WHERE status = ?1" } else { "WHERE ?1 IS NULL" };
        let total = self
            .conn
            .prepare_cached(&format!("SELECT count(*) FROM eingang {filter}"))?
            .query_row([status], |row| row.get(0))?;
        let mut query = self.conn.prepare_cached(&format!(
            "SELECT rec_id FROM eingang {filter} ORDER BY um DESC, rec_id LIMIT ?3 OFFSET ?2"
        ))?;
        let rows = query.query_map(params![status, offset, limit], |row| row.get(0))?;
        Ok((total, ids(rows)?))
    }

    /// Counts the items with these bytes.
    pub fn eingaenge_with_bytes(&self, sha256: &str) -> Result<u32, DbError> {
        let mut query =
            self.conn.prepare_cached("SELECT count(*) FROM eingang WHERE sha256 = ?1")?;
        Ok(query.query_row([sha256], |row| row.get(0))?)
    }

    /// Returns the items that a stack was cut into, except those taken back.
    pub fn cut_from(&self, stack: Uuid) -> Result<Vec<Uuid>, DbError> {
        self.children(
            "SELECT rec_id FROM eingang WHERE stapel = ?1 AND status <> 'zurueckgenommen'
             ORDER BY rec_id",
            stack,
        )
    }

    /// Returns the items with a transfer note, newest first: all whose paper is not destroyed yet,
    /// and the others that were received since an instant.
    pub fn mit_vermerk(&self, seit: Zeitpunkt) -> Result<Vec<Uuid>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT rec_id FROM eingang
             WHERE papier IS NOT NULL AND status <> 'zurueckgenommen'
                 AND (papier <> 'vernichtet' OR um >= ?1)
             ORDER BY um DESC, rec_id",
        )?;
        let rows = query.query_map([seit.as_millisecond()], |row| row.get(0))?;
        ids(rows)
    }

    /// Returns the item with a transfer note that was received last.
    pub fn letzter_vermerk(&self) -> Result<Option<Uuid>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT rec_id FROM eingang WHERE papier IS NOT NULL ORDER BY um DESC, rec_id LIMIT 1",
        )?;
        let rows = query.query_map([], |row| row.get(0))?;
        Ok(ids(rows)?.pop())
    }

    /// Returns the nodes below a node of the plan; none means the roots.
    pub fn aktenplan_unter(&self, parent: Option<Uuid>) -> Result<Vec<Uuid>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT rec_id FROM aktenplaneinheit
             WHERE uebergeordnet IS ?1 ORDER BY kennzeichen",
        )?;
        let parent = parent.map(|id| id.to_string());
        let rows = query.query_map([parent], |row| row.get(0))?;
        ids(rows)
    }

    /// Returns the files of a node of the plan.
    pub fn akten_in(&self, einheit: Uuid) -> Result<Vec<Uuid>, DbError> {
        self.children(
            "SELECT rec_id FROM akte WHERE aktenplaneinheit = ?1 ORDER BY aktenzeichen",
            einheit,
        )
    }

    /// Returns the cases of a file.
    pub fn vorgaenge_in(&self, akte: Uuid) -> Result<Vec<Uuid>, DbError> {
        self.children("SELECT rec_id FROM vorgang WHERE akte = ?1 ORDER BY aktenzeichen", akte)
    }

    /// Returns the documents of a case, oldest first.
    pub fn dokumente_in(&self, vorgang: Uuid) -> Result<Vec<Uuid>, DbError> {
        self.children("SELECT rec_id FROM dokument WHERE vorgang = ?1 ORDER BY um, rec_id", vorgang)
    }

    /// Counts what hangs from a node of the plan, a file or a case.
    pub fn child_count(&self, kind: RecType, rec_id: Uuid) -> Result<u32, DbError> {
        let sql = match kind {
            RecType::Aktenplaneinheit => {
                "SELECT (SELECT count(*) FROM aktenplaneinheit WHERE uebergeordnet = ?1)
                      + (SELECT count(*) FROM akte WHERE aktenplaneinheit = ?1)"
            }
            RecType::Akte => "SELECT count(*) FROM vorgang WHERE akte = ?1",
            RecType::Vorgang => "SELECT count(*) FROM dokument WHERE vorgang = ?1",
            _ => return Ok(0),
        };
        Ok(self.conn.prepare_cached(sql)?.query_row([rec_id.to_string()], |row| row.get(0))?)
    }

    /// Returns files and cases whose reference starts with this comparable form, exact ones first.
    pub fn zeichen_starting(&self, form: &str, limit: u32) -> Result<Vec<ZeichenRow>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT rec_type, rec_id FROM (
                 SELECT 'vorgang' AS rec_type, rec_id, vergleichsform AS form FROM vorgang
                 WHERE vergleichsform BETWEEN ?1 AND ?1 || char(1114111)
                 UNION ALL
                 SELECT 'akte', rec_id, vergleichsform FROM akte
                 WHERE vergleichsform BETWEEN ?1 AND ?1 || char(1114111))
             ORDER BY form <> ?1, form LIMIT ?2",
        )?;
        self.zeichen_rows(query.query_map(params![form, limit], two_texts)?)
    }

    /// Returns open cases, the most recently used first.
    pub fn vorgaenge_benutzt(&self, limit: u32) -> Result<Vec<ZeichenRow>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT 'vorgang', rec_id FROM vorgang WHERE status = 'offen' AND benutzt_um > 0
             ORDER BY benutzt_um DESC, aktenzeichen LIMIT ?1",
        )?;
        self.zeichen_rows(query.query_map([limit], two_texts)?)
    }

    /// Returns open conflicts, or those about one record.
    pub fn konflikte(&self, ziel: Option<Uuid>) -> Result<Vec<Uuid>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT rec_id FROM konflikt
             WHERE status = 'offen' AND (?1 IS NULL OR ziel = ?1) ORDER BY rec_id",
        )?;
        let ziel = ziel.map(|id| id.to_string());
        let rows = query.query_map([ziel], |row| row.get(0))?;
        ids(rows)
    }

    /// Returns every record of a kind.
    pub fn all(&self, kind: RecType) -> Result<Vec<Uuid>, DbError> {
        let mut query = self
            .conn
            .prepare_cached("SELECT rec_id FROM record WHERE rec_type = ?1 ORDER BY rec_id")?;
        let rows = query.query_map([kind.as_str()], |row| row.get(0))?;
        ids(rows)
    }

    fn children(&self, sql: &str, parent: Uuid) -> Result<Vec<Uuid>, DbError> {
        let mut query = self.conn.prepare_cached(sql)?;
        let rows = query.query_map([parent.to_string()], |row| row.get(0))?;
        ids(rows)
    }

    fn zeichen_rows(
        &self,
        rows: impl Iterator<Item = rusqlite::Result<(String, String)>>,
    ) -> Result<Vec<ZeichenRow>, DbError> {
        let mut found = Vec::new();
        for row in rows {
            let (kind, id) = row?;
            found
                .push(ZeichenRow { rec_type: crate::record::rec_type(&kind)?, rec_id: uuid(&id)? });
        }
        Ok(found)
    }
}

fn two_texts(row: &rusqlite::Row<'_>) -> rusqlite::Result<(String, String)> {
    Ok((row.get(0)?, row.get(1)?))
}

fn ids(rows: impl Iterator<Item = rusqlite::Result<String>>) -> Result<Vec<Uuid>, DbError> {
    rows.map(|id| uuid(&id?)).collect()
}

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
        let whose = if self.sicht.is_some() { "scope = ?2" } else { "?2 IS NULL" };
        let state = if status.is_some() { "status = ?1" } else { "?1 IS NULL" };
        let filter = format!("WHERE {whose} AND {state}");
        let total = self
            .conn
            .prepare_cached(&format!("SELECT count(*) FROM eingang {filter}"))?
            .query_row(params![status, self.sicht], |row| row.get(0))?;
        let mut query = self.conn.prepare_cached(&format!(
            "SELECT rec_id FROM eingang {filter} ORDER BY um DESC, rec_id LIMIT ?4 OFFSET ?3"
        ))?;
        let values = params![status, self.sicht, offset, limit];
        let rows = query.query_map(values, |row| row.get(0))?;
        Ok((total, ids(rows)?))
    }

    /// Returns the documents that were filed without a person, newest first, with their number in
    /// all and of those at which nobody has looked.
    pub fn selbsttaetige(
        &self,
        offen: bool,
        offset: u32,
        limit: u32,
    ) -> Result<(u32, u32, Vec<Uuid>), DbError> {
        let filter = "WHERE selbst IS NOT NULL AND scope = coalesce(?1, scope)";
        let open = "selbst = 1 AND status <> 'storniert'";
        let (all, unseen) = self
            .conn
            .prepare_cached(&format!(
                "SELECT count(*), coalesce(sum({open}), 0) FROM dokument {filter}"
            ))?
            .query_row([&self.sicht], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let only = if offen { open } else { "1" };
        let mut query = self.conn.prepare_cached(&format!(
            "SELECT rec_id FROM dokument {filter} AND {only} ORDER BY um DESC, rec_id
             LIMIT ?3 OFFSET ?2"
        ))?;
        let rows = query.query_map(params![self.sicht, offset, limit], |row| row.get(0))?;
        Ok((if offen { unseen } else { all }, unseen, ids(rows)?))
    }

    /// Tells whether an item of post was ever filed, even if that was taken back.
    pub fn war_zugeordnet(&self, eingang: Uuid) -> Result<bool, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT 1 FROM dokument WHERE eingang = ?1 AND scope = coalesce(?2, scope)",
        )?;
        Ok(query.exists(params![eingang.to_string(), self.sicht])?)
    }

    /// Counts the items with these bytes.
    pub fn eingaenge_with_bytes(&self, sha256: &str) -> Result<u32, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT count(*) FROM eingang WHERE sha256 = ?1 AND scope = coalesce(?2, scope)",
        )?;
        Ok(query.query_row(params![sha256, self.sicht], |row| row.get(0))?)
    }

    /// Returns the items that a stack was cut into, except those taken back.
    pub fn cut_from(&self, stack: Uuid) -> Result<Vec<Uuid>, DbError> {
        self.children(
            "SELECT rec_id FROM eingang WHERE stapel = ?1 AND status <> 'zurueckgenommen'
                 AND scope = coalesce(?2, scope)
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
                 AND (papier <> 'vernichtet' OR um >= ?1) AND scope = coalesce(?2, scope)
             ORDER BY um DESC, rec_id",
        )?;
        let values = params![seit.as_millisecond(), self.sicht];
        let rows = query.query_map(values, |row| row.get(0))?;
        ids(rows)
    }

    /// Returns the item with a transfer note that was received last.
    pub fn letzter_vermerk(&self) -> Result<Option<Uuid>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT rec_id FROM eingang WHERE papier IS NOT NULL AND scope = coalesce(?1, scope)
             ORDER BY um DESC, rec_id LIMIT 1",
        )?;
        let rows = query.query_map([&self.sicht], |row| row.get(0))?;
        Ok(ids(rows)?.pop())
    }

    /// Returns the nodes below a node of the plan; none means the roots.
    pub fn aktenplan_unter(&self, parent: Option<Uuid>) -> Result<Vec<Uuid>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT rec_id FROM aktenplaneinheit
             WHERE uebergeordnet IS ?1
                 AND (mandant IS NULL OR mandant = coalesce(?2, mandant))
             ORDER BY kennzeichen",
        )?;
        let parent = parent.map(|id| id.to_string());
        let rows = query.query_map([parent, self.mandant_in_sight()], |row| row.get(0))?;
        ids(rows)
    }

    /// Returns the files of a node of the plan.
    pub fn akten_in(&self, einheit: Uuid) -> Result<Vec<Uuid>, DbError> {
        self.children(
            "SELECT rec_id FROM akte WHERE aktenplaneinheit = ?1 AND scope = coalesce(?2, scope)
             ORDER BY aktenzeichen",
            einheit,
        )
    }

    /// Returns the cases of a file.
    pub fn vorgaenge_in(&self, akte: Uuid) -> Result<Vec<Uuid>, DbError> {
        self.children(
            "SELECT rec_id FROM vorgang WHERE akte = ?1 AND scope = coalesce(?2, scope)
             ORDER BY aktenzeichen",
            akte,
        )
    }

    /// Returns the cases of a part or volume of a file.
    pub fn vorgaenge_in_teilakte(&self, teilakte: Uuid) -> Result<Vec<Uuid>, DbError> {
        self.children(
            "SELECT rec_id FROM vorgang WHERE teilakte = ?1 AND scope = coalesce(?2, scope)
             ORDER BY aktenzeichen",
            teilakte,
        )
    }

    /// Returns the cases of a file that lie in none of its parts, also those whose part is gone.
    pub fn vorgaenge_lose(&self, akte: Uuid) -> Result<Vec<Uuid>, DbError> {
        self.children(
            "SELECT rec_id FROM vorgang WHERE akte = ?1 AND scope = coalesce(?2, scope)
                 AND (teilakte IS NULL OR teilakte NOT IN (SELECT rec_id FROM teilakte))
             ORDER BY aktenzeichen",
            akte,
        )
    }

    /// Returns the documents of a case, oldest first.
    pub fn dokumente_in(&self, vorgang: Uuid) -> Result<Vec<Uuid>, DbError> {
        self.children(
            "SELECT rec_id FROM dokument WHERE vorgang = ?1 AND scope = coalesce(?2, scope)
             ORDER BY um, rec_id",
            vorgang,
        )
    }

    /// Counts what hangs from a node of the plan, a file or a case.
    pub fn child_count(&self, kind: RecType, rec_id: Uuid) -> Result<u32, DbError> {
        let whose = self.mandant_in_sight();
        let sql = match kind {
            RecType::Aktenplaneinheit => {
                "SELECT (SELECT count(*) FROM aktenplaneinheit WHERE uebergeordnet = ?1
                         AND (mandant IS NULL OR mandant = coalesce(?3, mandant)))
                      + (SELECT count(*) FROM akte WHERE aktenplaneinheit = ?1
                         AND scope = coalesce(?2, scope))"
            }
            RecType::Akte => {
                let parts = count(&self.teilakten_in(rec_id)?);
                return Ok(parts + count(&self.vorgaenge_lose(rec_id)?));
            }
            RecType::Teilakte => return Ok(count(&self.vorgaenge_in_teilakte(rec_id)?)),
            RecType::Vorgang => return Ok(count(&self.dokumente_in(rec_id)?)),
            _ => return Ok(0),
        };
        let values = params![rec_id.to_string(), self.sicht, whose];
        Ok(self.conn.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
    }

    /// Returns files and cases whose reference starts with this comparable form, exact ones first.
    pub fn zeichen_starting(&self, form: &str, limit: u32) -> Result<Vec<ZeichenRow>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT rec_type, rec_id FROM (
                 SELECT 'vorgang' AS rec_type, rec_id, vergleichsform AS form FROM vorgang
                 WHERE vergleichsform BETWEEN ?1 AND ?1 || char(1114111)
                     AND scope = coalesce(?3, scope)
                 UNION ALL
                 SELECT 'akte', rec_id, vergleichsform FROM akte
                 WHERE vergleichsform BETWEEN ?1 AND ?1 || char(1114111)
                     AND scope = coalesce(?3, scope))
             ORDER BY form <> ?1, form LIMIT ?2",
        )?;
        self.zeichen_rows(query.query_map(params![form, limit, self.sicht], two_texts)?)
    }

    /// Returns open cases, the most recently used first.
    pub fn vorgaenge_benutzt(&self, limit: u32) -> Result<Vec<ZeichenRow>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT 'vorgang', rec_id FROM vorgang WHERE status = 'offen' AND benutzt_um > 0
                 AND scope = coalesce(?2, scope)
             ORDER BY benutzt_um DESC, aktenzeichen LIMIT ?1",
        )?;
        self.zeichen_rows(query.query_map(params![limit, self.sicht], two_texts)?)
    }

    /// Returns open conflicts, or those about one record.
    pub fn konflikte(&self, ziel: Option<Uuid>) -> Result<Vec<Uuid>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT rec_id FROM konflikt
             WHERE status = 'offen' AND (?1 IS NULL OR ziel = ?1) AND scope = coalesce(?2, scope)
             ORDER BY rec_id",
        )?;
        let ziel = ziel.map(|id| id.to_string());
        let rows = query.query_map(params![ziel, self.sicht], |row| row.get(0))?;
        ids(rows)
    }

    /// Returns parties whose names, places or addresses hold every word, by name, with their
    /// number in all; without words, all of them.
    pub fn kontakte(
        &self,
        words: &str,
        offset: u32,
        limit: u32,
    ) -> Result<(u32, Vec<Uuid>), DbError> {
        // `%` and `_` do not survive the search form.
        let form = domain::suchform::suchform(words);
        let parts: Vec<String> = form
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(|word| format!("%{word}%"))
            .collect();
        let parts = serde_json::to_string(&parts)?;
        let filter = "WHERE scope = coalesce(?1, scope) AND NOT EXISTS
            (SELECT 1 FROM json_each(?2) WHERE suchform NOT LIKE json_each.value)";
        let total = self
            .conn
            .prepare_cached(&format!("SELECT count(*) FROM kontakt {filter}"))?
            .query_row(params![self.sicht, parts], |row| row.get(0))?;
        let mut query = self.conn.prepare_cached(&format!(
            "SELECT rec_id FROM kontakt {filter} ORDER BY name, rec_id LIMIT ?4 OFFSET ?3"
        ))?;
        let values = params![self.sicht, parts, offset, limit];
        let rows = query.query_map(values, |row| row.get(0))?;
        Ok((total, ids(rows)?))
    }

    /// Returns the parts and volumes of a file, in the order of their numbers.
    pub fn teilakten_in(&self, akte: Uuid) -> Result<Vec<Uuid>, DbError> {
        self.children(
            "SELECT rec_id FROM teilakte WHERE akte = ?1 AND scope = coalesce(?2, scope)
             ORDER BY nummer IS NULL, nummer, rec_id",
            akte,
        )
    }

    /// Returns every record of a kind.
    pub fn all(&self, kind: RecType) -> Result<Vec<Uuid>, DbError> {
        let mut query = self
            .conn
            .prepare_cached("SELECT rec_id FROM record WHERE rec_type = ?1 ORDER BY rec_id")?;
        let rows = query.query_map([kind.as_str()], |row| row.get(0))?;
        let mut found = ids(rows)?;
        if self.sicht.is_some() {
            let mut seen = Vec::with_capacity(found.len());
            for id in found {
                seen.extend(self.seen(id)?.map(|seen| seen.rec_id));
            }
            found = seen;
        }
        Ok(found)
    }

    /// Returns what a question for the children (`?1`) within what is in sight (`?2`) finds.
    pub(crate) fn children(&self, sql: &str, parent: Uuid) -> Result<Vec<Uuid>, DbError> {
        let mut query = self.conn.prepare_cached(sql)?;
        let rows = query.query_map(params![parent.to_string(), self.sicht], |row| row.get(0))?;
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

fn count(ids: &[Uuid]) -> u32 {
    u32::try_from(ids.len()).unwrap_or(u32::MAX)
}

fn two_texts(row: &rusqlite::Row<'_>) -> rusqlite::Result<(String, String)> {
    Ok((row.get(0)?, row.get(1)?))
}

fn ids(rows: impl Iterator<Item = rusqlite::Result<String>>) -> Result<Vec<Uuid>, DbError> {
    rows.map(|id| uuid(&id?)).collect()
}

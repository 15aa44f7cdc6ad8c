//! What the reconciliation's page lists: acts on their way, changes that wait, originals that
//! move, what was merged, what was decided.
//!
//! Never all of it: every list has a limit, and where it matters a number of all.

use rusqlite::{OptionalExtension, params};
use uuid::Uuid;
use wire::{Mutation, VerdictKind};

use crate::db::{Db, Kind, Tx};
use crate::erkennung::KOPIEN;
use crate::error::DbError;
use crate::record::{number, uuid};

/// Merged changes that are remembered.
const MERGED_MOST: u32 = 200;

/// An act whose changes are on their way.
#[derive(Debug, Clone)]
pub struct PendingAct {
    /// Its first change.
    pub first: Mutation,
    /// How many changes it is made of.
    pub changes: u32,
}

/// A change that waits at the centre, or that was put back here.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The change.
    pub mutation: Mutation,
    /// What it waits for at the centre; empty if it was put back here.
    pub waits_for: Vec<String>,
    /// Why it was put back.
    pub grund: Option<String>,
}

/// An original on its way.
#[derive(Debug, Clone)]
pub struct MovingBlob {
    /// SHA-256, hex.
    pub sha256: String,
    /// To the centre; otherwise from there.
    pub sending: bool,
    /// Size in bytes.
    pub size: u64,
    /// Bytes of it that are here already.
    pub here: u64,
    /// A record it belongs to.
    pub owner: Option<Uuid>,
}

impl Tx<'_> {
    /// Remembers a change of one's own that met others without a difference.
    pub(crate) fn note_merged(&self, mutation: &Mutation) -> Result<(), DbError> {
        self.conn
            .prepare_cached(
                "INSERT OR IGNORE INTO gemischt (mid, scope, mutation) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![
                mutation.mid.to_string(),
                mutation.scope,
                serde_json::to_string(mutation)?
            ])?;
        self.conn
            .prepare_cached("DELETE FROM gemischt WHERE nr <= (SELECT max(nr) FROM gemischt) - ?1")?
            .execute([MERGED_MOST])?;
        Ok(())
    }

    /// Forgets a merged change: it was taken back.
    pub fn forget_merged(&self, mid: Uuid) -> Result<(), DbError> {
        self.conn.execute("DELETE FROM gemischt WHERE mid = ?1", [mid.to_string()])?;
        self.touch(Kind::Abgleich);
        Ok(())
    }
}

impl Db<'_> {
    /// Returns acts on their way, oldest first, with their number in all.
    pub fn acts_pending(&self, limit: u32) -> Result<(Vec<PendingAct>, u32), DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT mutation, count(*), min(reihe) AS erste FROM journal
             WHERE state = 'offen' AND scope = coalesce(?2, scope)
             GROUP BY coalesce(json_extract(mutation, '$.group'), mid)
             ORDER BY erste LIMIT ?1",
        )?;
        let rows =
            query.query_map(params![limit, self.sicht], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut found = Vec::new();
        for row in rows {
            let (text, changes): (String, u32) = row?;
            found.push(PendingAct { first: serde_json::from_str(&text)?, changes });
        }
        let gesamt = self
            .conn
            .prepare_cached(
                "SELECT count(DISTINCT coalesce(json_extract(mutation, '$.group'), mid))
                 FROM journal WHERE state = 'offen' AND scope = coalesce(?1, scope)",
            )?
            .query_row([&self.sicht], |row| row.get(0))?;
        Ok((found, gesamt))
    }

    /// Returns changes that wait at the centre or were put back here, oldest first, with their
    /// number in all.
    pub fn waiting(&self, limit: u32) -> Result<(Vec<Waiting>, u32), DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT mutation, verdict, grund FROM journal
             WHERE state IN ('geparkt', 'zurueckgestellt') AND scope = coalesce(?2, scope)
             ORDER BY reihe LIMIT ?1",
        )?;
        let rows = query.query_map(params![limit, self.sicht], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
        let mut found = Vec::new();
        for row in rows {
            let (text, verdict, grund): (String, Option<String>, Option<String>) = row?;
            let verdict = verdict.map(|text| serde_json::from_str(&text)).transpose()?;
            let waits_for = match verdict {
                Some(VerdictKind::Parked { waits_for }) => waits_for,
                _ => Vec::new(),
            };
            found.push(Waiting { mutation: serde_json::from_str(&text)?, waits_for, grund });
        }
        let gesamt = self
            .conn
            .prepare_cached(
                "SELECT count(*) FROM journal
                 WHERE state IN ('geparkt', 'zurueckgestellt') AND scope = coalesce(?1, scope)",
            )?
            .query_row([&self.sicht], |row| row.get(0))?;
        Ok((found, gesamt))
    }

    /// Returns changes of one's own that met others without a difference, newest first.
    pub fn merged(&self, limit: u32) -> Result<Vec<Mutation>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT mutation FROM gemischt WHERE scope = coalesce(?2, scope)
             ORDER BY nr DESC LIMIT ?1",
        )?;
        let rows = query.query_map(params![limit, self.sicht], |row| row.get::<_, String>(0))?;
        rows.map(|text| Ok(serde_json::from_str(&text?)?)).collect()
    }

    /// Returns a merged change by its id.
    pub fn merged_by(&self, mid: Uuid) -> Result<Option<Mutation>, DbError> {
        let text: Option<String> = self
            .conn
            .prepare_cached(
                "SELECT mutation FROM gemischt WHERE mid = ?1 AND scope = coalesce(?2, scope)",
            )?
            .query_row(params![mid.to_string(), self.sicht], |row| row.get(0))
            .optional()?;
        text.map(|text| Ok(serde_json::from_str(&text)?)).transpose()
    }

    /// Returns originals on their way: those that have begun first, then in the order in which
    /// they will move.
    pub fn blobs_moving(&self, limit: u32) -> Result<Vec<MovingBlob>, DbError> {
        let mut moving = Vec::new();
        for blob in self.blobs_to_fetch(limit)? {
            let here = self.pieces_here(&blob.sha256)?.min(blob.size);
            let owner = self.owner_of(&blob.sha256)?;
            let (sha256, size) = (blob.sha256, blob.size);
            moving.push(MovingBlob { sha256, sending: false, size, here, owner });
        }
        for blob in self.blobs_to_send(limit)? {
            let owner = self.owner_of(&blob.sha256)?;
            let (sha256, size) = (blob.sha256, blob.size);
            moving.push(MovingBlob { sha256, sending: true, size, here: 0, owner });
        }
        moving.sort_by_key(|blob| blob.here == 0);
        moving.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(moving)
    }

    fn pieces_here(&self, sha256: &str) -> Result<u64, DbError> {
        let count: i64 = self
            .conn
            .prepare_cached("SELECT count(*) FROM teil WHERE sha256 = ?1")?
            .query_row([sha256], |row| row.get(0))?;
        Ok(number(count) * wire::PIECE_BYTES)
    }

    /// Returns a record that an original belongs to.
    fn owner_of(&self, sha256: &str) -> Result<Option<Uuid>, DbError> {
        let id: Option<String> = self
            .conn
            .prepare_cached(
                "SELECT rec_id FROM eingang WHERE sha256 = ?1
                 UNION ALL SELECT rec_id FROM dokument WHERE sha256 = ?1
                 UNION ALL SELECT rec_id FROM anlage WHERE sha256 = ?1 LIMIT 1",
            )?
            .query_row([sha256], |row| row.get(0))
            .optional()?;
        id.map(|id| uuid(&id)).transpose()
    }

    /// Tells whether a conflict about a record waits for a decision.
    pub fn konflikt_offen(&self, rec_id: Uuid) -> Result<bool, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT 1 FROM konflikt
                 WHERE status = 'offen' AND ziel = ?1 AND scope = coalesce(?2, scope)",
        )?;
        Ok(query.exists(params![rec_id.to_string(), self.sicht])?)
    }

    /// Returns decided conflicts, the last decision first.
    pub fn konflikte_geloest(&self, limit: u32) -> Result<Vec<Uuid>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT rec_id FROM konflikt WHERE status = 'geloest' AND scope = coalesce(?2, scope)
             ORDER BY (SELECT max(no) FROM protokoll WHERE rec_id = konflikt.rec_id) DESC
             LIMIT ?1",
        )?;
        let rows = query.query_map(params![limit, self.sicht], |row| row.get::<_, String>(0))?;
        rows.map(|id| uuid(&id?)).collect()
    }

    /// Counts what a report without content tells: rows by kind and state.
    pub fn tally(&self) -> Result<Vec<(String, u64)>, DbError> {
        let mut query = self.conn.prepare_cached(include_str!("tally.sql"))?;
        let rows = query.query_map([KOPIEN], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut found = Vec::new();
        for row in rows {
            let (name, count): (String, i64) = row?;
            found.push((name, number(count)));
        }
        Ok(found)
    }
}

//! Which originals are kept on this workstation: all of them, or those near to the work at hand.
//!
//! Never lets one go that the centre has not confirmed, or that something here needs.

use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use crate::blob::BlobState;
use crate::db::{Db, Kind, Store, Tx};
use crate::erkennung::KOPIEN;
use crate::error::DbError;
use crate::meta::Meta;
use crate::originale::BlobRef;
use crate::record::{number, uuid};

/// How long an opened Vorgang stays near: fourteen days.
const NEAR_MS: i64 = 14 * 24 * 3_600_000;
/// A Vorgang that stays open on the screen is noted once an hour.
const NOTED_MS: i64 = 3_600_000;

/// Which originals this workstation keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Haltung {
    /// All of them.
    Alle,
    /// Those near to the work at hand, and others as long as there is room.
    Bedarf {
        /// Bytes that originals may take here.
        budget_bytes: u64,
    },
}

/// How far an original is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobProgress {
    /// Whether it is here.
    pub state: BlobState,
    /// Its size in bytes.
    pub size: u64,
    /// Bytes that are here.
    pub here: u64,
    /// Transfers that failed in a row.
    pub failed: u32,
}

/// How much room originals take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Platz {
    /// Originals that are here.
    pub here: u32,
    /// Their bytes.
    pub here_bytes: u64,
    /// Originals that are at the centre only.
    pub away: u32,
}

impl Tx<'_> {
    /// Sets which originals are kept; those that made room before are fetched again if all are.
    pub fn set_haltung(&self, haltung: Haltung) -> Result<(), DbError> {
        match haltung {
            Haltung::Alle => {
                self.set_meta(Meta::OriginaleBudget, "")?;
                self.conn
                    .execute("UPDATE blob SET state = 'fehlt' WHERE state = 'entfernt'", [])?;
            }
            Haltung::Bedarf { budget_bytes } => {
                self.set_meta(Meta::OriginaleBudget, &budget_bytes.to_string())?;
            }
        }
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Keeps the originals of an Akte or a Vorgang here in any case.
    pub fn pin(&self, rec_id: Uuid) -> Result<(), DbError> {
        self.conn
            .prepare_cached("INSERT OR IGNORE INTO angeheftet (rec_id, um) VALUES (?1, ?2)")?
            .execute(params![rec_id.to_string(), self.env.now().as_millisecond()])?;
        self.fetch_near()?;
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Lets the originals of an Akte or a Vorgang go when others need their room.
    pub fn unpin(&self, rec_id: Uuid) -> Result<(), DbError> {
        self.conn.execute("DELETE FROM angeheftet WHERE rec_id = ?1", [rec_id.to_string()])?;
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Notes that a Vorgang was opened here.
    pub fn note_opened(&self, vorgang: Uuid) -> Result<(), DbError> {
        let now = self.env.now().as_millisecond();
        self.conn
            .prepare_cached("INSERT OR REPLACE INTO geoeffnet (rec_id, um) VALUES (?1, ?2)")?
            .execute(params![vorgang.to_string(), now])?;
        self.conn.execute("DELETE FROM geoeffnet WHERE um < ?1", [now - NEAR_MS])?;
        self.fetch_near()
    }

    /// Notes that a person looks at an original; one that is not here comes first from now on.
    pub fn want_blob(&self, sha256: &str) -> Result<(), DbError> {
        let now = self.env.now().as_millisecond();
        self.conn
            .prepare_cached(
                "UPDATE blob SET benutzt_um = ?2,
                     gewuenscht = CASE WHEN state = 'da' THEN 0
                                       WHEN gewuenscht > 0 THEN gewuenscht ELSE ?2 END,
                     state = CASE WHEN state = 'da' THEN 'da' ELSE 'fehlt' END
                 WHERE sha256 = ?1",
            )?
            .execute(params![sha256, now])?;
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// What has come near again is fetched again.
    fn fetch_near(&self) -> Result<(), DbError> {
        self.conn
            .prepare_cached(
                "UPDATE blob SET state = 'fehlt'
                 WHERE state = 'entfernt' AND sha256 IN (SELECT sha256 FROM nahe)",
            )?
            .execute([])?;
        Ok(())
    }

    /// Notes that originals make room: from now on they count as not being here.
    pub fn blobs_leave(&self, blobs: &[BlobRef]) -> Result<(), DbError> {
        let mut update = self.conn.prepare_cached(
            "UPDATE blob SET state = 'raus'
             WHERE scope = ?1 AND sha256 = ?2 AND state = 'da' AND gesendet = 1",
        )?;
        for blob in blobs {
            update.execute([&blob.scope, &blob.sha256])?;
        }
        self.touch(Kind::Abgleich);
        Ok(())
    }
}

impl Store {
    /// Removes the files of originals that make room; a sudden end leaves the rest to the next
    /// call.
    pub fn sweep_leaving(&self) -> Result<(), DbError> {
        let leaving = self.read(|db| {
            db.blob_refs(
                "SELECT scope, sha256, groesse FROM blob WHERE state = 'raus' LIMIT ?1",
                5000,
            )
        })?;
        for blob in &leaving {
            // Whether it is still leaving is asked under the writer's lock: a person may want it.
            self.write(|tx| {
                let gone = tx
                    .conn
                    .prepare_cached(
                        "UPDATE blob SET state = 'entfernt'
                         WHERE scope = ?1 AND sha256 = ?2 AND state = 'raus'",
                    )?
                    .execute([&blob.scope, &blob.sha256])?;
                if gone > 0 {
                    tx.blobs.remove(&blob.scope, &blob.sha256)?;
                }
                Ok::<_, DbError>(())
            })?;
        }
        Ok(())
    }
}

impl Db<'_> {
    /// Returns which originals are kept here.
    pub fn haltung(&self) -> Result<Haltung, DbError> {
        let budget = self.meta(Meta::OriginaleBudget)?.and_then(|text| text.parse().ok());
        Ok(budget.map_or(Haltung::Alle, |budget_bytes| Haltung::Bedarf { budget_bytes }))
    }

    /// Returns the Akten and Vorgänge whose originals are kept in any case.
    pub fn pinned(&self) -> Result<Vec<Uuid>, DbError> {
        let mut query = self.conn.prepare_cached("SELECT rec_id FROM angeheftet ORDER BY um")?;
        let rows = query.query_map([], |row| row.get::<_, String>(0))?;
        rows.map(|id| uuid(&id?)).collect()
    }

    /// Tells whether opening a Vorgang is worth a note.
    pub fn opening_is_news(&self, vorgang: Uuid, now_ms: i64) -> Result<bool, DbError> {
        let mut query =
            self.conn.prepare_cached("SELECT 1 FROM geoeffnet WHERE rec_id = ?1 AND um > ?2")?;
        Ok(!query.exists(params![vorgang.to_string(), now_ms - NOTED_MS])?)
    }

    /// Returns how far an original is, if this workstation knows it.
    pub fn blob_progress(&self, sha256: &str) -> Result<Option<BlobProgress>, DbError> {
        if !self.blob_in_sight(sha256)? {
            return Ok(None);
        }
        let row = self
            .conn
            .prepare_cached(
                "SELECT state, groesse, versuche FROM blob WHERE sha256 = ?1 AND scope <> ?2
                 ORDER BY state LIMIT 1",
            )?
            .query_row([sha256, KOPIEN], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((state, size, failed)): Option<(String, i64, u32)> = row else { return Ok(None) };
        let size = number(size);
        let (state, here) = match state.as_str() {
            "da" => (BlobState::Da, size),
            "fehlt" => (BlobState::Fehlt, self.piece_bytes(sha256, size)?),
            _ => (BlobState::Entfernt, 0),
        };
        Ok(Some(BlobProgress { state, size, here, failed }))
    }

    fn piece_bytes(&self, sha256: &str, size: u64) -> Result<u64, DbError> {
        let mut query = self.conn.prepare_cached("SELECT count(*) FROM teil WHERE sha256 = ?1")?;
        let pieces: i64 = query.query_row([sha256], |row| row.get(0))?;
        Ok((number(pieces) * wire::PIECE_BYTES).min(size))
    }

    /// Returns how much room originals take.
    pub fn platz(&self) -> Result<Platz, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT count(*) FILTER (WHERE state = 'da'),
                    coalesce(sum(groesse) FILTER (WHERE state = 'da'), 0),
                    count(*) FILTER (WHERE state <> 'da')
             FROM blob WHERE scope <> ?1",
        )?;
        Ok(query.query_row([KOPIEN], |row| {
            let bytes: i64 = row.get(1)?;
            Ok(Platz { here: row.get(0)?, here_bytes: number(bytes), away: row.get(2)? })
        })?)
    }

    /// Returns originals that may make room, least recently used first, until what is left fits
    /// the budget: looked into already, at the centre, and not near.
    pub fn blobs_to_leave(&self, limit: u32) -> Result<Vec<BlobRef>, DbError> {
        let Haltung::Bedarf { budget_bytes } = self.haltung()? else { return Ok(Vec::new()) };
        let mut over = self.platz()?.here_bytes.saturating_sub(budget_bytes);
        if over == 0 {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT scope, sha256, groesse FROM blob
             WHERE state = 'da' AND gesendet = 1 AND ausgewertet = 1 AND scope <> '{KOPIEN}'
                 AND sha256 NOT IN (SELECT sha256 FROM nahe)
             ORDER BY benutzt_um, sha256 LIMIT ?1"
        );
        let mut leaving = Vec::new();
        for blob in self.blob_refs(&sql, limit)? {
            if over == 0 {
                break;
            }
            over = over.saturating_sub(blob.size);
            leaving.push(blob);
        }
        Ok(leaving)
    }

    /// Returns what a question for missing originals has to add where not all are kept.
    pub(crate) fn wanted_filter(&self) -> Result<&'static str, DbError> {
        Ok(match self.haltung()? {
            Haltung::Alle => "",
            Haltung::Bedarf { .. } => {
                " AND (gewuenscht > 0 OR sha256 IN (SELECT sha256 FROM nahe))"
            }
        })
    }
}

//! Rows about originals: which are here, which are on their way, which still have to be looked at.
//!
//! Never says `da` before the file is durable and verified: only [`Tx::put_blob`] writes it, and it
//! takes a [`StoredBlob`].

use domain::record::text;
use domain::{Dokument, RecType};
use rusqlite::{OptionalExtension, params};

use crate::blob::{BlobReader, BlobWriter, StoredBlob, UnsettledBlob};
use crate::crash_point::CrashPoint;
use crate::db::{Db, Kind, Store, Tx};
use crate::erkennung::KOPIEN;
use crate::error::{BlobError, DbError};
use crate::record::{int, number, uuid};

/// Folder and key of pieces of originals on their way here.
pub const TEILE: &str = "teile";
/// A shorter beginning is not worth the question whether the centre has it.
const BEGINNING_LEAST: u64 = 16 * 1024;

/// An original that has to move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobRef {
    /// Its scope.
    pub scope: String,
    /// SHA-256, hex.
    pub sha256: String,
    /// Size in bytes.
    pub size: u64,
}

impl Tx<'_> {
    /// Notes a durable original; `sent` tells that the centre has it already.
    pub fn put_blob(&self, blob: &StoredBlob, sent: bool) -> Result<(), DbError> {
        // One that was here before may have been removed since it was looked at.
        if blob.known && !self.blobs.path(&blob.scope, &blob.sha256).is_file() {
            return Err(DbError::Blob(BlobError::Missing));
        }
        self.conn
            .prepare_cached(
                "INSERT INTO blob (scope, sha256, groesse, state, gesendet, benutzt_um)
                 VALUES (?1, ?2, ?3, 'da', ?4, ?5)
                 ON CONFLICT (scope, sha256) DO UPDATE SET
                     state = 'da', gesendet = max(gesendet, excluded.gesendet),
                     versuche = 0, gewuenscht = 0, benutzt_um = excluded.benutzt_um",
            )?
            .execute(params![
                blob.scope,
                blob.sha256,
                int(blob.size),
                sent,
                self.env.now().as_millisecond()
            ])?;
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Notes that the centre has originals, complete and verified.
    pub fn blobs_sent(&self, blobs: &[BlobRef]) -> Result<(), DbError> {
        let mut update = self.conn.prepare_cached(
            "UPDATE blob SET gesendet = 1, versuche = 0 WHERE scope = ?1 AND sha256 = ?2",
        )?;
        for blob in blobs {
            update.execute([&blob.scope, &blob.sha256])?;
        }
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Notes that the centre lacks originals that were thought to be there: they are sent again.
    pub fn blobs_lost(&self, blobs: &[BlobRef]) -> Result<(), DbError> {
        let mut update = self.conn.prepare_cached(
            "UPDATE blob SET gesendet = 0 WHERE scope = ?1 AND sha256 = ?2 AND state = 'da'",
        )?;
        for blob in blobs {
            update.execute([&blob.scope, &blob.sha256])?;
        }
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Has the centre asked anew which of a scope's originals it has, after it was restored.
    pub fn confirm_blobs_again(&self, scope: &str) -> Result<(), DbError> {
        self.conn.execute(
            "UPDATE blob SET gesendet = 0 WHERE scope = ?1 AND state = 'da' AND scope <> ?2",
            [scope, KOPIEN],
        )?;
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Notes that an original would not move: others come before it next time.
    pub fn blob_stuck(&self, blob: &BlobRef) -> Result<(), DbError> {
        self.conn.execute(
            "UPDATE blob SET versuche = versuche + 1 WHERE scope = ?1 AND sha256 = ?2",
            [&blob.scope, &blob.sha256],
        )?;
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Notes that a stored original has turned out damaged: it is fetched again if the centre
    /// has it, and reported if not.
    pub fn blob_damaged(&self, sha256: &str) -> Result<(), DbError> {
        self.conn.execute(
            "UPDATE blob SET state = 'fehlt'
             WHERE sha256 = ?1 AND gesendet = 1 AND state = 'da' AND scope <> ?2",
            [sha256, KOPIEN],
        )?;
        // One that only this workstation has cannot be fetched; it must not hold up the others.
        self.conn.execute(
            "UPDATE blob SET ausgewertet = 1 WHERE sha256 = ?1 AND gesendet = 0",
            [sha256],
        )?;
        self.touch(Kind::Abgleich);
        Ok(())
    }
}

impl Tx<'_> {
    /// Notes a durable piece of an original on its way here.
    pub fn put_piece(&self, sha256: &str, ab: u64, piece: &StoredBlob) -> Result<(), DbError> {
        self.conn.execute(
            "INSERT OR REPLACE INTO teil (sha256, ab, teil_sha256) VALUES (?1, ?2, ?3)",
            params![sha256, int(ab), piece.sha256],
        )?;
        Ok(())
    }

    /// Forgets the pieces of an original that is complete or turned out wrong.
    pub fn forget_pieces(&self, sha256: &str) -> Result<(), DbError> {
        self.conn.execute("DELETE FROM teil WHERE sha256 = ?1", [sha256])?;
        Ok(())
    }
}

impl Store {
    /// Starts an original that comes from the centre.
    pub fn fetch_writer(&self, scope: &str) -> Result<BlobWriter, DbError> {
        let key = match self.read(|db| db.scope_key(scope))? {
            Some(key) => key,
            None => self.write(|tx| tx.scope_key_or_new(scope))?,
        };
        Ok(self.blob_folder().fetch_writer(scope, key)?)
    }

    /// Makes fetched originals durable and notes all of them in one transaction.
    pub fn settle(&self, fetched: Vec<UnsettledBlob>) -> Result<(), DbError> {
        let stored = self.blob_folder().settle(fetched)?;
        CrashPoint::BlobDurable.pass();
        self.write(|tx| {
            let mut in_pieces = false;
            for blob in &stored {
                tx.put_blob(blob, true)?;
                in_pieces |= blob.size > wire::PIECE_BYTES;
                if blob.size > wire::PIECE_BYTES {
                    tx.forget_pieces(&blob.sha256)?;
                }
            }
            tx.touch(Kind::Rec(RecType::Dokument));
            Ok::<_, DbError>(in_pieces)
        })
        .and_then(|in_pieces| if in_pieces { self.sweep_pieces() } else { Ok(()) })
    }

    /// Removes files of pieces and of copies made here that no row names any more.
    pub fn sweep_pieces(&self) -> Result<(), DbError> {
        let (pieces, copies) =
            self.read(|db| Ok::<_, DbError>((db.piece_names()?, db.copy_names()?)))?;
        self.blob_folder().keep_only(TEILE, &pieces)?;
        self.blob_folder().keep_only(KOPIEN, &copies).map_err(DbError::from)
    }
}

impl Db<'_> {
    /// Returns the pieces of an original that are here, as offset and reader.
    pub fn pieces(&self, sha256: &str) -> Result<Vec<(u64, BlobReader)>, DbError> {
        let mut query = self
            .conn
            .prepare_cached("SELECT ab, teil_sha256 FROM teil WHERE sha256 = ?1 ORDER BY ab")?;
        let rows = query.query_map([sha256], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let key = self.scope_key(TEILE)?;
        let mut pieces = Vec::new();
        for row in rows {
            let (ab, piece): (i64, String) = row?;
            let key = key.as_ref().ok_or(DbError::Blob(BlobError::Missing))?;
            pieces.push((number(ab), self.blobs.reader(TEILE, &piece, key)?));
        }
        Ok(pieces)
    }

    fn copy_names(&self) -> Result<Vec<String>, DbError> {
        let mut query = self.conn.prepare_cached("SELECT sha256 FROM blob WHERE scope = ?1")?;
        let rows = query.query_map([KOPIEN], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn piece_names(&self) -> Result<Vec<String>, DbError> {
        let mut query = self.conn.prepare_cached("SELECT teil_sha256 FROM teil")?;
        let rows = query.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns originals that the centre does not have yet: smallest first, and those that would
    /// not move last.
    pub fn blobs_to_send(&self, limit: u32) -> Result<Vec<BlobRef>, DbError> {
        self.blob_refs(
            "SELECT scope, sha256, groesse FROM blob
             WHERE gesendet = 0 AND state = 'da' ORDER BY versuche, groesse, sha256 LIMIT ?1",
            limit,
        )
    }

    /// Returns originals to fetch: what a person waits for, then smallest first, and those that
    /// would not move last. Where not all are kept here, only those near to the work at hand.
    pub fn blobs_to_fetch(&self, limit: u32) -> Result<Vec<BlobRef>, DbError> {
        let sql = format!(
            "SELECT scope, sha256, groesse FROM blob WHERE state = 'fehlt'{}
             ORDER BY gewuenscht = 0, gewuenscht, versuche, groesse, sha256 LIMIT ?1",
            self.wanted_filter()?
        );
        self.blob_refs(&sql, limit)
    }

    /// Returns what a person waits for, longest first.
    pub fn blobs_wanted(&self) -> Result<Vec<BlobRef>, DbError> {
        self.blob_refs(
            "SELECT scope, sha256, groesse FROM blob
             WHERE gewuenscht > 0 AND state = 'fehlt' ORDER BY gewuenscht LIMIT ?1",
            16,
        )
    }

    /// Returns smaller originals of the same document that may be the beginning of this one, the
    /// newest first, and whether the centre has each.
    pub fn beginnings(&self, blob: &BlobRef) -> Result<Vec<(BlobRef, bool)>, DbError> {
        let mut query =
            self.conn.prepare_cached("SELECT rec_id FROM dokument WHERE sha256 = ?1")?;
        let ids: Vec<String> =
            query.query_map([&blob.sha256], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let mut names = Vec::new();
        for id in ids {
            let (dokument, _) = self.load::<Dokument>(uuid(&id)?)?;
            names.extend(dokument.versionen.into_iter().rev().map(|version| version.sha256));
            let eingang = dokument.eingang.map(|id| self.seen(id)).transpose()?.flatten();
            names.extend(eingang.map(|seen| text(&seen.fields, "sha256").to_owned()));
        }
        let mut found: Vec<(BlobRef, bool)> = Vec::new();
        for sha256 in names {
            let known = found.iter().any(|(known, _)| known.sha256 == sha256);
            if let (false, Some(beginning)) = (known, self.beginning(blob, &sha256)?) {
                found.push(beginning);
            }
        }
        Ok(found)
    }

    fn beginning(&self, blob: &BlobRef, sha256: &str) -> Result<Option<(BlobRef, bool)>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT groesse, gesendet FROM blob
             WHERE scope = ?1 AND sha256 = ?2 AND state = 'da' AND groesse BETWEEN ?3 AND ?4",
        )?;
        let most = blob.size.saturating_sub(1);
        let row = query
            .query_row(params![blob.scope, sha256, int(BEGINNING_LEAST), int(most)], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        Ok(row.map(|(size, sent)| {
            let (scope, sha256) = (blob.scope.clone(), sha256.to_owned());
            (BlobRef { scope, sha256, size: number(size) }, sent)
        }))
    }

    /// Returns originals whose text and picture have not been derived here.
    pub fn blobs_to_inspect(&self, limit: u32) -> Result<Vec<BlobRef>, DbError> {
        self.blob_refs(
            "SELECT scope, sha256, groesse FROM blob
             WHERE ausgewertet = 0 AND state = 'da' ORDER BY sha256 LIMIT ?1",
            limit,
        )
    }

    /// Counts originals still to send and still to fetch.
    pub fn blob_counts(&self) -> Result<(u32, u32), DbError> {
        let count = |sql: &str| self.conn.prepare_cached(sql)?.query_row([], |row| row.get(0));
        let send = count("SELECT count(*) FROM blob WHERE gesendet = 0 AND state = 'da'")?;
        let filter = self.wanted_filter()?;
        let fetch = count(&format!("SELECT count(*) FROM blob WHERE state = 'fehlt'{filter}"))?;
        Ok((send, fetch))
    }

    /// Tells whether an original is here.
    pub fn blob_here(&self, sha256: &str) -> Result<bool, DbError> {
        Ok(!self.blob_scopes(sha256)?.is_empty())
    }

    /// Returns the scopes in which an original is here.
    pub(crate) fn blob_scopes(&self, sha256: &str) -> Result<Vec<String>, DbError> {
        let mut query = self
            .conn
            .prepare_cached("SELECT scope FROM blob WHERE sha256 = ?1 AND state = 'da'")?;
        let rows = query.query_map([sha256], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub(crate) fn blob_refs(&self, sql: &str, limit: u32) -> Result<Vec<BlobRef>, DbError> {
        let mut query = self.conn.prepare_cached(sql)?;
        let rows = query.query_map([limit], |row| {
            let size: i64 = row.get(2)?;
            Ok(BlobRef { scope: row.get(0)?, sha256: row.get(1)?, size: number(size) })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

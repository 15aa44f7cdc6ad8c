//! Rows about originals: which are here, which are on their way, which still have to be looked at.
//!
//! Never says `da` before the file is durable and verified: only [`Tx::put_blob`] writes it, and it
//! takes a [`StoredBlob`].

use rusqlite::params;

use crate::blob::{BlobReader, StoredBlob};
use crate::db::{Db, Kind, Store, Tx};
use crate::erkennung::KOPIEN;
use crate::error::{BlobError, DbError};
use crate::record::{int, number};

/// Folder and key of pieces of originals on their way here.
pub const TEILE: &str = "teile";

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
        self.conn
            .prepare_cached(
                "INSERT INTO blob (scope, sha256, groesse, state, gesendet)
                 VALUES (?1, ?2, ?3, 'da', ?4)
                 ON CONFLICT (scope, sha256) DO UPDATE SET
                     state = 'da', gesendet = max(gesendet, excluded.gesendet)",
            )?
            .execute(params![blob.scope, blob.sha256, int(blob.size), sent])?;
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Notes that the centre has an original, complete and verified.
    pub fn blob_sent(&self, blob: &BlobRef) -> Result<(), DbError> {
        self.conn
            .prepare_cached("UPDATE blob SET gesendet = 1 WHERE scope = ?1 AND sha256 = ?2")?
            .execute([&blob.scope, &blob.sha256])?;
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Notes that a stored original has turned out damaged: it is fetched again if the centre
    /// has it, and reported if not.
    pub fn blob_damaged(&self, sha256: &str) -> Result<(), DbError> {
        self.conn.execute(
            "UPDATE blob SET state = 'fehlt' WHERE sha256 = ?1 AND gesendet = 1",
            [sha256],
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

    /// Returns originals that the centre does not have yet, smallest first.
    pub fn blobs_to_send(&self, limit: u32) -> Result<Vec<BlobRef>, DbError> {
        self.blob_refs(
            "SELECT scope, sha256, groesse FROM blob
             WHERE gesendet = 0 AND state = 'da' ORDER BY groesse, sha256 LIMIT ?1",
            limit,
        )
    }

    /// Returns originals that are not here yet, smallest first.
    pub fn blobs_to_fetch(&self, limit: u32) -> Result<Vec<BlobRef>, DbError> {
        self.blob_refs(
            "SELECT scope, sha256, groesse FROM blob
             WHERE state = 'fehlt' ORDER BY groesse, sha256 LIMIT ?1",
            limit,
        )
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
        let fetch = count("SELECT count(*) FROM blob WHERE state = 'fehlt'")?;
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

    fn blob_refs(&self, sql: &str, limit: u32) -> Result<Vec<BlobRef>, DbError> {
        let mut query = self.conn.prepare_cached(sql)?;
        let rows = query.query_map([limit], |row| {
            let size: i64 = row.get(2)?;
            Ok(BlobRef { scope: row.get(0)?, sha256: row.get(1)?, size: number(size) })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

//! The SQLite database of an embedded centre: one connection that writes, some that read.
//!
//! Never served by two processes at once (the other commands may run beside it); a state runs on
//! PostgreSQL.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;

use super::backend::Backend;
use super::sqlite_tx::SqliteBackend;
use crate::error::CenterError;

/// Pages of a database at most, as SQLite itself has it.
const PAGES_MAX: u32 = 4_294_967_294;
/// Connections for reading that are kept open.
const READERS: usize = 4;

pub(super) struct Sqlite {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Sqlite {
    pub(super) fn open(path: &Path) -> Result<Self, CenterError> {
        let conn = Connection::open(path)?;
        conn.busy_timeout(Duration::from_secs(10))?;
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA secure_delete = ON;",
        )?;
        conn.set_prepared_statement_cache_capacity(128);
        // Another command may be making the same new database: only one of them does.
        conn.execute_batch("BEGIN IMMEDIATE")?;
        let version: u32 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if version == 0 {
            conn.execute_batch(include_str!("../../migrations/sqlite/0001.sql"))?;
            conn.execute_batch("PRAGMA user_version = 1")?;
        }
        conn.execute_batch("COMMIT")?;
        let (writer, readers) = (Mutex::new(conn), Mutex::default());
        Ok(Self { path: path.to_owned(), writer, readers })
    }

    pub(super) fn writer(&self) -> MutexGuard<'_, Connection> {
        // A panic elsewhere rolled its transaction back; the connection itself is sound.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn write<T>(
        &self,
        tenant: &str,
        f: impl FnOnce(&mut dyn Backend) -> Result<T, CenterError>,
    ) -> Result<T, CenterError> {
        let conn = self.writer();
        conn.execute_batch("BEGIN IMMEDIATE")?;
        f(&mut SqliteBackend { conn: &conn, tenant, begun: true, based: false })
    }

    pub(super) fn read<T>(
        &self,
        tenant: &str,
        f: impl FnOnce(&mut dyn Backend) -> Result<T, CenterError>,
    ) -> Result<T, CenterError> {
        let kept = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let conn = kept.map_or_else(|| self.reader(), Ok)?;
        conn.execute_batch("BEGIN")?;
        let result = f(&mut SqliteBackend { conn: &conn, tenant, begun: true, based: false });
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < READERS {
            readers.push(conn);
        }
        result
    }

    fn reader(&self) -> Result<Connection, CenterError> {
        let conn = Connection::open(&self.path)?;
        conn.busy_timeout(Duration::from_secs(10))?;
        conn.execute_batch("PRAGMA query_only = ON")?;
        conn.set_prepared_statement_cache_capacity(64);
        Ok(conn)
    }

    pub(super) fn limit_pages(&self, pages: Option<u32>) -> Result<(), CenterError> {
        let pages = pages.unwrap_or(PAGES_MAX);
        let set = format!("PRAGMA max_page_count = {pages}");
        self.writer().query_row(&set, [], |_| Ok(()))?;
        Ok(())
    }

    pub(super) fn scrub(&self) -> Result<(), CenterError> {
        self.writer().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Copies the database as it is at one moment into a file.
    pub(super) fn copy(&self, to: &Path) -> Result<(), CenterError> {
        let conn = self.writer();
        let mut target = Connection::open(to)?;
        let backup = rusqlite::backup::Backup::new(&conn, &mut target)?;
        backup.run_to_completion(1000, Duration::ZERO, None)?;
        Ok(())
    }
}

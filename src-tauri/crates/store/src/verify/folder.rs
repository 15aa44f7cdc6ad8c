//! Checks a data folder in which nobody works, and leaves every byte of it as it is.
//!
//! Never opens it the ordinary way: that would repair, tidy up and write the second copy anew.

use std::fs::{File, TryLockError};
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::{Befund, Pruefbericht, verify_files};
use crate::blob::BlobFolder;
use crate::clock::Env;
use crate::db::{Db, LOCK};
use crate::error::{DbError, OpenError};
use crate::key::{self, KeySource, MasterKey};
use crate::mirror::Mirror;
use crate::rescue::DATABASE;

/// Checks everything in a folder without changing anything in it.
pub fn folder(folder: &Path, key: &KeySource) -> Result<Pruefbericht, OpenError> {
    // Kept to the end: nobody begins to work here meanwhile.
    let _lock = quiet(folder)?;
    let (master, canonical) = key::open_existing(folder, key)?;
    let mut report = check(folder, &master);
    if !canonical {
        report.befunde.push(Befund::KeyFileChanged);
    }
    Ok(report)
}

/// Checks everything but the file of the key.
pub(super) fn check(folder: &Path, master: &MasterKey) -> Pruefbericht {
    let mut report = Pruefbericht::default();
    let blobs = BlobFolder::untouched(folder.join("originale"));
    match database(folder, master, &blobs, &mut report) {
        Ok(originals) => {
            let files = verify_files(&blobs, originals, &mut report);
            report.done("originale", files);
        }
        Err(error) => report.befunde.push(Befund::Database(error.to_string())),
    }
    report
}

fn database(
    folder: &Path,
    master: &MasterKey,
    blobs: &BlobFolder,
    report: &mut Pruefbericht,
) -> Result<Vec<super::Original>, DbError> {
    let conn = connect(&folder.join(DATABASE), master)?;
    verify_pages(&conn, report)?;
    // Fails at a first page that cannot be read: then there is nothing more to look at.
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    let tx = conn.unchecked_transaction()?;
    let db = Db { conn: &tx, blobs, sicht: None };
    let originals = db.verify_all(report, &Env::system());
    // An empty lock file tells that the last program here ended in order.
    let orderly = std::fs::metadata(folder.join(LOCK)).is_ok_and(|lock| lock.len() == 0);
    let second = db.verify_mirror(&Mirror::new(folder, master), orderly, report);
    report.done("zweitschrift", second);
    Ok(originals)
}

/// Has SQLCipher look at the seal of every page, also of those that nothing uses at present.
pub(super) fn verify_pages(conn: &Connection, report: &mut Pruefbericht) -> Result<(), DbError> {
    let mut query = conn.prepare("PRAGMA cipher_integrity_check")?;
    for row in query.query_map([], |row| row.get::<_, String>(0))? {
        report.befunde.push(Befund::Database(row?));
    }
    Ok(())
}

/// Fails if a program works in the folder; keeps others out as long as the answer lives.
fn quiet(folder: &Path) -> Result<Option<File>, OpenError> {
    let path = folder.join(LOCK);
    let io = |source| OpenError::Io { path: path.clone(), source };
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(io(source)),
    };
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse),
        Err(TryLockError::Error(source)) => Err(io(source)),
    }
}

/// Opens the database so that not even a file appears beside it. Where a log was left behind by a
/// sudden end, it is read as well: alone, with its index in memory, and left where it is.
pub(super) fn connect(path: &Path, master: &MasterKey) -> Result<Connection, DbError> {
    let log = path.with_extension("db-wal");
    let left_behind = std::fs::metadata(log).is_ok_and(|metadata| metadata.len() > 0);
    let conn = if left_behind {
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?
    } else {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        Connection::open_with_flags(immutable(path), flags)?
    };
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    conn.pragma_update(None, "key", master.database_key().as_str())?;
    crate::summe::register(&conn)?;
    if left_behind {
        conn.execute_batch("PRAGMA locking_mode = EXCLUSIVE")?;
    }
    conn.execute_batch("PRAGMA temp_store = MEMORY")?;
    Ok(conn)
}

/// Names a file as one that nobody changes (SQLite's URI file names).
fn immutable(path: &Path) -> String {
    let mut uri = String::from("file:");
    for byte in path.to_string_lossy().bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-~".contains(&byte) {
            uri.push(char::from(byte));
        } else if byte == b'\\' {
            uri.push('/');
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri.push_str("?immutable=1");
    uri
}

//! The floor: the least that does the work durably. One server over SQLite and a folder, one client
//! over SQLite and a folder, HTTP between them; no merging, no chain, no audit, no encryption.
//!
//! Never part of the product: it says how fast the machine could be.

mod client;
mod server;

use std::io::BufRead;
use std::path::Path;

use anyhow::{Context, Result};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::records::Record;

pub(crate) use client::{Pull, Push, pull, push};
pub(crate) use server::{Serve, serve};

const SCHEMA: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS rec (
        id TEXT PRIMARY KEY, seq INTEGER, az TEXT, betreff TEXT, status TEXT, body TEXT
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS rec_seq ON rec (seq);
    CREATE TABLE IF NOT EXISTS blob (name TEXT PRIMARY KEY, seq INTEGER, sha TEXT) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS blob_seq ON blob (seq);
    CREATE INDEX IF NOT EXISTS blob_sha ON blob (sha);";

/// A record on the line; `seq` is 0 where the sender does not know it.
#[derive(Serialize, Deserialize)]
struct Row {
    #[serde(default)]
    seq: i64,
    #[serde(flatten)]
    record: Record,
}

/// A file on the line.
#[derive(Serialize, Deserialize)]
struct File {
    blob: i64,
    name: String,
    sha: String,
}

fn open(file: &Path) -> Result<Connection> {
    let db = Connection::open(file).with_context(|| format!("open {}", file.display()))?;
    db.execute_batch(SCHEMA)?;
    Ok(db)
}

fn head(db: &Connection) -> Result<i64> {
    let question = "SELECT max(coalesce((SELECT max(seq) FROM rec), 0),
                               coalesce((SELECT max(seq) FROM blob), 0))";
    Ok(db.query_row(question, [], |row| row.get(0))?)
}

/// Takes records in, all in one transaction.
fn take(db: &mut Connection, lines: impl BufRead) -> Result<usize> {
    let mut seq = head(db)?;
    let tx = db.transaction()?;
    let mut count = 0;
    {
        let mut insert = tx.prepare(
            "INSERT INTO rec (id, seq, az, betreff, status, body) VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, az = excluded.az,
             betreff = excluded.betreff, status = excluded.status, body = excluded.body",
        )?;
        for line in lines.lines() {
            let row: Row = serde_json::from_str(&line?)?;
            seq = if row.seq > 0 { row.seq } else { seq + 1 };
            let Record { id, az, betreff, status, text } = row.record;
            insert.execute(params![id, seq, az, betreff, status, text])?;
            count += 1;
        }
    }
    tx.commit()?;
    Ok(count)
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Makes a file durable before it has its name.
fn store(dir: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let new = dir.join(format!("{name}.neu"));
    let mut file = std::fs::File::create(&new)?;
    std::io::Write::write_all(&mut file, bytes)?;
    file.sync_all()?;
    Ok(std::fs::rename(&new, dir.join(name))?)
}

/// Two folders of the floor that have to hold the same records.
#[derive(clap::Args)]
pub(crate) struct Same {
    one: std::path::PathBuf,
    other: std::path::PathBuf,
}

/// Compares the records of two folders, one by one.
pub(crate) fn same(options: &Same) -> Result<()> {
    let (one, other) =
        (open(&options.one.join("floor.db"))?, open(&options.other.join("floor.db"))?);
    let question = "SELECT id, az, betreff, status, body FROM rec ORDER BY id";
    let (mut one, mut other) = (one.prepare(question)?, other.prepare(question)?);
    let (mut one, mut other) = (one.query([])?, other.query([])?);
    loop {
        match (one.next()?, other.next()?) {
            (None, None) => return Ok(()),
            (Some(left), Some(right)) => {
                for column in 0..5 {
                    let (left, right): (String, String) = (left.get(column)?, right.get(column)?);
                    anyhow::ensure!(left == right, "a record differs: {left} and {right}");
                }
            }
            _ => anyhow::bail!("one side has more records"),
        }
    }
}

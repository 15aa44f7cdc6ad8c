//! A second, encrypted copy of what cannot be fetched from anywhere else: keys, identity, and the
//! changes the centre may not have. It stands outside the database, in case that is damaged.
//!
//! Never the first copy: a transaction is durable without it, and a failure to write it is made up
//! for when the folder is opened next.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use serde::{Deserialize, Serialize};
use wire::Mutation;

use crate::db::Db;
use crate::error::DbError;
use crate::key::{self, MasterKey};

const FILE: &str = "zweitschrift";
const NONCE: usize = 12;

/// One thing that is kept twice.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Frame {
    /// A change made here.
    Aenderung(Box<Mutation>),
    /// Key of a scope's originals: scope and hex.
    Schluessel(String, String),
    /// A named value.
    Wert(String, String),
}

impl Frame {
    /// Returns what it is about and says, short enough to be compared.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Aenderung(mutation) => format!("aenderung {}", mutation.mid),
            Self::Schluessel(scope, key) => format!("schluessel {scope} {key}"),
            Self::Wert(name, value) => format!("wert {name} {value}"),
        }
    }
}

/// The file.
#[derive(Debug)]
pub(crate) struct Mirror {
    path: PathBuf,
    key: [u8; 32],
    file: Mutex<Option<File>>,
}

impl Mirror {
    pub(crate) fn new(folder: &Path, master: &MasterKey) -> Self {
        Self { path: folder.join(FILE), key: master.mirror_key(), file: Mutex::default() }
    }

    fn cipher(&self) -> ChaCha20Poly1305 {
        ChaCha20Poly1305::new(&self.key.into())
    }

    /// Returns everything readable, up to the first place that is not.
    pub(crate) fn read(&self) -> Vec<Frame> {
        self.read_checked().0
    }

    /// Returns everything readable, and whether that is all there is.
    pub(crate) fn read_checked(&self) -> (Vec<Frame>, bool) {
        let bytes = std::fs::read(&self.path).unwrap_or_default();
        let mut rest = bytes.as_slice();
        let mut found = Vec::new();
        while let Some((frame, behind)) = self.open(rest) {
            found.push(frame);
            rest = behind;
        }
        (found, rest.is_empty())
    }

    fn open<'a>(&self, bytes: &'a [u8]) -> Option<(Frame, &'a [u8])> {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE>()?;
        let sealed = rest.get(..length)?;
        let text = self.cipher().decrypt(&Nonce::from(*nonce), sealed).ok()?;
        Some((serde_json::from_slice(&text).ok()?, rest.get(length..)?))
    }

    fn seal(&self, frame: &Frame) -> Option<Vec<u8>> {
        let text = serde_json::to_vec(frame).ok()?;
        let nonce: [u8; NONCE] = key::random().ok()?;
        let sealed = self.cipher().encrypt(&Nonce::from(nonce), text.as_slice()).ok()?;
        let length = u32::try_from(sealed.len()).ok()?;
        Some([length.to_be_bytes().as_slice(), &nonce, &sealed].concat())
    }

    /// Writes the file anew with what the database holds.
    pub(crate) fn rewrite(&self, frames: &[Frame]) -> std::io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        *file = None;
        let bytes: Vec<u8> = frames.iter().filter_map(|frame| self.seal(frame)).flatten().collect();
        crate::blob::write_durably(&self.path, &bytes)?;
        *file = Some(OpenOptions::new().append(true).open(&self.path)?);
        Ok(())
    }

    /// Adds what a transaction has made durable.
    pub(crate) fn append(&self, frames: &[Frame]) {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes: Vec<u8> = frames.iter().filter_map(|frame| self.seal(frame)).flatten().collect();
        // It is only the second copy; the next opening writes all of it anew.
        if let Some(open) = file.as_mut()
            && open.write_all(&bytes).is_err()
        {
            *file = None;
        }
    }
}

impl Db<'_> {
    /// Returns what has to be kept twice.
    pub(crate) fn frames(&self) -> Result<Vec<Frame>, DbError> {
        let mut found = Vec::new();
        let mut query = self.conn.prepare("SELECT scope, key FROM scope_key ORDER BY scope")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?)))?;
        for row in rows {
            let (scope, key) = row?;
            found.push(Frame::Schluessel(scope, hex::encode(key)));
        }
        let mut query = self.conn.prepare("SELECT name, value FROM meta ORDER BY name")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for row in rows {
            let (name, value): (String, String) = row?;
            if is_kept(&name) {
                found.push(Frame::Wert(name, value));
            }
        }
        let mut query = self.conn.prepare(
            "SELECT mutation FROM journal WHERE state <> 'abgelehnt' OR gesehen = 0 ORDER BY reihe",
        )?;
        let rows = query.query_map([], |row| row.get::<_, String>(0))?;
        for row in rows {
            found.push(Frame::Aenderung(serde_json::from_str(&row?)?));
        }
        Ok(found)
    }
}

/// Tells whether a named value cannot be had from anywhere else.
pub(crate) fn is_kept(name: &str) -> bool {
    matches!(
        name,
        "client"
            | "zentrale"
            | "token"
            | "mandant"
            | "benutzer"
            | "arbeitsplatz"
            | "uebung"
            | "ledger"
            | "originale_budget"
            | "scanner"
            | "scan_schluessel"
    )
}

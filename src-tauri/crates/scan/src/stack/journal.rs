//! The journal of a stack: one step a line, each on the disk before it counts.
//!
//! Never rewritten; only a line that was cut off in the middle is written over.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::Schritt;

/// Largest journal that is read: thousands of pages need a few megabytes.
const BYTES_MAX: u64 = 256 * 1024 * 1024;

/// An open journal.
#[derive(Debug)]
pub(super) struct Journal {
    file: File,
    // Length of what is whole.
    len: u64,
}

/// What a journal held when it was opened.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// Its steps.
    pub(super) steps: Vec<Schritt>,
    /// Lines in its midst that make no sense.
    pub(super) damaged: usize,
}

impl Journal {
    /// Opens the journal, or begins one.
    pub(super) fn open(path: &Path) -> io::Result<(Self, Held)> {
        let mut options = OpenOptions::new();
        let mut file = options.read(true).write(true).create(true).truncate(false).open(path)?;
        let mut bytes = Vec::new();
        (&mut file).take(BYTES_MAX).read_to_end(&mut bytes)?;
        let (held, len) = Held::of(&bytes);
        Ok((Self { file, len }, held))
    }

    /// Reads a journal that somebody else may be writing.
    pub(super) fn look(path: &Path) -> io::Result<Held> {
        let mut bytes = Vec::new();
        File::open(path)?.take(BYTES_MAX).read_to_end(&mut bytes)?;
        Ok(Held::of(&bytes).0)
    }

    /// Makes a step durable.
    pub(super) fn append(&mut self, schritt: &Schritt) -> io::Result<()> {
        let mut line = serde_json::to_vec(schritt).map_err(io::Error::other)?;
        line.push(b'\n');
        // What an earlier attempt left behind when the disk was full.
        self.file.set_len(self.len)?;
        self.file.seek(SeekFrom::Start(self.len))?;
        self.file.write_all(&line)?;
        self.file.sync_data()?;
        self.len += line.len() as u64;
        Ok(())
    }
}

impl Held {
    /// Reads the whole lines; returns how long they are.
    fn of(bytes: &[u8]) -> (Self, u64) {
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let mut held = Held::default();
        let lines = bytes.get(..whole).unwrap_or_default().split(|byte| *byte == b'\n');
        for line in lines.filter(|line| !line.is_empty()) {
            match serde_json::from_slice(line) {
                Ok(step) => held.steps.push(step),
                Err(_) => held.damaged += 1,
            }
        }
        (held, whole as u64)
    }
}

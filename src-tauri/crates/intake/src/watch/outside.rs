//! What a watch knows of the world: the names in a folder, what lies under them, and the time.
//!
//! Never decides anything. Tests put a busy share or a clock of their own in its place.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::look::look;
use super::stability::Seen;

/// The world as a watch sees it.
pub trait Outside {
    /// Returns what lies directly in a folder.
    fn names(&self, folder: &Path) -> io::Result<BTreeSet<PathBuf>>;

    /// Looks at one of these; `last` is what was seen before.
    fn look(&self, path: &Path, last: Option<&Seen>) -> io::Result<Seen>;

    /// Returns the time.
    fn now(&self) -> Instant;
}

/// The file system and the clock of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Machine;

impl Outside for Machine {
    fn names(&self, folder: &Path) -> io::Result<BTreeSet<PathBuf>> {
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
    }

    fn look(&self, path: &Path, last: Option<&Seen>) -> io::Result<Seen> {
        look(path, last)
    }

    fn now(&self) -> Instant {
        Instant::now()
    }
}

//! Looking at a folder, round after round, and saying what has become of its files.
//!
//! Never waits and never listens: whoever calls decides when, and is told when the next look
//! makes sense.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::Timing;
use super::outside::Outside;
use super::stability::{Decision, Problem, Seen, Stability};

/// What a watched folder says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FolderEvent {
    /// A file is complete and may be taken.
    Ready(PathBuf, Seen),
    /// Something in the folder will not be taken.
    Problem {
        /// Where it is.
        path: PathBuf,
        /// Why.
        problem: Problem,
    },
    /// What was ready or a problem is no longer there.
    Gone(PathBuf),
    /// The folder cannot be read; it is tried again all the time.
    Unreachable(String),
    /// The folder can be read again.
    Reachable,
    /// So many files are still being written or waited for.
    Waiting(usize),
}

/// A folder and what is known of its files.
#[derive(Debug)]
pub struct Rounds<O> {
    folder: PathBuf,
    timing: Timing,
    stability: Stability,
    outside: O,
    reachable: Option<bool>,
    waiting: usize,
}

impl<O: Outside> Rounds<O> {
    /// Has not looked yet. `known` are files that were taken earlier and stayed in the folder:
    /// they are ignored until they change.
    pub fn new(
        folder: PathBuf,
        timing: Timing,
        known: impl IntoIterator<Item = (PathBuf, Seen)>,
        outside: O,
    ) -> Self {
        let mut stability = Stability::new(timing.clone());
        for (path, seen) in known {
            stability.taken(&path, seen, outside.now());
        }
        Self { folder, timing, stability, outside, reachable: None, waiting: 0 }
    }

    /// Looks once at everything in the folder.
    pub fn round(&mut self) -> Vec<FolderEvent> {
        let names = match self.outside.names(&self.folder) {
            Ok(names) => names,
            Err(error) => return self.unreachable(&error).into_iter().collect(),
        };
        let mut events = Vec::new();
        if self.reachable.replace(true) == Some(false) {
            events.push(FolderEvent::Reachable);
        }
        let gone = self.stability.retain(|path| names.contains(path));
        events.extend(gone.into_iter().map(FolderEvent::Gone));
        for path in names {
            // What vanished between the listing and the look is gone at the next look, and what
            // is busy for the moment is looked at again.
            let last = self.stability.last_seen(&path);
            let Ok(seen) = self.outside.look(&path, last) else { continue };
            match self.stability.observe(&path, seen, self.outside.now()) {
                Decision::Ready => events.push(FolderEvent::Ready(path, seen)),
                Decision::Problem(problem) => events.push(FolderEvent::Problem { path, problem }),
                Decision::Wait | Decision::Ignore => {}
            }
        }
        let waiting = self.stability.waiting();
        if waiting != self.waiting {
            self.waiting = waiting;
            events.push(FolderEvent::Waiting(waiting));
        }
        events
    }

    /// What was known stays known: a share that is away has not lost its files.
    fn unreachable(&mut self, error: &io::Error) -> Option<FolderEvent> {
        if self.reachable.replace(false) == Some(false) {
            return None;
        }
        let why = match error.kind() {
            io::ErrorKind::NotFound => "Der Ordner ist nicht vorhanden",
            io::ErrorKind::PermissionDenied => "Für den Ordner fehlt die Leseberechtigung",
            io::ErrorKind::NotADirectory => "Der Pfad ist kein Ordner",
            _ => "Der Ordner ist nicht erreichbar",
        };
        Some(FolderEvent::Unreachable(format!("{why}. Es wird laufend erneut versucht.")))
    }

    /// Whether the last round could read the folder.
    pub fn reachable(&self) -> bool {
        self.reachable == Some(true)
    }

    /// Returns when to look again after a look at this time if nothing is heard.
    pub fn next(&self, looked: Instant) -> Instant {
        let next = looked + self.timing.poll;
        let next = self.stability.next_due().map_or(next, |due| next.min(due));
        next.max(looked + self.timing.pause)
    }

    /// Notes that a file was taken as it was seen: it is ignored until it changes.
    pub fn taken(&mut self, path: &Path, seen: Seen) {
        self.stability.taken(path, seen, self.outside.now());
    }

    /// Offers a file again after another quiet time, because taking it failed.
    pub fn again(&mut self, path: &Path) {
        self.stability.again(path, self.outside.now());
    }
}

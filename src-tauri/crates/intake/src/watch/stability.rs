//! The rule that tells a finished file from one that is still being written.
//!
//! Never looks at a clock or a disk: it is told what was seen and when.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::Timing;

/// What kind of thing a name in the folder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Directory,
    /// A symbolic link or junction, whatever it leads to.
    Symlink,
    /// A named pipe.
    Fifo,
    /// A socket.
    Socket,
    /// A device or something unknown.
    Device,
}

/// What was seen of a file, without following links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// What it is.
    pub kind: Kind,
    /// Size in bytes.
    pub len: u64,
    /// Time of last change in nanoseconds since 1970; only ever compared for equality.
    pub mtime_ns: i128,
    /// Device and number of the file there; on Windows zero and the time of creation.
    pub identity: (u64, u64),
    /// Whether a PDF's end was found; true for what is not called PDF.
    pub tail_complete: bool,
}

impl Seen {
    /// Whether this is the same file with the same content, as far as can be told from outside.
    pub fn unchanged_since(&self, earlier: &Seen) -> bool {
        Seen { tail_complete: true, ..*self } == Seen { tail_complete: true, ..*earlier }
    }
}

/// What is to be done about a file now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Nothing yet.
    Wait,
    /// It may be taken. Said once, and again only after a change.
    Ready,
    /// It will not be taken. Said once, and again only after a change.
    Problem(Problem),
    /// Nothing, until it changes.
    Ignore,
}

/// Why a thing in the folder is not taken; it stays where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// A symbolic link.
    Symlink,
    /// A pipe, a socket or a device.
    Special,
    /// Has been empty for too long.
    Empty,
}

impl Problem {
    /// Returns what a clerk reads about it.
    pub fn hinweis(self) -> &'static str {
        match self {
            Problem::Symlink => {
                "Verknüpfungen werden nicht übernommen. Bitte legen Sie die Datei selbst in den \
                 Ordner."
            }
            Problem::Special => {
                "Dies ist keine gewöhnliche Datei und wird nicht übernommen. Bitte entfernen Sie \
                 sie aus dem Ordner."
            }
            Problem::Empty => {
                "Die Datei ist leer und wurde nicht übernommen. Bitte legen Sie sie noch einmal \
                 in den Ordner."
            }
        }
    }
}

/// Where a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Settling,
    Offered,
    Reported,
    Taken,
}

#[derive(Debug)]
struct Entry {
    seen: Seen,
    since: Instant,
    phase: Phase,
}

/// What is known of the files of one folder.
#[derive(Debug)]
pub struct Stability {
    timing: Timing,
    entries: BTreeMap<PathBuf, Entry>,
}

impl Stability {
    /// Knows nothing yet.
    pub fn new(timing: Timing) -> Stability {
        Stability { timing, entries: BTreeMap::new() }
    }

    /// Says what is to be done about a file that was just seen.
    pub fn observe(&mut self, path: &Path, seen: Seen, now: Instant) -> Decision {
        if unfinished(path) || seen.kind == Kind::Directory {
            self.entries.remove(path);
            return Decision::Ignore;
        }
        let timing = &self.timing;
        let entry = match self.entries.get_mut(path) {
            Some(entry) if seen.unchanged_since(&entry.seen) => {
                entry.seen.tail_complete = seen.tail_complete;
                entry
            }
            _ => {
                let fresh = Entry { seen, since: now, phase: Phase::Settling };
                self.entries.insert(path.to_owned(), fresh);
                match self.entries.get_mut(path) {
                    Some(entry) => entry,
                    None => return Decision::Wait,
                }
            }
        };
        if entry.phase != Phase::Settling {
            return Decision::Ignore;
        }
        if let Some(problem) = special(seen.kind) {
            entry.phase = Phase::Reported;
            return Decision::Problem(problem);
        }
        if now.saturating_duration_since(entry.since) < timing.needed(path, &seen) {
            return Decision::Wait;
        }
        if seen.len == 0 {
            entry.phase = Phase::Reported;
            return Decision::Problem(Problem::Empty);
        }
        entry.phase = Phase::Offered;
        Decision::Ready
    }

    /// Notes that a file was taken: it is ignored until it changes.
    pub fn taken(&mut self, path: &Path, seen: Seen, now: Instant) {
        let changed_since = match self.entries.get(path) {
            Some(entry) => !seen.unchanged_since(&entry.seen),
            None => false,
        };
        // What was written after the taking is new and keeps its own course.
        if !changed_since {
            let entry = Entry { seen, since: now, phase: Phase::Taken };
            self.entries.insert(path.to_owned(), entry);
        }
    }

    /// Offers a file again, after another quiet time; for a taking that failed.
    pub fn again(&mut self, path: &Path, now: Instant) {
        if let Some(entry) = self.entries.get_mut(path) {
            entry.phase = Phase::Settling;
            entry.since = now;
        }
    }

    /// Forgets what is no longer in the folder; returns what had been offered or reported.
    pub fn retain(&mut self, present: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
        let gone = |path: &PathBuf, _: &mut Entry| !present(path);
        let gone = self.entries.extract_if(.., gone);
        gone.filter(|(_, entry)| matches!(entry.phase, Phase::Offered | Phase::Reported))
            .map(|(path, _)| path)
            .collect()
    }

    /// Returns what was last seen of a file.
    pub fn last_seen(&self, path: &Path) -> Option<&Seen> {
        self.entries.get(path).map(|entry| &entry.seen)
    }

    /// Returns how many files are waited for.
    pub fn waiting(&self) -> usize {
        self.settling().count()
    }

    /// Returns when the next file could be ready if nothing changes.
    pub fn next_due(&self) -> Option<Instant> {
        let due = |(path, entry): (&PathBuf, &Entry)| {
            // Its end may come into sight at any look, so the shorter time counts.
            let seen = Seen { tail_complete: true, ..entry.seen };
            entry.since.checked_add(self.timing.needed(path, &seen))
        };
        self.settling().filter_map(due).min()
    }

    fn settling(&self) -> impl Iterator<Item = (&PathBuf, &Entry)> {
        self.entries.iter().filter(|(_, entry)| entry.phase == Phase::Settling)
    }
}

impl Timing {
    /// Returns how long a file has to stay as it is.
    fn needed(&self, path: &Path, seen: &Seen) -> std::time::Duration {
        if seen.len == 0 {
            self.empty.max(self.quiet)
        } else if called_pdf(path) && !seen.tail_complete {
            self.quiet.saturating_add(self.pdf_end)
        } else {
            self.quiet
        }
    }
}

fn special(kind: Kind) -> Option<Problem> {
    match kind {
        Kind::File | Kind::Directory => None,
        Kind::Symlink => Some(Problem::Symlink),
        Kind::Fifo | Kind::Socket | Kind::Device => Some(Problem::Special),
    }
}

/// Whether a file is called a PDF.
pub(super) fn called_pdf(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf"))
}

/// Whether a name says that its writer will rename it when it is complete.
fn unfinished(path: &Path) -> bool {
    const ENDINGS: [&str; 6] =
        [".part", ".partial", ".filepart", ".crdownload", ".tmp", ".download"];
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    // Our own names begin with ".forsthaus-" and so with a dot.
    name.starts_with('.')
        || name.starts_with("~$")
        || ENDINGS.iter().any(|ending| name.ends_with(ending))
        || matches!(name.as_str(), "thumbs.db" | "desktop.ini")
}

#[cfg(test)]
mod tests;

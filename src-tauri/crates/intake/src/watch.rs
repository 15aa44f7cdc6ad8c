//! Watching a folder that a copier, a mail program or another person fills.
//!
//! Never takes, moves, deletes or reads a document: it only says when a file may be taken. The
//! one look inside is at the last bytes of a PDF, to see whether its end is there.
//!
//! Only the folder itself is watched. Folders in it are left alone, whatever is in them.

mod folder;
pub(crate) mod look;
mod outside;
mod rounds;
mod stability;

use std::time::Duration;

pub use folder::FolderWatch;
pub use outside::{Machine, Outside};
pub use rounds::{FolderEvent, Rounds};
pub use stability::{Decision, Kind, Problem, Seen, Stability};

/// How long what takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timing {
    /// A file must not change for this long. Longer than a copier pauses between two pages, and
    /// than network file systems remember an old size.
    pub quiet: Duration,
    /// A PDF without its end is given this much longer.
    pub pdf_end: Duration,
    /// A file without content may be a placeholder for this long.
    pub empty: Duration,
    /// The folder is looked at this often without being told to: shares send no events.
    pub poll: Duration,
    /// It is looked at no more often than this, however many events come.
    pub pause: Duration,
}

impl Default for Timing {
    fn default() -> Timing {
        Timing {
            quiet: Duration::from_secs(5),
            pdf_end: Duration::from_secs(60),
            empty: Duration::from_secs(60),
            poll: Duration::from_secs(2),
            pause: Duration::from_millis(200),
        }
    }
}

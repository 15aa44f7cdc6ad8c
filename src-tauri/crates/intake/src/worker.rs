//! The worker: a process of its own that looks into one stranger's document.
//!
//! Never lets the document's parsers run in the caller's process, and never takes the worker's
//! death for a failure of the program: it is an answer about the document. On Linux and other
//! Unix systems the worker limits its own memory, CPU time, files and children before it reads
//! the first byte, and on Linux the kernel refuses it files by name, the network and other
//! programs; on Windows only the wall clock and the size of the answer are limited until
//! job objects come with the roll-out.

mod child;
mod copy;
#[cfg(target_os = "linux")]
mod filter;
mod pages;
mod parent;
mod parts;
mod protocol;
mod show;

use std::time::Duration;

pub use child::serve;
pub use copy::{Beilage, CopyFacts, CopyFailure, CopyPage, CopyTask, Seitenbild};
pub use pages::{PageFacts, PagePictured, PagesError, PagesTask, PictureStream, Pictured};
pub use parent::{Worker, WorkerError};
pub use parts::{OpenFailure, PartHead, PartSink};
pub use show::{PageShown, ShowTask, ShownStream};

/// What a worker may use for one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Longest time from the last byte given to the facts.
    pub wall: Duration,
    /// Longest time from the facts to the picture of the first page; after that, none.
    pub thumbnail: Duration,
    /// Most CPU time, in whole seconds.
    pub cpu_seconds: u64,
    /// Most memory, as address space.
    pub address_space_bytes: u64,
    /// Largest document that is looked into; a larger one is kept and marked.
    pub document_bytes: u64,
    /// Largest answer.
    pub answer_bytes: u64,
}

const MIB: u64 = 1024 * 1024;

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            wall: Duration::from_secs(30),
            thumbnail: Duration::from_secs(10),
            cpu_seconds: 30,
            address_space_bytes: 1024 * MIB,
            document_bytes: 512 * MIB,
            answer_bytes: 32 * MIB,
        }
    }
}

impl Limits {
    /// Returns what a task may use that goes through a document page by page or part by part:
    /// more in all, but not more for one step.
    fn streaming(&self) -> Limits {
        /// A long stack on a slow machine.
        const CPU_SECONDS: u64 = 4 * 3600;
        Limits {
            wall: self.wall * 4,
            cpu_seconds: CPU_SECONDS.max(self.cpu_seconds),
            answer_bytes: u64::MAX,
            ..self.clone()
        }
    }
}

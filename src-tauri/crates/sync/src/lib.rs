//! The workstation's side of the reconciliation: one round at a time over a line handed in.
//!
//! Never opens a connection, never reads a clock, never waits: whoever calls [`Engine::round`]
//! decides when, and the simulation is one of the callers. Never pushes before a first pull was
//! complete, never deletes on the word of a centre it does not recognise.

pub mod backoff;
pub mod error;

mod blobs;
mod engine;
mod greeting;
mod history;
mod line;
mod proof;
mod pull;
mod push;
mod seal;
mod snapshot;
mod withdraw;

pub use engine::{Engine, Round, enrol};
pub use error::{LineError, RoundError, ScopeCounts};
pub use history::history;
pub use line::{Hand, Line, Send};

//! What intake promises, tried from outside: real PDFs, real processes, real folders.
//!
//! Never reaches into private parts.

#![expect(clippy::unwrap_used, reason = "helpers of tests: what cannot go on, fails")]

mod custody;
mod desk;
mod envelopes;
#[path = "../../../inspect/tests/room/pdfs.rs"]
mod pdfs;
mod recognition;
mod scenarios;
mod watch;
mod worker;

//! What intake promises, tried from outside: real PDFs, real processes, real folders.
//!
//! Never reaches into private parts.

#![expect(clippy::unwrap_used, reason = "helpers of tests: what cannot go on, fails")]

mod custody;
mod inspect;
mod pdfs;
mod watch;
mod worker;

//! What a first look promises, tried from outside with real documents.
//!
//! Never reaches into private parts.

#![expect(clippy::unwrap_used, reason = "helpers of tests: what cannot go on, fails")]

mod containers;
mod facts;
mod fuzz;
mod giants;
mod guarded;
mod images;
mod inspect;
mod pdfs;
mod positions;
mod protection;
mod raw;
mod signatures;

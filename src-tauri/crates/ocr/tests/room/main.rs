//! The recognition, with Tesseract and with programs in its place.
//!
//! Never waits longer than a limit says.

#![expect(clippy::unwrap_used, reason = "tests")]

#[cfg(unix)]
mod fakes;
mod fuzz;
#[cfg(unix)]
mod pipeline;
mod reading;
mod table;

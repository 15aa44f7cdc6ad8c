//! What comes out of the writer, seen through other people's eyes.
//!
//! Never trusts our own reading of our own file: lopdf, qpdf, pdftotext and hayro look at it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stderr, reason = "tests")]

mod checker;
mod conformance;
mod large;
mod seen;
mod support;

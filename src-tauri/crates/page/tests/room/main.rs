//! What pages promise, tried from outside with documents made here.
//!
//! Never reaches into private parts.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: what cannot go on, fails"
)]

mod cleanup;
mod codes;
mod files;
mod fuzz;
mod giants;
mod paper;
mod pdf;
mod pictures;

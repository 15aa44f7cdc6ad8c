//! The index through its public door.
//!
//! Never looks into a file but to see that it shows nothing.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "helpers of tests: what cannot go on, fails"
)]

mod bestand;
mod crash;
mod fragen;
mod office;
mod sealed;
mod steps;

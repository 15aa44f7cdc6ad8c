//! The room's tests, through its public door.
//!
//! Never real accounts or persons: account numbers are those of documentation, names are made up.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a wrong value fails the test"
)]

mod abgleichen;
mod buch;
mod camt;
mod forderung;
mod fuzz;
mod girocode;
mod grenzen;
mod kasse;
mod muster;
mod portal;
mod vorlagen;
mod wege;

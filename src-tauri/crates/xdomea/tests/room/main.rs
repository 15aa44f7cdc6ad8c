//! The room's tests, through its public door.
//!
//! Never a network; the archive's side is played by a program of its own.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a wrong value fails the test"
)]

mod aussonderung;
mod dialog;
mod fuzz;
mod grenzen;
mod lesen;
mod muster;
mod paket;
mod pruefer;
mod schreiben;

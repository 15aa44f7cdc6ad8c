//! What the sorter promises, tried from outside with letters as offices get them.
//!
//! Never reaches into private parts.

#![expect(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "helpers of tests: what cannot go on, fails"
)]

mod amt;
mod angaben;
mod belege;
mod bezug;
mod eichung;
mod fuzz;
mod lernen;
mod wissen;

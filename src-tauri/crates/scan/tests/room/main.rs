//! What scanning promises, tried from outside: a device that lies, stacks that do not fit, ends
//! in the middle.
//!
//! Never reaches into private parts.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: what cannot go on, fails"
)]

mod abgabe;
mod desk;
mod devices;
mod duplex;
mod feeder;
mod stack;

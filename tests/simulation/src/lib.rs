//! An office in one process and one thread: desks, a centre, a bad line, a clock in the hand.
//!
//! Never a socket and never a real clock: the same seed gives the same run. The centre is the real
//! router over a real database, the desks are real desks over real encrypted files.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "only tests use this crate; a broken expectation here is a failed test"
)]

pub mod aussonderung;
pub mod centre;
pub mod check;
pub mod geschaeftsgang;
pub mod line;
pub mod many;
pub mod office;
pub mod planted;
pub mod random;
pub mod registratur;
pub mod run;
mod sortieren;
pub mod violation;

pub use office::{DeskId, Office};
pub use random::Random;

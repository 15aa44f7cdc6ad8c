//! What the bench of the recognition is made of: letters drawn as a scanner sees them, our
//! pipeline over them, and the count of errors. Also used where else scans are needed.
//!
//! Never measures time or memory itself: xtask does that from outside, for both sides alike.

#![expect(clippy::print_stdout, reason = "a program of the bench")]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pixels of a page"
)]

mod letters;
pub mod ours;
pub mod rng;
pub mod scan;
pub mod score;
pub mod set;
pub mod sheet;

//! Rounds of the engine with the real centre, over a line that can be disturbed.
//!
//! Never a stand-in for the centre, except where an answer has to be wrong.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod brake;
mod centre;
mod office;
mod originale;
mod poison;
mod proof;
mod rights;
mod rounds;
mod vernichten;

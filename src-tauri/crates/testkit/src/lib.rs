//! What tests and benches need of the outside world: letters as real PDFs, damaged files, a
//! corpus of everything that may arrive, the post of the practice municipality.
//!
//! Never part of the product; never reads a clock, so the same call always gives the same bytes.

pub mod bad;
pub mod corpus;
pub mod letters;
pub mod uebung;

pub use paper::{Anschrift, Briefkopf, Letter, Rng, letter, rng};

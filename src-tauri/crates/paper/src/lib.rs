//! Letters on paper: sheets, fonts and letterheads set as real PDFs, names to choose from, and
//! the seeded numbers that decide.
//!
//! Apart from `testkit`, so that a program that only makes letters is built without the product.
//! Never part of the product; never reads a clock, so the same call always gives the same bytes.

pub mod letter;
pub mod namen;
pub mod rng;

pub use letter::{Anschrift, Briefkopf, Letter};
pub use rng::Rng;

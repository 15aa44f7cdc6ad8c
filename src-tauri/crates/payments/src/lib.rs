//! Claims, and what portal, bank and treasury say about them: rules and parsers.
//!
//! Never books, never does I/O, never reads a clock, never computes with floats, and never drops
//! what it does not understand without saying so.

pub mod abgleichen;
pub mod camt;
mod cent;
pub mod forderung;
pub mod girocode;
pub mod iban;
pub mod kasse;
pub mod kassenzeichen;
mod pruefziffer;
pub mod rf;
mod suche;
pub mod xbezahldienste;

pub use cent::{Cent, CentError};

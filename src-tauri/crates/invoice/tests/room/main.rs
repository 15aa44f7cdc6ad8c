//! What reading invoices promises, tried from outside with the samples of KoSIT and FeRD.
//!
//! Never reaches into private parts.

#![expect(clippy::unwrap_used, reason = "helpers of tests: what cannot go on, fails")]

mod anzeige;
mod felder;
mod fuzz;
mod gemacht;
mod grenzen;
mod muster;
mod regeln;

//! The room's tests, through its public door and over a line handed in.
//!
//! Never a network: the service is played by a loopback peer that was written from the published
//! interface (`peer`), with an encryptor and a signer of its own; vectors of a foreign library stand
//! in `fremd`. No real service was spoken with.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a wrong value fails the test"
)]

mod anmeldung;
mod antworten;
mod dienst;
mod empfang;
mod ereignisse;
mod finder;
mod fremd;
mod fuzz;
mod metadaten;
mod peer;
mod rueckruf;
mod schluessel;
mod stoerungen;
mod unterbrechung;
mod welt;

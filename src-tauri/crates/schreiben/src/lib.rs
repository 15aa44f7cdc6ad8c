//! Everything we typeset ourselves: letters, notes to file, and a file as one paginated PDF.
//!
//! Never does I/O, never reads a clock, never makes an id, and never evaluates what a person
//! wrote: texts are data, and days and ids come in from outside.
//! What comes out is tagged PDF/A in German: letters and notes PDF/A-2a and PDF/UA-1, bands
//! PDF/A-3a and PDF/UA-1.

pub mod band;
pub mod bild;
pub mod brief;
mod code;
mod error;
pub mod markup;
mod satz;
mod schrift;
pub mod vermerk;
pub mod vorlage;
mod welt;

pub use band::{Aktenband, aktenband};
pub use brief::{Brief, setzen};
pub use error::SetzenError;
pub use satz::{Satz, without_threads};
pub use vermerk::{Vermerk, vermerk_setzen};
pub use vorlage::{Vorlage, vorlagen};

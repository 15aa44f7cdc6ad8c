//! The scanner at the desk: devices, the stack of pages on its table, and its end in intake.
//!
//! Never asks a device for a page before the one before it is durable, never decodes a picture in
//! the caller's process (the intake's worker does), and never lets go of a page before the intake
//! has a verified copy of it.

pub mod abgabe;
pub mod cancel;
pub mod device;
pub mod discovery;
pub mod error;
pub mod escl;
mod jpeg;
pub mod lokal;
pub mod look;
mod repeat;
pub mod run;
#[cfg(unix)]
pub mod sane;
pub mod settings;
pub mod stack;
#[cfg(windows)]
mod wia;

pub use cancel::Cancel;
pub use device::{Fach, Faehigkeiten, Job, PageHead, Scanner};
pub use error::{ScanError, StackError};
pub use settings::{Einstellung, Papier, Profil, Profile, Zufuhr};

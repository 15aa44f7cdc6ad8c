//! Optical character recognition: pictures of pages in, words with their places out.
//!
//! Never runs the recognition in the caller's process, never writes a file, and never waits
//! longer than agreed. Without an installed Tesseract everything else of the program works.

mod cancel;
mod child;
mod confine;
mod error;
mod korrektur;
mod pipeline;
mod pnm;
mod tesseract;
mod ton;
mod tsv;

pub use cancel::CancelFlag;
pub use confine::serve;
pub use error::OcrError;
pub use korrektur::korrigiert;
pub use pipeline::{Budget, Picture, Recognised, Stopped, recognise};
pub use tesseract::{Limits, Tesseract};
pub use tsv::{Raster, parse};

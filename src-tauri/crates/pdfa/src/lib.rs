//! Writes PDF/A: pictures of pages with an invisible layer of text, page by page.
//!
//! Never re-encodes a picture with loss, never uses JBIG2, never holds more than one page, and
//! never writes a file that claims a conformance it does not have.

mod error;
mod flate;
mod font;
mod g4;
mod icc;
mod jpeg;
mod layer;
mod meta;
mod objects;
mod picture;
mod writer;
mod xmp;

pub use error::PdfaError;
pub use meta::{Attachment, Level, Meta, Relationship};
pub use page::Turn;
pub use picture::PagePicture;
pub use writer::Writer;

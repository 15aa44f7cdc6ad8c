//! The workstation's full-text index: everything a clerk can find, sealed, in step with the store.
//!
//! Never the truth: the store is, and the index can be fed from it at any time. Never a readable
//! byte on the disk, never a question that is answered with an error because of how it was typed.

mod accepted;
mod ask;
mod columns;
mod compound;
mod directory;
pub mod disk;
mod entry;
mod error;
mod fields;
mod frage;
mod index;
mod mark;
mod misread;
mod numbers;
mod plan;
mod seal;
mod tokens;
mod words;

pub use entry::{Eintrag, Filter, Ordnung, Suche, Treffer, Zeile};
pub use error::{Anlass, OpenError, SearchError, WriteError};
pub use frage::{Frage, Klausel, Was};
pub use index::{Batch, Index, Oeffnung};
pub use mark::Marker;

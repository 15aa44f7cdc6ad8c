//! Pictures of pages: decoding, drawing, cleaning up, reading codes.
//!
//! Never changes an original and never guesses silently: every step that was taken is named.

pub mod cleanup;
pub mod codes;
mod image;
mod raster;
pub mod source;
pub mod trennblatt;
pub mod trenner;
mod turn;

pub use image::{PageImage, Pixels};
pub use turn::Turn;

/// Runs a step of somebody else's code; a panic in it is an answer, not the end of the document.
pub(crate) fn guarded<T>(step: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(step)).ok()
}

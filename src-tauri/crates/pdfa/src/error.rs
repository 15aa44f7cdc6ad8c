//! Why a file was not written.
//!
//! Never about what stands in it.

use std::io;

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum PdfaError {
    /// Writing failed.
    #[error("the file could not be written")]
    Write(#[from] io::Error),
    /// A page must measure between 3 and 14,400 points.
    #[error("a page of {0} by {1} points is not possible")]
    PageSize(f32, f32),
    /// The bytes of a picture are not what they were said to be.
    #[error("the picture is not what it was said to be: {0}")]
    Picture(&'static str),
    /// PDF/A-2 holds no files.
    #[error("PDF/A-2 holds no files")]
    NoAttachments,
    /// A document needs a page.
    #[error("a document without a page")]
    Empty,
    /// More objects or bytes than a file of this kind may have.
    #[error("the file is too large")]
    TooLarge,
}

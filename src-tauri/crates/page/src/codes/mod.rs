//! Machine-readable codes on a page.
//!
//! Never acts on a code: anybody can print one. What a code means is decided by `trenner`.

mod matrix;
mod patch;

use serde::{Deserialize, Serialize};

use crate::PageImage;

pub use patch::PATCH_T;

/// Kind of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeArt {
    /// QR code.
    Qr,
    /// Code 128.
    Code128,
    /// Data Matrix.
    DataMatrix,
    /// Patch code type T, which carries no text.
    PatchT,
}

/// A code that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// Kind.
    pub art: CodeArt,
    /// What it says; empty for a patch code.
    pub inhalt: String,
    /// Left, top, right, bottom in pixels of the picture.
    pub kasten: [u32; 4],
    /// Direction of reading in degrees, clockwise, 0 to 359.
    pub winkel: u16,
}

/// Reads the codes of a page, from the top.
pub fn codes(image: &PageImage) -> Vec<Code> {
    let mut found = matrix::read(image);
    found.extend(patch::read(image));
    found.sort_by_key(|code| (code.kasten[1], code.kasten[0], code.art));
    found
}

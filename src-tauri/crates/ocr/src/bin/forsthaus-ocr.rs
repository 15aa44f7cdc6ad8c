//! The process that gives up what recognition does not need, and then becomes Tesseract.
//!
//! Never looks at a picture itself.

use std::process::ExitCode;

fn main() -> ExitCode {
    ocr::serve()
}

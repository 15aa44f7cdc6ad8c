//! The process that looks into one stranger's document and says what it found.
//!
//! Never opens a file or a connection: the document comes on standard input, the answer leaves
//! on standard output.

use std::process::ExitCode;

fn main() -> ExitCode {
    intake::worker::serve()
}

//! Writes the practice letters into a folder: `cargo run -p testkit --bin uebung -- assets/uebung`.
//!
//! Never touches any other file there.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: uebung FOLDER");
        return ExitCode::FAILURE;
    };
    for (name, letter) in testkit::uebung::letters() {
        let pdf = letter.to_pdf();
        if let Err(error) = std::fs::write(folder.join(name), &pdf) {
            eprintln!("{name}: {error}");
            return ExitCode::FAILURE;
        }
        eprintln!("{name}: {} bytes", pdf.len());
    }
    ExitCode::SUCCESS
}

//! What the makers of a bench may rely on: the folder, its shares, its truth.

#![expect(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "helpers of tests"
)]

mod dateien;
mod jahr;

use std::path::Path;

use town::wahrheit::Wahrheit;
use town::{Wunsch, ablegen};

/// Makes the texts and the truth of a year.
fn texte(dir: &Path, seed: u64, briefe: usize) -> Wahrheit {
    println!("seed {seed}, {briefe} letters");
    ablegen(dir, Wunsch { seed, briefe, nur_text: true }).unwrap()
}

//! The program behind `cargo xtask town`: makes a year of a town's post.
//!
//! Never part of the product.
#![expect(clippy::print_stdout, reason = "a command-line tool talks to the person who called it")]

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand};
use town::{Wunsch, ablegen, messen};

#[derive(Parser)]
#[command(name = "town")]
struct Cli {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Writes letters, texts and `truth.json` into an empty folder.
    Make {
        /// Decides everything.
        #[arg(long)]
        seed: u64,
        /// An empty folder; it is made if it is missing.
        #[arg(long)]
        out: PathBuf,
        /// Letters that arrive in the year.
        #[arg(long, default_value_t = 2000)]
        letters: usize,
        /// Only texts and truth, no PDFs.
        #[arg(long)]
        text_only: bool,
    },
    /// Reads some scans with the product's pipeline and compares the errors with the model's.
    Measure {
        /// Decides everything.
        #[arg(long)]
        seed: u64,
        /// A folder for scans and texts.
        #[arg(long)]
        out: PathBuf,
        /// Letters to be read.
        #[arg(long, default_value_t = 24)]
        letters: usize,
    },
}

fn main() -> Result<()> {
    match Cli::parse().act {
        Act::Make { seed, out, letters, text_only } => {
            let wahrheit = ablegen(&out, Wunsch { seed, briefe: letters, nur_text: text_only })?;
            println!(
                "seed {seed}: {} letters of {} Vorgänge in {} Akten, {} contacts, in {}",
                wahrheit.briefe.len(),
                wahrheit.vorgaenge.len(),
                wahrheit.akten.len(),
                wahrheit.kontakte.len(),
                out.display()
            );
        }
        Act::Measure { seed, out, letters } => {
            println!("seed {seed}, {letters} letters: errors of characters, words not read");
            for (kind, found) in messen(&out, seed, letters)? {
                let percent = |part: usize, whole: usize| part as f64 * 100.0 / whole.max(1) as f64;
                println!(
                    "{kind:10} {:6} characters  measured {:5.2} %  model {:5.2} %  words lost {:5.2} %  model {:5.2} %",
                    found.zeichen,
                    percent(found.gemessen, found.zeichen),
                    percent(found.modell, found.zeichen),
                    percent(found.worte - found.worte_gemessen, found.worte),
                    percent(found.worte - found.worte_modell, found.worte),
                );
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `cargo xtask bench sorting` calls this program with; its own test holds it to that.
    const CALLED: &str = include_str!("../tests/room/called.txt");

    #[test]
    fn the_words_of_the_sorting_bench_make_a_town() {
        let words = ["town"].into_iter().chain(CALLED.split_whitespace());
        let Act::Make { seed, out, letters, text_only } = Cli::parse_from(words).act else {
            panic!("the bench wants a town")
        };
        assert_eq!((seed, letters, text_only), (17, 2000, true));
        assert_eq!(out, PathBuf::from("DIR"));
    }
}

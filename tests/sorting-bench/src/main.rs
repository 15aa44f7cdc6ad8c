//! The program behind `cargo xtask bench sorting`: plays a town's post in its order, asks for a
//! proposal before each letter is filed, and counts how often it was right.
//!
//! Never shows a letter's truth to what is measured before it has answered. Never part of the
//! product.
#![expect(clippy::print_stdout, reason = "a command-line tool talks to the person who called it")]

mod fit;
mod giant;
mod plain;
mod play;
mod read;
mod score;
mod town;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::play::Office;
use crate::score::Scores;
use crate::town::Town;

#[derive(Parser)]
#[command(name = "sorting-bench")]
struct Cli {
    #[command(subcommand)]
    wish: Wish,
}

#[derive(Subcommand)]
enum Wish {
    /// Plays a town and prints the figures.
    Play {
        /// Folder of the town.
        #[arg(long)]
        dir: PathBuf,
        /// Only so many letters.
        #[arg(long, default_value_t = usize::MAX)]
        letters: usize,
        /// Letters of the office in which the time is measured; 0 leaves it out.
        #[arg(long, default_value_t = 100_000)]
        filed: usize,
        /// Prints each letter that went wrong.
        #[arg(long)]
        wrong: bool,
    },
    /// Fits the delivered weights to towns and prints them for `gewichte.rs`.
    Fit {
        /// Folders of towns.
        #[arg(long = "dir", required = true)]
        dirs: Vec<PathBuf>,
    },
}

fn main() -> Result<()> {
    match Cli::parse().wish {
        Wish::Play { dir, letters, filed, wrong } => {
            let town = Town::open(&dir, letters)?;
            play(&town, wrong)?;
            if filed > 0 {
                giant::measure(&town, filed)?;
            }
            Ok(())
        }
        Wish::Fit { dirs } => fit::run(&dirs),
    }
}

fn play(town: &Town, wrong: bool) -> Result<()> {
    let mut office = Office::new(town);
    let mut scores = Scores::default();
    for brief in &town.briefe {
        let answers = office.ask(brief)?;
        if wrong {
            score::show_wrong(town, brief, &answers);
        }
        scores.count(town, brief, &answers);
        office.file(brief)?;
    }
    scores.print(town);
    Ok(())
}

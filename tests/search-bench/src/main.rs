//! The program behind `cargo xtask bench search`: one side indexes the documents, answers the
//! questions and says how long it took.
//!
//! Never measures two sides in one process, so that each has its own memory. Never part of the
//! product.
#![expect(clippy::print_stdout, reason = "a command-line tool talks to the person who called it")]

mod fts5;
mod letters;
mod ours;
mod plain;
mod questions;
mod timed;

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Parser, ValueEnum};

use crate::letters::Letters;
use crate::timed::Figures;

#[derive(Parser)]
#[command(name = "search-bench")]
struct Cli {
    /// Who is measured.
    side: Side,
    /// An empty folder.
    #[arg(long)]
    dir: PathBuf,
    /// Documents.
    #[arg(long)]
    documents: u64,
    /// Seed of the documents.
    #[arg(long)]
    seed: u64,
}

#[derive(Clone, Copy, ValueEnum)]
enum Side {
    Ours,
    Fts5,
    Plain,
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    let letters = Letters::new(cli.seed, cli.documents);
    let run: fn(&Path, &Letters) -> Result<Figures> = match cli.side {
        Side::Ours => ours::run,
        Side::Fts5 => fts5::run,
        Side::Plain => plain::run,
    };
    let figures = run(&cli.dir, &letters)?;
    println!("{}", figures.json(&cli.dir)?);
    Ok(())
}

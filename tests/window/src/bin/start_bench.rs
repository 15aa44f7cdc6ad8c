//! Measures the window's start beside an empty window, in turn, through the same driver.
//!
//! Never started by hand: `cargo xtask bench start` prepares what it needs.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use anyhow::{Context, Result};
use window::{Measured, Room, measure};

const ROUNDS: usize = 5;
const MIB: f64 = 1024.0 * 1024.0;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let at = args.iter().position(|arg| arg == name)?;
        args.get(at + 1).cloned()
    };
    let data = value("--data").context("--data FOLDER is missing")?;
    let items = value("--items").unwrap_or_else(|| "0".to_owned());
    let room = Room::new("bench-start").await?;
    let ours = ["--uebung".to_owned(), "--data".to_owned(), data];
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        without.push(measure(&room, "empty-window", &[]).await?);
        with.push(measure(&room, "forsthaus", &ours).await?);
    }
    println!("{:28} {:>12} {:>14}", "median of 5, in turn", "usable ms", "resident MiB");
    let (with, without) = (median(&with), median(&without));
    println!("{:28} {:>12.0} {:>14.0}", "empty window", without.0, without.1);
    println!("{:28} {:>12.0} {:>14.0}", format!("Posteingang, {items} items"), with.0, with.1);
    println!("{:28} {:>12.2} {:>14.2}", "ratio", with.0 / without.0, with.1 / without.1);
    Ok(())
}

/// Milliseconds and MiB in the middle of all rounds.
fn median(rounds: &[Measured]) -> (f64, f64) {
    let middle = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
    };
    #[expect(clippy::cast_precision_loss, reason = "a few hundred MiB")]
    let memory = rounds.iter().map(|round| round.resident_bytes as f64 / MIB).collect();
    let usable = rounds.iter().map(|round| round.usable.as_secs_f64() * 1000.0).collect();
    (middle(usable), middle(memory))
}

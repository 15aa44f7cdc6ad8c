//! Measurements beside a peer, in the same run on the same machine.
//!
//! Never prints a figure of ours without the peer's.

mod intake;
mod start;

use anyhow::{Result, bail};

/// Runs one bench by name.
pub(crate) fn run(name: &str) -> Result<()> {
    match name {
        "intake" => intake::run(),
        "start" => start::run(),
        _ => bail!("no such bench: {name}; there are intake, start"),
    }
}

/// The middle of several measurements.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

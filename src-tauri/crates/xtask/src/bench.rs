//! Measurements beside a peer, in the same run on the same machine.
//!
//! Never prints a figure of ours without the peer's.

mod centre;
mod corpus;
mod intake;
mod ocr;
mod search;
mod sorting;
mod start;
mod sync;

use anyhow::{Result, bail};

/// Runs one bench by name.
pub(crate) fn run(name: &str, rest: &[&str]) -> Result<()> {
    match (name, rest) {
        ("intake", []) => intake::run(),
        ("ocr", []) => ocr::run(),
        ("start", []) => start::run(),
        ("corpus", rest) => corpus::run(rest),
        ("centre", rest) => centre::run(rest),
        ("search", rest) => search::run(rest),
        ("sorting", rest) => sorting::run(rest),
        ("sync", rest) => sync::run(rest),
        ("intake" | "ocr" | "start", _) => bail!("bench {name} takes no further words"),
        _ => bail!(
            "no such bench: {name}; there are centre, corpus, intake, ocr, search, sorting, start, \
             sync"
        ),
    }
}

/// The middle of several measurements.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

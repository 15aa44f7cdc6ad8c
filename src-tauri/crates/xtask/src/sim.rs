//! Replays one run of the simulation.
//!
//! Never judges it: the checkers live beside the simulation.

use std::process::Command;

use anyhow::{Result, bail};

use crate::build::{self, Profile};
use crate::{child, setup};

/// The variable through which the simulation learns its one seed.
const SEED: &str = "FORSTHAUS_SIM_SEED";
/// The variable through which the simulation learns how many seeds to try.
const SEEDS: &str = "FORSTHAUS_SIM_SEEDS";

/// Replays the seed that a failure printed.
pub(crate) fn run(seed: &str) -> Result<()> {
    let digits = seed.strip_prefix("0x").unwrap_or(seed);
    if u64::from_str_radix(digits, 16).is_err() {
        bail!("a seed is a hexadecimal number such as 0x2a, not {seed}");
    }
    setup::ensure(setup::Need::Rust)?;
    build::bins(&["forsthaus-worker"], Profile::Dev)?;
    let mut command = runner(&["--package", "simulation-tests", "--test", "seeds"]);
    command.env(SEED, format!("0x{digits}"));
    println!("$ {}", child::shown(&command));
    child::run(&mut command)
}

/// The command for the usual number of seeds.
pub(crate) fn many(seeds: u32) -> Command {
    // The whole workspace is named so that nothing is built again with other features.
    let mut command = runner(&["--workspace", "-E", "package(simulation-tests)"]);
    command.env(SEEDS, seeds.to_string());
    command
}

fn runner(which: &[&str]) -> Command {
    let mut command = child::command("cargo");
    command.args(["nextest", "run"]).args(which);
    command.args(["--ignore-default-filter", "--no-capture"]);
    command
}

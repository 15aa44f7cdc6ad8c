//! The simulation: one seed again, many seeds, or the faults that it has to find.
//!
//! Never judges a run: the checkers live beside the simulation.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::build::{self, Profile};
use crate::{child, setup};

/// The variable through which the simulation learns its one seed.
const SEED: &str = "FORSTHAUS_SIM_SEED";
/// The variable through which the simulation learns how many seeds to try.
const SEEDS: &str = "FORSTHAUS_SIM_SEEDS";
/// From this number on it pays to build with all optimisations first.
const MANY: u32 = 2000;

/// Runs `sim --seed 0x…`, `sim --seeds N` or `sim --planted`.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    // The desks look for their worker beside the program that simulates them.
    let (mut command, worker) = match words {
        ["--seed", seed] => (one(seed)?, Profile::Dev),
        ["--seeds", number] => {
            let seeds = number.parse().context("--seeds: a number")?;
            (several(seeds), if seeds >= MANY { Profile::Bench } else { Profile::Dev })
        }
        ["--planted"] => {
            let which = ["--package", "simulation-tests", "--test", "planted"];
            (runner(&[&which[..], &["--profile", "simulation"]].concat()), Profile::Dev)
        }
        _ => bail!("cargo xtask sim --seed 0x… | --seeds N | --planted"),
    };
    setup::ensure(setup::Need::Rust)?;
    match worker {
        Profile::Dev => build::bins(&["forsthaus-worker"], Profile::Dev)?,
        Profile::Bench => child::run(&mut optimised_worker())?,
    }
    println!("$ {}", child::shown(&command));
    child::run(&mut command)
}

/// Builds the worker with the features of the simulation, not those of the window.
fn optimised_worker() -> Command {
    let mut command = child::command("cargo");
    command.args(["build", "--profile", "bench", "--package", "intake"]);
    command.args(["--package", "simulation-tests", "--bin", "forsthaus-worker"]);
    command
}

/// The command that replays the seed that a failure printed.
fn one(seed: &str) -> Result<Command> {
    let digits = seed.strip_prefix("0x").unwrap_or(seed);
    if u64::from_str_radix(digits, 16).is_err() {
        bail!("a seed is a hexadecimal number such as 0x2a, not {seed}");
    }
    let mut command = runner(&["--package", "simulation-tests", "--test", "seeds"]);
    command.env(SEED, format!("0x{digits}"));
    Ok(command)
}

fn several(seeds: u32) -> Command {
    let mut which = vec!["--package", "simulation-tests", "--test", "seeds"];
    which.extend(["--profile", "simulation"]);
    if seeds >= MANY {
        which.extend(["--cargo-profile", "bench"]);
    }
    let mut command = runner(&which);
    command.env(SEEDS, seeds.to_string());
    command
}

/// The command for the usual number of seeds, the planted faults and the stories.
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

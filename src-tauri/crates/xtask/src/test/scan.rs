//! Scanning with everything that this machine can be given: SANE's test device, our eSCL server
//! and a foreign client that judges it.
//!
//! Never a real device, and never part of the usual run, which shows the scenarios over eSCL.

use anyhow::Result;

use super::scenarios::Shown;
use crate::{child, setup};

/// Runs all tests of the crate, those with real drivers included.
pub(super) fn run() -> Result<()> {
    setup::ensure(setup::Need::Scanner)?;
    // The tests start the worker, which cargo does not build for them.
    let mut build = child::command("cargo");
    build.args(["build", "--package", "intake", "--bins"]);
    println!("$ {}", child::shown(&build));
    child::run(&mut build)?;
    let mut tests = child::command("cargo");
    tests.args(["nextest", "run", "--package", "scan", "--ignore-default-filter"]);
    tests.arg("--no-fail-fast");
    println!("$ {}", child::shown(&tests));
    Shown::default().run(&mut tests)
}

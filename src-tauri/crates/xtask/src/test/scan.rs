//! Scanning with everything that this machine can be given: SANE's test device, our eSCL server
//! and a foreign client that judges it; then the desk and the command line over that server.
//!
//! Never a real device, and never part of the usual run, which shows the scenarios over eSCL.

use anyhow::Result;

use super::scenarios::Shown;
use crate::{child, setup};

/// The tests of the room with real drivers and without, and those of whoever uses it.
const TESTS: &str =
    "package(scan) | (package(desk) & test(/^scannen::/)) | (package(cli) & binary(scannen))";

/// Runs all tests of scanning, those with real drivers included.
pub(super) fn run() -> Result<()> {
    setup::ensure(setup::Need::Scanner)?;
    // The tests start the worker, which cargo does not build for them.
    let mut build = child::command("cargo");
    build.args(["build", "--package", "intake", "--bins"]);
    println!("$ {}", child::shown(&build));
    child::run(&mut build)?;
    let mut tests = child::command("cargo");
    tests.args(["nextest", "run", "--package", "scan", "--package", "desk", "--package", "cli"]);
    tests.args(["--ignore-default-filter", "--no-fail-fast", "-E", TESTS]);
    println!("$ {}", child::shown(&tests));
    Shown::default().run(&mut tests)
}

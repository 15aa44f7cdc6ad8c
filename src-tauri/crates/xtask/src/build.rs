//! Builds the programs that the other commands start.
//!
//! Never decides what to do with them.

use anyhow::Result;

use crate::child;

/// The programs of the product.
pub(crate) const PRODUCT: [&str; 5] =
    ["forsthaus", "forsthaus-center", "forsthaus-cli", "forsthaus-ocr", "forsthaus-worker"];

/// How the programs are built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// For working.
    Dev,
    /// For measuring.
    Bench,
}

/// Builds programs by name, wherever in the workspace they live.
pub(crate) fn bins(names: &[&str], profile: Profile) -> Result<()> {
    let mut command = child::command("cargo");
    command.args(["build", "--workspace"]);
    if profile == Profile::Bench {
        command.args(["--profile", "bench"]);
    }
    for name in names {
        command.args(["--bin", name]);
    }
    println!("$ {}", child::shown(&command));
    child::run(&mut command)
}

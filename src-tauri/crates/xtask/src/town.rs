//! A year of a town's post as files, or the errors of real scans beside those of its model.
//!
//! Never writes a letter itself: the program `town` does.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::build::{self, Profile};
use crate::{child, paths, setup};

const USAGE: &str = "cargo xtask town [measure] --seed N --out DIR [--letters N] [--text-only]";

/// Runs `town --seed N --out DIR`, or `town measure` with the same words.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    let (act, words) = match words {
        ["measure", rest @ ..] => ("measure", rest),
        rest => ("make", rest),
    };
    let words = absolute(words)?;
    setup::ensure(setup::Need::Rust)?;
    let programs: &[&str] = if act == "measure" { &["town", "forsthaus-ocr"] } else { &["town"] };
    build::bins(programs, Profile::Bench)?;
    let mut command = child::command(paths::bench_bin("town")?);
    command.arg(act).args(words);
    println!("$ {}", child::shown(&command));
    child::run(&mut command)
}

/// Names the folder from the root: the program runs in the checkout, the caller may not.
fn absolute(words: &[&str]) -> Result<Vec<String>> {
    let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let Some(place) = words.iter().position(|word| word == "--out") else { bail!(USAGE) };
    let Some(dir) = words.get_mut(place + 1) else { bail!(USAGE) };
    let whole = std::path::absolute(Path::new(dir.as_str())).context("the folder")?;
    *dir = whole.to_str().context("a folder whose name is no text")?.to_owned();
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::absolute;

    #[test]
    fn the_folder_is_named_from_the_root_and_has_to_be_given() {
        let words = absolute(&["--seed", "3", "--out", "post"]).unwrap();
        assert!(words[3].ends_with("post") && std::path::Path::new(&words[3]).is_absolute());
        assert!(absolute(&["--seed", "3"]).is_err());
        assert!(absolute(&["--out"]).is_err());
    }
}

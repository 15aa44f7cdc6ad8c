//! Takes in every file of a folder the way the product does, and says how it went.
//!
//! Never writes into that folder. The measuring itself is the program `corpus` of the testkit,
//! which starts a process of its own for every file.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};

use crate::build::{self, Profile};
use crate::{child, paths, setup};

const SEED: &str = "0xc0de";
/// Our own corpus never shrinks below this.
const FILES_MIN: usize = 160;

/// What was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Wish {
    folder: Option<PathBuf>,
    jobs: Option<usize>,
    json: Option<PathBuf>,
}

/// Measures a folder, or our own corpus where none is named.
pub(super) fn run(words: &[&str]) -> Result<()> {
    let wish = parse(words)?;
    setup::ensure(setup::Need::Rust)?;
    build::bins(&["corpus", "forsthaus-worker"], Profile::Bench)?;
    let work = paths::work("bench")?.join("corpus");
    fs::create_dir_all(&work).with_context(|| format!("make {}", work.display()))?;
    let mut command = child::command(paths::bench_bin("corpus")?);
    command.arg("measure");
    match &wish.folder {
        Some(folder) => _ = command.arg(folder),
        None => {
            let own = made(&work.join("eigenes"))?;
            let truth = own.join("truth.json");
            command.arg(&own).arg("--truth").arg(truth);
        }
    }
    command.arg("--work").arg(work.join("daten"));
    if let Some(jobs) = wish.jobs {
        command.args(["--jobs", &jobs.to_string()]);
    }
    if let Some(json) = &wish.json {
        command.arg("--json").arg(json);
    }
    println!("$ {}", child::shown(&command));
    child::run(&mut command)
}

/// Has our own corpus written anew.
fn made(folder: &PathBuf) -> Result<PathBuf> {
    drop(fs::remove_dir_all(folder));
    let mut command = child::command(paths::bench_bin("corpus")?);
    command.args(["make", "--seed", SEED, "--out"]).arg(folder);
    println!("$ {}", child::shown(&command));
    child::run(&mut command)?;
    let text = fs::read_to_string(folder.join("truth.json")).context("the corpus's list")?;
    let truth: serde_json::Value = serde_json::from_str(&text).context("the corpus's list")?;
    let files = truth.as_array().map_or(0, Vec::len);
    ensure!(files >= FILES_MIN, "only {files} files in our own corpus; at least {FILES_MIN}");
    Ok(folder.clone())
}

fn parse(words: &[&str]) -> Result<Wish> {
    let mut wish = Wish::default();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        let mut value = || rest.next().with_context(|| format!("{word}: what?"));
        match *word {
            "--jobs" => wish.jobs = Some(value()?.parse().context("--jobs: a number")?),
            // A person's own folder, not the checkout's: `cargo xtask` may be called from below.
            "--json" => wish.json = Some(std::path::absolute(value()?)?),
            folder if !folder.starts_with('-') && wish.folder.is_none() => {
                wish.folder = Some(std::path::absolute(folder)?);
            }
            _ => bail!("cargo xtask bench corpus [DIR] [--jobs N] [--json FILE]"),
        }
    }
    Ok(wish)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_and_options_in_any_order() {
        let wish = parse(&["--jobs", "3", "/akten", "--json", "/aus.json"]).unwrap();
        assert_eq!(wish.folder, Some("/akten".into()));
        assert_eq!((wish.jobs, wish.json), (Some(3), Some("/aus.json".into())));
        assert_eq!(parse(&[]).unwrap(), Wish::default());
        assert!(parse(&["--job", "3"]).is_err());
    }
}

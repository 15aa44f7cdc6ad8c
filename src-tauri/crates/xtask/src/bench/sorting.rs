//! Proposing where post belongs: a town's year, played in order, beside the nearest neighbour by
//! plain TF-IDF and beside a search for our references alone.
//!
//! Never measures on a town that was looked at while the weights were fitted, unless it is asked
//! for by its folder.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::build::{self, Profile};
use crate::{child, paths, setup};

const USAGE: &str = "cargo xtask bench sorting [--seed N | --dir DIR] [--letters N] [--filed N]";
/// The seeds below were used for fitting.
const SEED: u64 = 11;

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
struct Wish<'a> {
    seed: u64,
    dir: Option<&'a str>,
    /// Words that the program is given as they are.
    passed: Vec<&'a str>,
}

/// Makes the town, unless there is a folder, and plays it.
pub(super) fn run(words: &[&str]) -> Result<()> {
    let wish = parse(words)?;
    setup::ensure(setup::Need::Rust)?;
    let dir = match wish.dir {
        Some(dir) => {
            build::bins(&["sorting-bench"], Profile::Bench)?;
            PathBuf::from(dir)
        }
        None => {
            build::bins(&["sorting-bench", "town"], Profile::Bench)?;
            make(wish.seed)?
        }
    };
    let mut command = child::command(paths::bench_bin("sorting-bench")?);
    command.arg("play").arg("--dir").arg(dir).args(&wish.passed);
    println!("$ {}", child::shown(&command));
    child::run(&mut command)
}

/// Makes the post of a town's year anew: only its texts, as a reader gets them.
fn make(seed: u64) -> Result<PathBuf> {
    let dir = paths::work("bench")?.join(format!("town-{seed}"));
    drop(std::fs::remove_dir_all(&dir));
    let mut command = child::command(paths::bench_bin("town")?);
    command.args(make_words(seed)).arg(&dir);
    println!("$ {}", child::shown(&command));
    child::run(&mut command).context("make the town")?;
    Ok(dir)
}

/// The words that the town's program is called with, before the folder.
fn make_words(seed: u64) -> Vec<String> {
    let seed = seed.to_string();
    ["make", "--seed", &seed, "--text-only", "--out"].map(str::to_owned).to_vec()
}

fn parse<'a>(words: &[&'a str]) -> Result<Wish<'a>> {
    match words {
        [] => Ok(Wish { seed: SEED, dir: None, passed: Vec::new() }),
        ["--seed", seed, rest @ ..] => {
            Ok(Wish { seed: seed.parse().context("--seed: a number")?, ..parse(rest)? })
        }
        ["--dir", dir, rest @ ..] => Ok(Wish { dir: Some(dir), ..parse(rest)? }),
        [name @ ("--letters" | "--filed"), count, rest @ ..] => {
            let _: usize = count.parse().with_context(|| format!("{name}: a number"))?;
            let mut wish = parse(rest)?;
            wish.passed.extend([*name, *count]);
            Ok(wish)
        }
        _ => bail!(USAGE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The town's own test reads the same words with its program.
    const CALLED: &str = include_str!("../../../../../tests/town/tests/room/called.txt");

    #[test]
    fn the_town_is_made_with_the_words_that_it_knows() {
        let mut words = make_words(17);
        words.push("DIR".to_owned());
        assert_eq!(words, CALLED.split_whitespace().collect::<Vec<_>>());
    }

    #[test]
    fn town_and_letters_can_be_asked_for() {
        assert_eq!(parse(&[]).unwrap().seed, SEED);
        let wish = parse(&["--letters", "50", "--dir", "/t"]).unwrap();
        assert_eq!((wish.dir, wish.passed), (Some("/t"), vec!["--letters", "50"]));
        assert!(parse(&["--seed", "x"]).is_err());
        assert!(parse(&["--dir"]).is_err());
    }
}

//! Searching a hundred thousand letters: ours beside SQLite's full text and plain tantivy.
//!
//! Each side indexes the same letters and answers the same questions in a process of its own, one
//! after the other. Never a figure of ours without the peers'.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::build::{self, Profile};
use crate::scratch::Scratch;
use crate::{child, paths, setup};

const SEED: u64 = 7;
const DOCUMENTS: u64 = 100_000;
const SIDES: [&str; 3] = ["ours", "fts5", "plain"];
const GROUPS: [&str; 7] = ["common", "rare", "two", "prefix", "phrase", "reference", "all"];

/// What is owed: milliseconds of the 95th percentile, times faster than ranked FTS5, times plain
/// tantivy, milliseconds until a new document is found.
const RANKED_MS: f64 = 20.0;
const FASTER: f64 = 10.0;
const TIMES_PLAIN: f64 = 3.0;
const SEEN_MS: f64 = 1000.0;

const USAGE: &str = "cargo xtask bench search [--documents N] [--built]";

/// Measures the three sides in turn.
pub(super) fn run(words: &[&str]) -> Result<()> {
    let (documents, built) = parse(words)?;
    setup::ensure(setup::Need::Rust)?;
    if !built {
        build::bins(&["search-bench"], Profile::Bench)?;
    }
    println!("seed {SEED}, {documents} letters of about two kilobytes, top 10, one thread");
    let scratch = Scratch::under_target("bench-search")?;
    let mut figures = Vec::new();
    for side in SIDES {
        let dir = scratch.dir(side)?;
        let mut command = child::command(paths::bench_bin("search-bench")?);
        command.arg(side).arg("--dir").arg(&dir);
        command.args(["--documents", &documents.to_string(), "--seed", &SEED.to_string()]);
        let said = child::output(&mut command).with_context(|| format!("{side} failed"))?;
        figures.push(serde_json::from_str::<Value>(&said).context("its figures")?);
        std::fs::remove_dir_all(&dir).context("clear away")?;
    }
    let [ours, fts5, plain] = figures.as_slice() else { bail!("a side is missing") };
    print(&figures);
    judge(ours, fts5, plain);
    Ok(())
}

fn parse(words: &[&str]) -> Result<(u64, bool)> {
    match words {
        [] => Ok((DOCUMENTS, false)),
        ["--built", rest @ ..] => Ok((parse(rest)?.0, true)),
        ["--documents", count, rest @ ..] => {
            let count = count.parse().context("--documents: a number")?;
            Ok((count, parse(rest)?.1))
        }
        _ => bail!(USAGE),
    }
}

fn print(figures: &[Value]) {
    println!(
        "\n{:10} {:>10} {:>10} {:>10} {:>12} {:>10} {:>10}",
        "", "index s", "size MB", "peak MB", "open ms", "seen p50", "seen max"
    );
    for (side, said) in SIDES.iter().zip(figures) {
        println!(
            "{side:10} {:>10.1} {:>10.1} {:>10.0} {:>12.1} {:>10.1} {:>10.1}",
            number(said, &["index_seconds"]),
            number(said, &["bytes"]) / 1e6,
            number(said, &["peak_mb"]),
            number(said, &["open_ms"]),
            number(said, &["seen", "p50"]),
            number(said, &["seen", "max"]),
        );
    }
    println!("\nmilliseconds {:>27} {:>26} {:>26}", "ours", "FTS5 ranked", "plain tantivy");
    println!(
        "{:12} {:>8} {:>8} {:>8} {:>10} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "", "p50", "p95", "p99", "p50", "p95", "p99", "p50", "p95", "p99"
    );
    for group in GROUPS {
        print!("{group:12}");
        for said in figures {
            for share in ["p50", "p95", "p99"] {
                print!(" {:>8.3}", time(said, group, share));
            }
            print!(" ");
        }
        let hits =
            figures.first().map_or(f64::NAN, |said| number(said, &["groups", group, "hits"]));
        println!("{}", if hits.is_nan() { String::new() } else { format!("  {hits:.0} hits") });
    }
}

/// Compares with what is owed.
fn judge(ours: &Value, fts5: &Value, plain: &Value) {
    let verdict = |met: bool| if met { "met" } else { "MISSED" };
    let most = |what: &str, is: f64, most: f64| {
        println!("  {what:52} {is:>8.2}  at most {most:>7.2}  {}", verdict(is <= most));
    };
    let least = |what: &str, is: f64, least: f64| {
        println!("  {what:52} {is:>8.2}  at least {least:>6.2}  {}", verdict(is >= least));
    };
    println!("\nTargets");
    most("ranked p95 of all questions, ms", time(ours, "all", "p95"), RANKED_MS);
    for group in ["common", "prefix"] {
        let faster = time(fts5, group, "p50") / time(ours, group, "p50");
        least(&format!("{group}: p50, times faster than ranked FTS5"), faster, FASTER);
        let faster = time(fts5, group, "p95") / time(ours, group, "p95");
        least(&format!("{group}: p95, times faster than ranked FTS5"), faster, FASTER);
    }
    for share in ["p50", "p95"] {
        let times = time(ours, "all", share) / time(plain, "all", share);
        most(&format!("all: {share}, times plain tantivy"), times, TIMES_PLAIN);
    }
    most("found after it came in, worst, ms", number(ours, &["seen", "max"]), SEEN_MS);
}

fn time(said: &Value, group: &str, share: &str) -> f64 {
    number(said, &["groups", group, share])
}

fn number(said: &Value, path: &[&str]) -> f64 {
    let found = path.iter().try_fold(said, |value, key| value.get(key));
    found.and_then(Value::as_f64).unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_documents_can_be_asked_for() {
        assert_eq!(parse(&[]).unwrap(), (DOCUMENTS, false));
        assert_eq!(parse(&["--built", "--documents", "500"]).unwrap(), (500, true));
        assert!(parse(&["--documents"]).is_err());
    }
}

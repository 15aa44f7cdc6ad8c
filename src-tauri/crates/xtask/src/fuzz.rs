//! Long runs of the fuzz targets: every test in a module `fuzz`, or whose name starts with
//! `fuzz_`.
//!
//! Never hides that a run was blind: without a nightly compiler or `cargo-bolero` it draws at
//! random instead of following coverage, and says so. The short run is the usual test run.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::{child, paths, setup};

/// Seconds for each target, unless told otherwise.
const SECONDS: u64 = 60;
/// The programs that follow coverage, in the version that fits the library's.
const CARGO_BOLERO: &str = "0.13.5";
/// Memory of one target, in MiB, beyond which its input is a finding.
const MEMORY_MIB: &str = "2048";
/// Seconds for one input, beyond which it is a finding.
const ONE_INPUT: &str = "20s";

/// A fuzz target: a test that draws its own input.
struct Target {
    package: String,
    test: String,
    program: PathBuf,
    folder: PathBuf,
}

/// How one target ended.
struct Outcome {
    name: String,
    findings: Vec<PathBuf>,
    failed: bool,
}

/// What was asked for.
struct Wish<'a> {
    seconds: u64,
    only: Option<&'a str>,
}

/// Runs all targets, or those whose name holds a word.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    let wish = parse(words)?;
    setup::ensure(setup::Need::Rust)?;
    let targets = targets(wish.only)?;
    let guided = guided();
    let mut outcomes = Vec::new();
    for target in &targets {
        println!("\n── {} ──", target.name());
        outcomes.push(match &guided {
            Some(program) => follow(program, target, wish.seconds)?,
            None => draw(target, wish.seconds)?,
        });
        child::pause()?;
    }
    summary(&outcomes, wish.seconds, guided.is_some())
}

fn parse<'a>(words: &[&'a str]) -> Result<Wish<'a>> {
    match words {
        [] => Ok(Wish { seconds: SECONDS, only: None }),
        ["--seconds", number, rest @ ..] => {
            let seconds = number.parse().context("--seconds: a number")?;
            Ok(Wish { seconds, ..parse(rest)? })
        }
        [only] if !only.starts_with('-') => Ok(Wish { seconds: SECONDS, only: Some(*only) }),
        [only, "--seconds", number] => parse(&["--seconds", number, only]),
        _ => bail!("cargo xtask fuzz [--seconds N] [TARGET]"),
    }
}

/// Asks the test runner which targets there are.
fn targets(only: Option<&str>) -> Result<Vec<Target>> {
    let mut command = child::command("cargo");
    command.args(["nextest", "list", "--ignore-default-filter"]);
    for package in packages()? {
        command.args(["--package", &package]);
    }
    command.args(["-E", "test(/(^|::)fuzz(_|::)/)", "--message-format", "json"]);
    println!("$ {}", child::shown(&command));
    let output = command.output().context("ask the test runner for the targets")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let list: Value = serde_json::from_slice(&output.stdout).context("the test runner's list")?;
    let all = listed(&list);
    let kept: Vec<Target> = all
        .into_iter()
        .filter(|target| only.is_none_or(|word| target.name().contains(word)))
        .collect();
    println!("{} targets", kept.len());
    ensure!(!kept.is_empty(), "no such target: {}", only.unwrap_or("the workspace has none"));
    Ok(kept)
}

/// Returns the crates of ours whose sources have a target, so that only those are built.
fn packages() -> Result<Vec<String>> {
    let crates = paths::root().join("src-tauri").join("crates");
    let mut found = Vec::new();
    for entry in fs::read_dir(&crates).with_context(|| format!("read {}", crates.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // This tool speaks about targets without having one.
        if name != "xtask" && has_target(&entry.path())? {
            found.push(name);
        }
    }
    found.sort();
    ensure!(!found.is_empty(), "no crate has a fuzz target");
    Ok(found)
}

fn has_target(folder: &Path) -> Result<bool> {
    let mut open = vec![folder.to_path_buf()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir).with_context(|| format!("read {}", dir.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs")
                && fs::read_to_string(&path)?.contains("bolero::")
            {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn listed(list: &Value) -> Vec<Target> {
    let text = |value: &Value, key: &str| {
        value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let mut targets = Vec::new();
    for suite in list.get("rust-suites").and_then(Value::as_object).into_iter().flatten() {
        let suite = suite.1;
        for (test, state) in suite.get("testcases").and_then(Value::as_object).into_iter().flatten()
        {
            let matches = state.pointer("/filter-match/status").and_then(Value::as_str);
            if matches == Some("matches") {
                targets.push(Target {
                    package: text(suite, "package-name"),
                    test: test.clone(),
                    program: text(suite, "binary-path").into(),
                    folder: text(suite, "cwd").into(),
                });
            }
        }
    }
    targets.sort_by_key(Target::name);
    targets
}

impl Target {
    fn name(&self) -> String {
        format!("{}::{}", self.package, self.test)
    }

    /// A folder of this target's own below `target/fuzz/`.
    fn dir(&self, what: &str) -> Result<PathBuf> {
        let dir = paths::work("fuzz")?.join(what).join(self.name().replace("::", "-"));
        fs::create_dir_all(&dir).with_context(|| format!("make {}", dir.display()))?;
        Ok(dir)
    }
}

/// Returns the program that follows coverage, if this machine can have it.
fn guided() -> Option<PathBuf> {
    let nightly = child::output(child::command("rustup").args(["run", "nightly", "rustc", "-V"]));
    if nightly.is_none() {
        blind("there is no nightly compiler (`rustup toolchain install nightly`)");
        return None;
    }
    match cargo_bolero() {
        Ok(program) => Some(program),
        Err(error) => {
            blind(&format!("cargo-bolero cannot be had: {error:#}"));
            None
        }
    }
}

fn blind(why: &str) {
    println!("\n!! BLIND RUN: {why}.");
    println!("!! Inputs are drawn at random; coverage guides nothing.");
}

fn cargo_bolero() -> Result<PathBuf> {
    let home = paths::work("tools")?;
    let program = home.join("bin").join(format!("cargo-bolero{}", std::env::consts::EXE_SUFFIX));
    if program.is_file() {
        return Ok(program);
    }
    let mut install = child::command("cargo");
    install.args(["install", "cargo-bolero", "--version", CARGO_BOLERO, "--locked"]);
    install.args(["--no-default-features", "--features", "libfuzzer", "--root"]).arg(&home);
    println!("$ {}", child::shown(&install));
    child::run(&mut install)?;
    Ok(program)
}

/// Follows coverage with libFuzzer; keeps what it learned and what it found.
fn follow(program: &Path, target: &Target, seconds: u64) -> Result<Outcome> {
    let (learned, found) = (target.dir("corpus")?, target.dir("crashes")?);
    let before = names(&found)?;
    let mut command = child::command(program);
    command.args(["bolero", "test", &target.test, "--package", &target.package]);
    command.args(["--engine", "libfuzzer", "--toolchain", "nightly", "--profile", "bench"]);
    command.arg("--target-dir").arg(paths::work("fuzz")?.join("build"));
    command.arg("--corpus-dir").arg(&learned).arg("--crashes-dir").arg(&found);
    command.args(["-T", &format!("{seconds}s"), "--timeout", ONE_INPUT]);
    command.arg(format!("--engine-args=-rss_limit_mb={MEMORY_MIB}"));
    command.arg("--engine-args=-print_final_stats=1");
    // Checks that a product leaves out, and names in a finding's stack.
    for (name, value) in [
        ("CARGO_PROFILE_BENCH_CODEGEN_UNITS", "1"),
        ("CARGO_PROFILE_BENCH_DEBUG_ASSERTIONS", "true"),
        ("CARGO_PROFILE_BENCH_OVERFLOW_CHECKS", "true"),
        ("CARGO_PROFILE_BENCH_STRIP", "none"),
        ("CARGO_PROFILE_BENCH_DEBUG", "line-tables-only"),
        // What a process keeps for itself until its end is no leak of ours.
        ("ASAN_OPTIONS", "detect_leaks=0"),
    ] {
        command.env(name, value);
    }
    println!("$ {}", child::shown(&command));
    let failed = child::run(&mut command).is_err();
    let findings = names(&found)?.difference(&before).cloned().collect();
    Ok(Outcome { name: target.name(), failed, findings })
}

/// Draws at random, with the seed in the log when it fails.
fn draw(target: &Target, seconds: u64) -> Result<Outcome> {
    let log = target.dir("random")?.join("last.log");
    let mut command = child::command(&target.program);
    command.args([&target.test, "--exact", "--nocapture", "--test-threads", "1"]);
    command.current_dir(&target.folder).env("CARGO_MANIFEST_DIR", &target.folder);
    // A target's own number of tries is for the short run.
    command.env("BOLERO_RANDOM_TEST_TIME_MS", (seconds * 1000).to_string());
    command.env("BOLERO_RANDOM_ITERATIONS", u64::MAX.to_string());
    println!("$ {}", child::shown(&command));
    let status = child::Group::spawn_logged(&mut command, &log)?.wait()?;
    let failed = !status.success();
    if failed {
        let text = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
        for line in text.lines().filter(|line| line.contains("BOLERO_RANDOM_SEED")) {
            println!("{line}");
        }
    }
    let findings = if failed { vec![log] } else { Vec::new() };
    Ok(Outcome { name: target.name(), failed, findings })
}

fn names(dir: &Path) -> Result<BTreeSet<PathBuf>> {
    let entries = fs::read_dir(dir).with_context(|| format!("read {}", dir.display()))?;
    Ok(entries.map(|entry| entry.map(|entry| entry.path())).collect::<std::io::Result<_>>()?)
}

fn summary(outcomes: &[Outcome], seconds: u64, guided: bool) -> Result<()> {
    let how = if guided { "guided by coverage" } else { "BLIND: at random" };
    println!("\n── fuzz: {seconds} s each, {how} ──");
    for outcome in outcomes {
        let verdict = if outcome.failed { "FAILED" } else { "ok" };
        println!("{verdict:>6}  {}", outcome.name);
        for finding in &outcome.findings {
            println!("        {}", finding.display());
        }
    }
    let failed = outcomes.iter().filter(|outcome| outcome.failed).count();
    ensure!(failed == 0, "{failed} of {} targets failed", outcomes.len());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_read_from_the_test_runners_list() {
        let list = serde_json::json!({ "rust-suites": { "inspect::room": {
            "package-name": "inspect", "binary-path": "/t/room", "cwd": "/c",
            "testcases": {
                "fuzz::fuzz_pdf": { "filter-match": { "status": "matches" } },
                "other": { "filter-match": { "status": "mismatch" } },
            },
        } } });
        let names: Vec<String> = listed(&list).iter().map(Target::name).collect();
        assert_eq!(names, ["inspect::fuzz::fuzz_pdf"]);
    }

    #[test]
    fn words_may_stand_in_either_order() {
        for words in [&["--seconds", "5", "pdf"][..], &["pdf", "--seconds", "5"]] {
            let wish = parse(words).unwrap();
            assert_eq!((wish.seconds, wish.only), (5, Some("pdf")));
        }
        assert!(parse(&["--second", "5"]).is_err());
    }
}

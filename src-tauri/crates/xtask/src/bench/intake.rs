//! Documents per second: our intake beside the usual command-line tools over the same files.
//!
//! Ours does more (an encrypted copy, read back, a durable row, full text); the peer writes
//! nothing but a picture. Never counts a file that was not taken in.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::median;
use crate::build::{self, Profile};
use crate::{child, paths, setup};

const FILES: usize = 200;
const ROUNDS: usize = 3;
const SEED: &str = "0x5eed";
/// What the intake owes the poppler pipeline.
const TARGET: f64 = 3.0;

/// Measures both sides in turn, with one and with two at a time.
pub(crate) fn run() -> Result<()> {
    setup::ensure(setup::Need::Rust)?;
    build::bins(&["forsthaus-cli", "forsthaus-worker", "material"], Profile::Bench)?;
    let work = paths::work("bench")?.join("intake");
    drop(fs::remove_dir_all(&work));
    let letters = work.join("briefe");
    fs::create_dir_all(&letters)?;
    let files = letters_made(&letters)?;
    println!("{} PDFs, {} bytes, {ROUNDS} rounds", files.len(), total_bytes(&files)?);
    println!("{:>8}  {:>14}  {:>14}  {:>6}", "at once", "ours docs/s", "tools docs/s", "ratio");
    for jobs in [1, 2] {
        let mut ours = Vec::new();
        let mut tools = Vec::new();
        for round in 0..ROUNDS {
            let dir = work.join(format!("{jobs}-{round}"));
            tools.push(per_second(files.len(), || peer(&files, jobs, &dir.join("bilder")))?);
            ours.push(our_side(&files, jobs, &dir)?);
            fs::remove_dir_all(&dir)?;
        }
        let (ours, tools) = (median(ours), median(tools));
        println!("{jobs:>8}  {ours:>14.1}  {tools:>14.1}  {:>6.2}", ours / tools);
    }
    println!("target: ratio of at least {TARGET}");
    println!("tools: pdfinfo, pdftotext, pdftoppm -r 50 of page 1, sha256sum; one process each");
    Ok(())
}

/// Has the letters written by the project's own generator.
fn letters_made(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut command = child::command(paths::bench_bin("material")?);
    command.args(["briefe", "--seed", SEED, "--count", &FILES.to_string(), "--out"]).arg(dir);
    println!("$ {}", child::shown(&command));
    child::run(&mut command)?;
    let mut files: Vec<PathBuf> = fs::read_dir(dir)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<_>>()?;
    files.sort();
    ensure!(files.len() == FILES, "{} letters instead of {FILES}", files.len());
    Ok(files)
}

fn total_bytes(files: &[PathBuf]) -> Result<u64> {
    let mut total = 0;
    for file in files {
        total += fs::metadata(file)?.len();
    }
    Ok(total)
}

fn per_second(files: usize, act: impl FnOnce() -> Result<()>) -> Result<f64> {
    let start = Instant::now();
    act()?;
    #[expect(clippy::cast_precision_loss, reason = "a few hundred files")]
    let files = files as f64;
    Ok(files / start.elapsed().as_secs_f64())
}

/// Takes every file in on a fresh workstation, from a copy, because custody releases the source.
fn our_side(files: &[PathBuf], jobs: usize, dir: &Path) -> Result<f64> {
    let folder = dir.join("eingang");
    fs::create_dir_all(&folder)?;
    for file in files {
        fs::copy(file, folder.join(file.file_name().context("a file without a name")?))?;
    }
    let mut command = child::command(paths::bench_bin("forsthaus-cli")?);
    command.arg("--uebung").arg("--data").arg(dir.join("daten"));
    command.args(["--json", "import", "--jobs", &jobs.to_string()]).arg(&folder);
    let mut taken = 0;
    let speed = per_second(files.len(), || {
        let said = command.output().context("start forsthaus-cli")?;
        ensure!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        taken = taken_in(&serde_json::from_slice(&said.stdout).context("forsthaus-cli's answer")?);
        Ok(())
    })?;
    ensure!(taken == files.len(), "only {taken} of {} files were taken in", files.len());
    Ok(speed)
}

fn taken_in(answer: &Value) -> usize {
    let rows =
        answer.get("zeilen").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    rows.iter().filter(|row| row.get("fehlgeschlagen") == Some(&Value::Bool(false))).count()
}

/// The usual tools, one process each, `jobs` files at a time.
fn peer(files: &[PathBuf], jobs: usize, pictures: &Path) -> Result<()> {
    fs::create_dir_all(pictures)?;
    let next = AtomicUsize::new(0);
    let failed = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                while !child::interrupted() {
                    let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
                    if !tools(file, pictures) {
                        failed.store(true, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    ensure!(!child::interrupted(), "interrupted");
    ensure!(!failed.load(Ordering::Relaxed), "one of the tools failed");
    Ok(())
}

fn tools(file: &Path, pictures: &Path) -> bool {
    let picture = pictures.join(file.file_stem().unwrap_or_default());
    let mut render = quiet("pdftoppm");
    render.args(["-r", "50", "-png", "-f", "1", "-l", "1"]).arg(file).arg(picture);
    let mut text = quiet("pdftotext");
    text.arg(file).arg("-");
    [quiet("pdfinfo").arg(file), &mut text, &mut render, quiet("sha256sum").arg(file)]
        .into_iter()
        .all(|command| command.status().is_ok_and(|status| status.success()))
}

fn quiet(program: &str) -> Command {
    let mut command = child::command(program);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

//! Runs one command and notes what it used: seconds, CPU seconds, peak memory.
//!
//! A process of its own, because the system only tells a parent the largest of all its children.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// A command and where to write what it used.
#[derive(clap::Args)]
pub(crate) struct Timed {
    /// JSON file to write.
    #[arg(long)]
    out: PathBuf,
    /// The command.
    #[arg(last = true, required = true)]
    command: Vec<String>,
}

/// Runs the command; an error if it fails.
pub(crate) fn run(timed: &Timed) -> Result<()> {
    let (program, words) = timed.command.split_first().context("a command")?;
    let start = Instant::now();
    let status = Command::new(program).args(words).status().with_context(|| program.clone())?;
    let wall = start.elapsed().as_secs_f64();
    if !status.success() {
        bail!("`{}` ended with {status}", timed.command.join(" "));
    }
    let (cpu, memory) = children()?;
    let text = serde_json::json!({ "wall": wall, "cpu": cpu, "memory_mb": memory }).to_string();
    std::fs::write(&timed.out, text).with_context(|| format!("write {}", timed.out.display()))
}

/// CPU seconds and peak megabytes of the one child and of what it waited for.
#[cfg(unix)]
fn children() -> Result<(f64, f64)> {
    use nix::sys::resource::{UsageWho, getrusage};
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).context("what the command used")?;
    let cpu = cpu_seconds(&usage);
    Ok((cpu, usage.max_rss() as f64 / 1024.0))
}

/// Seconds of user and system together.
#[cfg(unix)]
pub(crate) fn cpu_seconds(usage: &nix::sys::resource::Usage) -> f64 {
    let seconds =
        |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    seconds(usage.user_time()) + seconds(usage.system_time())
}

#[cfg(not(unix))]
fn children() -> Result<(f64, f64)> {
    bail!("this bench needs Linux")
}

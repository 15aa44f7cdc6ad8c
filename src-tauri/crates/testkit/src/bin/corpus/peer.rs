//! The usual tools on the same PDFs, for comparison.
//!
//! Never a judge: what they cannot read may still be a document.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// Longest time for one tool and one file.
const LIMIT: Duration = Duration::from_secs(30);
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// What poppler says of a PDF.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Said {
    pub(crate) pages: Option<u32>,
    pub(crate) text: bool,
}

/// Whether poppler is there.
pub(crate) fn present() -> bool {
    let mut command = Command::new("pdfinfo");
    command.arg("-v").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok()
}

/// Asks poppler about a PDF; `scratch` is a file for its answers.
pub(crate) fn ask(file: &Path, scratch: &Path) -> Result<Said> {
    let pages = answer(Command::new("pdfinfo").arg(file), scratch)?.and_then(|answer| {
        let line = answer.lines().find_map(|line| line.strip_prefix("Pages:").map(str::to_owned));
        line.and_then(|number| number.trim().parse().ok())
    });
    let text = answer(Command::new("pdftotext").arg(file).arg("-"), scratch)?
        .is_some_and(|text| text.chars().any(|c| !c.is_whitespace()));
    Ok(Said { pages, text })
}

/// Returns what a tool prints, if it ends well and in time.
fn answer(command: &mut Command, scratch: &Path) -> Result<Option<String>> {
    let out = File::create(scratch).context("a file for answers")?;
    let ended = ended(command.stdout(out), LIMIT)?;
    if !matches!(ended, Ended::Well) {
        return Ok(None);
    }
    Ok(Some(String::from_utf8_lossy(&std::fs::read(scratch)?).into_owned()))
}

/// How a process ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Well,
    Badly(String),
    TooLate,
}

/// Runs a process to its end, or ends it at a limit.
pub(crate) fn ended(command: &mut Command, limit: Duration) -> Result<Ended> {
    command.stdin(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().with_context(|| format!("start {command:?}"))?;
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(if status.success() {
                Ended::Well
            } else {
                Ended::Badly(status.to_string())
            });
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(Ended::TooLate);
        }
        std::thread::park_timeout(LOOK_AGAIN);
    }
}

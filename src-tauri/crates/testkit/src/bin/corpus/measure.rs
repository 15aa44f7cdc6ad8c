//! Takes in every file of a folder, a process for each, several at a time.
//!
//! Never stops at a bad file: everything is counted, and judged at the end.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use testkit::corpus::{TRUTH, Truth};

use crate::one::{LOOK, Outcome, TAKE};
use crate::peer::{self, Ended, Said};
use crate::{report, walk};

/// Longest time for taking one file in: the worker's own limits and some more. Reaching it is a
/// hang of ours.
const HANG: Duration = Duration::from_secs(120);
/// Longest time for the second look.
const LOOK_LIMIT: Duration = Duration::from_secs(60);

/// What was asked for.
pub(crate) struct Wish {
    pub(crate) folder: PathBuf,
    pub(crate) work: PathBuf,
    pub(crate) jobs: Option<usize>,
    pub(crate) json: Option<PathBuf>,
    pub(crate) truth: Option<PathBuf>,
}

/// What is known of one file at the end.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// Path below the folder.
    pub(crate) file: PathBuf,
    pub(crate) bytes: u64,
    pub(crate) outcome: Option<Outcome>,
    /// How our own process failed.
    pub(crate) failed: Option<String>,
    pub(crate) hung: bool,
    /// Places of panics that were caught, or of one that was not.
    pub(crate) panics: Vec<String>,
    pub(crate) peer: Option<Said>,
}

/// Measures a folder and prints the result; fails when something is not as it has to be.
pub(crate) fn run(wish: &Wish) -> Result<ExitCode> {
    let folder = std::path::absolute(&wish.folder).context("the folder")?;
    ensure!(!wish.work.starts_with(&folder), "the work folder must not lie in what is measured");
    let mut files = walk::files(&folder)?;
    files.retain(|file| wish.truth.is_none() || *file != folder.join(TRUTH));
    drop(fs::remove_dir_all(&wish.work));
    let truths: Vec<Truth> = match &wish.truth {
        Some(path) => serde_json::from_slice(&fs::read(path)?).context("the expectations")?,
        None => Vec::new(),
    };
    let rows = lanes(&folder, &files, wish)?;
    report::print(&rows, &truths, peer::present())?;
    if let Some(json) = &wish.json {
        fs::write(json, serde_json::to_vec_pretty(&report::json(&rows))?).context("--json")?;
    }
    // What was stored is not needed any more, and may be large.
    drop(fs::remove_dir_all(&wish.work));
    Ok(report::verdict(&rows, &truths))
}

fn lanes(folder: &Path, files: &[PathBuf], wish: &Wish) -> Result<Vec<Row>> {
    let jobs = wish.jobs.unwrap_or(2).clamp(1, 16);
    let (next, rows) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let compare = peer::present();
    std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..jobs)
            .map(|number| {
                let (next, rows) = (&next, &rows);
                let lane = wish.work.join(format!("bahn-{number}"));
                scope.spawn(move || -> Result<()> {
                    fs::create_dir_all(&lane)?;
                    while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let row = one(folder, file, &lane, compare)?;
                        rows.lock().unwrap_or_else(PoisonError::into_inner).push(row);
                    }
                    Ok(())
                })
            })
            .collect();
        lanes
            .into_iter()
            .try_for_each(|lane| lane.join().map_err(|_| anyhow::anyhow!("a lane ended early"))?)
    })?;
    let mut rows = rows.into_inner().unwrap_or_else(PoisonError::into_inner);
    rows.sort_by(|one, other| one.file.cmp(&other.file));
    Ok(rows)
}

fn one(folder: &Path, file: &Path, lane: &Path, compare: bool) -> Result<Row> {
    let mut row = Row {
        file: file.strip_prefix(folder).unwrap_or(file).to_path_buf(),
        bytes: fs::metadata(file).map(|metadata| metadata.len()).unwrap_or(0),
        ..Row::default()
    };
    let answer = lane.join("antwort.json");
    let me = std::env::current_exe()?;
    let mut take = Command::new(&me);
    take.arg(TAKE).arg(lane.join("daten")).arg(file).stdout(File::create(&answer)?);
    match peer::ended(&mut take, HANG)? {
        Ended::Well => {
            row.outcome = Some(serde_json::from_slice(&fs::read(&answer)?).context("an answer")?);
        }
        Ended::Badly(status) => row.failed = Some(status),
        Ended::TooLate => row.hung = true,
    }
    let mut look = Command::new(&me);
    look.arg(LOOK).arg(file).stdout(File::create(&answer)?);
    match peer::ended(&mut look, LOOK_LIMIT)? {
        Ended::Well => row.panics = serde_json::from_slice(&fs::read(&answer)?).unwrap_or_default(),
        // The worker met the same and is counted.
        Ended::Badly(_) | Ended::TooLate => {}
    }
    let mime = row.outcome.as_ref().map(|outcome| outcome.mime.as_str()).unwrap_or_default();
    let named = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"));
    if compare && (named || mime == "application/pdf") {
        row.peer = Some(peer::ask(file, &lane.join("popplers-antwort"))?);
    }
    Ok(row)
}

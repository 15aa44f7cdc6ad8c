//! One file in a process of its own, so that whatever happens is that file's.
//!
//! Never touches the source: it is read, compared with what was stored, and compared with itself.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use anyhow::{Context, Result};
use domain::{Eingang, Quelle};
use intake::custody::{Custody, Taken};
use intake::worker::Worker;
use serde::{Deserialize, Serialize};
use store::{Env, KeySource, Store};

/// The word for taking one file in.
pub(crate) const TAKE: &str = "one";
/// The word for looking into one file, with every panic told.
pub(crate) const LOOK: &str = "look";

/// How it went with one file.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// Why it was not taken in.
    pub(crate) refused: Option<String>,
    /// The same bytes were here before.
    pub(crate) known: bool,
    /// A person has to look at it.
    pub(crate) look: bool,
    /// What a clerk reads about it.
    pub(crate) hints: Vec<String>,
    pub(crate) mime: String,
    pub(crate) pages: Option<u32>,
    pub(crate) text: bool,
    pub(crate) picture: bool,
    /// The stored original is the source, byte for byte, and the source is as it was.
    pub(crate) identical: bool,
    pub(crate) untouched: bool,
    pub(crate) millis: u64,
    /// Most memory of any worker, and of the process that took the file in.
    pub(crate) worker_kib: u64,
    pub(crate) own_kib: u64,
}

impl Outcome {
    /// The worker died over it.
    pub(crate) fn died(&self) -> bool {
        self.hints.iter().any(|hint| hint == inspect::ABGESTUERZT)
    }

    /// The worker was ended because it took too long.
    pub(crate) fn hung(&self) -> bool {
        self.hints.iter().any(|hint| hint == inspect::ABGEBROCHEN)
    }
}

/// Takes a file in and prints how it went.
pub(crate) fn take(data: &Path, path: &Path) -> Result<ExitCode> {
    let store = Store::open(data, &KeySource::passphrase("Messung"), Env::system())
        .context("open the data folder")?;
    let worker = Worker::find().context("find the worker")?;
    let custody = Custody {
        store: &store,
        worker: &worker,
        akteur: "Messung".to_owned(),
        arbeitsplatz: "M01".to_owned(),
    };
    let before = std::fs::metadata(path).context("the source before")?;
    let start = Instant::now();
    let taken = custody.take(path, Quelle::Kommandozeile, false, None);
    let millis = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    let (worker_kib, own_kib) = peaks();
    let mut outcome = Outcome { millis, worker_kib, own_kib, ..Outcome::default() };
    match taken {
        Ok(taken) => read(&store, &taken, path, &mut outcome)?,
        Err(error) => outcome.refused = Some(chain(&error)),
    }
    let after = std::fs::metadata(path).context("the source afterwards")?;
    outcome.untouched = before.len() == after.len() && before.modified()? == after.modified()?;
    write!(std::io::stdout(), "{}", serde_json::to_string(&outcome)?)?;
    Ok(ExitCode::SUCCESS)
}

/// An error with its causes, without paths: it is counted.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text += &format!(": {error}");
        cause = error.source();
    }
    text
}

fn read(store: &Store, taken: &Taken, path: &Path, outcome: &mut Outcome) -> Result<()> {
    let (eingang, text, picture) = store.read(|db| {
        let (eingang, _) = db.load::<Eingang>(taken.eingang)?;
        let text = db.blob_text(&taken.sha256)?;
        Ok::<_, store::DbError>((eingang, text, db.preview(&taken.sha256)?))
    })?;
    outcome.known = taken.bereits_vorhanden;
    outcome.look = eingang.pruefung_noetig;
    outcome.hints = eingang.hinweise;
    outcome.pages = eingang.merkmale.seiten;
    outcome.mime = eingang.merkmale.mime;
    outcome.text = text.is_some_and(|text| text.chars().any(|c| !c.is_whitespace()));
    outcome.picture = picture.is_some();
    let stored = store.blob_reader(&taken.sha256).context("the stored original")?;
    outcome.identical = same(stored, File::open(path).context("the source again")?)?;
    Ok(())
}

fn same(mut one: impl Read, mut other: impl Read) -> Result<bool> {
    let (mut left, mut right) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        let (a, b) = (fill(&mut one, &mut left)?, fill(&mut other, &mut right)?);
        if left.get(..a) != right.get(..b) {
            return Ok(false);
        }
        if a == 0 {
            return Ok(true);
        }
    }
}

fn fill(source: &mut impl Read, buffer: &mut [u8]) -> Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match source.read(rest)? {
            0 => break,
            count => filled += count,
        }
    }
    Ok(filled)
}

/// Most memory in KiB: of all ended children, and of this process.
#[cfg(target_os = "linux")]
fn peaks() -> (u64, u64) {
    use nix::sys::resource::{UsageWho, getrusage};
    let peak = |who| {
        getrusage(who).ok().and_then(|usage| u64::try_from(usage.max_rss()).ok()).unwrap_or(0)
    };
    (peak(UsageWho::RUSAGE_CHILDREN), peak(UsageWho::RUSAGE_SELF))
}

/// Elsewhere nothing is known.
#[cfg(not(target_os = "linux"))]
fn peaks() -> (u64, u64) {
    (0, 0)
}

/// Looks into a file without catching anybody's mistakes quietly: prints where panics came from.
///
/// The worker catches them as well, but says nothing about them.
pub(crate) fn look(path: &Path) -> Result<ExitCode> {
    static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());
    confine()?;
    let bytes = std::fs::read(path).context("read the file")?;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        PANICS.lock().unwrap_or_else(PoisonError::into_inner).push(place);
    }));
    inspect::inspect(bytes, &name);
    let panics = PANICS.lock().unwrap_or_else(PoisonError::into_inner);
    write!(std::io::stdout(), "{}", serde_json::to_string(&*panics)?)?;
    Ok(ExitCode::SUCCESS)
}

/// The memory that the worker has; its own time limit is the caller's.
#[cfg(target_os = "linux")]
fn confine() -> Result<()> {
    use nix::sys::resource::{Resource, setrlimit};
    let most = intake::worker::Limits::default().address_space_bytes;
    setrlimit(Resource::RLIMIT_AS, most, most).context("limit the memory")
}

#[cfg(not(target_os = "linux"))]
fn confine() -> Result<()> {
    Ok(())
}

//! The work sets as files, and the changes that the tools then have to carry.
//!
//! Never the same folder for two things: originals stay, changes go into a tool's own copy.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::records::{self, RECORDS};
use crate::rng::Rng;
use crate::{pdf, records::Record};

/// Files of the second work set, and how many of them change.
const FILES: usize = 2_000;
const FILES_CHANGED: usize = 20;
/// Rounds of changes that are prepared.
const ROUNDS: u64 = 2;
/// Files of the set that grows.
const SCANS: usize = 100;

/// Writes work sets.
#[derive(clap::Args)]
pub(crate) struct Make {
    /// Folder; `records.ndjson`, `w1/`, `w2/`, `w3b/`, `changed-1.ndjson` come into it.
    #[arg(long)]
    out: PathBuf,
    /// Seed of everything.
    #[arg(long)]
    seed: u64,
    /// Which set: `w1`, `w2` or `w3b`.
    #[arg(long)]
    set: String,
}

/// Changes a tool's copy of a set.
#[derive(clap::Args)]
pub(crate) struct Change {
    /// The copy, the folder whose files change.
    #[arg(long)]
    copy: PathBuf,
    /// Seed of everything.
    #[arg(long)]
    seed: u64,
    /// Which set: `w1`, `w2` or `w3b`.
    #[arg(long)]
    set: String,
    /// Every round changes something else.
    #[arg(long)]
    round: u64,
}

/// Writes one set and says how large it is.
pub(crate) fn make(make: &Make) -> Result<()> {
    let (files, bytes) = match make.set.as_str() {
        "w1" => {
            for round in 1..=ROUNDS {
                let changed = records::changed(make.seed, round).into_iter();
                let file = make.out.join(format!("changed-{round}.ndjson"));
                write_lines(&file, changed.map(|(_, record)| record))?;
            }
            write_lines(&make.out.join("records.ndjson"), records::records(make.seed, RECORDS))?;
            let dir = folder(&make.out, "w1")?;
            let mut bytes = 0;
            for (number, record) in records::records(make.seed, RECORDS).enumerate() {
                let text = serde_json::to_vec(&record)?;
                bytes += text.len();
                fs::write(dir.join(format!("{number:05}.json")), text)?;
            }
            (RECORDS, bytes)
        }
        "w2" => {
            let mut rng = Rng::new(make.seed ^ 0x2222);
            scans(&folder(&make.out, "w2")?, FILES, || {
                let size = usize_of(rng.between(50_000, 500_000));
                let mut bytes = b"%PDF-1.7\n".to_vec();
                bytes.extend_from_slice(&pdf::noise(&mut rng, size.saturating_sub(9)));
                bytes
            })?
        }
        "w3b" => {
            let mut rng = Rng::new(make.seed ^ 0x3b3b);
            scans(&folder(&make.out, "w3b")?, SCANS, || {
                let size = usize_of(rng.between(50_000, 500_000));
                pdf::scan(&mut rng, size)
            })?
        }
        other => bail!("no such set: {other}"),
    };
    println!("{}: {files} files, {:.2} MB", make.set, bytes as f64 / 1e6);
    Ok(())
}

fn folder(out: &Path, name: &str) -> Result<PathBuf> {
    let dir = out.join(name);
    fs::create_dir_all(&dir).with_context(|| format!("make {}", dir.display()))?;
    Ok(dir)
}

fn write_lines(file: &Path, records: impl Iterator<Item = Record>) -> Result<()> {
    let out = fs::File::create(file).with_context(|| format!("write {}", file.display()))?;
    let mut out = BufWriter::new(out);
    for record in records {
        serde_json::to_writer(&mut out, &record)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

fn scans(dir: &Path, count: usize, mut file: impl FnMut() -> Vec<u8>) -> Result<(usize, usize)> {
    let mut bytes = 0;
    for number in 0..count {
        let content = file();
        bytes += content.len();
        fs::write(dir.join(format!("{number:05}.pdf")), content)?;
    }
    Ok((count, bytes))
}

/// Changes a copy in place, each file by a rename as an editor does.
pub(crate) fn change(change: &Change) -> Result<()> {
    match change.set.as_str() {
        "w1" => {
            for (number, record) in records::changed(change.seed, change.round) {
                let file = change.copy.join(format!("{number:05}.json"));
                replace(&file, &serde_json::to_vec(&record)?)?;
            }
        }
        "w2" => {
            for (file, bytes) in changed_files(change)? {
                replace(&file, &bytes)?;
            }
        }
        "w3b" => {
            let mut rng = Rng::new(change.seed ^ 0xb3b3 ^ (change.round << 32));
            for number in 0..SCANS {
                let file = change.copy.join(format!("{number:05}.pdf"));
                let before = read(&file)?;
                replace(&file, &pdf::grown(&mut rng, &before))?;
            }
        }
        other => bail!("no such set: {other}"),
    }
    Ok(())
}

/// Half of the files are replaced, the other half gets 4 KB new inside and 8 KB more.
fn changed_files(change: &Change) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut rng = Rng::new(change.seed ^ 0x4444 ^ (change.round << 32));
    let every = FILES / FILES_CHANGED;
    (0..FILES_CHANGED)
        .map(|number| {
            let at = number * every + usize_of(rng.between(0, every as u64 - 1));
            let file = change.copy.join(format!("{at:05}.pdf"));
            let mut bytes = read(&file)?;
            if number % 2 == 0 {
                let size = bytes.len().saturating_sub(9);
                bytes.truncate(9);
                bytes.extend_from_slice(&pdf::noise(&mut rng, size));
            } else {
                let middle = bytes.len() / 2;
                bytes.splice(middle..middle + 4096, pdf::noise(&mut rng, 4096));
                bytes.extend_from_slice(&pdf::noise(&mut rng, 8192));
            }
            Ok((file, bytes))
        })
        .collect()
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("read {}", file.display()))
}

fn replace(file: &Path, bytes: &[u8]) -> Result<()> {
    let new = file.with_extension("neu");
    fs::write(&new, bytes)?;
    fs::rename(&new, file).with_context(|| format!("replace {}", file.display()))
}

fn usize_of(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

//! What is printed at the end, and whether it is good enough.
//!
//! Never leaves a number out because it is bad.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use serde_json::{Value, json};
use testkit::corpus::Truth;

use crate::count::{by_text, percentile, without_names};
use crate::measure::Row;
use crate::one::Outcome;

/// Most memory for one file.
const MEMORY_KIB: u64 = 512 * 1024;
/// Longest time for one file.
const MILLIS: u64 = 20_000;
/// Most names in a list of examples.
const EXAMPLES: usize = 25;

/// Prints everything.
pub(crate) fn print(rows: &[Row], truths: &[Truth], peer: bool) -> Result<()> {
    let mut out = std::io::stdout().lock();
    let outcomes = || rows.iter().filter_map(|row| row.outcome.as_ref());
    let taken = || outcomes().filter(|outcome| outcome.refused.is_none());
    let bytes: u64 = rows.iter().map(|row| row.bytes).sum();
    writeln!(out, "files                 {} ({} MB)", rows.len(), bytes / 1_000_000)?;
    let known = taken().filter(|outcome| outcome.known).count();
    writeln!(out, "taken in              {} ({known} with bytes seen before)", taken().count())?;
    let refused = outcomes().filter_map(|outcome| outcome.refused.clone());
    list(&mut out, "refused", by_text(refused))?;
    writeln!(out, "needing a look        {}", taken().filter(|outcome| outcome.look).count())?;
    let reasons = taken().filter(|outcome| outcome.look).flat_map(hints);
    list(&mut out, "reasons", by_text(reasons))?;
    let notes = taken().filter(|outcome| !outcome.look).flat_map(hints);
    list(&mut out, "notes without a look", by_text(notes))?;
    panics(&mut out, rows)?;
    let hung = rows.iter().filter(|row| hung(row));
    names(&mut out, "hangs", hung.map(|row| (row, String::new())).collect())?;
    memory_and_time(&mut out, rows)?;
    let same = taken().filter(|outcome| outcome.identical).count();
    writeln!(out, "originals identical   {same} of {}", taken().count())?;
    let untouched = outcomes().filter(|outcome| outcome.untouched).count();
    writeln!(out, "sources untouched     {untouched} of {}", rows.len())?;
    pdfs(&mut out, rows, peer)?;
    if !truths.is_empty() {
        let broken = broken(rows, truths);
        writeln!(out, "expectations          {} files, {} not met", truths.len(), broken.len())?;
        for sentence in broken {
            writeln!(out, "    {sentence}")?;
        }
    }
    Ok(())
}

fn hints(outcome: &Outcome) -> Vec<String> {
    outcome.hints.iter().map(|hint| without_names(hint)).collect()
}

fn list(out: &mut impl Write, title: &str, counts: Vec<(String, usize)>) -> Result<()> {
    if !counts.is_empty() {
        writeln!(out, "  {title}:")?;
    }
    for (text, count) in counts {
        writeln!(out, "  {count:>6}  {text}")?;
    }
    Ok(())
}

fn names(out: &mut impl Write, title: &str, rows: Vec<(&Row, String)>) -> Result<()> {
    writeln!(out, "{title:21} {}", rows.len())?;
    for (row, what) in rows.iter().take(EXAMPLES) {
        writeln!(out, "    {}  {what}", row.file.display())?;
    }
    if rows.len() > EXAMPLES {
        writeln!(out, "    … and {} more", rows.len() - EXAMPLES)?;
    }
    Ok(())
}

fn hung(row: &Row) -> bool {
    row.hung || row.outcome.as_ref().is_some_and(Outcome::hung)
}

fn panics(out: &mut impl Write, rows: &[Row]) -> Result<()> {
    let caught = rows.iter().filter(|row| !row.panics.is_empty());
    names(out, "panics caught", caught.map(|row| (row, row.panics.join(", "))).collect())?;
    let died = rows.iter().filter(|row| row.outcome.as_ref().is_some_and(Outcome::died));
    let memory = |row: &Row| row.outcome.as_ref().map_or(0, |outcome| outcome.worker_kib / 1024);
    let died = died.map(|row| (row, format!("at {} MiB", memory(row)))).collect();
    names(out, "workers that died", died)?;
    let own = rows.iter().filter_map(|row| Some((row, row.failed.clone()?)));
    names(out, "own process failed", own.collect())
}

fn memory_and_time(out: &mut impl Write, rows: &[Row]) -> Result<()> {
    let done: Vec<(&Row, &Outcome)> =
        rows.iter().filter_map(|row| Some((row, row.outcome.as_ref()?))).collect();
    type Side = fn(&Outcome) -> u64;
    let sides: [(&str, Side); 2] =
        [("largest worker", |o| o.worker_kib), ("largest own process", |o| o.own_kib)];
    for (title, side) in sides {
        if let Some((row, outcome)) = done.iter().max_by_key(|(_, outcome)| side(outcome)) {
            let mib = side(outcome) / 1024;
            writeln!(out, "{title:21} {mib} MiB  {}", row.file.display())?;
        }
    }
    let millis: Vec<u64> = done.iter().map(|(_, outcome)| outcome.millis).collect();
    writeln!(
        out,
        "time                  median {} ms, p99 {} ms",
        percentile(millis.clone(), 50),
        percentile(millis, 99)
    )?;
    if let Some((row, outcome)) = done.iter().max_by_key(|(_, outcome)| outcome.millis) {
        writeln!(out, "longest               {} ms  {}", outcome.millis, row.file.display())?;
    }
    let over: Vec<(&Row, String)> = done
        .iter()
        .filter(|(_, outcome)| over(outcome))
        .map(|(row, o)| {
            (*row, format!("{} MiB, {} ms", o.worker_kib.max(o.own_kib) / 1024, o.millis))
        })
        .collect();
    names(out, "over 512 MiB or 20 s", over)
}

fn over(outcome: &Outcome) -> bool {
    outcome.worker_kib.max(outcome.own_kib) > MEMORY_KIB || outcome.millis > MILLIS
}

fn pdfs(out: &mut impl Write, rows: &[Row], peer: bool) -> Result<()> {
    let ours = |row: &Row| {
        row.outcome.as_ref().filter(|outcome| outcome.mime == "application/pdf").is_some()
    };
    let pdfs: Vec<&Row> = rows.iter().filter(|row| row.peer.is_some() || ours(row)).collect();
    let told = |row: &Row| row.outcome.as_ref().and_then(|outcome| outcome.pages);
    let shown = |row: &&&Row| row.outcome.as_ref().is_some_and(|o| o.text || o.picture);
    let read = pdfs.iter().filter(|row| told(row).is_some());
    writeln!(
        out,
        "PDFs                  {}: pages told {}, of these with text or picture {}",
        pdfs.len(),
        read.clone().count(),
        read.filter(shown).count()
    )?;
    let text = pdfs.iter().filter(|row| row.outcome.as_ref().is_some_and(|o| o.text)).count();
    writeln!(out, "    with text         {text}")?;
    if !peer {
        writeln!(out, "poppler               not installed, nothing to compare with")?;
        return Ok(());
    }
    let said = |row: &Row| row.peer.and_then(|said| said.pages);
    let peers = pdfs.iter().filter(|row| said(row).is_some()).count();
    let peers_text = pdfs.iter().filter(|row| row.peer.is_some_and(|said| said.text)).count();
    writeln!(out, "poppler               pages told {peers}, with text {peers_text}")?;
    let missing = pdfs.iter().filter(|row| said(row).is_some_and(|n| n > 0) && told(row).is_none());
    let missing = missing.map(|row| (*row, format!("{:?}", said(row)))).collect();
    names(out, "only poppler tells", missing)?;
    let differ = pdfs.iter().filter(
        |row| matches!((said(row), told(row)), (Some(theirs), Some(ours)) if theirs != ours),
    );
    let differ = differ.map(|row| (*row, format!("{:?} and {:?}", said(row), told(row)))).collect();
    names(out, "another number", differ)?;
    let silent = pdfs.iter().filter(|row| {
        let text = row.outcome.as_ref().is_some_and(|outcome| outcome.text);
        row.peer.is_some_and(|said| said.text) && !text
    });
    names(out, "text only by poppler", silent.map(|row| (*row, String::new())).collect())
}

/// Sentences about expectations that are not met.
fn broken(rows: &[Row], truths: &[Truth]) -> Vec<String> {
    truths.iter().filter_map(|truth| judge(truth, rows)).collect()
}

fn judge(truth: &Truth, rows: &[Row]) -> Option<String> {
    let file = &truth.file;
    let row = rows.iter().find(|row| row.file.to_str() == Some(file));
    let Some(outcome) = row.and_then(|row| row.outcome.as_ref()) else {
        return Some(format!("{file}: nothing is known of it"));
    };
    let mut wrong = Vec::new();
    if truth.taken != outcome.refused.is_none() {
        wrong.push(format!("taken {}", outcome.refused.is_none()));
    }
    if truth.pages.is_some() && truth.pages != outcome.pages {
        wrong.push(format!("pages {:?} instead of {:?}", outcome.pages, truth.pages));
    }
    if truth.text.is_some_and(|text| text != outcome.text) {
        wrong.push(format!("text {}", outcome.text));
    }
    if truth.look.is_some_and(|look| look != outcome.look) {
        wrong.push(format!("look {}", outcome.look));
    }
    (!wrong.is_empty()).then(|| format!("{file}: {}", wrong.join(", ")))
}

/// Whether everything was as it has to be.
pub(crate) fn verdict(rows: &[Row], truths: &[Truth]) -> ExitCode {
    let fine = |row: &Row| {
        let outcome = row.outcome.as_ref();
        !hung(row)
            && row.panics.is_empty()
            && outcome.is_some_and(|outcome| {
                !outcome.died()
                    && !over(outcome)
                    && outcome.untouched
                    && (outcome.refused.is_some() || outcome.identical)
            })
    };
    if rows.iter().all(fine) && broken(rows, truths).is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Every file with everything that is known of it.
pub(crate) fn json(rows: &[Row]) -> Value {
    let row = |row: &Row| {
        json!({
            "file": row.file.to_string_lossy(),
            "bytes": row.bytes,
            "outcome": row.outcome,
            "failed": row.failed,
            "hung": row.hung,
            "panics": row.panics,
            "poppler": row.peer.map(|said| json!({ "pages": said.pages, "text": said.text })),
        })
    };
    rows.iter().map(row).collect()
}

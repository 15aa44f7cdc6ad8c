//! Scans to searchable PDF/A: our pipeline beside ocrmypdf and beside Tesseract alone.
//!
//! All three read the same pages with the same Tesseract, the same languages and one thread per
//! page. Ours and ocrmypdf take a PDF of scans, straighten and clean it and write a PDF/A;
//! Tesseract alone gets the pages as pictures and writes nothing but text.
//! Never a figure of ours without the peers', and never a page that was left out.

mod watch;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use self::watch::{Usage, watched};
use crate::build::{self, Profile};
use crate::{child, paths, setup};

const SEED: &str = "0x5eed";
/// Letters of the set.
const PAGES: usize = 20;
/// Pages at the same time, a round each.
const JOBS: [usize; 2] = [1, 2];
const PEER_MISSING: &str = "ocrmypdf is missing: apt-get install --no-install-recommends \
                            ocrmypdf unpaper tesseract-ocr tesseract-ocr-deu";

/// What a side may cost or get wrong, as a share of a peer's.
const TIME_TO_PEER: f64 = 0.6;
const TIME_TO_TESSERACT: f64 = 1.1;
const SPACE_TO_PEER: f64 = 1.0 / 3.0;
const ERRORS_TO_PEER: f64 = 0.5;
/// Signs of a paragraph that have to be right, in percent.
const SECTIONS: f64 = 95.0;

/// Measures the three in turn, with one and with two pages at a time.
pub(super) fn run() -> Result<()> {
    setup::ensure(setup::Need::Rust)?;
    for program in ["ocrmypdf", "unpaper", "tesseract"] {
        ensure!(paths::on_path(program), PEER_MISSING);
    }
    build::bins(&["ocr-bench", "forsthaus-ocr"], Profile::Bench)?;
    let work = paths::work("bench")?.join("ocr");
    drop(fs::remove_dir_all(&work));
    let set = work.join("briefe");
    fs::create_dir_all(&set)?;
    let mut command = bench()?;
    command.args(["set", SEED]).arg(&set);
    println!("$ {}", child::shown(&command));
    child::run(&mut command)?;
    let mut shown = true;
    for jobs in JOBS {
        let mut round = Vec::new();
        for side in [Side::Tesseract, Side::Ours, Side::Peer] {
            let dir = work.join(format!("{}-{jobs}", side.name()));
            fs::create_dir_all(dir.join("tmp"))?;
            let usage = side.run(&set, &dir, jobs, shown)?;
            println!("{}", row(side, jobs, &usage));
            round.push(usage);
        }
        shown = false;
        if let [alone, ours, peer] = round.as_slice() {
            let space = ours.space_bytes as f64 / peer.space_bytes.max(1) as f64;
            println!(
                "{jobs} at once: ours/ocrmypdf {:.2} (target {TIME_TO_PEER}), ours/tesseract {:.2} \
                 (target {TIME_TO_TESSERACT}), temporary space {space:.2} (target {SPACE_TO_PEER:.2})",
                ours.wall / peer.wall,
                ours.wall / alone.wall,
            );
        }
    }
    errors(&set, &work)
}

/// Prints the errors of each side and compares them.
fn errors(set: &Path, work: &Path) -> Result<()> {
    let mut sums = Vec::new();
    for side in [Side::Tesseract, Side::Ours, Side::Peer] {
        println!("{}:", side.name());
        let texts = work.join(format!("{}-{}", side.name(), JOBS[0])).join("texte");
        let said = child::output(bench()?.arg("score").arg(set).arg(&texts));
        let said = said.with_context(|| format!("count the errors of {}", side.name()))?;
        print!("{said}");
        sums.push(sum(&said).with_context(|| format!("no sum in: {said}"))?);
    }
    if let [_, (ours, sections), (peer, _)] = sums.as_slice() {
        println!(
            "errors ours/ocrmypdf {:.2} (target {ERRORS_TO_PEER}), § right {sections:.1} % (target {SECTIONS})",
            ours / peer
        );
    }
    Ok(())
}

/// Errors of all pages, and how many of a hundred `§` are right.
fn sum(said: &str) -> Option<(f64, f64)> {
    let line = said.lines().find(|line| line.starts_with("all "))?;
    let words: Vec<&str> = line.split_whitespace().collect();
    let after = |name: &str| words.iter().skip_while(|word| **word != name).nth(1).copied();
    let errors = after("errors")?.parse().ok()?;
    let (right, all) = after("§")?.split_once('/')?;
    let (right, all): (f64, f64) = (right.parse().ok()?, all.parse().ok()?);
    Some((errors, right * 100.0 / all.max(1.0)))
}

fn row(side: Side, jobs: usize, usage: &Usage) -> String {
    let mib = |bytes: u64| bytes as f64 / 1024.0 / 1024.0;
    format!(
        "{:>10}  {jobs} at once  {:6.2} s/page  {:6.2} CPU s/page  {:7.1} MiB memory  {:7.1} MiB temporary  {:6.1} MiB written",
        side.name(),
        usage.wall / PAGES as f64,
        usage.cpu / PAGES as f64,
        mib(usage.memory_bytes),
        mib(usage.space_bytes),
        mib(usage.written_bytes),
    )
}

/// Who reads the pages.
#[derive(Clone, Copy)]
enum Side {
    Ours,
    Peer,
    Tesseract,
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Side::Ours => "ours",
            Side::Peer => "ocrmypdf",
            Side::Tesseract => "tesseract",
        }
    }

    /// Reads all pages; the texts end up in the file `texte`, a form feed after each page.
    fn run(self, set: &Path, dir: &Path, jobs: usize, shown: bool) -> Result<Usage> {
        let (scan, out, texts) = (set.join("scan.pdf"), dir.join("out.pdf"), dir.join("texte"));
        let temp = dir.join("tmp");
        let jobs_word = jobs.to_string();
        let mut command = match self {
            Side::Ours => {
                let mut command = bench()?;
                command.args(["ours", &jobs_word]).arg(&scan).arg(&out).arg(&texts);
                command
            }
            Side::Peer => {
                let mut command = child::command("ocrmypdf");
                command.args(["--quiet", "-l", "deu+eng", "--deskew", "--clean"]);
                command.args(["--output-type", "pdfa-2", "--jobs", &jobs_word, "--sidecar"]);
                command.arg(&texts).arg(&scan).arg(&out);
                command
            }
            Side::Tesseract => {
                let mut command = child::command("xargs");
                command.args([
                    "-P",
                    &jobs_word,
                    "-I{}",
                    "tesseract",
                    "{}.png",
                    "{}",
                    "--dpi",
                    "300",
                ]);
                command.args(["-l", "deu+eng", "txt"]);
                command
            }
        };
        command.env("OMP_THREAD_LIMIT", "1").env("TMPDIR", &temp);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        if let Side::Tesseract = self {
            command.stdin(page_names(set, dir)?);
        }
        if shown {
            println!("$ {}", child::shown(&command));
        }
        let usage = watched(command, &temp)?;
        let written = match self {
            Side::Tesseract => collect_texts(set, &texts)?,
            Side::Ours | Side::Peer => fs::metadata(&out)?.len(),
        };
        Ok(Usage { written_bytes: written, ..usage })
    }
}

/// The pages' names, as a file to be read from.
fn page_names(set: &Path, dir: &Path) -> Result<fs::File> {
    let names: Vec<String> = pages(set).map(|page| page.display().to_string() + "\n").collect();
    let list = dir.join("seiten");
    fs::write(&list, names.concat())?;
    fs::File::open(&list).context("read the list of pages")
}

fn pages(set: &Path) -> impl Iterator<Item = PathBuf> {
    (0..PAGES).map(move |number| set.join(format!("{number:02}")))
}

/// Puts what Tesseract wrote for each page into one file; the truth lies beside as `NN.wahr`.
fn collect_texts(set: &Path, texts: &Path) -> Result<u64> {
    let mut all = String::new();
    for page in pages(set) {
        let text = page.with_extension("txt");
        let Ok(read) = fs::read_to_string(&text) else {
            bail!("tesseract did not read {}", page.display());
        };
        all += read.trim_end_matches('\u{c}');
        all.push('\u{c}');
    }
    fs::write(texts, &all)?;
    Ok(all.len() as u64)
}

fn bench() -> Result<Command> {
    Ok(child::command(paths::bench_bin("ocr-bench")?))
}

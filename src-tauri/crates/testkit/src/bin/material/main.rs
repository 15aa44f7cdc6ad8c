//! Material for benches: letters as files, and a practice workstation with much post.
//!
//! Never reads a clock: the same call always gives the same letters and the same records.

mod bestand;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

const USAGE: &str = "\
material briefe --seed 0x… --count N --out FOLDER   writes letters as PDF files
material bestand --eingaenge N --data FOLDER        fills a practice workstation";

fn main() -> ExitCode {
    match run(&std::env::args_os().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[impl AsRef<OsStr>]) -> Result<()> {
    let options = Options(args.iter().map(AsRef::as_ref).collect());
    match options.0.first().and_then(|word| word.to_str()) {
        Some("briefe") => {
            let seed = options.text("--seed")?;
            let digits = seed.strip_prefix("0x").context("--seed: a number such as 0x5eed")?;
            let seed = u64::from_str_radix(digits, 16).context("--seed")?;
            briefe(seed, options.number("--count")?, &options.path("--out")?)
        }
        Some("bestand") => bestand::fill(&options.path("--data")?, options.number("--eingaenge")?),
        _ => bail!("{USAGE}"),
    }
}

/// What was asked for, as words.
struct Options<'a>(Vec<&'a OsStr>);

impl Options<'_> {
    fn value(&self, name: &str) -> Result<&OsStr> {
        let at = self.0.iter().position(|word| *word == name);
        let value = at.and_then(|at| self.0.get(at + 1));
        value.copied().with_context(|| format!("{name} is missing\n{USAGE}"))
    }

    fn text(&self, name: &str) -> Result<&str> {
        self.value(name)?.to_str().with_context(|| format!("{name} is not text"))
    }

    fn number(&self, name: &str) -> Result<usize> {
        self.text(name)?.parse().with_context(|| format!("{name}: a number"))
    }

    fn path(&self, name: &str) -> Result<PathBuf> {
        self.value(name).map(PathBuf::from)
    }
}

fn briefe(seed: u64, count: usize, out: &Path) -> Result<()> {
    std::fs::create_dir_all(out).with_context(|| format!("make {}", out.display()))?;
    for (name, pdf) in testkit::letters::generate(seed, count) {
        let path = out.join(name);
        std::fs::write(&path, pdf).with_context(|| format!("write {}", path.display()))?;
    }
    Ok(())
}

//! The corpus: writes our own, and takes in any folder of files to see how it goes.
//!
//! Never writes into the folder that is measured, and never touches a product's data folder.

mod count;
mod measure;
mod one;
mod peer;
mod report;
mod walk;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

const USAGE: &str = "\
corpus make --seed 0x… --out FOLDER      writes our own corpus with its list of expectations
corpus measure FOLDER --work FOLDER [--jobs N] [--json FILE] [--truth FILE]
                                         takes in every file, a process for each";

fn main() -> ExitCode {
    match run(&std::env::args_os().skip(1).collect::<Vec<_>>()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[OsString]) -> Result<ExitCode> {
    let Some((act, rest)) = args.split_first() else { bail!("{USAGE}") };
    let options = Options(rest);
    match act.to_str() {
        Some("make") => make(&options),
        Some("measure") => measure::run(&measure::Wish {
            folder: PathBuf::from(rest.first().context(USAGE)?),
            work: options.path("--work")?.context(USAGE)?,
            jobs: options.number("--jobs")?,
            json: options.path("--json")?,
            truth: options.path("--truth")?,
        }),
        // The two that `measure` calls for every file.
        Some(one::TAKE) => match rest {
            [data, file] => one::take(Path::new(data), Path::new(file)),
            _ => bail!("{USAGE}"),
        },
        Some(one::LOOK) => match rest {
            [file] => one::look(Path::new(file)),
            _ => bail!("{USAGE}"),
        },
        _ => bail!("{USAGE}"),
    }
}

fn make(options: &Options<'_>) -> Result<ExitCode> {
    let seed = options.value("--seed").and_then(OsStr::to_str).context(USAGE)?;
    let digits = seed.strip_prefix("0x").context("--seed: a number such as 0x5eed")?;
    let seed = u64::from_str_radix(digits, 16).context("--seed")?;
    testkit::corpus::generate(&options.path("--out")?.context(USAGE)?, seed)?;
    Ok(ExitCode::SUCCESS)
}

/// What was asked for, as words.
struct Options<'a>(&'a [OsString]);

impl Options<'_> {
    fn value(&self, name: &str) -> Option<&OsStr> {
        let at = self.0.iter().position(|word| word == name)?;
        self.0.get(at + 1).map(OsString::as_os_str)
    }

    /// A path from here, wherever a child runs.
    fn path(&self, name: &str) -> Result<Option<PathBuf>> {
        self.value(name).map(|path| std::path::absolute(path).context("a path")).transpose()
    }

    fn number(&self, name: &str) -> Result<Option<usize>> {
        let value = self.value(name).and_then(OsStr::to_str);
        value.map(|text| text.parse().with_context(|| format!("{name}: a number"))).transpose()
    }
}

//! Tesseract as a program beside ours.
//!
//! Never links it, never writes a file for it, and never lets it run without limits.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use domain::textebene::Seitentext;
use page::PageImage;

use crate::tsv::{self, Raster};
use crate::{CancelFlag, OcrError, child, korrektur, pnm};

/// German alone: with English beside it, a page takes a third longer and every twentieth umlaut
/// is lost, and the sign `§`, which only English knows, is still wrong every fourth time. The
/// corrections find it more often (figures: `cargo xtask bench ocr`).
const LANGUAGES: [&str; 1] = ["deu"];

/// What the recognition of one page may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Longest time for a page.
    pub wall: Duration,
    /// Most CPU time for a page, in whole seconds.
    pub cpu_seconds: u64,
    /// Most memory, as address space.
    pub address_space_bytes: u64,
    /// Most pixels; a larger page is not read.
    pub pixels: u64,
    /// Longest answer.
    pub answer_bytes: u64,
}

const MIB: u64 = 1024 * 1024;

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            wall: Duration::from_secs(120),
            cpu_seconds: 100,
            address_space_bytes: 1536 * MIB,
            pixels: 150_000_000,
            answer_bytes: 8 * MIB,
        }
    }
}

/// The program that reads pages.
#[derive(Debug, Clone)]
pub struct Tesseract {
    program: PathBuf,
    // Language files that were shipped with it; the system's own otherwise.
    tessdata: Option<PathBuf>,
    // Confines the program; absent only where there is nothing to confine with.
    launcher: Option<PathBuf>,
    version: String,
    limits: Limits,
}

impl Tesseract {
    /// Finds Tesseract beside this program or on the search path and asks for its languages.
    pub fn find() -> Result<Tesseract, OcrError> {
        let own = env::current_exe().map_err(OcrError::Spawn)?;
        let path = env::var_os("PATH").unwrap_or_default();
        Tesseract::find_in(&own, &path)
    }

    /// As [`Tesseract::find`], for a program at `own` and a search path `path`.
    pub fn find_in(own: &Path, path: &OsString) -> Result<Tesseract, OcrError> {
        let folders = || own.ancestors().skip(1).take(2);
        let launcher = if cfg!(unix) {
            let name = executable("forsthaus-ocr");
            let found = folders().map(|folder| folder.join(&name)).find(|file| file.is_file());
            Some(found.ok_or_else(|| OcrError::LauncherMissing(own.to_path_buf()))?)
        } else {
            None
        };
        let name = executable("tesseract");
        let shipped = folders().map(|folder| folder.join("tesseract").join(&name));
        // Relative entries would mean whatever folder we happen to stand in.
        let installed = env::split_paths(path).filter(|folder| folder.is_absolute());
        let installed = installed.map(|folder| folder.join(&name));
        let program =
            shipped.chain(installed).find(|file| file.is_file()).ok_or(OcrError::NotInstalled)?;
        let tessdata = program.parent().map(|folder| folder.join("tessdata"));
        let tessdata = tessdata.filter(|folder| folder.is_dir());
        let limits = Limits::default();
        let mut found = Tesseract { program, tessdata, launcher, version: String::new(), limits };
        found.check_languages()?;
        found.version = found.ask("--version")?.lines().next().unwrap_or_default().to_owned();
        Ok(found)
    }

    /// Returns the same program with other limits.
    pub fn with_limits(self, limits: Limits) -> Tesseract {
        Tesseract { limits, ..self }
    }

    /// Returns name and version, as the program itself says them: `tesseract 5.3.0`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Reads one page; the words' places are those of the picture as it is given.
    pub fn read(&self, image: &PageImage, cancel: &CancelFlag) -> Result<Seitentext, OcrError> {
        let pixels = u64::from(image.width()) * u64::from(image.height());
        if pixels > self.limits.pixels || image.width().max(image.height()) > SIDE_MAX {
            return Err(OcrError::TooLarge);
        }
        let mut command = self.command();
        command.args(["stdin", "stdout", "-l", &LANGUAGES.join("+"), "--oem", "1"]);
        command.args(["--dpi", &image.dpi().to_string()]).args(SETTINGS).arg("tsv");
        let said = child::run(command, &self.limits, cancel, |out| {
            pnm::write(image, &mut std::io::BufWriter::with_capacity(1 << 16, out))
        })?;
        let raster = Raster { width: image.width(), height: image.height(), dpi: image.dpi() };
        let mut text = tsv::parse(&said, raster)?;
        korrektur::korrigiere(&mut text);
        Ok(text)
    }

    fn check_languages(&self) -> Result<(), OcrError> {
        let said = self.ask("--list-langs")?;
        let missing = |language: &&&str| !said.lines().any(|line| line.trim() == **language);
        let missing: Vec<&str> = LANGUAGES.iter().filter(missing).copied().collect();
        if missing.is_empty() { Ok(()) } else { Err(OcrError::LanguagesMissing(missing)) }
    }

    fn ask(&self, question: &str) -> Result<String, OcrError> {
        let mut command = self.command();
        command.arg(question);
        let said = child::run(command, &self.limits, &CancelFlag::new(), |_| Ok(()))?;
        Ok(String::from_utf8_lossy(&said).into_owned())
    }

    /// The program with its confinement, an empty environment and its language files.
    fn command(&self) -> Command {
        #[cfg(unix)]
        let mut command = match &self.launcher {
            Some(launcher) => {
                let mut command = Command::new(launcher);
                command.args(crate::confine::arguments(&self.limits)).arg(&self.program);
                command
            }
            None => Command::new(&self.program),
        };
        #[cfg(not(unix))]
        let mut command = Command::new(&self.program);
        command.env_clear().env("OMP_THREAD_LIMIT", "1");
        for name in KEPT_ENV {
            if let Some(value) = env::var_os(name) {
                command.env(name, value);
            }
        }
        if let Some(tessdata) = &self.tessdata {
            command.arg("--tessdata-dir").arg(tessdata);
        }
        command
    }
}

/// Longest side of a picture Tesseract accepts.
const SIDE_MAX: u32 = 32_767;

/// What was measured to be fastest without being less exact; see `cargo xtask bench ocr`.
const SETTINGS: [&str; 2] = ["--psm", "3"];

/// Where an administrator has put the language files, and what Windows programs cannot do without.
const KEPT_ENV: &[&str] =
    if cfg!(windows) { &["TESSDATA_PREFIX", "SystemRoot"] } else { &["TESSDATA_PREFIX"] };

fn executable(name: &str) -> OsString {
    let mut name = OsString::from(name);
    name.push(env::consts::EXE_SUFFIX);
    name
}

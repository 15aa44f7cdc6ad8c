//! Programs in the place of Tesseract: dead, hanging, chattering, babbling.
//!
//! Never a process that stays.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use ocr::{CancelFlag, Limits, OcrError, Tesseract};
use page::{PageImage, Pixels};
use tempfile::TempDir;

/// A program that answers our questions and then does what a test wants.
pub(crate) struct Fake {
    folder: TempDir,
}

pub(crate) const HEAD: &str = r"printf 'level\tpage_num\tblock_num\n'";

impl Fake {
    pub(crate) fn new(script: &str) -> Fake {
        Fake::with_languages("deu\\neng", script)
    }

    fn with_languages(languages: &str, script: &str) -> Fake {
        let folder = tempfile::tempdir().unwrap();
        let launcher = folder.path().join("forsthaus-ocr");
        fs::copy(env!("CARGO_BIN_EXE_forsthaus-ocr"), launcher).unwrap();
        let program = folder.path().join("tesseract");
        let text = format!(
            "#!/bin/sh\ncase \"$1\" in\n--list-langs) printf 'List (2):\\n{languages}\\n'; exit;;\n\
             --version) printf 'tesseract 5.9.9\\n'; exit;;\nesac\n{script}\n"
        );
        fs::write(&program, text).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        Fake { folder }
    }

    pub(crate) fn find(&self) -> Result<Tesseract, OcrError> {
        let path = OsString::from(self.folder.path());
        Tesseract::find_in(&self.folder.path().join("forsthaus"), &path)
    }

    fn hasty(&self) -> Tesseract {
        let wall = Duration::from_millis(400);
        let limits = Limits { wall, cpu_seconds: 2, answer_bytes: 10_000, ..Limits::default() };
        self.find().unwrap().with_limits(limits)
    }
}

pub(crate) fn page(width: u32) -> PageImage {
    let pixels = Pixels::Grey(vec![255; width as usize * 2000]);
    PageImage::new(width, 2000, 300, pixels).unwrap()
}

/// Whether a process was started with something from this folder.
#[cfg(target_os = "linux")]
fn runs_from(folder: &Path) -> bool {
    let wanted = folder.to_str().unwrap().as_bytes();
    fs::read_dir("/proc").unwrap().flatten().any(|entry| {
        let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        line.windows(wanted.len()).any(|part| part == wanted)
    })
}

#[test]
fn what_is_missing_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("forsthaus");
    let found = Tesseract::find_in(&own, &OsString::from("/usr/bin"));
    assert!(matches!(found, Err(OcrError::LauncherMissing(_))), "{found:?}");
    fs::copy(env!("CARGO_BIN_EXE_forsthaus-ocr"), folder.path().join("forsthaus-ocr")).unwrap();
    for path in ["", ".", "relative", "/nowhere"] {
        let found = Tesseract::find_in(&own, &OsString::from(path));
        assert!(matches!(found, Err(OcrError::NotInstalled)), "{found:?}");
        assert!(found.unwrap_err().hinweis().starts_with("Texterkennung ist nicht eingerichtet"));
    }
    let found = Fake::with_languages("eng\\nosd", "").find();
    let missing = found.unwrap_err();
    assert!(matches!(&missing, OcrError::LanguagesMissing(names) if names == &["deu"]));
}

#[test]
fn the_program_is_told_what_it_needs_and_nothing_else() {
    // No child of the script's own: what it says comes from the shell itself.
    let word = r"printf '5\t1\t1\t1\t1\t1\t10\t10\t90\t40\t90\t%s\n'";
    let fake = Fake::new(&format!(
        "{HEAD}\n{word} \"$*\"\n{word} \"${{CARGO_MANIFEST_DIR-leer}}\"\n{word} \"$OMP_THREAD_LIMIT\""
    ));
    let tesseract = fake.find().unwrap();
    assert_eq!(tesseract.version(), "tesseract 5.9.9");
    let text = tesseract.read(&page(3000), &CancelFlag::new()).unwrap().text();
    let words = "stdin stdout -l deu --oem 1 --dpi 300";
    assert!(text.starts_with(words) && text.ends_with("tsv leer 1"), "{text}");
}

#[test]
fn the_program_gives_up_what_it_does_not_need() {
    let line = r"printf '5\t1\t1\t1\t1\t1\t10\t10\t90\t40\t90\t'";
    let script = format!(
        "{HEAD}\n{line}; ulimit -f; {line}; ulimit -c; {line}; ulimit -n; {line}; ulimit -t; {line}; ulimit -v"
    );
    let text = Fake::new(&script).hasty().read(&page(300), &CancelFlag::new()).unwrap().text();
    let words: Vec<u64> = text.split_whitespace().map(|word| word.parse().unwrap()).collect();
    assert_eq!(words, [0, 0, 16, 2, 1536 * 1024]);
}

#[cfg(target_os = "linux")]
#[test]
fn the_program_gains_no_privileges() {
    let script = format!(
        "{HEAD}\nwhile read -r key value; do case $key in NoNewPrivs:) \
         printf '5\\t1\\t1\\t1\\t1\\t1\\t10\\t10\\t90\\t40\\t90\\t%s\\n' \"$value\";; esac; \
         done < /proc/self/status"
    );
    let text = Fake::new(&script).hasty().read(&page(300), &CancelFlag::new()).unwrap().text();
    assert_eq!(text, "1");
}

#[test]
fn every_failure_is_an_answer_about_the_page() {
    let answer = |script: &str| {
        let error = Fake::new(script).hasty().read(&page(3000), &CancelFlag::new()).unwrap_err();
        assert!(error.is_about_page(), "{error:?}");
        assert!(error.hinweis().contains("Das Original ist unverändert gespeichert."));
        error
    };
    assert!(matches!(answer("exit 3"), OcrError::Died(_)));
    assert!(matches!(answer("kill -9 $$"), OcrError::Died(_)));
    assert!(matches!(answer("exec sleep 100"), OcrError::TimedOut));
    // Says everything, closes its mouth, and stays.
    assert!(matches!(answer(&format!("{HEAD}; exec sleep 100 >&-")), OcrError::TimedOut));
    assert!(matches!(answer("while :; do echo Geschwätz; done"), OcrError::TooMuchOutput));
    assert!(matches!(answer("echo Kauderwelsch"), OcrError::Garbled));
    assert!(matches!(answer(""), OcrError::Garbled));
}

#[test]
fn a_page_that_is_too_large_is_not_read() {
    let limits = Limits { pixels: 1_000_000, ..Limits::default() };
    let small = Fake::new("").find().unwrap().with_limits(limits);
    assert!(matches!(small.read(&page(501), &CancelFlag::new()), Err(OcrError::TooLarge)));
    let long = PageImage::new(40_000, 1, 300, Pixels::Bitonal(vec![0; 5000])).unwrap();
    assert!(matches!(small.read(&long, &CancelFlag::new()), Err(OcrError::TooLarge)));
}

#[cfg(target_os = "linux")]
#[test]
fn a_cancelled_page_ends_at_once_and_leaves_nothing() {
    // One that takes its picture and one that does not. Neither becomes another program, under
    // whose name it would not be found.
    for script in ["while :; do :; done", "while read -r line; do :; done; while :; do :; done"] {
        let fake = Fake::new(script);
        let tesseract = fake.find().unwrap();
        let cancel = CancelFlag::new();
        let (outcome, waited) = std::thread::scope(|scope| {
            let reading = scope.spawn(|| tesseract.read(&page(3000), &cancel));
            while !runs_from(fake.folder.path()) {
                assert!(!reading.is_finished(), "ended before it was cancelled");
                std::thread::yield_now();
            }
            let started = Instant::now();
            cancel.cancel();
            (reading.join().unwrap(), started.elapsed())
        });
        assert!(matches!(outcome, Err(OcrError::Cancelled)), "{outcome:?}");
        // The promise is two seconds.
        assert!(waited < Duration::from_secs(2), "{waited:?}");
        assert!(!runs_from(fake.folder.path()));
    }
}

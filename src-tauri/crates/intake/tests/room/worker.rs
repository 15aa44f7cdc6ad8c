//! The worker as a process: answers, deaths and limits.
//!
//! Never waits longer than a limit says.

use std::fs;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::time::{Duration, Instant};

use inspect::inspect;
use intake::worker::{Limits, Worker, WorkerError};

use crate::pdfs;

fn worker() -> Worker {
    Worker { program: env!("CARGO_BIN_EXE_forsthaus-worker").into(), limits: Limits::default() }
}

/// A program in place of the worker.
#[cfg(unix)]
fn fake(folder: &Path, script: &str) -> Worker {
    use std::os::unix::fs::PermissionsExt;
    let program = folder.join("fake");
    fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let (wall, thumbnail) = (Duration::from_millis(300), Duration::from_millis(200));
    Worker { program, limits: Limits { wall, thumbnail, ..Limits::default() } }
}

#[test]
fn the_worker_finds_what_the_functions_find() {
    assert!(Worker::find().unwrap().program.is_file());
    for bytes in [
        pdfs::simple(&["Eins", "Zwei"]),
        pdfs::simple(&["Eins"])[..500].to_vec(),
        pdfs::locked("geheim"),
        vec![],
        "Grüße".into(),
    ] {
        let seen = worker().inspect(&mut Cursor::new(&bytes), "Grüße.pdf").unwrap();
        assert_eq!(seen, inspect(bytes, "Grüße.pdf"));
    }
    for path in pdfs::material() {
        let bytes = fs::read(path).unwrap();
        let seen = worker().inspect(&mut Cursor::new(&bytes), "a.pdf").unwrap();
        assert_eq!(seen, inspect(bytes, "a.pdf"));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn bombs_do_not_reach_the_caller() {
    let peak_kib = || {
        let status = fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap()
    };
    for bomb in [pdfs::content_bomb(), pdfs::object_stream_bomb()] {
        let before = peak_kib();
        let started = Instant::now();
        let seen = worker().inspect(&mut Cursor::new(bomb), "a.pdf").unwrap();
        assert!(seen.befund.pruefung_noetig && seen.thumbnail.is_none());
        assert!(started.elapsed() < Duration::from_secs(20));
        let grown_kib = peak_kib() - before;
        assert!(grown_kib < 8 * 1024, "{grown_kib} KiB");
    }
}

#[cfg(unix)]
#[test]
fn too_little_memory_is_an_answer_about_the_document() {
    let limits = Limits { address_space_bytes: 48 * 1024 * 1024, ..Limits::default() };
    let small = Worker { limits, ..worker() };
    let bytes = pdfs::simple(&["x"]);
    let mut big = bytes.clone();
    big.resize(64 * 1024 * 1024, b' ');
    assert!(small.inspect(&mut Cursor::new(bytes), "a.pdf").is_ok());
    let error = small.inspect(&mut Cursor::new(big), "a.pdf").unwrap_err();
    assert!(matches!(error, WorkerError::Died(_)), "{error:?}");
    assert!(error.befund().unwrap().pruefung_noetig);
}

#[cfg(unix)]
#[test]
fn too_much_computing_is_an_answer_about_the_document() {
    // Pages that are one and the same large content: little to send, much to read.
    let mut document = pdfs::document(&["x"; 2000]);
    let pages: Vec<_> = document.page_iter().collect();
    let content = "(Wort) Tj ".repeat(4_000_000 / 10).into_bytes();
    let mut stream = lopdf::Stream::new(lopdf::dictionary! {}, content);
    stream.compress().unwrap();
    let content = document.add_object(stream);
    for page in pages {
        document.get_dictionary_mut(page).unwrap().set("Contents", content);
    }
    let limits = Limits { cpu_seconds: 1, ..Limits::default() };
    let bytes = pdfs::saved(document);
    let error =
        Worker { limits, ..worker() }.inspect(&mut Cursor::new(bytes), "a.pdf").unwrap_err();
    assert!(matches!(error, WorkerError::Died(_)), "{error:?}");
}

#[test]
fn a_document_over_the_limit_is_marked_and_not_read_further() {
    let limits = Limits { document_bytes: 1000, ..Limits::default() };
    let bytes = pdfs::simple(&["x"]).into_iter().chain(vec![b' '; 10_000_000]);
    let mut source = Cursor::new(bytes.collect::<Vec<u8>>());
    let seen = Worker { limits, ..worker() }.inspect(&mut source, "a.pdf").unwrap();
    assert_eq!(seen.befund.mime, "application/pdf");
    assert!(seen.befund.hinweise[0].starts_with("Die Datei ist zu groß"), "{:?}", seen.befund);
    assert!(source.position() < 5_000_000);
}

#[cfg(unix)]
#[test]
fn fakes_that_die_hang_chatter_or_babble() {
    let folder = tempfile::tempdir().unwrap();
    let answer = |script: &str| {
        let started = Instant::now();
        let mut source = Cursor::new(vec![b'x'; 3_000_000]);
        let error = fake(folder.path(), script).inspect(&mut source, "a.pdf").unwrap_err();
        assert!(started.elapsed() < Duration::from_secs(10), "{script}");
        error
    };
    let died = answer("kill -9 $$");
    assert!(matches!(died, WorkerError::Died(_)), "{died:?}");
    let died = answer("cat > /dev/null; exit 3");
    assert!(matches!(died, WorkerError::Died(_)), "{died:?}");
    for garbage in ["echo hello world; cat > /dev/null", "cat > /dev/null; yes", "cat"] {
        let garbled = answer(garbage);
        assert!(matches!(garbled, WorkerError::Garbled), "{garbage}: {garbled:?}");
    }
    let garbled = answer(r"cat > /dev/null; printf 'FHANTWO2K\003\000\000\000{x}'; sleep 60");
    assert!(matches!(garbled, WorkerError::Garbled), "{garbled:?}");
    let chatty = answer(r"cat > /dev/null; printf 'FHANTWO2K\377\377\377\377'; yes");
    assert!(matches!(chatty, WorkerError::TooMuchOutput), "{chatty:?}");
    // Neither listening, nor only listening; with and without children of its own.
    for hang in ["exec sleep 60", "cat > /dev/null; exec sleep 60", "sleep 60; sleep 60"] {
        let late = answer(hang);
        assert!(matches!(late, WorkerError::TimedOut), "{hang}: {late:?}");
        assert!(late.befund().unwrap().hinweise[0].contains("zu lange"));
    }
}

#[cfg(unix)]
#[test]
fn facts_survive_a_picture_that_kills_or_hangs() {
    let folder = tempfile::tempdir().unwrap();
    let facts = serde_json::to_string(&inspect(b"Guten Tag".to_vec(), "a.txt").befund).unwrap();
    fs::write(folder.path().join("facts"), &facts).unwrap();
    let length: String = (facts.len() as u32).to_le_bytes().map(|b| format!("\\{b:03o}")).concat();
    let facts_file = folder.path().join("facts");
    let script =
        format!("cat > /dev/null; printf 'FHANTWO2K{length}'; cat '{}'", facts_file.display());
    for end in ["kill -9 $$", "exec sleep 60"] {
        let mut worker = fake(folder.path(), &format!("{script}; {end}"));
        worker.limits.wall = Duration::from_secs(30);
        let seen = worker.inspect(&mut Cursor::new(b"x"), "a.txt").unwrap();
        assert_eq!((seen.befund.text.as_str(), seen.thumbnail), ("Guten Tag", None));
    }
}

/// A source that gives a little, then fails.
struct Failing(u32);

impl Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0 += 1;
        match self.0 {
            1 => Err(io::ErrorKind::Interrupted.into()),
            2..20 => {
                buffer.fill(b'x');
                Ok(buffer.len())
            }
            _ => Err(io::Error::other("share went away")),
        }
    }
}

#[test]
fn a_failing_source_is_not_the_documents_fault() {
    let error = worker().inspect(&mut Failing(0), "a.pdf").unwrap_err();
    assert!(matches!(&error, WorkerError::Source(e) if e.to_string() == "share went away"));
    assert_eq!(error.befund(), None);
}

/// A source that is slower than the worker's time.
struct Slow<'a>(Cursor<Vec<u8>>, &'a std::sync::mpsc::Receiver<()>);

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let _ = self.1.recv_timeout(Duration::from_millis(400));
        self.0.read(buffer)
    }
}

#[test]
fn a_slow_source_does_not_cost_the_worker_its_time() {
    let (_never, slowness) = std::sync::mpsc::channel();
    let limits = Limits { wall: Duration::from_millis(300), ..Limits::default() };
    let mut source = Slow(Cursor::new(b"Guten Tag".to_vec()), &slowness);
    let seen = Worker { limits, ..worker() }.inspect(&mut source, "a.txt").unwrap();
    assert_eq!(seen.befund.text, "Guten Tag");
}

#[test]
fn a_missing_program_says_so() {
    let missing = Worker { program: "/nowhere/forsthaus-worker".into(), limits: Limits::default() };
    let error = missing.inspect(&mut io::empty(), "a.pdf").unwrap_err();
    assert!(matches!(error, WorkerError::NotFound(_)));
    assert_eq!(error.befund(), None);
}

#[cfg(target_os = "linux")]
#[test]
fn the_kernel_refuses_the_worker_files_network_and_programs() {
    let (send, slowness) = std::sync::mpsc::channel::<()>();
    let looked = std::cell::Cell::new(false);
    /// Looks at the process of the worker while it waits for the document.
    struct Looking<'a>(&'a std::cell::Cell<bool>, std::sync::mpsc::Receiver<()>);
    impl Read for Looking<'_> {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            for entry in fs::read_dir("/proc")?.flatten() {
                let status = fs::read_to_string(entry.path().join("status")).unwrap_or_default();
                let parent = format!("PPid:\t{}\n", std::process::id());
                let confined = status.contains("Seccomp:\t2\n");
                if status.contains("Name:\tforsthaus-worke") && status.contains(&parent) && confined
                {
                    self.0.set(true);
                }
            }
            if !self.0.get() {
                // Not yet: the worker is still starting. The next look comes soon.
                let _ = self.1.recv_timeout(Duration::from_millis(20));
                return Err(io::ErrorKind::Interrupted.into());
            }
            Ok(0)
        }
    }
    let seen = worker().inspect(&mut Looking(&looked, slowness), "a.txt").unwrap();
    drop(send);
    assert!(looked.get());
    assert_eq!(seen.befund.mime, "application/x-empty");
}

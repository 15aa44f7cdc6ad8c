//! Real folders being watched.
//!
//! Never sleeps: each test waits for an event, and gives up loudly.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use intake::watch::{FolderEvent, FolderWatch, Problem, Seen, Timing};

const LONG: Duration = Duration::from_secs(20);

fn timing() -> Timing {
    Timing {
        quiet: Duration::from_millis(200),
        pdf_end: Duration::from_millis(600),
        empty: Duration::from_millis(400),
        poll: Duration::from_millis(50),
        pause: Duration::from_millis(10),
    }
}

fn start(folder: &Path) -> (FolderWatch, Receiver<FolderEvent>) {
    FolderWatch::start(folder.to_owned(), timing(), []).unwrap()
}

/// With a quiet time that a busy machine does not exceed between two writes of a test.
fn start_patient(folder: &Path) -> (FolderWatch, Receiver<FolderEvent>) {
    let timing = Timing { quiet: Duration::from_millis(1200), ..timing() };
    FolderWatch::start(folder.to_owned(), timing, []).unwrap()
}

/// Waits for the first event that fits; what else comes is passed over.
#[track_caller]
fn wait<T>(events: &Receiver<FolderEvent>, fits: impl Fn(FolderEvent) -> Option<T>) -> T {
    let end = Instant::now() + LONG;
    loop {
        match events.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(event) => {
                if let Some(found) = fits(event) {
                    return found;
                }
            }
            Err(error) => panic!("nothing came: {error}"),
        }
    }
}

fn ready(event: FolderEvent) -> Option<(PathBuf, Seen)> {
    match event {
        FolderEvent::Ready(path, seen) => Some((path, seen)),
        _ => None,
    }
}

fn problem(event: FolderEvent) -> Option<(PathBuf, Problem)> {
    match event {
        FolderEvent::Problem { path, problem } => Some((path, problem)),
        _ => None,
    }
}

/// Collects what is ready until nothing more has come for a while.
fn all_ready(events: &Receiver<FolderEvent>, calm: Duration) -> BTreeMap<PathBuf, Vec<Seen>> {
    let mut found: BTreeMap<PathBuf, Vec<Seen>> = BTreeMap::new();
    loop {
        match events.recv_timeout(calm) {
            Ok(event) => {
                if let Some((path, seen)) = ready(event) {
                    found.entry(path).or_default().push(seen);
                }
            }
            Err(RecvTimeoutError::Timeout) => return found,
            Err(RecvTimeoutError::Disconnected) => panic!("the watch ended"),
        }
    }
}

#[test]
fn a_whole_file_is_ready_after_the_quiet_time() {
    let folder = tempfile::tempdir().unwrap();
    let (_watch, events) = start(folder.path());
    let path = folder.path().join("a.pdf");
    let written = Instant::now();
    fs::write(&path, "%PDF-1.7 … %%EOF\n").unwrap();
    let (found, seen) = wait(&events, ready);
    assert_eq!((found, seen.len), (path.clone(), fs::metadata(&path).unwrap().len()));
    assert!(written.elapsed() >= Duration::from_millis(200));
    assert!(seen.tail_complete);
    fs::remove_file(&path).unwrap();
    let gone = |event| matches!(event, FolderEvent::Gone(_)).then_some(());
    wait(&events, gone);
}

#[test]
fn a_pdf_without_its_end_is_waited_for_and_then_taken() {
    let folder = tempfile::tempdir().unwrap();
    let (_watch, events) = start(folder.path());
    let written = Instant::now();
    fs::write(folder.path().join("a.pdf"), "%PDF-1.7 …").unwrap();
    let (_, seen) = wait(&events, ready);
    assert!(!seen.tail_complete);
    assert!(written.elapsed() >= Duration::from_millis(800));
}

#[test]
fn a_growing_file_is_ready_once_with_its_last_length() {
    let folder = tempfile::tempdir().unwrap();
    let (_watch, events) = start_patient(folder.path());
    let path = folder.path().join("scan.tif");
    // Each pause is an event that does not come, so growth takes as long as told.
    let pause = |events: &Receiver<FolderEvent>, ms| {
        let end = Instant::now() + Duration::from_millis(ms);
        while let Ok(event) = events.recv_timeout(end.saturating_duration_since(Instant::now())) {
            assert!(ready(event).is_none(), "ready while growing");
        }
    };
    for page in 0..12 {
        let mut file = OpenOptions::new().create(true).append(true).open(&path).unwrap();
        file.write_all(&vec![page; 10_000]).unwrap();
        drop(file);
        pause(&events, 20 + u64::from(page) * 7);
    }
    let found = all_ready(&events, Duration::from_millis(2000));
    assert_eq!(found.len(), 1);
    assert_eq!(found[&path].iter().map(|seen| seen.len).collect::<Vec<_>>(), [120_000]);
}

#[test]
fn a_renamed_transfer_is_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let (_watch, events) = start(folder.path());
    let (part, whole) = (folder.path().join("a.pdf.filepart"), folder.path().join("a.pdf"));
    fs::write(&part, "%PDF-1.7 %%EOF").unwrap();
    assert!(all_ready(&events, Duration::from_millis(500)).is_empty());
    fs::rename(&part, &whole).unwrap();
    let found = all_ready(&events, Duration::from_millis(700));
    assert_eq!(found.keys().collect::<Vec<_>>(), [&whole]);
    assert_eq!(found[&whole].len(), 1);
}

#[cfg(unix)]
#[test]
fn links_pipes_and_empty_files_are_problems_and_stay() {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    let folder = tempfile::tempdir().unwrap();
    let target = tempfile::NamedTempFile::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::os::unix::fs::symlink(target.path(), at("link.pdf")).unwrap();
    mknodat(CWD, at("pipe.pdf"), FileType::Fifo, Mode::RWXU, 0).unwrap();
    fs::write(at("empty.pdf"), "").unwrap();
    fs::create_dir(at("folder.pdf")).unwrap();
    fs::write(at("folder.pdf").join("inside.pdf"), "%PDF-1.7 %%EOF").unwrap();
    fs::write(at("good.pdf"), "%PDF-1.7 %%EOF").unwrap();
    let (_watch, events) = start(folder.path());
    let found: BTreeMap<PathBuf, Problem> = (0..3).map(|_| wait(&events, problem)).collect();
    assert_eq!(
        found,
        BTreeMap::from([
            (at("link.pdf"), Problem::Symlink),
            (at("pipe.pdf"), Problem::Special),
            (at("empty.pdf"), Problem::Empty),
        ])
    );
    assert!(found.values().all(|problem| problem.hinweis().ends_with('.')));
    assert!(found.keys().all(|path| fs::symlink_metadata(path).is_ok()));
    // The good one came while the others were waited for, and nothing comes twice.
    let rest = all_ready(&events, Duration::from_millis(500));
    assert!(!rest.contains_key(&at("folder.pdf")));
}

#[test]
fn long_umlaut_names_and_odd_bytes_are_names() {
    let folder = tempfile::tempdir().unwrap();
    let long = format!("{}a.pdf", "ü".repeat(125));
    assert_eq!(long.len(), 255);
    fs::write(folder.path().join(&long), "%PDF-1.7 %%EOF").unwrap();
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStrExt;
        let odd = std::ffi::OsStr::from_bytes(b"Gr\xFC\xDFe.pdf");
        fs::write(folder.path().join(odd), "%PDF-1.7 %%EOF").unwrap();
    }
    let (_watch, events) = start(folder.path());
    let found = all_ready(&events, Duration::from_millis(700));
    assert_eq!(found.len(), fs::read_dir(folder.path()).unwrap().count());
    assert!(found.contains_key(&folder.path().join(long)));
}

#[test]
fn a_storm_of_a_thousand_files_is_each_file_once() {
    let folder = tempfile::tempdir().unwrap();
    let (watch, events) = start_patient(folder.path());
    for number in 0..1000 {
        let path = folder.path().join(format!("{number:04}.pdf"));
        fs::write(&path, "%PDF-1.7 ").unwrap();
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        for _ in 0..5 {
            file.write_all(b"%%EOF\n").unwrap();
        }
        watch.look();
    }
    let found = all_ready(&events, Duration::from_millis(2500));
    assert_eq!(found.len(), 1000);
    assert!(found.values().all(|offers| offers.len() == 1));
}

#[test]
fn a_taken_file_that_stays_is_not_offered_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pdf");
    fs::write(&path, "%PDF-1.7 %%EOF").unwrap();
    let (watch, events) = start(folder.path());
    let (_, seen) = wait(&events, ready);
    watch.again(path.clone());
    assert_eq!(wait(&events, ready), (path.clone(), seen));
    watch.taken(path.clone(), seen);
    assert!(all_ready(&events, Duration::from_millis(500)).is_empty());
    drop(watch);

    let known = [(path.clone(), seen)];
    let (_watch, events) = FolderWatch::start(folder.path().to_owned(), timing(), known).unwrap();
    assert!(all_ready(&events, Duration::from_millis(500)).is_empty());
    fs::write(&path, "%PDF-1.7 new %%EOF").unwrap();
    assert_eq!(wait(&events, ready).0, path);
}

#[test]
fn a_folder_may_come_go_and_come_back() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("Eingang");
    let (watch, events) = start(&folder);
    let unreachable = |event| match event {
        FolderEvent::Unreachable(text) => Some(text),
        _ => None,
    };
    let reachable = |event| matches!(event, FolderEvent::Reachable).then_some(());
    assert!(wait(&events, unreachable).starts_with("Der Ordner ist nicht vorhanden"));
    for _ in 0..2 {
        fs::create_dir(&folder).unwrap();
        wait(&events, reachable);
        fs::write(folder.join("a.pdf"), "%PDF-1.7 %%EOF").unwrap();
        assert_eq!(wait(&events, ready).0, folder.join("a.pdf"));
        fs::remove_dir_all(&folder).unwrap();
        wait(&events, unreachable);
    }
    let stopping = Instant::now();
    drop(watch);
    assert!(stopping.elapsed() < Duration::from_secs(1));
}

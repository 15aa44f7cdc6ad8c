//! Failures that other programs became known for, played through to the stored item.
//!
//! Never waits for the clock on the wall where the rule can be shown under one of its own; the
//! names claim the scenarios of `cargo xtask test scenarios`.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use domain::{Eingang, Quelle};
use intake::custody::{Custody, TakeError, Taken};
use intake::release::release;
use intake::watch::{FolderEvent, FolderWatch, Machine, Outside, Rounds, Seen, Timing};
use intake::worker::Worker;
use store::{DbError, Env, KeySource, Store};

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// A data folder and a scanned folder beside it.
struct Office {
    folder: tempfile::TempDir,
    store: Store,
    worker: Worker,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("scan")).unwrap();
        let store = open(folder.path());
        Self { folder, store, worker: Worker::find().unwrap() }
    }

    fn scan(&self) -> PathBuf {
        self.folder.path().join("scan")
    }

    fn take(&self, path: &Path, seen: &Seen) -> Result<Taken, TakeError> {
        let (akteur, arbeitsplatz) = ("Anna".to_owned(), "K01".to_owned());
        let custody = Custody { store: &self.store, worker: &self.worker, akteur, arbeitsplatz };
        custody.take(path, Quelle::Ordner, true, Some(seen))
    }

    /// Returns SHA-256 and number of later arrivals of every item.
    fn items(&self) -> Vec<(String, usize)> {
        self.store
            .read(|db| {
                let (_, ids) = db.eingaenge(None, 0, u32::MAX)?;
                let item = |id| {
                    let (eingang, _) = db.load::<Eingang>(id)?;
                    Ok((eingang.sha256, eingang.zugaenge.len()))
                };
                ids.into_iter().map(item).collect::<Result<_, DbError>>()
            })
            .unwrap()
    }
}

fn open(folder: &Path) -> Store {
    Store::open(&folder.join("daten"), &KeySource::passphrase("test"), Env::system()).unwrap()
}

/// The real folder under a clock that is moved by hand, with files that are busy when told.
struct Staged {
    now: Cell<Instant>,
    busy: RefCell<BTreeSet<PathBuf>>,
}

impl Staged {
    fn new() -> Self {
        Self { now: Cell::new(Instant::now()), busy: RefCell::default() }
    }
}

impl Outside for &Staged {
    fn names(&self, folder: &Path) -> io::Result<BTreeSet<PathBuf>> {
        Machine.names(folder)
    }

    fn look(&self, path: &Path, last: Option<&Seen>) -> io::Result<Seen> {
        if self.busy.borrow().contains(path) {
            return Err(io::ErrorKind::ResourceBusy.into());
        }
        Machine.look(path, last)
    }

    fn now(&self) -> Instant {
        self.now.get()
    }
}

/// A watch on a stage: events come only from looking, as on a share that sends none.
struct Play<'a> {
    stage: &'a Staged,
    rounds: Rounds<&'a Staged>,
    next: Instant,
}

impl<'a> Play<'a> {
    fn new(stage: &'a Staged, folder: PathBuf) -> Self {
        let rounds = Rounds::new(folder, Timing::default(), [], stage);
        Self { stage, rounds, next: stage.now.get() }
    }

    /// Lets time pass, looking whenever a look is due; returns what was ready, and when.
    fn pass(&mut self, span: Duration) -> Vec<(Instant, PathBuf, Seen)> {
        let end = self.stage.now.get() + span;
        let mut ready = Vec::new();
        while self.next <= end {
            self.stage.now.set(self.next.max(self.stage.now.get()));
            for event in self.rounds.round() {
                if let FolderEvent::Ready(path, seen) = event {
                    ready.push((self.stage.now.get(), path, seen));
                }
            }
            self.next = self.rounds.next(self.stage.now.get());
        }
        self.stage.now.set(end);
        ready
    }
}

/// A small generator, so that a seed says everything.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

fn append(path: &Path, bytes: &[u8]) {
    let mut file = OpenOptions::new().create(true).append(true).open(path).unwrap();
    file.write_all(bytes).unwrap();
}

/// Twelve pages, closed and opened again, with gaps of 0.2 to 4 s, and one long write at the end.
#[test]
fn scenario_01_stuttering_scanner_is_one_item_with_the_final_bytes() {
    let office = Office::new();
    let (window, mut extra_ms) = (Timing::default().quiet, Vec::new());
    for seed in 1..=20_u64 {
        println!("seed {seed}");
        let mut random = Seeded(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let stage = Staged::new();
        let mut play = Play::new(&stage, office.scan());
        let path = office.scan().join(format!("scan-{seed}.pdf"));
        let mut written = format!("%PDF-1.7 scan {seed}\n").into_bytes();
        append(&path, &written);
        for page in 0..12_u64 {
            let ready = play.pass(ms(200 + random.below(3801)));
            assert!(ready.is_empty(), "a partial file was offered before page {page}: {ready:?}");
            let bytes = vec![u8::try_from(page).unwrap(); 2000 + random.below(8000) as usize];
            append(&path, &bytes);
            written.extend(bytes);
        }
        for _ in 0..40 {
            assert!(play.pass(ms(50)).is_empty(), "offered during the long write");
            append(&path, &[7; 4096]);
            written.extend([7; 4096]);
        }
        append(&path, b"%%EOF\n");
        written.extend(b"%%EOF\n");
        let last_write = stage.now.get();
        let ready = play.pass(Duration::from_secs(120));
        let [(at, found, seen)] = &ready[..] else { panic!("offered {} times", ready.len()) };
        assert_eq!(found, &path);
        extra_ms.push((*at - last_write).saturating_sub(window).as_millis());
        let taken = office.take(found, seen).unwrap();
        assert_eq!(taken.sha256, wire::sha256_hex(&written));
        release_all(&office, std::slice::from_ref(found));
    }
    assert_eq!(office.items().len(), 20);
    extra_ms.sort_unstable();
    let median = extra_ms[extra_ms.len() / 2];
    println!("delay beyond the quiet time: median {median} ms, most {:?} ms", extra_ms.last());
    assert!(median <= window.as_millis(), "{median} ms");
}

fn release_all(office: &Office, paths: &[PathBuf]) {
    for path in paths {
        let source = office.store.read(|db| db.source(path.to_str().unwrap())).unwrap().unwrap();
        release(&office.store, &source).unwrap();
        assert!(!path.exists(), "{} is still there", path.display());
    }
}

/// Busy for 30 s just when it is looked at, then free, and nothing tells of it.
#[test]
fn scenario_02_busy_file_is_taken_within_a_minute_without_restart() {
    let office = Office::new();
    let stage = Staged::new();
    let mut play = Play::new(&stage, office.scan());
    let path = office.scan().join("scan.pdf");
    fs::write(&path, "%PDF-1.7 … %%EOF\n").unwrap();
    let start = stage.now.get();
    stage.busy.borrow_mut().insert(path.clone());
    assert!(play.pass(Duration::from_secs(30)).is_empty(), "offered while busy");
    stage.busy.borrow_mut().clear();
    let ready = play.pass(Duration::from_secs(120));
    let [(at, found, seen)] = &ready[..] else { panic!("offered {} times", ready.len()) };
    assert!(*at - start < Duration::from_secs(60), "{:?}", *at - start);
    office.take(found, seen).unwrap();
    assert_eq!(office.items().len(), 1);
}

/// Free when it is looked at and busy when it is taken: the taking is repeated by itself.
#[cfg(unix)]
#[test]
fn scenario_02_file_that_is_busy_at_the_taking_is_offered_again() {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    let office = Office::new();
    let stage = Staged::new();
    let mut play = Play::new(&stage, office.scan());
    let path = office.scan().join("scan.txt");
    fs::write(&path, "Guten Tag").unwrap();
    let ready = play.pass(Duration::from_secs(20));
    let [(_, _, seen)] = &ready[..] else { panic!("offered {} times", ready.len()) };
    // Nothing can be read there for a while: another program holds the name.
    let aside = office.folder.path().join("aside.txt");
    fs::rename(&path, &aside).unwrap();
    mknodat(CWD, &path, FileType::Fifo, Mode::RWXU, 0).unwrap();
    assert!(office.take(&path, seen).is_err());
    play.rounds.again(&path);
    fs::remove_file(&path).unwrap();
    fs::rename(&aside, &path).unwrap();
    let ready = play.pass(Duration::from_secs(60));
    let [(_, _, seen)] = &ready[..] else { panic!("offered {} times", ready.len()) };
    office.take(&path, seen).unwrap();
    assert_eq!(office.items().len(), 1);
}

/// A transfer that renames at its end, a placeholder that is filled later, a file in parts, an
/// ending that nobody knows; and no notification of any of it.
#[test]
fn scenario_03_renames_and_placeholders_are_one_item_each_without_notifications() {
    let office = Office::new();
    let stage = Staged::new();
    let mut play = Play::new(&stage, office.scan());
    let at = |name: &str| office.scan().join(name);
    append(&at("ftp.pdf.filepart"), b"%PDF-1.7 ");
    append(&at("finder.pdf"), b"");
    append(&at("wolke.pdf"), b"%PDF-1.7 ");
    append(&at("kopierer.xyz0815"), b"Seite");
    let mut ready = play.pass(Duration::from_secs(20));
    for part in 0..5 {
        append(&at("ftp.pdf.filepart"), b"Seite ");
        append(&at("wolke.pdf"), format!("Teil {part} ").as_bytes());
        ready.extend(play.pass(Duration::from_secs(4)));
    }
    append(&at("ftp.pdf.filepart"), b"%%EOF\n");
    fs::rename(at("ftp.pdf.filepart"), at("ftp.pdf")).unwrap();
    append(&at("finder.pdf"), b"%PDF-1.7 inhalt %%EOF\n");
    append(&at("wolke.pdf"), b"%%EOF\n");
    ready.extend(play.pass(Duration::from_secs(180)));
    let names: Vec<_> = ready.iter().map(|(_, path, _)| path.file_name().unwrap()).collect();
    let offered: BTreeSet<_> = names.iter().collect();
    assert_eq!((names.len(), offered.len()), (4, 4), "{names:?}");
    for (_, path, seen) in &ready {
        let bytes = fs::read(path).unwrap();
        assert_eq!(office.take(path, seen).unwrap().sha256, wire::sha256_hex(&bytes));
    }
    assert_eq!(office.items().len(), 4);
}

/// A thousand files, five hints for each, four at a time; the real watch, the real worker.
#[test]
fn scenario_04_event_storm_is_a_thousand_items_and_no_task_twice() {
    const FILES: usize = 1000;
    let office = Office::new();
    let timing = Timing { quiet: ms(1500), poll: ms(100), pause: ms(20), ..Timing::default() };
    let (watch, events) = FolderWatch::start(office.scan(), timing, []).unwrap();
    for number in 0..FILES {
        let path = office.scan().join(format!("{number:04}.txt"));
        for part in 0..5 {
            append(&path, format!("Brief {number}, Teil {part}\n").as_bytes());
            watch.look();
        }
    }
    let events = Mutex::new(events);
    let (offers, failures) =
        (Mutex::new(BTreeMap::<PathBuf, usize>::new()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while offers.lock().unwrap().len() < FILES {
                    let event = events.lock().unwrap().recv_timeout(ms(500));
                    let Ok(FolderEvent::Ready(path, seen)) = event else { continue };
                    *offers.lock().unwrap().entry(path.clone()).or_default() += 1;
                    if let Err(error) = office.take(&path, &seen) {
                        failures.lock().unwrap().push(format!("{}: {error}", path.display()));
                        continue;
                    }
                    release_all(&office, &[path]);
                }
            });
        }
    });
    assert_eq!(*failures.lock().unwrap(), Vec::<String>::new());
    assert!(offers.lock().unwrap().values().all(|count| *count == 1), "a task came twice");
    let items = office.items();
    assert_eq!(items.len(), FILES);
    assert!(items.iter().all(|(_, later)| *later == 0), "an arrival was counted twice");
    assert_eq!(fs::read_dir(office.scan()).unwrap().count(), 0);
}

/// A worker that leaves a line for each time it is started.
#[cfg(unix)]
fn counted(folder: &Path) -> (Worker, PathBuf) {
    use std::os::unix::fs::PermissionsExt;
    let real = Worker::find().unwrap();
    let (program, log) = (folder.join("gezaehlt"), folder.join("zaehler"));
    let (to, from) = (log.display(), real.program.display());
    fs::write(&program, format!("#!/bin/sh\necho x >> '{to}'\nexec '{from}' \"$@\"\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(&log, "").unwrap();
    (Worker { program, ..real }, log)
}

/// Two hundred known files dropped again, and the program started again three times.
#[cfg(unix)]
#[test]
fn scenario_05_known_files_cost_no_work_after_the_first_pass() {
    const FILES: usize = 200;
    let mut office = Office::new();
    let (worker, log) = counted(office.folder.path());
    office.worker = worker;
    let work = || fs::read_to_string(&log).unwrap().lines().count();
    let mut files = Vec::new();
    // The second time under other names: the bytes are known, the files are not.
    for round in ["brief", "kopie"] {
        for number in 0..FILES {
            let path = office.scan().join(format!("{round}-{number}.txt"));
            fs::write(&path, format!("Brief {number}")).unwrap();
            let seen = Machine.look(&path, None).unwrap();
            let taken = office.take(&path, &seen).unwrap();
            assert_eq!(taken.bereits_vorhanden, round == "kopie");
            files.push((path, seen));
        }
    }
    let (after_first_pass, items) = (work(), office.items());
    assert_eq!(items.len(), FILES);
    assert!(items.iter().all(|(_, later)| *later == 1));
    for restart in 1..=3 {
        let Office { folder, store, worker } = office;
        drop(store);
        let store = open(folder.path());
        office = Office { folder, store, worker };
        for (path, seen) in &files {
            let taken = office.take(path, seen).unwrap();
            assert!(taken.bereits_vorhanden, "{} after restart {restart}", path.display());
        }
        assert_eq!(work(), after_first_pass, "work after restart {restart}");
        assert_eq!(office.items(), items, "items after restart {restart}");
    }
    // What stayed is released by policy, all of it.
    let paths: Vec<PathBuf> = files.into_iter().map(|(path, _)| path).collect();
    release_all(&office, &paths);
}

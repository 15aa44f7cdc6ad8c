//! Failures that other programs became known for, with documents nobody should have to open.
//!
//! Never waits; the names claim the scenarios of `cargo xtask test scenarios`.

#![expect(clippy::unwrap_used, reason = "helpers of tests: what cannot go on, fails")]

use std::io::{Cursor, Read};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use domain::merkmale::{Schutz, Unversehrt};
use domain::{Eingang, Quelle};
use intake::custody::{Custody, Taken};
use intake::worker::Worker;
use store::{DbError, Env, KeySource, Store};
use testkit::corpus;

/// A data folder and a folder of files beside it.
struct Office {
    folder: tempfile::TempDir,
    store: Store,
    worker: Worker,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("daten");
        let store = Store::open(&data, &KeySource::passphrase("test"), Env::system()).unwrap();
        // Built by `cargo build --workspace --bins`, which `cargo xtask test` does first.
        Self { folder, store, worker: Worker::find().unwrap() }
    }

    /// Writes a file and takes it in.
    fn take(&self, name: &str, bytes: &[u8]) -> (PathBuf, Taken) {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let (akteur, arbeitsplatz) = ("Anna".to_owned(), "K01".to_owned());
        let custody = Custody { store: &self.store, worker: &self.worker, akteur, arbeitsplatz };
        let taken = custody.take(&path, Quelle::Kommandozeile, false, None);
        (path, taken.unwrap_or_else(|error| panic!("{name}: {error}")))
    }

    fn item(&self, taken: &Taken) -> Eingang {
        let item = self.store.read(|db| Ok::<_, DbError>(db.load::<Eingang>(taken.eingang)?.0));
        item.unwrap()
    }

    /// Returns the original as an export hands it out.
    fn exported(&self, taken: &Taken) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.store.blob_reader(&taken.sha256).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    }
}

/// Signed in several ways, changed, appended to, unreadable: the bytes are what they were, the
/// verdict before and after is one, and the text is found where it can be.
#[test]
fn scenario_09_signed_pdfs_stay_identical_through_intake_and_export() {
    let office = Office::new();
    for (name, bytes) in corpus::signed() {
        let before = inspect::inspect(bytes.clone(), &name).befund;
        let (path, taken) = office.take(&name, &bytes);
        let exported = office.exported(&taken);
        assert!(exported == bytes, "{name}: the export has other bytes");
        assert!(std::fs::read(path).unwrap() == bytes, "{name}: the source was touched");
        let item = office.item(&taken);
        assert!(item.merkmale.signiert, "{name}: {:?}", item.merkmale);
        let after = inspect::inspect(exported, &name).befund;
        assert_eq!(before.signaturen, after.signaturen, "{name}");
        assert_eq!(item.merkmale.signaturen, after.signaturen, "{name}");
        let verdict = after.signaturen.first().map(|signature| signature.unversehrt);
        match name.as_str() {
            "pkcs7.pdf" | "pades.pdf" => assert_eq!(verdict, Some(Unversehrt::Ja), "{name}"),
            "veraendert.pdf" => assert_eq!(verdict, Some(Unversehrt::Nein), "{name}"),
            "ergaenzt.pdf" => assert!(after.signaturen.iter().any(|s| s.danach_ergaenzt), "{name}"),
            "unlesbar.pdf" | "bereich-luegt.pdf" => {
                assert_ne!(verdict, Some(Unversehrt::Ja), "{name}");
            }
            // A kind that nobody knows may be read or not; the bytes count.
            _ => {}
        }
        let text = office.store.read(|db| db.blob_text(&taken.sha256)).unwrap().unwrap_or_default();
        assert!(text.contains("Gemeinde Lindenhain"), "{name}: the text is not found: {text:?}");
    }
}

/// Fifty files; the seventeenth needs a password, the eighteenth only restricts, the nineteenth
/// is locked by certificate, the twentieth badly.
#[test]
fn scenario_10_encrypted_files_do_not_stop_their_neighbours() {
    let office = Office::new();
    let locked = corpus::locked(10).unwrap();
    let lock = |name: &str| locked.iter().find(|(known, _)| known == name).unwrap().clone();
    let mut files: Vec<(String, Vec<u8>)> = testkit::letters::generate(10, 46).collect();
    let inserted = [
        ("aes-256-kennwort.pdf", Schutz::Kennwort),
        ("aes-256-nur-rechte.pdf", Schutz::NurRechte),
        ("zertifikat.pdf", Schutz::Zertifikat),
    ];
    let spoiled = "aes-256-verdorben.pdf";
    let names = inserted.iter().map(|(name, _)| *name).chain([spoiled]);
    for (at, name) in names.enumerate() {
        files.insert(16 + at, lock(name));
    }
    assert_eq!(files.len(), 50);
    for (name, bytes) in &files {
        let (_, taken) = office.take(name, bytes);
        let item = office.item(&taken);
        assert!(office.exported(&taken) == *bytes, "{name}: the original was not kept as it was");
        let expected = inserted.iter().find(|(known, _)| known == name).map(|(_, schutz)| *schutz);
        if name == spoiled {
            assert!(item.pruefung_noetig && !item.hinweise.is_empty(), "{name}: {item:?}");
            continue;
        }
        let schutz = item.merkmale.schutz;
        assert_eq!(schutz, expected.unwrap_or_default(), "{name}: {:?}", item.hinweise);
        match schutz {
            Schutz::Keiner => assert_eq!(
                (item.hinweise.as_slice(), item.pruefung_noetig),
                (&[][..], false),
                "{name}"
            ),
            // Opens for everyone, so it is read like any other.
            Schutz::NurRechte => assert_eq!(item.merkmale.seiten, Some(3), "{name}"),
            _ => assert!(item.hinweise.iter().any(|hint| hint.ends_with('.')), "{name}"),
        }
    }
    let (count, _) = office.store.read(|db| db.eingaenge(None, 0, 0)).unwrap();
    assert_eq!(count, 50);
}

/// Most memory of any worker so far, in MiB.
#[cfg(target_os = "linux")]
fn worker_peak_mib() -> i64 {
    use nix::sys::resource::{UsageWho, getrusage};
    getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss() / 1024
}

/// Small files with enormous pages, thick ones, long ones. The worker may not write a single byte
/// to a disk, so there is nothing temporary to count.
#[cfg(target_os = "linux")]
#[test]
fn scenario_11_giants_stay_within_a_gibibyte_and_are_kept() {
    let office = Office::new();
    for (name, bytes) in [
        ("364-megapunkte-fax.pdf", corpus::giant_fax()),
        ("364-megapunkte-grau.pdf", corpus::giant_grey()),
        ("850-seiten.pdf", corpus::thick_scan()),
        ("2000-seiten.pdf", corpus::book(2000)),
    ] {
        let (_, taken) = office.take(name, &bytes);
        let peak = worker_peak_mib();
        println!("{name}: {} bytes, {peak} MiB so far", bytes.len());
        assert!(peak <= 1024, "{name}: {peak} MiB");
        assert!(office.exported(&taken) == bytes, "{name}: other bytes");
        let item = office.item(&taken);
        assert!(item.merkmale.seiten.is_some(), "{name}: {:?}", item.hinweise);
    }
}

/// A book of ten times the pages takes at most twelve times as long, measured side by side.
#[test]
fn scenario_11_time_grows_with_the_pages_and_not_faster() {
    let worker = Worker::find().unwrap();
    let best = |bytes: &[u8]| -> Duration {
        let once = |_| {
            let start = Instant::now();
            worker.inspect(&mut Cursor::new(bytes), "a.pdf").unwrap();
            start.elapsed()
        };
        (0..3).map(once).min().unwrap()
    };
    let (small, large) = (corpus::book(300), corpus::book(3000));
    let (small, large) = (best(&small), best(&large));
    println!("300 pages {small:?}, 3000 pages {large:?}");
    assert!(large <= small * 12, "300 pages {small:?}, 3000 pages {large:?}");
}

//! A desk for tests: a folder, a clock that the test holds, a worker, and an intake.
//!
//! Never the system's clock.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use domain::Zeitpunkt;
use domain::transfervermerk::Farbe;
use intake::custody::Custody;
use intake::worker::Worker;
use scan::escl::{Anschluss, EsclScanner, Patience};
use scan::run::{Auftrag, Lauf, Laufbericht};
use scan::stack::{Besitzer, Lager, SeiteId, Stapel, Tisch, Ziel};
use scan::{Cancel, Einstellung, Papier, Profil, Scanner, Zufuhr};
use std::time::Duration;
use store::clock::{Clock, SystemIds};
use store::sealed::{FileKey, SealedWriter};
use store::{Env, KeySource, Store};

use escl::EsclServer;

#[derive(Clone)]
pub(crate) struct HandClock(Arc<Mutex<Zeitpunkt>>);

impl HandClock {
    pub(crate) fn forward(&self, minutes: i64) {
        let mut now = self.0.lock().unwrap();
        *now += jiff::SignedDuration::from_mins(minutes);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Zeitpunkt {
        *self.0.lock().unwrap()
    }
}

pub(crate) struct Desk {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) clock: HandClock,
    pub(crate) lager: Lager,
    pub(crate) key: FileKey,
    pub(crate) worker: Worker,
    pub(crate) besitzer: Besitzer,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let begin: Zeitpunkt = "2026-03-02T08:00:00Z".parse().unwrap();
        let clock = HandClock(Arc::new(Mutex::new(begin)));
        let env = Env::new(Arc::new(clock.clone()), Arc::new(SystemIds));
        let key = FileKey::random().unwrap();
        let lager = Lager::new(folder.path().join("scan"), env, key.clone()).unwrap();
        let worker = Worker::find().unwrap();
        Self { folder, clock, lager, key, worker, besitzer: person("Anna") }
    }

    pub(crate) fn stapel(&self) -> Stapel {
        self.lager.neu(&self.besitzer).unwrap()
    }

    /// Opens a stack again, as after a new start of the program.
    pub(crate) fn again(&self, stapel: Stapel) -> Stapel {
        let id = stapel.id();
        drop(stapel);
        self.lager.oeffnen(id, &self.besitzer).unwrap()
    }

    pub(crate) fn run(
        &self,
        stapel: &mut Stapel,
        scanner: &dyn Scanner,
        ziel: Ziel,
    ) -> Laufbericht {
        self.run_with(stapel, scanner, &auftrag(ziel), &Cancel::new())
    }

    pub(crate) fn run_with(
        &self,
        stapel: &mut Stapel,
        scanner: &dyn Scanner,
        auftrag: &Auftrag,
        cancel: &Cancel,
    ) -> Laufbericht {
        let (worker, progress) = (&self.worker, &mut |_: &Tisch| {});
        Lauf { scanner, worker, cancel, progress }.run(stapel, auftrag).unwrap()
    }

    /// Writes a sealed file, as a page that nobody noted.
    pub(crate) fn seal(&self, path: &Path, bytes: &[u8]) {
        let file = std::fs::File::create(path).unwrap();
        let mut out = SealedWriter::new(file, &self.key).unwrap();
        out.write_all(bytes).unwrap();
        out.finish().unwrap();
    }

    pub(crate) fn store(&self) -> Store {
        let data: PathBuf = self.folder.path().join("daten");
        Store::open(&data, &KeySource::passphrase("test"), Env::system()).unwrap()
    }

    pub(crate) fn custody<'a>(&'a self, store: &'a Store) -> Custody<'a> {
        let Besitzer { akteur, arbeitsplatz } = self.besitzer.clone();
        Custody { store, worker: &self.worker, akteur, arbeitsplatz }
    }
}

pub(crate) fn person(name: &str) -> Besitzer {
    Besitzer { akteur: name.to_owned(), arbeitsplatz: "K01".to_owned() }
}

pub(crate) fn profil(zufuhr: Zufuhr) -> Profil {
    let (dpi, farbe, papier) = (escl::DPI, Farbe::Graustufen, Papier::A4);
    let einstellung = Einstellung { zufuhr, dpi, farbe, papier };
    Profil { name: "Post".to_owned(), taste: Some(5), einstellung }
}

pub(crate) fn auftrag(ziel: Ziel) -> Auftrag {
    let profil = profil(Zufuhr::Einzug);
    Auftrag { profil, ziel, gezaehlt: None, wiederholungen_erlaubt: false }
}

/// A line to a device that is not waited for as long as in an office.
pub(crate) fn scanner(server: &EsclServer) -> EsclScanner {
    let patience = Patience {
        answer: Duration::from_secs(10),
        page: Duration::from_secs(2),
        pause: Duration::from_millis(20),
        busy: Duration::from_secs(5),
    };
    EsclScanner::new(&Anschluss { patience, ..Anschluss::neu(&server.root()) }).unwrap()
}

/// Returns the bytes of pages, in that order.
pub(crate) fn pictures(stapel: &Stapel, seiten: &[SeiteId]) -> Vec<Vec<u8>> {
    seiten.iter().map(|seite| stapel.bytes(*seite).unwrap()).collect()
}

/// Returns the pictures on the table as their places among all sheets of a test, so that a
/// failure can be read.
pub(crate) fn on_table(stapel: &Stapel, all: &[Vec<u8>]) -> Vec<usize> {
    let pictures = pictures(stapel, &stapel.tisch().seiten());
    pictures.iter().map(|p| all.iter().position(|sheet| sheet == p).unwrap()).collect()
}

impl Desk {
    /// Returns why a stack did not let a run begin.
    pub(crate) fn run_refused(
        &self,
        stapel: &mut Stapel,
        scanner: &dyn Scanner,
        ziel: Ziel,
    ) -> scan::StackError {
        let (worker, progress, cancel) = (&self.worker, &mut |_: &Tisch| {}, &Cancel::new());
        let lauf = Lauf { scanner, worker, cancel, progress };
        lauf.run(stapel, &auftrag(ziel)).unwrap_err()
    }
}

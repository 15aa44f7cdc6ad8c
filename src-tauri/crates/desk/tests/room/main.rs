//! The desk with everything running beside it, over real folders.
//!
//! Never a network: the simulation has that.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "helpers of tests"
)]

mod abgleich;
mod aussonderung;
mod entwurf;
mod ersetzend;
mod folder;
mod geschaeftsgang;
mod handlungen;
mod mandanten;
mod registratur;
mod scannen;
mod sortieren;
mod sources;
mod suche;
mod verlauf;
mod zentrale;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use desk::views::{
    Ausschnitt, EingangFilter, EingangZeile, Leer, OrdnerArgs, PosteingangArgs, ProblemZeile,
};
use desk::{Desk, DeskOptions, Services, Timing};
use intake::worker::Worker;
use store::{Env, KeySource};

/// Longest wait for anything; a test that needs it has failed.
const DEADLINE: Duration = Duration::from_secs(60);

/// A desk with a watched folder.
struct Room {
    desk: Arc<Desk>,
    changed: Receiver<()>,
    services: Option<Services>,
    timing: Timing,
    _data: tempfile::TempDir,
    folder: tempfile::TempDir,
}

impl Room {
    fn new(timing: Timing, worker: Option<Worker>) -> Self {
        let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let desk = Desk::open(DeskOptions {
            folder: data.path().to_owned(),
            key: KeySource::passphrase("test"),
            env: Env::system(),
            worker: Some(worker.unwrap_or_else(|| Worker::find().unwrap())),
        });
        let desk = desk.unwrap();
        let (tell, changed) = channel();
        let tell = std::sync::Mutex::new(tell);
        desk.on_changed(move |_| {
            // A test that has ended no longer listens.
            let _ = tell.lock().unwrap().send(());
        });
        let pfad = folder.path().to_str().unwrap().to_owned();
        desk.eingangsordner_setzen(OrdnerArgs { pfad, ..OrdnerArgs::default() }).unwrap();
        let services = Some(Services::start(&desk, timing.clone()).unwrap());
        Self { desk, changed, services, timing, _data: data, folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Ends the services and starts them again, as a restart of the program would.
    fn restart(&mut self) {
        self.services = None;
        self.services = Some(Services::start(&self.desk, self.timing.clone()).unwrap());
    }

    fn post(&self) -> Vec<EingangZeile> {
        let ausschnitt = Ausschnitt { ab: 0, anzahl: 500 };
        let args = PosteingangArgs { filter: EingangFilter::Alle, ausschnitt };
        self.desk.posteingang(args).unwrap().zeilen
    }

    fn problems(&self) -> Vec<ProblemZeile> {
        self.desk.uebernahme(Leer {}).unwrap().nicht_uebernommen
    }

    /// Waits until something holds, looking again after every change and now and then anyway.
    fn wait_for<T>(&self, what: &str, mut holds: impl FnMut() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(found) = holds() {
                return found;
            }
            assert!(start.elapsed() < DEADLINE, "{what}: never; {:?}", self.problems());
            // A file that goes changes nothing in the desk, so silence is looked into as well.
            let _ = self.changed.recv_timeout(Duration::from_millis(100));
        }
    }
}

fn quick() -> Timing {
    Timing {
        quiet: Duration::from_millis(300),
        pdf_end: Duration::from_millis(600),
        empty: Duration::from_millis(600),
        poll: Duration::from_millis(100),
        pause: Duration::from_millis(20),
    }
}

fn sha256(path: &Path) -> String {
    wire::sha256_hex(&std::fs::read(path).unwrap())
}

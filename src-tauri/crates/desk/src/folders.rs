//! Watched folders at work: every file that is ready is taken in, every failure is noted.
//!
//! Never decides when a file is ready (`intake::watch` does) and never removes a source itself
//! (`intake::release` does).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use domain::Quelle;
use intake::watch::{FolderEvent, FolderWatch, Seen, Timing};
use store::DbError;
use sync::backoff;

use crate::Desk;
use crate::service::Signal;
use crate::views::Fehler;

/// How often the end is looked for.
const TICK: Duration = Duration::from_millis(500);
/// How often the folder is looked over: sources still to be removed, problems that are gone.
const LOOK_OVER: Duration = Duration::from_secs(10);
/// Longest pause before a source that could not be removed is tried again.
const RELEASE_LATEST: Duration = Duration::from_secs(600);

/// Watches every folder that is set, also those that are set later.
pub(crate) fn run(desk: &Arc<Desk>, signal: &Signal, stop: &Arc<AtomicBool>, timing: &Timing) {
    let mut watched: BTreeMap<String, JoinHandle<()>> = BTreeMap::new();
    while !stop.load(Ordering::Relaxed) {
        match desk.store.read(|db| db.folders()) {
            Ok(folders) => {
                // A watch that has ended, for whatever reason, is started again.
                watched.retain(|_, thread| !thread.is_finished());
                for folder in folders {
                    if !watched.contains_key(&folder)
                        && let Some(thread) = start(desk, &folder, stop, timing)
                    {
                        watched.insert(folder, thread);
                    }
                }
            }
            Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "folders"),
        }
        signal.wait(backoff::QUIET);
    }
    for (_, thread) in watched {
        // A panic was reported when it happened; nothing is left to do about it here.
        let _ = thread.join();
    }
}

fn start(
    desk: &Arc<Desk>,
    folder: &str,
    stop: &Arc<AtomicBool>,
    timing: &Timing,
) -> Option<JoinHandle<()>> {
    let path = PathBuf::from(folder);
    let (watch, events) = match FolderWatch::start(path.clone(), timing.clone(), []) {
        Ok(started) => started,
        Err(error) => {
            tracing::warn!(%error, "folder cannot be watched");
            return None;
        }
    };
    let (desk, stop) = (Arc::clone(desk), Arc::clone(stop));
    let builder = std::thread::Builder::new().name("eingangsordner".to_owned());
    let run = move || {
        let retries = BTreeMap::new();
        Watched { desk: &desk, folder: &path, watch: &watch, retries }.run(&events, &stop);
    };
    builder.spawn(run).inspect_err(|error| tracing::warn!(%error, "thread")).ok()
}

struct Watched<'a> {
    desk: &'a Desk,
    folder: &'a Path,
    watch: &'a FolderWatch,
    /// When a source that could not be removed is tried again, and after which pause.
    retries: BTreeMap<String, (Instant, Duration)>,
}

impl Watched<'_> {
    fn run(mut self, events: &Receiver<FolderEvent>, stop: &AtomicBool) {
        let mut next = Instant::now();
        while !stop.load(Ordering::Relaxed) {
            let result = match events.recv_timeout(TICK) {
                Ok(event) => self.handle(event),
                Err(RecvTimeoutError::Timeout) => Ok(()),
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if let Err(fehler) = result {
                tracing::warn!(meldung = %fehler.meldung, "folder");
            }
            if Instant::now() >= next {
                if let Err(fehler) = self.look_over() {
                    tracing::warn!(meldung = %fehler.meldung, "folder");
                }
                next = Instant::now() + LOOK_OVER;
            }
        }
    }

    /// Removes what is safe and still lies here, with growing pauses for what will not go, and
    /// forgets problems that somebody else has solved.
    fn look_over(&mut self) -> Result<(), Fehler> {
        if std::fs::read_dir(self.folder).is_ok() && self.desk.ordner_unbekannt(self.folder) {
            self.handle(FolderEvent::Reachable)?;
        }
        self.desk.probleme_abgleichen(self.folder)?;
        let waiting = self.desk.freigaben_in(self.folder)?;
        self.retries.retain(|pfad, _| waiting.contains(pfad));
        for pfad in waiting {
            let now = Instant::now();
            let (due, pause) = self.retries.get(&pfad).copied().unwrap_or((now, LOOK_OVER));
            if due <= now && !self.desk.freigeben(&pfad)? {
                self.retries.insert(pfad, (now + pause, (pause * 2).min(RELEASE_LATEST)));
            }
        }
        Ok(())
    }

    fn handle(&self, event: FolderEvent) -> Result<(), Fehler> {
        match event {
            FolderEvent::Ready(path, seen) => self.take(path, seen),
            FolderEvent::Problem { path, problem } => {
                Ok(self.desk.problem(&path, problem.hinweis())?)
            }
            FolderEvent::Gone(path) => self.gone(&path),
            FolderEvent::Unreachable(reason) => {
                self.desk.ordner_stand(self.folder, None);
                tracing::warn!(%reason, "folder is out of reach");
                let meldung = "Der überwachte Ordner ist nicht erreichbar. Es wird weiter \
                               versucht; Dateien darin bleiben unverändert liegen.";
                Ok(self.desk.problem(self.folder, meldung)?)
            }
            FolderEvent::Reachable => {
                self.desk.ordner_stand(self.folder, Some(0));
                Ok(self.desk.kein_problem(self.folder)?)
            }
            FolderEvent::Waiting(count) => {
                self.desk.ordner_stand(self.folder, Some(crate::desk::count(count)));
                Ok(())
            }
        }
    }

    fn take(&self, path: PathBuf, seen: Seen) -> Result<(), Fehler> {
        match self.desk.uebernehmen_wie(&path, Quelle::Ordner, true, Some(&seen)) {
            Ok(zeile) if !zeile.fehlgeschlagen => {
                // If the source could not be removed it stays known until it changes.
                self.watch.taken(path, seen);
                Ok(())
            }
            Ok(zeile) => {
                self.desk.problem(&path, &zeile.meldung)?;
                self.watch.again(path);
                Ok(())
            }
            Err(fehler) => {
                self.watch.again(path);
                Err(fehler)
            }
        }
    }

    /// A file that is gone is no problem any more, unless it went before its content was safe:
    /// then somebody else took it, and that is theirs to do.
    fn gone(&self, path: &Path) -> Result<(), Fehler> {
        let result: Result<(), DbError> = self.desk.kein_problem(path);
        Ok(result?)
    }
}

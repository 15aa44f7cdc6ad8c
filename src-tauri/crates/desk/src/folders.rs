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
use store::quelle::{Regel, WatchedFolder};
use sync::backoff;

use crate::Desk;
use crate::exports::Exports;
use crate::service::Signal;
use crate::views::Fehler;

/// How often the end is looked for.
const TICK: Duration = Duration::from_millis(500);
/// How often the folder is looked over: sources still to be removed, problems that are gone.
const LOOK_OVER: Duration = Duration::from_secs(10);
/// A source is held for so many quiet windows: whoever still writes into it is noticed by then,
/// and what was written comes in as well.
const HOLD_QUIETS: u32 = 4;
/// Longest pause before a source that could not be removed is tried again.
const RELEASE_LATEST: Duration = Duration::from_secs(600);

/// Watches every folder that is set, also those that are set later, and takes in what was pasted
/// and is not safe yet.
pub(crate) fn run(desk: &Arc<Desk>, signal: &Signal, stop: &Arc<AtomicBool>, timing: &Timing) {
    let mut watched: BTreeMap<String, JoinHandle<()>> = BTreeMap::new();
    while !stop.load(Ordering::Relaxed) {
        match desk.store().read(|db| db.folders()) {
            Ok(folders) => {
                // A watch that has ended, for whatever reason, is started again.
                watched.retain(|_, thread| !thread.is_finished());
                // One that is no longer set, or set otherwise, ends by itself.
                for folder in folders {
                    let name = key(&folder);
                    if !watched.contains_key(&name)
                        && let Some(thread) = start(desk, &folder, stop, timing)
                    {
                        watched.insert(name, thread);
                    }
                }
            }
            Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "folders"),
        }
        if let Err(fehler) = desk.eingefuegtes_nachholen() {
            tracing::warn!(meldung = %fehler.meldung, "pasted");
        }
        signal.wait(backoff::QUIET);
    }
    for (_, thread) in watched {
        // A panic was reported when it happened; nothing is left to do about it here.
        let _ = thread.join();
    }
}

/// What makes a watch another one.
fn key(folder: &WatchedFolder) -> String {
    format!("{}\n{:?}\n{}", folder.pfad, folder.regel, folder.scope)
}

fn start(
    desk: &Arc<Desk>,
    folder: &WatchedFolder,
    stop: &Arc<AtomicBool>,
    timing: &Timing,
) -> Option<JoinHandle<()>> {
    let path = PathBuf::from(&folder.pfad);
    let (watch, events) = match FolderWatch::start(path.clone(), timing.clone(), []) {
        Ok(started) => started,
        Err(error) => {
            tracing::warn!(%error, "folder cannot be watched");
            return None;
        }
    };
    let (desk, stop) = (Arc::clone(desk), Arc::clone(stop));
    let (regel, hold) = (folder.regel.clone(), timing.quiet * HOLD_QUIETS);
    let builder = std::thread::Builder::new().name("eingangsordner".to_owned());
    let run = move || {
        let retries = BTreeMap::new();
        let exports = Exports::default();
        Watched { desk: &desk, folder: &path, regel, hold, watch: &watch, retries, exports }
            .run(&events, &stop);
    };
    builder.spawn(run).inspect_err(|error| tracing::warn!(%error, "thread")).ok()
}

struct Watched<'a> {
    desk: &'a Desk,
    folder: &'a Path,
    regel: Regel,
    /// How long a source whose content is safe is held before it goes.
    hold: Duration,
    watch: &'a FolderWatch,
    /// When a source that could not be removed is tried again, and after which pause.
    retries: BTreeMap<String, (Instant, Duration)>,
    /// Subfolders that a court mailbox has exported.
    exports: Exports,
}

impl Watched<'_> {
    fn run(mut self, events: &Receiver<FolderEvent>, stop: &AtomicBool) {
        let mut next = Instant::now();
        while !stop.load(Ordering::Relaxed) && self.is_set() {
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
                next = Instant::now() + LOOK_OVER.min(self.hold);
            }
        }
    }

    /// Whether this folder is still to be watched in this way.
    fn is_set(&self) -> bool {
        match self.desk.store().read(|db| db.folders()) {
            Ok(folders) => folders
                .iter()
                .any(|set| Path::new(&set.pfad) == self.folder && set.regel == self.regel),
            // What cannot be read is asked again.
            Err(_) => true,
        }
    }

    /// Removes what is safe and still lies here, with growing pauses for what will not go, and
    /// forgets problems that somebody else has solved.
    fn look_over(&mut self) -> Result<(), Fehler> {
        if std::fs::read_dir(self.folder).is_ok() && self.desk.ordner_unbekannt(self.folder) {
            self.handle(FolderEvent::Reachable)?;
        }
        self.desk.probleme_abgleichen(self.folder)?;
        for folder in self.exports.settled(self.folder) {
            self.take_export(&folder)?;
        }
        let waiting = self.desk.freigaben_in(self.folder)?;
        self.retries.retain(|pfad, _| waiting.contains(pfad));
        for pfad in waiting {
            let now = Instant::now();
            let Some((due, pause)) = self.retries.get(&pfad).copied() else {
                self.desk.beanspruchen(&pfad)?;
                self.retries.insert(pfad, (now + self.hold, LOOK_OVER));
                continue;
            };
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

    /// Takes in a subfolder that a court mailbox has exported, as one item.
    fn take_export(&self, folder: &Path) -> Result<(), Fehler> {
        let zeile = self.desk.ordner_uebernehmen(folder, Quelle::Ordner, self.ours())?;
        if zeile.fehlgeschlagen {
            self.desk.problem(folder, &zeile.meldung)?;
        } else {
            self.desk.kein_problem(folder)?;
        }
        Ok(())
    }

    /// Whether sources are ours to remove or move.
    fn ours(&self) -> bool {
        self.regel != Regel::Behalten
    }

    fn take(&self, path: PathBuf, seen: Seen) -> Result<(), Fehler> {
        match self.desk.uebernehmen_wie(&path, Quelle::Ordner, self.ours(), Some(&seen)) {
            Ok(zeile) if !zeile.fehlgeschlagen => {
                if self.ours() {
                    self.desk.beanspruchen(&zeile.pfad)?;
                }
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

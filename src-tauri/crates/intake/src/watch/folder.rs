//! One watched folder: events as hints to look, and looking anyway.
//!
//! Never believes an event beyond "look again", so lost, doubled and false events do no harm.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::Timing;
use super::look::look;
use super::stability::{Decision, Problem, Seen, Stability};

/// How long ending waits for a folder that does not answer.
const STOP_WITHIN: Duration = Duration::from_secs(2);

/// What a watched folder says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FolderEvent {
    /// A file is complete and may be taken.
    Ready(PathBuf, Seen),
    /// Something in the folder will not be taken.
    Problem {
        /// Where it is.
        path: PathBuf,
        /// Why.
        problem: Problem,
    },
    /// What was ready or a problem is no longer there.
    Gone(PathBuf),
    /// The folder cannot be read; it is tried again all the time.
    Unreachable(String),
    /// The folder can be read again.
    Reachable,
    /// So many files are still being written or waited for.
    Waiting(usize),
}

/// A folder being watched on a thread of its own; ends with this value.
#[derive(Debug)]
pub struct FolderWatch {
    inbox: Arc<Inbox>,
    thread: Option<JoinHandle<()>>,
}

impl FolderWatch {
    /// Starts watching; the folder need not be reachable yet.
    ///
    /// `known` are files that were taken earlier and stayed in the folder: they are ignored until
    /// they change.
    pub fn start(
        folder: PathBuf,
        timing: Timing,
        known: impl IntoIterator<Item = (PathBuf, Seen)>,
    ) -> io::Result<(FolderWatch, Receiver<FolderEvent>)> {
        let (events, receiver) = channel();
        let inbox = Arc::new(Inbox::default());
        let mut stability = Stability::new(timing.clone());
        for (path, seen) in known {
            stability.taken(&path, seen, Instant::now());
        }
        let watching = Watching {
            folder,
            timing,
            stability,
            inbox: Arc::clone(&inbox),
            events,
            hints: None,
            reachable: None,
            waiting: 0,
        };
        let ending = Ending(Arc::clone(&inbox));
        let thread = thread::Builder::new().name("folder-watch".to_owned()).spawn(move || {
            let _ending = ending;
            watching.run();
        })?;
        Ok((FolderWatch { inbox, thread: Some(thread) }, receiver))
    }

    /// Notes that a file was taken as it was seen: it is ignored until it changes.
    pub fn taken(&self, path: PathBuf, seen: Seen) {
        self.inbox.post(|mail| mail.notes.push(Note::Taken(path, seen)));
    }

    /// Has a file offered again after another quiet time, because taking it failed.
    pub fn again(&self, path: PathBuf) {
        self.inbox.post(|mail| mail.notes.push(Note::Again(path)));
    }

    /// Looks now.
    pub fn look(&self) {
        self.inbox.post(|mail| mail.look = true);
    }
}

impl Drop for FolderWatch {
    fn drop(&mut self) {
        self.inbox.post(|mail| mail.stop = true);
        // A share that does not answer holds the thread; it must not hold the program.
        if self.inbox.ended_within(STOP_WITHIN)
            && let Some(thread) = self.thread.take()
        {
            // It only fails if the thread panicked, and then it has ended as well.
            let _ = thread.join();
        }
    }
}

#[derive(Debug)]
enum Note {
    Taken(PathBuf, Seen),
    Again(PathBuf),
}

#[derive(Debug, Default)]
struct Mail {
    look: bool,
    stop: bool,
    ended: bool,
    notes: Vec<Note>,
}

/// What the thread is told; any number of hints is one.
#[derive(Debug, Default)]
struct Inbox {
    mail: Mutex<Mail>,
    bell: Condvar,
}

impl Inbox {
    fn lock(&self) -> MutexGuard<'_, Mail> {
        self.mail.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn post(&self, write: impl FnOnce(&mut Mail)) {
        write(&mut self.lock());
        self.bell.notify_one();
    }

    fn ended_within(&self, span: Duration) -> bool {
        let waited = self.bell.wait_timeout_while(self.lock(), span, |mail| !mail.ended);
        waited.unwrap_or_else(PoisonError::into_inner).0.ended
    }

    /// Waits for a reason to wake, until `at`, and takes what has come.
    fn wait_until(&self, at: Instant, wakes: impl Fn(&Mail) -> bool) -> Mail {
        let mut mail = self.lock();
        while !wakes(&mail) {
            let left = at.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            let woken = self.bell.wait_timeout(mail, left);
            mail = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
        std::mem::take(&mut *mail)
    }
}

/// Says that the thread has ended, in whatever way.
struct Ending(Arc<Inbox>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.post(|mail| mail.ended = true);
    }
}

struct Watching {
    folder: PathBuf,
    timing: Timing,
    stability: Stability,
    inbox: Arc<Inbox>,
    events: Sender<FolderEvent>,
    hints: Option<RecommendedWatcher>,
    reachable: Option<bool>,
    waiting: usize,
}

/// The receiver is gone: nobody wants to know any more.
struct Unheard;

impl Watching {
    fn run(mut self) {
        loop {
            if self.round().is_err() {
                return;
            }
            let looked = Instant::now();
            let next = looked + self.timing.poll;
            let next = self.stability.next_due().map_or(next, |due| next.min(due));
            let next = next.max(looked + self.timing.pause);
            let mut mail = self.inbox.wait_until(next, |mail| mail.stop || mail.look);
            // A storm of hints must not become a storm of looks.
            let earliest = looked + self.timing.pause;
            if !mail.stop && Instant::now() < earliest {
                let more = self.inbox.wait_until(earliest, |mail| mail.stop);
                mail.stop = more.stop;
                mail.notes.extend(more.notes);
            }
            if mail.stop {
                return;
            }
            let now = Instant::now();
            for note in mail.notes {
                match note {
                    Note::Taken(path, seen) => self.stability.taken(&path, seen, now),
                    Note::Again(path) => self.stability.again(&path, now),
                }
            }
        }
    }

    /// Looks once at everything in the folder.
    fn round(&mut self) -> Result<(), Unheard> {
        let names = match names(&self.folder) {
            Ok(names) => names,
            Err(error) => return self.unreachable(&error),
        };
        if self.reachable != Some(true) {
            // A folder that went away and came back is another folder to the system.
            self.hints = self.listen();
            if self.reachable == Some(false) {
                self.say(FolderEvent::Reachable)?;
            }
            self.reachable = Some(true);
        }
        for path in self.stability.retain(|path| names.contains(path)) {
            self.say(FolderEvent::Gone(path))?;
        }
        for path in names {
            // What vanished between the listing and the look is gone at the next look.
            let Ok(seen) = look(&path, self.stability.last_seen(&path)) else { continue };
            match self.stability.observe(&path, seen, Instant::now()) {
                Decision::Ready => self.say(FolderEvent::Ready(path, seen))?,
                Decision::Problem(problem) => self.say(FolderEvent::Problem { path, problem })?,
                Decision::Wait | Decision::Ignore => {}
            }
        }
        let waiting = self.stability.waiting();
        if waiting != self.waiting {
            self.waiting = waiting;
            self.say(FolderEvent::Waiting(waiting))?;
        }
        Ok(())
    }

    /// What was known stays known: a share that is away has not lost its files.
    fn unreachable(&mut self, error: &io::Error) -> Result<(), Unheard> {
        self.hints = None;
        if self.reachable == Some(false) {
            return Ok(());
        }
        self.reachable = Some(false);
        let why = match error.kind() {
            io::ErrorKind::NotFound => "Der Ordner ist nicht vorhanden",
            io::ErrorKind::PermissionDenied => "Für den Ordner fehlt die Leseberechtigung",
            io::ErrorKind::NotADirectory => "Der Pfad ist kein Ordner",
            _ => "Der Ordner ist nicht erreichbar",
        };
        self.say(FolderEvent::Unreachable(format!("{why}. Es wird laufend erneut versucht.")))
    }

    /// Asks the system for hints; without them, looking now and then has to do.
    fn listen(&self) -> Option<RecommendedWatcher> {
        let inbox = Arc::clone(&self.inbox);
        let hint = move |event: notify::Result<notify::Event>| {
            // Our own looks make events as well.
            let own = matches!(&event, Ok(event) if !tells_of_change(&event.kind));
            if !own {
                inbox.post(|mail| mail.look = true);
            }
        };
        let mut watcher = notify::recommended_watcher(hint).ok()?;
        match watcher.watch(&self.folder, RecursiveMode::NonRecursive) {
            Ok(()) => Some(watcher),
            Err(error) => {
                tracing::debug!(%error, "no events from this folder, polling only");
                None
            }
        }
    }

    fn say(&self, event: FolderEvent) -> Result<(), Unheard> {
        self.events.send(event).map_err(|_| Unheard)
    }
}

fn tells_of_change(kind: &EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}

fn names(folder: &Path) -> io::Result<BTreeSet<PathBuf>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
}

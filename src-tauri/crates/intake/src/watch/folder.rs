//! One watched folder: events as hints to look, and looking anyway.
//!
//! Never believes an event beyond "look again", so lost, doubled and false events do no harm.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::Timing;
use super::outside::Machine;
use super::rounds::{FolderEvent, Rounds};
use super::stability::Seen;

/// How long ending waits for a folder that does not answer.
const STOP_WITHIN: Duration = Duration::from_secs(2);

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
        let rounds = Rounds::new(folder.clone(), timing.clone(), known, Machine);
        let watching =
            Watching { folder, timing, rounds, inbox: Arc::clone(&inbox), events, hints: None };
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
    rounds: Rounds<Machine>,
    inbox: Arc<Inbox>,
    events: Sender<FolderEvent>,
    hints: Option<RecommendedWatcher>,
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
            let next = self.rounds.next(looked);
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
            for note in mail.notes {
                match note {
                    Note::Taken(path, seen) => self.rounds.taken(&path, seen),
                    Note::Again(path) => self.rounds.again(&path),
                }
            }
        }
    }

    fn round(&mut self) -> Result<(), Unheard> {
        let before = self.rounds.reachable();
        let events = self.rounds.round();
        match (before, self.rounds.reachable()) {
            // A folder that went away and came back is another folder to the system.
            (false, true) => {
                self.hints = self.listen();
                // What came between the look and the listening would be heard of by nobody.
                self.inbox.post(|mail| mail.look = true);
            }
            (_, false) => self.hints = None,
            _ => {}
        }
        events.into_iter().try_for_each(|event| self.events.send(event).map_err(|_| Unheard))
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
}

fn tells_of_change(kind: &EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}

//! What the hands that move originals share: the queue, what is finished, what went wrong.
//!
//! Never decides what a single original needs.

use std::collections::{BTreeSet, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use store::originale::BlobRef;
use store::{BlobError, DbError, JournalState, Store, UnsettledBlob};
use wire::{Request, Response};

use crate::engine::{Engine, Round};
use crate::error::RoundError;
use crate::line::{Send, good};

/// Bytes of originals moved in one round, roughly: half a minute on a slow line. A round that moves
/// more would keep waiting what people do meanwhile.
const BYTES_PER_ROUND: u64 = 64 * 1024 * 1024;

/// Above this size an original occupies memory and line so much that only few move at once.
const LARGE: u64 = 1024 * 1024;
const LARGE_AT_ONCE: usize = 4;

/// The hands' common table.
pub(super) struct Hands<'a> {
    pub(super) store: &'a Store,
    cancelled: &'a (dyn Fn() -> bool + Sync),
    queue: Mutex<VecDeque<BlobRef>>,
    /// In hand or done with in this round; the queue and the clerk may name the same one.
    taken: Mutex<BTreeSet<(String, String)>>,
    /// Large ones of the queue that are in hand.
    large: AtomicUsize,
    sent: Mutex<Vec<BlobRef>>,
    fetched: Mutex<Vec<UnsettledBlob>>,
    stuck: Mutex<Vec<String>>,
    fatal: Mutex<Option<RoundError>>,
    stopped: AtomicBool,
    left: AtomicBool,
    /// Something was finished, or a large one came further: without it there is no hurry.
    progress: AtomicBool,
    requests: AtomicU32,
    bytes: AtomicU64,
    sent_count: AtomicU32,
    fetched_count: AtomicU32,
    /// Changes that waited to be sent when the round came to its originals.
    waiting: u32,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Whoever panicked with it left a queue or a list, and both are sound between two steps.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'a> Hands<'a> {
    /// Takes a queue; `left` tells that it is not all there is.
    pub(super) fn new(
        engine: &Engine<'a>,
        queue: Vec<BlobRef>,
        left: bool,
    ) -> Result<Self, RoundError> {
        let waiting = engine.store.read(|db| db.journal_count(JournalState::Offen))?;
        Ok(Self {
            store: engine.store,
            cancelled: engine.cancelled,
            queue: Mutex::new(queue.into()),
            taken: Mutex::default(),
            large: AtomicUsize::new(0),
            sent: Mutex::default(),
            fetched: Mutex::default(),
            stuck: Mutex::default(),
            fatal: Mutex::default(),
            stopped: AtomicBool::new(false),
            left: AtomicBool::new(left),
            progress: AtomicBool::new(false),
            requests: AtomicU32::new(0),
            bytes: AtomicU64::new(0),
            sent_count: AtomicU32::new(0),
            fetched_count: AtomicU32::new(0),
            waiting,
        })
    }

    /// Returns what a person waits for and nobody has in hand.
    pub(super) fn next_wanted(&self) -> Option<BlobRef> {
        if self.stopped.load(Ordering::Relaxed) {
            return None;
        }
        let wanted = self.keep(self.store.read(|db| db.blobs_wanted()).map_err(Into::into))?;
        wanted.into_iter().find(|blob| self.take(blob))
    }

    /// Returns the next original of the queue, unless the round has done its share, or others have
    /// enough large ones in hand and will see to the rest.
    pub(super) fn next(&self) -> Option<BlobRef> {
        loop {
            let blob = self.pop()?;
            if self.full() {
                self.left.store(true, Ordering::Relaxed);
                return None;
            }
            if self.take(&blob) {
                return Some(blob);
            }
            self.put_down(&blob);
        }
    }

    fn pop(&self) -> Option<BlobRef> {
        let mut queue = lock(&self.queue);
        if queue.front()?.size > LARGE {
            if self.large.load(Ordering::Relaxed) >= LARGE_AT_ONCE {
                return None;
            }
            self.large.fetch_add(1, Ordering::Relaxed);
        }
        queue.pop_front()
    }

    /// Tells that a hand is done with an original of the queue, one way or the other.
    pub(super) fn put_down(&self, blob: &BlobRef) {
        if blob.size > LARGE {
            self.large.fetch_sub(1, Ordering::Relaxed);
        }
    }

    fn take(&self, blob: &BlobRef) -> bool {
        lock(&self.taken).insert((blob.scope.clone(), blob.sha256.clone()))
    }

    /// Tells whether it is time for something else: asked between two originals or two pieces.
    pub(super) fn full(&self) -> bool {
        if self.stopped.load(Ordering::Relaxed)
            || self.bytes.load(Ordering::Relaxed) >= BYTES_PER_ROUND
        {
            return true;
        }
        if (self.cancelled)() {
            self.stopped.store(true, Ordering::Relaxed);
            return true;
        }
        let waiting = self.store.read(|db| db.journal_count(JournalState::Offen));
        let waiting = self.keep(waiting.map_err(Into::into)).unwrap_or(0);
        waiting > self.waiting
    }

    /// Sends one request and counts it.
    pub(super) fn ask(&self, send: &Send<'_>, request: Request) -> Result<Response, RoundError> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        let size = request.body.len();
        let answer = good(send(request)?)?;
        let moved = size.max(answer.body.len()) as u64;
        self.bytes.fetch_add(moved, Ordering::Relaxed);
        Ok(answer)
    }

    /// Notes an original that the centre has now.
    pub(super) fn sent(&self, blob: BlobRef) {
        let group = {
            let mut sent = lock(&self.sent);
            sent.push(blob);
            if sent.len() < super::GROUP {
                return;
            }
            std::mem::take(&mut *sent)
        };
        self.note_sent(&group);
    }

    fn note_sent(&self, group: &[BlobRef]) {
        if group.is_empty() {
            return;
        }
        let noted = self.store.write(|tx| tx.blobs_sent(group));
        if self.keep(noted.map_err(Into::into)).is_some() {
            let count = u32::try_from(group.len()).unwrap_or(u32::MAX);
            self.sent_count.fetch_add(count, Ordering::Relaxed);
            self.progress.store(true, Ordering::Relaxed);
        }
    }

    /// Notes an original that is here now, but for its place in its folder.
    ///
    /// One that a person waits for does not wait for the others of its group.
    pub(super) fn fetched(&self, blob: UnsettledBlob, at_once: bool) {
        let group = {
            let mut fetched = lock(&self.fetched);
            fetched.push(blob);
            if !at_once && fetched.len() < super::GROUP {
                return;
            }
            std::mem::take(&mut *fetched)
        };
        self.settle(group);
    }

    fn settle(&self, group: Vec<UnsettledBlob>) {
        if group.is_empty() {
            return;
        }
        let count = u32::try_from(group.len()).unwrap_or(u32::MAX);
        if self.keep(self.store.settle(group).map_err(Into::into)).is_some() {
            self.fetched_count.fetch_add(count, Ordering::Relaxed);
            self.progress.store(true, Ordering::Relaxed);
        }
    }

    /// A fault of one original is noted; a fault of the line or the disk ends the work of all.
    pub(super) fn failed(&self, blob: &BlobRef, error: RoundError) {
        match error {
            RoundError::Store(DbError::Blob(BlobError::Damaged | BlobError::Missing)) => {
                let noted = self.store.write(|tx| {
                    tx.blob_damaged(&blob.sha256)?;
                    tx.blob_stuck(blob)
                });
                self.keep(noted.map_err(Into::into));
                lock(&self.stuck).push(blob.sha256.clone());
            }
            RoundError::Refused { .. }
            | RoundError::Protocol(_)
            | RoundError::Store(DbError::Blob(BlobError::Differs)) => {
                self.keep(self.store.write(|tx| tx.blob_stuck(blob)).map_err(Into::into));
                lock(&self.stuck).push(blob.sha256.clone());
            }
            other => {
                self.keep::<()>(Err(other));
            }
        }
    }

    /// Leaves an original that is too large for what is left of the round; its pieces are kept.
    pub(super) fn paused(&self) {
        self.left.store(true, Ordering::Relaxed);
        self.progress.store(true, Ordering::Relaxed);
    }

    fn keep<T>(&self, result: Result<T, RoundError>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.stopped.store(true, Ordering::Relaxed);
                lock(&self.fatal).get_or_insert(error);
                None
            }
        }
    }

    /// Notes what is finished and returns what went wrong, if it concerns more than one original.
    /// What was finished before the fault stays finished.
    pub(super) fn done(self, round: &mut Round) -> Result<(), RoundError> {
        self.note_sent(&std::mem::take(&mut *lock(&self.sent)));
        self.settle(std::mem::take(&mut *lock(&self.fetched)));
        round.requests += self.requests.load(Ordering::Relaxed);
        let (sent, fetched) =
            (self.sent_count.load(Ordering::Relaxed), self.fetched_count.load(Ordering::Relaxed));
        round.sent += sent;
        round.fetched += fetched;
        round.stuck.append(&mut lock(&self.stuck));
        let progress = self.progress.load(Ordering::Relaxed);
        let left = self.left.load(Ordering::Relaxed) || !lock(&self.queue).is_empty();
        round.more |= left && progress && !self.stopped.load(Ordering::Relaxed);
        let fatal = lock(&self.fatal).take();
        fatal.map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use store::{Env, KeySource};

    use super::*;
    use crate::error::LineError;
    use crate::line::Line;

    struct NoLine;

    impl Line for NoLine {
        fn send(&self, _: Request) -> Result<Response, LineError> {
            Err(LineError("not asked".to_owned()))
        }
    }

    fn blob(number: u64, size: u64) -> BlobRef {
        BlobRef { scope: "registratur".to_owned(), sha256: format!("{number:064x}"), size }
    }

    #[test]
    fn only_few_hands_take_large_originals_and_none_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let key = KeySource::passphrase("Probe");
        let store = Store::open(folder.path(), &key, Env::system()).unwrap();
        let engine = Engine::new(&store, &NoLine, &|| false);
        let small = (0..10).map(|number| blob(number, LARGE));
        let queue = small.chain((10..16).map(|number| blob(number, LARGE + 1))).collect();
        let hands = Hands::new(&engine, queue, false).unwrap();
        let mut taken: Vec<BlobRef> = std::iter::from_fn(|| hands.next()).collect();
        assert_eq!(taken.len(), 10 + LARGE_AT_ONCE, "the others leave the rest to these");
        while let Some(done) = taken.pop().filter(|blob| blob.size > LARGE) {
            hands.put_down(&done);
            taken.extend(hands.next());
        }
        assert!(lock(&hands.queue).is_empty());
        assert_eq!(hands.large.load(Ordering::Relaxed), 0);
    }
}

//! Many pages: read side by side, handed back in their order.
//!
//! Never holds more pages than its budget, however many come.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use domain::textebene::Seitentext;
use page::PageImage;

use crate::{CancelFlag, OcrError, Tesseract};

/// What the recognition of a document may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Pages read at the same time.
    pub threads: usize,
}

/// Something that has a picture to be read.
pub trait Picture {
    /// Returns the picture that is read.
    fn picture(&self) -> &PageImage;
}

/// A page that went through.
#[derive(Debug)]
pub struct Recognised<Q, E> {
    /// Its number, counted from 0.
    pub number: usize,
    /// The page as it was prepared and what stands on it, or why there is no such page.
    pub page: Result<(Q, Result<Seitentext, OcrError>), E>,
}

/// Why a document was not read to its end.
#[derive(Debug, thiserror::Error)]
pub enum Stopped<E> {
    /// Somebody asked for the end.
    #[error("the recognition was cancelled")]
    Cancelled,
    /// A page could not be handed on.
    #[error("a page could not be handed on")]
    Sink(#[source] E),
    /// A thread could not be started, or ended early.
    #[error("the recognition lost a thread")]
    Threads,
}

impl Picture for PageImage {
    fn picture(&self) -> &PageImage {
        self
    }
}

/// Memory that one page takes while it is read: its picture twice, and Tesseract.
const PAGE_BYTES: u64 = 256 * 1024 * 1024;

impl Budget {
    /// As many pages at a time as there are cores and as fit into the memory; at least one.
    pub fn of(memory_bytes: u64) -> Budget {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let fitting = usize::try_from(memory_bytes / PAGE_BYTES).unwrap_or(usize::MAX);
        Budget { threads: cores.min(fitting).max(1) }
    }
}

/// Reads pages side by side and hands them on in their order; returns how many there were.
///
/// `source` and `sink` run in the caller's thread, `prepare` (decoding, cleaning up) and the
/// recognition beside it. `progress` hears the number of pages read so far. A page that cannot
/// be prepared or read is handed on as such and does not end the document.
pub fn recognise<P, Q, E>(
    tesseract: &Tesseract,
    budget: Budget,
    cancel: &CancelFlag,
    mut source: impl FnMut() -> Option<Result<P, E>>,
    prepare: impl Fn(P) -> Result<Q, E> + Sync,
    mut sink: impl FnMut(Recognised<Q, E>) -> Result<(), E>,
    mut progress: impl FnMut(usize),
) -> Result<usize, Stopped<E>>
where
    P: Send,
    Q: Picture + Send,
    E: Send,
{
    let (jobs, work) = channel::<(usize, P)>();
    let (results, done) = channel::<Done<Q, E>>();
    let work = Mutex::new(work);
    let threads = budget.threads.max(1);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (work, results, prepare) = (&work, results.clone(), &prepare);
            let read = |page: P| {
                let page = prepare(page)?;
                let text = tesseract.read(page.picture(), cancel);
                Ok((page, text))
            };
            let run = move || labour(work, &results, read);
            thread::Builder::new().spawn_scoped(scope, run).map_err(|_| Stopped::Threads)?;
        }
        drop(results);
        let mut desk = Desk { jobs, waiting: BTreeMap::new(), given: 0, handed: 0, read: 0 };
        let mut more = true;
        loop {
            while more && !cancel.is_cancelled() && desk.under_way() < threads * AHEAD {
                more = desk.give(source())?;
            }
            desk.hand_on(&mut sink)?;
            if cancel.is_cancelled() {
                return Err(Stopped::Cancelled);
            }
            if desk.under_way() == 0 {
                if more {
                    continue;
                }
                return Ok(desk.handed);
            }
            desk.take(done.recv().map_err(|_| Stopped::Threads)?)?;
            progress(desk.read);
        }
    })
}

/// Pages in memory for each thread: one being read, one waiting for its turn.
const AHEAD: usize = 2;

/// A page that a thread has finished with; nothing if it broke down over it.
type Done<Q, E> = (usize, Option<Outcome<Q, E>>);
type Outcome<Q, E> = Result<(Q, Result<Seitentext, OcrError>), E>;

/// The life of a thread: page after page until there are no more.
fn labour<P, Q, E>(
    work: &Mutex<Receiver<(usize, P)>>,
    results: &Sender<Done<Q, E>>,
    read: impl Fn(P) -> Outcome<Q, E>,
) {
    loop {
        let job = work.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, page)) = job else { return };
        let outcome = catch_unwind(AssertUnwindSafe(|| read(page))).ok();
        if results.send((number, outcome)).is_err() {
            return;
        }
    }
}

/// The caller's thread: what it gave out, what came back, what it handed on.
struct Desk<P, Q, E> {
    jobs: Sender<(usize, P)>,
    waiting: BTreeMap<usize, Outcome<Q, E>>,
    given: usize,
    handed: usize,
    read: usize,
}

impl<P, Q, E> Desk<P, Q, E> {
    fn under_way(&self) -> usize {
        self.given - self.handed
    }

    /// Gives a page to the threads; says whether there may be more.
    fn give(&mut self, page: Option<Result<P, E>>) -> Result<bool, Stopped<E>> {
        let number = self.given;
        match page {
            None => return Ok(false),
            Some(Ok(page)) => self.jobs.send((number, page)).map_err(|_| Stopped::Threads)?,
            Some(Err(error)) => {
                self.waiting.insert(number, Err(error));
            }
        }
        self.given += 1;
        Ok(true)
    }

    fn take(&mut self, (number, outcome): Done<Q, E>) -> Result<(), Stopped<E>> {
        self.waiting.insert(number, outcome.ok_or(Stopped::Threads)?);
        self.read += 1;
        Ok(())
    }

    /// Hands on what is next in order.
    fn hand_on(
        &mut self,
        sink: &mut impl FnMut(Recognised<Q, E>) -> Result<(), E>,
    ) -> Result<(), Stopped<E>> {
        while let Some(page) = self.waiting.remove(&self.handed) {
            let number = self.handed;
            self.handed += 1;
            sink(Recognised { number, page }).map_err(Stopped::Sink)?;
        }
        Ok(())
    }
}

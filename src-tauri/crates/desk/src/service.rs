//! What runs beside the clerk: rounds with the centre, watched folders, derived texts.
//!
//! Never gives up and never stops silently: a failure is noted, shown, and tried again. Ends with
//! this value.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use domain::RecType;
use intake::custody::derive_missing;
use intake::watch::Timing;
use store::Kind;
use sync::backoff;

use crate::line::HttpLine;
use crate::views::Fehler;
use crate::{Desk, erkennung, folders, news};

/// How long changes gather before a round starts.
const GATHER: Duration = Duration::from_millis(200);
/// Longest wait for everything to end.
const STOP_WITHIN: Duration = Duration::from_secs(5);
/// Originals looked at before others get their turn.
const DERIVE_AT_ONCE: u32 = 10;

/// A flag that a thread can wait for.
#[derive(Default)]
pub(crate) struct Signal {
    set: Mutex<bool>,
    changed: Condvar,
}

impl Signal {
    fn raise(&self) {
        *self.set.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    /// Waits until the flag is raised or the time is over, and lowers it; tells which it was.
    pub(crate) fn wait(&self, timeout: Duration) -> bool {
        let guard = self.set.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_timeout_while(guard, timeout, |set| !*set);
        let (mut set, _) = waited.unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *set)
    }
}

/// Running services of a desk.
pub struct Services {
    stop: Arc<AtomicBool>,
    signals: Vec<Arc<Signal>>,
    /// Stops what waits for something else than a signal.
    halts: Vec<Box<dyn Fn() + Send + Sync>>,
    running: Arc<Running>,
}

/// Counts threads that have not ended.
#[derive(Default)]
struct Running {
    count: Mutex<usize>,
    ended: Condvar,
}

/// One thread's part in the count; given back however the thread ends.
struct Presence(Arc<Running>);

impl Presence {
    fn new(running: &Arc<Running>) -> Self {
        *running.count.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        Self(Arc::clone(running))
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        *self.0.count.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.ended.notify_all();
    }
}

impl Services {
    /// Starts everything for a desk.
    pub fn start(desk: &Arc<Desk>, timing: Timing) -> std::io::Result<Self> {
        let mut services = Self {
            stop: Arc::default(),
            signals: Vec::new(),
            halts: Vec::new(),
            running: Arc::default(),
        };
        services.start_rounds(desk)?;
        services.start_news(desk)?;
        services.start_search(desk)?;
        services.start_sorting(desk)?;
        services.start_derive(desk)?;
        services.start_recognition(desk)?;
        services.start_folders(desk, timing)?;
        services.start_scanning(desk)?;
        Ok(services)
    }

    fn signal(&mut self) -> Arc<Signal> {
        let signal = Arc::new(Signal::default());
        self.signals.push(Arc::clone(&signal));
        signal
    }

    /// A signal that is raised by every transaction that touched what is meant.
    fn woken_by(&mut self, desk: &Desk, meant: fn(Kind) -> bool) -> Arc<Signal> {
        let signal = self.signal();
        let wake = Arc::clone(&signal);
        desk.store.listen(move |touched| {
            if touched.iter().copied().any(meant) {
                wake.raise();
            }
        });
        signal
    }

    fn spawn(
        &mut self,
        name: &str,
        run: impl FnOnce(&AtomicBool) + Send + 'static,
    ) -> std::io::Result<()> {
        let (stop, presence) = (Arc::clone(&self.stop), Presence::new(&self.running));
        std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            let _presence = presence;
            run(&stop);
        })?;
        Ok(())
    }

    fn start_rounds(&mut self, desk: &Arc<Desk>) -> std::io::Result<()> {
        let signal = self.signal();
        let wake = Arc::clone(&signal);
        *desk.wecker.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Arc::new(move || wake.raise()));
        let (wake, listening) = (Arc::clone(&signal), Arc::downgrade(desk));
        desk.store.listen(move |touched| {
            // While the centre is out of reach, edits do not shorten the pause.
            let reachable = || {
                listening.upgrade().is_some_and(|desk| desk.stand(|stand| stand.fehlversuche == 0))
            };
            if touched.contains(&Kind::Journal) && reachable() {
                wake.raise();
            }
        });
        let desk = Arc::clone(desk);
        self.spawn("abgleich", move |stop| rounds(&desk, &signal, stop))
    }

    /// Listening waits for minutes on a silent line, so nobody waits for its end: it holds neither
    /// desk nor store.
    fn start_news(&mut self, desk: &Arc<Desk>) -> std::io::Result<()> {
        let (signal, stop, desk) = (self.signal(), Arc::clone(&self.stop), Arc::downgrade(desk));
        let listener = std::thread::Builder::new().name("neuigkeiten".to_owned());
        listener.spawn(move || news::run(&desk, &signal, &stop))?;
        Ok(())
    }

    /// Makes findable what was done here and what came from the centre.
    fn start_search(&mut self, desk: &Arc<Desk>) -> std::io::Result<()> {
        let signal = self.woken_by(desk, |kind| matches!(kind, Kind::Rec(_)));
        let desk = Arc::clone(desk);
        self.spawn("suche", move |stop| {
            let mut behind = false;
            while !stop.load(Ordering::Relaxed) {
                let left = desk.suche_nachziehen();
                if matches!(left, Ok(1..)) {
                    behind = true;
                    continue;
                }
                if let Err(fehler) = left {
                    tracing::warn!(meldung = %fehler.meldung, "search index");
                } else if std::mem::take(&mut behind) {
                    // Who searched meanwhile was told that something is missing.
                    desk.store.notify(Kind::Rec(RecType::Dokument));
                    signal.wait(GATHER);
                    continue;
                }
                if signal.wait(backoff::QUIET) && !stop.load(Ordering::Relaxed) {
                    signal.wait(GATHER);
                }
            }
        })
    }

    /// Learns where post belongs, and files what the office wants filed without a person.
    fn start_sorting(&mut self, desk: &Arc<Desk>) -> std::io::Result<()> {
        let signal = self.woken_by(desk, |kind| matches!(kind, Kind::Rec(_)));
        let desk = Arc::clone(desk);
        self.spawn("sortieren", move |stop| {
            while !stop.load(Ordering::Relaxed) {
                let left = desk.sortieren_nachziehen();
                if matches!(left, Ok(1..)) {
                    continue;
                }
                if let Err(fehler) = left.and_then(|_| desk.selbst_ablegen()) {
                    tracing::warn!(meldung = %fehler.meldung, "sorting");
                }
                if signal.wait(backoff::QUIET) && !stop.load(Ordering::Relaxed) {
                    signal.wait(GATHER);
                }
            }
        })
    }

    fn start_derive(&mut self, desk: &Arc<Desk>) -> std::io::Result<()> {
        let signal = self.woken_by(desk, |kind| matches!(kind, Kind::Rec(_)));
        let desk = Arc::clone(desk);
        self.spawn("auswertung", move |stop| {
            while !stop.load(Ordering::Relaxed) {
                match derive_missing(&desk.store, &desk.worker, DERIVE_AT_ONCE) {
                    Ok(DERIVE_AT_ONCE) => {}
                    Ok(_) => {
                        signal.wait(backoff::QUIET);
                    }
                    Err(error) => {
                        tracing::warn!(error = &error as &dyn std::error::Error, "derive");
                        signal.wait(backoff::QUIET);
                    }
                }
            }
        })
    }

    fn start_recognition(&mut self, desk: &Arc<Desk>) -> std::io::Result<()> {
        let signal = self.woken_by(desk, |kind| matches!(kind, Kind::Erkennung));
        let desk = Arc::clone(desk);
        self.spawn("texterkennung", move |stop| erkennung::run(&desk, &signal, stop))
    }

    /// Does the jobs of the scanner's table, and looks for devices.
    fn start_scanning(&mut self, desk: &Arc<Desk>) -> std::io::Result<()> {
        let halted = Arc::clone(desk);
        self.halts.push(Box::new(move || halted.scan_anhalten()));
        type Job = fn(&Desk) -> Result<bool, Fehler>;
        let jobs: [(&str, Job); 2] =
            [("scan", Desk::scan_arbeiten), ("scannersuche", |desk| Ok(desk.scanner_finden()))];
        for (name, job) in jobs {
            let signal = self.woken_by(desk, |kind| matches!(kind, Kind::Scan));
            let desk = Arc::clone(desk);
            self.spawn(name, move |stop| {
                while !stop.load(Ordering::Relaxed) {
                    match job(&desk) {
                        Ok(true) => continue,
                        Ok(false) => {}
                        Err(fehler) => tracing::warn!(meldung = %fehler.meldung, "scan"),
                    }
                    signal.wait(backoff::QUIET);
                }
            })?;
        }
        Ok(())
    }

    fn start_folders(&mut self, desk: &Arc<Desk>, timing: Timing) -> std::io::Result<()> {
        let signal = self.woken_by(desk, |kind| matches!(kind, Kind::Uebernahme));
        let (desk, stop) = (Arc::clone(desk), Arc::clone(&self.stop));
        self.spawn("ordner", move |_| folders::run(&desk, &signal, &stop, &timing))
    }
}

impl Services {
    /// Ends everything and waits a few seconds for it.
    ///
    /// What then still hangs on a dead share or a dead line is left behind: every step is safe
    /// against a sudden end, and the next start takes it up.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
        for halt in &self.halts {
            halt();
        }
        for signal in &self.signals {
            signal.raise();
        }
        let count = self.running.count.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.running.ended.wait_timeout_while(count, STOP_WITHIN, |count| *count > 0);
        let (left, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if *left > 0 {
            tracing::warn!(threads = *left, "services still busy at the end");
        }
    }
}

impl Drop for Services {
    fn drop(&mut self) {
        self.stop();
    }
}

fn rounds(desk: &Desk, signal: &Signal, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        desk.set_next_round(None);
        let line = desk.line();
        let mut next = Next::default();
        match &line {
            Ok(Some(line)) => next = one_round(desk, line, stop),
            Ok(None) => {}
            Err(fehler) => tracing::warn!(meldung = %fehler.meldung, "line"),
        }
        if next.at_once {
            continue;
        }
        let pause = backoff::pause(desk.stand(|stand| stand.fehlversuche), random());
        let pause = backoff::heeding(pause, next.asked);
        desk.set_next_round(desk.store.env().now().checked_add(pause).ok());
        if signal.wait(pause) && !stop.load(Ordering::Relaxed) {
            // Several changes of one act, or of a fast typist, go in one round.
            signal.wait(GATHER);
        }
    }
}

/// When the next round is due.
#[derive(Default)]
struct Next {
    /// There was more to do than one round takes.
    at_once: bool,
    /// What the centre has asked for.
    asked: Option<Duration>,
}

fn one_round(desk: &Desk, line: &HttpLine, stop: &AtomicBool) -> Next {
    let result = desk.round(line, stop);
    let asked = line.take_asked_to_wait();
    match result {
        Ok(round) => {
            let next_poll = round.next_poll.map(|seconds| Duration::from_secs(seconds.into()));
            Next { at_once: round.more, asked: asked.max(next_poll) }
        }
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "round");
            Next { at_once: false, asked }
        }
    }
}

pub(crate) fn random() -> u16 {
    let mut bytes = [0; 2];
    // Without randomness the pause is simply the shortest one.
    let _ = getrandom::fill(&mut bytes);
    u16::from_be_bytes(bytes)
}

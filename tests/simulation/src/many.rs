//! Many seeds side by side, and what came of them.
//!
//! Never retries a failed seed: `cargo xtask sim --seed 0x…` does.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::planted::Planted;
use crate::run::{self, Counts};
use crate::violation::{self, Kind, Violation};

/// What many seeds came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Seeds that were run.
    pub seeds: u64,
    /// What happened in them.
    pub counts: Counts,
    /// What was found, by seed.
    pub found: BTreeMap<u64, Violation>,
}

impl Outcome {
    /// Returns the line that has to read zero four times.
    pub fn line(&self) -> String {
        let count = |kind| self.found.values().filter(|found| found.kind == kind).count();
        Kind::ALL.map(|kind| format!("{kind} {}", count(kind))).join(", ")
    }
}

/// Runs the seeds from `first` on, on as many threads as the machine has processors.
pub fn run(first: u64, seeds: u64) -> Outcome {
    let outcome = Mutex::new(Outcome { seeds, ..Outcome::default() });
    let next = AtomicU64::new(first);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + seeds {
                        return;
                    }
                    let result = one(seed, None);
                    let mut outcome = outcome.lock().unwrap();
                    match result {
                        Ok(counts) => outcome.counts += counts,
                        Err(violation) => {
                            println!("seed {seed:#x}: {}: {}", violation.kind, violation.what);
                            outcome.found.insert(seed, violation);
                        }
                    }
                    let done = seed - first + 1;
                    if done.is_multiple_of(500) {
                        println!("{done} of {seeds} seeds, {}", outcome.line());
                    }
                }
            });
        }
    });
    outcome.into_inner().unwrap()
}

/// Runs one seed, with or without a fault built in.
pub fn one(seed: u64, fault: Option<Planted>) -> Result<Counts, Violation> {
    catch_unwind(AssertUnwindSafe(|| run::with_fault(seed, fault)))
        .map_err(|payload| violation::from_panic(payload.as_ref()))
}

/// Returns the first seed that finds a fault, and what it found.
pub fn first_to_find(fault: Planted, seeds: u64) -> Option<(u64, Violation)> {
    let next = AtomicU64::new(1);
    let done = AtomicBool::new(false);
    let found = Mutex::new(BTreeMap::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed > seeds {
                        return;
                    }
                    if let Err(violation) = one(seed, Some(fault)) {
                        found.lock().unwrap().insert(seed, violation);
                        done.store(true, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    found.into_inner().unwrap().into_iter().next()
}

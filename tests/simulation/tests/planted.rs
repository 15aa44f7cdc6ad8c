//! Faults built in on purpose: a simulation that catches nothing is broken.
//!
//! Never counts a fault as found that needs luck: a few seeds must do.

use std::panic::{AssertUnwindSafe, catch_unwind};

use simulation_tests::line::Planted;
use simulation_tests::run;

/// Runs seeds until one fails; returns which.
fn first_found(fault: Planted) -> Option<u64> {
    (1..=12).find(|seed| {
        catch_unwind(AssertUnwindSafe(|| run::with_fault(*seed, Some(fault)))).is_err()
    })
}

#[test]
fn every_planted_fault_is_found() {
    for fault in
        [Planted::LastWriterWins, Planted::SwallowPush, Planted::DamageOriginal, Planted::SkipRow]
    {
        let found = first_found(fault);
        println!("{fault:?}: found by seed {found:?}");
        assert!(found.is_some(), "{fault:?} goes unnoticed");
    }
}

//! Faults built in on purpose: a simulation that catches nothing is broken.
//!
//! Never counts a fault as found that needs much luck: a few hundred seeds must do.

use simulation_tests::many;
use simulation_tests::planted::Planted;

/// Seeds within which each fault has to be found.
const SEEDS: u64 = 400;

#[test]
fn every_planted_fault_is_found() {
    let mut unnoticed = Vec::new();
    for fault in Planted::ALL {
        match many::first_to_find(fault, SEEDS) {
            Some((seed, violation)) => {
                println!("planted {fault:?}: caught by seed {seed:#x} ({})", violation.kind);
            }
            None => unnoticed.push(fault),
        }
    }
    assert!(unnoticed.is_empty(), "go unnoticed: {unnoticed:?}");
}

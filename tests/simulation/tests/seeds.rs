//! Many seeds, each printed, each checked in full.
//!
//! Never retries a failed seed: `cargo xtask sim --seed 0x…` does.

use std::panic::{AssertUnwindSafe, catch_unwind};

use simulation_tests::run;

#[test]
fn office_converges_whatever_happens() {
    let number = |name: &str| {
        let text = std::env::var(name).ok()?;
        let text = text.trim();
        match text.strip_prefix("0x") {
            Some(hex) => u64::from_str_radix(hex, 16).ok(),
            None => text.parse().ok(),
        }
    };
    if let Some(seed) = number("FORSTHAUS_SIM_SEED") {
        println!("seed {seed:#x}");
        println!("{:?}", run::seed(seed));
        return;
    }
    let count = number("FORSTHAUS_SIM_SEEDS").unwrap_or(50);
    let mut failed = Vec::new();
    let (mut acts, mut cuts, mut rounds) = (0, 0, 0);
    for seed in 1..=count {
        match catch_unwind(AssertUnwindSafe(|| run::seed(seed))) {
            Ok(known) => {
                acts += known.acts;
                cuts += known.cuts;
                rounds += known.failed_rounds;
            }
            Err(_) => failed.push(format!("{seed:#x}")),
        }
    }
    println!("{count} seeds, {acts} acts, {cuts} power cuts in acts, {rounds} rounds cut off");
    assert!(failed.is_empty(), "failed seeds: {}", failed.join(", "));
    assert!(count < 10 || (acts > 0 && cuts > 0 && rounds > 0), "nothing bad ever happened");
}

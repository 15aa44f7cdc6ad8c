//! Many seeds, each checked in full; failed ones are printed and can be replayed.
//!
//! Never retries a failed seed: `cargo xtask sim --seed 0x…` does.

use simulation_tests::{many, run};

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    let text = text.trim();
    match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    }
}

#[test]
fn scenario_18_office_converges_whatever_happens() {
    if let Some(seed) = number("FORSTHAUS_SIM_SEED") {
        println!("seed {seed:#x}");
        println!("{:?}", run::seed(seed));
        return;
    }
    let count = number("FORSTHAUS_SIM_SEEDS").unwrap_or(50);
    let outcome = many::run(1, count);
    println!("{count} seeds");
    for (name, times) in outcome.counts.named() {
        println!("  {times:>8} {name}");
        assert!(count < 200 || times > 0, "{name}: never happened");
    }
    println!("{}", outcome.line());
    let failed: Vec<String> = outcome.found.keys().map(|seed| format!("{seed:#x}")).collect();
    assert!(failed.is_empty(), "failed seeds: {}", failed.join(", "));
}

//! What running processes have used, as Linux tells it: CPU time and peak memory, with everything
//! below them.
//!
//! Never interferes, apart from setting the peak back to now.

use std::fs;

/// Ticks in a second of CPU time.
const TICKS: f64 = 100.0;

/// A process and everything below it.
fn tree(root: u32) -> Vec<u32> {
    let mut all = vec![root];
    let mut at = 0;
    while let Some(&here) = all.get(at) {
        at += 1;
        for thread in fs::read_dir(format!("/proc/{here}/task")).into_iter().flatten().flatten() {
            let below = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
            all.extend(below.split_whitespace().filter_map(|pid| pid.parse::<u32>().ok()));
        }
    }
    all
}

/// CPU seconds so far, of the tree and of children it has waited for.
pub(in crate::bench) fn cpu_seconds(root: u32) -> f64 {
    let ticks: u64 = tree(root)
        .iter()
        .filter_map(|pid| fs::read_to_string(format!("/proc/{pid}/stat")).ok())
        .map(|stat| ticks(&stat))
        .sum();
    ticks as f64 / TICKS
}

/// User and system time of a process and its ended children.
fn ticks(stat: &str) -> u64 {
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let numbers = after_name.split_whitespace().skip(11).take(4);
    numbers.filter_map(|number| number.parse::<u64>().ok()).sum()
}

/// Sum of the peaks since the last [`forget_peak`], in megabytes.
pub(in crate::bench) fn peak_megabytes(root: u32) -> f64 {
    let kilobytes: u64 = tree(root)
        .iter()
        .filter_map(|pid| fs::read_to_string(format!("/proc/{pid}/status")).ok())
        .filter_map(|status| {
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
            line.split_whitespace().next()?.parse::<u64>().ok()
        })
        .sum();
    kilobytes as f64 / 1024.0
}

/// Sets the peak of each process back to what it holds now.
pub(in crate::bench) fn forget_peak(root: u32) {
    for pid in tree(root) {
        // A process of another user keeps its peak: then the figure is the larger one.
        drop(fs::write(format!("/proc/{pid}/clear_refs"), "5"));
    }
}

#[cfg(test)]
mod tests {
    use super::ticks;

    #[test]
    fn times_are_counted_behind_a_name_with_brackets() {
        assert_eq!(ticks("7 (a) b) S 1 7 7 0 -1 0 1 0 2 0 30 4 5 6 20 0"), 45);
    }
}

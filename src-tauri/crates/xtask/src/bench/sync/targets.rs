//! What our engine owes, compared with what was measured in the same run.
//!
//! Never met by a figure that is missing.

use super::peers::{FLOOR, OURS, POUCH, RSYNC, RSYNC_FSYNC};
use super::room::{Speed, Usage};
use super::table::{Table, Task};

/// One thing that is owed.
struct Target {
    what: &'static str,
    /// The measured value; none if a part of it is missing.
    is: fn(&Table) -> Option<f64>,
    /// The largest value that is good enough.
    most: f64,
}

fn ratio(
    table: &Table,
    task: Task,
    speed: Speed,
    other: &str,
    of: fn(&Usage) -> f64,
) -> Option<f64> {
    Some(of(table.of(OURS, task, speed)?) / of(table.of(other, task, speed)?))
}

fn ours(table: &Table, task: Task, of: fn(&Usage) -> f64) -> Option<f64> {
    table.of(OURS, task, Speed::Direct).map(of)
}

fn bytes(usage: &Usage) -> f64 {
    usage.wire as f64
}

fn requests(usage: &Usage) -> f64 {
    usage.requests.map_or(f64::NAN, |requests| requests as f64)
}

const TARGETS: &[Target] = &[
    Target {
        what: "10,000 records: seconds to the floor's",
        is: |t| ratio(t, Task::RecordsInitial, Speed::Direct, FLOOR, Usage::seconds),
        most: 2.0,
    },
    Target {
        what: "10,000 records: bytes to the floor's",
        is: |t| ratio(t, Task::RecordsInitial, Speed::Direct, FLOOR, bytes),
        most: 1.2,
    },
    Target {
        what: "10,000 records: seconds to PouchDB's (five times faster)",
        is: |t| ratio(t, Task::RecordsInitial, Speed::Direct, POUCH, Usage::seconds),
        most: 0.2,
    },
    Target {
        what: "2,000 files: seconds to the floor's",
        is: |t| ratio(t, Task::FilesInitial, Speed::Direct, FLOOR, Usage::seconds),
        most: 1.3,
    },
    Target {
        what: "2,000 files: seconds to those of rsync --fsync",
        is: |t| ratio(t, Task::FilesInitial, Speed::Direct, RSYNC_FSYNC, Usage::seconds),
        most: 1.0,
    },
    Target {
        what: "1 % of the records: kB on the wire",
        is: |t| ours(t, Task::RecordsChanged, bytes).map(|bytes| bytes / 1e3),
        most: 60.0,
    },
    Target {
        what: "1 % of the records: seconds to the floor's",
        is: |t| ratio(t, Task::RecordsChanged, Speed::Direct, FLOOR, Usage::seconds),
        most: 5.0,
    },
    Target {
        what: "nothing changed: requests",
        is: |t| ours(t, Task::RecordsIdle, requests),
        most: 2.0,
    },
    Target {
        what: "nothing changed: bytes on the wire",
        is: |t| ours(t, Task::RecordsIdle, bytes),
        most: 2_000.0,
    },
    Target {
        what: "nothing changed: milliseconds",
        is: |t| ours(t, Task::RecordsIdle, Usage::seconds).map(|seconds| seconds * 1e3),
        most: 100.0,
    },
    Target {
        what: "nothing changed, the large workstation: requests",
        is: |t| ours(t, Task::MillionIdle, requests),
        most: 2.0,
    },
    Target {
        what: "nothing changed, the large workstation: bytes on the wire",
        is: |t| ours(t, Task::MillionIdle, bytes),
        most: 2_000.0,
    },
    Target {
        what: "nothing changed, the large workstation: milliseconds",
        is: |t| ours(t, Task::MillionIdle, Usage::seconds).map(|seconds| seconds * 1e3),
        most: 100.0,
    },
    Target {
        what: "grown PDFs fetched over the slow line: seconds to rsync's",
        is: |t| ratio(t, Task::GrownDown, Speed::Slow, RSYNC, Usage::seconds),
        most: 1.0,
    },
    Target {
        what: "grown PDFs sent over the slow line: seconds to rsync's",
        is: |t| ratio(t, Task::GrownUp, Speed::Slow, RSYNC, Usage::seconds),
        most: 1.0,
    },
    Target { what: "most memory of the workstation in MB", is: memory, most: 64.0 },
];

/// The most that our client ever took.
fn memory(table: &Table) -> Option<f64> {
    let tasks =
        [Task::RecordsInitial, Task::RecordsChanged, Task::FilesInitial, Task::FilesChanged];
    let peaks = tasks.iter().map(|task| ours(table, *task, |usage| usage.client_mb));
    peaks.collect::<Option<Vec<_>>>().map(|peaks| peaks.into_iter().fold(0.0, f64::max))
}

/// Prints every target with the measured value.
pub(super) fn print(table: &Table) {
    println!("\nTargets of ours");
    for target in TARGETS {
        let (is, verdict) = match (target.is)(table) {
            Some(is) if is <= target.most => (format!("{is:.2}"), "met"),
            Some(is) => (format!("{is:.2}"), "MISSED"),
            None => ("–".to_owned(), "not measured"),
        };
        println!("  {:62} {is:>10}  at most {:>8.2}  {verdict}", target.what, target.most);
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::Row;
    use super::*;

    #[test]
    fn a_missing_figure_never_meets_a_target() {
        let mut table = Table::default();
        assert!(TARGETS.iter().all(|target| (target.is)(&table).is_none()));
        for (peer, seconds) in [(FLOOR, 1.0), (OURS, 1.5)] {
            let usage = Usage { wall: seconds, wire: 100, ..Usage::default() };
            let (task, speed) = (Task::RecordsInitial, Speed::Direct);
            table.add(Row { peer, task, speed, usage: Ok(usage) });
        }
        let target = TARGETS.first().unwrap();
        assert_eq!((target.is)(&table), Some(1.5));
    }
}

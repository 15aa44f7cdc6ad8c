//! What the centre counts about itself, in the text form that Prometheus reads.
//!
//! Never counts content or persons: labels are addresses of the protocol, status codes and kinds
//! of decisions.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper ends of the classes of duration, in milliseconds.
const CLASSES_MS: [u64; 11] = [1, 2, 5, 10, 25, 50, 100, 250, 1_000, 5_000, 30_000];

/// Something that only grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Count {
    /// Changes that took effect.
    Applied,
    /// Changes that took effect beside others.
    Merged,
    /// Changes of which a part waits for a clerk.
    Conflict,
    /// Changes that were refused.
    Rejected,
    /// Changes that wait for an original or a newer centre.
    Parked,
    /// Rows handed out.
    Rows,
    /// Bytes of originals that came in.
    BytesIn,
    /// Bytes of originals that went out.
    BytesOut,
    /// Originals verified and noted.
    Originals,
    /// Requests turned away because too many were in work.
    Shed,
    /// Records of which the centre had lost a version and a workstation handed one over.
    Salvaged,
    /// Snapshots built.
    Snapshots,
}

impl Count {
    const ALL: [(Self, &'static str, &'static str); 12] = [
        (Self::Applied, "forsthaus_changes_total", "verdict=\"applied\""),
        (Self::Merged, "forsthaus_changes_total", "verdict=\"merged\""),
        (Self::Conflict, "forsthaus_changes_total", "verdict=\"conflict\""),
        (Self::Rejected, "forsthaus_changes_total", "verdict=\"rejected\""),
        (Self::Parked, "forsthaus_changes_total", "verdict=\"parked\""),
        (Self::Rows, "forsthaus_rows_out_total", ""),
        (Self::BytesIn, "forsthaus_original_bytes_total", "direction=\"in\""),
        (Self::BytesOut, "forsthaus_original_bytes_total", "direction=\"out\""),
        (Self::Originals, "forsthaus_originals_total", ""),
        (Self::Shed, "forsthaus_shed_total", ""),
        (Self::Salvaged, "forsthaus_salvaged_total", ""),
        (Self::Snapshots, "forsthaus_snapshots_total", ""),
    ];
}

/// Requests of one address, verb and status.
#[derive(Debug, Default, Clone)]
struct Durations {
    classes: [u64; CLASSES_MS.len()],
    count: u64,
    sum_us: u64,
}

type Label = (&'static str, String, u16);

/// The counters of one process.
#[derive(Debug, Default)]
pub struct Metrics {
    counts: [AtomicU64; Count::ALL.len()],
    requests: Mutex<BTreeMap<Label, Durations>>,
    in_work: AtomicI64,
    listeners: AtomicI64,
}

impl Metrics {
    /// Adds to a counter.
    pub fn add(&self, count: Count, by: u64) {
        let place = Count::ALL.iter().position(|(known, ..)| *known == count);
        if let Some(counter) = place.and_then(|place| self.counts.get(place)) {
            counter.fetch_add(by, Ordering::Relaxed);
        }
    }

    /// Counts what was decided about changes.
    pub fn verdicts<'a>(&self, kinds: impl Iterator<Item = &'a wire::VerdictKind>) {
        for kind in kinds {
            let count = match kind {
                wire::VerdictKind::Applied { .. } => Count::Applied,
                wire::VerdictKind::Merged { .. } => Count::Merged,
                wire::VerdictKind::Conflict { .. } => Count::Conflict,
                wire::VerdictKind::Rejected { .. } => Count::Rejected,
                wire::VerdictKind::Parked { .. } => Count::Parked,
            };
            self.add(count, 1);
        }
    }

    /// Notes that a request came in, or went.
    pub(crate) fn in_work(&self, by: i64) {
        self.in_work.fetch_add(by, Ordering::Relaxed);
    }

    /// Notes that somebody listens for news, or no longer does.
    pub(crate) fn listeners(&self, by: i64) -> i64 {
        self.listeners.fetch_add(by, Ordering::Relaxed) + by
    }

    /// Notes an answered request.
    pub(crate) fn answered(&self, route: &'static str, verb: &str, status: u16, took: Duration) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = requests.entry((route, verb.to_owned(), status)).or_default();
        for (class, limit_ms) in entry.classes.iter_mut().zip(CLASSES_MS) {
            *class += u64::from(took <= Duration::from_millis(limit_ms));
        }
        entry.count += 1;
        entry.sum_us += u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    }

    /// Returns everything as Prometheus reads it (text format 0.0.4).
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut named = "";
        for ((_, name, labels), counter) in Count::ALL.iter().zip(&self.counts) {
            if named != *name {
                named = name;
                line(&mut out, format_args!("# TYPE {name} counter"));
            }
            let labels = if labels.is_empty() { String::new() } else { format!("{{{labels}}}") };
            line(&mut out, format_args!("{name}{labels} {}", counter.load(Ordering::Relaxed)));
        }
        for (name, gauge) in
            [("forsthaus_in_work", &self.in_work), ("forsthaus_listeners", &self.listeners)]
        {
            line(&mut out, format_args!("# TYPE {name} gauge"));
            line(&mut out, format_args!("{name} {}", gauge.load(Ordering::Relaxed)));
        }
        self.write_durations(&mut out);
        out
    }

    fn write_durations(&self, out: &mut String) {
        let name = "forsthaus_request_seconds";
        line(out, format_args!("# TYPE {name} histogram"));
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        for ((route, verb, status), durations) in requests.iter() {
            let labels = format!("route=\"{route}\",verb=\"{verb}\",status=\"{status}\"");
            for (limit_ms, count) in CLASSES_MS.iter().zip(durations.classes) {
                let limit = Duration::from_millis(*limit_ms).as_secs_f64();
                line(out, format_args!("{name}_bucket{{{labels},le=\"{limit}\"}} {count}"));
            }
            line(out, format_args!("{name}_bucket{{{labels},le=\"+Inf\"}} {}", durations.count));
            let sum = Duration::from_micros(durations.sum_us).as_secs_f64();
            line(out, format_args!("{name}_sum{{{labels}}} {sum}"));
            line(out, format_args!("{name}_count{{{labels}}} {}", durations.count));
        }
    }
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing into a string does not fail.
    let _ = writeln!(out, "{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_names_counters_classes_and_sums() {
        let metrics = Metrics::default();
        metrics.add(Count::Rows, 12);
        metrics.answered("/v1/push", "POST", 200, Duration::from_millis(30));
        metrics.answered("/v1/push", "POST", 200, Duration::from_millis(3));
        let text = metrics.text();
        for expected in [
            "forsthaus_rows_out_total 12\n",
            "forsthaus_changes_total{verdict=\"parked\"} 0\n",
            "forsthaus_request_seconds_bucket{route=\"/v1/push\",verb=\"POST\",status=\"200\",le=\"0.005\"} 1\n",
            "forsthaus_request_seconds_bucket{route=\"/v1/push\",verb=\"POST\",status=\"200\",le=\"0.05\"} 2\n",
            "forsthaus_request_seconds_count{route=\"/v1/push\",verb=\"POST\",status=\"200\"} 2\n",
            "forsthaus_request_seconds_sum{route=\"/v1/push\",verb=\"POST\",status=\"200\"} 0.033\n",
        ] {
            assert!(text.contains(expected), "{expected} in\n{text}");
        }
        assert_eq!(text.matches("# TYPE forsthaus_changes_total").count(), 1);
    }
}

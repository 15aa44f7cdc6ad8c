//! Times of questions, and what is said of them.
//!
//! Never an average: the worst are what people remember.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::{Value, json};

use crate::questions::{Group, Question};

/// Rounds of all questions; the first one warms up and does not count.
const ROUNDS: usize = 6;

/// What one side took.
#[derive(Default)]
pub(crate) struct Figures {
    pub(crate) index: Duration,
    pub(crate) times: BTreeMap<Group, Vec<Duration>>,
    /// Hits in all, so that nobody is fast by finding nothing.
    pub(crate) hits: BTreeMap<Group, usize>,
    /// From handing in one document to finding it.
    pub(crate) seen: Vec<Duration>,
    /// From opening to the first answer.
    pub(crate) open: Duration,
}

impl Figures {
    /// Asks everything, in rounds.
    pub(crate) fn ask(
        &mut self,
        questions: &[Question],
        mut answer: impl FnMut(&Question) -> Result<usize>,
    ) -> Result<()> {
        for round in 0..ROUNDS {
            for question in questions {
                let start = Instant::now();
                let hits = answer(question)?;
                let took = start.elapsed();
                if round > 0 {
                    self.times.entry(question.group).or_default().push(took);
                    *self.hits.entry(question.group).or_default() += hits;
                }
            }
        }
        Ok(())
    }

    pub(crate) fn json(&self, dir: &Path) -> Result<Value> {
        let all: Vec<Duration> = self.times.values().flatten().copied().collect();
        let mut groups = json!({ "all": quantiles(all) });
        for (group, times) in &self.times {
            let mut said = quantiles(times.clone());
            let hits = self.hits.get(group).copied().unwrap_or(0) / times.len().max(1);
            put(&mut said, "hits", json!(hits));
            put(&mut groups, group.name(), said);
        }
        Ok(json!({
            "index_seconds": self.index.as_secs_f64(),
            "bytes": size(dir)?,
            "open_ms": ms(self.open),
            "seen": quantiles(self.seen.clone()),
            "peak_mb": peak_mb(),
            "groups": groups,
        }))
    }
}

fn put(to: &mut Value, key: &str, value: Value) {
    if let Some(map) = to.as_object_mut() {
        map.insert(key.to_owned(), value);
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn quantiles(mut times: Vec<Duration>) -> Value {
    times.sort();
    let at = |share: f64| {
        let last = times.len().saturating_sub(1) as f64;
        times.get((last * share).round() as usize).copied().map_or(f64::NAN, ms)
    };
    json!({ "p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "max": at(1.0) })
}

fn size(dir: &Path) -> Result<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let about = entry.metadata()?;
        sum += if about.is_dir() { size(&entry.path())? } else { about.len() };
    }
    Ok(sum)
}

/// The most memory that this process has had; nothing where the system does not say.
fn peak_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<f64>().ok().map(|kb| kb / 1024.0)
}

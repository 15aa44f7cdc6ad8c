//! What a client used for the work itself: without the start of its program, the opening of its
//! store and the preparing of its network, which a workstation does once a day.
//!
//! Never measured where nobody asks for it.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};

/// The file that the measuring side waits for.
const FILE: &str = "SYNC_BENCH_INSIDE";

/// A running measurement.
pub(crate) struct Inside {
    start: Instant,
    cpu: f64,
}

impl Inside {
    /// Starts measuring; the peak of memory counts from here.
    pub(crate) fn start() -> Self {
        // Where the system does not allow it, the peak of before counts as well.
        drop(std::fs::write("/proc/self/clear_refs", "5"));
        Self { start: Instant::now(), cpu: cpu() }
    }

    /// Ends measuring and says what was used.
    pub(crate) fn say(self, requests: Option<u64>) -> Result<()> {
        let Some(file) = std::env::var_os(FILE).map(PathBuf::from) else { return Ok(()) };
        let text = serde_json::json!({
            "seconds": self.start.elapsed().as_secs_f64(),
            "cpu": cpu() - self.cpu,
            "memory_mb": peak_megabytes(),
            "requests": requests,
        });
        std::fs::write(&file, text.to_string()).with_context(|| format!("write {}", file.display()))
    }
}

/// CPU seconds of this process so far.
#[cfg(unix)]
pub(crate) fn cpu() -> f64 {
    use nix::sys::resource::{UsageWho, getrusage};
    getrusage(UsageWho::RUSAGE_SELF).map_or(f64::NAN, |usage| crate::timed::cpu_seconds(&usage))
}

#[cfg(not(unix))]
pub(crate) fn cpu() -> f64 {
    f64::NAN
}

fn peak_megabytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

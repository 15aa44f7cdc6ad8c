//! How long a window takes to become usable, and how much memory it holds then.
//!
//! Never counts the driver, which both sides of a comparison have.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::json;

use crate::paths;
use crate::room::Room;
use crate::wait::{LONG, until};
use crate::window::Window;

/// What was measured of one window.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// From the start of the process until the window said of itself that it can be used.
    pub usable: Duration,
    /// Resident memory of the program and all its processes.
    pub resident_bytes: u64,
}

/// Opens a program, waits until its window can be used, and ends it again.
pub async fn measure(room: &Room, program: &str, args: &[String]) -> Result<Measured> {
    let binary = paths::bin(program)?;
    let window = Window::start(room, "bench", &json!({ "binary": binary, "args": args })).await?;
    window.ready().await?;
    // The page's clock and the kernel's are read in the same moment and then only subtracted.
    let since = "
        const ready = Number(document.documentElement.dataset.bereit);
        return performance.now() - ready;";
    let since = window.client.execute(since, vec![]).await?;
    let age = age(&binary)?;
    let since = since.as_f64().context("the window does not say since when it is ready")?;
    let usable = age.saturating_sub(Duration::from_secs_f64(since / 1000.0));
    let resident_bytes = settled(window.driver.id()).await?;
    Ok(Measured { usable, resident_bytes })
}

/// Returns how long ago the process of a program was started.
fn age(program: &Path) -> Result<Duration> {
    /// Linux tells times of processes in hundredths of a second.
    const TICKS: f64 = 100.0;
    let uptime = fs::read_to_string("/proc/uptime").context("read /proc/uptime")?;
    let uptime: f64 = uptime.split(' ').next().unwrap_or_default().parse().context("uptime")?;
    let mut processes = fs::read_dir("/proc").context("read /proc")?.flatten();
    let process = processes
        .find(|entry| entry.path().join("exe").read_link().is_ok_and(|exe| exe == program))
        .with_context(|| format!("{} does not run", program.display()))?;
    let stat = fs::read_to_string(process.path().join("stat")).context("read stat")?;
    // The name in brackets may hold blanks; the start is the twentieth value after it.
    let (_, values) = stat.rsplit_once(") ").context("stat without a name")?;
    let start = values.split(' ').nth(19).context("stat without a start")?;
    let start: f64 = start.parse().context("start")?;
    Ok(Duration::from_secs_f64((uptime - start / TICKS).max(0.0)))
}

/// Waits until the memory no longer moves, and returns it.
async fn settled(driver: u32) -> Result<u64> {
    const STILL: u32 = 25;
    let (mut before, mut still) = (0_u64, 0);
    until("memory that no longer moves", LONG, async || {
        let now = resident(driver)?;
        still = if now.abs_diff(before) < now / 200 { still + 1 } else { 0 };
        before = now;
        Ok((still >= STILL).then_some(now))
    })
    .await
}

/// Returns the resident memory of everything below a process, without itself.
fn resident(root: u32) -> Result<u64> {
    let mut parents = BTreeMap::new();
    for entry in fs::read_dir("/proc").context("read /proc")?.flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        // A process that ends while it is looked at has no memory.
        let Ok(status) = fs::read_to_string(entry.path().join("status")) else { continue };
        let parent = field(&status, "PPid:").unwrap_or(0);
        let kib = if is_process(&entry.path()) { field(&status, "VmRSS:").unwrap_or(0) } else { 0 };
        parents.insert(u64::from(pid), (parent, kib));
    }
    let below = |mut pid: u64| {
        while let Some((parent, _)) = parents.get(&pid) {
            if *parent == u64::from(root) {
                return true;
            }
            pid = *parent;
        }
        false
    };
    let kib: u64 = parents.iter().filter(|(pid, _)| below(**pid)).map(|(_, (_, kib))| kib).sum();
    Ok(kib * 1024)
}

fn is_process(path: &Path) -> bool {
    path.join("exe").read_link().is_ok()
}

fn field(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

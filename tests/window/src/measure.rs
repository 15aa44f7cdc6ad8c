//! How long a window takes to become usable, and how much memory it holds then.
//!
//! Never counts the driver, which both sides of a comparison have.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::json;
use tokio::time::Instant;

use crate::find::Query;
use crate::paths;
use crate::room::Room;
use crate::wait::{LONG, until};
use crate::window::Window;

/// What was measured of one window.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// From asking for the window until what makes it usable was there.
    pub usable: Duration,
    /// Resident memory of the program and all its processes.
    pub resident_bytes: u64,
}

/// Opens a program, waits until it shows `usable`, and ends it again.
pub async fn measure(
    room: &Room,
    program: &str,
    args: &[String],
    usable: &Query,
) -> Result<Measured> {
    let program = json!({ "binary": paths::bin(program)?, "args": args });
    let start = Instant::now();
    let window = Window::start(room, "bench", &program).await?;
    window.see(usable).await?;
    let usable = start.elapsed();
    let resident_bytes = settled(window.driver.id()).await?;
    Ok(Measured { usable, resident_bytes })
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

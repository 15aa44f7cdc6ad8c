//! Runs a program and notes what it uses, together with everything it starts.
//!
//! Never interferes: it looks at the process table and into the temporary folder, several times
//! a second. A page that several processes share is counted for each of them.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::child::{self, Group};

/// What a run has used.
pub(super) struct Usage {
    /// Seconds on the clock.
    pub(super) wall: f64,
    /// Seconds of all cores.
    pub(super) cpu: f64,
    /// Most memory at a time.
    pub(super) memory_bytes: u64,
    /// Most space in the temporary folder at a time.
    pub(super) space_bytes: u64,
    /// Size of what came out.
    pub(super) written_bytes: u64,
}

/// Bytes of a memory page, and ticks in a second of CPU time, as Linux tells them.
const PAGE_BYTES: u64 = 4096;
const TICKS: f64 = 100.0;

/// Runs a command to its end.
pub(super) fn watched(mut command: Command, temp: &Path) -> Result<Usage> {
    let line = child::shown(&command);
    let (cpu_before, start) = (waited_for_ticks()?, Instant::now());
    let mut group = Group::spawn(&mut command)?;
    let root = group.child().id();
    let (mut memory_bytes, mut space_bytes) = (0, 0);
    let status = loop {
        if let Some(status) = group.ended()? {
            break status;
        }
        memory_bytes = memory_bytes.max(tree_bytes(root));
        space_bytes = space_bytes.max(folder_bytes(temp));
        child::pause()?;
    };
    let wall = start.elapsed().as_secs_f64();
    ensure!(status.success(), "`{line}` ended with {status}");
    let cpu = waited_for_ticks()?.saturating_sub(cpu_before) as f64 / TICKS;
    Ok(Usage { wall, cpu, memory_bytes, space_bytes, written_bytes: 0 })
}

/// The numbers behind the name in a line of the process table.
fn numbers(stat: &str) -> Vec<u64> {
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    after_name.split_whitespace().map(|word| word.parse().unwrap_or(0)).collect()
}

/// CPU time of all children that have ended and been waited for, and of theirs.
fn waited_for_ticks() -> Result<u64> {
    let stat = fs::read_to_string("/proc/self/stat").context("this bench needs Linux")?;
    // Counted from the state: user and system time of children.
    Ok(numbers(&stat).iter().skip(13).take(2).sum())
}

/// Memory of a process and everything below it.
fn tree_bytes(root: u32) -> u64 {
    let processes: Vec<(u64, u64, u64)> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse().ok()?;
            let numbers = numbers(&fs::read_to_string(entry.path().join("stat")).ok()?);
            Some((pid, *numbers.get(1)?, *numbers.get(21)?))
        })
        .collect();
    let mut below = vec![u64::from(root)];
    let mut pages = 0;
    let mut at = 0;
    while let Some(&here) = below.get(at) {
        at += 1;
        for (pid, parent, resident) in &processes {
            if *pid == here {
                pages += resident;
            }
            if *parent == here && !below.contains(pid) {
                below.push(*pid);
            }
        }
    }
    pages * PAGE_BYTES
}

/// Size of all files below a folder; what vanishes while it is looked at does not count.
fn folder_bytes(folder: &Path) -> u64 {
    let mut folders = vec![folder.to_path_buf()];
    let mut bytes = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(data) if data.is_dir() => folders.push(entry.path()),
                Ok(data) => bytes += data.len(),
                Err(_) => {}
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn a_name_with_brackets_does_not_shift_the_numbers() {
        assert_eq!(numbers("7 (a) b (c) S 1 7 7 0"), [0, 1, 7, 7, 0]);
    }
}

//! A program in a process group of its own; dropping it ends the whole group.
//!
//! Never leaves a pipe open: output goes to a file.

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process_group};

/// A running program with everything it started.
#[derive(Debug)]
pub(crate) struct Group {
    child: Child,
}

impl Group {
    /// Starts a program; its output goes to `log`.
    pub(crate) fn spawn(command: &mut Command, log: &Path) -> Result<Self> {
        let file = File::create(log).with_context(|| format!("write {}", log.display()))?;
        let twin = file.try_clone().context("the log for both outputs")?;
        command.stdin(Stdio::null()).stdout(file).stderr(twin).process_group(0);
        let program = command.get_program().display().to_string();
        let child = command.spawn().with_context(|| format!("start {program}"))?;
        Ok(Self { child })
    }

    /// Returns the process id of the first program of the group.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Returns what ended the program, if it has ended.
    pub(crate) fn ended(&mut self) -> Option<String> {
        self.child.try_wait().ok().flatten().map(|status| status.to_string())
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(group) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            // The group may be gone already; then there is nothing to end.
            _ = kill_process_group(group, Signal::KILL);
        }
        drop(self.child.wait());
    }
}

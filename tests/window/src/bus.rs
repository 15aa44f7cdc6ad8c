//! A private message bus, so that no test meets another's single instance or key store.
//!
//! Never the bus of the person's session.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::child::Group;
use crate::wait::{LONG, until};

/// A running bus.
#[derive(Debug)]
pub(crate) struct Bus {
    _daemon: Group,
    /// What clients find it by.
    pub(crate) address: String,
}

impl Bus {
    /// Starts a bus whose socket lies in `dir`.
    pub(crate) async fn start(dir: &Path, logs: &Path) -> Result<Self> {
        let socket = dir.join("bus");
        let address = format!("unix:path={}", socket.display());
        let mut command = Command::new("dbus-daemon");
        command.args(["--session", "--nofork", "--nopidfile", "--address"]).arg(&address);
        let daemon = Group::spawn(&mut command, &logs.join("dbus.log"))?;
        until("the message bus", LONG, async || Ok(socket.exists().then_some(()))).await?;
        Ok(Self { _daemon: daemon, address })
    }
}

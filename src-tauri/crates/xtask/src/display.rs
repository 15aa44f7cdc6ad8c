//! A screen: the one that is there, or a virtual one.
//!
//! Never touches a display that somebody else started.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::child::{self, Group};
use crate::scratch::Scratch;

/// A virtual screen of our own; it goes away when dropped.
pub(crate) struct Display {
    _server: Group,
    name: String,
}

/// Whether a real screen is there.
pub(crate) fn present() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

impl Display {
    /// Starts a virtual screen on a number that is free.
    pub(crate) fn start() -> Result<Self> {
        let mut command = child::command("Xvfb");
        command
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1440x900x24",
                "-nolisten",
                "tcp",
                "-noreset",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = Group::spawn(&mut command)?;
        let stdout = server.child().stdout.take().context("Xvfb has no output")?;
        let (send, number) = mpsc::channel();
        std::thread::spawn(move || {
            let line = BufReader::new(stdout).lines().map_while(Result::ok).next();
            drop(send.send(line));
        });
        let number = server.until(Duration::from_secs(30), "display number", || {
            number.try_recv().ok().flatten().map(|line| line.trim().to_owned())
        })?;
        Ok(Self { _server: server, name: format!(":{number}") })
    }

    /// Lets a command use this screen, and no other.
    fn apply(&self, command: &mut Command) {
        command.env("DISPLAY", &self.name).env("GDK_BACKEND", "x11");
        command.env_remove("WAYLAND_DISPLAY");
    }
}

/// Runs a command that opens windows on a virtual screen; nothing it started or wrote outlives it.
pub(crate) fn run_on_screen(command: &mut Command) -> Result<()> {
    let scratch = Scratch::temporary()?;
    let display = Display::start()?;
    display.apply(command);
    println!("$ {}", child::shown(command));
    let done = child::run(command.env("TMPDIR", scratch.path()));
    drop(display);
    // What was ended hard cannot end its own windows, and they would still write.
    child::reap();
    done
}

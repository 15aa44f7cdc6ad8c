//! `scanimage` as a child: what it is told, what it says, and how it ends.
//!
//! Never left behind, never waited for longer than agreed, never believed in its language: it is
//! asked to speak the one this was written for.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::pnm;
use crate::device::Format;
use crate::{Cancel, Einstellung, Job, PageHead, ScanError};

/// Longest wait for a list of devices or options.
const ASK: Duration = Duration::from_secs(60);
/// Longest time for one page.
const PAGE: Duration = Duration::from_secs(300);
/// How long a child that was asked to end may take.
const END: Duration = Duration::from_secs(3);
const TICK: Duration = Duration::from_millis(50);
/// Most that is heard of it.
const SAID_MAX: u64 = 1024 * 1024;
/// Largest page as plain pixels: A3 in colour at 600 dpi.
const PAGE_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// What it says when it waits for the next sheet.
const READY: &str = "Place document no.";

fn command(program: &Path) -> Command {
    use std::os::unix::process::CommandExt;
    let mut command = Command::new(program);
    // Its own group, so that a Ctrl-C meant for us does not end it amid a page.
    command.env("LC_ALL", "C").env_remove("LANGUAGE").process_group(0);
    command
}

fn spawn(command: &mut Command) -> Result<Child, ScanError> {
    command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => ScanError::Missing("scanimage"),
        _ => ScanError::Unreachable(error.to_string()),
    })
}

/// A child that ends with its owner.
struct Kept(Child);

impl Kept {
    /// Asks it to end, so that it lets go of the device, and sees to it.
    fn end(&mut self) {
        if let Some(pid) = i32::try_from(self.0.id()).ok().and_then(Pid::from_raw)
            && matches!(self.0.try_wait(), Ok(None))
        {
            // Fails only if it has just ended.
            let _ = kill_process(pid, Signal::INT);
            let until = Instant::now() + END;
            let nobody = Cancel::new();
            while matches!(self.0.try_wait(), Ok(None)) && Instant::now() < until {
                nobody.wait(TICK);
            }
        }
        drop(self.0.kill());
        drop(self.0.wait());
    }

    fn wait(&mut self, time: Duration) -> Option<ExitStatus> {
        let until = Instant::now() + time;
        let nobody = Cancel::new();
        loop {
            match self.0.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) if Instant::now() < until => drop(nobody.wait(TICK)),
                _ => return None,
            }
        }
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.end();
    }
}

/// Passes on lines as they come; the channel ends with the stream.
fn lines(stream: impl Read + Send + 'static) -> Result<Receiver<String>, ScanError> {
    let (lines, inbox) = sync_channel(64);
    let listening = move || {
        let mut reader = BufReader::new(stream.take(SAID_MAX));
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
            let said = String::from_utf8_lossy(&line).trim_end().to_owned();
            if lines.send(said).is_err() {
                return;
            }
            line.clear();
        }
    };
    thread::Builder::new()
        .spawn(listening)
        .map_err(|error| ScanError::Unreachable(error.to_string()))?;
    Ok(inbox)
}

/// Has the program answer a question.
pub(super) fn ask(program: &Path, args: &[&str], cancel: &Cancel) -> Result<String, ScanError> {
    let mut command = command(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = Kept(spawn(&mut command)?);
    let no_pipe = || ScanError::Unreachable("no pipe".to_owned());
    let said = lines(child.0.stdout.take().ok_or_else(no_pipe)?)?;
    let complaint = lines(child.0.stderr.take().ok_or_else(no_pipe)?)?;
    let until = Instant::now() + ASK;
    let mut text = String::new();
    loop {
        if cancel.stopped() {
            return Err(ScanError::Cancelled);
        }
        match said.recv_timeout(TICK) {
            Ok(line) => text = text + &line + "\n",
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) if Instant::now() >= until => {
                return Err(ScanError::Unreachable("the driver does not answer".to_owned()));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
    let status = child.wait(END);
    if status.is_some_and(|status| status.success()) {
        return Ok(text);
    }
    let complaint: Vec<String> = complaint.iter().collect();
    Err(why(status, &complaint).unwrap_or(ScanError::Unreachable(complaint.join(" "))))
}

/// Reads out of exit code and words what went wrong.
fn why(status: Option<ExitStatus>, said: &[String]) -> Option<ScanError> {
    let has = |words: &str| said.iter().any(|line| line.contains(words));
    if has("open of device") && !has("Device busy") && !has("Access to resource") {
        let complaint = said.iter().find(|line| line.contains("open of device"));
        return Some(ScanError::Unreachable(complaint.cloned().unwrap_or_default()));
    }
    // The words of SANE, and the numbers of its states, which are the exit codes.
    let states = [
        (2, "Operation was cancelled", ScanError::Aborted),
        (3, "Device busy", ScanError::Busy),
        (6, "feeder jammed", ScanError::Jam),
        (7, "feeder out of documents", ScanError::FeederEmpty),
        (8, "cover is open", ScanError::CoverOpen),
        (9, "Error during device I/O", ScanError::Disconnected("device I/O".to_owned())),
        (11, "Access to resource", ScanError::Denied),
    ];
    let code = status.and_then(|status| status.code());
    let state = states.into_iter().find(|(number, words, _)| code == Some(*number) || has(words));
    match state {
        Some((_, _, error)) => Some(error),
        None if code == Some(0) => None,
        None => Some(ScanError::Aborted),
    }
}

/// A running scan.
pub(super) struct SaneJob {
    // Fields are dropped in order: the child ends before its folder goes.
    child: Option<Kept>,
    stdin: Option<ChildStdin>,
    said: Receiver<String>,
    heard: Vec<String>,
    folder: tempfile::TempDir,
    pages: u32,
    single: bool,
    dpi: u16,
}

impl SaneJob {
    pub(super) fn start(
        program: &Path,
        args: &[String],
        e: &Einstellung,
    ) -> Result<Self, ScanError> {
        let folder = tempfile::tempdir().map_err(ScanError::Write)?;
        let mut command = command(program);
        command.args(args);
        command.args(["--format=pnm", "--batch=seite%d.pnm", "--batch-prompt"]);
        command.current_dir(folder.path());
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = Kept(spawn(&mut command)?);
        let no_pipe = || ScanError::Unreachable("no pipe".to_owned());
        let stdin = child.0.stdin.take().ok_or_else(no_pipe)?;
        let said = lines(child.0.stderr.take().ok_or_else(no_pipe)?)?;
        Ok(Self {
            child: Some(child),
            stdin: Some(stdin),
            said,
            heard: Vec::new(),
            folder,
            pages: 0,
            single: e.zufuhr == crate::Zufuhr::Glas,
            dpi: e.dpi,
        })
    }

    fn path(&self, page: u32) -> PathBuf {
        self.folder.path().join(format!("seite{page}.pnm"))
    }

    /// Waits until the program asks for the next sheet; `false` if it has ended instead.
    fn ready(&mut self, cancel: &Cancel) -> Result<bool, ScanError> {
        let until = Instant::now() + PAGE;
        let half_written = self.folder.path().join(format!("seite{}.pnm.part", self.pages + 1));
        loop {
            if cancel.stopped() {
                return Err(ScanError::Cancelled);
            }
            match self.said.recv_timeout(TICK) {
                Ok(line) if line.starts_with(READY) => return Ok(true),
                Ok(line) => self.heard.push(line),
                Err(RecvTimeoutError::Disconnected) => return Ok(false),
                Err(RecvTimeoutError::Timeout) if Instant::now() >= until => {
                    return Err(ScanError::Disconnected("the driver fell silent".to_owned()));
                }
                Err(RecvTimeoutError::Timeout) => {
                    let size = std::fs::metadata(&half_written).map_or(0, |m| m.len());
                    if size > PAGE_BYTES_MAX {
                        return Err(ScanError::TooLarge(PAGE_BYTES_MAX));
                    }
                }
            }
        }
    }

    fn page(
        &mut self,
        out: &mut dyn Write,
        cancel: &Cancel,
    ) -> Result<Option<PageHead>, ScanError> {
        // Before the first page the question for it, behind each page that for the next.
        if self.pages == 0 && !self.ready(cancel)? {
            return Err(self.ended().unwrap_or(ScanError::Aborted));
        }
        let Some(stdin) = self.stdin.as_mut().filter(|_| !(self.single && self.pages > 0)) else {
            return Ok(None);
        };
        if stdin.write_all(b"\n").and_then(|()| stdin.flush()).is_err() {
            return Err(self.ended().unwrap_or(ScanError::Aborted));
        }
        let goes_on = self.ready(cancel)?;
        let path = self.path(self.pages + 1);
        if path.is_file() {
            self.pages += 1;
            let file = File::open(&path).map_err(ScanError::Write)?;
            pnm::to_png(BufReader::new(file), out, self.dpi)?;
            std::fs::remove_file(&path).map_err(ScanError::Write)?;
            return Ok(Some(PageHead { format: Format::Png, dpi: self.dpi }));
        }
        if goes_on {
            return Err(ScanError::Aborted);
        }
        match self.ended() {
            // That is how a feeder says that it is through.
            Some(ScanError::FeederEmpty) if self.pages > 0 => Ok(None),
            Some(error) => Err(error),
            None => Err(ScanError::Aborted),
        }
    }

    /// Lets the ended child say why.
    fn ended(&mut self) -> Option<ScanError> {
        self.stdin = None;
        let status = self.child.take().and_then(|mut child| child.wait(END));
        self.heard.extend(self.said.try_iter());
        why(status, &self.heard)
    }
}

impl Job for SaneJob {
    fn next_page(
        &mut self,
        out: &mut dyn Write,
        cancel: &Cancel,
    ) -> Result<Option<PageHead>, ScanError> {
        if self.child.is_none() {
            return Ok(None);
        }
        let done = self.page(out, cancel);
        if !matches!(done, Ok(Some(_))) {
            self.stop();
        }
        done
    }

    fn stop(&mut self) {
        // Without further questions it ends by itself; amid a page it has to be told.
        self.stdin = None;
        self.child = None;
    }
}

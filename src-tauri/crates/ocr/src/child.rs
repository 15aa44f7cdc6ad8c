//! One run of Tesseract: fed, listened to, waited for no longer than agreed, and reaped.
//!
//! Never leaves a process behind and never reads more than agreed.

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::{CancelFlag, Limits, OcrError};

/// How often the wish to cancel is looked for.
const LOOK_AGAIN: Duration = Duration::from_millis(50);
/// How often a child that has said everything is looked at.
const ENDING: Duration = Duration::from_millis(2);

/// Starts the command, has `feed` write to it and returns what it says.
pub(crate) fn run(
    mut command: Command,
    limits: &Limits,
    cancel: &CancelFlag,
    feed: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send,
) -> Result<Vec<u8>, OcrError> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    own_group(&mut command);
    let mut child = command.spawn().map_err(OcrError::Spawn)?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let running = Running(Mutex::new(child));
    let (Some(mut stdin), Some(stdout)) = (stdin, stdout) else {
        return Err(OcrError::Spawn(io::Error::other("no pipes")));
    };
    let clock = Clock { start: Instant::now(), wall: limits.wall, cancel };
    let (said, status) = thread::scope(|scope| {
        // However this ends, the child dies first, so that no thread waits for it.
        let _ending = Ending(&running);
        let (heard, inbox) = channel();
        let most = limits.answer_bytes;
        let listen = move || {
            let mut said = Vec::new();
            let end = stdout.take(most.saturating_add(1)).read_to_end(&mut said).map(|_| said);
            // Nobody listens any more if the time is up.
            let _ = heard.send(end);
        };
        thread::Builder::new().spawn_scoped(scope, listen).map_err(OcrError::Spawn)?;
        let feeding = move || {
            // A child that stops listening has ended or will say why; its answer counts.
            let _ = feed(&mut stdin);
        };
        thread::Builder::new().spawn_scoped(scope, feeding).map_err(OcrError::Spawn)?;
        let said = clock.answer(&inbox)?;
        if said.len() as u64 > most {
            return Err(OcrError::TooMuchOutput);
        }
        Ok((said, clock.end(&running)?))
    })?;
    if status.code() == Some(crate::confine::NOT_CONFINED.into()) {
        return Err(OcrError::Spawn(io::Error::other("the limits could not be set")));
    }
    if status.success() { Ok(said) } else { Err(OcrError::Died(status)) }
}

/// How long to wait.
struct Clock<'a> {
    start: Instant,
    wall: Duration,
    cancel: &'a CancelFlag,
}

impl Clock<'_> {
    /// Waits for the end of the answer.
    fn answer(&self, inbox: &Receiver<io::Result<Vec<u8>>>) -> Result<Vec<u8>, OcrError> {
        loop {
            self.check()?;
            match inbox.recv_timeout(LOOK_AGAIN) {
                Ok(said) => return said.map_err(|_| OcrError::Garbled),
                Err(RecvTimeoutError::Disconnected) => return Err(OcrError::Garbled),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Waits for the end of a child that has said everything.
    fn end(&self, running: &Running) -> Result<ExitStatus, OcrError> {
        loop {
            if let Some(status) = running.ended().map_err(OcrError::Spawn)? {
                return Ok(status);
            }
            self.check()?;
            thread::park_timeout(ENDING);
        }
    }

    fn check(&self) -> Result<(), OcrError> {
        if self.cancel.is_cancelled() {
            return Err(OcrError::Cancelled);
        }
        if self.start.elapsed() > self.wall { Err(OcrError::TimedOut) } else { Ok(()) }
    }
}

/// Whatever the child might start ends with it.
fn own_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(windows)]
    {
        use std::os::windows::process::CommandExt;
        const CREATE_NO_WINDOW: u32 = 0x0800_0000;
        command.creation_flags(CREATE_NO_WINDOW);
    }
}

/// Kills a child at the end of a scope.
struct Ending<'a>(&'a Running);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// A started child; ends and is reaped with this value.
struct Running(Mutex<Child>);

impl Running {
    fn end(&self) {
        let mut child = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(child.try_wait(), Ok(Some(_))) {
            return;
        }
        #[cfg(unix)]
        {
            use rustix::process::{Pid, Signal, kill_process_group};
            // Not yet reaped, so the number still means this process.
            if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
                let _ = kill_process_group(group, Signal::KILL);
            }
        }
        // Fails only if it has already ended.
        let _ = child.kill();
    }

    fn ended(&self) -> io::Result<Option<ExitStatus>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).try_wait()
    }

    fn reap(&self) -> io::Result<ExitStatus> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).wait()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
        let _ = self.reap();
    }
}

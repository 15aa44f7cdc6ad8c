//! The caller's side: starts a worker, feeds it, waits no longer than agreed, and reaps it.
//!
//! Never interprets the document itself and never leaves a worker behind.

use std::env;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::{Limits, child, protocol};
use crate::inspect::{self, Befund, Inspected};

/// How much of the source is passed on at a time.
const CHUNK_BYTES: usize = 64 * 1024;

/// Has documents looked at, each in a process of its own.
#[derive(Debug, Clone)]
pub struct Worker {
    /// The worker's program.
    pub program: PathBuf,
    /// What it may use for one document.
    pub limits: Limits,
}

/// Why a document was not looked at.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// The worker's program is not installed where it belongs.
    #[error("the worker program is missing beside {0:?}")]
    NotFound(PathBuf),
    /// The worker could not be started; try again later.
    #[error("the worker could not be started")]
    Spawn(#[source] io::Error),
    /// The source could not be read; try again later.
    #[error("the document could not be read from its source")]
    Source(#[source] io::Error),
    /// The document: looking at it took too long.
    #[error("the worker exceeded its time")]
    TimedOut,
    /// The document: looking at it killed the worker.
    #[error("the worker died: {0}")]
    Died(ExitStatus),
    /// The document: there was more to say than allowed.
    #[error("the worker's answer exceeded its size")]
    TooMuchOutput,
    /// The document: the answer made no sense.
    #[error("the worker's answer could not be understood")]
    Garbled,
}

impl WorkerError {
    /// Returns the answer this failure is, if the document is to blame for it.
    ///
    /// `None` means that nothing is known about the document and it should be tried again.
    pub fn befund(&self) -> Option<Befund> {
        let hinweis = match self {
            WorkerError::NotFound(_) | WorkerError::Spawn(_) | WorkerError::Source(_) => {
                return None;
            }
            WorkerError::TimedOut => inspect::ABGEBROCHEN,
            WorkerError::Died(_) => inspect::ABGESTUERZT,
            WorkerError::TooMuchOutput => inspect::ZU_VIEL,
            WorkerError::Garbled => inspect::UNVERSTAENDLICH,
        };
        Some(Befund::unread("application/octet-stream", hinweis))
    }
}

impl Worker {
    /// Finds the worker's program beside this one, or one folder above, where tests find it.
    pub fn find() -> Result<Worker, WorkerError> {
        let own = env::current_exe().map_err(WorkerError::Spawn)?;
        let mut name = OsString::from("forsthaus-worker");
        name.push(env::consts::EXE_SUFFIX);
        let candidates = own.ancestors().skip(1).take(2).map(|folder| folder.join(&name));
        match candidates.into_iter().find(|candidate| candidate.is_file()) {
            Some(program) => Ok(Worker { program, limits: Limits::default() }),
            None => Err(WorkerError::NotFound(own)),
        }
    }

    /// Has one document looked at; the file name only says what it was meant to be.
    pub fn inspect(
        &self,
        source: &mut dyn Read,
        file_name: &str,
    ) -> Result<Inspected, WorkerError> {
        let mut child = self.spawn()?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let running = Running(Mutex::new(child));
        let (Some(stdin), Some(stdout)) = (stdin, stdout) else {
            return Err(WorkerError::Spawn(io::Error::other("no pipes")));
        };
        let heard = thread::scope(|scope| {
            // However this ends, the worker dies first, so that no thread waits for it.
            let _ending = Ending(&running);
            let (events, inbox) = channel();
            let speaking = events.clone();
            let listening = move || listen(stdout, self.limits.answer_bytes, speaking);
            thread::Builder::new().spawn_scoped(scope, listening).map_err(WorkerError::Spawn)?;
            let waiting = || self.wait(inbox, &running);
            let waiting =
                thread::Builder::new().spawn_scoped(scope, waiting).map_err(WorkerError::Spawn)?;
            feed(stdin, source, file_name, &events).map_err(WorkerError::Source)?;
            drop(events);
            // The waiting thread does not panic; if it did, nothing was heard.
            Ok(waiting.join().unwrap_or_default())
        })?;
        heard.into_answer(running.reap().map_err(WorkerError::Spawn)?)
    }

    fn spawn(&self) -> Result<Child, WorkerError> {
        let mut command = Command::new(&self.program);
        command
            .args(child::arguments(&self.limits))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt;
            // Its own group, so that whatever it might start ends with it.
            command.env_clear().process_group(0);
        }
        #[cfg(windows)]
        {
            use std::os::windows::process::CommandExt;
            const CREATE_NO_WINDOW: u32 = 0x0800_0000;
            command.creation_flags(CREATE_NO_WINDOW);
        }
        command.spawn().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => WorkerError::NotFound(self.program.clone()),
            _ => WorkerError::Spawn(error),
        })
    }

    /// Collects what is heard; kills the worker when its time is up or all is said.
    fn wait(&self, inbox: Receiver<Event>, running: &Running) -> Heard {
        let mut heard = Heard::default();
        // While the source is being read, the worker has nothing to do and no clock runs.
        let mut limit = None;
        loop {
            let event = match limit {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(limit) => inbox.recv_timeout(limit),
            };
            match event {
                Ok(Event::Reading) => limit = None,
                Ok(Event::Writing) => limit = Some(self.limits.wall),
                Ok(Event::Facts(facts)) => {
                    heard.facts = Some(facts);
                    limit = Some(self.limits.thumbnail);
                }
                Ok(Event::Thumbnail(thumbnail)) => {
                    heard.thumbnail = Some(thumbnail);
                    break;
                }
                Ok(Event::Broken(kind)) => {
                    heard.broken = Some(kind);
                    break;
                }
                Err(RecvTimeoutError::Timeout) => {
                    heard.timed_out = true;
                    break;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        running.kill();
        heard
    }
}

/// What happens between caller and worker.
enum Event {
    /// The next bytes are being fetched from the source.
    Reading,
    /// The worker is to take bytes, or has them all.
    Writing,
    /// The first part of the answer.
    Facts(Vec<u8>),
    /// The second part of the answer.
    Thumbnail(Vec<u8>),
    /// The answer ended early, or is none.
    Broken(io::ErrorKind),
}

/// Passes the source on; only its own failures are failures, since a worker that stops listening
/// may have heard enough.
fn feed(
    mut stdin: ChildStdin,
    source: &mut dyn Read,
    file_name: &str,
    events: &Sender<Event>,
) -> io::Result<()> {
    let mut chunk = protocol::question(file_name);
    loop {
        // Nobody listens any more only when the worker is gone, which the next write will show.
        let _ = events.send(Event::Writing);
        if stdin.write_all(&chunk).is_err() {
            return Ok(());
        }
        let _ = events.send(Event::Reading);
        chunk.resize(CHUNK_BYTES, 0);
        let count = loop {
            match source.read(&mut chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                count => break count?,
            }
        };
        chunk.truncate(count);
        if count == 0 {
            drop(stdin);
            let _ = events.send(Event::Writing);
            return Ok(());
        }
    }
}

/// Reads the answer to its end.
fn listen(mut stdout: ChildStdout, limit: u64, events: Sender<Event>) {
    let answer = protocol::read_facts(&mut stdout, limit).and_then(|facts| {
        let rest = limit.saturating_sub(facts.len() as u64);
        let _ = events.send(Event::Facts(facts));
        protocol::read_part(&mut stdout, rest)
    });
    let _ = events.send(match answer {
        Ok(thumbnail) => Event::Thumbnail(thumbnail),
        Err(error) => Event::Broken(error.kind()),
    });
}

/// What was heard of a worker.
#[derive(Default)]
struct Heard {
    facts: Option<Vec<u8>>,
    thumbnail: Option<Vec<u8>>,
    broken: Option<io::ErrorKind>,
    timed_out: bool,
}

impl Heard {
    fn into_answer(self, status: ExitStatus) -> Result<Inspected, WorkerError> {
        let Some(facts) = self.facts else {
            return Err(match self.broken {
                _ if self.timed_out => WorkerError::TimedOut,
                Some(io::ErrorKind::FileTooLarge) => WorkerError::TooMuchOutput,
                Some(io::ErrorKind::InvalidData) => WorkerError::Garbled,
                _ if status.code() == Some(child::NOT_CONFINED.into()) => {
                    WorkerError::Spawn(io::Error::other("the worker could not set its limits"))
                }
                _ => WorkerError::Died(status),
            });
        };
        let befund = serde_json::from_slice(&facts).map_err(|_| WorkerError::Garbled)?;
        Ok(Inspected { befund, thumbnail: self.thumbnail.filter(|png| !png.is_empty()) })
    }
}

/// Kills a worker at the end of a scope.
struct Ending<'a>(&'a Running);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.kill();
    }
}

/// A started worker; ends and is reaped with this value.
struct Running(Mutex<Child>);

impl Running {
    fn kill(&self) {
        let mut child = self.0.lock().unwrap_or_else(PoisonError::into_inner);
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

    fn reap(&self) -> io::Result<ExitStatus> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).wait()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
        let _ = self.reap();
    }
}

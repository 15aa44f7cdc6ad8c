//! The caller's side: starts a worker, feeds it, waits no longer than agreed, and reaps it.
//!
//! Never interprets the document itself and never leaves a worker behind.

use std::env;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use inspect::{Befund, Inspected};
use serde::de::DeserializeOwned;

use super::protocol::{self, Tag, Task};
use super::{Limits, child};

/// How much of the source is passed on at a time.
const CHUNK_BYTES: usize = 64 * 1024;
/// Frames that may wait for the caller; then the worker waits.
const FRAMES_AHEAD: usize = 4;

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
        Some(Befund::unread("application/octet-stream", self.hinweis()?))
    }

    /// Returns the sentence for a clerk, if the document is to blame.
    pub fn hinweis(&self) -> Option<&'static str> {
        match self {
            WorkerError::NotFound(_) | WorkerError::Spawn(_) | WorkerError::Source(_) => None,
            WorkerError::TimedOut => Some(inspect::ABGEBROCHEN),
            WorkerError::Died(_) => Some(inspect::ABGESTUERZT),
            WorkerError::TooMuchOutput => Some(inspect::ZU_VIEL),
            WorkerError::Garbled => Some(inspect::UNVERSTAENDLICH),
        }
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
        self.inspect_with(source, file_name, None)
    }

    /// Has one document looked at that a password may open.
    pub fn inspect_with(
        &self,
        source: &mut dyn Read,
        file_name: &str,
        password: Option<&str>,
    ) -> Result<Inspected, WorkerError> {
        let task = Task::Inspect {
            file_name: file_name.to_owned(),
            password: password.map(ToOwned::to_owned),
        };
        let mut asked = self.ask(&task, source)?;
        let befund = match asked.head()? {
            Some(befund) => befund,
            None => return Err(WorkerError::Garbled),
        };
        asked.patience = self.limits.thumbnail;
        let mut png = Vec::new();
        // A page that cannot be drawn costs only the picture.
        let drawn = asked.pieces(&mut |piece| {
            png.extend_from_slice(piece);
            Ok(())
        });
        let thumbnail = (drawn.is_ok() && !png.is_empty()).then_some(png);
        Ok(Inspected { befund, thumbnail })
    }

    /// Starts a worker on a task and gives it the document.
    pub(super) fn ask(&self, task: &Task, source: &mut dyn Read) -> Result<Asked, WorkerError> {
        let limits = match task {
            Task::Inspect { .. } => self.limits.clone(),
            Task::Open { .. } | Task::Pages(_) | Task::Show(_) | Task::Copy(_) => {
                self.limits.streaming()
            }
        };
        let mut child = self.spawn(&limits)?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let running = Arc::new(Running {
            child: Mutex::new(child),
            late: AtomicBool::default(),
            reaped: AtomicBool::default(),
        });
        // From here on, however this ends, the worker dies with the value.
        let (Some(stdin), Some(stdout)) = (stdin, stdout) else {
            running.kill();
            return Err(WorkerError::Spawn(io::Error::other("no pipes")));
        };
        let (frames, inbox) = sync_channel(FRAMES_AHEAD);
        let asked = Asked {
            deadline: Deadline::start(&running).map_err(WorkerError::Spawn)?,
            running,
            inbox: Some(inbox),
            kept: None,
            patience: limits.wall,
        };
        let limit = limits.answer_bytes;
        let listening = move || listen(stdout, limit, &frames);
        thread::Builder::new().spawn(listening).map_err(WorkerError::Spawn)?;
        let question = protocol::question(task).map_err(WorkerError::Source)?;
        asked.feed(stdin, source, question).map_err(WorkerError::Source)?;
        Ok(asked)
    }

    fn spawn(&self, limits: &Limits) -> Result<Child, WorkerError> {
        let mut command = Command::new(&self.program);
        command
            .args(child::arguments(limits))
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
}

/// One frame, or the failure that ended the answer.
type Heard = io::Result<(Tag, Vec<u8>)>;

/// A worker at work: its answer is taken frame by frame, and it ends with this value.
pub(super) struct Asked {
    deadline: Deadline,
    running: Arc<Running>,
    inbox: Option<Receiver<Heard>>,
    /// A frame that was taken one too early.
    kept: Option<(Tag, Vec<u8>)>,
    /// Longest wait for a frame.
    pub(super) patience: Duration,
}

impl Asked {
    /// Returns the next thing's description; `None` at the end of the answer.
    pub(super) fn head<T: DeserializeOwned>(&mut self) -> Result<Option<T>, WorkerError> {
        match self.next()? {
            (Tag::Head, json) => {
                serde_json::from_slice(&json).map(Some).map_err(|_| WorkerError::Garbled)
            }
            (Tag::End, _) => Ok(None),
            (Tag::Piece, _) => Err(WorkerError::Garbled),
        }
    }

    /// Passes on the bytes that belong to the last description.
    pub(super) fn pieces(
        &mut self,
        take: &mut dyn FnMut(&[u8]) -> Result<(), WorkerError>,
    ) -> Result<(), WorkerError> {
        loop {
            match self.next()? {
                (Tag::Piece, bytes) => take(&bytes)?,
                other => {
                    self.kept = Some(other);
                    return Ok(());
                }
            }
        }
    }

    fn next(&mut self) -> Result<(Tag, Vec<u8>), WorkerError> {
        if let Some(frame) = self.kept.take() {
            return Ok(frame);
        }
        self.deadline.set(Some(self.patience));
        let heard = self.inbox.as_ref().map(Receiver::recv);
        self.deadline.set(None);
        match heard {
            Some(Ok(Ok(frame))) => Ok(frame),
            Some(Ok(Err(error))) => Err(self.why(Some(error.kind()))),
            _ => Err(self.why(None)),
        }
    }

    /// Says why nothing more was heard.
    fn why(&self, broken: Option<io::ErrorKind>) -> WorkerError {
        let late = || self.running.late.load(Ordering::Relaxed);
        match broken {
            Some(io::ErrorKind::FileTooLarge) if !late() => return WorkerError::TooMuchOutput,
            Some(io::ErrorKind::InvalidData) if !late() => return WorkerError::Garbled,
            _ => {}
        }
        if late() {
            return WorkerError::TimedOut;
        }
        match self.running.reap() {
            Ok(status) if status.code() == Some(child::NOT_CONFINED.into()) => {
                WorkerError::Spawn(io::Error::other("the worker could not set its limits"))
            }
            Ok(status) => WorkerError::Died(status),
            Err(error) => WorkerError::Spawn(error),
        }
    }

    /// Passes the source on; only its own failures are failures, since a worker that stops
    /// listening may have heard enough.
    fn feed(
        &self,
        mut stdin: ChildStdin,
        source: &mut dyn Read,
        question: Vec<u8>,
    ) -> io::Result<()> {
        let mut chunk = question;
        loop {
            self.deadline.set(Some(self.patience));
            if stdin.write_all(&chunk).is_err() {
                return Ok(());
            }
            // While the source is being read, the worker has nothing to do and no clock runs.
            self.deadline.set(None);
            chunk.resize(CHUNK_BYTES, 0);
            let count = loop {
                match source.read(&mut chunk) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    count => break count?,
                }
            };
            chunk.truncate(count);
            if count == 0 {
                return Ok(());
            }
        }
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        // First the inbox, so that the listening thread does not wait for room in it.
        self.inbox = None;
        // The worker is killed; whether it could be reaped changes nothing for the caller.
        let _ = self.running.reap();
    }
}

/// Reads the answer to its end.
fn listen(mut stdout: impl Read, limit: u64, frames: &SyncSender<Heard>) {
    if let Err(error) = protocol::read_start(&mut stdout) {
        let _ = frames.send(Err(error));
        return;
    }
    let mut left = limit;
    loop {
        let heard = protocol::read_frame(&mut stdout, left);
        let over = !matches!(heard, Ok((Tag::Head | Tag::Piece, _)));
        left = left.saturating_sub(heard.as_ref().map_or(0, |(_, bytes)| bytes.len() as u64));
        // Nobody listens any more when the caller has heard enough.
        if frames.send(heard).is_err() || over {
            return;
        }
    }
}

/// Kills a worker that is late, from a thread of its own.
struct Deadline(Arc<Watch>);

#[derive(Default)]
struct Watch {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    until: Option<Instant>,
    over: bool,
}

impl Deadline {
    fn start(running: &Arc<Running>) -> io::Result<Deadline> {
        let watch = Arc::new(Watch::default());
        let (seen, running) = (Arc::clone(&watch), Arc::clone(running));
        thread::Builder::new().spawn(move || seen.wait(&running))?;
        Ok(Deadline(watch))
    }

    fn set(&self, patience: Option<Duration>) {
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.until = patience.map(|patience| Instant::now() + patience);
        self.0.changed.notify_one();
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner).over = true;
        self.0.changed.notify_one();
    }
}

impl Watch {
    fn wait(&self, running: &Running) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while !state.over {
            let Some(until) = state.until else {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                running.late.store(true, Ordering::Relaxed);
                running.kill();
                return;
            }
            let waited = self.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// A started worker.
struct Running {
    child: Mutex<Child>,
    late: AtomicBool,
    reaped: AtomicBool,
}

impl Running {
    fn kill(&self) {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        self.kill_locked(&mut child);
    }

    fn kill_locked(&self, child: &mut Child) {
        if self.reaped.load(Ordering::Relaxed) {
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

    /// Ends a worker from which nothing more will be heard. One that has ended by itself keeps
    /// its own exit status.
    fn reap(&self) -> io::Result<ExitStatus> {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        self.kill_locked(&mut child);
        let status = child.wait()?;
        self.reaped.store(true, Ordering::Relaxed);
        Ok(status)
    }
}

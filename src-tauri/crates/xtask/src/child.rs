//! Starts other programs and ends them again, with everything they started themselves.
//!
//! Never ends a process that does not carry this run's mark.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Environment variable that marks every process of this run, and its children.
const MARK: &str = "FORSTHAUS_XTASK_RUN";
const LOOK_AGAIN: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_secs(5);

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Notes Ctrl-C, SIGTERM and SIGHUP instead of dying of them.
pub(crate) fn watch_interrupts() -> Result<()> {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::SeqCst)).context("watch for Ctrl-C")
}

/// Whether somebody asked this run to end.
pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

fn mark() -> &'static str {
    static VALUE: OnceLock<String> = OnceLock::new();
    VALUE.get_or_init(|| std::process::id().to_string())
}

/// A command in the checkout that carries this run's mark.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(crate::paths::root()).env(MARK, mark());
    // What cargo tells its own child would make every nested cargo rebuild.
    for name in ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_PKG_NAME", "CARGO"] {
        command.env_remove(name);
    }
    command
}

/// The command as a person would type it.
pub(crate) fn shown(command: &Command) -> String {
    let root = crate::paths::root();
    let mut words = Vec::new();
    if let Some(dir) = command.get_current_dir()
        && let Ok(below) = dir.strip_prefix(&root)
        && below != Path::new("")
    {
        words.push(format!("cd {} &&", below.display()));
    }
    for (name, value) in command.get_envs() {
        if let Some(value) = value
            && name != MARK
        {
            words.push(format!("{}={}", name.display(), value.display()));
        }
    }
    words.push(short(Path::new(command.get_program()), &root));
    words.extend(command.get_args().map(|arg| {
        let arg = arg.to_string_lossy();
        if arg.contains([' ', '(', '|']) { format!("'{arg}'") } else { arg.into_owned() }
    }));
    words.join(" ")
}

fn short(path: &Path, root: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}

/// Runs a command with its output visible; an error if it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = shown(command);
    let status = Group::spawn(command.stdin(Stdio::null()))?.wait()?;
    if status.success() { Ok(()) } else { bail!("`{line}` ended with {status}") }
}

/// Runs a command that may ask the person something, in our own process group.
pub(crate) fn run_interactive(command: &mut Command) -> Result<()> {
    let line = shown(command);
    let status = command.status().with_context(|| format!("start `{line}`"))?;
    if status.success() { Ok(()) } else { bail!("`{line}` ended with {status}") }
}

/// Runs a short command and returns what it prints, if it succeeds.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether this run may change the system itself.
pub(crate) fn is_root() -> bool {
    #[cfg(unix)]
    let root = rustix::process::geteuid().is_root();
    #[cfg(not(unix))]
    let root = false;
    root
}

/// A process with its own process group; dropping it ends the whole group.
pub(crate) struct Group {
    child: Child,
    line: String,
    log: Option<PathBuf>,
}

impl Group {
    /// Starts a command in a process group of its own.
    pub(crate) fn spawn(command: &mut Command) -> Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let line = shown(command);
        let child = command.spawn().with_context(|| format!("start `{line}`"))?;
        Ok(Self { child, line, log: None })
    }

    /// Starts a command in a process group of its own, its output in a file.
    pub(crate) fn spawn_logged(command: &mut Command, log: &Path) -> Result<Self> {
        let file = File::create(log).with_context(|| format!("write {}", log.display()))?;
        let twin = file.try_clone().context("the log for both outputs")?;
        let mut group = Self::spawn(command.stdin(Stdio::null()).stdout(file).stderr(twin))?;
        group.log = Some(log.to_path_buf());
        Ok(group)
    }

    /// The running child.
    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Waits for the end of the process, or for Ctrl-C.
    pub(crate) fn wait(&mut self) -> Result<ExitStatus> {
        loop {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            pause()?;
        }
    }

    /// Returns the exit status if the process has ended.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child.try_wait().with_context(|| format!("wait for `{}`", self.line))
    }

    /// Waits until `look` finds something; an error if the process ends or time runs out first.
    pub(crate) fn until<T>(
        &mut self,
        limit: Duration,
        what: &str,
        mut look: impl FnMut() -> Option<T>,
    ) -> Result<T> {
        let start = Instant::now();
        loop {
            if let Some(found) = look() {
                return Ok(found);
            }
            let tail = || self.log.as_deref().map(tail).unwrap_or_default();
            if let Some(status) = self.child.try_wait()? {
                bail!("`{}` ended with {status} before {what}{}", self.line, tail());
            }
            if start.elapsed() > limit {
                bail!("`{}`: no {what} within {limit:?}{}", self.line, tail());
            }
            pause()?;
        }
    }

    #[cfg(unix)]
    fn signal(&self, signal: rustix::process::Signal) {
        let group = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw);
        if let Some(group) = group {
            // The group may be gone already; then there is nothing to end.
            _ = rustix::process::kill_process_group(group, signal);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        #[cfg(unix)]
        {
            // Asked first: a test runner ends its own children when it is asked.
            self.signal(rustix::process::Signal::TERM);
            let start = Instant::now();
            while start.elapsed() < PATIENCE && matches!(self.child.try_wait(), Ok(None)) {
                std::thread::park_timeout(LOOK_AGAIN);
            }
            self.signal(rustix::process::Signal::KILL);
        }
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Lets a moment pass between two looks; an error after Ctrl-C.
pub(crate) fn pause() -> Result<()> {
    std::thread::park_timeout(LOOK_AGAIN);
    if interrupted() { bail!("interrupted") } else { Ok(()) }
}

/// The last lines of a log, for an error text.
fn tail(log: &Path) -> String {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    let last = lines.iter().skip(lines.len().saturating_sub(15));
    last.fold(format!("\n--- {}", log.display()), |all, line| all + "\n" + line)
}

/// Ends whatever still carries this run's mark, wherever it has moved in the process tree.
pub(crate) fn reap() {
    #[cfg(target_os = "linux")]
    for pid in marked() {
        _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
    }
}

#[cfg(target_os = "linux")]
fn marked() -> Vec<rustix::process::Pid> {
    let wanted = format!("{MARK}={}", mark());
    let me = std::process::id().to_string();
    let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
    entries
        .flatten()
        .filter(|entry| entry.file_name() != me.as_str())
        .filter(|entry| {
            let environ = std::fs::read(entry.path().join("environ")).unwrap_or_default();
            environ.split(|byte| *byte == 0).any(|pair| pair == wanted.as_bytes())
        })
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(rustix::process::Pid::from_raw)
        .collect()
}

//! The worker's own side: limits first, then one document, then one answer.
//!
//! Never opens anything, never says anything but the answer, and never outlives its caller.

use std::env;
use std::io::{self, Read, Write};
use std::panic;
use std::process::ExitCode;

use serde::Serialize;

use super::protocol::{self, Tag, Task};
use super::{Limits, copy, pages, parts, show};

/// Exit code when the limits could not be set; says nothing about the document.
pub(super) const NOT_CONFINED: u8 = 4;
/// Exit code when the question could not be understood.
const NOT_ASKED: u8 = 2;
/// Exit code when the answer could not be delivered.
const NOT_HEARD: u8 = 3;

/// Returns the arguments with which [`serve`] is told its limits.
pub(super) fn arguments(limits: &Limits) -> [String; 3] {
    [
        limits.address_space_bytes.to_string(),
        limits.cpu_seconds.to_string(),
        limits.document_bytes.to_string(),
    ]
}

fn limits(mut arguments: impl Iterator<Item = String>) -> Limits {
    let mut number =
        |default: u64| arguments.next().and_then(|n| n.parse().ok()).unwrap_or(default);
    let default = Limits::default();
    Limits {
        address_space_bytes: number(default.address_space_bytes),
        cpu_seconds: number(default.cpu_seconds),
        document_bytes: number(default.document_bytes),
        ..default
    }
}

/// Answers one question on standard input and output; the whole life of the worker.
pub fn serve() -> ExitCode {
    let limits = limits(env::args().skip(1));
    if confine(&limits).is_err() {
        return ExitCode::from(NOT_CONFINED);
    }
    // A parser's panic is caught and answered; its message may quote the document.
    panic::set_hook(Box::new(|_| {}));
    match answer(&mut io::stdin().lock(), &mut io::stdout().lock(), &limits) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Question) => ExitCode::from(NOT_ASKED),
        Err(Failure::Answer) => ExitCode::from(NOT_HEARD),
    }
}

enum Failure {
    Question,
    Answer,
}

impl From<io::Error> for Failure {
    /// After the question has been read, only the answer can fail.
    fn from(_: io::Error) -> Self {
        Failure::Answer
    }
}

fn answer(input: &mut impl Read, output: &mut impl Write, limits: &Limits) -> Result<(), Failure> {
    let task = protocol::read_question(input).map_err(|_| Failure::Question)?;
    let mut bytes = Vec::new();
    let limit = limits.document_bytes;
    input.take(limit + 1).read_to_end(&mut bytes).map_err(|_| Failure::Question)?;
    let too_big = bytes.len() as u64 > limit;
    protocol::write_start(output)?;
    match task {
        Task::Inspect { file_name, .. } if too_big => {
            head(output, &inspect::too_big(&bytes, &file_name))?;
        }
        Task::Inspect { file_name, password } => {
            let read = inspect::read_with(&bytes, &file_name, password.as_deref());
            // The facts leave before the picture is drawn, so that a page that cannot be drawn
            // costs only the picture.
            head(output, &read.befund)?;
            confine_drawing();
            let thumbnail = inspect::thumbnail(bytes, &read).unwrap_or_default();
            protocol::write_pieces(output, &thumbnail)?;
        }
        // What is too big to be looked at is not asked about further.
        Task::Open { .. } | Task::Pages(_) | Task::Show(_) | Task::Copy(_) if too_big => {
            return Err(Failure::Question);
        }
        Task::Open { file_name, mime } => parts::answer(&bytes, &file_name, &mime, output)?,
        Task::Pages(task) => pages::answer(bytes, &task, output)?,
        Task::Show(task) => show::answer(bytes, &task, output)?,
        Task::Copy(task) => copy::answer(bytes, &task, output)?,
    }
    Ok(protocol::write_frame(output, Tag::End, &[])?)
}

/// Sends the description of what follows.
pub(super) fn head(output: &mut impl Write, what: &impl Serialize) -> io::Result<()> {
    let json = serde_json::to_vec(what).map_err(io::Error::other)?;
    protocol::write_frame(output, Tag::Head, &json)
}

/// Gives up everything the work does not need.
#[cfg(unix)]
fn confine(limits: &Limits) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    #[cfg(target_os = "linux")]
    {
        rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
        rustix::thread::set_no_new_privs(true)?;
    }
    /// Standard streams and what the runtime itself may open.
    const FILES_MAX: u64 = 8;
    for (resource, most) in [
        (Resource::As, limits.address_space_bytes),
        (Resource::Cpu, limits.cpu_seconds),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        (Resource::Nofile, FILES_MAX),
        (Resource::Nproc, 0),
    ] {
        // Limits can only be lowered, and an administrator may have set a lower one.
        let most = getrlimit(resource).maximum.map_or(most, |set| set.min(most));
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    #[cfg(target_os = "linux")]
    super::filter::apply()?;
    Ok(())
}

/// Drawing costs the memory of one page: a page that wants more loses its picture only.
#[cfg(unix)]
fn confine_drawing() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    /// Address space, of which the program itself takes a part.
    const DRAWING_BYTES: u64 = 640 * 1024 * 1024;
    let most = getrlimit(Resource::As).maximum.map_or(DRAWING_BYTES, |set| set.min(DRAWING_BYTES));
    // Limits can always be lowered; if not, the wider one still holds.
    let _ = setrlimit(Resource::As, Rlimit { current: Some(most), maximum: Some(most) });
}

/// Drawing has no limit of its own yet.
#[cfg(not(unix))]
fn confine_drawing() {}

/// Gives up nothing yet: job objects come with the roll-out on Windows.
#[cfg(not(unix))]
fn confine(_limits: &Limits) -> io::Result<()> {
    Ok(())
}

//! The launcher's side: limits first, then it becomes the program it was asked to be.
//!
//! Never starts a second process: the caller's child stays the caller's child, with limits it
//! cannot raise again. Only on Unix; on Windows the caller's wall clock and size limits hold
//! until job objects come with the roll-out.

use std::process::ExitCode;

/// Exit code when the limits could not be set or the program could not be started.
pub(crate) const NOT_CONFINED: u8 = 121;

/// Returns the launcher's own arguments, which stand before the program and its arguments.
#[cfg(unix)]
pub(crate) fn arguments(limits: &crate::Limits) -> [String; 2] {
    [limits.address_space_bytes.to_string(), limits.cpu_seconds.to_string()]
}

/// Confines this process and becomes the program given as third argument.
///
/// The whole life of `forsthaus-ocr`. The memory and CPU limits are the first two arguments.
pub fn serve() -> ExitCode {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        let mut arguments = std::env::args_os().skip(1);
        let mut number = || arguments.next()?.to_str()?.parse::<u64>().ok();
        let (memory, cpu) = (number(), number());
        if let (Some(memory), Some(cpu), Some(program)) = (memory, cpu, arguments.next())
            && confine(memory, cpu).is_ok()
        {
            // Returns only if it failed.
            drop(std::process::Command::new(program).args(arguments).exec());
        }
    }
    ExitCode::from(NOT_CONFINED)
}

/// Gives up everything the recognition does not need.
#[cfg(unix)]
fn confine(address_space_bytes: u64, cpu_seconds: u64) -> std::io::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    #[cfg(target_os = "linux")]
    {
        // Both stay across the exec: Tesseract has no privileges of its own.
        rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
        rustix::thread::set_no_new_privs(true)?;
    }
    /// Standard streams, one language file at a time, and what the loader opens.
    const FILES_MAX: u64 = 16;
    for (resource, most) in [
        (Resource::As, address_space_bytes),
        (Resource::Cpu, cpu_seconds),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        (Resource::Nofile, FILES_MAX),
        (Resource::Nproc, 0),
    ] {
        // Limits can only be lowered, and an administrator may have set a lower one.
        let most = getrlimit(resource).maximum.map_or(most, |set| set.min(most));
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    Ok(())
}

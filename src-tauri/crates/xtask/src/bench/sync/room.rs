//! Where a tool is measured: a folder of its own, a network of its own, bytes counted on the wire.
//!
//! Never measures two tools at the same time.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::processes;
use crate::child::{self, Group};
use crate::paths;
use crate::scratch::Scratch;

/// Says that this process runs in a network namespace that nobody else is in.
const OWN_NETWORK: &str = "FORSTHAUS_BENCH_NETWORK";
const PATIENCE: Duration = Duration::from_secs(120);
/// The slow line: round trip and rate in each direction.
pub(super) const RTT_MS: u64 = 40;
pub(super) const KBIT: u64 = 16_000;

/// What lies between client and server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Speed {
    /// The machine's own loopback.
    Direct,
    /// 40 ms there and back, 16 Mbit/s.
    Slow,
}

/// What one reconciliation used.
#[derive(Debug, Clone, Default)]
pub(super) struct Usage {
    /// Seconds from start to end of the client.
    pub(super) wall: f64,
    /// Seconds of the work inside the client, where it says so.
    pub(super) inside: Option<f64>,
    /// Bytes in both directions.
    pub(super) wire: u64,
    /// CPU seconds.
    pub(super) client_cpu: f64,
    pub(super) server_cpu: f64,
    /// Peak megabytes.
    pub(super) client_mb: f64,
    pub(super) server_mb: f64,
    /// Requests, where the client counts them.
    pub(super) requests: Option<u64>,
}

/// A place for one run of the bench.
pub(super) struct Room {
    scratch: Scratch,
    own_network: bool,
}

/// Tells whether the process already has a network of its own.
pub(super) fn isolated() -> bool {
    std::env::var_os(OWN_NETWORK).is_some()
}

/// Starts the same command again in a network of its own; false where the system does not allow it.
pub(super) fn isolate(words: &[&str]) -> Result<bool> {
    let ways: [&[&str]; 2] = [&["--net"], &["--net", "--map-root-user"]];
    let works = |way: &&&[&str]| {
        let try_it = ["sh", "-c", "ip link set lo up"];
        child::output(child::command("unshare").args(**way).args(try_it)).is_some()
    };
    let Some(way) = ways.iter().find(works) else { return Ok(false) };
    let me = std::env::current_exe().context("where this program lies")?;
    let mut command = child::command("unshare");
    command.args(*way).args(["sh", "-c", "ip link set lo up && exec \"$0\" \"$@\""]).arg(me);
    command.args(["bench", "sync"]).args(words).env(OWN_NETWORK, "1");
    child::run(&mut command)?;
    Ok(true)
}

impl Room {
    pub(super) fn new() -> Result<Self> {
        Ok(Self { scratch: Scratch::under_target("bench-sync")?, own_network: isolated() })
    }

    /// Where bytes are counted, for the reader of the tables.
    pub(super) fn counted(&self) -> &'static str {
        if self.own_network {
            "own network namespace; bytes are what its loopback carried, with TCP/IP headers"
        } else {
            "no network namespace allowed here: everything passes a forwarder, bytes are payload"
        }
    }

    /// A folder for the whole run.
    pub(super) fn dir(&self, name: &str) -> Result<PathBuf> {
        self.scratch.dir(name)
    }

    /// An empty folder.
    pub(super) fn fresh(&self, name: &str) -> Result<PathBuf> {
        self.remove(name)?;
        self.scratch.dir(name)
    }

    /// Removes a folder and what is in it.
    pub(super) fn remove(&self, name: &str) -> Result<()> {
        let dir = self.scratch.path().join(name);
        if dir.exists() {
            fs::remove_dir_all(&dir).with_context(|| format!("remove {}", dir.display()))?;
        }
        Ok(())
    }

    /// A path of the run's own.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.scratch.path().join(name)
    }

    /// Starts a server and waits until it answers.
    pub(super) fn serve(&self, command: &mut Command, port: u16) -> Result<Server> {
        let mut group = Group::spawn_logged(command, &self.path("server.log"))?;
        let pid = group.child().id();
        let address = (Ipv4Addr::LOCALHOST, port);
        group.until(PATIENCE, "open port", || TcpStream::connect(address).ok())?;
        Ok(Server { _group: group, pid, port })
    }

    /// Runs a command that belongs to the preparations.
    pub(super) fn prepare(&self, command: &mut Command) -> Result<()> {
        let line = child::shown(command);
        let status = Group::spawn_logged(command, &self.path("prepare.log"))?.wait()?;
        if !status.success() {
            bail!("`{line}` ended with {status}: {}", self.said("prepare.log"));
        }
        Ok(())
    }

    /// The last lines of a log of this run.
    pub(super) fn said(&self, log: &str) -> String {
        let text = fs::read(self.path(log)).unwrap_or_default();
        let text = String::from_utf8_lossy(&text).into_owned();
        let skip = text.lines().count().saturating_sub(8);
        text.lines().skip(skip).collect::<Vec<_>>().join("\n")
    }

    /// Opens a line to a server.
    pub(super) fn line(&self, server: &Server, speed: Speed) -> Result<Line> {
        if speed == Speed::Direct && self.own_network {
            return Ok(Line { port: server.port, forwarder: None });
        }
        let (port, count) = (free_port()?, self.path("line.count"));
        drop(fs::remove_file(&count));
        let mut command = bench()?;
        command.args(["line", "--listen", &local(port), "--target", &local(server.port)]);
        command.arg("--count").arg(&count);
        if speed == Speed::Slow {
            command.args(["--rtt-ms", &RTT_MS.to_string(), "--kbit", &KBIT.to_string()]);
        }
        let mut group = Group::spawn_logged(&mut command, &self.path("line.log"))?;
        group.until(PATIENCE, "count of the line", || count.exists().then_some(()))?;
        Ok(Line { port, forwarder: Some((group, count)) })
    }

    /// Runs a client to its end and notes what it and the server used.
    pub(super) fn measure(&self, command: &Command, server: &Server, line: &Line) -> Result<Usage> {
        let (used, inside) = (self.path("used.json"), self.path("inside.json"));
        drop(fs::remove_file(&inside));
        let mut timed = bench()?;
        timed.args(["timed", "--out"]).arg(&used).arg("--").arg(command.get_program());
        timed.args(command.get_args()).env("SYNC_BENCH_INSIDE", &inside);
        for (name, value) in command.get_envs() {
            if let Some(value) = value {
                timed.env(name, value);
            }
        }
        let before = Before::note(server, line)?;
        let status = Group::spawn_logged(&mut timed, &self.path("client.log"))?.wait()?;
        if !status.success() {
            bail!("{}", self.said("client.log"));
        }
        let used = read_json(&used)?;
        let number = |name: &str| used.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
        let said = read_json(&inside).ok();
        let mut usage = before.usage(server, line)?;
        usage.wall = number("wall");
        usage.client_cpu = number("cpu");
        usage.client_mb = number("memory_mb");
        // What the client tells about itself is without the start of its program.
        let own = |name: &str| said.as_ref().and_then(|said| said.get(name)?.as_f64());
        usage.inside = own("seconds");
        usage.client_cpu = own("cpu").unwrap_or(usage.client_cpu);
        usage.client_mb = own("memory_mb").unwrap_or(usage.client_mb);
        usage.requests = said.as_ref().and_then(|said| said.get("requests")?.as_u64());
        Ok(usage)
    }
}

fn read_json(file: &Path) -> Result<Value> {
    let text = fs::read(file).with_context(|| format!("read {}", file.display()))?;
    Ok(serde_json::from_slice(&text)?)
}

/// Where the counters stood before a reconciliation.
pub(super) struct Before {
    wire: u64,
    cpu: f64,
    start: Instant,
}

impl Before {
    /// Notes the counters, after everything of before has reached the disk.
    pub(super) fn note(server: &Server, line: &Line) -> Result<Self> {
        #[cfg(unix)]
        rustix::fs::sync();
        processes::forget_peak(server.pid);
        let cpu = processes::cpu_seconds(server.pid);
        Ok(Self { wire: line.bytes()?, cpu, start: Instant::now() })
    }

    /// What the server and the line have carried since; the client's part is the caller's.
    pub(super) fn usage(self, server: &Server, line: &Line) -> Result<Usage> {
        Ok(Usage {
            wall: self.start.elapsed().as_secs_f64(),
            wire: line.bytes()?.saturating_sub(self.wire),
            server_cpu: processes::cpu_seconds(server.pid) - self.cpu,
            server_mb: processes::peak_megabytes(server.pid),
            ..Usage::default()
        })
    }
}

/// A running server.
pub(super) struct Server {
    _group: Group,
    pub(super) pid: u32,
    pub(super) port: u16,
}

impl Server {
    /// The same server, reached at another port than the one that was waited for.
    pub(super) fn at(self, port: u16) -> Self {
        Self { port, ..self }
    }
}

/// A line to a server.
pub(super) struct Line {
    /// Where the client connects.
    pub(super) port: u16,
    forwarder: Option<(Group, PathBuf)>,
}

impl Line {
    /// Where the client connects, as a URL.
    pub(super) fn url(&self) -> String {
        format!("http://{}", local(self.port))
    }

    /// Bytes so far.
    fn bytes(&self) -> Result<u64> {
        let Some((_, count)) = &self.forwarder else { return loopback_bytes() };
        let read = || -> Result<u64> { Ok(fs::read_to_string(count)?.trim().parse()?) };
        // The forwarder writes its count down a moment later.
        let mut last = read()?;
        loop {
            child::pause()?;
            child::pause()?;
            let now = read()?;
            if now == last {
                return Ok(now);
            }
            last = now;
        }
    }
}

/// Bytes that this network's loopback has sent, which are all there are.
fn loopback_bytes() -> Result<u64> {
    let table = fs::read_to_string("/proc/self/net/dev").context("this bench needs Linux")?;
    let line = table.lines().find_map(|line| line.trim().strip_prefix("lo:"));
    let sent = line.and_then(|line| line.split_whitespace().nth(8)?.parse().ok());
    sent.context("no loopback in /proc/self/net/dev")
}

/// A port that nobody listens on.
pub(in crate::bench) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("a free port")?;
    Ok(listener.local_addr()?.port())
}

/// An address on this machine.
pub(in crate::bench) fn local(port: u16) -> String {
    format!("127.0.0.1:{port}")
}

/// The program with the parts that are not tools of others.
pub(in crate::bench) fn bench() -> Result<Command> {
    let mut command = child::command(paths::bench_bin("sync-bench")?);
    // A failure is one line in a table.
    command.env("RUST_BACKTRACE", "0");
    Ok(command)
}

/// Tells whether two folders hold the same files.
pub(super) fn same_files(one: &Path, other: &Path) -> Result<()> {
    let names = |dir: &Path| -> Result<Vec<std::ffi::OsString>> {
        let entries = fs::read_dir(dir).with_context(|| format!("read {}", dir.display()))?;
        let mut names: Vec<_> = entries
            .filter_map(|entry| entry.ok())
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
            .map(|entry| entry.file_name())
            .collect();
        names.sort();
        Ok(names)
    };
    let (left, right) = (names(one)?, names(other)?);
    if left != right {
        bail!("{} files on one side, {} on the other", left.len(), right.len());
    }
    for name in left {
        if fs::read(one.join(&name))? != fs::read(other.join(&name))? {
            bail!("{} differs", name.display());
        }
    }
    Ok(())
}

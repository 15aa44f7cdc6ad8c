//! The tools that are measured, each behind the same four steps.
//!
//! Never a step that only one of them would need and that is not its own bookkeeping.

mod floor;
mod ours;
mod pouch;
mod rsync;
mod syncthing;
mod unison;

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::room::{Room, Speed, Usage, bench};
use crate::child;

/// A work set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Set {
    /// 10,000 records, as files for the tools that only know files.
    Records,
    /// 2,000 files.
    Files,
    /// Scans that grow by signatures and stamps.
    Grown,
}

impl Set {
    /// Its name in the folder of the material.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Records => "w1",
            Self::Files => "w2",
            Self::Grown => "w3b",
        }
    }
}

/// Which side has the news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// The centre has them, the workstation fetches.
    Down,
    /// The workstation has them and sends.
    Up,
}

/// Where the work sets lie, and the seed of everything.
#[derive(Clone)]
pub(super) struct Material {
    pub(super) dir: PathBuf,
    pub(super) seed: u64,
}

impl Material {
    /// The set as files.
    fn files(&self, set: Set) -> PathBuf {
        self.dir.join(set.name())
    }

    /// The set's records, one a line.
    fn records(&self) -> PathBuf {
        self.dir.join("records.ndjson")
    }

    /// The records that are changed in the given round, one a line.
    fn changed(&self, round: u64) -> PathBuf {
        self.dir.join(format!("changed-{round}.ndjson"))
    }

    /// Changes a tool's copy of the set in place.
    fn change(&self, room: &Room, set: Set, copy: &Path, round: u64) -> Result<()> {
        let mut command = bench()?;
        command.args(["change", "--set", set.name(), "--seed", &self.seed.to_string()]);
        command.args(["--round", &round.to_string(), "--copy"]).arg(copy);
        room.prepare(&mut command)
    }
}

/// A tool with a server and a client that hold one work set.
pub(super) trait Running {
    /// Reconciles once.
    fn sync(&mut self, room: &Room, speed: Speed, way: Way) -> Result<Usage>;
    /// Changes the set on one side; each round is another change.
    fn change(&mut self, room: &Room, way: Way, round: u64) -> Result<()>;
    /// Makes the client forget everything.
    fn forget(&mut self, room: &Room) -> Result<()>;
    /// Compares what both sides hold.
    fn verify(&mut self, room: &Room) -> Result<()>;
}

/// A tool, not started.
pub(super) struct Peer {
    pub(super) name: &'static str,
    /// What the reader has to know.
    pub(super) note: &'static str,
    /// Why it cannot run here.
    missing: fn() -> Option<String>,
    start: fn(&Room, &Material, Set) -> Result<Box<dyn Running>>,
}

impl Peer {
    /// Starts the server with the set and an empty client; the error is the reason why not.
    pub(super) fn start(
        &self,
        room: &Room,
        material: &Material,
        set: Set,
    ) -> Result<Box<dyn Running>> {
        match (self.missing)() {
            Some(reason) => anyhow::bail!(reason),
            None => (self.start)(room, material, set),
        }
    }
}

/// All of them; ours right after the floor, so that both meet the machine in the same mood.
pub(super) const PEERS: &[Peer] = &[
    floor::PEER,
    ours::PEER,
    rsync::PLAIN,
    rsync::FSYNC,
    unison::PEER,
    syncthing::PEER,
    pouch::PEER,
];

/// The name of the row that everything is compared with, and of ours.
pub(super) const FLOOR: &str = floor::PEER.name;
pub(super) const OURS: &str = ours::PEER.name;
pub(super) const POUCH: &str = pouch::PEER.name;
pub(super) const RSYNC: &str = rsync::PLAIN.name;
pub(super) const RSYNC_FSYNC: &str = rsync::FSYNC.name;

pub(super) use ours::{million, offline};
pub(super) use pouch::install;

fn nothing_missing() -> Option<String> {
    None
}

/// Says which package a program comes from.
fn needs(program: &str, package: &str) -> Option<String> {
    (!crate::paths::on_path(program)).then(|| format!("not installed (Debian package {package})"))
}

/// Copies a set, times and all.
fn copy(room: &Room, from: &Path, to: &Path) -> Result<()> {
    let mut command = child::command("cp");
    command.arg("-a").arg(from).arg(to);
    room.prepare(&mut command)
}

//! PouchDB 9 replicating with express-pouchdb, both in Node: the field's best-tested protocol.
//!
//! Never installed into the checkout: its packages lie in `target/tools`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{Material, Peer, Running, Set, Way, copy};
use crate::bench::sync::room::{Room, Server, Speed, Usage, free_port};
use crate::{child, paths};

pub(super) const PEER: Peer = Peer {
    name: "PouchDB",
    note: "PouchDB 9 with express-pouchdb 4.2, both in Node with LevelDB; seconds with the start of Node",
    missing,
    start,
};

struct Pouch {
    server: Server,
    set: Set,
    material: Material,
    /// The folder of files as it should be, for comparing.
    wanted: Option<PathBuf>,
    rounds: Vec<u64>,
}

fn tools() -> Result<PathBuf> {
    Ok(paths::work("tools")?.join("pouch"))
}

fn missing() -> Option<String> {
    let installed = tools().is_ok_and(|dir| dir.join("node_modules/express-pouchdb").is_dir());
    (!installed).then(|| "its packages could not be installed with npm".to_owned())
}

/// Installs the packages, where they are not there yet.
pub(in crate::bench::sync) fn install() -> Result<()> {
    let (from, to) = (paths::root().join("tests/sync-bench/pouch"), tools()?);
    fs::create_dir_all(&to)?;
    for entry in fs::read_dir(&from).with_context(|| format!("read {}", from.display()))? {
        let entry = entry?;
        fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    if missing().is_none() {
        return Ok(());
    }
    let mut command = child::command("npm");
    command.args(["install", "--no-audit", "--no-fund"]).current_dir(&to);
    println!("$ {}", child::shown(&command));
    child::run(&mut command)
}

fn node(script: &str) -> Result<std::process::Command> {
    let mut command = child::command("node");
    command.arg(tools()?.join(script));
    Ok(command)
}

fn start(room: &Room, material: &Material, set: Set) -> Result<Box<dyn Running>> {
    let served = room.fresh("server")?;
    room.fresh("client")?;
    let port = free_port()?;
    let mut command = node("server.js")?;
    command.arg(&served).arg(port.to_string());
    let server = room.serve(&mut command, port)?;
    let wanted = if set == Set::Records {
        None
    } else {
        copy(room, &material.files(set), &room.fresh("wanted")?.join("set"))?;
        Some(room.path("wanted/set"))
    };
    let mut pouch = Pouch { server, set, material: material.clone(), wanted, rounds: Vec::new() };
    let source = pouch.wanted.clone().unwrap_or_else(|| material.records());
    pouch.load(room, "fill", &source)?;
    Ok(Box::new(pouch))
}

impl Pouch {
    fn load(&mut self, room: &Room, what: &str, source: &Path) -> Result<()> {
        let line = room.line(&self.server, Speed::Direct)?;
        let mut command = node("load.js")?;
        command.args([what, &line.url(), "set"]).arg(source);
        room.prepare(&mut command)
    }
}

impl Running for Pouch {
    fn sync(&mut self, room: &Room, speed: Speed, way: Way) -> Result<Usage> {
        anyhow::ensure!(way == Way::Down, "only measured towards the workstation");
        let line = room.line(&self.server, speed)?;
        let batch = if self.set == Set::Records { "500" } else { "25" };
        let mut command = node("client.js")?;
        command.args(["pull", &line.url(), "set"]).arg(room.path("client")).arg(batch);
        room.measure(&command, &self.server, &line)
    }

    fn change(&mut self, room: &Room, way: Way, round: u64) -> Result<()> {
        anyhow::ensure!(way == Way::Down, "only measured towards the workstation");
        self.rounds.push(round);
        match self.wanted.clone() {
            None => self.load(room, "change", &self.material.changed(round)),
            Some(files) => {
                self.material.change(room, self.set, &files, round)?;
                self.load(room, "change", &files)
            }
        }
    }

    fn forget(&mut self, room: &Room) -> Result<()> {
        room.fresh("client").map(|_| ())
    }

    fn verify(&mut self, room: &Room) -> Result<()> {
        let mut command = node("verify.js")?;
        command.arg(room.path("client")).arg("set");
        match &self.wanted {
            Some(files) => _ = command.arg(files),
            None => {
                command.arg(self.material.records());
                command.args(self.rounds.iter().map(|round| self.material.changed(*round)));
            }
        }
        room.prepare(&mut command)
    }
}

//! Ours: a `forsthaus-center` as it is delivered, and a workstation's engine with its encrypted
//! store; chain, digest, verdicts and audit are on, nothing is switched off.
//!
//! Never a door of its own: the set comes in by ordinary pushes over the protocol.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Material, Peer, Running, Set, Way, copy, nothing_missing};
use crate::bench::sync::room::{Room, Server, Speed, Usage, bench, free_port, local};
use crate::bench::sync::table::{Row, Table, Task};
use crate::{child, paths};

pub(super) const PEER: Peer = Peer {
    name: "ours",
    note: "forsthaus-center and the engine over the encrypted store; chain, digest, verdicts, \
           audit on; seconds, CPU and memory from the opened store on",
    missing: nothing_missing,
    start,
};

struct Ours {
    server: Server,
    code: String,
    set: Set,
    material: Material,
    /// The files as they should be.
    wanted: Option<PathBuf>,
}

fn start(room: &Room, material: &Material, set: Set) -> Result<Box<dyn Running>> {
    let (server, code) = serve(room)?;
    room.fresh("wanted")?;
    let wanted = (set != Set::Records).then(|| room.path("wanted/set"));
    if let Some(wanted) = &wanted {
        copy(room, &material.files(set), wanted)?;
    }
    let mut ours = Ours { server, code, set, material: material.clone(), wanted };
    ours.fill(room, 0)?;
    ours.forget(room)?;
    Ok(Box::new(ours))
}

/// Work of several days without a line, sent at once; the centre has moved meanwhile.
pub(in crate::bench::sync) fn offline(room: &Room, seed: u64, table: &mut Table) -> Result<()> {
    println!("\noffline work");
    for speed in [Speed::Direct, Speed::Slow] {
        let usage = offline_once(room, seed, speed).map_err(|error| format!("{error:#}"));
        table.add(Row { peer: PEER.name, task: Task::Offline, speed, usage });
        room.remove("client")?;
        room.remove("server")?;
    }
    let reason = "none of the others merges by field and keeps both values of a conflict";
    for speed in [Speed::Direct, Speed::Slow] {
        for peer in super::PEERS {
            table.fail(peer.name, &[(Task::Offline, speed)], reason);
        }
    }
    Ok(())
}

fn offline_once(room: &Room, seed: u64, speed: Speed) -> Result<Usage> {
    let (server, code) = serve(room)?;
    room.fresh("client")?;
    let url = format!("http://{}", local(server.port));
    let mut command = bench()?;
    command.args(["desk-offline", "--centre", &url, "--code", &code]);
    command.args(["--seed", &seed.to_string(), "--data"]).arg(room.path("client"));
    room.prepare(&mut command)?;
    let line = room.line(&server, speed)?;
    let mut command = bench()?;
    command.args(["desk-sync", "--centre", &line.url(), "--data"]).arg(room.path("client"));
    let usage = room.measure(&command, &server, &line)?;
    let mut command = bench()?;
    command.args(["desk-offline-verify", "--data"]).arg(room.path("client"));
    room.prepare(&mut command)?;
    Ok(usage)
}

/// A workstation with very many records, and nothing new.
pub(in crate::bench::sync) fn million(
    room: &Room,
    peers: &[&Peer],
    seed: u64,
    records: u64,
    table: &mut Table,
) -> Result<()> {
    println!("\nthe large workstation: {records} records");
    if peers.iter().any(|peer| peer.name == PEER.name) {
        let usage = million_once(room, seed, records).map_err(|error| format!("{error:#}"));
        let (task, speed) = (Task::MillionIdle, Speed::Direct);
        table.add(Row { peer: PEER.name, task, speed, usage });
    }
    for folder in ["server", "client", "wanted"] {
        room.remove(folder)?;
    }
    for peer in peers {
        let reason = if peer.name == super::FLOOR {
            "its question is one look into an index, whatever the number: see W4 above"
        } else {
            "the first copy of a million documents or files takes this tool hours"
        };
        table.fail(peer.name, &[(Task::MillionIdle, Speed::Direct)], reason);
    }
    Ok(())
}

fn million_once(room: &Room, seed: u64, records: u64) -> Result<Usage> {
    let (server, code) = serve(room)?;
    room.fresh("wanted")?;
    let material = Material { dir: room.path("material"), seed };
    let mut ours = Ours { server, code, set: Set::Records, material, wanted: None };
    let start = Instant::now();
    ours.fill_with(room, 0, Some(records))?;
    println!("  the centre took them in within {:.0} s", start.elapsed().as_secs_f64());
    ours.forget(room)?;
    let first = ours.sync(room, Speed::Direct, Way::Down)?;
    println!(
        "  the workstation fetched them within {:.0} s, {:.1} MB on the wire, {:.1} MB of memory",
        first.seconds(),
        first.wire as f64 / 1e6,
        first.client_mb
    );
    // What has to be read from the disk once after so much writing is none of an idle round's.
    ours.sync(room, Speed::Direct, Way::Down)?;
    ours.sync(room, Speed::Direct, Way::Down)
}

/// Starts a centre in the server's folder; returns it with a code for enrolling.
fn serve(room: &Room) -> Result<(Server, String)> {
    let (data, port) = (room.fresh("server")?, free_port()?);
    let announced = room.path("zentrale.json");
    drop(fs::remove_file(&announced));
    let mut command = child::command(paths::bench_bin("forsthaus-center")?);
    // A practice centre's code may be used several times.
    command.args(["serve", "--uebung", "--listen", &local(port), "--data"]).arg(data);
    command.arg("--address-file").arg(&announced).env("RUST_LOG", "warn");
    let server = room.serve(&mut command, port)?;
    // The port is open a moment before the code is told.
    while !announced.exists() {
        child::pause()?;
    }
    let said: Value = serde_json::from_slice(&fs::read(&announced)?)?;
    let code = said.get("code").and_then(Value::as_str).context("the centre gave no code")?;
    Ok((server, code.to_owned()))
}

impl Ours {
    /// Brings the set, or a round of changes, to the centre.
    fn fill(&self, room: &Room, round: u64) -> Result<()> {
        self.fill_with(room, round, None)
    }

    fn fill_with(&self, room: &Room, round: u64, small: Option<u64>) -> Result<()> {
        let mut command = bench()?;
        command.args(["fill", "--to", &format!("http://{}", local(self.server.port))]);
        command.args(["--code", &self.code, "--seed", &self.material.seed.to_string()]);
        command.args(["--round", &round.to_string(), "--state"]).arg(room.path("wanted/fill.json"));
        if let Some(files) = &self.wanted {
            command.arg("--files").arg(files);
        }
        if let Some(small) = small {
            command.args(["--small", &small.to_string()]);
        }
        room.prepare(&mut command)
    }

    fn desk(&self, room: &Room, what: &str) -> Result<Command> {
        let mut command = bench()?;
        command.args([what, "--data"]).arg(room.path("client"));
        Ok(command)
    }
}

impl Running for Ours {
    fn sync(&mut self, room: &Room, speed: Speed, _way: Way) -> Result<Usage> {
        let line = room.line(&self.server, speed)?;
        let mut command = self.desk(room, "desk-sync")?;
        command.args(["--centre", &line.url()]);
        room.measure(&command, &self.server, &line)
    }

    fn change(&mut self, room: &Room, way: Way, round: u64) -> Result<()> {
        let Some(files) = &self.wanted else { return self.fill(room, round) };
        if way == Way::Down {
            self.material.change(room, self.set, files, round)?;
            return self.fill(room, round);
        }
        let before = room.path("wanted/before");
        room.remove("wanted/before")?;
        copy(room, files, &before)?;
        self.material.change(room, self.set, files, round)?;
        let mut command = self.desk(room, "desk-change")?;
        command.arg("--before").arg(&before).arg("--after").arg(files);
        room.prepare(&mut command)?;
        room.remove("wanted/before")
    }

    fn forget(&mut self, room: &Room) -> Result<()> {
        room.fresh("client")?;
        let mut command = self.desk(room, "desk-enrol")?;
        command.args(["--centre", &format!("http://{}", local(self.server.port))]);
        command.args(["--code", &self.code]);
        room.prepare(&mut command)
    }

    fn verify(&mut self, room: &Room) -> Result<()> {
        let mut command = self.desk(room, "desk-verify")?;
        command.args(["--centre", &format!("http://{}", local(self.server.port))]);
        command.arg("--state").arg(room.path("wanted/fill.json"));
        if let Some(files) = &self.wanted {
            command.arg("--files").arg(files);
        }
        room.prepare(&mut command)
    }
}

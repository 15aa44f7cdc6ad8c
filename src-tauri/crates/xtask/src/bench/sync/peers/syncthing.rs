//! Two Syncthing programs over TLS, without discovery, relays or updates.
//!
//! Never left running between two measurements: every reconciliation starts the workstation's side,
//! waits until it is in sync, and ends it.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Material, Peer, Running, Set, Way, copy, needs};
use crate::bench::sync::http;
use crate::bench::sync::processes;
use crate::bench::sync::room::{
    Before, Line, Room, Server, Speed, Usage, free_port, local, same_files,
};
use crate::child;

pub(super) const PEER: Peer = Peer {
    name: "Syncthing",
    note: "TLS; seconds with start and connect; bytes as Syncthing itself counts them",
    missing: || needs("syncthing", "syncthing"),
    start,
};

const KEY: &str = "bench";

/// One of the two programs.
struct Side {
    home: PathBuf,
    folder: PathBuf,
    id: String,
    /// Port of its interface, and port on which it listens for the other.
    api: u16,
    port: u16,
}

struct Syncthing {
    server: Server,
    centre: Side,
    desk: Side,
    set: Set,
    material: Material,
}

fn start(room: &Room, material: &Material, set: Set) -> Result<Box<dyn Running>> {
    room.fresh("server")?;
    room.fresh("client")?;
    copy(room, &material.files(set), &room.path("server/set"))?;
    let centre = side(room, "server")?;
    let desk = side(room, "client")?;
    configure(&centre, &desk, &format!("tcp://{}", local(desk.port)))?;
    let server = room.serve(&mut program(&centre), centre.api)?.at(centre.port);
    let running = Syncthing { server, centre, desk, set, material: material.clone() };
    let files = fs::read_dir(material.files(set))?.count() as u64;
    until(|| Ok(status(&running.centre)?.idle_with(files)))?;
    Ok(Box::new(running))
}

fn side(room: &Room, name: &str) -> Result<Side> {
    let home = room.dir(&format!("{name}/home"))?;
    let folder = room.dir(&format!("{name}/set"))?;
    fs::create_dir_all(folder.join(".stfolder"))?;
    let mut command = child::command("syncthing");
    command.args(["generate", "--no-default-folder", "--config"]).arg(&home).env("HOME", &home);
    room.prepare(&mut command)?;
    let config = fs::read_to_string(home.join("config.xml"))?;
    let id = config.split("<device id=\"").nth(1).and_then(|rest| rest.split('"').next());
    let id = id.context("Syncthing made no identity")?.to_owned();
    Ok(Side { home, folder, id, api: free_port()?, port: free_port()? })
}

/// Writes a side's settings; it looks for the other one at the given address.
fn configure(own: &Side, other: &Side, address: &str) -> Result<()> {
    let devices = [(own, "dynamic"), (other, address)].map(|(side, address)| {
        let id = &side.id;
        format!(
            "<device id=\"{id}\" compression=\"metadata\"><address>{address}</address></device>"
        )
    });
    let text = format!(
        "<configuration version=\"35\"><folder id=\"set\" path=\"{}\" type=\"sendreceive\" \
         rescanIntervalS=\"0\" fsWatcherEnabled=\"false\"><device id=\"{}\"></device>\
         <device id=\"{}\"></device><minDiskFree unit=\"%\">0</minDiskFree></folder>{}\
         <gui enabled=\"true\" tls=\"false\"><address>{}</address><apikey>{KEY}</apikey></gui>\
         <options><listenAddress>tcp://{}</listenAddress>\
         <globalAnnounceEnabled>false</globalAnnounceEnabled>\
         <localAnnounceEnabled>false</localAnnounceEnabled><relaysEnabled>false</relaysEnabled>\
         <natEnabled>false</natEnabled><startBrowser>false</startBrowser>\
         <crashReportingEnabled>false</crashReportingEnabled><urAccepted>-1</urAccepted>\
         <autoUpgradeIntervalH>0</autoUpgradeIntervalH>\
         <reconnectionIntervalS>1</reconnectionIntervalS></options></configuration>",
        own.folder.display(),
        own.id,
        other.id,
        devices.concat(),
        local(own.api),
        local(own.port)
    );
    Ok(fs::write(own.home.join("config.xml"), text)?)
}

fn program(side: &Side) -> std::process::Command {
    let mut command = child::command("syncthing");
    command.args(["serve", "--no-browser", "--no-restart", "--config"]).arg(&side.home);
    command.arg("--data").arg(side.home.join("data"));
    command.env("HOME", &side.home).env("STNOUPGRADE", "1").env("STNODEFAULTFOLDER", "1");
    command
}

/// What a side says about its folder.
struct Status {
    idle: bool,
    files: u64,
    bytes: u64,
    global_bytes: u64,
    needs: u64,
}

impl Status {
    fn idle_with(&self, files: u64) -> bool {
        self.idle && self.files == files
    }
}

fn question(side: &Side, method: &str, path: &str) -> Result<Value> {
    let text = http::ask(side.api, method, &format!("/rest/{path}"), &[("X-API-Key", KEY)])?;
    Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
}

fn status(side: &Side) -> Result<Status> {
    let said = question(side, "GET", "db/status?folder=set")?;
    let number = |name: &str| said.get(name).and_then(Value::as_u64).unwrap_or(0);
    Ok(Status {
        idle: said.get("state").and_then(Value::as_str) == Some("idle"),
        files: number("localFiles"),
        bytes: number("localBytes"),
        global_bytes: number("globalBytes"),
        needs: number("needTotalItems"),
    })
}

fn until(mut reached: impl FnMut() -> Result<bool>) -> Result<()> {
    while !reached()? {
        child::pause()?;
    }
    Ok(())
}

impl Syncthing {
    fn connected(&self) -> Result<bool> {
        let said = question(&self.desk, "GET", "system/connections")?;
        let there = said.get("connections").and_then(|all| all.get(&self.centre.id));
        Ok(there.and_then(|one| one.get("connected")?.as_bool()) == Some(true))
    }

    fn in_sync(&self) -> Result<bool> {
        if !self.connected()? {
            return Ok(false);
        }
        let (centre, desk) = (status(&self.centre)?, status(&self.desk)?);
        let same = centre.bytes == desk.bytes && centre.files == desk.files;
        let known = desk.global_bytes == desk.bytes && centre.global_bytes == centre.bytes;
        Ok(centre.idle && desk.idle && desk.needs == 0 && centre.needs == 0 && same && known)
    }

    fn address(line: &Line) -> String {
        format!("tcp://{}", local(line.port))
    }
}

impl Running for Syncthing {
    fn sync(&mut self, room: &Room, speed: Speed, _way: Way) -> Result<Usage> {
        let line = room.line(&self.server, speed)?;
        configure(&self.desk, &self.centre, &Self::address(&line))?;
        let before = Before::note(&self.server, &line)?;
        let client = room.serve(&mut program(&self.desk), self.desk.api)?;
        until(|| self.in_sync())?;
        let mut usage = before.usage(&self.server, &line)?;
        usage.client_cpu = processes::cpu_seconds(client.pid);
        usage.client_mb = processes::peak_megabytes(client.pid);
        let said = question(&self.desk, "GET", "system/connections")?;
        let total = |name: &str| said.get("total").and_then(|all| all.get(name)?.as_u64());
        usage.wire = total("inBytesTotal").zip(total("outBytesTotal")).map_or(0, |(a, b)| a + b);
        Ok(usage)
    }

    fn change(&mut self, room: &Room, way: Way, round: u64) -> Result<()> {
        let folder = if way == Way::Down { &self.centre.folder } else { &self.desk.folder };
        self.material.change(room, self.set, folder, round)?;
        if way == Way::Down {
            question(&self.centre, "POST", "db/scan?folder=set")?;
        }
        Ok(())
    }

    fn forget(&mut self, room: &Room) -> Result<()> {
        room.fresh("client/set/.stfolder")?;
        room.remove("client/set")?;
        room.dir("client/set/.stfolder")?;
        room.remove("client/home/data")
    }

    fn verify(&mut self, _room: &Room) -> Result<()> {
        same_files(&self.centre.folder, &self.desk.folder)
    }
}

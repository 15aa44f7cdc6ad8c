//! rsync against its own daemon, with and without `--fsync`; records pass compressed (`-z`).
//!
//! Never over ssh: encryption would cost time that the others do not spend.

use std::fs;

use anyhow::Result;

use super::{Material, Peer, Running, Set, Way, copy, needs};
use crate::bench::sync::room::{Line, Room, Server, Speed, Usage, free_port, same_files};
use crate::child;

pub(super) const PLAIN: Peer = Peer {
    name: "rsync",
    note: "daemon, delta transfer, no fsync; -z for records",
    missing,
    start: |room, material, set| start(room, material, set, false),
};

pub(super) const FSYNC: Peer = Peer {
    name: "rsync --fsync",
    note: "the same, and what arrived is durable",
    missing,
    start: |room, material, set| start(room, material, set, true),
};

struct Rsync {
    server: Server,
    set: Set,
    material: Material,
    fsync: bool,
}

fn missing() -> Option<String> {
    needs("rsync", "rsync")
}

fn start(room: &Room, material: &Material, set: Set, fsync: bool) -> Result<Box<dyn Running>> {
    let (served, _) = (room.fresh("server")?, room.fresh("client/set")?);
    copy(room, &material.files(set), &served.join("set"))?;
    let port = free_port()?;
    let owner = if child::is_root() { "uid = root\ngid = root\n" } else { "" };
    let text = format!(
        "use chroot = no\nport = {port}\naddress = 127.0.0.1\nlog file = {}\n{owner}\
         [set]\npath = {}\nread only = no\n",
        room.path("rsyncd.log").display(),
        served.join("set").display()
    );
    let config = room.path("rsyncd.conf");
    fs::write(&config, text)?;
    let mut command = child::command("rsync");
    command.args(["--daemon", "--no-detach", "--config"]).arg(&config);
    let server = room.serve(&mut command, port)?;
    Ok(Box::new(Rsync { server, set, material: material.clone(), fsync }))
}

impl Rsync {
    fn command(&self, room: &Room, line: &Line, way: Way) -> std::process::Command {
        let mut command = child::command("rsync");
        command.args(["-a", "--delete"]);
        if self.set == Set::Records {
            command.arg("-z");
        }
        if self.fsync {
            command.arg("--fsync");
        }
        let there = format!("rsync://127.0.0.1:{}/set/", line.port);
        let mut here = room.path("client/set").into_os_string();
        here.push("/");
        match way {
            Way::Down => command.arg(there).arg(here),
            Way::Up => command.arg(here).arg(there),
        };
        command
    }
}

impl Running for Rsync {
    fn sync(&mut self, room: &Room, speed: Speed, way: Way) -> Result<Usage> {
        let line = room.line(&self.server, speed)?;
        let command = self.command(room, &line, way);
        room.measure(&command, &self.server, &line)
    }

    fn change(&mut self, room: &Room, way: Way, round: u64) -> Result<()> {
        let side = if way == Way::Down { "server/set" } else { "client/set" };
        self.material.change(room, self.set, &room.path(side), round)
    }

    fn forget(&mut self, room: &Room) -> Result<()> {
        room.fresh("client/set").map(|_| ())
    }

    fn verify(&mut self, room: &Room) -> Result<()> {
        same_files(&room.path("server/set"), &room.path("client/set"))
    }
}

//! Unison in socket mode: reconciles both ways, decides nothing where both sides changed.
//!
//! Never asked about a conflict: the bench changes one side only.

use anyhow::Result;

use super::{Material, Peer, Running, Set, Way, copy, needs};
use crate::bench::sync::room::{Room, Server, Speed, Usage, free_port, same_files};
use crate::child;

pub(super) const PEER: Peer = Peer {
    name: "Unison",
    note: "socket mode, both ways",
    missing: || needs("unison", "unison"),
    start,
};

struct Unison {
    server: Server,
    set: Set,
    material: Material,
}

fn start(room: &Room, material: &Material, set: Set) -> Result<Box<dyn Running>> {
    let served = room.fresh("server")?;
    room.fresh("client/set")?;
    copy(room, &material.files(set), &served.join("set"))?;
    let (port, home) = (free_port()?, room.fresh("server/home")?);
    let mut command = child::command("unison");
    command.args(["-socket", &port.to_string(), "-host", "127.0.0.1"]);
    command.env("HOME", &home).env("UNISON", home.join("unison"));
    let server = room.serve(&mut command, port)?;
    Ok(Box::new(Unison { server, set, material: material.clone() }))
}

impl Running for Unison {
    fn sync(&mut self, room: &Room, speed: Speed, _way: Way) -> Result<Usage> {
        let line = room.line(&self.server, speed)?;
        let home = room.dir("client/home")?;
        let mut command = child::command("unison");
        command.args(["-batch", "-auto", "-confirmbigdel=false", "-silent", "-contactquietly"]);
        command.arg(room.path("client/set"));
        let root = room.path("server/set");
        command.arg(format!("socket://127.0.0.1:{}/{}", line.port, root.display()));
        command.env("HOME", &home).env("UNISON", home.join("unison"));
        room.measure(&command, &self.server, &line)
    }

    fn change(&mut self, room: &Room, way: Way, round: u64) -> Result<()> {
        let side = if way == Way::Down { "server/set" } else { "client/set" };
        self.material.change(room, self.set, &room.path(side), round)
    }

    fn forget(&mut self, room: &Room) -> Result<()> {
        room.fresh("client/set")?;
        room.remove("client/home")?;
        // The running server keeps its archives there.
        room.fresh("server/home/unison").map(|_| ())
    }

    fn verify(&mut self, room: &Room) -> Result<()> {
        same_files(&room.path("server/set"), &room.path("client/set"))
    }
}

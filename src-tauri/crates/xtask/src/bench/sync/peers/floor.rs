//! The floor: HTTP, SQLite with `synchronous = FULL`, SHA-256, fsync and rename, four at a time.
//!
//! Never more than that.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use super::{Material, Peer, Running, Set, Way, copy, nothing_missing};
use crate::bench::sync::http;
use crate::bench::sync::room::{Room, Server, Speed, Usage, bench, free_port, local, same_files};

pub(super) const PEER: Peer = Peer {
    name: "floor",
    note: "HTTP + SQLite FULL + SHA-256 + fsync, four at a time; no merge, chain, audit, encryption",
    missing: nothing_missing,
    start,
};

struct Floor {
    server: Server,
    served: PathBuf,
    set: Set,
    material: Material,
}

fn start(room: &Room, material: &Material, set: Set) -> Result<Box<dyn Running>> {
    let (served, _) = (room.fresh("server")?, room.fresh("client")?);
    match set {
        Set::Records => _ = fs::copy(material.records(), served.join("records.ndjson"))?,
        Set::Files | Set::Grown => copy(room, &material.files(set), &served.join("files"))?,
    }
    let port = free_port()?;
    let mut command = bench()?;
    command.args(["floor-serve", "--listen", &local(port), "--data"]).arg(&served);
    let server = room.serve(&mut command, port)?;
    Ok(Box::new(Floor { server, served, set, material: material.clone() }))
}

impl Running for Floor {
    fn sync(&mut self, room: &Room, speed: Speed, way: Way) -> Result<Usage> {
        let line = room.line(&self.server, speed)?;
        let client = room.path("client");
        let mut command = bench()?;
        match way {
            Way::Down => {
                command.args(["floor-pull", "--from", &line.url(), "--data"]).arg(client);
            }
            Way::Up => {
                let files = client.join("files");
                command.args(["floor-push", "--to", &line.url(), "--files"]).arg(files);
            }
        }
        room.measure(&command, &self.server, &line)
    }

    fn change(&mut self, room: &Room, way: Way, round: u64) -> Result<()> {
        let side = if way == Way::Down { self.served.clone() } else { room.path("client") };
        match self.set {
            Set::Records => {
                fs::copy(self.material.changed(round), side.join("changed.ndjson"))?;
            }
            set => self.material.change(room, set, &side.join("files"), round)?,
        }
        if way == Way::Up {
            return Ok(());
        }
        let line = room.line(&self.server, Speed::Direct)?;
        http::ask(line.port, "POST", "/reload", &[]).map(|_| ())
    }

    fn forget(&mut self, room: &Room) -> Result<()> {
        room.fresh("client").map(|_| ())
    }

    fn verify(&mut self, room: &Room) -> Result<()> {
        let client = room.path("client");
        if self.set == Set::Records {
            let mut command = bench()?;
            command.arg("floor-same").arg(&self.served).arg(client);
            return room.prepare(&mut command);
        }
        same_files(&self.served.join("files"), &client.join("files"))
    }
}

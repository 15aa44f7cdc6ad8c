//! Real S3 servers for the tests of the centre: s3s-fs, and moto as a second opinion.
//!
//! Never a server that overwrites silently on `If-None-Match`: the centre relies on it.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::child::{self, Group};
use crate::paths;
use crate::scratch::Scratch;

/// The tests that keep originals.
const OVER_S3: &str = "package(center) & test(/^http_(originals|snapshots|process)::/)";
const S3S_FS: &str = "0.14.1";
const MOTO: &str = "5.2.5";
const BUCKET: &str = "forsthaus";
const KEY: &str = "forsthaus";
const SECRET: &str = "geheim";
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server; dropping it ends it.
pub(crate) struct Server {
    /// Its name, for people.
    pub(crate) name: &'static str,
    /// What `--objects` and `FORSTHAUS_S3` take.
    pub(crate) address: String,
    _group: Group,
}

impl Server {
    /// What a program needs in its environment to use the server.
    pub(crate) fn environment(&self) -> [(&'static str, &str); 3] {
        [
            ("FORSTHAUS_S3", &self.address),
            ("AWS_ACCESS_KEY_ID", KEY),
            ("AWS_SECRET_ACCESS_KEY", SECRET),
        ]
    }
}

/// Runs the centre's tests of originals, snapshots and the real program over each server; the
/// program over the database at `database` as well.
pub(crate) fn test(scratch: &Scratch, database: &str) -> Result<()> {
    for server in [s3s_fs(&scratch.dir("s3s-fs")?)?, moto(&scratch.dir("moto")?)?] {
        println!("\nS3: {}", server.name);
        let mut command = child::command("cargo");
        command.args(["nextest", "run", "--workspace", "-E", OVER_S3]);
        command.envs(server.environment()).env("FORSTHAUS_PG", database);
        println!("$ {}", child::shown(&command));
        child::run(&mut command)?;
    }
    Ok(())
}

/// Starts s3s-fs, building it on first use.
pub(crate) fn s3s_fs(folder: &Path) -> Result<Server> {
    let tools = paths::work("tools")?.join("s3s-fs");
    let program = tools.join("bin/s3s-fs");
    if !program.is_file() {
        let mut install = child::command("cargo");
        install.args(["install", "s3s-fs", "--version", S3S_FS, "--features", "binary"]);
        install.args(["--locked", "--root"]).arg(&tools);
        println!("$ {}", child::shown(&install));
        child::run(&mut install)?;
    }
    let objects = folder.join("objects");
    std::fs::create_dir_all(objects.join(BUCKET))?;
    let port = free_port()?;
    let mut command = child::command(program);
    command.args(["--host", "127.0.0.1", "--port", &port.to_string()]);
    command.args(["--access-key", KEY, "--secret-key", SECRET]).arg(&objects);
    started("s3s-fs", &mut command, port, folder)
}

/// Starts moto in a Python environment of its own, made on first use.
pub(crate) fn moto(folder: &Path) -> Result<Server> {
    let tools = paths::work("tools")?.join("moto");
    let program: PathBuf = tools.join("bin/moto_server");
    if !program.is_file() {
        let mut venv = child::command("python3");
        venv.args(["-m", "venv", "--clear"]).arg(&tools);
        println!("$ {}", child::shown(&venv));
        child::run(&mut venv).context("Debian's package python3-venv is needed")?;
        let mut install = child::command(tools.join("bin/pip"));
        install.args(["install", "--quiet", &format!("moto[server,s3]=={MOTO}")]);
        println!("$ {}", child::shown(&install));
        child::run(&mut install)?;
    }
    let port = free_port()?;
    let mut command = child::command(program);
    command.args(["-H", "127.0.0.1", "-p", &port.to_string()]);
    command.env("AWS_ACCESS_KEY_ID", KEY).env("AWS_SECRET_ACCESS_KEY", SECRET);
    let server = started("moto", &mut command, port, folder)?;
    make_bucket(port)?;
    Ok(server)
}

fn started(
    name: &'static str,
    command: &mut std::process::Command,
    port: u16,
    folder: &Path,
) -> Result<Server> {
    let mut group = Group::spawn_logged(command, &folder.join("server.log"))?;
    group.until(PATIENCE, "an open port", || TcpStream::connect(("127.0.0.1", port)).ok())?;
    let settings = "region=eu-central-1&allow_http=true";
    let address = format!("s3://{BUCKET}?endpoint=http://127.0.0.1:{port}&{settings}");
    Ok(Server { name, address, _group: group })
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("a free port")?;
    Ok(listener.local_addr()?.port())
}

fn make_bucket(port: u16) -> Result<()> {
    let mut socket = TcpStream::connect(("127.0.0.1", port))?;
    let head = "host: 127.0.0.1\r\nconnection: close\r\ncontent-length: 0\r\n";
    write!(socket, "PUT /{BUCKET} HTTP/1.1\r\n{head}\r\n")?;
    let mut answer = String::new();
    socket.read_to_string(&mut answer)?;
    ensure!(answer.split(' ').nth(1) == Some("200"), "the bucket was not made: {answer}");
    Ok(())
}

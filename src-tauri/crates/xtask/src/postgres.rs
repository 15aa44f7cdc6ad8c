//! A PostgreSQL of the run's own, in a folder that is removed with it.
//!
//! Never run as root, which it refuses: the package's own user runs it then.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::child::{self, Group};
use crate::scratch::Scratch;

/// Debian's place for the programs.
const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";
const PATIENCE: Duration = Duration::from_secs(60);
/// User of the package.
const USER: &str = "postgres";

/// Settings beside the defaults; commits stay durable.
const DURABLE: &str = "
listen_addresses = '127.0.0.1'
max_connections = 150
shared_buffers = 1GB
max_wal_size = 8GB
checkpoint_timeout = 15min
synchronous_commit = on
";

/// Settings for tests: what they show does not hang on this server outliving the machine.
const FLEETING: &str = "
listen_addresses = '127.0.0.1'
max_connections = 200
fsync = off
full_page_writes = off
synchronous_commit = off
";

/// A running server; ended when dropped.
pub(crate) struct Postgres {
    group: Group,
    pid: u32,
    port: u16,
}

impl Postgres {
    /// Makes a cluster and starts it, to be measured.
    pub(crate) fn start(scratch: &Scratch) -> Result<Self> {
        Self::with(scratch, DURABLE)
    }

    /// Makes a cluster and starts it, for tests.
    pub(crate) fn for_tests(scratch: &Scratch) -> Result<Self> {
        Self::with(scratch, FLEETING)
    }

    fn with(scratch: &Scratch, settings: &str) -> Result<Self> {
        let dir = scratch.dir("postgres")?;
        own(scratch.path(), &dir)?;
        let data = dir.join("daten");
        let mut initdb = program("initdb");
        initdb.args(["--auth=trust", "--username=verwaltung", "--encoding=UTF8", "-D"]).arg(&data);
        let made = child::output(&mut initdb);
        made.context("initdb could not make a database")?;
        let port = free_port()?;
        let config = data.join("postgresql.conf");
        let mut text = fs::read_to_string(&config).context("postgresql.conf")?;
        text += settings;
        text += &format!("port = {port}\nunix_socket_directories = '{}'\n", dir.display());
        fs::write(&config, text)?;
        let mut command = program("postgres");
        command.arg("-D").arg(&data);
        let mut group = Group::spawn_logged(&mut command, &scratch.path().join("postgres.log"))?;
        let pid = group.child().id();
        let mut server = Self { group, pid, port };
        server.wait()?;
        server.sql("postgres", "CREATE ROLE eigentuemer LOGIN")?;
        server.sql("postgres", "CREATE ROLE dienst LOGIN")?;
        Ok(server)
    }

    fn wait(&mut self) -> Result<()> {
        let mut ready = program("pg_isready");
        ready.args(["--quiet", "--host=127.0.0.1", &format!("--port={}", self.port)]);
        self.group.until(PATIENCE, "readiness", || child::output(&mut ready).map(|_| ()))
    }

    /// The process under which all others run.
    pub(crate) fn pid(&self) -> u32 {
        self.pid
    }

    /// The address under which its administrator makes databases: what `FORSTHAUS_PG` takes.
    pub(crate) fn address(&self) -> String {
        format!("postgres://verwaltung@127.0.0.1:{}/postgres", self.port)
    }

    /// Makes an empty database; returns its address for the service and for the owner.
    pub(crate) fn database(&self, name: &str) -> Result<(String, String)> {
        self.sql("postgres", &format!("CREATE DATABASE {name} OWNER eigentuemer"))?;
        let address = |user| format!("postgres://{user}@127.0.0.1:{}/{name}", self.port);
        Ok((address("dienst"), address("eigentuemer")))
    }

    /// Removes a database and gives its room back.
    pub(crate) fn drop_database(&self, name: &str) -> Result<()> {
        self.sql("postgres", &format!("DROP DATABASE {name} WITH (FORCE)"))
    }

    fn sql(&self, database: &str, statement: &str) -> Result<()> {
        let mut psql = program("psql");
        psql.args(["--quiet", "--no-psqlrc", "--host=127.0.0.1", "--username=verwaltung"]);
        psql.args([&format!("--port={}", self.port), "--dbname", database, "-c", statement]);
        let done = psql.output().context("psql")?;
        ensure!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        Ok(())
    }
}

/// A program of PostgreSQL, run by its own user where we are root.
fn program(name: &str) -> Command {
    let program = PathBuf::from(PROGRAMS).join(name);
    if !child::is_root() {
        return child::command(program);
    }
    let mut command = child::command("setpriv");
    command.args([&format!("--reuid={USER}"), &format!("--regid={USER}"), "--clear-groups"]);
    command.arg(program).current_dir("/");
    command
}

/// Gives the folder to the user who will run the server.
fn own(outer: &Path, dir: &Path) -> Result<()> {
    if !child::is_root() {
        return Ok(());
    }
    let mut command = child::command("chown");
    child::run(command.arg(USER).arg(outer).arg(dir))
}

fn free_port() -> Result<u16> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").context("a free port")?;
    Ok(listener.local_addr()?.port())
}

//! A centre of one's own, which can be taken off the line and brought back.
//!
//! Never shared between two tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::child::Group;
use crate::paths;
use crate::wait::{LONG, until};

/// A data centre for one test.
#[derive(Debug)]
pub struct Center {
    group: Option<Group>,
    data: PathBuf,
    logs: PathBuf,
    starts: u32,
    /// Address with its port; it stays the same when the centre comes back.
    pub address: String,
    /// Code with which a workstation enrols.
    pub code: String,
}

impl Center {
    /// Starts a centre in practice mode with its data in `data`.
    pub(crate) async fn start(data: PathBuf, logs: &Path) -> Result<Self> {
        fs::create_dir_all(&data).with_context(|| format!("make {}", data.display()))?;
        let mut center = Self {
            group: None,
            data,
            logs: logs.to_path_buf(),
            starts: 0,
            address: String::new(),
            code: String::new(),
        };
        center.serve("127.0.0.1:0").await?;
        Ok(center)
    }

    /// Takes the centre off the line, as a power cut would.
    pub fn stop(&mut self) {
        self.group = None;
    }

    /// Brings the centre back at the same address.
    pub async fn restart(&mut self) -> Result<()> {
        let listen = self.address.trim_start_matches("http://").trim_end_matches('/').to_owned();
        self.serve(&listen).await
    }

    /// Takes the centre off the line and keeps a copy of all it has, as a backup would.
    pub fn keep(&mut self) -> Result<()> {
        self.stop();
        copy_folder(&self.data, &self.kept())
    }

    /// Brings the centre back with nothing but what was kept.
    pub async fn restore(&mut self) -> Result<()> {
        self.stop();
        fs::remove_dir_all(&self.data).context("clear the centre")?;
        copy_folder(&self.kept(), &self.data)?;
        self.restart().await
    }

    /// Brings a centre up at the same address that has nothing at all.
    pub async fn empty(&mut self) -> Result<()> {
        self.stop();
        fs::remove_dir_all(&self.data).context("clear the centre")?;
        fs::create_dir_all(&self.data).context("make the centre's folder")?;
        self.restart().await
    }

    /// Has an administrator type a command of the centre, while it serves.
    pub fn admin(&self, words: &[&str]) -> Result<String> {
        let (command, rest) = words.split_first().context("a command")?;
        let mut program = Command::new(paths::bin("forsthaus-center")?);
        program.arg(command).arg("--data").arg(&self.data).args(rest);
        let output = program.output().context("run the centre's program")?;
        if !output.status.success() {
            bail!("{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn kept(&self) -> PathBuf {
        self.data.with_extension("gesichert")
    }

    async fn serve(&mut self, listen: &str) -> Result<()> {
        self.stop();
        self.starts += 1;
        let announced = self.data.join(format!("adresse-{}.json", self.starts));
        let mut command = Command::new(paths::bin("forsthaus-center")?);
        command.args(["serve", "--uebung", "--listen", listen, "--data"]).arg(&self.data);
        command.arg("--address-file").arg(&announced);
        let log = self.logs.join(format!("zentrale-{}.log", self.starts));
        let mut group = Group::spawn(&mut command, &log)?;
        let said = until("the centre's address", LONG, async || {
            if let Some(status) = group.ended() {
                bail!("the centre ended with {status}; see {}", log.display());
            }
            let Ok(bytes) = fs::read(&announced) else { return Ok(None) };
            Ok(serde_json::from_slice::<Value>(&bytes).ok())
        })
        .await?;
        self.group = Some(group);
        self.address = field(&said, "address")?;
        self.code = field(&said, "code")?;
        Ok(())
    }
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("read {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)
                .with_context(|| format!("copy {}", entry.path().display()))?;
        }
    }
    Ok(())
}

fn field(said: &Value, name: &str) -> Result<String> {
    let value = said.get(name).and_then(Value::as_str).map(str::to_owned);
    value.with_context(|| format!("the centre's address file has no {name}"))
}

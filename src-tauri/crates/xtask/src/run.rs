//! Practice mode: a centre and a window on a fictional municipality, or the guided tour.
//!
//! Never touches the data of a real installation: everything lies in a folder that is removed.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::build::{self, Profile};
use crate::child::{self, Group};
use crate::scratch::Scratch;
use crate::{display, paths, setup, ui};

const PATIENCE: Duration = Duration::from_secs(60);

/// Starts practice mode where there is a screen, plays the tour where there is none.
pub(crate) fn run() -> Result<()> {
    setup::ensure(setup::Need::Window)?;
    ui::build()?;
    build::bins(&build::PRODUCT, Profile::Dev)?;
    if display::present() { practice() } else { tour() }
}

fn practice() -> Result<()> {
    let scratch = Scratch::under_target("uebung")?;
    let mut center = Center::start(&scratch)?;
    let folder = scratch.dir("Eingang")?;
    let letters = deliver(&folder)?;
    println!("centre:  {}", center.address);
    println!("post:    {letters} letters in {}", folder.display());
    println!("         (copy any PDF into this folder and it appears in the Posteingang)");
    let mut command = child::command(paths::debug_bin("forsthaus")?);
    command
        .args(["--uebung", "--data"])
        .arg(scratch.dir("arbeitsplatz")?)
        .args(["--center", &center.address, "--code", &center.code, "--watch"])
        .arg(&folder);
    println!("$ {}", child::shown(&command));
    let mut window = Group::spawn(&mut command)?;
    println!("The window is open. Close it, or press Ctrl-C here.");
    while window.ended()?.is_none() && center.group.ended()?.is_none() {
        if child::interrupted() {
            println!("\nCtrl-C: everything is being closed.");
            return Ok(());
        }
        child::pause().or_else(|error| if child::interrupted() { Ok(()) } else { Err(error) })?;
    }
    match window.ended()? {
        Some(status) if status.success() => Ok(()),
        Some(status) => anyhow::bail!("the window ended with {status}"),
        None => anyhow::bail!("the centre ended before the window"),
    }
}

/// Copies the practice letters into the watched folder.
fn deliver(folder: &Path) -> Result<usize> {
    let source = paths::root().join("assets/uebung");
    let mut count = 0;
    for entry in fs::read_dir(&source).with_context(|| format!("read {}", source.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "pdf")
            && let Some(name) = path.file_name()
        {
            fs::copy(&path, folder.join(name))?;
            count += 1;
        }
    }
    Ok(count)
}

/// A centre for one run.
struct Center {
    group: Group,
    address: String,
    code: String,
}

impl Center {
    fn start(scratch: &Scratch) -> Result<Self> {
        let announced = scratch.path().join("zentrale.json");
        let mut command = child::command(paths::debug_bin("forsthaus-center")?);
        command.args(["serve", "--uebung", "--listen", "127.0.0.1:0", "--data"]);
        command.arg(scratch.dir("zentrale")?).arg("--address-file").arg(&announced);
        println!("$ {}", child::shown(&command));
        let log = scratch.path().join("zentrale.log");
        let mut group = Group::spawn_logged(&mut command, &log)?;
        let said = group.until(PATIENCE, "address", || {
            serde_json::from_slice::<Value>(&fs::read(&announced).ok()?).ok()
        })?;
        let field = |name: &str| {
            let value = said.get(name).and_then(Value::as_str).map(str::to_owned);
            value.with_context(|| format!("the centre's address file has no {name}"))
        };
        Ok(Self { address: field("address")?, code: field("code")?, group })
    }
}

fn tour() -> Result<()> {
    println!("There is no display: the guided tour plays on a virtual one.");
    build::bins(&["tour"], Profile::Dev)?;
    let out = paths::work("tour")?;
    for entry in fs::read_dir(&out)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "png" || extension == "log") {
            fs::remove_file(path)?;
        }
    }
    let mut command: Command = child::command(paths::debug_bin("tour")?);
    command.arg("--out").arg(&out);
    display::run_on_screen(&mut command)
}

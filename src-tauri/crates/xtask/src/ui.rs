//! The interface's dependencies and its build, each done again only when its input changed.
//!
//! Never looks at what the interface does.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{child, paths};

/// `npm` in the interface's folder.
pub(crate) fn npm(args: &[&str]) -> Command {
    let mut command = child::command("npm");
    command.current_dir(paths::root().join("ui")).args(args);
    command
}

/// Installs the interface's dependencies if the lock file changed.
pub(crate) fn install() -> Result<()> {
    let ui = paths::root().join("ui");
    let input = ["package.json", "package-lock.json", ".npmrc"].map(|name| ui.join(name));
    let present = ui.join("node_modules/.package-lock.json").is_file();
    once("npm-ci", &input, present, &mut npm(&["ci"]))
}

/// Builds the interface if any of its sources changed.
pub(crate) fn build() -> Result<()> {
    let ui = paths::root().join("ui");
    let mut input = BTreeSet::new();
    sources(&ui, &mut input).context("list the interface's sources")?;
    let input: Vec<PathBuf> = input.into_iter().collect();
    let present = ui.join("dist/index.html").is_file();
    once("npm-build", &input, present, &mut npm(&["run", "build"]))
}

fn sources(dir: &Path, found: &mut BTreeSet<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        if name == "node_modules" || name == "dist" || name == "pdfjs" {
            continue;
        }
        if entry.file_type()?.is_dir() {
            sources(&entry.path(), found)?;
        } else {
            found.insert(entry.path());
        }
    }
    Ok(())
}

/// Runs a command unless the same input went through it before and its output is there.
fn once(stamp: &str, input: &[PathBuf], present: bool, command: &mut Command) -> Result<()> {
    let stamp = paths::work("xtask")?.join(stamp);
    let now = digest(input)?;
    if present && std::fs::read_to_string(&stamp).is_ok_and(|before| before == now) {
        println!("= {} (nothing changed)", child::shown(command));
        return Ok(());
    }
    println!("$ {}", child::shown(command));
    child::run(command)?;
    std::fs::write(&stamp, now).with_context(|| format!("write {}", stamp.display()))
}

fn digest(input: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for path in input {
        path.hash(&mut hasher);
        match std::fs::read(path) {
            Ok(bytes) => bytes.hash(&mut hasher),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => 0_u8.hash(&mut hasher),
            Err(error) => return Err(error).with_context(|| format!("read {}", path.display())),
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

//! A practice data folder and the program on it.
//!
//! Never more than the command line offers to everyone.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]
#![allow(dead_code, reason = "each test binary uses its part")]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A data folder of its own.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// Returns a path beside the data folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns the program with these arguments, ready to run.
    pub(crate) fn cli(&self, args: &[&str]) -> Command {
        self.as_command(Path::new(env!("CARGO_BIN_EXE_forsthaus-cli")), &[], args)
    }

    /// Returns the program started by another one.
    pub(crate) fn as_command(&self, program: &Path, before: &[&str], args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(before).args(["--uebung", "--json", "--data"]).arg(self.path("daten"));
        command.args(args).env_remove("FORSTHAUS_CRASH_AT");
        command
    }

    /// Runs a command that has to succeed and returns its view.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let output = self.cli(args).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{args:?}: {output:?}"))
    }

    /// Takes a file in and returns its row.
    pub(crate) fn import(&self, path: &Path) -> Value {
        let output = self.cli(&["import"]).arg(path).output().unwrap();
        let view: Value = serde_json::from_slice(&output.stdout).unwrap();
        view.pointer("/zeilen/0").unwrap().clone()
    }

    /// Returns every item of the Posteingang.
    pub(crate) fn items(&self) -> Vec<Value> {
        let list = self.json(&["eingaenge", "--alle"]);
        list.pointer("/zeilen").and_then(Value::as_array).unwrap().clone()
    }
}

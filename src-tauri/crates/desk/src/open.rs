//! Opening a desk the way every program does: where the data lie, where the key is.
//!
//! Never mixes practice and real data: each has a folder of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use store::{Env, KeySource};

use crate::error::OpenFehler;
use crate::views::{Code, Fehler, PruefungView};
use crate::{Desk, DeskOptions, uebung};

/// Environment variable with the passphrase, for machines without a key store.
pub const PASSPHRASE: &str = "FORSTHAUS_PASSPHRASE";

/// Opens the desk in a folder, or in the user's own.
pub fn desk(
    folder: Option<&Path>,
    practice: bool,
    passphrase: Option<&str>,
) -> Result<Arc<Desk>, OpenFehler> {
    let (folder, key) = place(folder, practice, passphrase)?;
    let desk = Desk::open(DeskOptions { folder, key, env: Env::system(), worker: None })?;
    if practice {
        desk.als_uebung().map_err(OpenFehler)?;
    }
    Ok(desk)
}

/// Checks a data folder in which nobody works, and changes nothing in it.
pub fn pruefung(
    folder: Option<&Path>,
    practice: bool,
    passphrase: Option<&str>,
) -> Result<PruefungView, OpenFehler> {
    let (folder, key) = place(folder, practice, passphrase)?;
    Ok(crate::pruefung::view(&store::verify::folder(&folder, &key)?))
}

fn place(
    folder: Option<&Path>,
    practice: bool,
    passphrase: Option<&str>,
) -> Result<(PathBuf, KeySource), OpenFehler> {
    let folder = match folder {
        Some(folder) => folder.to_owned(),
        None => default_folder(practice)?,
    };
    Ok((folder, if practice { uebung::key() } else { key(passphrase) }))
}

fn key(passphrase: Option<&str>) -> KeySource {
    let from_env = std::env::var(PASSPHRASE).ok();
    match passphrase.map(str::to_owned).or(from_env) {
        Some(text) => KeySource::passphrase(text.trim_end_matches(['\r', '\n'])),
        None => KeySource::KeyStore,
    }
}

/// Local data only, never a roaming profile (scenario 29).
fn default_folder(practice: bool) -> Result<PathBuf, OpenFehler> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let base = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        variable("XDG_DATA_HOME").or_else(|| variable("HOME").map(|home| home.join(".local/share")))
    };
    let base = base.ok_or_else(|| {
        let rat = "Bitte geben Sie einen Datenordner an (--data).";
        OpenFehler(Fehler::new(Code::Invalid, "Der Ordner für Daten ist nicht bekannt.", rat))
    })?;
    Ok(base.join("forsthaus").join(if practice { "uebung" } else { "daten" }))
}

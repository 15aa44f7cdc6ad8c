//! Where things lie: the checkout, its target folder, the built programs.
//!
//! Never a fixed path of one machine.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The checkout: three folders above this crate.
pub(crate) fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.ancestors().nth(3).map(Path::to_path_buf).unwrap_or(here)
}

/// The target folder that cargo built this program into.
pub(crate) fn target() -> Result<PathBuf> {
    let me = std::env::current_exe().context("where this program lies")?;
    let target = me.ancestors().nth(2).context("this program does not lie in a target folder")?;
    Ok(target.to_path_buf())
}

/// A program of the debug build.
pub(crate) fn debug_bin(name: &str) -> Result<PathBuf> {
    Ok(target()?.join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

/// A program of the release-like build that the benches measure.
pub(crate) fn bench_bin(name: &str) -> Result<PathBuf> {
    Ok(target()?.join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

/// A folder of our own under the target folder, made if missing.
pub(crate) fn work(name: &str) -> Result<PathBuf> {
    let dir = target()?.join(name);
    std::fs::create_dir_all(&dir).with_context(|| format!("make {}", dir.display()))?;
    Ok(dir)
}

/// Whether a program is on the search path.
pub(crate) fn on_path(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(program).is_file()))
}

//! A folder for one run, removed when the run ends, however it ends.
//!
//! Never a folder that another run uses.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::paths;

/// A folder for one run; it is removed when dropped.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// Makes a folder of our own under the target folder.
    pub(crate) fn under_target(name: &str) -> Result<Self> {
        Self::make(paths::work(name)?.join(std::process::id().to_string()))
    }

    /// Makes a folder among the system's temporary ones, whose paths are short enough for sockets.
    pub(crate) fn temporary() -> Result<Self> {
        Self::make(std::env::temp_dir().join(format!("forsthaus-{}", std::process::id())))
    }

    fn make(dir: PathBuf) -> Result<Self> {
        fs::create_dir_all(&dir).with_context(|| format!("make {}", dir.display()))?;
        Ok(Self(dir))
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// A folder in it, made if missing.
    pub(crate) fn dir(&self, name: &str) -> Result<PathBuf> {
        let dir = self.0.join(name);
        fs::create_dir_all(&dir).with_context(|| format!("make {}", dir.display()))?;
        Ok(dir)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

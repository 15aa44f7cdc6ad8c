//! What every window needs around it: a temporary folder, a message bus, a place for logs.
//!
//! Never shared between two tests.

use std::path::PathBuf;

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::bus::Bus;
use crate::paths;

/// The surroundings of the windows of one test.
#[derive(Debug)]
pub struct Room {
    /// Where this test's logs and pictures go.
    pub logs: PathBuf,
    pub(crate) bus: Bus,
    pub(crate) dir: TempDir,
}

impl Room {
    /// Makes surroundings under a name that no other test has.
    pub async fn new(name: &str) -> Result<Self> {
        let logs = paths::logs(name)?;
        let dir = tempfile::tempdir().context("a temporary folder")?;
        let bus = Bus::start(dir.path(), &logs).await?;
        Ok(Self { logs, bus, dir })
    }
}

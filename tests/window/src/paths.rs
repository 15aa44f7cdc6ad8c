//! Where the checkout and the built programs lie.
//!
//! Never a fixed path of one machine.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// Returns the checkout.
pub(crate) fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.ancestors().nth(2).map(Path::to_path_buf).unwrap_or(here)
}

/// Returns a file that the tests bring with them.
pub fn fixture(name: &str) -> Result<Vec<u8>> {
    let path = root().join("tests/window/fixtures").join(name);
    std::fs::read(&path).with_context(|| format!("read {}", path.display()))
}

/// Returns the folder of this build's programs, such as `target/debug`.
fn build() -> Result<PathBuf> {
    let me = std::env::current_exe().context("where this program lies")?;
    let dir = me.parent().context("this program lies nowhere")?;
    let dir = if dir.ends_with("deps") { dir.parent().unwrap_or(dir) } else { dir };
    Ok(dir.to_path_buf())
}

/// Returns a program of the same build.
pub(crate) fn bin(name: &str) -> Result<PathBuf> {
    let path = build()?.join(name);
    ensure!(
        path.is_file(),
        "{} is not built; run `cargo build --workspace --bins`",
        path.display()
    );
    Ok(path)
}

/// Returns a fresh folder for logs and pictures under the target folder.
pub(crate) fn logs(name: &str) -> Result<PathBuf> {
    let target = build()?.parent().context("no target folder")?.to_path_buf();
    let dir = target.join("window").join(name);
    if dir.exists() {
        std::fs::remove_dir_all(&dir).with_context(|| format!("clear {}", dir.display()))?;
    }
    std::fs::create_dir_all(&dir).with_context(|| format!("make {}", dir.display()))?;
    Ok(dir)
}

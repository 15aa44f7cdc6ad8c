//! An office for one test: a centre, a watched folder, and as many workstations as it needs.
//!
//! Never touches anything outside its own temporary folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use crate::center::Center;
use crate::paths;
use crate::room::Room;
use crate::wait::{LONG, until};
use crate::window::{Window, Workstation};

/// Who works at the first workstation.
pub const ANNA: &str = "Anna Fennwald";
/// Who works at the second.
pub const BERND: &str = "Bernd Grasmück";

/// Everything around the windows of one test.
#[derive(Debug)]
pub struct Office {
    /// The data centre.
    pub center: Center,
    /// The folder that the first workstation watches.
    pub folder: PathBuf,
    /// Everything that has nothing to do with the office.
    pub room: Room,
}

/// A letter that was put into the watched folder.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Its file name.
    pub name: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
}

impl Office {
    /// Starts a centre and makes an empty watched folder.
    pub async fn start(name: &str) -> Result<Self> {
        let room = Room::new(name).await?;
        let folder = room.dir.path().join("Eingang");
        fs::create_dir_all(&folder).context("the watched folder")?;
        let center = Center::start(room.dir.path().join("zentrale"), &room.logs).await?;
        Ok(Self { center, folder, room })
    }

    /// Opens the window of the first workstation, which watches the folder.
    pub async fn window(&self) -> Result<Window> {
        self.open("k1", Some(ANNA), true).await
    }

    /// Opens the window of a second workstation at the same centre.
    pub async fn second_window(&self) -> Result<Window> {
        self.open("k2", Some(BERND), false).await
    }

    /// Opens the window of a workstation that no centre knows.
    pub async fn new_window(&self) -> Result<Window> {
        self.open("neu", None, false).await
    }

    /// Opens the window of the first workstation once more, with what it had when it ended.
    ///
    /// Waits for the end of the one before, which was killed and not asked.
    pub async fn window_again(&self) -> Result<Window> {
        let data = self.room.dir.path().join("k1/daten/in-benutzung");
        until("the end of the first window", LONG, async || {
            Ok(fs::File::open(&data)?.try_lock().is_ok().then_some(()))
        })
        .await?;
        self.open("k1", None, false).await
    }

    async fn open(&self, name: &str, benutzer: Option<&str>, watch: bool) -> Result<Window> {
        Window::open(self, &Workstation { name, benutzer, watch, data: None }).await
    }

    /// Lets a practice letter arrive in the watched folder.
    pub fn deliver(&self, letter: &str) -> Result<Letter> {
        let source = self.practice(letter);
        let bytes = fs::read(&source).with_context(|| format!("read {}", source.display()))?;
        self.deliver_bytes(letter, &bytes)
    }

    /// Returns the path of a practice letter.
    pub fn practice(&self, letter: &str) -> PathBuf {
        paths::root().join("assets/uebung").join(letter)
    }

    /// Writes a file that is not in the watched folder.
    pub fn elsewhere(&self, name: &str, bytes: &[u8]) -> Result<PathBuf> {
        let path = self.room.dir.path().join(name);
        fs::write(&path, bytes).with_context(|| format!("write {}", path.display()))?;
        Ok(path)
    }

    /// Makes an empty folder that is not the watched one, for what the window hands out.
    pub fn target(&self, name: &str) -> Result<PathBuf> {
        let folder = self.folder.with_file_name(name);
        fs::create_dir(&folder).with_context(|| format!("make {}", folder.display()))?;
        Ok(folder)
    }

    /// Lets a file with any content arrive in the watched folder.
    pub fn deliver_bytes(&self, name: &str, bytes: &[u8]) -> Result<Letter> {
        let path = self.folder.join(name);
        fs::write(&path, bytes).with_context(|| format!("write {}", path.display()))?;
        Ok(Letter { name: name.to_owned(), sha256: sha256(bytes) })
    }
}

/// Returns the one file that lies in a folder; fails if there is none or another.
pub fn only_file(folder: &Path) -> Result<PathBuf> {
    let files = fs::read_dir(folder).with_context(|| format!("read {}", folder.display()))?;
    let mut files = files.map(|file| Ok(file?.path())).collect::<Result<Vec<_>>>()?;
    ensure!(files.len() == 1, "one file was to lie in {}: {files:?}", folder.display());
    files.pop().context("no file")
}

/// Returns the SHA-256 of bytes, hex.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

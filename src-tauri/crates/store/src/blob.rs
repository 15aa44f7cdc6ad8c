//! Encrypted originals beside the database: content-addressed, immutable, verified.
//!
//! Never names a file in a row before the file is durable and has been read back. Layout:
//! `originale/<scope>/<2 hex>/<sha256>.fhb`; each file is a magic number, a nonce prefix and a
//! STREAM of ChaCha20-Poly1305 segments of 64 KiB (Hoang et al., "Online Authenticated-Encryption
//! and its Nonce-Reuse Misuse-Resistance", as implemented by `aead-stream`), so that cutting,
//! reordering or changing it is noticed.

mod read;
mod sum;
mod write;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chacha20poly1305::{ChaCha20Poly1305, KeyInit};
use zeroize::Zeroizing;

use crate::error::BlobError;

pub use read::BlobReader;
pub use write::BlobWriter;

pub(crate) const MAGIC: &[u8; 4] = b"FHB1";
pub(crate) const PREFIX: usize = 7;
const HEADER: usize = MAGIC.len() + PREFIX;
pub(crate) const SEGMENT: usize = 64 * 1024;
pub(crate) const TAG: usize = 16;
/// Folder of the data folder in which what was pasted lies until it is safe, below its scope's
/// name.
pub const PASTED: &str = "eingefuegt";
/// Folder of the data folder in which scanned pages lie until they are safe, below their scope's
/// name.
pub const SCANNED: &str = "scan";
/// So many folders are flushed one by one.
#[cfg(target_os = "linux")]
const FEW_FOLDERS: usize = 8;

/// Key of one scope's originals; dropping it destroys them all.
pub(crate) type ScopeKey = Zeroizing<[u8; 32]>;

/// Whether an original is on this workstation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlobState {
    /// Here, verified when it was stored.
    Da,
    /// Known, still to be fetched from the centre.
    Fehlt,
    /// Was here and made room; the centre has it.
    Entfernt,
}

/// A durable, verified original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredBlob {
    /// Scope whose key encrypts it.
    pub scope: String,
    /// SHA-256 of the bytes, hex.
    pub sha256: String,
    /// Size in bytes.
    pub size: u64,
    /// The same original was here before.
    pub known: bool,
}

/// An original that is complete, flushed, named and checked; only its name is not durable yet.
///
/// Nothing but [`BlobFolder::settle`] makes a [`StoredBlob`] of it, for many at a time.
#[derive(Debug)]
pub struct UnsettledBlob {
    stored: StoredBlob,
    folder: PathBuf,
}

/// The folder of originals.
#[derive(Debug, Clone)]
pub(crate) struct BlobFolder {
    root: PathBuf,
}

impl BlobFolder {
    pub(crate) fn open(root: PathBuf) -> Result<Self, BlobError> {
        let folder = Self { root };
        let temporary = folder.temporary();
        create_folder(&temporary).map_err(|e| BlobError::io(&temporary, e))?;
        folder.sweep()?;
        Ok(folder)
    }

    /// Looks at a folder without making or removing anything.
    pub(crate) const fn untouched(root: PathBuf) -> Self {
        Self { root }
    }

    fn temporary(&self) -> PathBuf {
        self.root.join("tmp")
    }

    /// Removes what an earlier run left unfinished; nothing names these files.
    fn sweep(&self) -> Result<(), BlobError> {
        let temporary = self.temporary();
        for entry in std::fs::read_dir(&temporary).map_err(|e| BlobError::io(&temporary, e))? {
            let path = entry.map_err(|e| BlobError::io(&temporary, e))?.path();
            std::fs::remove_file(&path).map_err(|e| BlobError::io(&path, e))?;
        }
        Ok(())
    }

    pub(crate) fn path(&self, scope: &str, sha256: &str) -> PathBuf {
        let fan = sha256.get(..2).unwrap_or("xx");
        self.root.join(scope).join(fan).join(format!("{sha256}.fhb"))
    }

    /// Returns the scope for which a file lies among what was pasted or scanned.
    pub(crate) fn own_scope(&self, path: &Path) -> Option<String> {
        let data = self.root.parent()?;
        let below = |folder| path.strip_prefix(data.join(folder)).ok();
        let scope = [PASTED, SCANNED].into_iter().find_map(below)?.components().next()?;
        scope.as_os_str().to_str().map(ToOwned::to_owned)
    }

    /// Makes names durable, each folder once however many originals it took.
    ///
    /// The folders above count as well: another original may have made one of them a moment ago,
    /// and may be settled later than these.
    pub(crate) fn settle(&self, blobs: Vec<UnsettledBlob>) -> Result<Vec<StoredBlob>, BlobError> {
        let inside = |folder: &&Path| folder.starts_with(&self.root);
        let folders: BTreeSet<&Path> =
            blobs.iter().flat_map(|blob| blob.folder.ancestors().take_while(inside)).collect();
        self.sync_folders(&folders)?;
        Ok(blobs.into_iter().map(|blob| blob.stored).collect())
    }

    /// The names of many originals lie in as many folders: then one call for the whole file system
    /// takes the place of a flush for each, where there is such a call.
    fn sync_folders(&self, folders: &BTreeSet<&Path>) -> Result<(), BlobError> {
        #[cfg(target_os = "linux")]
        if folders.len() > FEW_FOLDERS {
            let root = File::open(&self.root).map_err(|e| BlobError::io(&self.root, e))?;
            return rustix::fs::syncfs(&root).map_err(|e| BlobError::io(&self.root, e.into()));
        }
        for folder in folders {
            sync_folder(folder).map_err(|e| BlobError::io(folder, e))?;
        }
        Ok(())
    }

    /// Removes an original that no row says to be here; one that is gone already is no error.
    pub(crate) fn remove(&self, scope: &str, sha256: &str) -> Result<(), BlobError> {
        let path = self.path(scope, sha256);
        match std::fs::remove_file(&path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(BlobError::io(&path, e)),
            _ => Ok(()),
        }
    }

    /// Removes every file of a scope that is not named.
    pub(crate) fn keep_only(&self, scope: &str, named: &[String]) -> Result<(), BlobError> {
        let mut unnamed = Vec::new();
        self.walk(|found, sha256| {
            if found == scope && !named.iter().any(|name| name == sha256) {
                unnamed.push(self.path(scope, sha256));
            }
        })?;
        for path in unnamed {
            std::fs::remove_file(&path).map_err(|e| BlobError::io(&path, e))?;
        }
        Ok(())
    }

    /// Calls `visit` with scope and SHA-256 of every stored file.
    pub(crate) fn walk(&self, mut visit: impl FnMut(&str, &str)) -> Result<(), BlobError> {
        for scope in subfolders(&self.root)? {
            let name = file_name(&scope);
            if name == "tmp" {
                continue;
            }
            for fan in subfolders(&scope)? {
                for entry in std::fs::read_dir(&fan).map_err(|e| BlobError::io(&fan, e))? {
                    let file = entry.map_err(|e| BlobError::io(&fan, e))?.path();
                    if let Some(sha256) = file_name(&file).strip_suffix(".fhb") {
                        visit(&name, sha256);
                    }
                }
            }
        }
        Ok(())
    }
}

fn subfolders(folder: &Path) -> Result<Vec<PathBuf>, BlobError> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|e| BlobError::io(folder, e))? {
        let path = entry.map_err(|e| BlobError::io(folder, e))?.path();
        if path.is_dir() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

pub(crate) fn cipher(key: &ScopeKey) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&(**key).into())
}

/// Flushes a folder's entries, so that a new name survives a power cut.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows flushes folder entries with the file itself and offers no handle for this.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Makes a folder with everything above it, each durable in the one above.
pub(crate) fn create_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        create_folder(parent)?;
    }
    match std::fs::create_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    match folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        Some(parent) => sync_folder(parent),
        None => Ok(()),
    }
}

/// Writes a small file so that it is either there completely or not at all.
pub(crate) fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = path.with_extension("neu");
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&temporary, path)?;
    path.parent().map_or(Ok(()), sync_folder)
}

#[cfg(test)]
mod tests;

//! The files of a stack: written beside, flushed, read back, and only then under their name.
//!
//! Never under its name before it is whole, never written over.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::device::Format;

/// Largest file that is read.
const BYTES_MAX: u64 = 300 * 1024 * 1024;
/// Start of the name of a page that is still coming.
pub(super) const HALB: &str = "teil-";

/// Returns the folder of the pages.
pub(super) fn pages(folder: &Path) -> PathBuf {
    folder.join("seiten")
}

/// A page that is coming.
#[derive(Debug)]
pub struct PageFile {
    file: File,
    hasher: Sha256,
    groesse_bytes: u64,
    half: PathBuf,
    stem: String,
    over: bool,
}

/// A page that is on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Name of its file.
    pub datei: String,
    /// SHA-256 of it.
    pub sha256: String,
    /// Its size.
    pub groesse_bytes: u64,
}

impl PageFile {
    pub(super) fn create(folder: &Path, lauf: u32, nummer: u32) -> io::Result<Self> {
        let stem = format!("L{lauf:04}-{nummer:05}");
        let half = pages(folder).join(format!("{HALB}{stem}"));
        let file = OpenOptions::new().write(true).create_new(true).open(&half)?;
        let hasher = Sha256::new();
        Ok(Self { file, hasher, groesse_bytes: 0, half, stem, over: false })
    }

    /// Makes it durable, reads it back and gives it its name.
    pub fn finish(mut self, format: Format) -> io::Result<Kept> {
        self.file.sync_all()?;
        let sha256 = hex::encode(std::mem::take(&mut self.hasher).finalize());
        if sha256_of(&self.half)? != sha256 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "read back differently"));
        }
        let datei = format!("{}.{}", self.stem, format.endung());
        let target = self.half.with_file_name(&datei);
        if target.exists() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        std::fs::rename(&self.half, &target)?;
        self.over = true;
        sync_parent(&target)?;
        Ok(Kept { datei, sha256, groesse_bytes: self.groesse_bytes })
    }
}

impl Write for PageFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.hasher.update(bytes.get(..count).unwrap_or_default());
        self.groesse_bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for PageFile {
    fn drop(&mut self) {
        // What has come of a page stays; a page that never came leaves nothing.
        if !self.over && self.groesse_bytes == 0 {
            drop(std::fs::remove_file(&self.half));
        }
    }
}

/// Returns the number of the run and of the page from the name of a page's file.
pub(super) fn numbers(name: &str) -> Option<(u32, u32, Format)> {
    let (stem, ending) = name.split_once('.')?;
    let format = [Format::Jpeg, Format::Png].into_iter().find(|f| f.endung() == ending)?;
    let (lauf, nummer) = stem.strip_prefix('L')?.split_once('-')?;
    Some((lauf.parse().ok()?, nummer.parse().ok()?, format))
}

/// Writes a file that is whole and durable, or not there.
pub fn durable(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let parent = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let mut half = tempfile::NamedTempFile::with_prefix_in(HALB, parent)?;
    write(half.as_file_mut())?;
    half.as_file().sync_all()?;
    half.persist(path).map_err(|error| error.error)?;
    sync_parent(path)
}

/// Whether a file has this hash.
pub fn proven(path: &Path, sha256: &str) -> bool {
    sha256_of(path).is_ok_and(|found| found == sha256)
}

/// Reads a file.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(BYTES_MAX).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

pub(super) fn sha256_of(path: &Path) -> io::Result<String> {
    store::verify::sha256_of(File::open(path)?)
}

#[cfg(unix)]
pub(super) fn sync_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |parent| File::open(parent)?.sync_all())
}

/// Elsewhere a folder cannot be flushed by itself; the file system orders its names.
#[cfg(not(unix))]
pub(super) fn sync_parent(_: &Path) -> io::Result<()> {
    Ok(())
}

//! The files of a stack: sealed, written beside, flushed, read back, and only then under their
//! name.
//!
//! Never under its name before it is whole, never written over, never a page in plain on the disk.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use store::BlobReader;
use store::sealed::{FileKey, SealedWriter, unseal};

use crate::device::Format;

/// Largest file that is read.
const BYTES_MAX: u64 = 300 * 1024 * 1024;
/// Start of the name of a page that is still coming.
pub(super) const HALB: &str = "teil-";
/// End of the name of what is sealed.
const SIEGEL: &str = ".fhb";

/// A sealed file of a stack.
#[derive(Debug, Clone)]
pub struct Blatt {
    path: PathBuf,
    key: FileKey,
}

impl Blatt {
    pub(crate) fn new(path: PathBuf, key: &FileKey) -> Self {
        Self { path, key: key.clone() }
    }

    /// Returns where it lies.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens it; reading fails where it is not as it was sealed.
    pub fn open(&self) -> io::Result<BlobReader> {
        let damaged = |error| io::Error::new(io::ErrorKind::InvalidData, error);
        unseal(File::open(&self.path)?, &self.key).map_err(damaged)
    }

    /// Reads it.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.open()?.take(BYTES_MAX).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Whether its content has this hash.
    pub(crate) fn proven(&self, sha256: &str) -> bool {
        self.sha256().is_ok_and(|found| found == sha256)
    }

    pub(crate) fn sha256(&self) -> io::Result<String> {
        store::verify::sha256_of(self.open()?)
    }

    /// Writes it, if it does not hold the same already; durable when this returns.
    pub(crate) fn write(
        &self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let parent = self.path.parent().ok_or(io::ErrorKind::InvalidInput)?;
        std::fs::create_dir_all(parent)?;
        let half = tempfile::NamedTempFile::with_prefix_in(HALB, parent)?;
        let mut out = SealedWriter::new(half.as_file().try_clone()?, &self.key)?;
        write(&mut out)?;
        out.finish()?;
        let sha256 = Self::new(half.path().to_owned(), &self.key).sha256()?;
        if !self.proven(&sha256) {
            half.persist(&self.path).map_err(|error| error.error)?;
            sync_parent(&self.path)?;
        }
        Ok(())
    }
}

/// Returns the folder of the pages.
pub(super) fn pages(folder: &Path) -> PathBuf {
    folder.join("seiten")
}

/// A page that is coming.
pub struct PageFile {
    // Nothing once it is finished.
    out: Option<SealedWriter>,
    hasher: Sha256,
    groesse_bytes: u64,
    half: Blatt,
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
    pub(super) fn create(folder: &Path, key: &FileKey, lauf: u32, nummer: u32) -> io::Result<Self> {
        let stem = format!("L{lauf:04}-{nummer:05}");
        let half = Blatt::new(pages(folder).join(format!("{HALB}{stem}")), key);
        let file = OpenOptions::new().write(true).create_new(true).open(half.path())?;
        let out = Some(SealedWriter::new(file, key)?);
        Ok(Self { out, hasher: Sha256::new(), groesse_bytes: 0, half, stem, over: false })
    }

    /// Makes it durable, reads it back and gives it its name.
    pub fn finish(mut self, format: Format) -> io::Result<Kept> {
        self.out.take().ok_or(io::ErrorKind::BrokenPipe)?.finish()?;
        let sha256 = hex::encode(std::mem::take(&mut self.hasher).finalize());
        if self.half.sha256()? != sha256 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "read back differently"));
        }
        let datei = format!("{}.{}{SIEGEL}", self.stem, format.endung());
        let target = self.half.path().with_file_name(&datei);
        if target.exists() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        std::fs::rename(self.half.path(), &target)?;
        self.over = true;
        sync_parent(&target)?;
        Ok(Kept { datei, sha256, groesse_bytes: self.groesse_bytes })
    }
}

impl Write for PageFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.as_mut().ok_or(io::ErrorKind::BrokenPipe)?.write(bytes)?;
        self.hasher.update(bytes.get(..count).unwrap_or_default());
        self.groesse_bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for PageFile {
    fn drop(&mut self) {
        // What has come of a page stays; a page that never came leaves nothing.
        if !self.over && self.groesse_bytes == 0 {
            drop(std::fs::remove_file(self.half.path()));
        }
    }
}

/// Returns the number of the run and of the page from the name of a page's file.
pub(super) fn numbers(name: &str) -> Option<(u32, u32, Format)> {
    let (stem, ending) = name.strip_suffix(SIEGEL)?.split_once('.')?;
    let format = [Format::Jpeg, Format::Png].into_iter().find(|f| f.endung() == ending)?;
    let (lauf, nummer) = stem.strip_prefix('L')?.split_once('-')?;
    Some((lauf.parse().ok()?, nummer.parse().ok()?, format))
}

/// Writes a file that is whole and durable, or not there.
pub(super) fn durable(
    path: &Path,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let parent = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let mut half = tempfile::NamedTempFile::with_prefix_in(HALB, parent)?;
    write(half.as_file_mut())?;
    half.as_file().sync_all()?;
    half.persist(path).map_err(|error| error.error)?;
    sync_parent(path)
}

/// Reads a small plain file, such as whose a stack is.
pub(super) fn read_plain(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(BYTES_MAX).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
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

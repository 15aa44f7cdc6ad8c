//! Encrypted originals beside the database: content-addressed, immutable, verified.
//!
//! Never names a file in a row before the file is durable and has been read back. Layout:
//! `originale/<scope>/<2 hex>/<sha256>.fhb`; each file is a magic number, a nonce prefix and a
//! STREAM of ChaCha20-Poly1305 segments of 64 KiB (Hoang et al., "Online Authenticated-Encryption
//! and its Nonce-Reuse Misuse-Resistance", as implemented by `aead-stream`), so that cutting,
//! reordering or changing it is noticed.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use aead_stream::{DecryptorBE32, EncryptorBE32};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::crash_point::CrashPoint;
use crate::error::BlobError;

const MAGIC: &[u8; 4] = b"FHB1";
const PREFIX: usize = 7;
const SEGMENT: usize = 64 * 1024;
const TAG: usize = 16;
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
    /// Folders that were made for it, from the innermost outwards.
    new_in: Vec<PathBuf>,
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

    pub(crate) fn writer(&self, scope: &str, key: ScopeKey) -> Result<BlobWriter, BlobError> {
        let random: [u8; 16] =
            crate::key::random().map_err(|e| BlobError::io(&self.root, io::Error::other(e)))?;
        let temporary = self.temporary().join(hex::encode(random));
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&temporary)
            .map_err(|e| BlobError::io(&temporary, e))?;
        let mut prefix = [0_u8; PREFIX];
        prefix.copy_from_slice(random.get(..PREFIX).unwrap_or(&[0; PREFIX]));
        let write_header = file.write_all(MAGIC).and_then(|()| file.write_all(&prefix));
        write_header.map_err(|e| BlobError::io(&temporary, e))?;
        Ok(BlobWriter {
            folder: self.clone(),
            scope: scope.to_owned(),
            stream: Some(EncryptorBE32::from_aead(cipher(&key), &prefix.into())),
            key,
            temporary,
            file,
            buffer: Vec::with_capacity(SEGMENT + TAG),
            hasher: Sha256::new(),
            size: 0,
        })
    }

    pub(crate) fn reader(
        &self,
        scope: &str,
        sha256: &str,
        key: &ScopeKey,
    ) -> Result<BlobReader, BlobError> {
        let path = self.path(scope, sha256);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(BlobError::Missing),
            Err(e) => return Err(BlobError::io(&path, e)),
        };
        let mut file = BufReader::with_capacity(SEGMENT + TAG, file);
        let mut header = [0_u8; MAGIC.len() + PREFIX];
        file.read_exact(&mut header).map_err(|_| BlobError::Damaged)?;
        let (magic, prefix) = header.split_at(MAGIC.len());
        let prefix = <[u8; PREFIX]>::try_from(prefix).map_err(|_| BlobError::Damaged)?;
        if magic != MAGIC {
            return Err(BlobError::Damaged);
        }
        Ok(BlobReader {
            file,
            stream: Some(DecryptorBE32::from_aead(cipher(key), &prefix.into())),
            segment: Vec::new(),
            position: 0,
            hasher: Some(Sha256::new()),
            expected: sha256.to_owned(),
        })
    }

    /// Makes names durable, each folder once however many originals it took.
    pub(crate) fn settle(&self, blobs: Vec<UnsettledBlob>) -> Result<Vec<StoredBlob>, BlobError> {
        let folders: BTreeSet<&PathBuf> = blobs
            .iter()
            .flat_map(|blob| std::iter::once(&blob.folder).chain(&blob.new_in))
            .collect();
        self.sync_folders(&folders)?;
        Ok(blobs.into_iter().map(|blob| blob.stored).collect())
    }

    /// The names of many originals lie in as many folders: then one call for the whole file system
    /// takes the place of a flush for each, where there is such a call.
    fn sync_folders(&self, folders: &BTreeSet<&PathBuf>) -> Result<(), BlobError> {
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

fn cipher(key: &ScopeKey) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&(**key).into())
}

/// Takes the bytes of one original; [`BlobWriter::finish`] makes it durable and checks it.
pub struct BlobWriter {
    folder: BlobFolder,
    scope: String,
    key: ScopeKey,
    temporary: PathBuf,
    file: File,
    stream: Option<EncryptorBE32<ChaCha20Poly1305>>,
    buffer: Vec<u8>,
    hasher: Sha256,
    size: u64,
}

impl BlobWriter {
    fn segment(&mut self) -> io::Result<()> {
        let stream = self.stream.as_mut().ok_or_else(|| io::Error::other("finished"))?;
        stream
            .encrypt_next_in_place(b"", &mut self.buffer)
            .map_err(|_| io::Error::other("too many segments"))?;
        self.file.write_all(&self.buffer)?;
        self.buffer.clear();
        CrashPoint::BlobHalf.pass();
        Ok(())
    }

    /// Makes the original durable: flush, name, flush the folder, read back, compare.
    pub fn finish(mut self) -> Result<StoredBlob, BlobError> {
        let written = self.write_last();
        written.map_err(|e| BlobError::io(&self.temporary, e))?;
        let sha256 = hex::encode(self.hasher.clone().finalize());
        let path = self.folder.path(&self.scope, &sha256);
        let known = path.exists();
        if known {
            // The same bytes are here: the new copy is dropped once the old one has proved good.
            if self.folder.check(&self.scope, &sha256, &self.key).is_ok() {
                self.flush_known(&path).map_err(|e| BlobError::io(&path, e))?;
                return Ok(self.stored(sha256, true));
            }
        }
        let parent = path.parent().unwrap_or(&self.folder.root).to_owned();
        create_folder(&parent).map_err(|e| BlobError::io(&parent, e))?;
        std::fs::rename(&self.temporary, &path).map_err(|e| BlobError::io(&path, e))?;
        CrashPoint::BlobRenamed.pass();
        sync_folder(&parent).map_err(|e| BlobError::io(&parent, e))?;
        CrashPoint::BlobDurable.pass();
        self.folder.check(&self.scope, &sha256, &self.key)?;
        CrashPoint::BlobVerified.pass();
        Ok(self.stored(sha256, false))
    }

    /// Finishes an original that came from the centre, which keeps it: compares its hash with the
    /// one it was fetched for, flushes, names and reads it back.
    ///
    /// Reading back checks the seal of every segment, which no fault of a disk survives; the bytes
    /// under the seals are the ones that were hashed. The folder is flushed for many at once.
    pub fn finish_fetched(mut self, sha256: &str) -> Result<UnsettledBlob, BlobError> {
        if hex::encode(self.hasher.clone().finalize()) != sha256 {
            return Err(BlobError::Differs);
        }
        let written = self.write_last();
        written.map_err(|e| BlobError::io(&self.temporary, e))?;
        let path = self.folder.path(&self.scope, sha256);
        let folder = path.parent().unwrap_or(&self.folder.root).to_owned();
        let new_in = missing_above(&folder);
        std::fs::create_dir_all(&folder).map_err(|e| BlobError::io(&folder, e))?;
        // A copy that is there already has the same bytes, or is damaged.
        std::fs::rename(&self.temporary, &path).map_err(|e| BlobError::io(&path, e))?;
        CrashPoint::BlobRenamed.pass();
        let mut reader = self.folder.reader(&self.scope, sha256, &self.key)?;
        reader.hasher = None;
        io::copy(&mut reader, &mut io::sink()).map_err(|_| BlobError::Differs)?;
        CrashPoint::BlobVerified.pass();
        Ok(UnsettledBlob { stored: self.stored(sha256.to_owned(), false), folder, new_in })
    }

    /// An earlier run may have stopped between naming a file and flushing its name.
    fn flush_known(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()?;
        path.parent().map_or(Ok(()), sync_folder)
    }

    fn write_last(&mut self) -> io::Result<()> {
        let stream = self.stream.take().ok_or_else(|| io::Error::other("finished"))?;
        stream
            .encrypt_last_in_place(b"", &mut self.buffer)
            .map_err(|_| io::Error::other("too many segments"))?;
        self.file.write_all(&self.buffer)?;
        CrashPoint::BlobWritten.pass();
        self.file.sync_all()?;
        CrashPoint::BlobFlushed.pass();
        Ok(())
    }

    fn stored(&self, sha256: String, known: bool) -> StoredBlob {
        StoredBlob { scope: self.scope.clone(), sha256, size: self.size, known }
    }
}

impl Write for BlobWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // The last segment is written by `finish`, so a full buffer goes out only when more comes.
        if self.buffer.len() == SEGMENT && !bytes.is_empty() {
            self.segment()?;
        }
        let room = SEGMENT - self.buffer.len();
        let taken = bytes.get(..room.min(bytes.len())).unwrap_or(bytes);
        self.buffer.extend_from_slice(taken);
        self.hasher.update(taken);
        self.size += taken.len() as u64;
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for BlobWriter {
    fn drop(&mut self) {
        // Left over after an error or when the original was known; harmless if it stays.
        let _ = std::fs::remove_file(&self.temporary);
    }
}

impl BlobFolder {
    /// Reads an original to its end; the reader itself compares the hash.
    pub(crate) fn check(
        &self,
        scope: &str,
        sha256: &str,
        key: &ScopeKey,
    ) -> Result<u64, BlobError> {
        let mut reader = self.reader(scope, sha256, key)?;
        io::copy(&mut reader, &mut io::sink()).map_err(|_| BlobError::Differs)
    }
}

/// Reads one original; the last read fails if the bytes are not the ones that were stored.
pub struct BlobReader {
    file: BufReader<File>,
    stream: Option<DecryptorBE32<ChaCha20Poly1305>>,
    segment: Vec<u8>,
    position: usize,
    /// Absent where the seals alone are to be checked.
    hasher: Option<Sha256>,
    expected: String,
}

impl BlobReader {
    fn next_segment(&mut self) -> io::Result<()> {
        let damaged = || io::Error::new(io::ErrorKind::InvalidData, BlobError::Damaged);
        self.segment.clear();
        self.position = 0;
        let mut segment = std::mem::take(&mut self.segment);
        let limit = (SEGMENT + TAG) as u64;
        self.file.by_ref().take(limit).read_to_end(&mut segment)?;
        let more = segment.len() == SEGMENT + TAG && !at_end(&mut self.file)?;
        if more {
            let stream = self.stream.as_mut().ok_or_else(damaged)?;
            stream.decrypt_next_in_place(b"", &mut segment).map_err(|_| damaged())?;
        } else {
            let stream = self.stream.take().ok_or_else(damaged)?;
            stream.decrypt_last_in_place(b"", &mut segment).map_err(|_| damaged())?;
        }
        if let Some(hasher) = &mut self.hasher {
            hasher.update(&segment);
            if !more && hex::encode(hasher.clone().finalize()) != self.expected {
                return Err(damaged());
            }
        }
        self.segment = segment;
        Ok(())
    }
}

fn at_end(file: &mut BufReader<File>) -> io::Result<bool> {
    Ok(std::io::BufRead::fill_buf(file)?.is_empty())
}

impl Read for BlobReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.position == self.segment.len() && self.stream.is_some() {
            self.next_segment()?;
        }
        let rest = self.segment.get(self.position..).unwrap_or(&[]);
        let taken = rest.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..taken), rest.get(..taken)) {
            to.copy_from_slice(from);
        }
        self.position += taken;
        Ok(taken)
    }
}

/// Returns the folders in which a folder, and those above it that are missing, will be made.
fn missing_above(folder: &Path) -> Vec<PathBuf> {
    let missing = folder.ancestors().take_while(|folder| !folder.is_dir());
    missing.filter_map(|folder| folder.parent().map(Path::to_owned)).collect()
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

//! The folder in which tantivy keeps the index: everything sealed, opened in chunks, kept in a
//! bounded memory of opened chunks.
//!
//! Never writes a readable byte, never holds more opened chunks than its bound.

use std::fmt;
use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, OwnedBytes, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
};
use tantivy::{Directory, HasLen};

use crate::disk::Disk;
use crate::seal::{CHUNK, Key, SealReader, SealWriter};

/// Opened chunks kept in memory: 32 MiB.
const KEPT: NonZeroUsize = NonZeroUsize::MIN.saturating_add(2047);
/// A read of more chunks than this passes by the memory, so that it does not sweep it.
const LARGE: usize = 256;
/// What a file is called until it is complete.
const UNFINISHED: &str = ".neu";

/// File and number of a chunk.
type Place = (u64, u64);

/// A sealed folder.
#[derive(Clone)]
pub(crate) struct SealedDirectory {
    shared: Arc<Shared>,
}

struct Shared {
    disk: Arc<dyn Disk>,
    key: Key,
    opened: Mutex<LruCache<Place, OwnedBytes>>,
    /// Number of the next file to be opened.
    next: AtomicU64,
}

impl fmt::Debug for SealedDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedDirectory({:?})", self.shared.disk)
    }
}

impl SealedDirectory {
    pub(crate) fn new(disk: Arc<dyn Disk>, key: Key) -> Self {
        let opened = Mutex::new(LruCache::new(KEPT));
        Self { shared: Arc::new(Shared { disk, key, opened, next: AtomicU64::new(0) }) }
    }

    /// Removes what an earlier run left unfinished; nothing names these files.
    pub(crate) fn sweep(&self) -> io::Result<()> {
        let names = self.shared.disk.names()?;
        for name in names.iter().filter(|name| name.ends_with(UNFINISHED)) {
            self.shared.disk.remove(name)?;
        }
        Ok(())
    }

    fn reader(&self, name: &str) -> io::Result<SealReader> {
        SealReader::new(self.shared.disk.open(name)?, &self.shared.key, name)
    }
}

fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn open_error(error: io::Error, path: &Path) -> OpenReadError {
    match error.kind() {
        io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
        _ => OpenReadError::wrap_io_error(error, path.to_owned()),
    }
}

impl Directory for SealedDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let reader = self.reader(&name(path)).map_err(|error| open_error(error, path))?;
        let number = self.shared.next.fetch_add(1, Ordering::Relaxed);
        Ok(Arc::new(SealedFile { shared: Arc::clone(&self.shared), reader, number }))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.shared.disk.remove(&name(path)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => DeleteError::FileDoesNotExist(path.to_owned()),
            _ => DeleteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() },
        })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        match self.shared.disk.open(&name(path)) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(open_error(error, path)),
        }
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let name = name(path);
        let file = self.shared.disk.create(&name).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => OpenWriteError::FileAlreadyExists(path.to_owned()),
            _ => OpenWriteError::wrap_io_error(error, path.to_owned()),
        })?;
        let writer = SealWriter::new(file, &self.shared.key, &name)
            .map_err(|error| OpenWriteError::wrap_io_error(error, path.to_owned()))?;
        Ok(BufWriter::new(Box::new(Terminated(writer))))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let all = self.reader(&name(path)).and_then(|reader| reader.all());
        all.map_err(|error| open_error(error, path))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let disk = &self.shared.disk;
        let name = name(path);
        let unfinished = format!("{name}{UNFINISHED}");
        match disk.remove(&unfinished) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        // Sealed under the name it will have.
        let mut writer = SealWriter::new(disk.create(&unfinished)?, &self.shared.key, &name)?;
        writer.write_all(data)?;
        writer.finish()?;
        disk.rename(&unfinished, &name)?;
        disk.sync_names()
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.shared.disk.sync_names()
    }

    /// The index has one writer, and one program works in a data folder; what is to be locked out
    /// here cannot happen, and a file of a lock would outlive a crash.
    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    /// Whoever commits reloads the reader.
    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

struct Terminated(SealWriter);

impl Write for Terminated {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for Terminated {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.0.finish()
    }
}

struct SealedFile {
    shared: Arc<Shared>,
    reader: SealReader,
    number: u64,
}

impl fmt::Debug for SealedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedFile({} bytes)", self.reader.size())
    }
}

impl HasLen for SealedFile {
    fn len(&self) -> usize {
        self.reader.size()
    }
}

impl SealedFile {
    fn chunk(&self, chunk: usize) -> io::Result<OwnedBytes> {
        let place = (self.number, chunk as u64);
        let opened = || self.shared.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = opened().get(&place) {
            return Ok(bytes.clone());
        }
        let bytes = OwnedBytes::new(self.reader.chunk(place.1)?);
        opened().put(place, bytes.clone());
        Ok(bytes)
    }
}

impl FileHandle for SealedFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let Range { start, end } = range;
        if start > end || end > self.len() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if start == end {
            return Ok(OwnedBytes::empty());
        }
        let (first, last) = (start / CHUNK, (end - 1) / CHUNK);
        if first == last {
            return Ok(self.chunk(first)?.slice(start - first * CHUNK..end - first * CHUNK));
        }
        let mut bytes = Vec::with_capacity(end - start);
        for number in first..=last {
            let large = last - first > LARGE;
            let chunk = if large {
                OwnedBytes::new(self.reader.chunk(number as u64)?)
            } else {
                self.chunk(number)?
            };
            let from = start.saturating_sub(number * CHUNK);
            let to = (end - number * CHUNK).min(CHUNK);
            bytes.extend_from_slice(chunk.as_slice().get(from..to).unwrap_or_default());
        }
        Ok(OwnedBytes::new(bytes))
    }
}

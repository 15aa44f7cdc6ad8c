//! Takes a file in: copy, make durable, read back, look at, write all rows in one transaction.
//!
//! Never removes the source; [`crate::release`] does, and only after this has succeeded. Whatever
//! happens between two steps, the source is still there and the next attempt finds its way.

mod export;
mod parts;
mod rows;
mod title;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use domain::{Eingang, Herkunft, Quelle, Zeitpunkt};
use store::quelle::TakenSource;
use store::{BlobError, CrashPoint, DbError, Store, StoredBlob};
use uuid::Uuid;

use crate::watch::look::{open, seen};
use crate::watch::{Kind, Seen};
use crate::worker::{Worker, WorkerError};
pub use export::is_export;
use inspect::Inspected;
use parts::{Opened, Part, is_envelope};
pub(crate) use rows::wants_recognition;

const FORTGESETZT: &str = "Diese Datei wurde nach der ersten Übernahme weitergeschrieben. Die \
     frühere Fassung liegt als eigener Eingang vor. Bitte vergleichen.";

/// What stands in place of a file's identity where a room of ours made the document.
const GEMACHT: &str = "gemacht";

/// Takes no more than the office can keep and pass on.
struct Bounded<W> {
    inner: W,
    left: u64,
}

impl<W: io::Write> io::Write for Bounded<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.inner.write(bytes)?;
        self.left = self.left.checked_sub(taken as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Takes files in for one person at one workstation.
pub struct Custody<'a> {
    /// Where to.
    pub store: &'a Store,
    /// Who looks at strangers' bytes.
    pub worker: &'a Worker,
    /// Who takes it in.
    pub akteur: String,
    /// On which workstation.
    pub arbeitsplatz: String,
}

/// A file that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The item.
    pub eingang: Uuid,
    /// SHA-256 of the original, hex.
    pub sha256: String,
    /// The same bytes were here before; no second item was made.
    pub bereits_vorhanden: bool,
    /// A person has to look at it.
    pub pruefung_noetig: bool,
}

/// Why a file was not taken in. It lies where it lay.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// There is nothing at this path.
    #[error("file is not there")]
    Missing,
    /// It is not a regular file.
    #[error("not a regular file")]
    NotAFile(Kind),
    /// It has no content.
    #[error("file is empty")]
    Empty,
    /// Larger than what the office can keep and pass on.
    #[error("file is larger than {0} bytes")]
    TooLarge(u64),
    /// More files than one item may have.
    #[error("more than {0} files")]
    TooMany(usize),
    /// Its name cannot be written down, so it could not be found again for its release.
    #[error("file name is not valid text")]
    Name,
    /// It changed while it was read: try again when it has settled.
    #[error("file is still changing")]
    Changing,
    /// It cannot be read now: try again.
    #[error("file cannot be read")]
    Source(#[source] io::Error),
    /// The worker is not there or could not be started: try again.
    #[error(transparent)]
    Worker(WorkerError),
    /// The store: try again when its cause is gone.
    #[error(transparent)]
    Store(#[from] DbError),
}

impl From<BlobError> for TakeError {
    fn from(error: BlobError) -> Self {
        Self::Store(DbError::Blob(error))
    }
}

/// A durable, verified original that no row names yet.
#[derive(Debug)]
pub struct Original(Part);

impl Original {
    /// Returns its SHA-256, hex.
    pub fn sha256(&self) -> &str {
        &self.0.blob.sha256
    }

    /// Returns its size in bytes.
    pub const fn size(&self) -> u64 {
        self.0.blob.size
    }

    /// Returns its media type as recognised.
    pub fn mime(&self) -> &str {
        &self.0.inspected.befund.merkmale.mime
    }

    /// Writes its row and what was derived from it, in the transaction that names it.
    pub fn write(&self, tx: &store::Tx<'_>) -> Result<(), DbError> {
        rows::put_part(tx, &self.0, true)
    }
}

/// Returns the text by which a source is recognised: the same file with the same content.
///
/// The device is left out: a network share gets another one each time it is mounted.
pub(crate) fn kennung(seen: &Seen) -> String {
    format!("{}:{}:{}", seen.identity.1, seen.len, seen.mtime_ns)
}

/// Returns a path as it is stored and shown.
pub fn pfad(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

impl Custody<'_> {
    /// Takes in one file; `freigeben` notes that the source is ours to remove afterwards, and
    /// `settled` is how it looked when it was found complete.
    ///
    /// The same file a second time changes nothing and says so.
    pub fn take(
        &self,
        path: &Path,
        quelle: Quelle,
        freigeben: bool,
        settled: Option<&Seen>,
    ) -> Result<Taken, TakeError> {
        let (mut file, before) = self.open_source(path, freigeben, settled)?;
        let scope = self.scope(path)?;
        if let Some(known) = self.known(path, &scope, &before, freigeben)? {
            return Ok(known);
        }
        CrashPoint::SourceOpened.pass();
        let blob = self.copy(&scope, &mut file, &before)?;
        let herkunft = herkunft(path, quelle, &before);
        let mut opened = self.look_into(blob, &herkunft.dateiname)?;
        if self.continues(path, &before)? {
            opened.hinweise.push(FORTGESETZT.to_owned());
        }
        CrashPoint::Inspected.pass();
        let source = TakenSource {
            pfad: pfad(path),
            kennung: kennung(&before),
            sha256: opened.original.blob.sha256.clone(),
            eingang: Uuid::nil(),
            freigeben,
            freigegeben: false,
        };
        self.commit(opened, herkunft, source)
    }

    /// Takes in a document that a room of ours has put together. `path` is where it lies, by which
    /// its scope is known and by which it is known again; `bytes` gives its content.
    ///
    /// The same content from the same path a second time changes nothing and says so.
    pub fn take_made(
        &self,
        path: &Path,
        herkunft: Herkunft,
        bytes: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<Taken, TakeError> {
        let scope = self.scope(path)?;
        let mut writer =
            Bounded { inner: self.store.blob_writer(&scope)?, left: wire::BLOB_BYTES_MAX };
        bytes(&mut writer).map_err(|error| match error.kind() {
            io::ErrorKind::FileTooLarge => TakeError::TooLarge(wire::BLOB_BYTES_MAX),
            _ => write_error(error),
        })?;
        let blob = writer.inner.finish()?;
        if blob.size == 0 {
            return Err(TakeError::Empty);
        }
        let opened = self.look_into(blob, &herkunft.dateiname)?;
        CrashPoint::Inspected.pass();
        let source = TakenSource {
            pfad: pfad(path),
            kennung: GEMACHT.to_owned(),
            sha256: opened.original.blob.sha256.clone(),
            eingang: Uuid::nil(),
            freigeben: false,
            freigegeben: false,
        };
        self.commit(opened, herkunft, source)
    }

    /// Writes all rows of an item in one transaction.
    fn commit(
        &self,
        opened: Opened,
        herkunft: Herkunft,
        source: TakenSource,
    ) -> Result<Taken, TakeError> {
        let taken = self.store.write(|tx| {
            let taken = self.write(tx, opened, herkunft, &[source])?;
            CrashPoint::RowsWritten.pass();
            Ok::<_, TakeError>(taken)
        })?;
        CrashPoint::Committed.pass();
        Ok(taken)
    }

    /// Whether a file was taken in from here before and has been written on since.
    fn continues(&self, path: &Path, now: &Seen) -> Result<bool, TakeError> {
        let before = self.store.read(|db| db.source(&pfad(path)))?;
        let file = |kennung: &str| kennung.split(':').next().map(ToOwned::to_owned);
        Ok(before.is_some_and(|source| file(&source.kennung) == file(&kennung(now))))
    }

    /// Looks into an original, and into whatever it holds.
    fn look_into(&self, blob: StoredBlob, file_name: &str) -> Result<Opened, TakeError> {
        let inspected = self.inspect(&blob, file_name)?;
        let original = Part { blob, inspected };
        if is_envelope(&original.inspected.befund.mime) {
            self.open_envelope(original, file_name)
        } else {
            Ok(Opened::plain(original))
        }
    }

    /// Opens a source and makes sure that it is one.
    fn open_source(
        &self,
        path: &Path,
        freigeben: bool,
        settled: Option<&Seen>,
    ) -> Result<(File, Seen), TakeError> {
        let kind = seen(&std::fs::symlink_metadata(path).map_err(source_error)?).kind;
        if kind != Kind::File {
            return Err(TakeError::NotAFile(kind));
        }
        let file = open(path).map_err(source_error)?;
        let before = seen(&file.metadata().map_err(TakeError::Source)?);
        if before.kind != Kind::File {
            return Err(TakeError::NotAFile(before.kind));
        }
        if before.len == 0 {
            return Err(TakeError::Empty);
        }
        if before.len > wire::BLOB_BYTES_MAX {
            return Err(TakeError::TooLarge(wire::BLOB_BYTES_MAX));
        }
        if settled.is_some_and(|settled| !before.unchanged_since(settled)) {
            return Err(TakeError::Changing);
        }
        if freigeben && path.to_str().is_none() {
            return Err(TakeError::Name);
        }
        Ok((file, before))
    }

    /// Returns whose post a file is: the scope of the municipality that the watched folder belongs
    /// to, or of the one chosen at this workstation.
    fn scope(&self, path: &Path) -> Result<String, DbError> {
        self.store.read(|db| db.bereich_fuer(&pfad(path)))
    }

    /// Returns what this very file became when it was taken in before. If it lies there (again)
    /// and is ours to remove, it is noted for removal once more.
    fn known(
        &self,
        path: &Path,
        scope: &str,
        now: &Seen,
        freigeben: bool,
    ) -> Result<Option<Taken>, TakeError> {
        self.store.write(|tx| {
            let source = tx.source(&pfad(path))?;
            let Some(source) = source.filter(|source| source.kennung == kennung(now)) else {
                return Ok(None);
            };
            let (eingang, seen) = tx.load::<Eingang>(source.eingang)?;
            if seen.scope != scope {
                // What one municipality has taken in is nothing that another one has.
                return Ok(None);
            }
            if freigeben && (!source.freigeben || source.freigegeben) {
                let again = TakenSource { freigeben: true, freigegeben: false, ..source.clone() };
                tx.source_taken(&again)?;
            }
            Ok(Some(Taken {
                eingang: source.eingang,
                sha256: source.sha256,
                bereits_vorhanden: true,
                pruefung_noetig: eingang.pruefung_noetig,
            }))
        })
    }

    /// Copies into an encrypted original that is durable and verified when this returns.
    fn copy(&self, scope: &str, file: &mut File, before: &Seen) -> Result<StoredBlob, TakeError> {
        let mut writer = self.store.blob_writer(scope)?;
        let mut buffer = vec![0; 256 * 1024];
        loop {
            let taken = file.read(&mut buffer).map_err(TakeError::Source)?;
            let Some(bytes) = buffer.get(..taken).filter(|bytes| !bytes.is_empty()) else { break };
            io::Write::write_all(&mut writer, bytes).map_err(write_error)?;
        }
        let after = seen(&file.metadata().map_err(TakeError::Source)?);
        if !after.unchanged_since(before) {
            return Err(TakeError::Changing);
        }
        let blob = writer.finish()?;
        if blob.size != before.len {
            return Err(TakeError::Changing);
        }
        Ok(blob)
    }

    /// Makes a file an original of a scope that belongs to something else than an item of post. It
    /// is durable and verified when this returns, and stays where it lay.
    pub fn original(&self, path: &Path, scope: &str) -> Result<Original, TakeError> {
        let (mut file, before) = self.open_source(path, false, None)?;
        let blob = self.copy(scope, &mut file, &before)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let inspected = self.inspect(&blob, &name.unwrap_or_default())?;
        Ok(Original(Part { blob, inspected }))
    }

    /// Makes bytes that come from somewhere else than a file an original of a scope. It is durable,
    /// verified and looked at when this returns.
    pub fn original_from(
        &self,
        scope: &str,
        file_name: &str,
        bytes: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<Original, TakeError> {
        let mut writer = self.store.blob_writer(scope)?;
        bytes(&mut writer).map_err(write_error)?;
        let blob = writer.finish()?;
        let inspected = self.inspect(&blob, file_name)?;
        Ok(Original(Part { blob, inspected }))
    }

    fn inspect(&self, blob: &StoredBlob, file_name: &str) -> Result<Inspected, TakeError> {
        let mut reader = self.store.unnamed_blob_reader(blob)?;
        inspect(self.worker, &mut reader, file_name).map_err(TakeError::Worker)
    }
}

/// Has the worker look at an original. What the document is to blame for is an answer.
fn inspect(
    worker: &Worker,
    reader: &mut dyn Read,
    file_name: &str,
) -> Result<Inspected, WorkerError> {
    match worker.inspect(reader, file_name) {
        Ok(inspected) => Ok(inspected),
        Err(error) => match error.befund() {
            Some(befund) => Ok(Inspected { befund, thumbnail: None }),
            None => Err(error),
        },
    }
}

/// Derives text and first-page picture of originals that came from the centre; returns how many.
pub fn derive_missing(store: &Store, worker: &Worker, limit: u32) -> Result<u32, TakeError> {
    let mut done = 0;
    for blob in store.read(|db| db.blobs_to_inspect(limit))? {
        let inspected = match inspect_stored(store, worker, &blob.sha256) {
            Ok(inspected) => inspected,
            Err(TakeError::Store(DbError::Blob(BlobError::Damaged | BlobError::Missing))) => {
                store.write(|tx| tx.blob_damaged(&blob.sha256))?;
                continue;
            }
            Err(error) => return Err(error),
        };
        store.write(|tx| {
            let preview = inspected.thumbnail.as_deref();
            tx.put_derived(&blob.sha256, &inspected.befund.text, preview)?;
            wants_recognition(tx, &blob.sha256, &inspected.befund.merkmale)
        })?;
        done += 1;
    }
    Ok(done)
}

fn inspect_stored(store: &Store, worker: &Worker, sha256: &str) -> Result<Inspected, TakeError> {
    let failed = |error| match error {
        WorkerError::Source(cause) if cause.kind() == io::ErrorKind::InvalidData => {
            TakeError::from(BlobError::Damaged)
        }
        other => TakeError::Worker(other),
    };
    let mut inspected = inspect(worker, &mut store.blob_reader(sha256)?, "").map_err(failed)?;
    let mime = inspected.befund.mime.clone();
    if is_envelope(&mime) {
        let mut reader = store.blob_reader(sha256)?;
        inspected.befund.text = parts::text_of(worker, &mut reader, &mime).map_err(failed)?;
    }
    Ok(inspected)
}

fn herkunft(path: &Path, quelle: Quelle, seen: &Seen) -> Herkunft {
    let millis = i64::try_from(seen.mtime_ns / 1_000_000).ok();
    Herkunft {
        quelle,
        dateiname: path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
        ordner: path.parent().map(pfad).unwrap_or_default(),
        geaendert_um: millis.and_then(|millis| Zeitpunkt::from_millisecond(millis).ok()),
    }
}

fn source_error(error: io::Error) -> TakeError {
    if error.kind() == io::ErrorKind::NotFound {
        TakeError::Missing
    } else {
        TakeError::Source(error)
    }
}

fn write_error(error: io::Error) -> TakeError {
    TakeError::from(blob_error(error))
}

/// Returns what a failure to write an original is.
pub(crate) fn blob_error(error: io::Error) -> BlobError {
    if error.kind() == io::ErrorKind::StorageFull {
        BlobError::Full(error)
    } else {
        BlobError::Io { path: Path::new("originale").to_owned(), source: error }
    }
}

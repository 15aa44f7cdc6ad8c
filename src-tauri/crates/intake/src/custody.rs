//! Takes a file in: copy, make durable, read back, look at, write all rows in one transaction.
//!
//! Never removes the source; [`crate::release`] does, and only after this has succeeded. Whatever
//! happens between two steps, the source is still there and the next attempt finds its way.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use domain::{Edit, Eingang, EingangState, Herkunft, Quelle, RecType, Record, Zeitpunkt, Zugang};
use store::quelle::TakenSource;
use store::{Act, BlobError, CrashPoint, DbError, SCOPE_REGISTRATUR, Store, StoredBlob, Tx};
use uuid::Uuid;

use crate::inspect::{Befund, Inspected};
use crate::watch::look::{open, seen};
use crate::watch::{Kind, Seen};
use crate::worker::{Worker, WorkerError};

/// Longest title made from a file's own words, in characters.
const TITLE_MAX: usize = 200;

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
        let kind = seen(&std::fs::symlink_metadata(path).map_err(source_error)?).kind;
        if kind != Kind::File {
            return Err(TakeError::NotAFile(kind));
        }
        let mut file = open(path).map_err(source_error)?;
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
        if let Some(known) = self.known(path, &before, freigeben)? {
            return Ok(known);
        }
        CrashPoint::SourceOpened.pass();
        let blob = self.copy(&mut file, &before)?;
        let herkunft = herkunft(path, quelle, &before);
        let inspected = self.inspect(&blob, &herkunft.dateiname)?;
        CrashPoint::Inspected.pass();
        let source = TakenSource {
            pfad: pfad(path),
            kennung: kennung(&before),
            sha256: blob.sha256.clone(),
            eingang: Uuid::nil(),
            freigeben,
            freigegeben: false,
        };
        let taken = self.store.write(|tx| {
            let taken = self.write(tx, &blob, herkunft, inspected, source)?;
            CrashPoint::RowsWritten.pass();
            Ok::<_, TakeError>(taken)
        })?;
        CrashPoint::Committed.pass();
        Ok(taken)
    }

    /// Returns what this very file became when it was taken in before. If it lies there (again)
    /// and is ours to remove, it is noted for removal once more.
    fn known(&self, path: &Path, now: &Seen, freigeben: bool) -> Result<Option<Taken>, TakeError> {
        self.store.write(|tx| {
            let source = tx.source(&pfad(path))?;
            let Some(source) = source.filter(|source| source.kennung == kennung(now)) else {
                return Ok(None);
            };
            let (eingang, _) = tx.load::<Eingang>(source.eingang)?;
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
    fn copy(&self, file: &mut File, before: &Seen) -> Result<StoredBlob, TakeError> {
        let mut writer = self.store.blob_writer(SCOPE_REGISTRATUR)?;
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

    fn inspect(&self, blob: &StoredBlob, file_name: &str) -> Result<Inspected, TakeError> {
        let mut reader = self.store.unnamed_blob_reader(blob)?;
        inspect(self.worker, &mut reader, file_name).map_err(TakeError::Worker)
    }

    fn write(
        &self,
        tx: &Tx<'_>,
        blob: &StoredBlob,
        herkunft: Herkunft,
        inspected: Inspected,
        source: TakenSource,
    ) -> Result<Taken, TakeError> {
        tx.put_blob(blob, false)?;
        let befund = inspected.befund;
        tx.put_derived(&blob.sha256, &befund.text, inspected.thumbnail.as_deref())?;
        let known = tx.eingang_with_bytes(&blob.sha256)?;
        let (eingang, pruefung_noetig) = match known {
            Some(eingang) => {
                if !same_file_again(tx, &source)? {
                    self.append_zugang(tx, eingang, herkunft)?;
                }
                (eingang, tx.load::<Eingang>(eingang)?.0.pruefung_noetig)
            }
            None => (self.create(tx, blob, herkunft, &befund)?, befund.pruefung_noetig),
        };
        let pfad = source.pfad.clone();
        tx.source_taken(&TakenSource { eingang, ..source })?;
        tx.source_fine(&pfad)?;
        Ok(Taken {
            eingang,
            sha256: blob.sha256.clone(),
            bereits_vorhanden: known.is_some(),
            pruefung_noetig,
        })
    }

    fn create(
        &self,
        tx: &Tx<'_>,
        blob: &StoredBlob,
        herkunft: Herkunft,
        befund: &Befund,
    ) -> Result<Uuid, TakeError> {
        let now = tx.env().now();
        let eingang = Eingang {
            titel: title(befund, &herkunft.dateiname),
            eingegangen_um: now,
            herkunft,
            sha256: blob.sha256.clone(),
            groesse_bytes: blob.size,
            merkmale: befund.merkmale(),
            hinweise: befund.hinweise.clone(),
            pruefung_noetig: befund.pruefung_noetig,
            status: EingangState::Offen,
            dokument: None,
            dublette_von: None,
            zugaenge: Vec::new(),
            angelegt_von: self.akteur.clone(),
            angelegt_um: now,
        };
        let id = tx.env().id();
        let edit = Edit::create(eingang.to_fields());
        let requires = vec![blob.sha256.clone()];
        let act = self.act("eingang_uebernehmen");
        tx.edit(&act, RecType::Eingang, id, &blob.scope, edit, requires)?;
        Ok(id)
    }

    fn append_zugang(
        &self,
        tx: &Tx<'_>,
        eingang: Uuid,
        herkunft: Herkunft,
    ) -> Result<(), TakeError> {
        let zugang = Zugang { id: tx.env().id(), herkunft, eingegangen_um: tx.env().now() };
        let scope = tx.load::<Eingang>(eingang)?.1.scope;
        let value = serde_json::to_value(&zugang).map_err(DbError::from)?;
        let edit = Edit::append("zugaenge", value);
        let act = self.act("eingang_erneut_zugegangen");
        Ok(tx.edit(&act, RecType::Eingang, eingang, &scope, edit, Vec::new())?)
    }

    fn act(&self, aktion: &'static str) -> Act {
        Act {
            akteur: self.akteur.clone(),
            arbeitsplatz: self.arbeitsplatz.clone(),
            aktion,
            bemerkung: None,
            group: None,
            konflikt: None,
        }
    }
}

/// Tells whether these bytes came from this path before, with the same size and time: then it is
/// the same file under another number, as after a share was mounted anew, and no new arrival.
fn same_file_again(tx: &Tx<'_>, source: &TakenSource) -> Result<bool, DbError> {
    let without_number = |kennung: &str| kennung.split_once(':').map(|(_, rest)| rest.to_owned());
    Ok(tx.source(&source.pfad)?.is_some_and(|known| {
        known.sha256 == source.sha256
            && without_number(&known.kennung) == without_number(&source.kennung)
    }))
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
            tx.put_derived(&blob.sha256, &inspected.befund.text, preview)
        })?;
        done += 1;
    }
    Ok(done)
}

fn inspect_stored(store: &Store, worker: &Worker, sha256: &str) -> Result<Inspected, TakeError> {
    let mut reader = store.blob_reader(sha256)?;
    inspect(worker, &mut reader, "").map_err(|error| match error {
        WorkerError::Source(cause) if cause.kind() == io::ErrorKind::InvalidData => {
            TakeError::from(BlobError::Damaged)
        }
        other => TakeError::Worker(other),
    })
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

/// Makes a short name: the file's own title if it has a usable one, else its name.
fn title(befund: &Befund, file_name: &str) -> String {
    let own = befund.titel.as_deref().map(str::trim).unwrap_or_default();
    let stem = Path::new(file_name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let usable = own.chars().count() > 3
        && own.chars().count() <= TITLE_MAX
        && !own.starts_with("Microsoft ")
        && !own.contains(['/', '\\', '\n'])
        && !is_file_name(own);
    if usable { own.to_owned() } else { stem.unwrap_or_else(|| file_name.to_owned()) }
}

/// Many programs write the name of the file they made it from into the title.
fn is_file_name(title: &str) -> bool {
    !title.contains(' ')
        && title.rsplit_once('.').is_some_and(|(_, ending)| {
            (2..=4).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric())
        })
}

fn source_error(error: io::Error) -> TakeError {
    if error.kind() == io::ErrorKind::NotFound {
        TakeError::Missing
    } else {
        TakeError::Source(error)
    }
}

fn write_error(error: io::Error) -> TakeError {
    let error = if error.kind() == io::ErrorKind::StorageFull {
        BlobError::Full(error)
    } else {
        BlobError::Io { path: Path::new("originale").to_owned(), source: error }
    };
    TakeError::from(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(own: &str, expected: &str) {
        let befund = Befund { titel: Some(own.to_owned()), ..Befund::default() };
        assert_eq!(title(&befund, "Scan 0004.pdf"), expected, "{own}");
    }

    #[test]
    fn a_title_that_says_nothing_gives_way_to_the_file_name() {
        check("Antrag auf Sondernutzung", "Antrag auf Sondernutzung");
        check("Bescheid vom 3.11.", "Bescheid vom 3.11.");
        for useless in ["", "abc", "brief_neu.docx", "Microsoft Word - Dokument1", "C:\\x\\y"] {
            check(useless, "Scan 0004");
        }
    }
}

//! Removes sources whose content is safe: the last step of custody.
//!
//! Never removes anything but the very file that was taken in, and never before its original has
//! been read back once more. A file that lies there under the same name by now is left alone.

use std::io;
use std::path::{Path, PathBuf};

use store::quelle::TakenSource;
use store::verify::sha256_of;
use store::{BlobError, CrashPoint, DbError, Store};

use crate::custody::kennung;
use crate::watch::look::seen;

/// Start of the name under which a source waits for its removal; the watcher ignores it.
const CLAIM: &str = ".forsthaus-freigabe-";

/// Why a source is still there. Its content is safe; the next attempt comes by itself.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// It cannot be renamed or removed: folder read-only, file open elsewhere.
    #[error("source cannot be removed")]
    Source(#[source] io::Error),
    /// The stored original did not prove good: the source stays.
    #[error("stored original did not prove good")]
    Original(#[source] io::Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] DbError),
}

/// Takes a source out of sight without removing it, so that a program that still writes into it
/// can be noticed before it goes. Safe to call again at any time.
pub fn claim(store: &Store, source: &TakenSource) -> Result<(), ReleaseError> {
    claimed(store, source).map(drop)
}

/// Releases one source: removes it, or moves it to where its folder's rule says. Safe to call
/// again at any time.
pub fn release(store: &Store, source: &TakenSource) -> Result<(), ReleaseError> {
    let path = Path::new(&source.pfad);
    let Some(claim) = claimed(store, source)? else { return Ok(()) };
    if let Err(error) = prove(store, source) {
        give_back(&claim, path)?;
        return Err(error);
    }
    // The look, the renaming and the proof took time: is it still the file that was taken in?
    if !is_taken_file(&claim, source)? {
        give_back_stranger(&claim, path, source)?;
        return Ok(store.write(|tx| tx.source_released(&source.pfad))?);
    }
    match destination(store, path)? {
        Some(folder) => move_to(&claim, path, &folder, &source.sha256)?,
        None => remove(&claim)?,
    }
    CrashPoint::SourceRemoved.pass();
    store.write(|tx| tx.source_released(&source.pfad))?;
    CrashPoint::Released.pass();
    Ok(())
}

/// Gives the source its release name; `None` if there is nothing of ours to release.
fn claimed(store: &Store, source: &TakenSource) -> Result<Option<PathBuf>, ReleaseError> {
    let path = Path::new(&source.pfad);
    let claim = claim_path(path, source);
    give_back_stranger(&claim, path, source)?;
    if !is_taken_file(&claim, source)? {
        if !is_taken_file(path, source)? {
            // Gone, or another file by now: nothing here is ours to remove.
            store.write(|tx| tx.source_released(&source.pfad))?;
            return Ok(None);
        }
        rename_unless_there(path, &claim).map_err(ReleaseError::Source)?;
        CrashPoint::SourceClaimed.pass();
    }
    Ok(Some(claim))
}

/// Returns where the rule of the source's folder has sources moved to.
fn destination(store: &Store, path: &Path) -> Result<Option<PathBuf>, ReleaseError> {
    let folders = store.read(|db| db.folders())?;
    let own = folders.into_iter().find(|folder| path.parent() == Some(Path::new(&folder.pfad)));
    Ok(own.and_then(|folder| folder.regel.ziel().map(PathBuf::from)))
}

/// Moves a claimed source into a folder, under its own name or one beside it.
fn move_to(claim: &Path, path: &Path, folder: &Path, sha256: &str) -> Result<(), ReleaseError> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let target = folder.join(name);
    match rename_beside(claim, &target) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {}
        done => return done.map_err(ReleaseError::Source),
    }
    let mut copy = tempfile::NamedTempFile::with_prefix_in(".forsthaus-", folder)
        .map_err(ReleaseError::Source)?;
    let mut original = std::fs::File::open(claim).map_err(ReleaseError::Source)?;
    io::copy(&mut original, copy.as_file_mut()).map_err(ReleaseError::Source)?;
    copy.as_file().sync_all().map_err(ReleaseError::Source)?;
    let read_back = std::fs::File::open(copy.path()).and_then(sha256_of);
    if read_back.map_err(ReleaseError::Source)? != sha256 {
        return Err(ReleaseError::Source(io::Error::other("the moved copy differs")));
    }
    let (_, kept) = copy.keep().map_err(|error| ReleaseError::Source(error.error))?;
    rename_beside(&kept, &target).map_err(ReleaseError::Source)?;
    remove(claim)
}

/// Removes a claimed source; gone already is as good.
fn remove(claim: &Path) -> Result<(), ReleaseError> {
    match std::fs::remove_file(claim) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(ReleaseError::Source(error)),
        _ => Ok(()),
    }
}

/// One claim per source: two files with the same bytes must not share one.
fn claim_path(path: &Path, source: &TakenSource) -> PathBuf {
    let name = wire::sha256_hex(format!("{}\n{}", source.pfad, source.kennung).as_bytes());
    path.with_file_name(format!("{CLAIM}{}", name.get(..16).unwrap_or(&name)))
}

/// A file that lies under the claim without being the one that was taken in is somebody's letter:
/// it came between the look and the renaming, or was written on meanwhile.
fn give_back_stranger(claim: &Path, path: &Path, source: &TakenSource) -> Result<(), ReleaseError> {
    match std::fs::symlink_metadata(claim) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(ReleaseError::Source(error)),
        Ok(_) if is_taken_file(claim, source)? => Ok(()),
        Ok(_) => give_back(claim, path),
    }
}

fn is_taken_file(path: &Path, source: &TakenSource) -> Result<bool, ReleaseError> {
    match std::fs::symlink_metadata(path) {
        Ok(metadata) => Ok(kennung(&seen(&metadata)) == source.kennung),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(ReleaseError::Source(error)),
    }
}

/// Reads the stored original once more and compares its hash.
fn prove(store: &Store, source: &TakenSource) -> Result<(), ReleaseError> {
    let reader = store.blob_reader(&source.sha256)?;
    let sha256 = sha256_of(reader).map_err(ReleaseError::Original)?;
    if sha256 == source.sha256 {
        Ok(())
    } else {
        Err(ReleaseError::Original(io::Error::other(BlobError::Differs)))
    }
}

/// Puts a file back under its name, or under a name beside it if that is taken again.
fn give_back(claim: &Path, path: &Path) -> Result<(), ReleaseError> {
    rename_beside(claim, path).map_err(ReleaseError::Source)
}

/// Renames to a name, or to one beside it if that is taken.
fn rename_beside(from: &Path, to: &Path) -> io::Result<()> {
    let name = to.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let candidates = std::iter::once(to.to_owned())
        .chain((1..1000).map(|n| to.with_file_name(format!("({n}) {name}"))));
    for candidate in candidates {
        match rename_unless_there(from, &candidate) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            done => return done,
        }
    }
    Err(io::Error::other("no free name"))
}

/// Renames without replacing anything. Where the file system cannot promise that, a look before
/// the renaming has to do.
fn rename_unless_there(from: &Path, to: &Path) -> io::Result<()> {
    match rename_exclusive(from, to) {
        Err(error) if cannot(&error) => {
            if std::fs::symlink_metadata(to).is_ok() {
                return Err(io::Error::from(io::ErrorKind::AlreadyExists));
            }
            std::fs::rename(from, to)
        }
        done => done,
    }
}

fn cannot(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported)
}

#[cfg(target_os = "linux")]
fn rename_exclusive(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE)?)
}

#[cfg(not(target_os = "linux"))]
fn rename_exclusive(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

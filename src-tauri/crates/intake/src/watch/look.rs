//! A look at a file from outside, and at the last bytes of a PDF.
//!
//! Never follows a link and never waits for a pipe.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::Path;

use super::stability::{Kind, Seen, called_pdf};

/// A PDF ends with `%%EOF` within this distance.
const TAIL_BYTES: u64 = 2048;

/// Looks at a file. `last` is what was seen before: a PDF is opened only once it has not changed
/// between two looks, and not again when its end was found.
pub(super) fn look(path: &Path, last: Option<&Seen>) -> io::Result<Seen> {
    let seen = seen(&fs::symlink_metadata(path)?);
    if seen.kind != Kind::File || seen.len == 0 || !called_pdf(path) {
        return Ok(Seen { tail_complete: true, ..seen });
    }
    let tail_complete = match last {
        Some(last) if seen.unchanged_since(last) => {
            // Busy or locked for the moment counts as incomplete and is looked at again.
            last.tail_complete || tail_complete(path, &seen).unwrap_or(false)
        }
        _ => false,
    };
    Ok(Seen { tail_complete, ..seen })
}

fn tail_complete(path: &Path, expected: &Seen) -> io::Result<bool> {
    let file = open(path)?;
    // Between the look and the opening the name may have come to mean something else.
    if !seen(&file.metadata()?).unchanged_since(expected) {
        return Ok(false);
    }
    let mut tail = vec![0; usize::try_from(expected.len.min(TAIL_BYTES)).unwrap_or(0)];
    read_at_end(&file, &mut tail, expected.len)?;
    Ok(tail.windows(5).any(|window| window == b"%%EOF"))
}

#[cfg(unix)]
pub(crate) fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

#[cfg(unix)]
fn read_at_end(file: &File, tail: &mut [u8], len: u64) -> io::Result<()> {
    use std::os::unix::fs::FileExt;
    file.read_exact_at(tail, len.saturating_sub(tail.len() as u64))
}

#[cfg(not(unix))]
pub(crate) fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

#[cfg(not(unix))]
fn read_at_end(mut file: &File, tail: &mut [u8], len: u64) -> io::Result<()> {
    use std::io::{Read, Seek, SeekFrom};
    file.seek(SeekFrom::Start(len.saturating_sub(tail.len() as u64)))?;
    file.read_exact(tail)
}

#[cfg(unix)]
pub(crate) fn seen(metadata: &Metadata) -> Seen {
    use std::os::unix::fs::{FileTypeExt, MetadataExt};
    let file_type = metadata.file_type();
    let kind = if file_type.is_file() {
        Kind::File
    } else if file_type.is_dir() {
        Kind::Directory
    } else if file_type.is_symlink() {
        Kind::Symlink
    } else if file_type.is_fifo() {
        Kind::Fifo
    } else if file_type.is_socket() {
        Kind::Socket
    } else {
        Kind::Device
    };
    Seen {
        kind,
        len: metadata.len(),
        mtime_ns: i128::from(metadata.mtime()) * 1_000_000_000 + i128::from(metadata.mtime_nsec()),
        identity: (metadata.dev(), metadata.ino()),
        tail_complete: false,
    }
}

#[cfg(windows)]
pub(crate) fn seen(metadata: &Metadata) -> Seen {
    use std::os::windows::fs::MetadataExt;
    let file_type = metadata.file_type();
    let kind = if file_type.is_symlink() {
        Kind::Symlink
    } else if file_type.is_dir() {
        Kind::Directory
    } else if file_type.is_file() {
        Kind::File
    } else {
        Kind::Device
    };
    Seen {
        kind,
        len: metadata.len(),
        // Windows counts in steps of 100 ns from another year; it is only compared.
        mtime_ns: i128::from(metadata.last_write_time()) * 100,
        identity: (0, metadata.creation_time()),
        tail_complete: false,
    }
}

//! The entries of a ZIP archive, as its directory lists them.
//!
//! Never trusts a name as a path, and never a size.

use std::io::{Cursor, Read};

use zip::read::{Config, OwnedZipFileEntry, ZipFile, ZipFileEntry};
use zip::unstable::read::ZipIterable;
use zip::{CompressionMethod, ZipReadOptions};

use crate::{guarded, name};

/// Bytes of a local header without name.
const LOCAL_HEADER_BYTES: u64 = 30;
/// Below this size nothing is a bomb.
const BOMB_BYTES_MIN: u64 = 64 << 20;
/// What is packed more tightly is a bomb.
const BOMB_RATIO: u64 = 100;

/// One entry.
#[derive(Debug)]
pub(crate) struct Entry {
    entry: OwnedZipFileEntry,
    /// Path without steps upwards, cleaned.
    pub(crate) pfad: String,
    /// Shares bytes with another entry.
    pub(crate) overlaps: bool,
}

/// What lies in an archive.
#[derive(Debug)]
pub(crate) struct Listing {
    /// The entries, in order.
    pub(crate) entries: Vec<Entry>,
    /// Whether the directory could be read to its end.
    pub(crate) whole: bool,
    /// Whether there are more.
    pub(crate) cut: bool,
}

/// Why an entry is not unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// Needs a password.
    Kennwort,
    /// Only points somewhere.
    Verknuepfung,
    /// Packed in an unknown way.
    Verfahren,
}

/// What came out of an entry.
#[derive(Debug)]
pub(crate) enum Unpacked {
    /// Bytes, and whether those are all and the right ones.
    Bytes(Vec<u8>, bool),
    /// More than allowed.
    TooLarge,
    /// Packed far too tightly.
    Bomb,
    /// Nothing could be read.
    Broken,
}

/// Lists an archive; nothing where it has no directory.
pub(crate) fn list(bytes: &[u8], most: usize) -> Option<Listing> {
    guarded(|| {
        let mut archive = ZipIterable::try_new(Cursor::new(bytes), Config::default()).ok()?;
        let mut listing = Listing { entries: Vec::new(), whole: true, cut: false };
        for entry in archive.files().ok()? {
            let Ok(entry) = entry else {
                listing.whole = false;
                break;
            };
            if listing.entries.len() >= most {
                listing.cut = true;
                break;
            }
            let pfad = pfad(&entry);
            listing.entries.push(Entry { entry: entry.into(), pfad, overlaps: false });
        }
        mark_overlaps(&mut listing.entries);
        Some(listing)
    })?
}

/// Marks entries whose bytes begin before those of the entry in front of them end.
fn mark_overlaps(entries: &mut [Entry]) {
    let mut order: Vec<(u64, u64, usize)> = entries
        .iter()
        .enumerate()
        .map(|(at, Entry { entry, .. })| {
            let start = entry.header_start();
            let length = LOCAL_HEADER_BYTES.saturating_add(entry.compressed_size());
            (start, start.saturating_add(length), at)
        })
        .collect();
    order.sort_unstable();
    let mut reached = 0;
    for (start, end, at) in order {
        if start < reached
            && let Some(entry) = entries.get_mut(at)
        {
            entry.overlaps = true;
        }
        reached = reached.max(end);
    }
}

/// Returns the path of an entry: relative, without steps upwards, cleaned.
pub(crate) fn pfad(entry: &ZipFileEntry<'_>) -> String {
    let raw = entry.name_raw();
    // Some programs write UTF-8 and do not say so.
    let decoded = match std::str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        Err(_) => match entry.name() {
            Ok(text) if !text.contains('\u{fffd}') => text.into_owned(),
            _ => crate::decode::utf8_or_western(raw).into_owned(),
        },
    };
    let steps = decoded.split(['/', '\\']).map(str::trim);
    let steps: Vec<&str> =
        steps.filter(|s| !matches!(*s, "" | "." | "..") && !s.ends_with(':')).collect();
    name::path(&steps.join("/"))
}

/// Says why an entry is not unpacked, if so.
pub(crate) fn obstacle(entry: &ZipFileEntry<'_>) -> Option<Obstacle> {
    if entry.encrypted() {
        Some(Obstacle::Kennwort)
    } else if entry.is_symlink() {
        Some(Obstacle::Verknuepfung)
    } else if !matches!(
        entry.compression(),
        CompressionMethod::Stored | CompressionMethod::Deflated
    ) {
        Some(Obstacle::Verfahren)
    } else {
        None
    }
}

impl Entry {
    /// Whether it is a folder.
    pub(crate) fn is_dir(&self) -> bool {
        self.entry.is_dir() || self.entry.name_raw().ends_with(b"\\")
    }

    /// Says why it is not unpacked, if so.
    pub(crate) fn obstacle(&self) -> Option<Obstacle> {
        obstacle(&self.entry.as_ref())
    }

    /// Returns the size its header claims.
    pub(crate) fn claimed(&self) -> u64 {
        self.entry.size()
    }

    /// Unpacks at most `most` bytes.
    pub(crate) fn unpack(&self, bytes: &[u8], most: u64) -> Unpacked {
        guarded(|| {
            let mut reader = Cursor::new(bytes);
            match self.entry.as_ref().with_reader(&mut reader, ZipReadOptions::new()) {
                Ok(mut file) => take(&mut file, most),
                Err(_) => Unpacked::Broken,
            }
        })
        .unwrap_or(Unpacked::Broken)
    }
}

/// Reads an entry to its end, its limit or its first damage.
pub(crate) fn take<R: Read>(file: &mut ZipFile<'_, R>, most: u64) -> Unpacked {
    let packed = file.compressed_size();
    let tight = packed.saturating_mul(BOMB_RATIO).max(BOMB_BYTES_MIN);
    let expected = file.size().min(most).min(tight);
    let mut bytes = Vec::new();
    if bytes.try_reserve_exact(usize::try_from(expected).unwrap_or(0)).is_err() {
        return Unpacked::TooLarge;
    }
    let mut chunk = [0; 16 * 1024];
    loop {
        match file.read(&mut chunk) {
            Ok(0) => return Unpacked::Bytes(bytes, true),
            Ok(count) => bytes.extend_from_slice(chunk.get(..count).unwrap_or_default()),
            Err(_) if bytes.is_empty() => return Unpacked::Broken,
            Err(_) => return Unpacked::Bytes(bytes, false),
        }
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if size > tight {
            return Unpacked::Bomb;
        }
        if size > most {
            return Unpacked::TooLarge;
        }
    }
}

/// Whether so much out of so little is a bomb.
pub(crate) fn is_bomb(packed: usize, unpacked: u64) -> bool {
    let packed = u64::try_from(packed).unwrap_or(u64::MAX);
    unpacked > BOMB_BYTES_MIN && unpacked > packed.saturating_mul(BOMB_RATIO)
}

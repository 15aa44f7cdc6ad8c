//! Properties of an Outlook message file (MS-OXMSG): numbers, times, texts and bytes by their id.
//!
//! Never reads more of a stream than the file is long, and never follows a path it did not list.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use jiff::Timestamp;

use crate::{decode, guarded};

/// Most entries of one storage.
const ENTRIES_MAX: usize = 5000;
/// Most properties of one storage.
const PROPERTIES_MAX: usize = 5000;
/// Largest text.
const TEXT_BYTES_MAX: usize = 32 * 1024 * 1024;

const STREAM: &str = "__substg1.0_";
const TYPE_UNICODE: u16 = 0x001F;
const TYPE_ANSI: u16 = 0x001E;
/// Type of a property that holds bytes.
pub(crate) const TYPE_BINARY: u16 = 0x0102;
/// Type of a property that is a storage.
pub(crate) const TYPE_OBJECT: u16 = 0x000D;

/// An open compound file.
pub(crate) struct Compound<'a> {
    file: cfb::CompoundFile<Cursor<&'a [u8]>>,
    size: usize,
}

impl<'a> Compound<'a> {
    /// Opens a compound file.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Compound<'a>> {
        let file = guarded(|| cfb::CompoundFile::open(Cursor::new(bytes)).ok())??;
        Some(Compound { file, size: bytes.len() })
    }

    /// Returns the names directly within a storage.
    fn list(&self, path: &str) -> Vec<String> {
        guarded(|| {
            let entries = self.file.read_storage(path).ok()?;
            Some(entries.take(ENTRIES_MAX).map(|entry| entry.name().to_owned()).collect())
        })
        .flatten()
        .unwrap_or_default()
    }

    /// Reads a stream as far as it can be read; says whether that was all.
    pub(crate) fn stream(&mut self, path: &str, most: usize) -> Option<(Vec<u8>, bool)> {
        let most = most.min(self.size);
        let file = &mut self.file;
        guarded(|| {
            let mut stream = file.open_stream(path).ok()?;
            let declared = usize::try_from(stream.len()).unwrap_or(usize::MAX);
            let mut bytes = Vec::with_capacity(declared.min(most));
            let mut chunk = [0; 16 * 1024];
            let whole = loop {
                match stream.read(&mut chunk) {
                    Ok(0) => break bytes.len() == declared,
                    Err(_) => break false,
                    Ok(count) => {
                        let room = most.saturating_sub(bytes.len());
                        bytes.extend_from_slice(chunk.get(..count.min(room)).unwrap_or_default());
                        if count > room {
                            break false;
                        }
                    }
                }
            };
            Some((bytes, whole))
        })?
    }

    /// Returns the size of the file.
    pub(crate) fn size(&self) -> u64 {
        u64::try_from(self.size).unwrap_or(u64::MAX)
    }

    /// Says how large a stream declares to be.
    pub(crate) fn declared(&self, path: &str) -> u64 {
        guarded(|| self.file.entry(path).map(|entry| entry.len()).unwrap_or(0)).unwrap_or(0)
    }
}

/// The properties of one storage.
#[derive(Debug, Default)]
pub(crate) struct Properties {
    path: String,
    fixed: BTreeMap<u16, [u8; 8]>,
    streams: BTreeSet<(u16, u16)>,
    codepage: Option<u32>,
    /// Storages within, in order of their names.
    pub(crate) storages: BTreeSet<String>,
    /// Whether the table of properties was there.
    pub(crate) found: bool,
}

impl Properties {
    /// Reads the properties of a storage, whose table begins after `head` bytes.
    pub(crate) fn read(file: &mut Compound<'_>, path: &str, head: usize) -> Properties {
        let mut properties = Properties { path: path.to_owned(), ..Properties::default() };
        for name in file.list(path) {
            match name.strip_prefix(STREAM).and_then(tag) {
                Some(tag) => drop(properties.streams.insert(tag)),
                None if name.starts_with("__properties") => properties.found = true,
                None => drop(properties.storages.insert(name)),
            }
        }
        let table = format!("{path}/__properties_version1.0");
        let (bytes, _) = file.stream(&table, PROPERTIES_MAX * 16).unwrap_or_default();
        for entry in bytes.get(head..).unwrap_or_default().chunks_exact(16) {
            let id = entry.get(2..4).and_then(|id| id.try_into().ok()).map(u16::from_le_bytes);
            let value = entry.get(8..16).and_then(|value| value.try_into().ok());
            if let (Some(id), Some(value)) = (id, value) {
                properties.fixed.insert(id, value);
            }
        }
        properties.codepage = properties.number(0x3FFD).or_else(|| properties.number(0x3FDE));
        properties
    }

    /// Takes the character set of the message around it, where it has none.
    pub(crate) fn within(mut self, outer: &Properties) -> Properties {
        self.codepage = self.codepage.or(outer.codepage);
        self
    }

    /// Returns the path of the storage.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Returns a number.
    pub(crate) fn number(&self, id: u16) -> Option<u32> {
        let value = self.fixed.get(&id)?;
        Some(u32::from_le_bytes(value.get(..4)?.try_into().ok()?))
    }

    /// Returns an instant.
    pub(crate) fn instant(&self, id: u16) -> Option<Timestamp> {
        const SECONDS_FROM_1601: i64 = 11_644_473_600;
        let ticks = u64::from_le_bytes(*self.fixed.get(&id)?);
        let seconds = i64::try_from(ticks / 10_000_000).ok()?;
        Timestamp::from_second(seconds.checked_sub(SECONDS_FROM_1601)?).ok()
    }

    /// Whether there is a property of this id and type.
    pub(crate) fn has(&self, id: u16, kind: u16) -> bool {
        self.streams.contains(&(id, kind))
    }

    /// Returns the path of a property of this id and type.
    pub(crate) fn path_of(&self, id: u16, kind: u16) -> String {
        format!("{}/{STREAM}{id:04X}{kind:04X}", self.path)
    }

    /// Returns bytes as far as they can be read, and whether that was all.
    pub(crate) fn bytes(
        &self,
        file: &mut Compound<'_>,
        id: u16,
        most: usize,
    ) -> Option<(Vec<u8>, bool)> {
        self.has(id, TYPE_BINARY).then_some(())?;
        file.stream(&self.path_of(id, TYPE_BINARY), most)
    }

    /// Returns a text; absent where it is empty.
    pub(crate) fn text(&self, file: &mut Compound<'_>, id: u16) -> Option<String> {
        let text = if self.has(id, TYPE_UNICODE) {
            let (bytes, _) = file.stream(&self.path_of(id, TYPE_UNICODE), TEXT_BYTES_MAX)?;
            encoding_rs::UTF_16LE.decode_without_bom_handling(&bytes).0.into_owned()
        } else if self.has(id, TYPE_ANSI) {
            let (bytes, _) = file.stream(&self.path_of(id, TYPE_ANSI), TEXT_BYTES_MAX)?;
            decode::text(&bytes, self.charset().as_deref())
        } else {
            return None;
        };
        let text = text.trim_end_matches('\0');
        (!text.trim().is_empty()).then(|| text.to_owned())
    }

    /// Returns the name of the character set.
    pub(crate) fn charset(&self) -> Option<String> {
        match self.codepage? {
            65001 => Some("utf-8".to_owned()),
            page @ 1250..=1258 => Some(format!("windows-{page}")),
            page @ 28591..=28606 => Some(format!("iso-8859-{}", page - 28590)),
            932 => Some("shift_jis".to_owned()),
            936 => Some("gbk".to_owned()),
            20866 => Some("koi8-r".to_owned()),
            _ => None,
        }
    }
}

/// Reads the id and type at the end of a name.
fn tag(digits: &str) -> Option<(u16, u16)> {
    (digits.len() == 8 && digits.is_ascii()).then_some(())?;
    let (id, kind) = digits.split_at(4);
    Some((u16::from_str_radix(id, 16).ok()?, u16::from_str_radix(kind, 16).ok()?))
}

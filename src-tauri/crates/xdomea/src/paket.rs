//! Packages: a ZIP archive with one message and the files it names.
//!
//! Never unpacks more than it announces, never follows a name as a path, never takes a package
//! whose files and message do not fit each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{Read, Seek, Write};

use zip::read::ZipFileEntry;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::dokument::Dateiname;
use crate::error::PaketError;
use crate::fassung::Fassung;
use crate::id::ObjektId;
use crate::inventar::Inventar;
use crate::leser::XML_BYTES_MAX;
use crate::nachricht::{Gelesen, Nachricht};
use crate::typ::Nachrichtentyp;

/// Most entries of a package.
pub const ENTRIES_MAX: usize = 100_000;
/// Below this size nothing is a bomb.
const BOMB_BYTES_MIN: u64 = 64 << 20;
/// What is packed more tightly is a bomb.
const BOMB_RATIO: u64 = 200;
/// Bytes that are copied at once.
const CHUNK_BYTES: usize = 64 << 10;

/// Name of a package: which message of which process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paketname {
    /// The process.
    pub prozess: ObjektId,
    /// The message.
    pub typ: Nachrichtentyp,
}

impl Paketname {
    /// Returns the name of a message's package.
    #[must_use]
    pub fn von(nachricht: &Nachricht) -> Self {
        Self { prozess: nachricht.kopf.prozess, typ: nachricht.inhalt.typ() }
    }

    /// Reads `<process>_<message>.zip`; the message's words may be left out before its number, and
    /// the ending may be `xdomea`.
    pub fn parse(name: &str) -> Result<Self, PaketError> {
        let wrong = || PaketError::Name { name: name.chars().take(200).collect() };
        let stem = name.strip_suffix(".zip").or_else(|| name.strip_suffix(".xdomea"));
        let (process, message) = stem.and_then(|stem| stem.split_once('_')).ok_or_else(wrong)?;
        let prozess = ObjektId::parse(process).ok_or_else(wrong)?;
        let typ = Nachrichtentyp::aus_element(message)
            .or_else(|| Nachrichtentyp::aus_code(message))
            .ok_or_else(wrong)?;
        Ok(Self { prozess, typ })
    }

    /// Returns the name of the message in the package.
    #[must_use]
    pub fn xml(self) -> String {
        format!("{}_{}.xml", self.prozess, self.typ.element())
    }

    /// Whether an entry is the message.
    fn ist_nachricht(self, entry: &str) -> bool {
        let stem = entry.strip_suffix(".xml").and_then(|stem| stem.split_once('_'));
        stem.is_some_and(|(process, message)| {
            ObjektId::parse(process) == Some(self.prozess)
                && (message == self.typ.code() || message == self.typ.element())
        })
    }
}

impl fmt::Display for Paketname {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}.zip", self.prozess, self.typ.element())
    }
}

/// A package that was opened: its message was read, and every file it names is there.
pub struct Paket<R> {
    archiv: ZipArchive<R>,
    gelesen: Gelesen,
    dateien: BTreeMap<Dateiname, usize>,
}

impl<R> fmt::Debug for Paket<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paket").field("dateien", &self.dateien).finish_non_exhaustive()
    }
}

impl<R: Read + Seek> Paket<R> {
    /// Opens a package by its file name and bytes.
    pub fn open(name: &str, bytes: R) -> Result<Self, PaketError> {
        let name = Paketname::parse(name)?;
        let mut archiv = ZipArchive::new(bytes).map_err(PaketError::Broken)?;
        if archiv.len() > ENTRIES_MAX {
            return Err(PaketError::TooMany { max: ENTRIES_MAX });
        }
        if archiv.has_duplicate_names()
            || archiv.has_overlapping_entries().map_err(PaketError::Broken)?
        {
            return Err(PaketError::Bomb);
        }
        let mut entries = eintraege(&archiv)?;
        let messages: Vec<String> =
            entries.keys().filter(|entry| name.ist_nachricht(entry)).cloned().collect();
        let index = match messages.as_slice() {
            [message] => entries.remove(message),
            _ => None,
        };
        let Some(index) = index else {
            return Err(PaketError::Messages { count: messages.len() });
        };
        let gelesen = nachricht(&mut archiv, index)?;
        passt(name, &gelesen)?;
        let dateien = dateien(&gelesen.nachricht, entries)?;
        Ok(Self { archiv, gelesen, dateien })
    }

    /// Returns the message, its version and what was noticed.
    #[must_use]
    pub fn gelesen(&self) -> &Gelesen {
        &self.gelesen
    }

    /// Returns the files.
    pub fn dateien(&self) -> impl Iterator<Item = &Dateiname> {
        self.dateien.keys()
    }

    /// Copies a file out of the package and returns its size; its checksum was compared then.
    pub fn kopieren(&mut self, name: &Dateiname, ziel: &mut dyn Write) -> Result<u64, PaketError> {
        let missing = || PaketError::Missing { name: name.to_string() };
        let index = *self.dateien.get(name).ok_or_else(missing)?;
        let mut datei = self.archiv.by_index(index).map_err(PaketError::Broken)?;
        let announced = datei.size();
        kopieren(&mut datei, ziel, announced)
    }
}

/// Reads the message of a package that was written here, where it comes first; what follows is not
/// looked at.
pub fn nachricht_voran(bytes: &mut dyn Read) -> Result<Gelesen, PaketError> {
    let mut bytes = bytes;
    let entry = zip::read::read_zipfile_from_stream(&mut bytes).map_err(PaketError::Broken)?;
    let Some(mut entry) = entry else { return Err(PaketError::Messages { count: 0 }) };
    let announced = entry.size();
    let most = u64::try_from(XML_BYTES_MAX).unwrap_or(u64::MAX);
    if announced > most {
        return Err(crate::error::ReadError::TooLarge { max: XML_BYTES_MAX }.into());
    }
    let mut xml = Vec::new();
    kopieren(&mut entry, &mut xml, announced)?;
    drop(entry);
    Ok(Nachricht::read(&xml)?)
}

/// Lists the entries by name, and refuses what no package has.
fn eintraege<R: Read + Seek>(
    archiv: &ZipArchive<R>,
) -> Result<BTreeMap<String, usize>, PaketError> {
    let mut entries = BTreeMap::new();
    for index in 0..archiv.len() {
        let entry = archiv.by_index_data(index).map_err(PaketError::Broken)?;
        let Ok(name) = std::str::from_utf8(entry.name_raw()) else {
            let name = String::from_utf8_lossy(entry.name_raw()).chars().take(200).collect();
            return Err(PaketError::EntryName { name });
        };
        let name = name.to_owned();
        if name.contains(['/', '\\']) || entry.is_dir() {
            return Err(PaketError::Folder { name });
        }
        if !lesbar(&entry) {
            return Err(PaketError::Entry { name });
        }
        let tight = entry.compressed_size().saturating_mul(BOMB_RATIO).max(BOMB_BYTES_MIN);
        if entry.size() > tight || entries.insert(name, index).is_some() {
            return Err(PaketError::Bomb);
        }
    }
    Ok(entries)
}

fn lesbar(entry: &ZipFileEntry<'_>) -> bool {
    let known = [CompressionMethod::Stored, CompressionMethod::Deflated];
    !entry.encrypted() && !entry.is_symlink() && known.contains(&entry.compression())
}

fn nachricht<R: Read + Seek>(
    archiv: &mut ZipArchive<R>,
    index: usize,
) -> Result<Gelesen, PaketError> {
    let mut datei = archiv.by_index(index).map_err(PaketError::Broken)?;
    let most = u64::try_from(XML_BYTES_MAX).unwrap_or(u64::MAX);
    let announced = datei.size();
    if announced > most {
        return Err(crate::error::ReadError::TooLarge { max: XML_BYTES_MAX }.into());
    }
    let mut xml = Vec::new();
    kopieren(&mut datei, &mut xml, announced)?;
    Ok(Nachricht::read(&xml)?)
}

/// Compares name, root and head.
fn passt(name: Paketname, gelesen: &Gelesen) -> Result<(), PaketError> {
    use crate::hinweis::Befund;
    let kopf = gelesen.nachricht.kopf.prozess;
    if kopf != name.prozess {
        return Err(PaketError::Process { kopf });
    }
    let differs = |befund: &Befund| matches!(befund, Befund::Nachrichtentyp { .. });
    if gelesen.nachricht.inhalt.typ() != name.typ
        || gelesen.hinweise.iter().any(|hinweis| differs(&hinweis.befund))
    {
        return Err(PaketError::Type);
    }
    Ok(())
}

/// Compares the files the message names with those that are there.
fn dateien(
    nachricht: &Nachricht,
    mut entries: BTreeMap<String, usize>,
) -> Result<BTreeMap<Dateiname, usize>, PaketError> {
    // An offer may name files, but carries none.
    let offer = nachricht.inhalt.typ() == Nachrichtentyp::Anbieteverzeichnis;
    let mut files = BTreeMap::new();
    for name in Inventar::von(nachricht).dateien {
        match entries.remove(name.as_str()) {
            Some(index) => drop(files.insert(name.clone(), index)),
            None if files.contains_key(name) => {
                return Err(PaketError::Twice { name: name.to_string() });
            }
            None if offer => {}
            None => return Err(PaketError::Missing { name: name.to_string() }),
        }
    }
    match entries.into_keys().next() {
        Some(name) => Err(PaketError::Unassigned { name }),
        None => Ok(files),
    }
}

/// Copies to the end, but no more than was announced.
fn kopieren(
    quelle: &mut dyn Read,
    ziel: &mut dyn Write,
    announced: u64,
) -> Result<u64, PaketError> {
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut copied = 0;
    loop {
        let count = quelle.read(&mut chunk)?;
        if count == 0 {
            return if copied == announced { Ok(copied) } else { Err(PaketError::Bomb) };
        }
        copied += u64::try_from(count).unwrap_or(u64::MAX);
        if copied > announced {
            return Err(PaketError::Bomb);
        }
        ziel.write_all(chunk.get(..count).unwrap_or_default())?;
    }
}

/// Writes a package: the message first, then every file it names.
///
/// Whoever writes into a transfer folder writes under another name and renames; whoever releases
/// something because it was packed opens the package again before.
pub struct PaketSchreiber<W: Write + Seek> {
    zip: ZipWriter<W>,
    offen: BTreeSet<Dateiname>,
}

impl<W: Write + Seek> fmt::Debug for PaketSchreiber<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PaketSchreiber").field("offen", &self.offen).finish_non_exhaustive()
    }
}

impl<W: Write + Seek> PaketSchreiber<W> {
    /// Begins a package with its message.
    pub fn neu(ziel: W, nachricht: &Nachricht, fassung: Fassung) -> Result<Self, PaketError> {
        let geschrieben = nachricht.write(fassung)?;
        let mut zip = ZipWriter::new(ziel).set_auto_large_file();
        zip.start_file(Paketname::von(nachricht).xml(), optionen()).map_err(schreibfehler)?;
        zip.write_all(&geschrieben.xml)?;
        let offen = Inventar::von(nachricht).dateien.into_iter().cloned().collect();
        Ok(Self { zip, offen })
    }

    /// Returns the files that are still to come.
    pub fn offen(&self) -> impl Iterator<Item = &Dateiname> {
        self.offen.iter()
    }

    /// Adds a file that the message names, once; returns its size.
    pub fn datei(&mut self, name: &Dateiname, quelle: &mut dyn Read) -> Result<u64, PaketError> {
        if !self.offen.remove(name) {
            return Err(PaketError::Unassigned { name: name.to_string() });
        }
        self.zip.start_file(name.as_str(), optionen()).map_err(schreibfehler)?;
        Ok(std::io::copy(quelle, &mut self.zip)?)
    }

    /// Ends the package; refuses while a file is missing.
    pub fn fertig(self) -> Result<W, PaketError> {
        if let Some(name) = self.offen.first() {
            return Err(PaketError::Missing { name: name.to_string() });
        }
        self.zip.finish().map_err(schreibfehler)
    }
}

fn optionen() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

fn schreibfehler(error: ZipError) -> PaketError {
    match error {
        ZipError::Io(error) => PaketError::Io(error),
        other => PaketError::Broken(other),
    }
}

//! What the typesetter can see: our sources, our fonts, and the files of one piece of work.
//!
//! Never the disk, never the network, never a package, never today's date.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::schrift::{BOOK, FONTS};

static LIBRARY: LazyLock<LazyHash<Library>> =
    LazyLock::new(|| LazyHash::new(<Library as LibraryExt>::default()));

/// Our sources by name.
const SOURCES: [(&str, &str); 4] = [
    ("gemeinsam.typ", include_str!("typ/gemeinsam.typ")),
    ("brief.typ", include_str!("typ/brief.typ")),
    ("vermerk.typ", include_str!("typ/vermerk.typ")),
    ("band.typ", include_str!("typ/band.typ")),
];

/// The world of one piece of work.
pub(crate) struct Welt {
    main: FileId,
    files: BTreeMap<String, Bytes>,
}

impl Welt {
    /// Returns a world in which `main` is set and `files` can be read by their names.
    pub(crate) fn new(main: &str, files: BTreeMap<String, Bytes>) -> Option<Self> {
        // The typesetter keeps every name for ever: names are few and the same each time.
        let path = VirtualPath::new(format!("/{main}")).ok()?;
        Some(Self { main: RootedPath::new(VirtualRoot::Project, path).intern(), files })
    }
}

/// The name of one of our own files; packages have none here.
fn name(id: FileId) -> FileResult<&'static str> {
    let path = id.get();
    match path.root() {
        VirtualRoot::Project => Ok(path.vpath().get_without_slash()),
        VirtualRoot::Package(_) => Err(FileError::AccessDenied),
    }
}

impl World for Welt {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let name = name(id)?;
        let (_, text) = SOURCES
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| FileError::NotFound(PathBuf::from(name)))?;
        Ok(Source::new(id, (*text).to_owned()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = name(id)?;
        self.files.get(name).cloned().ok_or_else(|| FileError::NotFound(PathBuf::from(name)))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

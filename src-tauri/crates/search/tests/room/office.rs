//! An index in a folder of its own, filled.
//!
//! Never keeps anything: the folder goes with it.

use search::{Eintrag, Index, Oeffnung, Suche};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) const KEY: [u8; 32] = [7; 32];

pub(crate) struct Office {
    pub(crate) dir: TempDir,
    pub(crate) index: Index,
}

pub(crate) fn open(dir: &TempDir, store: u64) -> Oeffnung {
    Index::open(&dir.path().join("index"), &KEY, store).unwrap()
}

pub(crate) fn office<'a>(entries: impl IntoIterator<Item = &'a Eintrag>) -> Office {
    let dir = tempfile::tempdir().unwrap();
    let index = open(&dir, u64::MAX).index();
    let mut batch = index.batch().unwrap();
    for entry in entries {
        batch.put(entry).unwrap();
    }
    batch.commit(1).unwrap();
    Office { dir, index }
}

pub(crate) fn hits(index: &Index, text: &str) -> Vec<Uuid> {
    let suche = Suche { text: text.to_owned(), anzahl: 100, ..Suche::default() };
    index.search(&suche).unwrap().zeilen.iter().map(|zeile| zeile.id).collect()
}

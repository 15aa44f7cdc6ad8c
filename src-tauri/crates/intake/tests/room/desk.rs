//! A data folder with a worker, for tests that take files in.

use std::path::PathBuf;

use intake::custody::Custody;
use intake::worker::Worker;
use store::{Env, KeySource, Store};

pub(crate) struct Room {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) store: Store,
    pub(crate) worker: Worker,
}

impl Room {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("daten");
        let store = Store::open(&data, &KeySource::passphrase("test"), Env::system()).unwrap();
        Self { folder, store, worker: Worker::find().unwrap() }
    }

    pub(crate) fn custody(&self) -> Custody<'_> {
        let (akteur, arbeitsplatz) = ("Anna".to_owned(), "K01".to_owned());
        Custody { store: &self.store, worker: &self.worker, akteur, arbeitsplatz }
    }

    /// Writes a file beside the data folder.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

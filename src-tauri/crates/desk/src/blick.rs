//! The store as whoever works here sees it: the chosen municipality and the master data.
//!
//! Never shows more, whatever an act asks for. What runs beside the clerk (reconciliation, taking
//! in, reading pictures) uses the store itself.

use std::ops::Deref;

use store::{BlobReader, Db, DbError, Sicht, Store, Tx};

/// A store with the view of the chosen municipality.
pub(crate) struct Blick(Store);

impl Blick {
    pub(crate) const fn new(store: Store) -> Self {
        Self(store)
    }

    /// Returns the whole store.
    pub(crate) const fn ganz(&self) -> &Store {
        &self.0
    }

    /// Runs reads within the chosen municipality.
    pub(crate) fn read<T, E: From<DbError>>(
        &self,
        f: impl FnOnce(&Db<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.0.read_seeing(Sicht::Mandant, f)
    }

    /// Runs one transaction within the chosen municipality.
    pub(crate) fn write<T, E: From<DbError>>(
        &self,
        f: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.0.write_seeing(Sicht::Mandant, f)
    }

    /// Opens an original of the chosen municipality.
    pub(crate) fn blob_reader(&self, sha256: &str) -> Result<BlobReader, DbError> {
        self.read(|db| db.blob_reader(sha256))
    }
}

impl Deref for Blick {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.0
    }
}

//! What the centre keeps: log, records, verdicts, audit, rights — over SQLite (one office, practice
//! mode, tests) or PostgreSQL (a state).
//!
//! Never decides. Every transaction belongs to one tenant, and no query of it can reach another.

mod admin;
mod backend;
mod postgres;
mod sqlite;
mod sqlite_tx;
mod tx;
mod tx_audit;
mod tx_decide;
mod tx_rights;
mod tx_scope;
mod tx_vernichten;
mod verify;
mod verify_rows;

use std::path::Path;
use std::sync::Arc;

use domain::{Fields, RecType, Zeitpunkt, record};
use uuid::Uuid;
use wire::{Hash, Mutation};

use crate::error::CenterError;
use backend::Backend;
use postgres::Postgres;
use sqlite::Sqlite;

pub use admin::{Device, DeviceRow, Enrolment, Moved, Tenant};
pub use tx::Tx;
pub use tx_rights::{Salvaged, UploadRow, Usage};
pub use tx_scope::SnapshotRow;
pub use tx_vernichten::{Abfall, Abfallart};

/// A record as the centre keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredRecord {
    /// Its kind.
    pub rec_type: RecType,
    /// Its scope.
    pub scope: String,
    /// Version, from 1.
    pub ver: u64,
    /// Its fields as JSON text: the bytes that are hashed and sent.
    pub body: String,
    /// SHA-256 of the body, hex.
    pub body_sha256: String,
    /// Its fields.
    pub fields: Fields,
}

impl StoredRecord {
    /// Returns the hash of the original that an Eingang stands for.
    pub(crate) fn bytes_sha256(&self) -> Option<&str> {
        let sha256 =
            (self.rec_type == RecType::Eingang).then(|| record::text(&self.fields, "sha256"));
        sha256.filter(|sha256| !sha256.is_empty())
    }

    /// Returns the record it lives in, or is about: post is about the document it became, a
    /// difference about its record. All of them go with that record.
    pub(crate) fn parent(&self) -> Option<Uuid> {
        let field = match self.rec_type {
            RecType::Eingang => "dokument",
            RecType::Konflikt => "rec_id",
            kind => kind.parent()?.0,
        };
        Uuid::parse_str(record::text(&self.fields, field)).ok()
    }
}

/// Newest row of a scope's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeHead {
    /// Its number; 0 for an empty log.
    pub seq: u64,
    /// Chain value after it.
    pub chain: Hash,
}

/// A change that has no place in the log yet.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Kind of the record.
    pub rec_type: RecType,
    /// The record.
    pub rec_id: Uuid,
    /// All of its fields after the change.
    pub fields: Fields,
    /// The mutation that causes it.
    pub mid: Uuid,
    /// Who.
    pub akteur: String,
    /// On which workstation.
    pub arbeitsplatz: String,
    /// The act.
    pub aktion: String,
    /// By the workstation's clock.
    pub claimed_at: Zeitpunkt,
    /// By the centre's clock.
    pub at: Zeitpunkt,
}

/// A mutation that waits.
#[derive(Debug, Clone)]
pub struct ParkedMutation {
    /// The mutation.
    pub mutation: Mutation,
    /// Workstation it came from.
    pub arbeitsplatz: String,
    /// What it waits for.
    pub waits_for: Vec<String>,
}

/// What happens to a transaction that is about to be committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitFate {
    /// It is committed.
    Good,
    /// It is taken back, as if the machine had stopped just before.
    LostBefore,
    /// It is committed, but whoever asked never hears of it.
    LostAfter,
}

type Fates = dyn Fn() -> CommitFate + Send + Sync;

enum Store {
    Sqlite(Sqlite),
    Postgres(Box<Postgres>),
}

/// The centre's database.
pub struct Ledger {
    store: Store,
    fates: Option<Arc<Fates>>,
}

impl Ledger {
    /// Opens the SQLite database of an embedded centre, making it if it is not there.
    pub fn open(path: &Path) -> Result<Self, CenterError> {
        Ok(Self { store: Store::Sqlite(Sqlite::open(path)?), fates: None })
    }

    /// Connects to a state's PostgreSQL database (`postgres://user:password@host/name`), whose
    /// tables [`Self::migrate`] has made. The user must be one whom row level security binds.
    ///
    /// Calls wait on the calling thread; in an async program they belong on a blocking thread.
    pub fn postgres(url: &str) -> Result<Self, CenterError> {
        Ok(Self { store: Store::Postgres(Box::new(Postgres::open(url)?)), fates: None })
    }

    /// Makes or updates the tables as their owner, and lets the user in `service` use them. Both
    /// are addresses of the same database; several may do this at once.
    pub fn migrate(owner: &str, service: &str) -> Result<(), CenterError> {
        Postgres::migrate(owner, service)
    }

    /// Lets somebody decide the fate of every transaction that writes: the simulation's power cuts.
    #[must_use]
    pub fn with_fates(self, fates: impl Fn() -> CommitFate + Send + Sync + 'static) -> Self {
        Self { fates: Some(Arc::new(fates)), ..self }
    }

    /// Lets the SQLite database grow to so many pages at most, or without limit again: the
    /// simulation's full disk.
    pub fn limit_pages(&self, pages: Option<u32>) -> Result<(), CenterError> {
        match &self.store {
            Store::Sqlite(sqlite) => sqlite.limit_pages(pages),
            Store::Postgres(_) => Err(CenterError::Invalid("only a file can be limited")),
        }
    }

    /// Leaves nothing of what was destroyed in the log of an SQLite database. While somebody reads
    /// an older state some of it stays; the next call makes up for it. PostgreSQL does this in its
    /// own time (`VACUUM`), as its administrator has set it.
    pub fn scrub(&self) -> Result<(), CenterError> {
        match &self.store {
            Store::Sqlite(sqlite) => sqlite.scrub(),
            Store::Postgres(_) => Ok(()),
        }
    }

    /// Runs one transaction of a tenant, alone among those that write for it; an error takes all
    /// of it back.
    pub fn write<T>(
        &self,
        tenant: &str,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, CenterError>,
    ) -> Result<T, CenterError> {
        let fates = self.fates.as_deref();
        match &self.store {
            Store::Sqlite(sqlite) => {
                sqlite.write(tenant, |backend| finish(backend, tenant, fates, f))
            }
            Store::Postgres(postgres) => {
                postgres.write(tenant, |backend| finish(backend, tenant, fates, f))
            }
        }
    }

    /// Reads one consistent state of a tenant, waiting for nobody.
    pub fn read<T>(
        &self,
        tenant: &str,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, CenterError>,
    ) -> Result<T, CenterError> {
        let look = |backend: &mut dyn Backend| {
            let mut tx = Tx::new(backend, tenant);
            let result = f(&mut tx)?;
            if !tx.take_written().is_empty() {
                return Err(CenterError::Internal("a reading transaction has written"));
            }
            Ok(result)
        };
        match &self.store {
            Store::Sqlite(sqlite) => sqlite.read(tenant, look),
            Store::Postgres(postgres) => postgres.read(tenant, look),
        }
    }
}

/// Runs the acts of a transaction and commits it, as far as fate allows.
fn finish<T>(
    backend: &mut dyn Backend,
    tenant: &str,
    fates: Option<&Fates>,
    f: impl FnOnce(&mut Tx<'_>) -> Result<T, CenterError>,
) -> Result<T, CenterError> {
    let mut tx = Tx::new(&mut *backend, tenant);
    let result = f(&mut tx)?;
    tx.carry_out()?;
    let written = tx.take_written();
    let fate = fates.map_or(CommitFate::Good, |fates| fates());
    if fate == CommitFate::LostBefore {
        return Err(CenterError::Lost);
    }
    backend.commit(&written)?;
    if fate == CommitFate::LostAfter { Err(CenterError::Lost) } else { Ok(result) }
}

//! What the decisions need from a database, and nothing more.
//!
//! Never decides. One implementation today (SQLite); every call names the tenant through the
//! transaction it belongs to, so that no query can reach into another authority.

mod sqlite;
mod sqlite_decide;
mod sqlite_tx;

use domain::{Fields, Protokolleintrag, RecType, Zeitpunkt};
use uuid::Uuid;
use wire::{Change, Hash, Mutation, StateDigest, VerdictKind};

use crate::error::CenterError;

pub use sqlite::{Device, Ledger};
pub use sqlite_tx::{SqliteTx, UploadRow};

/// A record as the centre keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredRecord {
    /// Its kind.
    pub rec_type: RecType,
    /// Its scope.
    pub scope: String,
    /// Version, from 1.
    pub ver: u64,
    /// SHA-256 of the body, hex.
    pub body_sha256: String,
    /// Its fields.
    pub fields: Fields,
}

/// Newest row of a scope's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeHead {
    /// Its number; 0 for an empty log.
    pub seq: u64,
    /// Chain value after it.
    pub chain: Hash,
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

/// One transaction of one tenant.
pub trait LedgerTx {
    /// Returns the head of a scope's log, locking it until the end of the transaction.
    fn head(&mut self, scope: &str) -> Result<Option<ScopeHead>, CenterError>;
    /// Returns the digest of a scope.
    fn digest(&mut self, scope: &str) -> Result<StateDigest, CenterError>;
    /// Returns a record.
    fn record(&mut self, rec_id: Uuid) -> Result<Option<StoredRecord>, CenterError>;
    /// Appends a row to the log and stores the record it carries, with head and digest.
    fn append(
        &mut self,
        scope: &str,
        change: &Change,
        old: Option<&StoredRecord>,
    ) -> Result<(), CenterError>;
    /// Appends an audit entry; `base` is what the author had seen.
    fn audit(&mut self, entry: &Protokolleintrag, base: Option<&str>) -> Result<(), CenterError>;
    /// Returns the number of the last mutation taken from a client.
    fn last_n(&mut self, client: Uuid) -> Result<u64, CenterError>;
    /// Returns how far a client's mutations are in every restorable backup.
    fn safe_n(&mut self, client: Uuid) -> Result<u64, CenterError>;
    /// Returns the mutation that a client sent under a number.
    fn mid_of(&mut self, client: Uuid, n: u64) -> Result<Option<Uuid>, CenterError>;
    /// Notes the number under which a client sent a mutation.
    fn number(&mut self, client: Uuid, n: u64, mid: Uuid) -> Result<(), CenterError>;
    /// Returns the stored verdict of a mutation.
    fn verdict(&mut self, mid: Uuid) -> Result<Option<VerdictKind>, CenterError>;
    /// Stores a mutation with its verdict; a final one never changes afterwards.
    fn store_verdict(
        &mut self,
        mutation: &Mutation,
        arbeitsplatz: &str,
        now: Zeitpunkt,
        verdict: &VerdictKind,
    ) -> Result<(), CenterError>;
    /// Returns waiting mutations in order of receipt.
    fn parked(&mut self) -> Result<Vec<ParkedMutation>, CenterError>;
    /// Returns what the creation of a record waits for, if it waits.
    fn parked_creation(&mut self, rec_id: Uuid) -> Result<Option<Vec<String>>, CenterError>;
    /// Tells whether an original is complete in a scope.
    fn has_blob(&mut self, scope: &str, sha256: &str) -> Result<bool, CenterError>;
    /// Returns the first item of post with these bytes in a scope.
    fn eingang_with_bytes(
        &mut self,
        scope: &str,
        sha256: &str,
    ) -> Result<Option<Uuid>, CenterError>;
    /// Takes the next number of a series, from 1.
    fn take_number(&mut self, kreis: &str) -> Result<u64, CenterError>;
    /// Starts a part of the transaction that can be taken back alone.
    fn savepoint(&mut self) -> Result<(), CenterError>;
    /// Takes back everything since the savepoint.
    fn rollback_to_savepoint(&mut self) -> Result<(), CenterError>;
    /// Keeps everything since the savepoint.
    fn release_savepoint(&mut self) -> Result<(), CenterError>;
}

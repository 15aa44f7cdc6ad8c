//! What a transaction needs from a database: one set-wise question, one set-wise answer to keep,
//! and plain SQL for what is rare.
//!
//! Never decides, and never reaches another tenant than the one it was begun for.

use domain::Zeitpunkt;
use domain::protokoll::SALZ;
use uuid::Uuid;
use wire::{Change, Hash, StateDigest, VerdictKind};

use super::StoredRecord;
use crate::error::CenterError;

/// One transaction of one tenant in a database.
pub(crate) trait Backend {
    /// Answers everything that is wanted in as few steps as the database allows.
    fn load(&mut self, wanted: &Wanted) -> Result<Loaded, CenterError>;
    /// Keeps what was written; the transaction goes on.
    fn store(&mut self, written: &Written) -> Result<(), CenterError>;
    /// Keeps what was written and commits.
    fn commit(&mut self, written: &Written) -> Result<(), CenterError>;
    /// Runs a query. Placeholders are `$1`, `$2`, … in the order of their first use.
    fn rows(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<Vec<Row>, CenterError>;
    /// Runs a statement and returns the number of rows it touched.
    fn run(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<u64, CenterError>;
}

/// Scope and SHA-256 of an original.
pub(crate) type BlobKey = (String, String);

/// What a transaction is going to ask for. The tenant's own row and the heads of its scopes come
/// with the first answer unasked.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) client: Option<Uuid>,
    /// Only its numbers are wanted.
    pub(crate) client_known: bool,
    pub(crate) device: Option<String>,
    pub(crate) mids: Vec<Uuid>,
    /// Numbers of `client`.
    pub(crate) numbers: Vec<u64>,
    pub(crate) records: Vec<Uuid>,
    /// Records whose creation may be parked.
    pub(crate) creations: Vec<Uuid>,
    pub(crate) blobs: Vec<BlobKey>,
    /// Originals that an Eingang may already have.
    pub(crate) eingaenge: Vec<BlobKey>,
    pub(crate) series: Vec<String>,
}

/// What the database holds of [`Wanted`]; what is missing here is not there.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    /// The first answer of a transaction only.
    pub(crate) base: Option<Base>,
    pub(crate) client: Option<ClientRow>,
    pub(crate) access: Vec<Access>,
    pub(crate) verdicts: Vec<(Uuid, VerdictKind)>,
    pub(crate) numbers: Vec<(u64, Uuid)>,
    pub(crate) records: Vec<(Uuid, StoredRecord)>,
    pub(crate) creations: Vec<(Uuid, VerdictKind)>,
    pub(crate) blobs: Vec<(BlobKey, u64)>,
    pub(crate) eingaenge: Vec<(BlobKey, Uuid)>,
    pub(crate) series: Vec<(String, u64)>,
}

/// The tenant's own row, and its scopes in the order in which to fetch them.
#[derive(Debug)]
pub(crate) struct Base {
    pub(crate) ledger: Uuid,
    pub(crate) audit_no: u64,
    pub(crate) audit_hash: Hash,
    pub(crate) blob_bytes: u64,
    pub(crate) max_records: u64,
    pub(crate) max_bytes: u64,
    pub(crate) heads: Vec<HeadRow>,
}

/// Newest row of a scope's log, and what its records add up to.
#[derive(Debug, Clone)]
pub(crate) struct HeadRow {
    pub(crate) scope: String,
    pub(crate) seq: u64,
    pub(crate) chain: Hash,
    pub(crate) digest: StateDigest,
    pub(crate) records: u64,
    pub(crate) floor: u64,
    pub(crate) floor_chain: Hash,
}

/// A scope that a workstation may see, or may no longer.
#[derive(Debug, Clone)]
pub(crate) struct Access {
    pub(crate) scope: String,
    pub(crate) revoked: bool,
    pub(crate) purged: bool,
}

/// An identity under which mutations are numbered.
#[derive(Debug, Clone, Default)]
pub(crate) struct ClientRow {
    pub(crate) last_n: u64,
    /// Lowest number among the backups that could be restored; `None` if there is no backup.
    pub(crate) oldest_backup: Option<u64>,
    /// The workstation it is bound to, if that one is still enrolled.
    pub(crate) device: Option<String>,
}

/// What a transaction has written since it was last kept.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// The tenant's row: audit number, audit hash, bytes of originals.
    pub(crate) tenant: Option<(u64, Hash, u64)>,
    pub(crate) heads: Vec<HeadRow>,
    pub(crate) changes: Vec<(String, Change)>,
    pub(crate) records: Vec<(Uuid, std::sync::Arc<StoredRecord>)>,
    pub(crate) audit: Vec<AuditRow>,
    pub(crate) mutations: Vec<MutationRow>,
    pub(crate) numbers: Vec<(Uuid, u64, Uuid)>,
    /// Identity, bound workstation, last number.
    pub(crate) clients: Vec<(Uuid, Option<String>, u64)>,
    pub(crate) series: Vec<(String, u64)>,
}

impl Written {
    pub(crate) fn is_empty(&self) -> bool {
        self.tenant.is_none()
            && self.changes.is_empty()
            && self.mutations.is_empty()
            && self.numbers.is_empty()
            && self.clients.is_empty()
            && self.series.is_empty()
    }

    /// Notes a mutation with its verdict. One that was decided before in this transaction has one
    /// row, with what is true at its end: a statement over several rows takes each of them once.
    pub(crate) fn put_mutation(&mut self, row: MutationRow) {
        let mut earlier = self.mutations.iter_mut().rev().filter(|_| row.known);
        match earlier.find(|earlier| earlier.mid == row.mid) {
            Some(earlier) => *earlier = MutationRow { known: earlier.known, ..row },
            None => self.mutations.push(row),
        }
    }
}

/// An entry of the audit log.
#[derive(Debug)]
pub(crate) struct AuditRow {
    pub(crate) no: u64,
    pub(crate) rec_id: Option<Uuid>,
    pub(crate) entry: String,
    pub(crate) zitat: Option<AuditZitat>,
    pub(crate) hash: Hash,
}

/// What an entry quotes, with its salt and its hash.
#[derive(Debug)]
pub(crate) struct AuditZitat {
    pub(crate) text: String,
    pub(crate) salz: [u8; SALZ],
    pub(crate) sha256: Hash,
}

/// A mutation with its verdict.
#[derive(Debug)]
pub(crate) struct MutationRow {
    pub(crate) mid: Uuid,
    /// The record it brings into being.
    pub(crate) creates: Option<Uuid>,
    /// The record it is about, if its request is kept.
    pub(crate) rec_id: Option<Uuid>,
    pub(crate) arbeitsplatz: String,
    pub(crate) received_at: Zeitpunkt,
    pub(crate) request: Option<String>,
    pub(crate) verdict: String,
    /// Empty unless it is parked.
    pub(crate) waits_for: Vec<String>,
    /// It was parked before: what it waited for goes.
    pub(crate) known: bool,
}

/// A value for a placeholder.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Arg<'a> {
    Bool(bool),
    Int(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
    Id(Uuid),
}

impl Arg<'_> {
    /// Returns a count or size as the databases keep it.
    pub(crate) fn count(value: u64) -> Self {
        Self::Int(signed(value))
    }
}

/// A value of a column.
#[derive(Debug)]
pub(crate) enum Cell {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
    Id(Uuid),
}

/// One row of an answer, read from left to right.
#[derive(Debug)]
pub(crate) struct Row(std::vec::IntoIter<Cell>);

impl Row {
    pub(crate) fn new(cells: Vec<Cell>) -> Self {
        Self(cells.into_iter())
    }

    pub(crate) fn opt_text(&mut self) -> Result<Option<String>, CenterError> {
        match self.0.next() {
            Some(Cell::Null) => Ok(None),
            Some(Cell::Text(text)) => Ok(Some(text)),
            Some(Cell::Id(id)) => Ok(Some(id.to_string())),
            _ => Err(CenterError::Internal("column is not a text")),
        }
    }

    pub(crate) fn text(&mut self) -> Result<String, CenterError> {
        self.opt_text()?.ok_or(CenterError::Internal("text is missing"))
    }

    pub(crate) fn opt_int(&mut self) -> Result<Option<i64>, CenterError> {
        match self.0.next() {
            Some(Cell::Null) => Ok(None),
            Some(Cell::Int(value)) => Ok(Some(value)),
            _ => Err(CenterError::Internal("column is not a number")),
        }
    }

    pub(crate) fn count(&mut self) -> Result<u64, CenterError> {
        self.opt_int()?.map(unsigned).ok_or(CenterError::Internal("number is missing"))
    }

    pub(crate) fn bool(&mut self) -> Result<bool, CenterError> {
        Ok(self.count()? != 0)
    }

    pub(crate) fn id(&mut self) -> Result<Uuid, CenterError> {
        match self.0.next() {
            Some(Cell::Id(id)) => Ok(id),
            Some(Cell::Text(text)) => parse(&text),
            _ => Err(CenterError::Internal("column is not an id")),
        }
    }

    pub(crate) fn opt_bytes(&mut self) -> Result<Option<Vec<u8>>, CenterError> {
        match self.0.next() {
            Some(Cell::Null) => Ok(None),
            Some(Cell::Bytes(bytes)) => Ok(Some(bytes)),
            _ => Err(CenterError::Internal("column does not hold bytes")),
        }
    }

    pub(crate) fn hash(&mut self) -> Result<Hash, CenterError> {
        let bytes = self.opt_bytes()?;
        hash(&bytes.ok_or(CenterError::Internal("hash is missing"))?)
    }

    pub(crate) fn opt_zeitpunkt(&mut self) -> Result<Option<Zeitpunkt>, CenterError> {
        let text = self.opt_text()?.map(|text| text.parse()).transpose();
        text.map_err(|_| CenterError::Internal("malformed instant"))
    }

    pub(crate) fn zeitpunkt(&mut self) -> Result<Zeitpunkt, CenterError> {
        self.opt_zeitpunkt()?.ok_or(CenterError::Internal("instant is missing"))
    }
}

pub(crate) fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

pub(crate) fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

pub(crate) fn hash(bytes: &[u8]) -> Result<Hash, CenterError> {
    Hash::try_from(bytes).map_err(|_| CenterError::Internal("hash of wrong length"))
}

/// Returns the bytes of a hash that came as hex.
pub(crate) fn unhex(text: &str) -> Result<Hash, CenterError> {
    let mut hash = Hash::default();
    hex::decode_to_slice(text, &mut hash)
        .map_err(|_| CenterError::Internal("hash is not 64 hex digits"))?;
    Ok(hash)
}

pub(crate) fn parse(id: &str) -> Result<Uuid, CenterError> {
    Uuid::parse_str(id).map_err(|_| CenterError::Internal("malformed id"))
}

//! The messages of the protocol. Additive within a major version: unknown fields are ignored by
//! readers, absent ones have defaults.
//!
//! Never reused for storage or screens.

use domain::edit::Edit;
use domain::merge::Rejection;
use domain::{RecType, Zeitpunkt};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One change as its author made it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mutation {
    /// Identifies the change for ever; a repeated one gets the stored verdict.
    pub mid: Uuid,
    /// Running number at the workstation, without gaps, from 1.
    pub n: u64,
    /// Who did it.
    pub akteur: String,
    /// Name of the act, such as `vorgang_anlegen`.
    pub aktion: String,
    /// When, by the workstation's clock: evidence, never a decision.
    pub claimed_at: Zeitpunkt,
    /// Version of the field set.
    pub schema: u32,
    /// Scope of the record.
    pub scope: String,
    /// Kind of the record.
    pub rec_type: RecType,
    /// The record.
    pub rec_id: Uuid,
    /// The version the author saw; 0 for a new record.
    #[serde(default)]
    pub base_ver: u64,
    /// What changes.
    pub edit: Edit,
    /// Originals (SHA-256, hex) that must be at the centre first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<String>,
    /// Changes with the same group take effect together or not at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Uuid>,
    /// The conflict that a `resolve` closes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub konflikt: Option<Uuid>,
    /// The reason given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bemerkung: Option<String>,
}

/// What the centre decided about a mutation; stored for ever and never changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The mutation.
    pub mid: Uuid,
    /// Its number at the workstation that asks.
    pub n: u64,
    /// The decision.
    #[serde(flatten)]
    pub kind: VerdictKind,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "lowercase")]
pub enum VerdictKind {
    /// Took effect as row `seq`.
    Applied {
        /// Row in the scope's log.
        seq: u64,
    },
    /// Took effect; other fields had moved meanwhile.
    Merged {
        /// Row in the scope's log.
        seq: u64,
    },
    /// The undisputed part took effect; the rest waits for a clerk.
    Conflict {
        /// Last row that belongs to it.
        seq: u64,
        /// The disputed fields.
        fields: Vec<String>,
    },
    /// Nothing took effect.
    Rejected {
        /// Why.
        code: Rejection,
        /// The broken rule, by the name of `domain::Verstoss`, if it was one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        regel: Option<String>,
    },
    /// Kept by the centre until an original has arrived; not a decision yet.
    Parked {
        /// What it waits for.
        waits_for: Vec<String>,
    },
}

impl VerdictKind {
    /// Tells whether this is the last word.
    pub const fn is_final(&self) -> bool {
        !matches!(self, Self::Parked { .. })
    }

    /// Returns the log row after which the change is part of what the centre says.
    pub const fn seq(&self) -> Option<u64> {
        match self {
            Self::Applied { seq } | Self::Merged { seq } | Self::Conflict { seq, .. } => Some(*seq),
            Self::Rejected { .. } | Self::Parked { .. } => None,
        }
    }
}

/// One row of a scope's log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Number in the scope, from 1, without gaps, in commit order.
    pub seq: u64,
    /// Kind of the record.
    pub rec_type: RecType,
    /// The record.
    pub rec_id: Uuid,
    /// Version of the record, from 1.
    pub ver: u64,
    /// The whole record as JSON text, exactly as the centre stored it; absent once destroyed.
    pub body: Option<String>,
    /// SHA-256 of the body, hex. Left out on the line while the body is there: the reader hashes it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body_sha256: String,
    /// The mutation that caused it.
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
    /// Chain value after this row, hex. Left out on the line: the reader computes it, and the part
    /// of the answer says what must come out at its end.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub chain: String,
}

/// Where a workstation stands in a scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The scope.
    pub scope: String,
    /// Last row applied; 0 for none.
    pub seq: u64,
    /// Chain value after it, hex.
    pub chain: String,
}

/// Where the centre stands in a scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The scope.
    pub scope: String,
    /// Newest row.
    pub seq: u64,
    /// Chain value after it, hex.
    pub chain: String,
    /// Digest of all records, hex.
    pub digest: String,
    /// Records in the scope.
    #[serde(default)]
    pub records: u64,
    /// Rows up to this one are no longer in the log; a cursor before it needs a snapshot.
    #[serde(default)]
    pub floor: u64,
}

/// First message of a round.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Hello {
    /// The workstation's identity at the centre.
    pub client: Uuid,
    /// Program version, for people.
    pub app: String,
    /// Newest field-set version the program understands.
    pub schema: u32,
    /// Where it stands in each scope it knows.
    pub cursors: Vec<Cursor>,
    /// Parked mutations whose decision it wants to know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parked: Vec<Uuid>,
}

/// Answer to [`Hello`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HelloAnswer {
    /// The centre's clock.
    pub time: Zeitpunkt,
    /// Name of the authority.
    pub mandant: String,
    /// Practice mode.
    #[serde(default)]
    pub uebung: bool,
    /// Identity of this authority's ledger: another one in a centre that was set up anew, the same
    /// one in a centre that was restored from its backup.
    #[serde(default, skip_serializing_if = "Uuid::is_nil")]
    pub ledger: Uuid,
    /// Heads of every scope the workstation may see.
    pub heads: Vec<Head>,
    /// Scopes in which its cursor is not part of the centre's history.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forked: Vec<String>,
    /// Number of the next mutation the centre wants from it.
    pub expect: u64,
    /// Mutations up to this one are in every backup that could still be restored.
    pub safe_n: u64,
    /// Decisions about the parked mutations asked for, and what waits here and was not asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verdicts: Vec<Verdict>,
    /// Scopes that were withdrawn and whose removal here the centre has not been told of yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revoked: Vec<String>,
    /// A program with an older field set than this may read and send what it has, and must be
    /// updated before new work; 0 for none.
    #[serde(default)]
    pub min_schema: u32,
    /// The newest seal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<Seal>,
    /// The centre is busy: seconds after which the next round is welcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_poll: Option<u32>,
}

/// Sends mutations in their order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Push {
    /// The workstation's identity at the centre.
    pub client: Uuid,
    /// Consecutive mutations.
    pub mutations: Vec<Mutation>,
}

/// Answer to [`Push`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PushAnswer {
    /// One per mutation taken.
    pub verdicts: Vec<Verdict>,
    /// Number of the next mutation the centre wants.
    pub expect: u64,
    /// Mutations up to this one are in every restorable backup.
    pub safe_n: u64,
    /// The numbers were used before with other mutations: this workstation was rolled back or
    /// cloned and has to take a new identity.
    #[serde(default)]
    pub fork: bool,
}

/// Asks for what is new.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pull {
    /// The workstation's identity at the centre.
    pub client: Uuid,
    /// Where it stands; one answer part for each.
    pub cursors: Vec<Cursor>,
}

/// Answer to [`Pull`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PullAnswer {
    /// One part per scope asked for.
    pub scopes: Vec<PullScope>,
}

/// News of one scope.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PullScope {
    /// Consecutive rows after the cursor.
    pub changes: Vec<Change>,
    /// Chain value after the last of these rows, hex; empty if there are none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub chain: String,
    /// Where the centre stands.
    pub head: Head,
    /// The cursor is not part of the centre's history; no rows are given.
    #[serde(default)]
    pub fork: bool,
    /// The cursor is older than the log; no rows are given, a snapshot is the way on.
    #[serde(default)]
    pub gone: bool,
}

/// First line of a snapshot: what the lines after it add up to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotHead {
    /// Where the log stood.
    pub head: Head,
}

/// A record as a snapshot or a repair carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotRecord {
    /// Its kind.
    pub rec_type: RecType,
    /// The record.
    pub rec_id: Uuid,
    /// Its version.
    pub ver: u64,
    /// The whole record as JSON text, exactly as the centre stored it.
    pub body: String,
}

/// Sums of a scope, to find out where two sides differ.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DigestSums {
    /// Where the log stood.
    pub head: Head,
    /// One sum per bucket, hex.
    pub sums: Vec<String>,
}

/// What one bucket of a scope holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BucketList {
    /// Where the log stood.
    pub head: Head,
    /// Its records.
    pub records: Vec<BucketEntry>,
}

/// One record of a bucket, by what the digest counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BucketEntry {
    /// The record.
    pub rec_id: Uuid,
    /// Its version.
    pub ver: u64,
    /// SHA-256 of its body, hex.
    pub body_sha256: String,
}

/// Asks for records by their ids.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RecordsWanted {
    /// At most [`crate::RECORDS_MAX`].
    pub ids: Vec<Uuid>,
}

/// Answer to [`RecordsWanted`]; a record the scope does not have is left out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RecordsAnswer {
    /// Where the log stood.
    pub head: Head,
    /// The records.
    pub records: Vec<SnapshotRecord>,
}

/// Hands over what a workstation knew and the centre has lost, for a person to look at.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Salvage {
    /// The workstation's identity at the centre.
    pub client: Uuid,
    /// The scope.
    pub scope: String,
    /// Records in versions the centre does not have.
    pub records: Vec<SnapshotRecord>,
}

/// Answer to [`Salvage`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SalvageAnswer {
    /// Records the centre keeps now, also those it kept before.
    pub kept: u64,
}

/// Tells that everything of a withdrawn scope is gone here.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Purged {
    /// The workstation's identity at the centre.
    pub client: Uuid,
}

/// The centre's signed statement of where it stood at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// When, by the centre's clock.
    pub at: Zeitpunkt,
    /// Identity of the authority's ledger.
    pub ledger: Uuid,
    /// Heads of all its scopes, in the order of their names.
    pub heads: Vec<Head>,
    /// Number of the newest audit entry.
    pub audit_no: u64,
    /// Chain value of the audit log after it, hex.
    pub audit_hash: String,
    /// Public key of the centre (Ed25519, RFC 8032), hex.
    pub key: String,
    /// Signature over [`crate::seal::message`], hex.
    pub signature: String,
}

/// News for a workstation that listens: a scope has moved. Data of a `head` event (SSE).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poke {
    /// The scope.
    pub scope: String,
    /// Newest row.
    pub seq: u64,
}

/// Enrols a workstation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Enrol {
    /// One-time code.
    pub code: String,
    /// Identity the workstation made for itself.
    pub client: Uuid,
    /// Short name of the workstation.
    pub arbeitsplatz: String,
    /// Whether it is in practice mode: a centre of the other kind refuses without using up the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uebung: Option<bool>,
}

/// Answer to [`Enrol`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Enrolled {
    /// Bearer token for every further request.
    pub token: String,
    /// Name of the authority.
    pub mandant: String,
    /// Practice mode.
    #[serde(default)]
    pub uebung: bool,
    /// Scopes the workstation may see, in the order to fetch them.
    pub scopes: Vec<String>,
}

/// Offers an original.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BlobOffer {
    /// Scope it belongs to.
    pub scope: String,
    /// SHA-256, hex.
    pub sha256: String,
    /// Size in bytes.
    pub size: u64,
    /// An original of the same scope that is at the centre and whose first `prefix_len` bytes are
    /// this one's, too: only the rest has to be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix_of: Option<String>,
    /// Bytes of that beginning.
    #[serde(default)]
    pub prefix_len: u64,
}

/// Asks which originals the centre lacks.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BlobsWanted {
    /// Scope they belong to.
    pub scope: String,
    /// SHA-256 values, hex; at most [`crate::RECORDS_MAX`].
    pub sha256: Vec<String>,
}

/// Answer to [`BlobsWanted`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BlobsMissing {
    /// Those the centre lacks.
    pub missing: Vec<String>,
}

/// How many bytes an original has in common with an earlier one at their beginning.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PrefixAnswer {
    /// Number of bytes.
    pub prefix_len: u64,
}

/// How far an upload is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UploadState {
    /// Bytes the centre has.
    pub offset: u64,
    /// The original is complete, verified and durable.
    pub complete: bool,
}

/// Error answer (RFC 9457 problem details).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Problem {
    /// Stable name of the problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// For people who look after the centre.
    pub title: String,
    /// Status code.
    pub status: u16,
}

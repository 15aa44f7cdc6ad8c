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
    /// SHA-256 of the body, hex.
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
    /// Chain value after this row, hex.
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
    /// Heads of every scope the workstation may see.
    pub heads: Vec<Head>,
    /// Scopes in which its cursor is not part of the centre's history.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forked: Vec<String>,
    /// Number of the next mutation the centre wants from it.
    pub expect: u64,
    /// Mutations up to this one are in every backup that could still be restored.
    pub safe_n: u64,
    /// Decisions about the parked mutations asked for, as far as there are any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verdicts: Vec<Verdict>,
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
    /// Where the centre stands.
    pub head: Head,
    /// The cursor is not part of the centre's history; no rows are given.
    #[serde(default)]
    pub fork: bool,
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

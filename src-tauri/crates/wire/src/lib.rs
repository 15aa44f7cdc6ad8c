//! The reconciliation protocol between workstation and centre: messages, chain, digest.
//!
//! Never does I/O and never decides a merge: `domain::merge` does that on both sides.
//! `PROTOCOL.md` beside this crate says the same in prose.

pub mod audit;
pub mod chain;
pub mod digest;
pub mod http;
pub mod message;
pub mod seal;

pub use audit::{AuditAnswer, AuditEntry};
pub use chain::{GENESIS, Hash, chain_next, sha256_hex};
pub use digest::{BUCKETS, BucketSums, StateDigest, Sum256};
pub use http::{Method, Request, Response};
pub use message::{
    BlobOffer, BlobsMissing, BlobsWanted, BucketEntry, BucketList, Change, Cursor, DigestSums,
    Enrol, Enrolled, Head, Hello, HelloAnswer, Mutation, Poke, PrefixAnswer, Problem, Pull,
    PullAnswer, PullScope, Purged, Push, PushAnswer, RecordsAnswer, RecordsWanted, Salvage,
    SalvageAnswer, Seal, SnapshotHead, SnapshotRecord, UploadState, Verdict, VerdictKind,
};

/// Version of the protocol; the first path segment of every address.
pub const VERSION: &str = "v1";
/// Mutations in one push at most.
pub const PUSH_MAX: usize = 200;
/// Bytes of one push at most (before a single mutation that is larger itself).
pub const PUSH_BYTES_MAX: usize = 256 * 1024;
/// Bytes of one mutation at most.
pub const MUTATION_BYTES_MAX: usize = 1024 * 1024;
/// Bytes of changes in one pull answer, roughly.
pub const PULL_BYTES: usize = 1024 * 1024;
/// Bytes of one piece of an upload.
pub const PIECE_BYTES: u64 = 4 * 1024 * 1024;
/// Bytes of one original at most.
pub const BLOB_BYTES_MAX: u64 = 2 * 1024 * 1024 * 1024;
/// Audit entries in one answer at most.
pub const AUDIT_MAX: usize = 500;
/// Ids in one question about records or originals at most.
pub const RECORDS_MAX: usize = 1000;
/// Bytes of an answer after unpacking at most, except originals and snapshots.
pub const ANSWER_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// A part of an answer or a question from this size on is packed (zstd, RFC 8878).
pub const PACK_FROM: usize = 512;

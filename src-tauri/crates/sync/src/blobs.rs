//! Moves originals: sends what the centre lacks, fetches what is missing here, several at a time.
//!
//! Never calls an original present before it is durable and its hash has been compared. One that
//! will not move is noted and does not hold up the others. Never takes more of a round than a
//! bounded number of bytes: what was done here meanwhile goes first.

mod fetch;
mod hands;
mod send;

use store::originale::BlobRef;
use store::{BlobError, DbError};
use wire::{BlobsMissing, BlobsWanted, RECORDS_MAX};

use crate::engine::{Engine, Round};
use crate::error::RoundError;
use crate::line::ask;

pub(crate) use fetch::fetch;
pub(crate) use send::send;

/// Originals looked at in one round at most.
const PER_ROUND: u32 = 500;
/// Originals that share a transaction and the flushing of their folders.
const GROUP: usize = 48;

/// Divides originals into those the centre has and those it lacks.
fn ask_missing(
    engine: &Engine<'_>,
    blobs: Vec<BlobRef>,
    round: &mut Round,
) -> Result<(Vec<BlobRef>, Vec<BlobRef>), RoundError> {
    let (mut there, mut missing) = (Vec::new(), Vec::new());
    let mut scopes: Vec<String> = blobs.iter().map(|blob| blob.scope.clone()).collect();
    scopes.sort_unstable();
    scopes.dedup();
    let mut lacking = std::collections::BTreeSet::new();
    for scope in scopes {
        let of_scope: Vec<&BlobRef> = blobs.iter().filter(|blob| blob.scope == scope).collect();
        for part in of_scope.chunks(RECORDS_MAX) {
            let sha256 = part.iter().map(|blob| blob.sha256.clone()).collect();
            let question = BlobsWanted { scope: scope.clone(), sha256 };
            round.requests += 1;
            let answer: BlobsMissing = ask(engine.line, "/v1/blobs/have", &question)?;
            lacking.extend(answer.missing.into_iter().map(|sha256| (scope.clone(), sha256)));
        }
    }
    for blob in blobs {
        let lacks = lacking.contains(&(blob.scope.clone(), blob.sha256.clone()));
        if lacks { missing.push(blob) } else { there.push(blob) }
    }
    Ok((there, missing))
}

fn path(blob: &BlobRef) -> String {
    format!("/v1/blobs/{}/{}", blob.scope, blob.sha256)
}

fn damaged() -> RoundError {
    RoundError::Store(DbError::Blob(BlobError::Damaged))
}

fn write_error(error: std::io::Error) -> RoundError {
    let blob = match error.kind() {
        std::io::ErrorKind::StorageFull => BlobError::Full(error),
        std::io::ErrorKind::InvalidData => BlobError::Damaged,
        _ => BlobError::Io { path: std::path::PathBuf::new(), source: error },
    };
    RoundError::Store(DbError::Blob(blob))
}

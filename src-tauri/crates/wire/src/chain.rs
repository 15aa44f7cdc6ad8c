//! The hash chain of a scope's change log: equal (seq, chain) means equal history.
//!
//! Never hashes a re-serialised record: bodies are hashed as the bytes the centre stored.

use sha2::{Digest, Sha256};

use crate::message::Change;

/// A SHA-256 value.
pub type Hash = [u8; 32];

/// Chain value before the first change of a scope.
pub const GENESIS: Hash = [0; 32];

/// Returns the SHA-256 of some bytes as 64 hex digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Returns the chain value after `change`, given the value before it.
///
/// Every field of the change except the chain itself and the body's text goes in, each with its
/// length before it; the body goes in by its hash, so that the chain still verifies after the
/// body has been destroyed.
pub fn chain_next(previous: &Hash, scope: &str, change: &Change) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    let parts: [&[u8]; 12] = [
        scope.as_bytes(),
        &change.seq.to_be_bytes(),
        change.rec_type.as_str().as_bytes(),
        change.rec_id.as_bytes(),
        &change.ver.to_be_bytes(),
        change.body_sha256.as_bytes(),
        change.mid.as_bytes(),
        change.akteur.as_bytes(),
        change.arbeitsplatz.as_bytes(),
        change.aktion.as_bytes(),
        &change.claimed_at.as_millisecond().to_be_bytes(),
        &change.at.as_millisecond().to_be_bytes(),
    ];
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

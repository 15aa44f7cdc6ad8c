//! What the centre signs at the end of a day.
//!
//! Never signs or verifies itself: keys are the callers' business.

use sha2::{Digest, Sha256};

use crate::message::Seal;

/// Returns the bytes that a seal's signature covers: SHA-256 over a label and all of its values,
/// each with its length before it. Key and signature themselves are left out.
pub fn message(seal: &Seal) -> [u8; 32] {
    let mut hasher = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    part(b"forsthaus seal 1");
    part(&seal.at.as_millisecond().to_be_bytes());
    part(seal.ledger.as_bytes());
    for head in &seal.heads {
        part(head.scope.as_bytes());
        part(&head.seq.to_be_bytes());
        part(head.chain.as_bytes());
        part(head.digest.as_bytes());
    }
    part(&seal.audit_no.to_be_bytes());
    part(seal.audit_hash.as_bytes());
    hasher.finalize().into()
}

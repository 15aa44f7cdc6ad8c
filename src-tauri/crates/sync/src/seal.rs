//! Verifying the centre's signature under a seal.
//!
//! Never signs.

use ed25519_dalek::{Signature, VerifyingKey};
use wire::Seal;

/// Tells whether a seal was signed by the key it names.
pub(crate) fn holds(seal: &Seal) -> bool {
    signature_holds(seal).unwrap_or(false)
}

fn signature_holds(seal: &Seal) -> Option<bool> {
    let key: [u8; 32] = hex::decode(&seal.key).ok()?.try_into().ok()?;
    let signature: [u8; 64] = hex::decode(&seal.signature).ok()?.try_into().ok()?;
    let key = VerifyingKey::from_bytes(&key).ok()?;
    let signature = Signature::from_bytes(&signature);
    Some(key.verify_strict(&wire::seal::message(seal), &signature).is_ok())
}

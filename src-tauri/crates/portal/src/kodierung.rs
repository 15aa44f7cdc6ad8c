//! Small forms that several modules need: base64url, random values, hashes.
//!
//! Never a cipher of its own.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha512};
use uuid::Uuid;

use crate::error::PortalError;

/// Returns bytes as base64url without padding, as every JOSE standard writes them.
pub(crate) fn b64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Returns the bytes of a base64url text; nothing if it is not in its one right form.
pub(crate) fn unb64(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Returns SHA-512 as 128 lower-case hex digits.
pub(crate) fn sha512(bytes: &[u8]) -> String {
    hex::encode(Sha512::digest(bytes))
}

/// Fills an array from the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], PortalError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| PortalError::Random)?;
    Ok(bytes)
}

/// Returns a new UUIDv4, the form the interface asks for.
pub(crate) fn uuid4() -> Result<Uuid, PortalError> {
    Ok(uuid::Builder::from_random_bytes(random()?).into_uuid())
}

/// Returns at most so many characters of what a stranger wrote.
pub(crate) fn kurz(text: &str, chars_max: usize) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(chars_max).collect()
}

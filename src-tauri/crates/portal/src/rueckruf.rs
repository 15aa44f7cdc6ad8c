//! Callbacks of the service at the centre: who calls, when, and about what.
//!
//! Never takes anything from a callback but the hint that something waits: what it names is asked
//! for at the service. A call repeated within its five minutes therefore costs one poll and no more.

use domain::Zeitpunkt;
use openssl::hash::MessageDigest;
use openssl::memcmp;
use openssl::pkey::PKey;
use openssl::sign::Signer;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::dienst::Ankuendigung;

/// Largest body of a callback.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;
/// Age, and advance, in seconds from which a call is not taken.
pub const ALTER_S_MAX: i64 = 300;
/// Shortest secret that protects anything.
const SECRET_BYTES_MIN: usize = 16;
/// What a call about new submissions says it is.
const NEW_SUBMISSIONS: &str =
    "https://schema.fitko.de/fit-connect/submission-api/callbacks/new-submissions";

/// Why a call is not taken. Towards the caller all of them are one refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallbackError {
    /// The office has not set a secret, or one too short to protect anything.
    #[error("no secret")]
    NoSecret,
    /// Longer than a call is.
    #[error("body larger than {BODY_BYTES_MAX} bytes")]
    TooLarge,
    /// No time, or one that is no number.
    #[error("no time")]
    NoTime,
    /// Older, or further ahead, than five minutes.
    #[error("not of now")]
    Stale,
    /// The authentication does not belong to time, body and secret.
    #[error("not authentic")]
    Forged,
    /// Authentic, and still not of the published form.
    #[error("not understood")]
    Form,
}

/// What an authentic call says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rueckruf {
    /// New submissions wait; entries that cannot be read are left out, the poll finds them.
    NeueEinreichungen(Vec<Ankuendigung>),
    /// Something newer than this program, such as new replies.
    Anderes,
}

/// Checks a call: `callback-timestamp` (seconds since 1970), `callback-authentication` (hex of
/// HMAC-SHA-512 over time, a dot and the body), and the body byte for byte as it came.
pub fn pruefen(
    secret: &Zeroizing<String>,
    timestamp: &str,
    authentication: &str,
    body: &[u8],
    jetzt: Zeitpunkt,
) -> Result<Rueckruf, CallbackError> {
    if secret.len() < SECRET_BYTES_MIN {
        return Err(CallbackError::NoSecret);
    }
    if body.len() > BODY_BYTES_MAX {
        return Err(CallbackError::TooLarge);
    }
    let timestamp = timestamp.trim();
    let seconds: i64 = timestamp.parse().map_err(|_| CallbackError::NoTime)?;
    let age = jetzt.as_second().checked_sub(seconds).ok_or(CallbackError::Stale)?;
    let expected = hmac(secret.as_bytes(), timestamp, body).ok_or(CallbackError::Forged)?;
    let given = hex::decode(authentication.trim()).map_err(|_| CallbackError::Forged)?;
    if given.len() != expected.len() || !memcmp::eq(&given, &expected) {
        return Err(CallbackError::Forged);
    }
    // Only after the authentication: a forged call learns nothing about our clock.
    if !(-ALTER_S_MAX..=ALTER_S_MAX).contains(&age) {
        return Err(CallbackError::Stale);
    }
    let value: Value = serde_json::from_slice(body).map_err(|_| CallbackError::Form)?;
    if value.get("type").and_then(Value::as_str) != Some(NEW_SUBMISSIONS) {
        return Ok(Rueckruf::Anderes);
    }
    let list = value.get("submissions").and_then(Value::as_array).ok_or(CallbackError::Form)?;
    Ok(Rueckruf::NeueEinreichungen(list.iter().filter_map(Ankuendigung::lesen).collect()))
}

fn hmac(secret: &[u8], timestamp: &str, body: &[u8]) -> Option<Vec<u8>> {
    let key = PKey::hmac(secret).ok()?;
    let mut signer = Signer::new(MessageDigest::sha512(), &key).ok()?;
    signer.update(timestamp.as_bytes()).ok()?;
    signer.update(b".").ok()?;
    signer.update(body).ok()?;
    signer.sign_to_vec().ok()
}

//! The keys' backup: a JSON Web Key Set encrypted with a passphrase (RFC 7518, 4.8).
//!
//! Never a form of its own: whoever has the passphrase and any JOSE library can open it, also when
//! this program is gone.

use openssl::aes::{AesKey, unwrap_key, wrap_key};
use openssl::hash::MessageDigest;
use openssl::pkcs5::pbkdf2_hmac;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::BundError;
use crate::error::PortalError;
use crate::jwe::{Teile, seal};
use crate::kodierung::{b64, random, unb64};

const ALG: &str = "PBES2-HS512+A256KW";
/// Rounds of the key derivation: what OWASP asks for PBKDF2 with SHA-512, three times over.
const ROUNDS: usize = 600_000;
/// Most rounds that are computed for a stranger's backup: some seconds.
const ROUNDS_MAX: usize = 5_000_000;
/// Bytes of salt.
const SALT_BYTES: usize = 16;
/// Fewest characters of a passphrase.
const KENNWORT_CHARS_MIN: usize = 12;
/// Largest backup.
const BACKUP_BYTES_MAX: usize = 2 * 1024 * 1024;

#[derive(Deserialize)]
struct Header {
    alg: String,
    enc: String,
    p2s: String,
    p2c: usize,
    #[serde(default)]
    zip: Option<String>,
}

/// Derives the key that wraps the content key; the algorithm's name is part of the salt.
fn derive(kennwort: &str, salt: &[u8], rounds: usize) -> Result<Zeroizing<[u8; 32]>, PortalError> {
    let mut salted = ALG.as_bytes().to_vec();
    salted.push(0);
    salted.extend_from_slice(salt);
    let mut key = Zeroizing::new([0; 32]);
    let digest = MessageDigest::sha512();
    let derived = pbkdf2_hmac(kennwort.as_bytes(), &salted, rounds, digest, key.as_mut_slice());
    derived.map_err(|_| PortalError::Crypto("derive"))?;
    Ok(key)
}

/// Encrypts the stored form of the keys.
pub(super) fn sichern(bund: &[u8], kennwort: &str) -> Result<String, BundError> {
    if kennwort.chars().count() < KENNWORT_CHARS_MIN {
        return Err(BundError::WeakPassphrase);
    }
    let salt: [u8; SALT_BYTES] = random()?;
    let wrapping = derive(kennwort, &salt, ROUNDS)?;
    let cek = Zeroizing::new(random::<32>()?);
    let mut wrapped = [0; 40];
    let key = AesKey::new_encrypt(wrapping.as_slice());
    let written = key.and_then(|key| wrap_key(&key, None, &mut wrapped, cek.as_slice()));
    if written.ok() != Some(wrapped.len()) {
        return Err(PortalError::Crypto("wrap").into());
    }
    let header = serde_json::json!({
        "alg": ALG, "enc": "A256GCM", "cty": "jwk-set+json", "p2s": b64(&salt), "p2c": ROUNDS,
    });
    Ok(seal(&header, &wrapped, cek.as_slice(), bund)?)
}

/// Opens a backup.
pub(super) fn oeffnen(sicherung: &str, kennwort: &str) -> Result<Zeroizing<Vec<u8>>, BundError> {
    if sicherung.len() > BACKUP_BYTES_MAX {
        return Err(BundError::Closed);
    }
    let parts = Teile::parse(sicherung).map_err(|_| BundError::Closed)?;
    let header = serde_json::from_slice(&parts.header);
    let header: Header = header.map_err(|_| BundError::Closed)?;
    let salt = unb64(&header.p2s).filter(|salt| (8..=256).contains(&salt.len()));
    let known = header.alg == ALG && header.enc == "A256GCM" && header.zip.is_none();
    let (true, Some(salt), 1..=ROUNDS_MAX) = (known, salt, header.p2c) else {
        return Err(BundError::Closed);
    };
    let wrapping = derive(kennwort, &salt, header.p2c)?;
    let mut cek = Zeroizing::new([0; 32]);
    if parts.encrypted_key.len() != cek.len() + 8 {
        return Err(BundError::Closed);
    }
    let key = AesKey::new_decrypt(wrapping.as_slice());
    let opened =
        key.and_then(|key| unwrap_key(&key, None, cek.as_mut_slice(), &parts.encrypted_key));
    if opened.ok() != Some(cek.len()) {
        return Err(BundError::Closed);
    }
    Ok(Zeroizing::new(parts.open(cek.as_slice()).map_err(|_| BundError::Closed)?))
}

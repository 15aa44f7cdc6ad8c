//! The master key: in the operating system's key store, or wrapped by a passphrase (Argon2id).
//!
//! Never written unwrapped to disk, never logged.

use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::error::KeyError;

const FILE: &str = "schluessel.json";
const SERVICE: &str = "forsthaus";

/// Where the master key comes from.
#[derive(Clone)]
pub enum KeySource {
    /// The operating system's key store.
    KeyStore,
    /// A passphrase, for machines without a key store.
    Passphrase(Zeroizing<String>),
}

impl KeySource {
    /// Takes a passphrase.
    pub fn passphrase(text: &str) -> Self {
        Self::Passphrase(Zeroizing::new(text.to_owned()))
    }
}

/// The 32 bytes everything else hangs from.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; 32]>);

impl MasterKey {
    /// Returns the key of the second copy beside the database.
    pub(crate) fn mirror_key(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(b"forsthaus/zweitschrift/1");
        hasher.update(self.0.as_slice());
        hasher.finalize().into()
    }

    /// Returns the database's raw key in SQLCipher's notation.
    pub(crate) fn database_key(&self) -> Zeroizing<String> {
        let mut hasher = Sha256::new();
        hasher.update(b"forsthaus/database/1");
        hasher.update(self.0.as_slice());
        Zeroizing::new(format!("x'{}'", hex::encode(hasher.finalize())))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "art", rename_all = "lowercase")]
enum KeyFile {
    Schluesselbund { eintrag: String },
    Passphrase { salz: String, speicher_kib: u32, runden: u32, nonce: String, schluessel: String },
}

/// Gets the master key of a data folder, making one at the first time.
pub fn open(folder: &Path, source: &KeySource) -> Result<MasterKey, KeyError> {
    let path = folder.join(FILE);
    match std::fs::read(&path) {
        Ok(bytes) => {
            let file = serde_json::from_slice(&bytes).map_err(|_| KeyError::Unreadable)?;
            read(&file, source)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => create(&path, source),
        Err(error) => Err(KeyError::Io(error)),
    }
}

/// Gets the master key of a data folder that is there, and tells whether its file is byte for byte
/// as this program writes it.
pub(crate) fn open_existing(
    folder: &Path,
    source: &KeySource,
) -> Result<(MasterKey, bool), KeyError> {
    let bytes = std::fs::read(folder.join(FILE)).map_err(KeyError::Io)?;
    let file: KeyFile = serde_json::from_slice(&bytes).map_err(|_| KeyError::Unreadable)?;
    // Hexadecimal digits say the same in capitals, which this program never writes.
    let small = !bytes.iter().any(u8::is_ascii_uppercase);
    let canonical = small && serde_json::to_vec_pretty(&file).is_ok_and(|text| text == bytes);
    Ok((read(&file, source)?, canonical))
}

fn read(file: &KeyFile, source: &KeySource) -> Result<MasterKey, KeyError> {
    match file {
        KeyFile::Schluesselbund { eintrag } => match entry(eintrag)?.get_secret() {
            Ok(secret) => to_key(&secret),
            Err(keyring::Error::NoEntry) => Err(KeyError::Lost),
            Err(error) => Err(KeyError::KeyStore(error)),
        },
        KeyFile::Passphrase { salz, speicher_kib, runden, nonce, schluessel } => {
            let KeySource::Passphrase(text) = source else {
                return Err(KeyError::PassphraseMissing);
            };
            let cipher = wrapping_cipher(text, &unhex(salz)?, *speicher_kib, *runden)?;
            let nonce = XNonce::try_from(unhex(nonce)?.as_slice());
            let nonce = nonce.map_err(|_| KeyError::Unreadable)?;
            let secret = cipher
                .decrypt(&nonce, unhex(schluessel)?.as_slice())
                .map_err(|_| KeyError::WrongPassphrase)?;
            to_key(&secret)
        }
    }
}

fn create(path: &Path, source: &KeySource) -> Result<MasterKey, KeyError> {
    let key = MasterKey(Zeroizing::new(random()?));
    let file = match source {
        KeySource::KeyStore => {
            let eintrag = format!("speicher-{}", hex::encode(random::<8>()?));
            entry(&eintrag)?.set_secret(key.0.as_slice()).map_err(KeyError::KeyStore)?;
            KeyFile::Schluesselbund { eintrag }
        }
        KeySource::Passphrase(text) => wrap(&key, text)?,
    };
    let bytes = serde_json::to_vec_pretty(&file).map_err(|_| KeyError::Unreadable)?;
    crate::blob::write_durably(path, &bytes)?;
    Ok(key)
}

fn wrap(key: &MasterKey, text: &str) -> Result<KeyFile, KeyError> {
    // OWASP's first recommendation for Argon2id: 19 MiB, two passes, one lane.
    let (speicher_kib, runden) = (19 * 1024, 2);
    let salt: [u8; 16] = random()?;
    let nonce: [u8; 24] = random()?;
    let cipher = wrapping_cipher(text, &salt, speicher_kib, runden)?;
    let sealed =
        cipher.encrypt(&XNonce::from(nonce), key.0.as_slice()).map_err(|_| KeyError::Unreadable)?;
    Ok(KeyFile::Passphrase {
        salz: hex::encode(salt),
        speicher_kib,
        runden,
        nonce: hex::encode(nonce),
        schluessel: hex::encode(sealed),
    })
}

fn wrapping_cipher(
    text: &str,
    salt: &[u8],
    memory_kib: u32,
    passes: u32,
) -> Result<XChaCha20Poly1305, KeyError> {
    let params = Params::new(memory_kib, passes, 1, Some(32)).map_err(|_| KeyError::Unreadable)?;
    let mut derived = Zeroizing::new([0_u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(text.as_bytes(), salt, derived.as_mut_slice())
        .map_err(|_| KeyError::Unreadable)?;
    Ok(XChaCha20Poly1305::new(&(*derived).into()))
}

fn entry(name: &str) -> Result<keyring::Entry, KeyError> {
    keyring::Entry::new(SERVICE, name).map_err(KeyError::KeyStore)
}

fn to_key(secret: &[u8]) -> Result<MasterKey, KeyError> {
    let bytes = <[u8; 32]>::try_from(secret).map_err(|_| KeyError::Unreadable)?;
    Ok(MasterKey(Zeroizing::new(bytes)))
}

fn unhex(text: &str) -> Result<Vec<u8>, KeyError> {
    hex::decode(text).map_err(|_| KeyError::Unreadable)
}

/// Returns random bytes from the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], KeyError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| KeyError::Io(std::io::Error::other(error.to_string())))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passphrase_opens_what_it_closed_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let made = open(folder.path(), &KeySource::passphrase("Waldweg 7")).unwrap();
        let again = open(folder.path(), &KeySource::passphrase("Waldweg 7")).unwrap();
        assert_eq!(made.0, again.0);
        let wrong = open(folder.path(), &KeySource::passphrase("Waldweg 8"));
        assert!(matches!(wrong, Err(KeyError::WrongPassphrase)));
        let none = open(folder.path(), &KeySource::KeyStore);
        assert!(matches!(none, Err(KeyError::PassphraseMissing)));
    }
}

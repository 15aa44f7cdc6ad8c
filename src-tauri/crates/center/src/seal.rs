//! Seals: the centre signs where every log and the audit of an authority stand, once a day.
//!
//! Never signs another's word: heads and audit are read in the transaction that keeps the seal. A
//! centre that was rewritten can sign again, but not show a history that holds the old seal.

use std::io::Write;
use std::path::Path;

use domain::Zeitpunkt;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use wire::Seal;

use crate::error::CenterError;
use crate::ledger::{Ledger, Tenant, Tx};
use crate::surroundings::Surroundings;

/// A seal is made anew when the newest one is older than this many seconds: a little less than a
/// day, so that a task that runs every hour seals once a day.
const SEAL_AFTER_S: i64 = 23 * 60 * 60;

/// The key with which a centre signs.
#[derive(Debug, Clone)]
pub struct SealKey(SigningKey);

impl SealKey {
    /// Makes a key from the 32 secret bytes of RFC 8032.
    pub fn from_bytes(secret: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(secret))
    }

    /// Reads the key from a file of 64 hex digits; makes one that only its owner may read if the
    /// file is not there.
    pub fn open(file: &Path, surroundings: &Surroundings) -> Result<Self, KeyError> {
        match std::fs::read_to_string(file) {
            Ok(text) => Self::parse(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let secret = surroundings.token();
                match create_secret(file, &secret) {
                    // Another copy of the service was faster: its key counts.
                    Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                        Self::parse(&std::fs::read_to_string(file)?)
                    }
                    Err(error) => Err(error.into()),
                    Ok(()) => Self::parse(&secret),
                }
            }
            Err(error) => Err(error.into()),
        }
    }

    fn parse(text: &str) -> Result<Self, KeyError> {
        let mut secret = [0; 32];
        hex::decode_to_slice(text.trim(), &mut secret).map_err(|_| KeyError::Malformed)?;
        Ok(Self::from_bytes(&secret))
    }

    /// Returns the public key, hex.
    pub fn public(&self) -> String {
        hex::encode(self.0.verifying_key().as_bytes())
    }

    /// Fills in key and signature.
    pub fn sign(&self, mut seal: Seal) -> Seal {
        seal.key = self.public();
        seal.signature = hex::encode(self.0.sign(&wire::seal::message(&seal)).to_bytes());
        seal
    }
}

/// Writes the whole file or none: a key that is cut off would be lost for ever.
fn create_secret(file: &Path, secret: &str) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or_else(|| Path::new("."));
    // Readable by its owner only, from the first byte on.
    let mut temporary = tempfile::Builder::new().prefix(".siegel").tempfile_in(folder)?;
    temporary.write_all(secret.as_bytes())?;
    temporary.as_file().sync_all()?;
    temporary.persist_noclobber(file)?;
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    Ok(())
}

/// The key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("the file of the seal's key cannot be used")]
    File(#[from] std::io::Error),
    /// The file holds something else.
    #[error("the file of the seal's key does not hold 64 hex digits")]
    Malformed,
}

/// Tells whether a seal was signed by the key it names and is unchanged.
pub fn verifies(seal: &Seal) -> bool {
    let mut key = [0; 32];
    let mut signature = [0; 64];
    let read = hex::decode_to_slice(&seal.key, &mut key).is_ok()
        && hex::decode_to_slice(&seal.signature, &mut signature).is_ok();
    let Ok(key) = VerifyingKey::from_bytes(&key) else { return false };
    let signature = Signature::from_bytes(&signature);
    read && key.verify_strict(&wire::seal::message(seal), &signature).is_ok()
}

/// Seals where a tenant stands now, and keeps the seal.
pub fn seal(tx: &mut Tx<'_>, key: &SealKey, now: Zeitpunkt) -> Result<Seal, CenterError> {
    let mut heads = tx.heads()?;
    heads.sort_by(|a, b| a.scope.cmp(&b.scope));
    let (audit_no, audit_hash) = tx.audit_head()?;
    let seal = key.sign(Seal {
        at: now,
        ledger: tx.ledger_id()?,
        heads,
        audit_no,
        audit_hash: hex::encode(audit_hash),
        key: String::new(),
        signature: String::new(),
    });
    tx.put_seal(&seal)?;
    Ok(seal)
}

/// Seals every tenant whose newest seal is a day old; returns how many were made.
///
/// Safe to run in every copy of the service: the transaction looks again.
pub fn seal_due(ledger: &Ledger, key: &SealKey, now: Zeitpunkt) -> Result<usize, CenterError> {
    let mut made = 0;
    for Tenant { tenant, .. } in ledger.tenants()? {
        let due = |tx: &mut Tx<'_>| {
            let newest = tx.newest_seal()?;
            Ok(newest.is_none_or(|seal| now.as_second() - seal.at.as_second() > SEAL_AFTER_S))
        };
        if !ledger.read(&tenant, due)? {
            continue;
        }
        let sealed = ledger.write(&tenant, |tx| {
            if due(tx)? { seal(tx, key, now).map(|_| true) } else { Ok(false) }
        });
        made += usize::from(sealed?);
    }
    Ok(made)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;
    use wire::Head;

    use super::*;

    fn example() -> Seal {
        let head = Head {
            scope: "registratur".to_owned(),
            seq: 7,
            chain: "ab".repeat(32),
            digest: "cd".repeat(32),
            records: 3,
            floor: 0,
        };
        Seal {
            at: "2026-11-02T23:59:00Z".parse().unwrap(),
            ledger: Uuid::from_u128(5),
            heads: vec![head],
            audit_no: 12,
            audit_hash: "ef".repeat(32),
            key: String::new(),
            signature: String::new(),
        }
    }

    #[test]
    fn a_seal_verifies_and_a_changed_one_does_not() {
        let seal = SealKey::from_bytes(&[7; 32]).sign(example());
        assert!(verifies(&seal));
        let changes: [fn(&mut Seal); 8] = [
            |seal| seal.at = "2026-11-03T23:59:00Z".parse().unwrap(),
            |seal| seal.ledger = Uuid::from_u128(6),
            |seal| seal.heads[0].seq = 6,
            |seal| seal.heads[0].chain = "aa".repeat(32),
            |seal| seal.heads[0].digest = "aa".repeat(32),
            |seal| seal.audit_no = 11,
            |seal| seal.audit_hash = "aa".repeat(32),
            |seal| seal.key = SealKey::from_bytes(&[8; 32]).public(),
        ];
        for (no, change) in changes.iter().enumerate() {
            let mut changed = seal.clone();
            change(&mut changed);
            assert!(!verifies(&changed), "change {no}");
        }
        for rubbish in ["", "00", &"zz".repeat(64)] {
            assert!(!verifies(&Seal { signature: rubbish.to_owned(), ..seal.clone() }));
        }
    }

    #[test]
    fn the_key_is_made_once_and_kept_from_others() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("siegel.schluessel");
        let surroundings = Surroundings::system();
        let first = SealKey::open(&file, &surroundings).unwrap();
        assert_eq!(SealKey::open(&file, &surroundings).unwrap().public(), first.public());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        std::fs::write(&file, "abc").unwrap();
        assert!(matches!(SealKey::open(&file, &surroundings), Err(KeyError::Malformed)));
    }
}

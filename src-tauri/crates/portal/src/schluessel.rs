//! The office's RSA keys: made, backed up, handed to the portal, replaced, and kept long enough.
//!
//! Never hands out the public half of a key that is not backed up: what is encrypted for a lost key
//! is lost. Never throws an old key away by itself, and never shows a private one.

mod antrag;
mod jwk;
mod sicherung;

pub use antrag::Antragsteller;
pub use jwk::{KeyError, Oeffentlich};

use domain::Zeitpunkt;
use openssl::pkey::{PKey, PKeyRef, Private};
use openssl::rsa::Rsa;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::error::PortalError;
use jwk::Jwk;

/// Bits of the keys made here; the interface asks for 4096.
pub const BITS: u32 = 4096;
/// Days for which a replaced key cannot be removed: the service deletes what nobody fetched on
/// day 21, and what was encrypted for the old key on the last day has to be readable until then.
pub const SPERRE_TAGE: i64 = 28;
/// Most keys of one office.
const SCHLUESSEL_MAX: usize = 100;
/// Largest stored form.
const BUND_BYTES_MAX: usize = 1024 * 1024;

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Zweck {
    /// Applications are encrypted for it (`RSA-OAEP-256`, `wrapKey`).
    Verschluesselung,
    /// Signs what the office reports to the service (`PS512`, `verify`).
    Signatur,
}

/// Where a key stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schluesselstand {
    /// Made; the service does not use it yet.
    Vorbereitet,
    /// In use.
    Aktiv,
    /// Replaced; kept to read what was encrypted for it.
    Abgeloest,
}

/// What the office notes about a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vermerke {
    /// When it was made.
    pub angelegt_um: Zeitpunkt,
    /// When a backup of it was last read back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gesichert_um: Option<Zeitpunkt>,
    /// Since when it is in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aktiv_um: Option<Zeitpunkt>,
    /// When it was replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abgeloest_um: Option<Zeitpunkt>,
}

/// A key pair of the office.
#[derive(Clone)]
pub struct Schluessel {
    /// Its id: the thumbprint of RFC 7638.
    pub kid: String,
    /// What it is for.
    pub zweck: Zweck,
    /// What the office notes about it.
    pub vermerke: Vermerke,
    /// Certificates, base64 DER, its own first; empty in the test environment.
    pub zertifikate: Vec<String>,
    key: PKey<Private>,
}

impl std::fmt::Debug for Schluessel {
    /// Shows everything but the private half.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Schluessel")
            .field("kid", &self.kid)
            .field("zweck", &self.zweck)
            .field("vermerke", &self.vermerke)
            .finish_non_exhaustive()
    }
}

impl Schluessel {
    /// Makes a key pair; takes a second or two.
    pub fn neu(zweck: Zweck, jetzt: Zeitpunkt) -> Result<Self, PortalError> {
        let make = || PKey::from_rsa(Rsa::generate(BITS)?);
        let key = make().map_err(|_| PortalError::Crypto("make a key"))?;
        let vermerke =
            Vermerke { angelegt_um: jetzt, gesichert_um: None, aktiv_um: None, abgeloest_um: None };
        let kid = jwk::thumbprint(&key).map_err(|_| PortalError::Crypto("thumbprint"))?;
        Ok(Self { kid, zweck, vermerke, zertifikate: Vec::new(), key })
    }

    /// Returns where it stands.
    pub fn stand(&self) -> Schluesselstand {
        match (self.vermerke.aktiv_um, self.vermerke.abgeloest_um) {
            (_, Some(_)) => Schluesselstand::Abgeloest,
            (Some(_), None) => Schluesselstand::Aktiv,
            (None, None) => Schluesselstand::Vorbereitet,
        }
    }

    pub(crate) fn geheim(&self) -> &PKeyRef<Private> {
        &self.key
    }

    /// Returns the public half, for checking what the key signed.
    pub fn oeffentlich(&self) -> Result<Oeffentlich, KeyError> {
        let public = || {
            let rsa = self.key.rsa()?;
            let rsa = Rsa::from_public_components(rsa.n().to_owned()?, rsa.e().to_owned()?)?;
            PKey::from_rsa(rsa)
        };
        let key = public().map_err(|_| KeyError::Library)?;
        Ok(Oeffentlich { kid: self.kid.clone(), key })
    }
}

/// Why something is not done with a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundError {
    /// There is no such key.
    #[error("no such key")]
    Unknown,
    /// Nobody has read a backup of it back yet.
    #[error("not backed up")]
    NotBackedUp,
    /// It is in use, or was until lately.
    #[error("still needed")]
    Needed,
    /// More keys than one office has.
    #[error("too many keys")]
    TooMany,
    /// The passphrase is shorter than twelve characters.
    #[error("passphrase too short")]
    WeakPassphrase,
    /// The backup cannot be opened: another passphrase, or damaged.
    #[error("backup cannot be opened")]
    Closed,
    /// A backup holds another key under an id that is here.
    #[error("another key has this id")]
    OtherKey,
    /// The certificate belongs to another key, or is none.
    #[error("certificate does not belong to the key")]
    Certificate,
    /// What is stored, or in the backup, are no keys.
    #[error("keys cannot be read")]
    Key(#[from] KeyError),
    /// The library or the operating system failed.
    #[error("keys")]
    Portal(#[from] PortalError),
}

/// Every key of one destination.
#[derive(Debug, Clone, Default)]
pub struct Schluesselbund {
    schluessel: Vec<Schluessel>,
}

impl Schluesselbund {
    /// Returns every key, oldest first.
    pub fn alle(&self) -> &[Schluessel] {
        &self.schluessel
    }

    /// Finds a key by its id.
    pub fn finden(&self, kid: &str) -> Option<&Schluessel> {
        self.schluessel.iter().find(|key| key.kid == kid)
    }

    /// Returns the key in use.
    pub fn aktiv(&self, zweck: Zweck) -> Option<&Schluessel> {
        let of_use =
            |key: &&Schluessel| key.zweck == zweck && key.stand() == Schluesselstand::Aktiv;
        self.schluessel.iter().rfind(of_use)
    }

    /// Makes a key that waits to be backed up, and returns its id.
    pub fn anlegen(&mut self, zweck: Zweck, jetzt: Zeitpunkt) -> Result<String, BundError> {
        self.aufnehmen(Schluessel::neu(zweck, jetzt)?)
    }

    /// Takes in a key that was made before, and returns its id.
    pub fn aufnehmen(&mut self, key: Schluessel) -> Result<String, BundError> {
        if self.schluessel.len() >= SCHLUESSEL_MAX {
            return Err(BundError::TooMany);
        }
        if self.finden(&key.kid).is_some() {
            return Err(BundError::OtherKey);
        }
        let kid = key.kid.clone();
        self.schluessel.push(key);
        Ok(kid)
    }

    /// Returns the public half as JSON Web Key, as the Self-Service-Portal takes it.
    ///
    /// Refused until a backup of the key was read back.
    pub fn hinterlegen(&self, kid: &str) -> Result<String, BundError> {
        let key = self.finden(kid).ok_or(BundError::Unknown)?;
        if key.vermerke.gesichert_um.is_none() {
            return Err(BundError::NotBackedUp);
        }
        let jwk = Jwk::public(key)?;
        serde_json::to_string_pretty(&jwk).map_err(|_| KeyError::Form.into())
    }

    /// Notes that the service uses a key from now on; the one before it is kept.
    ///
    /// Asked for a key that is in use already, or was replaced, it changes nothing.
    pub fn aktivieren(&mut self, kid: &str, jetzt: Zeitpunkt) -> Result<(), BundError> {
        let key = self.finden(kid).ok_or(BundError::Unknown)?;
        let (zweck, stand) = (key.zweck, key.stand());
        if key.vermerke.gesichert_um.is_none() {
            return Err(BundError::NotBackedUp);
        }
        if stand != Schluesselstand::Vorbereitet {
            return Ok(());
        }
        for key in self.schluessel.iter_mut().filter(|key| key.zweck == zweck) {
            if key.kid == kid {
                key.vermerke.aktiv_um = Some(jetzt);
            } else if key.stand() == Schluesselstand::Aktiv {
                key.vermerke.abgeloest_um = Some(jetzt);
            }
        }
        Ok(())
    }

    /// Removes a key that was replaced long enough ago, or was never in use.
    pub fn entfernen(&mut self, kid: &str, jetzt: Zeitpunkt) -> Result<(), BundError> {
        let key = self.finden(kid).ok_or(BundError::Unknown)?;
        // What was handed out may be in use without anybody having said so here.
        let handed_out = key.vermerke.gesichert_um.is_some();
        let free = match key.stand() {
            Schluesselstand::Vorbereitet => !handed_out,
            Schluesselstand::Aktiv => false,
            Schluesselstand::Abgeloest => key
                .vermerke
                .abgeloest_um
                .is_some_and(|um| jetzt.duration_since(um).as_secs() >= SPERRE_TAGE * 86_400),
        };
        if !free {
            return Err(BundError::Needed);
        }
        self.schluessel.retain(|key| key.kid != kid);
        Ok(())
    }

    /// Keeps the certificates (PEM, the key's own first) that the administration PKI issued.
    pub fn zertifikate_hinterlegen(&mut self, kid: &str, pem: &[u8]) -> Result<(), BundError> {
        let key = self.schluessel.iter_mut().find(|key| key.kid == kid);
        let key = key.ok_or(BundError::Unknown)?;
        key.zertifikate = antrag::kette(pem, &key.key)?;
        Ok(())
    }

    /// Returns a request for a certificate (PKCS#10, PEM), signed by the key.
    pub fn zertifikatsantrag(&self, kid: &str, wer: &Antragsteller) -> Result<Vec<u8>, BundError> {
        let key = self.finden(kid).ok_or(BundError::Unknown)?;
        Ok(antrag::antrag(&key.key, wer)?)
    }

    /// Returns every key, private halves included, for a store that encrypts.
    ///
    /// The form is a JSON Web Key Set (RFC 7517) with the office's notes beside each key.
    pub fn aufbewahren(&self) -> Result<Zeroizing<Vec<u8>>, BundError> {
        let keys = self.schluessel.iter().map(Jwk::private).collect::<Result<Vec<_>, _>>()?;
        let set = jwk::Set { keys };
        Ok(Zeroizing::new(serde_json::to_vec(&set).map_err(|_| KeyError::Form)?))
    }

    /// Reads what [`Self::aufbewahren`] wrote.
    pub fn lesen(bytes: &[u8]) -> Result<Self, BundError> {
        if bytes.len() > BUND_BYTES_MAX {
            return Err(KeyError::Form.into());
        }
        let set: jwk::Set = serde_json::from_slice(bytes).map_err(|_| KeyError::Form)?;
        if set.keys.len() > SCHLUESSEL_MAX {
            return Err(BundError::TooMany);
        }
        let schluessel = set.keys.iter().map(Jwk::read).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { schluessel })
    }

    /// Returns an encrypted backup of every key as text.
    ///
    /// The form is an encrypted JSON Web Key Set (RFC 7517, section 7; PBES2-HS512+A256KW), which
    /// other JOSE tools open as well.
    pub fn sichern(&self, kennwort: &str) -> Result<String, BundError> {
        sicherung::sichern(&self.aufbewahren()?, kennwort)
    }

    /// Reads a backup back from where it was put, and notes which keys are in it.
    ///
    /// Returns how many of the keys here are in it.
    pub fn sicherung_pruefen(
        &mut self,
        sicherung: &str,
        kennwort: &str,
        jetzt: Zeitpunkt,
    ) -> Result<usize, BundError> {
        let there = Self::lesen(&sicherung::oeffnen(sicherung, kennwort)?)?;
        let mut found = 0;
        for key in &mut self.schluessel {
            let Some(copy) = there.finden(&key.kid) else { continue };
            if !jwk::same(&copy.key, &key.key) {
                return Err(BundError::OtherKey);
            }
            key.vermerke.gesichert_um = Some(jetzt);
            found += 1;
        }
        Ok(found)
    }

    /// Takes in the keys of a backup that are not here, and returns their ids.
    ///
    /// Never replaces a key. What was in use when the backup was made comes back as it was, except
    /// that a key in use here stays the one in use.
    pub fn wiederherstellen(
        &mut self,
        sicherung: &str,
        kennwort: &str,
        jetzt: Zeitpunkt,
    ) -> Result<Vec<String>, BundError> {
        let there = Self::lesen(&sicherung::oeffnen(sicherung, kennwort)?)?;
        let mut new = Vec::new();
        for mut key in there.schluessel {
            match self.finden(&key.kid) {
                Some(here) if jwk::same(&here.key, &key.key) => continue,
                Some(_) => return Err(BundError::OtherKey),
                None => {}
            }
            jwk::check(&key.key)?;
            let in_use = key.stand() == Schluesselstand::Aktiv && self.aktiv(key.zweck).is_some();
            if in_use {
                key.vermerke.abgeloest_um = Some(jetzt);
            }
            key.vermerke.gesichert_um = Some(jetzt);
            new.push(key);
        }
        if self.schluessel.len() + new.len() > SCHLUESSEL_MAX {
            return Err(BundError::TooMany);
        }
        let kids = new.iter().map(|key| key.kid.clone()).collect();
        self.schluessel.extend(new);
        Ok(kids)
    }
}

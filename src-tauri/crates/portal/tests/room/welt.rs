//! Keys, times, places of custody and an office to test with.
//!
//! Never a key in the repository: they are made once per build folder, because 4096 bits take long.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Zeitpunkt;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use portal::schluessel::Schluesselbund;
use portal::uebermittlung::{Teil, VerwahrError, Verwahrort};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Whose key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wer {
    /// Of the office, for receiving; the second is the one after a rotation.
    Empfang,
    Empfang2,
    /// Of the office, for signing.
    Zeichnung,
    Zeichnung2,
    /// Of the service.
    Dienst,
    /// Of the online service, for answers.
    Onlinedienst,
}

const KEYS: usize = 6;

/// Returns base64url without padding.
pub(crate) fn b64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Returns the bytes of base64url.
pub(crate) fn unb64(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

fn keys() -> &'static Vec<PKey<Private>> {
    static KEYS_MADE: OnceLock<Vec<PKey<Private>>> = OnceLock::new();
    KEYS_MADE.get_or_init(|| {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("portal-testschluessel-1.pem");
        let read = |pem: String| -> Vec<PKey<Private>> {
            let parts = pem.split_inclusive("-----END PRIVATE KEY-----\n");
            parts.filter_map(|part| PKey::private_key_from_pem(part.as_bytes()).ok()).collect()
        };
        let there = std::fs::read_to_string(&path).map(read).unwrap_or_default();
        if there.len() == KEYS {
            return there;
        }
        let made = (0..KEYS).map(|_| PKey::from_rsa(Rsa::generate(4096).unwrap()).unwrap());
        let made: Vec<_> = made.collect();
        let pem: Vec<u8> =
            made.iter().flat_map(|key| key.private_key_to_pem_pkcs8().unwrap()).collect();
        // Tests run side by side: whoever is last wins, and every file is whole.
        let own = path.with_extension(std::process::id().to_string());
        std::fs::write(&own, pem).unwrap();
        std::fs::rename(&own, &path).unwrap();
        made
    })
}

/// Returns a private key.
pub(crate) fn key(wer: Wer) -> &'static PKey<Private> {
    &keys()[wer as usize]
}

/// Returns a key's id: the thumbprint, computed here and not by the room.
pub(crate) fn kid(wer: Wer) -> String {
    let rsa = key(wer).rsa().unwrap();
    let (e, n) = (b64(&rsa.e().to_vec()), b64(&rsa.n().to_vec()));
    b64(&Sha256::digest(format!("{{\"e\":\"{e}\",\"kty\":\"RSA\",\"n\":\"{n}\"}}")))
}

/// Returns the public JSON Web Key, as the service publishes it.
pub(crate) fn jwk(wer: Wer) -> Value {
    let rsa = key(wer).rsa().unwrap();
    let (alg, operation) = match wer {
        Wer::Empfang | Wer::Empfang2 | Wer::Onlinedienst => ("RSA-OAEP-256", "wrapKey"),
        Wer::Zeichnung | Wer::Zeichnung2 | Wer::Dienst => ("PS512", "verify"),
    };
    json!({
        "kty": "RSA", "kid": kid(wer), "alg": alg, "key_ops": [operation],
        "n": b64(&rsa.n().to_vec()), "e": b64(&rsa.e().to_vec()),
    })
}

/// Returns the private JSON Web Key with the office's notes.
pub(crate) fn jwk_geheim(wer: Wer, stand: &str) -> Value {
    let rsa = key(wer).rsa().unwrap();
    let mut jwk = jwk(wer);
    let parts = [
        ("d", rsa.d().to_vec()),
        ("p", rsa.p().unwrap().to_vec()),
        ("q", rsa.q().unwrap().to_vec()),
        ("dp", rsa.dmp1().unwrap().to_vec()),
        ("dq", rsa.dmq1().unwrap().to_vec()),
        ("qi", rsa.iqmp().unwrap().to_vec()),
    ];
    for (name, bytes) in parts {
        jwk[name] = b64(&bytes).into();
    }
    let day = "2026-03-01T08:00:00Z";
    jwk["forsthaus"] = match stand {
        "aktiv" => json!({ "angelegt_um": day, "gesichert_um": day, "aktiv_um": day }),
        "abgeloest" => json!({
            "angelegt_um": day, "gesichert_um": day, "aktiv_um": day, "abgeloest_um": day,
        }),
        _ => json!({ "angelegt_um": day }),
    };
    jwk
}

/// Returns the office's keys.
pub(crate) fn bund(keys: &[(Wer, &str)]) -> Schluesselbund {
    let keys: Vec<Value> = keys.iter().map(|(wer, stand)| jwk_geheim(*wer, stand)).collect();
    Schluesselbund::lesen(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
}

/// Returns the keys of an office that has rotated nothing yet.
pub(crate) fn buero() -> Schluesselbund {
    bund(&[(Wer::Empfang, "aktiv"), (Wer::Zeichnung, "aktiv")])
}

/// Returns an instant.
pub(crate) fn um(text: &str) -> Zeitpunkt {
    text.parse().unwrap()
}

/// A place of custody in memory, with faults.
#[derive(Default)]
pub(crate) struct Platz {
    pub(crate) inhalt: RefCell<BTreeMap<String, Vec<u8>>>,
    /// Cannot be reached.
    pub(crate) weg: Cell<bool>,
    /// Says it keeps, and does not.
    pub(crate) vergisst: Cell<bool>,
}

impl Verwahrort for Platz {
    fn ablegen(&self, teil: &Teil, bytes: &[u8]) -> Result<(), VerwahrError> {
        if self.weg.get() {
            return Err(VerwahrError::Unavailable("planted".to_owned()));
        }
        if self.vergisst.get() {
            return Ok(());
        }
        let mut kept = self.inhalt.borrow_mut();
        match kept.get(&teil.to_string()) {
            Some(there) if there == bytes => Ok(()),
            Some(_) => Err(VerwahrError::Different),
            None => {
                kept.insert(teil.to_string(), bytes.to_vec());
                Ok(())
            }
        }
    }

    fn lesen(&self, teil: &Teil) -> Result<Option<Vec<u8>>, VerwahrError> {
        if self.weg.get() {
            return Err(VerwahrError::Unavailable("planted".to_owned()));
        }
        Ok(self.inhalt.borrow().get(&teil.to_string()).cloned())
    }
}

impl Platz {
    /// Returns how many opened parts are kept here.
    pub(crate) fn offene(&self) -> usize {
        self.inhalt.borrow().keys().filter(|name| name.contains("-klar-")).count()
    }
}

//! JSON Web Keys (RFC 7517, 7518): the public form the interface publishes, and the private one.
//!
//! Never checks a certificate chain (`x5c`): the trust anchor of the administration PKI is not part
//! of the papers at hand [G]; trust in a fetched key rests on the connection it came over.

use openssl::bn::{BigNum, BigNumRef};
use openssl::error::ErrorStack;
use openssl::pkey::{PKey, Private, Public};
use openssl::rsa::Rsa;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroize;

use super::{Schluessel, Vermerke, Zweck};
use crate::jws::Token;
use crate::kodierung::{b64, unb64};

/// Fewest bits of a key that is believed: TR-02102 asks for 3000.
const BITS_MIN: u32 = 3000;
/// Most bits of a key that is used: larger ones cost seconds.
const BITS_MAX: u32 = 8192;
/// Most bytes of one number of a key.
const NUMBER_BYTES_MAX: usize = 1024 + 1;
/// Longest id the interface allows.
const KID_CHARS_MAX: usize = 64;

/// Why something is no key that may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It is no RSA key in the published form.
    #[error("no key in the published form")]
    Form,
    /// It is for something else.
    #[error("key for another purpose")]
    Purpose,
    /// It is too short or too long.
    #[error("{0} bits")]
    Bits(u32),
    /// Its numbers do not belong together.
    #[error("numbers of the key do not fit")]
    Broken,
    /// The library failed.
    #[error("library")]
    Library,
}

/// A public key.
#[derive(Debug, Clone)]
pub struct Oeffentlich {
    /// Its id.
    pub kid: String,
    pub(crate) key: PKey<Public>,
}

/// A key as JSON, with the office's notes beside it where it is ours.
#[derive(Serialize, Deserialize)]
pub(super) struct Jwk {
    kty: String,
    #[serde(default)]
    kid: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    alg: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    key_ops: Vec<String>,
    n: String,
    e: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    x5c: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    d: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    p: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    q: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dp: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dq: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    qi: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    forsthaus: Option<Vermerke>,
}

impl Drop for Jwk {
    fn drop(&mut self) {
        let parts =
            [&mut self.d, &mut self.p, &mut self.q, &mut self.dp, &mut self.dq, &mut self.qi];
        for part in parts.into_iter().flatten() {
            part.zeroize();
        }
    }
}

/// Several keys (RFC 7517, section 5).
#[derive(Serialize, Deserialize)]
pub(super) struct Set {
    pub(super) keys: Vec<Jwk>,
}

const fn algorithm(zweck: Zweck) -> &'static str {
    match zweck {
        Zweck::Verschluesselung => "RSA-OAEP-256",
        Zweck::Signatur => "PS512",
    }
}

impl Jwk {
    /// Returns the public form: `wrapKey` or `verify`, as the portal asks.
    pub(super) fn public(key: &Schluessel) -> Result<Self, KeyError> {
        let rsa = key.key.rsa().map_err(|_| KeyError::Library)?;
        let operation = match key.zweck {
            Zweck::Verschluesselung => "wrapKey",
            Zweck::Signatur => "verify",
        };
        Ok(Self {
            kty: "RSA".to_owned(),
            kid: key.kid.clone(),
            alg: Some(algorithm(key.zweck).to_owned()),
            key_ops: vec![operation.to_owned()],
            n: number(rsa.n()),
            e: number(rsa.e()),
            x5c: key.zertifikate.clone(),
            d: None,
            p: None,
            q: None,
            dp: None,
            dq: None,
            qi: None,
            forsthaus: None,
        })
    }

    /// Returns the private form.
    pub(super) fn private(key: &Schluessel) -> Result<Self, KeyError> {
        let mut jwk = Self::public(key)?;
        let rsa = key.key.rsa().map_err(|_| KeyError::Library)?;
        let operation = match key.zweck {
            Zweck::Verschluesselung => "unwrapKey",
            Zweck::Signatur => "sign",
        };
        jwk.key_ops = vec![operation.to_owned()];
        jwk.d = Some(number(rsa.d()));
        jwk.p = rsa.p().map(number);
        jwk.q = rsa.q().map(number);
        jwk.dp = rsa.dmp1().map(number);
        jwk.dq = rsa.dmq1().map(number);
        jwk.qi = rsa.iqmp().map(number);
        jwk.forsthaus = Some(key.vermerke);
        Ok(jwk)
    }

    /// Reads a private key of the office.
    pub(super) fn read(&self) -> Result<Schluessel, KeyError> {
        let zweck = match self.alg.as_deref() {
            Some("RSA-OAEP-256") => Zweck::Verschluesselung,
            Some("PS512") => Zweck::Signatur,
            _ => return Err(KeyError::Purpose),
        };
        if self.kty != "RSA" || self.kid.is_empty() || self.kid.len() > KID_CHARS_MAX {
            return Err(KeyError::Form);
        }
        let part = |part: &Option<String>| parse(part.as_deref().ok_or(KeyError::Form)?);
        let numbers = (part(&self.d)?, part(&self.p)?, part(&self.q)?);
        let crt = (part(&self.dp)?, part(&self.dq)?, part(&self.qi)?);
        let (n, e) = (parse(&self.n)?, parse(&self.e)?);
        bits(&n)?;
        let rsa = Rsa::from_private_components(
            n, e, numbers.0, numbers.1, numbers.2, crt.0, crt.1, crt.2,
        );
        let key = rsa.and_then(PKey::from_rsa).map_err(|_| KeyError::Library)?;
        let vermerke = self.forsthaus.ok_or(KeyError::Form)?;
        let kid = self.kid.clone();
        Ok(Schluessel { kid, zweck, vermerke, zertifikate: self.x5c.clone(), key })
    }
}

impl Oeffentlich {
    /// Reads a public key as the service publishes it, for one purpose.
    ///
    /// Says nothing about who published it. Algorithm and operations may be absent, but not wrong.
    pub fn lesen(json: &serde_json::Value, zweck: Zweck) -> Result<Self, KeyError> {
        let text = |name: &str| json.get(name).and_then(serde_json::Value::as_str);
        let operations = json.get("key_ops").and_then(serde_json::Value::as_array);
        let wanted = match zweck {
            Zweck::Verschluesselung => ["wrapKey", "encrypt"],
            Zweck::Signatur => ["verify", "verify"],
        };
        let allowed = operations.is_none_or(|operations| {
            operations.iter().any(|one| one.as_str().is_some_and(|one| wanted.contains(&one)))
        });
        if !allowed || text("alg").is_some_and(|alg| alg != algorithm(zweck)) {
            return Err(KeyError::Purpose);
        }
        if text("kty") != Some("RSA") {
            return Err(KeyError::Form);
        }
        let n = parse(text("n").ok_or(KeyError::Form)?)?;
        let e = parse(text("e").ok_or(KeyError::Form)?)?;
        bits(&n)?;
        // A large exponent makes every check slow; the interface fixes AQAB.
        if e.num_bits() > 33 || !e.is_bit_set(0) {
            return Err(KeyError::Form);
        }
        let key = Rsa::from_public_components(n, e).and_then(PKey::from_rsa);
        let key = key.map_err(|_| KeyError::Library)?;
        let kid = text("kid").filter(|kid| kid.len() <= KID_CHARS_MAX).unwrap_or_default();
        Ok(Self { kid: kid.to_owned(), key })
    }

    /// Tells whether the key signed a token.
    pub fn bestaetigt(&self, token: &Token<'_>) -> bool {
        token.verify(&self.key).is_ok()
    }
}

fn number(number: &BigNumRef) -> String {
    b64(&number.to_vec())
}

fn parse(text: &str) -> Result<BigNum, KeyError> {
    let bytes = unb64(text).filter(|bytes| !bytes.is_empty() && bytes.len() <= NUMBER_BYTES_MAX);
    BigNum::from_slice(&bytes.ok_or(KeyError::Form)?).map_err(|_| KeyError::Library)
}

fn bits(modulus: &BigNumRef) -> Result<(), KeyError> {
    let bits = u32::try_from(modulus.num_bits()).unwrap_or(0);
    if (BITS_MIN..=BITS_MAX).contains(&bits) { Ok(()) } else { Err(KeyError::Bits(bits)) }
}

/// Returns the thumbprint of RFC 7638: SHA-256 over the public members in their fixed order.
pub(super) fn thumbprint(key: &PKey<Private>) -> Result<String, ErrorStack> {
    let rsa = key.rsa()?;
    let (e, n) = (number(rsa.e()), number(rsa.n()));
    let members = format!("{{\"e\":\"{e}\",\"kty\":\"RSA\",\"n\":\"{n}\"}}");
    Ok(b64(&Sha256::digest(members.as_bytes())))
}

/// Tells whether two private keys are one.
pub(super) fn same(a: &PKey<Private>, b: &PKey<Private>) -> bool {
    let equal = || -> Result<bool, ErrorStack> {
        let (a, b) = (a.rsa()?, b.rsa()?);
        Ok(a.n() == b.n() && a.e() == b.e() && a.d() == b.d())
    };
    equal().unwrap_or(false)
}

/// Checks that the numbers of a key belong together; takes a while.
pub(super) fn check(key: &PKey<Private>) -> Result<(), KeyError> {
    let fits = key.rsa().and_then(|rsa| rsa.check_key()).unwrap_or(false);
    if fits { Ok(()) } else { Err(KeyError::Broken) }
}

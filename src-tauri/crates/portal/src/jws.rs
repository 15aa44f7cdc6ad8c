//! Signed tokens in compact form (RFC 7515): PS512 as FIT-Connect asks, RS512 as the ZBP asks.
//!
//! Never takes an algorithm's name from a token: it is compared with the one that is expected.

use openssl::hash::MessageDigest;
use openssl::pkey::{HasPrivate, PKey, PKeyRef, Public};
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Signer, Verifier};
use serde::Deserialize;

use crate::error::PortalError;
use crate::kodierung::{b64, unb64};

/// Longest token that is looked at.
pub const TOKEN_BYTES_MAX: usize = 256 * 1024;
/// Longest key id, as the interface bounds it.
const KID_CHARS_MAX: usize = 64;

/// How a token is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verfahren {
    /// RSASSA-PSS with SHA-512 and a salt of 64 bytes.
    Ps512,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    Rs512,
}

impl Verfahren {
    const fn name(self) -> &'static str {
        match self {
            Self::Ps512 => "PS512",
            Self::Rs512 => "RS512",
        }
    }
}

/// Why a token is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JwsError {
    /// It is no token in compact form, or too long.
    #[error("no signed token")]
    Form,
    /// Algorithm, type or a critical header is not the expected one.
    #[error("header not the expected one")]
    Header,
    /// It names no key.
    #[error("no key named")]
    NoKid,
    /// Nobody knows the key it names.
    #[error("key unknown")]
    UnknownKey,
    /// The signature does not belong to the content.
    #[error("signature wrong")]
    Signature,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    typ: Option<String>,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default)]
    crit: Option<serde_json::Value>,
}

/// A token taken apart; nothing about it is proven yet.
#[derive(Debug, Clone)]
pub struct Token<'t> {
    /// Key that is said to have signed it.
    pub kid: String,
    /// What was signed, as it says.
    pub payload: Vec<u8>,
    signed: &'t str,
    signature: Vec<u8>,
}

impl<'t> Token<'t> {
    /// Takes a PS512 token of the expected type apart.
    pub fn parse(token: &'t str, typ: &str) -> Result<Self, JwsError> {
        if token.len() > TOKEN_BYTES_MAX {
            return Err(JwsError::Form);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(JwsError::Form)?;
        let (header, payload) = signed.split_once('.').ok_or(JwsError::Form)?;
        let header = unb64(header).ok_or(JwsError::Form)?;
        let header: Header = serde_json::from_slice(&header).map_err(|_| JwsError::Form)?;
        let right_type = header.typ.is_some_and(|given| given.eq_ignore_ascii_case(typ));
        if header.alg != Verfahren::Ps512.name() || !right_type || header.crit.is_some() {
            return Err(JwsError::Header);
        }
        let kid = header.kid.filter(|kid| !kid.is_empty() && kid.len() <= KID_CHARS_MAX);
        Ok(Self {
            kid: kid.ok_or(JwsError::NoKid)?,
            payload: unb64(payload).ok_or(JwsError::Form)?,
            signed,
            signature: unb64(signature).ok_or(JwsError::Form)?,
        })
    }

    /// Proves that the key signed exactly this.
    pub(crate) fn verify(&self, key: &PKey<Public>) -> Result<(), JwsError> {
        let proven = || -> Result<bool, openssl::error::ErrorStack> {
            let mut verifier = Verifier::new(MessageDigest::sha512(), key)?;
            verifier.set_rsa_padding(Padding::PKCS1_PSS)?;
            verifier.set_rsa_mgf1_md(MessageDigest::sha512())?;
            verifier.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
            verifier.update(self.signed.as_bytes())?;
            verifier.verify(&self.signature)
        };
        // A signature of the wrong length is an error of the library, and wrong like any other.
        if proven().unwrap_or(false) { Ok(()) } else { Err(JwsError::Signature) }
    }
}

/// Signs bytes and returns the bare signature.
pub(crate) fn signature<T: HasPrivate>(
    bytes: &[u8],
    key: &PKeyRef<T>,
    verfahren: Verfahren,
) -> Result<Vec<u8>, PortalError> {
    let sign = || -> Result<Vec<u8>, openssl::error::ErrorStack> {
        let mut signer = Signer::new(MessageDigest::sha512(), key)?;
        if verfahren == Verfahren::Ps512 {
            signer.set_rsa_padding(Padding::PKCS1_PSS)?;
            signer.set_rsa_mgf1_md(MessageDigest::sha512())?;
            signer.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
        }
        signer.sign_oneshot_to_vec(bytes)
    };
    sign().map_err(|_| PortalError::Crypto("sign"))
}

/// Signs a payload and returns the token in compact form.
pub(crate) fn sign<T: HasPrivate>(
    typ: &str,
    kid: Option<&str>,
    payload: &[u8],
    key: &PKeyRef<T>,
    verfahren: Verfahren,
) -> Result<String, PortalError> {
    let mut header = serde_json::json!({ "typ": typ, "alg": verfahren.name() });
    if let (Some(kid), Some(header)) = (kid, header.as_object_mut()) {
        header.insert("kid".to_owned(), kid.into());
    }
    let signed = format!("{}.{}", b64(header.to_string().as_bytes()), b64(payload));
    let signature = signature(signed.as_bytes(), key, verfahren)?;
    Ok(format!("{signed}.{}", b64(&signature)))
}

//! Encrypted content in compact form (RFC 7516): RSA-OAEP-256 and A256GCM, deflated or not.
//!
//! Never unpacks beyond the bound its caller gives, and never compresses what it encrypts: packed
//! lengths tell about the content (RFC 8725, 3.6).

use flate2::{Decompress, FlushDecompress, Status};
use openssl::md::Md;
use openssl::pkey::{HasPrivate, PKeyRef, Public};
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Padding;
use openssl::symm::{Cipher, decrypt_aead, encrypt_aead};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::error::PortalError;
use crate::kodierung::{b64, random, unb64};
use crate::schluessel::{Oeffentlich, Schluessel, Schluesselbund, Zweck};

/// Longest header that is looked at.
const HEADER_CHARS_MAX: usize = 16 * 1024;
/// Bytes of the content key.
const CEK_BYTES: usize = 32;
/// Bytes of the nonce.
const IV_BYTES: usize = 12;
/// Bytes unpacked at a time.
const PIECE_BYTES: usize = 64 * 1024;
/// Bytes of the authentication tag.
const TAG_BYTES: usize = 16;

/// Why content cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JweError {
    /// It is no encrypted content in compact form.
    #[error("no encrypted content")]
    Form,
    /// It is encrypted or packed in another way than the interface allows.
    #[error("unknown procedure")]
    Verfahren,
    /// The key it was encrypted for is not here.
    #[error("key {kid} is not here")]
    KeyMissing {
        /// Id of the key, shortened.
        kid: String,
    },
    /// The key does not open it, or it was changed on its way.
    #[error("cannot be opened")]
    Closed,
    /// What is packed in it breaks off.
    #[error("packed content is damaged")]
    Packing,
    /// It swells beyond the bound.
    #[error("larger than {max} bytes")]
    TooLarge {
        /// The caller's bound.
        max: usize,
    },
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    enc: String,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default)]
    zip: Option<String>,
    #[serde(default)]
    cty: Option<String>,
    #[serde(default)]
    crit: Option<serde_json::Value>,
}

/// Opened content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Klartext {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What the sender says they are.
    pub cty: Option<String>,
}

/// Encrypted content taken apart; nothing about it is proven yet.
pub(crate) struct Teile {
    pub(crate) protected: String,
    pub(crate) header: Vec<u8>,
    pub(crate) encrypted_key: Vec<u8>,
    pub(crate) iv: Vec<u8>,
    pub(crate) content: Vec<u8>,
    pub(crate) tag: Vec<u8>,
}

impl Teile {
    /// Takes the five parts apart.
    pub(crate) fn parse(token: &str) -> Result<Self, JweError> {
        let mut parts = token.trim_ascii().split('.');
        let mut next = || parts.next().ok_or(JweError::Form);
        let (protected, key, iv, content, tag) = (next()?, next()?, next()?, next()?, next()?);
        if parts.next().is_some() || protected.len() > HEADER_CHARS_MAX {
            return Err(JweError::Form);
        }
        let bytes = |text: &str| unb64(text).ok_or(JweError::Form);
        let parts = Self {
            protected: protected.to_owned(),
            header: bytes(protected)?,
            encrypted_key: bytes(key)?,
            iv: bytes(iv)?,
            content: bytes(content)?,
            tag: bytes(tag)?,
        };
        let right = parts.iv.len() == IV_BYTES && parts.tag.len() == TAG_BYTES;
        if right { Ok(parts) } else { Err(JweError::Form) }
    }

    /// Opens the content with the content key.
    pub(crate) fn open(&self, cek: &[u8]) -> Result<Vec<u8>, JweError> {
        if cek.len() != CEK_BYTES {
            return Err(JweError::Closed);
        }
        let aad = self.protected.as_bytes();
        let (cipher, iv) = (Cipher::aes_256_gcm(), Some(self.iv.as_slice()));
        let opened = decrypt_aead(cipher, cek, iv, aad, &self.content, &self.tag);
        opened.map_err(|_| JweError::Closed)
    }
}

/// Encrypts content with a content key and joins the five parts.
pub(crate) fn seal(
    header: &serde_json::Value,
    encrypted_key: &[u8],
    cek: &[u8],
    content: &[u8],
) -> Result<String, PortalError> {
    let protected = b64(header.to_string().as_bytes());
    let iv: [u8; IV_BYTES] = random()?;
    let mut tag = [0; TAG_BYTES];
    let cipher = Cipher::aes_256_gcm();
    let closed = encrypt_aead(cipher, cek, Some(&iv), protected.as_bytes(), content, &mut tag);
    let closed = closed.map_err(|_| PortalError::Crypto("encrypt"))?;
    let parts = [encrypted_key, &iv, &closed, &tag].map(b64);
    Ok(format!("{protected}.{}", parts.join(".")))
}

/// Returns the authentication tag of encrypted content as it stands there: the fifth segment.
pub fn pruefmarke(token: &str) -> Option<&str> {
    let mut parts = token.trim_ascii().split('.');
    let tag = parts.nth(4)?;
    let bytes = unb64(tag)?;
    (parts.next().is_none() && bytes.len() == TAG_BYTES).then_some(tag)
}

/// Encrypts content for somebody.
///
/// `cty` has to be `application/json` or `application/xml` for metadata and data: the service
/// refuses others.
pub fn encrypt(content: &[u8], fuer: &Oeffentlich, cty: &str) -> Result<String, PortalError> {
    let cek = Zeroizing::new(random::<CEK_BYTES>()?);
    let wrapped = wrap(cek.as_slice(), &fuer.key).map_err(|_| PortalError::Crypto("wrap"))?;
    let header = serde_json::json!({
        "alg": "RSA-OAEP-256", "enc": "A256GCM", "cty": cty, "kid": fuer.kid,
    });
    seal(&header, &wrapped, cek.as_slice(), content)
}

fn wrap(cek: &[u8], key: &PKeyRef<Public>) -> Result<Vec<u8>, openssl::error::ErrorStack> {
    let mut ctx = PkeyCtx::new(key)?;
    ctx.encrypt_init()?;
    ctx.set_rsa_padding(Padding::PKCS1_OAEP)?;
    ctx.set_rsa_oaep_md(Md::sha256())?;
    ctx.set_rsa_mgf1_md(Md::sha256())?;
    let mut wrapped = Vec::new();
    ctx.encrypt_to_vec(cek, &mut wrapped)?;
    Ok(wrapped)
}

fn recover<T: HasPrivate>(
    wrapped: &[u8],
    key: &PKeyRef<T>,
) -> Result<Zeroizing<Vec<u8>>, openssl::error::ErrorStack> {
    let mut ctx = PkeyCtx::new(key)?;
    ctx.decrypt_init()?;
    ctx.set_rsa_padding(Padding::PKCS1_OAEP)?;
    ctx.set_rsa_oaep_md(Md::sha256())?;
    ctx.set_rsa_mgf1_md(Md::sha256())?;
    let mut cek = Zeroizing::new(Vec::new());
    ctx.decrypt_to_vec(wrapped, &mut cek)?;
    Ok(cek)
}

/// Opens content that was encrypted for one of our keys, old ones included.
///
/// `bytes_max` bounds what comes out, packed or not.
pub fn decrypt(token: &str, bund: &Schluesselbund, bytes_max: usize) -> Result<Klartext, JweError> {
    let parts = Teile::parse(token)?;
    let header: Header = serde_json::from_slice(&parts.header).map_err(|_| JweError::Form)?;
    if header.alg != "RSA-OAEP-256" || header.enc != "A256GCM" || header.crit.is_some() {
        return Err(JweError::Verfahren);
    }
    let packed = match header.zip.as_deref() {
        None => false,
        Some("DEF") => true,
        Some(_) => return Err(JweError::Verfahren),
    };
    let keys = candidates(bund, header.kid.as_deref())?;
    let opened = keys.iter().find_map(|key| {
        let cek = recover(&parts.encrypted_key, key.geheim()).ok()?;
        parts.open(&cek).ok()
    });
    let opened = opened.ok_or(JweError::Closed)?;
    let bytes = if packed { inflate(&opened, bytes_max)? } else { opened };
    if bytes.len() > bytes_max {
        return Err(JweError::TooLarge { max: bytes_max });
    }
    Ok(Klartext { bytes, cty: header.cty })
}

/// The key that is named; without a name, every key for this that is here.
fn candidates<'b>(
    bund: &'b Schluesselbund,
    kid: Option<&str>,
) -> Result<Vec<&'b Schluessel>, JweError> {
    let ours = || bund.alle().iter().filter(|key| key.zweck == Zweck::Verschluesselung);
    let keys: Vec<_> = match kid {
        Some(kid) => ours().filter(|key| key.kid == kid).collect(),
        None => ours().collect(),
    };
    if keys.is_empty() {
        let kid = crate::kodierung::kurz(kid.unwrap_or_default(), 64);
        return Err(JweError::KeyMissing { kid });
    }
    Ok(keys)
}

/// Unpacks raw DEFLATE (RFC 1951) up to a bound; what breaks off or goes on behind its end is
/// damaged, because the readers of the library would take the half for the whole.
fn inflate(packed: &[u8], bytes_max: usize) -> Result<Vec<u8>, JweError> {
    let mut inflater = Decompress::new(false);
    let mut bytes = Vec::new();
    let mut piece = vec![0; PIECE_BYTES];
    let mut rest = packed;
    loop {
        let (consumed, produced) = (inflater.total_in(), inflater.total_out());
        let status = inflater.decompress(rest, &mut piece, FlushDecompress::None);
        let status = status.map_err(|_| JweError::Packing)?;
        let length = |now: u64, before: u64| usize::try_from(now - before).unwrap_or(usize::MAX);
        let consumed = length(inflater.total_in(), consumed);
        let produced = length(inflater.total_out(), produced);
        rest = rest.get(consumed..).unwrap_or_default();
        bytes.extend_from_slice(piece.get(..produced).unwrap_or_default());
        if bytes.len() > bytes_max {
            return Err(JweError::TooLarge { max: bytes_max });
        }
        match status {
            Status::StreamEnd if rest.is_empty() => return Ok(bytes),
            Status::StreamEnd => return Err(JweError::Packing),
            _ if consumed == 0 && produced == 0 => return Err(JweError::Packing),
            _ => {}
        }
    }
}

//! Certificates for the office's keys: the request to the administration PKI, and what comes back.
//!
//! Never issues a certificate itself.

use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::x509::{X509, X509NameBuilder, X509ReqBuilder};

use super::BundError;
use crate::error::PortalError;

/// Largest file of certificates.
const PEM_BYTES_MAX: usize = 256 * 1024;
/// Most certificates of a chain.
const KETTE_MAX: usize = 8;

/// Who asks for a certificate; which of these the PKI wants is said in its own papers [G].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Antragsteller {
    /// Common name.
    pub name: String,
    /// The authority.
    pub organisation: String,
    /// Unit of the authority; may be empty.
    pub einheit: String,
    /// Place.
    pub ort: String,
}

/// Returns a request (PKCS#10, PEM), signed with SHA-512.
pub(super) fn antrag(key: &PKey<Private>, wer: &Antragsteller) -> Result<Vec<u8>, PortalError> {
    let make = || -> Result<Vec<u8>, ErrorStack> {
        let mut name = X509NameBuilder::new()?;
        name.append_entry_by_text("C", "DE")?;
        let entries =
            [("O", &wer.organisation), ("OU", &wer.einheit), ("L", &wer.ort), ("CN", &wer.name)];
        for (field, value) in entries {
            if !value.is_empty() {
                name.append_entry_by_text(field, value)?;
            }
        }
        let mut request = X509ReqBuilder::new()?;
        request.set_version(0)?;
        request.set_subject_name(&name.build())?;
        request.set_pubkey(key)?;
        request.sign(key, MessageDigest::sha512())?;
        request.build().to_pem()
    };
    make().map_err(|_| PortalError::Crypto("certificate request"))
}

/// Reads a chain whose first certificate has to belong to the key; returns base64 DER each.
///
/// Chain and dates are not checked: the portal does that when the key is handed to it.
pub(super) fn kette(pem: &[u8], key: &PKey<Private>) -> Result<Vec<String>, BundError> {
    if pem.len() > PEM_BYTES_MAX {
        return Err(BundError::Certificate);
    }
    let chain = X509::stack_from_pem(pem).map_err(|_| BundError::Certificate)?;
    let own = chain.first().and_then(|own| own.public_key().ok());
    if chain.len() > KETTE_MAX || !own.is_some_and(|own| own.public_eq(key)) {
        return Err(BundError::Certificate);
    }
    let der = chain.iter().map(|one| one.to_der()).collect::<Result<Vec<_>, _>>();
    let der = der.map_err(|_| BundError::Certificate)?;
    Ok(der.iter().map(|der| openssl::base64::encode_block(der)).collect())
}

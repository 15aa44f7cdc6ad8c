//! PDFs that are encrypted or signed.
//!
//! Never guarded by a secret that matters.

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::encryption::crypt_filters::{Aes128CryptFilter, Aes256CryptFilter, CryptFilter};
use lopdf::{EncryptionState, EncryptionVersion, Object, Permissions, dictionary};

use crate::pdfs;

/// The ways to encrypt that are in use.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cipher {
    Rc4,
    Aes128,
    Aes256,
}

impl Cipher {
    pub(crate) const ALL: [Cipher; 3] = [Cipher::Rc4, Cipher::Aes128, Cipher::Aes256];
}

/// A document locked in one of the ways.
pub(crate) fn locked_with(cipher: Cipher, password: &str) -> Vec<u8> {
    let mut document = pdfs::document(&["Geheimes Schreiben"]);
    let filters = |filter: Arc<dyn CryptFilter>| BTreeMap::from([(b"StdCF".to_vec(), filter)]);
    let name = || b"StdCF".to_vec();
    let permissions = Permissions::PRINTABLE;
    let state = match cipher {
        Cipher::Rc4 => return pdfs::locked(password),
        Cipher::Aes128 => EncryptionState::try_from(EncryptionVersion::V4 {
            document: &document,
            encrypt_metadata: true,
            crypt_filters: filters(Arc::new(Aes128CryptFilter)),
            stream_filter: name(),
            string_filter: name(),
            owner_password: "amt",
            user_password: password,
            permissions,
        }),
        Cipher::Aes256 => EncryptionState::try_from(EncryptionVersion::V5 {
            encrypt_metadata: true,
            crypt_filters: filters(Arc::new(Aes256CryptFilter)),
            file_encryption_key: &[7; 32],
            stream_filter: name(),
            string_filter: name(),
            owner_password: "amt",
            user_password: password,
            permissions,
        }),
    };
    document.encrypt(&state.unwrap()).unwrap();
    pdfs::saved(document)
}

/// A document with a signature field, as far as looking tells.
pub(crate) fn signed() -> Vec<u8> {
    let mut document = pdfs::document(&["Unterschrieben"]);
    let signature = document.add_object(dictionary! {
        "Type" => "Sig", "Filter" => "Adobe.PPKLite", "SubFilter" => "ETSI.CAdES.detached",
        "ByteRange" => vec![0.into(), 10.into(), 20.into(), 30.into()],
        "Contents" => Object::string_literal("0"),
    });
    document.add_object(
        dictionary! { "FT" => "Sig", "T" => lopdf::text_string("S"), "V" => signature },
    );
    pdfs::saved(document)
}

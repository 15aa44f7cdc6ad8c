//! S/MIME: what a signature says of itself, and the letter inside an opaque one.
//!
//! Never verifies who signed and never decrypts; only says what stands there.

use std::borrow::Cow;

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier};
use der::asn1::{ObjectIdentifier, OctetStringRef};
use der::{Decode, Tagged};
use sha2::{Digest, Sha256, Sha384, Sha512};
use x509_cert::Certificate;

use crate::{ber, guarded, name};

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const ENVELOPED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.3");
const AUTH_ENVELOPED: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.23");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");

/// Largest structure that is looked into.
const CMS_BYTES_MAX: usize = 64 * 1024 * 1024;

/// A cryptographic message.
#[derive(Debug)]
pub(crate) enum Cms {
    /// Signed.
    Signed(Signed),
    /// Encrypted.
    Encrypted,
    /// Something else.
    Other,
}

/// A signature, and what it encloses.
#[derive(Debug, Default)]
pub(crate) struct Signed {
    /// The letter, where it lies inside.
    pub(crate) inhalt: Option<Vec<u8>>,
    /// Name in the signer's certificate.
    pub(crate) unterzeichner: Option<String>,
    /// Algorithm and value of the checksum that was signed.
    digest: Option<(ObjectIdentifier, Vec<u8>)>,
}

impl Signed {
    /// Whether the content has the checksum that was signed; absent where that cannot be told.
    pub(crate) fn fits(&self, content: &[u8]) -> Option<bool> {
        let (algorithm, expected) = self.digest.as_ref()?;
        let found = match *algorithm {
            SHA_256 => Sha256::digest(content).to_vec(),
            SHA_384 => Sha384::digest(content).to_vec(),
            SHA_512 => Sha512::digest(content).to_vec(),
            _ => return None,
        };
        Some(found == *expected)
    }
}

/// Reads a cryptographic message.
pub(crate) fn read(bytes: &[u8]) -> Option<Cms> {
    if bytes.len() > CMS_BYTES_MAX {
        return None;
    }
    let bytes = ber::definite(bytes)?;
    guarded(|| {
        let info = ContentInfo::from_der(&bytes).ok()?;
        Some(match info.content_type {
            SIGNED_DATA => Cms::Signed(signed(&info.content.decode_as::<SignedData>().ok()?)),
            ENVELOPED_DATA | AUTH_ENVELOPED => Cms::Encrypted,
            _ => Cms::Other,
        })
    })?
}

fn signed(data: &SignedData) -> Signed {
    let inhalt = data.encap_content_info.econtent.as_ref();
    let inhalt = inhalt.filter(|any| any.tag() == der::Tag::OctetString);
    let signer = data.signer_infos.0.iter().next();
    let attribute = signer.and_then(|signer| {
        let attributes = signer.signed_attrs.as_ref()?;
        attributes.iter().find(|attribute| attribute.oid == MESSAGE_DIGEST)
    });
    let value = attribute.and_then(|attribute| attribute.values.iter().next());
    let value = value.and_then(|any| any.decode_as::<OctetStringRef<'_>>().ok());
    Signed {
        inhalt: inhalt.map(|any| any.value().to_vec()),
        unterzeichner: signer_certificate(data, signer.map(|signer| &signer.sid))
            .and_then(|certificate| common_name(&certificate)),
        digest: signer
            .zip(value)
            .map(|(signer, value)| (signer.digest_alg.oid, value.as_bytes().to_vec())),
    }
}

fn signer_certificate(data: &SignedData, sid: Option<&SignerIdentifier>) -> Option<Certificate> {
    let certificates = data.certificates.as_ref()?.0.iter().filter_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => Some(certificate),
        CertificateChoices::Other(_) => None,
    });
    let mut certificates = certificates.peekable();
    let first = certificates.peek().map(|certificate| (*certificate).clone());
    let signers = certificates.find(|certificate| {
        let certificate = &certificate.tbs_certificate;
        matches!(sid, Some(SignerIdentifier::IssuerAndSerialNumber(id))
            if id.issuer == certificate.issuer && id.serial_number == certificate.serial_number)
    });
    signers.cloned().or(first)
}

fn common_name(certificate: &Certificate) -> Option<String> {
    let subject = &certificate.tbs_certificate.subject;
    let mut attributes = subject.0.iter().flat_map(|rdn| rdn.0.iter());
    let common_name = attributes.rfind(|attribute| attribute.oid == COMMON_NAME)?;
    let bytes = common_name.value.value();
    let text = if common_name.value.tag() == der::Tag::BmpString {
        Cow::Owned(encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0.into_owned())
    } else {
        crate::decode::utf8_or_western(bytes)
    };
    name::line(&text)
}

/// Writes line ends as they are signed.
pub(crate) fn canonical(content: &[u8]) -> Vec<u8> {
    let mut canonical = Vec::with_capacity(content.len() + content.len() / 32);
    let mut before = 0;
    for byte in content {
        if *byte == b'\n' && before != b'\r' {
            canonical.push(b'\r');
        }
        canonical.push(*byte);
        before = *byte;
    }
    canonical
}

//! A signature's own bytes: a CMS message with the digest of what was signed.
//!
//! Never verifies the signature value: only digests are compared.

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{GeneralizedTime, ObjectIdentifier, OctetString};
use der::{Any, Decode, Encode, Header, SliceReader, Tag, Tagged};
use domain::Zeitpunkt;
use domain::merkmale::Unversehrt;
use sha1::{Digest, Sha1};
use sha2::{Sha224, Sha256, Sha384, Sha512};
use x509_cert::Certificate;
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_cert::time::Time;

use crate::text::one_line;

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const TIME_STAMP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const KEY_IDENTIFIER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.14");
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const SHA224: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.4");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");

/// What a signature says.
pub(super) struct Said {
    pub(super) name: Option<String>,
    pub(super) um: Option<Zeitpunkt>,
    pub(super) unversehrt: Unversehrt,
}

/// Reads a signature over some stretches of bytes; `None` if it is not a CMS message.
pub(super) fn read(contents: &[u8], art: &str, signed: [&[u8]; 2]) -> Option<Said> {
    // Room that was not needed is filled with zeros, so what follows the message is ignored.
    let message = ContentInfo::decode(&mut SliceReader::new(contents).ok()?).ok()?;
    if message.content_type != SIGNED_DATA {
        return None;
    }
    let data: SignedData = message.content.decode_as().ok()?;
    let signer = data.signer_infos.0.iter().next()?;
    let content = data.encap_content_info.econtent.as_ref();
    let content = content.and_then(|content| content.decode_as::<OctetString>().ok());
    let content = content.as_ref().map(OctetString::as_bytes);
    let said = attribute(signer, MESSAGE_DIGEST).and_then(|a| a.decode_as::<OctetString>().ok());
    let said = said.as_ref().map(OctetString::as_bytes);
    let stamp = (data.encap_content_info.econtent_type == TIME_STAMP)
        .then(|| TimeStamp::read(content?))
        .flatten();
    let agrees = match (art, &stamp) {
        (_, Some(stamp)) => both(
            Some(digest(stamp.algorithm, &signed)? == stamp.digest),
            said.map(|said| digest(signer.digest_alg.oid, &[content?]).map(|d| d == said))?,
        ),
        ("adbe.pkcs7.sha1", None) => both(
            content.map(|content| Sha1::digest(signed.concat())[..] == *content),
            said.map(|said| digest(signer.digest_alg.oid, &[content?]).map(|d| d == said))
                .unwrap_or(Some(true)),
        ),
        _ => said.and_then(|said| Some(digest(signer.digest_alg.oid, &signed)? == said)),
    };
    let time =
        attribute(signer, SIGNING_TIME).and_then(|time| Time::from_der(&time.to_der().ok()?).ok());
    let time = time.map(|time| time.to_unix_duration()).or(stamp.and_then(|stamp| stamp.time));
    Some(Said {
        name: certificate(&data, signer).and_then(common_name),
        um: time.and_then(|time| Zeitpunkt::from_second(time.as_secs().try_into().ok()?).ok()),
        unversehrt: match agrees {
            Some(true) => Unversehrt::Ja,
            Some(false) => Unversehrt::Nein,
            None => Unversehrt::Unklar,
        },
    })
}

/// Two comparisons of which either may be impossible; one that fails decides.
fn both(first: Option<bool>, second: Option<bool>) -> Option<bool> {
    match (first, second) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn digest(algorithm: ObjectIdentifier, parts: &[&[u8]]) -> Option<Vec<u8>> {
    fn of<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
        let mut digest = D::new();
        parts.iter().for_each(|part| digest.update(part));
        digest.finalize().to_vec()
    }
    match algorithm {
        SHA1 => Some(of::<Sha1>(parts)),
        SHA224 => Some(of::<Sha224>(parts)),
        SHA256 => Some(of::<Sha256>(parts)),
        SHA384 => Some(of::<Sha384>(parts)),
        SHA512 => Some(of::<Sha512>(parts)),
        _ => None,
    }
}

fn attribute(signer: &SignerInfo, oid: ObjectIdentifier) -> Option<&Any> {
    let attributes = signer.signed_attrs.as_ref()?;
    attributes.iter().find(|attribute| attribute.oid == oid)?.values.get(0)
}

/// Finds the signer's certificate.
fn certificate<'a>(data: &'a SignedData, signer: &SignerInfo) -> Option<&'a Certificate> {
    let is_signers = |certificate: &Certificate| match &signer.sid {
        SignerIdentifier::IssuerAndSerialNumber(id) => {
            id.issuer == certificate.tbs_certificate.issuer
                && id.serial_number == certificate.tbs_certificate.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(id) => {
            let extensions = certificate.tbs_certificate.extensions.as_deref().unwrap_or_default();
            let found = extensions.iter().find(|extension| extension.extn_id == KEY_IDENTIFIER);
            let known = found.map(|e| SubjectKeyIdentifier::from_der(e.extn_value.as_bytes()));
            matches!(known, Some(Ok(known)) if known == *id)
        }
    };
    data.certificates.as_ref()?.0.iter().find_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) if is_signers(certificate) => {
            Some(certificate)
        }
        _ => None,
    })
}

fn common_name(certificate: &Certificate) -> Option<String> {
    let parts = certificate.tbs_certificate.subject.0.iter().flat_map(|part| part.0.iter());
    let name = parts.rev().find(|part| part.oid == COMMON_NAME)?;
    let bytes = name.value.value();
    let text = match name.value.tag() {
        Tag::BmpString => {
            let units =
                bytes.chunks_exact(2).filter_map(|u| Some(u16::from_be_bytes(u.try_into().ok()?)));
            char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
        }
        Tag::TeletexString => bytes.iter().map(|byte| char::from(*byte)).collect(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    one_line(&text)
}

/// What a time stamp says it stamped, and when.
struct TimeStamp {
    algorithm: ObjectIdentifier,
    digest: Vec<u8>,
    time: Option<std::time::Duration>,
}

impl TimeStamp {
    fn read(bytes: &[u8]) -> Option<TimeStamp> {
        let mut reader = SliceReader::new(bytes).ok()?;
        Header::decode(&mut reader).ok()?;
        let _version = Any::decode(&mut reader).ok()?;
        let _policy = Any::decode(&mut reader).ok()?;
        let imprint = Any::decode(&mut reader).ok()?;
        let _serial = Any::decode(&mut reader).ok()?;
        // Fractions of a second are allowed, and not read here.
        let time = GeneralizedTime::decode(&mut reader).ok().map(|time| time.to_unix_duration());
        let mut imprint = SliceReader::new(imprint.value()).ok()?;
        let algorithm = AlgorithmIdentifierOwned::decode(&mut imprint).ok()?.oid;
        let digest = OctetString::decode(&mut imprint).ok()?.into_bytes();
        Some(TimeStamp { algorithm, digest, time })
    }
}

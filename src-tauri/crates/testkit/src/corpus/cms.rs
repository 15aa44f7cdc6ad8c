//! A signature's envelope (CMS) as a signing program would leave it in a PDF.
//!
//! Never a real signature: the digest is right, the signature value is noise, and the
//! certificate is nobody's. No program that checks signatures would trust it.

use sha2::{Digest, Sha256};

const SHA256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const SHA256_RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
const CONTENT_TYPE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x03];
const MESSAGE_DIGEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x04];
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];

/// Returns a detached envelope over bytes, in DER.
pub(super) fn detached(signed: &[u8], name: &str) -> Vec<u8> {
    let digest = Sha256::digest(signed);
    let algorithm = sequence(&[oid(SHA256), null()]);
    let attributes = [
        sequence(&[oid(CONTENT_TYPE), set(&[oid(DATA)])]),
        sequence(&[oid(MESSAGE_DIGEST), set(&[tlv(0x04, &digest)])]),
    ];
    let issuer = sequence(&[distinguished(name), integer(1)]);
    let signer = sequence(&[
        integer(1),
        issuer,
        algorithm.clone(),
        tlv(0xa0, &attributes.concat()),
        sequence(&[oid(RSA), null()]),
        tlv(0x04, &[0x5a; 256]),
    ]);
    let signed_data = sequence(&[
        integer(1),
        set(&[algorithm]),
        sequence(&[oid(DATA)]),
        tlv(0xa0, &certificate(name)),
        set(&[signer]),
    ]);
    sequence(&[oid(SIGNED_DATA), tlv(0xa0, &signed_data)])
}

fn certificate(name: &str) -> Vec<u8> {
    let algorithm = sequence(&[oid(SHA256_RSA), null()]);
    let key = sequence(&[tlv(0x02, &[&[0x00][..], &[0xc1; 256]].concat()), integer(3)]);
    let body = sequence(&[
        tlv(0xa0, &integer(2)),
        integer(1),
        algorithm.clone(),
        distinguished(name),
        sequence(&[tlv(0x17, b"260101000000Z"), tlv(0x17, b"300101000000Z")]),
        distinguished(name),
        sequence(&[sequence(&[oid(RSA), null()]), bits(&key)]),
    ]);
    sequence(&[body, algorithm, bits(&[0x5a; 256])])
}

fn distinguished(name: &str) -> Vec<u8> {
    sequence(&[set(&[sequence(&[oid(COMMON_NAME), tlv(0x0c, name.as_bytes())])])])
}

fn tlv(tag: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let length = body.len();
    match u8::try_from(length) {
        Ok(short @ 0..128) => out.push(short),
        _ => {
            let bytes: Vec<u8> =
                length.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
            out.push(0x80 | u8::try_from(bytes.len()).unwrap_or(0));
            out.extend(bytes);
        }
    }
    out.extend(body);
    out
}

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

fn set(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x31, &parts.concat())
}

fn oid(body: &[u8]) -> Vec<u8> {
    tlv(0x06, body)
}

fn null() -> Vec<u8> {
    tlv(0x05, &[])
}

fn integer(value: u8) -> Vec<u8> {
    tlv(0x02, &[value])
}

fn bits(body: &[u8]) -> Vec<u8> {
    tlv(0x03, &[&[0][..], body].concat())
}

//! Locked PDFs: every cipher of the format, with a password for reading, with one for changing
//! only, with a certificate, and one that was locked badly.
//!
//! Never with a password that is used anywhere. AES draws random numbers inside the library, so
//! these files differ from run to run.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, Result};
use lopdf::encryption::crypt_filters::{Aes128CryptFilter, Aes256CryptFilter, CryptFilter};
use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions, StringFormat};

use super::raw::{Raw, letter_page, pages};
use super::{Sample, Shelf, sample};
use crate::bad::PASSWORD;
use crate::rng::Rng;

pub(super) fn put(shelf: &mut Shelf<'_>, seed: u64) -> Result<()> {
    shelf.put_all(samples(seed)?)
}

pub(super) fn samples(seed: u64) -> Result<Vec<Sample>> {
    let mut samples = odd(seed)?;
    for (name, user) in [("kennwort", PASSWORD), ("nur-rechte", "")] {
        for (cipher, lock) in CIPHERS {
            let bytes = locked(user, seed, lock)?;
            let file = sample("gesperrt", format!("gesperrt/{cipher}-{name}.pdf"), bytes);
            // What opens without a password is read like any other.
            let open = user.is_empty();
            samples.push(if open { file.pages(3).text(true) } else { file.text(false).look(true) });
        }
    }
    Ok(samples)
}

type Lock = for<'a> fn(&'a Document, &'a str, &'a [u8]) -> EncryptionVersion<'a>;

const CIPHERS: [(&str, Lock); 4] =
    [("rc4-40", rc4_40), ("rc4-128", rc4_128), ("aes-128", aes_128), ("aes-256", aes_256)];

fn rc4_40<'a>(document: &'a Document, user: &'a str, _: &'a [u8]) -> EncryptionVersion<'a> {
    let (owner_password, user_password) = (PASSWORD, user);
    let permissions = Permissions::all();
    EncryptionVersion::V1 { document, owner_password, user_password, permissions }
}

fn rc4_128<'a>(document: &'a Document, user: &'a str, _: &'a [u8]) -> EncryptionVersion<'a> {
    let (owner_password, user_password, key_length) = (PASSWORD, user, 128);
    let permissions = Permissions::all();
    EncryptionVersion::V2 { document, owner_password, user_password, key_length, permissions }
}

fn aes_128<'a>(document: &'a Document, user: &'a str, _: &'a [u8]) -> EncryptionVersion<'a> {
    let filter: Arc<dyn CryptFilter> = Arc::new(Aes128CryptFilter);
    EncryptionVersion::V4 {
        document,
        encrypt_metadata: true,
        crypt_filters: BTreeMap::from([(b"StdCF".to_vec(), filter)]),
        stream_filter: b"StdCF".to_vec(),
        string_filter: b"StdCF".to_vec(),
        owner_password: PASSWORD,
        user_password: user,
        permissions: Permissions::all(),
    }
}

fn aes_256<'a>(_: &'a Document, user: &'a str, key: &'a [u8]) -> EncryptionVersion<'a> {
    let filter: Arc<dyn CryptFilter> = Arc::new(Aes256CryptFilter);
    EncryptionVersion::V5 {
        encrypt_metadata: true,
        crypt_filters: BTreeMap::from([(b"StdCF".to_vec(), filter)]),
        file_encryption_key: key,
        stream_filter: b"StdCF".to_vec(),
        string_filter: b"StdCF".to_vec(),
        owner_password: PASSWORD,
        user_password: user,
        permissions: Permissions::all(),
    }
}

/// Three pages of text, locked.
fn locked(user: &str, seed: u64, lock: Lock) -> Result<Vec<u8>> {
    let mut document = Document::load_mem(&pages(3))?;
    let id = Object::String(b"Forsthaus Korpus".to_vec(), StringFormat::Literal);
    document.trailer.set("ID", vec![id.clone(), id]);
    let mut rng = Rng::new(seed);
    let key: Vec<u8> = (0..4).flat_map(|_| rng.next_u64().to_le_bytes()).collect();
    let state = EncryptionState::try_from(lock(&document, user, &key)).context("lock")?;
    document.encrypt(&state).context("lock")?;
    let mut bytes = Vec::new();
    document.save_to(&mut bytes)?;
    Ok(bytes)
}

fn odd(seed: u64) -> Result<Vec<Sample>> {
    let whole = locked(PASSWORD, seed, aes_256)?;
    // The check value of the password is cut down: no password fits any more.
    let malformed =
        replaced(&whole, b"/U(", b"/U()/X(").or_else(|| replaced(&whole, b"/U<", b"/U<>/X<"));
    let file = |name: &str, bytes| {
        sample("gesperrt", format!("gesperrt/{name}.pdf"), bytes).text(false).look(true)
    };
    Ok(vec![
        file("aes-256-verdorben", malformed.context("no password entry in a locked file")?),
        file("zertifikat", by_certificate()),
        file("unbekanntes-schloss", by_unknown_handler()),
        file("schloss-ohne-schluessel", with_lock("<< /Filter /Standard /V 4 /R 4 >>")),
    ])
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Option<Vec<u8>> {
    let at = bytes.windows(from.len()).position(|window| window == from)?;
    Some([bytes.get(..at)?, to, bytes.get(at + from.len()..)?].concat())
}

fn with_lock(lock: &str) -> Vec<u8> {
    let mut raw = Raw::new();
    let lock = raw.add(lock);
    raw.trailer = format!("/Encrypt {lock} 0 R /ID [<00112233> <00112233>]");
    let root = raw.book(&[letter_page(1)], "", "");
    raw.finish(root)
}

/// Locked for the holder of a private key: the shape, with recipients that are noise.
fn by_certificate() -> Vec<u8> {
    with_lock(
        "<< /Filter /Adobe.PubSec /SubFilter /adbe.pkcs7.s5 /V 4 /Length 128 \
         /CF << /DefaultCryptFilter << /CFM /AESV2 /Length 16 /EncryptMetadata true \
         /Recipients [<3080060A2A864886F70D010703>] >> >> /StmF /DefaultCryptFilter \
         /StrF /DefaultCryptFilter >>",
    )
}

fn by_unknown_handler() -> Vec<u8> {
    with_lock("<< /Filter /Lindenhain.Tresor /V 9 /Length 512 >>")
}

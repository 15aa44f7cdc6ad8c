//! Files that no one should have to open: empty, cut off, lying about their kind, or made to
//! burst whoever unpacks them.
//!
//! Never harmful by themselves; a bomb holds nothing but spaces.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, ZlibEncoder};
use lopdf::{Dictionary, Document, EncryptionState, EncryptionVersion, Object, Permissions};
use lopdf::{Stream, StringFormat, dictionary};

use crate::rng::Rng;
use crate::uebung;

/// Bytes that the page content of [`bomb_pdf`] inflates to.
pub const BOMB_BYTES: u64 = 2049 * MIB;

/// Password of [`locked_pdf`].
pub const PASSWORD: &str = "Lindenhain";

const MIB: u64 = 1 << 20;

/// Returns a file without a single byte.
pub const fn empty() -> Vec<u8> {
    Vec::new()
}

/// Returns a letter of which the last part never arrived.
pub fn truncated_pdf() -> Vec<u8> {
    let mut bytes = any_letter();
    bytes.truncate(bytes.len() * 3 / 5);
    bytes
}

/// Returns noise without any format; call it `.pdf` and no reader will agree.
pub fn garbage(seed: u64) -> Vec<u8> {
    let mut rng = Rng::new(seed);
    (0..4096).flat_map(|_| rng.next_u64().to_le_bytes()).collect()
}

/// Returns a name of 300 characters with umlauts, as only archives, mails and dialogs can hand it
/// over: file systems allow 255.
pub fn long_name() -> String {
    name_of(296)
}

/// Returns the longest name with umlauts that Linux file systems take: 255 bytes.
pub fn longest_name() -> String {
    let mut name = name_of(251);
    while name.len() > 255 {
        name.remove(0);
    }
    while name.len() < 255 {
        name.insert(0, 'x');
    }
    name
}

/// Returns a PDF of a few kilobytes whose page content inflates to more than 2 GiB.
///
/// The content is deflated twice, as the format allows.
pub fn bomb_pdf() -> Vec<u8> {
    let inner = deflated_spaces(BOMB_BYTES / MIB);
    let filters = vec![Object::from("FlateDecode"), Object::from("FlateDecode")];
    one_page(Stream::new(dictionary! { "Filter" => filters }, zlib(&inner)))
}

/// Returns a PDF of about 2 MB whose page content inflates to more than 2 GiB in a single step,
/// for readers that unpack only once.
pub fn plain_bomb_pdf() -> Vec<u8> {
    let content = deflated_spaces(BOMB_BYTES / MIB);
    one_page(Stream::new(dictionary! { "Filter" => "FlateDecode" }, content))
}

/// Returns a letter that opens only with [`PASSWORD`].
///
/// The lock is the oldest of the format: the only one that needs no random bytes.
#[expect(clippy::expect_used, reason = "the input is our own letter; a test opens the result")]
pub fn locked_pdf() -> Vec<u8> {
    let mut document = Document::load_mem(&any_letter()).expect("our own letter");
    let state = EncryptionState::try_from(EncryptionVersion::V1 {
        document: &document,
        owner_password: PASSWORD,
        user_password: PASSWORD,
        permissions: Permissions::all(),
    })
    .expect("our own letter has an id");
    document.encrypt(&state).expect("our own letter is not locked yet");
    written(&mut document)
}

fn any_letter() -> Vec<u8> {
    uebung::letters().first().map(|(_, letter)| letter.to_pdf()).unwrap_or_default()
}

fn name_of(characters: usize) -> String {
    let stem: String = "Größenänderungsübersicht_".chars().cycle().take(characters).collect();
    stem + ".pdf"
}

/// Deflates `mib` MiB of spaces without ever holding them.
#[expect(clippy::expect_used, reason = "writing to memory cannot fail")]
pub(crate) fn deflated_spaces(mib: u64) -> Vec<u8> {
    let block = vec![b' '; MIB as usize];
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    let mut step = || {
        let before = encoder.get_ref().len();
        encoder.write_all(&block).expect("memory");
        encoder.flush().expect("memory");
        encoder.get_ref().get(before..).map(<[u8]>::to_vec).unwrap_or_default()
    };
    // A flush ends on a whole byte and everything looked back at is spaces: from the second block
    // on each one is deflated to the same bytes.
    let (first, second) = (step(), step());
    let mut out = vec![0x78, 0xda];
    out.extend_from_slice(&first);
    for _ in 1..mib {
        out.extend_from_slice(&second);
    }
    // An empty last block, and the checksum that closes the stream.
    out.extend_from_slice(&[0x03, 0x00]);
    out.extend_from_slice(&adler32_of_spaces(mib * MIB).to_be_bytes());
    out
}

fn adler32_of_spaces(count: u64) -> u32 {
    const MODULUS: u128 = 65_521;
    let (n, space) = (u128::from(count), u128::from(b' '));
    let low = (1 + n * space) % MODULUS;
    let high = (n + space * (n * (n + 1) / 2)) % MODULUS;
    u32::try_from((high << 16) | low).unwrap_or(0)
}

#[expect(clippy::expect_used, reason = "writing to memory cannot fail")]
pub(crate) fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn one_page(content: Stream) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let content = document.add_object(content);
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => Dictionary::new(),
    });
    let tree = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, tree.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let id = Object::String(b"Forsthaus testkit".to_vec(), StringFormat::Literal);
    document.trailer.set("ID", vec![id.clone(), id]);
    written(&mut document)
}

#[expect(clippy::expect_used, reason = "writing to memory cannot fail")]
fn written(document: &mut Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("memory");
    bytes
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::ZlibDecoder;
    use lopdf::LoadOptions;

    use super::*;

    #[test]
    fn bomb_is_small_and_valid_and_bursts() {
        let bomb = bomb_pdf();
        assert!(bomb.len() < 20_000, "{} bytes", bomb.len());
        assert!(plain_bomb_pdf().len() < 3_000_000);
        assert!(bomb == bomb_pdf(), "not the same bytes again");
        let document = Document::load_mem(&bomb).unwrap();
        assert_eq!(document.get_pages().len(), 1);
    }

    #[test]
    fn deflated_spaces_are_what_they_claim() {
        let mut spaces = Vec::new();
        ZlibDecoder::new(&deflated_spaces(5)[..]).read_to_end(&mut spaces).unwrap();
        assert_eq!(spaces.len() as u64, 5 * MIB);
        assert!(spaces.iter().all(|&byte| byte == b' '));
    }

    #[test]
    fn broken_files_are_broken() {
        assert!(empty().is_empty());
        assert!(truncated_pdf().starts_with(b"%PDF-"));
        assert!(!truncated_pdf().windows(5).any(|window| window == b"%%EOF"));
        assert!(!garbage(1).starts_with(b"%PDF-"));
        assert!(garbage(1) == garbage(1), "not the same bytes again");
    }

    #[test]
    fn names_are_as_long_as_they_say() {
        assert_eq!(long_name().chars().count(), 300);
        assert_eq!(longest_name().len(), 255);
        assert!(longest_name().contains("ä") && longest_name().ends_with(".pdf"));
    }

    #[test]
    fn locked_letter_opens_with_its_password_only() {
        let locked = locked_pdf();
        assert!(locked == locked_pdf(), "not the same bytes again");
        let load =
            |word| Document::load_mem_with_options(&locked, LoadOptions::with_password(word));
        assert!(load("falsch").is_err());
        assert!(load(PASSWORD).unwrap().was_encrypted());
    }
}

//! Facts about a PDF: pages, title, dates, password, signatures, text.
//!
//! Never writes a PDF, never tries a password other than the empty one, and never takes a file
//! without pages for a readable one.

use hayro::hayro_syntax::{LoadPdfError, Pdf};
use lopdf::xref::XrefRecovery;
use lopdf::{DecompressError, Dictionary, Document, LoadOptions, Object, ObjectId};

use super::sniff::{contains, tail};
use super::{Befund, date, guarded, hinweis, pdf_text, text};

/// Most that one object or cross-reference stream may unpack to.
pub(super) const STREAM_BYTES_MAX: usize = 64 * 1024 * 1024;
/// A complete PDF ends with `%%EOF` within this distance.
const EOF_WITHIN: usize = 2048;

/// Reads the facts; returns whether drawing the first page makes sense.
pub(super) fn read(bytes: &[u8], befund: &mut Befund) -> bool {
    let options = LoadOptions::with_max_decompressed_size(STREAM_BYTES_MAX);
    match guarded(|| Document::load_mem_with_options(bytes, options)) {
        Some(Ok(document)) => of_document(document, bytes, befund),
        Some(Err(lopdf::Error::Decompress(DecompressError::MemoryLimitExceeded { .. }))) => {
            befund.signiert = signed_bytes(bytes);
            befund.check(hinweis::STARK_GEPACKT);
            false
        }
        Some(Err(_)) | None => second_reader(bytes, befund),
    }
}

fn of_document(mut document: Document, bytes: &[u8], befund: &mut Befund) -> bool {
    let pages: Vec<ObjectId> = guarded(|| document.page_iter().collect()).unwrap_or_default();
    if document.is_encrypted() && pages.is_empty() {
        befund.verschluesselt = true;
        befund.signiert = signed_bytes(bytes);
        befund.check(hinweis::KENNWORT);
        return false;
    }
    if pages.is_empty() {
        return second_reader(bytes, befund);
    }
    befund.seiten = u32::try_from(pages.len()).ok();
    // A password hides the signature dictionaries' types, never their ByteRange.
    befund.signiert = guarded(|| signed(&document)).unwrap_or(true);
    if let Some((titel, erstellt_um)) = guarded(|| info(&document)) {
        befund.titel = titel;
        befund.erstellt_um = erstellt_um;
    }
    if damaged(&document, &pages, bytes) {
        befund.check(hinweis::BESCHAEDIGT);
    }
    pdf_text::prefer_to_unicode(&mut document);
    let found = pdf_text::read(&document, &pages);
    befund.textebene = !found.text.is_empty();
    befund.text = found.text;
    if found.truncated {
        befund.note(hinweis::TEXT_GEKUERZT);
    }
    if found.oversized {
        befund.check(hinweis::STARK_GEPACKT);
    }
    !found.oversized
}

/// Asks another reader where the first found nothing.
fn second_reader(bytes: &[u8], befund: &mut Befund) -> bool {
    befund.signiert = signed_bytes(bytes);
    let answer = guarded(|| Pdf::new(bytes.to_vec()).map(|pdf| pdf.pages().len()));
    match answer {
        Some(Ok(pages @ 1..)) => {
            befund.seiten = u32::try_from(pages).ok();
            befund.check(if ends(bytes) { hinweis::TEXT_FEHLT } else { hinweis::BESCHAEDIGT });
            true
        }
        Some(Err(LoadPdfError::Decryption(_))) => {
            befund.verschluesselt = true;
            befund.check(hinweis::KENNWORT);
            false
        }
        _ => {
            befund.check(hinweis::BESCHAEDIGT);
            false
        }
    }
}

/// Whether part of the file is missing: its table had to be rebuilt and its end is not there, or
/// a page cannot be found.
fn damaged(document: &Document, pages: &[ObjectId], bytes: &[u8]) -> bool {
    let rebuilt = document.xref_recovery == Some(XrefRecovery::Reconstructed);
    (rebuilt && !ends(bytes)) || pages.iter().any(|page| document.get_dictionary(*page).is_err())
}

fn ends(bytes: &[u8]) -> bool {
    contains(tail(bytes, EOF_WITHIN), b"%%EOF")
}

fn info(document: &Document) -> (Option<String>, Option<domain::Zeitpunkt>) {
    let Ok(info) = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict) else {
        return (None, None);
    };
    let string = |key: &[u8]| {
        let value = info.get_deref(key, document).ok()?;
        lopdf::decode_text_string(value).ok()
    };
    let titel = string(b"Title").and_then(|titel| text::one_line(&titel));
    (titel, string(b"CreationDate").and_then(|created| date::parse(&created)))
}

fn signed(document: &Document) -> bool {
    document.objects.values().any(|object| signature_in(object, 0))
}

/// Whether an object is or directly holds a signature.
fn signature_in(object: &Object, depth: u32) -> bool {
    const DEPTH_MAX: u32 = 8;
    if depth > DEPTH_MAX {
        return false;
    }
    match object {
        Object::Dictionary(dictionary) => {
            is_signature(dictionary)
                || dictionary.iter().any(|(_, value)| signature_in(value, depth + 1))
        }
        Object::Array(values) => values.iter().any(|value| signature_in(value, depth + 1)),
        _ => false,
    }
}

fn is_signature(dictionary: &Dictionary) -> bool {
    let name = |key| dictionary.get(key).and_then(Object::as_name).unwrap_or_default();
    dictionary.has(b"ByteRange")
        || matches!(name(b"Type"), b"Sig" | b"DocTimeStamp")
        || (name(b"FT") == b"Sig" && dictionary.has(b"V"))
}

/// Looks for a signature where the file cannot be parsed.
fn signed_bytes(bytes: &[u8]) -> bool {
    contains(bytes, b"/ByteRange")
}

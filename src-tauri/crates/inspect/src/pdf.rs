//! Facts about a PDF, its text, and what its first page can be drawn from.
//!
//! Never writes a PDF, never tries a password that was not given, and never takes a file without
//! pages for a readable one.

mod active;
mod attachments;
pub(crate) mod boxes;
mod effort;
mod facts;
mod font;
pub(crate) mod giant;
mod pages;
mod second;
mod security;
mod signatures;
mod size;
mod text;

use domain::merkmale::Schutz;
use lopdf::xref::XrefRecovery;
use lopdf::{Document, ObjectId};

use crate::sniff::{contains, tail};
use crate::{Befund, Picture, Secret, guarded, hinweis, rechnung};
use security::Opened;

/// Most that one object or cross-reference stream may unpack to.
const STREAM_BYTES_MAX: usize = 64 * 1024 * 1024;
/// A complete PDF ends with `%%EOF` within this distance.
const EOF_WITHIN: usize = 2048;

/// Reads the facts; returns what the first page can be drawn from.
pub(crate) fn read(bytes: &[u8], password: Option<&str>, befund: &mut Befund) -> Picture {
    match security::open(bytes, password) {
        Opened::Document(document, schutz) => {
            of_document(*document, schutz, bytes, password, befund)
        }
        Opened::Packed => {
            befund.merkmale.signiert = signatures::in_bytes(bytes);
            befund.check(hinweis::STARK_GEPACKT);
            Picture::None
        }
        Opened::Locked => second::read(bytes, password, true, befund),
        Opened::Unread => second::read(bytes, password, false, befund),
    }
}

fn of_document(
    mut document: Document,
    schutz: Schutz,
    bytes: &[u8],
    password: Option<&str>,
    befund: &mut Befund,
) -> Picture {
    let pages = guarded(|| pages::of(&mut document)).unwrap_or_default();
    if pages.is_empty() {
        return second::read(bytes, password, false, befund);
    }
    befund.merkmale.seiten = u32::try_from(pages.len()).ok();
    befund.merkmale.schutz = schutz;
    befund.merkmale.verschluesselt = schutz == Schutz::Kennwort;
    // A step that panics loses its own facts only; what it left half-made is not looked at again.
    let _ = guarded(|| facts::read(&document, &pages, &mut befund.merkmale));
    if damaged(&document, &pages, bytes) {
        befund.check(hinweis::BESCHAEDIGT);
    }
    signatures::read(&document, bytes, befund);
    let inside = guarded(|| attachments::find(&document)).unwrap_or_default();
    let _ = guarded(|| active::read(&document, &inside, befund));
    // A password that was not needed would not open the document.
    let password = password.filter(|_| schutz == Schutz::Kennwort);
    let picture = picture(&document, &pages, password, befund);
    let packed = text_of(&mut document, &pages, bytes, password, befund);
    for xml in inside.invoices(&document) {
        rechnung::embedded(&xml, befund);
    }
    if packed { Picture::None } else { picture }
}

/// Chooses what the first page is drawn from, so that drawing stays within bounds.
fn picture(
    document: &Document,
    pages: &[ObjectId],
    password: Option<&str>,
    befund: &mut Befund,
) -> Picture {
    let Some(first) = pages.first() else { return Picture::None };
    let demand = guarded(|| size::Scale::new(document).page(*first));
    let Some(demand) = demand else { return Picture::None };
    if demand.packed {
        befund.check(hinweis::STARK_GEPACKT);
        return Picture::None;
    }
    if demand.drawable() {
        if guarded(|| effort::of(document, *first)).is_none_or(effort::Effort::is_too_much) {
            befund.note(hinweis::RIESENBILD_OHNE_VORSCHAU);
            return Picture::None;
        }
        return Picture::Pdf(Secret::new(password));
    }
    let giant = demand.largest.and_then(|id| giant::Giant::new(document, id, *first));
    match giant {
        Some(giant) => {
            befund.note(hinweis::RIESENBILD);
            Picture::Giant(Box::new(giant))
        }
        None => {
            befund.note(hinweis::RIESENBILD_OHNE_VORSCHAU);
            Picture::None
        }
    }
}

/// Reads the text; returns whether some of it unpacks beyond reason.
fn text_of(
    document: &mut Document,
    pages: &[ObjectId],
    bytes: &[u8],
    password: Option<&str>,
    befund: &mut Befund,
) -> bool {
    text::prefer_to_unicode(document);
    let mut read = text::read(document, pages);
    if !read.oversized {
        second::fill(document, pages, bytes, password, &mut read.pages);
    }
    let without = read.pages.iter().filter(|page| page.text.is_empty() && page.painted).count();
    befund.merkmale.seiten_ohne_text = u32::try_from(without).unwrap_or(u32::MAX);
    let packed = read.oversized;
    let (text, truncated) = read.join();
    befund.merkmale.textebene = !text.is_empty();
    befund.text = text;
    if truncated {
        befund.note(hinweis::TEXT_GEKUERZT);
    }
    if packed {
        befund.check(hinweis::STARK_GEPACKT);
    }
    packed
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

//! The second reader: asked where the first finds no pages, or no text on a page.
//!
//! Never asked about a file whose parts unpack beyond reason.

use hayro::hayro_interpret::InterpreterCache;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use lopdf::{Document, ObjectId};

use super::effort::Effort;
use super::text::PageText;
use super::{boxes, ends, security, signatures, size};
use crate::text::{TextSink, one_line};
use crate::{Befund, Picture, Secret, TEXT_BYTES_MAX, date, guarded, hinweis};
use domain::merkmale::{AktiverInhalt, Schutz};

/// Reads the facts where the first reader found no pages.
pub(super) fn read(
    bytes: &[u8],
    password: Option<&str>,
    locked: bool,
    befund: &mut Befund,
) -> Picture {
    befund.merkmale.signiert = signatures::in_bytes(bytes);
    if guarded(|| size::any_beyond(bytes)).unwrap_or(true) {
        befund.check(hinweis::STARK_GEPACKT);
        return Picture::None;
    }
    match open(bytes, password) {
        Ok((pdf, opened_by)) if !pdf.pages().is_empty() => {
            if crate::sniff::contains(bytes, b"/Encrypt") {
                let needed = opened_by.is_some();
                befund.merkmale.verschluesselt = needed;
                befund.merkmale.schutz = if needed { Schutz::Kennwort } else { Schutz::NurRechte };
            }
            active_in_bytes(bytes, befund);
            if facts(&pdf, bytes, befund).is_too_much() {
                befund.note(hinweis::RIESENBILD_OHNE_VORSCHAU);
                return Picture::None;
            }
            Picture::Pdf(Secret::new(opened_by))
        }
        Err(Some(LoadPdfError::Decryption(error))) => {
            security::locked(bytes, password, Some(error), befund);
            Picture::None
        }
        _ if locked => {
            security::locked(bytes, password, None, befund);
            Picture::None
        }
        _ => {
            befund.check(hinweis::BESCHAEDIGT);
            Picture::None
        }
    }
}

/// Opens a document without a password, or else with the one given.
pub(super) fn open<'p>(
    bytes: &[u8],
    password: Option<&'p str>,
) -> Result<(Pdf, Option<&'p str>), Option<LoadPdfError>> {
    let load = |password| {
        guarded(|| Pdf::new_with_password(bytes.to_vec(), password))
            .map_or(Err(None), |result| result.map_err(Some))
    };
    match (load(""), password) {
        (Ok(pdf), _) => Ok((pdf, None)),
        (Err(Some(LoadPdfError::Decryption(_))), Some(password)) => {
            load(password).map(|pdf| (pdf, Some(password)))
        }
        (Err(error), _) => Err(error),
    }
}

/// Reads the facts; returns what drawing the first page would take.
fn facts(pdf: &Pdf, bytes: &[u8], befund: &mut Befund) -> Effort {
    befund.merkmale.seiten = u32::try_from(pdf.pages().len()).ok();
    let metadata = pdf.metadata();
    let string = |value: &Option<Box<[u8]>>| {
        let value = lopdf::Object::string_literal(value.as_deref()?);
        one_line(&lopdf::decode_text_string(&value).ok()?)
    };
    befund.merkmale.titel = string(&metadata.title);
    befund.merkmale.erzeuger = string(&metadata.producer).or_else(|| string(&metadata.creator));
    befund.merkmale.erstellt_um = metadata.creation_date.and_then(|at| {
        let day = format!("D:{:04}{:02}{:02}", at.year, at.month, at.day);
        let time = format!("{:02}{:02}{:02}", at.hour, at.minute, at.second);
        let (hours, minutes) = (at.utc_offset_hour, at.utc_offset_minute);
        date::parse(&format!("{day}{time}{hours:+03}'{minutes:02}'"))
    });
    befund.merkmale.seitenformat_mm = pdf.pages().first().map(|page| {
        let (width, height) = page.render_dimensions();
        let mm = |points: f32| (points * 25.4 / 72.0).round().clamp(0.0, 20_000.0) as u32;
        (mm(width), mm(height))
    });
    let cache = InterpreterCache::new();
    let mut sink = TextSink::new(TEXT_BYTES_MAX);
    let mut without = 0;
    let mut first = Effort::default();
    for (index, page) in pdf.pages().iter().enumerate() {
        if sink.is_full() {
            break;
        }
        if let Some(seen) = guarded(|| boxes::page(page, &cache)) {
            if index == 0 {
                first = seen.effort;
            }
            let text = seen.seitentext.text();
            without += u32::from(seen.painted && text.is_empty());
            sink.push(&text);
            sink.line();
        }
    }
    let (text, truncated) = sink.finish();
    befund.merkmale.seiten_ohne_text = without;
    befund.merkmale.textebene = !text.is_empty();
    befund.text = text;
    if truncated {
        befund.note(hinweis::TEXT_GEKUERZT);
    }
    if !ends(bytes) {
        befund.check(hinweis::BESCHAEDIGT);
    } else if befund.text.is_empty() {
        befund.check(hinweis::TEXT_FEHLT);
    }
    first
}

/// Fills in the text of pages on which the first reader saw letters it could not read.
pub(super) fn fill(
    document: &Document,
    pages: &[ObjectId],
    bytes: &[u8],
    password: Option<&str>,
    texts: &mut [PageText],
) {
    if !texts.iter().any(|page| page.missed) {
        return;
    }
    let Ok((pdf, _)) = open(bytes, password) else { return };
    if pdf.pages().len() != pages.len() {
        return;
    }
    let cache = InterpreterCache::new();
    let mut scale = size::Scale::new(document);
    for ((page, id), text) in pdf.pages().iter().zip(pages).zip(texts) {
        if text.missed && !scale.page(*id).packed {
            let seen = guarded(|| boxes::page(page, &cache));
            let read = seen.map(|seen| seen.seitentext.text()).unwrap_or_default();
            if read.len() > text.text.len() {
                text.text = read;
            }
        }
    }
}

/// Looks for active content where the objects cannot be walked.
fn active_in_bytes(bytes: &[u8], befund: &mut Befund) {
    for (mark, kind) in [
        (&b"/JavaScript"[..], AktiverInhalt::JavaScript),
        (b"/Launch", AktiverInhalt::Programmstart),
        (b"/EmbeddedFile", AktiverInhalt::EingebetteteDatei),
        (b"/URI", AktiverInhalt::ExternerLink),
        (b"/SubmitForm", AktiverInhalt::Formularversand),
        (b"/XFA", AktiverInhalt::Xfa),
        (b"/RichMedia", AktiverInhalt::Medien),
        (b"/GoToR", AktiverInhalt::FremdeDatei),
    ] {
        if crate::sniff::contains(bytes, mark) {
            befund.merkmale.aktive_inhalte.push(kind);
            befund.note(
                super::active::sentence(kind).unwrap_or("Die Datei enthält eingebettete Dateien."),
            );
        }
    }
}

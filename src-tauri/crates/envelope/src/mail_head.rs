//! Header fields of a message and of its parts.
//!
//! Never looks further than a bounded start, and never decides what a part is for.

use std::borrow::Cow;

use jiff::Timestamp;
use mail_parser::{
    Address, DateTime, HeaderName, HeaderValue, Message, MessageParser, MimeHeaders,
};

use crate::{Adresse, Kopf, Pruefergebnis, decode, guarded, name};

/// Most bytes of a header that are looked at.
const HEAD_BYTES_MAX: usize = 128 * 1024;
/// Most addresses of one kind.
const ADRESSEN_MAX: usize = 500;
/// Most results of checks.
const ERGEBNISSE_MAX: usize = 20;

/// How the bytes of a part are wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transfer {
    /// Not at all.
    Plain,
    /// Base64.
    Base64,
    /// Quoted-printable.
    QuotedPrintable,
}

/// What the header of one part says.
#[derive(Debug, Clone)]
pub(crate) struct Entity {
    /// Media type in lower case.
    pub(crate) mime: String,
    /// Whether the media type was declared.
    pub(crate) declared: bool,
    /// Character set.
    pub(crate) charset: Option<String>,
    /// What stands between the parts.
    pub(crate) boundary: Option<String>,
    /// Protocol of a signed or encrypted part.
    pub(crate) protocol: String,
    /// File name.
    pub(crate) name: Option<String>,
    /// How the bytes are wrapped.
    pub(crate) transfer: Transfer,
    /// Meant to be an enclosure.
    pub(crate) attachment: bool,
    /// Name by which the letter refers to it.
    pub(crate) content_id: bool,
}

/// Splits the header from the body.
pub(crate) fn split(entity: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in entity.split_inclusive(|b| *b == b'\n') {
        let end = at + line.len();
        if line == b"\n" || line == b"\r\n" {
            return (entity.get(..at).unwrap_or(entity), entity.get(end..).unwrap_or_default());
        }
        at = end;
    }
    (entity, &[])
}

/// Calls `with` with the parsed header, if there is one.
fn parsed<T>(head: &[u8], with: impl FnOnce(&Message<'_>) -> T) -> Option<T> {
    let start = head.get(..HEAD_BYTES_MAX).unwrap_or(head);
    let text: Cow<'_, str> = decode::utf8_or_western(start);
    guarded(|| {
        let message = MessageParser::new().parse_headers(text.as_bytes())?;
        (!message.parts.is_empty()).then(|| with(&message))
    })?
}

/// Reads what the header of a part says; `otherwise` is the media type where none is declared.
pub(crate) fn entity(head: &[u8], otherwise: &str) -> Entity {
    parsed(head, |message| entity_of(message, otherwise)).unwrap_or_else(|| Entity {
        mime: otherwise.to_owned(),
        declared: false,
        charset: None,
        boundary: None,
        protocol: String::new(),
        name: None,
        transfer: Transfer::Plain,
        attachment: false,
        content_id: false,
    })
}

fn entity_of(message: &Message<'_>, otherwise: &str) -> Entity {
    let part = message.parts.first();
    let content_type = part.and_then(|part| part.content_type());
    let mime = content_type.and_then(|ct| {
        let mime = format!("{}/{}", ct.ctype(), ct.subtype()?).to_ascii_lowercase();
        (mime.len() <= 127 && mime.is_ascii()).then_some(mime)
    });
    let attribute = |key: &str| {
        content_type.and_then(|ct| ct.attribute(key)).map(|value| value.trim().to_owned())
    };
    let disposition = part.and_then(|part| part.content_disposition());
    let encoding = part.and_then(|part| part.content_transfer_encoding()).unwrap_or_default();
    let file_name = part.and_then(|part| part.attachment_name()).map(named);
    Entity {
        declared: mime.is_some(),
        mime: mime.unwrap_or_else(|| otherwise.to_owned()),
        charset: attribute("charset"),
        boundary: attribute("boundary").filter(|b| !b.is_empty()),
        protocol: attribute("protocol").unwrap_or_default().to_ascii_lowercase(),
        name: file_name,
        transfer: match encoding.trim().to_ascii_lowercase().as_str() {
            "base64" => Transfer::Base64,
            "quoted-printable" => Transfer::QuotedPrintable,
            _ => Transfer::Plain,
        },
        attachment: disposition.is_some_and(|d| d.is_attachment()),
        content_id: part.and_then(|part| part.content_id()).is_some(),
    }
}

/// Returns a file name in which encoded words are decoded, where a parser left them.
fn named(file_name: &str) -> String {
    if !file_name.contains("=?") {
        return file_name.to_owned();
    }
    let header = format!("Subject: {file_name}\n");
    parsed(header.as_bytes(), |message| message.subject().map(str::to_owned))
        .flatten()
        .unwrap_or_else(|| file_name.to_owned())
}

/// Reads what stands on the outside; nothing where there is no header of a message.
pub(crate) fn kopf(head: &[u8]) -> Option<Kopf> {
    parsed(head, |message| {
        let known = message.headers().iter().any(|header| {
            matches!(
                header.name,
                HeaderName::From
                    | HeaderName::To
                    | HeaderName::Subject
                    | HeaderName::Date
                    | HeaderName::MessageId
                    | HeaderName::Received
                    | HeaderName::ContentType
                    | HeaderName::MimeVersion
                    | HeaderName::Sender
            )
        });
        known.then(|| kopf_of(message))
    })?
}

fn kopf_of(message: &Message<'_>) -> Kopf {
    let von = adressen(message.from()).into_iter().next();
    let sender = || {
        let sender = message.header(HeaderName::Sender).and_then(HeaderValue::as_address);
        adressen(sender).into_iter().next()
    };
    Kopf {
        von: von.or_else(sender),
        an: adressen(message.to()),
        kopie: adressen(message.cc()),
        betreff: message.subject().and_then(name::line),
        gesendet_um: message.date().and_then(instant),
        empfangen_um: message.received().and_then(|r| r.date()).and_then(|d| instant(&d)),
        nachrichten_id: message.message_id().and_then(name::line),
        antwort_auf: first_text(message.in_reply_to()).and_then(name::line),
        pruefergebnisse: ergebnisse(message),
        smime: None,
    }
}

fn first_text<'a>(value: &'a HeaderValue<'_>) -> Option<&'a str> {
    match value {
        HeaderValue::Text(text) => Some(text),
        HeaderValue::TextList(list) => list.first().map(AsRef::as_ref),
        _ => None,
    }
}

fn adressen(address: Option<&Address<'_>>) -> Vec<Adresse> {
    let addresses = address.into_iter().flat_map(Address::iter).take(ADRESSEN_MAX);
    let cleaned = addresses.map(|addr| Adresse {
        name: addr.name().and_then(name::line),
        adresse: addr.address().and_then(name::line),
    });
    cleaned.filter(|a| a.name.is_some() || a.adresse.is_some()).collect()
}

fn instant(date: &DateTime) -> Option<Timestamp> {
    if !date.is_valid() {
        return None;
    }
    Timestamp::from_second(date.to_timestamp()).ok()
}

/// Reads the results the receiving server wrote: those of the topmost field, since a server puts
/// its own above everything the sender may have put there.
fn ergebnisse(message: &Message<'_>) -> Vec<Pruefergebnis> {
    let field = message
        .headers()
        .iter()
        .find(|header| header.name.as_str().eq_ignore_ascii_case("authentication-results"));
    let Some(text) = field.and_then(|header| first_text(&header.value)) else { return vec![] };
    let text = without_comments(text);
    let mut clauses = text.split(';');
    let server = clauses.next().and_then(|s| s.split_whitespace().next()).unwrap_or_default();
    let server = name::line(server).unwrap_or_default();
    let results = clauses.filter_map(|clause| {
        let word = clause.split_whitespace().next()?;
        let (verfahren, ergebnis) = word.split_once('=')?;
        let verfahren = verfahren.to_ascii_lowercase();
        matches!(verfahren.as_str(), "spf" | "dkim" | "dmarc").then_some(())?;
        let ergebnis = name::line(ergebnis)?.to_ascii_lowercase().chars().take(20).collect();
        Some(Pruefergebnis { verfahren, ergebnis, server: server.clone() })
    });
    results.take(ERGEBNISSE_MAX).collect()
}

fn without_comments(text: &str) -> String {
    let mut depth = 0usize;
    let mut clean = String::new();
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => clean.push(c),
            _ => {}
        }
    }
    clean
}

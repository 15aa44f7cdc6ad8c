//! E-mail: header, letter and enclosures of a message.
//!
//! Never recurses with the nesting of a message; a message inside is delivered whole.

use crate::decode::{self, Decoded};
use crate::mail_head::{self, Entity, Transfer};
use crate::outlet::{Label, Outlet};
use crate::smime::{self, Cms, Signed};
use crate::text::Text;
use crate::{Kopf, OpenError, Opened, Rolle, Smime, hinweis, html, mime, name};

/// Deepest nesting of multiparts that is taken apart.
const LEVELS_MAX: usize = 30;
/// Most pieces of one message that are looked at.
const PIECES_MAX: usize = 10_000;
/// Most letters that are put together to one text.
const BODIES_MAX: usize = 100;

/// Opens a message.
pub(crate) fn open(bytes: &[u8], outlet: &mut Outlet<'_>) -> Result<Opened, OpenError> {
    let bytes = start(bytes);
    let (head, _) = mail_head::split(bytes);
    let kopf = mail_head::kopf(head)
        .ok_or_else(|| OpenError::Broken("no header of a message".to_owned()))?;
    let mut walk = Walk::new(outlet);
    walk.message(bytes, "", 0);
    let (text, smime) = walk.finish();
    Ok(Opened { kopf: Some(Kopf { smime, ..kopf }), xjustiz: None, text })
}

/// Skips what stands before the header of a stored message.
fn start(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let bytes = bytes.trim_ascii_start();
    if bytes.starts_with(b"From ") || bytes.starts_with(b">From ") {
        let end = bytes.iter().position(|b| *b == b'\n').map_or(bytes.len(), |at| at + 1);
        return bytes.get(end..).unwrap_or_default();
    }
    bytes
}

/// Returns the name under which a message inside is shown.
pub(crate) fn message_name(bytes: &[u8]) -> Option<String> {
    let kopf = mail_head::kopf(mail_head::split(start(bytes)).0)?;
    Some(format!("{}.eml", kopf.betreff?))
}

/// One piece still to be looked at.
struct Piece<'a> {
    bytes: &'a [u8],
    otherwise: &'static str,
    /// Number of the alternative it belongs to.
    alternative: Option<usize>,
    related: bool,
    level: usize,
    pfad: String,
}

/// One readable letter.
struct Body {
    alternative: Option<usize>,
    html: bool,
    text: String,
}

/// Takes a message apart.
pub(crate) struct Walk<'o, 's> {
    outlet: &'o mut Outlet<'s>,
    bodies: Vec<Body>,
    alternatives: usize,
    pieces: usize,
    smime: Option<Smime>,
    externe_bilder: usize,
}

impl<'o, 's> Walk<'o, 's> {
    /// Begins.
    pub(crate) fn new(outlet: &'o mut Outlet<'s>) -> Walk<'o, 's> {
        Walk {
            outlet,
            bodies: Vec::new(),
            alternatives: 0,
            pieces: 0,
            smime: None,
            externe_bilder: 0,
        }
    }

    /// Returns the letter, and what was learned of its signature.
    pub(crate) fn finish(self) -> (String, Option<Smime>) {
        let mut text = Text::default();
        for body in &self.bodies {
            let beside = |other: &&Body| {
                body.alternative.is_some() && other.alternative == body.alternative && !other.html
            };
            let plain_beside = self.bodies.iter().filter(beside).any(|b| !b.text.is_empty());
            if (body.html && plain_beside) || body.text.is_empty() {
                continue;
            }
            text.new_line();
            text.line();
            text.push(&body.text);
        }
        let (text, truncated) = text.finish();
        if truncated {
            self.outlet.note(hinweis::TEXT_GEKUERZT);
        }
        if self.externe_bilder > 0 {
            self.outlet.note(hinweis::externe_bilder(self.externe_bilder));
        }
        (text, self.smime)
    }

    /// Takes one entity apart; `depth` counts the signatures it lay in.
    pub(crate) fn message(&mut self, bytes: &[u8], pfad: &str, depth: usize) {
        let first = Piece {
            bytes,
            otherwise: "text/plain",
            alternative: None,
            related: false,
            level: 0,
            pfad: pfad.to_owned(),
        };
        let mut stack = vec![first];
        while let Some(piece) = stack.pop() {
            self.pieces += 1;
            if self.pieces > PIECES_MAX {
                self.outlet.close(hinweis::ZU_VIELE_TEILE);
            }
            if self.outlet.is_closed() {
                return;
            }
            let (head, body) = mail_head::split(piece.bytes);
            let entity = mail_head::entity(head, piece.otherwise);
            if !entity.mime.starts_with("multipart/") {
                self.leaf(&piece, &entity, body, depth);
            } else if piece.level >= LEVELS_MAX {
                self.outlet.lack(hinweis::ZU_TIEF);
                self.keep(&piece, &entity, body);
            } else if let Some(cut) = self.cut(&entity, body) {
                self.multipart(&piece, &entity, &cut, &mut stack);
            } else {
                self.outlet.lack(hinweis::NACHRICHT_UNVOLLSTAENDIG);
                let entity = Entity { mime: "text/plain".to_owned(), ..entity };
                self.leaf(&piece, &entity, body, depth);
            }
        }
    }

    /// Cuts a multipart; a boundary that is missing is guessed.
    fn cut<'a>(&mut self, entity: &Entity, body: &'a [u8]) -> Option<Vec<&'a [u8]>> {
        let declared = entity.boundary.as_deref().map(|boundary| mime::split(body, boundary));
        let cut = match declared {
            Some(cut) if !cut.pieces.is_empty() => cut,
            _ => {
                self.outlet.lack(hinweis::NACHRICHT_UNVOLLSTAENDIG);
                mime::split(body, &mime::guess_boundary(body)?)
            }
        };
        if cut.cut {
            self.outlet.lack(hinweis::ZU_VIELE_TEILE);
        } else if !cut.closed {
            self.outlet.lack(hinweis::NACHRICHT_UNVOLLSTAENDIG);
        }
        (!cut.pieces.is_empty()).then_some(cut.pieces)
    }

    fn multipart<'a>(
        &mut self,
        piece: &Piece<'a>,
        entity: &Entity,
        cut: &[&'a [u8]],
        stack: &mut Vec<Piece<'a>>,
    ) {
        let mut alternative = piece.alternative;
        match entity.mime.as_str() {
            "multipart/alternative" if alternative.is_none() => {
                self.alternatives += 1;
                alternative = Some(self.alternatives);
            }
            "multipart/signed" if entity.protocol.contains("pkcs7-signature") => {
                self.detached(cut);
            }
            "multipart/encrypted" => self.outlet.lack(hinweis::VERSCHLUESSELT),
            _ => {}
        }
        let digest = entity.mime == "multipart/digest";
        let dot = if piece.pfad.is_empty() { "" } else { "." };
        for (number, bytes) in cut.iter().enumerate().rev() {
            stack.push(Piece {
                bytes,
                otherwise: if digest { "message/rfc822" } else { "text/plain" },
                alternative,
                related: entity.mime == "multipart/related",
                level: piece.level + 1,
                pfad: format!("{}{dot}{}", piece.pfad, number + 1),
            });
        }
    }

    /// Looks at a signature that stands beside what it signs.
    fn detached(&mut self, cut: &[&[u8]]) {
        let signature = cut.get(1).map(|bytes| {
            let (head, body) = mail_head::split(bytes);
            unwrap(&mail_head::entity(head, "application/octet-stream"), body).bytes
        });
        match (cut.first(), signature.as_deref().and_then(smime::read)) {
            (Some(content), Some(Cms::Signed(signed))) => {
                let fits = signed.fits(&smime::canonical(content));
                self.signed(&signed, fits);
            }
            _ => {
                self.outlet.lack(hinweis::SIGNATUR_UNLESBAR);
                self.smime.get_or_insert_default().signiert = true;
            }
        }
    }

    fn signed(&mut self, signed: &Signed, fits: Option<bool>) {
        if fits == Some(false) {
            self.outlet.lack(hinweis::PRUEFSUMME_FALSCH);
        }
        let smime = self.smime.get_or_insert_default();
        smime.signiert = true;
        smime.unterzeichner = smime.unterzeichner.take().or_else(|| signed.unterzeichner.clone());
        smime.pruefsumme_stimmt = match (smime.pruefsumme_stimmt, fits) {
            (Some(false), _) => Some(false),
            (before, fits) => fits.or(before),
        };
    }

    fn leaf(&mut self, piece: &Piece<'_>, entity: &Entity, body: &[u8], depth: usize) {
        let file_name = entity.name.clone().unwrap_or_default();
        let cryptic =
            matches!(entity.mime.as_str(), "application/pkcs7-mime" | "application/x-pkcs7-mime")
                || file_name.to_lowercase().ends_with(".p7m");
        if cryptic {
            return self.cryptic(piece, entity, body, depth);
        }
        let html = entity.mime == "text/html";
        let letter = !entity.attachment
            && (html || entity.mime == "text/plain")
            && (entity.name.is_none() || piece.alternative.is_some() || piece.level == 0);
        if letter { self.letter(piece, entity, body, html) } else { self.keep(piece, entity, body) }
    }

    /// Takes a letter.
    fn letter(&mut self, piece: &Piece<'_>, entity: &Entity, body: &[u8], html: bool) {
        let decoded = unwrap(entity, body);
        if !decoded.whole && entity.transfer == Transfer::Base64 {
            self.outlet.lack(hinweis::NACHRICHT_UNVOLLSTAENDIG);
        }
        self.body(&decoded.bytes, entity.charset.as_deref(), piece.alternative, html);
        if decoded.bytes.trim_ascii().is_empty() {
            return;
        }
        let mime = match &entity.charset {
            Some(charset) => format!("{}; charset={}", entity.mime, name::path(charset)),
            None => entity.mime.clone(),
        };
        let label = Label {
            name: String::new(),
            otherwise: if html { "Nachricht.html" } else { "Nachricht.txt" },
            pfad: piece.pfad.clone(),
            mime,
            rolle: Rolle::Nachrichtentext,
        };
        self.outlet.put(&label, decoded.bytes);
    }

    /// Takes the text of a letter.
    pub(crate) fn body(
        &mut self,
        bytes: &[u8],
        charset: Option<&str>,
        alternative: Option<usize>,
        html: bool,
    ) {
        if self.bodies.len() >= BODIES_MAX {
            self.outlet.note(hinweis::TEXT_GEKUERZT);
            return;
        }
        // Four bytes a character at most; what is longer is cut anyway.
        let start = bytes.get(..crate::TEXT_BYTES_MAX * 4).unwrap_or(bytes);
        let text = decode::text(start, charset);
        let text = if html {
            let reduced = html::reduce(&text);
            self.externe_bilder += reduced.externe_bilder;
            if reduced.truncated {
                self.outlet.note(hinweis::TEXT_GEKUERZT);
            }
            reduced.text
        } else {
            let mut clean = Text::default();
            clean.push(&text);
            clean.finish().0
        };
        self.bodies.push(Body { alternative, html, text });
    }

    /// Takes an enclosure.
    fn keep(&mut self, piece: &Piece<'_>, entity: &Entity, body: &[u8]) {
        let decoded = unwrap(entity, body);
        let label = self.label(piece, entity, &decoded.bytes);
        if decoded.bytes.is_empty() && entity.name.is_none() {
            return;
        }
        let whole = decoded.whole || entity.transfer != Transfer::Base64;
        if let Some(name) = self.outlet.put(&label, decoded.bytes)
            && !whole
        {
            self.outlet.lack(hinweis::beschaedigt(&name));
        }
    }

    fn label(&mut self, piece: &Piece<'_>, entity: &Entity, bytes: &[u8]) -> Label {
        let mime = entity.mime.as_str();
        let message = matches!(mime, "message/rfc822" | "message/global");
        let inner = if message { message_name(bytes) } else { None };
        let name = inner.or_else(|| entity.name.clone()).unwrap_or_default();
        if mime == "application/ms-tnef" || name.eq_ignore_ascii_case("winmail.dat") {
            self.outlet.lack(hinweis::TNEF);
        }
        let picture = mime.starts_with("image/");
        let rolle = if matches!(
            mime,
            "application/pkcs7-signature"
                | "application/x-pkcs7-signature"
                | "application/pgp-signature"
        ) {
            Rolle::Signatur
        } else if picture && (piece.related || (entity.content_id && !entity.attachment)) {
            Rolle::Eingebettet
        } else {
            Rolle::Anlage
        };
        let mime = if entity.declared || piece.otherwise == "message/rfc822" { mime } else { "" };
        Label {
            otherwise: replacement(&entity.mime),
            pfad: piece.pfad.clone(),
            mime: mime.to_owned(),
            name,
            rolle,
        }
    }

    /// Takes a signed or encrypted letter in one block.
    fn cryptic(&mut self, piece: &Piece<'_>, entity: &Entity, body: &[u8], depth: usize) {
        let block = unwrap(entity, body).bytes;
        let rolle = self.opaque(&block, &piece.pfad, depth);
        let label = Label {
            name: entity.name.clone().unwrap_or_default(),
            otherwise: "smime.p7m",
            pfad: piece.pfad.clone(),
            mime: entity.mime.clone(),
            rolle,
        };
        self.outlet.put(&label, block);
    }

    /// Opens a signed block; returns what the block itself is good for afterwards.
    pub(crate) fn opaque(&mut self, block: &[u8], pfad: &str, depth: usize) -> Rolle {
        match smime::read(block) {
            Some(Cms::Signed(mut signed)) => {
                let inner = signed.inhalt.take();
                let fits = inner.as_deref().and_then(|inner| signed.fits(inner));
                self.signed(&signed, fits);
                match inner {
                    Some(inner) if depth + 1 < self.outlet.depth() => {
                        self.message(&inner, pfad, depth + 1);
                        return Rolle::Signatur;
                    }
                    Some(_) => self.outlet.lack(hinweis::ZU_TIEF),
                    None => self.outlet.lack(hinweis::SIGNIERT_UNLESBAR),
                }
            }
            Some(Cms::Encrypted) => {
                self.smime.get_or_insert_default().verschluesselt = true;
                self.outlet.lack(hinweis::VERSCHLUESSELT);
            }
            Some(Cms::Other) | None => self.outlet.lack(hinweis::SIGNIERT_UNLESBAR),
        }
        Rolle::Anlage
    }
}

/// Undoes the transfer encoding.
fn unwrap(entity: &Entity, body: &[u8]) -> Decoded {
    match entity.transfer {
        Transfer::Base64 => decode::base64(body),
        Transfer::QuotedPrintable => decode::quoted_printable(body),
        Transfer::Plain => Decoded { bytes: body.to_vec(), whole: true },
    }
}

/// Returns a name for a part that has none.
fn replacement(mime: &str) -> &'static str {
    match mime {
        "application/pdf" => "Anlage.pdf",
        "image/jpeg" => "Bild.jpg",
        "image/png" => "Bild.png",
        "image/gif" => "Bild.gif",
        "text/calendar" => "Termin.ics",
        "text/plain" => "Anlage.txt",
        "text/html" => "Anlage.html",
        "message/rfc822" | "message/global" => "Nachricht.eml",
        "message/delivery-status" => "Zustellbericht.txt",
        "application/pkcs7-signature" | "application/x-pkcs7-signature" => "smime.p7s",
        "application/pgp-signature" => "signature.asc",
        "application/ms-tnef" => "winmail.dat",
        _ => "Anlage",
    }
}

//! The signatures of a PDF: who says to have signed, and whether the signed bytes are unchanged.
//!
//! Never checks a certificate or the signature value itself: what is said is what the digest says.

use domain::merkmale::{Signatur, Unversehrt};
use lopdf::{Dictionary, Document, Object};

use super::facts::text_of;
use crate::sniff::contains;
use crate::{Befund, date, guarded, hinweis};

mod cms;
mod proofs;

/// Most signatures that are read.
const SIGNATURES_MAX: usize = 64;
/// Most bytes that are hashed for all signatures of a document.
const HASHED_BYTES_MAX: u64 = 4 * 1024 * 1024 * 1024;
/// Most bytes of one signature.
const CONTENTS_MAX: usize = 8 * 1024 * 1024;
/// Most signatures that have a sentence of their own.
const NAMED_MAX: usize = 5;

/// Looks for a signature where the file cannot be parsed.
pub(super) fn in_bytes(bytes: &[u8]) -> bool {
    contains(bytes, b"/ByteRange")
}

/// Reads the signatures and says what there is to say about them.
pub(super) fn read(document: &Document, bytes: &[u8], befund: &mut Befund) {
    // A password hides the signature dictionaries' types, never their ByteRange.
    let signed = guarded(|| document.objects.values().any(|object| signed_in(object, 0)));
    befund.merkmale.signiert = signed.unwrap_or(true);
    let signaturen = guarded(|| find(document, bytes)).unwrap_or_default();
    for signatur in signaturen.iter().take(NAMED_MAX) {
        befund.note(&sentence(signatur));
    }
    if signaturen.iter().any(|signatur| signatur.unversehrt == Unversehrt::Nein) {
        befund.check(hinweis::SIGNATUR_GEBROCHEN);
    }
    if signaturen.iter().any(|signatur| signatur.danach_ergaenzt) {
        befund.note(hinweis::SIGNATUR_ERGAENZT);
    }
    befund.merkmale.signaturen = signaturen;
}

fn sentence(signatur: &Signatur) -> String {
    let kind = if signatur.art == "ETSI.RFC3161" { "Zeitstempel" } else { "Signatur" };
    let by = signatur.name.as_ref().map(|name| format!(" von „{name}“")).unwrap_or_default();
    let found = match signatur.unversehrt {
        Unversehrt::Ja => "Der signierte Inhalt passt zur Prüfsumme.",
        Unversehrt::Nein => "Der signierte Inhalt passt nicht zur Prüfsumme.",
        Unversehrt::Unklar => {
            "Ob der signierte Inhalt unverändert ist, ist hier nicht feststellbar."
        }
    };
    format!("{kind}{by}: {found} Die Echtheit ist nicht gegen die Vertrauensliste geprüft.")
}

/// Whether an object is or directly holds a signature.
fn signed_in(object: &Object, depth: u32) -> bool {
    const DEPTH_MAX: u32 = 8;
    if depth > DEPTH_MAX {
        return false;
    }
    match object {
        Object::Dictionary(dictionary) => {
            is_signature(dictionary)
                || dictionary.iter().any(|(_, value)| signed_in(value, depth + 1))
        }
        Object::Array(values) => values.iter().any(|value| signed_in(value, depth + 1)),
        _ => false,
    }
}

fn is_signature(dictionary: &Dictionary) -> bool {
    let name = |key| dictionary.get(key).and_then(Object::as_name).unwrap_or_default();
    dictionary.has(b"ByteRange")
        || matches!(name(b"Type"), b"Sig" | b"DocTimeStamp")
        || (name(b"FT") == b"Sig" && dictionary.has(b"V"))
}

fn find(document: &Document, bytes: &[u8]) -> Vec<Signatur> {
    let mut found: Vec<(Range, Signatur)> = Vec::new();
    let mut budget = HASHED_BYTES_MAX;
    for object in document.objects.values() {
        for dictionary in with_range(object) {
            if found.len() < SIGNATURES_MAX {
                found.push(one(document, dictionary, bytes, &mut budget));
            }
        }
    }
    found.sort_by_key(|(range, _)| range.end());
    // A later signature explains its own bytes; what follows the last one, nothing explains.
    let last = found.iter().map(|(range, _)| range.end()).max().unwrap_or(0);
    let rest = bytes.get(last..).unwrap_or_default();
    let added = rest.iter().any(|byte| !byte.is_ascii_whitespace() && *byte != 0)
        && !proofs::only(document, bytes.get(..last).unwrap_or_default());
    found.into_iter().map(|(_, signatur)| Signatur { danach_ergaenzt: added, ..signatur }).collect()
}

/// Returns the signatures that an object is or directly holds.
fn with_range(object: &Object) -> Vec<&Dictionary> {
    const DEPTH_MAX: u32 = 8;
    let mut found = Vec::new();
    let mut stack = vec![(object, 0)];
    while let Some((value, depth)) = stack.pop() {
        match value {
            Object::Dictionary(dictionary) if dictionary.has(b"ByteRange") => {
                found.push(dictionary);
            }
            Object::Dictionary(dictionary) if depth < DEPTH_MAX => {
                stack.extend(dictionary.iter().map(|(_, value)| (value, depth + 1)));
            }
            Object::Array(values) if depth < DEPTH_MAX => {
                stack.extend(values.iter().map(|value| (value, depth + 1)));
            }
            _ => {}
        }
    }
    found
}

/// The signed bytes: two stretches with the signature between them.
#[derive(Debug, Clone, Copy, Default)]
struct Range {
    first: (usize, usize),
    second: (usize, usize),
}

impl Range {
    fn of(document: &Document, dictionary: &Dictionary) -> Option<Range> {
        let numbers =
            dictionary.get_deref(b"ByteRange", document).and_then(Object::as_array).ok()?;
        let number = |object: &Object| {
            let (_, object) = document.dereference(object).ok()?;
            usize::try_from(object.as_i64().ok()?).ok()
        };
        let numbers: Option<Vec<usize>> = numbers.iter().map(number).collect();
        match numbers?.as_slice() {
            [a, b, c, d] => Some(Range { first: (*a, *b), second: (*c, *d) }),
            _ => None,
        }
    }

    fn end(&self) -> usize {
        self.second.0.saturating_add(self.second.1)
    }

    fn signed<'a>(&self, bytes: &'a [u8]) -> Option<[&'a [u8]; 2]> {
        let part = |(at, count): (usize, usize)| bytes.get(at..at.checked_add(count)?);
        Some([part(self.first)?, part(self.second)?])
    }

    /// Returns the signature, if it is all that is left out of the signed bytes.
    fn contents(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        if self.first.0 != 0 {
            return None;
        }
        let gap = bytes.get(self.first.1..self.second.0)?;
        let hex = gap.strip_prefix(b"<")?.strip_suffix(b">")?;
        if hex.len() > CONTENTS_MAX * 2 {
            return None;
        }
        let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|d| u8::try_from(d).ok());
        let digits: Option<Vec<u8>> =
            hex.iter().filter(|byte| !byte.is_ascii_whitespace()).map(digit).collect();
        Some(digits?.chunks_exact(2).filter_map(|d| Some(d.first()? << 4 | d.get(1)?)).collect())
    }
}

fn one(
    document: &Document,
    dictionary: &Dictionary,
    bytes: &[u8],
    budget: &mut u64,
) -> (Range, Signatur) {
    let name =
        |key| dictionary.get_deref(key, document).and_then(Object::as_name).unwrap_or_default();
    let art = String::from_utf8_lossy(name(b"SubFilter")).chars().take(80).collect();
    let claimed = text_of(document, dictionary, b"M").and_then(|m| date::parse(&m));
    let mut signatur = Signatur {
        name: None,
        um: claimed,
        art,
        unversehrt: Unversehrt::Unklar,
        danach_ergaenzt: false,
    };
    let Some(range) = Range::of(document, dictionary) else {
        return (Range::default(), signatur);
    };
    let Some(signed) = range.signed(bytes) else {
        // Signed bytes are missing.
        signatur.unversehrt = Unversehrt::Nein;
        return (range, signatur);
    };
    let cost = signed.iter().map(|part| part.len() as u64).sum::<u64>();
    if let Some(contents) = range.contents(bytes)
        && let Some(rest) = budget.checked_sub(cost)
        && let Some(said) = guarded(|| cms::read(&contents, &signatur.art, signed)).flatten()
    {
        *budget = rest;
        signatur.name = said.name;
        signatur.um = said.um.or(claimed);
        signatur.unversehrt = said.unversehrt;
    }
    (range, signatur)
}

//! From values to a PDF: the one way into the typesetter.
//!
//! Never takes a text as a program: every text enters as a string in `daten.json`.

use std::collections::{BTreeMap, BTreeSet};

use domain::Datum;
use serde::Serialize;
use serde_json::Value;
use typst::diag::{SourceDiagnostic, SourceResult};
use typst::foundations::{Bytes, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::SetzenError;
use crate::schrift::settable;
use crate::vorlage::luecken;
use crate::welt::Welt;

/// Bytes of running text that are set at most: some eighty pages.
pub(crate) const TEXT_BYTES_MAX: usize = 256 * 1024;
/// Entries of a list (enclosures, points, lines of an address) at most.
pub(crate) const ENTRIES_MAX: usize = 200;

/// A PDF that was set, and what a person has to know about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Satz {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub seiten: usize,
    /// Values that were missing; each stands on the page as a marked gap.
    pub luecken: Vec<String>,
    /// Characters that no font has; each stands on the page as `�`.
    pub ersetzt: Vec<char>,
    /// What else could not be shown, in the order of the pages.
    pub hinweise: Vec<String>,
}

/// What is to be set.
pub(crate) struct Auftrag<'a, T> {
    /// Name of our source.
    pub(crate) main: &'a str,
    /// The values it shows.
    pub(crate) daten: T,
    /// Pictures and attachments by name.
    pub(crate) files: BTreeMap<String, Bytes>,
    /// The PDF/A it becomes.
    pub(crate) norm: PdfStandard,
    /// What makes the document's identifier: the same for the same document.
    pub(crate) ident: String,
}

/// Makes every piece of work run in the calling thread, for a process that may start no threads.
///
/// To be called once, before anything is set; returns whether it took effect.
pub fn without_threads() -> bool {
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().is_ok()
}

/// Sets a piece of work.
pub(crate) fn set<T: Serialize>(auftrag: Auftrag<'_, T>) -> Result<Satz, SetzenError> {
    let trouble = |what: &str| SetzenError::Typesetting(what.to_owned());
    let mut noted = Noted::default();
    let daten = serde_json::to_value(auftrag.daten).map_err(|error| trouble(&error.to_string()))?;
    let daten = noted.walk(daten).to_string();
    let mut files = auftrag.files;
    files.insert("daten.json".to_owned(), Bytes::new(daten.into_bytes()));
    let welt = Welt::new(auftrag.main, files).ok_or_else(|| trouble("name of the source"))?;
    let options = options(auftrag.norm, auftrag.ident)?;
    // A panic in somebody else's code costs this letter, not the program.
    let work = std::panic::AssertUnwindSafe(|| typeset(welt, &options));
    let done = std::panic::catch_unwind(work).map_err(|_| trouble("the typesetter broke off"));
    // What the typesetter remembers holds whole pictures; the next letter has others.
    comemo::evict(0);
    let (pdf, seiten) = done?.map_err(|errors| refusal(&errors))?;
    Ok(Satz {
        pdf,
        seiten,
        luecken: noted.luecken,
        ersetzt: noted.ersetzt.into_iter().collect(),
        hinweise: Vec::new(),
    })
}

/// The PDF and the number of its pages.
fn typeset(welt: Welt, options: &PdfOptions) -> SourceResult<(Vec<u8>, usize)> {
    let document = typst::compile::<PagedDocument>(&welt).output?;
    // The document holds what it shows; everything else would lie beside the finished PDF.
    drop(welt);
    comemo::evict(0);
    let pdf = typst_pdf::pdf(&document, options)?;
    Ok((pdf, document.pages().len()))
}

fn options(norm: PdfStandard, ident: String) -> Result<PdfOptions, SetzenError> {
    let standards = PdfStandards::new(&[norm, PdfStandard::Ua_1])
        .map_err(|error| SetzenError::Typesetting(error.message().to_string()))?;
    Ok(PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some(format!("Forsthaus {}", env!("CARGO_PKG_VERSION")))),
        standards,
        ..PdfOptions::default()
    })
}

fn refusal(errors: &[SourceDiagnostic]) -> SetzenError {
    let words: Vec<&str> = errors.iter().take(5).map(|error| error.message.as_str()).collect();
    SetzenError::Typesetting(words.join("; "))
}

/// What was found in the values on their way in.
#[derive(Default)]
struct Noted {
    luecken: Vec<String>,
    ersetzt: BTreeSet<char>,
}

impl Noted {
    fn walk(&mut self, value: Value) -> Value {
        match value {
            Value::String(text) => {
                for name in luecken(&text) {
                    if !self.luecken.contains(&name) {
                        self.luecken.push(name);
                    }
                }
                Value::String(settable(&text, &mut self.ersetzt))
            }
            Value::Array(list) => list.into_iter().map(|value| self.walk(value)).collect(),
            Value::Object(map) => {
                map.into_iter().map(|(key, value)| (key, self.walk(value))).collect()
            }
            other => other,
        }
    }
}

/// A day as it stands on a letter.
pub(crate) fn german(day: Datum) -> String {
    format!("{:02}.{:02}.{:04}", day.day(), day.month(), day.year())
}

/// A day as the document's own date.
#[derive(Serialize)]
pub(crate) struct Tag {
    jahr: i16,
    monat: i8,
    tag: i8,
}

impl From<Datum> for Tag {
    fn from(day: Datum) -> Self {
        Self { jahr: day.year(), monat: day.month(), tag: day.day() }
    }
}

/// Refuses more entries than a sheet of paper is for.
pub(crate) fn few(what: &'static str, count: usize) -> Result<(), SetzenError> {
    match count {
        0..=ENTRIES_MAX => Ok(()),
        _ => Err(SetzenError::TooMany { what, count, most: ENTRIES_MAX }),
    }
}

/// Refuses more text than anybody writes.
pub(crate) fn short(bytes: usize) -> Result<(), SetzenError> {
    match bytes {
        0..=TEXT_BYTES_MAX => Ok(()),
        _ => Err(SetzenError::TextTooLong { bytes, most: TEXT_BYTES_MAX }),
    }
}

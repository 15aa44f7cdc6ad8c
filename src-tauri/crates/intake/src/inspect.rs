//! A first look at a document: bytes in, facts out.
//!
//! Never does I/O, never changes the bytes and never fails: what cannot be read is said in a
//! Hinweis. Meant to run inside the worker process, since the parsers see untrusted bytes.

mod date;
mod font;
mod hinweis;
mod image;
mod pdf;
mod pdf_text;
mod sniff;
mod text;
mod thumbnail;

use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::Zeitpunkt;
use domain::eingang::Merkmale;
use serde::{Deserialize, Serialize};

pub(crate) use hinweis::{ABGEBROCHEN, ABGESTUERZT, UNVERSTAENDLICH, ZU_VIEL};
use image::{Decoded, Raster};
use sniff::Format;

/// Most text that is taken from one document; the index needs no more.
pub const TEXT_BYTES_MAX: usize = 8 * 1024 * 1024;

/// What a first look at a document found; facts, not decisions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Befund {
    /// Media type recognised from the bytes.
    pub mime: String,
    /// Pages, where that makes sense.
    pub seiten: Option<u32>,
    /// Title named by the file itself.
    pub titel: Option<String>,
    /// Creation time named by the file itself.
    pub erstellt_um: Option<Zeitpunkt>,
    /// Needs a password to be read.
    pub verschluesselt: bool,
    /// Carries a signature; must never be rewritten.
    pub signiert: bool,
    /// Has a text layer.
    pub textebene: bool,
    /// The text, at most [`TEXT_BYTES_MAX`], without control characters other than line feeds.
    pub text: String,
    /// What a person has to know, in plain German.
    pub hinweise: Vec<String>,
    /// Could not be read completely: a person has to look.
    pub pruefung_noetig: bool,
}

impl Befund {
    /// Returns the part that is kept in the record of the Eingang.
    pub fn merkmale(&self) -> Merkmale {
        Merkmale {
            mime: self.mime.clone(),
            seiten: self.seiten,
            titel: self.titel.clone(),
            erstellt_um: self.erstellt_um,
            verschluesselt: self.verschluesselt,
            signiert: self.signiert,
            textebene: self.textebene,
        }
    }

    /// Adds a Hinweis, once.
    fn note(&mut self, hinweis: &str) {
        if !self.hinweise.iter().any(|known| known == hinweis) {
            self.hinweise.push(hinweis.to_owned());
        }
    }

    /// Adds a Hinweis that a person has to follow up.
    fn check(&mut self, hinweis: &str) {
        self.pruefung_noetig = true;
        self.note(hinweis);
    }

    /// Returns the Befund of a document that could not be looked at.
    pub(crate) fn unread(mime: &str, hinweis: &str) -> Befund {
        let mut befund = Befund { mime: mime.to_owned(), ..Befund::default() };
        befund.check(hinweis);
        befund
    }
}

impl From<&Befund> for Merkmale {
    fn from(befund: &Befund) -> Merkmale {
        befund.merkmale()
    }
}

/// Facts and first page of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Inspected {
    /// The facts.
    pub befund: Befund,
    /// The first page as a PNG, at most 240 pixels wide; absent where it could not be drawn.
    pub thumbnail: Option<Vec<u8>>,
}

/// A document that has been read; its first page can now be drawn.
#[derive(Debug)]
pub struct Read {
    /// The facts.
    pub befund: Befund,
    picture: Picture,
}

/// What the first page can be drawn from.
#[derive(Debug)]
enum Picture {
    None,
    Pdf,
    Raster(Raster),
}

/// Reads the facts of a document.
///
/// The file name only helps to tell what the document was meant to be.
pub fn read(bytes: &[u8], file_name: &str) -> Read {
    let format = sniff::format(bytes, file_name);
    let named_pdf = sniff::extension(file_name) == "pdf";
    let mut befund = Befund { mime: format.mime().to_owned(), ..Befund::default() };
    let mut picture = Picture::None;
    match format {
        Format::Empty => befund.check(hinweis::LEER),
        Format::Pdf => {
            if pdf::read(bytes, &mut befund) {
                picture = Picture::Pdf;
            }
        }
        _ if named_pdf => befund.check(hinweis::KEIN_PDF),
        Format::Png | Format::Jpeg => {
            befund.seiten = Some(1);
            match guarded(|| image::decode(bytes, format)).unwrap_or(Decoded::Damaged) {
                Decoded::Raster(raster) => picture = Picture::Raster(raster),
                Decoded::TooBig => befund.note(hinweis::BILD_OHNE_VORSCHAU),
                Decoded::Damaged => befund.check(hinweis::BILD_BESCHAEDIGT),
            }
        }
        Format::OtherImage(_) => befund.note(hinweis::BILD_OHNE_VORSCHAU),
        Format::Text(_) => text::read(bytes, &mut befund),
        Format::Other(_) => befund.check(hinweis::UNBEKANNT),
    }
    Read { befund, picture }
}

/// Says of a document that it is too big to be looked into.
pub(crate) fn too_big(start: &[u8], file_name: &str) -> Befund {
    Befund::unread(sniff::format(start, file_name).mime(), hinweis::ZU_GROSS)
}

/// Draws the first page of a document that [`read`] has read.
pub fn thumbnail(bytes: Vec<u8>, read: &Read) -> Option<Vec<u8>> {
    guarded(|| match &read.picture {
        Picture::None => None,
        Picture::Pdf => thumbnail::of_pdf(bytes),
        Picture::Raster(raster) => thumbnail::of_raster(raster),
    })?
}

/// Looks at a document: [`read`], then [`thumbnail`].
pub fn inspect(bytes: Vec<u8>, file_name: &str) -> Inspected {
    let read = read(&bytes, file_name);
    let thumbnail = thumbnail(bytes, &read);
    Inspected { befund: read.befund, thumbnail }
}

/// Runs one step of a parser; a panic in it is `None`.
///
/// What the step was building is thrown away with it, so nothing half-made is seen afterwards.
fn guarded<T>(step: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(step)).ok()
}

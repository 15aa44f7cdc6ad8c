//! A first look at a document: bytes in, facts out.
//!
//! Never does I/O, never changes the bytes and never fails: what cannot be read is said in a
//! Hinweis. Meant to run inside the worker process, since the parsers see untrusted bytes.

mod befund;
mod date;
mod hinweis;
mod image;
mod office;
mod pdf;
mod rechnung;
mod shrink;
mod sniff;
mod text;
mod thumbnail;
mod tiff;

use std::fmt;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::textebene::Seitentext;
use zeroize::Zeroizing;

pub use befund::{Befund, Inspected};
pub use hinweis::{ABGEBROCHEN, ABGESTUERZT, UNVERSTAENDLICH, ZU_VIEL};
use image::{Decoded, Raster};
pub use pdf::boxes::PositionsError;
use pdf::giant::Giant;
use sniff::Format;

/// Most text that is taken from one document; the index needs no more.
pub const TEXT_BYTES_MAX: usize = 8 * 1024 * 1024;

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
    /// The document itself, opened with this password.
    Pdf(Secret),
    /// One image of a page that is too large to be drawn as a whole.
    Giant(Box<Giant>),
    Raster(Raster),
}

/// A password; never shown, and wiped from memory when it is no longer needed.
struct Secret(Zeroizing<String>);

impl Secret {
    fn new(password: Option<&str>) -> Secret {
        Secret(Zeroizing::new(password.unwrap_or_default().to_owned()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Reads the facts of a document.
///
/// The file name only helps to tell what the document was meant to be.
pub fn read(bytes: &[u8], file_name: &str) -> Read {
    read_with(bytes, file_name, None)
}

/// Reads the facts of a document that may need a password; the password is kept nowhere but in
/// the result, for [`thumbnail`].
pub fn read_with(bytes: &[u8], file_name: &str, password: Option<&str>) -> Read {
    let format = sniff::format(bytes, file_name);
    let named_pdf = sniff::extension(file_name) == "pdf";
    let mut befund = Befund::of(format.mime());
    let mut picture = Picture::None;
    match format {
        Format::Empty => befund.check(hinweis::LEER),
        Format::Pdf => picture = pdf::read(bytes, password, &mut befund),
        _ if named_pdf => befund.check(hinweis::KEIN_PDF),
        Format::Image(kind) => {
            befund.merkmale.seiten = Some(1);
            match guarded(|| image::decode(bytes, kind)).unwrap_or(Decoded::Damaged) {
                Decoded::Raster(raster) => picture = Picture::Raster(raster),
                Decoded::TooBig => befund.note(hinweis::BILD_OHNE_VORSCHAU),
                Decoded::Damaged => befund.check(hinweis::BILD_BESCHAEDIGT),
            }
        }
        Format::Tiff => picture = tiff::read(bytes, &mut befund),
        Format::OtherImage(_) => befund.note(hinweis::BILD_OHNE_VORSCHAU),
        Format::Text(mime) => {
            text::read(bytes, &mut befund);
            if mime == "application/xml" {
                rechnung::of_document(bytes, &mut befund);
            }
        }
        Format::Office(_) => office::read(bytes, &mut befund),
        // What these hold is another's to open.
        Format::Mail(_) | Format::Zip => {}
        Format::Other(_) => befund.check(hinweis::UNBEKANNT),
    }
    if matches!(format, Format::Mail("message/rfc822")) {
        text::read(bytes, &mut befund);
    }
    Read { befund, picture }
}

/// Says of a document that it is too big to be looked into.
pub fn too_big(start: &[u8], file_name: &str) -> Befund {
    Befund::unread(sniff::format(start, file_name).mime(), hinweis::ZU_GROSS)
}

/// Draws the first page of a document that [`read`] has read.
pub fn thumbnail(bytes: Vec<u8>, read: &Read) -> Option<Vec<u8>> {
    guarded(|| match &read.picture {
        Picture::None => None,
        Picture::Pdf(password) => thumbnail::of_pdf(bytes, &password.0),
        Picture::Giant(giant) => thumbnail::of_raster(&giant.draw()?),
        Picture::Raster(raster) => thumbnail::of_raster(raster),
    })?
}

/// Looks at a document: [`read`], then [`thumbnail`].
pub fn inspect(bytes: Vec<u8>, file_name: &str) -> Inspected {
    let read = read(&bytes, file_name);
    let thumbnail = thumbnail(bytes, &read);
    Inspected { befund: read.befund, thumbnail }
}

/// Returns the words of some pages of a PDF with their places, for marking hits.
///
/// Pages are counted from zero; a page without text has no words, and pages that the document
/// does not have are left out.
pub fn positions(
    bytes: &[u8],
    password: Option<&str>,
    pages: Range<u32>,
) -> Result<Vec<Seitentext>, PositionsError> {
    pdf::boxes::positions(bytes, password, pages)
}

/// Runs one step of a parser; a panic in it is `None`.
///
/// What the step was building is thrown away with it, so nothing half-made is seen afterwards.
fn guarded<T>(step: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(step)).ok()
}

//! Opening a PDF that may be protected.
//!
//! Never tries a password other than the empty one and the one given.

use domain::merkmale::Schutz;
use hayro::hayro_syntax::DecryptionError;
use lopdf::{DecompressError, Document, Error, LoadOptions, ParseError};

use super::STREAM_BYTES_MAX;
use crate::sniff::contains;
use crate::{Befund, guarded, hinweis};

/// What came of opening a PDF with the first reader.
pub(super) enum Opened {
    /// The document, and how it is protected.
    Document(Box<Document>, Schutz),
    /// Protected, and not opened by the first reader.
    Locked,
    /// Something unpacks beyond reason.
    Packed,
    /// Not readable for the first reader.
    Unread,
}

/// Opens a PDF.
pub(super) fn open(bytes: &[u8], password: Option<&str>) -> Opened {
    match load(bytes, None) {
        Loaded::Document(document) if document.is_encrypted() => {
            match password.map(|password| load(bytes, Some(password))) {
                Some(Loaded::Document(document)) if !document.is_encrypted() => {
                    Opened::Document(document, Schutz::Kennwort)
                }
                Some(Loaded::Packed) => Opened::Packed,
                _ => Opened::Locked,
            }
        }
        Loaded::Document(document) => {
            let schutz = if document.was_encrypted() { Schutz::NurRechte } else { Schutz::Keiner };
            Opened::Document(document, schutz)
        }
        Loaded::Packed => Opened::Packed,
        Loaded::Headless => {
            // All is there but the first line.
            let whole = [b"%PDF-1.7\n", bytes].concat();
            match load(&whole, None) {
                Loaded::Document(document) if !document.is_encrypted() => {
                    Opened::Document(document, Schutz::Keiner)
                }
                Loaded::Packed => Opened::Packed,
                _ => Opened::Unread,
            }
        }
        Loaded::Unread => Opened::Unread,
    }
}

enum Loaded {
    Document(Box<Document>),
    Packed,
    Headless,
    Unread,
}

fn load(bytes: &[u8], password: Option<&str>) -> Loaded {
    let mut options = LoadOptions::with_max_decompressed_size(STREAM_BYTES_MAX);
    options.password = password.map(str::to_owned);
    match guarded(|| Document::load_mem_with_options(bytes, options)) {
        Some(Ok(document)) => Loaded::Document(Box::new(document)),
        Some(Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. }))) => Loaded::Packed,
        Some(Err(Error::Parse(ParseError::InvalidFileHeader))) => Loaded::Headless,
        Some(Err(_)) | None => Loaded::Unread,
    }
}

/// Says of a protected document that could not be opened how it is protected.
pub(super) fn locked(
    bytes: &[u8],
    password: Option<&str>,
    error: Option<DecryptionError>,
    befund: &mut Befund,
) {
    befund.merkmale.verschluesselt = true;
    let (schutz, hinweis) = if contains(bytes, b"Adobe.PubSec") {
        (Schutz::Zertifikat, hinweis::ZERTIFIKAT)
    } else {
        match (error, password) {
            (Some(DecryptionError::PasswordProtected), None) => {
                (Schutz::Kennwort, hinweis::KENNWORT)
            }
            (Some(DecryptionError::PasswordProtected), Some(_)) => {
                (Schutz::Kennwort, hinweis::KENNWORT_FALSCH)
            }
            _ => (Schutz::Unbekannt, hinweis::SCHUTZ_UNBEKANNT),
        }
    };
    befund.merkmale.schutz = schutz;
    befund.check(hinweis);
}

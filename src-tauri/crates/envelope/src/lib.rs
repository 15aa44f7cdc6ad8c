//! Post with post in it: e-mail, ZIP, a court mailbox's export. Bytes in, parts out.
//!
//! Never does I/O, never fetches anything and never runs anything; meant for the worker process.
//! What a stranger sent is bounded in size, number and depth, and a damaged part never takes its
//! neighbours with it.

mod archive;
mod archive_entry;
mod art;
mod ber;
mod decode;
mod hinweis;
mod html;
mod kopf;
mod mail;
mod mail_head;
mod mime;
mod msg;
mod msg_prop;
mod name;
mod outlet;
mod rtf;
mod smime;
mod text;
mod xjustiz;

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub use art::{Art, art};
pub use kopf::{Adresse, Kopf, Pruefergebnis, Smime};
use outlet::Outlet;
pub use text::TEXT_BYTES_MAX;
pub use xjustiz::{Abgleich, XJUSTIZ_DATEI, XJustizDokument, XJustizKopf, xjustiz};

/// How much may come out of one envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Most parts.
    pub parts: usize,
    /// Most bytes of one part.
    pub part_bytes: u64,
    /// Most bytes of all parts together.
    pub total_bytes: u64,
    /// How many envelopes may lie in one another, this one included.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { parts: 500, part_bytes: 256 << 20, total_bytes: 512 << 20, depth: 5 }
    }
}

impl Limits {
    /// Returns what is left for an envelope found inside this one, after so much came out; nothing
    /// when the envelopes lie too deep in one another.
    pub fn inside(&self, parts: usize, bytes: u64) -> Option<Limits> {
        (self.depth > 1).then(|| Limits {
            parts: self.parts.saturating_sub(parts),
            part_bytes: self.part_bytes,
            total_bytes: self.total_bytes.saturating_sub(bytes),
            depth: self.depth - 1,
        })
    }
}

/// What a part is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Rolle {
    /// The letter itself.
    Nachrichtentext,
    /// Something enclosed.
    Anlage,
    /// A picture shown within the letter.
    Eingebettet,
    /// An electronic signature.
    Signatur,
    /// Describes the others, for machines.
    Strukturdatei,
}

/// One thing that lay in an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Name for people: no path, no hidden characters, at most 200 characters, unique.
    pub name: String,
    /// Where it lay: path in an archive, section of a mail; for display, never for a file system.
    pub pfad: String,
    /// Media type as declared; empty where none was.
    pub mime: String,
    /// What it is for.
    pub rolle: Rolle,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// What an envelope says besides its parts.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Inhalt {
    /// Sender, recipients, subject, times.
    pub kopf: Option<Kopf>,
    /// The cover data of a court mailbox.
    pub xjustiz: Option<XJustizKopf>,
    /// The readable letter.
    pub text: String,
    /// What a person has to know, in plain German.
    pub hinweise: Vec<String>,
    /// Whether everything came out; if not, a person has to look.
    pub vollstaendig: bool,
}

/// Why an envelope could not be opened at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Not an envelope of this kind, or broken from the start.
    #[error("not readable: {0}")]
    Broken(String),
    /// Envelopes lie too deep in one another.
    #[error("nested too deep")]
    TooDeep,
    /// More than is looked at.
    #[error("larger than {max} bytes")]
    TooLarge {
        /// The limit in bytes.
        max: usize,
    },
    /// A parser gave up; what was delivered before is whole.
    #[error("a parser stopped unexpectedly")]
    Stopped,
}

/// Opens an envelope and hands its parts to `sink`, one at a time.
///
/// A part that was delivered stays delivered, whatever comes after it. `sink` may end the opening;
/// then the rest is not looked at and the content counts as incomplete. Envelopes inside are
/// delivered whole: open them with [`Limits::inside`].
pub fn open(
    bytes: &[u8],
    file_name: &str,
    art: Art,
    limits: &Limits,
    sink: &mut dyn FnMut(Part) -> ControlFlow<()>,
) -> Result<Inhalt, OpenError> {
    if limits.depth == 0 {
        return Err(OpenError::TooDeep);
    }
    let mut outlet = Outlet::new(limits, sink);
    // The file name is for people; what the bytes are was decided before.
    let _ = file_name;
    let opened = match art {
        Art::Email => mail::open(bytes, &mut outlet),
        Art::OutlookNachricht => msg::open(bytes, &mut outlet),
        Art::Zip => archive::open(bytes, false, &mut outlet),
        Art::XJustiz => archive::open(bytes, true, &mut outlet),
    }?;
    Ok(Inhalt {
        kopf: opened.kopf,
        xjustiz: opened.xjustiz,
        text: opened.text,
        hinweise: outlet.hinweise,
        vollstaendig: outlet.vollstaendig,
    })
}

/// What an opener learned besides the parts.
#[derive(Debug, Default)]
pub(crate) struct Opened {
    kopf: Option<Kopf>,
    xjustiz: Option<XJustizKopf>,
    text: String,
}

/// Runs one step of a foreign parser; a panic in it is `None`.
pub(crate) fn guarded<T>(step: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(step)).ok()
}

//! Writing a searchable copy of pages: the question, the worker's answer, the caller's ear.
//!
//! Never touches the original, and never holds the copy in memory: it leaves as it is written.

use std::io::{self, BufWriter, Read, Write};

use domain::Zeitpunkt;
use domain::textebene::Seitentext;
use domain::transfervermerk::Farbe;
use page::source::{Abstrich, Limits, Pages, SourcePage, Transport};
use page::{Pixels, Turn};
use pdfa::{Attachment, Level, Meta, PagePicture, PdfaError, Relationship, Writer};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::child::head;
use super::protocol::{self, PIECE_BYTES, Tag, Task};
use super::{Worker, WorkerError};

/// What is to be written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CopyTask {
    /// Media type of the document.
    pub mime: String,
    /// Opens it.
    pub password: Option<String>,
    /// Title of the copy.
    pub titel: String,
    /// When it is made.
    pub erstellt_um: Zeitpunkt,
    /// The program and its version.
    pub programm: String,
    /// A file to embed: then the copy is PDF/A-3, else PDF/A-2.
    pub beilage: Option<Beilage>,
    /// The pages, in the order of the copy; all of them, without text, if empty.
    pub seiten: Vec<CopyPage>,
}

/// A file embedded in a copy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Beilage {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub mime: String,
    /// One line about it.
    pub beschreibung: String,
    /// Its text.
    pub inhalt: String,
}

/// A page of a copy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CopyPage {
    /// Number in the document, from 0.
    pub number: u32,
    /// How it is turned to stand upright.
    pub turn: Turn,
    /// Its words, as the turned page shows them.
    pub text: Option<Seitentext>,
}

/// How good a copy is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyFacts {
    /// Pages written.
    pub seiten: u32,
    /// Pages whose picture has less resolution or less colour than the document's, or that end
    /// early there: numbers from 0.
    pub geringer: Vec<u32>,
    /// The picture of each page written, as the document holds it.
    pub bilder: Vec<Seitenbild>,
}

/// A page's picture as the document holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seitenbild {
    /// SHA-256, hex: of its own bytes (JPEG, CCITT) where they are passed on untouched, else of
    /// `WIDTH HEIGHT BITS\n` and its pixels.
    pub sha256: String,
    /// Dots per inch of paper.
    pub dpi: u16,
    /// Its colours.
    pub farbe: Farbe,
}

/// Why there is no copy.
#[derive(Debug)]
pub enum CopyFailure<E> {
    /// The worker.
    Worker(WorkerError),
    /// The document cannot be copied page by page.
    Unreadable,
    /// The caller could not keep it.
    Sink(E),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Kopie,
    Fertig(CopyFacts),
    Unlesbar,
}

impl Worker {
    /// Has a copy written; its bytes go to `sink` as they come.
    pub fn copy<E>(
        &self,
        source: &mut dyn Read,
        task: CopyTask,
        sink: &mut dyn FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<CopyFacts, CopyFailure<E>> {
        let mut asked =
            self.ask(&Task::Copy(Box::new(task)), source).map_err(CopyFailure::Worker)?;
        match asked.head::<Said>().map_err(CopyFailure::Worker)? {
            Some(Said::Kopie) => {}
            Some(Said::Unlesbar) => return Err(CopyFailure::Unreadable),
            _ => return Err(CopyFailure::Worker(WorkerError::Garbled)),
        }
        let mut failed = None;
        let taken = asked.pieces(&mut |piece| match sink(piece) {
            Ok(()) => Ok(()),
            Err(error) => {
                failed = Some(error);
                Err(WorkerError::Garbled)
            }
        });
        if let Some(error) = failed {
            return Err(CopyFailure::Sink(error));
        }
        taken.map_err(CopyFailure::Worker)?;
        match asked.head::<Said>().map_err(CopyFailure::Worker)? {
            Some(Said::Fertig(facts)) => Ok(facts),
            Some(Said::Unlesbar) => Err(CopyFailure::Unreadable),
            _ => Err(CopyFailure::Worker(WorkerError::Garbled)),
        }
    }
}

/// The worker's side.
pub(super) fn answer(bytes: Vec<u8>, task: &CopyTask, output: &mut impl Write) -> io::Result<()> {
    let Ok(pages) = Pages::open(bytes, &task.mime, task.password.as_deref()) else {
        return head(output, &Said::Unlesbar);
    };
    head(output, &Said::Kopie)?;
    let written = {
        let mut pieces = BufWriter::with_capacity(PIECE_BYTES, Pieces(&mut *output));
        let written = write(&pages, task, &mut pieces);
        pieces.flush()?;
        written
    };
    match written {
        Some(facts) => head(output, &Said::Fertig(facts)),
        None => head(output, &Said::Unlesbar),
    }
}

/// Bytes on their way out, as frames.
struct Pieces<'a, W: Write>(&'a mut W);

impl<W: Write> Write for Pieces<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        protocol::write_frame(self.0, Tag::Piece, bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn write(pages: &Pages, task: &CopyTask, output: &mut impl Write) -> Option<CopyFacts> {
    let level = if task.beilage.is_some() { Level::A3u } else { Level::A2u };
    let meta = Meta {
        titel: task.titel.clone(),
        erstellt_um: task.erstellt_um,
        sprache: "de-DE".to_owned(),
        programm: task.programm.clone(),
    };
    let mut writer = Writer::new(output, &meta, level).ok()?;
    let mut facts = CopyFacts::default();
    let wanted: Vec<CopyPage> = if task.seiten.is_empty() {
        (0..pages.len()).map(|number| CopyPage { number, turn: Turn::None, text: None }).collect()
    } else {
        task.seiten.clone()
    };
    for wanted in wanted {
        let source = pages.page(wanted.number, &Limits::default()).ok()?;
        if worse(&source) {
            facts.geringer.push(wanted.number);
        }
        facts.bilder.push(picture_of(&source));
        put(&mut writer, &source, &wanted).ok()?;
        facts.seiten += 1;
    }
    if let Some(beilage) = &task.beilage {
        let attachment = Attachment {
            name: &beilage.name,
            mime: &beilage.mime,
            beschreibung: &beilage.beschreibung,
            relationship: Relationship::Data,
            bytes: beilage.inhalt.as_bytes(),
        };
        writer.attach(attachment).ok()?;
    }
    writer.finish().ok()?;
    Some(facts)
}

/// Whether the picture that is written shows less than the document.
fn worse(source: &SourcePage) -> bool {
    let lossy = |abstrich: &Abstrich| {
        matches!(
            abstrich,
            Abstrich::Verkleinert { .. } | Abstrich::OhneFarbe | Abstrich::Unvollstaendig
        )
    };
    source.transport == Transport::None && source.abstriche.iter().any(lossy)
}

fn picture_of(source: &SourcePage) -> Seitenbild {
    let image = &source.image;
    let (sha256, (width, height), farbe) = match &source.transport {
        Transport::Jpeg { bytes, width, height, components } => {
            let farbe = if *components == 1 { Farbe::Graustufen } else { Farbe::Farbe };
            (wire::sha256_hex(bytes), (*width, *height), farbe)
        }
        Transport::CcittG4 { bytes, width, height, .. } => {
            (wire::sha256_hex(bytes), (*width, *height), Farbe::SchwarzWeiss)
        }
        Transport::None => {
            let (bits, pixels, farbe) = match image.pixels() {
                Pixels::Bitonal(pixels) => (1, pixels, Farbe::SchwarzWeiss),
                Pixels::Grey(pixels) => (8, pixels, Farbe::Graustufen),
                Pixels::Rgb(pixels) => (24, pixels, Farbe::Farbe),
            };
            let size = (image.width(), image.height());
            let mut hasher = Sha256::new();
            hasher.update(format!("{} {} {bits}\n", size.0, size.1));
            hasher.update(pixels);
            (hex::encode(hasher.finalize()), size, farbe)
        }
    };
    // The longer sides fit each other however the page is turned.
    let pixels = u64::from(width.max(height));
    let paper = u64::from(source.width_centipoint.max(source.height_centipoint).max(1));
    let dpi = u16::try_from((pixels * 7200 + paper / 2) / paper).unwrap_or(u16::MAX);
    Seitenbild { sha256, dpi, farbe }
}

fn put<W: Write>(
    writer: &mut Writer<W>,
    source: &SourcePage,
    wanted: &CopyPage,
) -> Result<(), PdfaError> {
    let (picture, turn) = match &source.transport {
        Transport::Jpeg { bytes, width, height, components } => {
            let jpeg = PagePicture::Jpeg {
                bytes,
                width: *width,
                height: *height,
                components: *components,
            };
            (jpeg, source.turn.then(wanted.turn))
        }
        Transport::CcittG4 { bytes, width, height, black_is_1, byte_aligned } => {
            let strip = PagePicture::CcittG4 {
                bytes,
                width: *width,
                height: *height,
                black_is_1: *black_is_1,
                byte_aligned: *byte_aligned,
            };
            (strip, source.turn.then(wanted.turn))
        }
        Transport::None => (PagePicture::Pixels(&source.image), wanted.turn),
    };
    let points = |centi: u32| centi as f32 / 100.0;
    let (mut width, mut height) =
        (points(source.width_centipoint), points(source.height_centipoint));
    if wanted.turn.sideways() {
        std::mem::swap(&mut width, &mut height);
    }
    writer.page(picture, width, height, turn, wanted.text.as_ref())
}

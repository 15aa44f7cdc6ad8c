//! Making pictures of pages: the question, the worker's answer, the caller's ear.
//!
//! Never more than a few pages in memory: the worker waits until the caller has taken one.

use std::collections::BTreeSet;
use std::io::{self, Read, Write};

use page::cleanup::{Schritt, Wishes, clean};
use page::codes::{Code, codes};
use page::source::{Limits, PageError, Pages};
use page::{PageImage, Pixels};
use serde::{Deserialize, Serialize};

use super::child::head;
use super::parent::Asked;
use super::protocol::{self, Task};
use super::{Worker, WorkerError};

/// Which pages are wanted, and how.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PagesTask {
    /// Media type of the document.
    pub mime: String,
    /// Opens it.
    pub password: Option<String>,
    /// Also pages that have text of their own.
    pub all: bool,
}

/// What is known of a page besides its picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageFacts {
    /// Its number, from 0.
    pub number: u32,
    /// Width as shown, hundredths of a point.
    pub width_centipoint: u32,
    /// Height as shown, hundredths of a point.
    pub height_centipoint: u32,
    /// Size in pixels before it was cleaned up.
    pub source_pixels: (u32, u32),
    /// What was done to the picture.
    pub steps: Vec<Schritt>,
    /// Codes on it.
    pub codes: Vec<Code>,
    /// One picture covers it.
    pub scan: bool,
}

/// A page as it is read.
#[derive(Debug, Clone, PartialEq)]
pub struct PagePictured {
    /// What is known of it.
    pub facts: PageFacts,
    /// Its picture, cleaned up for reading.
    pub image: PageImage,
}

impl ocr::Picture for PagePictured {
    fn picture(&self) -> &PageImage {
        &self.image
    }
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum PagesError {
    /// The worker, or the document through it.
    #[error(transparent)]
    Worker(#[from] WorkerError),
    /// The document needs a password.
    #[error("the document needs a password")]
    Password,
    /// The document cannot be read as pages.
    #[error("the document cannot be read as pages")]
    Unreadable,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Shape {
    Bitonal,
    Grey,
    Rgb,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Anzahl(u32),
    Seite { facts: PageFacts, width: u32, height: u32, dpi: u16, shape: Shape },
    Fehlt(u32),
    Kennwort,
    Unlesbar,
}

/// Pages of a document, one after another.
pub struct PictureStream {
    asked: Asked,
    /// How many pages will come.
    pub count: u32,
}

/// A page, or its number where there is no picture of it.
pub type Pictured = Result<PagePictured, u32>;

impl Worker {
    /// Has pictures made of pages.
    pub fn pictures(
        &self,
        source: &mut dyn Read,
        task: PagesTask,
    ) -> Result<PictureStream, PagesError> {
        let mut asked = self.ask(&Task::Pages(task), source)?;
        match asked.head::<Said>()? {
            Some(Said::Anzahl(count)) => Ok(PictureStream { asked, count }),
            Some(Said::Kennwort) => Err(PagesError::Password),
            Some(Said::Unlesbar) => Err(PagesError::Unreadable),
            _ => Err(WorkerError::Garbled.into()),
        }
    }
}

impl PictureStream {
    /// Returns the next page; nothing at the end.
    pub fn next_page(&mut self) -> Result<Option<Pictured>, PagesError> {
        let (facts, width, height, dpi, shape) = match self.asked.head::<Said>()? {
            None => return Ok(None),
            Some(Said::Fehlt(number)) => return Ok(Some(Err(number))),
            Some(Said::Seite { facts, width, height, dpi, shape }) => {
                (facts, width, height, dpi, shape)
            }
            Some(_) => return Err(WorkerError::Garbled.into()),
        };
        let mut bytes = Vec::new();
        self.asked.pieces(&mut |piece| {
            bytes.extend_from_slice(piece);
            Ok(())
        })?;
        let pixels = match shape {
            Shape::Bitonal => Pixels::Bitonal(bytes),
            Shape::Grey => Pixels::Grey(bytes),
            Shape::Rgb => Pixels::Rgb(bytes),
        };
        let image = PageImage::new(width, height, dpi, pixels).ok_or(WorkerError::Garbled)?;
        Ok(Some(Ok(PagePictured { facts, image })))
    }
}

/// The worker's side.
pub(super) fn answer(bytes: Vec<u8>, task: &PagesTask, output: &mut impl Write) -> io::Result<()> {
    let own_text = if task.all { BTreeSet::new() } else { with_text(&bytes, task) };
    let pages = match Pages::open(bytes, &task.mime, task.password.as_deref()) {
        Ok(pages) => pages,
        Err(PageError::Password) => return head(output, &Said::Kennwort),
        Err(_) => return head(output, &Said::Unlesbar),
    };
    let read = |number: &u32| !own_text.contains(number);
    let wanted: Vec<u32> = (0..pages.len()).filter(read).collect();
    head(output, &Said::Anzahl(u32::try_from(wanted.len()).unwrap_or(u32::MAX)))?;
    for number in wanted {
        match picture(&pages, number) {
            Some(page) => send(output, &page)?,
            None => head(output, &Said::Fehlt(number))?,
        }
    }
    Ok(())
}

/// Returns the pages that have text of their own. Where that cannot be told, none has.
fn with_text(bytes: &[u8], task: &PagesTask) -> BTreeSet<u32> {
    if task.mime != "application/pdf" {
        return BTreeSet::new();
    }
    let words = inspect::positions(bytes, task.password.as_deref(), 0..u32::MAX);
    let pages = (0..).zip(words.unwrap_or_default());
    pages.filter(|(_, page)| !page.zeilen.is_empty()).map(|(number, _)| number).collect()
}

fn picture(pages: &Pages, number: u32) -> Option<PagePictured> {
    let source = pages.page(number, &Limits::default()).ok()?;
    let codes = codes(&source.image);
    let source_pixels = (source.image.width(), source.image.height());
    let cleaned = clean(&source.image, &Wishes::default());
    let facts = PageFacts {
        number,
        width_centipoint: source.width_centipoint,
        height_centipoint: source.height_centipoint,
        source_pixels,
        steps: cleaned.steps,
        codes,
        scan: source.scan,
    };
    Some(PagePictured { facts, image: cleaned.image })
}

fn send(output: &mut impl Write, page: &PagePictured) -> io::Result<()> {
    let image = &page.image;
    let (shape, bytes) = match image.pixels() {
        Pixels::Bitonal(bytes) => (Shape::Bitonal, bytes),
        Pixels::Grey(bytes) => (Shape::Grey, bytes),
        Pixels::Rgb(bytes) => (Shape::Rgb, bytes),
    };
    let (width, height, dpi) = (image.width(), image.height(), image.dpi());
    head(output, &Said::Seite { facts: page.facts.clone(), width, height, dpi, shape })?;
    protocol::write_pieces(output, bytes)
}

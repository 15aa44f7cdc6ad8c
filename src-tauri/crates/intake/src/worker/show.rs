//! Showing pages as they look: the question, the worker's answer, the caller's ear.
//!
//! Never cleans a page up or reads its picture, and never holds more than one page in memory.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use domain::textebene::Seitentext;
use page::source::{Limits, PageError, Pages};
use serde::{Deserialize, Serialize};

use super::child::head;
use super::parent::Asked;
use super::protocol::{self, Task};
use super::{PagesError, Worker, WorkerError};

/// Resolution of a page that is shown: enough to be read in print.
const DPI: u16 = 150;
/// Pixels of a page that is shown: A4 at that resolution, and a little more.
const PIXELS_MAX: u64 = 2_400_000;
/// The same for a small picture, about as wide as a thumb is long.
const SMALL_DPI: u16 = 25;
const SMALL_PIXELS_MAX: u64 = 70_000;

/// Which document's pages are wanted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ShowTask {
    /// Media type of the document.
    pub mime: String,
    /// Opens it.
    pub password: Option<String>,
    /// Most pages; further ones are left out, and the count says so.
    pub most: u32,
    /// Small pictures, to tell pages apart.
    pub small: bool,
}

/// A page as it looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageShown {
    /// Its number, from 0.
    pub number: u32,
    /// Its picture, PNG; none if it cannot be drawn.
    pub png: Option<Vec<u8>>,
    /// The words that the document itself has there.
    pub text: Option<Seitentext>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Anzahl(u32),
    Seite { number: u32, text: Option<Seitentext> },
    Fehlt(u32),
    Kennwort,
    Unlesbar,
}

/// Pages of a document, one after another.
pub struct ShownStream {
    asked: Asked,
    /// How many pages the document has, whether or not all of them come.
    pub count: u32,
}

impl Worker {
    /// Has pages drawn as they look.
    pub fn show(&self, source: &mut dyn Read, task: ShowTask) -> Result<ShownStream, PagesError> {
        let mut asked = self.ask(&Task::Show(task), source)?;
        match asked.head::<Said>()? {
            Some(Said::Anzahl(count)) => Ok(ShownStream { asked, count }),
            Some(Said::Kennwort) => Err(PagesError::Password),
            Some(Said::Unlesbar) => Err(PagesError::Unreadable),
            _ => Err(WorkerError::Garbled.into()),
        }
    }
}

impl ShownStream {
    /// Returns the next page; nothing at the end.
    pub fn next_page(&mut self) -> Result<Option<PageShown>, PagesError> {
        let (number, text) = match self.asked.head::<Said>()? {
            None => return Ok(None),
            Some(Said::Fehlt(number)) => {
                return Ok(Some(PageShown { number, png: None, text: None }));
            }
            Some(Said::Seite { number, text }) => (number, text),
            Some(_) => return Err(WorkerError::Garbled.into()),
        };
        let mut png = Vec::new();
        self.asked.pieces(&mut |piece| {
            png.extend_from_slice(piece);
            Ok(())
        })?;
        Ok(Some(PageShown { number, png: Some(png), text }))
    }
}

/// The worker's side.
pub(super) fn answer(bytes: Vec<u8>, task: &ShowTask, output: &mut impl Write) -> io::Result<()> {
    let mut words = words(&bytes, task);
    let pages = match Pages::open(bytes, &task.mime, task.password.as_deref()) {
        Ok(pages) => pages,
        Err(PageError::Password) => return head(output, &Said::Kennwort),
        Err(_) => return head(output, &Said::Unlesbar),
    };
    head(output, &Said::Anzahl(pages.len()))?;
    let limits = match task.small {
        true => Limits { pixels_max: SMALL_PIXELS_MAX, draw_dpi: SMALL_DPI },
        false => Limits { pixels_max: PIXELS_MAX, draw_dpi: DPI },
    };
    for number in 0..pages.len().min(task.most) {
        let drawn = pages.page(number, &limits).ok().and_then(|page| page.image.png());
        match drawn {
            Some(png) => {
                head(output, &Said::Seite { number, text: words.remove(&number) })?;
                protocol::write_pieces(output, &png)?;
            }
            None => head(output, &Said::Fehlt(number))?,
        }
    }
    Ok(())
}

/// Returns the document's own words by page; where they cannot be told, there are none.
fn words(bytes: &[u8], task: &ShowTask) -> BTreeMap<u32, Seitentext> {
    if task.mime != "application/pdf" {
        return BTreeMap::new();
    }
    let words = inspect::positions(bytes, task.password.as_deref(), 0..task.most);
    let pages = (0..).zip(words.unwrap_or_default());
    pages.filter(|(_, page)| !page.zeilen.is_empty()).collect()
}

//! Reading the pictures of an original's pages: words with places, codes, a searchable copy.
//!
//! Never touches the original, never fills a temporary file, and never holds more than a few
//! pages in memory. What comes of it is written in one transaction; until then nothing is.

mod nachweis;
mod place;
mod split;

use std::collections::BTreeMap;

use domain::textebene::{Seitentext, angefuegt};
use ocr::{Budget, CancelFlag, OcrError, Recognised, Stopped, Tesseract, recognise};
use page::cleanup::Schritt;
use serde::{Deserialize, Serialize};
use store::erkennung::{Erkennung, KOPIEN};
use store::{BlobError, DbError, Store, StoredBlob};

use crate::custody::blob_error;
use crate::worker::{
    CopyFacts, CopyFailure, CopyPage, CopyTask, PageFacts, PagePictured, PagesError, PagesTask,
    Worker, WorkerError,
};

pub use nachweis::Nachweisschreiber;
pub use split::{SplitError, Splitter};

/// Memory that reading may take on this machine, for all pages at a time.
const MEMORY_BYTES: u64 = 1024 * 1024 * 1024;
/// The program that a copy names as its maker.
const PROGRAMM: &str = concat!("Forsthaus ", env!("CARGO_PKG_VERSION"));

/// What reading needs.
pub struct Reader<'a> {
    /// Where originals come from and results go.
    pub store: &'a Store,
    /// Who decodes strangers' bytes.
    pub worker: &'a Worker,
    /// Who reads.
    pub tesseract: &'a Tesseract,
}

/// What was done to one page, as kept beside the copy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seitenschritte {
    /// Page, from 1.
    pub seite: u32,
    /// What was done to its picture for reading.
    pub schritte: Vec<Schritt>,
    /// How the page of the copy is turned, degrees clockwise.
    pub gedreht: u16,
}

/// What came of reading a document's pages.
#[derive(Debug, Default)]
pub struct Read {
    /// Words of the pages that were read, by page number from 0.
    pub pages: Vec<(u32, Seitentext)>,
    /// What is known of every page that had a picture, in page order.
    pub facts: Vec<PageFacts>,
    /// Pages that could not be read, and why, in plain German.
    pub failed: Vec<(u32, String)>,
}

/// Why the pictures were not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A person stopped it.
    #[error("stopped by a person")]
    Cancelled,
    /// Tesseract is not there or cannot run: tried again later.
    #[error(transparent)]
    Ocr(#[from] OcrError),
    /// The worker could not be had, or the document is to blame.
    #[error(transparent)]
    Pages(#[from] PagesError),
    /// The copy could not be written.
    #[error("the document cannot be copied page by page")]
    Copy,
    /// The store.
    #[error(transparent)]
    Store(#[from] DbError),
}

impl From<BlobError> for ReadError {
    fn from(error: BlobError) -> Self {
        Self::Store(DbError::Blob(error))
    }
}

impl From<WorkerError> for ReadError {
    fn from(error: WorkerError) -> Self {
        Self::Pages(PagesError::Worker(error))
    }
}

impl ReadError {
    /// Returns the sentence for a clerk if trying again would end the same way.
    pub fn hinweis(&self) -> Option<&'static str> {
        match self {
            Self::Pages(PagesError::Worker(error)) => error.hinweis(),
            Self::Pages(PagesError::Password) => Some(
                "Die Seiten sind mit einem Kennwort geschützt. Für die Texterkennung wird das \
                 Kennwort gebraucht.",
            ),
            Self::Pages(PagesError::Unreadable) | Self::Copy => Some(
                "Die Seiten konnten nicht als Bilder gelesen werden. Das Original ist unverändert \
                 gespeichert.",
            ),
            Self::Ocr(error) if error.is_about_page() => Some(error.hinweis()),
            Self::Cancelled | Self::Ocr(_) | Self::Store(_) => None,
        }
    }
}

impl Reader<'_> {
    /// Reads the pages of an original that have no text of their own. With the copy that was asked
    /// for it reads every page, since a copy has them all.
    pub fn run(
        &self,
        job: &Erkennung,
        mime: &str,
        titel: &str,
        cancel: &CancelFlag,
        progress: &mut dyn FnMut(u32, u32),
    ) -> Result<Read, ReadError> {
        let password = self.store.read(|db| db.password(&job.sha256))?;
        let task = PagesTask { mime: mime.to_owned(), password: password.clone(), all: job.kopie };
        let read = self.read(&job.sha256, task, cancel, progress)?;
        let copy = match job.kopie && !cancel.is_cancelled() {
            true => Some(self.copy(&job.sha256, mime, titel, password, &read)?),
            false => None,
        };
        if cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let own = self.store.read(|db| db.blob_text(&job.sha256))?.unwrap_or_default();
        let text = with_own(&own, &read, &self.store.read(|db| db.page_texts(&job.sha256))?);
        let steps = serde_json::to_string(&steps(&read)).map_err(DbError::from)?;
        let note = note(&read, copy.as_ref().map(|(_, facts)| facts));
        self.store.write(|tx| {
            if let Some((blob, _)) = &copy {
                tx.put_copy(&job.sha256, blob, &steps)?;
            }
            tx.recognised(&job.sha256, &read.pages, &text, note.as_deref())
        })?;
        Ok(read)
    }

    /// Reads pictures side by side, in page order.
    fn read(
        &self,
        sha256: &str,
        task: PagesTask,
        cancel: &CancelFlag,
        progress: &mut dyn FnMut(u32, u32),
    ) -> Result<Read, ReadError> {
        let mut original = self.store.blob_reader(sha256)?;
        let mut stream = self.worker.pictures(&mut original, task)?;
        let total = stream.count;
        progress(0, total);
        let mut read = Read::default();
        let mut gaps = Vec::new();
        let source = || loop {
            match stream.next_page() {
                Ok(Some(Ok(page))) => return Some(Ok(page)),
                Ok(Some(Err(number))) => gaps.push(number),
                Ok(None) => return None,
                Err(error) => return Some(Err(ReadError::from(error))),
            }
        };
        let keep = |page: Recognised<PagePictured, ReadError>| {
            let (page, text) = page.page?;
            match text {
                Ok(text) => {
                    let image = &page.image;
                    let size = (image.width(), image.height());
                    let placed = place::on_page(&text, &page.facts, size, image.dpi());
                    read.pages.push((page.facts.number, placed));
                }
                Err(error) if error.is_about_page() => {
                    read.failed.push((page.facts.number, error.hinweis().to_owned()));
                }
                Err(error) => return Err(error.into()),
            }
            read.facts.push(page.facts);
            Ok(())
        };
        let count = |done: usize| progress(u32::try_from(done).unwrap_or(total).min(total), total);
        let budget = Budget::of(MEMORY_BYTES);
        match recognise(self.tesseract, budget, cancel, source, Ok, keep, count) {
            Ok(_) => {}
            Err(Stopped::Cancelled) => return Err(ReadError::Cancelled),
            Err(Stopped::Sink(error)) => return Err(error),
            Err(Stopped::Threads) => {
                let lost = std::io::Error::other("a thread of the recognition ended early");
                return Err(WorkerError::Spawn(lost).into());
            }
        }
        let gap = "Die Seite konnte nicht als Bild gelesen werden.";
        read.failed.extend(gaps.into_iter().map(|number| (number, gap.to_owned())));
        read.failed.sort();
        Ok(read)
    }

    /// Writes the searchable copy: every page of the original, turned upright, with its words.
    fn copy(
        &self,
        sha256: &str,
        mime: &str,
        titel: &str,
        password: Option<String>,
        read: &Read,
    ) -> Result<(StoredBlob, CopyFacts), ReadError> {
        let texts: BTreeMap<u32, &Seitentext> =
            read.pages.iter().map(|(number, text)| (*number, text)).collect();
        let seiten = read.facts.iter().map(|facts| copy_page(facts, &texts)).collect();
        let task = CopyTask {
            mime: mime.to_owned(),
            password,
            titel: titel.to_owned(),
            erstellt_um: self.store.env().now(),
            programm: PROGRAMM.to_owned(),
            beilage: None,
            seiten,
        };
        self.write_copy(sha256, KOPIEN, task)
    }

    fn write_copy(
        &self,
        sha256: &str,
        scope: &str,
        task: CopyTask,
    ) -> Result<(StoredBlob, CopyFacts), ReadError> {
        write_copy(self.store, self.worker, sha256, scope, task)
    }
}

/// Has a copy written into a durable, verified file.
fn write_copy(
    store: &Store,
    worker: &Worker,
    sha256: &str,
    scope: &str,
    task: CopyTask,
) -> Result<(StoredBlob, CopyFacts), ReadError> {
    let mut writer = store.blob_writer(scope)?;
    let mut original = store.blob_reader(sha256)?;
    let mut keep = |bytes: &[u8]| std::io::Write::write_all(&mut writer, bytes);
    match worker.copy(&mut original, task, &mut keep) {
        Ok(facts) => Ok((writer.finish()?, facts)),
        Err(CopyFailure::Unreadable) => Err(ReadError::Copy),
        Err(CopyFailure::Worker(error)) => Err(error.into()),
        Err(CopyFailure::Sink(error)) => Err(blob_error(error).into()),
    }
}

fn copy_page(facts: &PageFacts, texts: &BTreeMap<u32, &Seitentext>) -> CopyPage {
    let turn = place::turn_of(facts);
    let text = texts.get(&facts.number).map(|text| place::turned(text, turn));
    CopyPage { number: facts.number, turn, text }
}

fn steps(read: &Read) -> Vec<Seitenschritte> {
    read.facts
        .iter()
        .map(|facts| Seitenschritte {
            seite: facts.number + 1,
            schritte: facts.steps.clone(),
            gedreht: place::turn_of(facts).degrees(),
        })
        .collect()
}

/// Says what could not be done, in plain German; `None` if everything could.
fn note(read: &Read, copy: Option<&CopyFacts>) -> Option<String> {
    let mut said = Vec::new();
    if !read.failed.is_empty() {
        let pages = listed(read.failed.iter().map(|(number, _)| *number));
        said.push(format!("Nicht gelesen werden konnte: Seite {pages}."));
    }
    if let Some(facts) = copy.filter(|facts| !facts.geringer.is_empty()) {
        let pages = listed(facts.geringer.iter().copied());
        said.push(format!(
            "In der Kopie hat geringere Bildqualität als im Original: Seite {pages}."
        ));
    }
    (!said.is_empty()).then(|| said.join(" "))
}

fn listed(pages: impl Iterator<Item = u32>) -> String {
    let pages: Vec<String> = pages.map(|page| (page + 1).to_string()).collect();
    pages.join(", ")
}

/// Joins the document's own text and what was read now, without what was read the last time.
fn with_own(own: &str, read: &Read, before: &[(u32, Seitentext)]) -> String {
    let old: String = angefuegt(before);
    let own = match own.strip_suffix(old.as_str()) {
        Some(rest) if !old.is_empty() => rest,
        _ => own,
    };
    format!("{own}{}", angefuegt(&read.pages))
}

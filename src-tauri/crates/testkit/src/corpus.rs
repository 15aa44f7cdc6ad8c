//! A corpus of everything that may arrive: good, odd, locked, active, broken and huge files.
//!
//! Never harmful by itself, and never from anybody: every byte is made here. The same seed gives
//! the same bytes, but for the files whose encryption draws its own random numbers.

mod active;
mod broken;
mod cms;
mod giants;
mod invoices;
mod jpeg;
mod locked;
mod mails;
mod names;
mod packs;
mod pdfs;
mod picture;
mod raw;
mod scans;
mod texts;
mod tiffs;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// Name of the list of expectations beside the files.
pub const TRUTH: &str = "truth.json";

/// What is expected of one file; what is absent is not claimed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Truth {
    /// Name in the folder, with forward slashes.
    pub file: String,
    /// Group it belongs to.
    pub kind: String,
    /// It is taken in, not refused.
    pub taken: bool,
    /// Pages that have to be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// Whether text has to be found, or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<bool>,
    /// Whether a person has to be asked to look at it, or must not be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look: Option<bool>,
}

/// A file before it is written.
struct Sample {
    bytes: Vec<u8>,
    truth: Truth,
}

/// A file of a group; expectations are added by the methods.
fn sample(kind: &str, name: impl Into<String>, bytes: Vec<u8>) -> Sample {
    let truth = Truth {
        file: name.into(),
        kind: kind.to_owned(),
        taken: !bytes.is_empty(),
        ..Truth::default()
    };
    Sample { bytes, truth }
}

impl Sample {
    fn pages(mut self, pages: u32) -> Self {
        self.truth.pages = Some(pages);
        self
    }

    fn text(mut self, text: bool) -> Self {
        self.truth.text = Some(text);
        self
    }

    fn look(mut self, look: bool) -> Self {
        self.truth.look = Some(look);
        self
    }

    /// Opens without a word: pages and text are as said, and nobody has to look.
    fn good(self, pages: u32, text: bool) -> Self {
        self.pages(pages).text(text).look(false)
    }
}

/// Takes samples one by one, so that the huge ones are never held together.
struct Shelf<'a> {
    folder: &'a Path,
    truths: Vec<Truth>,
}

impl Shelf<'_> {
    fn put(&mut self, sample: Sample) -> Result<()> {
        let path = self.folder.join(&sample.truth.file);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(|| format!("make {}", parent.display()))?;
        }
        fs::write(&path, &sample.bytes).with_context(|| format!("write {}", path.display()))?;
        self.truths.push(sample.truth);
        Ok(())
    }

    fn put_all(&mut self, samples: impl IntoIterator<Item = Sample>) -> Result<()> {
        samples.into_iter().try_for_each(|sample| self.put(sample))
    }
}

/// Writes the corpus into a folder and returns what is expected of each file; the same list
/// stands beside them as [`TRUTH`].
pub fn generate(folder: &Path, seed: u64) -> Result<Vec<Truth>> {
    fs::create_dir_all(folder).with_context(|| format!("make {}", folder.display()))?;
    let mut shelf = Shelf { folder, truths: Vec::new() };
    pdfs::put(&mut shelf, seed)?;
    scans::put(&mut shelf, seed)?;
    locked::put(&mut shelf, seed)?;
    active::put(&mut shelf)?;
    invoices::put(&mut shelf)?;
    broken::put(&mut shelf, seed)?;
    mails::put(&mut shelf, seed)?;
    packs::put(&mut shelf, seed)?;
    texts::put(&mut shelf, seed)?;
    names::put(&mut shelf, seed)?;
    giants::put(&mut shelf)?;
    let json = serde_json::to_vec_pretty(&shelf.truths)?;
    fs::write(folder.join(TRUTH), json).context("write the list of expectations")?;
    Ok(shelf.truths)
}

/// Returns the signed PDFs with their names: whole, changed, appended to, unreadable.
pub fn signed() -> Vec<(String, Vec<u8>)> {
    named(active::signed())
}

/// Returns the locked PDFs with their names: every cipher, with a password for reading and with
/// one for changing only, by certificate, and spoiled ones.
pub fn locked(seed: u64) -> Result<Vec<(String, Vec<u8>)>> {
    Ok(named(locked::samples(seed)?))
}

/// Returns a small PDF whose one page is a fax of 364 million points.
pub fn giant_fax() -> Vec<u8> {
    giants::fax()
}

/// Returns a small PDF whose one page is a grey picture of 364 million points.
pub fn giant_grey() -> Vec<u8> {
    giants::grey()
}

/// Returns a PDF of 850 pages, each a picture of its own.
pub fn thick_scan() -> Vec<u8> {
    giants::many_images()
}

/// Returns a PDF with so many pages of text.
pub fn book(pages: usize) -> Vec<u8> {
    raw::pages(pages)
}

fn named(samples: Vec<Sample>) -> Vec<(String, Vec<u8>)> {
    let name = |file: &str| file.rsplit('/').next().unwrap_or(file).to_owned();
    samples.into_iter().map(|sample| (name(&sample.truth.file), sample.bytes)).collect()
}

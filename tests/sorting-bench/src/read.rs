//! What the product reads of a letter: its text file where there is one, otherwise the PDF's own
//! text, and recognised words where a page has none.
//!
//! Never reads a page twice.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use ocr::{CancelFlag, Tesseract};
use page::cleanup::{Wishes, clean};
use page::source::{Limits, Pages};

/// Where a letter's text comes from.
pub(crate) struct Source {
    pub(crate) text: Option<PathBuf>,
    pub(crate) datei: PathBuf,
    /// First and last page in the file, from 1.
    pub(crate) seiten: Option<(u32, u32)>,
}

/// Reads letters of one folder.
pub(crate) struct Reader {
    dir: PathBuf,
    /// Pages of files that hold several letters.
    files: BTreeMap<PathBuf, Vec<String>>,
    tesseract: Option<Tesseract>,
}

impl Reader {
    pub(crate) fn new(dir: PathBuf) -> Self {
        Self { dir, files: BTreeMap::new(), tesseract: None }
    }

    /// Returns the text of a letter's pages.
    pub(crate) fn pages(&mut self, source: &Source) -> Result<Vec<String>> {
        let text = source.text.as_ref().map(|text| self.dir.join(text)).filter(|p| p.is_file());
        if let Some(path) = text {
            let text =
                fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
            return Ok(text.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect());
        }
        if !self.files.contains_key(&source.datei) {
            let pages = self.file(source)?;
            self.files.insert(source.datei.clone(), pages);
        }
        let pages = self.files.get(&source.datei).map(Vec::as_slice).unwrap_or_default();
        let count = u32::try_from(pages.len())?;
        let (first, last) = source.seiten.unwrap_or((1, count));
        ensure!(first >= 1 && last <= count, "pages {first} to {last} of {count}");
        Ok(pages.iter().take(last as usize).skip(first as usize - 1).cloned().collect())
    }

    fn file(&mut self, source: &Source) -> Result<Vec<String>> {
        let path = self.dir.join(&source.datei);
        let bytes = fs::read(&path).with_context(|| format!("read {}", path.display()))?;
        let pdf = Pages::open(bytes.clone(), "application/pdf", None)?;
        let mut found = Vec::new();
        for (number, own) in (0..pdf.len()).zip(inspect::positions(&bytes, None, 0..pdf.len())?) {
            let text = own.text();
            found.push(if text.trim().is_empty() { self.recognised(&pdf, number)? } else { text });
        }
        Ok(found)
    }

    fn recognised(&mut self, pdf: &Pages, number: u32) -> Result<String> {
        if self.tesseract.is_none() {
            self.tesseract = Some(Tesseract::find()?);
        }
        let tesseract = self.tesseract.as_ref().context("no Tesseract")?;
        let page = pdf.page(number, &Limits::default())?;
        let cleaned = clean(&page.image, &Wishes::default());
        Ok(tesseract.read(&cleaned.image, &CancelFlag::new())?.text())
    }
}

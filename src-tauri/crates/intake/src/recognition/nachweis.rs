//! The copy that carries a transfer note: every page as it was scanned, in PDF/A-3.
//!
//! Never turns, cleans or leaves out a page, and never touches the original.

use std::collections::BTreeMap;
use std::convert::Infallible;

use page::Turn;
use store::{Store, StoredBlob};

use super::{PROGRAMM, ReadError, write_copy};
use crate::worker::{Beilage, CopyFacts, CopyFailure, CopyPage, CopyTask, Worker};

/// Writes copies that carry a note.
pub struct Nachweisschreiber<'a> {
    /// Where originals come from and copies go.
    pub store: &'a Store,
    /// Who decodes strangers' bytes.
    pub worker: &'a Worker,
}

impl Nachweisschreiber<'_> {
    /// Looks at the picture of every page; keeps nothing.
    pub fn bilder(&self, sha256: &str, mime: &str) -> Result<CopyFacts, ReadError> {
        let task = self.task(sha256, mime, "", None, Vec::new())?;
        let mut original = self.store.blob_reader(sha256)?;
        let mut drop = |_: &[u8]| Ok::<(), Infallible>(());
        match self.worker.copy(&mut original, task, &mut drop) {
            Ok(facts) => Ok(facts),
            Err(CopyFailure::Unreadable) => Err(ReadError::Copy),
            Err(CopyFailure::Worker(error)) => Err(error.into()),
            Err(CopyFailure::Sink(never)) => match never {},
        }
    }

    /// Writes the copy: all `seiten` pages, those with their words that were read.
    pub fn schreiben(
        &self,
        sha256: &str,
        mime: &str,
        titel: &str,
        scope: &str,
        seiten: u32,
        beilage: Beilage,
    ) -> Result<(StoredBlob, CopyFacts), ReadError> {
        let texts = self.store.read(|db| db.page_texts(sha256))?;
        let mut texts: BTreeMap<_, _> = texts.into_iter().collect();
        let page = |number| CopyPage { number, turn: Turn::None, text: texts.remove(&number) };
        let seiten = (0..seiten).map(page).collect();
        let task = self.task(sha256, mime, titel, Some(beilage), seiten)?;
        write_copy(self.store, self.worker, sha256, scope, task)
    }

    fn task(
        &self,
        sha256: &str,
        mime: &str,
        titel: &str,
        beilage: Option<Beilage>,
        seiten: Vec<CopyPage>,
    ) -> Result<CopyTask, ReadError> {
        Ok(CopyTask {
            mime: mime.to_owned(),
            password: self.store.read(|db| db.password(sha256))?,
            titel: titel.to_owned(),
            erstellt_um: self.store.env().now(),
            programm: PROGRAMM.to_owned(),
            beilage,
            seiten,
        })
    }
}

//! The index: opened, fed, asked.
//!
//! Never the truth: the store is, and whatever is lost or doubted here is fed from it again. The
//! position of the store up to which everything is in the index stands in the commit itself, so
//! that no crash can bring the two apart.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, NoMergePolicy};
use tantivy::{IndexReader, IndexSettings, IndexWriter, ReloadPolicy, TantivyError, Term};
use uuid::Uuid;

use crate::columns::Columns;
use crate::directory::SealedDirectory;
use crate::disk::{Disk, Folder};
use crate::entry::Eintrag;
use crate::error::{Anlass, OpenError, WriteError, is_damage};
use crate::fields::Fields;
use crate::seal::Key;
use crate::tokens::{PART, PartTokenizer, WORD, WordTokenizer};
use crate::words::Analysis;

/// Version of how words are cut and where they stand; another one begins anew.
const FASSUNG: u32 = 1;
/// Memory of the writer: the least that the engine takes, because every commit walks through it.
const HEAP: usize = 15 << 20;
/// Small parts of the index are put together when there are so many.
const MERGED: usize = 6;

/// The full-text index of a workstation.
pub struct Index {
    pub(crate) analysis: Analysis,
    pub(crate) fields: Fields,
    engine: tantivy::Index,
    pub(crate) reader: IndexReader,
    pub(crate) columns: Mutex<Arc<Columns>>,
    writer: Mutex<Option<IndexWriter>>,
    stand: AtomicU64,
}

/// What opening found.
pub enum Oeffnung {
    /// The index; everything after its [`Index::stand`] has to be fed.
    Offen(Index),
    /// An empty index; everything has to be fed.
    Neu(Index, Anlass),
}

impl Oeffnung {
    /// Returns the index, whatever it holds.
    pub fn index(self) -> Index {
        match self {
            Self::Offen(index) | Self::Neu(index, _) => index,
        }
    }
}

impl Index {
    /// Opens the index in a folder; `store` is the store's own position.
    ///
    /// An index that cannot be read, comes from another version or is ahead of the store is removed.
    pub fn open(folder: &Path, key: &[u8; 32], store: u64) -> Result<Oeffnung, OpenError> {
        Self::open_on(Arc::new(Folder::new(folder)?), key, store)
    }

    /// Opens the index on a disk.
    pub fn open_on(disk: Arc<dyn Disk>, key: &[u8; 32], store: u64) -> Result<Oeffnung, OpenError> {
        let directory = SealedDirectory::new(Arc::clone(&disk), Key::new(key));
        directory.sweep()?;
        let anlass = match Self::existing(directory) {
            Ok(None) => Anlass::Neu,
            Ok(Some((_, None))) => Anlass::Fassung,
            Ok(Some((index, Some(stand)))) if stand <= store => {
                index.stand.store(stand, Ordering::Release);
                return Ok(Oeffnung::Offen(index));
            }
            Ok(Some(_)) => Anlass::Voraus,
            Err(error) if is_damage(&error) => Anlass::Unlesbar,
            Err(error) => return Err(OpenError::Engine(error)),
        };
        Ok(Oeffnung::Neu(Self::anew_on(disk, key)?, anlass))
    }

    /// Removes the index in a folder and makes an empty one.
    pub fn anew(folder: &Path, key: &[u8; 32]) -> Result<Self, OpenError> {
        Self::anew_on(Arc::new(Folder::new(folder)?), key)
    }

    /// Removes the index on a disk and makes an empty one.
    pub fn anew_on(disk: Arc<dyn Disk>, key: &[u8; 32]) -> Result<Self, OpenError> {
        let mut names = disk.names()?;
        // What names the others goes first: a crash in between leaves no half of an index.
        names.sort_by_key(|name| name != "meta.json");
        for name in names {
            disk.remove(&name)?;
        }
        disk.sync_names()?;
        let directory = SealedDirectory::new(disk, Key::new(key));
        let (schema, fields) = Fields::schema();
        // No document is stored, so nobody has to pack them beside the writer.
        let settings =
            IndexSettings { docstore_compress_dedicated_thread: false, ..IndexSettings::default() };
        let made = tantivy::Index::create(directory, schema, settings)
            .and_then(|engine| Self::with(engine, fields));
        made.map_err(OpenError::Engine)
    }

    fn existing(directory: SealedDirectory) -> tantivy::Result<Option<(Self, Option<u64>)>> {
        if !tantivy::Index::exists(&directory)? {
            return Ok(None);
        }
        let engine = tantivy::Index::open(directory)?;
        let (schema, fields) = Fields::schema();
        let metas = engine.load_metas()?;
        let stand = match metas.payload.as_deref() {
            // Made and never fed.
            None => Some(0).filter(|_| metas.segments.is_empty()),
            Some(payload) => position(payload),
        };
        let stand = stand.filter(|_| engine.schema() == schema);
        Ok(Some((Self::with(engine, fields)?, stand)))
    }

    fn with(engine: tantivy::Index, fields: Fields) -> tantivy::Result<Self> {
        let analysis = Analysis::new();
        engine.tokenizers().register(WORD, WordTokenizer(analysis.clone()));
        engine.tokenizers().register(PART, PartTokenizer(analysis.clone()));
        let reader = engine.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let index = Self {
            analysis,
            fields,
            engine,
            reader,
            columns: Mutex::default(),
            writer: Mutex::default(),
            stand: AtomicU64::new(0),
        };
        index.refresh()?;
        Ok(index)
    }

    /// Returns the position of the store up to which everything is in the index.
    pub fn stand(&self) -> u64 {
        self.stand.load(Ordering::Acquire)
    }

    /// Returns the number of entries.
    pub fn anzahl(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Begins a batch; one at a time, others wait.
    pub fn batch(&self) -> Result<Batch<'_>, WriteError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if writer.is_none() {
            *writer = Some(self.new_writer()?);
        }
        Ok(Batch { index: self, writer, done: false })
    }

    fn new_writer(&self) -> tantivy::Result<IndexWriter> {
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(HEAP)
            .num_worker_threads(1)
            .num_merge_threads(1)
            .build();
        let writer = self.engine.writer_with_options(options)?;
        let mut policy = LogMergePolicy::default();
        policy.set_min_num_segments(MERGED);
        policy.set_del_docs_ratio_before_merge(0.3);
        writer.set_merge_policy(Box::new(policy));
        Ok(writer)
    }

    /// Lets searches see what was committed.
    fn refresh(&self) -> tantivy::Result<()> {
        self.reader.reload()?;
        let mut columns = self.columns.lock().unwrap_or_else(PoisonError::into_inner);
        *columns = Arc::new(columns.renewed(&self.reader.searcher())?);
        Ok(())
    }

    /// Puts all parts of the index together, so that nothing is left of what was taken out.
    ///
    /// Reads and writes the whole index: for a destruction, not for every day.
    pub fn compact(&self) -> Result<(), WriteError> {
        let mut held = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        // What is being put together in the background goes first; the next batch makes a writer.
        if let Some(writer) = held.take() {
            writer.wait_merging_threads()?;
        }
        let parts = self.engine.searchable_segment_metas()?;
        if parts.len() > 1 || parts.iter().any(|part| part.has_deletes()) {
            let mut writer = self.new_writer()?;
            writer.set_merge_policy(Box::new(NoMergePolicy));
            let parts: Vec<_> = parts.iter().map(|part| part.id()).collect();
            writer.merge(&parts).wait()?;
            writer.wait_merging_threads()?;
        }
        Ok(self.refresh()?)
    }

    /// Counts entries that were taken out or replaced and of which words are left in the files.
    pub fn reste(&self) -> u64 {
        let searcher = self.reader.searcher();
        let parts = searcher.segment_readers().iter();
        parts.map(|part| u64::from(part.num_deleted_docs())).sum()
    }

    /// Reads every file to its end and says whether all are as they were written.
    pub fn verify(&self) -> bool {
        self.engine.validate_checksum().is_ok_and(|damaged| damaged.is_empty())
    }
}

/// What the commit says of the store, and of how words were cut.
fn payload(stand: u64) -> String {
    format!("{FASSUNG} {stand}")
}

fn position(payload: &str) -> Option<u64> {
    let (fassung, stand) = payload.split_once(' ')?;
    (fassung == FASSUNG.to_string()).then(|| stand.parse().ok())?
}

/// Entries that go into the index together; dropped without a commit, none does.
pub struct Batch<'a> {
    index: &'a Index,
    writer: MutexGuard<'a, Option<IndexWriter>>,
    done: bool,
}

impl Batch<'_> {
    fn writer(&mut self) -> Result<&mut IndexWriter, WriteError> {
        let gone = || WriteError::Engine(TantivyError::SystemError("no writer".to_owned()));
        self.writer.as_mut().ok_or_else(gone)
    }

    /// Puts an entry in, in place of one with its id.
    pub fn put(&mut self, entry: &Eintrag) -> Result<(), WriteError> {
        self.remove(entry.id)?;
        let document = self.index.fields.document(entry);
        self.writer()?.add_document(document)?;
        Ok(())
    }

    /// Takes an entry out; one that is not there is no error.
    pub fn remove(&mut self, id: Uuid) -> Result<(), WriteError> {
        let term = Term::from_field_bytes(self.index.fields.id, id.as_bytes());
        self.writer()?.delete_term(term);
        Ok(())
    }

    /// Makes everything durable and findable; `stand` is the store's position with it.
    pub fn commit(mut self, stand: u64) -> Result<(), WriteError> {
        let reached = self.index.stand();
        if stand < reached {
            return Err(WriteError::Backwards { reached, given: stand });
        }
        let mut commit = self.writer()?.prepare_commit()?;
        commit.set_payload(&payload(stand));
        commit.commit()?;
        self.done = true;
        self.index.stand.store(stand, Ordering::Release);
        Ok(self.index.refresh()?)
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        if !self.done {
            // What was not committed goes with its writer, and so does a writer that failed.
            *self.writer = None;
        }
    }
}

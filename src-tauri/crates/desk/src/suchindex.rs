//! The index behind the search: opened when it is first needed, fed from the store's order.
//!
//! Never the truth: what is damaged is removed and fed again by itself.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use domain::record::text;
use domain::{Eingang, Fields, Nachricht, RecType, Record, Zeitpunkt};
use search::{Eintrag, Index, Oeffnung, OpenError, SearchError, Suche, Treffer, WriteError};
use store::{Db, DbError, Store};
use uuid::Uuid;

/// Records read from the store at once; meanwhile nobody else reads there.
const READ_AT_ONCE: u32 = 50;
/// Records that become findable together.
const FED_AT_ONCE: u64 = 1_000;
/// Bytes of text that become findable together.
const BYTES_AT_ONCE: usize = 16 << 20;

/// The index could not be opened, fed or asked; what is in the store is safe.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SuchindexError {
    /// It could not be opened: try again.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It could not be fed: try again.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// It could not be asked.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] DbError),
}

/// The index of a desk.
pub(crate) struct Suchindex {
    folder: PathBuf,
    open: Mutex<Option<Arc<Index>>>,
    /// Held while it is fed: what was read goes in before somebody else reads on.
    feeding: Mutex<()>,
}

impl Suchindex {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, open: Mutex::default(), feeding: Mutex::default() }
    }

    fn index(&self, store: &Store) -> Result<Arc<Index>, SuchindexError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = open.as_ref() {
            return Ok(Arc::clone(index));
        }
        let key = store.search_key()?;
        let stand = store.read(|db| db.suchstand())?;
        let found = Index::open(&self.folder, &key, stand)?;
        if let Oeffnung::Neu(_, anlass) = &found {
            tracing::info!(%anlass, "the search index begins anew");
        }
        let index = Arc::new(found.index());
        *open = Some(Arc::clone(&index));
        Ok(index)
    }

    fn begin_anew(&self, store: &Store) -> Result<(), SuchindexError> {
        tracing::warn!("the search index is damaged and begins anew");
        let key = store.search_key()?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        *open = None;
        *open = Some(Arc::new(Index::anew(&self.folder, &key)?));
        Ok(())
    }

    /// Counts records whose words are still to come.
    pub(crate) fn open_rows(&self, store: &Store) -> Result<u32, SuchindexError> {
        let reached = self.index(store)?.stand();
        Ok(store.read(|db| db.suchfolge_offen(reached))?)
    }

    /// Makes some more records findable; returns how many are still to come.
    pub(crate) fn feed(&self, store: &Store) -> Result<u32, SuchindexError> {
        let _alone = self.feeding.lock().unwrap_or_else(PoisonError::into_inner);
        match self.feed_some(store) {
            Err(SuchindexError::Write(WriteError::Damaged(_))) => {
                self.begin_anew(store)?;
                self.feed_some(store)
            }
            other => other,
        }
    }

    fn feed_some(&self, store: &Store) -> Result<u32, SuchindexError> {
        let index = self.index(store)?;
        let begin = index.stand();
        let mut reached = begin;
        if store.read(|db| db.suchstand())? > begin {
            let mut batch = index.batch()?;
            let mut bytes = 0;
            while reached - begin < FED_AT_ONCE && bytes < BYTES_AT_ONCE {
                let rows = store.read(|db| entries(db, reached))?;
                let Some((last, _, _)) = rows.last() else { break };
                reached = *last;
                for (_, rec_id, entry) in &rows {
                    bytes += entry.as_ref().map_or(0, |entry| entry.text.len());
                    match entry {
                        Some(entry) => batch.put(entry)?,
                        None => batch.remove(*rec_id)?,
                    }
                }
            }
            batch.commit(reached)?;
        }
        let left = store.read(|db| db.suchfolge_offen(reached))?;
        if left == 0 && store.read(|db| db.words_to_forget())? {
            index.compact()?;
            if index.reste() == 0 {
                store.write(|tx| {
                    // What was destroyed meanwhile is still in the index.
                    if tx.suchfolge_offen(reached)? == 0 {
                        tx.words_forgotten()?;
                    }
                    Ok::<_, DbError>(())
                })?;
            }
        }
        Ok(left)
    }

    /// Answers a question.
    pub(crate) fn search(&self, store: &Store, suche: &Suche) -> Result<Treffer, SuchindexError> {
        match self.index(store)?.search(suche) {
            Ok(hits) => Ok(hits),
            Err(SearchError::Damaged(_)) => {
                self.begin_anew(store)?;
                self.feed(store)?;
                Ok(self.index(store)?.search(suche)?)
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// What stands behind a place in the store's order.
fn entries(db: &Db<'_>, reached: u64) -> Result<Vec<(u64, Uuid, Option<Eintrag>)>, DbError> {
    let rows = db.suchfolge_nach(reached, READ_AT_ONCE)?;
    rows.into_iter().map(|(nr, rec_id)| Ok((nr, rec_id, entry(db, rec_id)?))).collect()
}

/// Returns a record as the index takes it; nothing if it is not to be found.
fn entry(db: &Db<'_>, rec_id: Uuid) -> Result<Option<Eintrag>, DbError> {
    let Some(found) = db.findbar(rec_id)? else { return Ok(None) };
    let fields = &found.fields;
    let mut entry = Eintrag {
        text: found.text,
        scope: found.scope,
        status: some(fields, "status"),
        zeichen: zeichen(fields),
        datum: time(fields, "angelegt_um"),
        ..Eintrag::new(rec_id, found.rec_type, &found.titel)
    };
    match found.rec_type {
        RecType::Akte => entry.akte = Some(rec_id),
        RecType::Vorgang => {
            entry.vorgang = Some(rec_id);
            lies_in(db, &mut entry, fields)?;
        }
        RecType::Dokument => {
            entry.typ = some(fields, "typ");
            entry.vorgang = id(fields, "vorgang");
            entry.absender = sender(db, fields)?;
            if let Some(vorgang) = entry.vorgang
                && let Some(seen) = db.seen(vorgang)?
            {
                entry.bezug = zeichen(&seen.fields);
                lies_in(db, &mut entry, &seen.fields)?;
            }
        }
        RecType::Eingang => {
            entry.datum = time(fields, "eingegangen_um");
            if let Ok(eingang) = Eingang::from_fields(fields) {
                entry.absender = eingang.nachricht.as_ref().and_then(written_by);
                let invoice = eingang.merkmale.rechnung.is_some();
                entry.typ = invoice.then(|| "Rechnung".to_owned());
            }
        }
        _ => {}
    }
    Ok(Some(entry))
}

/// Notes the file in which a case lies, and its references.
fn lies_in(db: &Db<'_>, entry: &mut Eintrag, vorgang: &Fields) -> Result<(), DbError> {
    entry.akte = id(vorgang, "akte");
    if let Some(akte) = entry.akte
        && let Some(seen) = db.seen(akte)?
    {
        entry.bezug.extend(zeichen(&seen.fields));
    }
    Ok(())
}

fn sender(db: &Db<'_>, fields: &Fields) -> Result<Option<String>, DbError> {
    if let Some(kontakt) = id(fields, "absender")
        && let Some(seen) = db.seen(kontakt)?
    {
        let names = ["vorname", "name", "institution"];
        return Ok(Some(names.map(|name| text(&seen.fields, name)).join(" ")));
    }
    let Some(seen) = id(fields, "eingang").map(|eingang| db.seen(eingang)).transpose()?.flatten()
    else {
        return Ok(None);
    };
    let eingang = Eingang::from_fields(&seen.fields).ok();
    Ok(eingang.and_then(|eingang| written_by(eingang.nachricht.as_ref()?)))
}

fn written_by(message: &Nachricht) -> Option<String> {
    Some(message.von.join(" ")).filter(|names| !names.is_empty())
}

fn zeichen(fields: &Fields) -> Vec<String> {
    let names =
        ["aktenzeichen", "aktenzeichen_vorlaeufig", "fremdes_geschaeftszeichen", "archivnummer"];
    names.iter().filter_map(|name| some(fields, name)).collect()
}

fn some(fields: &Fields, name: &str) -> Option<String> {
    Some(text(fields, name).to_owned()).filter(|text| !text.is_empty())
}

fn id(fields: &Fields, name: &str) -> Option<Uuid> {
    Uuid::parse_str(text(fields, name)).ok()
}

fn time(fields: &Fields, name: &str) -> Option<Zeitpunkt> {
    text(fields, name).parse().ok()
}

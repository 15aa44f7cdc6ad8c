//! Snapshots: all records of a scope as one immutable object, for a workstation that is new or was
//! away for longer than the log reaches.
//!
//! Never holds more than a page of records in memory, and never shows a state that no moment had:
//! one read transaction gives all of them.

use std::collections::BTreeMap;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::sync::{Arc, PoisonError, Weak};

use bytes::Bytes;
use domain::Zeitpunkt;
use futures_util::TryStreamExt;
use object_store::path::Path as Key;
use object_store::{ObjectStoreExt, WriteMultipart};
use sha2::{Digest, Sha256};
use tokio::io::AsyncReadExt;
use wire::{Head, SnapshotHead};

use crate::error::CenterError;
use crate::ledger::{Ledger, SnapshotRow, Tx};
use crate::originals::Originals;

/// Rows by which the newest snapshot may be behind.
pub const BEHIND_MAX: u64 = 5_000;
/// Records read at once.
const PAGE: usize = 200;
/// zstd's level.
const LEVEL: i32 = 3;
/// Snapshots that stay in the store: the newest, and the one that somebody may still be fetching.
const KEPT: usize = 2;

/// A snapshot in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The log's newest row in it.
    pub seq: u64,
    /// SHA-256 of the object, hex.
    pub sha256: String,
    /// Bytes of the object.
    pub size: u64,
    /// Where it lies.
    pub(crate) key: Key,
}

/// Builds snapshots, each once.
#[derive(Clone)]
pub struct Snapshots {
    ledger: Arc<Ledger>,
    originals: Originals,
    building: Arc<std::sync::Mutex<Building>>,
}

type Building = BTreeMap<(String, String), Weak<tokio::sync::Mutex<()>>>;

impl Snapshots {
    /// Puts it together.
    pub fn new(ledger: Arc<Ledger>, originals: Originals) -> Self {
        Self { ledger, originals, building: Arc::default() }
    }

    /// Returns the newest snapshot of a scope, building one if there is none or it is too far
    /// behind; tells whether it was built.
    pub async fn newest(&self, tenant: &str, scope: &str) -> Result<(Stored, bool), CenterError> {
        let turn = self.turn(tenant, scope);
        let _turn = turn.lock().await;
        if let Some(stored) = self.recent(tenant, scope).await? {
            return Ok((stored, false));
        }
        self.build(tenant, scope).await.map(|stored| (stored, true))
    }

    /// Returns the snapshot with this hash, if it is noted and still there.
    pub async fn named(
        &self,
        tenant: &str,
        scope: &str,
        sha256: &str,
    ) -> Result<Option<Stored>, CenterError> {
        let s = scope.to_owned();
        let rows = self.read(tenant, move |tx| tx.snapshots(&s)).await?;
        match rows.into_iter().find(|row| row.sha256 == sha256) {
            Some(row) => self.there(stored(tenant, &row)).await,
            None => Ok(None),
        }
    }

    fn turn(&self, tenant: &str, scope: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut building = self.building.lock().unwrap_or_else(PoisonError::into_inner);
        building.retain(|_, turn| turn.strong_count() > 0);
        let turn = building.entry((tenant.to_owned(), scope.to_owned())).or_default();
        turn.upgrade().unwrap_or_else(|| {
            let new = Arc::default();
            *turn = Arc::downgrade(&new);
            new
        })
    }

    async fn recent(&self, tenant: &str, scope: &str) -> Result<Option<Stored>, CenterError> {
        let s = scope.to_owned();
        let row = self.read(tenant, move |tx| {
            let head = head(tx, &s)?;
            let row = tx.snapshot(&s)?;
            Ok(row.filter(|row| head.seq.saturating_sub(row.head.seq) <= BEHIND_MAX))
        });
        match row.await? {
            Some(row) => self.there(stored(tenant, &row)).await,
            None => Ok(None),
        }
    }

    /// A database may have been restored beside a store that has moved on.
    async fn there(&self, stored: Stored) -> Result<Option<Stored>, CenterError> {
        match self.originals.objects.head(&stored.key).await {
            Ok(meta) => Ok((meta.size == stored.size).then_some(stored)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    async fn build(&self, tenant: &str, scope: &str) -> Result<Stored, CenterError> {
        let s = scope.to_owned();
        let (row, file) = self.read(tenant, move |tx| write(tx, &s)).await?;
        let built = stored(tenant, &row);
        self.upload(&built.key, file).await?;
        let kept = self.write(tenant, move |tx| tx.put_snapshot(&row)).await;
        if matches!(kept, Err(CenterError::Going)) {
            self.originals.remove_object(&built.key).await?;
        }
        let kept = kept?;
        self.tidy(tenant, scope).await?;
        // Another copy of the service may have noted one of the same state.
        Ok(self.there(stored(tenant, &kept)).await?.unwrap_or(built))
    }

    /// Named by its hash, an object that is there already holds the same bytes.
    async fn upload(&self, key: &Key, mut file: tokio::fs::File) -> Result<(), CenterError> {
        let mut target = WriteMultipart::new(self.originals.objects.put_multipart(key).await?);
        let mut buffer = vec![0; 1024 * 1024];
        loop {
            let read = file.read(&mut buffer).await?;
            let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
            target.wait_for_capacity(2).await?;
            target.put(Bytes::copy_from_slice(bytes));
        }
        target.finish().await?;
        Ok(())
    }

    /// Forgets all but the newest ones, first their rows and then their objects.
    async fn tidy(&self, tenant: &str, scope: &str) -> Result<(), CenterError> {
        let s = scope.to_owned();
        let old = self.write(tenant, move |tx| {
            let old: Vec<_> = tx.snapshots(&s)?.into_iter().skip(KEPT).collect();
            for row in &old {
                tx.drop_snapshot(&s, row.head.seq)?;
            }
            Ok(old)
        });
        for row in old.await? {
            self.originals.remove_object(&stored(tenant, &row).key).await?;
        }
        Ok(())
    }

    /// Removes objects that no row knows and that are older than `before`: what is left of a
    /// process that ended too early, or of a history that a restored database has forgotten.
    pub async fn sweep(
        &self,
        tenant: &str,
        scope: &str,
        before: Zeitpunkt,
    ) -> Result<(), CenterError> {
        let s = scope.to_owned();
        let rows = self.read(tenant, move |tx| tx.snapshots(&s)).await?;
        let known: Vec<Key> = rows.iter().map(|row| stored(tenant, row).key).collect();
        let folder = Key::from_iter(["schnappschuesse", tenant, scope]);
        let objects: Vec<_> = self.originals.objects.list(Some(&folder)).try_collect().await?;
        for object in objects {
            let old = object.last_modified.timestamp() < before.as_second();
            if old && !known.contains(&object.location) {
                self.originals.remove_object(&object.location).await?;
            }
        }
        Ok(())
    }

    async fn write<T: Send + 'static>(
        &self,
        tenant: &str,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, CenterError> + Send + 'static,
    ) -> Result<T, CenterError> {
        let (ledger, tenant) = (Arc::clone(&self.ledger), tenant.to_owned());
        blocking(move || ledger.write(&tenant, f)).await
    }

    async fn read<T: Send + 'static>(
        &self,
        tenant: &str,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, CenterError> + Send + 'static,
    ) -> Result<T, CenterError> {
        let (ledger, tenant) = (Arc::clone(&self.ledger), tenant.to_owned());
        blocking(move || ledger.read(&tenant, f)).await
    }
}

async fn blocking<T: Send + 'static>(
    f: impl FnOnce() -> Result<T, CenterError> + Send + 'static,
) -> Result<T, CenterError> {
    let done = tokio::task::spawn_blocking(f).await;
    done.map_err(|_| CenterError::Internal("building a snapshot panicked"))?
}

fn stored(tenant: &str, row: &SnapshotRow) -> Stored {
    let key = key(tenant, &row.head.scope, &row.object_name());
    Stored { seq: row.head.seq, sha256: row.sha256.clone(), size: row.size, key }
}

/// Returns where a snapshot lies.
pub(crate) fn key(tenant: &str, scope: &str, name: &str) -> Key {
    Key::from_iter(["schnappschuesse", tenant, scope, name])
}

fn head(tx: &mut Tx<'_>, scope: &str) -> Result<Head, CenterError> {
    let heads = tx.heads()?;
    heads.into_iter().find(|head| head.scope == scope).ok_or(CenterError::Forbidden)
}

/// Writes all records of a scope to a temporary file: the object's name is its hash, which is known
/// only at the end, and a slow store must not keep the transaction open.
fn write(tx: &mut Tx<'_>, scope: &str) -> Result<(SnapshotRow, tokio::fs::File), CenterError> {
    // How far back the log reaches is no part of the state: the same state has the same bytes.
    let head = Head { floor: 0, ..head(tx, scope)? };
    let to = BufWriter::new(tempfile::tempfile()?);
    let mut counted = Counted { to, hash: Sha256::new(), size: 0 };
    let mut packer = zstd::stream::write::Encoder::new(&mut counted, LEVEL)?;
    line(&mut packer, &SnapshotHead { head: head.clone() })?;
    let mut after = None;
    loop {
        let page = tx.records_after(scope, after, PAGE)?;
        for record in &page {
            line(&mut packer, record)?;
        }
        match page.last() {
            Some(last) if page.len() == PAGE => after = Some(last.rec_id),
            _ => break,
        }
    }
    packer.finish()?.flush()?;
    let Counted { to, hash, size } = counted;
    let mut file = to.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    file.seek(SeekFrom::Start(0))?;
    let row = SnapshotRow { head, sha256: hex::encode(hash.finalize()), size };
    Ok((row, tokio::fs::File::from_std(file)))
}

fn line(to: &mut impl Write, value: &impl serde::Serialize) -> Result<(), CenterError> {
    // The packer would be called for every comma otherwise.
    let mut text = serde_json::to_vec(value)?;
    text.push(b'\n');
    to.write_all(&text)?;
    Ok(())
}

/// Hashes and counts what is written through it.
struct Counted<W> {
    to: W,
    hash: Sha256,
    size: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.to.flush()
    }
}

//! One transaction of one tenant as the decisions see it: a memory in front of the database that
//! is filled set-wise and written back at the end.
//!
//! Never names another tenant than its own, and never shows a later decision less than an earlier
//! one of the same transaction has written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{Op, RecType, record};
use uuid::Uuid;
use wire::{Hash, Mutation, VerdictKind};

use super::StoredRecord;
use super::backend::{Access, Backend, Base, BlobKey, ClientRow, HeadRow, Loaded, Wanted, Written};
use super::tx_vernichten::Vernichtung;
use crate::error::CenterError;

/// One transaction of one tenant.
pub struct Tx<'a> {
    pub(super) backend: &'a mut dyn Backend,
    pub(super) tenant: &'a str,
    pub(super) base: Option<Base>,
    pub(super) tenant_moved: bool,
    pub(super) access: BTreeMap<String, Vec<Access>>,
    pub(super) clients: BTreeMap<Uuid, ClientRow>,
    pub(super) moved_clients: BTreeSet<Uuid>,
    pub(super) numbers: BTreeMap<(Uuid, u64), Option<Uuid>>,
    pub(super) verdicts: BTreeMap<Uuid, Option<VerdictKind>>,
    pub(super) creations: BTreeMap<Uuid, Option<VerdictKind>>,
    /// Changes that wait for something, the records they are about, and the workstations they came
    /// from, in order of receipt.
    pub(super) parked: Option<Vec<(Uuid, Uuid, String)>>,
    pub(super) records: BTreeMap<Uuid, Option<Arc<StoredRecord>>>,
    pub(super) moved_records: BTreeSet<Uuid>,
    pub(super) blobs: BTreeMap<BlobKey, Option<u64>>,
    pub(super) eingaenge: BTreeMap<BlobKey, Option<Uuid>>,
    pub(super) series: BTreeMap<String, u64>,
    pub(super) moved_series: BTreeSet<String>,
    pub(super) written: Written,
    /// Destructions that were decided and not carried out yet.
    pub(super) vernichtungen: Vec<Vernichtung>,
    savepoint: Option<Savepoint>,
}

/// What a group of decisions has to put back if it is spoiled.
#[derive(Debug)]
struct Savepoint {
    changes: usize,
    audit: usize,
    vernichtungen: usize,
    audit_head: (u64, Hash),
    undo: Vec<Undo>,
}

#[derive(Debug)]
pub(super) enum Undo {
    Head(HeadRow),
    Record(Uuid, Option<Arc<StoredRecord>>, bool),
    Eingang(BlobKey, Option<Uuid>),
    Series(String, u64),
}

impl<'a> Tx<'a> {
    pub(super) fn new(backend: &'a mut dyn Backend, tenant: &'a str) -> Self {
        Self {
            backend,
            tenant,
            base: None,
            tenant_moved: false,
            access: BTreeMap::new(),
            clients: BTreeMap::new(),
            moved_clients: BTreeSet::new(),
            numbers: BTreeMap::new(),
            verdicts: BTreeMap::new(),
            creations: BTreeMap::new(),
            parked: None,
            records: BTreeMap::new(),
            moved_records: BTreeSet::new(),
            blobs: BTreeMap::new(),
            eingaenge: BTreeMap::new(),
            series: BTreeMap::new(),
            moved_series: BTreeSet::new(),
            written: Written::default(),
            vernichtungen: Vec::new(),
            savepoint: None,
        }
    }

    /// Fetches in one step what the decisions about these mutations are going to ask.
    pub fn prepare(
        &mut self,
        client: Uuid,
        device: Option<&str>,
        mutations: &[Mutation],
    ) -> Result<(), CenterError> {
        let mut wanted =
            Wanted { client: Some(client), device: device.map(str::to_owned), ..Wanted::default() };
        for mutation in mutations {
            wanted.mids.push(mutation.mid);
            wanted.numbers.push(mutation.n);
            wanted.records.push(mutation.rec_id);
            wanted.records.extend(mutation.konflikt);
            wanted.records.extend(parent(mutation));
            let blobs = mutation.requires.iter();
            wanted.blobs.extend(blobs.map(|sha256| (mutation.scope.clone(), sha256.clone())));
            if mutation.rec_type == RecType::Eingang && mutation.edit.op == Op::Create {
                let sha256 = record::text(&mutation.edit.set, "sha256").to_owned();
                wanted.eingaenge.push((mutation.scope.clone(), sha256));
            }
        }
        self.load(wanted)
    }

    /// Asks the database for what is not known yet, and remembers also what is not there.
    pub(super) fn load(&mut self, mut wanted: Wanted) -> Result<(), CenterError> {
        let client = wanted.client.unwrap_or_default();
        wanted.client_known = self.clients.contains_key(&client);
        distinct(&mut wanted.mids, |mid| !self.verdicts.contains_key(mid));
        distinct(&mut wanted.numbers, |n| !self.numbers.contains_key(&(client, *n)));
        distinct(&mut wanted.records, |id| !self.records.contains_key(id));
        distinct(&mut wanted.creations, |id| !self.creations.contains_key(id));
        distinct(&mut wanted.blobs, |key| !self.blobs.contains_key(key));
        distinct(&mut wanted.eingaenge, |key| !self.eingaenge.contains_key(key));
        distinct(&mut wanted.series, |kreis| !self.series.contains_key(kreis));
        let loaded = self.backend.load(&wanted)?;
        self.absorb(wanted, loaded);
        Ok(())
    }

    fn absorb(&mut self, wanted: Wanted, loaded: Loaded) {
        if let Some(base) = loaded.base {
            self.base.get_or_insert(base);
        }
        let client = wanted.client.unwrap_or_default();
        if wanted.client.is_some() {
            self.clients.entry(client).or_insert_with(|| loaded.client.unwrap_or_default());
        }
        if let Some(device) = wanted.device {
            self.access.insert(device, loaded.access);
        }
        fill(&mut self.verdicts, wanted.mids, loaded.verdicts);
        let numbered = |n| (client, n);
        let numbers = loaded.numbers.into_iter().map(|(n, mid)| (numbered(n), mid));
        fill(&mut self.numbers, wanted.numbers.into_iter().map(numbered), numbers);
        let records = loaded.records.into_iter().map(|(id, record)| (id, Arc::new(record)));
        fill(&mut self.records, wanted.records, records);
        fill(&mut self.creations, wanted.creations, loaded.creations);
        fill(&mut self.blobs, wanted.blobs, loaded.blobs);
        fill(&mut self.eingaenge, wanted.eingaenge, loaded.eingaenge);
        for kreis in wanted.series {
            self.series.insert(kreis, 1);
        }
        self.series.extend(loaded.series);
    }

    /// Fetches records in one step; [`Self::record`] then knows them.
    pub(super) fn load_records(&mut self, ids: &[Uuid]) -> Result<(), CenterError> {
        self.load(Wanted { records: ids.to_vec(), ..Wanted::default() })
    }

    pub(super) fn base(&mut self) -> Result<&mut Base, CenterError> {
        if self.base.is_none() {
            self.load(Wanted::default())?;
        }
        // A tenant without a row has been removed under a device that is still enrolled.
        self.base.as_mut().ok_or(CenterError::Unauthorized)
    }

    pub(super) fn note(&mut self, undo: Undo) {
        if let Some(savepoint) = &mut self.savepoint {
            savepoint.undo.push(undo);
        }
    }

    pub(super) fn inside_savepoint(&self) -> bool {
        self.savepoint.is_some()
    }

    /// Starts a part of the transaction that can be taken back alone. Verdicts and numbers do not
    /// belong to it: they are stored after it has ended.
    pub fn savepoint(&mut self) -> Result<(), CenterError> {
        let base = self.base()?;
        let audit_head = (base.audit_no, base.audit_hash);
        let (changes, audit) = (self.written.changes.len(), self.written.audit.len());
        let vernichtungen = self.vernichtungen.len();
        let undo = Vec::new();
        self.savepoint = Some(Savepoint { changes, audit, vernichtungen, audit_head, undo });
        Ok(())
    }

    /// Takes back everything since the savepoint.
    pub fn rollback_to_savepoint(&mut self) -> Result<(), CenterError> {
        let savepoint = self.savepoint.take().ok_or(CenterError::Internal("no savepoint"))?;
        self.written.changes.truncate(savepoint.changes);
        self.written.audit.truncate(savepoint.audit);
        self.vernichtungen.truncate(savepoint.vernichtungen);
        let base = self.base()?;
        (base.audit_no, base.audit_hash) = savepoint.audit_head;
        for undo in savepoint.undo.into_iter().rev() {
            match undo {
                Undo::Head(before) => {
                    let heads = &mut self.base()?.heads;
                    if let Some(head) = heads.iter_mut().find(|head| head.scope == before.scope) {
                        *head = before;
                    }
                }
                Undo::Record(id, before, moved) => {
                    self.records.insert(id, before);
                    if !moved {
                        self.moved_records.remove(&id);
                    }
                }
                Undo::Eingang(key, before) => {
                    self.eingaenge.insert(key, before);
                }
                Undo::Series(kreis, next) => {
                    self.series.insert(kreis, next);
                }
            }
        }
        Ok(())
    }

    /// Keeps everything since the savepoint.
    pub fn release_savepoint(&mut self) {
        self.savepoint = None;
    }

    /// Hands over what was written since the last time.
    pub(super) fn take_written(&mut self) -> Written {
        let mut written = std::mem::take(&mut self.written);
        let scopes: BTreeSet<&str> = written.changes.iter().map(|(s, _)| s.as_str()).collect();
        if let Some(base) = &self.base {
            let moved = base.heads.iter().filter(|head| scopes.contains(head.scope.as_str()));
            written.heads = moved.cloned().collect();
            if !written.audit.is_empty() || self.tenant_moved {
                written.tenant = Some((base.audit_no, base.audit_hash, base.blob_bytes));
            }
        }
        self.tenant_moved = false;
        let records = std::mem::take(&mut self.moved_records);
        written.records = records
            .into_iter()
            .filter_map(|id| Some((id, self.records.get(&id)?.clone()?)))
            .collect();
        let clients = std::mem::take(&mut self.moved_clients);
        written.clients = clients
            .into_iter()
            .filter_map(|id| self.clients.get(&id).map(|row| (id, row)))
            .map(|(id, row)| (id, row.device.clone(), row.last_n))
            .collect();
        let series = std::mem::take(&mut self.moved_series);
        written.series = series
            .into_iter()
            .filter_map(|kreis| self.series.get(&kreis).map(|next| (kreis.clone(), *next)))
            .collect();
        written
    }
}

/// Returns the record that a new one is to live in, as far as its id can be read.
fn parent(mutation: &Mutation) -> Option<Uuid> {
    let (field, _) = mutation.rec_type.parent()?;
    Uuid::parse_str(mutation.edit.set.get(field)?.as_str()?).ok()
}

fn distinct<T: Ord>(list: &mut Vec<T>, unknown: impl Fn(&T) -> bool) {
    list.retain(unknown);
    list.sort_unstable();
    list.dedup();
}

/// Remembers answers, and that what was asked and not answered is not there.
fn fill<K: Ord, V>(
    known: &mut BTreeMap<K, Option<V>>,
    asked: impl IntoIterator<Item = K>,
    found: impl IntoIterator<Item = (K, V)>,
) {
    known.extend(asked.into_iter().map(|key| (key, None)));
    known.extend(found.into_iter().map(|(key, value)| (key, Some(value))));
}

//! The destruction that two persons have agreed to, in the transaction that takes the second one's
//! word: every record of the named files says from then on only by which run it went.
//!
//! Never asks whether it may: `domain::regeln` has. Never touches a record of another scope.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::aussonderung::{Aussonderung, Laufstand, originale_in, rest};
use domain::record::text;
use domain::{Fields, Protokolleintrag, RecType, Record};
use uuid::Uuid;
use wire::Mutation;

use super::{Receipt, entry, write};
use crate::error::CenterError;
use crate::ledger::{StoredRecord, Tx};

/// Tells whether a run names files of another scope than its own.
pub(super) fn reaches_out(
    tx: &mut Tx<'_>,
    mutation: &Mutation,
    after: &Fields,
) -> Result<bool, CenterError> {
    if mutation.rec_type != RecType::Aussonderung {
        return Ok(false);
    }
    let Ok(run) = Aussonderung::from_fields(after) else { return Ok(false) };
    for file in run.objekte.iter().map(|object| &object.akte).chain(&run.zu_loeschen) {
        let record = tx.record(*file)?;
        if record.is_some_and(|record| record.scope != mutation.scope) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Destroys what a run names, if this change is the second person's word; returns the last row.
pub(super) fn carry_out(
    tx: &mut Tx<'_>,
    mutation: &Mutation,
    before: Option<&StoredRecord>,
    after: &Fields,
    receipt: Receipt<'_>,
) -> Result<Option<u64>, CenterError> {
    let was = before.map_or("", |record| text(&record.fields, "status"));
    if mutation.rec_type != RecType::Aussonderung || was == "vollzogen" {
        return Ok(None);
    }
    let Ok(run) = Aussonderung::from_fields(after) else { return Ok(None) };
    if run.status != Laufstand::Vollzogen {
        return Ok(None);
    }
    let mut doomed =
        Doomed { scope: mutation.scope.clone(), order: Vec::new(), records: BTreeMap::new() };
    for file in &run.zu_loeschen {
        doomed.file(tx, *file)?;
    }
    doomed.stacks(tx, &mutation.scope)?;
    let mut originals: BTreeSet<String> = BTreeSet::new();
    for other in tx.runs(&mutation.scope)?.iter().chain([&run]) {
        let touched = other.objekte.iter().any(|object| run.zu_loeschen.contains(&object.akte));
        originals.extend(other.pakete_mit_inhalt().filter(|_| touched).map(str::to_owned));
    }
    let (mut first, mut last) = (None, None);
    for id in doomed.order {
        let Some(record) = doomed.records.get(&id) else { continue };
        originals.extend(originale_in(&record.body));
        let kind = record.rec_type;
        let said = Protokolleintrag {
            aktion: "vernichten".to_owned(),
            rec_type: Some(kind),
            rec_id: Some(id),
            bemerkung: None,
            ..entry(mutation, receipt)
        };
        tx.audit(&said, None)?;
        let seq = write(tx, mutation, kind, id, rest(mutation.rec_id), receipt)?;
        first = first.or(Some(seq));
        last = Some(seq);
    }
    if let Some(first) = first {
        tx.destroy(&mutation.scope, mutation.rec_id, first, originals);
    }
    Ok(last)
}

/// What goes, each record after those that live in it: whoever reads the rows one by one can still
/// tell to which file a record belonged.
struct Doomed {
    scope: String,
    order: Vec<Uuid>,
    records: BTreeMap<Uuid, Arc<StoredRecord>>,
}

impl Doomed {
    fn file(&mut self, tx: &mut Tx<'_>, file: Uuid) -> Result<(), CenterError> {
        for (case, record) in tx.children(file, RecType::Vorgang)? {
            for (document, record) in tx.children(case, RecType::Dokument)? {
                for (item, record) in tx.children(document, RecType::Eingang)? {
                    self.add(tx, item, record)?;
                }
                self.add(tx, document, record)?;
            }
            for (point, record) in tx.children(case, RecType::Verfuegung)? {
                self.add(tx, point, record)?;
            }
            self.add(tx, case, record)?;
        }
        for (part, record) in tx.children(file, RecType::Teilakte)? {
            self.add(tx, part, record)?;
        }
        match tx.record(file)? {
            Some(record) => self.add(tx, file, record),
            None => Ok(()),
        }
    }

    /// Adds a record, and before it the differences about it, which quote it.
    fn add(
        &mut self,
        tx: &mut Tx<'_>,
        id: Uuid,
        record: Arc<StoredRecord>,
    ) -> Result<(), CenterError> {
        for (dispute, record) in tx.children(id, RecType::Konflikt)? {
            self.put(dispute, record);
        }
        self.put(id, record);
        Ok(())
    }

    fn put(&mut self, id: Uuid, record: Arc<StoredRecord>) {
        if record.scope != self.scope {
            return;
        }
        if self.records.insert(id, record).is_none() {
            self.order.push(id);
        }
    }

    /// A stack that was cut goes with the last of its cuttings.
    fn stacks(&mut self, tx: &mut Tx<'_>, scope: &str) -> Result<(), CenterError> {
        let stack = |record: &StoredRecord| {
            let stack = record.fields.get("stapel")?.get("eingang")?.as_str()?;
            Uuid::parse_str(stack).ok()
        };
        let stacks: BTreeSet<Uuid> =
            self.records.values().filter_map(|record| stack(record)).collect();
        for stack in stacks {
            let cuttings = tx.cut_from(scope, stack)?;
            if cuttings.iter().any(|cutting| !self.records.contains_key(cutting)) {
                continue;
            }
            if let Some(record) = tx.record(stack)? {
                // Before its cuttings, by which it is known.
                let cuttings = std::mem::take(&mut self.order);
                self.add(tx, stack, record)?;
                self.order.extend(cuttings);
            }
        }
        Ok(())
    }
}

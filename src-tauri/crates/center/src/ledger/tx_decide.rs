//! What the decisions ask and write: records, verdicts, numbers, audit.
//!
//! Never asks the database twice for the same thing.

use std::sync::Arc;

use domain::aussonderung::vernichtet;
use domain::protokoll::{SALZ, Zitat, kette, zitat_hash};
use domain::{Op, Protokolleintrag, RecType, Zeitpunkt};
use uuid::Uuid;
use wire::{Change, Mutation, VerdictKind, chain_next};

use super::backend::{Access, Arg, AuditRow, AuditZitat, ClientRow, MutationRow, Wanted};
use super::tx::{Tx, Undo};
use super::{Draft, ScopeHead, StoredRecord};
use crate::error::CenterError;

impl Tx<'_> {
    /// Returns the head of a scope's log; `None` if the tenant has no such scope.
    pub fn head(&mut self, scope: &str) -> Result<Option<ScopeHead>, CenterError> {
        let head = self.base()?.heads.iter().find(|head| head.scope == scope);
        Ok(head.map(|head| ScopeHead { seq: head.seq, chain: head.chain }))
    }

    /// Returns a record as this transaction sees it.
    pub fn record(&mut self, rec_id: Uuid) -> Result<Option<Arc<StoredRecord>>, CenterError> {
        if !self.records.contains_key(&rec_id) {
            self.load(Wanted { records: vec![rec_id], ..Wanted::default() })?;
        }
        Ok(self.records.get(&rec_id).cloned().flatten())
    }

    /// Returns the records that live in `parent`, as this transaction sees them.
    pub fn children(
        &mut self,
        parent: Uuid,
        kind: RecType,
    ) -> Result<Vec<(Uuid, Arc<StoredRecord>)>, CenterError> {
        self.base()?;
        let rows = self.backend.rows(
            "SELECT rec_id FROM record WHERE tenant = $1 AND parent = $2",
            &[Arg::Text(self.tenant), Arg::Id(parent)],
        )?;
        let stored: Vec<Uuid> =
            rows.into_iter().map(|mut row| row.id()).collect::<Result<_, _>>()?;
        self.load_records(&stored)?;
        // What is known here counts: a record may have been moved or made in this transaction.
        let inside = |record: &&Arc<StoredRecord>| {
            record.rec_type == kind && record.parent() == Some(parent)
        };
        let known = self.records.iter();
        let known = known.filter_map(|(id, record)| Some((*id, record.as_ref().filter(inside)?)));
        Ok(known.map(|(id, record)| (id, Arc::clone(record))).collect())
    }

    /// Appends a row to a scope's log and stores the record it carries; returns its number.
    pub fn append(&mut self, scope: &str, draft: Draft) -> Result<u64, CenterError> {
        let old = self.record(draft.rec_id)?;
        let body = serde_json::to_string(&draft.fields)?;
        let body_sha256 = wire::sha256_hex(body.as_bytes());
        if old.is_none() {
            self.room_for_a_record()?;
        }
        let head = self.base()?.heads.iter_mut().find(|head| head.scope == scope);
        let head = head.ok_or(CenterError::Forbidden)?;
        let before = head.clone();
        let mut change = Change {
            seq: head.seq + 1,
            rec_type: draft.rec_type,
            rec_id: draft.rec_id,
            ver: old.as_ref().map_or(0, |record| record.ver) + 1,
            body: Some(body.clone()),
            body_sha256: body_sha256.clone(),
            mid: draft.mid,
            akteur: draft.akteur,
            arbeitsplatz: draft.arbeitsplatz,
            aktion: draft.aktion,
            claimed_at: draft.claimed_at,
            at: draft.at,
            chain: String::new(),
        };
        head.chain = chain_next(&head.chain, scope, &change);
        change.chain = hex::encode(head.chain);
        head.seq = change.seq;
        head.records += u64::from(old.is_none());
        let counted = old.as_ref().map(|record| (record.ver, record.body_sha256.as_str()));
        head.digest.replace(change.rec_id, counted, Some((change.ver, &change.body_sha256)));
        let record = StoredRecord {
            rec_type: change.rec_type,
            scope: scope.to_owned(),
            ver: change.ver,
            body,
            body_sha256,
            fields: draft.fields,
        };
        let seq = change.seq;
        self.written.changes.push((scope.to_owned(), change));
        self.note(Undo::Head(before));
        self.keep(draft.rec_id, old, record)?;
        Ok(seq)
    }

    fn room_for_a_record(&mut self) -> Result<(), CenterError> {
        let base = self.base()?;
        let records: u64 = base.heads.iter().map(|head| head.records).sum();
        if base.max_records > 0 && records >= base.max_records {
            return Err(CenterError::Quota);
        }
        Ok(())
    }

    fn keep(
        &mut self,
        rec_id: Uuid,
        old: Option<Arc<StoredRecord>>,
        record: StoredRecord,
    ) -> Result<(), CenterError> {
        if let (None, Some(sha256)) = (&old, record.bytes_sha256()) {
            let key = (record.scope.clone(), sha256.to_owned());
            let first = self.eingang_with_bytes(&key.0, &key.1)?;
            self.note(Undo::Eingang(key.clone(), first));
            self.eingaenge.insert(key, Some(first.map_or(rec_id, |first| first.min(rec_id))));
        }
        let moved = !self.moved_records.insert(rec_id);
        self.note(Undo::Record(rec_id, old, moved));
        self.records.insert(rec_id, Some(Arc::new(record)));
        Ok(())
    }

    /// Appends an audit entry; `base` is what the author had seen.
    pub fn audit(
        &mut self,
        entry: &Protokolleintrag,
        base: Option<&str>,
    ) -> Result<(), CenterError> {
        let (kopf, zitat) = entry.clone().trennen();
        let gesehen = base.map(str::to_owned);
        let zitat = match (zitat, gesehen) {
            (None, None) => None,
            (zitat, gesehen) => Some(quotation(&Zitat { gesehen, ..zitat.unwrap_or_default() })?),
        };
        let entry = serde_json::to_string(&kopf)?;
        let tenant = self.base()?;
        tenant.audit_no += 1;
        let sha256 = zitat.as_ref().map(|zitat| zitat.sha256.as_slice());
        tenant.audit_hash = kette(&tenant.audit_hash, tenant.audit_no, &entry, sha256);
        let (no, hash) = (tenant.audit_no, tenant.audit_hash);
        self.written.audit.push(AuditRow { no, rec_id: kopf.rec_id, entry, zitat, hash });
        Ok(())
    }

    fn client(&mut self, client: Uuid) -> Result<&mut ClientRow, CenterError> {
        if !self.clients.contains_key(&client) {
            self.load(Wanted { client: Some(client), ..Wanted::default() })?;
        }
        Ok(self.clients.entry(client).or_default())
    }

    /// Returns the number of the last mutation taken from a client.
    pub fn last_n(&mut self, client: Uuid) -> Result<u64, CenterError> {
        Ok(self.client(client)?.last_n)
    }

    /// Returns how far a client's mutations are in every restorable backup.
    pub fn safe_n(&mut self, client: Uuid) -> Result<u64, CenterError> {
        // Without any backup there is none that could be restored: what is here is safe.
        let client = self.client(client)?;
        Ok(client.oldest_backup.unwrap_or(client.last_n))
    }

    /// Refuses a client that another workstation uses.
    pub fn check_client(&mut self, client: Uuid, device: &str) -> Result<(), CenterError> {
        let bound = self.client(client)?.device.as_deref();
        if bound.is_some_and(|bound| bound != device) {
            return Err(CenterError::Forbidden);
        }
        Ok(())
    }

    /// Binds a client to the first workstation that sends under it.
    pub fn bind_client(&mut self, client: Uuid, device: &str) -> Result<(), CenterError> {
        self.check_client(client, device)?;
        let row = self.client(client)?;
        if row.device.is_none() {
            row.device = Some(device.to_owned());
            self.moved_clients.insert(client);
        }
        Ok(())
    }

    /// Returns the scopes that a workstation may see or may no longer, in the order in which to
    /// fetch them.
    pub(super) fn access(&mut self, device: &str) -> Result<&[Access], CenterError> {
        if !self.access.contains_key(device) {
            self.load(Wanted { device: Some(device.to_owned()), ..Wanted::default() })?;
        }
        Ok(self.access.get(device).map_or(&[], Vec::as_slice))
    }

    /// Tells whether a workstation may see a scope.
    pub fn may_see(&mut self, device: &str, scope: &str) -> Result<bool, CenterError> {
        Ok(self.access(device)?.iter().any(|access| access.scope == scope && !access.revoked))
    }

    /// Returns the mutation that a client sent under a number.
    pub fn mid_of(&mut self, client: Uuid, n: u64) -> Result<Option<Uuid>, CenterError> {
        if !self.numbers.contains_key(&(client, n)) {
            let wanted = Wanted { client: Some(client), numbers: vec![n], ..Wanted::default() };
            self.load(wanted)?;
        }
        Ok(self.numbers.get(&(client, n)).copied().flatten())
    }

    /// Notes the number under which a client sent a mutation.
    pub fn number(&mut self, client: Uuid, n: u64, mid: Uuid) -> Result<(), CenterError> {
        self.client(client)?.last_n = n;
        self.moved_clients.insert(client);
        self.numbers.insert((client, n), Some(mid));
        self.written.numbers.push((client, n, mid));
        Ok(())
    }

    /// Returns the stored verdict of a mutation.
    pub fn verdict(&mut self, mid: Uuid) -> Result<Option<VerdictKind>, CenterError> {
        if !self.verdicts.contains_key(&mid) {
            self.load(Wanted { mids: vec![mid], ..Wanted::default() })?;
        }
        Ok(self.verdicts.get(&mid).cloned().flatten())
    }

    /// Fetches the verdicts of several mutations in one step; [`Self::verdict`] then knows them.
    pub fn load_verdicts(&mut self, mids: &[Uuid]) -> Result<(), CenterError> {
        self.load(Wanted { mids: mids.to_vec(), ..Wanted::default() })
    }

    /// Stores a mutation with its verdict; a final one never changes afterwards.
    pub fn store_verdict(
        &mut self,
        mutation: &Mutation,
        arbeitsplatz: &str,
        now: Zeitpunkt,
        verdict: &VerdictKind,
    ) -> Result<(), CenterError> {
        let before = self.verdict(mutation.mid)?;
        if before.as_ref().is_some_and(VerdictKind::is_final) {
            return Err(CenterError::Internal("verdict would change"));
        }
        // What took full effect stands in the log, and what is about a destroyed record goes, too.
        let gone = matches!(self.records.get(&mutation.rec_id),
            Some(Some(record)) if vernichtet(&record.fields).is_some());
        let full = gone || matches!(verdict, VerdictKind::Applied { .. });
        let creates = (mutation.edit.op == Op::Create).then_some(mutation.rec_id);
        let waits_for = match verdict {
            VerdictKind::Parked { waits_for } => waits_for.clone(),
            _ => Vec::new(),
        };
        self.written.put_mutation(MutationRow {
            mid: mutation.mid,
            creates,
            rec_id: (!full).then_some(mutation.rec_id),
            arbeitsplatz: arbeitsplatz.to_owned(),
            received_at: now,
            request: if full { None } else { Some(serde_json::to_string(mutation)?) },
            verdict: serde_json::to_string(verdict)?,
            waits_for,
            known: before.is_some(),
        });
        if let Some(record) = creates {
            let parked = Some(verdict.clone()).filter(|kind| !kind.is_final());
            self.creations.insert(record, parked);
        }
        if let (Some(parked), VerdictKind::Parked { .. }, None) =
            (&mut self.parked, verdict, &before)
        {
            parked.push((mutation.mid, mutation.rec_id, arbeitsplatz.to_owned()));
        }
        self.verdicts.insert(mutation.mid, Some(verdict.clone()));
        Ok(())
    }

    /// Returns what the creation of a record waits for, if it waits.
    pub fn parked_creation(&mut self, rec_id: Uuid) -> Result<Option<Vec<String>>, CenterError> {
        if !self.creations.contains_key(&rec_id) {
            self.load(Wanted { creations: vec![rec_id], ..Wanted::default() })?;
        }
        Ok(match self.creations.get(&rec_id) {
            Some(Some(VerdictKind::Parked { waits_for })) => Some(waits_for.clone()),
            _ => None,
        })
    }

    /// Returns what an earlier change of the same record waits for, if one of this workstation is
    /// parked that was received before this group.
    pub fn parked_before(
        &mut self,
        rec_id: Uuid,
        group: &[Mutation],
        arbeitsplatz: &str,
    ) -> Result<Option<Vec<String>>, CenterError> {
        if self.parked.is_none() {
            let rows = self.backend.rows(
                "SELECT mid, rec_id, arbeitsplatz FROM mutation
                 WHERE tenant = $1 AND parked AND rec_id IS NOT NULL ORDER BY no",
                &[Arg::Text(self.tenant)],
            )?;
            let mut parked = Vec::new();
            for mut row in rows {
                parked.push((row.id()?, row.id()?, row.text()?));
            }
            // Of this transaction, and not stored yet.
            let fresh = self.written.mutations.iter().filter(|row| !row.known);
            let fresh = fresh.filter(|row| !row.waits_for.is_empty());
            let known = |row: &MutationRow| Some((row.mid, row.rec_id?, row.arbeitsplatz.clone()));
            parked.extend(fresh.filter_map(known));
            self.parked = Some(parked);
        }
        let own = |parked: &Uuid| group.iter().any(|mutation| mutation.mid == *parked);
        let earlier = self.parked.iter().flatten().take_while(|(parked, ..)| !own(parked));
        let same = earlier.filter(|(_, about, by)| *about == rec_id && by == arbeitsplatz);
        let same: Vec<Uuid> = same.map(|(parked, ..)| *parked).collect();
        for parked in same {
            if let Some(VerdictKind::Parked { waits_for }) = self.verdict(parked)? {
                return Ok(Some(waits_for));
            }
        }
        Ok(None)
    }

    /// Returns what the first change of this workstation waits for that was received before this
    /// group, is still parked, and is about a record or something that lives in it.
    pub fn parked_below(
        &mut self,
        rec_id: Uuid,
        group: &[Mutation],
        arbeitsplatz: &str,
    ) -> Result<Option<Vec<String>>, CenterError> {
        let rows = self.backend.rows(
            "SELECT mid, request FROM mutation
             WHERE tenant = $1 AND arbeitsplatz = $2 AND parked ORDER BY no",
            &[Arg::Text(self.tenant), Arg::Text(arbeitsplatz)],
        )?;
        let mut requests = Vec::new();
        for mut row in rows {
            requests.push((row.id()?, row.text()?));
        }
        // Of this transaction, and not stored yet.
        let own = |row: &&MutationRow| !row.known && row.arbeitsplatz == arbeitsplatz;
        let fresh = self.written.mutations.iter().filter(own);
        requests.extend(fresh.filter_map(|row| Some((row.mid, row.request.clone()?))));
        for (parked, request) in requests {
            if group.iter().any(|mutation| mutation.mid == parked) {
                break;
            }
            let Some(VerdictKind::Parked { waits_for }) = self.verdict(parked)? else { continue };
            let mutation: Mutation = serde_json::from_str(&request)?;
            let named =
                mutation.rec_type.parent().and_then(|(field, _)| mutation.edit.set.get(field));
            let named = named.and_then(|value| Uuid::parse_str(value.as_str()?).ok());
            let lives_in = match named {
                Some(parent) => Some(parent),
                None => self.record(mutation.rec_id)?.and_then(|record| record.parent()),
            };
            if mutation.rec_id == rec_id || lives_in == Some(rec_id) {
                return Ok(Some(waits_for));
            }
        }
        Ok(None)
    }

    /// Tells whether an original is complete in a scope.
    pub fn has_blob(&mut self, scope: &str, sha256: &str) -> Result<bool, CenterError> {
        Ok(self.blob_size(scope, sha256)?.is_some())
    }

    /// Returns the size of an original, if it is complete.
    pub fn blob_size(&mut self, scope: &str, sha256: &str) -> Result<Option<u64>, CenterError> {
        let key = (scope.to_owned(), sha256.to_owned());
        if !self.blobs.contains_key(&key) {
            self.load(Wanted { blobs: vec![key.clone()], ..Wanted::default() })?;
        }
        Ok(self.blobs.get(&key).copied().flatten())
    }

    /// Returns which of these originals the centre lacks in a scope.
    pub fn blobs_missing(
        &mut self,
        scope: &str,
        sha256: &[String],
    ) -> Result<Vec<String>, CenterError> {
        let keys = sha256.iter().map(|sha256| (scope.to_owned(), sha256.clone()));
        self.load(Wanted { blobs: keys.collect(), ..Wanted::default() })?;
        let mut missing = Vec::new();
        for name in sha256 {
            if !self.has_blob(scope, name)? {
                missing.push(name.clone());
            }
        }
        Ok(missing)
    }

    /// Returns the first item of post with these bytes in a scope.
    pub fn eingang_with_bytes(
        &mut self,
        scope: &str,
        sha256: &str,
    ) -> Result<Option<Uuid>, CenterError> {
        let key = (scope.to_owned(), sha256.to_owned());
        if !self.eingaenge.contains_key(&key) {
            self.load(Wanted { eingaenge: vec![key.clone()], ..Wanted::default() })?;
        }
        Ok(self.eingaenge.get(&key).copied().flatten())
    }

    /// Takes the next number of a series, from 1.
    pub fn take_number(&mut self, kreis: &str) -> Result<u64, CenterError> {
        if !self.series.contains_key(kreis) {
            self.load(Wanted { series: vec![kreis.to_owned()], ..Wanted::default() })?;
        }
        let next = self.series.entry(kreis.to_owned()).or_insert(1);
        let number = *next;
        *next += 1;
        self.moved_series.insert(kreis.to_owned());
        self.note(Undo::Series(kreis.to_owned(), number));
        Ok(number)
    }
}

/// Salts and hashes what an entry quotes.
fn quotation(zitat: &Zitat) -> Result<AuditZitat, CenterError> {
    let text = serde_json::to_string(zitat)?;
    let mut salz = [0; SALZ];
    getrandom::fill(&mut salz).map_err(|_| CenterError::Internal("no random numbers"))?;
    let sha256 = zitat_hash(&text, &salz);
    Ok(AuditZitat { text, salz, sha256 })
}

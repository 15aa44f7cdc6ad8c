//! A scope as workstations see it: heads, rows, records, digests, snapshots, the log's floor.
//!
//! Never served from memory but for the heads: what was written before is kept first.

use domain::{RecType, Zeitpunkt};
use uuid::Uuid;
use wire::{BucketEntry, BucketSums, Change, GENESIS, Head, SnapshotRecord};

use super::backend::{Arg, HeadRow, Row, unhex};
use super::tx::Tx;
use crate::error::CenterError;

/// Rows of one step when there is no telling how large they are.
const FIRST_STEP: usize = 64;
/// Rows of one step at most.
const STEP: usize = 2000;

/// A whole state of a scope that lies in the object store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotRow {
    /// Where the log stood.
    pub head: Head,
    /// SHA-256 of the object, hex.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
}

impl SnapshotRow {
    /// Returns what its object is called in the folder of its scope.
    pub(crate) fn object_name(&self) -> String {
        format!("{}-{}", self.head.seq, self.sha256)
    }
}

impl Tx<'_> {
    /// Keeps what was written so far, so that plain queries see it.
    fn settle(&mut self) -> Result<(), CenterError> {
        if self.inside_savepoint() {
            return Err(CenterError::Internal("a query inside a group of decisions"));
        }
        self.carry_out()?;
        self.store_written()
    }

    /// Keeps what was written so far; the transaction goes on.
    pub(super) fn store_written(&mut self) -> Result<(), CenterError> {
        let written = self.take_written();
        if written.is_empty() { Ok(()) } else { self.backend.store(&written) }
    }

    /// Runs a query over what the database and this transaction hold.
    pub(super) fn rows(
        &mut self,
        sql: &'static str,
        args: &[Arg<'_>],
    ) -> Result<Vec<Row>, CenterError> {
        self.settle()?;
        self.backend.rows(sql, args)
    }

    /// Runs a query of which the first row is of interest.
    pub(super) fn row(
        &mut self,
        sql: &'static str,
        args: &[Arg<'_>],
    ) -> Result<Option<Row>, CenterError> {
        Ok(self.rows(sql, args)?.into_iter().next())
    }

    /// Runs a statement.
    pub(super) fn run(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<u64, CenterError> {
        self.settle()?;
        self.backend.run(sql, args)
    }

    /// Returns the heads of all scopes, in the order in which to fetch them.
    pub fn heads(&mut self) -> Result<Vec<Head>, CenterError> {
        Ok(self.base()?.heads.iter().map(shown).collect())
    }

    fn head_row(&mut self, scope: &str) -> Result<HeadRow, CenterError> {
        let head = self.base()?.heads.iter().find(|head| head.scope == scope);
        head.cloned().ok_or(CenterError::Forbidden)
    }

    /// Returns the chain value after a row, hex; `None` if the log does not have that row (any
    /// more). The row at the floor still counts.
    pub fn chain_at(&mut self, scope: &str, seq: u64) -> Result<Option<String>, CenterError> {
        let head = self.head_row(scope)?;
        if seq == 0 {
            return Ok(Some(hex::encode(GENESIS)));
        }
        if seq == head.seq {
            return Ok(Some(hex::encode(head.chain)));
        }
        if seq == head.floor {
            return Ok(Some(hex::encode(head.floor_chain)));
        }
        if seq < head.floor || seq > head.seq {
            return Ok(None);
        }
        let sql = "SELECT chain FROM change_log WHERE tenant = $1 AND scope = $2 AND seq = $3";
        let row = self.row(sql, &[Arg::Text(self.tenant), Arg::Text(scope), Arg::count(seq)])?;
        row.map(|mut row| row.hash().map(hex::encode)).transpose()
    }

    /// Returns rows after a number, until about `bytes` have come together; at least one, if there
    /// is one. Empty below the floor.
    pub fn changes_after(
        &mut self,
        scope: &str,
        seq: u64,
        bytes: usize,
    ) -> Result<Vec<Change>, CenterError> {
        let head = self.head_row(scope)?;
        let (mut changes, mut total, mut step) = (Vec::new(), 0, FIRST_STEP);
        let mut last = seq;
        if seq < head.floor {
            return Ok(changes);
        }
        while last < head.seq && total < bytes {
            let rows = self.log_rows(scope, last, step)?;
            if rows.is_empty() {
                break;
            }
            for change in rows {
                if total >= bytes {
                    break;
                }
                last = change.seq;
                total += size(&change);
                changes.push(change);
            }
            let average = (total / changes.len().max(1)).max(1);
            step = (bytes.saturating_sub(total) / average + 1).clamp(FIRST_STEP, STEP);
        }
        Ok(changes)
    }

    /// Returns rows of the log after a number.
    pub(super) fn log_rows(
        &mut self,
        scope: &str,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Change>, CenterError> {
        let rows = self.rows(
            "SELECT seq, rec_type, rec_id, ver, body, body_sha256, mid, akteur, arbeitsplatz,
                 aktion, claimed_at, at, chain
             FROM change_log WHERE tenant = $1 AND scope = $2 AND seq > $3 ORDER BY seq LIMIT $4",
            &[Arg::Text(self.tenant), Arg::Text(scope), Arg::count(after), limit_arg(limit)],
        )?;
        rows.into_iter().map(|mut row| change(&mut row)).collect()
    }

    /// Returns the number of the newest row that the centre had taken before an instant.
    pub fn seq_before(&mut self, scope: &str, when: Zeitpunkt) -> Result<u64, CenterError> {
        let head = self.head_row(scope)?;
        let (mut low, mut high) = (head.floor, head.seq);
        // Rows lie in the order of the centre's clock, as far as that went forward.
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            let row = self.log_rows(scope, middle - 1, 1)?;
            if row.first().is_some_and(|row| row.at < when) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Ok(low)
    }

    /// Returns the sums of a scope, recounted from its records.
    pub fn bucket_sums(&mut self, scope: &str) -> Result<BucketSums, CenterError> {
        let mut sums = BucketSums::default();
        self.each_entry(scope, |entry| sums.add(entry.rec_id, entry.ver, &entry.body_sha256))?;
        Ok(sums)
    }

    /// Hands out every record of a scope by what the digest counts.
    pub(super) fn each_entry(
        &mut self,
        scope: &str,
        mut f: impl FnMut(&BucketEntry),
    ) -> Result<(), CenterError> {
        let mut after = Uuid::nil();
        loop {
            let rows = self.rows(
                "SELECT rec_id, ver, body_sha256 FROM record
                 WHERE tenant = $1 AND scope = $2 AND rec_id > $3 ORDER BY rec_id LIMIT $4",
                &[Arg::Text(self.tenant), Arg::Text(scope), Arg::Id(after), limit_arg(STEP)],
            )?;
            let full = rows.len() == STEP;
            for mut row in rows {
                let entry = entry(&mut row)?;
                after = entry.rec_id;
                f(&entry);
            }
            if !full {
                return Ok(());
            }
        }
    }

    /// Returns what one bucket of a scope holds.
    pub fn bucket(&mut self, scope: &str, bucket: u8) -> Result<Vec<BucketEntry>, CenterError> {
        let last = hex::encode([bucket]);
        let rows = self.rows(
            "SELECT rec_id, ver, body_sha256 FROM record
             WHERE tenant = $1 AND scope = $2 AND substr(CAST(rec_id AS TEXT), 35, 2) = $3
             ORDER BY rec_id",
            &[Arg::Text(self.tenant), Arg::Text(scope), Arg::Text(&last)],
        )?;
        rows.into_iter().map(|mut row| entry(&mut row)).collect()
    }

    /// Returns records of a scope by their ids; one that the scope does not have is left out.
    pub fn records(
        &mut self,
        scope: &str,
        ids: &[Uuid],
    ) -> Result<Vec<SnapshotRecord>, CenterError> {
        self.load_records(ids)?;
        let mut records = Vec::new();
        for id in ids {
            if let Some(record) = self.record(*id)?.filter(|record| record.scope == scope) {
                records.push(SnapshotRecord {
                    rec_type: record.rec_type,
                    rec_id: *id,
                    ver: record.ver,
                    body: record.body.clone(),
                });
            }
        }
        Ok(records)
    }

    /// Returns a page of a scope's records in the order of their ids.
    pub fn records_after(
        &mut self,
        scope: &str,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<SnapshotRecord>, CenterError> {
        let after = after.unwrap_or(Uuid::nil());
        let rows = self.rows(
            "SELECT rec_type, rec_id, ver, body FROM record
             WHERE tenant = $1 AND scope = $2 AND rec_id > $3 ORDER BY rec_id LIMIT $4",
            &[Arg::Text(self.tenant), Arg::Text(scope), Arg::Id(after), limit_arg(limit)],
        )?;
        rows.into_iter()
            .map(|mut row| {
                Ok(SnapshotRecord {
                    rec_type: rec_type(&mut row)?,
                    rec_id: row.id()?,
                    ver: row.count()?,
                    body: row.text()?,
                })
            })
            .collect()
    }

    /// Returns the newest snapshot of a scope.
    pub fn snapshot(&mut self, scope: &str) -> Result<Option<SnapshotRow>, CenterError> {
        Ok(self.snapshots(scope)?.into_iter().next())
    }

    /// Returns all snapshots of a scope, the newest first.
    pub fn snapshots(&mut self, scope: &str) -> Result<Vec<SnapshotRow>, CenterError> {
        let rows = self.rows(
            "SELECT head, sha256, size FROM snapshot WHERE tenant = $1 AND scope = $2
             ORDER BY seq DESC",
            &[Arg::Text(self.tenant), Arg::Text(scope)],
        )?;
        rows.into_iter()
            .map(|mut row| {
                let head = serde_json::from_str(&row.text()?)?;
                Ok(SnapshotRow { head, sha256: row.text()?, size: row.count()? })
            })
            .collect()
    }

    /// Notes a snapshot that lies complete in the object store. If another copy of the service has
    /// made one of the same state, that one stays and is returned.
    ///
    /// One that was begun before something was destroyed holds what is gone: it is refused.
    pub fn put_snapshot(&mut self, row: &SnapshotRow) -> Result<SnapshotRow, CenterError> {
        if self.destroyed_after(&row.head.scope, row.head.seq)? {
            return Err(CenterError::Going);
        }
        let head = serde_json::to_string(&row.head)?;
        self.run(
            "INSERT INTO snapshot (tenant, scope, seq, head, sha256, size)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant, scope, seq) DO NOTHING",
            &[
                Arg::Text(self.tenant),
                Arg::Text(&row.head.scope),
                Arg::count(row.head.seq),
                Arg::Text(&head),
                Arg::Text(&row.sha256),
                Arg::count(row.size),
            ],
        )?;
        let all = self.snapshots(&row.head.scope)?;
        let kept = all.into_iter().find(|kept| kept.head.seq == row.head.seq);
        kept.ok_or(CenterError::Internal("snapshot was not kept"))
    }

    /// Forgets a snapshot whose object may then be removed.
    pub fn drop_snapshot(&mut self, scope: &str, seq: u64) -> Result<(), CenterError> {
        let newest = self.snapshot(scope)?;
        if newest.is_some_and(|newest| newest.head.seq == seq) {
            return Err(CenterError::Invalid("the newest snapshot stays"));
        }
        self.run(
            "DELETE FROM snapshot WHERE tenant = $1 AND scope = $2 AND seq = $3",
            &[Arg::Text(self.tenant), Arg::Text(scope), Arg::count(seq)],
        )?;
        Ok(())
    }

    /// Removes rows up to `seq` from the log; whoever is behind it needs a snapshot. Never goes
    /// beyond the newest one. Returns the number of rows removed.
    pub fn set_floor(&mut self, scope: &str, seq: u64) -> Result<u64, CenterError> {
        let head = self.head_row(scope)?;
        if seq <= head.floor {
            return Ok(0);
        }
        let newest = self.snapshot(scope)?.map_or(0, |snapshot| snapshot.head.seq);
        if seq > newest {
            return Err(CenterError::Invalid("the log reaches back to the newest snapshot"));
        }
        let chain = self.chain_at(scope, seq)?.ok_or(CenterError::Internal("row is missing"))?;
        let chain = unhex(&chain)?;
        let key = [Arg::Text(self.tenant), Arg::Text(scope), Arg::count(seq)];
        let removed = self
            .run("DELETE FROM change_log WHERE tenant = $1 AND scope = $2 AND seq <= $3", &key)?;
        let [tenant, scope_arg, seq_arg] = key;
        self.run(
            "UPDATE scope_head SET floor = $1, floor_chain = $2 WHERE tenant = $3 AND scope = $4",
            &[seq_arg, Arg::Bytes(&chain), tenant, scope_arg],
        )?;
        if let Some(head) = self.base()?.heads.iter_mut().find(|head| head.scope == scope) {
            (head.floor, head.floor_chain) = (seq, chain);
        }
        Ok(removed)
    }
}

fn shown(head: &HeadRow) -> Head {
    Head {
        scope: head.scope.clone(),
        seq: head.seq,
        chain: hex::encode(head.chain),
        digest: head.digest.hex(),
        records: head.records,
        floor: head.floor,
    }
}

fn limit_arg(limit: usize) -> Arg<'static> {
    Arg::count(limit as u64)
}

fn rec_type(row: &mut Row) -> Result<RecType, CenterError> {
    RecType::parse(&row.text()?).ok_or(CenterError::Internal("unknown kind"))
}

fn entry(row: &mut Row) -> Result<BucketEntry, CenterError> {
    let (rec_id, ver) = (row.id()?, row.count()?);
    Ok(BucketEntry { rec_id, ver, body_sha256: hex::encode(row.hash()?) })
}

fn change(row: &mut Row) -> Result<Change, CenterError> {
    Ok(Change {
        seq: row.count()?,
        rec_type: rec_type(row)?,
        rec_id: row.id()?,
        ver: row.count()?,
        body: row.opt_text()?,
        body_sha256: hex::encode(row.hash()?),
        mid: row.id()?,
        akteur: row.text()?,
        arbeitsplatz: row.text()?,
        aktion: row.text()?,
        claimed_at: row.zeitpunkt()?,
        at: row.zeitpunkt()?,
        chain: hex::encode(row.hash()?),
    })
}

/// Returns about how many bytes a row takes on the line.
fn size(change: &Change) -> usize {
    const FRAME: usize = 300;
    change.body.as_ref().map_or(0, String::len) + FRAME
}

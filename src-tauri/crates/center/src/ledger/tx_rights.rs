//! What else belongs to a tenant: who may see what, originals and uploads, what was salvaged,
//! seals, quotas, what waits.
//!
//! Never a decision about a record.

use domain::Zeitpunkt;
use uuid::Uuid;
use wire::{Hash, Seal, SnapshotRecord, Verdict, VerdictKind, sha256_hex};

use super::backend::{Arg, unhex};
use super::tx::Tx;
use super::{Device, ParkedMutation};
use crate::error::CenterError;

/// How far an upload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UploadRow {
    /// Size in bytes.
    pub size: u64,
    /// Bytes so far.
    pub received: u64,
}

/// What a tenant has, or may have at most (0: no limit).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Records.
    pub records: u64,
    /// Bytes of originals.
    pub bytes: u64,
}

/// A record version that a workstation knew and the centre did not.
#[derive(Debug, Clone)]
pub struct Salvaged {
    /// Scope it belonged to.
    pub scope: String,
    /// The record.
    pub record: SnapshotRecord,
    /// Who handed it over.
    pub client: Uuid,
    /// When.
    pub received_at: Zeitpunkt,
}

impl Tx<'_> {
    /// Returns the identity of this ledger, which a restored backup keeps and a new centre lacks.
    pub fn ledger_id(&mut self) -> Result<Uuid, CenterError> {
        Ok(self.base()?.ledger)
    }

    /// Returns number and chain value of the newest audit entry.
    pub fn audit_head(&mut self) -> Result<(u64, Hash), CenterError> {
        let base = self.base()?;
        Ok((base.audit_no, base.audit_hash))
    }

    /// Returns what the tenant has.
    pub fn usage(&mut self) -> Result<Usage, CenterError> {
        let base = self.base()?;
        let records = base.heads.iter().map(|head| head.records).sum();
        Ok(Usage { records, bytes: base.blob_bytes })
    }

    /// Returns what the tenant may have; 0 stands for no limit.
    pub fn quota(&mut self) -> Result<Usage, CenterError> {
        let base = self.base()?;
        Ok(Usage { records: base.max_records, bytes: base.max_bytes })
    }

    /// Sets what the tenant may have; 0 stands for no limit.
    pub fn set_quota(&mut self, quota: Usage) -> Result<(), CenterError> {
        self.run(
            "UPDATE tenant SET max_records = $1, max_bytes = $2 WHERE tenant = $3",
            &[Arg::count(quota.records), Arg::count(quota.bytes), Arg::Text(self.tenant)],
        )?;
        let base = self.base()?;
        (base.max_records, base.max_bytes) = (quota.records, quota.bytes);
        Ok(())
    }

    /// Refuses bytes for which the tenant has no room.
    pub fn room_for_bytes(&mut self, size: u64) -> Result<(), CenterError> {
        let base = self.base()?;
        if base.max_bytes > 0 && base.blob_bytes.saturating_add(size) > base.max_bytes {
            return Err(CenterError::Quota);
        }
        Ok(())
    }

    /// Returns the scopes that a workstation may see, in the order in which to fetch them.
    pub fn granted(&mut self, device: &Device) -> Result<Vec<String>, CenterError> {
        let granted = self.access(&device.id)?.iter().filter(|access| !access.revoked);
        Ok(granted.map(|access| access.scope.clone()).collect())
    }

    /// Returns the scopes that were withdrawn and of which the workstation may still hold records.
    pub fn revoked_unconfirmed(&mut self, device: &Device) -> Result<Vec<String>, CenterError> {
        let left =
            self.access(&device.id)?.iter().filter(|access| access.revoked && !access.purged);
        Ok(left.map(|access| access.scope.clone()).collect())
    }

    /// Lets a workstation see a scope.
    pub fn grant(&mut self, device: &Device, scope: &str) -> Result<(), CenterError> {
        self.head(scope)?.ok_or(CenterError::NotFound)?;
        self.run(
            "INSERT INTO access (tenant, device, scope) VALUES ($1, $2, $3)
             ON CONFLICT (tenant, device, scope) DO UPDATE SET revoked_at = NULL, purged_at = NULL",
            &[Arg::Text(self.tenant), Arg::Text(&device.id), Arg::Text(scope)],
        )?;
        self.access.clear();
        Ok(())
    }

    /// Withdraws a scope; tells whether the workstation had it.
    pub fn revoke(
        &mut self,
        device: &Device,
        scope: &str,
        now: Zeitpunkt,
    ) -> Result<bool, CenterError> {
        let now = now.to_string();
        let touched = self.run(
            "UPDATE access SET revoked_at = $1, purged_at = NULL
             WHERE tenant = $2 AND device = $3 AND scope = $4 AND revoked_at IS NULL",
            &[Arg::Text(&now), Arg::Text(self.tenant), Arg::Text(&device.id), Arg::Text(scope)],
        )?;
        self.access.clear();
        Ok(touched > 0)
    }

    /// Notes that nothing of a withdrawn scope is left at the workstation. Repeated, it changes
    /// nothing; for a scope that is not withdrawn it is refused.
    pub fn purged(
        &mut self,
        device: &Device,
        scope: &str,
        now: Zeitpunkt,
    ) -> Result<(), CenterError> {
        let now = now.to_string();
        let touched = self.run(
            "UPDATE access SET purged_at = coalesce(purged_at, $1)
             WHERE tenant = $2 AND device = $3 AND scope = $4 AND revoked_at IS NOT NULL",
            &[Arg::Text(&now), Arg::Text(self.tenant), Arg::Text(&device.id), Arg::Text(scope)],
        )?;
        self.access.clear();
        if touched == 0 { Err(CenterError::Invalid("scope is not withdrawn")) } else { Ok(()) }
    }

    /// Returns how far an upload is.
    pub fn upload(&mut self, scope: &str, sha256: &str) -> Result<Option<UploadRow>, CenterError> {
        let row = self.row(
            "SELECT size, received FROM upload
             WHERE tenant = $1 AND scope = $2 AND sha256 = $3",
            &[Arg::Text(self.tenant), Arg::Text(scope), Arg::Text(sha256)],
        )?;
        row.map(|mut row| Ok(UploadRow { size: row.count()?, received: row.count()? })).transpose()
    }

    /// Notes how far an upload is.
    pub fn put_upload(
        &mut self,
        scope: &str,
        sha256: &str,
        row: UploadRow,
        now: Zeitpunkt,
    ) -> Result<(), CenterError> {
        let now = now.to_string();
        self.run(
            "INSERT INTO upload (tenant, scope, sha256, size, received, touched_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (tenant, scope, sha256) DO UPDATE SET
                 size = excluded.size, received = excluded.received,
                 touched_at = excluded.touched_at",
            &[
                Arg::Text(self.tenant),
                Arg::Text(scope),
                Arg::Text(sha256),
                Arg::count(row.size),
                Arg::count(row.received),
                Arg::Text(&now),
            ],
        )?;
        Ok(())
    }

    /// Forgets an upload.
    pub fn drop_upload(&mut self, scope: &str, sha256: &str) -> Result<(), CenterError> {
        self.run(
            "DELETE FROM upload WHERE tenant = $1 AND scope = $2 AND sha256 = $3",
            &[Arg::Text(self.tenant), Arg::Text(scope), Arg::Text(sha256)],
        )?;
        Ok(())
    }

    /// Returns scope and SHA-256 of uploads on which nothing has happened since an instant.
    pub fn uploads_before(
        &mut self,
        when: Zeitpunkt,
    ) -> Result<Vec<(String, String)>, CenterError> {
        let sql = "SELECT scope, sha256, touched_at FROM upload WHERE tenant = $1";
        let mut old = Vec::new();
        for mut row in self.rows(sql, &[Arg::Text(self.tenant)])? {
            let key = (row.text()?, row.text()?);
            if row.zeitpunkt()? < when {
                old.push(key);
            }
        }
        Ok(old)
    }

    /// Notes a complete, verified, durable original. One that is noted already stays as it is.
    pub fn put_blob(
        &mut self,
        scope: &str,
        sha256: &str,
        size: u64,
        now: Zeitpunkt,
    ) -> Result<(), CenterError> {
        if self.blob_size(scope, sha256)?.is_none() {
            self.not_going(scope, sha256)?;
            self.room_for_bytes(size)?;
            let now = now.to_string();
            self.run(
                "INSERT INTO blob (tenant, scope, sha256, size, stored_at)
                 VALUES ($1, $2, $3, $4, $5)",
                &[
                    Arg::Text(self.tenant),
                    Arg::Text(scope),
                    Arg::Text(sha256),
                    Arg::count(size),
                    Arg::Text(&now),
                ],
            )?;
            self.base()?.blob_bytes += size;
            self.tenant_moved = true;
            self.blobs.insert((scope.to_owned(), sha256.to_owned()), Some(size));
        }
        self.drop_upload(scope, sha256)
    }

    /// Keeps record versions that the centre does not have; the same one comes in only once.
    /// Returns how many of those given are kept now.
    pub fn salvage(
        &mut self,
        client: Uuid,
        scope: &str,
        records: &[SnapshotRecord],
        now: Zeitpunkt,
    ) -> Result<u64, CenterError> {
        let now = now.to_string();
        for record in records {
            let body_sha256 = unhex(&sha256_hex(record.body.as_bytes()))?;
            self.run(
                "INSERT INTO salvage (tenant, rec_id, ver, body_sha256, scope, rec_type, body,
                     client, received_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                 ON CONFLICT (tenant, rec_id, ver, body_sha256) DO NOTHING",
                &[
                    Arg::Text(self.tenant),
                    Arg::Id(record.rec_id),
                    Arg::count(record.ver),
                    Arg::Bytes(&body_sha256),
                    Arg::Text(scope),
                    Arg::Text(record.rec_type.as_str()),
                    Arg::Text(&record.body),
                    Arg::Id(client),
                    Arg::Text(&now),
                ],
            )?;
        }
        Ok(records.len() as u64)
    }

    /// Returns everything that workstations have handed over, for a person to look at.
    pub fn salvaged(&mut self) -> Result<Vec<Salvaged>, CenterError> {
        let rows = self.rows(
            "SELECT scope, rec_type, rec_id, ver, body, client, received_at FROM salvage
             WHERE tenant = $1 ORDER BY received_at, rec_id, ver",
            &[Arg::Text(self.tenant)],
        )?;
        rows.into_iter()
            .map(|mut row| {
                let scope = row.text()?;
                let record = SnapshotRecord {
                    rec_type: domain::RecType::parse(&row.text()?)
                        .ok_or(CenterError::Internal("unknown kind"))?,
                    rec_id: row.id()?,
                    ver: row.count()?,
                    body: row.text()?,
                };
                Ok(Salvaged { scope, record, client: row.id()?, received_at: row.zeitpunkt()? })
            })
            .collect()
    }

    /// Returns the newest seal.
    pub fn newest_seal(&mut self) -> Result<Option<Seal>, CenterError> {
        let sql = "SELECT seal FROM seal WHERE tenant = $1 ORDER BY no DESC LIMIT 1";
        let row = self.row(sql, &[Arg::Text(self.tenant)])?;
        row.map(|mut row| Ok(serde_json::from_str(&row.text()?)?)).transpose()
    }

    /// Keeps a seal as the newest one.
    pub fn put_seal(&mut self, seal: &Seal) -> Result<(), CenterError> {
        let seal = serde_json::to_string(seal)?;
        self.run(
            "INSERT INTO seal (tenant, no, seal)
             SELECT $1, coalesce(max(no), 0) + 1, $2 FROM seal WHERE tenant = $1",
            &[Arg::Text(self.tenant), Arg::Text(&seal)],
        )?;
        Ok(())
    }

    /// Returns how many mutations wait for something.
    pub fn parked_count(&mut self) -> Result<u64, CenterError> {
        let sql = "SELECT count(*) FROM mutation WHERE tenant = $1 AND parked";
        let row = self.row(sql, &[Arg::Text(self.tenant)])?;
        row.map_or(Ok(0), |mut row| row.count())
    }

    /// Returns what waits of a workstation's mutations and for what, in order of receipt.
    pub fn parked_of(&mut self, arbeitsplatz: &str) -> Result<Vec<Verdict>, CenterError> {
        let rows = self.rows(
            "SELECT mid, verdict FROM mutation
             WHERE tenant = $1 AND arbeitsplatz = $2 AND parked ORDER BY no",
            &[Arg::Text(self.tenant), Arg::Text(arbeitsplatz)],
        )?;
        let mut parked = Vec::new();
        for mut row in rows {
            let (mid, kind) = (row.id()?, serde_json::from_str(&row.text()?)?);
            parked.push(Verdict { mid, n: 0, kind });
        }
        Ok(parked)
    }

    /// Returns the mutations that wait for something, in order of receipt.
    pub fn parked(&mut self, waits_for: &str) -> Result<Vec<ParkedMutation>, CenterError> {
        let rows = self.rows(
            "SELECT m.request, m.arbeitsplatz, m.verdict FROM waits w
             JOIN mutation m ON m.tenant = w.tenant AND m.mid = w.mid
             WHERE w.tenant = $1 AND w.name = $2 AND m.parked ORDER BY m.no",
            &[Arg::Text(self.tenant), Arg::Text(waits_for)],
        )?;
        let mut parked = Vec::new();
        for mut row in rows {
            let mutation = serde_json::from_str(&row.text()?)?;
            let arbeitsplatz = row.text()?;
            if let VerdictKind::Parked { waits_for } = serde_json::from_str(&row.text()?)? {
                parked.push(ParkedMutation { mutation, arbeitsplatz, waits_for });
            }
        }
        Ok(parked)
    }
}

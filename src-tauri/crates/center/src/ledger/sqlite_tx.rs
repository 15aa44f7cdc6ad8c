//! One SQLite transaction of one tenant: heads, rows, uploads, originals, and checking a scope.
//!
//! Never names another tenant than its own.

use domain::Zeitpunkt;
use rusqlite::{OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use wire::{Change, GENESIS, Hash, Head, StateDigest};

use super::LedgerTx;
use crate::error::CenterError;

/// How far an upload is.
#[derive(Debug, Clone, Copy)]
pub struct UploadRow {
    /// Size in bytes.
    pub size: u64,
    /// Bytes so far.
    pub received: u64,
}

/// One transaction of one tenant.
pub struct SqliteTx<'a> {
    pub(super) sql: Transaction<'a>,
    pub(super) tenant: String,
}

impl SqliteTx<'_> {
    /// Returns the heads of all scopes, in the order in which to fetch them.
    pub fn heads(&mut self) -> Result<Vec<Head>, CenterError> {
        let rows: Vec<(String, i64, Vec<u8>)> = {
            let mut query = self.sql.prepare_cached(
                "SELECT scope, seq, chain FROM scope_head WHERE tenant = ?1 ORDER BY reihenfolge",
            )?;
            let rows = query
                .query_map([&self.tenant], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        let mut heads = Vec::new();
        for (scope, seq, chain) in rows {
            let digest = hex::encode(self.digest(&scope)?.root());
            heads.push(Head { scope, seq: unsigned(seq), chain: hex::encode(chain), digest });
        }
        Ok(heads)
    }

    /// Returns the chain value after a row, hex.
    pub fn chain_at(&mut self, scope: &str, seq: u64) -> Result<Option<String>, CenterError> {
        if seq == 0 {
            return Ok(Some(hex::encode(GENESIS)));
        }
        Ok(self.change(scope, seq)?.map(|change| change.chain))
    }

    fn change(&mut self, scope: &str, seq: u64) -> Result<Option<Change>, CenterError> {
        let text: Option<String> = self
            .sql
            .prepare_cached(
                "SELECT change FROM change_log WHERE tenant = ?1 AND scope = ?2 AND seq = ?3",
            )?
            .query_row(params![self.tenant, scope, signed(seq)], |row| row.get(0))
            .optional()?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    /// Returns rows after a number, until about `bytes` have come together; at least one.
    pub fn changes_after(
        &mut self,
        scope: &str,
        seq: u64,
        bytes: usize,
    ) -> Result<Vec<Change>, CenterError> {
        let mut query = self.sql.prepare_cached(
            "SELECT change FROM change_log
             WHERE tenant = ?1 AND scope = ?2 AND seq > ?3 ORDER BY seq",
        )?;
        let rows = query
            .query_map(params![self.tenant, scope, signed(seq)], |row| row.get::<_, String>(0))?;
        let mut changes = Vec::new();
        let mut total = 0;
        for text in rows {
            let text = text?;
            total += text.len();
            changes.push(serde_json::from_str(&text)?);
            if total >= bytes {
                break;
            }
        }
        Ok(changes)
    }

    /// Returns how far an upload is.
    pub fn upload(&mut self, scope: &str, sha256: &str) -> Result<Option<UploadRow>, CenterError> {
        let row = self
            .sql
            .prepare_cached(
                "SELECT size, received FROM upload
                 WHERE tenant = ?1 AND scope = ?2 AND sha256 = ?3",
            )?
            .query_row([&self.tenant, scope, sha256], |row| {
                let (size, received): (i64, i64) = (row.get(0)?, row.get(1)?);
                Ok(UploadRow { size: unsigned(size), received: unsigned(received) })
            });
        Ok(row.optional()?)
    }

    /// Notes how far an upload is.
    pub fn put_upload(
        &mut self,
        scope: &str,
        sha256: &str,
        row: UploadRow,
    ) -> Result<(), CenterError> {
        self.sql.execute(
            "INSERT OR REPLACE INTO upload (tenant, scope, sha256, size, received)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![self.tenant, scope, sha256, signed(row.size), signed(row.received)],
        )?;
        Ok(())
    }

    /// Forgets an upload.
    pub fn drop_upload(&mut self, scope: &str, sha256: &str) -> Result<(), CenterError> {
        self.sql.execute(
            "DELETE FROM upload WHERE tenant = ?1 AND scope = ?2 AND sha256 = ?3",
            [&self.tenant, scope, sha256],
        )?;
        Ok(())
    }

    /// Notes a complete, verified, durable original.
    pub fn put_blob(
        &mut self,
        scope: &str,
        sha256: &str,
        size: u64,
        now: Zeitpunkt,
    ) -> Result<(), CenterError> {
        self.sql.execute(
            "INSERT OR IGNORE INTO blob (tenant, scope, sha256, size, stored_at)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![self.tenant, scope, sha256, signed(size), now.to_string()],
        )?;
        self.drop_upload(scope, sha256)
    }

    /// Returns the size of an original, if it is complete.
    pub fn blob_size(&mut self, scope: &str, sha256: &str) -> Result<Option<u64>, CenterError> {
        let size: Option<i64> = self
            .sql
            .prepare_cached(
                "SELECT size FROM blob WHERE tenant = ?1 AND scope = ?2 AND sha256 = ?3",
            )?
            .query_row([&self.tenant, scope, sha256], |row| row.get(0))
            .optional()?;
        Ok(size.map(unsigned))
    }

    pub(super) fn verify_audit(&mut self, wrong: &mut Vec<String>) -> Result<(), CenterError> {
        let mut query = self
            .sql
            .prepare("SELECT no, entry, base, hash FROM audit WHERE tenant = ?1 ORDER BY no")?;
        let rows = query.query_map([&self.tenant], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
        let mut previous = vec![0; 32];
        for (expected, row) in (1_i64..).zip(rows) {
            let (no, entry, base, hash): (i64, String, Option<String>, Vec<u8>) = row?;
            if no != expected || audit_hash(&previous, no, &entry, base.as_deref()) != *hash {
                wrong.push(format!("audit: chain breaks at entry {no}"));
            }
            previous = hash;
        }
        Ok(())
    }

    pub(super) fn verify_scope(
        &mut self,
        scope: &str,
        wrong: &mut Vec<String>,
    ) -> Result<(), CenterError> {
        let head = self.head(scope)?.ok_or(CenterError::Internal("scope without head"))?;
        let mut chain = GENESIS;
        let mut records = std::collections::BTreeMap::new();
        for seq in 1..=head.seq {
            let Some(change) = self.change(scope, seq)? else {
                wrong.push(format!("{scope}: row {seq} is missing"));
                continue;
            };
            chain = wire::chain_next(&chain, scope, &change);
            if hex::encode(chain) != change.chain {
                wrong.push(format!("{scope}: chain breaks at row {seq}"));
            }
            if let Some(body) = &change.body
                && wire::sha256_hex(body.as_bytes()) != change.body_sha256
            {
                wrong.push(format!("{scope}: body of row {seq} was changed"));
            }
            records.insert(change.rec_id, (change.ver, change.body_sha256));
        }
        if chain != head.chain {
            wrong.push(format!("{scope}: head does not fit the log"));
        }
        let mut digest = StateDigest::default();
        for (rec_id, (ver, sha256)) in &records {
            digest.replace(*rec_id, None, Some((*ver, sha256)));
        }
        if digest != self.digest(scope)? {
            wrong.push(format!("{scope}: digest does not fit the log"));
        }
        Ok(())
    }
}

/// Returns the hash of an audit entry, given the one before it.
pub(super) fn audit_hash(previous: &[u8], no: i64, entry: &str, base: Option<&str>) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    hasher.update(no.to_be_bytes());
    hasher.update(entry.as_bytes());
    hasher.update(base.unwrap_or("").as_bytes());
    hasher.finalize().into()
}

pub(super) fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

pub(super) fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

pub(super) fn hash(bytes: &[u8]) -> Result<Hash, CenterError> {
    Hash::try_from(bytes).map_err(|_| CenterError::Internal("hash of wrong length"))
}

pub(super) fn parse(id: &str) -> Result<Uuid, CenterError> {
    Uuid::parse_str(id).map_err(|_| CenterError::Internal("malformed id"))
}

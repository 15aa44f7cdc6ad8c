//! One transaction of one tenant in SQLite.
//!
//! Never asks for several rows at once where one prepared statement per row is as cheap.

use std::collections::BTreeMap;

use domain::RecType;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, ToSql, params, params_from_iter};
use uuid::Uuid;
use wire::{StateDigest, Sum256, VerdictKind};

use super::StoredRecord;
use super::backend::{
    Access, Arg, Backend, Base, BlobKey, Cell, ClientRow, HeadRow, Loaded, Row, Wanted, Written,
    hash, parse, signed, unhex, unsigned,
};
use crate::error::CenterError;

/// A transaction that its owner has begun on the connection, and takes back unless it is committed.
pub(super) struct SqliteBackend<'a> {
    pub(super) conn: &'a Connection,
    pub(super) tenant: &'a str,
    pub(super) begun: bool,
    pub(super) based: bool,
}

impl Drop for SqliteBackend<'_> {
    fn drop(&mut self) {
        if self.begun {
            // A failed rollback leaves nothing behind either: SQLite has taken all back already.
            _ = self.conn.execute_batch("ROLLBACK");
        }
    }
}

impl Backend for SqliteBackend<'_> {
    fn load(&mut self, wanted: &Wanted) -> Result<Loaded, CenterError> {
        let mut loaded = Loaded::default();
        if !self.based {
            loaded.base = self.base()?;
            self.based = true;
        }
        if let Some(client) = wanted.client {
            if !wanted.client_known {
                loaded.client = Some(self.client(client)?);
            }
            loaded.numbers = self.numbers(client, &wanted.numbers)?;
        }
        if let Some(device) = &wanted.device {
            loaded.access = self.access(device)?;
        }
        loaded.verdicts = self.verdicts(&wanted.mids)?;
        loaded.records = self.records(&wanted.records)?;
        loaded.creations = self.creations(&wanted.creations)?;
        loaded.blobs = self.blobs(&wanted.blobs)?;
        loaded.eingaenge = self.eingaenge(&wanted.eingaenge)?;
        loaded.series = self.series(&wanted.series)?;
        Ok(loaded)
    }

    fn store(&mut self, written: &Written) -> Result<(), CenterError> {
        self.store_log(written)?;
        self.store_mutations(written)?;
        self.store_counters(written)
    }

    fn commit(&mut self, written: &Written) -> Result<(), CenterError> {
        self.store(written)?;
        self.conn.execute_batch("COMMIT")?;
        self.begun = false;
        Ok(())
    }

    fn rows(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<Vec<Row>, CenterError> {
        let mut query = self.conn.prepare_cached(sql)?;
        let width = query.column_count();
        let rows = query.query_map(params_from_iter(args), |row| {
            let cells = (0..width).map(|column| row.get::<_, Value>(column).map(Cell::from));
            Ok(Row::new(cells.collect::<rusqlite::Result<_>>()?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn run(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<u64, CenterError> {
        let touched = self.conn.prepare_cached(sql)?.execute(params_from_iter(args))?;
        Ok(touched as u64)
    }
}

impl SqliteBackend<'_> {
    fn base(&self) -> Result<Option<Base>, CenterError> {
        let row = self
            .conn
            .prepare_cached(
                "SELECT ledger, audit_no, audit_hash, blob_bytes, max_records, max_bytes
                 FROM tenant WHERE tenant = ?1",
            )?
            .query_row([self.tenant], |row| {
                let (ledger, no, hash): (String, i64, Vec<u8>) =
                    (row.get(0)?, row.get(1)?, row.get(2)?);
                let limits: (i64, i64, i64) = (row.get(3)?, row.get(4)?, row.get(5)?);
                Ok((ledger, no, hash, limits))
            })
            .optional()?;
        let Some((ledger, no, audit_hash, (blob_bytes, max_records, max_bytes))) = row else {
            return Ok(None);
        };
        Ok(Some(Base {
            ledger: parse(&ledger)?,
            audit_no: unsigned(no),
            audit_hash: hash(&audit_hash)?,
            blob_bytes: unsigned(blob_bytes),
            max_records: unsigned(max_records),
            max_bytes: unsigned(max_bytes),
            heads: self.heads()?,
        }))
    }

    fn heads(&self) -> Result<Vec<HeadRow>, CenterError> {
        let mut query = self.conn.prepare_cached(
            "SELECT scope, seq, chain, digest, records, floor, floor_chain FROM scope_head
             WHERE tenant = ?1 ORDER BY reihenfolge, scope",
        )?;
        let mut rows = query.query([self.tenant])?;
        let mut heads = Vec::new();
        while let Some(row) = rows.next()? {
            heads.push(HeadRow {
                scope: row.get(0)?,
                seq: unsigned(row.get(1)?),
                chain: hash(&row.get::<_, Vec<u8>>(2)?)?,
                digest: StateDigest(Sum256(hash(&row.get::<_, Vec<u8>>(3)?)?)),
                records: unsigned(row.get(4)?),
                floor: unsigned(row.get(5)?),
                floor_chain: hash(&row.get::<_, Vec<u8>>(6)?)?,
            });
        }
        Ok(heads)
    }

    fn client(&self, client: Uuid) -> Result<ClientRow, CenterError> {
        let client = client.to_string();
        let row: Option<(i64, Option<String>)> = self
            .conn
            .prepare_cached(
                "SELECT c.last_n, d.token_sha256 FROM client c LEFT JOIN device d
                     ON d.token_sha256 = c.device AND d.revoked_at IS NULL
                 WHERE c.tenant = ?1 AND c.client = ?2",
            )?
            .query_row([self.tenant, &client], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let oldest: Option<i64> = self
            .conn
            .prepare_cached(
                "SELECT min(coalesce(c.last_n, 0)) FROM backup b LEFT JOIN backup_client c
                     ON c.backup = b.backup AND c.tenant = ?1 AND c.client = ?2",
            )?
            .query_row([self.tenant, &client], |row| row.get(0))?;
        let (last_n, device) = row.unwrap_or_default();
        let oldest_backup = oldest.map(unsigned);
        Ok(ClientRow { last_n: unsigned(last_n), oldest_backup, device })
    }

    fn access(&self, device: &str) -> Result<Vec<Access>, CenterError> {
        let mut query = self.conn.prepare_cached(
            "SELECT a.scope, a.revoked_at IS NOT NULL, a.purged_at IS NOT NULL
             FROM access a LEFT JOIN scope_head h ON h.tenant = a.tenant AND h.scope = a.scope
             WHERE a.tenant = ?1 AND a.device = ?2 ORDER BY h.reihenfolge, a.scope",
        )?;
        let rows = query.query_map([self.tenant, device], |row| {
            Ok(Access { scope: row.get(0)?, revoked: row.get(1)?, purged: row.get(2)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn numbers(&self, client: Uuid, wanted: &[u64]) -> Result<Vec<(u64, Uuid)>, CenterError> {
        let client = client.to_string();
        let mut query = self.conn.prepare_cached(
            "SELECT mid FROM client_n WHERE tenant = ?1 AND client = ?2 AND n = ?3",
        )?;
        let mut found = Vec::new();
        for n in wanted {
            let mid: Option<String> = query
                .query_row(params![self.tenant, client, signed(*n)], |row| row.get(0))
                .optional()?;
            found.extend(mid.map(|mid| parse(&mid)).transpose()?.map(|mid| (*n, mid)));
        }
        Ok(found)
    }

    /// Asks one prepared question per id.
    fn by_id<T>(
        &self,
        sql: &str,
        ids: &[Uuid],
        mut read: impl FnMut(&rusqlite::Row<'_>) -> Result<T, CenterError>,
    ) -> Result<Vec<(Uuid, T)>, CenterError> {
        let mut query = self.conn.prepare_cached(sql)?;
        let mut found = Vec::new();
        for id in ids {
            let mut rows = query.query([self.tenant, &id.to_string()])?;
            if let Some(row) = rows.next()? {
                found.push((*id, read(row)?));
            }
        }
        Ok(found)
    }

    fn verdicts(&self, mids: &[Uuid]) -> Result<Vec<(Uuid, VerdictKind)>, CenterError> {
        let sql = "SELECT verdict FROM mutation WHERE tenant = ?1 AND mid = ?2";
        self.by_id(sql, mids, |row| Ok(serde_json::from_str(&row.get::<_, String>(0)?)?))
    }

    fn creations(&self, ids: &[Uuid]) -> Result<Vec<(Uuid, VerdictKind)>, CenterError> {
        let sql = "SELECT verdict FROM mutation WHERE tenant = ?1 AND creates = ?2 AND parked";
        self.by_id(sql, ids, |row| Ok(serde_json::from_str(&row.get::<_, String>(0)?)?))
    }

    fn records(&self, ids: &[Uuid]) -> Result<Vec<(Uuid, StoredRecord)>, CenterError> {
        let sql = "SELECT rec_type, scope, ver, body, body_sha256 FROM record
                   WHERE tenant = ?1 AND rec_id = ?2";
        self.by_id(sql, ids, |row| {
            let kind: String = row.get(0)?;
            let body: String = row.get(3)?;
            Ok(StoredRecord {
                rec_type: RecType::parse(&kind).ok_or(CenterError::Internal("unknown kind"))?,
                scope: row.get(1)?,
                ver: unsigned(row.get(2)?),
                fields: serde_json::from_str(&body)?,
                body,
                body_sha256: hex::encode(row.get::<_, Vec<u8>>(4)?),
            })
        })
    }

    fn blobs(&self, keys: &[BlobKey]) -> Result<Vec<(BlobKey, u64)>, CenterError> {
        let mut query = self.conn.prepare_cached(
            "SELECT size FROM blob WHERE tenant = ?1 AND scope = ?2 AND sha256 = ?3",
        )?;
        let mut found = Vec::new();
        for key in keys {
            let size: Option<i64> =
                query.query_row([self.tenant, &key.0, &key.1], |row| row.get(0)).optional()?;
            found.extend(size.map(|size| (key.clone(), unsigned(size))));
        }
        Ok(found)
    }

    fn eingaenge(&self, keys: &[BlobKey]) -> Result<Vec<(BlobKey, Uuid)>, CenterError> {
        let mut query = self.conn.prepare_cached(
            "SELECT min(rec_id) FROM record
             WHERE tenant = ?1 AND scope = ?2 AND bytes_sha256 = ?3",
        )?;
        let mut found = Vec::new();
        for key in keys {
            let id: Option<String> =
                query.query_row([self.tenant, &key.0, &key.1], |row| row.get(0))?;
            found.extend(id.map(|id| parse(&id)).transpose()?.map(|id| (key.clone(), id)));
        }
        Ok(found)
    }

    fn series(&self, names: &[String]) -> Result<Vec<(String, u64)>, CenterError> {
        let mut query = self
            .conn
            .prepare_cached("SELECT next FROM nummernkreis WHERE tenant = ?1 AND kreis = ?2")?;
        let mut found = BTreeMap::new();
        for kreis in names {
            let next: Option<i64> =
                query.query_row([self.tenant, kreis], |row| row.get(0)).optional()?;
            found.extend(next.map(|next| (kreis.clone(), unsigned(next))));
        }
        Ok(found.into_iter().collect())
    }

    fn store_log(&self, written: &Written) -> Result<(), CenterError> {
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO change_log (tenant, scope, seq, rec_type, rec_id, ver, body, body_sha256,
                 mid, akteur, arbeitsplatz, aktion, claimed_at, at, chain)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?;
        for (scope, change) in &written.changes {
            insert.execute(params![
                self.tenant,
                scope,
                signed(change.seq),
                change.rec_type.as_str(),
                change.rec_id.to_string(),
                signed(change.ver),
                change.body,
                unhex(&change.body_sha256)?,
                change.mid.to_string(),
                change.akteur,
                change.arbeitsplatz,
                change.aktion,
                change.claimed_at.to_string(),
                change.at.to_string(),
                unhex(&change.chain)?,
            ])?;
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO record
                 (tenant, rec_id, rec_type, scope, ver, body, body_sha256, bytes_sha256,
                  parent)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (tenant, rec_id) DO UPDATE SET
                 ver = excluded.ver, body = excluded.body, body_sha256 = excluded.body_sha256,
                 bytes_sha256 = excluded.bytes_sha256, parent = excluded.parent",
        )?;
        for (rec_id, record) in &written.records {
            put.execute(params![
                self.tenant,
                rec_id.to_string(),
                record.rec_type.as_str(),
                record.scope,
                signed(record.ver),
                record.body,
                unhex(&record.body_sha256)?,
                record.bytes_sha256(),
                record.parent().map(|id| id.to_string()),
            ])?;
        }
        let mut audit = self.conn.prepare_cached(
            "INSERT INTO audit (tenant, no, rec_id, entry, zitat, salz, zitat_sha256, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        for row in &written.audit {
            let zitat = row.zitat.as_ref();
            audit.execute(params![
                self.tenant,
                signed(row.no),
                row.rec_id.map(|id| id.to_string()),
                row.entry,
                zitat.map(|zitat| &zitat.text),
                zitat.map(|zitat| zitat.salz),
                zitat.map(|zitat| zitat.sha256),
                row.hash,
            ])?;
        }
        Ok(())
    }

    fn store_mutations(&self, written: &Written) -> Result<(), CenterError> {
        let mut put = self.conn.prepare_cached(
            "INSERT INTO mutation
                 (tenant, mid, creates, rec_id, arbeitsplatz, received_at, request, verdict,
                  parked)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (tenant, mid) DO UPDATE SET rec_id = excluded.rec_id,
                 request = excluded.request, verdict = excluded.verdict, parked = excluded.parked WHERE parked",
        )?;
        let mut unwait =
            self.conn.prepare_cached("DELETE FROM waits WHERE tenant = ?1 AND mid = ?2")?;
        let mut wait = self
            .conn
            .prepare_cached("INSERT INTO waits (tenant, name, mid) VALUES (?1, ?2, ?3)")?;
        for row in &written.mutations {
            let mid = row.mid.to_string();
            let stored = put.execute(params![
                self.tenant,
                mid,
                row.creates.map(|id| id.to_string()),
                row.rec_id.map(|id| id.to_string()),
                row.arbeitsplatz,
                row.received_at.to_string(),
                row.request,
                row.verdict,
                !row.waits_for.is_empty(),
            ])?;
            if stored == 0 {
                return Err(CenterError::Internal("verdict would change"));
            }
            if row.known {
                unwait.execute([self.tenant, &mid])?;
            }
            for name in &row.waits_for {
                wait.execute([self.tenant, name, &mid])?;
            }
        }
        Ok(())
    }

    fn store_counters(&self, written: &Written) -> Result<(), CenterError> {
        let mut number = self.conn.prepare_cached(
            "INSERT INTO client_n (tenant, client, n, mid) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (client, n, mid) in &written.numbers {
            let (client, mid) = (client.to_string(), mid.to_string());
            number.execute(params![self.tenant, client, signed(*n), mid])?;
        }
        let mut client = self.conn.prepare_cached(
            "INSERT INTO client (tenant, client, device, last_n) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (tenant, client) DO UPDATE SET
                 device = excluded.device, last_n = excluded.last_n",
        )?;
        for (id, device, last_n) in &written.clients {
            client.execute(params![self.tenant, id.to_string(), device, signed(*last_n)])?;
        }
        let mut series = self.conn.prepare_cached(
            "INSERT INTO nummernkreis (tenant, kreis, next) VALUES (?1, ?2, ?3)
             ON CONFLICT (tenant, kreis) DO UPDATE SET next = excluded.next",
        )?;
        for (kreis, next) in &written.series {
            series.execute(params![self.tenant, kreis, signed(*next)])?;
        }
        let mut head = self.conn.prepare_cached(
            "UPDATE scope_head SET seq = ?3, chain = ?4, digest = ?5, records = ?6,
                 moved = (SELECT max(moved) + 1 FROM scope_head)
             WHERE tenant = ?1 AND scope = ?2",
        )?;
        for row in &written.heads {
            let digest = row.digest.0.0;
            let (seq, records) = (signed(row.seq), signed(row.records));
            head.execute(params![self.tenant, row.scope, seq, row.chain, digest, records])?;
        }
        if let Some((no, hash, blob_bytes)) = &written.tenant {
            self.conn
                .prepare_cached(
                    "UPDATE tenant SET audit_no = ?2, audit_hash = ?3, blob_bytes = ?4
                     WHERE tenant = ?1",
                )?
                .execute(params![self.tenant, signed(*no), hash, signed(*blob_bytes)])?;
        }
        Ok(())
    }
}

impl ToSql for Arg<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Bool(value) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*value))),
            Self::Int(value) => ToSqlOutput::Borrowed(ValueRef::Integer(*value)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Self::Id(id) => ToSqlOutput::Owned(Value::Text(id.to_string())),
        })
    }
}

impl From<Value> for Cell {
    fn from(value: Value) -> Self {
        match value {
            Value::Null | Value::Real(_) => Self::Null,
            Value::Integer(value) => Self::Int(value),
            Value::Text(text) => Self::Text(text),
            Value::Blob(bytes) => Self::Bytes(bytes),
        }
    }
}

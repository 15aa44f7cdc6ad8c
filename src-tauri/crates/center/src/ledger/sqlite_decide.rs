//! What the decisions need, over one SQLite transaction.
//!
//! Never more than `LedgerTx` asks for.

use domain::{Protokolleintrag, RecType, Zeitpunkt};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;
use wire::{Change, Mutation, StateDigest, Sum256, VerdictKind};

use super::sqlite_tx::{SqliteTx, audit_hash, hash, parse, signed, unsigned};
use super::{LedgerTx, ParkedMutation, ScopeHead, StoredRecord};
use crate::error::CenterError;

impl LedgerTx for SqliteTx<'_> {
    fn head(&mut self, scope: &str) -> Result<Option<ScopeHead>, CenterError> {
        let row: Option<(i64, Vec<u8>)> = self
            .sql
            .prepare_cached("SELECT seq, chain FROM scope_head WHERE tenant = ?1 AND scope = ?2")?
            .query_row([&self.tenant, scope], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((seq, chain)) = row else { return Ok(None) };
        Ok(Some(ScopeHead { seq: unsigned(seq), chain: hash(&chain)? }))
    }

    fn digest(&mut self, scope: &str) -> Result<StateDigest, CenterError> {
        let mut query = self.sql.prepare_cached(
            "SELECT bucket, sum FROM digest_bucket WHERE tenant = ?1 AND scope = ?2",
        )?;
        let rows = query.query_map([&self.tenant, scope], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut digest = StateDigest::default();
        for row in rows {
            let (bucket, sum): (i64, Vec<u8>) = row?;
            digest.load(usize::try_from(bucket).unwrap_or(usize::MAX), Sum256(hash(&sum)?));
        }
        Ok(digest)
    }

    fn record(&mut self, rec_id: Uuid) -> Result<Option<StoredRecord>, CenterError> {
        let row: Option<(String, String, i64, String, String)> = self
            .sql
            .prepare_cached(
                "SELECT rec_type, scope, ver, body_sha256, body FROM record
                 WHERE tenant = ?1 AND rec_id = ?2",
            )?
            .query_row([&self.tenant, &rec_id.to_string()], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            })
            .optional()?;
        let Some((kind, scope, ver, body_sha256, body)) = row else { return Ok(None) };
        let rec_type = RecType::parse(&kind).ok_or(CenterError::Internal("unknown kind"))?;
        let fields = serde_json::from_str(&body)?;
        Ok(Some(StoredRecord { rec_type, scope, ver: unsigned(ver), body_sha256, fields }))
    }

    fn append(
        &mut self,
        scope: &str,
        change: &Change,
        old: Option<&StoredRecord>,
    ) -> Result<(), CenterError> {
        let bucket = StateDigest::bucket_of(change.rec_id);
        let mut digest = self.digest(scope)?;
        let before = old.map(|record| (record.ver, record.body_sha256.as_str()));
        digest.replace(change.rec_id, before, Some((change.ver, &change.body_sha256)));
        self.sql
            .prepare_cached(
                "INSERT OR REPLACE INTO digest_bucket (tenant, scope, bucket, sum)
                 VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                self.tenant,
                scope,
                i64::try_from(bucket).unwrap_or(0),
                digest.bucket(bucket).0.as_slice()
            ])?;
        self.sql
            .prepare_cached(
                "INSERT INTO change_log (tenant, scope, seq, change) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                self.tenant,
                scope,
                signed(change.seq),
                serde_json::to_string(change)?
            ])?;
        self.sql
            .prepare_cached(
                "INSERT OR REPLACE INTO record
                     (tenant, rec_id, rec_type, scope, ver, body, body_sha256)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                self.tenant,
                change.rec_id.to_string(),
                change.rec_type.as_str(),
                scope,
                signed(change.ver),
                change.body,
                change.body_sha256
            ])?;
        let chain = hex::decode(&change.chain).map_err(|_| CenterError::Internal("chain"))?;
        self.sql
            .prepare_cached(
                "UPDATE scope_head SET seq = ?3, chain = ?4 WHERE tenant = ?1 AND scope = ?2",
            )?
            .execute(params![self.tenant, scope, signed(change.seq), chain])?;
        Ok(())
    }

    fn audit(&mut self, entry: &Protokolleintrag, base: Option<&str>) -> Result<(), CenterError> {
        let last: Option<(i64, Vec<u8>)> = self
            .sql
            .prepare_cached(
                "SELECT no, hash FROM audit WHERE tenant = ?1 ORDER BY no DESC LIMIT 1",
            )?
            .query_row([&self.tenant], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (no, previous) = last.map_or((1, vec![0; 32]), |(no, hash)| (no + 1, hash));
        let text = serde_json::to_string(entry)?;
        let hash = audit_hash(&previous, no, &text, base);
        self.sql
            .prepare_cached(
                "INSERT INTO audit (tenant, no, entry, base, hash) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![self.tenant, no, text, base, hash.as_slice()])?;
        Ok(())
    }

    fn last_n(&mut self, client: Uuid) -> Result<u64, CenterError> {
        let n: Option<i64> = self
            .sql
            .prepare_cached("SELECT last_n FROM client WHERE tenant = ?1 AND client = ?2")?
            .query_row([&self.tenant, &client.to_string()], |row| row.get(0))
            .optional()?;
        Ok(n.map_or(0, unsigned))
    }

    fn safe_n(&mut self, client: Uuid) -> Result<u64, CenterError> {
        // Without any backup there is none that could be restored: what is here is safe.
        let oldest: Option<i64> = self
            .sql
            .prepare_cached(
                "SELECT min(coalesce(c.last_n, 0)) FROM backup b LEFT JOIN backup_client c
                 ON c.backup = b.backup AND c.tenant = ?1 AND c.client = ?2",
            )?
            .query_row([&self.tenant, &client.to_string()], |row| row.get(0))?;
        oldest.map_or_else(|| self.last_n(client), |n| Ok(unsigned(n)))
    }

    fn mid_of(&mut self, client: Uuid, n: u64) -> Result<Option<Uuid>, CenterError> {
        let mid: Option<String> = self
            .sql
            .prepare_cached(
                "SELECT mid FROM client_n WHERE tenant = ?1 AND client = ?2 AND n = ?3",
            )?
            .query_row(params![self.tenant, client.to_string(), signed(n)], |row| row.get(0))
            .optional()?;
        mid.map(|mid| parse(&mid)).transpose()
    }

    fn number(&mut self, client: Uuid, n: u64, mid: Uuid) -> Result<(), CenterError> {
        let (client, n) = (client.to_string(), signed(n));
        self.sql
            .prepare_cached(
                "INSERT INTO client_n (tenant, client, n, mid) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![self.tenant, client, n, mid.to_string()])?;
        self.sql
            .prepare_cached(
                "INSERT INTO client (tenant, client, last_n) VALUES (?1, ?2, ?3)
                 ON CONFLICT (tenant, client) DO UPDATE SET last_n = excluded.last_n",
            )?
            .execute(params![self.tenant, client, n])?;
        Ok(())
    }

    fn verdict(&mut self, mid: Uuid) -> Result<Option<VerdictKind>, CenterError> {
        let text: Option<String> = self
            .sql
            .prepare_cached("SELECT verdict FROM mutation WHERE tenant = ?1 AND mid = ?2")?
            .query_row([&self.tenant, &mid.to_string()], |row| row.get(0))
            .optional()?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    fn store_verdict(
        &mut self,
        mutation: &Mutation,
        arbeitsplatz: &str,
        now: Zeitpunkt,
        verdict: &VerdictKind,
    ) -> Result<(), CenterError> {
        let stored = self
            .sql
            .prepare_cached(
                "INSERT INTO mutation
                     (tenant, mid, arbeitsplatz, received_at, request, verdict, parked)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (tenant, mid) DO UPDATE SET
                     verdict = excluded.verdict, parked = excluded.parked WHERE parked = 1",
            )?
            .execute(params![
                self.tenant,
                mutation.mid.to_string(),
                arbeitsplatz,
                now.to_string(),
                serde_json::to_string(mutation)?,
                serde_json::to_string(verdict)?,
                !verdict.is_final(),
            ])?;
        if stored == 0 { Err(CenterError::Internal("verdict would change")) } else { Ok(()) }
    }

    fn parked(&mut self) -> Result<Vec<ParkedMutation>, CenterError> {
        let mut query = self.sql.prepare_cached(
            "SELECT request, arbeitsplatz, verdict FROM mutation
             WHERE tenant = ?1 AND parked = 1 ORDER BY no",
        )?;
        let rows =
            query.query_map([&self.tenant], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut parked = Vec::new();
        for row in rows {
            let (request, arbeitsplatz, verdict): (String, String, String) = row?;
            let VerdictKind::Parked { waits_for } = serde_json::from_str(&verdict)? else {
                continue;
            };
            let mutation = serde_json::from_str(&request)?;
            parked.push(ParkedMutation { mutation, arbeitsplatz, waits_for });
        }
        Ok(parked)
    }

    fn parked_creation(&mut self, rec_id: Uuid) -> Result<Option<Vec<String>>, CenterError> {
        let verdict: Option<String> = self
            .sql
            .prepare_cached(
                "SELECT verdict FROM mutation WHERE tenant = ?1 AND parked = 1
                 AND json_extract(request, '$.rec_id') = ?2
                 AND json_extract(request, '$.edit.op') = 'create'",
            )?
            .query_row([&self.tenant, &rec_id.to_string()], |row| row.get(0))
            .optional()?;
        match verdict.map(|text| serde_json::from_str(&text)).transpose()? {
            Some(VerdictKind::Parked { waits_for }) => Ok(Some(waits_for)),
            _ => Ok(None),
        }
    }

    fn has_blob(&mut self, scope: &str, sha256: &str) -> Result<bool, CenterError> {
        Ok(self.blob_size(scope, sha256)?.is_some())
    }

    fn eingang_with_bytes(
        &mut self,
        scope: &str,
        sha256: &str,
    ) -> Result<Option<Uuid>, CenterError> {
        let id: Option<String> = self
            .sql
            .prepare_cached(
                "SELECT rec_id FROM record WHERE tenant = ?1 AND scope = ?2
                 AND rec_type = 'eingang' AND json_extract(body, '$.sha256') = ?3
                 ORDER BY rec_id LIMIT 1",
            )?
            .query_row([&self.tenant, scope, sha256], |row| row.get(0))
            .optional()?;
        id.map(|id| parse(&id)).transpose()
    }

    fn take_number(&mut self, kreis: &str) -> Result<u64, CenterError> {
        let next: i64 = self.sql.query_row(
            "INSERT INTO nummernkreis (tenant, kreis, next) VALUES (?1, ?2, 2)
             ON CONFLICT (tenant, kreis) DO UPDATE SET next = next + 1 RETURNING next",
            [&self.tenant, kreis],
            |row| row.get(0),
        )?;
        Ok(unsigned(next - 1))
    }

    fn savepoint(&mut self) -> Result<(), CenterError> {
        Ok(self.sql.execute_batch("SAVEPOINT gruppe")?)
    }

    fn rollback_to_savepoint(&mut self) -> Result<(), CenterError> {
        Ok(self.sql.execute_batch("ROLLBACK TO gruppe")?)
    }

    fn release_savepoint(&mut self) -> Result<(), CenterError> {
        Ok(self.sql.execute_batch("RELEASE gruppe")?)
    }
}

//! Everything that decisions ask of PostgreSQL, in one round trip.
//!
//! Never one question per row.

use domain::RecType;
use tokio_postgres::Row;
use uuid::Uuid;
use wire::{StateDigest, Sum256, VerdictKind};

use super::super::StoredRecord;
use super::super::backend::{
    Access, Base, BlobKey, ClientRow, HeadRow, Loaded, Wanted, hash, signed, unsigned,
};
use super::{Answers, Args, PostgresBackend, Steps};
use crate::error::CenterError;

const HEADS: &str = "SELECT scope, seq, chain, digest, records, floor, floor_chain
    FROM scope_head WHERE tenant = $1 ORDER BY reihenfolge, scope";
const CLIENT: &str = "SELECT c.last_n, d.token_sha256,
        (SELECT min(coalesce(s.last_n, 0)) FROM backup b LEFT JOIN backup_client s
            ON s.backup = b.backup AND s.tenant = $1 AND s.client = $2)
    FROM (VALUES (1)) one (one)
    LEFT JOIN client c ON c.tenant = $1 AND c.client = $2
    LEFT JOIN device d ON d.token_sha256 = c.device AND d.revoked_at IS NULL";
const NUMBERS: &str =
    "SELECT n, mid FROM client_n WHERE tenant = $1 AND client = $2 AND n = ANY($3)";
const ACCESS: &str = "SELECT a.scope, a.revoked_at IS NOT NULL, a.purged_at IS NOT NULL
    FROM access a LEFT JOIN scope_head h ON h.tenant = a.tenant AND h.scope = a.scope
    WHERE a.tenant = $1 AND a.device = $2 ORDER BY h.reihenfolge, a.scope";
const VERDICTS: &str = "SELECT mid, verdict FROM mutation WHERE tenant = $1 AND mid = ANY($2)";
const CREATIONS: &str = "SELECT creates, verdict FROM mutation
    WHERE tenant = $1 AND creates = ANY($2) AND parked";
const RECORDS: &str = "SELECT rec_id, rec_type, scope, ver, body, body_sha256 FROM record
    WHERE tenant = $1 AND rec_id = ANY($2)";
const BLOBS: &str = "SELECT b.scope, b.sha256, b.size
    FROM unnest($2::text[], $3::text[]) w (scope, sha256)
    JOIN blob b ON b.tenant = $1 AND b.scope = w.scope AND b.sha256 = w.sha256";
const EINGAENGE: &str = "SELECT w.scope, w.sha256, r.rec_id
    FROM unnest($2::text[], $3::text[]) w (scope, sha256)
    CROSS JOIN LATERAL (SELECT rec_id FROM record
        WHERE tenant = $1 AND scope = w.scope AND bytes_sha256 = w.sha256
        ORDER BY rec_id LIMIT 1) r";
const SERIES: &str = "SELECT kreis, next FROM nummernkreis WHERE tenant = $1 AND kreis = ANY($2)";

/// Where in the answers the answer to each question is, if it was asked.
#[derive(Default)]
struct Places {
    base: Option<(usize, usize)>,
    client: Option<usize>,
    numbers: Option<usize>,
    access: Option<usize>,
    verdicts: Option<usize>,
    creations: Option<usize>,
    records: Option<usize>,
    blobs: Option<usize>,
    eingaenge: Option<usize>,
    series: Option<usize>,
}

pub(super) fn load(
    backend: &mut PostgresBackend<'_>,
    wanted: &Wanted,
) -> Result<Loaded, CenterError> {
    let mut steps = Steps::default();
    let base = backend.begin(&mut steps);
    let mut places = ask(backend.tenant, wanted, &mut steps);
    if !backend.based {
        // Something else may have begun the transaction without looking at the row.
        let tenant = backend.tenant;
        let base = base.unwrap_or_else(|| steps.add(backend.mode.base(), vec![Box::new(tenant)]));
        places.base = Some((base, steps.add(HEADS, vec![Box::new(tenant)])));
    }
    if steps.0.is_empty() {
        return Ok(Loaded::default());
    }
    let mut answers = backend.send(&steps)?;
    backend.based = true;
    read(&places, &mut answers)
}

fn ask<'x>(tenant: &'x str, wanted: &'x Wanted, steps: &mut Steps<'x>) -> Places {
    let mut places = Places::default();
    if let Some(client) = wanted.client {
        let args: Args<'x> = vec![Box::new(tenant), Box::new(client)];
        if !wanted.client_known {
            places.client = Some(steps.add(CLIENT, args));
        }
        if !wanted.numbers.is_empty() {
            let numbers: Vec<i64> = wanted.numbers.iter().map(|n| signed(*n)).collect();
            let args: Args<'x> = vec![Box::new(tenant), Box::new(client), Box::new(numbers)];
            places.numbers = Some(steps.add(NUMBERS, args));
        }
    }
    if let Some(device) = &wanted.device {
        places.access = Some(steps.add(ACCESS, vec![Box::new(tenant), Box::new(device)]));
    }
    let mut by_id = |sql, ids: &'x [Uuid]| {
        (!ids.is_empty()).then(|| steps.add(sql, vec![Box::new(tenant), Box::new(ids)]))
    };
    places.verdicts = by_id(VERDICTS, &wanted.mids);
    places.creations = by_id(CREATIONS, &wanted.creations);
    places.records = by_id(RECORDS, &wanted.records);
    let mut by_hash = |sql, keys: &'x [BlobKey]| {
        let scopes: Vec<&str> = keys.iter().map(|(scope, _)| scope.as_str()).collect();
        let hashes: Vec<&str> = keys.iter().map(|(_, sha256)| sha256.as_str()).collect();
        (!keys.is_empty())
            .then(|| steps.add(sql, vec![Box::new(tenant), Box::new(scopes), Box::new(hashes)]))
    };
    places.blobs = by_hash(BLOBS, &wanted.blobs);
    places.eingaenge = by_hash(EINGAENGE, &wanted.eingaenge);
    if !wanted.series.is_empty() {
        let args: Args<'x> = vec![Box::new(tenant), Box::new(&wanted.series)];
        places.series = Some(steps.add(SERIES, args));
    }
    places
}

fn read(places: &Places, answers: &mut Answers) -> Result<Loaded, CenterError> {
    let mut loaded = Loaded::default();
    if let Some((base, heads)) = places.base {
        let heads = each(answers, Some(heads), head)?;
        loaded.base = each(answers, Some(base), base_row)?.pop();
        if let Some(base) = &mut loaded.base {
            base.heads = heads;
        }
    }
    loaded.client = each(answers, places.client, client)?.pop();
    loaded.numbers =
        each(answers, places.numbers, |row| Ok((unsigned(row.try_get(0)?), row.try_get(1)?)))?;
    loaded.access = each(answers, places.access, |row| {
        let (scope, revoked, purged) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        Ok(Access { scope, revoked, purged })
    })?;
    loaded.verdicts = each(answers, places.verdicts, verdict)?;
    loaded.creations = each(answers, places.creations, verdict)?;
    loaded.records = each(answers, places.records, record)?;
    loaded.blobs = each(answers, places.blobs, |row| {
        Ok(((row.try_get(0)?, row.try_get(1)?), unsigned(row.try_get(2)?)))
    })?;
    loaded.eingaenge = each(answers, places.eingaenge, |row| {
        Ok(((row.try_get(0)?, row.try_get(1)?), row.try_get(2)?))
    })?;
    loaded.series =
        each(answers, places.series, |row| Ok((row.try_get(0)?, unsigned(row.try_get(1)?))))?;
    Ok(loaded)
}

fn each<T>(
    answers: &mut Answers,
    place: Option<usize>,
    read: impl Fn(&Row) -> Result<T, CenterError>,
) -> Result<Vec<T>, CenterError> {
    let rows = place.map(|place| answers.take(place)).unwrap_or_default();
    rows.iter().map(read).collect()
}

fn base_row(row: &Row) -> Result<Base, CenterError> {
    Ok(Base {
        ledger: row.try_get(0)?,
        audit_no: unsigned(row.try_get(1)?),
        audit_hash: hash(row.try_get(2)?)?,
        blob_bytes: unsigned(row.try_get(3)?),
        max_records: unsigned(row.try_get(4)?),
        max_bytes: unsigned(row.try_get(5)?),
        heads: Vec::new(),
    })
}

fn head(row: &Row) -> Result<HeadRow, CenterError> {
    Ok(HeadRow {
        scope: row.try_get(0)?,
        seq: unsigned(row.try_get(1)?),
        chain: hash(row.try_get(2)?)?,
        digest: StateDigest(Sum256(hash(row.try_get(3)?)?)),
        records: unsigned(row.try_get(4)?),
        floor: unsigned(row.try_get(5)?),
        floor_chain: hash(row.try_get(6)?)?,
    })
}

fn client(row: &Row) -> Result<ClientRow, CenterError> {
    Ok(ClientRow {
        last_n: row.try_get::<_, Option<i64>>(0)?.map_or(0, unsigned),
        device: row.try_get(1)?,
        oldest_backup: row.try_get::<_, Option<i64>>(2)?.map(unsigned),
    })
}

fn verdict(row: &Row) -> Result<(Uuid, VerdictKind), CenterError> {
    Ok((row.try_get(0)?, serde_json::from_str(row.try_get(1)?)?))
}

fn record(row: &Row) -> Result<(Uuid, StoredRecord), CenterError> {
    let body: String = row.try_get(4)?;
    let record = StoredRecord {
        rec_type: RecType::parse(row.try_get(1)?).ok_or(CenterError::Internal("unknown kind"))?,
        scope: row.try_get(2)?,
        ver: unsigned(row.try_get(3)?),
        fields: serde_json::from_str(&body)?,
        body,
        body_sha256: hex::encode(row.try_get::<_, &[u8]>(5)?),
    };
    Ok((row.try_get(0)?, record))
}

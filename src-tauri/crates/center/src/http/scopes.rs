//! A scope as a whole: snapshot, digest, single records; and what is handed over or taken away.
//!
//! Never gives a scope that was not granted.

use std::ops::Range;

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use uuid::Uuid;
use wire::{
    ANSWER_BYTES_MAX, AuditAnswer, BucketList, DigestSums, Head, Purged, RECORDS_MAX,
    RecordsAnswer, RecordsWanted, Salvage, SalvageAnswer, Seal,
};

use super::message::Message;
use super::{Center, blobs};
use crate::error::CenterError;
use crate::ledger::{Device, Tx};
use crate::metrics::Count;

const SNAPSHOT_SEQ: HeaderName = HeaderName::from_static("x-snapshot-seq");
/// Records read at once.
const PAGE: usize = 50;

type Answer<T> = Result<Json<T>, CenterError>;

/// Fails unless the workstation may see the scope.
pub(super) fn may_see(tx: &mut Tx<'_>, device: &Device, scope: &str) -> Result<(), CenterError> {
    if tx.may_see(&device.id, scope)? { Ok(()) } else { Err(CenterError::Forbidden) }
}

fn head(tx: &mut Tx<'_>, device: &Device, scope: &str) -> Result<Head, CenterError> {
    may_see(tx, device, scope)?;
    let heads = tx.heads()?;
    heads.into_iter().find(|head| head.scope == scope).ok_or(CenterError::Forbidden)
}

pub(super) async fn snapshot(
    State(center): State<Center>,
    device: Device,
    Path(scope): Path<String>,
    headers: HeaderMap,
) -> Result<Response, CenterError> {
    let (d, s) = (device.clone(), scope.clone());
    center.read(&device, move |tx| may_see(tx, &d, &s)).await?;
    let found = match named(&headers, &header::IF_RANGE) {
        // Of one that is gone nothing is given, instead of all of another one: a workstation that
        // goes on piece by piece has no room for that, and begins anew.
        Some(begun) => {
            let begun = center.snapshots.named(&device.tenant, &scope, begun).await?;
            begun.ok_or(CenterError::Range)?
        }
        None => newest(&center, &device, &scope).await?,
    };
    let range = blobs::range(&headers, found.size)?;
    let stream = center.originals.stream(found.key.clone(), range.clone().unwrap_or(0..found.size));
    let mut answer = partial(range, found.size, Body::from_stream(stream));
    let headers = answer.headers_mut();
    for (name, value) in
        [(header::ETAG, format!("\"{}\"", found.sha256)), (SNAPSHOT_SEQ, found.seq.to_string())]
    {
        headers.insert(name, value.parse().map_err(|_| CenterError::Internal("a header"))?);
    }
    Ok(answer)
}

/// Returns the hash that a header names as an ETag.
fn named<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let value = headers.get(name)?.to_str().ok()?;
    value.strip_prefix('"')?.strip_suffix('"')
}

/// Building goes on when the workstation that asked first has hung up; the others wait for it.
async fn newest(
    center: &Center,
    device: &Device,
    scope: &str,
) -> Result<crate::snapshot::Stored, CenterError> {
    let (snapshots, tenant) = (center.snapshots.clone(), device.tenant.clone());
    let scope = scope.to_owned();
    let building = tokio::spawn(async move { snapshots.newest(&tenant, &scope).await });
    let built = building.await.map_err(|_| CenterError::Internal("building panicked"))?;
    let (stored, new) = built?;
    center.metrics.add(Count::Snapshots, u64::from(new));
    Ok(stored)
}

/// An answer with all bytes or a range of them.
pub(super) fn partial(range: Option<Range<u64>>, size: u64, body: Body) -> Response {
    let part = range
        .as_ref()
        .map(|range| format!("bytes {}-{}/{size}", range.start, range.end.saturating_sub(1)));
    let length = range.map_or(size, |range| range.end - range.start);
    let status = if part.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, length.to_string()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
    ];
    let mut answer = (status, headers, body).into_response();
    if let Some(Ok(part)) = part.map(|part| part.parse()) {
        answer.headers_mut().insert(header::CONTENT_RANGE, part);
    }
    answer
}

#[derive(Deserialize)]
pub(super) struct Bucket {
    bucket: Option<u8>,
}

pub(super) async fn digest(
    State(center): State<Center>,
    device: Device,
    Path(scope): Path<String>,
    bucket: Result<Query<Bucket>, QueryRejection>,
) -> Result<Response, CenterError> {
    let Query(Bucket { bucket }) =
        bucket.map_err(|_| CenterError::Invalid("bucket is no number from 0 to 255"))?;
    let d = device.clone();
    match bucket {
        None => {
            let sums = center.read(&device, move |tx| {
                let head = head(tx, &d, &scope)?;
                Ok(DigestSums { head, sums: tx.bucket_sums(&scope)?.to_hex() })
            });
            Ok(Json(sums.await?).into_response())
        }
        Some(bucket) => {
            let list = center.read(&device, move |tx| {
                let head = head(tx, &d, &scope)?;
                Ok(BucketList { head, records: tx.bucket(&scope, bucket)? })
            });
            Ok(Json(list.await?).into_response())
        }
    }
}

pub(super) async fn records(
    State(center): State<Center>,
    device: Device,
    Path(scope): Path<String>,
    Message(wanted): Message<RecordsWanted>,
) -> Answer<RecordsAnswer> {
    if wanted.ids.len() > RECORDS_MAX {
        return Err(CenterError::TooLarge);
    }
    let d = device.clone();
    let answer = center.read(&device, move |tx| {
        let head = head(tx, &d, &scope)?;
        let mut records = Vec::new();
        let mut bytes = 0;
        for ids in wanted.ids.chunks(PAGE) {
            for record in tx.records(&scope, ids)? {
                bytes += record.body.len() as u64;
                records.push(record);
            }
            // To leave some out would say that they are not there: ask for fewer.
            if bytes > ANSWER_BYTES_MAX / 2 {
                return Err(CenterError::TooLarge);
            }
        }
        Ok(RecordsAnswer { head, records })
    });
    answer.await.map(Json)
}

#[derive(Deserialize)]
pub(super) struct About {
    record: Uuid,
    #[serde(default)]
    after: u64,
}

/// The history that a workstation which came later did not see itself.
pub(super) async fn audit(
    State(center): State<Center>,
    device: Device,
    Path(scope): Path<String>,
    about: Result<Query<About>, QueryRejection>,
) -> Answer<AuditAnswer> {
    let Query(About { record, after }) =
        about.map_err(|_| CenterError::Invalid("record is no id, or after is no number"))?;
    let d = device.clone();
    let answer = center.read(&device, move |tx| {
        may_see(tx, &d, &scope)?;
        let known = tx.record(record)?.is_some_and(|record| record.scope == scope);
        if !known {
            return Err(CenterError::NotFound);
        }
        tx.audit_of(&scope, record, after)
    });
    answer.await.map(Json)
}

pub(super) async fn salvage(
    State(center): State<Center>,
    device: Device,
    Message(salvage): Message<Salvage>,
) -> Answer<SalvageAnswer> {
    if salvage.records.len() > RECORDS_MAX {
        return Err(CenterError::TooLarge);
    }
    let now = center.surroundings.now();
    let d = device.clone();
    let kept = center.write(&device, move |tx| {
        tx.bind_client(salvage.client, &d.id)?;
        may_see(tx, &d, &salvage.scope)?;
        tx.salvage(salvage.client, &salvage.scope, &salvage.records, now)
    });
    let kept = kept.await?;
    center.metrics.add(Count::Salvaged, kept);
    Ok(Json(SalvageAnswer { kept }))
}

pub(super) async fn purged(
    State(center): State<Center>,
    device: Device,
    Path(scope): Path<String>,
    Message(_): Message<Purged>,
) -> Result<StatusCode, CenterError> {
    let now = center.surroundings.now();
    let d = device.clone();
    center.write(&device, move |tx| tx.purged(&d, &scope, now)).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn seal(State(center): State<Center>, device: Device) -> Answer<Seal> {
    let seal = center.read(&device, |tx| tx.newest_seal()).await?;
    seal.map(Json).ok_or(CenterError::NotFound)
}

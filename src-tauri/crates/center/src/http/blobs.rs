//! Originals: offer, send piece by piece, fetch from any offset.
//!
//! Never answers "complete" before the original is verified and durable and its row is committed.

use std::ops::Range;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use wire::{BLOB_BYTES_MAX, BlobOffer, PIECE_BYTES, UploadState};

use super::Center;
use crate::decide;
use crate::error::CenterError;
use crate::ledger::{Device, LedgerTx, UploadRow};

const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");

pub(super) async fn offer(
    State(center): State<Center>,
    device: Device,
    Json(offer): Json<BlobOffer>,
) -> Result<Json<UploadState>, CenterError> {
    check_name(&offer.sha256)?;
    if offer.size > BLOB_BYTES_MAX {
        return Err(CenterError::TooLarge);
    }
    let (scope, sha256, size) = (offer.scope.clone(), offer.sha256.clone(), offer.size);
    let state = center.transact(&device, move |tx| {
        if tx.head(&scope)?.is_none() {
            return Err(CenterError::Forbidden);
        }
        if tx.has_blob(&scope, &sha256)? {
            return Ok(UploadState { offset: size, complete: true });
        }
        let row = match tx.upload(&scope, &sha256)? {
            Some(row) if row.size == size => row,
            _ => {
                let row = UploadRow { size, received: 0 };
                tx.put_upload(&scope, &sha256, row)?;
                row
            }
        };
        Ok(UploadState { offset: row.received, complete: false })
    });
    let state = state.await?;
    if !state.complete && state.offset == offer.size {
        return complete(&center, &device, &offer.scope, &offer.sha256, offer.size).await.map(Json);
    }
    Ok(Json(state))
}

pub(super) async fn piece(
    State(center): State<Center>,
    device: Device,
    Path((scope, sha256)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<UploadState>, CenterError> {
    check_name(&sha256)?;
    let offset = headers.get(UPLOAD_OFFSET).and_then(|value| value.to_str().ok());
    let offset: u64 = offset
        .and_then(|offset| offset.parse().ok())
        .ok_or(CenterError::Invalid("upload-offset is missing"))?;
    if body.len() as u64 > PIECE_BYTES || body.is_empty() {
        return Err(CenterError::Invalid("piece has a wrong size"));
    }
    let (s, h) = (scope.clone(), sha256.clone());
    let row = center.transact(&device, move |tx| tx.upload(&s, &h)).await?;
    let row = row.ok_or(CenterError::NotFound)?;
    let end = offset.checked_add(body.len() as u64).ok_or(CenterError::TooLarge)?;
    if offset != row.received || end > row.size {
        return Err(CenterError::Offset(row.received));
    }
    center.originals.put_piece(&device.tenant, &scope, &sha256, offset, body).await?;
    let (s, h) = (scope.clone(), sha256.clone());
    let counted = center.transact(&device, move |tx| {
        // Another request may have sent the same piece meanwhile.
        match tx.upload(&s, &h)? {
            Some(now) if now.received == offset => {
                tx.put_upload(&s, &h, UploadRow { received: end, ..now })?;
                Ok(end)
            }
            Some(now) => Err(CenterError::Offset(now.received)),
            None => Err(CenterError::NotFound),
        }
    });
    let received = counted.await?;
    if received == row.size {
        return complete(&center, &device, &scope, &sha256, row.size).await.map(Json);
    }
    Ok(Json(UploadState { offset: received, complete: false }))
}

/// Joining a large original may outlast the request; it goes on when nobody waits any more.
async fn complete(
    center: &Center,
    device: &Device,
    scope: &str,
    sha256: &str,
    size: u64,
) -> Result<UploadState, CenterError> {
    let (center, device) = (center.clone(), device.clone());
    let (scope, sha256) = (scope.to_owned(), sha256.to_owned());
    let joining = tokio::spawn(async move { join(&center, &device, &scope, &sha256, size).await });
    joining.await.map_err(|_| CenterError::Internal("joining pieces panicked"))?
}

async fn join(
    center: &Center,
    device: &Device,
    scope: &str,
    sha256: &str,
    size: u64,
) -> Result<UploadState, CenterError> {
    let joined = center.originals.complete(&device.tenant, scope, sha256).await;
    let (s, h) = (scope.to_owned(), sha256.to_owned());
    if let Err(error) = joined {
        if matches!(error, CenterError::HashMismatch) {
            center.transact(device, move |tx| tx.drop_upload(&s, &h)).await?;
        }
        return Err(error);
    }
    let now = center.surroundings.now();
    let noted = center.transact(device, move |tx| {
        tx.put_blob(&s, &h, size, now)?;
        decide::unpark(tx, &h, now)
    });
    noted.await?;
    center.originals.forget_pieces(&device.tenant, scope, sha256).await?;
    Ok(UploadState { offset: size, complete: true })
}

pub(super) async fn fetch(
    State(center): State<Center>,
    device: Device,
    Path((scope, sha256)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, CenterError> {
    check_name(&sha256)?;
    let (s, h) = (scope.clone(), sha256.clone());
    let size = center.transact(&device, move |tx| tx.blob_size(&s, &h)).await?;
    let size = size.ok_or(CenterError::NotFound)?;
    let range = range(&headers, size)?;
    let part = range.is_some();
    let status = if part { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    let range = range.unwrap_or(0..size);
    let length = (range.end - range.start).to_string();
    let last = range.end.saturating_sub(1);
    let content_range = format!("bytes {}-{last}/{size}", range.start);
    let stream = center.originals.read(&device.tenant, &scope, &sha256, range).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, length),
    ];
    let mut answer = (status, headers, Body::from_stream(stream)).into_response();
    if let (true, Ok(value)) = (part, content_range.parse()) {
        answer.headers_mut().insert(header::CONTENT_RANGE, value);
    }
    Ok(answer)
}

/// Reads `Range: bytes=a-b`, the only form the protocol uses (RFC 9110, section 14.1.2).
fn range(headers: &HeaderMap, size: u64) -> Result<Option<Range<u64>>, CenterError> {
    let Some(value) = headers.get(header::RANGE) else { return Ok(None) };
    let parsed = value
        .to_str()
        .ok()
        .and_then(|text| text.strip_prefix("bytes="))
        .and_then(|text| text.split_once('-'))
        .and_then(|(from, to)| Some((from.parse::<u64>().ok()?, to.parse::<u64>().ok()?)));
    match parsed {
        Some((from, to)) if from <= to && from < size => Ok(Some(from..(to + 1).min(size))),
        _ => Err(CenterError::Range),
    }
}

/// A hash becomes part of a path: nothing but 64 hex digits may.
fn check_name(sha256: &str) -> Result<(), CenterError> {
    let digits = sha256.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if sha256.len() == 64 && digits { Ok(()) } else { Err(CenterError::Invalid("not a SHA-256")) }
}

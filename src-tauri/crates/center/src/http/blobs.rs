//! Originals: offer, send piece by piece, fetch from any offset.
//!
//! Never answers "complete" before the original is verified and durable and its row is committed.

use std::ops::Range;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::Response;
use futures_util::{StreamExt, TryStreamExt, stream};
use serde::Deserialize;
use wire::{
    BLOB_BYTES_MAX, BlobOffer, BlobsMissing, BlobsWanted, PIECE_BYTES, PrefixAnswer, RECORDS_MAX,
    UploadState,
};

use super::Center;
use super::message::Message;
use super::scopes::{may_see, partial};
use crate::decide;
use crate::error::CenterError;
use crate::ledger::{Device, Tx, UploadRow};
use crate::metrics::Count;
use crate::originals::Name;

const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
const PREFIX_OF: HeaderName = HeaderName::from_static("prefix-of");

/// What the ledger knows about an original.
enum Known {
    /// It is complete.
    Complete(u64),
    /// It is on its way.
    Upload(UploadRow),
    /// Nothing.
    New,
}

fn known(tx: &mut Tx<'_>, device: &Device, name: &Name) -> Result<Known, CenterError> {
    may_see(tx, device, &name.scope)?;
    if let Some(size) = tx.blob_size(&name.scope, &name.sha256)? {
        return Ok(Known::Complete(size));
    }
    Ok(tx.upload(&name.scope, &name.sha256)?.map_or(Known::New, Known::Upload))
}

const fn done(size: u64) -> UploadState {
    UploadState { offset: size, complete: true }
}

const fn so_far(offset: u64) -> UploadState {
    UploadState { offset, complete: false }
}

pub(super) async fn have(
    State(center): State<Center>,
    device: Device,
    Message(wanted): Message<BlobsWanted>,
) -> Result<Json<BlobsMissing>, CenterError> {
    if wanted.sha256.len() > RECORDS_MAX {
        return Err(CenterError::TooLarge);
    }
    wanted.sha256.iter().try_for_each(|sha256| check_name(sha256))?;
    let d = device.clone();
    let missing = center.read(&device, move |tx| {
        may_see(tx, &d, &wanted.scope)?;
        tx.blobs_missing(&wanted.scope, &wanted.sha256)
    });
    Ok(Json(BlobsMissing { missing: missing.await? }))
}

pub(super) async fn offer(
    State(center): State<Center>,
    device: Device,
    Message(offer): Message<BlobOffer>,
) -> Result<Json<UploadState>, CenterError> {
    check_name(&offer.sha256)?;
    let size = offer.size;
    if size > BLOB_BYTES_MAX {
        return Err(CenterError::TooLarge);
    }
    let name = name(&device, &offer.scope, &offer.sha256);
    let (d, n) = (device.clone(), name.clone());
    let found = center.read(&device, move |tx| {
        let found = known(tx, &d, &n)?;
        if !matches!(found, Known::Complete(_)) {
            tx.room_for_bytes(size)?;
        }
        Ok(found)
    });
    let offset = match found.await? {
        Known::Complete(size) => return Ok(Json(done(size))),
        Known::Upload(row) if row.size == size => row.received,
        Known::Upload(_) | Known::New => {
            let received = copy_beginning(&center, &device, &name, &offer).await?;
            open(&center, &device, &name, UploadRow { size, received }).await?
        }
    };
    if offset == size {
        return complete(&center, &device, &name, size).await.map(Json);
    }
    Ok(Json(so_far(offset)))
}

/// Notes an upload, unless another request was faster with the same one; returns how far it is.
async fn open(
    center: &Center,
    device: &Device,
    name: &Name,
    row: UploadRow,
) -> Result<u64, CenterError> {
    let (n, now) = (name.clone(), center.surroundings.now());
    let opened = center.write(device, move |tx| match tx.upload(&n.scope, &n.sha256)? {
        Some(there) if there.size == row.size => Ok(there.received),
        _ => {
            tx.put_upload(&n.scope, &n.sha256, row, now)?;
            Ok(row.received)
        }
    });
    opened.await
}

/// Takes the bytes that an earlier original has in common with this one; returns how many.
///
/// The hash of the whole decides in the end whether the workstation was right about them.
async fn copy_beginning(
    center: &Center,
    device: &Device,
    to: &Name,
    offer: &BlobOffer,
) -> Result<u64, CenterError> {
    let Some(earlier) = &offer.prefix_of else { return Ok(0) };
    check_name(earlier)?;
    let from = name(device, &offer.scope, earlier);
    let n = from.clone();
    let size = center.read(device, move |tx| tx.blob_size(&n.scope, &n.sha256)).await?;
    let length = offer.prefix_len;
    if length > offer.size || size.is_none_or(|size| length > size) {
        return Ok(0);
    }
    center.originals.copy_beginning(&from, to, length).await?;
    Ok(length)
}

/// What the headers of a piece say.
struct Said {
    offset: u64,
    /// Size of the whole, from a piece that opens its upload.
    size: Option<u64>,
    /// An earlier original; the bytes before the offset are its first ones.
    prefix_of: Option<String>,
}

impl Said {
    fn read(headers: &HeaderMap) -> Result<Self, CenterError> {
        let offset = number(headers, &UPLOAD_OFFSET)?;
        let offset = offset.ok_or(CenterError::Invalid("upload-offset is missing"))?;
        let prefix_of = headers.get(PREFIX_OF).map(|name| name.to_str().unwrap_or_default());
        prefix_of.map_or(Ok(()), check_name)?;
        let opens = offset == 0 || prefix_of.is_some();
        let size = number(headers, &UPLOAD_LENGTH)?.filter(|_| opens);
        if size.is_some_and(|size| size > BLOB_BYTES_MAX) {
            return Err(CenterError::TooLarge);
        }
        Ok(Self { offset, size, prefix_of: prefix_of.map(str::to_owned) })
    }
}

fn received(body: Result<Bytes, BytesRejection>) -> Result<Bytes, CenterError> {
    let body = body.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => CenterError::TooLarge,
        _ => CenterError::Invalid("the piece broke off"),
    })?;
    match body.len() as u64 {
        0 => Err(CenterError::Invalid("a piece has at least one byte")),
        1..=PIECE_BYTES => Ok(body),
        _ => Err(CenterError::TooLarge),
    }
}

pub(super) async fn piece(
    State(center): State<Center>,
    device: Device,
    Path((scope, sha256)): Path<(String, String)>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<UploadState>, CenterError> {
    check_name(&sha256)?;
    let said = Said::read(&headers)?;
    let mut body = received(body)?;
    let name = name(&device, &scope, &sha256);
    let (d, n, size) = (device.clone(), name.clone(), said.size);
    let found = center.read(&device, move |tx| {
        let found = known(tx, &d, &n)?;
        if let (Some(size), Known::New) = (size, &found) {
            tx.room_for_bytes(size)?;
        }
        Ok(found)
    });
    let row = match (found.await?, said.size) {
        (Known::Complete(size), _) => return Ok(Json(done(size))),
        (Known::Upload(row), None) => row,
        (Known::Upload(row), Some(size)) if row.size == size => row,
        (Known::Upload(_) | Known::New, Some(size)) => UploadRow { size, received: 0 },
        (Known::New, None) => return Err(CenterError::NotFound),
    };
    center.metrics.add(Count::BytesIn, body.len() as u64);
    let mut offset = said.offset;
    if let Some(earlier) = said.prefix_of.filter(|_| row.received == 0) {
        body = behind(&center, &device, &Name { sha256: earlier, ..name.clone() }, offset, body)
            .await?;
        offset = 0;
    }
    let end = offset.checked_add(body.len() as u64).ok_or(CenterError::TooLarge)?;
    if offset != row.received || end > row.size {
        return Err(CenterError::Offset(row.received));
    }
    if offset == 0 && end == row.size {
        return whole(&center, &device, &name, body).await.map(Json);
    }
    center.originals.put_piece(&name, offset, body).await?;
    let received =
        count(&center, &device, &name, UploadRow { received: end, ..row }, offset).await?;
    if received == row.size {
        return complete(&center, &device, &name, row.size).await.map(Json);
    }
    Ok(Json(so_far(received)))
}

/// Puts the first bytes of an earlier original before a piece. One that is not here, or is shorter,
/// makes the workstation begin at the beginning.
async fn behind(
    center: &Center,
    device: &Device,
    earlier: &Name,
    length: u64,
    piece: Bytes,
) -> Result<Bytes, CenterError> {
    if length.saturating_add(piece.len() as u64) > PIECE_BYTES {
        return Err(CenterError::TooLarge);
    }
    let n = earlier.clone();
    let size = center.read(device, move |tx| tx.blob_size(&n.scope, &n.sha256)).await?;
    if size.is_none_or(|size| length > size) {
        return Err(CenterError::Offset(0));
    }
    let beginning = center.originals.beginning(earlier, length).await;
    let mut whole = beginning.map_err(|error| match error {
        // Damage that another transfer must not suffer from: the whole is sent.
        CenterError::Objects(object_store::Error::NotFound { .. }) => CenterError::Offset(0),
        error => error,
    })?;
    whole.extend_from_slice(&piece);
    Ok(whole.into())
}

/// Notes that a piece is there, unless another request has sent the same one meanwhile.
async fn count(
    center: &Center,
    device: &Device,
    name: &Name,
    row: UploadRow,
    offset: u64,
) -> Result<u64, CenterError> {
    let (n, now) = (name.clone(), center.surroundings.now());
    let counted = center.write(device, move |tx| match tx.upload(&n.scope, &n.sha256)? {
        Some(there) if there.size == row.size && there.received != offset => {
            Err(CenterError::Offset(there.received))
        }
        None if offset > 0 => Err(CenterError::NotFound),
        _ => {
            tx.put_upload(&n.scope, &n.sha256, row, now)?;
            Ok(row.received)
        }
    });
    counted.await
}

/// Takes an original that came in one piece: one object, one look at it, one transaction.
async fn whole(
    center: &Center,
    device: &Device,
    name: &Name,
    body: Bytes,
) -> Result<UploadState, CenterError> {
    let size = body.len() as u64;
    center.originals.put_whole(name, body).await?;
    note(center, device, name, size).await
}

/// Joining a large original may outlast the request; it goes on when nobody waits any more.
async fn complete(
    center: &Center,
    device: &Device,
    name: &Name,
    size: u64,
) -> Result<UploadState, CenterError> {
    let (center, device, name) = (center.clone(), device.clone(), name.clone());
    let joining = tokio::spawn(async move { join(&center, &device, &name, size).await });
    joining.await.map_err(|_| CenterError::Internal("joining pieces panicked"))?
}

async fn join(
    center: &Center,
    device: &Device,
    name: &Name,
    size: u64,
) -> Result<UploadState, CenterError> {
    if let Err(error) = center.originals.complete(name, size).await {
        if matches!(error, CenterError::HashMismatch) {
            let n = name.clone();
            center.write(device, move |tx| tx.drop_upload(&n.scope, &n.sha256)).await?;
        }
        return Err(error);
    }
    let state = note(center, device, name, size).await?;
    center.originals.forget_pieces(name).await?;
    Ok(state)
}

/// Notes a verified original and decides what waited for it, in one transaction.
async fn note(
    center: &Center,
    device: &Device,
    name: &Name,
    size: u64,
) -> Result<UploadState, CenterError> {
    let (n, now) = (name.clone(), center.surroundings.now());
    let noted = center.write(device, move |tx| {
        tx.put_blob(&n.scope, &n.sha256, size, now)?;
        decide::unpark(tx, &n.sha256, now)
    });
    noted.await?;
    center.metrics.add(Count::Originals, 1);
    Ok(done(size))
}

pub(super) async fn fetch(
    State(center): State<Center>,
    device: Device,
    Path((scope, sha256)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, CenterError> {
    check_name(&sha256)?;
    let name = name(&device, &scope, &sha256);
    let (d, n) = (device.clone(), name.clone());
    let size = center.read(&device, move |tx| {
        may_see(tx, &d, &n.scope)?;
        tx.blob_size(&n.scope, &n.sha256)
    });
    let size = size.await?.ok_or(CenterError::NotFound)?;
    let range = range(&headers, size)?;
    let part = range.clone().unwrap_or(0..size);
    center.metrics.add(Count::BytesOut, part.end - part.start);
    let mut stream = center.originals.read(&name, part);
    // An original that cannot be read is an error, not an answer that breaks off.
    let first = stream.try_next().await?;
    let body = Body::from_stream(stream::iter(first.map(Ok)).chain(stream));
    Ok(partial(range, size, body))
}

#[derive(Deserialize)]
pub(super) struct Earlier {
    of: String,
}

/// Tells how many bytes an original has in common with an earlier one, so that a workstation that
/// holds that one fetches only the rest.
pub(super) async fn prefix(
    State(center): State<Center>,
    device: Device,
    Path((scope, sha256)): Path<(String, String)>,
    earlier: Result<Query<Earlier>, QueryRejection>,
) -> Result<Json<PrefixAnswer>, CenterError> {
    let Query(Earlier { of }) = earlier.map_err(|_| CenterError::Invalid("of is missing"))?;
    check_name(&sha256)?;
    check_name(&of)?;
    let (this, that) = (name(&device, &scope, &sha256), name(&device, &scope, &of));
    let d = device.clone();
    let there = center.read(&device, move |tx| {
        may_see(tx, &d, &scope)?;
        Ok(tx.blob_size(&scope, &sha256)?.is_some() && tx.blob_size(&scope, &of)?.is_some())
    });
    if !there.await? {
        return Err(CenterError::NotFound);
    }
    let prefix_len = center.originals.common_beginning(&this, &that).await?;
    Ok(Json(PrefixAnswer { prefix_len }))
}

/// Reads `Range: bytes=a-b`, the only form the protocol uses (RFC 9110, section 14.1.2).
pub(super) fn range(headers: &HeaderMap, size: u64) -> Result<Option<Range<u64>>, CenterError> {
    let Some(value) = headers.get(header::RANGE) else { return Ok(None) };
    let parsed = value
        .to_str()
        .ok()
        .and_then(|text| text.strip_prefix("bytes="))
        .and_then(|text| text.split_once('-'))
        .and_then(|(from, to)| Some((from.parse::<u64>().ok()?, to.parse::<u64>().ok()?)));
    match parsed {
        Some((from, to)) if from <= to && from < size => {
            Ok(Some(from..to.saturating_add(1).min(size)))
        }
        _ => Err(CenterError::Range),
    }
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<Option<u64>, CenterError> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    let number = value.to_str().ok().and_then(|text| text.parse().ok());
    number.map(Some).ok_or(CenterError::Invalid("upload-offset or upload-length is no number"))
}

fn name(device: &Device, scope: &str, sha256: &str) -> Name {
    let (scope, sha256) = (scope.to_owned(), sha256.to_owned());
    Name { tenant: device.tenant.clone(), scope, sha256 }
}

/// A hash becomes part of a path: nothing but 64 hex digits may.
fn check_name(sha256: &str) -> Result<(), CenterError> {
    let digits = sha256.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if sha256.len() == 64 && digits { Ok(()) } else { Err(CenterError::Invalid("not a SHA-256")) }
}

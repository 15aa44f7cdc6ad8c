//! Moves originals: sends what the centre lacks, fetches what is missing here.
//!
//! Never calls an original present before it is durable and its hash has been compared. One that
//! will not move is noted and does not hold up the others.

use std::io::{Read, Write};

use store::originale::{BlobRef, TEILE};
use store::{BlobError, BlobReader, DbError, StoredBlob};
use wire::{BlobOffer, Method, PIECE_BYTES, Request, UploadState};

use crate::engine::{Engine, Round};
use crate::error::RoundError;
use crate::line::{ask, good, read};

/// Originals moved in one round at most; the next round goes on.
const PER_ROUND: u32 = 500;

/// Sends originals; tells whether any arrived.
pub(crate) fn send(engine: &Engine<'_>, round: &mut Round) -> Result<bool, RoundError> {
    let mut any = false;
    for blob in engine.store.read(|db| db.blobs_to_send(PER_ROUND))? {
        if (engine.cancelled)() {
            break;
        }
        match send_one(engine, &blob, round) {
            Ok(()) => {
                engine.store.write(|tx| tx.blob_sent(&blob))?;
                round.sent += 1;
                any = true;
            }
            Err(error) => stuck(engine, &blob, error, round)?,
        }
    }
    Ok(any)
}

/// Fetches originals.
pub(crate) fn fetch(engine: &Engine<'_>, round: &mut Round) -> Result<(), RoundError> {
    for blob in engine.store.read(|db| db.blobs_to_fetch(PER_ROUND))? {
        if (engine.cancelled)() {
            break;
        }
        match fetch_one(engine, &blob, round) {
            Ok(()) => round.fetched += 1,
            Err(error) => stuck(engine, &blob, error, round)?,
        }
    }
    Ok(())
}

/// A fault of one original is noted; a fault of the line or the disk ends the round.
fn stuck(
    engine: &Engine<'_>,
    blob: &BlobRef,
    error: RoundError,
    round: &mut Round,
) -> Result<(), RoundError> {
    match error {
        RoundError::Cancelled => Ok(()),
        RoundError::Store(DbError::Blob(BlobError::Damaged | BlobError::Missing)) => {
            engine.store.write(|tx| tx.blob_damaged(&blob.sha256))?;
            round.stuck.push(blob.sha256.clone());
            Ok(())
        }
        RoundError::Refused { .. }
        | RoundError::Protocol(_)
        | RoundError::Store(DbError::Blob(BlobError::Differs)) => {
            round.stuck.push(blob.sha256.clone());
            Ok(())
        }
        other => Err(other),
    }
}

fn send_one(engine: &Engine<'_>, blob: &BlobRef, round: &mut Round) -> Result<(), RoundError> {
    let offer =
        BlobOffer { scope: blob.scope.clone(), sha256: blob.sha256.clone(), size: blob.size };
    round.requests += 1;
    let mut state: UploadState = ask(engine.line, "/v1/blobs", &offer)?;
    if state.complete {
        return Ok(());
    }
    let mut reader = engine.store.blob_reader(&blob.sha256)?;
    skip(&mut reader, state.offset)?;
    while !state.complete {
        if (engine.cancelled)() {
            return Err(RoundError::Cancelled);
        }
        let piece = take_piece(&mut reader)?;
        if piece.is_empty() {
            return Err(RoundError::Protocol("upload state"));
        }
        let expected = state.offset + piece.len() as u64;
        let request = Request {
            method: Method::Patch,
            path: format!("/v1/blobs/{}/{}", blob.scope, blob.sha256),
            headers: vec![("upload-offset", state.offset.to_string())],
            body: piece,
        };
        round.requests += 1;
        state = read(engine.line.send(request)?)?;
        if !state.complete && state.offset != expected {
            return Err(RoundError::Protocol("upload state"));
        }
    }
    Ok(())
}

fn skip(reader: &mut BlobReader, bytes: u64) -> Result<(), RoundError> {
    std::io::copy(&mut reader.take(bytes), &mut std::io::sink()).map(|_| ()).map_err(|_| damaged())
}

fn take_piece(reader: &mut BlobReader) -> Result<Vec<u8>, RoundError> {
    let mut piece = Vec::new();
    reader.take(PIECE_BYTES).read_to_end(&mut piece).map_err(|_| damaged())?;
    Ok(piece)
}

fn damaged() -> RoundError {
    RoundError::Store(DbError::Blob(BlobError::Damaged))
}

fn fetch_one(engine: &Engine<'_>, blob: &BlobRef, round: &mut Round) -> Result<(), RoundError> {
    let stored = if blob.size <= PIECE_BYTES {
        let bytes = fetch_part(engine, blob, 0, round)?;
        store_bytes(engine, &blob.scope, &bytes)?
    } else {
        fetch_pieces(engine, blob, round)?
    };
    if stored.sha256 != blob.sha256 {
        engine.store.write(|tx| tx.forget_pieces(&blob.sha256))?;
        return Err(RoundError::Protocol("original"));
    }
    engine.store.write(|tx| {
        tx.put_blob(&stored, true)?;
        tx.forget_pieces(&blob.sha256)
    })?;
    if blob.size > PIECE_BYTES {
        engine.store.sweep_pieces()?;
    }
    engine.store.notify(store::Kind::Rec(domain::RecType::Dokument));
    Ok(())
}

/// Fetches a large original piece by piece; pieces that are here already are not asked for again.
fn fetch_pieces(
    engine: &Engine<'_>,
    blob: &BlobRef,
    round: &mut Round,
) -> Result<StoredBlob, RoundError> {
    let here: Vec<u64> = match engine.store.read(|db| db.pieces(&blob.sha256)) {
        Ok(pieces) => pieces.iter().map(|piece| piece.0).collect(),
        Err(error) => {
            // A piece that is damaged or gone: all of them are fetched anew next time.
            engine.store.write(|tx| tx.forget_pieces(&blob.sha256))?;
            return Err(error.into());
        }
    };
    let mut ab = 0;
    while ab < blob.size {
        if (engine.cancelled)() {
            return Err(RoundError::Cancelled);
        }
        if !here.contains(&ab) {
            let bytes = fetch_part(engine, blob, ab, round)?;
            let piece = store_bytes(engine, TEILE, &bytes)?;
            engine.store.write(|tx| tx.put_piece(&blob.sha256, ab, &piece))?;
        }
        ab += PIECE_BYTES;
    }
    let mut writer = engine.store.blob_writer(&blob.scope)?;
    for (_, mut piece) in engine.store.read(|db| db.pieces(&blob.sha256))? {
        std::io::copy(&mut piece, &mut writer).map_err(write_error)?;
    }
    let stored = writer.finish().map_err(DbError::from)?;
    Ok(stored)
}

fn fetch_part(
    engine: &Engine<'_>,
    blob: &BlobRef,
    ab: u64,
    round: &mut Round,
) -> Result<Vec<u8>, RoundError> {
    let end = (ab + PIECE_BYTES).min(blob.size);
    let mut request = Request::get(format!("/v1/blobs/{}/{}", blob.scope, blob.sha256));
    if blob.size > 0 {
        request.headers.push(("range", format!("bytes={ab}-{}", end - 1)));
    }
    round.requests += 1;
    let body = good(engine.line.send(request)?)?.body;
    if body.len() as u64 == end - ab { Ok(body) } else { Err(RoundError::Protocol("part")) }
}

fn store_bytes(engine: &Engine<'_>, scope: &str, bytes: &[u8]) -> Result<StoredBlob, RoundError> {
    let mut writer = engine.store.blob_writer(scope)?;
    writer.write_all(bytes).map_err(write_error)?;
    Ok(writer.finish().map_err(DbError::from)?)
}

fn write_error(error: std::io::Error) -> RoundError {
    let blob = match error.kind() {
        std::io::ErrorKind::StorageFull => BlobError::Full(error),
        std::io::ErrorKind::InvalidData => BlobError::Damaged,
        _ => BlobError::Io { path: std::path::PathBuf::new(), source: error },
    };
    RoundError::Store(DbError::Blob(blob))
}

//! Sends originals that the centre lacks: small ones in one request, large ones piece by piece,
//! grown ones without the beginning that is there already.
//!
//! Never notes one as sent before the centre has said that it is complete, verified and durable.

use std::io::Read;

use store::BlobReader;
use store::originale::BlobRef;
use wire::{BlobOffer, Method, PIECE_BYTES, Request, UploadState};

use super::hands::Hands;
use super::{ask_missing, damaged, fetch, path};
use crate::engine::{Engine, Round};
use crate::error::RoundError;
use crate::line::{Send, packed, read};

/// Bytes of two originals compared at once.
const COMPARED: u64 = 64 * 1024;

/// Sends originals; tells whether any arrived.
pub(crate) fn send(engine: &Engine<'_>, round: &mut Round) -> Result<bool, RoundError> {
    let before = round.sent;
    let queue = engine.store.read(|db| db.blobs_to_send(super::PER_ROUND))?;
    if queue.is_empty() {
        return Ok(false);
    }
    let left = queue.len() >= super::PER_ROUND as usize;
    let (there, missing) = ask_missing(engine, queue, round)?;
    if !there.is_empty() {
        round.more |= left;
        engine.store.write(|tx| tx.blobs_sent(&there))?;
        round.sent += u32::try_from(there.len()).unwrap_or(u32::MAX);
    }
    let hands = Hands::new(engine, missing, left)?;
    engine.line.side_by_side(&|line| {
        // What a person waits for comes even before what the centre waits for.
        while fetch::wanted(&hands, line) {}
        while let Some(blob) = hands.next() {
            let sent = send_one(&hands, line, &blob);
            hands.put_down(&blob);
            match sent {
                Ok(true) => hands.sent(blob),
                Ok(false) => hands.paused(),
                Err(error) => hands.failed(&blob, error),
            }
            while fetch::wanted(&hands, line) {}
        }
    });
    let finished = hands.done(round);
    let any = round.sent > before;
    // What arrived before a fault is decided in the next round.
    finished.map(|()| any)
}

/// Sends one original; false if the round has no room for all of it.
fn send_one(hands: &Hands<'_>, line: &Send<'_>, blob: &BlobRef) -> Result<bool, RoundError> {
    let beginning = beginning(hands, blob)?;
    if !(1..=PIECE_BYTES).contains(&blob.size) {
        return send_pieces(hands, line, blob, beginning.map(|beginning| beginning.blob));
    }
    let again = match beginning {
        None => send_small(hands, line, blob, None),
        Some(beginning) => match send_small(hands, line, blob, Some(beginning)) {
            // The centre has another beginning than its name says, or does not have it any more.
            Err(RoundError::Refused { status: 409 | 422, .. }) => {
                send_small(hands, line, blob, None)
            }
            sent => sent,
        },
    };
    match again {
        // An upload of it was begun in another way; the offer says where it stands.
        Err(RoundError::Refused { status: 404 | 409, .. }) => send_pieces(hands, line, blob, None),
        sent => sent,
    }
}

/// Sends a small original in one request, from behind its beginning on if that is there already.
fn send_small(
    hands: &Hands<'_>,
    line: &Send<'_>,
    blob: &BlobRef,
    beginning: Option<Beginning>,
) -> Result<bool, RoundError> {
    let request = match beginning {
        None => patch(blob, 0, take_piece(&mut hands.store.blob_reader(&blob.sha256)?)?),
        Some(Beginning { blob: known, mut rest }) => {
            let mut request = patch(blob, known.size, take_piece(&mut rest)?);
            request.headers.push(("prefix-of", known.sha256));
            request
        }
    };
    let state: UploadState = read(hands.ask(line, with_length(request, blob.size))?)?;
    if state.complete { Ok(true) } else { Err(RoundError::Protocol("upload state")) }
}

fn send_pieces(
    hands: &Hands<'_>,
    line: &Send<'_>,
    blob: &BlobRef,
    beginning: Option<BlobRef>,
) -> Result<bool, RoundError> {
    let offer = BlobOffer {
        scope: blob.scope.clone(),
        sha256: blob.sha256.clone(),
        size: blob.size,
        prefix_len: beginning.as_ref().map_or(0, |beginning| beginning.size),
        prefix_of: beginning.map(|beginning| beginning.sha256),
    };
    let mut state: UploadState = read(hands.ask(line, packed("/v1/blobs", &offer)?)?)?;
    if state.complete {
        return Ok(true);
    }
    let mut reader = hands.store.blob_reader(&blob.sha256)?;
    skip(&mut reader, state.offset)?;
    while !state.complete {
        if hands.full() {
            return Ok(false);
        }
        let piece = take_piece(&mut reader)?;
        if piece.is_empty() {
            return Err(RoundError::Protocol("upload state"));
        }
        let expected = state.offset + piece.len() as u64;
        state = read(hands.ask(line, patch(blob, state.offset, piece))?)?;
        if !state.complete && state.offset != expected {
            return Err(RoundError::Protocol("upload state"));
        }
    }
    Ok(true)
}

fn patch(blob: &BlobRef, offset: u64, body: Vec<u8>) -> Request {
    let headers = vec![("upload-offset", offset.to_string())];
    Request { method: Method::Patch, path: path(blob), headers, body }
}

fn with_length(mut request: Request, size: u64) -> Request {
    request.headers.push(("upload-length", size.to_string()));
    request
}

fn skip(reader: &mut BlobReader, bytes: u64) -> Result<(), RoundError> {
    std::io::copy(&mut reader.take(bytes), &mut std::io::sink()).map(|_| ()).map_err(|_| damaged())
}

fn take_piece(reader: &mut BlobReader) -> Result<Vec<u8>, RoundError> {
    let mut piece = Vec::new();
    reader.take(PIECE_BYTES).read_to_end(&mut piece).map_err(|_| damaged())?;
    Ok(piece)
}

/// An original at the centre with whose bytes another one begins, and that one's further bytes.
struct Beginning {
    blob: BlobRef,
    rest: BlobReader,
}

/// Returns an original at the centre with whose bytes this one begins: the version of the document
/// before a stamp or a signature was added to its end.
fn beginning(hands: &Hands<'_>, blob: &BlobRef) -> Result<Option<Beginning>, RoundError> {
    for (candidate, there) in hands.store.read(|db| db.beginnings(blob))? {
        if there && let Some(rest) = behind(hands, blob, &candidate) {
            return Ok(Some(Beginning { blob: candidate, rest }));
        }
    }
    Ok(None)
}

/// Compares byte by byte, and returns what comes behind the beginning. Most that do not fit differ
/// within the first few bytes.
fn behind(hands: &Hands<'_>, blob: &BlobRef, beginning: &BlobRef) -> Option<BlobReader> {
    let mut whole = hands.store.blob_reader(&blob.sha256).ok()?;
    let mut part = hands.store.blob_reader(&beginning.sha256).ok()?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    loop {
        theirs.clear();
        ours.clear();
        // One that cannot be read is no beginning; its own transfer will say what is wrong.
        part.by_ref().take(COMPARED).read_to_end(&mut theirs).ok()?;
        if theirs.is_empty() {
            return Some(whole);
        }
        whole.by_ref().take(theirs.len() as u64).read_to_end(&mut ours).ok()?;
        if ours != theirs {
            return None;
        }
    }
}

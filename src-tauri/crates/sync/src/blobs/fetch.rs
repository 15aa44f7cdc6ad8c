//! Fetches originals that are missing here, and lets go what the centre has and nobody needs.
//!
//! Never names one in a row before all of its bytes are durable and fit the hash it was asked for.

use std::io::{Read, Write};
use std::ops::Range;

use store::originale::{BlobRef, TEILE};
use store::{BlobError, DbError, UnsettledBlob};
use wire::{PIECE_BYTES, PrefixAnswer, Request};

use super::hands::Hands;
use super::{ask_missing, path, write_error};
use crate::engine::{Engine, Round};
use crate::error::RoundError;
use crate::line::{Send, read};

/// Fetches originals.
pub(crate) fn fetch(engine: &Engine<'_>, round: &mut Round) -> Result<(), RoundError> {
    let queue = engine.store.read(|db| db.blobs_to_fetch(super::PER_ROUND))?;
    if !queue.is_empty() {
        let left = queue.len() >= super::PER_ROUND as usize;
        let hands = Hands::new(engine, queue, left)?;
        engine.line.side_by_side(&|line| {
            loop {
                while wanted(&hands, line) {}
                let Some(blob) = hands.next() else { return };
                take_in(&hands, line, &blob, false);
                hands.put_down(&blob);
            }
        });
        hands.done(round)?;
    }
    make_room(engine, round)
}

/// Fetches one original that a person waits for, if there is any.
pub(super) fn wanted(hands: &Hands<'_>, line: &Send<'_>) -> bool {
    let Some(blob) = hands.next_wanted() else { return false };
    take_in(hands, line, &blob, true);
    true
}

fn take_in(hands: &Hands<'_>, line: &Send<'_>, blob: &BlobRef, at_once: bool) {
    match fetch_one(hands, line, blob) {
        Ok(Some(fetched)) => hands.fetched(fetched, at_once),
        Ok(None) => hands.paused(),
        Err(error) => hands.failed(blob, error),
    }
}

/// Fetches one original; nothing if the round has no room for all of it.
fn fetch_one(
    hands: &Hands<'_>,
    line: &Send<'_>,
    blob: &BlobRef,
) -> Result<Option<UnsettledBlob>, RoundError> {
    let beginning = hands.store.read(|db| db.beginnings(blob))?.into_iter().next();
    let beginning = beginning.map(|(beginning, _)| beginning);
    if blob.size > PIECE_BYTES {
        return fetch_pieces(hands, line, blob, beginning.as_ref());
    }
    let Some(beginning) = beginning else {
        return join(hands, blob, None, &[&part(hands, line, blob, 0, blob.size)?]).map(Some);
    };
    // The end is fetched as if the earlier version were the beginning; the hash decides. If it was
    // not, what differs is fetched as well, and nothing has been fetched in vain.
    let end = part(hands, line, blob, beginning.size, blob.size)?;
    match join(hands, blob, Some((&beginning, beginning.size)), &[&end]) {
        Err(error) if misfit(&error) => {
            let common = common_beginning(hands, line, blob, &beginning)?;
            let middle = part(hands, line, blob, common, beginning.size)?;
            match join(hands, blob, Some((&beginning, common)), &[&middle, &end]) {
                Err(error) if misfit(&error) => {
                    let start = part(hands, line, blob, 0, common)?;
                    join(hands, blob, None, &[&start, &middle, &end]).map(Some)
                }
                joined => joined.map(Some),
            }
        }
        joined => joined.map(Some),
    }
}

/// Asks how much of its beginning an original shares with an earlier version: two stamps on one
/// paper share all but the stamps. A centre that does not know shares nothing.
fn common_beginning(
    hands: &Hands<'_>,
    line: &Send<'_>,
    blob: &BlobRef,
    beginning: &BlobRef,
) -> Result<u64, RoundError> {
    let question = Request::get(format!("{}/prefix?of={}", path(blob), beginning.sha256));
    match hands.ask(line, question) {
        Ok(answer) => {
            let answer: PrefixAnswer = read(answer)?;
            Ok(answer.prefix_len.min(beginning.size))
        }
        Err(RoundError::Refused { .. }) => Ok(0),
        Err(error) => Err(error),
    }
}

const fn misfit(error: &RoundError) -> bool {
    matches!(error, RoundError::Store(DbError::Blob(BlobError::Differs | BlobError::Damaged)))
}

/// Fetches the bytes of an original from one offset up to another.
fn part(
    hands: &Hands<'_>,
    line: &Send<'_>,
    blob: &BlobRef,
    from: u64,
    to: u64,
) -> Result<Vec<u8>, RoundError> {
    if from == to && blob.size > 0 {
        return Ok(Vec::new());
    }
    let mut request = Request::get(path(blob));
    if from > 0 || to < blob.size {
        request.headers.push(("range", format!("bytes={from}-{}", to.saturating_sub(1))));
    }
    let body = hands.ask(line, request)?.body;
    if body.len() as u64 == to - from { Ok(body) } else { Err(RoundError::Protocol("part")) }
}

/// Puts an original together from an earlier version that is here and what was fetched.
fn join(
    hands: &Hands<'_>,
    blob: &BlobRef,
    beginning: Option<(&BlobRef, u64)>,
    parts: &[&[u8]],
) -> Result<UnsettledBlob, RoundError> {
    let mut writer = hands.store.fetch_writer(&blob.scope)?;
    if let Some((beginning, length)) = beginning {
        let reader = hands.store.blob_reader(&beginning.sha256)?;
        std::io::copy(&mut reader.take(length), &mut writer).map_err(write_error)?;
    }
    for part in parts {
        writer.write_all(part).map_err(write_error)?;
    }
    Ok(writer.finish_fetched(&blob.sha256).map_err(DbError::from)?)
}

/// Where the pieces of a large original begin, and where it ends.
fn cuts(blob: &BlobRef, beginning: Option<&BlobRef>) -> Vec<u64> {
    let middle = beginning.map_or(0, |beginning| beginning.size);
    let step = usize::try_from(PIECE_BYTES).unwrap_or(usize::MAX);
    (0..middle).step_by(step).chain((middle..blob.size).step_by(step)).chain([blob.size]).collect()
}

/// Fetches a large original piece by piece; pieces that are here already are not asked for again.
fn fetch_pieces(
    hands: &Hands<'_>,
    line: &Send<'_>,
    blob: &BlobRef,
    beginning: Option<&BlobRef>,
) -> Result<Option<UnsettledBlob>, RoundError> {
    let middle = beginning.map_or(0, |beginning| beginning.size);
    let cuts = cuts(blob, beginning);
    let mut here = pieces_here(hands, blob)?;
    if here.iter().any(|ab| !cuts.contains(ab)) {
        // They were cut otherwise, at an earlier version that was here then.
        hands.store.write(|tx| tx.forget_pieces(&blob.sha256))?;
        here.clear();
    }
    let begun = here.iter().any(|ab| *ab < middle);
    if !fetch_missing(hands, line, blob, &cuts, &here, middle..blob.size)? {
        return Ok(None);
    }
    if middle > 0 && !begun {
        match join_pieces(hands, blob, beginning) {
            Err(error) if misfit(&error) => {}
            joined => return joined.map(Some),
        }
    }
    if !fetch_missing(hands, line, blob, &cuts, &here, 0..middle)? {
        return Ok(None);
    }
    match join_pieces(hands, blob, None) {
        Err(error) if misfit(&error) => {
            hands.store.write(|tx| tx.forget_pieces(&blob.sha256))?;
            Err(RoundError::Protocol("original"))
        }
        joined => joined.map(Some),
    }
}

fn pieces_here(hands: &Hands<'_>, blob: &BlobRef) -> Result<Vec<u64>, RoundError> {
    match hands.store.read(|db| db.pieces(&blob.sha256)) {
        Ok(pieces) => Ok(pieces.iter().map(|piece| piece.0).collect()),
        Err(error) => {
            // A piece that is damaged or gone: all of them are fetched anew next time.
            hands.store.write(|tx| tx.forget_pieces(&blob.sha256))?;
            Err(error.into())
        }
    }
}

/// Fetches pieces that are not here; false if the round has no room for all of them.
fn fetch_missing(
    hands: &Hands<'_>,
    line: &Send<'_>,
    blob: &BlobRef,
    cuts: &[u64],
    here: &[u64],
    within: Range<u64>,
) -> Result<bool, RoundError> {
    for (start, end) in cuts.iter().zip(cuts.iter().skip(1)) {
        if !within.contains(start) || here.contains(start) {
            continue;
        }
        if hands.full() {
            return Ok(false);
        }
        let bytes = part(hands, line, blob, *start, *end)?;
        let mut writer = hands.store.fetch_writer(TEILE)?;
        writer.write_all(&bytes).map_err(write_error)?;
        let piece = writer.finish().map_err(DbError::from)?;
        hands.store.write(|tx| tx.put_piece(&blob.sha256, *start, &piece))?;
    }
    Ok(true)
}

/// Joins the pieces that are here, behind an earlier version where one is given.
fn join_pieces(
    hands: &Hands<'_>,
    blob: &BlobRef,
    beginning: Option<&BlobRef>,
) -> Result<UnsettledBlob, RoundError> {
    let mut writer = hands.store.fetch_writer(&blob.scope)?;
    if let Some(beginning) = beginning {
        let mut reader = hands.store.blob_reader(&beginning.sha256)?;
        std::io::copy(&mut reader, &mut writer).map_err(write_error)?;
    }
    for (_, mut piece) in hands.store.read(|db| db.pieces(&blob.sha256))? {
        std::io::copy(&mut piece, &mut writer).map_err(write_error)?;
    }
    Ok(writer.finish_fetched(&blob.sha256).map_err(DbError::from)?)
}

/// Lets originals go where not all are kept, after the centre has said once more that it has them.
fn make_room(engine: &Engine<'_>, round: &mut Round) -> Result<(), RoundError> {
    engine.store.sweep_leaving()?;
    let leaving = engine.store.read(|db| db.blobs_to_leave(super::PER_ROUND))?;
    if leaving.is_empty() {
        return Ok(());
    }
    let (there, lost) = ask_missing(engine, leaving, round)?;
    engine.store.write(|tx| {
        tx.blobs_lost(&lost)?;
        tx.blobs_leave(&there)
    })?;
    engine.store.sweep_leaving()?;
    Ok(())
}

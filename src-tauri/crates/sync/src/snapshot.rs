//! Fetching a snapshot piece by piece, over as many rounds as it takes, and taking it in.
//!
//! Never applies a byte before hash, digest and chain of the whole have come out right.

use std::io::{BufRead, BufReader, Read, Write};

use sha2::{Digest, Sha256};
use store::originale::TEILE;
use store::{Abzug, BlobReader, DbError, Richtung};
use wire::{PIECE_BYTES, Request, Response, SnapshotHead, SnapshotRecord};

use crate::engine::{Engine, Round};
use crate::error::RoundError;
use crate::line::good;

/// Bytes of one line at most.
const LINE_MAX: u64 = 16 * 1024 * 1024;

/// Fetches what is missing of a scope's snapshot and takes it in.
pub(crate) fn take(engine: &Engine<'_>, scope: &str, round: &mut Round) -> Result<(), RoundError> {
    let abzug = match stopped(engine, scope)? {
        Some(abzug) => abzug,
        None => fetch(engine, scope, round)?,
    };
    match apply(engine, scope, &abzug) {
        Ok(records) => {
            round.pulled_rows += u32::try_from(records).unwrap_or(u32::MAX);
            engine.store.sweep_pieces()?;
            Ok(())
        }
        Err(RoundError::Brake { braked }) => {
            engine.store.write(|tx| tx.keep_brake(&braked))?;
            Err(RoundError::Brake { braked })
        }
        Err(error) => {
            if matches!(
                error,
                RoundError::Protocol(_)
                    | RoundError::Store(
                        DbError::Mismatch(_) | DbError::Unreadable(_) | DbError::Blob(_)
                    )
            ) {
                // Wrong or damaged bytes: all of them are fetched anew next time.
                engine.store.write(|tx| tx.end_snapshot(scope))?;
            }
            Err(error)
        }
    }
}

/// Returns a complete snapshot that a person has let go, or stops again at one nobody has.
fn stopped(engine: &Engine<'_>, scope: &str) -> Result<Option<Abzug>, RoundError> {
    let Some(abzug) = engine.store.read(|db| db.snapshot_underway(scope))? else {
        return Ok(None);
    };
    let braked = engine.store.read(|db| db.brake_of(scope, Richtung::Empfangen))?;
    match braked.filter(|braked| braked.anlass == abzug.sha256) {
        Some(braked) => Err(RoundError::Brake { braked: Box::new(braked) }),
        None => Ok(None),
    }
}

/// Fetches the pieces that are not here yet.
fn fetch(engine: &Engine<'_>, scope: &str, round: &mut Round) -> Result<Abzug, RoundError> {
    let underway = engine.store.read(|db| db.snapshot_underway(scope))?;
    let mut abzug = match underway {
        Some(abzug) => abzug,
        None => first_piece(engine, scope, round)?,
    };
    let mut tries = 0;
    loop {
        let Some(ab) = next_gap(engine, &abzug)? else { return Ok(abzug) };
        if (engine.cancelled)() {
            return Err(RoundError::Cancelled);
        }
        let answer = match ask_piece(engine, scope, ab, Some(&abzug), round) {
            Ok(answer) => Some(answer),
            // The range is beyond a newer, shorter one.
            Err(RoundError::Refused { status: 416, .. }) => None,
            Err(error) => return Err(error),
        };
        let same = answer.filter(|answer| etag(answer).as_deref() == Some(&abzug.sha256));
        match same {
            Some(answer) => keep_piece(engine, &abzug, ab, &answer.body)?,
            None if tries < 3 => {
                // The centre has made a newer one meanwhile.
                tries += 1;
                abzug = first_piece(engine, scope, round)?;
            }
            None => return Err(RoundError::Protocol("snapshot")),
        }
    }
}

fn first_piece(engine: &Engine<'_>, scope: &str, round: &mut Round) -> Result<Abzug, RoundError> {
    let answer = ask_piece(engine, scope, 0, None, round)?;
    let sha256 = etag(&answer).ok_or(RoundError::Protocol("snapshot"))?;
    let size = total(&answer).ok_or(RoundError::Protocol("snapshot"))?;
    let abzug = Abzug { sha256, size };
    engine.store.write(|tx| tx.begin_snapshot(scope, &abzug))?;
    keep_piece(engine, &abzug, 0, &answer.body)?;
    Ok(abzug)
}

fn ask_piece(
    engine: &Engine<'_>,
    scope: &str,
    ab: u64,
    begun: Option<&Abzug>,
    round: &mut Round,
) -> Result<Response, RoundError> {
    let most = begun.map_or(PIECE_BYTES, |abzug| abzug.size.saturating_sub(ab));
    let end = ab + most.clamp(1, PIECE_BYTES) - 1;
    let mut request = Request::get(format!("/v1/scopes/{scope}/snapshot"));
    request.headers.push(("range", format!("bytes={ab}-{end}")));
    if let Some(abzug) = begun {
        request.headers.push(("if-range", format!("\"{}\"", abzug.sha256)));
    }
    round.requests += 1;
    good(engine.line.send(request)?)
}

/// Returns the first offset that is not here.
fn next_gap(engine: &Engine<'_>, abzug: &Abzug) -> Result<Option<u64>, RoundError> {
    let pieces = match engine.store.read(|db| db.pieces(&abzug.sha256)) {
        Ok(pieces) => pieces,
        Err(error) => {
            engine.store.write(|tx| tx.forget_pieces(&abzug.sha256))?;
            return Err(error.into());
        }
    };
    let here: Vec<u64> = pieces.into_iter().map(|(ab, _)| ab).collect();
    let mut ab = 0;
    while ab < abzug.size && here.contains(&ab) {
        ab += PIECE_BYTES;
    }
    Ok((ab < abzug.size).then_some(ab))
}

fn keep_piece(engine: &Engine<'_>, abzug: &Abzug, ab: u64, bytes: &[u8]) -> Result<(), RoundError> {
    let expected = PIECE_BYTES.min(abzug.size.saturating_sub(ab));
    if bytes.len() as u64 != expected {
        return Err(RoundError::Protocol("part of a snapshot"));
    }
    let mut writer = engine.store.blob_writer(TEILE)?;
    writer.write_all(bytes).map_err(|error| io_error(&error))?;
    let piece = writer.finish().map_err(DbError::from)?;
    engine.store.write(|tx| tx.put_piece(&abzug.sha256, ab, &piece))?;
    Ok(())
}

/// The entity tag is the SHA-256 of the whole.
fn etag(answer: &Response) -> Option<String> {
    let tag = answer.header("etag")?.trim_matches('"');
    let hash = tag.len() == 64 && tag.bytes().all(|byte| byte.is_ascii_hexdigit());
    hash.then(|| tag.to_owned())
}

fn total(answer: &Response) -> Option<u64> {
    match answer.header("content-range") {
        Some(range) => range.rsplit_once('/')?.1.parse().ok(),
        None => Some(answer.body.len() as u64),
    }
}

/// Takes in a complete snapshot; returns how many records it has.
fn apply(engine: &Engine<'_>, scope: &str, abzug: &Abzug) -> Result<u64, RoundError> {
    let pieces = engine.store.read(|db| db.pieces(&abzug.sha256))?;
    let whole = Whole { pieces: pieces.into_iter().map(|(_, piece)| piece).collect(), at: 0 };
    let mut hashed = Hashed { inner: whole, hasher: Sha256::new() };
    let outcome = {
        let decoder = zstd::stream::read::Decoder::new(&mut hashed);
        let mut lines = Lines(BufReader::new(decoder.map_err(|error| io_error(&error))?));
        let head: SnapshotHead = lines.next_line()?.ok_or(RoundError::Protocol("snapshot"))?;
        if head.head.scope != scope {
            return Err(RoundError::Protocol("snapshot"));
        }
        engine.store.write(|tx| {
            let mut failed = None;
            let mut records = std::iter::from_fn(|| match lines.next_line::<SnapshotRecord>() {
                Ok(record) => record.map(Ok),
                Err(error) => {
                    failed = Some(error);
                    None
                }
            });
            let done = tx.apply_snapshot(&head.head, &abzug.sha256, &mut records);
            if let Some(error) = failed {
                return Err(error);
            }
            let done = done?;
            if lines.0.get_mut().get_mut().get_mut().sha256()? == abzug.sha256 {
                Ok(done)
            } else {
                Err(RoundError::Protocol("snapshot"))
            }
        })?
    };
    Ok(outcome.records)
}

/// Several pieces as one stream.
struct Whole {
    pieces: Vec<BlobReader>,
    at: usize,
}

impl Read for Whole {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        while let Some(piece) = self.pieces.get_mut(self.at) {
            let taken = piece.read(out)?;
            if taken > 0 || out.is_empty() {
                return Ok(taken);
            }
            self.at += 1;
        }
        Ok(0)
    }
}

/// Hashes what is read through it.
struct Hashed {
    inner: Whole,
    hasher: Sha256,
}

impl Hashed {
    /// Reads to the end and returns the hash of everything.
    fn sha256(&mut self) -> Result<String, RoundError> {
        std::io::copy(self, &mut std::io::sink()).map_err(|error| io_error(&error))?;
        Ok(hex::encode(self.hasher.clone().finalize()))
    }
}

impl Read for Hashed {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let taken = self.inner.read(out)?;
        self.hasher.update(out.get(..taken).unwrap_or(&[]));
        Ok(taken)
    }
}

/// Lines of JSON.
struct Lines<R>(BufReader<R>);

impl<R: Read> Lines<R> {
    fn next_line<T: serde::de::DeserializeOwned>(&mut self) -> Result<Option<T>, RoundError> {
        let mut line = Vec::new();
        let read = (&mut self.0).take(LINE_MAX).read_until(b'\n', &mut line);
        if read.map_err(|error| io_error(&error))? == 0 {
            return Ok(None);
        }
        serde_json::from_slice(&line).map(Some).map_err(|_| RoundError::Protocol("snapshot"))
    }
}

fn io_error(error: &std::io::Error) -> RoundError {
    if error.kind() == std::io::ErrorKind::StorageFull {
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        return RoundError::Store(DbError::Blob(store::BlobError::Full(full)));
    }
    RoundError::Protocol("snapshot")
}

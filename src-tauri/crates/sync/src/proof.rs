//! Comparing both sides where they stand at the same row, and repairing what differs.
//!
//! Never repairs silently: every repair is an incident, and what was replaced is kept aside.

use store::meta::Meta;
use store::repair::Fix;
use store::{DbError, VorfallArt};
use uuid::Uuid;
use wire::{
    BucketList, DigestSums, Head, RECORDS_MAX, RecordsAnswer, RecordsWanted, SnapshotRecord,
};

use crate::engine::{Engine, Round};
use crate::error::RoundError;
use crate::line::{ask, get};

/// So many records are fetched one by one; beyond, a snapshot is better.
const RESYNC_MAX: usize = 20_000;
/// Attempts at a centre that moves while it is asked.
const TRIES: u32 = 3;

/// Compares every scope, repairs what differs, and notes the end of the round.
pub(crate) fn compare(
    engine: &Engine<'_>,
    heads: &[Head],
    round: &mut Round,
) -> Result<(), RoundError> {
    let (mut first, mut different, mut complete) = (None, false, true);
    for state in engine.store.read(|db| db.scopes())? {
        let cursor = state.cursor;
        let Some(head) = heads.iter().find(|head| head.scope == cursor.scope) else { continue };
        if head.seq != cursor.seq || state.abzug.is_some() {
            complete = false;
            continue;
        }
        if head.chain != cursor.chain {
            different = true;
            first = first.or(Some(RoundError::Different(cursor.scope)));
            continue;
        }
        if head.digest == engine.store.read(|db| db.digest(&cursor.scope))?.hex() {
            continue;
        }
        match repair(engine, head, round) {
            Ok(true) => {}
            Ok(false) => complete = false,
            Err(error) if error.ends_round() => return Err(error),
            Err(error) => {
                different = true;
                first = first.or(Some(error));
            }
        }
    }
    if complete || different {
        note(engine, complete, !different)?;
    }
    first.map_or(Ok(()), Err)
}

fn note(engine: &Engine<'_>, complete: bool, same: bool) -> Result<(), RoundError> {
    let now = engine.store.env().now().to_string();
    engine.store.write(|tx| {
        if complete {
            tx.set_meta(Meta::ZuletztUm, &now)?;
        }
        Ok(tx.set_meta(Meta::NachweisGleich, if same { "1" } else { "0" })?)
    })
}

/// Finds what differs in a scope and repairs it; false if the centre has moved meanwhile.
fn repair(engine: &Engine<'_>, head: &Head, round: &mut Round) -> Result<bool, RoundError> {
    let scope = head.scope.as_str();
    // The sum kept here may be the one that is wrong.
    let same = engine.store.write(|tx| {
        let same = tx.recount(scope)?.hex() == head.digest;
        if same {
            let parameter = serde_json::json!({ "scope": scope });
            tx.note_incident(VorfallArt::SummeBerichtigt, &parameter)?;
        }
        Ok::<_, DbError>(same)
    })?;
    if same {
        return Ok(true);
    }
    let Some(difference) = difference(engine, scope, round)? else { return Ok(false) };
    if moved(&difference.head, head) {
        return Ok(false);
    }
    let Some(records) = fetch(engine, &difference, round)? else { return Ok(false) };
    apply(engine, &difference, &records, false)?;
    Ok(true)
}

/// Takes over the state of a centre whose history is another one, by what differs. False if that
/// is so much that a snapshot is better, or if the centre keeps moving.
pub(crate) fn resync(
    engine: &Engine<'_>,
    scope: &str,
    round: &mut Round,
) -> Result<bool, RoundError> {
    for _ in 0..TRIES {
        let Some(difference) = difference(engine, scope, round)? else { continue };
        if difference.wanted.len() > RESYNC_MAX {
            return Ok(false);
        }
        let Some(records) = fetch(engine, &difference, round)? else { continue };
        apply(engine, &difference, &records, true)?;
        let taken = difference.wanted.len() + difference.gone.len();
        round.pulled_rows += u32::try_from(taken).unwrap_or(u32::MAX);
        return Ok(true);
    }
    Ok(false)
}

/// What is not the same in a scope on both sides.
struct Difference {
    head: Head,
    wanted: Vec<Uuid>,
    gone: Vec<Uuid>,
}

/// Locates what differs; nothing if the centre has moved meanwhile.
fn difference(
    engine: &Engine<'_>,
    scope: &str,
    round: &mut Round,
) -> Result<Option<Difference>, RoundError> {
    round.requests += 1;
    let theirs: DigestSums = get(engine.line, &format!("/v1/scopes/{scope}/digest"))?;
    let buckets = engine.store.read(|db| db.bucket_sums(scope))?.differing(&theirs.sums);
    let mut found = Difference { head: theirs.head, wanted: Vec::new(), gone: Vec::new() };
    for bucket in buckets {
        let path = format!("/v1/scopes/{scope}/digest?bucket={bucket}");
        round.requests += 1;
        let list: BucketList = get(engine.line, &path)?;
        if moved(&list.head, &found.head) {
            return Ok(None);
        }
        let ours = engine.store.read(|db| db.bucket_entries(scope, bucket))?;
        let differs = list.records.iter().filter(|entry| !ours.contains(entry));
        found.wanted.extend(differs.map(|entry| entry.rec_id));
        let there = |id: Uuid| list.records.iter().any(|entry| entry.rec_id == id);
        found.gone.extend(ours.iter().map(|entry| entry.rec_id).filter(|id| !there(*id)));
    }
    Ok(Some(found))
}

fn apply(
    engine: &Engine<'_>,
    difference: &Difference,
    records: &[SnapshotRecord],
    forked: bool,
) -> Result<(), RoundError> {
    let head = &difference.head;
    let repaired = engine.store.write(|tx| {
        let digest = tx.repair(&Fix { head, records, gone: &difference.gone, forked })?;
        // Not the same even now: nothing of it is kept, and people are told.
        if digest.hex() == head.digest { Ok(()) } else { Err(different(head)) }
    });
    if let Err(RoundError::Brake { braked }) = &repaired {
        engine.store.write(|tx| tx.keep_brake(braked))?;
    }
    repaired
}

fn different(head: &Head) -> RoundError {
    RoundError::Different(head.scope.clone())
}

fn moved(now: &Head, then: &Head) -> bool {
    now.seq != then.seq || now.chain != then.chain
}

/// Fetches records; nothing if the centre has moved meanwhile.
fn fetch(
    engine: &Engine<'_>,
    difference: &Difference,
    round: &mut Round,
) -> Result<Option<Vec<SnapshotRecord>>, RoundError> {
    let head = &difference.head;
    let path = format!("/v1/scopes/{}/records", head.scope);
    let mut found = Vec::new();
    let mut rest = difference.wanted.as_slice();
    let mut most = RECORDS_MAX;
    while !rest.is_empty() {
        let (ids, behind) = rest.split_at(rest.len().min(most));
        round.requests += 1;
        let question = RecordsWanted { ids: ids.to_vec() };
        match ask::<_, RecordsAnswer>(engine.line, &path, &question) {
            Ok(answer) if moved(&answer.head, head) => return Ok(None),
            Ok(answer) => found.extend(answer.records),
            // Together they are more than one answer may carry.
            Err(RoundError::Refused { status: 413, .. }) if ids.len() > 1 => {
                most = ids.len() / 2;
                continue;
            }
            Err(error) => return Err(error),
        }
        rest = behind;
    }
    Ok(Some(found))
}

//! Sending what was done here.
//!
//! Never lets one change that the centre fails at hold up the others, and never cuts a group.

use store::brake::Braked;
use store::meta::Meta;
use wire::{Mutation, PUSH_BYTES_MAX, PUSH_MAX, Push, PushAnswer};

use crate::engine::{Engine, Round};
use crate::error::RoundError;
use crate::greeting::{Standing, identity};
use crate::line::ask;

/// Rounds in which the centre may break at a push before the change at fault is looked for.
const PATIENCE: u32 = 3;

/// Sends what is undecided; tells whether that may have moved anything: what the centre only keeps
/// until its originals are there has not.
pub(crate) fn push(
    engine: &Engine<'_>,
    standing: &mut Standing,
    round: &mut Round,
) -> Result<bool, RoundError> {
    let braked = prepare(engine)?;
    let mut moved = false;
    let mut stalled = false;
    let mut most = PUSH_MAX;
    loop {
        let batch = batch(engine, most)?;
        if batch.is_empty() || (engine.cancelled)() {
            break;
        }
        match send(engine, &batch, round) {
            Ok(answer) => {
                standing.expect = answer.expect;
                standing.safe_n = answer.safe_n;
                take(engine, &answer, &mut stalled)?;
                let parked = answer.verdicts.iter().filter(|verdict| !verdict.kind.is_final());
                moved |= answer.fork || parked.count() < batch.len();
                round.pushed += u32::try_from(answer.verdicts.len()).unwrap_or(u32::MAX);
            }
            Err(error) => {
                moved = true;
                most = narrow(engine, &batch, error, most, round)?;
            }
        }
    }
    engine.store.write(|tx| tx.sending_done())?;
    braked.map_or(Ok(moved), |braked| Err(RoundError::Brake { braked: Box::new(braked) }))
}

/// Offers again what has waited long enough, and stops a mass cancellation.
fn prepare(engine: &Engine<'_>) -> Result<Option<Braked>, RoundError> {
    if engine.store.read(|db| db.nothing_to_send())? {
        return Ok(None);
    }
    Ok(engine.store.write(|tx| tx.prepare_sending())?)
}

fn send(
    engine: &Engine<'_>,
    batch: &[Mutation],
    round: &mut Round,
) -> Result<PushAnswer, RoundError> {
    round.requests += 1;
    let question = Push { client: identity(engine.store)?, mutations: batch.to_vec() };
    ask(engine.line, "/v1/push", &question)
}

fn take(engine: &Engine<'_>, answer: &PushAnswer, stalled: &mut bool) -> Result<(), RoundError> {
    let known = !answer.fork
        && engine.store.write(|tx| {
            tx.apply_verdicts(&answer.verdicts)?;
            tx.clear_meta(Meta::PushFehler)?;
            Ok::<_, RoundError>(tx.apply_expect(answer.expect, answer.safe_n)?)
        })?;
    if !known {
        engine.store.write(|tx| tx.fork_client())?;
        return Ok(());
    }
    if answer.verdicts.is_empty() && *stalled {
        return Err(RoundError::Protocol("push answer"));
    }
    *stalled = answer.verdicts.is_empty();
    Ok(())
}

/// Looks for the change at fault in a push that failed as a whole: returns how many to send next,
/// or puts the one at fault back.
fn narrow(
    engine: &Engine<'_>,
    batch: &[Mutation],
    error: RoundError,
    most: usize,
    round: &mut Round,
) -> Result<usize, RoundError> {
    let searching = most < PUSH_MAX;
    match &error {
        RoundError::Refused { .. } => {}
        RoundError::Unavailable(500) if searching || failed_often(engine, batch)? => {}
        _ => return Err(error),
    }
    if units(batch) > 1 {
        return Ok((batch.len() / 2).max(1));
    }
    // Does the centre take any push at all? If not, no change is to blame.
    if send(engine, &[], round).is_err() {
        return Err(error);
    }
    let mids: Vec<_> = batch.iter().map(|mutation| mutation.mid).collect();
    let grund = match &error {
        RoundError::Refused { status, kind } => format!("{status} {kind}"),
        RoundError::Unavailable(status) => status.to_string(),
        _ => String::new(),
    };
    engine.store.write(|tx| tx.put_back(&mids, grund.trim()))?;
    Ok(PUSH_MAX)
}

/// Counts a failure at the same first change.
fn failed_often(engine: &Engine<'_>, batch: &[Mutation]) -> Result<bool, RoundError> {
    let first = batch.first().map(|mutation| mutation.mid.to_string()).unwrap_or_default();
    let known = engine.store.read(|db| db.meta(Meta::PushFehler))?.unwrap_or_default();
    let count = known.split_once(' ').filter(|(mid, _)| *mid == first);
    let count = count.and_then(|(_, count)| count.parse::<u32>().ok()).unwrap_or(0) + 1;
    engine.store.write(|tx| tx.set_meta(Meta::PushFehler, &format!("{first} {count}")))?;
    Ok(count >= PATIENCE)
}

/// Counts what can be sent apart: single changes and whole groups.
fn units(batch: &[Mutation]) -> usize {
    let starts = batch.iter().zip(std::iter::once(None).chain(batch.iter().map(Some)));
    starts.filter(|(one, before)| before.is_none_or(|before| starts_unit(before, one))).count()
}

fn starts_unit(before: &Mutation, one: &Mutation) -> bool {
    before.group.is_none() || before.group != one.group
}

/// Takes the next undecided changes; never cuts through a group.
fn batch(engine: &Engine<'_>, most: usize) -> Result<Vec<Mutation>, RoundError> {
    let limit = u32::try_from(PUSH_MAX).unwrap_or(u32::MAX);
    let pending = engine.store.read(|db| db.mutations_to_push(limit + 1))?;
    let mut batch: Vec<Mutation> = Vec::new();
    let mut bytes = 0;
    let mut cut = 0;
    let mut full = false;
    for mutation in pending {
        if batch.last().is_none_or(|last| starts_unit(last, &mutation)) {
            cut = batch.len();
        }
        bytes += serde_json::to_vec(&mutation).map_or(0, |json| json.len());
        full = !batch.is_empty() && (bytes > PUSH_BYTES_MAX || batch.len() >= most);
        if full && cut > 0 {
            break;
        }
        batch.push(mutation);
    }
    if full && cut > 0 {
        batch.truncate(cut);
    }
    Ok(batch)
}

//! Taking in what others did: snapshots where they are needed, then row by row.
//!
//! Never lets one scope that does not fit hold up the others.

use store::{Anlass, DbError, ScopeState};
use wire::{Cursor, Head, Pull, PullAnswer, PullScope};

use crate::engine::{Engine, Round};
use crate::error::RoundError;
use crate::greeting::{Standing, identity};
use crate::line::ask;
use crate::{proof, snapshot};

/// Takes in everything new, and moves `standing` to where the centre stood at the end.
pub(crate) fn take_in(
    engine: &Engine<'_>,
    standing: &mut Standing,
    round: &mut Round,
) -> Result<(), RoundError> {
    let mut first = None;
    // A pull may find that a snapshot is needed after all; then once more.
    for _ in 0..2 {
        for state in engine.store.read(|db| db.scopes())? {
            let granted = standing.heads.iter().any(|head| head.scope == state.cursor.scope);
            if state.abzug.is_none() || !granted {
                continue;
            }
            match take_whole(engine, &state, round) {
                Ok(()) => {}
                Err(error) if error.ends_round() => return Err(error),
                Err(error) => first = first.or(Some(error)),
            }
        }
        if !rows(engine, standing, round)? {
            break;
        }
    }
    // What was accepted is part of what was pulled now and need not be kept any longer.
    engine.store.write(|tx| tx.apply_expect(standing.expect, standing.safe_n))?;
    first.map_or(Ok(()), Err)
}

/// Takes in a scope as a whole, where its rows alone do not lead there.
fn take_whole(
    engine: &Engine<'_>,
    state: &ScopeState,
    round: &mut Round,
) -> Result<(), RoundError> {
    let scope = &state.cursor.scope;
    // A snapshot may be older than the log: of a restored centre it would show losses that are
    // none. Most of what is here is there as well, so that the differences are little.
    if state.abzug == Some(Anlass::Gegabelt) && proof::resync(engine, scope, round)? {
        return Ok(());
    }
    snapshot::take(engine, scope, round)
}

/// Tells whether the centre has something that is not here.
pub(crate) fn behind(engine: &Engine<'_>, heads: &[Head]) -> Result<bool, RoundError> {
    let scopes = engine.store.read(|db| db.scopes())?;
    Ok(scopes.iter().any(|state| {
        let head = heads.iter().find(|head| head.scope == state.cursor.scope);
        head.is_some_and(|head| {
            !state.geholt || state.abzug.is_some() || head.seq != state.cursor.seq
        })
    }))
}

/// Pulls rows to the end; tells whether a scope turned out to need a snapshot.
fn rows(
    engine: &Engine<'_>,
    standing: &mut Standing,
    round: &mut Round,
) -> Result<bool, RoundError> {
    let client = identity(engine.store)?;
    let mut asked = follow(engine, standing)?;
    let mut snapshot = false;
    let mut first = None;
    while !asked.is_empty() && !(engine.cancelled)() {
        let cursors: Vec<Cursor> = asked.iter().map(|state| state.cursor.clone()).collect();
        round.requests += 1;
        let answer: PullAnswer = ask(engine.line, "/v1/pull", &Pull { client, cursors })?;
        let mut more = Vec::new();
        for part in answer.scopes {
            let scope = part.head.scope.clone();
            set_head(standing, &part.head);
            match take_part(engine, part, round) {
                Ok(Part::More) => more.push(scope),
                Ok(Part::Done) => {}
                Ok(Part::Snapshot) => snapshot = true,
                Err(error) if error.ends_round() => return Err(error),
                // The others go on; this one is tried again in the next round.
                Err(error) => first = first.or(Some(error)),
            }
        }
        asked = follow(engine, standing)?;
        asked.retain(|state| more.contains(&state.cursor.scope));
    }
    first.map_or(Ok(snapshot), Err)
}

/// Returns the scopes to pull from.
fn follow(engine: &Engine<'_>, standing: &Standing) -> Result<Vec<ScopeState>, RoundError> {
    let mut scopes = engine.store.read(|db| db.scopes())?;
    scopes.retain(|state| {
        let granted = standing.heads.iter().any(|head| head.scope == state.cursor.scope);
        granted && state.abzug.is_none()
    });
    Ok(scopes)
}

fn set_head(standing: &mut Standing, head: &Head) {
    match standing.heads.iter_mut().find(|known| known.scope == head.scope) {
        Some(known) => *known = head.clone(),
        None => standing.heads.push(head.clone()),
    }
}

/// What is left to do about a scope after one part of an answer.
enum Part {
    More,
    Done,
    Snapshot,
}

fn take_part(engine: &Engine<'_>, part: PullScope, round: &mut Round) -> Result<Part, RoundError> {
    let PullScope { changes, chain, head, fork, gone } = part;
    let scope = head.scope.as_str();
    if fork || gone {
        engine.store.write(|tx| {
            if fork { tx.centre_restored(scope) } else { tx.need_snapshot(scope, Anlass::Alt) }
        })?;
        return Ok(Part::Snapshot);
    }
    let count = u32::try_from(changes.len()).unwrap_or(u32::MAX);
    if count > 0 {
        let applied = engine.store.write(|tx| tx.apply_changes(scope, changes, &chain));
        if let Err(DbError::Brake(braked)) = &applied {
            engine.store.write(|tx| tx.keep_brake(braked))?;
        }
        applied?;
        round.pulled_rows += count;
    }
    let state = engine.store.read(|db| db.scope_state(scope))?;
    let Some(state) = state else { return Ok(Part::Done) };
    if state.cursor.seq < head.seq {
        // An answer without rows would go round for ever.
        return if count > 0 { Ok(Part::More) } else { Err(RoundError::Protocol("pull answer")) };
    }
    if !state.geholt {
        engine.store.write(|tx| tx.first_pull_done(scope))?;
    }
    Ok(Part::Done)
}

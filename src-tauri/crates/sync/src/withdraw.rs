//! Handing over what a restored centre has lost, and removing what was withdrawn.
//!
//! Never removes a scope before everything done in it has been sent and decided.

use store::meta::Meta;
use wire::{Purged, Request, Salvage, SalvageAnswer};

use crate::engine::{Engine, Round};
use crate::error::RoundError;
use crate::greeting::identity;
use crate::line::{ask, good};

/// Hands over what was kept aside and the centre has not received.
pub(crate) fn salvage(engine: &Engine<'_>, round: &mut Round) -> Result<(), RoundError> {
    for state in engine.store.read(|db| db.scopes())? {
        let scope = state.cursor.scope;
        loop {
            let records = engine.store.read(|db| db.salvage_to_send(&scope))?;
            if records.is_empty() || (engine.cancelled)() {
                break;
            }
            let client = identity(engine.store)?;
            let question = Salvage { client, scope: scope.clone(), records };
            round.requests += 1;
            let _: SalvageAnswer = ask(engine.line, "/v1/salvage", &question)?;
            engine.store.write(|tx| tx.salvage_sent(&scope, &question.records))?;
        }
    }
    Ok(())
}

/// Removes what was withdrawn, and tells the centre.
pub(crate) fn purge(engine: &Engine<'_>, round: &mut Round) -> Result<(), RoundError> {
    let mut first = None;
    for scope in engine.store.read(|db| db.withdrawals())? {
        match purge_one(engine, &scope, round) {
            Ok(()) => {}
            Err(error) if error.ends_round() => return Err(error),
            Err(error) => first = first.or(Some(error)),
        }
    }
    first.map_or(Ok(()), Err)
}

fn purge_one(engine: &Engine<'_>, scope: &str, round: &mut Round) -> Result<(), RoundError> {
    if !engine.store.purge_scope(scope)? {
        // Something of it is still to be sent; the next round tries again.
        return Ok(());
    }
    round.requests += 1;
    let body = serde_json::to_vec(&Purged { client: identity(engine.store)? })
        .map_err(|_| RoundError::Protocol("question"))?;
    let path = format!("/v1/scopes/{scope}/purged");
    good(engine.line.send(Request::post_json(path, body))?)?;
    engine.store.write(|tx| tx.withdrawal_confirmed(scope))?;
    engine.store.write(|tx| Ok(tx.clear_meta(Meta::PushFehler)?))
}

//! The first message of a round: which centre is it, and what does it know of this workstation?
//!
//! Never sends or applies anything before the centre is recognised.

use store::brake::LEAST;
use store::meta::Meta;
use store::{Anlass, Store, VorfallArt};
use uuid::Uuid;
use wire::{Head, Hello, HelloAnswer, Seal};

use crate::engine::{Engine, Round};
use crate::error::{RoundError, ScopeCounts};
use crate::line::ask;
use crate::seal;

/// A fresh workstation takes a scope from a snapshot if its log is at least this long.
const SNAPSHOT_FROM: u64 = 2_000;

/// What the centre said last about where it stands.
pub(crate) struct Standing {
    /// Its heads.
    pub(crate) heads: Vec<Head>,
    /// Number of the next change it wants.
    pub(crate) expect: u64,
    /// Changes up to this one are in every backup.
    pub(crate) safe_n: u64,
}

/// Greets, recognises the centre, and takes in what it says of this workstation.
pub(crate) fn meet(engine: &Engine<'_>, round: &mut Round) -> Result<Standing, RoundError> {
    let mut answer = greet(engine, round)?;
    recognise(engine, &answer)?;
    if !take(engine, &answer)? {
        // This data folder was rolled back or cloned: a new identity, and once more.
        engine.store.write(|tx| tx.fork_client())?;
        answer = greet(engine, round)?;
        recognise(engine, &answer)?;
        take(engine, &answer)?;
    }
    round.next_poll = answer.next_poll;
    let HelloAnswer { heads, expect, safe_n, .. } = answer;
    Ok(Standing { heads, expect, safe_n })
}

/// Returns this workstation's identity at the centre, made at first need.
pub(crate) fn identity(store: &Store) -> Result<Uuid, RoundError> {
    let known = store.read(|db| db.meta(Meta::Client))?;
    if let Some(client) = known.and_then(|text| Uuid::parse_str(&text).ok()) {
        return Ok(client);
    }
    let client = store.env().id();
    store.write(|tx| tx.set_meta(Meta::Client, &client.to_string()))?;
    Ok(client)
}

fn greet(engine: &Engine<'_>, round: &mut Round) -> Result<HelloAnswer, RoundError> {
    let client = identity(engine.store)?;
    let (scopes, parked) =
        engine.store.read(|db| Ok::<_, RoundError>((db.scopes()?, db.parked_mids()?)))?;
    let hello = Hello {
        client,
        app: env!("CARGO_PKG_VERSION").to_owned(),
        schema: domain::SCHEMA,
        cursors: scopes.into_iter().map(|state| state.cursor).collect(),
        parked,
    };
    round.requests += 1;
    ask(engine.line, "/v1/hello", &hello)
}

/// Stops at a foreign or emptied centre; notes what has to come from a snapshot.
fn recognise(engine: &Engine<'_>, answer: &HelloAnswer) -> Result<(), RoundError> {
    let known = engine.store.read(|db| db.ledger())?;
    let named = (!answer.ledger.is_nil()).then_some(answer.ledger);
    let same = named.is_some() && named == known;
    let other = known.is_some() && named.is_some() && !same;
    let unknown_fork = !answer.forked.is_empty() && !same;
    if other || unknown_fork || emptied(engine, answer)? {
        let scopes = counts(engine, answer)?;
        return Err(RoundError::ForeignCentre { ledger: answer.ledger, scopes });
    }
    let behind = engine.store.read(|db| db.behind_seal(&answer.heads))?;
    let restored = answer.forked.iter().chain(&behind);
    let restored: Vec<&String> = restored.filter(|name| !answer.revoked.contains(name)).collect();
    let remember = named.filter(|_| known.is_none());
    if remember.is_none() && restored.is_empty() {
        return Ok(());
    }
    engine.store.write(|tx| {
        if let Some(ledger) = remember {
            tx.set_ledger(ledger)?;
        }
        for scope in restored {
            tx.centre_restored(scope)?;
        }
        Ok(())
    })
}

/// Tells whether a scope that holds much here is empty there.
fn emptied(engine: &Engine<'_>, answer: &HelloAnswer) -> Result<bool, RoundError> {
    for state in engine.store.read(|db| db.scopes())? {
        let name = &state.cursor.scope;
        if state.freigabe || !answer.forked.contains(name) || answer.revoked.contains(name) {
            continue;
        }
        let head = answer.heads.iter().find(|head| head.scope == *name);
        let empty = head.is_none_or(|head| head.seq == 0);
        if empty && engine.store.read(|db| db.base_count(name))? > LEAST {
            return Ok(true);
        }
    }
    Ok(false)
}

fn counts(engine: &Engine<'_>, answer: &HelloAnswer) -> Result<Vec<ScopeCounts>, RoundError> {
    let mut found = Vec::new();
    for state in engine.store.read(|db| db.scopes())? {
        let scope = state.cursor.scope;
        let here = engine.store.read(|db| db.base_count(&scope))?;
        let there = answer.heads.iter().find(|head| head.scope == scope);
        found.push(ScopeCounts { scope, here, there: there.map_or(0, |head| head.records) });
    }
    Ok(found)
}

/// Takes in decisions, new and withdrawn scopes, and how far the centre is; false if it knows more
/// than was ever sent.
fn take(engine: &Engine<'_>, answer: &HelloAnswer) -> Result<bool, RoundError> {
    let scopes = engine.store.read(|db| db.scopes())?;
    let withdrawn = engine.store.read(|db| db.withdrawals())?;
    let known = engine.store.write(|tx| {
        // Given again before the centre heard of the removal, or restored to before it was asked
        // for: there is nothing to confirm any more.
        for scope in withdrawn.iter().filter(|name| !answer.revoked.contains(name)) {
            if answer.heads.iter().any(|head| head.scope == **scope) {
                tx.withdrawal_confirmed(scope)?;
            }
        }
        let mut new = Vec::new();
        for head in &answer.heads {
            match scopes.iter().find(|state| state.cursor.scope == head.scope) {
                Some(state) if state.cursor.seq > 0 || state.abzug.is_some() => {}
                Some(_) if head.seq < SNAPSHOT_FROM => {}
                Some(state) => tx.need_snapshot(&state.cursor.scope, Anlass::Neu)?,
                None => new.push(head.scope.clone()),
            }
        }
        if !new.is_empty() {
            tx.follow(&new)?;
        }
        for scope in &answer.revoked {
            tx.begin_withdrawal(scope)?;
        }
        tx.set_min_schema(answer.min_schema)?;
        if !answer.verdicts.is_empty() {
            tx.apply_verdicts(&answer.verdicts)?;
        }
        Ok::<_, RoundError>(tx.apply_expect(answer.expect, answer.safe_n)?)
    })?;
    if let Some(seal) = &answer.seal {
        take_seal(engine, seal)?;
    }
    Ok(known)
}

/// Keeps a seal that is signed by the key first seen and fits what is here; tells people of
/// another one.
fn take_seal(engine: &Engine<'_>, seal: &Seal) -> Result<(), RoundError> {
    let pinned = engine.store.read(|db| db.meta(Meta::SiegelSchluessel))?;
    let problem = if !seal::holds(seal) {
        Some("unterschrift")
    } else if pinned.as_ref().is_some_and(|key| *key != seal.key) {
        Some("schluessel")
    } else {
        None
    };
    engine.store.write(|tx| {
        let mut problem = problem;
        if problem.is_none() {
            if pinned.is_none() {
                tx.set_meta(Meta::SiegelSchluessel, &seal.key)?;
            }
            if !tx.take_seal(seal)? {
                problem = Some("kette");
            }
        }
        if let Some(grund) = problem {
            let parameter = serde_json::json!({ "grund": grund });
            tx.note_incident_once(VorfallArt::SiegelPasstNicht, &parameter)?;
        }
        Ok(())
    })
}

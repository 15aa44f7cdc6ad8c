//! Enrolment, greeting, push and pull.
//!
//! Never decides: [`crate::decide`] does.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use wire::{
    Change, Cursor, Enrol, Enrolled, Head, Hello, HelloAnswer, PULL_BYTES, PUSH_MAX, Pull,
    PullAnswer, PullScope, Push, PushAnswer, Verdict,
};

use super::message::Message;
use super::{Center, blocking};
use crate::decide;
use crate::error::CenterError;
use crate::ledger::{Device, Enrolment, Tx};
use crate::metrics::Count;

/// Seconds after which the next round is welcome when the centre is busy.
const NEXT_POLL_S: u32 = 180;

type Answer<T> = Result<Json<T>, CenterError>;

pub(super) async fn enrol(
    State(center): State<Center>,
    Message(enrol): Message<Enrol>,
) -> Answer<Enrolled> {
    let token = center.surroundings.token();
    let now = center.surroundings.now();
    let ledger = Arc::clone(&center.ledger);
    let answer = blocking(move || {
        let (code, arbeitsplatz) = (&*enrol.code, &*enrol.arbeitsplatz);
        let new = Enrolment { code, token: &token, arbeitsplatz, uebung: enrol.uebung };
        let device = ledger.enrol(new, now)?;
        let scopes = ledger.read(&device.tenant, |tx| tx.granted(&device))?;
        Ok(Enrolled { token, mandant: device.mandant, uebung: device.uebung, scopes })
    });
    answer.await.map(Json)
}

pub(super) async fn hello(
    State(center): State<Center>,
    device: Device,
    Message(hello): Message<Hello>,
) -> Answer<HelloAnswer> {
    let now = center.surroundings.now();
    let min_schema = center.min_schema;
    let next_poll = center.gate.is_busy().then_some(NEXT_POLL_S);
    let d = device.clone();
    let answer = center.read(&device, move |tx| {
        tx.prepare(hello.client, Some(&d.id), &[])?;
        tx.check_client(hello.client, &d.id)?;
        let granted = tx.granted(&d)?;
        let mut heads = tx.heads()?;
        heads.retain(|head| granted.contains(&head.scope));
        let mut forked = Vec::new();
        for cursor in &hello.cursors {
            let head = heads.iter().find(|head| head.scope == cursor.scope);
            if let Some(head) = head
                && stands(tx, head, cursor)? == Stands::Elsewhere
            {
                forked.push(cursor.scope.clone());
            }
        }
        let mut verdicts = Vec::new();
        // Restored to before it was decided, the centre waits again for what the workstation
        // knows as done, and for its original.
        let unknown = tx.parked_of(&d.arbeitsplatz)?.into_iter();
        let unknown = unknown.filter(|verdict| !hello.parked.contains(&verdict.mid));
        verdicts.extend(unknown.take(PUSH_MAX));
        tx.load_verdicts(&hello.parked)?;
        for mid in hello.parked {
            if let Some(kind) = tx.verdict(mid)?.filter(wire::VerdictKind::is_final) {
                verdicts.push(Verdict { mid, n: 0, kind });
            }
        }
        Ok(HelloAnswer {
            time: now,
            mandant: d.mandant.clone(),
            uebung: d.uebung,
            ledger: tx.ledger_id()?,
            heads,
            forked,
            expect: tx.last_n(hello.client)? + 1,
            safe_n: tx.safe_n(hello.client)?,
            verdicts,
            revoked: tx.revoked_unconfirmed(&d)?,
            min_schema,
            seal: tx.newest_seal()?,
            next_poll,
        })
    });
    answer.await.map(Json)
}

/// Where a cursor stands in the centre's history.
#[derive(PartialEq, Eq)]
enum Stands {
    /// On a row of the log.
    Here,
    /// Before the first row that is still there.
    BeforeLog,
    /// In another history.
    Elsewhere,
}

fn stands(tx: &mut Tx<'_>, head: &Head, cursor: &Cursor) -> Result<Stands, CenterError> {
    if cursor.seq < head.floor {
        return Ok(Stands::BeforeLog);
    }
    let chain = tx.chain_at(&cursor.scope, cursor.seq)?;
    Ok(if chain.as_ref() == Some(&cursor.chain) { Stands::Here } else { Stands::Elsewhere })
}

pub(super) async fn push(
    State(center): State<Center>,
    device: Device,
    Message(push): Message<Push>,
) -> Answer<PushAnswer> {
    if push.mutations.len() > PUSH_MAX {
        return Err(CenterError::TooLarge);
    }
    let d = device.clone();
    let now = center.surroundings.now();
    let disposal = push.mutations.iter().any(|m| m.rec_type == domain::RecType::Aussonderung);
    let answer = center.write(&device, move |tx| {
        let receipt = decide::Receipt { arbeitsplatz: &d.arbeitsplatz, device: Some(&d.id), now };
        decide::push(tx, push.client, &push.mutations, receipt)
    });
    let answer = answer.await?;
    if disposal {
        center.sweep_destroyed(&device.tenant).await;
    }
    center.metrics.verdicts(answer.verdicts.iter().map(|verdict| &verdict.kind));
    Ok(Json(answer))
}

pub(super) async fn pull(
    State(center): State<Center>,
    device: Device,
    Message(pull): Message<Pull>,
) -> Answer<PullAnswer> {
    let d = device.clone();
    let answer = center.read(&device, move |tx| {
        let granted = tx.granted(&d)?;
        let revoked = tx.revoked_unconfirmed(&d)?;
        let heads = tx.heads()?;
        let mut scopes = Vec::new();
        for cursor in &pull.cursors {
            if revoked.contains(&cursor.scope) {
                continue;
            }
            let head = heads.iter().find(|head| head.scope == cursor.scope);
            let head = head.filter(|head| granted.contains(&head.scope));
            scopes.push(part(tx, head.ok_or(CenterError::Forbidden)?, cursor)?);
        }
        Ok(PullAnswer { scopes })
    });
    let answer = answer.await?;
    let rows: usize = answer.scopes.iter().map(|part| part.changes.len()).sum();
    center.metrics.add(Count::Rows, rows as u64);
    Ok(Json(answer))
}

/// The news of one scope. Rows leave without what the reader computes itself; the part says what
/// must come out.
fn part(tx: &mut Tx<'_>, head: &Head, cursor: &Cursor) -> Result<PullScope, CenterError> {
    let stands = stands(tx, head, cursor)?;
    let changes = if stands == Stands::Here && cursor.seq < head.seq {
        tx.changes_after(&cursor.scope, cursor.seq, PULL_BYTES)?
    } else {
        Vec::new()
    };
    let chain = changes.last().map(|change| change.chain.clone()).unwrap_or_default();
    let changes = changes.into_iter().map(slim).collect();
    let head = head.clone();
    let (fork, gone) = (stands == Stands::Elsewhere, stands == Stands::BeforeLog);
    Ok(PullScope { changes, chain, head, fork, gone })
}

fn slim(change: Change) -> Change {
    let body_sha256 = if change.body.is_some() { String::new() } else { change.body_sha256 };
    Change { chain: String::new(), body_sha256, ..change }
}

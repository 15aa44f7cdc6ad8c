//! Enrolment, greeting, push and pull.
//!
//! Never decides: [`crate::decide`] does.

use axum::Json;
use axum::extract::State;
use wire::{
    Cursor, Enrol, Enrolled, Hello, HelloAnswer, PULL_BYTES, PUSH_MAX, Pull, PullAnswer, PullScope,
    Push, PushAnswer, Verdict,
};

use super::Center;
use crate::error::CenterError;
use crate::ledger::{Device, LedgerTx, SqliteTx};
use crate::{SCOPE_REGISTRATUR, SCOPE_STAMMDATEN, decide};

type Answer<T> = Result<Json<T>, CenterError>;

pub(super) async fn enrol(
    State(center): State<Center>,
    Json(enrol): Json<Enrol>,
) -> Answer<Enrolled> {
    let token = center.surroundings.token();
    let now = center.surroundings.now();
    let ledger = std::sync::Arc::clone(&center.ledger);
    let answer = tokio::task::spawn_blocking(move || {
        ledger.enrol(&enrol.code, &token, &enrol.arbeitsplatz, now)?;
        let device = ledger.device(&token)?;
        Ok::<_, CenterError>(Enrolled {
            token,
            mandant: device.mandant,
            uebung: device.uebung,
            scopes: vec![SCOPE_STAMMDATEN.to_owned(), SCOPE_REGISTRATUR.to_owned()],
        })
    });
    answer.await.map_err(|_| CenterError::Internal("enrolment panicked"))?.map(Json)
}

pub(super) async fn hello(
    State(center): State<Center>,
    device: Device,
    Json(hello): Json<Hello>,
) -> Answer<HelloAnswer> {
    let (mandant, uebung) = (device.mandant.clone(), device.uebung);
    let now = center.surroundings.now();
    let answer = center.transact(&device, move |tx| {
        let mut forked = Vec::new();
        for cursor in &hello.cursors {
            if !part_of_history(tx, cursor)? {
                forked.push(cursor.scope.clone());
            }
        }
        let mut verdicts = Vec::new();
        for mid in hello.parked {
            if let Some(kind) = tx.verdict(mid)?.filter(wire::VerdictKind::is_final) {
                verdicts.push(Verdict { mid, n: 0, kind });
            }
        }
        Ok(HelloAnswer {
            time: now,
            mandant,
            uebung,
            heads: tx.heads()?,
            forked,
            expect: tx.last_n(hello.client)? + 1,
            safe_n: tx.safe_n(hello.client)?,
            verdicts,
        })
    });
    answer.await.map(Json)
}

fn part_of_history(tx: &mut SqliteTx<'_>, cursor: &Cursor) -> Result<bool, CenterError> {
    Ok(tx.chain_at(&cursor.scope, cursor.seq)?.is_some_and(|chain| chain == cursor.chain))
}

pub(super) async fn push(
    State(center): State<Center>,
    device: Device,
    Json(push): Json<Push>,
) -> Answer<PushAnswer> {
    if push.mutations.len() > PUSH_MAX {
        return Err(CenterError::TooLarge);
    }
    let arbeitsplatz = device.arbeitsplatz.clone();
    let now = center.surroundings.now();
    let answer = center.transact(&device, move |tx| {
        let receipt = decide::Receipt { arbeitsplatz: &arbeitsplatz, now };
        decide::push(tx, push.client, &push.mutations, receipt)
    });
    answer.await.map(Json)
}

pub(super) async fn pull(
    State(center): State<Center>,
    device: Device,
    Json(pull): Json<Pull>,
) -> Answer<PullAnswer> {
    let answer = center.transact(&device, move |tx| {
        let heads = tx.heads()?;
        let mut scopes = Vec::new();
        for cursor in &pull.cursors {
            let head = heads.iter().find(|head| head.scope == cursor.scope);
            let head = head.cloned().ok_or(CenterError::Forbidden)?;
            let fork = !part_of_history(tx, cursor)?;
            let changes = if fork {
                Vec::new()
            } else {
                tx.changes_after(&cursor.scope, cursor.seq, PULL_BYTES)?
            };
            scopes.push(PullScope { changes, head, fork });
        }
        Ok(PullAnswer { scopes })
    });
    answer.await.map(Json)
}

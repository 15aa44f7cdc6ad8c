//! Follows an authority's log by cursor while others write, and counts what it saw.
//!
//! Never forgives a row that is missing, doubled or out of the chain.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use wire::{Cursor, Pull, PullAnswer, chain_next};

use super::station::{GENESIS, REGISTRATUR, Station, Wire};

/// Pause after an answer without news.
const QUIET: Duration = Duration::from_millis(50);

/// What a follower saw.
pub(super) struct Seen {
    /// The workstation it stands for.
    pub(super) number: usize,
    pub(super) rows: u64,
}

/// Follows until the others are done and nothing is left.
pub(super) async fn follow(
    station: Station,
    centre: String,
    done: Arc<AtomicBool>,
) -> Result<Seen> {
    let wire = Wire::new(&centre)?;
    let mut cursor = Cursor { scope: REGISTRATUR.to_owned(), seq: 0, chain: GENESIS.to_owned() };
    loop {
        // Asked before the pull: what was written until then must be in its answer.
        let last = done.load(Ordering::Relaxed);
        let question = Pull { client: station.client, cursors: vec![cursor.clone()] };
        let answer: PullAnswer = wire.ask("pull", &station.token, &question).await?;
        let part = answer.scopes.into_iter().next().context("a part of the answer")?;
        ensure!(!part.fork && !part.gone, "the centre does not know this cursor any more");
        if part.changes.is_empty() {
            if last {
                return Ok(Seen { number: station.number, rows: cursor.seq });
            }
            tokio::time::sleep(QUIET).await;
            continue;
        }
        let mut chain: wire::Hash = <[u8; 32]>::try_from(hex::decode(&cursor.chain)?)
            .map_err(|_| anyhow::anyhow!("not a hash"))?;
        for mut change in part.changes {
            ensure!(change.seq == cursor.seq + 1, "row {} after {}", change.seq, cursor.seq);
            let body = change.body.as_deref().context("a body")?;
            change.body_sha256 = wire::sha256_hex(body.as_bytes());
            chain = chain_next(&chain, REGISTRATUR, &change);
            cursor.seq = change.seq;
        }
        cursor.chain = hex::encode(chain);
        ensure!(cursor.chain == part.chain, "the chain breaks before row {}", cursor.seq);
    }
}

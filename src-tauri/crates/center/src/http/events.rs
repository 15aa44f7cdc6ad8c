//! News for one workstation, as they happen (server-sent events).
//!
//! Never carries content, and never outlives the right to hear it by more than a heartbeat.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderName;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::sync::{broadcast, watch};
use tokio::time::Instant;
use wire::Poke;

use super::Center;
use super::message::Token;
use crate::error::CenterError;
use crate::ledger::{Device, Moved};

/// How often something is sent at least: proxies cut lines that are silent.
const HEARTBEAT: Duration = Duration::from_secs(25);

/// A workstation that listens.
struct Listener {
    center: Center,
    token: Token,
    device: Device,
    granted: BTreeSet<String>,
    news: broadcast::Receiver<Arc<Moved>>,
    stopping: watch::Receiver<bool>,
    /// What has not been told yet; of a scope only the newest.
    waiting: BTreeMap<String, u64>,
    beat: Instant,
}

pub(super) async fn listen(
    State(center): State<Center>,
    token: Token,
) -> Result<Response, CenterError> {
    let device = center.device(&token).await?;
    let counted = Counted::new(&center)?;
    let mut listener = Listener {
        news: center.news.listen().await?,
        stopping: center.stopping.subscribe(),
        granted: BTreeSet::new(),
        waiting: BTreeMap::new(),
        beat: Instant::now() + HEARTBEAT,
        center,
        token,
        device,
    };
    // Whatever happened before it began to listen is part of this.
    listener.all_heads().await?;
    let stream = stream::unfold((listener, counted), |(mut listener, counted)| async move {
        let event = listener.next().await?;
        Some((Ok::<_, Infallible>(event), (listener, counted)))
    });
    let plain = [(HeaderName::from_static("x-accel-buffering"), "no")];
    Ok((plain, Sse::new(stream)).into_response())
}

impl Listener {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((scope, seq)) = self.waiting.pop_first() {
                return Event::default().event("head").json_data(Poke { scope, seq }).ok();
            }
            let moved = tokio::select! {
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
                moved = self.news.recv() => Some(moved),
                () = tokio::time::sleep_until(self.beat) => None,
            };
            if let Some(moved) = moved {
                self.note(moved).await?;
            } else {
                self.beat = Instant::now() + HEARTBEAT;
                self.refresh().await?;
                return Some(Event::default().comment("da"));
            }
        }
    }

    async fn note(&mut self, moved: Result<Arc<Moved>, broadcast::error::RecvError>) -> Option<()> {
        match moved {
            Ok(moved) => {
                let mine = moved.tenant == self.device.tenant;
                if mine && self.granted.contains(&moved.scope) {
                    self.waiting.insert(moved.scope.clone(), moved.seq);
                }
                Some(())
            }
            // Too slow: where things stand says it all.
            Err(broadcast::error::RecvError::Lagged(_)) => self.all_heads().await.ok(),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }

    /// Looks whether the workstation may still listen, and to what; ends it if the token is
    /// revoked. A database that is away for a moment ends nothing.
    async fn refresh(&mut self) -> Option<()> {
        match self.center.device(&self.token).await {
            Err(CenterError::Unauthorized) => None,
            Err(_) => Some(()),
            Ok(device) => {
                self.device = device;
                let before = std::mem::take(&mut self.granted);
                if self.all_heads().await.is_ok() {
                    // What it knows already need not be told again.
                    self.waiting.retain(|scope, _| !before.contains(scope));
                } else {
                    self.granted = before;
                }
                Some(())
            }
        }
    }

    async fn all_heads(&mut self) -> Result<(), CenterError> {
        let device = self.device.clone();
        let heads = self.center.read(&self.device, move |tx| {
            let granted = tx.granted(&device)?;
            let mut heads = tx.heads()?;
            heads.retain(|head| granted.contains(&head.scope));
            Ok(heads)
        });
        let heads = heads.await?;
        self.granted = heads.iter().map(|head| head.scope.clone()).collect();
        self.waiting.extend(heads.into_iter().map(|head| (head.scope, head.seq)));
        Ok(())
    }
}

/// Counts a listener for as long as it listens.
struct Counted(Center);

impl Counted {
    fn new(center: &Center) -> Result<Self, CenterError> {
        let counted = Self(center.clone());
        let all = center.metrics.listeners(1);
        let limit = i64::try_from(center.gate.limits.listeners).unwrap_or(i64::MAX);
        if all > limit { Err(CenterError::Busy) } else { Ok(counted) }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.metrics.listeners(-1);
    }
}

//! News: which scopes have moved, for the workstations that listen.
//!
//! Never carries content. One task a process asks the database; nobody is told twice as often
//! because more listen.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, Notify, broadcast};

use crate::error::CenterError;
use crate::ledger::{Ledger, Moved};

/// How often the database is asked what has moved.
const EVERY: Duration = Duration::from_millis(200);
/// News that a slow listener may lag behind; then it is told where all of its scopes stand.
const LAG: usize = 1024;

/// Tells listeners what has moved.
pub struct News {
    ledger: Arc<Ledger>,
    sender: broadcast::Sender<Arc<Moved>>,
    committed: Arc<Notify>,
    running: Mutex<bool>,
}

impl News {
    /// Makes it; nothing is asked before somebody listens.
    pub fn new(ledger: Arc<Ledger>) -> Arc<Self> {
        let (sender, _) = broadcast::channel(LAG);
        let committed = Arc::new(Notify::new());
        Arc::new(Self { ledger, sender, committed, running: Mutex::new(false) })
    }

    /// Tells that this process has committed something: no need to wait for the next look.
    pub fn committed(&self) {
        self.committed.notify_one();
    }

    /// Begins to listen; what is committed from now on will be told.
    pub async fn listen(self: &Arc<Self>) -> Result<broadcast::Receiver<Arc<Moved>>, CenterError> {
        let receiver = self.sender.subscribe();
        let mut running = self.running.lock().await;
        if !*running {
            let (since, _) = self.moved(0).await?;
            let news = Arc::clone(self);
            tokio::spawn(async move { news.watch(since).await });
            *running = true;
        }
        Ok(receiver)
    }

    /// Asks until nobody listens any more.
    async fn watch(self: Arc<Self>, mut since: u64) {
        loop {
            let committed = self.committed.notified();
            let _ = tokio::time::timeout(EVERY, committed).await;
            match self.moved(since).await {
                Ok((now, moved)) => {
                    since = now;
                    self.tell(moved);
                }
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "no news");
                }
            }
            let mut running = self.running.lock().await;
            if self.sender.receiver_count() == 0 {
                *running = false;
                return;
            }
        }
    }

    async fn moved(&self, since: u64) -> Result<(u64, Vec<Moved>), CenterError> {
        let ledger = Arc::clone(&self.ledger);
        let moved = tokio::task::spawn_blocking(move || ledger.moved(since));
        moved.await.map_err(|_| CenterError::Internal("looking for news panicked"))?
    }

    fn tell(&self, moved: Vec<Moved>) {
        for news in moved {
            // Without listeners there is nobody to tell.
            let _ = self.sender.send(Arc::new(news));
        }
    }
}

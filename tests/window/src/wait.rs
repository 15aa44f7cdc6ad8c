//! Waits for a condition, with a deadline.
//!
//! Never just lets time pass: every wait ends as soon as its condition is true.

use std::time::Duration;

use anyhow::{Result, anyhow};
use tokio::time::Instant;

/// How long a window may take for what a person would wait for.
pub const LONG: Duration = Duration::from_secs(30);

const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Looks again and again until `look` finds something.
///
/// An error of `look` counts as "not yet" and is told only when the time is over.
pub async fn until<T>(
    what: &str,
    limit: Duration,
    mut look: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let start = Instant::now();
    loop {
        let last = match look().await {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => None,
            Err(error) => Some(error),
        };
        if start.elapsed() > limit {
            let error = last.unwrap_or_else(|| anyhow!("it did not happen"));
            return Err(error.context(format!("waited {limit:?} for: {what}")));
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

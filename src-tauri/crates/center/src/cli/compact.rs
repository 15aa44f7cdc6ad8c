//! Tidying up: the log up to the newest snapshot, uploads that were abandoned, objects nobody
//! knows.
//!
//! Never shortens a log whose snapshot is not safely in the object store.

use std::sync::Arc;

use center::ledger::Tenant;
use center::originals::Name;
use center::snapshot::Snapshots;
use center::{CenterError, Ledger, Originals, Surroundings};
use domain::Zeitpunkt;

use super::place::Place;
use super::say;

/// Days after which an upload that does not go on is forgotten.
const UPLOAD_DAYS: u32 = 14;
const DAY_S: i64 = 24 * 60 * 60;

fn days_ago(days: u32) -> anyhow::Result<Zeitpunkt> {
    // To the millisecond: what was written a moment ago is older than "0 days".
    let now = Surroundings::system().now().as_millisecond();
    Ok(Zeitpunkt::from_millisecond(now - i64::from(days) * DAY_S * 1000)?)
}

async fn blocking<T: Send + 'static>(
    f: impl FnOnce() -> Result<T, CenterError> + Send + 'static,
) -> anyhow::Result<T> {
    Ok(tokio::task::spawn_blocking(f).await??)
}

/// Does all of it.
pub(super) async fn compact(place: &Place, days: u32) -> anyhow::Result<()> {
    let p = place.clone();
    let ledger = Arc::new(tokio::task::spawn_blocking(move || p.ledger()).await??);
    let originals = place.originals()?;
    let snapshots = Snapshots::new(Arc::clone(&ledger), originals);
    let (before, yesterday) = (days_ago(days)?, days_ago(1)?);
    let l = Arc::clone(&ledger);
    for Tenant { tenant, .. } in blocking(move || l.tenants()).await? {
        let (l, t) = (Arc::clone(&ledger), tenant.clone());
        let heads = blocking(move || l.read(&t, |tx| tx.heads())).await?;
        for head in heads {
            let (l, t, s) = (Arc::clone(&ledger), tenant.clone(), head.scope.clone());
            let wanted = blocking(move || l.read(&t, |tx| tx.seq_before(&s, before))).await?;
            if wanted > head.floor {
                // The snapshot's object is looked at, or made anew if it is missing.
                let (newest, _) = snapshots.newest(&tenant, &head.scope).await?;
                let floor = wanted.min(newest.seq);
                let (l, t, s) = (Arc::clone(&ledger), tenant.clone(), head.scope.clone());
                let removed = blocking(move || l.write(&t, |tx| tx.set_floor(&s, floor))).await?;
                say(&format!("{tenant} {}: {removed} Zeilen gekürzt", head.scope))?;
            }
            snapshots.sweep(&tenant, &head.scope, yesterday).await?;
        }
    }
    let gone = remove_destroyed(&ledger, place).await?;
    say(&format!("{gone} Dateien vernichteter Akten entfernt"))?;
    let forgotten = expire_uploads(&ledger, place).await?;
    say(&format!("{forgotten} abgebrochene Übertragungen vergessen"))
}

/// Removes the objects that destructions have left; returns how many.
pub(super) async fn remove_destroyed(ledger: &Arc<Ledger>, place: &Place) -> anyhow::Result<usize> {
    let (now, originals) = (Surroundings::system().now(), place.originals()?);
    let l = Arc::clone(ledger);
    let mut gone = 0;
    for Tenant { tenant, .. } in blocking(move || l.tenants()).await? {
        gone += center::loeschen::sweep(ledger, &originals, &tenant, now).await?;
    }
    Ok(gone)
}

/// Forgets uploads of which nothing has come for two weeks; returns how many.
pub(super) async fn expire_uploads(ledger: &Arc<Ledger>, place: &Place) -> anyhow::Result<usize> {
    let (before, originals) = (days_ago(UPLOAD_DAYS)?, place.originals()?);
    let l = Arc::clone(ledger);
    let mut forgotten = 0;
    for Tenant { tenant, .. } in blocking(move || l.tenants()).await? {
        let (l, t) = (Arc::clone(ledger), tenant.clone());
        for (scope, sha256) in blocking(move || drop_old(&l, &t, before)).await? {
            originals.forget_pieces(&Name { tenant: tenant.clone(), scope, sha256 }).await?;
            forgotten += 1;
        }
    }
    forget_pieces_without_row(&originals, ledger, before).await?;
    Ok(forgotten)
}

/// Looks first without the tenant's lock: most have none.
fn drop_old(
    ledger: &Ledger,
    tenant: &str,
    before: Zeitpunkt,
) -> Result<Vec<(String, String)>, CenterError> {
    if ledger.read(tenant, |tx| tx.uploads_before(before))?.is_empty() {
        return Ok(Vec::new());
    }
    ledger.write(tenant, |tx| {
        let old = tx.uploads_before(before)?;
        for (scope, sha256) in &old {
            tx.drop_upload(scope, sha256)?;
        }
        Ok(old)
    })
}

/// Pieces outlive their row when a process ends between the two.
async fn forget_pieces_without_row(
    originals: &Originals,
    ledger: &Arc<Ledger>,
    before: Zeitpunkt,
) -> anyhow::Result<()> {
    for name in originals.abandoned(before).await? {
        let (l, n) = (Arc::clone(ledger), name.clone());
        let row = blocking(move || l.read(&n.tenant, |tx| tx.upload(&n.scope, &n.sha256)));
        if row.await?.is_none() {
            originals.forget_pieces(&name).await?;
        }
    }
    Ok(())
}

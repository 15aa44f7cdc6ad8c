//! After a destruction: removes from the object store what nothing living names, and tries again
//! until it is gone.
//!
//! Never removes an original while a record names it, and never lets one be noted whose object is
//! being removed.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::Zeitpunkt;

use crate::error::CenterError;
use crate::ledger::{Abfall, Abfallart, Ledger};
use crate::originals::{Name, Originals};
use crate::snapshot;

/// Removes what destructions have left of an authority; returns how many objects went.
pub async fn sweep(
    ledger: &Arc<Ledger>,
    originals: &Originals,
    tenant: &str,
    now: Zeitpunkt,
) -> Result<usize, CenterError> {
    let (l, t) = (Arc::clone(ledger), tenant.to_owned());
    let waste = blocking(move || l.read(&t, |tx| tx.waste())).await?;
    if waste.is_empty() {
        return Ok(0);
    }
    let scopes: BTreeSet<String> = waste.iter().map(|one| one.scope.clone()).collect();
    for scope in scopes {
        let wanted = waste.iter().filter(|one| one.scope == scope && !one.raus);
        let wanted: BTreeSet<String> = wanted.map(|one| one.name.clone()).collect();
        if !wanted.is_empty() {
            let (l, t) = (Arc::clone(ledger), tenant.to_owned());
            blocking(move || let_go(&l, &t, &scope, wanted)).await?;
        }
    }
    let (l, t) = (Arc::clone(ledger), tenant.to_owned());
    let going = blocking(move || l.read(&t, |tx| tx.waste())).await?;
    let mut gone = Vec::new();
    for one in going.into_iter().filter(|one| one.raus) {
        if one.weg_um.is_none() {
            remove(originals, tenant, &one).await?;
        }
        gone.push(one);
    }
    let count = gone.iter().filter(|one| one.weg_um.is_none()).count();
    let (l, t) = (Arc::clone(ledger), tenant.to_owned());
    blocking(move || {
        l.write(&t, |tx| gone.iter().try_for_each(|one| tx.removed(one, now)))?;
        l.scrub()
    })
    .await?;
    Ok(count)
}

/// Most records are looked at while others write; what came meanwhile is looked at under the lock.
fn let_go(
    ledger: &Ledger,
    tenant: &str,
    scope: &str,
    wanted: BTreeSet<String>,
) -> Result<(), CenterError> {
    let (named, seq) = ledger.read(tenant, |tx| tx.still_named(scope, &wanted))?;
    ledger.write(tenant, |tx| {
        for sha256 in &named {
            tx.keep_original(scope, sha256)?;
        }
        let unnamed = wanted.difference(&named).cloned().collect();
        tx.let_go(scope, &unnamed, seq)
    })
}

async fn remove(originals: &Originals, tenant: &str, one: &Abfall) -> Result<(), CenterError> {
    match one.art {
        Abfallart::Original => {
            let (scope, sha256) = (one.scope.clone(), one.name.clone());
            originals.remove(&Name { tenant: tenant.to_owned(), scope, sha256 }).await
        }
        Abfallart::Abzug => {
            originals.remove_object(&snapshot::key(tenant, &one.scope, &one.name)).await
        }
    }
}

async fn blocking<T: Send + 'static>(
    f: impl FnOnce() -> Result<T, CenterError> + Send + 'static,
) -> Result<T, CenterError> {
    let done = tokio::task::spawn_blocking(f).await;
    done.map_err(|_| CenterError::Internal("a transaction panicked"))?
}

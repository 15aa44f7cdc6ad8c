//! Reads every original that the ledger names and compares it with its name.
//!
//! Never removes or replaces one.

use std::sync::Arc;

use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};

use crate::CenterError;
use crate::ledger::{Ledger, Tenant};
use crate::originals::{Name, Originals};

/// Returns what is wrong with the originals: missing, cut or changed.
pub async fn originals(
    ledger: Arc<Ledger>,
    originals: &Originals,
) -> Result<Vec<String>, CenterError> {
    let listed = tokio::task::spawn_blocking(move || named(&ledger)).await;
    let listed = listed.map_err(|_| CenterError::Internal("listing the originals panicked"))??;
    let mut wrong = Vec::new();
    for (name, size) in listed {
        if !whole(originals, &name, size).await {
            let Name { tenant, scope, sha256 } = name;
            wrong.push(format!("{tenant}/{scope}: original {sha256} is missing or damaged"));
        }
    }
    Ok(wrong)
}

fn named(ledger: &Ledger) -> Result<Vec<(Name, u64)>, CenterError> {
    let mut found = Vec::new();
    for Tenant { tenant, .. } in ledger.tenants()? {
        for (scope, sha256, size) in ledger.read(&tenant, |tx| tx.originals())? {
            found.push((Name { tenant: tenant.clone(), scope, sha256 }, size));
        }
    }
    Ok(found)
}

/// One that cannot be read is not whole, whatever the reason.
async fn whole(originals: &Originals, name: &Name, size: u64) -> bool {
    let mut stream = originals.read(name, 0..size);
    let (mut hasher, mut bytes) = (Sha256::new(), 0_u64);
    loop {
        match stream.try_next().await {
            Ok(Some(part)) => {
                bytes += part.len() as u64;
                hasher.update(&part);
            }
            Ok(None) => return bytes == size && hex::encode(hasher.finalize()) == name.sha256,
            Err(_) => return false,
        }
    }
}

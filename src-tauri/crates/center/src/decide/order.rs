//! What a change has to wait for: its originals, and earlier changes of its own workstation.
//!
//! Never lets a change wait for one that it does not depend on, or for somebody else's: an original
//! that never comes holds up nobody but its workstation.

use domain::record::text;
use domain::{Op, RecType};
use wire::Mutation;

use crate::error::CenterError;
use crate::ledger::Tx;

/// Returns what a change of a group waits for, if it has to.
pub(super) fn waits(
    tx: &mut Tx<'_>,
    mutation: &Mutation,
    group: &[Mutation],
    arbeitsplatz: &str,
) -> Result<Option<Vec<String>>, CenterError> {
    // A step comes after the one before it, also if that one's original comes later than its own.
    if mutation.edit.op == Op::Transition
        && let Some(waits_for) = tx.parked_before(mutation.rec_id, group, arbeitsplatz)?
    {
        return Ok(Some(waits_for));
    }
    // What was put into a file before it was closed belongs in it, also if its original comes later.
    if closes(mutation)
        && let Some(waits_for) = tx.parked_below(mutation.rec_id, group, arbeitsplatz)?
    {
        return Ok(Some(waits_for));
    }
    let mut missing = Vec::new();
    for sha256 in &mutation.requires {
        if !tx.has_blob(&mutation.scope, sha256)? {
            missing.push(sha256.clone());
        }
    }
    Ok(Some(missing).filter(|missing| !missing.is_empty()))
}

/// Tells whether a change closes a file or a case.
fn closes(mutation: &Mutation) -> bool {
    matches!(mutation.rec_type, RecType::Akte | RecType::Vorgang)
        && mutation.edit.op == Op::Transition
        && text(&mutation.edit.set, "status") == "zda"
}

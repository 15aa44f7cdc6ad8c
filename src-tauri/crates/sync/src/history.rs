//! The centre's history of a record, fetched when a person asks for it.
//!
//! Never part of a round: whoever reads a history without a line sees what is here.

use store::{DbError, Store};
use uuid::Uuid;
use wire::AuditAnswer;

use crate::error::RoundError;
use crate::line::{self, Line};

/// Pages in one call at most: half a million entries.
const PAGES: usize = 1000;

/// Fetches what the centre's audit log says about a record and all that lives in it, behind what
/// was fetched before; returns the number of new entries.
pub fn history(store: &Store, line: &dyn Line, rec_id: Uuid) -> Result<u32, RoundError> {
    let (seen, mark) = store.read(|db| {
        let seen = db.seen(rec_id)?.ok_or(DbError::NotFound)?;
        Ok::<_, DbError>((seen, db.history_fetched(rec_id)?))
    })?;
    let mut after = mark.map_or(0, |mark| mark.bis);
    let mut count = 0;
    for _ in 0..PAGES {
        let path = format!("/v1/scopes/{}/audit?record={rec_id}&after={after}", seen.scope);
        let answer: AuditAnswer = line::get(line, &path)?;
        let forward = answer
            .entries
            .iter()
            .try_fold(after, |last, entry| (entry.no > last).then_some(entry.no));
        after = forward.ok_or(RoundError::Protocol("audit entries out of order"))?;
        let entries = &answer.entries;
        store.write(|tx| tx.put_history(&seen.scope, rec_id, entries, after))?;
        count += u32::try_from(entries.len()).unwrap_or(u32::MAX);
        if !answer.more || entries.is_empty() {
            break;
        }
    }
    Ok(count)
}

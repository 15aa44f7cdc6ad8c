//! Compares the full text with what the records and the text of their originals would make of it.
//!
//! Never loads more than some records' words at once.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use domain::RecType;
use domain::suchform::suchform;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::{Befund, Pruefbericht};
use crate::db::{Db, scratch};
use crate::error::DbError;
use crate::projection::words;
use crate::record::uuid;
use crate::text::VOCABULARY;

/// Records whose words are spelled out beside the real index at once.
const AT_ONCE: usize = 500;

/// What the index holds of a record: its row, its title, its first original, its state.
type Entry = (i64, String, Option<String>, String);

impl Db<'_> {
    /// Spells out the words of every record again and compares.
    pub(super) fn verify_words(&self, report: &mut Pruefbericht) -> Result<(), DbError> {
        let spelled = spelled_out(self.conn)?;
        let mut entries = self.indexed()?;
        let beside = scratch()?;
        beside.execute_batch(VOCABULARY)?;
        let mut batch = Vec::new();
        for kind in RecType::ALL {
            for rec_id in self.all(kind)? {
                let entry = entries.remove(&(rec_id, kind.as_str().to_owned()));
                match self.words_as_due(kind, rec_id, entry, &beside) {
                    Ok(Due::Spelled(id)) => batch.push((rec_id, id)),
                    Ok(Due::Nothing) => {}
                    Ok(Due::Wrong) | Err(_) => report.befunde.push(Befund::WordsDiffer(rec_id)),
                }
                if batch.len() == AT_ONCE {
                    compare(&beside, &spelled, &mut batch, report)?;
                }
            }
        }
        compare(&beside, &spelled, &mut batch, report)?;
        report.befunde.extend(entries.into_keys().map(|(id, _)| Befund::WordsDiffer(id)));
        Ok(())
    }

    fn indexed(&self) -> Result<BTreeMap<(Uuid, String), Entry>, DbError> {
        let mut query =
            self.conn.prepare("SELECT rec_id, rec_type, id, titel, sha256, stand FROM volltext")?;
        let rows = query.query_map([], |row| {
            let entry: Entry = (row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?);
            Ok((row.get(0)?, row.get(1)?, entry))
        })?;
        let mut found = BTreeMap::new();
        for row in rows {
            let (id, kind, entry): (String, String, Entry) = row?;
            found.insert((uuid(&id)?, kind), entry);
        }
        Ok(found)
    }

    fn words_as_due(
        &self,
        kind: RecType,
        rec_id: Uuid,
        entry: Option<Entry>,
        beside: &Connection,
    ) -> Result<Due, DbError> {
        let mut waiting =
            self.conn.prepare_cached("SELECT 1 FROM index_offen WHERE rec_id = ?1")?;
        if waiting.exists([rec_id.to_string()])? {
            return Ok(Due::Nothing);
        }
        let seen = self.seen(rec_id)?.ok_or(DbError::NotFound)?;
        let due = words(kind, &seen.fields);
        let (Some(words), Some((id, titel, sha256, stand))) = (&due, &entry) else {
            return Ok(if due.is_none() == entry.is_none() { Due::Nothing } else { Due::Wrong });
        };
        let originals: Vec<&str> = words.originals.iter().map(String::as_str).collect();
        let same = words.title == *titel
            && originals.first().copied() == sha256.as_deref()
            && self.indexed_stand(&words.title, &words.more, &originals)? == *stand;
        if !same {
            return Ok(Due::Wrong);
        }
        let body = self.indexed_body(&words.more, &originals)?;
        beside
            .prepare_cached("INSERT INTO volltext_index (rowid, titel, text) VALUES (?1, ?2, ?3)")?
            .execute(params![id, suchform(&words.title), suchform(&body)])?;
        Ok(Due::Spelled(*id))
    }
}

/// What became of a record's words.
enum Due {
    /// They stand beside the index under this row now.
    Spelled(i64),
    /// There is nothing to compare.
    Nothing,
    /// They differ already.
    Wrong,
}

fn compare(
    beside: &Connection,
    spelled: &BTreeMap<i64, u64>,
    batch: &mut Vec<(Uuid, i64)>,
    report: &mut Pruefbericht,
) -> Result<(), DbError> {
    let due = spelled_out(beside)?;
    for (rec_id, id) in batch.drain(..) {
        if due.get(&id) != spelled.get(&id) {
            report.befunde.push(Befund::WordsDiffer(rec_id));
        }
    }
    beside.execute_batch("INSERT INTO volltext_index (volltext_index) VALUES ('delete-all')")?;
    Ok(())
}

/// Returns a sum over the words of each row of the index, with their places.
fn spelled_out(conn: &Connection) -> Result<BTreeMap<i64, u64>, DbError> {
    let mut query = conn.prepare("SELECT doc, term, col, offset FROM temp.volltext_worte")?;
    let mut rows = query.query([])?;
    let mut found: BTreeMap<i64, u64> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (doc, offset): (i64, i64) = (row.get(0)?, row.get(3)?);
        let (term, column) = (row.get_ref(1)?, row.get_ref(2)?);
        let mut hasher = DefaultHasher::new();
        (term.as_bytes_or_null().ok(), column.as_bytes_or_null().ok(), offset).hash(&mut hasher);
        let sum = found.entry(doc).or_default();
        *sum = sum.wrapping_add(hasher.finish());
    }
    Ok(found)
}

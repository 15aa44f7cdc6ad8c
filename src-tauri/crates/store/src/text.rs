//! Full text over everything on this workstation, in search form.
//!
//! Never ranks by anything but title before text and newest first; the index can be rebuilt from
//! records and derived text at any time.

use domain::RecType;
use domain::suchform::suchform;
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use crate::db::{Db, Kind, Store, Tx};
use crate::error::DbError;
use crate::record::{rec_type, uuid};

/// Empties the full text and has it written again.
pub(crate) const ANEW: &str = "
    DELETE FROM volltext;
    INSERT INTO volltext_index (volltext_index) VALUES ('delete-all');
    INSERT OR IGNORE INTO index_offen (rec_id) SELECT rec_id FROM record
        WHERE rec_type IN ('akte', 'vorgang', 'dokument', 'eingang');";

/// Removes the words of deleted records, which stay in the full text until it is put together anew.
pub(crate) const FORGET: &str = "INSERT INTO volltext_index (volltext_index) VALUES ('optimize')";

/// Shows what the full text holds, word by word; of this connection alone.
pub(crate) const VOCABULARY: &str = "
    CREATE VIRTUAL TABLE temp.volltext_worte USING fts5vocab (main, volltext_index, instance)";

/// One hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What was hit.
    pub rec_type: RecType,
    /// Which.
    pub rec_id: Uuid,
    /// Its title.
    pub titel: String,
    /// The original whose text was searched.
    pub sha256: Option<String>,
}

impl Store {
    /// Writes the full text of records that came from the centre, at most `limit` of them in one
    /// transaction; returns how many are still waiting.
    pub fn catch_up_index(&self, limit: u32) -> Result<u32, DbError> {
        if self.read(|db| db.index_is_complete())? {
            return Ok(0);
        }
        self.write(|tx| {
            for rec_id in tx.index_waiting(limit)? {
                if let Some(seen) = tx.seen(rec_id)? {
                    tx.project_words(seen.rec_type, rec_id, &seen.fields)?;
                }
                tx.conn
                    .prepare_cached("DELETE FROM index_offen WHERE rec_id = ?1")?
                    .execute([rec_id.to_string()])?;
            }
            let left = tx.index_backlog()?;
            if left == 0 {
                for kind in [RecType::Akte, RecType::Vorgang, RecType::Dokument, RecType::Eingang] {
                    tx.touch(Kind::Rec(kind));
                }
            }
            Ok(left)
        })
    }
}

impl Tx<'_> {
    /// Notes that the words of a record are still to be written.
    pub(crate) fn index_later(&self, rec_id: Uuid) -> Result<(), DbError> {
        self.conn
            .prepare_cached("INSERT OR IGNORE INTO index_offen (rec_id) VALUES (?1)")?
            .execute([rec_id.to_string()])?;
        Ok(())
    }

    /// Puts a record into the index, instead of what stood there.
    pub(crate) fn index(
        &self,
        rec_id: Uuid,
        kind: RecType,
        title: &str,
        more: &str,
        originals: &[&str],
    ) -> Result<(), DbError> {
        let id = rec_id.to_string();
        let stand = self.indexed_stand(title, more, originals)?;
        let old = self.index_row(&id)?;
        if old.as_ref().is_some_and(|(_, known)| *known == stand) {
            // Most changes of a record leave its words as they are.
            return Ok(());
        }
        let row: i64 = self
            .conn
            .prepare_cached(
                "INSERT INTO volltext (rec_id, rec_type, titel, sha256, stand)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (rec_id) DO UPDATE SET titel = excluded.titel,
                     sha256 = excluded.sha256, stand = excluded.stand
                 RETURNING id",
            )?
            .query_row(params![id, kind.as_str(), title, originals.first(), stand], |row| {
                row.get(0)
            })?;
        if old.is_some() {
            self.conn
                .prepare_cached("DELETE FROM volltext_index WHERE rowid = ?1")?
                .execute([row])?;
        }
        let body = self.indexed_body(more, originals)?;
        self.conn
            .prepare_cached("INSERT INTO volltext_index (rowid, titel, text) VALUES (?1, ?2, ?3)")?
            .execute(params![row, suchform(title), suchform(&body)])?;
        Ok(())
    }

    pub(crate) fn unindex(&self, rec_id: Uuid) -> Result<(), DbError> {
        let id = rec_id.to_string();
        if let Some((row, _)) = self.index_row(&id)? {
            self.conn.execute("DELETE FROM volltext_index WHERE rowid = ?1", [row])?;
            self.conn.execute("DELETE FROM volltext WHERE id = ?1", [row])?;
        }
        Ok(())
    }

    fn index_row(&self, rec_id: &str) -> Result<Option<(i64, String)>, DbError> {
        let mut query =
            self.conn.prepare_cached("SELECT id, stand FROM volltext WHERE rec_id = ?1")?;
        Ok(query.query_row([rec_id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }

    /// Stores what was derived from an original and refreshes the index of whatever names it.
    pub fn put_derived(
        &self,
        sha256: &str,
        text: &str,
        preview_png: Option<&[u8]>,
    ) -> Result<(), DbError> {
        if let Some(png) = preview_png {
            self.conn
                .prepare_cached("INSERT OR REPLACE INTO vorschau (sha256, png) VALUES (?1, ?2)")?
                .execute(params![sha256, png])?;
        }
        self.conn
            .prepare_cached("UPDATE blob SET ausgewertet = 1 WHERE sha256 = ?1")?
            .execute([sha256])?;
        self.put_text(sha256, text)
    }

    /// Stores the text of an original and refreshes the index of whatever names it.
    pub(crate) fn put_text(&self, sha256: &str, text: &str) -> Result<(), DbError> {
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO blobtext (sha256, text, stand) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![sha256, text, wire::sha256_hex(text.as_bytes())])?;
        for (kind, rec_id) in self.records_naming(sha256)? {
            if let Some(seen) = self.seen(rec_id)? {
                self.project(kind, &seen.scope, rec_id, &seen.fields)?;
                self.touch(Kind::Rec(kind));
            }
        }
        Ok(())
    }
}

impl Db<'_> {
    /// Counts records that a search does not find yet, because their words are still being
    /// written.
    pub fn index_backlog(&self) -> Result<u32, DbError> {
        let mut query = self.conn.prepare_cached("SELECT count(*) FROM index_offen")?;
        Ok(query.query_row([], |row| row.get(0))?)
    }

    fn index_is_complete(&self) -> Result<bool, DbError> {
        Ok(!self.conn.prepare_cached("SELECT 1 FROM index_offen LIMIT 1")?.exists([])?)
    }

    fn index_waiting(&self, limit: u32) -> Result<Vec<Uuid>, DbError> {
        let mut query = self.conn.prepare_cached("SELECT rec_id FROM index_offen LIMIT ?1")?;
        let rows = query.query_map([limit], |row| row.get::<_, String>(0))?;
        rows.map(|id| uuid(&id?)).collect()
    }

    /// Returns the text derived from an original.
    pub fn blob_text(&self, sha256: &str) -> Result<Option<String>, DbError> {
        if !self.blob_in_sight(sha256)? {
            return Ok(None);
        }
        let mut query = self.conn.prepare_cached("SELECT text FROM blobtext WHERE sha256 = ?1")?;
        Ok(query.query_row([sha256], |row| row.get(0)).optional()?)
    }

    /// Returns the hash of everything by which a record is found.
    pub(crate) fn indexed_stand(
        &self,
        title: &str,
        more: &str,
        originals: &[&str],
    ) -> Result<String, DbError> {
        let mut named = format!("{title}\n{more}");
        for sha256 in originals {
            let stand = self.text_stand(sha256)?.unwrap_or_default();
            named.push_str(&format!("\n{sha256} {stand}"));
        }
        Ok(wire::sha256_hex(named.as_bytes()))
    }

    /// Returns the text by which a record is found, beside its title.
    pub(crate) fn indexed_body(&self, more: &str, originals: &[&str]) -> Result<String, DbError> {
        let mut body = more.to_owned();
        for sha256 in originals {
            if let Some(text) = self.blob_text(sha256)? {
                body.push(' ');
                body.push_str(&text);
            }
        }
        Ok(body)
    }

    fn text_stand(&self, sha256: &str) -> Result<Option<String>, DbError> {
        let mut query = self.conn.prepare_cached("SELECT stand FROM blobtext WHERE sha256 = ?1")?;
        Ok(query.query_row([sha256], |row| row.get(0)).optional()?)
    }

    /// Returns the picture of an original's first page.
    pub fn preview(&self, sha256: &str) -> Result<Option<Vec<u8>>, DbError> {
        if !self.blob_in_sight(sha256)? {
            return Ok(None);
        }
        let mut query = self.conn.prepare_cached("SELECT png FROM vorschau WHERE sha256 = ?1")?;
        Ok(query.query_row([sha256], |row| row.get(0)).optional()?)
    }

    /// Returns the records that name an original as their own or as a part.
    pub fn records_naming(&self, sha256: &str) -> Result<Vec<(RecType, Uuid)>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT 'eingang', rec_id FROM eingang
                 WHERE sha256 = ?1 AND scope = coalesce(?2, scope)
             UNION SELECT 'dokument', rec_id FROM dokument
                 WHERE sha256 = ?1 AND scope = coalesce(?2, scope)
             UNION SELECT a.rec_type, a.rec_id FROM anlage a JOIN record r ON r.rec_id = a.rec_id
                 WHERE a.sha256 = ?1 AND r.scope = coalesce(?2, r.scope)",
        )?;
        let rows =
            query.query_map(params![sha256, self.sicht], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut found = Vec::new();
        for row in rows {
            let (kind, id): (String, String) = row?;
            found.push((rec_type(&kind)?, uuid(&id)?));
        }
        Ok(found)
    }

    /// Finds records whose title or text holds every word; the last word may be unfinished.
    ///
    /// Hits in the title come first, then the newest. No kinds means all.
    pub fn search(
        &self,
        words: &str,
        kinds: &[RecType],
        offset: u32,
        limit: u32,
    ) -> Result<(u32, Vec<Hit>), DbError> {
        let form = suchform(words);
        if form.is_empty() {
            return Ok((0, Vec::new()));
        }
        let quoted: Vec<String> = form.split(' ').map(|word| format!("\"{word}\"")).collect();
        let all = format!("{}*", quoted.join(" AND "));
        let in_title = format!("titel : ({all})");
        let names: Vec<String> = kinds.iter().map(|kind| format!("'{}'", kind.as_str())).collect();
        let mut filter = if names.is_empty() {
            String::new()
        } else {
            format!("AND v.rec_type IN ({})", names.join(", "))
        };
        filter.push_str(
            " AND (?2 IS NULL OR (SELECT scope FROM record WHERE rec_id = v.rec_id) = ?2)",
        );
        let total = self
            .conn
            .prepare_cached(&format!(
                "SELECT count(*) FROM volltext_index i JOIN volltext v ON v.id = i.rowid
                 WHERE volltext_index MATCH ?1 {filter}"
            ))?
            .query_row(params![all, self.sicht], |row| row.get(0))?;
        let mut query = self.conn.prepare_cached(&format!(
            "SELECT v.rec_type, v.rec_id, v.titel, v.sha256 FROM volltext_index i
             JOIN volltext v ON v.id = i.rowid
             WHERE volltext_index MATCH ?1 {filter}
             ORDER BY i.rowid IN
                 (SELECT rowid FROM volltext_index WHERE volltext_index MATCH ?3) DESC,
                 i.rowid DESC
             LIMIT ?5 OFFSET ?4"
        ))?;
        let values = params![all, self.sicht, in_title, offset, limit];
        let rows = query
            .query_map(values, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let mut hits = Vec::new();
        for row in rows {
            let (kind, id, titel, sha256): (String, String, String, Option<String>) = row?;
            hits.push(Hit { rec_type: rec_type(&kind)?, rec_id: uuid(&id)?, titel, sha256 });
        }
        Ok((total, hits))
    }
}

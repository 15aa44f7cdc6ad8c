//! What can be found: the order in which records changed what they are found by, and their words.
//!
//! Never the index itself: the room `search` keeps it beside the database and is fed from here, as
//! often as need be from the first record on. What is known about the post is fed the same way, so
//! contacts stand in the order, too.

use domain::suchform::suchform;
use domain::{Fields, RecType};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::db::{Db, Kind, Store, Tx};
use crate::error::DbError;
use crate::meta::Meta;
use crate::projection::words;
use crate::record::{int, number, rec_type, uuid};

/// Everything a record is found by.
#[derive(Debug, Clone, PartialEq)]
pub struct Findbar {
    /// Its kind.
    pub rec_type: RecType,
    /// The scope it belongs to.
    pub scope: String,
    /// The record itself.
    pub fields: Fields,
    /// Its title.
    pub titel: String,
    /// Names of its files, remarks, and the text of its originals.
    pub text: String,
}

impl Store {
    /// Returns the key of the search index, making one at the first time.
    pub fn search_key(&self) -> Result<Zeroizing<[u8; 32]>, DbError> {
        let known = self.read(|db| db.meta(Meta::SucheSchluessel))?;
        let text = match known {
            Some(text) => Zeroizing::new(text),
            None => {
                let fresh: [u8; 32] =
                    crate::key::random().map_err(|error| DbError::Unreadable(error.to_string()))?;
                let text = Zeroizing::new(hex::encode(fresh));
                self.write(|tx| tx.set_meta(Meta::SucheSchluessel, &text))?;
                text
            }
        };
        let mut key = Zeroizing::new([0; 32]);
        hex::decode_to_slice(text.as_str(), key.as_mut_slice())
            .map_err(|_| DbError::Unreadable("suche_schluessel".to_owned()))?;
        Ok(key)
    }
}

impl Tx<'_> {
    /// Notes that a record is found by other words than before, or no longer.
    pub(crate) fn find_anew(&self, rec_id: Uuid) -> Result<(), DbError> {
        self.conn
            .prepare_cached("INSERT OR REPLACE INTO suchfolge (rec_id) VALUES (?1)")?
            .execute([rec_id.to_string()])?;
        Ok(())
    }

    /// Notes that whatever lies below a file or a case is found under another reference, and what a
    /// contact has sent under another name.
    pub(crate) fn find_below_anew(&self, kind: RecType, rec_id: Uuid) -> Result<(), DbError> {
        let below: &[&str] = match kind {
            RecType::Akte => &[
                "SELECT rec_id FROM vorgang WHERE akte = ?1",
                "SELECT d.rec_id FROM dokument d JOIN vorgang v ON v.rec_id = d.vorgang
                     WHERE v.akte = ?1",
            ],
            RecType::Vorgang => &["SELECT rec_id FROM dokument WHERE vorgang = ?1"],
            RecType::Kontakt => &["SELECT rec_id FROM dokument WHERE absender = ?1"],
            _ => &[],
        };
        for ids in below {
            let sql = format!("INSERT OR REPLACE INTO suchfolge (rec_id) {ids}");
            self.conn.prepare_cached(&sql)?.execute([rec_id.to_string()])?;
        }
        Ok(())
    }

    /// Has the index put together anew once it knows what is gone: what was only taken out would
    /// leave its words in the index's files.
    pub(crate) fn forget_words(&self) -> Result<(), DbError> {
        self.set_meta(Meta::SucheReste, "1")
    }

    /// Notes that nothing is left in the index's files of what is gone.
    pub fn words_forgotten(&self) -> Result<(), DbError> {
        self.clear_meta(Meta::SucheReste)
    }

    /// Stores what was derived from an original; whatever names it is found by it.
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

    /// Stores the text of an original; whatever names it is found by it.
    pub(crate) fn put_text(&self, sha256: &str, text: &str) -> Result<(), DbError> {
        self.conn
            .prepare_cached("INSERT OR REPLACE INTO blobtext (sha256, text) VALUES (?1, ?2)")?
            .execute(params![sha256, text])?;
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
    /// Returns the place of the last record that changed what it is found by; zero before any.
    pub fn suchstand(&self) -> Result<u64, DbError> {
        let mut query = self.conn.prepare_cached("SELECT coalesce(max(nr), 0) FROM suchfolge")?;
        Ok(number(query.query_row([], |row| row.get(0))?))
    }

    /// Returns the records behind a place, in order, each with its own place.
    pub fn suchfolge_nach(&self, nr: u64, limit: u32) -> Result<Vec<(u64, Uuid)>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT nr, rec_id FROM suchfolge s
             WHERE nr > ?1 AND (?3 IS NULL
                 OR EXISTS (SELECT 1 FROM record r WHERE r.rec_id = s.rec_id AND r.scope = ?3))
             ORDER BY nr LIMIT ?2",
        )?;
        let rows = query.query_map(params![int(nr), limit, self.sicht], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        let mut found = Vec::new();
        for row in rows {
            let (nr, id) = row?;
            found.push((number(nr), uuid(&id)?));
        }
        Ok(found)
    }

    /// Counts the records behind a place.
    pub fn suchfolge_offen(&self, nr: u64) -> Result<u32, DbError> {
        let mut query = self.conn.prepare_cached("SELECT count(*) FROM suchfolge WHERE nr > ?1")?;
        Ok(query.query_row([int(nr)], |row| row.get(0))?)
    }

    /// Tells whether words of what is gone may still stand in the index's files.
    pub fn words_to_forget(&self) -> Result<bool, DbError> {
        Ok(self.meta(Meta::SucheReste)?.is_some())
    }

    /// Returns what a record is found by; nothing if it is gone or is not to be found.
    pub fn findbar(&self, rec_id: Uuid) -> Result<Option<Findbar>, DbError> {
        let Some(seen) = self.seen(rec_id)? else { return Ok(None) };
        let Some(words) = words(seen.rec_type, &seen.fields) else { return Ok(None) };
        let mut text = words.more;
        for sha256 in &words.originals {
            if let Some(of_original) = self.blob_text(sha256)? {
                text.push('\n');
                text.push_str(&of_original);
            }
        }
        Ok(Some(Findbar {
            rec_type: seen.rec_type,
            scope: seen.scope,
            fields: seen.fields,
            titel: words.title,
            text,
        }))
    }

    /// Goes through everything that can be found and returns what holds every word, or the
    /// beginning of one; a slow answer to compare the index with.
    pub fn found_by(&self, words: &str) -> Result<Vec<Uuid>, DbError> {
        let wanted = suchform(words);
        let mut found = Vec::new();
        for (_, rec_id) in self.suchfolge_nach(0, u32::MAX)? {
            let Some(record) = self.findbar(rec_id)? else { continue };
            let form = suchform(&format!("{} {}", record.titel, record.text));
            let has = |word: &str| form.split(' ').any(|token| token.starts_with(word));
            if wanted.split(' ').all(has) {
                found.push(rec_id);
            }
        }
        Ok(found)
    }

    /// Returns the text derived from an original.
    pub fn blob_text(&self, sha256: &str) -> Result<Option<String>, DbError> {
        if !self.blob_in_sight(sha256)? {
            return Ok(None);
        }
        let mut query = self.conn.prepare_cached("SELECT text FROM blobtext WHERE sha256 = ?1")?;
        Ok(query.query_row([sha256], |row| row.get(0)).optional()?)
    }

    /// Returns the text of each page of an original; nothing if it was not looked at yet.
    pub fn page_words(&self, sha256: &str) -> Result<Option<Vec<String>>, DbError> {
        let Some(text) = self.blob_text(sha256)? else { return Ok(None) };
        Ok(Some(domain::textebene::seiten(&text, &self.page_texts(sha256)?)))
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
}

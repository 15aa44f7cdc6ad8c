//! Walks everything and says what is wrong: sums, hashes, chain, references, digests, lists, words,
//! orphans.
//!
//! Never repairs and never removes; where one part cannot be read, the others are checked.

mod findable;
mod folder;
mod lists;

use std::collections::{BTreeMap, BTreeSet};

use domain::protokoll::{kette, zitat_hash};
use domain::regeln::lesbar as readable;
use domain::{RecType, record};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use wire::StateDigest;

pub use folder::folder;

use crate::blob::{BlobFolder, ScopeKey};
use crate::clock::Env;
use crate::db::{Db, Store};
use crate::error::DbError;
use crate::meta::Meta;
use crate::mirror::{Frame, Mirror};
use crate::record::{number, uuid};
use crate::summe;

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Befund {
    /// An original is damaged or not where its row says.
    OriginalDamaged(String),
    /// A stored original that no row names; it is kept.
    OriginalUnnamed(String),
    /// A row of the audit log was changed, moved or removed.
    ProtokollBroken(u64),
    /// The end of the audit log was cut off.
    ProtokollCut,
    /// A record points to one that is not here.
    ReferenceMissing(Uuid),
    /// A record cannot be read as its kind; it is kept.
    RecordUnreadable(Uuid),
    /// A stored record differs from what the centre said.
    BaseDiffers(Uuid),
    /// The digest does not fit the records.
    DigestDiffers(String),
    /// The database itself reports damage.
    Database(String),
    /// Rows of a table were changed, added or removed beside the program.
    TableChanged(String),
    /// Something of the database's build was changed, added or removed.
    SchemaChanged(String),
    /// A record is seen differently from what the centre's word and the own changes make of it.
    ViewDiffers(Uuid),
    /// A list says something else about a record than the record does.
    ListDiffers {
        /// The list.
        tabelle: String,
        /// The record.
        rec_id: String,
    },
    /// A record is missing in the order from which the search is fed.
    NotFindable(Uuid),
    /// A piece of an original on its way here is damaged; it is fetched again.
    PieceDamaged(String),
    /// The second copy cannot be read to its end.
    MirrorDamaged,
    /// The second copy lacks something, or knows changes that the database does not.
    MirrorDiffers(u32),
    /// The file with the wrapped key is not as the program writes it.
    KeyFileChanged,
    /// A part of the check broke off.
    Unread {
        /// Which.
        teil: &'static str,
        /// Why.
        grund: String,
    },
}

/// Result of a walk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pruefbericht {
    /// Records checked.
    pub records: u32,
    /// Originals read and hashed.
    pub originals: u32,
    /// Originals not here yet.
    pub originals_missing: u32,
    /// Originals that made room and are at the centre only.
    pub originals_removed: u32,
    /// Audit rows whose chain was recomputed.
    pub protokoll: u32,
    /// Those of them that quote nothing any more, by the destruction that took it.
    pub geschwaerzt: BTreeMap<Uuid, u32>,
    /// What is wrong.
    pub befunde: Vec<Befund>,
}

impl Store {
    /// Walks everything. The originals are read outside of any transaction, so that others can
    /// work meanwhile.
    pub fn verify(&self) -> Result<Pruefbericht, DbError> {
        let (mut report, originals) = self.read(|db| {
            let mut report = Pruefbericht::default();
            let originals = db.verify_all(&mut report, self.env());
            Ok::<_, DbError>((report, originals))
        })?;
        let second = self.undisturbed(|db, mirror| db.verify_mirror(mirror, true, &mut report));
        report.done("zweitschrift", second);
        let files = verify_files(self.blob_folder(), originals, &mut report);
        report.done("originale", files);
        Ok(report)
    }
}

impl Pruefbericht {
    /// Notes that a part broke off; the others go on.
    fn done<T: Default, E: std::fmt::Display>(
        &mut self,
        teil: &'static str,
        result: Result<T, E>,
    ) -> T {
        result.unwrap_or_else(|error| {
            self.befunde.push(Befund::Unread { teil, grund: error.to_string() });
            T::default()
        })
    }
}

/// Reads every original, and names the files that no row does.
fn verify_files(
    folder: &BlobFolder,
    originals: Vec<Original>,
    report: &mut Pruefbericht,
) -> Result<(), DbError> {
    let mut named = BTreeSet::new();
    for original in originals {
        let Original { scope, sha256, key } = original;
        let piece = scope == crate::originale::TEILE;
        report.originals += u32::from(!piece);
        if key.is_none_or(|key| folder.check(&scope, &sha256, &key).is_err()) {
            let (whole, part) = (Befund::OriginalDamaged, Befund::PieceDamaged);
            report.befunde.push(if piece { part } else { whole }(sha256.clone()));
        }
        named.insert((scope, sha256));
    }
    folder.walk(|scope, sha256| {
        let passing = scope == crate::originale::TEILE || scope == crate::erkennung::KOPIEN;
        if !passing && !named.contains(&(scope.to_owned(), sha256.to_owned())) {
            report.befunde.push(Befund::OriginalUnnamed(sha256.to_owned()));
        }
    })?;
    Ok(())
}

struct Original {
    scope: String,
    sha256: String,
    key: Option<ScopeKey>,
}

impl Db<'_> {
    /// Checks what the database holds; returns the originals that have to be there.
    fn verify_all(&self, report: &mut Pruefbericht, env: &Env) -> Vec<Original> {
        let part = self.verify_database(report);
        report.done("datenbank", part);
        let part = self.verify_build(report);
        report.done("aufbau", part);
        let part = self.verify_sums(report);
        report.done("summen", part);
        let part = self.verify_records(report);
        report.done("datensaetze", part);
        let part = self.verify_base(report);
        report.done("stand der zentrale", part);
        let part = self.verify_views(report);
        report.done("sicht", part);
        let part = self.verify_lists(report, env);
        report.done("listen", part);
        let part = self.verify_findable(report);
        report.done("suche", part);
        let part = self.verify_protokoll(report);
        report.done("protokoll", part);
        let part = self.originals_named(report);
        report.done("originale", part)
    }

    /// Compares how the database is built with how the program builds it.
    fn verify_build(&self, report: &mut Pruefbericht) -> Result<(), DbError> {
        let build = |conn: &rusqlite::Connection| -> rusqlite::Result<BTreeSet<[String; 2]>> {
            let mut query = conn.prepare(
                "SELECT type || ' ' || name || ' ' || tbl_name, coalesce(sql, '')
                 FROM main.sqlite_schema",
            )?;
            query.query_map([], |row| Ok([row.get(0)?, row.get(1)?]))?.collect()
        };
        let (expected, found) = (build(&crate::db::scratch()?)?, build(self.conn)?);
        let names: BTreeSet<&String> =
            expected.symmetric_difference(&found).map(|[name, _]| name).collect();
        report.befunde.extend(names.into_iter().cloned().map(Befund::SchemaChanged));
        let version: u32 = self.conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if version != crate::db::VERSION {
            report.befunde.push(Befund::SchemaChanged("user_version".to_owned()));
        }
        Ok(())
    }

    /// Adds up every table and compares it with the sum that the program has kept.
    fn verify_sums(&self, report: &mut Pruefbericht) -> Result<(), DbError> {
        for table in summe::tables(self.conn)? {
            // A table of which a page cannot be read is named as well, and the others go on.
            let same = summe::count(self.conn, &table).ok() == summe::kept(self.conn, &table)?;
            if !same {
                report.befunde.push(Befund::TableChanged(table));
            }
        }
        Ok(())
    }

    /// Compares the second copy with what it is a copy of. A sudden end may have come between the
    /// two: then the copy may lack something, which the next opening makes up for.
    fn verify_mirror(
        &self,
        mirror: &Mirror,
        orderly: bool,
        report: &mut Pruefbericht,
    ) -> Result<(), DbError> {
        let (frames, whole) = mirror.read_checked();
        if orderly && !whole {
            report.befunde.push(Befund::MirrorDamaged);
        }
        let known: BTreeSet<String> = frames.iter().map(Frame::name).collect();
        let lacks = |frame: &&Frame| orderly && !known.contains(&frame.name());
        let lacking = self.frames()?.iter().filter(lacks).count();
        let more = self.unknown_changes(frames)?.len();
        if lacking + more > 0 {
            let n = u32::try_from(lacking + more).unwrap_or(u32::MAX);
            report.befunde.push(Befund::MirrorDiffers(n));
        }
        Ok(())
    }

    fn verify_database(&self, report: &mut Pruefbericht) -> Result<(), DbError> {
        let mut query = self.conn.prepare("PRAGMA integrity_check")?;
        for row in query.query_map([], |row| row.get::<_, String>(0))? {
            let text = row?;
            if text != "ok" {
                report.befunde.push(Befund::Database(text));
            }
        }
        Ok(())
    }

    fn verify_records(&self, report: &mut Pruefbericht) -> Result<(), DbError> {
        for kind in RecType::ALL {
            for rec_id in self.all(kind)? {
                report.records += 1;
                let Some(seen) = self.seen(rec_id)? else { continue };
                if !readable(kind, &seen.fields) {
                    report.befunde.push(Befund::RecordUnreadable(rec_id));
                }
                let Some((field, parent)) = kind.parent() else { continue };
                let target = Uuid::parse_str(record::text(&seen.fields, field)).ok();
                let found = target.map(|id| self.seen(id)).transpose()?.flatten();
                if found.is_none_or(|found| found.rec_type != parent) {
                    report.befunde.push(Befund::ReferenceMissing(rec_id));
                }
            }
        }
        Ok(())
    }

    fn verify_base(&self, report: &mut Pruefbericht) -> Result<(), DbError> {
        let mut query =
            self.conn.prepare("SELECT rec_id, scope, ver, body, body_sha256 FROM base_record")?;
        let rows = query.query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })?;
        let mut digests = BTreeMap::<String, StateDigest>::new();
        for row in rows {
            let (id, scope, ver, body, sha256): (String, String, i64, String, String) = row?;
            let rec_id = uuid(&id)?;
            if wire::sha256_hex(body.as_bytes()) != sha256 {
                report.befunde.push(Befund::BaseDiffers(rec_id));
            }
            digests.entry(scope).or_default().replace(rec_id, None, Some((number(ver), &sha256)));
        }
        for state in self.scopes()? {
            let scope = state.cursor.scope;
            let counted = digests.remove(&scope).unwrap_or_default();
            if self.digest(&scope)? != counted {
                report.befunde.push(Befund::DigestDiffers(scope));
            }
        }
        Ok(())
    }

    fn verify_protokoll(&self, report: &mut Pruefbericht) -> Result<(), DbError> {
        let redacted = self.redacted()?;
        let mut query = self.conn.prepare(
            "SELECT no, rec_id, eintrag, zitat, salz, zitat_sha256, hash FROM protokoll ORDER BY no",
        )?;
        let mut rows = query.query([])?;
        let mut previous = vec![0; 32];
        let mut expected = 1;
        while let Some(row) = rows.next()? {
            let no = number(row.get(0)?);
            let (sound, hash) = chained(row, no, &previous, &redacted, report)?;
            if no != expected || !sound {
                report.befunde.push(Befund::ProtokollBroken(no));
            }
            report.protokoll += 1;
            expected = no + 1;
            previous = hash;
        }
        let head = format!("{} {}", expected - 1, hex::encode(&previous));
        if self.meta(Meta::ProtokollKopf)?.is_some_and(|kept| kept != head) {
            report.befunde.push(Befund::ProtokollCut);
        }
        Ok(())
    }

    fn originals_named(&self, report: &mut Pruefbericht) -> Result<Vec<Original>, DbError> {
        let mut query = self.conn.prepare("SELECT scope, sha256, state FROM blob")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut originals = Vec::new();
        for row in rows {
            let (scope, sha256, state): (String, String, String) = row?;
            match state.as_str() {
                "fehlt" => report.originals_missing += 1,
                "raus" | "entfernt" => report.originals_removed += 1,
                _ => {
                    let key = self.scope_key(&scope)?;
                    originals.push(Original { scope, sha256, key });
                }
            }
        }
        let scope = crate::originale::TEILE;
        let mut query = self.conn.prepare("SELECT teil_sha256 FROM teil")?;
        for sha256 in query.query_map([], |row| row.get(0))? {
            let key = self.scope_key(scope)?;
            originals.push(Original { scope: scope.to_owned(), sha256: sha256?, key });
        }
        Ok(originals)
    }
}

/// Tells whether a row of the audit log follows from the one before it and quotes what it says it
/// quotes; returns its chain value. What it quoted may be gone only if another row says that the
/// record was destroyed.
fn chained(
    row: &rusqlite::Row<'_>,
    no: u64,
    previous: &[u8],
    redacted: &BTreeMap<String, Uuid>,
    report: &mut Pruefbericht,
) -> Result<(bool, Vec<u8>), DbError> {
    let (rec_id, entry): (Option<String>, String) = (row.get(1)?, row.get(2)?);
    let (zitat, salz): (Option<String>, Option<Vec<u8>>) = (row.get(3)?, row.get(4)?);
    let (sha256, hash): (Option<Vec<u8>>, Vec<u8>) = (row.get(5)?, row.get(6)?);
    let head: Option<domain::Protokolleintrag> = serde_json::from_str(&entry).ok();
    let mine = head.and_then(|head| head.rec_id).map(|id| id.to_string()) == rec_id;
    let quoted = match (&zitat, &sha256) {
        (None, None) => true,
        (Some(text), Some(sha256)) => {
            zitat_hash(text, &salz.unwrap_or_default()).as_slice() == sha256
        }
        (None, Some(_)) => {
            let lauf = rec_id.as_ref().and_then(|rec_id| redacted.get(rec_id));
            lauf.is_some_and(|lauf| {
                *report.geschwaerzt.entry(*lauf).or_default() += 1;
                true
            })
        }
        (Some(_), None) => false,
    };
    let follows = kette(previous, no, &entry, sha256.as_deref()).as_slice() == hash;
    Ok((mine && quoted && follows, hash))
}

/// Returns the SHA-256 of everything a reader gives, hex.
pub fn sha256_of(mut reader: impl std::io::Read) -> std::io::Result<String> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let taken = reader.read(&mut buffer)?;
        if taken == 0 {
            return Ok(hex::encode(hasher.finalize()));
        }
        hasher.update(buffer.get(..taken).unwrap_or(&[]));
    }
}

#[cfg(test)]
mod tests;

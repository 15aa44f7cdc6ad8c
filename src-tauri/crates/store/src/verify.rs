//! Walks everything and says what is wrong: hashes, chain, references, digests, orphans.
//!
//! Never repairs and never removes.

use std::collections::BTreeSet;

use domain::regeln::lesbar as readable;
use domain::{RecType, record};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use wire::StateDigest;

use crate::blob::ScopeKey;
use crate::db::{Db, Store};
use crate::error::DbError;
use crate::meta::Meta;
use crate::protokoll;
use crate::record::{number, uuid};

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
    /// What is wrong.
    pub befunde: Vec<Befund>,
}

impl Store {
    /// Walks everything. The originals are read outside of any transaction, so that others can
    /// work meanwhile.
    pub fn verify(&self) -> Result<Pruefbericht, DbError> {
        let (mut report, originals) = self.read(|db| {
            let mut report = Pruefbericht::default();
            db.verify_database(&mut report)?;
            db.verify_records(&mut report)?;
            db.verify_base(&mut report)?;
            db.verify_protokoll(&mut report)?;
            let originals = db.originals_named(&mut report)?;
            Ok::<_, DbError>((report, originals))
        })?;
        let mut named = BTreeSet::new();
        for original in originals {
            report.originals += 1;
            let Original { scope, sha256, key } = original;
            let good =
                key.is_some_and(|key| self.blob_folder().check(&scope, &sha256, &key).is_ok());
            if !good {
                report.befunde.push(Befund::OriginalDamaged(sha256.clone()));
            }
            named.insert((scope, sha256));
        }
        self.blob_folder().walk(|scope, sha256| {
            let passing = scope == crate::originale::TEILE || scope == crate::erkennung::KOPIEN;
            if !passing && !named.contains(&(scope.to_owned(), sha256.to_owned())) {
                report.befunde.push(Befund::OriginalUnnamed(sha256.to_owned()));
            }
        })?;
        Ok(report)
    }
}

struct Original {
    scope: String,
    sha256: String,
    key: Option<ScopeKey>,
}

impl Db<'_> {
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
        let mut digests = std::collections::BTreeMap::<String, StateDigest>::new();
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
        let mut query = self.conn.prepare("SELECT no, eintrag, hash FROM protokoll ORDER BY no")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut previous = vec![0; 32];
        let mut expected = 1;
        for row in rows {
            let (no, entry, hash): (i64, String, Vec<u8>) = row?;
            let no = number(no);
            if no != expected || protokoll::chain(&previous, no, &entry).as_slice() != hash {
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
        Ok(originals)
    }
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

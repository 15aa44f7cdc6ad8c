//! Counting anew what the centre said, and repairing what differs from it.
//!
//! Never drops what it replaces: that goes to `salvage`.

use domain::aussonderung::vernichtet;
use rusqlite::params;
use serde_json::json;
use uuid::Uuid;
use wire::{BucketEntry, BucketSums, Head, SnapshotRecord, StateDigest};

use crate::brake::Losses;
use crate::db::{Db, Tx};
use crate::error::DbError;
use crate::record::{number, rec_type, uuid};
use crate::salvage::Grund;
use crate::sync_state::BaseRow;
use crate::vernichten::Graves;
use crate::vorfall::VorfallArt;

/// What the brake calls a repair.
const ANLASS: &str = "nachweis";

impl Tx<'_> {
    /// Counts the digest of a scope anew, from the bodies themselves, and keeps it.
    pub fn recount(&self, scope: &str) -> Result<StateDigest, DbError> {
        let mut digest = StateDigest::default();
        let mut wrong = Vec::new();
        {
            let mut query = self.conn.prepare(
                "SELECT rec_id, ver, body, body_sha256 FROM base_record WHERE scope = ?1",
            )?;
            let rows = query.query_map([scope], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
            for row in rows {
                let (id, ver, body, sha256): (String, i64, String, String) = row?;
                let now = wire::sha256_hex(body.as_bytes());
                digest.replace(uuid(&id)?, None, Some((number(ver), &now)));
                if now != sha256 {
                    wrong.push((id, now));
                }
            }
        }
        for (id, sha256) in wrong {
            self.conn
                .prepare_cached("UPDATE base_record SET body_sha256 = ?2 WHERE rec_id = ?1")?
                .execute([id, sha256])?;
        }
        self.set_digest(scope, digest)?;
        Ok(digest)
    }

    /// Puts the centre's records in the place of those that differ, and removes those it does not
    /// have; what was here is kept aside. Returns the digest that comes out.
    pub fn repair(&self, fix: &Fix<'_>) -> Result<StateDigest, DbError> {
        let scope = fix.head.scope.as_str();
        let before = self.scope_state(scope)?.ok_or(DbError::Mismatch("unknown scope"))?;
        let (here, mut losses) = (self.base_count(scope)?, Losses::default());
        if fix.forked {
            self.set_cursor(scope, fix.head.seq, &fix.head.chain)?;
        }
        let mut replaced = 0;
        let mut graves = Graves::default();
        for record in fix.records {
            replaced += usize::from(self.replace(fix, record, &mut losses, &mut graves)?);
        }
        self.close_graves(scope, here, graves)?;
        for rec_id in fix.gone {
            let (kind, body): (String, String) = self
                .conn
                .prepare_cached("SELECT rec_type, body FROM base_record WHERE rec_id = ?1")?
                .query_row([rec_id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let kind = rec_type(&kind)?;
            losses.add(kind, *rec_id, &body, false);
            self.drop_base(scope, kind, *rec_id, fix.grund(Grund::Fehlt))?;
        }
        self.brake(scope, ANLASS, here, losses)?;
        if fix.forked {
            self.conn.execute("UPDATE scope SET abzug = NULL WHERE scope = ?1", [scope])?;
            self.forget_seal_beyond(fix.head)?;
            self.rebuild_scope(scope)?;
        }
        self.note_repair(fix, replaced, before.cursor.seq)?;
        self.recount(scope)
    }

    /// Puts one record in the place of what is here; tells whether there was anything.
    fn replace(
        &self,
        fix: &Fix<'_>,
        record: &SnapshotRecord,
        losses: &mut Losses,
        graves: &mut Graves,
    ) -> Result<bool, DbError> {
        let scope = fix.head.scope.as_str();
        let known = self.base_version(record.rec_id)?;
        let lauf = vernichtet(&serde_json::from_str(&record.body)?);
        if let Some(lauf) = lauf {
            self.dig(graves, record.rec_type, record.rec_id, lauf)?;
        } else if let Some((ver, _)) = known {
            self.salvage(record.rec_id, fix.grund(Grund::Zurueckgesetzt))?;
            if ver > record.ver || (fix.forked && ver == record.ver) {
                losses.add(record.rec_type, record.rec_id, &record.body, true);
            }
        }
        self.put_base(&BaseRow {
            scope,
            rec_type: record.rec_type,
            rec_id: record.rec_id,
            ver: record.ver,
            body: &record.body,
            body_sha256: &wire::sha256_hex(record.body.as_bytes()),
            stand: 0,
        })?;
        self.rebuild(record.rec_type, scope, record.rec_id)?;
        Ok(known.is_some())
    }

    fn note_repair(&self, fix: &Fix<'_>, replaced: usize, before: u64) -> Result<(), DbError> {
        let scope = &fix.head.scope;
        if fix.forked {
            let parameter = json!({
                "scope": scope, "geborgen": replaced + fix.gone.len(), "vorher": before,
                "jetzt": fix.head.seq,
            });
            self.note_incident(VorfallArt::ZentraleWiederhergestellt, &parameter)?;
        } else {
            let parameter = json!({
                "scope": scope, "ersetzt": replaced, "ergaenzt": fix.records.len() - replaced,
                "entfernt": fix.gone.len(),
            });
            self.note_incident(VorfallArt::Berichtigt, &parameter)?;
        }
        Ok(())
    }
}

/// What has to change so that a scope holds what the centre holds.
#[derive(Debug, Clone, Copy)]
pub struct Fix<'a> {
    /// Where the centre stands.
    pub head: &'a Head,
    /// Its records that differ from those here, or are not here.
    pub records: &'a [SnapshotRecord],
    /// Records that it does not have.
    pub gone: &'a [Uuid],
    /// The centre's history is another one: what was here is its loss, not a fault of this side.
    pub forked: bool,
}

impl Fix<'_> {
    const fn grund(&self, lost: Grund) -> Grund {
        if self.forked { lost } else { Grund::Berichtigt }
    }
}

impl Db<'_> {
    /// Returns the sums of a scope in parts, to find out where two sides differ.
    pub fn bucket_sums(&self, scope: &str) -> Result<BucketSums, DbError> {
        let mut sums = BucketSums::default();
        let mut query = self
            .conn
            .prepare("SELECT rec_id, ver, body_sha256 FROM base_record WHERE scope = ?1")?;
        let rows = query.query_map([scope], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        for row in rows {
            let (id, ver, sha256): (String, i64, String) = row?;
            sums.add(uuid(&id)?, number(ver), &sha256);
        }
        Ok(sums)
    }

    /// Returns what one part of a scope holds.
    pub fn bucket_entries(&self, scope: &str, bucket: u8) -> Result<Vec<BucketEntry>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT rec_id, ver, body_sha256 FROM base_record
             WHERE scope = ?1 AND substr(rec_id, 35) = ?2 ORDER BY rec_id",
        )?;
        let rows = query.query_map(params![scope, format!("{bucket:02x}")], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
        let mut found = Vec::new();
        for row in rows {
            let (id, ver, body_sha256): (String, i64, String) = row?;
            found.push(BucketEntry { rec_id: uuid(&id)?, ver: number(ver), body_sha256 });
        }
        Ok(found)
    }
}

//! Where this workstation stands at the centre, and taking in what the centre says.
//!
//! Never applies rows whose numbers, hashes or chain do not fit: then nothing changes and the
//! caller is told.

use domain::{Fields, Protokolleintrag};
use rusqlite::params;
use uuid::Uuid;
use wire::{Change, Cursor, GENESIS, Hash, StateDigest, Sum256, chain_next};

use crate::db::{Db, Kind, Tx};
use crate::error::DbError;
use crate::record::{int, number};

/// A scope this workstation follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeState {
    /// Where it stands.
    pub cursor: Cursor,
    /// A first pull has been complete.
    pub geholt: bool,
}

impl Tx<'_> {
    /// Starts to follow scopes, in the order in which to fetch them.
    pub fn follow(&self, scopes: &[String]) -> Result<(), DbError> {
        for (order, scope) in (0_i64..).zip(scopes) {
            self.conn.execute(
                "INSERT OR IGNORE INTO scope (scope, reihenfolge, chain) VALUES (?1, ?2, ?3)",
                params![scope, order, hex::encode(GENESIS)],
            )?;
        }
        Ok(())
    }

    /// Takes in consecutive rows of a scope's log together with the cursor behind them.
    pub fn apply_changes(&self, scope: &str, changes: &[Change]) -> Result<(), DbError> {
        let Some(state) = self.scopes()?.into_iter().find(|s| s.cursor.scope == scope) else {
            return Err(DbError::Mismatch("unknown scope"));
        };
        let (mut seq, mut chain) = (state.cursor.seq, unhex(&state.cursor.chain)?);
        let mut digest = self.digest(scope)?;
        let mut rebuild = Vec::new();
        for change in changes {
            seq += 1;
            if change.seq != seq {
                return Err(DbError::Mismatch("row numbers have a gap"));
            }
            chain = chain_next(&chain, scope, change);
            if hex::encode(chain) != change.chain {
                return Err(DbError::Mismatch("chain does not fit"));
            }
            self.apply_change(scope, change, &mut digest)?;
            rebuild.push((change.rec_type, change.rec_id));
        }
        self.conn.execute(
            "UPDATE scope SET seq = ?2, chain = ?3 WHERE scope = ?1",
            params![scope, int(seq), hex::encode(chain)],
        )?;
        // The cursor has moved: own changes up to it leave the overlay now.
        rebuild.extend(self.confirmed_records(scope, state.cursor.seq, seq)?);
        rebuild.sort_unstable();
        rebuild.dedup();
        for (kind, rec_id) in rebuild {
            self.rebuild(kind, scope, rec_id)?;
        }
        self.touch(Kind::Abgleich);
        Ok(())
    }

    fn apply_change(
        &self,
        scope: &str,
        change: &Change,
        digest: &mut StateDigest,
    ) -> Result<(), DbError> {
        let body = change.body.as_deref().ok_or(DbError::Mismatch("row without body"))?;
        if wire::sha256_hex(body.as_bytes()) != change.body_sha256 {
            return Err(DbError::Mismatch("body does not fit its hash"));
        }
        let fields: Fields = serde_json::from_str(body)?;
        let before = self.base(change.rec_id)?;
        let old = before.as_ref().map(|base| (base.ver, base.body_sha256.as_str()));
        digest.replace(change.rec_id, old, Some((change.ver, &change.body_sha256)));
        let bucket = StateDigest::bucket_of(change.rec_id);
        self.put_bucket(scope, bucket, digest.bucket(bucket))?;
        self.audit_change(change, before.as_ref().map(|base| &base.fields), &fields)?;
        self.conn
            .prepare_cached(
                "INSERT INTO base_record (rec_id, rec_type, scope, ver, body, body_sha256)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (rec_id) DO UPDATE SET ver = excluded.ver, body = excluded.body,
                     body_sha256 = excluded.body_sha256",
            )?
            .execute(params![
                change.rec_id.to_string(),
                change.rec_type.as_str(),
                scope,
                int(change.ver),
                body,
                change.body_sha256,
            ])?;
        Ok(())
    }

    /// Writes what others did into this workstation's audit log; own changes stand there already.
    fn audit_change(
        &self,
        change: &Change,
        before: Option<&Fields>,
        after: &Fields,
    ) -> Result<(), DbError> {
        let entry = Protokolleintrag {
            akteur: change.akteur.clone(),
            arbeitsplatz: change.arbeitsplatz.clone(),
            um: change.claimed_at,
            zentrale_um: Some(change.at),
            aktion: change.aktion.clone(),
            rec_type: Some(change.rec_type),
            rec_id: Some(change.rec_id),
            metadatum_name: None,
            alter_wert: None,
            neuer_wert: None,
            bemerkung: None,
            mid: Some(change.mid),
        };
        let own = self.is_own(change.mid)?;
        let Some(before) = before else {
            let aktion =
                if own { "von_zentrale_bestaetigt".to_owned() } else { entry.aktion.clone() };
            return self.append_protokoll(&Protokolleintrag { aktion, ..entry });
        };
        if own {
            let aktion = "von_zentrale_bestaetigt".to_owned();
            return self.append_protokoll(&Protokolleintrag { aktion, ..entry });
        }
        let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
        for name in names {
            let (old, new) = (before.get(name), after.get(name));
            if old != new {
                self.append_protokoll(&Protokolleintrag {
                    metadatum_name: Some(name.clone()),
                    alter_wert: old.map(crate::journal::for_people),
                    neuer_wert: new.map(crate::journal::for_people),
                    ..entry.clone()
                })?;
            }
        }
        Ok(())
    }

    fn is_own(&self, mid: Uuid) -> Result<bool, DbError> {
        let mut query = self.conn.prepare_cached("SELECT 1 FROM journal WHERE mid = ?1")?;
        Ok(query.exists([mid.to_string()])?)
    }

    /// Notes that everything the centre had was taken in once.
    pub fn first_pull_done(&self, scope: &str) -> Result<(), DbError> {
        self.conn.execute("UPDATE scope SET geholt = 1 WHERE scope = ?1", [scope])?;
        Ok(())
    }

    fn put_bucket(&self, scope: &str, bucket: usize, sum: Sum256) -> Result<(), DbError> {
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO digest_bucket (scope, bucket, sum) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![scope, i64::try_from(bucket).unwrap_or(0), sum.0.as_slice()])?;
        Ok(())
    }
}

impl Db<'_> {
    /// Returns the scopes this workstation follows, in the order in which to fetch them.
    pub fn scopes(&self) -> Result<Vec<ScopeState>, DbError> {
        let mut query = self
            .conn
            .prepare_cached("SELECT scope, seq, chain, geholt FROM scope ORDER BY reihenfolge")?;
        let rows = query.query_map([], |row| {
            let seq: i64 = row.get(1)?;
            let cursor = Cursor { scope: row.get(0)?, seq: number(seq), chain: row.get(2)? };
            Ok(ScopeState { cursor, geholt: row.get(3)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the digest of what the centre said in a scope.
    pub fn digest(&self, scope: &str) -> Result<StateDigest, DbError> {
        let mut query =
            self.conn.prepare_cached("SELECT bucket, sum FROM digest_bucket WHERE scope = ?1")?;
        let rows = query.query_map([scope], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut digest = StateDigest::default();
        for row in rows {
            let (bucket, sum): (i64, Vec<u8>) = row?;
            let sum = Hash::try_from(sum.as_slice())
                .map_err(|_| DbError::Unreadable("digest_bucket".to_owned()))?;
            digest.load(usize::try_from(bucket).unwrap_or(usize::MAX), Sum256(sum));
        }
        Ok(digest)
    }
}

fn unhex(text: &str) -> Result<Hash, DbError> {
    let bytes = hex::decode(text).map_err(|_| DbError::Unreadable("chain".to_owned()))?;
    Hash::try_from(bytes.as_slice()).map_err(|_| DbError::Unreadable("chain".to_owned()))
}

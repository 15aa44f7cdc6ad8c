//! Where this workstation stands at the centre, and taking in rows of its log.
//!
//! Never applies rows whose numbers, hashes or chain do not fit: then nothing changes and the
//! caller is told.

use std::collections::{BTreeMap, BTreeSet};

use domain::aussonderung::vernichtet;
use domain::{Fields, Protokolleintrag, RecType};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;
use wire::{Change, Cursor, GENESIS, Hash, StateDigest, Sum256, chain_next};

use crate::db::{Db, Kind, Tx};
use crate::error::DbError;
use crate::record::{int, number};
use crate::vernichten::Graves;

/// Why a scope has to be taken from a snapshot instead of row by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anlass {
    /// Nothing is here yet, and there is much.
    Neu,
    /// The log no longer reaches back to where this workstation stands.
    Alt,
    /// The centre's history is another one: it was restored, or another centre was accepted.
    Gegabelt,
}

impl Anlass {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Neu => "neu",
            Self::Alt => "alt",
            Self::Gegabelt => "gegabelt",
        }
    }

    fn parse(name: &str) -> Self {
        match name {
            "neu" => Self::Neu,
            "alt" => Self::Alt,
            _ => Self::Gegabelt,
        }
    }
}

/// A scope this workstation follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeState {
    /// Where it stands.
    pub cursor: Cursor,
    /// A first pull has been complete.
    pub geholt: bool,
    /// A snapshot has to come first.
    pub abzug: Option<Anlass>,
    /// A person has let the next removal pass the brake.
    pub freigabe: bool,
}

/// A row of the log whose place in the chain has been checked.
struct Taken<'a> {
    change: &'a Change,
    body: &'a str,
    fields: Fields,
}

impl Tx<'_> {
    /// Starts to follow scopes, in the order in which to fetch them.
    pub fn follow(&self, scopes: &[String]) -> Result<(), DbError> {
        for (order, scope) in (0_i64..).zip(scopes) {
            self.conn.execute(
                "INSERT OR IGNORE INTO scope (scope, reihenfolge, chain, digest)
                 VALUES (?1, ?2, ?3, ?4)",
                params![scope, order, hex::encode(GENESIS), GENESIS.as_slice()],
            )?;
        }
        Ok(())
    }

    /// Takes in consecutive rows of a scope's log together with the cursor behind them. `end` is
    /// the chain value that must come out behind the last of them.
    pub fn apply_changes(
        &self,
        scope: &str,
        mut changes: Vec<Change>,
        end: &str,
    ) -> Result<(), DbError> {
        let state = self.scope_state(scope)?.ok_or(DbError::Mismatch("unknown scope"))?;
        let (seq, chain) = self.check_chain(&state.cursor, &mut changes, end)?;
        self.set_cursor(scope, seq, &chain)?;
        let mut digest = self.digest(scope)?;
        let here = self.base_count(scope)?;
        let mut graves = Graves::default();
        let mut said = BTreeMap::new();
        for change in &changes {
            let Some(body) = change.body.as_deref() else {
                self.apply_emptied(scope, change, &mut digest)?;
                continue;
            };
            let taken = Taken { change, body, fields: serde_json::from_str(body)? };
            let lauf = vernichtet(&taken.fields);
            if let Some(lauf) = lauf {
                self.dig(&mut graves, change.rec_type, change.rec_id, lauf)?;
            }
            self.apply_change(scope, &taken, &mut digest)?;
            if lauf.is_none() {
                said.insert(change.rec_id, (change.rec_type, taken.fields));
            }
        }
        self.close_graves(scope, here, graves)?;
        self.set_digest(scope, digest)?;
        let mine = self.overlaid_records()?;
        for (rec_id, (kind, fields)) in &said {
            if mine.contains(rec_id) {
                self.rebuild(*kind, scope, *rec_id)?;
            } else {
                self.put_as_said(*kind, scope, *rec_id, fields)?;
            }
        }
        // The cursor has moved: own changes up to it leave the overlay now.
        let confirmed: BTreeSet<(RecType, Uuid)> =
            self.confirmed_records(scope, state.cursor.seq, seq)?.into_iter().collect();
        for (kind, rec_id) in confirmed.into_iter().filter(|(_, id)| !said.contains_key(id)) {
            self.rebuild(kind, scope, rec_id)?;
        }
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Computes what was left out on the line, and compares numbers and chain.
    fn check_chain(
        &self,
        cursor: &Cursor,
        changes: &mut [Change],
        end: &str,
    ) -> Result<(u64, String), DbError> {
        let (mut seq, mut chain) = (cursor.seq, unhex(&cursor.chain)?);
        let sealed = self.open_seal_head(&cursor.scope)?;
        for change in changes {
            seq += 1;
            if change.seq != seq {
                return Err(DbError::Mismatch("row numbers have a gap"));
            }
            if let Some(body) = &change.body {
                let sha256 = wire::sha256_hex(body.as_bytes());
                if !change.body_sha256.is_empty() && change.body_sha256 != sha256 {
                    return Err(DbError::Mismatch("body does not fit its hash"));
                }
                change.body_sha256 = sha256;
            }
            chain = chain_next(&chain, &cursor.scope, change);
            if sealed.as_ref().is_some_and(|head| head.0 == seq && head.1 != hex::encode(chain)) {
                return Err(DbError::Mismatch("chain does not fit the seal"));
            }
        }
        let chain = hex::encode(chain);
        if chain == end { Ok((seq, chain)) } else { Err(DbError::Mismatch("chain does not fit")) }
    }

    /// Takes in a row whose body was destroyed before it came here. What is here of the record
    /// stays until the row comes that says by which run it went.
    fn apply_emptied(
        &self,
        scope: &str,
        change: &Change,
        digest: &mut StateDigest,
    ) -> Result<(), DbError> {
        let before = self.base_version(change.rec_id)?;
        let old = before.as_ref().map(|(ver, sha256)| (*ver, sha256.as_str()));
        digest.replace(change.rec_id, old, Some((change.ver, &change.body_sha256)));
        self.audit_change(change, None, &Fields::new())?;
        let body = self.base_body(change.rec_id)?;
        self.put_base(&BaseRow {
            scope,
            rec_type: change.rec_type,
            rec_id: change.rec_id,
            ver: change.ver,
            body: body.as_deref().unwrap_or("{}"),
            body_sha256: &change.body_sha256,
            stand: 0,
        })
    }

    fn apply_change(
        &self,
        scope: &str,
        taken: &Taken<'_>,
        digest: &mut StateDigest,
    ) -> Result<(), DbError> {
        let change = taken.change;
        let before = self.base(change.rec_id)?;
        let old = before.as_ref().map(|base| (base.ver, base.body_sha256.as_str()));
        digest.replace(change.rec_id, old, Some((change.ver, &change.body_sha256)));
        self.audit_change(change, before.as_ref().map(|base| &base.fields), &taken.fields)?;
        self.put_base(&BaseRow {
            scope,
            rec_type: change.rec_type,
            rec_id: change.rec_id,
            ver: change.ver,
            body: taken.body,
            body_sha256: &change.body_sha256,
            stand: 0,
        })
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
        if self.is_own(change.mid)? {
            let aktion = "von_zentrale_bestaetigt".to_owned();
            return self.append_protokoll(&Protokolleintrag { aktion, ..entry });
        }
        // What is gone is not quoted once more.
        let quoted = before.filter(|_| vernichtet(after).is_none());
        let Some(before) = quoted else { return self.append_protokoll(&entry) };
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
        self.conn
            .prepare_cached("UPDATE scope SET geholt = 1 WHERE scope = ?1")?
            .execute([scope])?;
        Ok(())
    }

    /// Notes that a scope has to be taken from a snapshot.
    pub fn need_snapshot(&self, scope: &str, anlass: Anlass) -> Result<(), DbError> {
        // A fork is never forgotten for a lesser reason.
        self.conn.execute(
            "UPDATE scope SET abzug = ?2 WHERE scope = ?1 AND abzug IS NOT 'gegabelt'",
            [scope, anlass.as_str()],
        )?;
        Ok(())
    }

    /// Moves the cursor of a scope, and nothing else.
    ///
    /// Public for one reader: the simulation plants the bug of a cursor that moves before its rows.
    pub fn set_cursor(&self, scope: &str, seq: u64, chain: &str) -> Result<(), DbError> {
        self.conn
            .prepare_cached("UPDATE scope SET seq = ?2, chain = ?3 WHERE scope = ?1")?
            .execute(params![scope, int(seq), chain])?;
        Ok(())
    }

    pub(crate) fn set_digest(&self, scope: &str, digest: StateDigest) -> Result<(), DbError> {
        self.conn
            .prepare_cached("UPDATE scope SET digest = ?2 WHERE scope = ?1")?
            .execute(params![scope, digest.0.0.as_slice()])?;
        Ok(())
    }

    pub(crate) fn put_base(&self, row: &BaseRow<'_>) -> Result<(), DbError> {
        self.conn
            .prepare_cached(
                "INSERT INTO base_record (rec_id, rec_type, scope, ver, body, body_sha256, stand)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (rec_id) DO UPDATE SET rec_type = excluded.rec_type,
                     scope = excluded.scope, ver = excluded.ver, body = excluded.body,
                     body_sha256 = excluded.body_sha256, stand = excluded.stand",
            )?
            .execute(params![
                row.rec_id.to_string(),
                row.rec_type.as_str(),
                row.scope,
                int(row.ver),
                row.body,
                row.body_sha256,
                row.stand,
            ])?;
        Ok(())
    }
}

/// A record as the centre said it, on its way into the table.
pub(crate) struct BaseRow<'a> {
    pub(crate) scope: &'a str,
    pub(crate) rec_type: RecType,
    pub(crate) rec_id: Uuid,
    pub(crate) ver: u64,
    pub(crate) body: &'a str,
    pub(crate) body_sha256: &'a str,
    pub(crate) stand: i64,
}

impl Db<'_> {
    /// Returns the scopes this workstation follows, in the order in which to fetch them.
    pub fn scopes(&self) -> Result<Vec<ScopeState>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT scope, seq, chain, geholt, abzug, freigabe FROM scope
             ORDER BY reihenfolge, scope",
        )?;
        let rows = query.query_map([], |row| {
            let (seq, abzug): (i64, Option<String>) = (row.get(1)?, row.get(4)?);
            let cursor = Cursor { scope: row.get(0)?, seq: number(seq), chain: row.get(2)? };
            let abzug = abzug.map(|name| Anlass::parse(&name));
            Ok(ScopeState { cursor, geholt: row.get(3)?, abzug, freigabe: row.get(5)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns where this workstation stands in one scope.
    pub fn scope_state(&self, scope: &str) -> Result<Option<ScopeState>, DbError> {
        Ok(self.scopes()?.into_iter().find(|state| state.cursor.scope == scope))
    }

    /// Returns the digest of what the centre said in a scope.
    pub fn digest(&self, scope: &str) -> Result<StateDigest, DbError> {
        let sum: Option<Vec<u8>> = self
            .conn
            .prepare_cached("SELECT digest FROM scope WHERE scope = ?1")?
            .query_row([scope], |row| row.get(0))
            .optional()?;
        let sum = sum.unwrap_or_else(|| GENESIS.to_vec());
        let sum =
            Hash::try_from(sum.as_slice()).map_err(|_| DbError::Unreadable("digest".to_owned()))?;
        Ok(StateDigest(Sum256(sum)))
    }

    /// Counts what the centre said in a scope.
    pub fn base_count(&self, scope: &str) -> Result<u64, DbError> {
        let mut query =
            self.conn.prepare_cached("SELECT count(*) FROM base_record WHERE scope = ?1")?;
        Ok(number(query.query_row([scope], |row| row.get(0))?))
    }
}

fn unhex(text: &str) -> Result<Hash, DbError> {
    let bytes = hex::decode(text).map_err(|_| DbError::Unreadable("chain".to_owned()))?;
    Hash::try_from(bytes.as_slice()).map_err(|_| DbError::Unreadable("chain".to_owned()))
}

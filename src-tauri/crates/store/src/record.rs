//! Reading records as people here see them, and rebuilding that view.
//!
//! Never decides: the view is the centre's word with the pending changes laid over it.

use domain::aussonderung::vernichtet;
use domain::{Fields, RecType, Record, merge};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use crate::db::{Db, Kind, Tx};
use crate::error::DbError;

/// A record as it is seen here.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Its kind.
    pub rec_type: RecType,
    /// Its id.
    pub rec_id: Uuid,
    /// Its scope.
    pub scope: String,
    /// Its fields.
    pub fields: Fields,
    /// A change of it is not yet part of the centre's log.
    pub ausstehend: bool,
}

impl Seen {
    /// Reads the fields as a typed record.
    pub fn typed<R: Record>(&self) -> Result<R, DbError> {
        R::from_fields(&self.fields).map_err(|_| DbError::Unreadable(self.rec_id.to_string()))
    }
}

/// A record as the centre said it.
#[derive(Debug, Clone, PartialEq)]
pub struct Base {
    /// Version, from 1.
    pub ver: u64,
    /// SHA-256 of the body, hex.
    pub body_sha256: String,
    /// Its fields.
    pub fields: Fields,
}

impl Db<'_> {
    /// Returns a record as it is seen here.
    pub fn seen(&self, rec_id: Uuid) -> Result<Option<Seen>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT r.rec_type, r.scope, coalesce(r.body, b.body), r.ausstehend
             FROM record r LEFT JOIN base_record b ON b.rec_id = r.rec_id WHERE r.rec_id = ?1",
        )?;
        let row = query
            .query_row([rec_id.to_string()], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })
            .optional()?;
        let Some((kind, scope, body, ausstehend)): Option<(String, String, String, bool)> = row
        else {
            return Ok(None);
        };
        let rec_type = rec_type(&kind)?;
        let fields = serde_json::from_str(&body)?;
        if !self.in_sight(rec_type, rec_id, &scope, &fields) {
            return Ok(None);
        }
        Ok(Some(Seen { rec_type, rec_id, scope, fields, ausstehend }))
    }

    /// Returns a typed record with what is known about it.
    pub fn load<R: Record>(&self, rec_id: Uuid) -> Result<(R, Seen), DbError> {
        let seen = self.seen(rec_id)?.filter(|seen| seen.rec_type == R::TYPE);
        let seen = seen.ok_or(DbError::NotFound)?;
        Ok((seen.typed()?, seen))
    }

    /// Returns what the centre said about a record.
    pub fn base(&self, rec_id: Uuid) -> Result<Option<Base>, DbError> {
        let mut query = self
            .conn
            .prepare_cached("SELECT ver, body_sha256, body FROM base_record WHERE rec_id = ?1")?;
        let row = query
            .query_row([rec_id.to_string()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        row.map(|(ver, body_sha256, body): (i64, String, String)| {
            Ok(Base { ver: number(ver), body_sha256, fields: serde_json::from_str(&body)? })
        })
        .transpose()
    }
}

impl Tx<'_> {
    /// Rebuilds how a record is seen: the centre's word, then every pending change in order.
    pub(crate) fn rebuild(&self, kind: RecType, scope: &str, rec_id: Uuid) -> Result<(), DbError> {
        let base = self.base(rec_id)?;
        if base.as_ref().is_some_and(|base| vernichtet(&base.fields).is_some()) {
            return self.put_seen(kind, scope, rec_id, None, false);
        }
        let pending = self.overlaid(scope, rec_id)?;
        if let (Some(base), true) = (&base, pending.is_empty()) {
            return self.put_as_said(kind, scope, rec_id, &base.fields);
        }
        let ausstehend = !pending.is_empty();
        let mut fields = base.map(|base| base.fields);
        for mutation in &pending {
            fields = Some(merge::overlay(fields.as_ref(), &mutation.edit));
        }
        self.put_seen(kind, scope, rec_id, fields.as_ref(), ausstehend)
    }

    /// Stores that a record is seen as the centre said it.
    pub(crate) fn put_as_said(
        &self,
        kind: RecType,
        scope: &str,
        rec_id: Uuid,
        fields: &Fields,
    ) -> Result<(), DbError> {
        self.conn
            .prepare_cached(
                "INSERT INTO record (rec_id, rec_type, scope, body, ausstehend)
                 VALUES (?1, ?2, ?3, NULL, 0)
                 ON CONFLICT (rec_id) DO UPDATE SET scope = excluded.scope, body = NULL,
                     ausstehend = 0
                 WHERE body IS NOT NULL OR ausstehend <> 0 OR scope <> excluded.scope",
            )?
            .execute(params![rec_id.to_string(), kind.as_str(), scope])?;
        self.touch(Kind::Rec(kind));
        self.project(kind, scope, rec_id, fields)
    }

    /// Stores how a record is seen and refreshes the lists; no fields means it is gone.
    pub(crate) fn put_seen(
        &self,
        kind: RecType,
        scope: &str,
        rec_id: Uuid,
        fields: Option<&Fields>,
        ausstehend: bool,
    ) -> Result<(), DbError> {
        let id = rec_id.to_string();
        match fields {
            Some(fields) => {
                let body = serde_json::to_string(fields)?;
                self.conn
                    .prepare_cached(
                        "INSERT INTO record (rec_id, rec_type, scope, body, ausstehend)
                         VALUES (?1, ?2, ?3, ?4, ?5)
                         ON CONFLICT (rec_id) DO UPDATE SET
                             body = excluded.body, ausstehend = excluded.ausstehend",
                    )?
                    .execute(params![id, kind.as_str(), scope, body, ausstehend])?;
                self.project(kind, scope, rec_id, fields)?;
            }
            None => {
                self.conn.execute("DELETE FROM record WHERE rec_id = ?1", [&id])?;
                self.unproject(kind, rec_id)?;
            }
        }
        self.touch(Kind::Rec(kind));
        Ok(())
    }
}

pub(crate) fn rec_type(name: &str) -> Result<RecType, DbError> {
    RecType::parse(name).ok_or_else(|| DbError::Unreadable(name.to_owned()))
}

pub(crate) fn number(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

pub(crate) fn int(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

pub(crate) fn uuid(text: &str) -> Result<Uuid, DbError> {
    Uuid::parse_str(text).map_err(|_| DbError::Unreadable(text.to_owned()))
}

//! What a centre has lost or this workstation replaced: kept aside until people have looked.
//!
//! Never put back by itself.

use domain::{RecType, Zeitpunkt};
use rusqlite::params;
use uuid::Uuid;
use wire::SnapshotRecord;

use crate::db::{Db, Kind, Tx};
use crate::error::DbError;
use crate::record::{int, number, rec_type, uuid};

/// Why something was kept aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grund {
    /// The centre does not have the record.
    Fehlt,
    /// The centre has it in an older or another version.
    Zurueckgesetzt,
    /// It differed from the centre's at the same row and was repaired.
    Berichtigt,
}

impl Grund {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Fehlt => "fehlt",
            Self::Zurueckgesetzt => "zurueckgesetzt",
            Self::Berichtigt => "berichtigt",
        }
    }

    fn parse(name: &str) -> Self {
        match name {
            "fehlt" => Self::Fehlt,
            "zurueckgesetzt" => Self::Zurueckgesetzt,
            _ => Self::Berichtigt,
        }
    }
}

/// Something that was kept aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Geborgen {
    /// Its scope.
    pub scope: String,
    /// The record, as it was here.
    pub record: SnapshotRecord,
    /// Why.
    pub grund: Grund,
    /// When.
    pub um: Zeitpunkt,
    /// The centre has received it.
    pub gesendet: bool,
}

impl Tx<'_> {
    /// Keeps aside what the centre last said of a record.
    pub(crate) fn salvage(&self, rec_id: Uuid, grund: Grund) -> Result<(), DbError> {
        // One that differed at the same row is no loss of the centre's: it is not handed over.
        let gesendet = grund == Grund::Berichtigt;
        self.conn
            .prepare_cached(
                "INSERT OR IGNORE INTO salvage
                     (scope, rec_id, ver, body_sha256, rec_type, body, grund, um, gesendet)
                 SELECT scope, rec_id, ver, body_sha256, rec_type, body, ?2, ?3, ?4
                 FROM base_record WHERE rec_id = ?1",
            )?
            .execute(params![
                rec_id.to_string(),
                grund.as_str(),
                self.env.now().as_millisecond(),
                gesendet
            ])?;
        Ok(())
    }

    /// Notes that the centre has received what was kept aside.
    pub fn salvage_sent(&self, scope: &str, records: &[SnapshotRecord]) -> Result<(), DbError> {
        for record in records {
            self.conn
                .prepare_cached(
                    "UPDATE salvage SET gesendet = 1 WHERE scope = ?1 AND rec_id = ?2 AND ver = ?3",
                )?
                .execute(params![scope, record.rec_id.to_string(), int(record.ver)])?;
        }
        self.touch(Kind::Abgleich);
        Ok(())
    }
}

impl Db<'_> {
    /// Returns what the centre has still to receive of a scope: rows of one message.
    pub fn salvage_to_send(&self, scope: &str) -> Result<Vec<SnapshotRecord>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT rec_type, rec_id, ver, body FROM salvage
             WHERE gesendet = 0 AND scope = ?1 ORDER BY rec_id, ver LIMIT ?2",
        )?;
        let limit = i64::try_from(wire::RECORDS_MAX).unwrap_or(i64::MAX);
        let rows = query.query_map(params![scope, limit], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
        let (mut found, mut bytes) = (Vec::new(), 0);
        for row in rows {
            let (kind, id, ver, body): (String, String, i64, String) = row?;
            bytes += body.len();
            if !found.is_empty() && bytes > wire::PUSH_BYTES_MAX {
                break;
            }
            let (rec_type, rec_id) = (rec_type(&kind)?, uuid(&id)?);
            found.push(SnapshotRecord { rec_type, rec_id, ver: number(ver), body });
        }
        Ok(found)
    }

    /// Returns what was kept aside, newest first, with its number in all.
    pub fn salvaged(&self, limit: u32) -> Result<(Vec<Geborgen>, u32), DbError> {
        let total = self
            .conn
            .prepare_cached("SELECT count(*) FROM salvage WHERE scope = coalesce(?1, scope)")?
            .query_row([&self.sicht], |row| row.get(0))?;
        let mut query = self.conn.prepare_cached(
            "SELECT scope, rec_type, rec_id, ver, body, grund, um, gesendet FROM salvage
             WHERE scope = coalesce(?2, scope)
             ORDER BY um DESC, rec_id, ver DESC LIMIT ?1",
        )?;
        let rows = query.query_map(params![limit, self.sicht], |row| {
            Ok((
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?),
                (row.get(5)?, row.get(6)?, row.get(7)?),
            ))
        })?;
        let mut found = Vec::new();
        for row in rows {
            let (record, rest): ((String, String, String, i64, String), _) = row?;
            let (scope, kind, id, ver, body) = record;
            let (grund, um, gesendet): (String, i64, bool) = rest;
            let (rec_type, rec_id): (RecType, Uuid) = (rec_type(&kind)?, uuid(&id)?);
            found.push(Geborgen {
                scope,
                record: SnapshotRecord { rec_type, rec_id, ver: number(ver), body },
                grund: Grund::parse(&grund),
                um: Zeitpunkt::from_millisecond(um)
                    .map_err(|_| DbError::Unreadable("salvage".to_owned()))?,
                gesendet,
            });
        }
        Ok((found, total))
    }
}

//! The brake: nothing removes, sets back or cancels much at once unless a person has looked.
//!
//! Never forgets what it stopped: a preview stays until the reason is gone or somebody lets it go.

use domain::record::text;
use domain::{Fields, RecType, Zeitpunkt};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::db::{Db, Kind, Tx};
use crate::error::DbError;
use crate::meta::Meta;
use crate::record::{int, number};

/// So many records may go at once in any case.
pub const LEAST: u64 = 20;
/// Rows of a preview at most.
const PREVIEW: usize = 200;

/// Returns how many of so many records may go without anybody being asked: 20, or 5 in a hundred.
pub const fn limit(of: u64) -> u64 {
    let share = of / 20;
    if share > LEAST { share } else { LEAST }
}

/// Which way the stopped changes would go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Richtung {
    /// From the centre to here.
    Empfangen,
    /// From here to the centre.
    Senden,
}

impl Richtung {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Empfangen => "empfangen",
            Self::Senden => "senden",
        }
    }
}

/// One record of a preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Betroffen {
    /// Its kind.
    pub rec_type: RecType,
    /// The record.
    pub rec_id: Uuid,
    /// Its title, with its reference if it has one.
    pub titel: String,
    /// It would be set back or changed; otherwise it would go.
    pub bleibt: bool,
}

impl Betroffen {
    /// Names a record.
    pub(crate) fn new(rec_type: RecType, rec_id: Uuid, fields: &Fields, bleibt: bool) -> Self {
        Self { rec_type, rec_id, titel: titel(fields), bleibt }
    }
}

/// What was stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Braked {
    /// Scope.
    pub scope: String,
    /// Which way.
    pub richtung: Richtung,
    /// What it was about, such as the hash of a snapshot.
    pub anlass: String,
    /// Records in all.
    pub betroffen: u64,
    /// Of so many here.
    pub von: u64,
    /// When it was stopped.
    pub um: Zeitpunkt,
    /// Some of them.
    pub vorschau: Vec<Betroffen>,
}

impl std::fmt::Display for Braked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { scope, betroffen, von, .. } = self;
        write!(f, "{betroffen} of {von} records of {scope} would go at once")
    }
}

/// Counts what would go, and keeps some of it for the preview.
#[derive(Debug, Default)]
pub(crate) struct Losses {
    pub(crate) count: u64,
    pub(crate) some: Vec<Betroffen>,
}

impl Losses {
    pub(crate) fn add(&mut self, kind: RecType, rec_id: Uuid, body: &str, bleibt: bool) {
        self.count += 1;
        if self.some.len() < PREVIEW {
            let fields: Fields = serde_json::from_str(body).unwrap_or_default();
            self.some.push(Betroffen::new(kind, rec_id, &fields, bleibt));
        }
    }
}

fn titel(fields: &Fields) -> String {
    let zeichen = crate::projection::aktenzeichen(fields);
    let name = [text(fields, "betreff"), text(fields, "titel"), text(fields, "bezeichnung")];
    let words: Vec<&str> =
        std::iter::once(zeichen).chain(name).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

impl Tx<'_> {
    /// Fails if too much would go that nobody has let go; otherwise uses up the permission.
    pub(crate) fn brake(
        &self,
        scope: &str,
        anlass: &str,
        von: u64,
        losses: Losses,
    ) -> Result<(), DbError> {
        self.stop_at(scope, anlass, von, losses, limit(von))?;
        self.use_up(scope)
    }

    /// Fails if more than `most` would go that nobody has let go.
    pub(crate) fn stop_at(
        &self,
        scope: &str,
        anlass: &str,
        von: u64,
        losses: Losses,
        most: u64,
    ) -> Result<(), DbError> {
        if losses.count > most && !self.released(scope)? {
            return Err(DbError::Brake(Box::new(Braked {
                scope: scope.to_owned(),
                richtung: Richtung::Empfangen,
                anlass: anlass.to_owned(),
                betroffen: losses.count,
                von,
                um: self.env.now(),
                vorschau: losses.some,
            })));
        }
        Ok(())
    }

    /// Uses up the permission to let something go.
    pub(crate) fn use_up(&self, scope: &str) -> Result<(), DbError> {
        self.conn.execute("UPDATE scope SET freigabe = 0 WHERE scope = ?1", [scope])?;
        self.clear_brake(scope, Richtung::Empfangen)
    }

    /// Keeps what was stopped, for people to look at; not if somebody has let it go meanwhile, while
    /// the round that stopped was still under way.
    pub fn keep_brake(&self, braked: &Braked) -> Result<(), DbError> {
        if braked.richtung == Richtung::Empfangen && self.released(&braked.scope)? {
            return Ok(());
        }
        self.conn.execute(
            "INSERT INTO bremse (scope, richtung, anlass, betroffen, von, um, vorschau)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (scope, richtung) DO UPDATE SET anlass = excluded.anlass,
                 betroffen = excluded.betroffen, von = excluded.von, vorschau = excluded.vorschau",
            params![
                braked.scope,
                braked.richtung.as_str(),
                braked.anlass,
                int(braked.betroffen),
                int(braked.von),
                braked.um.as_millisecond(),
                serde_json::to_string(&braked.vorschau)?,
            ],
        )?;
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Forgets what was stopped: its reason is gone.
    pub fn clear_brake(&self, scope: &str, richtung: Richtung) -> Result<(), DbError> {
        self.conn
            .prepare_cached("DELETE FROM bremse WHERE scope = ?1 AND richtung = ?2")?
            .execute([scope, richtung.as_str()])?;
        Ok(())
    }

    /// Lets the next round go on with what was stopped in a scope, both ways: a person has looked.
    pub fn release_brake(&self, scope: &str) -> Result<(), DbError> {
        if self.brake_of(scope, Richtung::Empfangen)?.is_some() {
            self.conn.execute("UPDATE scope SET freigabe = 1 WHERE scope = ?1", [scope])?;
            self.clear_brake(scope, Richtung::Empfangen)?;
        }
        self.release_sending(scope)
    }

    /// Lets the next round send what was stopped in a scope: a person has looked.
    pub fn release_sending(&self, scope: &str) -> Result<(), DbError> {
        if self.brake_of(scope, Richtung::Senden)?.is_some() {
            self.set_meta(Meta::SendenFrei, "1")?;
            self.clear_brake(scope, Richtung::Senden)?;
        }
        self.touch(Kind::Journal);
        self.touch(Kind::Abgleich);
        Ok(())
    }
}

impl Db<'_> {
    /// Tells whether a person lets the next removal in a scope pass.
    fn released(&self, scope: &str) -> Result<bool, DbError> {
        let mut query = self.conn.prepare_cached("SELECT freigabe FROM scope WHERE scope = ?1")?;
        Ok(query.query_row([scope], |row| row.get(0)).optional()?.unwrap_or(false))
    }

    /// Returns everything that is stopped.
    pub fn brakes(&self) -> Result<Vec<Braked>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT scope, richtung, anlass, betroffen, von, um, vorschau FROM bremse
             ORDER BY um, scope, richtung",
        )?;
        let rows = query.query_map([], |row| {
            Ok((
                (row.get(0)?, row.get(1)?, row.get(2)?),
                (row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?),
            ))
        })?;
        let mut found = Vec::new();
        for row in rows {
            let ((scope, way, anlass), counts): ((String, String, String), _) = row?;
            let (betroffen, von, um, vorschau): (i64, i64, i64, String) = counts;
            let hidden = self.sicht.as_ref().is_some_and(|own| *own != scope);
            found.push(Braked {
                scope,
                richtung: if way == "senden" { Richtung::Senden } else { Richtung::Empfangen },
                anlass,
                betroffen: number(betroffen),
                von: number(von),
                um: Zeitpunkt::from_millisecond(um)
                    .map_err(|_| DbError::Unreadable("bremse".to_owned()))?,
                // Whoever may not see the records learns that it was stopped, and how many.
                vorschau: if hidden { Vec::new() } else { serde_json::from_str(&vorschau)? },
            });
        }
        Ok(found)
    }

    /// Returns what is stopped in a scope, one way.
    pub fn brake_of(&self, scope: &str, richtung: Richtung) -> Result<Option<Braked>, DbError> {
        let mut all = self.brakes()?.into_iter();
        Ok(all.find(|braked| braked.scope == scope && braked.richtung == richtung))
    }
}

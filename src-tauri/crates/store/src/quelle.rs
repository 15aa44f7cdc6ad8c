//! Sources: what was taken in from where, what still has to be released, what went wrong.
//!
//! Never touches a source itself; `intake` does, after the rows here are committed.

use domain::Zeitpunkt;
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use crate::db::{Db, Kind, Tx};
use crate::error::DbError;
use crate::record::uuid;

/// A source that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenSource {
    /// Path at which it lay.
    pub pfad: String,
    /// Device, inode, size and time of what was read.
    pub kennung: String,
    /// SHA-256 of what was read, hex.
    pub sha256: String,
    /// The item it became.
    pub eingang: Uuid,
    /// The source is ours to remove.
    pub freigeben: bool,
    /// It has been removed.
    pub freigegeben: bool,
}

/// A source that could not be taken in or released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceProblem {
    /// Path of the source.
    pub pfad: String,
    /// What a clerk reads.
    pub meldung: String,
    /// First seen.
    pub seit: Zeitpunkt,
    /// Attempts so far.
    pub versuche: u32,
    /// Its content is safe here.
    pub inhalt_gesichert: bool,
}

/// What becomes of a source in a watched folder once its content is safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Regel {
    /// It is removed.
    Loeschen,
    /// It is moved to another folder.
    Verschieben(String),
    /// It stays.
    Behalten,
}

impl Regel {
    const fn name(&self) -> &'static str {
        match self {
            Self::Loeschen => "loeschen",
            Self::Verschieben(_) => "verschieben",
            Self::Behalten => "behalten",
        }
    }

    /// Returns where sources are moved to.
    pub fn ziel(&self) -> Option<&str> {
        match self {
            Self::Verschieben(ziel) => Some(ziel),
            Self::Loeschen | Self::Behalten => None,
        }
    }
}

/// A watched folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedFolder {
    /// Its path.
    pub pfad: String,
    /// Who answers for it.
    pub besitzer: String,
    /// What becomes of sources.
    pub regel: Regel,
    /// The scope of the municipality whose post lies there.
    pub scope: String,
}

impl Tx<'_> {
    /// Notes that a source was taken in.
    pub fn source_taken(&self, source: &TakenSource) -> Result<(), DbError> {
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO quelle
                     (pfad, kennung, sha256, eingang, freigeben, freigegeben, um)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                source.pfad,
                source.kennung,
                source.sha256,
                source.eingang.to_string(),
                source.freigeben,
                source.freigegeben,
                self.env().now().as_millisecond(),
            ])?;
        Ok(())
    }

    /// Notes that a source is gone and its problem, if any, solved.
    pub fn source_released(&self, pfad: &str) -> Result<(), DbError> {
        self.conn.execute("UPDATE quelle SET freigegeben = 1 WHERE pfad = ?1", [pfad])?;
        self.source_fine(pfad)
    }

    /// Notes a failure; the first time stays, the attempts count up.
    pub fn source_problem(
        &self,
        pfad: &str,
        meldung: &str,
        inhalt_gesichert: bool,
    ) -> Result<(), DbError> {
        self.conn.execute(
            "INSERT INTO problem (pfad, meldung, seit, versuche, inhalt_gesichert, scope)
             VALUES (?1, ?2, ?3, 1, ?4, ?5)
             ON CONFLICT (pfad) DO UPDATE SET meldung = excluded.meldung,
                 versuche = versuche + 1, inhalt_gesichert = excluded.inhalt_gesichert",
            params![
                pfad,
                meldung,
                self.env().now().as_millisecond(),
                inhalt_gesichert,
                self.bereich_fuer(pfad)?
            ],
        )?;
        self.touch(Kind::Uebernahme);
        Ok(())
    }

    /// Forgets a solved problem.
    pub fn source_fine(&self, pfad: &str) -> Result<(), DbError> {
        if self.conn.execute("DELETE FROM problem WHERE pfad = ?1", [pfad])? > 0 {
            self.touch(Kind::Uebernahme);
        }
        Ok(())
    }

    /// Watches a folder, or changes how it is watched.
    pub fn put_folder(&self, folder: &WatchedFolder) -> Result<(), DbError> {
        self.conn.execute(
            "INSERT OR REPLACE INTO ordner (pfad, besitzer, regel, ziel, scope)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                folder.pfad,
                folder.besitzer,
                folder.regel.name(),
                folder.regel.ziel(),
                folder.scope
            ],
        )?;
        self.touch(Kind::Uebernahme);
        Ok(())
    }

    /// Watches a folder no longer. What lies in it stays, and so does what was taken in.
    pub fn remove_folder(&self, pfad: &str) -> Result<(), DbError> {
        self.conn.execute("DELETE FROM ordner WHERE pfad = ?1", [pfad])?;
        self.conn.execute("DELETE FROM problem WHERE pfad = ?1", [pfad])?;
        self.touch(Kind::Uebernahme);
        Ok(())
    }
}

impl Db<'_> {
    /// Returns what is known about the source at a path.
    pub fn source(&self, pfad: &str) -> Result<Option<TakenSource>, DbError> {
        let mut found = self.sources("WHERE pfad = ?1", &[pfad])?;
        Ok(found.pop())
    }

    /// Returns sources that still have to be released.
    pub fn sources_to_release(&self) -> Result<Vec<TakenSource>, DbError> {
        self.sources("WHERE freigeben = 1 AND freigegeben = 0 ORDER BY pfad", &[])
    }

    fn sources(&self, filter: &str, values: &[&str]) -> Result<Vec<TakenSource>, DbError> {
        let mut query = self.conn.prepare_cached(&format!(
            "SELECT pfad, kennung, sha256, eingang, freigeben, freigegeben FROM quelle {filter}"
        ))?;
        let rows = query.query_map(rusqlite::params_from_iter(values), |row| {
            let eingang: String = row.get(3)?;
            let source = TakenSource {
                pfad: row.get(0)?,
                kennung: row.get(1)?,
                sha256: row.get(2)?,
                eingang: Uuid::nil(),
                freigeben: row.get(4)?,
                freigegeben: row.get(5)?,
            };
            Ok((source, eingang))
        })?;
        let mut found = Vec::new();
        for row in rows {
            let (source, eingang) = row?;
            found.push(TakenSource { eingang: uuid(&eingang)?, ..source });
        }
        Ok(found)
    }

    /// Returns open problems, oldest first.
    pub fn problems(&self) -> Result<Vec<SourceProblem>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT pfad, meldung, seit, versuche, inhalt_gesichert FROM problem
             WHERE scope = coalesce(?1, scope) ORDER BY seit, pfad",
        )?;
        let rows = query.query_map([&self.sicht], |row| {
            let seit: i64 = row.get(2)?;
            Ok(SourceProblem {
                pfad: row.get(0)?,
                meldung: row.get(1)?,
                seit: Zeitpunkt::from_millisecond(seit).unwrap_or(Zeitpunkt::UNIX_EPOCH),
                versuche: row.get(3)?,
                inhalt_gesichert: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the watched folders.
    pub fn folders(&self) -> Result<Vec<WatchedFolder>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT pfad, besitzer, regel, ziel, scope FROM ordner
             WHERE scope = coalesce(?1, scope) ORDER BY pfad",
        )?;
        let rows = query.query_map([&self.sicht], |row| {
            let (regel, ziel): (String, Option<String>) = (row.get(2)?, row.get(3)?);
            let regel = match (regel.as_str(), ziel) {
                ("loeschen", _) => Regel::Loeschen,
                ("verschieben", Some(ziel)) => Regel::Verschieben(ziel),
                // What is not understood removes nothing.
                _ => Regel::Behalten,
            };
            let (pfad, besitzer, scope) = (row.get(0)?, row.get(1)?, row.get(4)?);
            Ok(WatchedFolder { pfad, besitzer, regel, scope })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the item of a scope with these bytes that came first, if there is one.
    pub fn eingang_with_bytes(&self, scope: &str, sha256: &str) -> Result<Option<Uuid>, DbError> {
        let id: Option<String> = self
            .conn
            .prepare_cached(
                "SELECT rec_id FROM eingang WHERE sha256 = ?1 AND scope = ?2 ORDER BY um, rec_id",
            )?
            .query_row([sha256, scope], |row| row.get(0))
            .optional()?;
        id.map(|id| uuid(&id)).transpose()
    }
}

//! What a reader has in sight: everything, or one municipality's records with the master data.
//!
//! Never leaves it to a question to ask for the right scope: what is out of sight is not there for
//! any list, search, count or reading by id.

use std::path::Path;

use domain::mandant::mandant_id;
use domain::record::text;
use domain::{Fields, RecType};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::blob::BlobFolder;
use crate::db::{Db, Kind, Tx};
use crate::error::DbError;
use crate::meta::Meta;
use crate::{SCOPE_REGISTRATUR, SCOPE_STAMMDATEN};

/// How much is in sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sicht {
    /// Everything: for the reconciliation, for checks, for taking in.
    Alles,
    /// The municipality that was chosen at this workstation, and the master data.
    Mandant,
}

impl<'a> Db<'a> {
    pub(crate) fn new(
        conn: &'a Connection,
        blobs: &'a BlobFolder,
        sicht: Sicht,
    ) -> Result<Self, DbError> {
        let mut db = Self { conn, blobs, sicht: None };
        if sicht == Sicht::Mandant {
            db.sicht = Some(db.gewaehlt()?);
        }
        Ok(db)
    }
}

impl Db<'_> {
    /// Returns the same state of the database with only one scope in sight.
    pub fn within(&self, scope: &str) -> Db<'_> {
        let own = self.sicht.clone().unwrap_or_else(|| scope.to_owned());
        Db { conn: self.conn, blobs: self.blobs, sicht: Some(own) }
    }

    /// Returns the scope in which the chosen municipality's new records live.
    pub fn bereich(&self) -> Result<String, DbError> {
        match &self.sicht {
            Some(scope) => Ok(scope.clone()),
            None => self.gewaehlt(),
        }
    }

    /// Returns the scopes that may be chosen: all that are followed, without the master data.
    pub fn bereiche(&self) -> Result<Vec<String>, DbError> {
        let mut scopes: Vec<String> =
            self.scopes()?.into_iter().map(|state| state.cursor.scope).collect();
        scopes.retain(|scope| scope != SCOPE_STAMMDATEN);
        if scopes.is_empty() {
            // No centre has said anything yet.
            scopes.push(SCOPE_REGISTRATUR.to_owned());
        }
        Ok(scopes)
    }

    /// Returns the chosen scope; one that was withdrawn is not chosen any more.
    fn gewaehlt(&self) -> Result<String, DbError> {
        let chosen = self.meta(Meta::Bereich)?.unwrap_or_else(|| SCOPE_REGISTRATUR.to_owned());
        let mut scopes = self.bereiche()?;
        if scopes.contains(&chosen) { Ok(chosen) } else { Ok(scopes.swap_remove(0)) }
    }

    /// Returns the scope into which a file at a path is taken: that in which it was pasted or
    /// scanned, that of the watched folder it lies in, that of an earlier attempt, else the chosen
    /// one.
    pub fn bereich_fuer(&self, pfad: &str) -> Result<String, DbError> {
        if let Some(scope) = self.blobs.own_scope(Path::new(pfad)) {
            let known = self.bereiche()?.contains(&scope);
            return if known { Ok(scope) } else { Err(DbError::NotFound) };
        }
        let mut query = self.conn.prepare_cached("SELECT pfad, scope FROM ordner")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut best: Option<(String, String)> = None;
        for row in rows {
            let (folder, scope): (String, String) = row?;
            let deeper = best.as_ref().is_none_or(|(known, _)| known.len() < folder.len());
            if deeper && Path::new(pfad).starts_with(&folder) {
                best = Some((folder, scope));
            }
        }
        match best {
            Some((_, scope)) => Ok(scope),
            None => match self.tried_in(pfad)? {
                Some(scope) => Ok(scope),
                None => self.bereich(),
            },
        }
    }

    /// Returns the scope into which a file was to be taken when that failed.
    fn tried_in(&self, pfad: &str) -> Result<Option<String>, DbError> {
        let mut query = self.conn.prepare_cached("SELECT scope FROM problem WHERE pfad = ?1")?;
        Ok(query.query_row([pfad], |row| row.get(0)).optional()?)
    }

    /// Tells whether a record is in sight.
    pub(crate) fn in_sight(
        &self,
        kind: RecType,
        rec_id: Uuid,
        scope: &str,
        fields: &Fields,
    ) -> bool {
        let Some(own) = &self.sicht else { return true };
        match kind {
            RecType::Mandant => rec_id == mandant_id(own),
            RecType::Aktenplaneinheit => {
                let whose = text(fields, "mandant");
                whose.is_empty() || whose == mandant_id(own).to_string()
            }
            _ => scope == own,
        }
    }

    /// Tells whether an original, or the copy of one, is in sight.
    pub fn blob_in_sight(&self, sha256: &str) -> Result<bool, DbError> {
        let Some(own) = &self.sicht else { return Ok(true) };
        let mut query = self.conn.prepare_cached(
            "SELECT 1 FROM blob WHERE sha256 = ?1 AND scope = ?2
             UNION ALL SELECT 1 FROM fassung f JOIN blob b ON b.sha256 = f.sha256
                 WHERE f.kopie = ?1 AND b.scope = ?2",
        )?;
        Ok(query.exists([sha256, own])?)
    }

    /// Returns the id of the municipality in sight, by which its units of the plan are found.
    pub(crate) fn mandant_in_sight(&self) -> Option<String> {
        self.sicht.as_deref().map(|scope| mandant_id(scope).to_string())
    }
}

impl Tx<'_> {
    /// Chooses the municipality whose scope this is; every screen reads again.
    pub fn choose(&self, scope: &str) -> Result<(), DbError> {
        if !self.bereiche()?.iter().any(|known| known == scope) {
            return Err(DbError::NotFound);
        }
        self.set_meta(Meta::Bereich, scope)?;
        for kind in RecType::ALL {
            self.touch(Kind::Rec(kind));
        }
        for kind in [Kind::Abgleich, Kind::Uebernahme, Kind::Erkennung, Kind::Scan] {
            self.touch(kind);
        }
        Ok(())
    }

    /// Watches no folder of a scope any longer; what lies in them stays.
    pub(crate) fn forget_folders(&self, scope: &str) -> Result<(), DbError> {
        for table in ["ordner", "problem"] {
            let sql = format!("DELETE FROM {table} WHERE scope = ?1");
            self.conn.prepare_cached(&sql)?.execute(params![scope])?;
        }
        self.touch(Kind::Uebernahme);
        Ok(())
    }
}

//! Incidents: what happened out of the ordinary and was dealt with, for people to read.
//!
//! Never a sentence: kind and parameters, from which `desk` makes one.

use domain::Zeitpunkt;
use rusqlite::params;
use serde_json::Value;
use uuid::Uuid;

use crate::db::{Db, Kind, Tx};
use crate::error::DbError;
use crate::record::uuid;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VorfallArt {
    /// The centre was restored from a backup: `scope`, `geborgen`, `vorher`, `jetzt` (rows).
    ZentraleWiederhergestellt,
    /// Another centre was accepted: `zu_senden`.
    ZentraleAnerkannt,
    /// Entries that were here and are not at the centre were kept aside: `scope`, `geborgen`.
    Geborgen,
    /// A difference was found and repaired: `scope`, `ersetzt`, `ergaenzt`, `entfernt`.
    Berichtigt,
    /// Only the sum kept here was wrong: `scope`.
    SummeBerichtigt,
    /// This workstation took a new identity: `offen`, `alt`.
    NeueKennung,
    /// A scope was withdrawn and removed here: `scope`, `eintraege`, `originale`, `behalten`
    /// (refused changes), `originale_hier` (that the centre does not have).
    BereichEntzogen,
    /// A seal does not fit, or its key has changed: `grund` (`unterschrift`, `schluessel`, `kette`).
    SiegelPasstNicht,
    /// A change was put back because the centre fails at it: `grund`, `aenderungen`.
    Zurueckgestellt,
    /// The database was damaged: `gerettet`, `verloren`, `originale`, `ordner`.
    DatenbankGerettet,
}

impl VorfallArt {
    const ALL: [Self; 10] = [
        Self::ZentraleWiederhergestellt,
        Self::ZentraleAnerkannt,
        Self::Geborgen,
        Self::Berichtigt,
        Self::SummeBerichtigt,
        Self::NeueKennung,
        Self::BereichEntzogen,
        Self::SiegelPasstNicht,
        Self::Zurueckgestellt,
        Self::DatenbankGerettet,
    ];

    /// Returns the name under which it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ZentraleWiederhergestellt => "zentrale_wiederhergestellt",
            Self::ZentraleAnerkannt => "zentrale_anerkannt",
            Self::Geborgen => "geborgen",
            Self::Berichtigt => "berichtigt",
            Self::SummeBerichtigt => "summe_berichtigt",
            Self::NeueKennung => "neue_kennung",
            Self::BereichEntzogen => "bereich_entzogen",
            Self::SiegelPasstNicht => "siegel_passt_nicht",
            Self::Zurueckgestellt => "zurueckgestellt",
            Self::DatenbankGerettet => "datenbank_gerettet",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|art| art.as_str() == name)
    }
}

/// An incident.
#[derive(Debug, Clone, PartialEq)]
pub struct Vorfall {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub um: Zeitpunkt,
    /// What.
    pub art: VorfallArt,
    /// The values for its sentence, an object.
    pub parameter: Value,
    /// Somebody has acknowledged it.
    pub gesehen: bool,
}

impl Tx<'_> {
    /// Notes an incident.
    pub fn note_incident(&self, art: VorfallArt, parameter: &Value) -> Result<Uuid, DbError> {
        let id = self.env.id();
        self.conn
            .prepare_cached("INSERT INTO vorfall (id, um, art, parameter) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![
                id.to_string(),
                self.env.now().as_millisecond(),
                art.as_str(),
                parameter.to_string(),
            ])?;
        self.touch(Kind::Abgleich);
        Ok(id)
    }

    /// Notes an incident unless the same one still waits to be acknowledged.
    pub fn note_incident_once(&self, art: VorfallArt, parameter: &Value) -> Result<(), DbError> {
        let known = self
            .conn
            .prepare_cached(
                "SELECT 1 FROM vorfall WHERE art = ?1 AND parameter = ?2 AND gesehen = 0",
            )?
            .exists(params![art.as_str(), parameter.to_string()])?;
        if known { Ok(()) } else { self.note_incident(art, parameter).map(drop) }
    }

    /// Notes that a person has read an incident.
    pub fn acknowledge_incident(&self, id: Uuid) -> Result<(), DbError> {
        self.conn.execute("UPDATE vorfall SET gesehen = 1 WHERE id = ?1", [id.to_string()])?;
        self.touch(Kind::Abgleich);
        Ok(())
    }
}

impl Db<'_> {
    /// Returns incidents, those not acknowledged first, newest first.
    pub fn incidents(&self, limit: u32) -> Result<Vec<Vorfall>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT id, um, art, parameter, gesehen FROM vorfall
             ORDER BY gesehen, um DESC, id DESC LIMIT ?1",
        )?;
        let rows = query.query_map([limit], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })?;
        let mut found = Vec::new();
        for row in rows {
            let (id, um, art, parameter, gesehen): (String, i64, String, String, bool) = row?;
            let unreadable = || DbError::Unreadable("vorfall".to_owned());
            found.push(Vorfall {
                id: uuid(&id)?,
                um: Zeitpunkt::from_millisecond(um).map_err(|_| unreadable())?,
                art: VorfallArt::parse(&art).ok_or_else(unreadable)?,
                parameter: serde_json::from_str(&parameter)?,
                gesehen,
            });
        }
        Ok(found)
    }

    /// Counts incidents that nobody has acknowledged.
    pub fn incidents_unseen(&self) -> Result<u32, DbError> {
        let mut query =
            self.conn.prepare_cached("SELECT count(*) FROM vorfall WHERE gesehen = 0")?;
        Ok(query.query_row([], |row| row.get(0))?)
    }
}

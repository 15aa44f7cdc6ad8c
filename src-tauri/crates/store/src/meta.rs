//! Named single values: who works here, where the centre is, counters.
//!
//! Never holds records.

use rusqlite::{OptionalExtension, params};

use crate::db::{Db, Tx};
use crate::error::DbError;

/// Names of the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meta {
    /// This workstation's identity at the centre.
    Client,
    /// Number of the next change.
    NextN,
    /// Address of the centre.
    Zentrale,
    /// Bearer token for the centre.
    Token,
    /// Name of the authority.
    Mandant,
    /// Who works here.
    Benutzer,
    /// Short name of the workstation.
    Arbeitsplatz,
    /// `1` in practice mode.
    Uebung,
    /// Number of the next provisional reference.
    NextVorlaeufig,
    /// End of the last complete round, RFC 3339.
    ZuletztUm,
    /// `1` if the digests were equal then, `0` if not.
    NachweisGleich,
    /// Number and hash of the newest audit row, so that a cut-off end is noticed.
    ProtokollKopf,
}

impl Meta {
    const fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::NextN => "next_n",
            Self::Zentrale => "zentrale",
            Self::Token => "token",
            Self::Mandant => "mandant",
            Self::Benutzer => "benutzer",
            Self::Arbeitsplatz => "arbeitsplatz",
            Self::Uebung => "uebung",
            Self::NextVorlaeufig => "next_vorlaeufig",
            Self::ZuletztUm => "zuletzt_um",
            Self::NachweisGleich => "nachweis_gleich",
            Self::ProtokollKopf => "protokoll_kopf",
        }
    }
}

impl Db<'_> {
    /// Returns a value.
    pub fn meta(&self, name: Meta) -> Result<Option<String>, DbError> {
        let mut query = self.conn.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
        Ok(query.query_row([name.name()], |row| row.get(0)).optional()?)
    }

    pub(crate) fn counter(&self, name: Meta) -> Result<u64, DbError> {
        let text = self.meta(name)?;
        Ok(text.and_then(|text| text.parse().ok()).unwrap_or(1))
    }
}

impl Tx<'_> {
    /// Sets a value.
    pub fn set_meta(&self, name: Meta, value: &str) -> Result<(), DbError> {
        self.conn
            .prepare_cached(
                "INSERT INTO meta (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )?
            .execute(params![name.name(), value])?;
        Ok(())
    }

    /// Takes the next number of a counter, from 1.
    pub fn take_number(&self, name: Meta) -> Result<u64, DbError> {
        let number = self.counter(name)?;
        self.set_meta(name, &(number + 1).to_string())?;
        Ok(number)
    }
}

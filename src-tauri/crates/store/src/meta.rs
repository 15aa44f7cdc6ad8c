//! Named single values: who works here, where the centre is, counters.
//!
//! Never holds records.

use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::error::DbError;
use crate::mirror::{Frame, is_kept};

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
    /// Scope of the municipality chosen at this workstation.
    Bereich,
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
    /// Identity of the ledger this workstation belongs to.
    Ledger,
    /// Field set that a program must know before it may make new changes.
    MinSchema,
    /// Newest seal whose heads fit what is here, JSON.
    Siegel,
    /// The centre's public key, as first seen.
    SiegelSchluessel,
    /// A seal whose heads have not been reached here, JSON.
    SiegelOffen,
    /// First change of a push that the centre failed at, and how often.
    PushFehler,
    /// `1` once a person has let a mass cancellation go to the centre.
    SendenFrei,
    /// Who we are to an archive, and where packages change hands, JSON.
    Aussonderung,
    /// Key of the search index, hexadecimal: an index cannot outlive the database it was fed from.
    SucheSchluessel,
    /// `1` while words of what is gone may still stand in the files of the search index.
    SucheReste,
    /// Bytes that originals may take here; absent if all of them are kept.
    OriginaleBudget,
    /// Scanners that were set up here, and the profiles, JSON.
    Scanner,
    /// Key of pages on the scanner's table, hexadecimal.
    ScanSchluessel,
}

impl Meta {
    const fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::NextN => "next_n",
            Self::Zentrale => "zentrale",
            Self::Token => "token",
            Self::Mandant => "mandant",
            Self::Bereich => "bereich",
            Self::Benutzer => "benutzer",
            Self::Arbeitsplatz => "arbeitsplatz",
            Self::Uebung => "uebung",
            Self::NextVorlaeufig => "next_vorlaeufig",
            Self::ZuletztUm => "zuletzt_um",
            Self::NachweisGleich => "nachweis_gleich",
            Self::ProtokollKopf => "protokoll_kopf",
            Self::Ledger => "ledger",
            Self::MinSchema => "min_schema",
            Self::Siegel => "siegel",
            Self::SiegelSchluessel => "siegel_schluessel",
            Self::SiegelOffen => "siegel_offen",
            Self::PushFehler => "push_fehler",
            Self::SendenFrei => "senden_frei",
            Self::Aussonderung => "aussonderung",
            Self::SucheSchluessel => "suche_schluessel",
            Self::SucheReste => "suche_reste",
            Self::OriginaleBudget => "originale_budget",
            Self::Scanner => "scanner",
            Self::ScanSchluessel => "scan_schluessel",
        }
    }
}

impl Db<'_> {
    /// Returns a value.
    pub fn meta(&self, name: Meta) -> Result<Option<String>, DbError> {
        self.meta_named(name.name())
    }

    pub(crate) fn meta_named(&self, name: &str) -> Result<Option<String>, DbError> {
        let mut query = self.conn.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
        Ok(query.query_row([name], |row| row.get(0)).optional()?)
    }

    /// Returns how far each kind of evidence about the post is trusted in a scope, as the room that
    /// proposes wrote it.
    pub fn zuordnungsmodell(&self, scope: &str) -> Result<Option<String>, DbError> {
        self.meta_named(&modell(scope))
    }

    /// Returns what a scan at this desk knew of the item that it became, JSON.
    pub fn scanbericht(&self, eingang: Uuid) -> Result<Option<String>, DbError> {
        self.meta_named(&scanbericht(eingang))
    }

    pub(crate) fn counter(&self, name: Meta) -> Result<u64, DbError> {
        let text = self.meta(name)?;
        Ok(text.and_then(|text| text.parse().ok()).unwrap_or(1))
    }
}

/// Name under which a scope's model stands: numbers only, nothing of anybody's post.
pub(crate) fn modell(scope: &str) -> String {
    format!("zuordnungsmodell {scope}")
}

/// Name under which stands what a scan knew; it goes with the item.
fn scanbericht(eingang: Uuid) -> String {
    format!("scanbericht {eingang}")
}

impl Tx<'_> {
    /// Keeps how far each kind of evidence about the post is trusted in a scope.
    pub fn set_zuordnungsmodell(&self, scope: &str, json: &str) -> Result<(), DbError> {
        self.put_named(&modell(scope), json)
    }

    /// Keeps what a scan at this desk knows of an item until its transfer note is written.
    pub fn set_scanbericht(&self, eingang: Uuid, json: &str) -> Result<(), DbError> {
        self.put_named(&scanbericht(eingang), json)
    }

    /// Forgets what a scan knew of an item.
    pub fn clear_scanbericht(&self, eingang: Uuid) -> Result<(), DbError> {
        let mut query = self.conn.prepare_cached("DELETE FROM meta WHERE name = ?1")?;
        query.execute([scanbericht(eingang)])?;
        Ok(())
    }

    /// Forgets a value.
    pub fn clear_meta(&self, name: Meta) -> Result<(), DbError> {
        self.conn.prepare_cached("DELETE FROM meta WHERE name = ?1")?.execute([name.name()])?;
        Ok(())
    }

    /// Sets a value.
    pub fn set_meta(&self, name: Meta, value: &str) -> Result<(), DbError> {
        self.put_named(name.name(), value)
    }

    pub(crate) fn put_named(&self, name: &str, value: &str) -> Result<(), DbError> {
        self.conn
            .prepare_cached(
                "INSERT INTO meta (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )?
            .execute(params![name, value])?;
        if is_kept(name) {
            self.keep_twice(Frame::Wert(name.to_owned(), value.to_owned()));
        }
        Ok(())
    }

    /// Takes the next number of a counter, from 1.
    pub fn take_number(&self, name: Meta) -> Result<u64, DbError> {
        let number = self.counter(name)?;
        self.set_meta(name, &(number + 1).to_string())?;
        Ok(number)
    }
}

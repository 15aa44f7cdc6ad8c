//! The audit log: one row per act and field, chained by hash.
//!
//! Never changes or removes a row; triggers forbid it, the chain proves it. Only what a row quotes
//! from a record goes when that record was destroyed, and the chain still proves the rest.

use std::collections::BTreeMap;

use domain::protokoll::{SALZ, Zitat, kette, zitat_hash};
use domain::{Protokolleintrag, RecType};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::error::DbError;
use crate::meta::Meta;
use crate::record::{int, number};

impl Tx<'_> {
    /// Appends a row.
    pub fn append_protokoll(&self, entry: &Protokolleintrag) -> Result<(), DbError> {
        let (last, previous) = match self.protokoll_kopf.get() {
            Some(head) => head,
            None => self.protokoll_head()?,
        };
        let no = last + 1;
        let (kopf, zitat) = entry.clone().trennen();
        let text = serde_json::to_string(&kopf)?;
        let zitat = zitat.as_ref().map(quotation).transpose()?;
        let sha256 = zitat.as_ref().map(|(_, _, sha256)| sha256.as_slice());
        let hash = kette(&previous, no, &text, sha256);
        self.conn
            .prepare_cached(
                "INSERT INTO protokoll (no, rec_id, eintrag, zitat, salz, zitat_sha256, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                int(no),
                kopf.rec_id.map(|id| id.to_string()),
                text,
                zitat.as_ref().map(|(text, _, _)| text),
                zitat.as_ref().map(|(_, salz, _)| salz.as_slice()),
                sha256,
                hash.as_slice(),
            ])?;
        self.protokoll_kopf.set(Some((no, hash)));
        Ok(())
    }

    /// Notes the newest row apart from the log, once for all rows of a transaction.
    pub(crate) fn close_protokoll(&self) -> Result<(), DbError> {
        match self.protokoll_kopf.get() {
            Some((no, hash)) => {
                self.set_meta(Meta::ProtokollKopf, &format!("{no} {}", hex::encode(hash)))
            }
            None => Ok(()),
        }
    }

    /// Removes what the rows about a destroyed record quote, and says so in a row about the run.
    ///
    /// That row is what `verify` believes: the record itself may come back with a restored centre,
    /// or go with its scope.
    pub(crate) fn redact(&self, rec_id: Uuid, lauf: Uuid) -> Result<(), DbError> {
        self.conn
            .prepare_cached(
                "UPDATE protokoll SET zitat = NULL, salz = NULL
                 WHERE rec_id = ?1 AND zitat IS NOT NULL",
            )?
            .execute([rec_id.to_string()])?;
        self.append_protokoll(&Protokolleintrag {
            akteur: String::new(),
            arbeitsplatz: String::new(),
            um: self.env.now(),
            zentrale_um: None,
            aktion: INHALT_VERNICHTET.to_owned(),
            rec_type: Some(RecType::Aussonderung),
            rec_id: Some(lauf),
            metadatum_name: Some(rec_id.to_string()),
            alter_wert: None,
            neuer_wert: None,
            bemerkung: None,
            mid: None,
        })
    }
}

/// Names the act of a row that says whose quotations are gone.
const INHALT_VERNICHTET: &str = "inhalt_vernichtet";

/// Salts and hashes what a row quotes.
fn quotation(zitat: &Zitat) -> Result<(String, [u8; SALZ], [u8; 32]), DbError> {
    let text = serde_json::to_string(zitat)?;
    let salz = crate::key::random().map_err(|error| DbError::Unreadable(error.to_string()))?;
    let sha256 = zitat_hash(&text, &salz);
    Ok((text, salz, sha256))
}

/// Puts a stored row together.
pub(crate) fn entry(eintrag: &str, zitat: Option<&str>) -> serde_json::Result<Protokolleintrag> {
    let zitat = zitat.map(serde_json::from_str).transpose()?;
    Ok(serde_json::from_str::<Protokolleintrag>(eintrag)?.mit(zitat))
}

impl Db<'_> {
    /// Returns the records whose quotations are gone, and the run that each was destroyed by.
    pub(crate) fn redacted(&self) -> Result<BTreeMap<String, Uuid>, DbError> {
        let mut query = self.conn.prepare(
            "SELECT eintrag FROM protokoll WHERE json_extract(eintrag, '$.aktion') = ?1",
        )?;
        let mut found = BTreeMap::new();
        for entry in query.query_map([INHALT_VERNICHTET], |row| row.get::<_, String>(0))? {
            let entry: Protokolleintrag = serde_json::from_str(&entry?)?;
            if let (Some(rec_id), Some(lauf)) = (entry.metadatum_name, entry.rec_id) {
                found.insert(rec_id, lauf);
            }
        }
        Ok(found)
    }

    fn protokoll_head(&self) -> Result<(u64, [u8; 32]), DbError> {
        let last: Option<(i64, Vec<u8>)> = self
            .conn
            .prepare_cached("SELECT no, hash FROM protokoll ORDER BY no DESC LIMIT 1")?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((no, hash)) = last else { return Ok((0, [0; 32])) };
        let hash = <[u8; 32]>::try_from(hash.as_slice())
            .map_err(|_| DbError::Unreadable("protokoll".to_owned()))?;
        Ok((number(no), hash))
    }

    /// Returns the history of a record, oldest first.
    pub fn verlauf(&self, rec_id: Uuid) -> Result<Vec<Protokolleintrag>, DbError> {
        let mut query = self
            .conn
            .prepare_cached("SELECT eintrag, zitat FROM protokoll WHERE rec_id = ?1 ORDER BY no")?;
        let rows = query.query_map([rec_id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.map(|row: rusqlite::Result<(String, Option<String>)>| {
            let (eintrag, zitat) = row?;
            Ok(entry(&eintrag, zitat.as_deref())?)
        })
        .collect()
    }
}

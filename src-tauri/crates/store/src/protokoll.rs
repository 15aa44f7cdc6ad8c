//! The audit log: one row per act and field, chained by hash.
//!
//! Never changes or removes a row; triggers forbid it, the chain proves it.

use domain::Protokolleintrag;
use rusqlite::{OptionalExtension, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::error::DbError;
use crate::meta::Meta;
use crate::record::{int, number};

pub(crate) fn chain(previous: &[u8], no: u64, entry: &str) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    hasher.update(no.to_be_bytes());
    hasher.update(entry.as_bytes());
    hasher.finalize().into()
}

impl Tx<'_> {
    /// Appends a row.
    pub fn append_protokoll(&self, entry: &Protokolleintrag) -> Result<(), DbError> {
        let (last, previous) = match self.protokoll_kopf.get() {
            Some(head) => head,
            None => self.protokoll_head()?,
        };
        let no = last + 1;
        let text = serde_json::to_string(entry)?;
        let hash = chain(&previous, no, &text);
        self.conn
            .prepare_cached(
                "INSERT INTO protokoll (no, rec_id, eintrag, hash) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                int(no),
                entry.rec_id.map(|id| id.to_string()),
                text,
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
}

impl Db<'_> {
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
            .prepare_cached("SELECT eintrag FROM protokoll WHERE rec_id = ?1 ORDER BY no")?;
        let rows = query.query_map([rec_id.to_string()], |row| row.get::<_, String>(0))?;
        rows.map(|text| Ok(serde_json::from_str(&text?)?)).collect()
    }
}

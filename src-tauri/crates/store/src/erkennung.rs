//! Reading pictures of pages: what waits, what is done, what came of it.
//!
//! Never an original: everything here is derived from one and can be derived again, except a
//! password that a person gave.

use domain::Zeitpunkt;
use domain::textebene::Seitentext;
use rusqlite::{OptionalExtension, params};

use crate::blob::StoredBlob;
use crate::db::{Db, Kind, Tx};
use crate::error::DbError;
use crate::record::int;

/// Folder and key of copies made here.
pub const KOPIEN: &str = "kopien";

/// How far the reading of an original's pictures is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Its turn comes.
    Wartet,
    /// At work.
    Laeuft,
    /// Done.
    Fertig,
    /// A person stopped it.
    Abgebrochen,
    /// It cannot be done; the reason stands beside it.
    Gescheitert,
}

impl Stand {
    const ALL: [Self; 5] =
        [Self::Wartet, Self::Laeuft, Self::Fertig, Self::Abgebrochen, Self::Gescheitert];

    const fn name(self) -> &'static str {
        match self {
            Self::Wartet => "wartet",
            Self::Laeuft => "laeuft",
            Self::Fertig => "fertig",
            Self::Abgebrochen => "abgebrochen",
            Self::Gescheitert => "gescheitert",
        }
    }
}

/// An original whose pictures are to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erkennung {
    /// SHA-256 of the original, hex.
    pub sha256: String,
    /// How far it is.
    pub stand: Stand,
    /// A searchable copy is wanted.
    pub kopie: bool,
    /// Pages to read; 0 while not known.
    pub seiten: u32,
    /// Pages read.
    pub erledigt: u32,
    /// What a clerk reads about a failure.
    pub meldung: Option<String>,
    /// Attempts so far.
    pub versuche: u32,
}

/// A copy made from an original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fassung {
    /// SHA-256 of the copy, hex.
    pub kopie: String,
    /// What was done to its pages, JSON.
    pub schritte: String,
}

impl Tx<'_> {
    /// Asks for the pictures of an original to be read; what is done stays done.
    pub fn want_recognition(&self, sha256: &str, kopie: bool) -> Result<(), DbError> {
        self.conn
            .prepare_cached(
                "INSERT INTO erkennung (sha256, stand, kopie, um) VALUES (?1, 'wartet', ?2, ?3)
             ON CONFLICT (sha256) DO UPDATE SET kopie = max(kopie, excluded.kopie)",
            )?
            .execute(params![sha256, kopie, self.env().now().as_millisecond()])?;
        self.touch(Kind::Erkennung);
        Ok(())
    }

    /// Begins anew after a person stopped it, or for a copy that was not wanted before.
    pub fn restart_recognition(&self, sha256: &str, kopie: bool) -> Result<(), DbError> {
        self.want_recognition(sha256, kopie)?;
        self.set_recognition(
            "UPDATE erkennung SET stand = 'wartet', versuche = 0, fruehstens = 0, meldung = NULL,
                 erledigt = 0, rang = 1
             WHERE sha256 = ?1 AND stand <> 'laeuft'",
            sha256,
        )
    }

    /// Puts it before the others: somebody is looking at it.
    pub fn prefer_recognition(&self, sha256: &str) -> Result<(), DbError> {
        self.conn.execute("UPDATE erkennung SET rang = 1 WHERE sha256 = ?1", [sha256])?;
        Ok(())
    }

    /// Notes that work begins; `None` if somebody stopped it meanwhile.
    pub fn begin_recognition(&self, sha256: &str) -> Result<bool, DbError> {
        let begun = self.conn.execute(
            "UPDATE erkennung SET stand = 'laeuft', erledigt = 0, versuche = versuche + 1
             WHERE sha256 = ?1 AND stand = 'wartet'",
            [sha256],
        )?;
        self.touch(Kind::Erkennung);
        Ok(begun > 0)
    }

    /// Notes how far it is.
    pub fn recognition_progress(
        &self,
        sha256: &str,
        erledigt: u32,
        seiten: u32,
    ) -> Result<(), DbError> {
        self.conn.execute(
            "UPDATE erkennung SET erledigt = ?2, seiten = ?3 WHERE sha256 = ?1",
            params![sha256, erledigt, seiten],
        )?;
        self.touch(Kind::Erkennung);
        Ok(())
    }

    /// Notes a person's wish to stop.
    pub fn cancel_recognition(&self, sha256: &str) -> Result<(), DbError> {
        self.set_recognition(
            "UPDATE erkennung SET stand = 'abgebrochen'
             WHERE sha256 = ?1 AND stand IN ('wartet', 'laeuft')",
            sha256,
        )
    }

    /// Notes a failure. `again_after_ms` lets it be tried again by itself after so long.
    pub fn recognition_failed(
        &self,
        sha256: &str,
        meldung: &str,
        again_after_ms: Option<i64>,
    ) -> Result<(), DbError> {
        let now = self.env().now().as_millisecond();
        let (stand, earliest) = match again_after_ms {
            Some(pause) => (Stand::Wartet, now.saturating_add(pause)),
            None => (Stand::Gescheitert, 0),
        };
        self.conn.execute(
            "UPDATE erkennung SET stand = ?2, meldung = ?3, fruehstens = ?4
             WHERE sha256 = ?1 AND stand = 'laeuft'",
            params![sha256, stand.name(), meldung, earliest],
        )?;
        self.touch(Kind::Erkennung);
        Ok(())
    }

    /// Takes up again what a sudden end interrupted; called once after opening.
    pub fn resume_recognition(&self) -> Result<(), DbError> {
        self.conn.execute("UPDATE erkennung SET stand = 'wartet' WHERE stand = 'laeuft'", [])?;
        Ok(())
    }

    /// Stores what was read: the words of pages, the whole text for the search, and the end, with
    /// a note for the clerk about what could not be done.
    pub fn recognised(
        &self,
        sha256: &str,
        pages: &[(u32, Seitentext)],
        text: &str,
        note: Option<&str>,
    ) -> Result<(), DbError> {
        self.conn.execute("DELETE FROM seitentext WHERE sha256 = ?1", [sha256])?;
        let mut insert = self
            .conn
            .prepare_cached("INSERT INTO seitentext (sha256, seite, daten) VALUES (?1, ?2, ?3)")?;
        for (number, page) in pages {
            insert.execute(params![sha256, number, serde_json::to_string(page)?])?;
        }
        drop(insert);
        self.put_text(sha256, text)?;
        self.conn.execute(
            "UPDATE erkennung SET stand = 'fertig', meldung = ?2, erledigt = seiten
             WHERE sha256 = ?1",
            params![sha256, note],
        )?;
        self.touch(Kind::Erkennung);
        Ok(())
    }

    /// Notes a durable copy of an original; an older one is forgotten with its file.
    pub fn put_copy(&self, sha256: &str, copy: &StoredBlob, schritte: &str) -> Result<(), DbError> {
        self.conn.execute(
            "INSERT INTO blob (scope, sha256, groesse, state, gesendet, ausgewertet)
             VALUES (?1, ?2, ?3, 'da', 1, 1) ON CONFLICT (scope, sha256) DO NOTHING",
            params![KOPIEN, copy.sha256, int(copy.size)],
        )?;
        let old = self.copy_of(sha256)?;
        self.conn.execute(
            "INSERT OR REPLACE INTO fassung (sha256, kopie, schritte) VALUES (?1, ?2, ?3)",
            params![sha256, copy.sha256, schritte],
        )?;
        if let Some(old) = old.filter(|old| old.kopie != copy.sha256) {
            self.conn.execute(
                "DELETE FROM blob WHERE scope = ?1 AND sha256 = ?2
                     AND NOT EXISTS (SELECT 1 FROM fassung WHERE kopie = ?2)",
                [KOPIEN, &old.kopie],
            )?;
        }
        Ok(())
    }

    /// Keeps a password that opened a document.
    pub fn put_password(&self, sha256: &str, password: &str) -> Result<(), DbError> {
        self.conn.execute(
            "INSERT OR REPLACE INTO kennwort (sha256, kennwort) VALUES (?1, ?2)",
            [sha256, password],
        )?;
        Ok(())
    }

    fn set_recognition(&self, sql: &str, sha256: &str) -> Result<(), DbError> {
        self.conn.execute(sql, [sha256])?;
        self.touch(Kind::Erkennung);
        Ok(())
    }
}

impl Db<'_> {
    /// Returns the next original whose pictures are to be read, as of `now`.
    pub fn next_recognition(&self, now: Zeitpunkt) -> Result<Option<Erkennung>, DbError> {
        let mut found = self.recognitions_where(
            "WHERE stand = 'wartet' AND fruehstens <= ?1 ORDER BY rang DESC, um, sha256 LIMIT 1",
            params![now.as_millisecond()],
        )?;
        Ok(found.pop())
    }

    /// Returns everything that waits, is at work or could not be done.
    pub fn recognitions(&self, limit: u32) -> Result<Vec<Erkennung>, DbError> {
        self.recognitions_where(
            "WHERE stand <> 'fertig' AND (?2 IS NULL
                 OR sha256 IN (SELECT sha256 FROM blob WHERE scope = ?2))
             ORDER BY stand = 'laeuft' DESC, rang DESC, um LIMIT ?1",
            params![limit, self.sicht],
        )
    }

    /// Returns how far one original is.
    pub fn recognition(&self, sha256: &str) -> Result<Option<Erkennung>, DbError> {
        if !self.blob_in_sight(sha256)? {
            return Ok(None);
        }
        Ok(self.recognitions_where("WHERE sha256 = ?1", params![sha256])?.pop())
    }

    fn recognitions_where(
        &self,
        filter: &str,
        values: impl rusqlite::Params,
    ) -> Result<Vec<Erkennung>, DbError> {
        let mut query = self.conn.prepare_cached(&format!(
            "SELECT sha256, stand, kopie, seiten, erledigt, meldung, versuche
             FROM erkennung {filter}"
        ))?;
        let rows = query.query_map(values, |row| {
            let stand: String = row.get(1)?;
            let stand = Stand::ALL.into_iter().find(|known| known.name() == stand);
            Ok(Erkennung {
                sha256: row.get(0)?,
                stand: stand.unwrap_or(Stand::Wartet),
                kopie: row.get(2)?,
                seiten: row.get(3)?,
                erledigt: row.get(4)?,
                meldung: row.get(5)?,
                versuche: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the words of one page that were read from its picture; pages count from 0.
    pub fn page_text(&self, sha256: &str, page: u32) -> Result<Option<Seitentext>, DbError> {
        if !self.blob_in_sight(sha256)? {
            return Ok(None);
        }
        let found: Option<String> = self
            .conn
            .prepare_cached("SELECT daten FROM seitentext WHERE sha256 = ?1 AND seite = ?2")?
            .query_row(params![sha256, page], |row| row.get(0))
            .optional()?;
        found.map(|json| Ok(serde_json::from_str(&json)?)).transpose()
    }

    /// Returns all words that were read from pictures of an original's pages, in page order.
    pub fn page_texts(&self, sha256: &str) -> Result<Vec<(u32, Seitentext)>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT seite, daten FROM seitentext WHERE sha256 = ?1 ORDER BY seite",
        )?;
        let rows = query.query_map([sha256], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut found = Vec::new();
        for row in rows {
            let (page, json): (u32, String) = row?;
            found.push((page, serde_json::from_str(&json)?));
        }
        Ok(found)
    }

    /// Returns the copy that was made from an original.
    pub fn copy_of(&self, sha256: &str) -> Result<Option<Fassung>, DbError> {
        let mut query =
            self.conn.prepare_cached("SELECT kopie, schritte FROM fassung WHERE sha256 = ?1")?;
        let read =
            |row: &rusqlite::Row<'_>| Ok(Fassung { kopie: row.get(0)?, schritte: row.get(1)? });
        Ok(query.query_row([sha256], read).optional()?)
    }

    /// Returns the originals of which a copy was made.
    pub fn copied(&self) -> Result<Vec<String>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT sha256 FROM fassung WHERE ?1 IS NULL
                 OR sha256 IN (SELECT sha256 FROM blob WHERE scope = ?1)
             ORDER BY sha256",
        )?;
        let rows = query.query_map([&self.sicht], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the password that opened a document.
    pub fn password(&self, sha256: &str) -> Result<Option<String>, DbError> {
        let mut query =
            self.conn.prepare_cached("SELECT kennwort FROM kennwort WHERE sha256 = ?1")?;
        Ok(query.query_row([sha256], |row| row.get(0)).optional()?)
    }

    /// Returns other items with the same invoice: same seller, number and day.
    pub fn same_invoice(&self, rec_id: uuid::Uuid) -> Result<Vec<uuid::Uuid>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT b.rec_id FROM rechnung a JOIN rechnung b ON b.schluessel = a.schluessel
                 JOIN record r ON r.rec_id = b.rec_id
             WHERE a.rec_id = ?1 AND b.rec_id <> ?1
                 AND r.scope = (SELECT scope FROM record WHERE rec_id = ?1)
             ORDER BY b.rec_id",
        )?;
        let rows = query.query_map([rec_id.to_string()], |row| row.get::<_, String>(0))?;
        rows.map(|id| crate::record::uuid(&id?)).collect()
    }
}

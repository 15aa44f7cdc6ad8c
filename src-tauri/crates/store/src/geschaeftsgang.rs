//! The lists of a clerk's day: what is up to whom, and what was asked of others.
//!
//! Never decides whether something is due or may be signed: it only finds the points.

use rusqlite::params;
use uuid::Uuid;

use crate::db::Db;
use crate::error::DbError;
use crate::record::uuid;

/// Days between which points are looked for, `2026-11-21`; an open end takes all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Zeitraum<'a> {
    /// First day; points without a day fall out.
    pub von: Option<&'a str>,
    /// Last day.
    pub bis: Option<&'a str>,
}

impl Db<'_> {
    /// Returns open points of these kinds that are up to one of these persons (names in small
    /// letters), by day. A point without addressee is up to whoever works on the case, or to who
    /// set it; `nur_mit_termin` leaves out those of them that have no day.
    pub fn offene_punkte(
        &self,
        arten: &[&str],
        namen: &[String],
        nur_mit_termin: bool,
        zeitraum: Zeitraum<'_>,
    ) -> Result<Vec<Uuid>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT p.rec_id FROM verfuegung p LEFT JOIN vorgang v ON v.rec_id = p.vorgang
             WHERE p.status = 'offen'
                 AND p.art IN (SELECT value FROM json_each(?1))
                 AND (p.adressat IN (SELECT value FROM json_each(?2)) OR (p.adressat = ''
                     AND (NOT ?6 OR p.termin IS NOT NULL)
                     AND coalesce(nullif(v.bearbeiter, ''), p.von)
                         IN (SELECT value FROM json_each(?2))))
                 AND (?3 IS NULL OR p.termin >= ?3)
                 AND (?4 IS NULL OR p.termin IS NULL OR p.termin <= ?4)
                 AND (?5 IS NULL OR p.scope = ?5)
             ORDER BY p.termin, p.rec_id",
        )?;
        let rows = query.query_map(
            params![
                serde_json::to_string(arten)?,
                serde_json::to_string(namen)?,
                zeitraum.von,
                zeitraum.bis,
                self.sicht,
                nur_mit_termin,
            ],
            |row| row.get::<_, String>(0),
        )?;
        rows.map(|id| uuid(&id?)).collect()
    }

    /// Returns signatures that a person has asked for under what is still a draft.
    pub fn erbetene_zeichnungen(&self, von: &str) -> Result<Vec<Uuid>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT p.rec_id FROM verfuegung p JOIN dokument d ON d.rec_id = p.dokument
             WHERE p.von = ?1 AND p.art IN ('mitzeichnung', 'schlusszeichnung')
                 AND p.status <> 'entfallen' AND d.status = 'entwurf'
                 AND (?2 IS NULL OR p.scope = ?2)
             ORDER BY p.dokument, p.nummer, p.rec_id",
        )?;
        let rows = query.query_map(params![von, self.sicht], |row| row.get::<_, String>(0))?;
        rows.map(|id| uuid(&id?)).collect()
    }

    /// Returns names to whom points were addressed here before, the most used first.
    pub fn adressaten(&self, limit: u32) -> Result<Vec<Uuid>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT min(rec_id) FROM verfuegung
             WHERE adressat <> '' AND (?2 IS NULL OR scope = ?2)
             GROUP BY adressat ORDER BY count(*) DESC, adressat LIMIT ?1",
        )?;
        let rows = query.query_map(params![limit, self.sicht], |row| row.get::<_, String>(0))?;
        rows.map(|id| uuid(&id?)).collect()
    }
}

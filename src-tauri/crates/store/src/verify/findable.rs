//! Compares what can be found with what stands in the order of the search.
//!
//! Never reads the index: that is fed from this order, and its files are sealed.

use super::{Befund, Pruefbericht};
use crate::db::Db;
use crate::error::DbError;
use crate::record::uuid;

impl Db<'_> {
    /// Every record that a search has to find stands in the order from which the index is fed.
    pub(super) fn verify_findable(&self, report: &mut Pruefbericht) -> Result<(), DbError> {
        let mut query = self.conn.prepare(
            "SELECT rec_id FROM record
             WHERE rec_type IN ('akte', 'vorgang', 'dokument', 'eingang', 'kontakt')
                 AND rec_id NOT IN (SELECT rec_id FROM suchfolge)",
        )?;
        for id in query.query_map([], |row| row.get::<_, String>(0))? {
            report.befunde.push(Befund::NotFindable(uuid(&id?)?));
        }
        Ok(())
    }
}

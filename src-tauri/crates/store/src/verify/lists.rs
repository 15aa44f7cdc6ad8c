//! Compares what people see, and the lists, with what the records would make of them now.
//!
//! Never writes into the database that is checked: the lists are built again beside it, in memory.

use std::collections::BTreeMap;

use domain::aussonderung::vernichtet;
use domain::{Fields, RecType, merge};
use rusqlite::Connection;
use uuid::Uuid;

use super::{Befund, Pruefbericht};
use crate::clock::Env;
use crate::db::{Db, Tx, scratch};
use crate::error::DbError;
use crate::record::uuid;
use crate::summe;

/// Columns that remember what no record says; their table's sum stands for them.
const REMEMBERED: [(&str, &str); 1] = [("vorgang", "benutzt_um")];

/// A record as a row: id, kind, scope, body of its own, what is still to be decided.
type Row = (String, String, String, Option<String>, bool);

impl Db<'_> {
    /// Compares how records are seen with the centre's word and the own changes laid over it.
    pub(super) fn verify_views(&self, report: &mut Pruefbericht) -> Result<(), DbError> {
        let mut query = self.conn.prepare(
            "SELECT rec_id, rec_type, scope, body, ausstehend FROM record ORDER BY rec_id",
        )?;
        let rows = query.query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })?;
        for row in rows {
            let row: Row = row?;
            let rec_id = uuid(&row.0)?;
            if !self.seen_as_due(rec_id, &row).unwrap_or(false) {
                report.befunde.push(Befund::ViewDiffers(rec_id));
            }
        }
        let mut query = self.conn.prepare(
            "SELECT rec_id, body FROM base_record WHERE rec_id NOT IN (SELECT rec_id FROM record)",
        )?;
        for row in query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
            let (id, body): (String, String) = row?;
            let fields: Fields = serde_json::from_str(&body).unwrap_or_default();
            // One that was destroyed is seen nowhere.
            if vernichtet(&fields).is_none() {
                report.befunde.push(Befund::ViewDiffers(uuid(&id)?));
            }
        }
        Ok(())
    }

    fn seen_as_due(&self, rec_id: Uuid, row: &Row) -> Result<bool, DbError> {
        let (id, kind, scope, body, ausstehend) = row;
        let mut query = self
            .conn
            .prepare_cached("SELECT rec_type, scope FROM base_record WHERE rec_id = ?1")?;
        let said: Option<(String, String)> =
            query.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?.next().transpose()?;
        let pending = self.overlaid(scope, rec_id)?;
        let first = pending.first().map(|m| (m.rec_type.as_str(), m.scope.as_str()));
        let due = said.as_ref().map(|(kind, scope)| (kind.as_str(), scope.as_str())).or(first);
        if due != Some((kind, scope)) || *ausstehend == pending.is_empty() {
            return Ok(false);
        }
        let mut fields = self.base(rec_id)?.map(|base| base.fields);
        for mutation in &pending {
            fields = Some(merge::overlay(fields.as_ref(), &mutation.edit));
        }
        let seen: Option<Fields> = body.as_deref().map(serde_json::from_str).transpose()?;
        // Without a body of its own the centre's word is shown as it stands.
        Ok(seen.is_none() && pending.is_empty() || seen == fields)
    }

    /// Builds the lists again from the records and compares them row by row.
    pub(super) fn verify_lists(&self, report: &mut Pruefbericht, env: &Env) -> Result<(), DbError> {
        let conn = scratch()?;
        conn.execute_batch("BEGIN")?;
        let beside = Db { conn: &conn, blobs: self.blobs, sicht: None };
        let tx = Tx::apart(beside, env);
        let mut named = Vec::new();
        for kind in RecType::ALL {
            for rec_id in self.all(kind)? {
                let Ok(Some(seen)) = self.seen(rec_id) else { continue };
                tx.project(kind, &seen.scope, rec_id, &seen.fields)?;
            }
            named.push(kind.as_str());
        }
        let tables = summe::tables(&conn)?;
        named.retain(|name| tables.iter().any(|table| table == name));
        for table in named.into_iter().chain(["anlage", "rechnung"]) {
            let (found, due) = (rows(self.conn, table)?, rows(&conn, table)?);
            let ids = found.keys().chain(due.keys().filter(|id| !found.contains_key(*id)));
            for id in ids.filter(|id| found.get(*id) != due.get(*id)) {
                let (tabelle, rec_id) = (table.to_owned(), id.clone());
                report.befunde.push(Befund::ListDiffers { tabelle, rec_id });
            }
        }
        self.verify_expected(&conn, report)
    }

    /// Every original that a record names has a row.
    fn verify_expected(
        &self,
        beside: &Connection,
        report: &mut Pruefbericht,
    ) -> Result<(), DbError> {
        let mut query = beside.prepare("SELECT scope, sha256 FROM blob")?;
        let mut known = self.conn.prepare("SELECT 1 FROM blob WHERE scope = ?1 AND sha256 = ?2")?;
        for row in query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
            let (scope, sha256): (String, String) = row?;
            if !known.exists([&scope, &sha256])? {
                let (tabelle, rec_id) = ("blob".to_owned(), sha256);
                report.befunde.push(Befund::ListDiffers { tabelle, rec_id });
            }
        }
        Ok(())
    }
}

/// Returns what a list says about each record, as a sum over its rows.
fn rows(conn: &Connection, table: &str) -> Result<BTreeMap<String, i64>, DbError> {
    let columns: Vec<String> = summe::columns(conn, table)?
        .into_iter()
        .filter(|column| !REMEMBERED.contains(&(table, column.as_str())))
        .map(|column| format!("\"{column}\""))
        .collect();
    let mut query = conn.prepare(&format!(
        "SELECT rec_id, zeilensumme('{table}', {}) FROM {table}",
        columns.join(", ")
    ))?;
    let mut found: BTreeMap<String, i64> = BTreeMap::new();
    for row in query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
        let (id, sum): (String, i64) = row?;
        let known = found.entry(id).or_default();
        *known = known.wrapping_add(sum);
    }
    Ok(found)
}

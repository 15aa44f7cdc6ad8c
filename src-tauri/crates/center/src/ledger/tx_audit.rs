//! The audit log as workstations read it: what it says about a record and what lives in it.
//!
//! Never anything of another scope than the one that was asked for.

use domain::Protokolleintrag;
use domain::protokoll::Zitat;
use uuid::Uuid;
use wire::{ANSWER_BYTES_MAX, AUDIT_MAX, AuditAnswer, AuditEntry};

use super::backend::{Arg, Row};
use super::tx::Tx;
use crate::error::CenterError;

impl Tx<'_> {
    /// Returns entries after a number about a record of a scope and everything in it.
    pub fn audit_of(
        &mut self,
        scope: &str,
        rec_id: Uuid,
        after: u64,
    ) -> Result<AuditAnswer, CenterError> {
        let rows = self.rows(
            "WITH RECURSIVE inside (rec_id) AS (
                 SELECT rec_id FROM record WHERE tenant = $1 AND scope = $2 AND rec_id = $3
                 UNION
                 SELECT r.rec_id FROM record r JOIN inside i ON r.parent = i.rec_id
                 WHERE r.tenant = $1 AND r.scope = $2)
             SELECT a.no, a.entry, a.zitat, a.zitat_sha256
             FROM audit a JOIN inside i ON i.rec_id = a.rec_id
             WHERE a.tenant = $1 AND a.no > $4 ORDER BY a.no LIMIT $5",
            &[
                Arg::Text(self.tenant),
                Arg::Text(scope),
                Arg::Id(rec_id),
                Arg::count(after),
                Arg::count(AUDIT_MAX as u64 + 1),
            ],
        )?;
        let mut more = rows.len() > AUDIT_MAX;
        let (mut entries, mut bytes) = (Vec::new(), 0);
        for mut row in rows.into_iter().take(AUDIT_MAX) {
            let (entry, size) = entry(&mut row)?;
            bytes += size;
            if bytes > ANSWER_BYTES_MAX / 2 && !entries.is_empty() {
                more = true;
                break;
            }
            entries.push(entry);
        }
        Ok(AuditAnswer { entries, more })
    }
}

fn entry(row: &mut Row) -> Result<(AuditEntry, u64), CenterError> {
    let no = row.count()?;
    let (head, quoted, sha256) = (row.text()?, row.opt_text()?, row.opt_bytes()?);
    let size = head.len() + quoted.as_ref().map_or(0, String::len);
    let geschwaerzt = quoted.is_none() && sha256.is_some();
    let head: Protokolleintrag = serde_json::from_str(&head)?;
    let quoted: Option<Zitat> = quoted.map(|text| serde_json::from_str(&text)).transpose()?;
    Ok((AuditEntry { no, entry: head.mit(quoted), geschwaerzt }, size as u64))
}

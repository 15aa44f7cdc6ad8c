//! Recounts everything that can be recounted: audit, chain, digest, numbers.
//!
//! Never repairs.

use std::collections::BTreeMap;

use domain::Protokolleintrag;
use domain::protokoll::{kette, zitat_hash};
use uuid::Uuid;
use wire::{GENESIS, StateDigest, chain_next, sha256_hex};

use super::Ledger;
use super::backend::Arg;
use super::tx::Tx;
use crate::error::CenterError;

/// Rows looked at in one step.
const STEP: usize = 1000;

impl Ledger {
    /// Walks audit, chain, digest and numbers of everything; returns what is wrong.
    pub fn verify(&self) -> Result<Vec<String>, CenterError> {
        let mut wrong = Vec::new();
        for tenant in self.tenants()? {
            wrong.extend(self.read(&tenant.tenant, |tx| {
                let mut wrong = Vec::new();
                tx.verify_audit(&mut wrong)?;
                for head in tx.heads()? {
                    tx.verify_log(&head, &mut wrong)?;
                    tx.verify_records(&head, &mut wrong)?;
                }
                tx.verify_rows(&mut wrong)?;
                Ok(wrong)
            })?);
        }
        Ok(wrong)
    }
}

impl Tx<'_> {
    fn verify_audit(&mut self, wrong: &mut Vec<String>) -> Result<(), CenterError> {
        let head = self.audit_head()?;
        let (mut no, mut previous) = (0, GENESIS);
        loop {
            let rows = self.rows(
                "SELECT no, rec_id, entry, zitat, salz, zitat_sha256, hash FROM audit
                 WHERE tenant = $1 AND no > $2 ORDER BY no LIMIT $3",
                &[Arg::Text(self.tenant), Arg::count(no), Arg::count(STEP as u64)],
            )?;
            let full = rows.len() == STEP;
            for mut row in rows {
                let expected = no + 1;
                no = row.count()?;
                let (rec_id, entry, zitat) = (row.opt_text()?, row.text()?, row.opt_text()?);
                let (salz, sha256) = (row.opt_bytes()?, row.opt_bytes()?);
                let hash = row.hash()?;
                if no != expected || kette(&previous, no, &entry, sha256.as_deref()) != hash {
                    wrong.push(format!("audit: chain breaks at entry {no}"));
                }
                previous = hash;
                let quoted = zitat.map(|text| zitat_hash(&text, &salz.unwrap_or_default()));
                if quoted.is_some_and(|quoted| sha256.as_deref() != Some(&quoted)) {
                    wrong.push(format!("audit: quotation of entry {no} was changed"));
                }
                let head: Option<Protokolleintrag> = serde_json::from_str(&entry).ok();
                let about = head.map(|head| head.rec_id.map(|id| id.to_string()));
                if about != Some(rec_id) {
                    wrong.push(format!("audit: entry {no} stands at another record"));
                }
            }
            if !full {
                break;
            }
        }
        if (no, previous) != head {
            wrong.push("audit: does not end where the centre noted".to_owned());
        }
        self.verify_redactions(wrong)
    }

    fn verify_log(
        &mut self,
        head: &wire::Head,
        wrong: &mut Vec<String>,
    ) -> Result<(), CenterError> {
        let scope = &head.scope;
        let start = self.chain_at(scope, head.floor)?.unwrap_or_default();
        let mut chain = super::backend::unhex(&start)?;
        let mut seq = head.floor;
        loop {
            let rows = self.log_rows(scope, seq, STEP)?;
            let full = rows.len() == STEP;
            for change in rows {
                if change.seq != seq + 1 {
                    wrong.push(format!("{scope}: row {} is missing", seq + 1));
                }
                seq = change.seq;
                chain = chain_next(&chain, scope, &change);
                if hex::encode(chain) != change.chain {
                    wrong.push(format!("{scope}: chain breaks at row {seq}"));
                }
                let sound = |body: &String| sha256_hex(body.as_bytes()) == change.body_sha256;
                if !change.body.as_ref().is_none_or(sound) {
                    wrong.push(format!("{scope}: body of row {seq} was changed"));
                }
            }
            if !full {
                break;
            }
        }
        if seq != head.seq || hex::encode(chain) != head.chain {
            wrong.push(format!("{scope}: head does not fit the log"));
        }
        Ok(())
    }

    /// Compares the records with their hashes, the digest, and the newest row of the log about
    /// each.
    fn verify_records(
        &mut self,
        head: &wire::Head,
        wrong: &mut Vec<String>,
    ) -> Result<(), CenterError> {
        let scope = &head.scope;
        let mut newest = self.newest_versions(scope)?;
        let (mut digest, mut records, mut after) = (StateDigest::default(), 0, Uuid::nil());
        loop {
            let rows = self.rows(
                "SELECT rec_id, ver, body, body_sha256 FROM record
                 WHERE tenant = $1 AND scope = $2 AND rec_id > $3 ORDER BY rec_id LIMIT $4",
                &[
                    Arg::Text(self.tenant),
                    Arg::Text(scope),
                    Arg::Id(after),
                    Arg::count(STEP as u64),
                ],
            )?;
            let full = rows.len() == STEP;
            for mut row in rows {
                let (rec_id, ver) = (row.id()?, row.count()?);
                let (body, sha256) = (row.text()?, hex::encode(row.hash()?));
                digest.replace(rec_id, None, Some((ver, &sha256)));
                records += 1;
                after = rec_id;
                if sha256_hex(body.as_bytes()) != sha256 {
                    wrong.push(format!("{scope}: body of record {rec_id} was changed"));
                }
                if newest.remove(&rec_id).is_some_and(|newest| newest != ver) {
                    wrong.push(format!("{scope}: record {rec_id} does not fit the log"));
                }
            }
            if !full {
                break;
            }
        }
        if digest.hex() != head.digest || records != head.records {
            wrong.push(format!("{scope}: digest does not fit the records"));
        }
        wrong.extend(newest.keys().map(|id| format!("{scope}: record {id} is missing")));
        Ok(())
    }

    fn newest_versions(&mut self, scope: &str) -> Result<BTreeMap<Uuid, u64>, CenterError> {
        let rows = self.rows(
            "SELECT rec_id, max(ver) FROM change_log WHERE tenant = $1 AND scope = $2
             GROUP BY rec_id",
            &[Arg::Text(self.tenant), Arg::Text(scope)],
        )?;
        rows.into_iter().map(|mut row| Ok((row.id()?, row.count()?))).collect()
    }
}

//! Compares what stands beside log and audit with what it has to follow from: derived columns,
//! verdicts, numbers, sizes, seals.
//!
//! Never repairs.

use domain::{Fields, RecType};
use uuid::Uuid;
use wire::{Mutation, Seal, VerdictKind, sha256_hex};

use super::StoredRecord;
use super::backend::{Arg, Row};
use super::tx::Tx;
use crate::error::CenterError;
use crate::seal::verifies;

/// Rows looked at in one step.
const STEP: u64 = 1000;

impl Tx<'_> {
    /// Looks at everything that neither chain nor digest stands for.
    pub(super) fn verify_rows(&mut self, wrong: &mut Vec<String>) -> Result<(), CenterError> {
        self.verify_derived(wrong)?;
        self.verify_mutations(wrong)?;
        self.verify_numbers(wrong)?;
        self.verify_sizes(wrong)?;
        self.verify_seals(wrong)?;
        self.verify_salvage(wrong)
    }

    /// Returns the originals that are complete here: scope, SHA-256, size.
    pub fn originals(&mut self) -> Result<Vec<(String, String, u64)>, CenterError> {
        let rows = self.rows(
            "SELECT scope, sha256, size FROM blob WHERE tenant = $1 ORDER BY scope, sha256",
            &[Arg::Text(self.tenant)],
        )?;
        rows.into_iter().map(|mut row| Ok((row.text()?, row.text()?, row.count()?))).collect()
    }

    /// Columns of a record that say what its body says, and its kind as the log has it.
    fn verify_derived(&mut self, wrong: &mut Vec<String>) -> Result<(), CenterError> {
        let mut after = Uuid::nil();
        loop {
            let rows = self.rows(
                "SELECT r.rec_id, r.rec_type, r.scope, r.body, r.bytes_sha256, r.parent,
                     l.rec_type, l.scope, l.body_sha256
                 FROM record r LEFT JOIN change_log l
                     ON l.tenant = r.tenant AND l.rec_id = r.rec_id AND l.ver = r.ver
                 WHERE r.tenant = $1 AND r.rec_id > $2 ORDER BY r.rec_id LIMIT $3",
                &[Arg::Text(self.tenant), Arg::Id(after), Arg::count(STEP)],
            )?;
            let full = rows.len() as u64 == STEP;
            for mut row in rows {
                after = row.id()?;
                if !derived(&mut row)? {
                    wrong.push(format!("record {after}: kind, scope or place was changed"));
                }
            }
            if !full {
                return Ok(());
            }
        }
    }

    /// Verdicts can be read, and what waits is what they say it waits for.
    fn verify_mutations(&mut self, wrong: &mut Vec<String>) -> Result<(), CenterError> {
        let mut after = Uuid::nil();
        loop {
            let rows = self.rows(
                "SELECT m.mid, m.creates, m.request, m.verdict, m.parked,
                     (SELECT count(*) FROM waits w WHERE w.tenant = m.tenant AND w.mid = m.mid),
                     (SELECT count(*) FROM client_n n WHERE n.tenant = m.tenant AND n.mid = m.mid)
                 FROM mutation m WHERE m.tenant = $1 AND m.mid > $2 ORDER BY m.mid LIMIT $3",
                &[Arg::Text(self.tenant), Arg::Id(after), Arg::count(STEP)],
            )?;
            let full = rows.len() as u64 == STEP;
            for mut row in rows {
                after = row.id()?;
                if !decided(after, &mut row)? {
                    wrong
                        .push(format!("mutation {after}: request, verdict or waiting was changed"));
                }
            }
            if !full {
                return Ok(());
            }
        }
    }

    /// The numbers of a client have no gap, each names a mutation, and the last one is noted.
    fn verify_numbers(&mut self, wrong: &mut Vec<String>) -> Result<(), CenterError> {
        let rows = self.rows(
            "SELECT c.client, c.last_n, coalesce(max(n.n), 0), count(n.n), count(m.mid)
             FROM client c
             LEFT JOIN client_n n ON n.tenant = c.tenant AND n.client = c.client
             LEFT JOIN mutation m ON m.tenant = n.tenant AND m.mid = n.mid
             WHERE c.tenant = $1 GROUP BY c.client, c.last_n",
            &[Arg::Text(self.tenant)],
        )?;
        for mut row in rows {
            let client = row.id()?;
            let (last, newest) = (row.count()?, row.count()?);
            let (numbers, known) = (row.count()?, row.count()?);
            if [last, numbers, known].iter().any(|n| *n != newest) {
                wrong.push(format!("client {client}: its numbers do not add up"));
            }
        }
        let strays = self.row(
            "SELECT count(*) FROM client_n n WHERE n.tenant = $1 AND NOT EXISTS
                 (SELECT 1 FROM client c WHERE c.tenant = n.tenant AND c.client = n.client)",
            &[Arg::Text(self.tenant)],
        )?;
        if strays.map(|mut row| row.count()).transpose()?.unwrap_or(0) > 0 {
            wrong.push("client_n: numbers of a client that is not there".to_owned());
        }
        Ok(())
    }

    fn verify_sizes(&mut self, wrong: &mut Vec<String>) -> Result<(), CenterError> {
        let noted = self.base()?.blob_bytes;
        let row = self.row(
            "SELECT CAST(coalesce(sum(size), 0) AS bigint) FROM blob WHERE tenant = $1",
            &[Arg::Text(self.tenant)],
        )?;
        if row.map(|mut row| row.count()).transpose()?.unwrap_or(0) != noted {
            wrong.push("blob: sizes do not add up to what the centre noted".to_owned());
        }
        Ok(())
    }

    /// What the centre signed is still signed by it, and still true.
    fn verify_seals(&mut self, wrong: &mut Vec<String>) -> Result<(), CenterError> {
        let rows = self.rows(
            "SELECT s.no, s.seal FROM seal s WHERE s.tenant = $1 ORDER BY s.no",
            &[Arg::Text(self.tenant)],
        )?;
        for mut row in rows {
            let (no, text) = (row.count()?, row.text()?);
            let seal: Option<Seal> = serde_json::from_str(&text).ok();
            let Some(seal) = seal.filter(verifies) else {
                wrong.push(format!("seal {no}: is not what was signed"));
                continue;
            };
            let entry = self.row(
                "SELECT hash FROM audit WHERE tenant = $1 AND no = $2",
                &[Arg::Text(self.tenant), Arg::count(seal.audit_no)],
            )?;
            let hash = entry.map(|mut row| row.hash()).transpose()?.map(hex::encode);
            let mut fits = seal.audit_no == 0 || hash.as_deref() == Some(&seal.audit_hash);
            for head in &seal.heads {
                let chain = self.chain_at(&head.scope, head.seq)?;
                fits &= chain.is_none_or(|chain| chain == head.chain);
            }
            if !fits {
                wrong.push(format!("seal {no}: does not fit log and audit"));
            }
        }
        Ok(())
    }

    fn verify_salvage(&mut self, wrong: &mut Vec<String>) -> Result<(), CenterError> {
        let rows = self.rows(
            "SELECT rec_id, body, body_sha256 FROM salvage WHERE tenant = $1",
            &[Arg::Text(self.tenant)],
        )?;
        for mut row in rows {
            let (rec_id, body, sha256) = (row.id()?, row.text()?, row.hash()?);
            if sha256_hex(body.as_bytes()) != hex::encode(sha256) {
                wrong.push(format!("salvage: body of {rec_id} was changed"));
            }
        }
        Ok(())
    }
}

/// Compares the columns of one record; the row begins behind its id.
fn derived(row: &mut Row) -> Result<bool, CenterError> {
    let (kind, scope, body) = (row.text()?, row.text()?, row.text()?);
    let (bytes, parent) = (row.opt_text()?, row.opt_text()?);
    let (log_kind, log_scope) = (row.opt_text()?, row.opt_text()?);
    let log_sha256 = row.opt_bytes()?.map(hex::encode);
    let (Some(rec_type), Ok(fields)) =
        (RecType::parse(&kind), serde_json::from_str::<Fields>(&body))
    else {
        return Ok(false);
    };
    let body_sha256 = sha256_hex(body.as_bytes());
    // A row that is no longer in the log has nothing to say.
    let logged = log_kind.is_none_or(|log| log == kind)
        && log_scope.is_none_or(|log| log == scope)
        && log_sha256.is_none_or(|log| log == body_sha256);
    let record = StoredRecord { rec_type, scope, ver: 0, body, body_sha256, fields };
    Ok(logged
        && record.bytes_sha256() == bytes.as_deref()
        && record.parent().map(|id| id.to_string()) == parent)
}

/// Compares one mutation with its verdict; the row begins behind its id.
fn decided(mid: Uuid, row: &mut Row) -> Result<bool, CenterError> {
    let (creates, request, verdict) = (row.opt_text()?, row.opt_text()?, row.text()?);
    let parked = row.bool()?;
    let (waits, numbers) = (row.count()?, row.count()?);
    let Ok(verdict) = serde_json::from_str::<VerdictKind>(&verdict) else { return Ok(false) };
    let awaited = match &verdict {
        VerdictKind::Parked { waits_for } => waits_for.len() as u64,
        _ => 0,
    };
    let request = match request.map(|text| serde_json::from_str::<Mutation>(&text)) {
        Some(Err(_)) => return Ok(false),
        Some(Ok(request)) => Some(request),
        None => None,
    };
    let asked = request.is_none_or(|request| {
        let made = (request.edit.op == domain::Op::Create).then(|| request.rec_id.to_string());
        request.mid == mid && made == creates
    });
    Ok(asked && parked != verdict.is_final() && waits == awaited && numbers > 0)
}

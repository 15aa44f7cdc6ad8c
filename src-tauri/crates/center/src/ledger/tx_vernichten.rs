//! What a destruction takes away: bodies of the log, quotations of the audit, stored requests,
//! salvage, snapshots, and at last the objects.
//!
//! Never takes anything from a record whose newest row does not say that it was destroyed.

use std::collections::BTreeSet;

use domain::aussonderung::{originale_in, rest};
use domain::{Aussonderung, RecType, Record, Zeitpunkt};
use uuid::Uuid;

use super::backend::Arg;
use super::tx::Tx;
use crate::error::CenterError;

/// Rows looked at in one step.
const STEP: usize = 1000;
/// Seconds for which a removed original may not be noted again: no request that has looked at its
/// object before lasts as long.
const REST_S: i64 = 60 * 60;

/// A destruction that was decided.
#[derive(Debug)]
pub(super) struct Vernichtung {
    scope: String,
    lauf: Uuid,
    /// First row that says so.
    seq: u64,
    originale: BTreeSet<String>,
}

/// What an object in the store is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Abfallart {
    /// An original.
    Original,
    /// A snapshot.
    Abzug,
}

impl Abfallart {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Abzug => "abzug",
        }
    }
}

/// An object that is left of something destroyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abfall {
    /// What it is.
    pub art: Abfallart,
    /// Its scope.
    pub scope: String,
    /// SHA-256 of an original; number and hash of a snapshot.
    pub name: String,
    /// Nothing living names it, and nobody may note it any more.
    pub raus: bool,
    /// When it was removed.
    pub weg_um: Option<Zeitpunkt>,
}

impl Tx<'_> {
    /// Notes a destruction whose rows, the first of them `seq`, were just appended; what is to go
    /// goes with this transaction, and `originale` after it, unless something living names them.
    pub fn destroy(&mut self, scope: &str, lauf: Uuid, seq: u64, originale: BTreeSet<String>) {
        let scope = scope.to_owned();
        self.vernichtungen.push(Vernichtung { scope, lauf, seq, originale });
    }

    /// Returns the items that a stack was cut into and that have their content.
    pub fn cut_from(&mut self, scope: &str, stack: Uuid) -> Result<Vec<Uuid>, CenterError> {
        let named = format!("%\"stapel\":{{\"eingang\":\"{stack}\"%");
        let rows = self.backend.rows(
            "SELECT rec_id FROM record WHERE tenant = $1 AND scope = $2 AND rec_type = 'eingang'
                 AND body LIKE $3",
            &[Arg::Text(self.tenant), Arg::Text(scope), Arg::Text(&named)],
        )?;
        rows.into_iter().map(|mut row| row.id()).collect()
    }

    /// Returns the runs of a scope, as far as they can be read.
    pub fn runs(&mut self, scope: &str) -> Result<Vec<Aussonderung>, CenterError> {
        let rows = self.backend.rows(
            "SELECT body FROM record
             WHERE tenant = $1 AND scope = $2 AND rec_type = 'aussonderung'",
            &[Arg::Text(self.tenant), Arg::Text(scope)],
        )?;
        let mut runs = Vec::new();
        for mut row in rows {
            runs.extend(Aussonderung::from_fields(&serde_json::from_str(&row.text()?)?));
        }
        Ok(runs)
    }

    /// Carries out what was decided.
    pub(super) fn carry_out(&mut self) -> Result<(), CenterError> {
        let decided = std::mem::take(&mut self.vernichtungen);
        if decided.is_empty() {
            return Ok(());
        }
        self.store_written()?;
        decided.iter().try_for_each(|one| self.carry_out_one(one))
    }

    fn carry_out_one(&mut self, one: &Vernichtung) -> Result<(), CenterError> {
        let body = serde_json::to_string(&rest(one.lauf))?;
        let (tenant, scope) = (Arg::Text(self.tenant), Arg::Text(&one.scope));
        let gone = Arg::Text(&body);
        self.backend.run(
            "UPDATE change_log SET body = NULL
             WHERE tenant = $1 AND scope = $2 AND seq < $3 AND body IS NOT NULL AND rec_id IN
                 (SELECT rec_id FROM record WHERE tenant = $1 AND scope = $2 AND body = $4)",
            &[tenant, scope, Arg::count(one.seq), gone],
        )?;
        for sql in [
            "UPDATE audit SET zitat = NULL, salz = NULL
             WHERE tenant = $1 AND zitat IS NOT NULL AND rec_id IN
                 (SELECT rec_id FROM record WHERE tenant = $1 AND scope = $2 AND body = $3)",
            "DELETE FROM waits WHERE tenant = $1 AND mid IN
                 (SELECT mid FROM mutation WHERE tenant = $1 AND parked AND rec_id IN
                     (SELECT rec_id FROM record WHERE tenant = $1 AND scope = $2 AND body = $3))",
            "DELETE FROM salvage WHERE tenant = $1 AND rec_id IN
                 (SELECT rec_id FROM record WHERE tenant = $1 AND scope = $2 AND body = $3)",
        ] {
            self.backend.run(sql, &[tenant, scope, gone])?;
        }
        let refused = r#"{"verdict":"rejected","code":"rule","regel":"vernichtet"}"#;
        self.backend.run(
            "UPDATE mutation SET request = NULL, rec_id = NULL,
                 verdict = CASE WHEN parked THEN $1 ELSE verdict END, parked = $2
             WHERE tenant = $3 AND rec_id IN
                 (SELECT rec_id FROM record WHERE tenant = $3 AND scope = $4 AND body = $5)",
            &[Arg::Text(refused), Arg::Bool(false), tenant, scope, gone],
        )?;
        self.discard(one)
    }

    /// Snapshots hold what is gone; they are made anew when somebody asks for one.
    fn discard(&mut self, one: &Vernichtung) -> Result<(), CenterError> {
        for row in self.snapshots(&one.scope)? {
            self.put_waste(Abfallart::Abzug, &one.scope, &row.object_name())?;
        }
        self.backend.run(
            "DELETE FROM snapshot WHERE tenant = $1 AND scope = $2",
            &[Arg::Text(self.tenant), Arg::Text(&one.scope)],
        )?;
        for sha256 in &one.originale {
            self.put_waste(Abfallart::Original, &one.scope, sha256)?;
        }
        Ok(())
    }

    fn put_waste(&mut self, art: Abfallart, scope: &str, name: &str) -> Result<(), CenterError> {
        self.backend.run(
            "INSERT INTO loeschen (tenant, art, scope, name, raus) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (tenant, art, scope, name) DO UPDATE SET
                 raus = excluded.raus, weg_um = NULL",
            &[
                Arg::Text(self.tenant),
                Arg::Text(art.as_str()),
                Arg::Text(scope),
                Arg::Text(name),
                Arg::Bool(art == Abfallart::Abzug),
            ],
        )?;
        Ok(())
    }

    /// Tells whether something of a scope was destroyed after a row.
    pub(super) fn destroyed_after(&mut self, scope: &str, seq: u64) -> Result<bool, CenterError> {
        let sql = "SELECT seq FROM change_log WHERE tenant = $1 AND scope = $2 AND seq > $3
            AND body LIKE '{\"vernichtet\":%' LIMIT 1";
        let row = self.row(sql, &[Arg::Text(self.tenant), Arg::Text(scope), Arg::count(seq)])?;
        Ok(row.is_some())
    }

    /// Returns the objects that are left of what was destroyed.
    pub fn waste(&mut self) -> Result<Vec<Abfall>, CenterError> {
        let sql = "SELECT art, scope, name, raus, weg_um FROM loeschen WHERE tenant = $1
            ORDER BY scope, name";
        let rows = self.rows(sql, &[Arg::Text(self.tenant)])?;
        rows.into_iter()
            .map(|mut row| {
                let abzug = row.text()? == Abfallart::Abzug.as_str();
                Ok(Abfall {
                    art: if abzug { Abfallart::Abzug } else { Abfallart::Original },
                    scope: row.text()?,
                    name: row.text()?,
                    raus: row.bool()?,
                    weg_um: row.opt_zeitpunkt()?,
                })
            })
            .collect()
    }

    /// Refuses to note an original that is being removed.
    pub(super) fn not_going(&mut self, scope: &str, sha256: &str) -> Result<(), CenterError> {
        let row = self.row(
            "SELECT raus FROM loeschen
             WHERE tenant = $1 AND art = 'original' AND scope = $2 AND name = $3",
            &[Arg::Text(self.tenant), Arg::Text(scope), Arg::Text(sha256)],
        )?;
        let going = row.map(|mut row| row.bool()).transpose()?.unwrap_or(false);
        if going { Err(CenterError::Going) } else { Ok(()) }
    }

    /// Returns which of these originals a living record of the scope names, and the row up to which
    /// that is so.
    pub fn still_named(
        &mut self,
        scope: &str,
        wanted: &BTreeSet<String>,
    ) -> Result<(BTreeSet<String>, u64), CenterError> {
        let seq = self.head(scope)?.map_or(0, |head| head.seq);
        let (mut named, mut after) = (BTreeSet::new(), None);
        loop {
            let page = self.records_after(scope, after, STEP)?;
            for record in &page {
                named.extend(named_by(record.rec_type, &record.body, wanted));
            }
            match page.last() {
                Some(last) if page.len() == STEP => after = Some(last.rec_id),
                _ => return Ok((named, seq)),
            }
        }
    }

    /// Lets originals go that nothing living names: they are no longer known from here on. What
    /// came after row `seq` is looked at now, under the tenant's lock.
    pub fn let_go(
        &mut self,
        scope: &str,
        unnamed: &BTreeSet<String>,
        seq: u64,
    ) -> Result<(), CenterError> {
        let mut kept = BTreeSet::new();
        let mut after = seq;
        loop {
            let rows = self.log_rows(scope, after, STEP)?;
            for row in &rows {
                let body = row.body.as_deref().unwrap_or("");
                kept.extend(named_by(row.rec_type, body, unnamed));
                after = row.seq;
            }
            if rows.len() < STEP {
                break;
            }
        }
        for sha256 in unnamed.difference(&kept) {
            let size = self.blob_size(scope, sha256)?.unwrap_or(0);
            let key = [Arg::Text(self.tenant), Arg::Text(scope), Arg::Text(sha256)];
            for sql in [
                "DELETE FROM blob WHERE tenant = $1 AND scope = $2 AND sha256 = $3",
                "DELETE FROM upload WHERE tenant = $1 AND scope = $2 AND sha256 = $3",
                "UPDATE loeschen SET raus = (1 = 1)
                 WHERE tenant = $1 AND scope = $2 AND name = $3 AND art = 'original'",
            ] {
                self.run(sql, &key)?;
            }
            self.blobs.insert((scope.to_owned(), sha256.clone()), None);
            let base = self.base()?;
            base.blob_bytes = base.blob_bytes.saturating_sub(size);
            self.tenant_moved = true;
        }
        kept.iter().try_for_each(|sha256| self.keep_original(scope, sha256))
    }

    /// Keeps an original that something living names.
    pub fn keep_original(&mut self, scope: &str, sha256: &str) -> Result<(), CenterError> {
        self.run(
            "DELETE FROM loeschen WHERE tenant = $1 AND art = 'original' AND scope = $2
                 AND name = $3",
            &[Arg::Text(self.tenant), Arg::Text(scope), Arg::Text(sha256)],
        )?;
        Ok(())
    }

    /// Notes that an object is gone, and forgets it once nobody can come late any more.
    pub fn removed(&mut self, one: &Abfall, now: Zeitpunkt) -> Result<(), CenterError> {
        let key = [
            Arg::Text(self.tenant),
            Arg::Text(one.art.as_str()),
            Arg::Text(&one.scope),
            Arg::Text(&one.name),
        ];
        let late = one.art == Abfallart::Original;
        let rests = |since: Zeitpunkt| now.as_second() - since.as_second() < REST_S;
        if late && one.weg_um.is_none_or(rests) {
            let [tenant, art, scope, name] = key;
            let now = now.to_string();
            self.run(
                "UPDATE loeschen SET weg_um = coalesce(weg_um, $1)
                 WHERE tenant = $2 AND art = $3 AND scope = $4 AND name = $5",
                &[Arg::Text(&now), tenant, art, scope, name],
            )?;
            return Ok(());
        }
        self.run(
            "DELETE FROM loeschen WHERE tenant = $1 AND art = $2 AND scope = $3 AND name = $4",
            &key,
        )?;
        Ok(())
    }

    /// Returns how many audit entries quote nothing any more, by the run that took it.
    pub fn redactions(&mut self) -> Result<Vec<(Uuid, u64)>, CenterError> {
        let rows = self.rows(
            "SELECT r.body, count(*) FROM audit a
             JOIN record r ON r.tenant = a.tenant AND r.rec_id = a.rec_id
             WHERE a.tenant = $1 AND a.zitat IS NULL AND a.zitat_sha256 IS NOT NULL
             GROUP BY r.body ORDER BY r.body",
            &[Arg::Text(self.tenant)],
        )?;
        let mut found = Vec::new();
        for mut row in rows {
            let lauf = domain::aussonderung::vernichtet(&serde_json::from_str(&row.text()?)?);
            found.extend(lauf.zip(Some(row.count()?)));
        }
        Ok(found)
    }

    /// Looks whether anything is missing that no destruction took.
    pub(super) fn verify_redactions(&mut self, wrong: &mut Vec<String>) -> Result<(), CenterError> {
        let entries = self.rows(
            "SELECT a.no FROM audit a WHERE a.tenant = $1 AND a.zitat IS NULL
                 AND a.zitat_sha256 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM record r
                     WHERE r.tenant = a.tenant AND r.rec_id = a.rec_id
                         AND r.body LIKE '{\"vernichtet\":\"%' AND length(r.body) = 53)
             ORDER BY a.no",
            &[Arg::Text(self.tenant)],
        )?;
        for mut row in entries {
            wrong.push(format!("audit: quotation of entry {} is missing", row.count()?));
        }
        let bodies = self.rows(
            "SELECT c.scope, c.seq FROM change_log c WHERE c.tenant = $1 AND c.body IS NULL
                 AND NOT EXISTS (SELECT 1 FROM record r
                     WHERE r.tenant = c.tenant AND r.rec_id = c.rec_id
                         AND r.body LIKE '{\"vernichtet\":\"%' AND length(r.body) = 53)
             ORDER BY c.scope, c.seq",
            &[Arg::Text(self.tenant)],
        )?;
        for mut row in bodies {
            wrong.push(format!("{}: body of row {} is missing", row.text()?, row.count()?));
        }
        Ok(())
    }
}

/// Returns which of these originals a record keeps alive.
fn named_by(kind: RecType, body: &str, wanted: &BTreeSet<String>) -> BTreeSet<String> {
    let mut named = originale_in(body);
    if kind == RecType::Aussonderung {
        let run = serde_json::from_str(body).ok().and_then(|f| Aussonderung::from_fields(&f).ok());
        named = run.iter().flat_map(Aussonderung::haelt).map(str::to_owned).collect();
    }
    named.retain(|sha256| wanted.contains(sha256));
    named
}

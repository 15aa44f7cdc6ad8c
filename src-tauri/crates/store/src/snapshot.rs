//! Taking in a snapshot: everything the centre has in a scope, in one transaction.
//!
//! Never drops what was here and is not there: it goes to `salvage`. Own changes stay laid over.

use domain::aussonderung::vernichtet;
use domain::{Fields, Protokolleintrag, RecType};
use rusqlite::{OptionalExtension, params};
use serde_json::json;
use uuid::Uuid;
use wire::{Head, SnapshotRecord, StateDigest};

use crate::brake::Losses;
use crate::db::{Db, Kind, Tx};
use crate::error::DbError;
use crate::record::{int, number, rec_type, uuid};
use crate::salvage::Grund;
use crate::sync_state::{Anlass, BaseRow};
use crate::vernichten::Graves;
use crate::vorfall::VorfallArt;

/// A snapshot on its way here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abzug {
    /// SHA-256 of its bytes, hex; its pieces stand under this name.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
}

/// What taking in a snapshot did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Uebernommen {
    /// Records in the snapshot.
    pub records: u64,
    /// Records or versions that were kept aside.
    pub salvaged: u64,
}

/// One run over a snapshot.
struct Run {
    scope: String,
    stand: i64,
    forked: bool,
    digest: StateDigest,
    records: u64,
    salvaged: u64,
    losses: Losses,
    mine: std::collections::BTreeSet<Uuid>,
    /// Records that were destroyed: looked at when everything else is here.
    doomed: Vec<SnapshotRecord>,
}

impl Tx<'_> {
    /// Notes which snapshot of a scope is on its way; pieces of an older one are forgotten.
    pub fn begin_snapshot(&self, scope: &str, abzug: &Abzug) -> Result<(), DbError> {
        if let Some(old) = self.snapshot_underway(scope)?.filter(|old| old != abzug) {
            self.forget_pieces(&old.sha256)?;
        }
        self.conn.execute(
            "INSERT OR REPLACE INTO abzug (scope, sha256, groesse) VALUES (?1, ?2, ?3)",
            params![scope, abzug.sha256, int(abzug.size)],
        )?;
        Ok(())
    }

    /// Forgets a snapshot that was taken in or turned out wrong.
    pub fn end_snapshot(&self, scope: &str) -> Result<(), DbError> {
        if let Some(old) = self.snapshot_underway(scope)? {
            self.forget_pieces(&old.sha256)?;
        }
        self.conn.execute("DELETE FROM abzug WHERE scope = ?1", [scope])?;
        Ok(())
    }

    /// Takes in a whole snapshot. Anything that does not fit takes all of it back.
    ///
    /// `sha256` names the snapshot for the brake.
    pub fn apply_snapshot(
        &self,
        head: &Head,
        sha256: &str,
        records: &mut dyn Iterator<Item = Result<SnapshotRecord, DbError>>,
    ) -> Result<Uebernommen, DbError> {
        let state = self.scope_state(&head.scope)?.ok_or(DbError::Mismatch("unknown scope"))?;
        let here = self.base_count(&head.scope)?;
        let mut run = Run {
            scope: head.scope.clone(),
            stand: self.next_stand(&head.scope)?,
            forked: state.abzug == Some(Anlass::Gegabelt),
            digest: StateDigest::default(),
            records: 0,
            salvaged: 0,
            losses: Losses::default(),
            mine: self.overlaid_records()?,
            doomed: Vec::new(),
        };
        self.set_cursor(&head.scope, head.seq, &head.chain)?;
        for record in records {
            self.take_record(&mut run, &record?)?;
        }
        if run.digest.hex() != head.digest || (head.records > 0 && head.records != run.records) {
            return Err(DbError::Mismatch("snapshot does not fit its digest"));
        }
        self.take_destroyed(&mut run, here)?;
        self.drop_missing(&mut run)?;
        let losses = std::mem::take(&mut run.losses);
        self.brake(&head.scope, sha256, here, losses)?;
        self.set_digest(&head.scope, run.digest)?;
        self.conn.execute("UPDATE scope SET abzug = NULL WHERE scope = ?1", [&head.scope])?;
        if run.forked {
            self.forget_seal_beyond(head)?;
        }
        self.rebuild_scope(&run.scope)?;
        self.end_snapshot(&head.scope)?;
        self.note_snapshot(&run, &state.cursor.seq, head)?;
        self.touch(Kind::Abgleich);
        Ok(Uebernommen { records: run.records, salvaged: run.salvaged })
    }

    fn next_stand(&self, scope: &str) -> Result<i64, DbError> {
        Ok(self.conn.query_row(
            "UPDATE scope SET stand = stand + 1 WHERE scope = ?1 RETURNING stand",
            [scope],
            |row| row.get(0),
        )?)
    }

    fn take_record(&self, run: &mut Run, record: &SnapshotRecord) -> Result<(), DbError> {
        let sha256 = wire::sha256_hex(record.body.as_bytes());
        run.records += 1;
        run.digest.replace(record.rec_id, None, Some((record.ver, &sha256)));
        let here = self.base_version(record.rec_id)?;
        if here.as_ref().is_some_and(|(ver, known)| *ver == record.ver && *known == sha256) {
            self.conn
                .prepare_cached("UPDATE base_record SET stand = ?2 WHERE rec_id = ?1")?
                .execute(params![record.rec_id.to_string(), run.stand])?;
            return Ok(());
        }
        let fields: Fields = serde_json::from_str(&record.body)?;
        if vernichtet(&fields).is_some() {
            run.doomed.push(record.clone());
            return Ok(());
        }
        if let Some((ver, _)) = here {
            let back = ver >= record.ver;
            if back || run.forked {
                self.salvage(record.rec_id, Grund::Zurueckgesetzt)?;
                run.salvaged += 1;
            }
            if back {
                run.losses.add(record.rec_type, record.rec_id, &record.body, true);
            }
        }
        self.put_base(&BaseRow {
            scope: &run.scope,
            rec_type: record.rec_type,
            rec_id: record.rec_id,
            ver: record.ver,
            body: &record.body,
            body_sha256: &sha256,
            stand: run.stand,
        })?;
        if run.mine.contains(&record.rec_id) {
            return Ok(());
        }
        self.put_as_said(record.rec_type, &run.scope, record.rec_id, &fields)
    }

    fn take_destroyed(&self, run: &mut Run, here: u64) -> Result<(), DbError> {
        let mut graves = Graves::default();
        for record in &run.doomed {
            let lauf = vernichtet(&serde_json::from_str(&record.body)?);
            let lauf = lauf.ok_or(DbError::Mismatch("not destroyed"))?;
            self.dig(&mut graves, record.rec_type, record.rec_id, lauf)?;
        }
        for record in &run.doomed {
            self.put_base(&BaseRow {
                scope: &run.scope,
                rec_type: record.rec_type,
                rec_id: record.rec_id,
                ver: record.ver,
                body: &record.body,
                body_sha256: &wire::sha256_hex(record.body.as_bytes()),
                stand: run.stand,
            })?;
        }
        self.close_graves(&run.scope, here, graves)
    }

    /// Keeps aside, and removes, what the snapshot lacks.
    fn drop_missing(&self, run: &mut Run) -> Result<(), DbError> {
        loop {
            let page = self.not_in_snapshot(&run.scope, run.stand)?;
            if page.is_empty() {
                return Ok(());
            }
            for (rec_id, kind, body) in page {
                run.losses.add(kind, rec_id, &body, false);
                self.drop_base(&run.scope, kind, rec_id, Grund::Fehlt)?;
                run.salvaged += 1;
            }
        }
    }

    /// Keeps aside what the centre said of a record, removes it, and shows what is left of it.
    pub(crate) fn drop_base(
        &self,
        scope: &str,
        kind: RecType,
        rec_id: Uuid,
        grund: Grund,
    ) -> Result<(), DbError> {
        self.salvage(rec_id, grund)?;
        self.conn
            .prepare_cached("DELETE FROM base_record WHERE rec_id = ?1")?
            .execute([rec_id.to_string()])?;
        self.rebuild(kind, scope, rec_id)
    }

    /// Lays own changes of a scope over what the centre says now.
    pub(crate) fn rebuild_scope(&self, scope: &str) -> Result<(), DbError> {
        let mine: Vec<(String, String)> = {
            let mut query = self
                .conn
                .prepare_cached("SELECT DISTINCT rec_type, rec_id FROM journal WHERE scope = ?1")?;
            let rows = query.query_map([scope], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        for (kind, id) in mine {
            let (kind, rec_id) = (rec_type(&kind)?, uuid(&id)?);
            if self.base_version(rec_id)?.is_some() || self.seen(rec_id)?.is_some() {
                self.rebuild(kind, scope, rec_id)?;
            }
        }
        Ok(())
    }

    fn note_snapshot(&self, run: &Run, before: &u64, head: &Head) -> Result<(), DbError> {
        if run.forked || run.salvaged > 0 {
            let art = if run.forked {
                VorfallArt::ZentraleWiederhergestellt
            } else {
                VorfallArt::Geborgen
            };
            let parameter = json!({
                "scope": run.scope, "geborgen": run.salvaged, "vorher": before, "jetzt": head.seq,
            });
            self.note_incident(art, &parameter)?;
        }
        let um = self.env.now();
        self.append_protokoll(&Protokolleintrag {
            akteur: String::new(),
            arbeitsplatz: String::new(),
            um,
            zentrale_um: None,
            aktion: "stand_uebernommen".to_owned(),
            rec_type: None,
            rec_id: None,
            metadatum_name: Some(run.scope.clone()),
            alter_wert: Some(before.to_string()),
            neuer_wert: Some(head.seq.to_string()),
            bemerkung: Some(format!("{} Einträge, {} geborgen", run.records, run.salvaged)),
            mid: None,
        })
    }
}

impl Db<'_> {
    /// Returns the snapshot of a scope that is on its way.
    pub fn snapshot_underway(&self, scope: &str) -> Result<Option<Abzug>, DbError> {
        let mut query =
            self.conn.prepare_cached("SELECT sha256, groesse FROM abzug WHERE scope = ?1")?;
        let row = query.query_row([scope], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        Ok(row.map(|(sha256, size): (String, i64)| Abzug { sha256, size: number(size) }))
    }

    pub(crate) fn base_version(&self, rec_id: Uuid) -> Result<Option<(u64, String)>, DbError> {
        let mut query = self
            .conn
            .prepare_cached("SELECT ver, body_sha256 FROM base_record WHERE rec_id = ?1")?;
        let row = query
            .query_row([rec_id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        Ok(row.map(|(ver, sha256): (i64, String)| (number(ver), sha256)))
    }

    /// Returns what the centre said of a record, byte for byte.
    pub(crate) fn base_body(&self, rec_id: Uuid) -> Result<Option<String>, DbError> {
        let mut query =
            self.conn.prepare_cached("SELECT body FROM base_record WHERE rec_id = ?1")?;
        Ok(query.query_row([rec_id.to_string()], |row| row.get(0)).optional()?)
    }

    fn not_in_snapshot(
        &self,
        scope: &str,
        stand: i64,
    ) -> Result<Vec<(Uuid, RecType, String)>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT rec_id, rec_type, body FROM base_record
             WHERE scope = ?1 AND stand <> ?2 LIMIT 500",
        )?;
        let rows = query
            .query_map(params![scope, stand], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut found = Vec::new();
        for row in rows {
            let (id, kind, body): (String, String, String) = row?;
            found.push((uuid(&id)?, rec_type(&kind)?, body));
        }
        Ok(found)
    }
}

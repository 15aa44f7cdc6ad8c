//! What a destruction at the centre means here: the record goes from everything that holds it, and
//! its originals with it, unless something living names them.
//!
//! Never takes anything that a run of two persons does not name: then nothing goes before a person
//! has looked. Never removes a file before the rows that name it are gone for good.

use std::collections::BTreeSet;

use domain::aussonderung::{Laufstand, originale_in, vernichtet};
use domain::record::text;
use domain::regeln::selbe_person;
use domain::{Aussonderung, Fields, RecType, Record};
use rusqlite::{OptionalExtension, params};
use serde_json::Value;
use uuid::Uuid;
use wire::Mutation;

use crate::brake::Losses;
use crate::db::{Db, Kind, Store, Tx};
use crate::erkennung::KOPIEN;
use crate::error::DbError;
use crate::record::{rec_type, uuid};

/// What the brake calls a destruction that no run of two persons names.
const ANLASS: &str = "vernichtung";
/// Records that live in each other at most: post, document, case, file.
const DEPTH_MAX: u32 = 6;

/// Records that are about to go.
#[derive(Debug, Default)]
pub(crate) struct Graves {
    /// With the run that names each.
    records: Vec<(RecType, Uuid, Uuid)>,
    originals: BTreeSet<String>,
    /// Those that nobody has agreed to.
    forged: Losses,
}

impl Tx<'_> {
    /// Looks at a record that the centre says was destroyed, before the centre's word takes the
    /// place of what is here.
    pub(crate) fn dig(
        &self,
        graves: &mut Graves,
        kind: RecType,
        rec_id: Uuid,
        lauf: Uuid,
    ) -> Result<(), DbError> {
        let id = rec_id.to_string();
        let seen: Option<String> = self
            .conn
            .prepare_cached("SELECT body FROM record WHERE rec_id = ?1 AND body IS NOT NULL")?
            .query_row([&id], |row| row.get(0))
            .optional()?;
        for body in [self.base_body(rec_id)?, seen].into_iter().flatten() {
            graves.originals.extend(originale_in(&body));
        }
        let run = self.run(lauf)?;
        if !self.agreed(run.as_ref(), kind, rec_id, lauf, 0)? {
            let body = self.base_body(rec_id)?.unwrap_or_default();
            graves.forged.add(kind, rec_id, &body, false);
        }
        graves.records.push((kind, rec_id, lauf));
        Ok(())
    }

    /// Removes everything that holds these records, or stops.
    pub(crate) fn close_graves(
        &self,
        scope: &str,
        here: u64,
        graves: Graves,
    ) -> Result<(), DbError> {
        let Graves { records, originals, forged } = graves;
        if records.is_empty() {
            return Ok(());
        }
        let any_forged = forged.count > 0;
        // Not even one record goes without two persons.
        self.stop_at(scope, ANLASS, here, forged, 0)?;
        if any_forged {
            self.use_up(scope)?;
        }
        for (kind, rec_id, lauf) in &records {
            self.bury(*kind, *rec_id)?;
            self.redact(*rec_id, *lauf)?;
        }
        let records: Vec<(RecType, Uuid)> =
            records.into_iter().map(|(kind, rec_id, _)| (kind, rec_id)).collect();
        self.bury_previews(scope, &records)?;
        let originals = self.with_packages(&records, originals)?;
        self.end_snapshot(scope)?;
        self.bury_originals(scope, originals)?;
        self.forget_words()?;
        self.conn.execute_batch(
            "INSERT OR IGNORE INTO loeschen (art, scope, sha256)
                 VALUES ('zweitschrift', '', ''), ('log', '', '');",
        )?;
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Removes a record from everything that holds it but its place among the centre's records.
    fn bury(&self, kind: RecType, rec_id: Uuid) -> Result<(), DbError> {
        let id = rec_id.to_string();
        for sql in [
            "DELETE FROM record WHERE rec_id = ?1",
            "DELETE FROM salvage WHERE rec_id = ?1",
            "DELETE FROM zentralprotokoll WHERE rec_id = ?1",
            "DELETE FROM gemischt WHERE json_extract(mutation, '$.rec_id') = ?1",
            "DELETE FROM angeheftet WHERE rec_id = ?1",
            "DELETE FROM geoeffnet WHERE rec_id = ?1",
            "DELETE FROM meta WHERE name = 'scanbericht ' || ?1",
            "DELETE FROM quelle WHERE eingang = ?1 AND (freigeben = 0 OR freigegeben = 1)",
        ] {
            self.conn.prepare_cached(sql)?.execute([&id])?;
        }
        self.unproject(kind, rec_id)?;
        self.empty_journal(&id)?;
        self.touch(Kind::Rec(kind));
        Ok(())
    }

    /// Takes the content out of own changes. Those that are not decided keep their numbers: the
    /// centre refuses them, and their author learns why.
    fn empty_journal(&self, rec_id: &str) -> Result<(), DbError> {
        let rows: Vec<(i64, String)> = {
            let mut query = self
                .conn
                .prepare_cached("SELECT reihe, mutation FROM journal WHERE rec_id = ?1")?;
            let rows = query.query_map([rec_id], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        for (reihe, mutation) in rows {
            let empty = emptied(serde_json::from_str(&mutation)?);
            self.conn
                .prepare_cached("UPDATE journal SET mutation = ?2 WHERE reihe = ?1")?
                .execute(params![reihe, serde_json::to_string(&empty)?])?;
        }
        Ok(())
    }

    /// A list of what was stopped may show titles of what is gone.
    fn bury_previews(&self, scope: &str, gone: &[(RecType, Uuid)]) -> Result<(), DbError> {
        for mut braked in self.brakes()?.into_iter().filter(|braked| braked.scope == scope) {
            braked.vorschau.retain(|shown| gone.iter().all(|(_, id)| *id != shown.rec_id));
            self.keep_brake(&braked)?;
        }
        Ok(())
    }

    /// Lets originals go that nothing living names, with everything that was derived from them.
    fn bury_originals(&self, scope: &str, mut gone: BTreeSet<String>) -> Result<(), DbError> {
        self.spare_named(&mut gone)?;
        for sha256 in &gone {
            let only_here = !self
                .conn
                .prepare_cached("SELECT 1 FROM blob WHERE sha256 = ?1 AND scope NOT IN (?2, ?3)")?
                .exists([sha256, scope, KOPIEN])?;
            self.remove_row(scope, sha256)?;
            if !only_here {
                continue;
            }
            if let Some(copy) = self.copy_of(sha256)? {
                self.remove_row(KOPIEN, &copy.kopie)?;
            }
            for table in
                ["vorschau", "blobtext", "seitentext", "erkennung", "fassung", "kennwort", "teil"]
            {
                let sql = format!("DELETE FROM {table} WHERE sha256 = ?1");
                self.conn.prepare_cached(&sql)?.execute([sha256])?;
            }
        }
        Ok(())
    }

    /// Packages of any run that quote a file that is gone go with it.
    fn with_packages(
        &self,
        gone: &[(RecType, Uuid)],
        mut originals: BTreeSet<String>,
    ) -> Result<BTreeSet<String>, DbError> {
        for id in self.all(RecType::Aussonderung)? {
            let Ok((run, _)) = self.load::<Aussonderung>(id) else { continue };
            let quotes = |akte: Uuid| gone.iter().any(|(_, id)| *id == akte);
            if run.objekte.iter().any(|object| quotes(object.akte)) {
                originals.extend(run.pakete_mit_inhalt().map(str::to_owned));
            }
        }
        Ok(originals)
    }

    fn remove_row(&self, scope: &str, sha256: &str) -> Result<(), DbError> {
        self.conn
            .prepare_cached("DELETE FROM blob WHERE scope = ?1 AND sha256 = ?2")?
            .execute([scope, sha256])?;
        self.conn
            .prepare_cached(
                "INSERT OR IGNORE INTO loeschen (art, scope, sha256) VALUES ('original', ?1, ?2)",
            )?
            .execute([scope, sha256])?;
        Ok(())
    }

    /// Takes out what something living names, in whatever field.
    fn spare_named(&self, gone: &mut BTreeSet<String>) -> Result<(), DbError> {
        let mut query = self.conn.prepare(
            "SELECT r.rec_type, coalesce(r.body, b.body) FROM record r
             LEFT JOIN base_record b ON b.rec_id = r.rec_id",
        )?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()?.filter(|_| !gone.is_empty()) {
            let (kind, body): (String, String) = (row.get(0)?, row.get(1)?);
            let mut named = originale_in(&body);
            if rec_type(&kind)? == RecType::Aussonderung
                && let Ok(run) = Aussonderung::from_fields(&serde_json::from_str(&body)?)
            {
                named = run.haelt().map(str::to_owned).collect();
            }
            gone.retain(|sha256| !named.contains(sha256));
        }
        Ok(())
    }
}

/// Returns a change without what it would change.
fn emptied(mut mutation: Mutation) -> Mutation {
    mutation.edit.base.clear();
    mutation.edit.set.values_mut().for_each(|value| *value = Value::Null);
    mutation.edit.add.clear();
    mutation.edit.remove.clear();
    mutation.requires.clear();
    mutation.bemerkung = None;
    mutation
}

impl Db<'_> {
    /// Returns a run as the centre has it.
    fn run(&self, lauf: Uuid) -> Result<Option<Aussonderung>, DbError> {
        let base = self.base(lauf)?;
        Ok(base.and_then(|base| Aussonderung::from_fields(&base.fields).ok()))
    }

    /// Tells whether two persons have agreed that this record goes.
    fn agreed(
        &self,
        run: Option<&Aussonderung>,
        kind: RecType,
        rec_id: Uuid,
        lauf: Uuid,
        depth: u32,
    ) -> Result<bool, DbError> {
        let Some(base) = self.base(rec_id)? else {
            // Nothing is here that could be lost.
            return Ok(true);
        };
        if vernichtet(&base.fields) == Some(lauf) || base.fields.is_empty() {
            return Ok(true);
        }
        let Some(run) = run.filter(|run| by_two_persons(run)) else { return Ok(false) };
        if depth >= DEPTH_MAX {
            return Ok(false);
        }
        if kind == RecType::Akte {
            return Ok(run.zu_loeschen.contains(&rec_id));
        }
        if kind == RecType::Eingang && text(&base.fields, "status") == "aufgeteilt" {
            return self.cuttings_agreed(run, rec_id, lauf, depth);
        }
        match container(kind, &base.fields) {
            Some((kind, id)) => self.agreed(Some(run), kind, id, lauf, depth + 1),
            None => Ok(false),
        }
    }

    /// A stack goes with its cuttings.
    fn cuttings_agreed(
        &self,
        run: &Aussonderung,
        stack: Uuid,
        lauf: Uuid,
        depth: u32,
    ) -> Result<bool, DbError> {
        let cuttings = self.cut_from(stack)?;
        for cutting in &cuttings {
            if !self.agreed(Some(run), RecType::Eingang, *cutting, lauf, depth + 1)? {
                return Ok(false);
            }
        }
        Ok(!cuttings.is_empty())
    }
}

fn by_two_persons(run: &Aussonderung) -> bool {
    let pair = run.vorschlag.as_ref().zip(run.freigabe.as_ref());
    run.status == Laufstand::Vollzogen && pair.is_some_and(|(a, b)| !selbe_person(&a.von, &b.von))
}

/// Returns the record with which this one goes.
fn container(kind: RecType, fields: &Fields) -> Option<(RecType, Uuid)> {
    let (field, kind) = match kind {
        RecType::Eingang => ("dokument", RecType::Dokument),
        RecType::Konflikt => ("rec_id", rec_type(text(fields, "rec_type")).ok()?),
        kind => kind.parent()?,
    };
    Some((kind, uuid(text(fields, field)).ok()?))
}

impl Store {
    /// Removes what destructions have left outside the rows: files, the second copy, the log. A
    /// sudden end leaves the rest to the next call.
    pub fn sweep_destroyed(&self) -> Result<(), DbError> {
        let left: Vec<(String, String, String)> = self.read(|db| {
            let mut query = db.conn.prepare_cached("SELECT art, scope, sha256 FROM loeschen")?;
            let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            Ok::<_, DbError>(rows.collect::<rusqlite::Result<_>>()?)
        })?;
        if left.is_empty() {
            return Ok(());
        }
        self.sweep_pieces()?;
        for (_, scope, sha256) in left.iter().filter(|(art, _, _)| art == "original") {
            self.write(|tx| tx.remove_file(scope, sha256))?;
        }
        if left.iter().any(|(art, _, _)| art == "zweitschrift") {
            // While nobody writes: what others add to it comes after this.
            self.write(|tx| {
                tx.done("zweitschrift")?;
                self.rewrite_mirror(&tx.frames()?)
            })?;
        }
        if left.iter().any(|(art, _, _)| art == "log") && self.empty_log()? {
            self.write(|tx| tx.done("log"))?;
            // That it is done went through the log as well.
            self.empty_log()?;
        }
        Ok(())
    }
}

impl Tx<'_> {
    fn done(&self, art: &str) -> Result<(), DbError> {
        self.conn.execute("DELETE FROM loeschen WHERE art = ?1", [art])?;
        Ok(())
    }

    /// The same bytes may have come in again meanwhile: then they stay.
    fn remove_file(&self, scope: &str, sha256: &str) -> Result<(), DbError> {
        let again = self
            .conn
            .prepare_cached("SELECT 1 FROM blob WHERE scope = ?1 AND sha256 = ?2")?
            .exists([scope, sha256])?;
        if !again {
            self.blobs.remove(scope, sha256)?;
        }
        self.conn
            .prepare_cached(
                "DELETE FROM loeschen WHERE art = 'original' AND scope = ?1 AND sha256 = ?2",
            )?
            .execute([scope, sha256])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;

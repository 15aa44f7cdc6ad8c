//! A damaged database: set aside, never deleted; what only this workstation has is brought over
//! into a new one, and the rest comes from the centre again.
//!
//! Never guesses what was in a page that cannot be read: what is missing is counted and named.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use domain::{Protokolleintrag, RecType, edit::Op};
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use serde_json::json;
use uuid::Uuid;
use wire::Mutation;

use crate::blob::sync_folder;
use crate::db::{Db, Kind, Store, Tx};
use crate::error::{DbError, OpenError};
use crate::key::MasterKey;
use crate::mirror::{Frame, Mirror, is_kept};
use crate::record::int;
use crate::vorfall::VorfallArt;

/// Name of the database file.
pub(crate) const DATABASE: &str = "forsthaus.db";
/// Beginning of the name of a folder with a database that was set aside.
const ASIDE: &str = "beschaedigt-";
/// In such a folder as long as not everything was brought over.
const UNFINISHED: &str = "rettung-offen";
/// Row numbers probed one by one where a walk through the table breaks off.
const PROBED: i64 = 100_000;

/// Tables whose rows are carried over as they are, with their columns.
const CARRIED: [(&str, &str); 8] = [
    ("ordner", "pfad, besitzer, regel, ziel"),
    ("quelle", "pfad, kennung, sha256, eingang, freigeben, freigegeben, um"),
    ("problem", "pfad, meldung, seit, versuche, inhalt_gesichert"),
    ("kennwort", "sha256, kennwort"),
    ("angeheftet", "rec_id, um"),
    ("entzug", "scope, um, entfernt, bestaetigt"),
    ("vorfall", "id, um, art, parameter, gesehen"),
    ("salvage", "scope, rec_id, ver, body_sha256, rec_type, body, grund, um, gesendet"),
];

/// Sets a database aside that is damaged; returns the folder whose content is still to be brought
/// over, if there is one.
pub(crate) fn set_aside(
    folder: &Path,
    damaged: bool,
    now: &str,
) -> Result<Option<PathBuf>, OpenError> {
    let io = |source| OpenError::Io { path: folder.to_owned(), source };
    if damaged {
        let name: String = now.chars().filter(char::is_ascii_digit).take(14).collect();
        let mut aside = folder.join(format!("{ASIDE}{name}"));
        while aside.exists() {
            aside.set_file_name(format!(
                "{}-2",
                aside.file_name().unwrap_or_default().to_string_lossy()
            ));
        }
        crate::blob::create_folder(&aside).map_err(io)?;
        crate::blob::write_durably(&aside.join(UNFINISHED), b"").map_err(io)?;
        // The log first: a database without it is older, one without a database is nothing.
        for suffix in ["-wal", "-shm", ""] {
            let file = format!("{DATABASE}{suffix}");
            let from = folder.join(&file);
            if from.exists() {
                std::fs::rename(&from, aside.join(&file)).map_err(io)?;
            }
        }
        let mirror = folder.join("zweitschrift");
        if mirror.exists() {
            std::fs::copy(&mirror, aside.join("zweitschrift")).map_err(io)?;
        }
        sync_folder(&aside).map_err(io)?;
        sync_folder(folder).map_err(io)?;
    }
    let mut unfinished: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(io)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.join(UNFINISHED).exists())
        .collect();
    unfinished.sort();
    Ok(unfinished.pop())
}

/// Brings over what only this workstation has, and tells people.
pub(crate) fn bring_over(store: &Store, master: &MasterKey, aside: &Path) -> Result<(), OpenError> {
    let old = Old::open(&aside.join(DATABASE), master);
    let frames = Mirror::new(aside, master).read();
    store.write(|tx| tx.take_rescued(&old, &frames, aside))?;
    store.adopt_originals()?;
    let done = std::fs::remove_file(aside.join(UNFINISHED));
    done.map_err(|source| OpenError::Io { path: aside.to_owned(), source })?;
    Ok(())
}

/// A damaged database, as far as it can be read.
struct Old {
    conn: Option<Connection>,
}

impl Old {
    fn open(path: &Path, master: &MasterKey) -> Self {
        let conn = Connection::open(path).ok().filter(|conn| {
            conn.pragma_update(None, "key", master.database_key().as_str()).is_ok()
                && conn.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(())).is_ok()
        });
        Self { conn }
    }

    /// Walks a query until its end or the first row that cannot be read.
    fn walk(&self, sql: &str) -> (Vec<Vec<Value>>, bool) {
        let mut found = Vec::new();
        let Some(conn) = &self.conn else { return (found, false) };
        let Ok(mut query) = conn.prepare(sql) else { return (found, false) };
        let columns = query.column_count();
        let Ok(mut rows) = query.query([]) else { return (found, false) };
        loop {
            match rows.next() {
                Ok(Some(row)) => {
                    let values: Result<Vec<Value>, _> =
                        (0..columns).map(|at| row.get(at)).collect();
                    found.extend(values);
                }
                Ok(None) => return (found, true),
                Err(_) => return (found, false),
            }
        }
    }

    /// Reads a table from both ends, as far as its pages can be read.
    fn table(&self, table: &str, columns: &str, order: &str) -> Vec<Vec<Value>> {
        let sql = format!("SELECT {columns} FROM {table} ORDER BY {order}");
        let (mut found, whole) = self.walk(&sql);
        if !whole {
            let (behind, _) = self.walk(&format!("{sql} DESC"));
            for row in behind.into_iter().rev() {
                if !found.contains(&row) {
                    found.push(row);
                }
            }
        }
        found
    }

    /// Reads a table with row numbers: where a walk breaks off, row by row.
    fn numbered(&self, table: &str, number: &str, columns: &str) -> Vec<Vec<Value>> {
        let sql = format!("SELECT {number}, {columns} FROM {table}");
        let (walked, whole) = self.walk(&format!("{sql} ORDER BY {number}"));
        let mut found: BTreeMap<i64, Vec<Value>> = BTreeMap::new();
        let mut keep = |rows: Vec<Vec<Value>>| {
            for mut row in rows {
                if let Some(Value::Integer(at)) = row.first().cloned() {
                    row.remove(0);
                    found.insert(at, row);
                }
            }
        };
        keep(walked);
        if !whole {
            keep(self.walk(&format!("{sql} ORDER BY {number} DESC")).0);
            for at in 1..=PROBED {
                keep(self.walk(&format!("{sql} WHERE {number} = {at}")).0);
            }
        }
        found.into_values().collect()
    }

    /// Returns the ids of undecided changes that an index still names.
    fn named_in_index(&self) -> BTreeSet<String> {
        let sql = "SELECT mid FROM journal INDEXED BY sqlite_autoindex_journal_2";
        self.walk(sql).0.iter().filter_map(|row| text(row, 0)).collect()
    }
}

fn text(row: &[Value], at: usize) -> Option<String> {
    match row.get(at) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    }
}

/// A change of one's own, from the old database or from its second copy.
struct Saved {
    mutation: Mutation,
    state: String,
    verdict: Option<String>,
    gesehen: i64,
}

impl Tx<'_> {
    fn take_rescued(&self, old: &Old, frames: &[Frame], aside: &Path) -> Result<(), DbError> {
        let folder = aside.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let known = self.meta_named("gerettet_aus")?;
        if known.as_deref() == Some(folder.as_str()) {
            return Ok(());
        }
        self.take_values(old, frames)?;
        for (table, columns) in CARRIED {
            let rows = old.table(table, columns, "1");
            self.carry("OR IGNORE", table, columns, &rows)?;
        }
        self.take_scopes(old)?;
        let blobs = old.table("blob", "scope, sha256, groesse, state, gesendet", "1, 2");
        let here: Vec<Vec<Value>> =
            blobs.into_iter().filter(|row| text(row, 3).as_deref() == Some("da")).collect();
        self.carry("OR IGNORE", "blob", "scope, sha256, groesse, state, gesendet", &here)?;
        let (saved, lost) = saved(old, frames);
        let count = saved.len();
        self.take_journal(saved)?;
        self.take_protokoll(old)?;
        self.put_named("gerettet_aus", &folder)?;
        let parameter = json!({
            "gerettet": count, "verloren": lost.len(), "originale": here.len(), "ordner": folder,
            "aenderungen": lost,
        });
        self.note_incident(VorfallArt::DatenbankGerettet, &parameter)?;
        self.touch(Kind::Abgleich);
        Ok(())
    }

    fn carry(
        &self,
        or: &str,
        table: &str,
        columns: &str,
        rows: &[Vec<Value>],
    ) -> Result<(), DbError> {
        let marks = vec!["?"; columns.split(',').count()].join(", ");
        let sql = format!("INSERT {or} INTO {table} ({columns}) VALUES ({marks})");
        let mut insert = self.conn.prepare(&sql)?;
        for row in rows {
            insert.execute(params_from_iter(row))?;
        }
        Ok(())
    }

    /// Takes over identity and keys: from the second copy, then from the database itself.
    fn take_values(&self, old: &Old, frames: &[Frame]) -> Result<(), DbError> {
        for frame in frames {
            match frame {
                Frame::Wert(name, value) => self.put_named(name, value)?,
                Frame::Schluessel(scope, key) => {
                    let key = hex::decode(key).unwrap_or_default();
                    self.conn.execute(
                        "INSERT OR REPLACE INTO scope_key (scope, key) VALUES (?1, ?2)",
                        params![scope, key],
                    )?;
                }
                Frame::Aenderung(_) => {}
            }
        }
        for row in old.table("meta", "name, value", "1") {
            if let (Some(name), Some(value)) = (text(&row, 0), text(&row, 1))
                && (is_kept(&name) || name == "next_vorlaeufig")
            {
                self.put_named(&name, &value)?;
            }
        }
        let keys = old.table("scope_key", "scope, key", "1");
        self.carry("OR REPLACE", "scope_key", "scope, key", &keys)
    }

    fn take_scopes(&self, old: &Old) -> Result<(), DbError> {
        let mut names: Vec<String> = old
            .table("scope", "scope", "reihenfolge")
            .iter()
            .filter_map(|row| text(row, 0))
            .collect();
        if names.is_empty() {
            names = vec![crate::SCOPE_STAMMDATEN.to_owned(), crate::SCOPE_REGISTRATUR.to_owned()];
        }
        self.follow(&names)
    }

    /// Puts own changes back with their ids, so that none takes effect twice; the numbers begin
    /// anew under a new identity.
    fn take_journal(&self, saved: Vec<Saved>) -> Result<(), DbError> {
        let mut created: BTreeSet<(RecType, Uuid, String)> = BTreeSet::new();
        for Saved { mutation, state, verdict, gesehen } in saved {
            let decided = state == "abgelehnt";
            let state = if decided { "abgelehnt" } else { "offen" };
            self.conn
                .prepare_cached(
                    "INSERT OR IGNORE INTO journal
                         (mid, scope, rec_type, rec_id, mutation, state, verdict, gesehen)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                )?
                .execute(params![
                    mutation.mid.to_string(),
                    mutation.scope,
                    mutation.rec_type.as_str(),
                    mutation.rec_id.to_string(),
                    serde_json::to_string(&mutation)?,
                    state,
                    verdict.filter(|_| decided),
                    gesehen,
                ])?;
            if mutation.edit.op == Op::Create {
                created.insert((mutation.rec_type, mutation.rec_id, mutation.scope));
            }
        }
        self.renumber_from_one()?;
        // The rest is seen again as soon as the centre has said what it was made of.
        for (kind, rec_id, scope) in created {
            self.rebuild(kind, &scope, rec_id)?;
        }
        Ok(())
    }

    fn take_protokoll(&self, old: &Old) -> Result<(), DbError> {
        for row in old.numbered("protokoll", "no", "eintrag, zitat") {
            let zitat = text(&row, 1);
            let entry = text(&row, 0)
                .and_then(|text| crate::protokoll::entry(&text, zitat.as_deref()).ok());
            if let Some(entry) = entry {
                self.append_protokoll(&entry)?;
            }
        }
        self.append_protokoll(&Protokolleintrag {
            akteur: String::new(),
            arbeitsplatz: String::new(),
            um: self.env.now(),
            zentrale_um: None,
            aktion: "datenbank_gerettet".to_owned(),
            rec_type: None,
            rec_id: None,
            metadatum_name: None,
            alter_wert: None,
            neuer_wert: None,
            bemerkung: None,
            mid: None,
        })
    }
}

impl Db<'_> {
    /// Returns changes that stand in the second copy only.
    pub(crate) fn unknown_changes(&self, frames: Vec<Frame>) -> Result<Vec<Mutation>, DbError> {
        let mut lost = Vec::new();
        for frame in frames {
            let Frame::Aenderung(mutation) = frame else { continue };
            let mid = mutation.mid.to_string();
            let kept =
                self.conn.prepare_cached("SELECT 1 FROM journal WHERE mid = ?1")?.exists([&mid])?;
            // What was decided and is safe has left the journal, not the audit log.
            let done = kept
                || self
                    .verlauf(mutation.rec_id)?
                    .iter()
                    .any(|entry| entry.mid == Some(mutation.mid));
            if !done {
                lost.push(*mutation);
            }
        }
        Ok(lost)
    }
}

impl Tx<'_> {
    /// Puts changes back that the database has lost.
    pub(crate) fn take_lost(&self, lost: Vec<Mutation>) -> Result<(), DbError> {
        let parameter = json!({
            "gerettet": lost.len(), "verloren": 0, "originale": 0, "ordner": "", "aenderungen": [],
        });
        let offen =
            |mutation| Saved { mutation, state: "offen".to_owned(), verdict: None, gesehen: 0 };
        let mut records = BTreeSet::new();
        for mutation in &lost {
            records.insert((mutation.rec_type, mutation.rec_id, mutation.scope.clone()));
        }
        self.take_journal(lost.into_iter().map(offen).collect())?;
        for (kind, rec_id, scope) in records {
            if self.seen(rec_id)?.is_some() {
                self.rebuild(kind, &scope, rec_id)?;
            }
        }
        self.note_incident(VorfallArt::DatenbankGerettet, &parameter)?;
        Ok(())
    }
}

/// Puts together what both copies have of the journal, and names what neither has.
fn saved(old: &Old, frames: &[Frame]) -> (Vec<Saved>, Vec<String>) {
    let mut found: Vec<Saved> = Vec::new();
    let mut known = BTreeSet::new();
    for row in old.numbered("journal", "reihe", "mutation, state, verdict, gesehen") {
        let mutation = text(&row, 0).and_then(|text| serde_json::from_str::<Mutation>(&text).ok());
        let (Some(mutation), Some(state)) = (mutation, text(&row, 1)) else { continue };
        let gesehen = i64::from(matches!(row.get(3), Some(Value::Integer(1))));
        known.insert(mutation.mid.to_string());
        found.push(Saved { mutation, state, verdict: text(&row, 2), gesehen });
    }
    for frame in frames {
        if let Frame::Aenderung(mutation) = frame
            && known.insert(mutation.mid.to_string())
        {
            let mutation = mutation.as_ref().clone();
            found.push(Saved { mutation, state: "offen".to_owned(), verdict: None, gesehen: 0 });
        }
    }
    found.sort_by_key(|saved| saved.mutation.mid);
    let lost = old.named_in_index().into_iter().filter(|mid| !known.contains(mid)).collect();
    (found, lost)
}

impl Store {
    /// Names originals that lie in the folder and that no row knows: they are offered to the
    /// centre, which may have them already.
    fn adopt_originals(&self) -> Result<(), DbError> {
        let mut files = Vec::new();
        self.blob_folder().walk(|scope, sha256| {
            if scope != crate::originale::TEILE && scope != crate::erkennung::KOPIEN {
                files.push((scope.to_owned(), sha256.to_owned()));
            }
        })?;
        for (scope, sha256) in files {
            let known = self.read(|db| db.blob_scopes(&sha256))?.contains(&scope);
            let Some(key) = self.read(|db| db.scope_key(&scope))? else { continue };
            if known {
                continue;
            }
            // One that cannot be read stays where it is; the check names it.
            let Ok(size) = self.blob_folder().check(&scope, &sha256, &key) else { continue };
            self.write(|tx| {
                tx.conn.execute(
                    "INSERT INTO blob (scope, sha256, groesse, state, gesendet)
                     VALUES (?1, ?2, ?3, 'da', 0)
                     ON CONFLICT (scope, sha256) DO UPDATE SET state = 'da', gesendet = 0",
                    params![scope, sha256, int(size)],
                )?;
                Ok::<_, DbError>(())
            })?;
        }
        Ok(())
    }
}

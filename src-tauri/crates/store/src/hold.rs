//! Putting back what would hold up the rest: changes the centre fails at, and mass cancellations.
//!
//! Never drops one: it stays visible with its reason, stays laid over the record, and is offered
//! again by itself or by a person.

use std::collections::BTreeSet;

use domain::edit::Op;
use domain::{RecType, Zeitpunkt};
use rusqlite::{OptionalExtension, params};
use serde_json::{Value, json};
use uuid::Uuid;
use wire::Mutation;

use crate::brake::{self, Betroffen, Braked, Richtung};
use crate::db::{Db, Kind, Tx};
use crate::error::DbError;
use crate::journal::JournalState;
use crate::meta::Meta;
use crate::record::number;
use crate::vorfall::VorfallArt;

/// Reason of a change that hangs on one that was put back.
pub const HAENGT_AB: &str = "haengt_ab";
/// Reason of a change that waits for a person because much would be cancelled at once.
pub const BREMSE: &str = "bremse";

/// Pauses before a change that the centre failed at is offered again: ten minutes, an hour, six.
const PAUSES_MS: [i64; 3] = [600_000, 3_600_000, 21_600_000];
const NEVER: i64 = i64::MAX;

impl Tx<'_> {
    /// Prepares a push: offers again what has waited long enough, keeps back what hangs on
    /// something that waits, and stops a mass cancellation. Returns what was stopped, also earlier.
    pub fn prepare_sending(&self) -> Result<Option<Braked>, DbError> {
        let now = self.env.now().as_millisecond();
        self.offer_again(
            "SELECT reihe FROM journal WHERE state = 'zurueckgestellt' AND fruehstens <= ?1",
            now,
        )?;
        let free = self.meta(Meta::SendenFrei)?.is_some();
        if free {
            self.offer_again(
                "SELECT reihe FROM journal WHERE state = 'zurueckgestellt'
                     AND grund = 'bremse' AND ?1 > 0",
                1,
            )?;
        } else {
            self.stop_mass_cancellation()?;
        }
        self.hold_dependents()?;
        let stopped = self.brakes()?.into_iter().find(|b| b.richtung == Richtung::Senden);
        Ok(stopped)
    }

    /// Notes that nothing is left to send: the permission for a mass cancellation ends.
    pub fn sending_done(&self) -> Result<(), DbError> {
        let free = self.meta(Meta::SendenFrei)?.is_some();
        if free && self.journal_count(JournalState::Offen)? == 0 {
            self.clear_meta(Meta::SendenFrei)?;
        }
        Ok(())
    }

    /// Puts changes back that the centre fails at, with everything that hangs on them. They are
    /// offered again after a pause that grows.
    pub fn put_back(&self, mids: &[Uuid], grund: &str) -> Result<(), DbError> {
        let now = self.env.now().as_millisecond();
        let mut times = 0;
        for mid in mids {
            let before: Option<usize> = self
                .conn
                .prepare_cached("SELECT versuche FROM journal WHERE mid = ?1")?
                .query_row([mid.to_string()], |row| row.get::<_, u32>(0))
                .optional()?
                .map(|times| times as usize);
            times = before.unwrap_or(0);
            let pause = PAUSES_MS.get(times).or(PAUSES_MS.last()).copied().unwrap_or(NEVER);
            self.conn
                .prepare_cached(
                    "UPDATE journal SET state = 'zurueckgestellt', grund = ?2,
                         versuche = versuche + 1, fruehstens = ?3 WHERE mid = ?1",
                )?
                .execute(params![mid.to_string(), grund, now.saturating_add(pause)])?;
        }
        let dependent = self.hold_dependents()?;
        if times == 0 {
            let parameter = json!({ "grund": grund, "aenderungen": mids.len() + dependent });
            self.note_incident(VorfallArt::Zurueckgestellt, &parameter)?;
        }
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Offers a change again that was put back, with everything that hangs on it: a person's act.
    pub fn release_held(&self, mid: Uuid) -> Result<(), DbError> {
        let reihe: i64 = self
            .conn
            .prepare_cached(
                "SELECT reihe FROM journal
                 WHERE mid = ?1 AND state = 'zurueckgestellt' AND scope = coalesce(?2, scope)",
            )?
            .query_row(params![mid.to_string(), self.sicht], |row| row.get(0))?;
        self.offer_again(
            "SELECT reihe FROM journal WHERE state = 'zurueckgestellt' AND reihe = ?1",
            reihe,
        )?;
        self.hold_dependents()?;
        self.touch(Kind::Journal);
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Gives new numbers to the rows a query names and to whatever hung on something.
    fn offer_again(&self, sql: &str, argument: i64) -> Result<(), DbError> {
        let rows: Vec<i64> = {
            let mut query = self.conn.prepare_cached(sql)?;
            let rows = query.query_map([argument], |row| row.get(0))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        if rows.is_empty() {
            return Ok(());
        }
        for reihe in rows {
            self.conn
                .prepare_cached("UPDATE journal SET state = 'offen' WHERE reihe = ?1")?
                .execute([reihe])?;
        }
        // Those that still hang on another one are put back again right after.
        self.conn.execute(
            "UPDATE journal SET state = 'offen'
             WHERE state = 'zurueckgestellt' AND grund = 'haengt_ab'",
            [],
        )?;
        self.number_pending()
    }

    /// Keeps back what hangs on something that waits, and closes the gaps in the numbers.
    fn hold_dependents(&self) -> Result<usize, DbError> {
        let mut held = Waiting::default();
        for mutation in self.mutations_in(&[JournalState::Zurueckgestellt], u32::MAX)? {
            held.add(&mutation);
        }
        if held.records.is_empty() {
            return Ok(0);
        }
        let open = self.mutations_in(&[JournalState::Offen], u32::MAX)?;
        let mut dependent = Vec::new();
        loop {
            let before = dependent.len();
            for mutation in &open {
                if !dependent.contains(&mutation.mid) && held.holds(mutation) {
                    held.add(mutation);
                    dependent.push(mutation.mid);
                }
            }
            if dependent.len() == before {
                break;
            }
        }
        for mid in &dependent {
            self.conn
                .prepare_cached(
                    "UPDATE journal SET state = 'zurueckgestellt', grund = ?2, fruehstens = ?3
                     WHERE mid = ?1",
                )?
                .execute(params![mid.to_string(), HAENGT_AB, NEVER])?;
        }
        self.close_gaps()?;
        Ok(dependent.len())
    }

    /// Numbers what is to be sent without gaps: the centre takes nothing behind one.
    fn close_gaps(&self) -> Result<(), DbError> {
        let free = "state IN ('offen', 'zurueckgestellt') AND n IS NOT NULL";
        let first: Option<i64> = self.conn.query_row(
            &format!("SELECT min(n) FROM journal WHERE {free}"),
            [],
            |row| row.get(0),
        )?;
        let Some(first) = first else { return Ok(()) };
        let gap: bool = self.conn.query_row(
            "SELECT count(*) FROM journal WHERE state = 'zurueckgestellt' AND n IS NOT NULL",
            [],
            |row| row.get::<_, i64>(0),
        )? > 0;
        if gap {
            self.conn.execute(&format!("UPDATE journal SET n = NULL WHERE {free}"), [])?;
            let taken: Option<i64> =
                self.conn.query_row("SELECT max(n) FROM journal", [], |row| row.get(0))?;
            let next = number(first.max(taken.unwrap_or(0) + 1));
            self.set_meta(Meta::NextN, &next.to_string())?;
            self.number_pending()?;
        }
        Ok(())
    }

    /// Keeps back cancellations if there are too many of them at once.
    fn stop_mass_cancellation(&self) -> Result<(), DbError> {
        let waiting = [JournalState::Offen, JournalState::Zurueckgestellt];
        let candidates = self.cancelling(&waiting)?;
        let scopes: BTreeSet<&str> = candidates.iter().map(|m| m.scope.as_str()).collect();
        for scope in scopes {
            let all: Vec<&Mutation> = candidates.iter().filter(|m| m.scope == scope).collect();
            let records: BTreeSet<Uuid> = all.iter().map(|m| m.rec_id).collect();
            let (count, of) = (records.len() as u64, self.base_count(scope)?);
            if count <= brake::limit(of) {
                continue;
            }
            for mutation in &all {
                self.conn
                    .prepare_cached(
                        "UPDATE journal SET state = 'zurueckgestellt', grund = ?2, fruehstens = ?3
                         WHERE mid = ?1 AND state = 'offen'",
                    )?
                    .execute(params![mutation.mid.to_string(), BREMSE, NEVER])?;
            }
            self.keep_brake(&Braked {
                scope: scope.to_owned(),
                richtung: Richtung::Senden,
                anlass: BREMSE.to_owned(),
                betroffen: count,
                von: of,
                um: self.env.now(),
                vorschau: self.named(&all)?,
            })?;
        }
        Ok(())
    }

    fn named(&self, mutations: &[&Mutation]) -> Result<Vec<Betroffen>, DbError> {
        let mut found = Vec::new();
        for mutation in mutations.iter().take(200) {
            let fields = self.seen(mutation.rec_id)?.map(|seen| seen.fields).unwrap_or_default();
            found.push(Betroffen::new(mutation.rec_type, mutation.rec_id, &fields, true));
        }
        Ok(found)
    }
}

/// A change that was put back here.
#[derive(Debug, Clone)]
pub struct Held {
    /// The change.
    pub mutation: Mutation,
    /// Why: [`HAENGT_AB`], [`BREMSE`], or what the centre answered.
    pub grund: String,
    /// When it is offered again by itself; absent if it is not.
    pub wieder_um: Option<Zeitpunkt>,
}

impl Db<'_> {
    /// Returns what was put back here, in order.
    pub fn held(&self) -> Result<Vec<Held>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT mutation, grund, fruehstens FROM journal
             WHERE state = 'zurueckgestellt' ORDER BY reihe",
        )?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut found = Vec::new();
        for row in rows {
            let (text, grund, um): (String, Option<String>, i64) = row?;
            let wieder_um = (um < NEVER).then(|| Zeitpunkt::from_millisecond(um).ok()).flatten();
            let mutation = serde_json::from_str(&text)?;
            found.push(Held { mutation, grund: grund.unwrap_or_default(), wieder_um });
        }
        Ok(found)
    }

    /// Tells whether nothing waits here to be sent or offered again.
    pub fn nothing_to_send(&self) -> Result<bool, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT 1 FROM journal WHERE state IN ('offen', 'zurueckgestellt') LIMIT 1",
        )?;
        Ok(!query.exists([])?)
    }

    /// Returns waiting changes that cancel or take back something.
    fn cancelling(&self, states: &[JournalState]) -> Result<Vec<Mutation>, DbError> {
        let least = i64::try_from(brake::LEAST).unwrap_or(i64::MAX);
        let count: i64 = self.conn.query_row(
            "SELECT count(*) FROM journal WHERE state IN ('offen', 'zurueckgestellt')",
            [],
            |row| row.get(0),
        )?;
        if count <= least {
            return Ok(Vec::new());
        }
        let mut found = self.mutations_in(states, u32::MAX)?;
        found.retain(cancels);
        Ok(found)
    }
}

/// Tells whether a change cancels a document, or takes back an item or where it was filed.
fn cancels(mutation: &Mutation) -> bool {
    let edit = &mutation.edit;
    let status = |fields: &domain::Fields| {
        fields.get("status").and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let (before, after) = (status(&edit.base), status(&edit.set));
    let back = mutation.rec_type == RecType::Eingang && before != "offen" && after == "offen";
    edit.op != Op::Create && (matches!(after.as_str(), "storniert" | "zurueckgenommen") || back)
}

/// What waits, as far as others can hang on it.
#[derive(Default)]
struct Waiting {
    records: BTreeSet<Uuid>,
    created: BTreeSet<String>,
    groups: BTreeSet<Uuid>,
}

impl Waiting {
    fn add(&mut self, mutation: &Mutation) {
        self.records.insert(mutation.rec_id);
        if mutation.edit.op == Op::Create {
            self.created.insert(mutation.rec_id.to_string());
        }
        self.groups.extend(mutation.group);
    }

    fn holds(&self, mutation: &Mutation) -> bool {
        let names = |value: &Value| value.as_str().is_some_and(|id| self.created.contains(id));
        self.records.contains(&mutation.rec_id)
            || mutation.group.is_some_and(|group| self.groups.contains(&group))
            || mutation.edit.set.values().any(names)
    }
}

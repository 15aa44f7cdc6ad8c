//! Every change made here: written with its effect in one transaction, kept until it is safe at
//! the centre.
//!
//! Never forgets a change that a backup of the centre might not have.

use std::collections::BTreeSet;

use domain::{Edit, Fields, Op, Protokolleintrag, RecType, SCHEMA, merge};
use rusqlite::{OptionalExtension, params};
use serde_json::Value;
use uuid::Uuid;
use wire::{Mutation, Verdict, VerdictKind};

use crate::Db;
use crate::db::{Kind, Tx};
use crate::error::DbError;
use crate::meta::Meta;
use crate::mirror::Frame;
use crate::record::{int, number, rec_type, uuid};
use crate::vorfall::VorfallArt;

/// Who does what; the same for all changes of one act.
#[derive(Debug, Clone)]
pub struct Act {
    /// Who.
    pub akteur: String,
    /// On which workstation.
    pub arbeitsplatz: String,
    /// Name of the act, such as `vorgang_anlegen`.
    pub aktion: &'static str,
    /// The reason given.
    pub bemerkung: Option<String>,
    /// Set if all changes of the act take effect together or not at all.
    pub group: Option<Uuid>,
    /// The conflict that the act closes.
    pub konflikt: Option<Uuid>,
}

/// State of a change on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalState {
    /// Not decided yet.
    Offen,
    /// At the centre, waiting for an original.
    Geparkt,
    /// Put back here: the centre fails at it, it hangs on one that was put back, or a person has
    /// to look first. The rest goes on.
    Zurueckgestellt,
    /// In the centre's log.
    Angenommen,
    /// Refused.
    Abgelehnt,
}

impl JournalState {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Offen => "offen",
            Self::Geparkt => "geparkt",
            Self::Zurueckgestellt => "zurueckgestellt",
            Self::Angenommen => "angenommen",
            Self::Abgelehnt => "abgelehnt",
        }
    }
}

/// A change with the centre's decision.
#[derive(Debug, Clone)]
pub struct JournalRow {
    /// The change.
    pub mutation: Mutation,
    /// The decision, if there is one.
    pub verdict: Option<VerdictKind>,
}

impl Tx<'_> {
    /// Makes one change: journal, view, lists, the search's order and audit, all or nothing.
    ///
    /// A change that the centre would refuse on what is known here is refused at once.
    pub fn edit(
        &self,
        act: &Act,
        kind: RecType,
        rec_id: Uuid,
        scope: &str,
        edit: Edit,
        requires: Vec<String>,
    ) -> Result<(), DbError> {
        if self.too_old()? {
            return Err(DbError::Outdated);
        }
        if self.sicht.as_deref().is_some_and(|own| own != scope) {
            return Err(DbError::NotFound);
        }
        let before = self.seen(rec_id)?.map(|seen| seen.fields);
        if let merge::Outcome::Rejected(code) = merge::apply(kind, before.as_ref(), &edit) {
            return Err(DbError::Refused(code));
        }
        self.obey(act, kind, rec_id, scope, before.as_ref(), &edit)?;
        let mutation = Mutation {
            mid: self.env.id(),
            n: self.take_number(Meta::NextN)?,
            akteur: act.akteur.clone(),
            aktion: act.aktion.to_owned(),
            claimed_at: self.env.now(),
            schema: SCHEMA,
            scope: scope.to_owned(),
            rec_type: kind,
            rec_id,
            base_ver: self.base(rec_id)?.map_or(0, |base| base.ver),
            edit,
            requires,
            group: act.group,
            konflikt: act.konflikt,
            bemerkung: act.bemerkung.clone(),
        };
        self.insert_journal(&mutation, JournalState::Offen)?;
        let after = merge::overlay(before.as_ref(), &mutation.edit);
        self.put_seen(kind, scope, rec_id, Some(&after), true)?;
        self.audit_edit(act, &mutation, before.as_ref())?;
        self.touch(Kind::Journal);
        self.touch(Kind::Abgleich);
        Ok(())
    }

    pub(crate) fn insert_journal(
        &self,
        mutation: &Mutation,
        state: JournalState,
    ) -> Result<(), DbError> {
        let n = (state == JournalState::Offen).then(|| int(mutation.n));
        self.conn
            .prepare_cached(
                "INSERT INTO journal (n, mid, scope, rec_type, rec_id, mutation, state)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                n,
                mutation.mid.to_string(),
                mutation.scope,
                mutation.rec_type.as_str(),
                mutation.rec_id.to_string(),
                serde_json::to_string(mutation)?,
                state.as_str(),
            ])?;
        self.keep_twice(Frame::Aenderung(Box::new(mutation.clone())));
        Ok(())
    }

    fn audit_edit(
        &self,
        act: &Act,
        mutation: &Mutation,
        before: Option<&Fields>,
    ) -> Result<(), DbError> {
        let entry = Protokolleintrag {
            akteur: act.akteur.clone(),
            arbeitsplatz: act.arbeitsplatz.clone(),
            um: mutation.claimed_at,
            zentrale_um: None,
            aktion: act.aktion.to_owned(),
            rec_type: Some(mutation.rec_type),
            rec_id: Some(mutation.rec_id),
            metadatum_name: None,
            alter_wert: None,
            neuer_wert: None,
            bemerkung: act.bemerkung.clone(),
            mid: Some(mutation.mid),
        };
        if mutation.edit.op == Op::Create {
            return self.append_protokoll(&entry);
        }
        for (name, value) in &mutation.edit.set {
            let old = before.and_then(|fields| fields.get(name));
            self.append_protokoll(&Protokolleintrag {
                metadatum_name: Some(name.clone()),
                alter_wert: old.map(for_people),
                neuer_wert: Some(for_people(value)),
                ..entry.clone()
            })?;
        }
        let lists = mutation.edit.add.iter().map(|e| (e, true));
        let lists = lists.chain(mutation.edit.remove.iter().map(|e| (e, false)));
        for ((name, values), added) in lists {
            for value in values {
                let text = Some(for_people(value));
                let (alter_wert, neuer_wert) = if added { (None, text) } else { (text, None) };
                self.append_protokoll(&Protokolleintrag {
                    metadatum_name: Some(name.clone()),
                    alter_wert,
                    neuer_wert,
                    ..entry.clone()
                })?;
            }
        }
        Ok(())
    }

    /// Takes in the centre's decisions; a repeated or unknown one changes nothing.
    pub fn apply_verdicts(&self, verdicts: &[Verdict]) -> Result<(), DbError> {
        for verdict in verdicts {
            let Some(row) = self.journal_row(verdict.mid)? else { continue };
            let state = match &verdict.kind {
                VerdictKind::Rejected { .. } => JournalState::Abgelehnt,
                VerdictKind::Parked { .. } => JournalState::Geparkt,
                _ => JournalState::Angenommen,
            };
            self.conn
                .prepare_cached(
                    "UPDATE journal SET state = ?2, verdict = ?3, seq = ?4 WHERE mid = ?1",
                )?
                .execute(params![
                    verdict.mid.to_string(),
                    state.as_str(),
                    serde_json::to_string(&verdict.kind)?,
                    verdict.kind.seq().map(int),
                ])?;
            let m = &row.mutation;
            if matches!(verdict.kind, VerdictKind::Merged { .. }) {
                self.note_merged(m)?;
            }
            self.rebuild(m.rec_type, &m.scope, m.rec_id)?;
        }
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Takes in how far the centre has got: forgets what is safe there, offers again what it
    /// lacks. Returns false if the centre knows more than was ever sent from here.
    pub fn apply_expect(&self, expect: u64, safe_n: u64) -> Result<bool, DbError> {
        if expect > self.counter(Meta::NextN)? {
            return Ok(false);
        }
        let lost = self.conn.execute(
            "UPDATE journal SET state = 'offen', verdict = NULL, seq = NULL
             WHERE n >= ?1 AND state IN ('angenommen', 'geparkt', 'abgelehnt')",
            [int(expect)],
        )?;
        if lost > 0 {
            // A restored centre, to a state that this cursor still fits: it may lack originals, too.
            for scope in self.scopes()? {
                self.confirm_blobs_again(&scope.cursor.scope)?;
            }
        }
        self.offer_awaited()?;
        self.conn.execute(
            "DELETE FROM journal WHERE
                 ((n IS NULL OR n <= ?1) AND state = 'abgelehnt' AND gesehen = 1 AND NOT (
                     rec_type = 'eingang' AND json_extract(mutation, '$.edit.op') = 'create'))
                 OR (n <= ?1 AND state = 'angenommen'
                     AND seq <= (SELECT seq FROM scope WHERE scope = journal.scope))",
            [int(safe_n)],
        )?;
        Ok(true)
    }

    /// Offers again what the centre waits for although it was sent: a restored one has lost it.
    fn offer_awaited(&self) -> Result<(), DbError> {
        self.conn
            .prepare_cached(
                "UPDATE blob SET gesendet = 0 WHERE gesendet = 1 AND state = 'da'
                 AND (scope, sha256) IN (
                     SELECT journal.scope, awaited.value
                     FROM journal, json_each(journal.verdict, '$.waits_for') AS awaited
                     WHERE journal.state = 'geparkt')",
            )?
            .execute([])?;
        Ok(())
    }

    /// Takes a new identity at the centre: this data folder was rolled back or cloned. Pending
    /// changes keep their ids, so that none takes effect twice, and get new numbers.
    pub fn fork_client(&self) -> Result<(), DbError> {
        let before = self.meta(Meta::Client)?.unwrap_or_default();
        let sent = self.journal_count(JournalState::Offen)?;
        self.conn.execute(
            "UPDATE journal SET state = 'offen', verdict = NULL WHERE state = 'geparkt'",
            [],
        )?;
        self.renumber_from_one()?;
        let alt: String = before.chars().rev().take(4).collect();
        let parameter = serde_json::json!({ "offen": sent, "alt": alt });
        self.note_incident(VorfallArt::NeueKennung, &parameter)?;
        Ok(())
    }

    /// Gives a new identity and numbers from 1 to everything that is to be sent; what is decided
    /// keeps its place, without a number.
    pub(crate) fn renumber_from_one(&self) -> Result<(), DbError> {
        self.conn.execute("UPDATE journal SET n = NULL", [])?;
        let client = self.env.id();
        self.set_meta(Meta::Client, &client.to_string())?;
        self.new_number_series(client)?;
        self.set_meta(Meta::NextN, "1")?;
        self.number_pending()?;
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Gives the next numbers to whatever is to be sent and has none, in order.
    pub(crate) fn number_pending(&self) -> Result<(), DbError> {
        let waiting: Vec<i64> = {
            let mut query = self.conn.prepare_cached(
                "SELECT reihe FROM journal WHERE state = 'offen' AND n IS NULL ORDER BY reihe",
            )?;
            let rows = query.query_map([], |row| row.get(0))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        for reihe in waiting {
            let n = self.take_number(Meta::NextN)?;
            self.conn
                .prepare_cached("UPDATE journal SET n = ?2 WHERE reihe = ?1")?
                .execute([reihe, int(n)])?;
        }
        Ok(())
    }

    /// Two machines with one short name would give the same provisional references.
    fn new_number_series(&self, client: Uuid) -> Result<(), DbError> {
        let name = self.meta(Meta::Arbeitsplatz)?.unwrap_or_default();
        let tail: String = client.simple().to_string().chars().skip(29).collect();
        self.set_meta(Meta::Arbeitsplatz, &format!("{name}{}", tail.to_uppercase()))
    }

    /// Notes that a person has read why a change was refused.
    pub fn acknowledge_refusal(&self, mid: Uuid) -> Result<(), DbError> {
        self.conn.execute(
            "UPDATE journal SET gesehen = 1
             WHERE mid = ?1 AND state = 'abgelehnt' AND scope = coalesce(?2, scope)",
            params![mid.to_string(), self.sicht],
        )?;
        self.touch(Kind::Abgleich);
        Ok(())
    }
}

impl Db<'_> {
    fn journal_row(&self, mid: Uuid) -> Result<Option<JournalRow>, DbError> {
        let row = self
            .conn
            .prepare_cached("SELECT mutation, verdict FROM journal WHERE mid = ?1")?
            .query_row([mid.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        row.map(|(mutation, verdict): (String, Option<String>)| journal_row(&mutation, verdict))
            .transpose()
    }

    /// Returns undecided changes to send, in order, at most `limit`.
    pub fn mutations_to_push(&self, limit: u32) -> Result<Vec<Mutation>, DbError> {
        self.mutations_in(&[JournalState::Offen], limit)
    }

    /// Returns the records that are seen differently here from what the centre said.
    pub(crate) fn overlaid_records(&self) -> Result<BTreeSet<Uuid>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT DISTINCT rec_id FROM journal WHERE state <> 'abgelehnt' OR rec_type = 'eingang'",
        )?;
        let rows = query.query_map([], |row| row.get::<_, String>(0))?;
        rows.map(|id| uuid(&id?)).collect()
    }

    /// Tells whether the centre wants a newer program before anything new is done here.
    pub fn too_old(&self) -> Result<bool, DbError> {
        let least = self.meta(Meta::MinSchema)?.and_then(|text| text.parse::<u32>().ok());
        Ok(least.is_some_and(|least| least > SCHEMA))
    }

    pub(crate) fn mutations_in(
        &self,
        states: &[JournalState],
        limit: u32,
    ) -> Result<Vec<Mutation>, DbError> {
        let names: Vec<String> = states.iter().map(|s| format!("'{}'", s.as_str())).collect();
        let mut query = self.conn.prepare_cached(&format!(
            "SELECT mutation, coalesce(n, 0) FROM journal WHERE state IN ({})
             ORDER BY n IS NULL, n, reihe LIMIT ?1",
            names.join(", ")
        ))?;
        let rows = query.query_map([limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut found = Vec::new();
        for row in rows {
            let (text, n): (String, i64) = row?;
            let mutation: Mutation = serde_json::from_str(&text)?;
            found.push(Mutation { n: number(n), ..mutation });
        }
        Ok(found)
    }

    /// Returns the pending changes of one record that are not part of what was pulled.
    ///
    /// An item of post whose creation was refused stays: its source is gone, so it must not go.
    pub(crate) fn overlaid(&self, scope: &str, rec_id: Uuid) -> Result<Vec<Mutation>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT mutation FROM journal
             WHERE rec_id = ?1 AND (state IN ('offen', 'geparkt', 'zurueckgestellt')
                 OR (state = 'angenommen'
                     AND seq > coalesce((SELECT seq FROM scope WHERE scope = ?2), 0))
                 OR (state = 'abgelehnt' AND rec_type = 'eingang'
                     AND json_extract(mutation, '$.edit.op') = 'create'))
             ORDER BY reihe",
        )?;
        let rows = query.query_map([rec_id.to_string().as_str(), scope], |row| row.get(0))?;
        rows.map(|text: rusqlite::Result<String>| Ok(serde_json::from_str(&text?)?)).collect()
    }

    /// Returns the ids of changes that wait at the centre for an original.
    pub fn parked_mids(&self) -> Result<Vec<Uuid>, DbError> {
        let mut query = self
            .conn
            .prepare_cached("SELECT mid FROM journal WHERE state = 'geparkt' ORDER BY reihe")?;
        let rows = query.query_map([], |row| row.get::<_, String>(0))?;
        rows.map(|mid| uuid(&mid?)).collect()
    }

    /// Returns refused changes that nobody has acknowledged.
    pub fn refusals(&self) -> Result<Vec<JournalRow>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT mutation, verdict FROM journal
             WHERE state = 'abgelehnt' AND gesehen = 0 AND scope = coalesce(?1, scope)
             ORDER BY reihe",
        )?;
        let rows = query.query_map([&self.sicht], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut found = Vec::new();
        for row in rows {
            let (mutation, verdict): (String, Option<String>) = row?;
            found.push(journal_row(&mutation, verdict)?);
        }
        Ok(found)
    }

    /// Counts changes in a state.
    pub fn journal_count(&self, state: JournalState) -> Result<u32, DbError> {
        let mut query = self
            .conn
            .prepare_cached("SELECT count(*) FROM journal WHERE state = ?1 AND gesehen = 0")?;
        Ok(query.query_row([state.as_str()], |row| row.get(0))?)
    }

    /// Returns every change made here that is still kept, oldest first.
    pub fn journal(&self) -> Result<Vec<(Mutation, String)>, DbError> {
        let mut query =
            self.conn.prepare_cached("SELECT mutation, state FROM journal ORDER BY reihe")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut found = Vec::new();
        for row in rows {
            let (text, state): (String, String) = row?;
            found.push((serde_json::from_str(&text)?, state));
        }
        Ok(found)
    }

    /// Returns the records whose changes became part of what was pulled between two rows.
    pub(crate) fn confirmed_records(
        &self,
        scope: &str,
        after: u64,
        up_to: u64,
    ) -> Result<Vec<(RecType, Uuid)>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT DISTINCT rec_type, rec_id FROM journal
             WHERE scope = ?1 AND state = 'angenommen' AND seq > ?2 AND seq <= ?3",
        )?;
        let rows = query.query_map(params![scope, int(after), int(up_to)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        let mut found = Vec::new();
        for row in rows {
            let (kind, id): (String, String) = row?;
            found.push((rec_type(&kind)?, uuid(&id)?));
        }
        Ok(found)
    }
}

fn journal_row(mutation: &str, verdict: Option<String>) -> Result<JournalRow, DbError> {
    let verdict = verdict.map(|text| serde_json::from_str(&text)).transpose()?;
    Ok(JournalRow { mutation: serde_json::from_str(mutation)?, verdict })
}

/// Returns a value as a person would read it.
pub(crate) fn for_people(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

//! Which centre this workstation belongs to: its ledger, its seals, and accepting another one.
//!
//! Never accepts another centre by itself: [`Tx::accept_centre`] is a person's act.

use rusqlite::params;
use serde_json::json;
use uuid::Uuid;
use wire::{Head, Seal};

use crate::db::{Db, Kind, Tx};
use crate::error::DbError;
use crate::journal::JournalState;
use crate::meta::Meta;
use crate::sync_state::Anlass;
use crate::vorfall::VorfallArt;

impl Tx<'_> {
    /// Remembers the centre's ledger.
    pub fn set_ledger(&self, ledger: Uuid) -> Result<(), DbError> {
        self.set_meta(Meta::Ledger, &ledger.to_string())
    }

    /// Accepts another centre, or an emptied one, as the one this workstation belongs to from now
    /// on: everything here that it lacks is kept aside, and own work is sent again as far as the
    /// journal has it.
    pub fn accept_centre(&self, ledger: Uuid) -> Result<(), DbError> {
        self.set_ledger(ledger)?;
        self.conn.execute("UPDATE scope SET abzug = 'gegabelt', freigabe = 1, geholt = 0", [])?;
        self.conn.execute(
            "UPDATE journal SET state = 'offen', verdict = NULL, seq = NULL
             WHERE state IN ('angenommen', 'geparkt')",
            [],
        )?;
        self.renumber_from_one()?;
        self.forget_history()?;
        for scope in self.scopes()? {
            self.confirm_blobs_again(&scope.cursor.scope)?;
        }
        for name in [Meta::Siegel, Meta::SiegelOffen, Meta::SiegelSchluessel] {
            self.clear_meta(name)?;
        }
        let pending = self.journal_count(JournalState::Offen)?;
        self.note_incident(VorfallArt::ZentraleAnerkannt, &json!({ "zu_senden": pending }))?;
        self.touch(Kind::Journal);
        Ok(())
    }

    /// Notes that the centre was restored: the scope comes from a snapshot, and whatever the
    /// centre may have lost is offered again.
    pub fn centre_restored(&self, scope: &str) -> Result<(), DbError> {
        if self.scope_state(scope)?.is_some_and(|state| state.abzug == Some(Anlass::Gegabelt)) {
            return Ok(());
        }
        self.need_snapshot(scope, Anlass::Gegabelt)?;
        // Its audit log goes on from the backup, too: numbers may stand for other entries.
        self.forget_history()?;
        self.confirm_blobs_again(scope)?;
        // Accepted under an earlier identity: the counter of the present one cannot tell whether
        // the centre still has it. The centre knows them by their ids.
        self.conn.execute(
            "UPDATE journal SET state = 'offen', verdict = NULL, seq = NULL
             WHERE state = 'angenommen' AND n IS NULL AND scope = ?1",
            [scope],
        )?;
        self.number_pending()?;
        self.touch(Kind::Abgleich);
        Ok(())
    }

    /// Takes in a seal whose signature holds. Returns false if its heads do not fit what is here.
    pub fn take_seal(&self, seal: &Seal) -> Result<bool, DbError> {
        let text = serde_json::to_string(seal)?;
        let mut reached = true;
        for head in &seal.heads {
            let Some(state) = self.scope_state(&head.scope)? else { continue };
            let cursor = state.cursor;
            if cursor.seq == head.seq && (cursor.chain != head.chain) {
                return Ok(false);
            }
            reached &= cursor.seq >= head.seq;
        }
        // Rows still to come are compared with the sealed chain on their way in.
        let name = if reached { Meta::Siegel } else { Meta::SiegelOffen };
        if self.meta(name)?.as_deref() != Some(text.as_str()) {
            self.set_meta(name, &text)?;
        }
        if reached {
            self.clear_meta(Meta::SiegelOffen)?;
        }
        Ok(true)
    }

    /// Forgets a seal of rows that a restored centre does not have any more: people have been told.
    pub(crate) fn forget_seal_beyond(&self, head: &Head) -> Result<(), DbError> {
        let beyond = |seal: Seal| {
            seal.heads.iter().any(|sealed| sealed.scope == head.scope && sealed.seq > head.seq)
        };
        if self.seal()?.is_some_and(beyond) {
            self.clear_meta(Meta::Siegel)?;
        }
        self.clear_meta(Meta::SiegelOffen)
    }

    /// Notes how old a program may be to make new changes.
    pub fn set_min_schema(&self, least: u32) -> Result<(), DbError> {
        let known = self.meta(Meta::MinSchema)?.unwrap_or_default();
        if known != least.to_string() && !(known.is_empty() && least == 0) {
            self.set_meta(Meta::MinSchema, &least.to_string())?;
            self.touch(Kind::Abgleich);
        }
        Ok(())
    }
}

impl Db<'_> {
    /// Returns the ledger this workstation belongs to.
    pub fn ledger(&self) -> Result<Option<Uuid>, DbError> {
        Ok(self.meta(Meta::Ledger)?.and_then(|text| Uuid::parse_str(&text).ok()))
    }

    /// Returns the newest seal that fits what is here.
    pub fn seal(&self) -> Result<Option<Seal>, DbError> {
        let text = self.meta(Meta::Siegel)?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    /// Returns number and chain value of a sealed row that has not been reached here.
    pub(crate) fn open_seal_head(&self, scope: &str) -> Result<Option<(u64, String)>, DbError> {
        let Some(text) = self.meta(Meta::SiegelOffen)? else { return Ok(None) };
        let seal: Seal = serde_json::from_str(&text)?;
        let head = seal.heads.into_iter().find(|head| head.scope == scope);
        Ok(head.map(|head| (head.seq, head.chain)))
    }

    /// Returns scopes in which the centre stands before a seal that fitted what was here.
    pub fn behind_seal(&self, heads: &[Head]) -> Result<Vec<String>, DbError> {
        let Some(seal) = self.seal()? else { return Ok(Vec::new()) };
        let before = |sealed: &Head| {
            heads.iter().any(|head| head.scope == sealed.scope && head.seq < sealed.seq)
        };
        Ok(seal.heads.into_iter().filter(|head| before(head)).map(|head| head.scope).collect())
    }

    /// Counts changes of a scope that the centre has not received.
    pub fn pending_in(&self, scope: &str) -> Result<u32, DbError> {
        let mut query = self
            .conn
            .prepare_cached("SELECT count(*) FROM journal WHERE scope = ?1 AND state = 'offen'")?;
        Ok(query.query_row(params![scope], |row| row.get(0))?)
    }
}

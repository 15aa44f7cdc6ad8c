//! What an administrator of the office or of the centre does.
//!
//! Never what a clerk does: that goes through the desk's acts.

use std::path::PathBuf;
use std::sync::atomic::Ordering;

use domain::Zeitpunkt;
use serde_json::Value;
use store::meta::Meta;
use store::uuid_v7;
use uuid::Uuid;

use super::{DeskId, Office};
use crate::centre::TENANT;
use crate::line::Weather;
use crate::planted::Planted;
use crate::violation::{Kind, must};

impl Office {
    /// Restores the centre from one of its backups; false if there is none.
    ///
    /// Rights are part of what was restored; the administrator puts them right again at once.
    pub fn restore_centre(&mut self) -> bool {
        let restored = self.centre.restore();
        self.planted.centre_lies_at(self.centre.database().to_owned());
        if restored {
            self.put_rights_right();
        }
        restored
    }

    fn put_rights_right(&self) {
        let now = self.centre.surroundings().now();
        for id in self.desks() {
            let device = self.device(id);
            let withdrawn = self.rights_withdrawn(id);
            let scope = center::SCOPE_REGISTRATUR;
            let rights = |tx: &mut center::ledger::Tx<'_>| {
                let granted = tx.granted(&device)?.iter().any(|name| name == scope);
                match (withdrawn, granted) {
                    (true, true) => tx.revoke(&device, scope, now).map(drop),
                    (false, false) => tx.grant(&device, scope),
                    _ => Ok(()),
                }
            };
            self.centre.calmly(|ledger| ledger.write(TENANT, rights).unwrap());
        }
    }

    /// Runs the centre from another database from now on.
    pub fn run_centre_from(&mut self, database: PathBuf) {
        self.centre.run_from(database);
        self.planted.centre_lies_at(self.centre.database().to_owned());
    }

    /// Replaces the centre by one that was set up anew.
    pub fn replace_centre(&mut self) {
        self.centre.set_up_anew();
        self.planted.centre_lies_at(self.centre.database().to_owned());
    }

    /// Enrols a desk again, at whatever centre answers now.
    pub fn enrol_again(&mut self, id: DeskId) {
        let desk = self.desk(id);
        self.seats[id.0].line.token = None;
        desk.einrichten(&self.seats[id.0].line, "PLATZ", "http://127.0.0.1").unwrap();
        self.seats[id.0].line.token = desk.store().read(|db| db.meta(Meta::Token)).unwrap();
    }

    /// Lets a person begin anew with the centre that answers now.
    pub fn accept_centre(&mut self, id: DeskId) {
        let ledger = self.centre.ledger.read(TENANT, |tx| tx.ledger_id()).unwrap();
        self.desk(id).store().write(|tx| tx.accept_centre(ledger)).unwrap();
    }

    fn device(&self, id: DeskId) -> center::ledger::Device {
        let token = self.seats[id.0].line.token.as_deref().unwrap();
        self.centre.ledger.device(token).unwrap()
    }

    /// Withdraws a desk's right to the office's own records.
    pub fn withdraw_rights(&mut self, id: DeskId) {
        let (device, now) = (self.device(id), self.centre.surroundings().now());
        let revoke =
            |tx: &mut center::ledger::Tx<'_>| tx.revoke(&device, center::SCOPE_REGISTRATUR, now);
        self.centre.calmly(|ledger| assert!(ledger.write(TENANT, revoke).unwrap()));
        self.seats[id.0].rights_withdrawn = true;
    }

    /// Gives it back, once the desk has said that nothing is left there.
    pub fn give_rights(&mut self, id: DeskId) {
        let device = self.device(id);
        let open = |ledger: &center::Ledger| {
            ledger.read(TENANT, |tx| tx.revoked_unconfirmed(&device)).unwrap()
        };
        self.mend(id, Weather::default());
        self.power(id, 0);
        for _ in 0..5 {
            if self.centre.calmly(open).is_empty() {
                break;
            }
            let _ = self.round(id);
        }
        let left = self.centre.calmly(open);
        must(Kind::Stalled, left.is_empty(), || format!("I9: {left:?} still stands at {id:?}"));
        let grant = |tx: &mut center::ledger::Tx<'_>| tx.grant(&device, center::SCOPE_REGISTRATUR);
        self.centre.calmly(|ledger| ledger.write(TENANT, grant).unwrap());
        self.seats[id.0].rights_withdrawn = false;
    }

    /// Tells whether a desk may not see the office's own records at present.
    pub fn rights_withdrawn(&self, id: DeskId) -> bool {
        self.seats[id.0].rights_withdrawn
    }

    /// Shortens the log up to a snapshot that is made for it; false if there was nothing to cut.
    pub fn shorten_log(&mut self) -> bool {
        let Some(seat) = self.seats.iter().find(|seat| !seat.rights_withdrawn) else {
            return false;
        };
        let path = format!("/v1/scopes/{}/snapshot", center::SCOPE_REGISTRATUR);
        let token = seat.line.token.clone();
        self.centre.power(0);
        let answer = self.exchange.deliver(&wire::Request::get(path), token.as_deref());
        if answer.is_err_and(|_| true) {
            return false;
        }
        let cut = |tx: &mut center::ledger::Tx<'_>| {
            let Some(snapshot) = tx.snapshot(center::SCOPE_REGISTRATUR)? else { return Ok(0) };
            tx.set_floor(center::SCOPE_REGISTRATUR, snapshot.head.seq)
        };
        self.centre.ledger.write(TENANT, cut).unwrap() > 0
    }

    /// What a bug would do that moves the cursor before the rows: the round broke off in between.
    pub fn cursor_runs_ahead(&mut self, id: DeskId) {
        if self.planted() != Some(Planted::CursorBeforeRows) {
            return;
        }
        let heads = self.centre.calmly(|ledger| ledger.read(TENANT, |tx| tx.heads()).unwrap());
        let desk = self.desk(id);
        for head in heads {
            let moved = |tx: &store::Tx<'_>| tx.set_cursor(&head.scope, head.seq, &head.chain);
            let _ = desk.store().write(moved);
        }
    }

    /// Lets the centre stumble over every change of one record, or over none.
    pub fn poison(&mut self, id: DeskId, rec_id: Option<&str>) {
        *self.seats[id.0].line.poison.borrow_mut() = rec_id.map(str::to_owned);
    }

    /// Appends a row to the centre's log that this program would not have written.
    pub fn rewrite_at_centre(&self, rec_id: &str, change: impl Fn(&mut Value)) {
        let rec_id = Uuid::parse_str(rec_id).unwrap();
        let now = Zeitpunkt::from_millisecond(self.now.load(Ordering::Relaxed)).unwrap();
        let append = |tx: &mut center::ledger::Tx<'_>| {
            let old = tx.record(rec_id)?.unwrap();
            let mut fields = serde_json::to_value(&old.fields)?;
            change(&mut fields);
            let draft = center::ledger::Draft {
                rec_type: old.rec_type,
                rec_id,
                fields: serde_json::from_value(fields)?,
                mid: uuid_v7(now, [9; 10]),
                akteur: "Neueres Programm".to_owned(),
                arbeitsplatz: "K99".to_owned(),
                aktion: "eingang_uebernehmen".to_owned(),
                claimed_at: now,
                at: now,
            };
            tx.append(&old.scope, draft)
        };
        self.centre.ledger.write(TENANT, append).unwrap();
    }

    /// Lets what a brake holds go on, as a person would after having looked.
    pub fn release_brakes(&mut self, id: DeskId) {
        let desk = self.desk(id);
        let scopes = desk.store().read(|db| db.scopes()).unwrap();
        for scope in scopes {
            let scope = scope.cursor.scope.as_str();
            desk.store().write(|tx| tx.release_brake(scope)).unwrap();
        }
    }
}

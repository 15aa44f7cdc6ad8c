//! Closing cases and files (z.d.A.), and opening them again.
//!
//! Never closes over something that is still to be done, unless it is said to fall.

use domain::record::text;
use domain::{
    Edit, Erledigung, Fields, Op, RecType, Verfuegung, VerfuegungState, Verfuegungsart, Verstoss,
    regeln,
};
use serde_json::{Value, json};
use store::{Act, Tx};
use uuid::Uuid;

use super::{TEXT_MAX, freitext, gesehen, punkte::step};
use crate::Desk;
use crate::desk::parse_id;
use crate::views::{BegruendetArgs, Fehler, Id, VorgangView, ZdaArgs, ZielZeile};
use crate::ziel::ziel;

impl Desk {
    /// Closes a case: from now on it is only read.
    pub fn vorgang_zda(&self, args: ZdaArgs) -> Result<VorgangView, Fehler> {
        let id = parse_id(&args.id)?;
        self.store.write(|tx| {
            let case = gesehen(tx, id, RecType::Vorgang)?;
            if text(&case.fields, "status") == "zda" {
                return Err(Verstoss::VorgangGeschlossen.into());
            }
            let mut act = self.act(tx, "vorgang_zda")?;
            act.group = Some(tx.env().id());
            settle(tx, &act, id, args.offene_entfallen)?;
            self.close(tx, &act, RecType::Vorgang, id)
        })?;
        self.vorgang(Id { id: args.id })
    }

    /// Opens a closed case again.
    pub fn vorgang_oeffnen(&self, args: BegruendetArgs) -> Result<VorgangView, Fehler> {
        let id = parse_id(&args.id)?;
        self.reopen(RecType::Vorgang, id, "vorgang_oeffnen", &args)?;
        self.vorgang(Id { id: args.id })
    }

    /// Closes a file: from now on it is only read, and its retention runs.
    pub fn akte_zda(&self, args: Id) -> Result<ZielZeile, Fehler> {
        let id = parse_id(&args.id)?;
        self.store.write(|tx| {
            let file = gesehen(tx, id, RecType::Akte)?;
            if text(&file.fields, "status") == "zda" {
                return Err(Fehler::from(Verstoss::AkteGeschlossen));
            }
            let act = self.act(tx, "akte_zda")?;
            self.close(tx, &act, RecType::Akte, id)
        })?;
        self.store.read(|db| Ok(ziel(db, id)?))
    }

    /// Opens a closed file again.
    pub fn akte_oeffnen(&self, args: BegruendetArgs) -> Result<ZielZeile, Fehler> {
        let id = parse_id(&args.id)?;
        self.reopen(RecType::Akte, id, "akte_oeffnen", &args)?;
        self.store.read(|db| Ok(ziel(db, id)?))
    }

    fn close(&self, tx: &Tx<'_>, act: &Act, kind: RecType, id: Uuid) -> Result<(), Fehler> {
        let seen = gesehen(tx, id, kind)?;
        let set = Fields::from([
            ("status".to_owned(), json!("zda")),
            ("zda_datum".to_owned(), json!(self.heute())),
        ]);
        let edit = Edit::set(Op::Transition, &seen.fields, set);
        Ok(tx.edit(act, kind, id, &seen.scope, edit, Vec::new())?)
    }

    fn reopen(
        &self,
        kind: RecType,
        id: Uuid,
        aktion: &'static str,
        args: &BegruendetArgs,
    ) -> Result<(), Fehler> {
        let grund = freitext(args.grund.as_deref(), TEXT_MAX, "Die Begründung")?;
        self.store.write(|tx| {
            let seen = gesehen(tx, id, kind)?;
            if text(&seen.fields, "status") == "offen" {
                return Ok(());
            }
            let mut act = self.act(tx, aktion)?;
            act.bemerkung = grund;
            let set = Fields::from([
                ("status".to_owned(), json!("offen")),
                ("zda_datum".to_owned(), Value::Null),
            ]);
            let edit = Edit::set(Op::Transition, &seen.fields, set);
            Ok(tx.edit(&act, kind, id, &seen.scope, edit, Vec::new())?)
        })
    }
}

/// Does what the closing itself does: the instruction to close is done, and whatever may fall
/// falls. What stays open makes the rules refuse.
fn settle(tx: &Tx<'_>, act: &Act, vorgang: Uuid, drop_open: bool) -> Result<(), Fehler> {
    for id in tx.kinder(vorgang, RecType::Verfuegung)? {
        let (punkt, seen) = tx.load::<Verfuegung>(id)?;
        if punkt.status != VerfuegungState::Offen {
            continue;
        }
        let addressee = punkt.adressat.as_deref().unwrap_or_default();
        let own = addressee.trim().is_empty() || regeln::selbe_person(addressee, &act.akteur);
        let closing = punkt.art == Verfuegungsart::ZuDenAkten;
        if closing && own {
            let done = Erledigung {
                von: act.akteur.clone(),
                um: tx.env().now(),
                in_vertretung_fuer: None,
                vermerk: None,
                fassung: None,
            };
            step(tx, act, id, &seen, VerfuegungState::Erledigt, Some(done))?;
        } else if closing || (drop_open && !punkt.art.zeichnung()) {
            step(tx, act, id, &seen, VerfuegungState::Entfallen, None)?;
        }
    }
    Ok(())
}

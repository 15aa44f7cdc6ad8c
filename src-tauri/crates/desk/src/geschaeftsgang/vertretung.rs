//! Who stands in for whom.
//!
//! Never signs for anybody: a stand-in signs with the own name and "i.V.".

use domain::record::text;
use domain::regeln::selbe_person;
use domain::{Datum, Edit, Fields, Op, RecType, Record, Vertretung};
use jiff::ToSpan;
use serde_json::json;
use store::{Db, DbError};

use super::{NAME_MAX, freitext, tag};
use crate::Desk;
use crate::desk::parse_id;
use crate::views::{Code, Fehler, Id, Leer, VertretungArgs, VertretungZeile};

/// Days for which ended substitutions are still listed.
const ENDED_DAYS: i64 = 90;

impl Desk {
    /// Substitutions: those that count, those to come, and those that ended lately.
    pub fn vertretungen(&self, _: Leer) -> Result<Vec<VertretungZeile>, Fehler> {
        let heute = self.heute();
        let since = heute.saturating_sub(ENDED_DAYS.days());
        self.store.read(|db| {
            let mut rows = Vec::new();
            for id in db.all(RecType::Vertretung)? {
                let (vertretung, seen) = db.load::<Vertretung>(id)?;
                if vertretung.bis < since {
                    continue;
                }
                rows.push(VertretungZeile {
                    id: id.to_string(),
                    gilt: vertretung.gilt(heute),
                    beendet: vertretung.bis < heute,
                    fuer: vertretung.fuer,
                    durch: vertretung.durch,
                    von: vertretung.von.to_string(),
                    bis: vertretung.bis.to_string(),
                    ausstehend: seen.ausstehend,
                });
            }
            rows.sort_by(|a, b| (a.beendet, &a.von, &a.id).cmp(&(b.beendet, &b.von, &b.id)));
            Ok(rows)
        })
    }

    /// Enters that one person stands in for another.
    pub fn vertretung_eintragen(
        &self,
        args: VertretungArgs,
    ) -> Result<Vec<VertretungZeile>, Fehler> {
        let name = |name: &str, was| freitext(Some(name), NAME_MAX, was);
        let (fuer, durch) = (name(&args.fuer, "Der Name")?, name(&args.durch, "Der Name")?);
        let (Some(fuer), Some(durch)) = (fuer, durch) else {
            return Err(Fehler::new(
                Code::Invalid,
                "Zu einer Vertretung gehören zwei Namen.",
                "Bitte geben Sie an, wer vertreten wird und durch wen.",
            ));
        };
        if selbe_person(&fuer, &durch) {
            let meldung = "Niemand vertritt sich selbst.";
            return Err(Fehler::new(
                Code::Invalid,
                meldung,
                "Bitte nennen Sie eine zweite Person.",
            ));
        }
        let (von, bis) = (tag(&args.von)?, tag(&args.bis)?);
        if bis < von {
            let meldung = "Die Vertretung endet, bevor sie beginnt.";
            return Err(Fehler::new(Code::Invalid, meldung, "Bitte prüfen Sie die beiden Tage."));
        }
        self.store.write(|tx| {
            let act = self.act(tx, "vertretung_eintragen")?;
            let vertretung = Vertretung {
                fuer,
                durch,
                von,
                bis,
                angelegt_um: tx.env().now(),
                angelegt_von: act.akteur.clone(),
            };
            let edit = Edit::create(vertretung.to_fields());
            let id = tx.env().id();
            Ok::<_, Fehler>(tx.edit(
                &act,
                RecType::Vertretung,
                id,
                &tx.bereich()?,
                edit,
                Vec::new(),
            )?)
        })?;
        self.vertretungen(Leer {})
    }

    /// Ends a substitution: it does not count today any more.
    pub fn vertretung_beenden(&self, args: Id) -> Result<Vec<VertretungZeile>, Fehler> {
        let id = parse_id(&args.id)?;
        let heute = self.heute();
        self.store.write(|tx| {
            let (vertretung, seen) = tx.load::<Vertretung>(id)?;
            // One that has not begun ends before its first day.
            let last = heute.min(vertretung.von).saturating_sub(1.days());
            if vertretung.bis <= last {
                return Ok(());
            }
            let act = self.act(tx, "vertretung_beenden")?;
            let set = Fields::from([("bis".to_owned(), json!(last))]);
            let edit = Edit::set(Op::Set, &seen.fields, set);
            Ok::<_, Fehler>(tx.edit(
                &act,
                RecType::Vertretung,
                id,
                &seen.scope,
                edit,
                Vec::new(),
            )?)
        })?;
        self.vertretungen(Leer {})
    }
}

/// Returns for whom a person stands in on a day.
pub(super) fn vertretene(db: &Db<'_>, name: &str, heute: Datum) -> Result<Vec<String>, DbError> {
    let mut found: Vec<String> = Vec::new();
    for id in db.all(RecType::Vertretung)? {
        let (vertretung, seen) = db.load::<Vertretung>(id)?;
        let counts = vertretung.gilt(heute) && selbe_person(text(&seen.fields, "durch"), name);
        if counts && !found.iter().any(|known| selbe_person(known, &vertretung.fuer)) {
            found.push(vertretung.fuer);
        }
    }
    Ok(found)
}

//! Open conflicts and refusals: what people see, and their decisions.
//!
//! Never resolves anything by itself.

use domain::konflikt::Konflikt;
use domain::merge::Rejection;
use domain::record::text;
use domain::{Edit, Fields, Op, RecType, regeln};
use serde_json::{Value, json};
use store::{Db, DbError};
use uuid::Uuid;
use wire::VerdictKind;

use crate::Desk;
use crate::desk::parse_id;
use crate::views::{
    AbgleichView, AblehnungArgs, AblehnungZeile, Fehler, KonfliktLoesenArgs, KonfliktZeile, Leer,
};
use crate::worte;
use crate::ziel::aktenzeichen;

impl Desk {
    /// Decides a conflict: the given value holds from now on.
    pub fn konflikt_loesen(&self, args: KonfliktLoesenArgs) -> Result<AbgleichView, Fehler> {
        let id = parse_id(&args.id)?;
        self.store.write(|tx| {
            let (konflikt, _) = tx.load::<Konflikt>(id)?;
            let wert = if regeln::ist_betreff(&konflikt.feld) {
                regeln::betreff(&args.wert)?
            } else {
                args.wert.clone()
            };
            let seen = tx.seen(konflikt.rec_id)?.ok_or_else(Fehler::not_found)?;
            let mut act = self.act(tx, "konflikt_loesen")?;
            act.konflikt = Some(id);
            let set = Fields::from([(konflikt.feld.clone(), json!(wert))]);
            let edit = Edit::set(Op::Resolve, &seen.fields, set);
            let kind = konflikt.rec_type;
            Ok::<_, Fehler>(tx.edit(&act, kind, konflikt.rec_id, &seen.scope, edit, Vec::new())?)
        })?;
        self.wake();
        self.abgleich(Leer {})
    }

    /// Notes that a person has read why a change was refused.
    pub fn ablehnung_bestaetigen(&self, args: AblehnungArgs) -> Result<AbgleichView, Fehler> {
        let mid = parse_id(&args.mid)?;
        self.store.write(|tx| tx.acknowledge_refusal(mid))?;
        self.abgleich(Leer {})
    }
}

pub(crate) fn konflikte(db: &Db<'_>) -> Result<Vec<KonfliktZeile>, DbError> {
    let mut rows = Vec::new();
    for id in db.konflikte(None)? {
        let (konflikt, _) = db.load::<Konflikt>(id)?;
        rows.push(KonfliktZeile {
            id: id.to_string(),
            gegenstand: gegenstand(db, konflikt.rec_type, konflikt.rec_id)?,
            feld: worte::feld(&konflikt.feld).to_owned(),
            ausgangsstand: plain(&konflikt.ausgangsstand),
            zentrale: plain(&konflikt.zentrale),
            eigener: plain(&konflikt.eigener),
            akteur: konflikt.akteur,
            arbeitsplatz: konflikt.arbeitsplatz,
            um: konflikt.geaendert_um.to_string(),
        });
    }
    Ok(rows)
}

pub(crate) fn abgelehnte(db: &Db<'_>) -> Result<Vec<AblehnungZeile>, DbError> {
    let mut rows = Vec::new();
    for row in db.refusals()? {
        let mutation = row.mutation;
        let code = match row.verdict {
            Some(VerdictKind::Rejected { code }) => code,
            _ => Rejection::Invalid,
        };
        rows.push(AblehnungZeile {
            mid: mutation.mid.to_string(),
            gegenstand: gegenstand_of(db, mutation.rec_type, mutation.rec_id, &mutation.edit.set)?,
            was: worte::aktion(&mutation.aktion).to_owned(),
            grund: worte::ablehnungsgrund(code).to_owned(),
            um: mutation.claimed_at.to_string(),
        });
    }
    Ok(rows)
}

fn gegenstand(db: &Db<'_>, kind: RecType, rec_id: Uuid) -> Result<String, DbError> {
    gegenstand_of(db, kind, rec_id, &Fields::new())
}

/// Names a record for people; what was never accepted is named by what its author wrote.
fn gegenstand_of(
    db: &Db<'_>,
    kind: RecType,
    rec_id: Uuid,
    written: &Fields,
) -> Result<String, DbError> {
    let seen = db.seen(rec_id)?.map(|seen| seen.fields);
    let fields = seen.as_ref().unwrap_or(written);
    let (zeichen, _) = aktenzeichen(fields);
    let name = [text(fields, "betreff"), text(fields, "titel")].concat();
    let words = [worte::art(kind), zeichen.as_str(), name.as_str()];
    Ok(words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

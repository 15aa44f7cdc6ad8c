//! What is on its way, what waits, and what went together without a question.
//!
//! Never more rows than were asked for.

use domain::{Edit, Op, RecType};
use serde_json::Value;
use store::hold::{BREMSE, HAENGT_AB};
use store::{Db, DbError};
use uuid::Uuid;
use wire::Mutation;

use crate::Desk;
use crate::desk::{arbeitsplatz, parse_id};
use crate::gegenstand::{Namen, gegenstand_of, name_of};
use crate::konflikt::geschrieben;
use crate::views::{
    AbgleichView, AblehnungArgs, Fehler, HandlungZeile, Leer, MischZeile, OriginalZeile, ParkZeile,
    Richtung,
};
use crate::worte;

/// Merged changes that the page lists.
const MERGED: u32 = 50;

impl Desk {
    /// Takes one's own part of a merged change back, by a new change.
    pub fn zusammenfuehrung_zuruecknehmen(
        &self,
        args: AblehnungArgs,
    ) -> Result<AbgleichView, Fehler> {
        let mid = parse_id(&args.mid)?;
        self.store.write(|tx| {
            let mutation = tx.merged_by(mid)?.ok_or_else(Fehler::not_found)?;
            let seen = tx.seen(mutation.rec_id)?.ok_or_else(Fehler::not_found)?;
            let back = mutation.edit.set.keys().map(|name| {
                let old = mutation.edit.base.get(name).cloned().unwrap_or(Value::Null);
                (name.clone(), old)
            });
            let edit = Edit::set(Op::Set, &seen.fields, back.collect());
            let act = self.act(tx, "zusammenfuehrung_zuruecknehmen")?;
            let (kind, rec_id) = (mutation.rec_type, mutation.rec_id);
            tx.edit(&act, kind, rec_id, &seen.scope, edit, Vec::new())?;
            Ok::<_, Fehler>(tx.forget_merged(mid)?)
        })?;
        self.wake();
        self.abgleich(Leer {})
    }
}

impl Desk {
    /// Offers a change again that was put back, without waiting for its pause to end.
    pub fn zurueckgestelltes_senden(&self, args: AblehnungArgs) -> Result<AbgleichView, Fehler> {
        let mid = parse_id(&args.mid)?;
        self.store.write(|tx| tx.release_held(mid))?;
        self.wake();
        self.abgleich(Leer {})
    }
}

/// Returns acts on their way, with their number in all.
pub(crate) fn handlungen(db: &Db<'_>, most: u32) -> Result<(Vec<HandlungZeile>, u32), DbError> {
    let (acts, gesamt) = db.acts_pending(most)?;
    let zeile = |act: store::unterwegs::PendingAct| {
        let first = act.first;
        Ok(HandlungZeile {
            mid: first.mid.to_string(),
            was: worte::aktion(&first.aktion).to_owned(),
            gegenstand: gegenstand_of(db, first.rec_type, first.rec_id, &first.edit.set)?,
            aenderungen: act.changes,
            um: first.claimed_at.to_string(),
        })
    };
    Ok((acts.into_iter().map(zeile).collect::<Result<_, DbError>>()?, gesamt))
}

/// Returns originals on their way, with their number in all.
pub(crate) fn originale(db: &Db<'_>, most: u32) -> Result<(Vec<OriginalZeile>, u32), DbError> {
    let (senden, holen) = db.blob_counts()?;
    let mut rows = Vec::new();
    for blob in db.blobs_moving(most)? {
        rows.push(OriginalZeile {
            name: owner(db, blob.owner)?,
            sha256: blob.sha256,
            richtung: if blob.sending { Richtung::Senden } else { Richtung::Holen },
            groesse_bytes: blob.size,
            fertig_bytes: blob.here,
        });
    }
    Ok((rows, senden + holen))
}

fn owner(db: &Db<'_>, rec_id: Option<Uuid>) -> Result<String, DbError> {
    let seen = rec_id.map(|id| db.seen(id)).transpose()?.flatten();
    Ok(seen.map_or_else(|| "Original".to_owned(), |seen| name_of(seen.rec_type, &seen.fields)))
}

/// Returns changes that wait for something else, with their number in all.
pub(crate) fn zurueckgestellt(db: &Db<'_>, most: u32) -> Result<(Vec<ParkZeile>, u32), DbError> {
    let (waiting, gesamt) = db.waiting(most)?;
    let mut rows = Vec::new();
    for row in waiting {
        let wartet_auf = match &row.grund {
            Some(grund) => put_back(grund),
            None => waits_for(&row.waits_for),
        };
        let m = row.mutation;
        rows.push(ParkZeile {
            mid: m.mid.to_string(),
            was: worte::aktion(&m.aktion).to_owned(),
            gegenstand: gegenstand_of(db, m.rec_type, m.rec_id, &m.edit.set)?,
            erneut: row.grund.as_deref().is_some_and(|grund| grund != HAENGT_AB && grund != BREMSE),
            wartet_auf,
            um: m.claimed_at.to_string(),
        });
    }
    Ok((rows, gesamt))
}

/// Says what a change waits for at the centre.
fn waits_for(names: &[String]) -> String {
    let originals = names.iter().filter(|name| !name.starts_with("schema ")).count();
    match originals {
        0 => "Wartet, bis die Zentrale aktualisiert ist: Dieses Programm ist neuer als sie."
            .to_owned(),
        1 => "Wartet auf das Original: Es wird noch zur Zentrale übertragen.".to_owned(),
        n => format!("Wartet auf {n} Originale: Sie werden noch zur Zentrale übertragen."),
    }
}

/// Says why a change was put back here.
fn put_back(grund: &str) -> String {
    match grund {
        HAENGT_AB => {
            "Hängt an einer anderen zurückgestellten Änderung und geht mit ihr weiter.".to_owned()
        }
        BREMSE => "Angehalten, bis jemand entschieden hat (siehe oben).".to_owned(),
        _ => "Die Zentrale scheitert an dieser Änderung. Alles andere geht weiter; diese wird von \
              selbst erneut versucht. Bleibt sie hier stehen, geben Sie bitte die Diagnose der \
              Administration."
            .to_owned(),
    }
}

/// Returns own changes that met others of the same record without a difference, newest first.
pub(crate) fn zusammengefuehrt(db: &Db<'_>, most: u32) -> Result<Vec<MischZeile>, DbError> {
    let here = arbeitsplatz(db)?;
    let mut names = Namen::default();
    let mut rows = Vec::new();
    for mutation in db.merged(most.min(MERGED))? {
        if mutation.edit.set.is_empty() || !met_others(db, &here, &mutation)? {
            continue;
        }
        let seen = db.seen(mutation.rec_id)?.map(|seen| seen.fields).unwrap_or_default();
        let holds =
            |(name, value): (&String, &Value)| seen.get(name).unwrap_or(&Value::Null) == value;
        let kind = mutation.rec_type;
        rows.push(MischZeile {
            mid: mutation.mid.to_string(),
            was: worte::aktion(&mutation.aktion).to_owned(),
            gegenstand: gegenstand_of(db, kind, mutation.rec_id, &mutation.edit.set)?,
            felder: geschrieben(db, &mut names, &mutation)?,
            um: mutation.claimed_at.to_string(),
            ruecknehmbar: mutation.edit.op == Op::Set && mutation.edit.set.iter().all(holds),
        });
    }
    Ok(rows)
}

/// Tells whether others changed the record before the centre had this change: then they stand
/// behind it in the history kept here. Two quick changes of one's own are no news.
fn met_others(db: &Db<'_>, here: &str, mutation: &Mutation) -> Result<bool, DbError> {
    let history = db.verlauf(mutation.rec_id)?;
    let mut behind = history.iter().skip_while(|entry| entry.mid != Some(mutation.mid));
    Ok(behind.any(|entry| entry.arbeitsplatz != here && entry.rec_type != Some(RecType::Konflikt)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_change_waits_for_is_said_in_words() {
        let name = |text: &str| text.to_owned();
        assert!(waits_for(&[name("schema 2")]).contains("Zentrale aktualisiert"));
        assert!(waits_for(&[name(&"ab".repeat(32))]).contains("das Original"));
        assert!(waits_for(&[name("aa"), name("bb")]).contains("2 Originale"));
        assert!(put_back(HAENGT_AB).contains("anderen zurückgestellten"));
    }
}

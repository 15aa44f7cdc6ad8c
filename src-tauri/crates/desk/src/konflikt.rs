//! Differences and refusals: what people see, and their decisions.
//!
//! Never resolves anything by itself, and never forgets a decision: it can be made anew.

use domain::konflikt::{Konflikt, KonfliktState};
use domain::merge::Rejection;
use domain::{Edit, Fields, Op, Protokolleintrag, regeln};
use serde_json::{Value, json};
use store::{Db, DbError};
use uuid::Uuid;
use wire::{Mutation, VerdictKind};

use crate::Desk;
use crate::desk::{arbeitsplatz, count, parse_id};
use crate::gegenstand::{Namen, gegenstand, gegenstand_of};
use crate::views::{
    AbgleichView, AblehnungArgs, AblehnungZeile, Code, Fehler, FeldWert, KonfliktLoesenArgs,
    KonfliktWahl, KonfliktZeile, Leer,
};
use crate::worte;

/// Decided differences that the page offers to take up again.
const DECIDED: u32 = 50;

impl Desk {
    /// Decides a difference: the chosen value holds from now on. A decision that was made before
    /// is made anew by a new change.
    pub fn konflikt_loesen(&self, args: KonfliktLoesenArgs) -> Result<AbgleichView, Fehler> {
        let id = parse_id(&args.id)?;
        self.store.write(|tx| {
            let (konflikt, _) = tx.load::<Konflikt>(id)?;
            let seen = tx.seen(konflikt.rec_id)?.ok_or_else(Fehler::not_found)?;
            let wert = match args.wahl {
                KonfliktWahl::Gilt => seen.fields.get(&konflikt.feld).cloned().unwrap_or_default(),
                KonfliktWahl::Zentrale => konflikt.zentrale.clone(),
                KonfliktWahl::Eigener => konflikt.eigener.clone(),
                KonfliktWahl::Neu => written(&konflikt.feld, &args.wert)?,
            };
            let mut act = self.act(tx, "konflikt_loesen")?;
            act.konflikt = Some(id);
            act.bemerkung = args.begruendung.clone().filter(|text| !text.trim().is_empty());
            let set = Fields::from([(konflikt.feld.clone(), wert)]);
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

/// Checks a text that a person wrote into a field.
fn written(feld: &str, wert: &str) -> Result<Value, Fehler> {
    if regeln::ist_betreff(feld) {
        return Ok(json!(regeln::betreff(wert)?));
    }
    if !is_text(feld) {
        return Err(Fehler::new(
            Code::Invalid,
            "Dieses Feld nimmt keinen freien Text auf.",
            "Bitte wählen Sie einen der beiden Stände.",
        ));
    }
    Ok(if wert.trim().is_empty() { Value::Null } else { json!(wert.trim()) })
}

/// Fields that hold a text people write; everything else is a date, a reference or a code.
fn is_text(feld: &str) -> bool {
    let brief = ["brief_betreff", "brief_anschrift", "brief_anrede", "brief_text", "brief_gruss"];
    matches!(
        feld,
        "betreff"
            | "titel"
            | "bemerkung"
            | "bearbeiter"
            | "archivnummer"
            | "text"
            | "adressat"
            | "federfuehrung"
            | "typ"
            | "fremdes_geschaeftszeichen"
            | "name"
            | "vorname"
            | "institution"
            | "strasse"
            | "ort"
    ) || feld == "brief_belehrung"
        || brief.contains(&feld)
}

/// Joins two texts for editing, where one field can hold both.
fn joined(feld: &str, theirs: &str, mine: &str) -> Option<String> {
    let between = match feld {
        "betreff" | "titel" => " / ",
        "bemerkung" => "\n",
        "brief_text" => "\n\n",
        _ => return None,
    };
    if theirs.is_empty() || mine.is_empty() || theirs.contains(mine) || mine.contains(theirs) {
        return None;
    }
    Some(format!("{theirs}{between}{mine}"))
}

/// Counts what waits for a person's decision or eyes.
pub(crate) fn zu_klaeren(db: &Db<'_>) -> Result<u32, DbError> {
    Ok(count(db.konflikte(None)?.len()) + count(db.refusals()?.len()))
}

/// Returns open differences, those of one record side by side, with their number in all.
pub(crate) fn offene(db: &Db<'_>, most: u32) -> Result<(Vec<KonfliktZeile>, u32), DbError> {
    let ids = db.konflikte(None)?;
    let gesamt = count(ids.len());
    let mut rows = zeilen(db, ids.into_iter().take(most as usize))?;
    // The first difference of a record decides where all of them stand.
    let order: Vec<String> = rows.iter().map(|row| row.gegenstand.id.clone()).collect();
    rows.sort_by_key(|row| order.iter().position(|id| *id == row.gegenstand.id));
    Ok((rows, gesamt))
}

/// Returns decided differences, newest first.
pub(crate) fn entschiedene(db: &Db<'_>, most: u32) -> Result<Vec<KonfliktZeile>, DbError> {
    let ids = db.konflikte_geloest(most.min(DECIDED))?;
    let mut rows = zeilen(db, ids)?;
    rows.sort_by(|a, b| b.entschieden_um.cmp(&a.entschieden_um));
    Ok(rows)
}

fn zeilen(db: &Db<'_>, ids: impl IntoIterator<Item = Uuid>) -> Result<Vec<KonfliktZeile>, DbError> {
    let mut names = Namen::default();
    ids.into_iter().map(|id| zeile(db, &mut names, id)).collect()
}

fn zeile(db: &Db<'_>, names: &mut Namen, id: Uuid) -> Result<KonfliktZeile, DbError> {
    let (konflikt, _) = db.load::<Konflikt>(id)?;
    let feld = konflikt.feld.as_str();
    let seen = db.seen(konflikt.rec_id)?.map(|seen| seen.fields);
    let now = seen.and_then(|fields| fields.get(feld).cloned()).unwrap_or_default();
    let mut people = |value: &Value| names.value(db, value);
    let ausgangsstand = people(&konflikt.ausgangsstand)?;
    let (zentrale, eigener) = (people(&konflikt.zentrale)?, people(&konflikt.eigener)?);
    let gilt = people(&now)?;
    let author = author(db, &konflikt)?;
    let decision = match konflikt.status {
        KonfliktState::Offen => None,
        KonfliktState::Geloest => db.verlauf(id)?.pop(),
    };
    Ok(KonfliktZeile {
        id: id.to_string(),
        gegenstand: gegenstand(db, konflikt.rec_type, konflikt.rec_id)?,
        beide: joined(feld, &zentrale, &eigener),
        frei: is_text(feld),
        feld: worte::feld(feld).to_owned(),
        ausgangsstand,
        zentrale,
        zentrale_akteur: author.as_ref().map(|entry| entry.akteur.clone()),
        zentrale_um: author.map(|entry| entry.zentrale_um.unwrap_or(entry.um).to_string()),
        eigener,
        von_hier: konflikt.arbeitsplatz == arbeitsplatz(db)?,
        akteur: konflikt.akteur,
        arbeitsplatz: konflikt.arbeitsplatz,
        um: konflikt.geaendert_um.to_string(),
        gilt,
        entschieden_von: decision.as_ref().map(|entry| entry.akteur.clone()),
        entschieden_um: decision.map(|entry| entry.zentrale_um.unwrap_or(entry.um).to_string()),
    })
}

/// Finds who wrote the value that the centre holds: the last entry of the record's history that
/// set it. A workstation that came later does not have that history.
fn author(db: &Db<'_>, konflikt: &Konflikt) -> Result<Option<Protokolleintrag>, DbError> {
    let wrote = |entry: &Protokolleintrag| {
        let named = entry.metadatum_name.as_deref() == Some(konflikt.feld.as_str());
        named && entry.neuer_wert.clone().unwrap_or_default() == plain(&konflikt.zentrale)
    };
    Ok(db.verlauf(konflikt.rec_id)?.into_iter().rev().find(wrote))
}

/// Returns refused changes that nobody has acknowledged, with their number in all.
pub(crate) fn abgelehnte(db: &Db<'_>, most: u32) -> Result<(Vec<AblehnungZeile>, u32), DbError> {
    let refusals = db.refusals()?;
    let gesamt = count(refusals.len());
    let mut names = Namen::default();
    let mut rows = Vec::new();
    for row in refusals.into_iter().take(most as usize) {
        let mutation = row.mutation;
        let (code, regel) = match row.verdict {
            Some(VerdictKind::Rejected { code, regel }) => (code, regel),
            _ => (Rejection::Invalid, None),
        };
        let set = &mutation.edit.set;
        rows.push(AblehnungZeile {
            mid: mutation.mid.to_string(),
            gegenstand: gegenstand_of(db, mutation.rec_type, mutation.rec_id, set)?,
            was: worte::aktion(&mutation.aktion).to_owned(),
            grund: worte::ablehnungsgrund(code, regel.as_deref()).to_owned(),
            inhalt: geschrieben(db, &mut names, &mutation)?,
            um: mutation.claimed_at.to_string(),
        });
    }
    Ok((rows, gesamt))
}

/// Returns what a change wrote, field by field; what only the machine reads is left out.
pub(crate) fn geschrieben(
    db: &Db<'_>,
    names: &mut Namen,
    mutation: &Mutation,
) -> Result<Vec<FeldWert>, DbError> {
    let mut rows = Vec::new();
    for (name, value) in &mutation.edit.set {
        let known = worte::feld(name);
        if value.is_object() || value.is_array() || known == name {
            continue;
        }
        let alt = match mutation.edit.base.get(name) {
            Some(old) => Some(names.value(db, old)?),
            None => None,
        };
        rows.push(FeldWert { feld: known.to_owned(), alt, neu: names.value(db, value)? });
    }
    Ok(rows)
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_texts_are_joined_where_one_field_can_hold_both() {
        let both = |feld| joined(feld, "Löcher", "Risse");
        assert_eq!(both("betreff").as_deref(), Some("Löcher / Risse"));
        assert_eq!(both("bemerkung").as_deref(), Some("Löcher\nRisse"));
        assert_eq!(both("datum_des_schreibens"), None);
        assert_eq!(joined("betreff", "Löcher im Weg", "Löcher"), None, "nothing would be added");
        assert_eq!(joined("betreff", "", "Risse"), None);
    }

    #[test]
    fn written_text_is_checked_by_the_fields_own_rule() {
        assert_eq!(written("bemerkung", "  ").unwrap(), Value::Null);
        assert_eq!(written("bemerkung", " eilt ").unwrap(), json!("eilt"));
        assert_eq!(written("betreff", " ").unwrap_err().code, Code::Invalid);
        assert_eq!(written("datum_des_schreibens", "morgen").unwrap_err().code, Code::Invalid);
    }
}

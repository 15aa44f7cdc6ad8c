//! What only the centre gives: final references, running numbers, and that the same bytes are here.
//!
//! Never renumbers: what was given stays, also when the pattern changes later.

use domain::aktenzeichen::{self, MUSTER_AKTE, MUSTER_VORGANG, Teile};
use domain::mandant::mandant_id;
use domain::record::text;
use domain::{Aktenzeichen, Fields, Mandant, Op, RecType, Record, Zeitpunkt};
use uuid::Uuid;
use wire::Mutation;

use crate::error::CenterError;
use crate::ledger::{StoredRecord, Tx};

/// Fills in what a new record lacks, and what a moved one needs anew.
pub(super) fn complete(
    tx: &mut Tx<'_>,
    mutation: &Mutation,
    current: Option<&StoredRecord>,
    fields: &mut Fields,
    now: Zeitpunkt,
) -> Result<(), CenterError> {
    let new = mutation.edit.op == Op::Create;
    match mutation.rec_type {
        RecType::Akte if new => akte(tx, mutation, fields, now),
        RecType::Vorgang if new => vorgang(tx, mutation, fields, now),
        RecType::Teilakte if new => {
            let kreis = format!("teilakte {}", text(fields, "akte"));
            put(fields, "nummer", tx.take_number(&kreis)?);
            Ok(())
        }
        RecType::Dokument => {
            let before = current.map_or("", |record| text(&record.fields, "vorgang"));
            let vorgang = text(fields, "vorgang").to_owned();
            if before != vorgang {
                put(fields, "heftungsnummer", tx.take_number(&format!("heftung {vorgang}"))?);
            }
            Ok(())
        }
        RecType::Eingang if new => {
            let sha256 = text(fields, "sha256").to_owned();
            if let Some(first) = tx.eingang_with_bytes(&mutation.scope, &sha256)? {
                fields.insert("dublette_von".to_owned(), first.to_string().into());
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn put(fields: &mut Fields, name: &str, nummer: u64) {
    fields.insert(name.to_owned(), nummer.into());
}

fn akte(
    tx: &mut Tx<'_>,
    mutation: &Mutation,
    fields: &mut Fields,
    now: Zeitpunkt,
) -> Result<(), CenterError> {
    let Some(plan) = parent(tx, fields, "aktenplaneinheit")? else { return Ok(()) };
    let plan = text(&plan, "kennzeichen").to_owned();
    let jahr = now.to_zoned(aktenzeichen::amtszeit()).year();
    let nummer = tx.take_number(&format!("akte {} {plan} {jahr}", mutation.scope))?;
    let mandant = mandant(tx, &mutation.scope)?;
    let muster = mandant.as_ref().map_or(MUSTER_AKTE, |m| m.muster_akte.as_str());
    let kuerzel = mandant.as_ref().map_or("", |m| m.kuerzel.as_str());
    let teile = Teile { plan: &plan, akte: "", mandant: kuerzel, nummer, jahr };
    let zeichen = Aktenzeichen::nach(muster, &teile).to_string();
    fields.insert("aktenzeichen".to_owned(), zeichen.into());
    Ok(())
}

fn vorgang(
    tx: &mut Tx<'_>,
    mutation: &Mutation,
    fields: &mut Fields,
    now: Zeitpunkt,
) -> Result<(), CenterError> {
    let id = text(fields, "akte").to_owned();
    let Some(akte) = parent(tx, fields, "akte")? else { return Ok(()) };
    let akte = text(&akte, "aktenzeichen").to_owned();
    let nummer = tx.take_number(&format!("vorgang {id}"))?;
    let mandant = mandant(tx, &mutation.scope)?;
    let muster = mandant.as_ref().map_or(MUSTER_VORGANG, |m| m.muster_vorgang.as_str());
    let kuerzel = mandant.as_ref().map_or("", |m| m.kuerzel.as_str());
    let jahr = now.to_zoned(aktenzeichen::amtszeit()).year();
    let teile = Teile { plan: "", akte: &akte, mandant: kuerzel, nummer, jahr };
    let zeichen = Aktenzeichen::nach(muster, &teile).to_string();
    fields.insert("aktenzeichen".to_owned(), zeichen.into());
    Ok(())
}

fn parent(tx: &mut Tx<'_>, fields: &Fields, field: &str) -> Result<Option<Fields>, CenterError> {
    let Ok(id) = Uuid::parse_str(text(fields, field)) else { return Ok(None) };
    Ok(tx.record(id)?.map(|record| record.fields.clone()))
}

/// Returns the municipality whose files live in a scope, if the office keeps several apart.
fn mandant(tx: &mut Tx<'_>, scope: &str) -> Result<Option<Mandant>, CenterError> {
    let record = tx.record(mandant_id(scope))?;
    Ok(record.and_then(|record| Mandant::from_fields(&record.fields).ok()))
}

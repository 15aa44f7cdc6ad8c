//! What must hold when the office has come to rest (sync.md's invariants, by their names).
//!
//! Never looks at what a program claims where it can look at what is there.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use domain::{Fields, Protokolleintrag, RecType, record};
use rusqlite::Connection;
use serde_json::Value;
use uuid::Uuid;

use crate::office::{Office, TENANT};
use crate::run::Knowledge;

/// Checks everything.
pub fn all(office: &mut Office, known: &Knowledge) {
    convergence(office);
    verdicts(office, known);
    histories(office);
    authors_saw_what_they_changed(office, known);
    conflicts_are_records(office);
    originals(office);
    references_are_unique(office);
}

fn centre(office: &Office) -> Connection {
    Connection::open(office.database()).unwrap()
}

type Records = BTreeMap<Uuid, (RecType, Fields)>;

/// I1: every desk holds what the centre holds, and shows exactly that.
pub fn convergence(office: &mut Office) {
    let centre = centre_records(office);
    for id in office.desks() {
        let desk = office.desk(id);
        let mut here = Records::new();
        for kind in RecType::ALL {
            for rec_id in desk.store().read(|db| db.all(kind)).unwrap() {
                let seen = desk.store().read(|db| db.seen(rec_id)).unwrap().unwrap();
                assert!(!seen.ausstehend, "I1: {rec_id} is still pending at {id:?}");
                here.insert(rec_id, (kind, seen.fields));
            }
        }
        assert_eq!(here, centre, "I1: {id:?} differs from the centre");
        let view = desk.abgleich(desk::views::Leer {}).unwrap();
        assert_eq!(view.nachweis_gleich, Some(true), "I1: digest of {id:?}");
        assert_eq!(view.offene_aenderungen, 0, "I2: something is undecided at {id:?}");
        assert_eq!((view.offene_originale, view.fehlende_originale), (0, 0), "L2: originals");
    }
}

fn centre_records(office: &Office) -> Records {
    let centre = centre(office);
    let mut query = centre.prepare("SELECT rec_id, rec_type, body FROM record").unwrap();
    let rows = query.query_map([], |row| {
        let (id, kind, body): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok((id, kind, body))
    });
    rows.unwrap()
        .map(|row| {
            let (id, kind, body) = row.unwrap();
            let kind = RecType::parse(&kind).unwrap();
            (Uuid::parse_str(&id).unwrap(), (kind, serde_json::from_str(&body).unwrap()))
        })
        .collect()
}

/// I2, I3: every journalled change came to exactly one final verdict.
fn verdicts(office: &Office, known: &Knowledge) {
    let centre = centre(office);
    for mid in known.seen_betreff.keys() {
        let row: (i64, i64) = centre
            .query_row(
                "SELECT count(*), coalesce(sum(parked), 0) FROM mutation WHERE mid = ?1",
                [mid.to_string()],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .unwrap();
        assert_eq!(row, (1, 0), "I2: mutation {mid} has no single final verdict");
    }
    let twice: i64 = centre
        .query_row(
            "SELECT count(*) FROM (SELECT json_extract(change, '$.mid') AS mid,
                 json_extract(change, '$.rec_id') AS rec FROM change_log
                 GROUP BY mid, rec HAVING count(*) > 1)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(twice, 0, "I3: a mutation took effect twice");
}

/// I4, I5: numbers, chains and digests at the centre; audit chains and originals at the desks.
pub fn histories(office: &mut Office) {
    assert_eq!(office.ledger.verify().unwrap(), Vec::<String>::new(), "I4, I5");
    for id in office.desks() {
        let report = office.desk(id).pruefung(desk::views::Leer {}).unwrap();
        let loose = |text: &String| !text.contains("gehört zu keinem Eintrag");
        let wrong: Vec<_> = report.befunde.into_iter().filter(loose).collect();
        assert_eq!(wrong, Vec::<String>::new(), "I5: {id:?}");
    }
}

/// I6: no subject was overwritten whose value its author had not seen.
fn authors_saw_what_they_changed(office: &Office, known: &Knowledge) {
    let centre = centre(office);
    let mut query = centre.prepare("SELECT entry FROM audit WHERE tenant = ?1").unwrap();
    let rows = query.query_map([TENANT], |row| row.get::<_, String>(0)).unwrap();
    for entry in rows {
        let entry: Protokolleintrag = serde_json::from_str(&entry.unwrap()).unwrap();
        if entry.metadatum_name.as_deref() != Some("betreff") {
            continue;
        }
        let mid = entry.mid.unwrap();
        let text = |value: &Option<String>| {
            value.as_deref().and_then(|text| serde_json::from_str::<String>(text).ok())
        };
        let (before, after) = (text(&entry.alter_wert), text(&entry.neuer_wert));
        let seen = known.seen_betreff.get(&mid).expect("I2: the centre knows an unknown change");
        assert!(*seen == before || before == after, "I6: {mid} overwrote {before:?} unseen");
    }
}

/// Nobody's change vanished: each disputed one has its record.
fn conflicts_are_records(office: &Office) {
    let centre = centre(office);
    let disputed: i64 = centre
        .query_row(
            "SELECT coalesce(sum(json_array_length(verdict, '$.fields')), 0) FROM mutation
             WHERE json_extract(verdict, '$.verdict') = 'conflict'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let records: i64 = centre
        .query_row("SELECT count(*) FROM record WHERE rec_type = 'konflikt'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(disputed, records, "a conflict has no record");
}

/// I8 and the custody rule: every file taken in stands at every desk, byte for byte, once.
pub fn originals(office: &mut Office) {
    let taken = office.taken.clone();
    let records = centre_records(office);
    for (sha256, bytes) in &taken {
        let items: Vec<&Fields> = records
            .values()
            .filter(|(kind, fields)| {
                *kind == RecType::Eingang && record::text(fields, "sha256") == sha256
            })
            .map(|(_, fields)| fields)
            .collect();
        let originals = items.iter().filter(|fields| !fields.contains_key("dublette_von")).count();
        assert_eq!(originals, 1, "{sha256}: lost or doubled");
        for id in office.desks() {
            let desk = office.desk(id);
            let mut here = Vec::new();
            desk.store().blob_reader(sha256).unwrap().read_to_end(&mut here).unwrap();
            assert_eq!(&here, bytes, "I8: {sha256} at {id:?}");
        }
    }
}

/// No two final references are the same.
fn references_are_unique(office: &Office) {
    let mut seen = BTreeSet::new();
    for (id, (kind, fields)) in centre_records(office) {
        if matches!(kind, RecType::Akte | RecType::Vorgang) {
            let zeichen = fields.get("aktenzeichen").and_then(Value::as_str);
            let zeichen = zeichen.unwrap_or_else(|| panic!("{id} has no final reference"));
            assert!(seen.insert(zeichen.to_owned()), "{zeichen} was given twice");
        }
    }
}

//! What must hold when the office has come to rest (sync.md's invariants, by their names).
//!
//! Never looks at what a program claims where it can look at what is there.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use domain::{Fields, Protokolleintrag, RecType, record};
use rusqlite::Connection;
use serde_json::Value;
use store::VorfallArt;
use uuid::Uuid;

use crate::centre::TENANT;
use crate::office::Office;
use crate::run::Knowledge;
use crate::violation::{Kind, found, must};

/// Checks everything.
pub fn all(office: &mut Office, known: &Knowledge) {
    convergence(office);
    nothing_had_to_be_repaired(office);
    verdicts(office, known);
    histories(office);
    authors_saw_what_they_changed(office, known);
    conflicts_are_records(office);
    originals(office);
    references_are_unique(office);
    crate::geschaeftsgang::holds(&centre_records(office));
}

fn centre(office: &Office) -> Connection {
    Connection::open(office.centre.database()).unwrap()
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
                must(Kind::Stalled, !seen.ausstehend, || {
                    let journal = desk.store().read(|db| db.journal()).unwrap();
                    let of_it = journal.iter().filter(|(mutation, _)| mutation.rec_id == rec_id);
                    let states: Vec<_> = of_it.map(|(m, state)| (m.n, &m.aktion, state)).collect();
                    format!("I1: {rec_id} is still pending at {id:?}: {states:?}")
                });
                here.insert(rec_id, (kind, seen.fields));
            }
        }
        let gone = centre.keys().filter(|rec_id| !here.contains_key(rec_id)).count();
        must(Kind::Lost, gone == 0, || format!("I1: {gone} records are missing at {id:?}"));
        must(Kind::Diverged, here == centre, || format!("I1: {id:?} differs from the centre"));
        let view = desk.abgleich(desk::views::Leer {}).unwrap();
        let same = view.nachweis_gleich == Some(true);
        must(Kind::Diverged, same, || format!("I1: digest of {id:?}"));
        let open = (view.offene_aenderungen, view.offene_originale, view.fehlende_originale);
        must(Kind::Stalled, open == (0, 0, 0), || {
            format!("I2, L2: changes and originals left over at {id:?}: {open:?}")
        });
    }
}

/// The proof of sameness is a safety net; with the engine whole, nobody ever falls into it.
fn nothing_had_to_be_repaired(office: &mut Office) {
    for id in office.desks() {
        let desk = office.desk(id);
        for vorfall in desk.store().read(|db| db.incidents(1000)).unwrap() {
            must(
                Kind::Diverged,
                !matches!(vorfall.art, VorfallArt::Berichtigt | VorfallArt::SummeBerichtigt),
                || format!("I1, I7: records of {id:?} had to be repaired"),
            );
        }
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
            (Uuid::parse_str(&id).unwrap(), (kind, serde_json::from_str::<Fields>(&body).unwrap()))
        })
        // Of what was destroyed the centre keeps only by which run it went.
        .filter(|(_, (_, fields))| domain::aussonderung::vernichtet(fields).is_none())
        .collect()
}

/// I2, I3: every journalled change came to exactly one final verdict and took effect once.
fn verdicts(office: &Office, known: &Knowledge) {
    let centre = centre(office);
    for mid in known.seen_betreff.keys() {
        let (rows, parked): (i64, i64) = centre
            .query_row(
                "SELECT count(*), coalesce(sum(parked), 0) FROM mutation WHERE mid = ?1",
                [mid.to_string()],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .unwrap();
        must(Kind::Lost, rows > 0, || format!("I2: the centre never heard of {mid}"));
        must(Kind::Doubled, rows == 1, || format!("I3: {mid} was decided {rows} times"));
        must(Kind::Stalled, parked == 0, || format!("I2: {mid} still waits"));
    }
    let twice: i64 = centre
        .query_row(
            "SELECT count(*) FROM (SELECT mid, rec_id FROM change_log
                 GROUP BY mid, rec_id HAVING count(*) > 1)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    must(Kind::Doubled, twice == 0, || format!("I3: {twice} mutations took effect twice"));
}

/// I4, I5: numbers, chains and digests at the centre; audit chains and originals at the desks.
pub fn histories(office: &mut Office) {
    let wrong = office.centre.ledger.verify().unwrap();
    must(Kind::Diverged, wrong.is_empty(), || format!("I4, I5: {wrong:?}"));
    for id in office.desks() {
        let report = office.desk(id).pruefung(desk::views::Leer {}).unwrap();
        let loose = |text: &String| !text.contains("gehört zu keinem Eintrag");
        let wrong: Vec<_> = report.befunde.into_iter().filter(loose).collect();
        must(Kind::Diverged, wrong.is_empty(), || format!("I5: {id:?}: {wrong:?}"));
    }
}

/// I6: no subject was overwritten whose value its author had not seen.
fn authors_saw_what_they_changed(office: &Office, known: &Knowledge) {
    let centre = centre(office);
    let mut query = centre.prepare("SELECT entry, zitat FROM audit WHERE tenant = ?1").unwrap();
    let rows = query
        .query_map([TENANT], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)))
        .unwrap();
    for row in rows {
        let (entry, zitat) = row.unwrap();
        let zitat = zitat.map(|text| serde_json::from_str(&text).unwrap());
        let entry = serde_json::from_str::<Protokolleintrag>(&entry).unwrap().mit(zitat);
        if entry.metadatum_name.as_deref() != Some("betreff") {
            continue;
        }
        let Some(mid) = entry.mid else { continue };
        let text = |value: &Option<String>| {
            value.as_deref().and_then(|text| serde_json::from_str::<String>(text).ok())
        };
        let (before, after) = (text(&entry.alter_wert), text(&entry.neuer_wert));
        let Some(seen) = known.seen_betreff.get(&mid) else {
            found(Kind::Doubled, format!("I2: the centre knows {mid}, which nobody made"));
        };
        must(Kind::Lost, *seen == before || before == after, || {
            format!("I6: {mid} overwrote {before:?} unseen")
        });
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
    must(Kind::Lost, disputed == records, || {
        format!("{disputed} disputed fields have {records} records")
    });
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
        must(Kind::Lost, originals > 0, || format!("{sha256}: lost"));
        must(Kind::Doubled, originals == 1, || format!("{sha256}: doubled"));
        for id in office.desks() {
            let desk = office.desk(id);
            let mut here = Vec::new();
            let read = desk
                .store()
                .blob_reader(sha256)
                .map(|mut reader| reader.read_to_end(&mut here).is_ok() && here == *bytes);
            must(Kind::Lost, read.is_ok_and(|same| same), || format!("I8: {sha256} at {id:?}"));
        }
    }
}

/// No two final references are the same.
fn references_are_unique(office: &Office) {
    let mut seen = BTreeSet::new();
    for (id, (kind, fields)) in centre_records(office) {
        if matches!(kind, RecType::Akte | RecType::Vorgang) {
            let Some(zeichen) = fields.get("aktenzeichen").and_then(Value::as_str) else {
                found(Kind::Stalled, format!("{id} has no final reference"));
            };
            must(Kind::Doubled, seen.insert(zeichen.to_owned()), || {
                format!("{zeichen} was given twice")
            });
        }
    }
}

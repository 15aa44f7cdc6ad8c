//! Taking in rows and snapshots: all of it or nothing, and findable even after a crash.

use std::collections::BTreeMap;

use domain::{RecType, Zeitpunkt};
use store::{DbError, Env, SCOPE_REGISTRATUR, Store};
use uuid::Uuid;
use wire::{Change, GENESIS, Head, SnapshotRecord, StateDigest, chain_next, sha256_hex};

use crate::{open, rename};

/// Rows of a log as the centre sends them, and the chain value behind them.
fn log(count: u32) -> (Vec<Change>, String) {
    let env = Env::system();
    let now: Zeitpunkt = env.now();
    let mut chain = GENESIS;
    let mut rows = Vec::new();
    for n in 1..=count {
        let body = serde_json::json!({
            "akte": Uuid::nil(), "aktenzeichen_vorlaeufig": format!("V-K01-{n}"),
            "angelegt_um": now, "angelegt_von": "Bernd", "betreff": format!("Schlagloch {n}"),
            "status": "offen",
        });
        let body = body.to_string();
        let mut change = Change {
            seq: u64::from(n),
            rec_type: RecType::Vorgang,
            rec_id: env.id(),
            ver: 1,
            body_sha256: sha256_hex(body.as_bytes()),
            body: Some(body),
            mid: env.id(),
            akteur: "Bernd".to_owned(),
            arbeitsplatz: "K02".to_owned(),
            aktion: "vorgang_anlegen".to_owned(),
            claimed_at: now,
            at: now,
            chain: String::new(),
        };
        chain = chain_next(&chain, SCOPE_REGISTRATUR, &change);
        change.body_sha256.clear();
        rows.push(change);
    }
    (rows, hex::encode(chain))
}

fn follow(store: &Store) {
    store.write(|tx| tx.follow(&[SCOPE_REGISTRATUR.to_owned()])).unwrap();
}

fn found(store: &Store) -> usize {
    store.read(|db| db.found_by("schlagloch")).unwrap().len()
}

#[test]
fn rows_whose_chain_body_or_number_does_not_fit_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    follow(&store);
    let (good, end) = log(5);
    let broken: BTreeMap<&str, fn(&mut Vec<Change>)> = BTreeMap::from([
        ("another body", (|rows| rows[2].body = Some("{}".to_owned())) as fn(&mut Vec<Change>)),
        ("a missing row", |rows| drop(rows.remove(3))),
        ("a missing end", |rows| drop(rows.pop())),
        ("another author", |rows| rows[4].akteur = "Unbekannt".to_owned()),
        ("two rows swapped", |rows| rows.swap(1, 2)),
    ]);
    for (what, breakage) in broken {
        let mut rows = good.clone();
        breakage(&mut rows);
        let refused = store.write(|tx| tx.apply_changes(SCOPE_REGISTRATUR, rows, &end));
        assert!(matches!(refused, Err(DbError::Mismatch(_))), "{what}");
        assert_eq!(store.read(|db| db.base_count(SCOPE_REGISTRATUR)).unwrap(), 0, "{what}");
    }
    store.write(|tx| tx.apply_changes(SCOPE_REGISTRATUR, good, &end)).unwrap();
    assert_eq!(store.read(|db| db.base_count(SCOPE_REGISTRATUR)).unwrap(), 5);
}

#[test]
fn what_came_in_is_to_be_found_in_its_order() {
    let folder = tempfile::tempdir().unwrap();
    {
        let store = open(folder.path());
        follow(&store);
        let (rows, end) = log(25);
        store.write(|tx| tx.apply_changes(SCOPE_REGISTRATUR, rows, &end)).unwrap();
        assert_eq!(store.read(|db| db.suchfolge_offen(0)).unwrap(), 25, "the search can say so");
    }
    let store = open(folder.path());
    let first = store.read(|db| db.suchfolge_nach(0, 10)).unwrap();
    let (reached, last) = *first.last().unwrap();
    assert_eq!(store.read(|db| db.suchfolge_offen(reached)).unwrap(), 15);
    store.write(|tx| tx.set_meta(store::meta::Meta::Benutzer, "Anna")).unwrap();
    assert_eq!(store.read(|db| db.suchstand()).unwrap(), 25, "nothing that can be found changed");
    assert!(store.read(|db| db.findbar(last)).unwrap().is_some());
    assert_eq!(found(&store), 25);
    assert!(store.verify().unwrap().befunde.iter().all(crate::is_missing_plan));
}

#[test]
fn snapshot_replaces_everything_and_keeps_own_changes_on_top() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    follow(&store);
    let (rows, end) = log(10);
    let records: Vec<SnapshotRecord> = rows
        .iter()
        .map(|row| SnapshotRecord {
            rec_type: row.rec_type,
            rec_id: row.rec_id,
            ver: row.ver,
            body: row.body.clone().unwrap(),
        })
        .collect();
    store.write(|tx| tx.apply_changes(SCOPE_REGISTRATUR, rows, &end)).unwrap();
    let (mine, lost) = (records[1].rec_id, records[0].rec_id);
    store
        .write(|tx| {
            let seen = tx.seen(mine)?.unwrap();
            let set = domain::Fields::from([("betreff".to_owned(), "Mein Betreff".into())]);
            let edit = domain::Edit::set(domain::Op::Set, &seen.fields, set);
            let act = crate::act("betreff_aendern");
            tx.edit(&act, RecType::Vorgang, mine, SCOPE_REGISTRATUR, edit, Vec::new())
        })
        .unwrap();
    // The snapshot lacks the first record and has another version of the third.
    let mut there = records[1..].to_vec();
    there[1].ver = 2;
    there[1].body = there[1].body.replace("Schlagloch", "Bordstein");
    let mut digest = StateDigest::default();
    for record in &there {
        let sha256 = sha256_hex(record.body.as_bytes());
        digest.replace(record.rec_id, None, Some((record.ver, &sha256)));
    }
    let mut head = Head {
        scope: SCOPE_REGISTRATUR.to_owned(),
        seq: 30,
        chain: "ab".repeat(32),
        digest: "00".repeat(32),
        records: 9,
        floor: 0,
    };
    let apply = |head: &Head| {
        let mut records = there.clone().into_iter().map(Ok::<_, DbError>);
        store.write(|tx| tx.apply_snapshot(head, "abzug", &mut records))
    };
    assert!(matches!(apply(&head), Err(DbError::Mismatch(_))), "digest is compared");
    assert!(store.read(|db| db.seen(lost)).unwrap().is_some());
    head.digest = digest.hex();
    let done = apply(&head).unwrap();
    assert_eq!((done.records, done.salvaged), (9, 1));
    assert!(store.read(|db| db.seen(lost)).unwrap().is_none());
    let kept = store.read(|db| db.salvaged(10)).unwrap().0;
    assert_eq!(kept[0].record.rec_id, lost, "never silently dropped");
    let seen = |id| store.read(|db| db.seen(id)).unwrap().unwrap().fields["betreff"].clone();
    assert_eq!(seen(mine), "Mein Betreff");
    assert!(seen(there[1].rec_id).as_str().unwrap().starts_with("Bordstein"));
    let state = store.read(|db| db.scope_state(SCOPE_REGISTRATUR)).unwrap().unwrap();
    assert_eq!((state.cursor.seq, state.cursor.chain), (30, head.chain.clone()));
    rename_fails_for(&store, lost);
}

/// What is gone cannot be changed by mistake.
fn rename_fails_for(store: &Store, id: Uuid) {
    assert!(matches!(rename(store, id, "Weg"), Err(DbError::NotFound)));
}

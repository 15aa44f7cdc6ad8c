//! The store through its public door: closed and opened again, damaged, lied to.
//!
//! Never looks inside; `verify` has to see what is wrong.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod intake;
mod rescue;
mod sicht;

use std::path::Path;

use domain::{Akte, Edit, Fields, Op, RecType, Record};
use serde_json::json;
use store::verify::Befund;
use store::{Act, DbError, Env, KeySource, OpenError, SCOPE_REGISTRATUR, Store};
use uuid::Uuid;

fn open(folder: &Path) -> Store {
    Store::open(folder, &KeySource::passphrase("test"), Env::system()).unwrap()
}

fn act(aktion: &'static str) -> Act {
    Act {
        akteur: "Anna".to_owned(),
        arbeitsplatz: "K01".to_owned(),
        aktion,
        bemerkung: None,
        group: None,
        konflikt: None,
    }
}

fn make_akte(store: &Store, betreff: &str) -> Uuid {
    let env = store.env();
    let zeichen = "V-K01-1".to_owned();
    let akte = Akte::neu(betreff.to_owned(), env.id(), zeichen, env.now(), "Anna".to_owned());
    let id = env.id();
    let edit = Edit::create(akte.to_fields());
    let make = |tx: &store::Tx<'_>| {
        tx.edit(&act("akte_anlegen"), RecType::Akte, id, SCOPE_REGISTRATUR, edit, Vec::new())
    };
    store.write(make).unwrap();
    id
}

fn rename(store: &Store, id: Uuid, betreff: &str) -> Result<(), DbError> {
    store.write(|tx| {
        let seen = tx.seen(id)?.ok_or(DbError::NotFound)?;
        let set = Fields::from([("betreff".to_owned(), json!(betreff))]);
        let edit = Edit::set(Op::Set, &seen.fields, set);
        tx.edit(&act("betreff_aendern"), RecType::Akte, id, SCOPE_REGISTRATUR, edit, Vec::new())
    })
}

#[test]
fn what_was_saved_is_there_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let id = {
        let store = open(folder.path());
        let id = make_akte(&store, "Hundesteuer");
        rename(&store, id, "Hundesteuer Müller").unwrap();
        id
    };
    let store = open(folder.path());
    let (akte, seen) = store.read(|db| db.load::<Akte>(id)).unwrap();
    assert_eq!(akte.betreff, "Hundesteuer Müller");
    assert!(seen.ausstehend);
    assert_eq!(store.read(|db| db.found_by("mueller hund")).unwrap(), [id]);
    let verlauf = store.read(|db| db.verlauf(id)).unwrap();
    assert_eq!(verlauf.last().unwrap().alter_wert.as_deref(), Some("Hundesteuer"));
    assert!(store.verify().unwrap().befunde.iter().all(is_missing_plan));
}

/// The file here hangs from no plan; everything else must be right.
fn is_missing_plan(befund: &Befund) -> bool {
    matches!(befund, Befund::ReferenceMissing(_))
}

#[test]
fn nothing_readable_lies_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    make_akte(&store, "Unverwechselbarer Betreff");
    drop(store);
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            let found = bytes.windows(10).any(|window| window == b"Unverwechs");
            assert!(!found, "{} shows content", path.display());
            assert!(!bytes.starts_with(b"SQLite format 3"), "{} is not encrypted", path.display());
        }
    }
}

#[test]
fn wrong_passphrase_and_second_program_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let second = Store::open(folder.path(), &KeySource::passphrase("test"), Env::system());
    assert!(matches!(second, Err(OpenError::InUse)));
    drop(store);
    let wrong = Store::open(folder.path(), &KeySource::passphrase("falsch"), Env::system());
    assert!(matches!(wrong, Err(OpenError::Key(_))));
}

#[test]
fn a_refused_change_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let id = make_akte(&store, "Akte");
    let before = store.read(|db| Ok::<_, DbError>((db.journal()?.len(), db.verlauf(id)?.len())));
    let fields = Fields::from([("aktenplaneinheit".to_owned(), json!("anders"))]);
    let edit = Edit::set(Op::Set, &Fields::new(), fields);
    let refused = store.write(|tx| {
        tx.edit(&act("umhaengen"), RecType::Akte, id, SCOPE_REGISTRATUR, edit, Vec::new())
    });
    assert!(matches!(refused, Err(DbError::Refused(_))));
    let after = store.read(|db| Ok::<_, DbError>((db.journal()?.len(), db.verlauf(id)?.len())));
    assert_eq!(before.unwrap(), after.unwrap());
}

#[test]
fn originals_missing_or_changed_on_disk_are_found() {
    use std::io::Write;
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let mut stored = Vec::new();
    for text in ["eins", "zwei", "drei"] {
        let mut writer = store.blob_writer(SCOPE_REGISTRATUR).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
        let blob = writer.finish().unwrap();
        store.write(|tx| tx.put_blob(&blob, false)).unwrap();
        stored.push(blob.sha256);
    }
    assert!(store.verify().unwrap().befunde.is_empty());
    let file = |sha256: &str| {
        let fan = sha256.get(..2).unwrap();
        folder.path().join("originale/registratur").join(fan).join(format!("{sha256}.fhb"))
    };
    let [one, two, _] = stored.as_slice() else { unreachable!() };
    std::fs::remove_file(file(one)).unwrap();
    let mut bytes = std::fs::read(file(two)).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(file(two), bytes).unwrap();
    let befunde = store.verify().unwrap().befunde;
    let damaged = |sha256: &String| befunde.contains(&Befund::OriginalDamaged(sha256.clone()));
    assert!(damaged(one) && damaged(two) && befunde.len() == 2, "{befunde:?}");
}

/// Has the centre say one record, as the next row of a scope's log.
fn said(store: &Store, scope: &str, kind: RecType, id: Uuid, body: &serde_json::Value) {
    let state = store.read(|db| db.scope_state(scope)).unwrap().unwrap();
    let fields: domain::Fields = serde_json::from_value(body.clone()).unwrap();
    let full = fields.into_iter().filter(|(_, value)| !value.is_null());
    let body = serde_json::to_string(&full.collect::<domain::Fields>()).unwrap();
    let now = store.env().now();
    let change = wire::Change {
        seq: state.cursor.seq + 1,
        rec_type: kind,
        rec_id: id,
        ver: 1,
        body_sha256: wire::sha256_hex(body.as_bytes()),
        body: Some(body),
        mid: store.env().id(),
        akteur: "Zentrale".to_owned(),
        arbeitsplatz: "Zentrale".to_owned(),
        aktion: "anlegen".to_owned(),
        claimed_at: now,
        at: now,
        chain: String::new(),
    };
    let before: [u8; 32] = hex::decode(&state.cursor.chain).unwrap().try_into().unwrap();
    let end = hex::encode(wire::chain_next(&before, scope, &change));
    store.write(|tx| tx.apply_changes(scope, vec![change], &end)).unwrap();
}

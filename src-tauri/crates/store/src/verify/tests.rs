//! One bit is turned in every column of every table, in every page and in every file: each is
//! found, and looking changes nothing.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use domain::{Akte, Edit, RecType, Record};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use uuid::Uuid;
use wire::{Change, GENESIS, chain_next, sha256_hex};

use super::folder::{check, folder};
use super::{Befund, Pruefbericht};
use crate::db::Db;
use crate::key::{self, KeySource, MasterKey};
use crate::rescue::DATABASE;
use crate::{Act, Env, SCOPE_REGISTRATUR, Store, summe};

fn source() -> KeySource {
    KeySource::passphrase("test")
}

fn act() -> Act {
    Act {
        akteur: "Anna".to_owned(),
        arbeitsplatz: "K01".to_owned(),
        aktion: "akte_anlegen",
        bemerkung: Some("Grund".to_owned()),
        group: None,
        konflikt: None,
    }
}

fn make_akte(store: &Store, betreff: &str) -> Uuid {
    let env = store.env();
    let zeichen = "V-K01-1".to_owned();
    let akte = Akte::neu(betreff.to_owned(), env.id(), zeichen, env.now(), "Anna".to_owned());
    let (id, edit) = (env.id(), Edit::create(akte.to_fields()));
    store
        .write(|tx| tx.edit(&act(), RecType::Akte, id, SCOPE_REGISTRATUR, edit, Vec::new()))
        .unwrap();
    id
}

/// Has the centre say something about a case.
fn said_by_the_centre(store: &Store) {
    let (env, scope) = (store.env(), SCOPE_REGISTRATUR);
    let body = serde_json::json!({
        "akte": Uuid::nil(), "aktenzeichen_vorlaeufig": "V-K02-1", "angelegt_um": env.now(),
        "angelegt_von": "Bernd", "betreff": "Schlagloch", "status": "offen",
    })
    .to_string();
    let change = Change {
        seq: 1,
        rec_type: RecType::Vorgang,
        rec_id: env.id(),
        ver: 1,
        body_sha256: sha256_hex(body.as_bytes()),
        body: Some(body),
        mid: env.id(),
        akteur: "Bernd".to_owned(),
        arbeitsplatz: "K02".to_owned(),
        aktion: "vorgang_anlegen".to_owned(),
        claimed_at: env.now(),
        at: env.now(),
        chain: String::new(),
    };
    let end = hex::encode(chain_next(&GENESIS, scope, &change));
    store.write(|tx| tx.follow(&[scope.to_owned()])).unwrap();
    store.write(|tx| tx.apply_changes(scope, vec![change], &end)).unwrap();
}

/// A data folder with something of everything, closed.
fn filled() -> (tempfile::TempDir, MasterKey) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), &source(), Env::system()).unwrap();
    make_akte(&store, "Hundesteuer Müller");
    said_by_the_centre(&store);
    for (scope, text) in [(SCOPE_REGISTRATUR, "eins"), (crate::originale::TEILE, "zwei")] {
        let mut writer = store.blob_writer(scope).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
        let blob = writer.finish().unwrap();
        if scope == SCOPE_REGISTRATUR {
            store.write(|tx| tx.put_blob(&blob, false)).unwrap();
        } else {
            store.write(|tx| tx.put_piece(&"ab".repeat(32), 0, &blob)).unwrap();
        }
    }
    drop(store);
    let master = key::open(folder.path(), &source()).unwrap();
    (folder, master)
}

/// Puts a row into every table that has none, as the program itself would: the sums follow.
fn furnish(folder: &Path, master: &MasterKey) {
    let conn = foreign(folder, master);
    summe::register(&conn).unwrap();
    for table in summe::tables(&conn).unwrap() {
        if summe::count(&conn, &table).unwrap().0 > 0 {
            continue;
        }
        let mut query =
            conn.prepare("SELECT type FROM pragma_table_info(?1) ORDER BY cid").unwrap();
        let kinds: Vec<String> = query
            .query_map([&table], |row| row.get(0))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap();
        let values = kinds.iter().map(|kind| match kind.as_str() {
            "INTEGER" => Value::Integer(6),
            "BLOB" => Value::Blob(vec![7; 32]),
            _ => Value::Text("wert".to_owned()),
        });
        let marks = vec!["?"; kinds.len()].join(", ");
        conn.execute(&format!("INSERT INTO {table} VALUES ({marks})"), params_from_iter(values))
            .unwrap();
    }
}

/// Another program with the key, which does not know what the triggers ask for.
fn foreign(folder: &Path, master: &MasterKey) -> Connection {
    let path = folder.join(DATABASE);
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    conn.pragma_update(None, "key", master.database_key().as_str()).unwrap();
    conn
}

/// Turns one bit of one value, past the triggers that stand in the way.
fn turn(conn: &Connection, table: &str, column: &str) -> bool {
    let sql = format!("SELECT \"{column}\" FROM {table} WHERE \"{column}\" IS NOT NULL LIMIT 1");
    let Ok(value) = conn.query_row(&sql, [], |row| row.get::<_, Value>(0)) else { return false };
    let turned = match value.clone() {
        Value::Integer(number) => Value::Integer(number ^ 1),
        Value::Blob(mut bytes) => {
            *bytes.last_mut().unwrap() ^= 1;
            Value::Blob(bytes)
        }
        Value::Text(text) => {
            let mut bytes = text.into_bytes();
            let at = bytes.iter().rposition(u8::is_ascii_alphanumeric).unwrap_or(0);
            if bytes.is_empty() {
                bytes.push(b'x');
            } else {
                *bytes.get_mut(at).unwrap() ^= 1;
            }
            Value::Text(String::from_utf8(bytes).unwrap())
        }
        other => panic!("{table}.{column}: {other:?}"),
    };
    let mut query = conn
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1")
        .unwrap();
    let triggers: Vec<(String, String)> = query
        .query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    for (name, _) in &triggers {
        conn.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    let sql = format!("UPDATE {table} SET \"{column}\" = ?1 WHERE \"{column}\" = ?2");
    assert!(conn.execute(&sql, [turned, value]).unwrap() > 0, "{table}.{column}");
    for (_, sql) in triggers {
        conn.execute_batch(&sql).unwrap();
    }
    true
}

/// Hashes of all files in a folder.
fn hashes(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(hashes(&path));
        } else {
            let hash = sha256_hex(&std::fs::read(&path).unwrap());
            found.insert(path, hash);
        }
    }
    found
}

/// Checks a folder and fails if that changed anything in it.
fn looked_at(folder: &Path, master: &MasterKey) -> Pruefbericht {
    let before = hashes(folder);
    let report = check(folder, master);
    assert_eq!(before, hashes(folder), "looking has changed something");
    report
}

/// Looks at the seals of the pages and at nothing else.
fn pages(folder: &Path, master: &MasterKey) -> Vec<Befund> {
    let conn = super::folder::connect(&folder.join(DATABASE), master).unwrap();
    let mut report = Pruefbericht::default();
    super::folder::verify_pages(&conn, &mut report).unwrap();
    report.befunde
}

/// Adds up the tables and nothing else.
fn sums(folder: &Path, master: &MasterKey) -> Vec<Befund> {
    let conn = super::folder::connect(&folder.join(DATABASE), master).unwrap();
    let blobs = crate::blob::BlobFolder::untouched(folder.join("originale"));
    let mut report = Pruefbericht::default();
    Db { conn: &conn, blobs: &blobs, sicht: None }.verify_sums(&mut report).unwrap();
    report.befunde
}

#[test]
fn an_untouched_folder_is_in_order_and_stays_as_it_is() {
    let (dir, master) = filled();
    let missing = |befund: &Befund| matches!(befund, Befund::ReferenceMissing(_));
    let report = looked_at(dir.path(), &master);
    assert!(report.befunde.iter().all(missing), "{:?}", report.befunde);
    assert_eq!((report.records, report.originals), (2, 1));
    let before = hashes(dir.path());
    let through_the_door = folder(dir.path(), &source()).unwrap();
    assert_eq!((through_the_door, before), (report, hashes(dir.path())));
    let store = Store::open(dir.path(), &source(), Env::system()).unwrap();
    assert!(store.verify().unwrap().befunde.iter().all(missing));
    assert!(folder(dir.path(), &source()).is_err(), "somebody works here");
}

#[test]
fn one_bit_in_any_column_of_any_table_is_found_and_its_table_named() {
    let (dir, master) = filled();
    furnish(dir.path(), &master);
    let path = dir.path().join(DATABASE);
    let good = std::fs::read(&path).unwrap();
    let before = looked_at(dir.path(), &master).befunde;
    let changed = |befunde: &[Befund]| befunde.iter().any(|b| matches!(b, Befund::TableChanged(_)));
    assert!(!changed(&before), "{before:?}");
    let tables = {
        let conn = foreign(dir.path(), &master);
        summe::tables(&conn).unwrap()
    };
    assert!(tables.len() > 35, "{tables:?}");
    let mut turned = 0;
    for table in &tables {
        let columns = summe::columns(&foreign(dir.path(), &master), table).unwrap();
        let mut looked = false;
        for column in columns {
            if turn(&foreign(dir.path(), &master), table, &column) {
                // The whole check once per table; what names the table every time.
                let first = std::mem::replace(&mut looked, true);
                let befunde = if first {
                    sums(dir.path(), &master)
                } else {
                    looked_at(dir.path(), &master).befunde
                };
                let named = befunde.contains(&Befund::TableChanged(table.clone()));
                assert!(named, "{table}.{column}: {befunde:?}");
                turned += 1;
            }
            std::fs::write(&path, &good).unwrap();
        }
        assert!(looked, "{table} has no row to turn a bit in");
    }
    println!("{turned} bits in {} tables", tables.len());
    assert!(turned > 150, "{turned}");
}

#[test]
fn a_bit_in_the_sums_or_the_build_is_found() {
    let (dir, master) = filled();
    let path = dir.path().join(DATABASE);
    let good = std::fs::read(&path).unwrap();
    for column in ["tabelle", "zeilen", "summe"] {
        assert!(turn(&foreign(dir.path(), &master), "tabellensumme", column));
        let befunde = looked_at(dir.path(), &master).befunde;
        let named = befunde.iter().any(|befund| matches!(befund, Befund::TableChanged(_)));
        assert!(named, "{column}: {befunde:?}");
        std::fs::write(&path, &good).unwrap();
    }
    for (sql, name) in [
        ("DROP TRIGGER tabellensumme_kennwort_um", "tabellensumme_kennwort_um"),
        ("DROP TRIGGER protokoll_waechst", "protokoll_waechst"),
        ("DROP INDEX akte_plan", "akte_plan"),
        ("CREATE TABLE fremd (a)", "fremd"),
        ("PRAGMA user_version = 7", "user_version"),
    ] {
        foreign(dir.path(), &master).execute_batch(sql).unwrap();
        let befunde = looked_at(dir.path(), &master).befunde;
        let named =
            |befund: &Befund| matches!(befund, Befund::SchemaChanged(n) if n.contains(name));
        assert!(befunde.iter().any(named), "{sql}: {befunde:?}");
        std::fs::write(&path, &good).unwrap();
    }
}

#[test]
fn a_record_that_the_search_would_never_find_is_named() {
    let (dir, master) = filled();
    let conn = foreign(dir.path(), &master);
    summe::register(&conn).unwrap();
    conn.execute_batch("DELETE FROM suchfolge WHERE nr = 1").unwrap();
    drop(conn);
    let befunde = looked_at(dir.path(), &master).befunde;
    let named = befunde.iter().any(|befund| matches!(befund, Befund::NotFindable(_)));
    assert!(named, "{befunde:?}");
}

#[test]
fn lists_that_do_not_say_what_their_records_say_are_found_even_if_the_sums_fit() {
    let (dir, master) = filled();
    let path = dir.path().join(DATABASE);
    let good = std::fs::read(&path).unwrap();
    for (sql, table) in [
        ("UPDATE akte SET betreff = 'anders'", "akte"),
        ("DELETE FROM vorgang", "vorgang"),
        ("UPDATE vorgang SET akte = 'x'", "vorgang"),
        ("INSERT INTO konflikt SELECT 'x', 'y', 'z', 'offen'", "konflikt"),
    ] {
        let conn = foreign(dir.path(), &master);
        summe::register(&conn).unwrap();
        conn.execute_batch(sql).unwrap();
        drop(conn);
        let befunde = looked_at(dir.path(), &master).befunde;
        let named = |befund: &Befund| matches!(befund, Befund::ListDiffers { tabelle, .. } if tabelle == table);
        assert!(befunde.iter().any(named), "{sql}: {befunde:?}");
        std::fs::write(&path, &good).unwrap();
    }
    for (sql, expected) in [
        ("UPDATE record SET ausstehend = 1 - ausstehend", true),
        ("UPDATE record SET body = '{}' WHERE body IS NOT NULL", true),
    ] {
        let conn = foreign(dir.path(), &master);
        summe::register(&conn).unwrap();
        conn.execute_batch(sql).unwrap();
        drop(conn);
        let befunde = looked_at(dir.path(), &master).befunde;
        let named = befunde.iter().any(|befund| matches!(befund, Befund::ViewDiffers(_)));
        assert_eq!(named, expected, "{sql}: {befunde:?}");
        std::fs::write(&path, &good).unwrap();
    }
}

#[test]
fn a_bit_in_any_page_or_file_is_found() {
    let (dir, master) = filled();
    let before = looked_at(dir.path(), &master).befunde;
    let database = dir.path().join(DATABASE);
    let good = std::fs::read(&database).unwrap();
    let mut bytes = good.clone();
    // A step that fits no page, so that every place of a page has its turn.
    for (nth, at) in (0..good.len()).step_by(4096 - 5).enumerate() {
        *bytes.get_mut(at).unwrap() ^= 1;
        std::fs::write(&database, &bytes).unwrap();
        let befunde = if nth % 16 == 0 {
            looked_at(dir.path(), &master).befunde
        } else {
            pages(dir.path(), &master)
        };
        let found = befunde.iter().any(|befund| matches!(befund, Befund::Database(_)));
        assert!(found, "byte {at}: {befunde:?}");
        *bytes.get_mut(at).unwrap() ^= 1;
    }
    std::fs::write(&database, &good).unwrap();
    for path in hashes(dir.path()).into_keys() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let good = std::fs::read(&path).unwrap();
        if [DATABASE, "schluessel.json", "in-benutzung"].contains(&name.as_str()) {
            continue;
        }
        for at in [0, good.len() / 3, good.len() / 2, good.len() - 1] {
            let mut bytes = good.clone();
            *bytes.get_mut(at).unwrap() ^= 1;
            std::fs::write(&path, &bytes).unwrap();
            let befunde = looked_at(dir.path(), &master).befunde;
            assert_ne!(befunde, before, "{name}, byte {at}");
        }
        std::fs::write(&path, &good).unwrap();
    }
}

#[test]
fn a_bit_in_the_file_of_the_key_is_found() {
    let (dir, _) = filled();
    let path = dir.path().join("schluessel.json");
    let good = std::fs::read(&path).unwrap();
    for at in (0..good.len()).step_by(7) {
        for bit in [1, 0x20] {
            let mut bytes = good.clone();
            *bytes.get_mut(at).unwrap() ^= bit;
            std::fs::write(&path, &bytes).unwrap();
            let found = match folder(dir.path(), &source()) {
                Ok(report) => report.befunde.contains(&Befund::KeyFileChanged),
                Err(_) => true,
            };
            assert!(found, "byte {at}");
        }
    }
}

/// Copies a folder as a machine that stopped left it.
fn as_left(folder: &Path, to: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            std::fs::create_dir(&target).unwrap();
            as_left(&path, &target);
        } else if !path.to_string_lossy().ends_with("-shm") {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn a_log_left_behind_by_a_sudden_end_is_read_and_left_and_its_loss_is_found() {
    let (dir, master) = filled();
    let store = Store::open(dir.path(), &source(), Env::system()).unwrap();
    make_akte(&store, "Zuletzt");
    let left = tempfile::tempdir().unwrap();
    as_left(dir.path(), left.path());
    let log = left.path().join("forsthaus.db-wal");
    assert!(std::fs::metadata(&log).unwrap().len() > 0);
    let report = looked_at(left.path(), &master);
    assert_eq!(report.records, 3, "what stands in the log counts");
    let missing = |befund: &Befund| matches!(befund, Befund::ReferenceMissing(_));
    assert!(report.befunde.iter().all(missing), "{:?}", report.befunde);
    let mut bytes = std::fs::read(&log).unwrap();
    let middle = bytes.len() / 2;
    *bytes.get_mut(middle).unwrap() ^= 1;
    std::fs::write(&log, bytes).unwrap();
    let befunde = looked_at(left.path(), &master).befunde;
    assert!(befunde.iter().any(|b| matches!(b, Befund::MirrorDiffers(_))), "{befunde:?}");
}

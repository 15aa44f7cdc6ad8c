//! Prints how long it takes to take in 10,000 records: row by row, and as a snapshot.
//!
//! Never part of a test: figures depend on the machine. Run with
//! `cargo run --profile bench -p store --example intake_speed`.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measuring tool")]

use std::path::Path;
use std::time::Instant;

use domain::{RecType, Zeitpunkt};
use store::{DbError, Env, KeySource, Store, uuid_v7};
use uuid::Uuid;
use wire::{Change, GENESIS, Head, SnapshotRecord, StateDigest, chain_next, sha256_hex};

const RECORDS: u32 = 10_000;
const PART: usize = 1_000;
const SCOPE: &str = "registratur";

fn open(folder: &Path) -> Store {
    let store = Store::open(folder, &KeySource::passphrase("messung"), Env::system()).unwrap();
    store.write(|tx| tx.follow(&[SCOPE.to_owned()])).unwrap();
    store
}

fn id(n: u32) -> Uuid {
    let mut random = [7; 10];
    for (to, from) in random.iter_mut().zip(sha256_hex(&n.to_be_bytes()).bytes()) {
        *to = from;
    }
    uuid_v7(Zeitpunkt::from_millisecond(1_790_000_000_000 + i64::from(n)).unwrap(), random)
}

fn body(n: u32) -> String {
    let filler = sha256_hex(&n.to_le_bytes()).repeat(10);
    serde_json::json!({
        "akte": id(1_000_000 + n / 20).to_string(),
        "aktenzeichen": format!("4.2-{}/2026-{n}", n % 97),
        "aktenzeichen_vorlaeufig": format!("V-K07-{n}"),
        "angelegt_um": "2026-11-02T07:00:00.25Z",
        "angelegt_von": "Anna",
        "betreff": format!("Löcher im Mühlgässchen {n}"),
        "bemerkung": filler.get(..620).unwrap(),
        "status": "offen",
    })
    .to_string()
}

/// The log's rows with the chain value behind each.
fn changes() -> Vec<(Change, String)> {
    let now = Zeitpunkt::from_millisecond(1_790_000_000_000).unwrap();
    let mut chain = GENESIS;
    (1..=RECORDS)
        .map(|n| {
            let body = body(n);
            let change = Change {
                seq: u64::from(n),
                rec_type: RecType::Vorgang,
                rec_id: id(n),
                ver: 1,
                body_sha256: sha256_hex(body.as_bytes()),
                body: Some(body),
                mid: id(2_000_000 + n),
                akteur: "Anna".to_owned(),
                arbeitsplatz: "K07".to_owned(),
                aktion: "vorgang_anlegen".to_owned(),
                claimed_at: now,
                at: now,
                chain: String::new(),
            };
            chain = chain_next(&chain, SCOPE, &change);
            (Change { body_sha256: String::new(), ..change }, hex::encode(chain))
        })
        .collect()
}

fn main() {
    let rows = changes();
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let start = Instant::now();
    for part in rows.chunks(PART) {
        let end = part.last().unwrap().1.clone();
        let part = part.iter().map(|(change, _)| change.clone()).collect();
        store.write(|tx| tx.apply_changes(SCOPE, part, &end)).unwrap();
    }
    println!("{RECORDS} rows by pull:     {:.2} s", start.elapsed().as_secs_f64());
    drop(store);

    let mut records: Vec<SnapshotRecord> = rows
        .iter()
        .map(|(change, _)| SnapshotRecord {
            rec_type: change.rec_type,
            rec_id: change.rec_id,
            ver: 1,
            body: change.body.clone().unwrap(),
        })
        .collect();
    records.sort_by_key(|record| record.rec_id);
    let mut digest = StateDigest::default();
    for record in &records {
        let sha256 = sha256_hex(record.body.as_bytes());
        digest.replace(record.rec_id, None, Some((record.ver, &sha256)));
    }
    let head = Head {
        scope: SCOPE.to_owned(),
        seq: u64::from(RECORDS),
        chain: rows.last().unwrap().1.clone(),
        digest: digest.hex(),
        records: u64::from(RECORDS),
        floor: 0,
    };
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let start = Instant::now();
    let mut records = records.into_iter().map(Ok::<_, DbError>);
    store.write(|tx| tx.apply_snapshot(&head, "messung", &mut records)).unwrap();
    println!("{RECORDS} rows by snapshot: {:.2} s", start.elapsed().as_secs_f64());
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM unknown");
    println!("{peak} (with the rows themselves in memory, about three times)");
}

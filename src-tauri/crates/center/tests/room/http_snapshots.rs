//! Snapshots through the addresses: what is in them, when they are made, and how a transfer goes
//! on; over a folder and, where there is one, over a real S3 server.

use axum::http::StatusCode;
use serde_json::json;
use wire::{Change, SnapshotHead, SnapshotRecord, StateDigest};

use crate::http_room::{Room, genesis, rooms};

pub(crate) const SNAPSHOT: &str = "/v1/scopes/registratur/snapshot";

/// Reads a snapshot as a workstation does: its hash, its head, its records.
pub(crate) fn opened(bytes: &[u8], etag: &str) -> (SnapshotHead, Vec<SnapshotRecord>) {
    assert_eq!(etag, format!("\"{}\"", wire::sha256_hex(bytes)));
    let text = String::from_utf8(zstd::decode_all(bytes).unwrap()).unwrap();
    let mut lines = text.lines();
    let head = serde_json::from_str(lines.next().unwrap()).unwrap();
    (head, lines.map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn digest_of(records: &[SnapshotRecord]) -> String {
    let mut digest = StateDigest::default();
    for record in records {
        let sha256 = wire::sha256_hex(record.body.as_bytes());
        digest.replace(record.rec_id, None, Some((record.ver, &sha256)));
    }
    digest.hex()
}

#[tokio::test]
async fn a_snapshot_is_the_whole_scope_in_one_object() {
    for (store, room) in rooms() {
        let mut desk = room.desk("K01").await;
        desk.add_many(450).await;
        let answer = desk.get(SNAPSHOT).await.ok();
        let (head, records) = opened(&answer.body, answer.header("etag"));
        assert_eq!(answer.header("x-snapshot-seq"), "450", "{store}");
        assert_eq!((head.head.seq, head.head.records, records.len()), (450, 450, 450));
        assert_eq!(digest_of(&records), head.head.digest);
        assert!(records.is_sorted_by_key(|record| record.rec_id), "in the order of ids");
        let from = desk.pull("registratur", head.head.seq, &head.head.chain).await.ok();
        assert_eq!(from.at("/scopes/0/fork"), json!(false), "the log goes on from there");
        let part = [("range", "bytes=100-199")];
        let part = desk.get_with(SNAPSHOT, &part).await.ok();
        assert_eq!(part.body, &answer.body[100..200], "{store}");
    }
}

#[tokio::test]
async fn a_snapshot_stays_until_it_is_far_behind_and_two_are_kept() {
    for (store, room) in rooms() {
        let mut desk = room.desk("K01").await;
        desk.add_many(10).await;
        let first = desk.get(SNAPSHOT).await.ok();
        let begun = first.header("etag").to_owned();
        desk.add_many(5000).await;
        assert_eq!(
            desk.get(SNAPSHOT).await.ok().header("etag"),
            begun,
            "5,000 rows are near enough"
        );
        desk.add_many(1).await;
        let second = desk.get(SNAPSHOT).await.ok();
        assert_eq!(second.header("x-snapshot-seq"), "5011");
        // Somebody is still in the middle of the first one.
        let rest = [("range", "bytes=100-1000000"), ("if-range", begun.as_str())];
        let answer = desk.get_with(SNAPSHOT, &rest).await.ok();
        assert_eq!(answer.status, StatusCode::PARTIAL_CONTENT);
        assert!(answer.body == first.body[100..] && answer.header("etag") == begun);
        // One that nobody has any more.
        let unknown = format!("\"{}\"", "0".repeat(64));
        let rest = [("range", "bytes=100-1000000"), ("if-range", unknown.as_str())];
        desk.get_with(SNAPSHOT, &rest).await.problem(416, "range");
        desk.add_many(5001).await;
        desk.get(SNAPSHOT).await.ok();
        let folder = room.folder.path().join("originale/schnappschuesse/t/registratur");
        if store == "folder" {
            assert_eq!(std::fs::read_dir(folder).unwrap().count(), 2);
        }
        let kept = room.ledger.read("t", |tx| tx.snapshots("registratur")).unwrap();
        assert_eq!(kept.len(), 2);
        desk.get_with(SNAPSHOT, &[("range", "bytes=99999999-99999999")])
            .await
            .problem(416, "range");
    }
}

#[tokio::test]
async fn many_ask_for_a_snapshot_and_one_is_built() {
    let room = Room::new();
    let mut desk = room.desk("K01").await;
    desk.add_many(300).await;
    let asking = (0..8).map(|_| {
        let desk = desk.clone();
        tokio::spawn(async move { desk.get(SNAPSHOT).await.ok().header("etag").to_owned() })
    });
    let mut etags = Vec::new();
    for asked in asking.collect::<Vec<_>>() {
        etags.push(asked.await.unwrap());
    }
    etags.dedup();
    assert_eq!(etags.len(), 1);
    let text = room.center.metrics().text();
    assert!(text.contains("forsthaus_snapshots_total 1\n"), "{text}");
}

#[tokio::test]
async fn a_snapshot_whose_object_is_gone_is_made_anew() {
    let room = Room::new();
    let mut desk = room.desk("K01").await;
    desk.add_many(3).await;
    desk.get(SNAPSHOT).await.ok();
    std::fs::remove_dir_all(room.folder.path().join("originale/schnappschuesse")).unwrap();
    let answer = desk.get(SNAPSHOT).await.ok();
    assert_eq!(opened(&answer.body, answer.header("etag")).1.len(), 3);
}

/// Scenario 22: the log no longer reaches back to where a workstation stands.
#[tokio::test]
async fn scenario_22_a_cursor_older_than_the_log_is_sent_to_the_snapshot() {
    let room = Room::new();
    let mut desk = room.desk("K01").await;
    desk.add_many(20).await;
    let first = desk.pull("registratur", 0, &genesis()).await.ok();
    let early: Change = serde_json::from_value(first.at("/scopes/0/changes/0")).unwrap();
    desk.get(SNAPSHOT).await.ok();
    room.ledger.write("t", |tx| tx.set_floor("registratur", 15)).unwrap();
    let answer = desk.pull("registratur", early.seq, &"ab".repeat(32)).await.ok();
    let part = answer.at("/scopes/0");
    assert_eq!(
        (&part["gone"], &part["fork"], &part["changes"]),
        (&json!(true), &json!(false), &json!([]))
    );
    assert_eq!(part["head"]["floor"], json!(15));
    let cursor = json!([{ "scope": "registratur", "seq": 3, "chain": "ab".repeat(32) }]);
    assert!(desk.hello(cursor).await.ok().json().get("forked").is_none(), "old, not foreign");
    let answer = desk.get(SNAPSHOT).await.ok();
    let (head, records) = opened(&answer.body, answer.header("etag"));
    assert_eq!(records.len(), 20);
    let rest = desk.pull("registratur", head.head.seq, &head.head.chain).await.ok();
    assert_eq!(rest.at("/scopes/0/gone"), json!(false));
}

//! Scopes through the addresses: digests, grants, what goes out in a pull, packing and limits.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use center::{Limits, Surroundings};
use serde_json::{Value, json};
use wire::{BucketSums, Change, GENESIS, chain_next};

use crate::http_room::{Answer, Room, contact, genesis};
use crate::http_snapshots::{SNAPSHOT, opened};

fn packed(body: &Value) -> Vec<u8> {
    zstd::bulk::compress(body.to_string().as_bytes(), 3).unwrap()
}

#[tokio::test]
async fn rows_go_out_without_hashes_and_add_up_to_what_the_part_says() {
    let room = Room::new();
    let mut desk = room.desk("K01").await;
    for name in ["Meier", "Müller", "Özdemir"] {
        desk.add(name).await;
    }
    let part = desk.pull("registratur", 0, &genesis()).await.ok().at("/scopes/0");
    let mut chain = GENESIS;
    let mut after_first = String::new();
    for row in part["changes"].as_array().unwrap() {
        assert!(row.get("chain").is_none() && row.get("body_sha256").is_none(), "{row}");
        let mut change: Change = serde_json::from_value(row.clone()).unwrap();
        change.body_sha256 = wire::sha256_hex(change.body.as_ref().unwrap().as_bytes());
        chain = chain_next(&chain, "registratur", &change);
        if change.seq == 1 {
            after_first = hex::encode(chain);
        }
    }
    assert_eq!(part["chain"], json!(hex::encode(chain)));
    assert_eq!(part["head"]["chain"], part["chain"]);
    assert_eq!(part["head"]["records"], json!(3));
    // From the middle, at the end, and with a history that is not the centre's.
    let rest = desk.pull("registratur", 1, &after_first).await.ok().at("/scopes/0");
    assert_eq!(rest["changes"].as_array().unwrap().len(), 2);
    let none = desk.pull("registratur", 3, part["chain"].as_str().unwrap()).await.ok();
    assert_eq!(
        (none.at("/scopes/0/changes"), none.at("/scopes/0/chain")),
        (json!([]), Value::Null)
    );
    let foreign = desk.pull("registratur", 2, &"ab".repeat(32)).await.ok().at("/scopes/0");
    assert_eq!((&foreign["fork"], &foreign["changes"]), (&json!(true), &json!([])));
    let ahead = desk.pull("registratur", 9, &"ab".repeat(32)).await.ok();
    assert_eq!(ahead.at("/scopes/0/fork"), json!(true));
    desk.pull("personal", 0, &genesis()).await.problem(403, "forbidden");
}

#[tokio::test]
async fn a_difference_is_located_by_sums_and_buckets() {
    let room = Room::new();
    let mut desk = room.desk("K01").await;
    desk.add_many(40).await;
    let answer = desk.get(SNAPSHOT).await.ok();
    let (head, mut records) = opened(&answer.body, answer.header("etag"));
    // One record is damaged here.
    let damaged = records[7].clone();
    records[7].body = records[7].body.replace("Nr.", "Nx.");
    let mut ours = BucketSums::default();
    for record in &records {
        ours.add(record.rec_id, record.ver, &wire::sha256_hex(record.body.as_bytes()));
    }
    let sums = desk.get("/v1/scopes/registratur/digest").await.ok();
    assert_eq!(sums.at("/head/chain"), json!(head.head.chain));
    let theirs: Vec<String> = serde_json::from_value(sums.at("/sums")).unwrap();
    let differing = ours.differing(&theirs);
    assert_eq!(differing, [BucketSums::bucket_of(damaged.rec_id)]);
    let path = format!("/v1/scopes/registratur/digest?bucket={}", differing[0]);
    let bucket = desk.get(&path).await.ok().at("/records");
    let entry = json!({ "rec_id": damaged.rec_id, "ver": 1,
        "body_sha256": wire::sha256_hex(damaged.body.as_bytes()) });
    assert!(bucket.as_array().unwrap().contains(&entry), "{bucket}");
    let wanted = json!({ "ids": [damaged.rec_id, uuid::Uuid::from_u128(1)] });
    let answer = desk.post("/v1/scopes/registratur/records", &wanted).await.ok();
    assert_eq!(answer.at("/records"), json!([damaged]), "an unknown one is left out");
    let many = json!({ "ids": vec![damaged.rec_id; wire::RECORDS_MAX + 1] });
    desk.post("/v1/scopes/registratur/records", &many).await.problem(413, "too-large");
}

#[tokio::test]
async fn a_withdrawn_scope_is_named_until_it_is_purged() {
    let room = Room::new();
    let mut desk = room.desk("K01").await;
    let other = room.desk("K02").await;
    desk.add("Meier").await;
    let device = room.ledger.device(&desk.token).unwrap();
    let now = Surroundings::system().now();
    room.ledger.write("t", |tx| tx.revoke(&device, "registratur", now)).unwrap();
    let answer = desk.hello(json!([])).await.ok();
    assert_eq!(answer.at("/revoked"), json!(["registratur"]));
    assert_eq!(answer.at("/heads/0/scope"), json!("stammdaten"));
    assert_eq!(answer.at("/heads/1"), Value::Null);
    let pulled = desk.pull("registratur", 0, &genesis()).await.ok();
    assert_eq!(pulled.at("/scopes"), json!([]), "left out, not an error");
    for path in [SNAPSHOT, "/v1/scopes/registratur/digest"] {
        desk.get(path).await.problem(403, "forbidden");
    }
    let mutation = desk.contact("Müller");
    let answer = desk.push(&[mutation]).await.ok();
    assert_eq!(answer.at("/verdicts/0/code"), json!("forbidden"), "kept, with the reason");
    for _ in 0..2 {
        let purged = json!({ "client": desk.client });
        desk.post("/v1/scopes/registratur/purged", &purged).await.ok();
        assert!(desk.hello(json!([])).await.ok().json().get("revoked").is_none());
    }
    assert_eq!(other.hello(json!([])).await.ok().at("/heads/1/seq"), json!(1), "others keep it");
    let purged = json!({ "client": other.client });
    let path = "/v1/scopes/registratur/purged";
    other.post(path, &purged).await.problem(400, "invalid");
}

#[tokio::test]
async fn a_client_belongs_to_one_workstation() {
    let room = Room::new();
    let mut anna = room.desk("K01").await;
    let mut bernd = room.desk("K02").await;
    anna.add("Meier").await;
    bernd.client = anna.client;
    bernd.hello(json!([])).await.problem(403, "forbidden");
    let mutation = bernd.contact("Müller");
    bernd.push(&[mutation]).await.problem(403, "forbidden");
}

#[tokio::test]
async fn enrolment_says_what_is_wrong_and_keeps_the_code() {
    let room = Room::new();
    let desk = room.desk("K01").await;
    room.ledger.add_code("t", "EINMAL", 1).unwrap();
    let enrol = |arbeitsplatz: &str, uebung: bool| {
        json!({ "code": "EINMAL", "client": desk.client, "arbeitsplatz": arbeitsplatz,
                "uebung": uebung })
    };
    desk.post("/v1/enrol", &enrol("K02", true)).await.problem(409, "practice");
    desk.post("/v1/enrol", &enrol("K01", false)).await.problem(409, "name-taken");
    desk.post("/v1/enrol", &enrol("K02", false)).await.ok();
    desk.post("/v1/enrol", &enrol("K03", false)).await.problem(401, "unauthorized");
}

#[tokio::test]
async fn nobody_gets_in_without_a_token() {
    let room = Room::new();
    let mut desk = room.desk("K01").await;
    for token in ["", "falsch"] {
        desk.token = token.to_owned();
        for (path, verbs) in center::addresses() {
            if ["/v1/enrol", "/v1/health", "/v1/ready"].contains(&path) {
                continue;
            }
            let path = path.replace("{scope}", "registratur").replace("{sha256}", &"0".repeat(64));
            for verb in verbs {
                let method = Method::from_bytes(verb.as_bytes()).unwrap();
                desk.send(method, &path, &[], "{}").await.problem(401, "unauthorized");
            }
        }
    }
}

#[tokio::test]
async fn messages_are_packed_both_ways_and_limits_count_what_comes_out() {
    let room = Room::new();
    let mut desk = room.desk("K01").await;
    desk.add_many(50).await;
    let zstd = [("content-encoding", "zstd"), ("accept-encoding", "zstd")];
    let cursors = json!([{ "scope": "registratur", "seq": 0, "chain": genesis() }]);
    let question = json!({ "client": desk.client, "cursors": cursors });
    let answer = desk.send(Method::POST, "/v1/pull", &zstd, packed(&question)).await.ok();
    assert_eq!(answer.header("content-encoding"), "zstd");
    let plain = zstd::decode_all(answer.body.as_slice()).unwrap();
    assert!(plain.len() > 3 * answer.body.len(), "{} {}", plain.len(), answer.body.len());
    let unpacked: Value = serde_json::from_slice(&plain).unwrap();
    assert_eq!(unpacked, desk.post("/v1/pull", &question).await.ok().json());
    // Small answers and originals are left as they are.
    let small = desk
        .send(
            Method::POST,
            "/v1/blobs/have",
            &zstd,
            packed(&json!({ "scope": "registratur", "sha256": [] })),
        )
        .await
        .ok();
    assert_eq!((small.header("content-encoding"), small.json()), ("", json!({ "missing": [] })));
    let bomb = packed(&json!({ "client": desk.client, "cursors": [], "x": "a".repeat(5_000_000) }));
    assert!(bomb.len() < 2000);
    desk.send(Method::POST, "/v1/pull", &zstd, bomb).await.problem(413, "too-large");
    desk.send(Method::POST, "/v1/pull", &zstd, "{}").await.problem(400, "invalid");
    let gzip = [("content-encoding", "gzip")];
    desk.send(Method::POST, "/v1/pull", &gzip, "{}").await.problem(400, "invalid");
}

#[tokio::test]
async fn what_is_too_much_is_turned_away_with_a_time_to_come_again() {
    let room = Room::with(Limits { requests: 1, ..Limits::default() });
    let desk = room.desk("K01").await;
    // One request whose body never ends is in work.
    let (sender, receiver) = tokio::sync::mpsc::channel::<Result<&str, std::io::Error>>(1);
    let begun = tokio::sync::Notify::new();
    let begun = std::sync::Arc::new(begun);
    let told = std::sync::Arc::clone(&begun);
    let body = futures_util::stream::unfold(receiver, move |mut receiver| {
        told.notify_one();
        async move { receiver.recv().await.map(|item| (item, receiver)) }
    });
    let request = desk.request(Method::POST, "/v1/hello", &[], Body::from_stream(body));
    let router = room.router.clone();
    let slow = tokio::spawn(async move { tower::ServiceExt::oneshot(router, request).await });
    begun.notified().await;
    let answer: Answer = desk.hello(json!([])).await;
    answer.problem(503, "busy");
    assert_eq!(answer.header("retry-after"), "5");
    desk.get("/v1/health").await.ok();
    sender.send(Ok("{}")).await.unwrap();
    drop(sender);
    assert_eq!(slow.await.unwrap().unwrap().status(), StatusCode::BAD_REQUEST);
    desk.hello(json!([])).await.ok();
    assert!(room.center.metrics().text().contains("forsthaus_shed_total 1\n"));
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_given_up_and_loses_nothing() {
    let limits = Limits { patience: Duration::from_millis(1), ..Limits::default() };
    let patient = Room::new();
    let desk = patient.desk("K01").await;
    // The same centre, seen through a service without patience; a lock holds the transaction up.
    let hasty = center::router(patient.center.clone().with_limits(limits));
    let (locked, unlock) = (tokio::sync::oneshot::channel(), std::sync::mpsc::channel::<()>());
    let ledger = std::sync::Arc::clone(&patient.ledger);
    let holding = tokio::task::spawn_blocking(move || {
        ledger.write("t", |_| {
            locked.0.send(()).unwrap();
            Ok(unlock.1.recv().is_ok())
        })
    });
    locked.1.await.unwrap();
    let mutation = contact(1, "Meier");
    let mut impatient = desk.clone();
    impatient.router = hasty;
    impatient.push(std::slice::from_ref(&mutation)).await.problem(503, "busy");
    unlock.0.send(()).unwrap();
    holding.await.unwrap().unwrap();
    // It may have been decided meanwhile: the same question gets the one decision.
    let answer = desk.push(&[mutation]).await.ok();
    assert_eq!(answer.at("/verdicts/0/verdict"), json!("applied"));
    assert_eq!(answer.at("/verdicts/0/seq"), json!(1));
}

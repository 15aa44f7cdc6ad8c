//! The centre through its router: who gets in, uploads that break, repeated questions.
//!
//! Never merges; the simulation does that with whole desks.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use center::{Center, Ledger, Originals, SCOPE_REGISTRATUR, SCOPE_STAMMDATEN, Surroundings};
use serde_json::{Value, json};
use tower::ServiceExt;
use wire::PIECE_BYTES;

struct Room {
    router: Router,
    token: String,
    folder: tempfile::TempDir,
}

impl Room {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&folder.path().join("zentrale.db")).unwrap();
        let scopes = [SCOPE_STAMMDATEN, SCOPE_REGISTRATUR];
        assert!(ledger.add_tenant("t", "Gemeinde", false, &scopes).unwrap());
        ledger.add_code("t", "CODE", 1).unwrap();
        let objects = folder.path().join("originale");
        std::fs::create_dir_all(&objects).unwrap();
        let originals = Originals::folder(&objects).unwrap();
        let center = Center::new(Arc::new(ledger), originals, Surroundings::system());
        let mut room = Self { router: center::router(center), token: String::new(), folder };
        let (status, answer) = room.enrol("code").await;
        assert_eq!(status, StatusCode::OK, "codes are typed in any case");
        room.token = answer.get("token").and_then(Value::as_str).unwrap().to_owned();
        room
    }

    async fn enrol(&self, code: &str) -> (StatusCode, Value) {
        let client = uuid::Uuid::from_u128(7);
        let body = json!({ "code": code, "client": client, "arbeitsplatz": "K01" });
        self.send(Method::POST, "/v1/enrol", &[], body.to_string().into()).await
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> (StatusCode, Value) {
        let (status, bytes) = self.raw(method, path, headers, body).await;
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    async fn raw(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> (StatusCode, Vec<u8>) {
        let mut request = Request::builder().method(method).uri(path);
        request = request.header("content-type", "application/json");
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (status, bytes.to_vec())
    }

    async fn offer(&self, sha256: &str, size: usize) -> (StatusCode, Value) {
        let body = json!({ "scope": "registratur", "sha256": sha256, "size": size });
        self.send(Method::POST, "/v1/blobs", &[], body.to_string().into()).await
    }

    async fn piece(&self, sha256: &str, offset: usize, bytes: &[u8]) -> (StatusCode, Value) {
        let path = format!("/v1/blobs/registratur/{sha256}");
        let offset = offset.to_string();
        let headers = [("upload-offset", offset.as_str())];
        self.send(Method::PATCH, &path, &headers, bytes.to_vec()).await
    }
}

fn offset(answer: &Value) -> u64 {
    answer.get("offset").and_then(Value::as_u64).unwrap()
}

#[tokio::test]
async fn nobody_gets_in_without_a_token_and_codes_work_once() {
    let mut room = Room::new().await;
    assert_eq!(room.enrol("CODE").await.0, StatusCode::UNAUTHORIZED, "used up");
    assert_eq!(room.enrol("FALSCH").await.0, StatusCode::UNAUTHORIZED);
    for token in ["", "falsch"] {
        room.token = token.to_owned();
        for path in ["/v1/hello", "/v1/push", "/v1/pull", "/v1/blobs"] {
            let (status, _) = room.send(Method::POST, path, &[], b"{}".to_vec()).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}");
        }
    }
}

#[tokio::test]
async fn broken_upload_goes_on_where_it_broke() {
    let room = Room::new().await;
    let size = usize::try_from(PIECE_BYTES).unwrap() + 1000;
    let bytes: Vec<u8> = (0..size).map(|i| (i % 253) as u8).collect();
    let sha256 = wire::sha256_hex(&bytes);
    let (first, rest) = bytes.split_at(usize::try_from(PIECE_BYTES).unwrap());
    assert_eq!(offset(&room.offer(&sha256, size).await.1), 0);
    assert_eq!(offset(&room.piece(&sha256, 0, first).await.1), PIECE_BYTES);
    // The answer was lost: the same piece comes again, and then the right question.
    assert_eq!(room.piece(&sha256, 0, first).await.0, StatusCode::CONFLICT);
    assert_eq!(offset(&room.offer(&sha256, size).await.1), PIECE_BYTES);
    let path = format!("/v1/blobs/registratur/{sha256}");
    let (status, _) = room.raw(Method::GET, &path, &[], Vec::new()).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "not before it is complete");
    let (_, answer) = room.piece(&sha256, first.len(), rest).await;
    assert_eq!(answer.get("complete"), Some(&json!(true)));
    let (status, back) = room.raw(Method::GET, &path, &[], Vec::new()).await;
    assert!(status == StatusCode::OK && back == bytes);
    let range = [("range", "bytes=10-19")];
    let (status, part) = room.raw(Method::GET, &path, &range, Vec::new()).await;
    assert_eq!((status, part.as_slice()), (StatusCode::PARTIAL_CONTENT, &bytes[10..20]));
    let left = std::fs::read_dir(room.folder.path().join("originale/uploads/t/registratur"));
    let pieces = left.map_or(0, |folders| {
        folders.map(|f| std::fs::read_dir(f.unwrap().path()).unwrap().count()).sum()
    });
    assert_eq!(pieces, 0, "pieces are removed");
}

#[tokio::test]
async fn bytes_that_are_not_what_was_announced_are_never_kept() {
    let room = Room::new().await;
    let sha256 = wire::sha256_hex(b"richtig");
    room.offer(&sha256, 6).await;
    let (status, _) = room.piece(&sha256, 0, b"falsch").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(offset(&room.offer(&sha256, 7).await.1), 0, "it starts again");
    let (_, answer) = room.piece(&sha256, 0, b"richtig").await;
    assert_eq!(answer.get("complete"), Some(&json!(true)));
}

#[tokio::test]
async fn odd_names_and_sizes_are_refused() {
    let room = Room::new().await;
    for name in ["../../etc/passwd", "ABCDEF", &"g".repeat(64), &"A".repeat(64)] {
        assert_eq!(room.offer(name, 1).await.0, StatusCode::BAD_REQUEST, "{name}");
    }
    let sha256 = wire::sha256_hex(b"x");
    let huge = usize::try_from(wire::BLOB_BYTES_MAX).unwrap() + 1;
    assert_eq!(room.offer(&sha256, huge).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(room.piece(&sha256, 0, b"x").await.0, StatusCode::NOT_FOUND, "not offered");
    let empty = wire::sha256_hex(b"");
    assert_eq!(room.offer(&empty, 0).await.1.get("complete"), Some(&json!(true)));
}

/// What `verify` is for: somebody changes the database behind the centre's back.
#[tokio::test]
async fn tampering_with_log_or_audit_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("zentrale.db");
    let ledger = Ledger::open(&file).unwrap();
    let scopes = [SCOPE_STAMMDATEN, SCOPE_REGISTRATUR];
    ledger.add_tenant("t", "Gemeinde", true, &scopes).unwrap();
    let uebung = center::seed::Uebung::shipped().unwrap();
    let surroundings = Surroundings::system();
    ledger.transact("t", |tx| center::seed::uebung(tx, &surroundings, &uebung)).unwrap();
    assert_eq!(ledger.verify().unwrap(), Vec::<String>::new());
    let tamper = |sql: &str| {
        let conn = rusqlite::Connection::open(&file).unwrap();
        conn.execute_batch(sql).unwrap();
        let wrong = ledger.verify().unwrap();
        assert!(!wrong.is_empty(), "{sql}");
        wrong
    };
    let log = "UPDATE change_log SET change = replace(change, 'Hundesteuer', 'Katzensteuer')";
    assert!(tamper(log).iter().any(|text| text.contains("body of row")));
    let audit = "DROP TRIGGER audit_stays; UPDATE audit SET entry = replace(entry, 'akte', 'Akte') \
                 WHERE no = 3";
    assert!(tamper(audit).iter().any(|text| text.contains("audit: chain breaks at entry 3")));
}

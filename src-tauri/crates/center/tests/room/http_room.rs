//! A centre and its workstations in one process, for the tests of the addresses: every answer is
//! held against `openapi.yaml`.
//!
//! Never opens a socket.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use center::{
    Center, Ledger, Limits, Originals, SCOPE_REGISTRATUR, SCOPE_STAMMDATEN, Surroundings,
};
use serde_json::{Value, json};
use tower::ServiceExt;
use uuid::Uuid;

use crate::http_contract;

pub(crate) const TENANT: &str = "t";

/// A centre with one authority.
pub(crate) struct Room {
    pub(crate) router: Router,
    pub(crate) center: Center,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) folder: tempfile::TempDir,
}

/// Rooms over every store there is: a folder, and the S3 server that `FORSTHAUS_S3` names as
/// `s3://bucket?endpoint=…`.
pub(crate) fn rooms() -> Vec<(&'static str, Room)> {
    let mut rooms = vec![("folder", Room::new())];
    if let Ok(address) = std::env::var("FORSTHAUS_S3") {
        let (bucket, settings) = address.split_once('?').unwrap();
        // Short: s3s-fs makes one file name of everything.
        let mine = &Surroundings::system().token()[..8];
        let address = format!("{bucket}/{mine}?{settings}");
        let originals = Originals::s3(&address).unwrap();
        let folder = tempfile::tempdir().unwrap();
        rooms.push(("s3", Room::over(folder, originals, Limits::default())));
    }
    rooms
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The value at a path such as `/heads/0/seq`.
    pub(crate) fn at(&self, pointer: &str) -> Value {
        self.json().pointer(pointer).cloned().unwrap_or(Value::Null)
    }

    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        let body = String::from_utf8_lossy(&self.body);
        assert!(self.status.is_success(), "{} {body}", self.status);
        self
    }

    #[track_caller]
    pub(crate) fn problem(&self, status: u16, kind: &str) {
        let found = (self.status.as_u16(), self.at("/type"));
        assert_eq!(found, (status, json!(kind)), "{}", String::from_utf8_lossy(&self.body));
    }
}

impl Room {
    pub(crate) fn new() -> Self {
        Self::with(Limits::default())
    }

    pub(crate) fn with(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let objects = folder.path().join("originale");
        std::fs::create_dir_all(&objects).unwrap();
        Self::over(folder, Originals::folder(&objects).unwrap(), limits)
    }

    pub(crate) fn over(folder: tempfile::TempDir, originals: Originals, limits: Limits) -> Self {
        let ledger = Arc::new(Ledger::open(&folder.path().join("zentrale.db")).unwrap());
        let scopes = [SCOPE_STAMMDATEN, SCOPE_REGISTRATUR];
        let surroundings = Surroundings::system();
        let id = surroundings.id();
        assert!(ledger.add_tenant(TENANT, "Gemeinde", false, &scopes, id).unwrap());
        ledger.add_code(TENANT, "CODE", 100).unwrap();
        let center = Center::new(Arc::clone(&ledger), originals, surroundings).with_limits(limits);
        Self { router: center::router(center.clone()), center, ledger, folder }
    }

    /// Enrols a workstation.
    pub(crate) async fn desk(&self, arbeitsplatz: &str) -> Desk {
        let client = Surroundings::system().id();
        let mut desk = Desk { router: self.router.clone(), token: String::new(), client, n: 0 };
        let body = json!({ "code": "code ", "client": client, "arbeitsplatz": arbeitsplatz });
        let answer = desk.post("/v1/enrol", &body).await.ok();
        answer.at("/token").as_str().unwrap().clone_into(&mut desk.token);
        desk
    }
}

/// A workstation as the centre sees it.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) router: Router,
    pub(crate) token: String,
    pub(crate) client: Uuid,
    pub(crate) n: u64,
}

impl Desk {
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let request = self.request(method.clone(), path, headers, body.into());
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec();
        let answer = Answer { status, headers, body };
        http_contract::check(&method, path, &answer);
        answer
    }

    pub(crate) fn request(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Request<Body> {
        let mut request = Request::builder().method(method).uri(path);
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/json");
        }
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(body).unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Body::empty()).await
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(Method::GET, path, headers, Body::empty()).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, &[], body.to_string()).await
    }

    pub(crate) async fn hello(&self, cursors: Value) -> Answer {
        let body = json!({ "client": self.client, "app": "0", "schema": 1, "cursors": cursors });
        self.post("/v1/hello", &body).await
    }

    pub(crate) async fn pull(&self, scope: &str, seq: u64, chain: &str) -> Answer {
        let cursors = json!([{ "scope": scope, "seq": seq, "chain": chain }]);
        self.post("/v1/pull", &json!({ "client": self.client, "cursors": cursors })).await
    }

    /// The next change: a new contact.
    pub(crate) fn contact(&mut self, name: &str) -> Value {
        self.n += 1;
        contact(self.n, name)
    }

    pub(crate) async fn push(&self, mutations: &[Value]) -> Answer {
        self.post("/v1/push", &json!({ "client": self.client, "mutations": mutations })).await
    }

    /// Makes a contact and says under which row it stands.
    pub(crate) async fn add(&mut self, name: &str) -> u64 {
        let mutation = self.contact(name);
        let answer = self.push(&[mutation]).await.ok();
        assert_eq!(answer.at("/verdicts/0/verdict"), json!("applied"), "{}", answer.json());
        answer.at("/verdicts/0/seq").as_u64().unwrap()
    }

    /// Makes many contacts.
    pub(crate) async fn add_many(&mut self, count: usize) {
        let mut left = count;
        while left > 0 {
            let now = left.min(wire::PUSH_MAX);
            let batch: Vec<Value> = (0..now).map(|i| self.contact(&format!("Nr. {i}"))).collect();
            self.push(&batch).await.ok();
            left -= now;
        }
    }

    pub(crate) async fn offer(&self, sha256: &str, size: usize) -> Answer {
        let body = json!({ "scope": "registratur", "sha256": sha256, "size": size });
        self.post("/v1/blobs", &body).await
    }

    pub(crate) async fn piece(&self, sha256: &str, offset: usize, bytes: &[u8]) -> Answer {
        let offset = offset.to_string();
        self.send(Method::PATCH, &blob(sha256), &[("upload-offset", &offset)], bytes.to_vec()).await
    }

    /// Sends a small original with one request.
    pub(crate) async fn whole(&self, bytes: &[u8]) -> Answer {
        let (sha256, length) = (wire::sha256_hex(bytes), bytes.len().to_string());
        let headers = [("upload-offset", "0"), ("upload-length", length.as_str())];
        self.send(Method::PATCH, &blob(&sha256), &headers, bytes.to_vec()).await
    }
}

/// The creation of a contact as mutation number `n`.
pub(crate) fn contact(n: u64, name: &str) -> Value {
    let surroundings = Surroundings::system();
    let (mid, rec_id, now) = (surroundings.id(), surroundings.id(), surroundings.now());
    json!({
        "mid": mid, "n": n, "akteur": "Anna", "aktion": "kontakt_anlegen", "claimed_at": now,
        "schema": 1, "scope": "registratur", "rec_type": "kontakt", "rec_id": rec_id,
        "edit": { "op": "create",
                  "set": { "name": name, "angelegt_um": now, "angelegt_von": "Anna" } },
    })
}

/// The address of an original.
pub(crate) fn blob(sha256: &str) -> String {
    format!("/v1/blobs/registratur/{sha256}")
}

/// Bytes that do not repeat soon.
pub(crate) fn bytes(size: usize, seed: u64) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u8
    };
    (0..size).map(|_| next()).collect()
}

/// The chain value before the first row.
pub(crate) fn genesis() -> String {
    hex::encode(wire::GENESIS)
}

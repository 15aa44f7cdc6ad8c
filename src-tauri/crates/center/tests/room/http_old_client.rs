//! Old workstations and a new centre: recorded conversations of earlier programs are held again
//! with the centre of today, which must still understand them and be understood.
//!
//! Never changes a recording: a new one is added when the protocol grows. With
//! `FORSTHAUS_RECORD=name` set, the conversation of today's program is written as one.

use std::path::PathBuf;

use axum::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;
use wire::{
    BlobsMissing, DigestSums, Enrolled, HelloAnswer, Problem, PullAnswer, PushAnswer,
    RecordsAnswer, SalvageAnswer, Seal, UploadState,
};

use crate::http_room::{Desk, Room, genesis};

/// One question with its answer, as they went over the line.
#[derive(Serialize, Deserialize)]
struct Step {
    verb: String,
    path: String,
    headers: Vec<(String, String)>,
    /// The body as text; `{chain}` stands for the chain value of the latest pull.
    body: String,
    status: u16,
    answer: Value,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/old_client")
}

/// Holds a conversation with a new centre.
struct Talk {
    _room: Room,
    desk: Desk,
    chain: String,
}

impl Talk {
    fn new() -> Self {
        let room = Room::new();
        let key = center::seal::SealKey::from_bytes(&[3; 32]);
        let now = center::Surroundings::system().now();
        room.ledger.write("t", |tx| center::seal::seal(tx, &key, now)).unwrap();
        let client = Uuid::from_u128(0x019a_42c1_5d10_7a31_9c55_0c4f_5a6b_7c8d);
        let desk = Desk { router: room.router.clone(), token: String::new(), client, n: 0 };
        Self { _room: room, desk, chain: genesis() }
    }

    async fn ask(&mut self, step: &Step) -> (u16, Value) {
        let method = Method::from_bytes(step.verb.as_bytes()).unwrap();
        let headers: Vec<(&str, &str)> =
            step.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let body = step.body.replace("{chain}", &self.chain);
        let answer = self.desk.send(method, &step.path, &headers, body).await;
        if let Some(token) = answer.at("/token").as_str() {
            token.clone_into(&mut self.desk.token);
        }
        if let Some(chain) = answer.at("/scopes/0/chain").as_str() {
            chain.clone_into(&mut self.chain);
        }
        (answer.status.as_u16(), answer.json())
    }
}

/// Whether what was said then and what is said now mean the same to a program of then: every field
/// it knew is there, and only what differs from day to day differs.
fn same(then: &Value, now: &Value, place: &str) {
    match (then, now) {
        (Value::Object(then), Value::Object(now)) => {
            for (name, value) in then {
                let now = now.get(name).unwrap_or_else(|| panic!("{place}/{name} is gone"));
                same(value, now, &format!("{place}/{name}"));
            }
        }
        (Value::Array(then), Value::Array(now)) => {
            assert_eq!(then.len(), now.len(), "{place}");
            for (index, (then, now)) in then.iter().zip(now).enumerate() {
                same(then, now, &format!("{place}/{index}"));
            }
        }
        (Value::String(then), Value::String(now)) => {
            let hex = |text: &str| text.len() >= 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
            let instant = |text: &str| text.parse::<domain::Zeitpunkt>().is_ok();
            let other = place.ends_with("/title") || place.ends_with("/ledger");
            let both = |is: &dyn Fn(&str) -> bool| is(then) && is(now);
            assert!(then == now || other || both(&hex) || both(&instant), "{place}: {then} {now}");
        }
        _ => assert_eq!(then, now, "{place}"),
    }
}

/// A new workstation and an old centre: what was said then is read by the messages of today.
fn read(step: &Step) {
    fn is<T: serde::de::DeserializeOwned>(step: &Step) {
        let read = serde_json::from_value::<T>(step.answer.clone());
        assert!(read.is_ok(), "{}: {:?}", step.path, read.err());
    }
    match step.path.as_str() {
        _ if step.status >= 400 => is::<Problem>(step),
        _ if step.answer.is_null() => {}
        "/v1/enrol" => is::<Enrolled>(step),
        "/v1/hello" => is::<HelloAnswer>(step),
        "/v1/push" => is::<PushAnswer>(step),
        "/v1/pull" => is::<PullAnswer>(step),
        "/v1/salvage" => is::<SalvageAnswer>(step),
        "/v1/seal" => is::<Seal>(step),
        "/v1/blobs/have" => is::<BlobsMissing>(step),
        path if path.ends_with("/digest") => is::<DigestSums>(step),
        path if path.ends_with("/records") => is::<RecordsAnswer>(step),
        path if path.starts_with("/v1/blobs") => is::<UploadState>(step),
        path => panic!("nobody reads {path}"),
    }
}

#[tokio::test]
async fn conversations_of_earlier_programs_still_work() {
    let mut held = 0;
    for file in std::fs::read_dir(folder()).unwrap() {
        let file = file.unwrap().path();
        let steps: Vec<Step> = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let mut talk = Talk::new();
        for (index, step) in steps.iter().enumerate() {
            let (status, answer) = talk.ask(step).await;
            let place = format!("{} {index} {}", file.display(), step.path);
            assert_eq!(status, step.status, "{place}: {answer}");
            same(&step.answer, &answer, &place);
            read(step);
        }
        held += steps.len();
    }
    assert!(held > 15, "there are recordings: {held}");
}

/// Writes the conversation of today's program, if somebody asks for it.
#[tokio::test]
async fn todays_conversation_can_be_recorded() {
    let mut talk = Talk::new();
    let mut steps = questions();
    for step in &mut steps {
        (step.status, step.answer) = talk.ask(step).await;
        assert_ne!(step.status, 500, "{}", step.path);
        read(step);
    }
    if let Ok(name) = std::env::var("FORSTHAUS_RECORD") {
        let mut text = serde_json::to_string_pretty(&steps).unwrap();
        text.push('\n');
        std::fs::create_dir_all(folder()).unwrap();
        std::fs::write(folder().join(format!("{name}.json")), text).unwrap();
    }
}

fn step(verb: &str, path: &str, body: String) -> Step {
    let (verb, path) = (verb.to_owned(), path.to_owned());
    Step { verb, path, headers: Vec::new(), body, status: 0, answer: Value::Null }
}

fn post(path: &str, body: &Value) -> Step {
    step("POST", path, body.to_string())
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x019a_5b3c_0000_7000_8000_0000_0000_0000 + number)
}

fn mutation(n: u64, rec_type: &str, rec_id: u128, edit: Value) -> Value {
    json!({ "mid": id(100 + u128::from(n)), "n": n, "akteur": "Anna", "aktion": "kontakt_anlegen",
        "claimed_at": "2026-11-02T07:00:00.25Z", "schema": 1, "scope": "registratur",
        "rec_type": rec_type, "rec_id": id(rec_id), "edit": edit })
}

fn questions() -> Vec<Step> {
    let client = "019a42c1-5d10-7a31-9c55-0c4f5a6b7c8d";
    let created = json!({ "name": "Meier", "angelegt_um": "2026-11-02T07:00:00.25Z",
        "angelegt_von": "Anna" });
    let create = json!({ "op": "create", "set": created });
    let set = |base: &str, name: &str| json!({ "op": "set", "base": { "name": base }, "set": { "name": name } });
    let sha256 = wire::sha256_hex(b"Ein Original");
    let mut parked = mutation(4, "kontakt", 2, create.clone());
    parked["requires"] = json!([sha256]);
    let push =
        |mutations: Value| post("/v1/push", &json!({ "client": client, "mutations": mutations }));
    let hello = |cursors: Value| {
        post(
            "/v1/hello",
            &json!({ "client": client, "app": "0.1.0", "schema": 1,
            "cursors": cursors, "parked": [id(104)] }),
        )
    };
    let cursor =
        |seq: u64, chain: &str| json!([{ "scope": "registratur", "seq": seq, "chain": chain }]);
    let pull = |cursors: Value| post("/v1/pull", &json!({ "client": client, "cursors": cursors }));
    let blob = format!("/v1/blobs/registratur/{sha256}");
    let offer = json!({ "scope": "registratur", "sha256": sha256, "size": 12 });
    let mut piece = step("PATCH", &blob, "Ein Original".to_owned());
    piece.headers = vec![("upload-offset".to_owned(), "0".to_owned())];
    let record =
        json!({ "rec_type": "kontakt", "rec_id": id(9), "ver": 3, "body": created.to_string() });
    vec![
        post("/v1/enrol", &json!({ "code": "CODE", "client": client, "arbeitsplatz": "K07" })),
        hello(cursor(0, &genesis())),
        pull(cursor(0, &genesis())),
        push(json!([
            mutation(1, "kontakt", 1, create),
            mutation(2, "kontakt", 1, set("Meier", "Maier")),
            mutation(3, "kontakt", 1, set("Meyer", "Mayer")),
            parked
        ])),
        pull(cursor(0, &genesis())),
        hello(cursor(3, "{chain}")),
        post("/v1/blobs/have", &json!({ "scope": "registratur", "sha256": [sha256] })),
        post("/v1/blobs", &offer),
        piece,
        post("/v1/blobs", &offer),
        hello(cursor(3, "{chain}")),
        pull(cursor(3, "{chain}")),
        pull(cursor(4, &"ab".repeat(32))),
        push(json!([mutation(9, "kontakt", 3, json!({ "op": "create" }))])),
        step("GET", "/v1/seal", String::new()),
        step("GET", "/v1/scopes/registratur/digest", String::new()),
        post("/v1/scopes/registratur/records", &json!({ "ids": [id(1), id(77)] })),
        post(
            "/v1/salvage",
            &json!({ "client": client, "scope": "registratur", "records": [record] }),
        ),
        post("/v1/scopes/registratur/purged", &json!({ "client": client })),
        post(
            "/v1/pull",
            &json!({ "client": client, "cursors": [{ "scope": "personal", "seq": 0,
            "chain": genesis() }] }),
        ),
    ]
}

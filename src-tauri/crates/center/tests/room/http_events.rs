//! News through the addresses, and what an idle round costs on a real socket.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::Method;
use center::Surroundings;
use futures_util::StreamExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::http_room::{Desk, Room};

/// Longer than anything here takes; the tests wait for events and not for time.
const DEADLINE: Duration = Duration::from_secs(20);

/// A workstation that listens.
struct Listener {
    stream: BodyDataStream,
    text: String,
}

impl Listener {
    async fn new(desk: &Desk) -> Self {
        let request = desk.request(Method::GET, "/v1/events", &[], Body::empty());
        let answer = desk.router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        Self { stream: answer.into_body().into_data_stream(), text: String::new() }
    }

    /// The next event, or `None` at the end of the stream.
    async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some((event, rest)) = self.text.clone().split_once("\n\n") {
                rest.clone_into(&mut self.text);
                let data = event.lines().find_map(|line| line.strip_prefix("data: "));
                if let Some(data) = data {
                    assert!(event.contains("event: head"), "{event}");
                    return Some(serde_json::from_str(data).unwrap());
                }
                continue;
            }
            let more = tokio::time::timeout(DEADLINE, self.stream.next()).await.unwrap();
            self.text += std::str::from_utf8(&more?.unwrap()).unwrap();
        }
    }
}

fn poke(scope: &str, seq: u64) -> Option<Value> {
    Some(json!({ "scope": scope, "seq": seq }))
}

#[tokio::test]
async fn a_listener_is_told_where_things_stand_and_then_what_moves() {
    let room = Room::new();
    let mut anna = room.desk("K01").await;
    let bernd = room.desk("K02").await;
    anna.add("Meier").await;
    let mut listener = Listener::new(&bernd).await;
    assert_eq!(listener.next().await, poke("registratur", 1));
    assert_eq!(listener.next().await, poke("stammdaten", 0));
    for seq in 2..5 {
        anna.add("Müller").await;
        assert_eq!(listener.next().await, poke("registratur", seq));
    }
}

/// Another copy of the service, or a command, has written: nobody wakes this process.
#[tokio::test]
async fn a_listener_is_told_what_another_process_wrote() {
    let room = Room::new();
    let mut anna = room.desk("K01").await;
    let bernd = room.desk("K02").await;
    let mut listener = Listener::new(&bernd).await;
    listener.next().await;
    listener.next().await;
    let file = room.folder.path().join("zentrale.db");
    let ledger = std::sync::Arc::new(center::Ledger::open(&file).unwrap());
    let objects = room.folder.path().join("originale");
    let originals = center::Originals::folder(&objects).unwrap();
    let other = center::Center::new(ledger, originals, Surroundings::system());
    anna.router = center::router(other);
    anna.add("Meier").await;
    assert_eq!(listener.next().await, poke("registratur", 1));
}

#[tokio::test]
async fn nobody_hears_of_scopes_or_authorities_that_are_not_theirs() {
    let room = Room::new();
    let surroundings = Surroundings::system();
    let scopes = [center::SCOPE_REGISTRATUR];
    room.ledger.add_tenant("u", "Nachbar", false, &scopes, surroundings.id()).unwrap();
    room.ledger.add_code("u", "NACHBAR", 1).unwrap();
    let mut anna = room.desk("K01").await;
    let bernd = room.desk("K02").await;
    let device = room.ledger.device(&bernd.token).unwrap();
    let now = surroundings.now();
    room.ledger.write("t", |tx| tx.revoke(&device, "registratur", now)).unwrap();
    let mut neighbour = Desk { client: surroundings.id(), ..anna.clone() };
    neighbour.token.clear();
    let enrol = json!({ "code": "NACHBAR", "client": neighbour.client, "arbeitsplatz": "N01" });
    let token = neighbour.post("/v1/enrol", &enrol).await.ok().at("/token");
    token.as_str().unwrap().clone_into(&mut neighbour.token);
    let mut next_door = Listener::new(&neighbour).await;
    assert_eq!(next_door.next().await, poke("registratur", 0));
    let mut listener = Listener::new(&bernd).await;
    assert_eq!(listener.next().await, poke("stammdaten", 0));
    anna.add("Meier").await;
    neighbour.n = 0;
    neighbour.add("Müller").await;
    neighbour.add("Müller").await;
    // Whatever anna wrote is older than this; the neighbour hears of their own only.
    let heard = next_door.next().await;
    assert!(heard == poke("registratur", 1) || heard == poke("registratur", 2), "{heard:?}");
    // The centre stops: streams end, and bernd has heard nothing more.
    room.center.stop();
    assert_eq!(listener.next().await, None);
}

/// How many bytes a round costs in which nothing is new, both directions, with all headers.
#[tokio::test]
async fn an_idle_round_is_one_small_request() {
    let room = Room::new();
    let mut desk = room.desk("K01").await;
    desk.add_many(20).await;
    let key = center::seal::SealKey::from_bytes(&[1; 32]);
    let now = Surroundings::system().now();
    room.ledger.write("t", |tx| center::seal::seal(tx, &key, now)).unwrap();
    let heads = desk.hello(json!([])).await.ok().at("/heads");
    let cursor = |head: &Value| json!({ "scope": head["scope"], "seq": head["seq"], "chain": head["chain"] });
    let cursors: Vec<Value> = heads.as_array().unwrap().iter().map(cursor).collect();
    let hello = json!({ "client": desk.client, "app": "0.1.0", "schema": 1, "cursors": cursors });
    let body = hello.to_string();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = room.router.clone();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let packed = zstd::bulk::compress(body.as_bytes(), 3).unwrap();
    let question = format!(
        "POST /v1/hello HTTP/1.1\r\ncontent-type: application/json\r\n\
         content-encoding: zstd\r\naccept-encoding: zstd\r\nauthorization: Bearer {}\r\n\
         user-agent: forsthaus/0.1.0\r\naccept: */*\r\nhost: {address}\r\n\
         content-length: {}\r\n\r\n",
        desk.token,
        packed.len()
    );
    let mut sent = question.into_bytes();
    sent.extend(&packed);
    let bytes = sent.len();
    let answer = tokio::task::spawn_blocking(move || exchange(address, &sent)).await.unwrap();
    let text = String::from_utf8_lossy(&answer);
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
    let all = bytes + answer.len();
    eprintln!("idle round: {bytes} bytes out, {} bytes in", answer.len());
    assert!(all <= 2000, "{all} bytes: {bytes} out, {} in", answer.len());
}

/// Sends a request and reads one whole answer.
fn exchange(address: std::net::SocketAddr, question: &[u8]) -> Vec<u8> {
    use std::io::{Read, Write};
    let mut socket = std::net::TcpStream::connect(address).unwrap();
    socket.write_all(question).unwrap();
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = socket.read(&mut buffer).unwrap();
        answer.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&answer).into_owned();
        let Some(end) = text.find("\r\n\r\n") else { continue };
        let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.unwrap().parse().unwrap();
        if read == 0 || answer.len() >= end + 4 + length {
            return answer;
        }
    }
}

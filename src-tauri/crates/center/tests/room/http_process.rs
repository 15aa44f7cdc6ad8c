//! The real program: killed in the middle, started again, restored from a backup, administered.
//!
//! Never waits for time: the program says when it is ready.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use uuid::Uuid;

use crate::http_room::{bytes, contact, genesis};
use crate::ledger::place::Place;

const PROGRAM: &str = env!("CARGO_BIN_EXE_forsthaus-center");

/// Where a centre's things lie.
struct Site {
    folder: tempfile::TempDir,
    places: Vec<String>,
    tenant: String,
    /// Keeps the database until the end.
    place: Option<Place>,
}

impl Site {
    /// A folder of its own.
    fn embedded() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("daten").display().to_string();
        let places = vec!["--data".to_owned(), data];
        Self { folder, places, tenant: "mandant".to_owned(), place: None }
    }

    /// A folder; and what a state uses, as far as `FORSTHAUS_PG` and `FORSTHAUS_S3` name it.
    fn all() -> Vec<Self> {
        let mut sites = vec![Self::embedded()];
        let (place, objects) = (Place::postgres(), std::env::var("FORSTHAUS_S3").ok());
        if place.is_none() && objects.is_none() {
            return sites;
        }
        let mut site = Self::embedded();
        if let Some(objects) = objects {
            // A beginning of its own, and a short one: s3s-fs makes one file name of everything.
            let (bucket, settings) = objects.split_once('?').unwrap();
            let mine = &center::Surroundings::system().token()[..8];
            site.places.extend(["--objects".to_owned(), format!("{bucket}/{mine}?{settings}")]);
        }
        if let Some((owner, service)) = place.as_ref().and_then(Place::urls) {
            site.places.extend(["--database".to_owned(), service]);
            site.places.extend(["--database-owner".to_owned(), owner]);
            site.admin(&["tenant-add", "t", "Gemeinde"]);
            site.tenant = "t".to_owned();
        }
        site.place = place;
        sites.push(site);
        sites
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("daten")
    }

    fn start(&self) -> Service {
        Service::start(&self.places)
    }

    /// Runs a command of the program and returns what it prints.
    #[track_caller]
    fn admin(&self, args: &[&str]) -> String {
        let (command, rest) = args.split_first().unwrap();
        let mut program = Command::new(PROGRAM);
        let output = program.arg(command).args(&self.places).args(rest).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        said
    }

    /// The same for one that is about the authority.
    #[track_caller]
    fn office(&self, args: &[&str]) -> String {
        let (command, rest) = args.split_first().unwrap();
        self.admin(&[&[*command, "--tenant", &self.tenant], rest].concat())
    }

    fn enrol(&self, service: &Service, name: &str, client: Uuid) -> String {
        let code = self.office(&["code"]);
        let body = json!({ "code": code.trim(), "client": client, "arbeitsplatz": name });
        let answer = service.json(&post("/v1/enrol", "", &body));
        answer["token"].as_str().unwrap().to_owned()
    }
}

/// A running service.
struct Service {
    child: Child,
    address: String,
    /// Where its figures are, if it was asked to give them.
    metrics: Option<String>,
}

impl Service {
    fn start(places: &[String]) -> Self {
        Self::start_with(places, &[])
    }

    fn start_with(places: &[String], more: &[&str]) -> Self {
        let mut command = Command::new(PROGRAM);
        command.args(["serve", "--mandant", "Gemeinde", "--listen", "127.0.0.1:0"]);
        command.args(places).args(["--log", "json"]).args(more);
        let child = command.stderr(Stdio::piped()).spawn();
        let mut child = child.unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (mut address, mut metrics) = (None, None);
        let mut said = Vec::new();
        for line in lines.map_while(Result::ok) {
            let entry: Value = serde_json::from_str(&line).unwrap_or(Value::Null);
            if entry["message"] == "metrics" {
                metrics = entry["address"].as_str().map(str::to_owned);
            }
            if entry["message"] == "ready" {
                address = entry["address"].as_str().map(|text| text.replace("http://", ""));
                break;
            }
            said.push(line);
        }
        let address = address.unwrap_or_else(|| panic!("not ready: {said:#?}"));
        Self { child, address, metrics }
    }

    /// As a power cut does it.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends a request and reads the answer; an error is a broken line.
    fn send(&self, request: &Request<'_>) -> std::io::Result<(u16, Vec<u8>)> {
        Self::ask(&self.address, request)
    }

    fn ask(address: &str, request: &Request<'_>) -> std::io::Result<(u16, Vec<u8>)> {
        let mut socket = TcpStream::connect(address)?;
        socket.write_all(&request.bytes())?;
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer)?;
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.ok_or(std::io::ErrorKind::UnexpectedEof)?;
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
        Ok((status, answer.split_off(end + 4)))
    }

    #[track_caller]
    fn json(&self, request: &Request<'_>) -> Value {
        let (status, body) = self.send(request).unwrap();
        assert!(status < 300, "{status}: {}", String::from_utf8_lossy(&body));
        serde_json::from_slice(&body).unwrap_or(Value::Null)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Request<'a> {
    verb: &'a str,
    path: &'a str,
    token: &'a str,
    headers: Vec<(&'a str, String)>,
    body: Vec<u8>,
}

impl Request<'_> {
    fn bytes(&self) -> Vec<u8> {
        let mut text =
            format!("{} {} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n", self.verb, self.path);
        text += &format!("authorization: Bearer {}\r\n", self.token);
        text +=
            &format!("content-type: application/json\r\ncontent-length: {}\r\n", self.body.len());
        for (name, value) in &self.headers {
            text += &format!("{name}: {value}\r\n");
        }
        let mut bytes = (text + "\r\n").into_bytes();
        bytes.extend(&self.body);
        bytes
    }
}

fn post<'a>(path: &'a str, token: &'a str, body: &Value) -> Request<'a> {
    let body = body.to_string().into_bytes();
    Request { verb: "POST", path, token, headers: Vec::new(), body }
}

fn get<'a>(path: &'a str, token: &'a str) -> Request<'a> {
    Request { verb: "GET", path, token, headers: Vec::new(), body: Vec::new() }
}

fn hello(service: &Service, token: &str, client: Uuid, cursors: Value) -> Value {
    let body = json!({ "client": client, "app": "0", "schema": 1, "cursors": cursors });
    service.json(&post("/v1/hello", token, &body))
}

fn head(hello: &Value) -> Value {
    let heads = hello["heads"].as_array().unwrap();
    heads.iter().find(|head| head["scope"] == "registratur").unwrap().clone()
}

/// Rows of the log by the mutation that caused them.
fn rows_of(service: &Service, token: &str, client: Uuid, mid: &Value) -> usize {
    let cursors = json!([{ "scope": "registratur", "seq": 0, "chain": genesis() }]);
    let body = json!({ "client": client, "cursors": cursors });
    let answer = service.json(&post("/v1/pull", token, &body));
    let rows = answer["scopes"][0]["changes"].as_array().unwrap();
    rows.iter().filter(|row| row["mid"] == *mid).count()
}

/// What IT watches stands on a door of its own and counts what the service did, without content.
#[test]
fn figures_are_given_on_a_door_of_their_own() {
    let site = Site::embedded();
    let service = Service::start_with(&site.places, &["--metrics", "127.0.0.1:0"]);
    let client = Uuid::from_u128(7);
    let token = site.enrol(&service, "K01", client);
    hello(&service, &token, client, json!([]));
    let metrics = service.metrics.clone().unwrap();
    let (status, text) = Service::ask(&metrics, &get("/metrics", "")).unwrap();
    let text = String::from_utf8(text).unwrap();
    assert_eq!(status, 200);
    let hello =
        "forsthaus_request_seconds_count{route=\"/v1/hello\",verb=\"POST\",status=\"200\"} 1\n";
    assert!(text.contains(hello), "{text}");
    for secret in [token.as_str(), "K01", "Gemeinde"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    let (status, _) = service.send(&get("/metrics", &token)).unwrap();
    assert_eq!(status, 404, "the workstations' door gives no figures");
}

/// Scenario 18 at the centre: killed at any byte of a push, the same push gets one verdict and
/// makes one row.
#[test]
fn scenario_18_killed_centre_decides_a_push_once() {
    Site::all().iter().for_each(push_while_killed);
}

fn push_while_killed(site: &Site) {
    let mut service = site.start();
    let client = Uuid::from_u128(7);
    let token = site.enrol(&service, "K01", client);
    for (n, eighths) in (1..).zip([8, 8, 8, 7, 3, 8, 8, 0]) {
        let mutation = contact(n, "Meier");
        let mid = mutation["mid"].clone();
        let push = json!({ "client": client, "mutations": [mutation] });
        let request = post("/v1/push", &token, &push);
        let bytes = request.bytes();
        let cut = bytes.len() * eighths / 8;
        eprintln!("push {n}: killed after {cut} of {} bytes", bytes.len());
        let mut socket = TcpStream::connect(&service.address).unwrap();
        socket.write_all(&bytes[..cut]).unwrap();
        service.kill();
        service = site.start();
        let first = service.json(&request);
        let again = service.json(&request);
        assert_eq!(first["verdicts"], again["verdicts"], "the verdict stays");
        assert_eq!(first["verdicts"][0]["verdict"], "applied");
        assert_eq!(first["verdicts"][0]["seq"], json!(n));
        assert_eq!(rows_of(&service, &token, client, &mid), 1);
        assert_eq!(hello(&service, &token, client, json!([]))["expect"], json!(n + 1));
    }
    assert_eq!(site.admin(&["verify"]), "0 Befunde\n");
}

#[test]
fn scenario_18_killed_centre_goes_on_with_an_upload() {
    Site::all().iter().for_each(upload_while_killed);
}

fn upload_while_killed(site: &Site) {
    let mut service = site.start();
    let token = site.enrol(&service, "K01", Uuid::from_u128(7));
    for (round, eighths) in [(1, 8), (2, 4), (3, 8), (4, 8)] {
        let piece = usize::try_from(wire::PIECE_BYTES).unwrap();
        let original = bytes(piece + 40_000, round);
        let sha256 = wire::sha256_hex(&original);
        let path = format!("/v1/blobs/registratur/{sha256}");
        let mut kills = 2;
        let answer = loop {
            let offer = json!({ "scope": "registratur", "sha256": sha256, "size": original.len() });
            let state = service.json(&post("/v1/blobs", &token, &offer));
            let offset = usize::try_from(state["offset"].as_u64().unwrap()).unwrap();
            if state["complete"] == true {
                break state;
            }
            let body = original[offset..original.len().min(offset + piece)].to_vec();
            let headers = vec![("upload-offset", offset.to_string())];
            let request = Request { verb: "PATCH", path: &path, token: &token, headers, body };
            if kills == 0 {
                service.json(&request);
                continue;
            }
            kills -= 1;
            let bytes = request.bytes();
            eprintln!("round {round}: killed at offset {offset}");
            let mut socket = TcpStream::connect(&service.address).unwrap();
            socket.write_all(&bytes[..bytes.len() * eighths / 8]).unwrap();
            service.kill();
            service = site.start();
        };
        assert_eq!(answer["offset"], json!(original.len()));
        let (status, back) = service.send(&get(&path, &token)).unwrap();
        assert!(status == 200 && back == original, "round {round}");
    }
}

/// Scenario 16: the database comes back from a backup; workstations know more than it does.
#[test]
fn scenario_16_restored_centre_takes_back_what_it_lost() {
    let site = Site::embedded();
    let data = site.data();
    let mut service = site.start();
    let client = Uuid::from_u128(7);
    let token = site.enrol(&service, "K01", client);
    let push = |service: &Service, mutation: &Value| {
        let body = json!({ "client": client, "mutations": [mutation] });
        service.json(&post("/v1/push", &token, &body))
    };
    push(&service, &contact(1, "Meier"));
    let backup = site.folder.path().join("sicherung.db");
    site.admin(&["backup", backup.to_str().unwrap()]);
    let later = contact(2, "Müller");
    let answer = push(&service, &later);
    assert_eq!((&answer["expect"], &answer["safe_n"]), (&json!(3), &json!(1)), "not safe yet");
    let before = hello(&service, &token, client, json!([]));
    let wanted = json!({ "ids": [later["rec_id"]] });
    let records = service.json(&post("/v1/scopes/registratur/records", &token, &wanted));

    service.kill();
    for name in ["zentrale.db", "zentrale.db-wal", "zentrale.db-shm"] {
        let _ = std::fs::remove_file(data.join(name));
    }
    std::fs::copy(&backup, data.join("zentrale.db")).unwrap();
    service = site.start();

    let known = head(&before);
    let cursor = json!([{ "scope": "registratur", "seq": known["seq"], "chain": known["chain"] }]);
    let answer = hello(&service, &token, client, cursor);
    assert_eq!(answer["forked"], json!(["registratur"]), "its history is not mine");
    assert_eq!(answer["ledger"], before["ledger"], "but it is the same ledger");
    assert_eq!(answer["expect"], json!(2), "the lost change is asked for again");
    // What the workstation knew goes into safety first, then its own work comes again.
    let salvage =
        json!({ "client": client, "scope": "registratur", "records": records["records"] });
    for _ in 0..2 {
        assert_eq!(service.json(&post("/v1/salvage", &token, &salvage))["kept"], json!(1));
    }
    let answer = push(&service, &later);
    assert_eq!(answer["verdicts"][0]["verdict"], "applied");
    assert_eq!(rows_of(&service, &token, client, &later["mid"]), 1);
    let listed = site.office(&["salvage-list"]);
    assert_eq!(listed.lines().count(), 1);
    assert!(listed.contains("Müller"), "{listed}");
    assert_eq!(site.admin(&["backup-forget", backup.to_str().unwrap()]), "Vergessen.\n");
    assert_eq!(hello(&service, &token, client, json!([]))["safe_n"], json!(2));
}

#[cfg(unix)]
#[test]
fn a_service_that_is_asked_to_stop_finishes_what_it_has_begun() {
    Site::all().iter().for_each(stop_in_the_middle);
}

fn stop_in_the_middle(site: &Site) {
    let mut service = site.start();
    let client = Uuid::from_u128(7);
    let token = site.enrol(&service, "K01", client);
    // A listener, which would never end by itself, and a push that is half there.
    let mut events = TcpStream::connect(&service.address).unwrap();
    events.write_all(&get("/v1/events", &token).bytes()).unwrap();
    let mut first = [0; 64];
    assert!(events.read(&mut first).unwrap() > 0);
    let push = json!({ "client": client, "mutations": [contact(1, "Meier")] });
    let request = post("/v1/push", &token, &push).bytes();
    let mut socket = TcpStream::connect(&service.address).unwrap();
    socket.write_all(&request[..request.len() / 2]).unwrap();
    // Any answer shows that the connections before it were taken on.
    hello(&service, &token, client, json!([]));
    let mut kill = Command::new("kill");
    assert!(kill.args(["-TERM", &service.child.id().to_string()]).status().unwrap().success());
    let mut rest = Vec::new();
    events.read_to_end(&mut rest).unwrap();
    socket.write_all(&request[request.len() / 2..]).unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(service.child.wait().unwrap().success());
    let service = site.start();
    assert_eq!(hello(&service, &token, client, json!([]))["expect"], json!(2));
}

#[test]
fn an_administrator_sees_and_changes_who_may_do_what() {
    Site::all().iter().for_each(administer);
}

fn administer(site: &Site) {
    let service = site.start();
    let client = Uuid::from_u128(7);
    let token = site.enrol(&service, "K01", client);
    assert!(site.office(&["devices"]).contains("K01\tseit "));
    site.office(&["revoke", "K01", "registratur"]);
    assert_eq!(hello(&service, &token, client, json!([]))["revoked"], json!(["registratur"]));
    assert!(site.office(&["devices"]).contains("Löschung unbestätigt: registratur"));
    site.office(&["grant", "K01", "registratur"]);
    assert!(hello(&service, &token, client, json!([])).get("revoked").is_none());
    site.office(&["quota", "--bytes", "5000"]);
    assert!(site.office(&["quota"]).contains("Bytes der Originale: 0 von 5000"));
    let next_door = format!("{}-nachbar", site.tenant);
    let code = site.admin(&["tenant-add", &next_door, "Gemeinde Nachbar"]);
    assert_eq!(code.trim().len(), 19, "{code}");
    let line = format!("{next_door}\tGemeinde Nachbar\t");
    assert!(site.admin(&["tenants"]).contains(&line));
    let sealed: wire::Seal = serde_json::from_str(&site.office(&["seal"])).unwrap();
    assert!(center::seal::verifies(&sealed));
    let seal = service.json(&get("/v1/seal", &token));
    assert_eq!(seal, serde_json::to_value(&sealed).unwrap());
    assert!(site.admin(&["compact", "--days", "0"]).contains("gekürzt"));
    assert!(head(&hello(&service, &token, client, json!([])))["floor"].is_u64());
    site.office(&["revoke-device", "K01"]);
    assert_eq!(service.send(&get("/v1/seal", &token)).unwrap().0, 401);
    assert_eq!(site.admin(&["verify"]), "0 Befunde\n");
}

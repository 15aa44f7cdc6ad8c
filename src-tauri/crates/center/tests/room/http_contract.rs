//! What `openapi.yaml` says, held against what the service does.
//!
//! Never a second description: it is read from the file that is published.

use std::sync::OnceLock;

use axum::http::Method;
use serde_json::{Map, Value, json};

use crate::http_room::{Answer, Room, blob, bytes, genesis};

/// The published description. Objects may have no fields that it does not name.
fn contract() -> &'static Value {
    static CONTRACT: OnceLock<Value> = OnceLock::new();
    CONTRACT.get_or_init(|| {
        let text = include_str!("../../../wire/openapi.yaml");
        let mut contract: Value = serde_saphyr::from_str(text).unwrap();
        let schemas = contract.pointer_mut("/components/schemas").unwrap().as_object_mut().unwrap();
        for (name, schema) in schemas {
            let open = ["Verdict", "Record", "Edit"].contains(&name.as_str());
            if !open && schema.get("properties").is_some() {
                schema["additionalProperties"] = json!(false);
            }
        }
        contract
    })
}

/// The verbs of a path of the description.
fn verbs(item: &Value) -> Vec<String> {
    let known = ["get", "post", "patch", "put", "delete", "head"];
    let item: &Map<String, Value> = item.as_object().unwrap();
    item.keys().filter(|key| known.contains(&key.as_str())).map(|key| key.to_uppercase()).collect()
}

fn fits(template: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap();
    let (template, path): (Vec<_>, Vec<_>) =
        (template.split('/').collect(), path.split('/').collect());
    let same = |(t, p): (&&str, &&str)| t == p || t.starts_with('{');
    template.len() == path.len() && template.iter().zip(&path).all(same)
}

fn resolved<'a>(root: &'a Value, value: &'a Value) -> &'a Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => root.pointer(reference.trim_start_matches('#')).unwrap(),
        None => value,
    }
}

/// Fails unless the answer is one that the description allows for this request.
pub(crate) fn check(method: &Method, path: &str, answer: &Answer) {
    let root = contract();
    let paths = root.get("paths").unwrap().as_object().unwrap();
    // A literal segment counts more than a parameter, as in the router.
    let item = paths
        .get(path)
        .or_else(|| paths.iter().find(|(template, _)| fits(template, path)).map(|(_, item)| item));
    let verb = method.as_str().to_lowercase();
    let Some(operation) = item.and_then(|item| item.get(&verb)) else { return };
    let status = answer.status.as_u16().to_string();
    let what = format!("{method} {path} → {status}");
    let response = operation.pointer(&format!("/responses/{status}"));
    let response = resolved(root, response.unwrap_or_else(|| panic!("{what} is not described")));
    for (name, header) in response.get("headers").and_then(Value::as_object).into_iter().flatten() {
        let header = resolved(root, header);
        let value = answer.header(name);
        assert!(!value.is_empty(), "{what}: header {name}");
        let schema = header.get("schema").unwrap();
        let number = schema.get("type") == Some(&json!("integer"));
        let value = if number { json!(value.parse::<u64>().unwrap()) } else { json!(value) };
        valid(root, schema, &value, &format!("{what}: {name}"));
    }
    let Some(content) = response.get("content") else {
        assert!(answer.body.is_empty(), "{what}: a body");
        return;
    };
    let kind = answer.header("content-type").split(';').next().unwrap().to_owned();
    let media = content.as_object().unwrap().get(&kind);
    let media = media.unwrap_or_else(|| panic!("{what}: content-type {kind:?}"));
    if kind.ends_with("json") && answer.header("content-encoding").is_empty() {
        valid(root, media.get("schema").unwrap(), &answer.json(), &what);
    } else if let Some(schema) = media.get("schema").filter(|_| kind == "text/plain") {
        valid(root, schema, &json!(String::from_utf8_lossy(&answer.body)), &what);
    }
}

fn valid(root: &Value, schema: &Value, value: &Value, what: &str) {
    let mut whole = schema.clone();
    whole["components"] = root.get("components").unwrap().clone();
    let validator = jsonschema::draft202012::new(&whole).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}\n{value:#}");
}

#[tokio::test]
async fn every_address_is_described_and_every_description_has_an_address() {
    let described: Vec<(String, Vec<String>)> = contract()["paths"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(path, item)| (path.clone(), verbs(item)))
        .collect();
    let mut served: Vec<(String, Vec<String>)> = center::addresses()
        .into_iter()
        .map(|(path, verbs)| (path.to_owned(), verbs.iter().map(|v| (*v).to_owned()).collect()))
        .collect();
    served.sort();
    let mut described = described;
    described.sort();
    assert_eq!(served, described);
    // The table of addresses says the truth about its handlers.
    let room = Room::new();
    let desk = room.desk("K01").await;
    for (path, verbs) in served {
        let path = path.replace("{scope}", "registratur").replace("{sha256}", &"0".repeat(64));
        for verb in ["GET", "POST", "PATCH", "PUT", "DELETE"] {
            let method = Method::from_bytes(verb.as_bytes()).unwrap();
            let request = desk.request(method, &path, &[], axum::body::Body::from("{}"));
            let answer = tower::ServiceExt::oneshot(room.router.clone(), request).await.unwrap();
            let known = answer.status() != axum::http::StatusCode::METHOD_NOT_ALLOWED;
            assert_eq!(known, verbs.iter().any(|v| v == verb), "{verb} {path}");
        }
    }
    desk.get("/v1/nirgends").await.problem(404, "not-found");
}

/// Every operation once with success: the answers go through [`check`].
#[tokio::test]
async fn real_answers_of_every_address_are_as_described() {
    let room = Room::new();
    let mut desk = room.desk("K01").await;
    desk.add("Meier").await;
    let refused = json!({ "mid": uuid::Uuid::from_u128(1), "n": 2, "akteur": "Anna",
        "aktion": "x", "claimed_at": "2026-11-02T07:00:00Z", "schema": 1, "scope": "nirgends",
        "rec_type": "kontakt", "rec_id": uuid::Uuid::from_u128(2), "edit": { "op": "create" } });
    desk.push(&[refused]).await.ok();
    let key = center::seal::SealKey::from_bytes(&[1; 32]);
    let now = center::Surroundings::system().now();
    room.ledger.write("t", |tx| center::seal::seal(tx, &key, now)).unwrap();
    let zero = genesis();
    desk.hello(json!([{ "scope": "registratur", "seq": 0, "chain": zero }])).await.ok();
    desk.pull("registratur", 0, &zero).await.ok();
    let contact = desk.pull("registratur", 0, &zero).await.at("/scopes/0/changes/0");
    let rec_id = contact["rec_id"].clone();
    desk.get("/v1/seal").await.ok();
    desk.get("/v1/scopes/registratur/snapshot").await.ok();
    let range = [("range", "bytes=0-9")];
    desk.get_with("/v1/scopes/registratur/snapshot", &range).await.ok();
    desk.get("/v1/scopes/registratur/digest").await.ok();
    desk.get("/v1/scopes/registratur/digest?bucket=3").await.ok();
    let wanted = json!({ "ids": [rec_id] });
    let answer = desk.post("/v1/scopes/registratur/records", &wanted).await.ok();
    assert_eq!(answer.at("/records/0/body"), contact["body"]);
    let salvage = json!({ "client": desk.client, "scope": "registratur",
        "records": answer.at("/records") });
    desk.post("/v1/salvage", &salvage).await.ok();
    let original = bytes(3000, 1);
    let sha256 = wire::sha256_hex(&original);
    desk.offer(&sha256, original.len()).await.ok();
    desk.piece(&sha256, 0, &original).await.ok();
    desk.get(&blob(&sha256)).await.ok();
    desk.get_with(&blob(&sha256), &range).await.ok();
    let grown = [original.as_slice(), b"gestempelt"].concat();
    desk.whole(&grown).await.ok();
    let path = format!("{}/prefix?of={sha256}", blob(&wire::sha256_hex(&grown)));
    assert_eq!(desk.get(&path).await.ok().at("/prefix_len"), json!(original.len()));
    desk.get(path.split_once('?').unwrap().0).await.problem(400, "invalid");
    desk.get("/v1/scopes/registratur/digest?bucket=256").await.problem(400, "invalid");
    let wanted = json!({ "scope": "registratur", "sha256": [sha256, "0".repeat(64)] });
    let answer = desk.post("/v1/blobs/have", &wanted).await.ok();
    assert_eq!(answer.at("/missing"), json!(["0".repeat(64)]));
    let device = room.ledger.device(&desk.token).unwrap();
    room.ledger.write("t", |tx| tx.revoke(&device, "registratur", now)).unwrap();
    let path = "/v1/scopes/registratur/purged";
    desk.post(path, &json!({ "client": desk.client })).await.ok();
    desk.get("/v1/health").await.ok();
    desk.get("/v1/ready").await.ok();
    // And errors, as a sample; every other test here goes through the same check.
    desk.post("/v1/hello", &json!({})).await.problem(400, "invalid");
    desk.get("/v1/scopes/registratur/digest").await.problem(403, "forbidden");
}

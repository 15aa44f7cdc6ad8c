//! The history of a record through the addresses.

use serde_json::json;

use crate::http_room::Room;

#[tokio::test]
async fn who_came_later_reads_what_was_done_before() {
    let room = Room::new();
    let mut anna = room.desk("K01").await;
    anna.add("Meier").await;
    let row = anna.pull("registratur", 0, &"0".repeat(64)).await.ok().at("/scopes/0/changes/0");
    let id = row["rec_id"].as_str().unwrap().to_owned();
    let late = room.desk("K02").await;
    let path = format!("/v1/scopes/registratur/audit?record={id}");
    let answer = late.get(&path).await.ok();
    let entries = answer.at("/entries");
    assert_eq!(entries.as_array().unwrap().len(), 1, "{entries}");
    assert_eq!(entries[0]["entry"]["rec_id"], json!(id));
    assert_eq!(entries[0]["entry"]["arbeitsplatz"], json!("K01"));
    assert!(entries[0]["entry"]["zentrale_um"].is_string(), "{entries}");
    assert_eq!(answer.at("/more"), json!(false));
    let behind = format!("{path}&after={}", entries[0]["no"]);
    assert_eq!(late.get(&behind).await.ok().at("/entries"), json!([]));
}

#[tokio::test]
async fn nothing_comes_from_a_scope_that_was_not_asked_for_or_not_granted() {
    let room = Room::new();
    let mut desk = room.desk("K01").await;
    desk.add("Meier").await;
    let row = desk.pull("registratur", 0, &"0".repeat(64)).await.ok().at("/scopes/0/changes/0");
    let id = row["rec_id"].as_str().unwrap().to_owned();
    let ask = |scope: &str, query: String| format!("/v1/scopes/{scope}/audit{query}");
    let about = format!("?record={id}");
    desk.get(&ask("stammdaten", about.clone())).await.problem(404, "not-found");
    desk.get(&ask("personal", about)).await.problem(403, "forbidden");
    desk.get(&ask("registratur", "?record=x".to_owned())).await.problem(400, "invalid");
    desk.get(&ask("registratur", String::new())).await.problem(400, "invalid");
    let unknown = format!("?record={}", uuid::Uuid::from_u128(7));
    desk.get(&ask("registratur", unknown)).await.problem(404, "not-found");
}

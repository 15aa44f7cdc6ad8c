//! Originals through the addresses: sent at once or in pieces, with a known beginning, within a
//! quota, over a folder and, where there is one, over a real S3 server.

use axum::http::{Method, StatusCode};
use center::ledger::Usage;
use serde_json::json;
use wire::PIECE_BYTES;

use crate::http_room::{Room, blob, bytes, rooms};

fn piece_size() -> usize {
    usize::try_from(PIECE_BYTES).unwrap()
}

#[tokio::test]
async fn a_small_original_is_one_request_and_may_come_again() {
    for (store, room) in rooms() {
        let desk = room.desk("K01").await;
        let original = bytes(300_000, 1);
        let sha256 = wire::sha256_hex(&original);
        for _ in 0..2 {
            let answer = desk.whole(&original).await.ok();
            assert_eq!(answer.json(), json!({ "offset": 300_000, "complete": true }), "{store}");
        }
        let back = desk.get(&blob(&sha256)).await.ok();
        assert!(back.body == original, "{store}");
        let answer = desk.offer(&sha256, original.len()).await.ok();
        assert_eq!(answer.at("/complete"), json!(true), "{store}: an offer is free");
    }
}

#[tokio::test]
async fn a_broken_transfer_goes_on_where_it_broke() {
    for (store, room) in rooms() {
        let desk = room.desk("K01").await;
        let original = bytes(piece_size() + 1000, 2);
        let sha256 = wire::sha256_hex(&original);
        let (first, rest) = original.split_at(piece_size());
        assert_eq!(desk.offer(&sha256, original.len()).await.ok().at("/offset"), json!(0));
        desk.piece(&sha256, 0, first).await.ok();
        // The answer was lost: the same piece comes again, and then the right question.
        desk.piece(&sha256, 0, first).await.problem(409, "offset");
        let answer = desk.offer(&sha256, original.len()).await.ok();
        assert_eq!(answer.json(), json!({ "offset": PIECE_BYTES, "complete": false }), "{store}");
        desk.get(&blob(&sha256)).await.problem(404, "not-found");
        let answer = desk.piece(&sha256, first.len(), rest).await.ok();
        assert_eq!(answer.at("/complete"), json!(true), "{store}");
        assert!(desk.get(&blob(&sha256)).await.ok().body == original, "{store}");
        // The last answer was lost, too.
        let answer = desk.piece(&sha256, first.len(), rest).await.ok();
        assert_eq!(answer.at("/complete"), json!(true), "{store}");
    }
}

#[tokio::test]
async fn pieces_are_removed_when_the_whole_is_noted() {
    let room = Room::new();
    let desk = room.desk("K01").await;
    let original = bytes(2 * piece_size(), 3);
    let sha256 = wire::sha256_hex(&original);
    let length = original.len().to_string();
    let (first, rest) = original.split_at(piece_size());
    let headers = [("upload-offset", "0"), ("upload-length", length.as_str())];
    desk.send(Method::PATCH, &blob(&sha256), &headers, first.to_vec()).await.ok();
    desk.piece(&sha256, first.len(), rest).await.ok();
    let uploads = room.folder.path().join("originale/uploads/t/registratur").join(&sha256);
    let left = std::fs::read_dir(uploads).map_or(0, Iterator::count);
    assert_eq!(left, 0);
}

#[tokio::test]
async fn bytes_that_are_not_what_was_announced_are_never_kept() {
    for (store, room) in rooms() {
        let desk = room.desk("K01").await;
        let sha256 = wire::sha256_hex(b"richtig");
        desk.offer(&sha256, 6).await.ok();
        desk.piece(&sha256, 0, b"falsch").await.problem(422, "hash-mismatch");
        assert_eq!(desk.offer(&sha256, 7).await.ok().at("/offset"), json!(0), "{store}");
        desk.piece(&sha256, 0, b"richtig").await.ok();
        // The same over several pieces: the upload starts again.
        let (good, mut bad) = (bytes(piece_size() + 10, 4), bytes(piece_size() + 10, 4));
        bad[5] ^= 1;
        let sha256 = wire::sha256_hex(&good);
        for (sent, expected) in [(bad, StatusCode::UNPROCESSABLE_ENTITY), (good, StatusCode::OK)] {
            let answer = desk.offer(&sha256, sent.len()).await.ok();
            assert_eq!(answer.at("/offset"), json!(0), "{store}");
            let (first, rest) = sent.split_at(piece_size());
            desk.piece(&sha256, 0, first).await.ok();
            let answer = desk.piece(&sha256, first.len(), rest).await;
            assert_eq!(answer.status, expected, "{store}");
        }
    }
}

/// A store that lost or damaged what a process had put there before it ended, unnoted.
#[tokio::test]
async fn an_object_that_is_there_already_is_looked_at_and_not_believed() {
    let room = Room::new();
    let desk = room.desk("K01").await;
    for (size, seed) in [(5000, 5), (piece_size() + 5000, 6)] {
        let original = bytes(size, seed);
        let sha256 = wire::sha256_hex(&original);
        let shelf = room.folder.path().join("originale/originale/t/registratur").join(&sha256[..2]);
        std::fs::create_dir_all(&shelf).unwrap();
        std::fs::write(shelf.join(&sha256), &original[..1000]).unwrap();
        let length = original.len().to_string();
        let (first, rest) = original.split_at(original.len().min(piece_size()));
        let headers = [("upload-offset", "0"), ("upload-length", length.as_str())];
        let path = blob(&sha256);
        let mut answer = desk.send(Method::PATCH, &path, &headers, first.to_vec()).await.ok();
        if !rest.is_empty() {
            answer = desk.piece(&sha256, first.len(), rest).await.ok();
        }
        assert_eq!(answer.at("/complete"), json!(true));
        assert!(desk.get(&path).await.ok().body == original);
    }
}

#[tokio::test]
async fn a_signed_version_sends_only_what_was_added() {
    for (store, room) in rooms() {
        let desk = room.desk("K01").await;
        let old = bytes(piece_size() + 70_000, 7);
        let mut new = old.clone();
        new.extend(bytes(20_000, 8));
        let (old_sha, new_sha) = (wire::sha256_hex(&old), wire::sha256_hex(&new));
        let offer = |of: &str, length: usize| {
            json!({ "scope": "registratur", "sha256": new_sha, "size": new.len(),
                    "prefix_of": of, "prefix_len": length })
        };
        // Not there yet: from the beginning.
        let answer = desk.post("/v1/blobs", &offer(&old_sha, old.len())).await.ok();
        assert_eq!(answer.at("/offset"), json!(0), "{store}");
        room.ledger.write("t", |tx| tx.drop_upload("registratur", &new_sha)).unwrap();
        desk.offer(&old_sha, old.len()).await.ok();
        desk.piece(&old_sha, 0, &old[..piece_size()]).await.ok();
        desk.piece(&old_sha, piece_size(), &old[piece_size()..]).await.ok();
        // Longer than the earlier one is: from the beginning.
        let answer = desk.post("/v1/blobs", &offer(&old_sha, old.len() + 1)).await.ok();
        assert_eq!(answer.at("/offset"), json!(0), "{store}");
        room.ledger.write("t", |tx| tx.drop_upload("registratur", &new_sha)).unwrap();
        let answer = desk.post("/v1/blobs", &offer(&old_sha, old.len())).await.ok();
        assert_eq!(answer.at("/offset"), json!(old.len()), "{store}");
        let answer = desk.piece(&new_sha, old.len(), &new[old.len()..]).await.ok();
        assert_eq!(answer.at("/complete"), json!(true), "{store}");
        assert!(desk.get(&blob(&new_sha)).await.ok().body == new, "{store}");
        assert!(desk.get(&blob(&old_sha)).await.ok().body == old, "{store}");
    }
}

#[tokio::test]
async fn a_small_signed_version_is_one_request_with_what_was_added() {
    for (store, room) in rooms() {
        let desk = room.desk("K01").await;
        let old = bytes(70_000, 31);
        let new = [old.clone(), bytes(20_000, 32)].concat();
        let (old_sha, path) = (wire::sha256_hex(&old), blob(&wire::sha256_hex(&new)));
        let (at, size) = (old.len().to_string(), new.len().to_string());
        let grown = |at: &str, of: &str| {
            let headers = [("upload-offset", at), ("upload-length", &size), ("prefix-of", of)]
                .map(|(name, value)| (name, value.to_owned()));
            let (desk, path, rest) = (desk.clone(), path.clone(), new[old.len()..].to_vec());
            async move {
                let headers: Vec<_> = headers.iter().map(|(n, v)| (*n, v.as_str())).collect();
                desk.send(Method::PATCH, &path, &headers, rest).await
            }
        };
        // The earlier one is not there: from the beginning, and nothing was begun.
        grown(&at, &old_sha).await.problem(409, "offset");
        desk.get(&path).await.problem(404, "not-found");
        desk.whole(&old).await.ok();
        grown("70001", &old_sha).await.problem(409, "offset");
        grown("4194304", &old_sha).await.problem(413, "too-large");
        grown(&at, "../../geheim").await.problem(400, "invalid");
        for _ in 0..2 {
            let answer = grown(&at, &old_sha).await.ok();
            assert_eq!(answer.json(), json!({ "offset": 90_000, "complete": true }), "{store}");
        }
        assert!(desk.get(&path).await.ok().body == new, "{store}");
        assert!(desk.get(&blob(&old_sha)).await.ok().body == old, "{store}");
    }
}

#[tokio::test]
async fn a_beginning_that_is_none_is_never_kept_and_another_scope_lends_none() {
    let room = Room::new();
    let desk = room.desk("K01").await;
    let (old, new) = (bytes(5000, 33), bytes(6000, 34));
    desk.whole(&old).await.ok();
    let (old_sha, path) = (wire::sha256_hex(&old), blob(&wire::sha256_hex(&new)));
    let headers =
        [("upload-offset", "5000"), ("upload-length", "6000"), ("prefix-of", old_sha.as_str())];
    let rest = new[5000..].to_vec();
    desk.send(Method::PATCH, &path, &headers, rest.clone()).await.problem(422, "hash-mismatch");
    desk.get(&path).await.problem(404, "not-found");
    let elsewhere = path.replace("registratur", "stammdaten");
    desk.send(Method::PATCH, &elsewhere, &headers, rest.clone()).await.problem(409, "offset");
    // One that was begun piece by piece goes on piece by piece.
    let first = [("upload-offset", "0"), ("upload-length", "6000")];
    desk.send(Method::PATCH, &path, &first, new[..3000].to_vec()).await.ok();
    desk.send(Method::PATCH, &path, &headers, rest).await.problem(409, "offset");
    desk.piece(&wire::sha256_hex(&new), 3000, &new[3000..]).await.ok();
    assert!(desk.get(&path).await.ok().body == new);
}

#[tokio::test]
async fn a_wrong_beginning_is_found_and_the_whole_comes_again() {
    let room = Room::new();
    let desk = room.desk("K01").await;
    let (old, new) = (bytes(5000, 9), bytes(6000, 10));
    desk.whole(&old).await.ok();
    let sha256 = wire::sha256_hex(&new);
    let offer = json!({ "scope": "registratur", "sha256": sha256, "size": new.len(),
        "prefix_of": wire::sha256_hex(&old), "prefix_len": old.len() });
    desk.post("/v1/blobs", &offer).await.ok();
    desk.piece(&sha256, old.len(), &new[old.len()..]).await.problem(422, "hash-mismatch");
    assert_eq!(desk.offer(&sha256, new.len()).await.ok().at("/offset"), json!(0));
    desk.piece(&sha256, 0, &new).await.ok();
    assert!(desk.get(&blob(&sha256)).await.ok().body == new);
}

#[tokio::test]
async fn a_quota_is_kept_and_said() {
    let room = Room::new();
    let desk = room.desk("K01").await;
    room.ledger.write("t", |tx| tx.set_quota(Usage { records: 0, bytes: 10_000 })).unwrap();
    desk.whole(&bytes(6000, 11)).await.ok();
    let second = bytes(6000, 12);
    desk.offer(&wire::sha256_hex(&second), second.len()).await.problem(507, "quota");
    desk.whole(&second).await.problem(507, "quota");
    desk.whole(&bytes(6000, 11)).await.ok();
    room.ledger.write("t", |tx| tx.set_quota(Usage { records: 0, bytes: 12_000 })).unwrap();
    desk.whole(&second).await.ok();
}

#[tokio::test]
async fn ranges_have_both_ends_and_lie_inside() {
    for (store, room) in rooms() {
        let desk = room.desk("K01").await;
        let original = bytes(1000, 13);
        let path = blob(&wire::sha256_hex(&original));
        desk.whole(&original).await.ok();
        for (range, part) in [("bytes=10-19", 10..20), ("bytes=990-5000", 990..1000)] {
            let answer = desk.get_with(&path, &[("range", range)]).await.ok();
            assert_eq!(answer.status, StatusCode::PARTIAL_CONTENT);
            assert_eq!(answer.body, &original[part.clone()], "{store} {range}");
            let said = format!("bytes {}-{}/1000", part.start, part.end - 1);
            assert_eq!(answer.header("content-range"), said);
        }
        for range in ["bytes=1000-1001", "bytes=5-4", "bytes=5-", "bytes=-5", "items=1-2"] {
            desk.get_with(&path, &[("range", range)]).await.problem(416, "range");
        }
    }
}

#[tokio::test]
async fn odd_names_and_sizes_are_refused() {
    let room = Room::new();
    let desk = room.desk("K01").await;
    for name in ["../../etc/passwd", "ABCDEF", &"g".repeat(64), &"A".repeat(64)] {
        desk.offer(name, 1).await.problem(400, "invalid");
    }
    let sha256 = wire::sha256_hex(b"x");
    let huge = usize::try_from(wire::BLOB_BYTES_MAX).unwrap() + 1;
    desk.offer(&sha256, huge).await.problem(413, "too-large");
    desk.piece(&sha256, 0, b"x").await.problem(404, "not-found");
    desk.piece(&sha256, 0, b"").await.problem(400, "invalid");
    desk.piece(&sha256, 0, &vec![0; piece_size() + 1]).await.problem(413, "too-large");
    let many = json!({ "scope": "registratur", "sha256": vec![sha256; wire::RECORDS_MAX + 1] });
    desk.post("/v1/blobs/have", &many).await.problem(413, "too-large");
    let elsewhere = json!({ "scope": "personal", "sha256": wire::sha256_hex(b"y"), "size": 1 });
    desk.post("/v1/blobs", &elsewhere).await.problem(403, "forbidden");
    let empty = desk.offer(&wire::sha256_hex(b""), 0).await.ok();
    assert_eq!(empty.at("/complete"), json!(true));
    assert!(desk.get(&blob(&wire::sha256_hex(b""))).await.ok().body.is_empty());
}

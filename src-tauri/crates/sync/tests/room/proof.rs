//! Both sides stand at the same row and hold something else: found, repaired, told.

use std::cell::RefCell;
use std::rc::Rc;

use store::{SCOPE_REGISTRATUR, VorfallArt};
use wire::{
    BucketEntry, BucketList, BucketSums, DigestSums, Head, HelloAnswer, RecordsAnswer,
    RecordsWanted, Response, SnapshotRecord, StateDigest, sha256_hex,
};

use crate::office::{Office, question};

fn json<T: serde::Serialize>(value: &T) -> Option<Response> {
    let body = serde_json::to_vec(value).unwrap();
    Some(Response { status: 200, headers: Vec::new(), body })
}

/// A centre that stands at the same row and holds other records.
struct Other {
    head: Head,
    records: Vec<SnapshotRecord>,
}

impl Other {
    fn entries(&self) -> Vec<BucketEntry> {
        let entry = |record: &SnapshotRecord| BucketEntry {
            rec_id: record.rec_id,
            ver: record.ver,
            body_sha256: sha256_hex(record.body.as_bytes()),
        };
        self.records.iter().map(entry).collect()
    }
}

#[test]
fn difference_at_the_same_row_is_located_repaired_and_told() {
    let office = Office::new();
    let made = office.others_make(10);
    let anna = office.desk("K01");
    anna.round().unwrap();
    let ids = office.ledger.read(crate::office::TENANT, |tx| {
        let heads = tx.heads()?;
        let all: Vec<uuid::Uuid> = anna
            .store
            .read(|db| {
                (0..=255).try_fold(Vec::new(), |mut all, bucket| {
                    all.extend(db.bucket_entries(SCOPE_REGISTRATUR, bucket)?);
                    Ok::<_, store::DbError>(all)
                })
            })
            .unwrap()
            .into_iter()
            .map(|entry| entry.rec_id)
            .collect();
        Ok((heads, tx.records(SCOPE_REGISTRATUR, &all)?))
    });
    let (heads, mut records) = ids.unwrap();
    // One is different there, one is not there, one is only there.
    let at = records.iter().position(|record| record.rec_id == made[0]).unwrap();
    records[at].body = records[at].body.replace("Von anderen", "Dort anders");
    let mut new = records[at].clone();
    records.retain(|record| record.rec_id != made[1]);
    new.rec_id = store::Env::system().id();
    new.body = new.body.replace("Dort anders", "Nur dort");
    let only_there = new.rec_id;
    records.push(new);
    let mut digest = StateDigest::default();
    let mut head = heads.into_iter().find(|head| head.scope == SCOPE_REGISTRATUR).unwrap();
    let mut other = Other { head: head.clone(), records };
    for entry in other.entries() {
        digest.replace(entry.rec_id, None, Some((entry.ver, &entry.body_sha256)));
    }
    head.digest = digest.hex();
    other.head = head;
    stand_in(&anna, other);

    anna.round().unwrap();
    assert_eq!(anna.betreff(made[0]).as_deref(), Some("Dort anders"));
    assert_eq!(anna.betreff(made[1]), None);
    assert_eq!(anna.betreff(only_there).as_deref(), Some("Nur dort"));
    assert_eq!(anna.incidents(), [VorfallArt::Berichtigt]);
    assert_eq!(anna.store.read(|db| db.salvaged(10)).unwrap().1, 2, "what was here is kept");
    let requests = anna.round().unwrap().requests;
    assert_eq!(requests, 1, "equal from now on");
}

/// Lets a centre with other records answer.
fn stand_in(anna: &crate::office::Desk<'_>, other: Other) {
    let hello = Rc::new(RefCell::new(None::<HelloAnswer>));
    // The greeting is the real one with the other digest in it.
    anna.round().unwrap();
    let greeting: HelloAnswer = anna.greeting();
    *hello.borrow_mut() = Some(greeting);
    anna.disturb(move |request| {
        let head = other.head.clone();
        if request.path == "/v1/hello" {
            let mut answer = hello.borrow().clone().unwrap();
            answer.heads.retain(|known| known.scope != head.scope);
            answer.heads.push(head);
            return json(&answer);
        }
        if request.path.ends_with("/records") {
            let wanted: RecordsWanted = question(request);
            let mut records = other.records.clone();
            records.retain(|record| wanted.ids.contains(&record.rec_id));
            return json(&RecordsAnswer { head, records });
        }
        if let Some((_, bucket)) = request.path.split_once("digest?bucket=") {
            let bucket: u8 = bucket.parse().unwrap();
            let mut records = other.entries();
            records.retain(|entry| BucketSums::bucket_of(entry.rec_id) == bucket);
            return json(&BucketList { head, records });
        }
        if request.path.ends_with("/digest") {
            let mut sums = BucketSums::default();
            for entry in other.entries() {
                sums.add(entry.rec_id, entry.ver, &entry.body_sha256);
            }
            return json(&DigestSums { head, sums: sums.to_hex() });
        }
        None
    });
}

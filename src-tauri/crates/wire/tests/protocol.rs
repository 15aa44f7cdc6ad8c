//! The examples of PROTOCOL.md are messages of this program, and its test vector is true.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wire::{
    BlobOffer, Enrol, Enrolled, GENESIS, Hello, HelloAnswer, Problem, Pull, PullAnswer, Push,
    PushAnswer, StateDigest, UploadState, chain_next, sha256_hex,
};

fn examples() -> Vec<String> {
    include_str!("../PROTOCOL.md")
        .split("```json\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap().to_owned())
        .collect()
}

/// Reads an example as a message and writes it again: nothing of it may get lost on the way.
fn is<M: DeserializeOwned + Serialize>(example: &str) -> M {
    let message: M = serde_json::from_str(example).unwrap();
    let again = serde_json::to_value(&message).unwrap();
    let written: Value = serde_json::from_str(example).unwrap();
    for (name, value) in written.as_object().unwrap() {
        assert_eq!(Some(value), again.get(name), "{name} of {example}");
    }
    message
}

#[test]
fn examples_are_messages_and_the_vector_is_true() {
    let examples = examples();
    assert_eq!(examples.len(), 11, "a new example needs its line here");
    is::<Enrol>(&examples[0]);
    is::<Enrolled>(&examples[1]);
    is::<Hello>(&examples[2]);
    is::<HelloAnswer>(&examples[3]);
    is::<Pull>(&examples[4]);
    let answer = is::<PullAnswer>(&examples[5]);
    is::<Push>(&examples[6]);
    is::<PushAnswer>(&examples[7]);
    is::<BlobOffer>(&examples[8]);
    is::<UploadState>(&examples[9]);
    is::<Problem>(&examples[10]);

    let part = &answer.scopes[0];
    let mut change = part.changes[0].clone();
    change.body_sha256 = sha256_hex(change.body.as_deref().unwrap().as_bytes());
    let chain = hex::encode(chain_next(&GENESIS, &part.head.scope, &change));
    assert_eq!(chain, part.chain);
    assert_eq!(chain, part.head.chain);
    let mut digest = StateDigest::default();
    digest.replace(change.rec_id, None, Some((change.ver, &change.body_sha256)));
    assert_eq!(digest.hex(), part.head.digest);
    assert_eq!(part.head.records, 1);
}

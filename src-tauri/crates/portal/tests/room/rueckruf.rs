//! Callbacks: who is believed, and for how long.
//!
//! Never the room's own code for the authentication.

use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::sign::Signer;
use portal::rueckruf::{CallbackError, Rueckruf, pruefen};
use serde_json::json;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::welt::um;

const SECRET: &str = "rueckruf-geheimnis-1";

fn authentication(secret: &str, timestamp: &str, body: &[u8]) -> String {
    let key = PKey::hmac(secret.as_bytes()).unwrap();
    let text = [timestamp.as_bytes(), b".", body].concat();
    let mut signer = Signer::new(MessageDigest::sha512(), &key).unwrap();
    hex::encode(signer.sign_oneshot_to_vec(&text).unwrap())
}

fn body() -> Vec<u8> {
    json!({
        "type": "https://schema.fitko.de/fit-connect/submission-api/callbacks/new-submissions",
        "submissions": [
            { "destinationId": Uuid::from_u128(1), "submissionId": Uuid::from_u128(2),
              "caseId": Uuid::from_u128(3) },
            { "submissionId": "keine" },
        ],
    })
    .to_string()
    .into_bytes()
}

fn call(timestamp: &str, authentication: &str, body: &[u8]) -> Result<Rueckruf, CallbackError> {
    let secret = Zeroizing::new(SECRET.to_owned());
    pruefen(&secret, timestamp, authentication, body, um("2026-04-01T09:00:00Z"))
}

fn now(offset: i64) -> String {
    (um("2026-04-01T09:00:00Z").as_second() + offset).to_string()
}

#[test]
fn an_authentic_call_names_what_waits() {
    let (at, body) = (now(-10), body());
    let called = call(&at, &authentication(SECRET, &at, &body), &body).unwrap();
    let Rueckruf::NeueEinreichungen(list) = called else { panic!("{called:?}") };
    assert_eq!(list.len(), 1, "what cannot be read is left to the poll");
    assert_eq!(list[0].submission, Uuid::from_u128(2));
}

#[test]
fn a_call_is_good_for_five_minutes() {
    let check = |offset: i64, good: bool| {
        let (at, body) = (now(offset), body());
        let called = call(&at, &authentication(SECRET, &at, &body), &body);
        let expected = if good { called.is_ok() } else { called == Err(CallbackError::Stale) };
        assert!(expected, "{offset} seconds: {called:?}");
    };
    check(-300, true);
    check(-301, false);
    check(300, true);
    check(301, false);
}

#[test]
fn whoever_lacks_the_secret_is_not_believed() {
    let (at, body) = (now(0), body());
    let right = authentication(SECRET, &at, &body);
    let forged = Err(CallbackError::Forged);
    assert_eq!(call(&at, &authentication("rueckruf-geheimnis-2", &at, &body), &body), forged);
    assert_eq!(call(&now(1), &right, &body), forged, "the time is part of it");
    assert_eq!(call(&at, &right, b"{}"), forged);
    assert_eq!(call(&at, &right[..64], &body), forged);
    assert_eq!(call(&at, "kein Hex", &body), forged);
    assert_eq!(call("jetzt", &right, &body), Err(CallbackError::NoTime));
    let long = vec![b' '; 2 << 20];
    assert_eq!(call(&at, &right, &long), Err(CallbackError::TooLarge));
    let none = Zeroizing::new(String::new());
    let empty = authentication(" ", &at, &body);
    let called = pruefen(&none, &at, &empty, &body, um("2026-04-01T09:00:00Z"));
    assert_eq!(called, Err(CallbackError::NoSecret));
}

#[test]
fn a_call_about_something_newer_is_no_error() {
    let (at, body) = (now(0), json!({ "type": "new-replies" }).to_string().into_bytes());
    let called = call(&at, &authentication(SECRET, &at, &body), &body);
    assert_eq!(called, Ok(Rueckruf::Anderes));
}

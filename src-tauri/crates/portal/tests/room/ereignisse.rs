//! The event log on its own: who may say what, in which order, and what each defect is called.
//!
//! Never a line: keys are given.

use portal::dienst::Ankuendigung;
use portal::ereignis::{
    Aussteller, EreignisMangel, Ereignisart, Protokoll, Schluesselmappe, benoetigt, pruefen,
};
use portal::schluessel::{Oeffentlich, Zweck};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::peer::{URL, unterschreiben};
use crate::welt::{Wer, b64, jwk, kid};

const SUBMISSION: Uuid = Uuid::from_u128(0x51);
const CASE: Uuid = Uuid::from_u128(0xca);
const DESTINATION: Uuid = Uuid::from_u128(0xd0);

fn claims(jti: &str, iss: &str, event: &str) -> Value {
    json!({
        "jti": jti, "iss": iss, "iat": 1_763_700_000,
        "sub": format!("submission:{SUBMISSION}"), "txn": format!("case:{CASE}"),
        "events": { format!("https://schema.fitko.de/fit-connect/events/{event}"): {} },
    })
}

fn service(jti: &str, event: &str) -> String {
    unterschreiben(&claims(jti, URL, event), Wer::Dienst)
}

fn office(jti: &str, event: &str) -> String {
    unterschreiben(&claims(jti, &DESTINATION.to_string(), event), Wer::Zeichnung)
}

fn keys() -> Schluesselmappe {
    let key = |wer| Oeffentlich::lesen(&jwk(wer), Zweck::Signatur).unwrap();
    let ours = Aussteller::Zustellpunkt(DESTINATION);
    Schluesselmappe::from([
        ((Aussteller::Dienst, kid(Wer::Dienst)), key(Wer::Dienst)),
        ((ours, kid(Wer::Zeichnung)), key(Wer::Zeichnung)),
    ])
}

fn look(log: &[String]) -> Protokoll {
    let expected = Ankuendigung { submission: SUBMISSION, case: CASE, destination: DESTINATION };
    pruefen(log, &keys(), &expected, &|iss| iss == URL)
}

fn defects(log: &[String]) -> Vec<(usize, EreignisMangel)> {
    look(log).maengel.into_iter().map(|one| (one.stelle, one.grund)).collect()
}

#[test]
fn a_whole_life_is_proven_in_its_order() {
    let log = [
        service("1", "create-submission"),
        service("2", "submit-submission"),
        service("3", "notify-submission"),
        office("4", "forward-submission"),
        office("5", "accept-submission"),
        service("6", "delete-submission"),
        service("7", "archive-submission"),
    ];
    let proven = look(&log);
    assert_eq!(proven.maengel, []);
    let arts: Vec<&Ereignisart> = proven.ereignisse.iter().map(|event| &event.art).collect();
    assert_eq!(*arts[4], Ereignisart::Angenommen);
    assert!(matches!(arts[6], Ereignisart::Unbekannt(uri) if uri.ends_with("archive-submission")));
    assert_eq!(benoetigt(&log, &|iss| iss == URL).len(), 2);
}

#[test]
fn what_cannot_follow_is_named() {
    let check = |events: &[String], at: usize| {
        assert_eq!(defects(events), [(at, EreignisMangel::Reihenfolge)]);
    };
    let submit = service("1", "submit-submission");
    check(&[submit.clone(), service("2", "submit-submission")], 1);
    check(&[submit.clone(), service("2", "create-submission")], 1);
    check(&[office("1", "accept-submission"), service("2", "submit-submission")], 0);
    let rejected = service("2", "reject-submission");
    check(&[submit.clone(), rejected, office("3", "accept-submission")], 2);
    let twice = [submit, office("2", "accept-submission"), office("3", "accept-submission")];
    assert_eq!(defects(&twice), [], "two workstations accepted at once");
}

#[test]
fn nobody_speaks_for_another() {
    let check = |token: String| assert_eq!(defects(&[token]), [(0, EreignisMangel::Unbefugt)]);
    check(office("1", "submit-submission"));
    check(office("1", "delete-submission"));
    check(service("1", "accept-submission"));
    let other = Uuid::from_u128(0xd1).to_string();
    check(unterschreiben(&claims("1", &other, "accept-submission"), Wer::Zeichnung));
    check(unterschreiben(&claims("1", "https://anders.invalid", "submit-submission"), Wer::Dienst));
}

#[test]
fn claims_that_are_missing_or_wrong_are_named() {
    let check = |change: &dyn Fn(&mut Value), expected: EreignisMangel| {
        let mut claims = claims("1", URL, "submit-submission");
        change(&mut claims);
        assert_eq!(defects(&[unterschreiben(&claims, Wer::Dienst)]), [(0, expected)]);
    };
    let claim = |name: &str| EreignisMangel::Angabe(name.to_owned());
    check(&|claims| claims["jti"] = Value::Null, claim("jti"));
    check(&|claims| claims["iat"] = "gestern".into(), claim("iat"));
    check(&|claims| claims["iat"] = json!(i64::MAX), claim("iat"));
    check(&|claims| claims["sub"] = "case:1".into(), claim("sub"));
    check(&|claims| claims["txn"] = "case:1".into(), claim("txn"));
    check(&|claims| claims["events"] = json!({}), claim("events"));
    check(&|claims| claims["events"]["zwei"] = json!({}), claim("events"));
    let other = format!("case:{}", Uuid::from_u128(1));
    check(&|claims| claims["txn"] = other.clone().into(), EreignisMangel::AndererVorgang);
    check(
        &|claims| {
            let events = claims["events"].as_object_mut().unwrap();
            events.values_mut().next().unwrap()["authenticationTags"] = json!({ "data": 5 });
        },
        claim("authenticationTags"),
    );
}

#[test]
fn tokens_of_another_kind_prove_nothing() {
    let good = service("1", "submit-submission");
    let (header, rest) = good.split_once('.').unwrap();
    let with = |header: Value| format!("{}.{rest}", b64(header.to_string().as_bytes()));
    let check = |token: String, expected: EreignisMangel| {
        assert_eq!(defects(&[token]), [(0, expected)]);
    };
    let head = |alg: &str, typ: &str| json!({ "alg": alg, "typ": typ, "kid": kid(Wer::Dienst) });
    check(with(head("none", "secevent+jwt")), EreignisMangel::Form);
    check(with(head("RS512", "secevent+jwt")), EreignisMangel::Form);
    check(with(head("PS512", "JWT")), EreignisMangel::Form);
    check(with(json!({ "alg": "PS512", "typ": "secevent+jwt" })), EreignisMangel::Form);
    let foreign = json!({ "alg": "PS512", "typ": "secevent+jwt", "kid": "unbekannt" });
    check(with(foreign), EreignisMangel::SchluesselUnbekannt);
    check(format!("{header}.{}", rest.replace('.', "")), EreignisMangel::Form);
    check(String::new(), EreignisMangel::Form);
    // Signed by the right key, but said to be by the other one.
    let mut token = claims("1", URL, "submit-submission");
    token["jti"] = "2".into();
    check(unterschreiben(&token, Wer::Zeichnung), EreignisMangel::SchluesselUnbekannt);
}

#[test]
fn one_id_for_two_events_is_noticed() {
    let log = [service("1", "submit-submission"), service("1", "notify-submission")];
    assert_eq!(defects(&log), [(1, EreignisMangel::KennungDoppelt)]);
}

#[test]
fn a_sender_may_speak_about_its_replies_without_being_believed() {
    let mut claims = claims("1", "https://onlinedienst.invalid", "accept-reply");
    claims["sub"] = format!("reply:{}", Uuid::from_u128(9)).into();
    let proven = look(&[unterschreiben(&claims, Wer::Onlinedienst)]);
    assert_eq!((proven.maengel.len(), proven.ungeprueft, proven.ereignisse.len()), (0, 1, 0));
}

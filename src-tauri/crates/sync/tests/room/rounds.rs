//! What every day brings: sending, taking in, a fresh workstation, nothing to do.

use crate::office::{Office, status};

#[test]
fn what_one_does_the_other_sees_and_an_idle_round_is_one_request() {
    let office = Office::new();
    let (anna, bernd) = (office.desk("K01"), office.desk("K02"));
    anna.round().unwrap();
    bernd.round().unwrap();
    let id = anna.make("Hundesteuer");
    let round = anna.round().unwrap();
    assert_eq!(round.pushed, 1);
    bernd.round().unwrap();
    assert_eq!(bernd.betreff(id).as_deref(), Some("Hundesteuer"));
    for desk in [&anna, &bernd] {
        desk.at_rest();
        assert_eq!(*desk.log.borrow(), ["/v1/hello"], "an idle round asks once");
    }
}

#[test]
fn fresh_workstation_takes_a_long_log_from_a_snapshot_and_goes_on_after_a_cut() {
    let office = Office::new();
    let bernd = office.desk("K02");
    bernd.round().unwrap();
    office.others_make(2_500);
    let anna = office.desk("K01");
    let own = anna.make_in(bernd.einheit(), "Schon vor dem ersten Abgleich");
    // The line is cut right after the greeting, twice, then within the snapshot.
    anna.disturb(|request| request.path.contains("snapshot").then(|| status(0)));
    anna.round().unwrap_err();
    let pushed =
        |desk: &crate::office::Desk<'_>| desk.log.borrow().iter().any(|p| p.contains("push"));
    assert!(!pushed(&anna), "nothing is sent before everything was taken in once");
    anna.calm();
    let round = anna.round().unwrap();
    assert!(round.pulled() > 2_500);
    assert!(anna.log.borrow().iter().any(|path| path.contains("snapshot")));
    assert_eq!(anna.betreff(own).as_deref(), Some("Schon vor dem ersten Abgleich"));
    anna.round().unwrap();
    anna.at_rest();
    let found = anna.store.read(|db| db.found_by("von anderen")).unwrap();
    assert_eq!(found.len(), 2_500);
}

#[test]
fn damaged_snapshot_is_not_taken_in_and_fetched_again() {
    let office = Office::new();
    office.others_make(2_100);
    let anna = office.desk("K01");
    let before = anna.store.read(|db| db.all(domain::RecType::Akte)).unwrap().len();
    // The bytes are wrong, everything around them is right.
    anna.disturb(|request| {
        request.path.contains("snapshot").then(|| wire::Response {
            status: 206,
            headers: vec![
                ("etag".to_owned(), format!("\"{}\"", "ab".repeat(32))),
                ("content-range".to_owned(), "bytes 0-9/10".to_owned()),
            ],
            body: vec![7; 10],
        })
    });
    anna.round().unwrap_err();
    assert_eq!(anna.store.read(|db| db.all(domain::RecType::Akte)).unwrap().len(), before);
    anna.calm();
    let round = anna.round().unwrap();
    assert!(round.pulled() > 2_100);
    anna.at_rest();
}

#[test]
fn failing_push_does_not_hold_up_what_others_did() {
    let office = Office::new();
    let anna = office.desk("K01");
    anna.round().unwrap();
    anna.make("Bleibt noch hier");
    let others = office.others_make(1)[0];
    anna.disturb(|request| (request.path == "/v1/push").then(|| status(500)));
    anna.round().unwrap_err();
    assert_eq!(anna.betreff(others).as_deref(), Some("Von anderen"));
    anna.calm();
    anna.round().unwrap();
    anna.at_rest();
}

#[test]
fn program_that_is_too_old_sends_what_it_has_and_makes_nothing_new() {
    let office = Office::new();
    let anna = office.desk("K01");
    anna.round().unwrap();
    let id = anna.make("Vorher");
    office.min_schema.set(99);
    office.start();
    assert_eq!(anna.round().unwrap().pushed, 1);
    assert!(anna.store.read(|db| db.too_old()).unwrap());
    let fields = domain::Fields::from([("betreff".to_owned(), serde_json::json!("Neu"))]);
    let edit = domain::Edit::set(domain::Op::Set, &domain::Fields::new(), fields);
    let refused = anna.edit("betreff_aendern", id, edit, None);
    assert!(matches!(refused, Err(store::DbError::Outdated)));
    office.min_schema.set(1);
    office.start();
    anna.round().unwrap();
    anna.rename(id, "Geht wieder");
    anna.round().unwrap();
    anna.at_rest();
}

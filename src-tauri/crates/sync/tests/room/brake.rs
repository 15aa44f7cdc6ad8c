//! The brake: much at once waits for a person, both ways.

use domain::{Edit, Fields, Op, RecType};
use serde_json::json;
use store::{Act, Richtung, SCOPE_REGISTRATUR};
use sync::RoundError;

use crate::office::Office;

#[test]
fn scenario_15_mass_loss_waits_for_a_person_and_shows_what_would_go() {
    let mut office = Office::new();
    {
        let anna = office.desk("K01");
        anna.round().unwrap();
        office.back_up();
        office.others_make(40);
        anna.round().unwrap();
    }
    let backup = office.folder.path().join("sicherung.db");
    office.restore(&backup);
    let anna = office.reopen("K01");
    let before = anna.store.read(|db| db.all(RecType::Akte)).unwrap();
    for _ in 0..2 {
        let RoundError::Brake { braked } = anna.round().unwrap_err() else { panic!("no brake") };
        assert_eq!((braked.betroffen, braked.richtung), (40, Richtung::Empfangen));
        assert_eq!(anna.store.read(|db| db.all(RecType::Akte)).unwrap(), before);
    }
    let shown = anna.store.read(|db| db.brakes()).unwrap().remove(0);
    assert_eq!(shown.vorschau.len(), 40);
    assert!(shown.vorschau.iter().all(|row| row.titel.contains("Von anderen")));
    anna.store.write(|tx| tx.release_brake(SCOPE_REGISTRATUR)).unwrap();
    // A round that had stopped before notes it only now: what a person has let go stays let go.
    anna.store.write(|tx| tx.keep_brake(&shown)).unwrap();
    assert!(anna.store.read(|db| db.brakes()).unwrap().is_empty());
    anna.round().unwrap();
    anna.at_rest();
    assert_eq!(anna.store.read(|db| db.salvaged(1)).unwrap().1, 40);
    assert!(anna.store.read(|db| db.brakes()).unwrap().is_empty());
}

#[test]
fn mass_cancellation_waits_for_a_person_and_the_rest_goes_on() {
    let office = Office::new();
    let anna = office.desk("K01");
    anna.round().unwrap();
    let act = Act {
        akteur: "Anna".to_owned(),
        arbeitsplatz: "K01".to_owned(),
        aktion: "eingang_zuruecknehmen",
        bemerkung: None,
        group: None,
        konflikt: None,
    };
    for _ in 0..30 {
        let id = anna.store.env().id();
        let open = Fields::from([("status".to_owned(), json!("offen"))]);
        let back = Fields::from([("status".to_owned(), json!("zurueckgenommen"))]);
        let step = Edit::set(Op::Transition, &open, back);
        let scope = SCOPE_REGISTRATUR;
        anna.store
            .write(|tx| {
                let kind = RecType::Eingang;
                tx.edit(&act, kind, id, scope, Edit::create(open.clone()), Vec::new())?;
                tx.edit(&act, kind, id, scope, step, Vec::new())
            })
            .unwrap();
    }
    let rest = anna.make("Geht seinen Weg");
    let RoundError::Brake { braked } = anna.round().unwrap_err() else { panic!("no brake") };
    assert_eq!((braked.betroffen, braked.richtung), (30, Richtung::Senden));
    let there = office.ledger.read(crate::office::TENANT, |tx| tx.record(rest)).unwrap();
    assert!(there.is_some(), "the rest is at the centre");
    anna.store.write(|tx| tx.release_sending(SCOPE_REGISTRATUR)).unwrap();
    anna.round().unwrap();
    assert!(anna.store.read(|db| db.mutations_to_push(1)).unwrap().is_empty());
    assert!(anna.store.read(|db| db.brakes()).unwrap().is_empty());
}

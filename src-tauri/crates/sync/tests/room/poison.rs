//! A change that the centre fails at does not hold up the others.

use std::cell::RefCell;
use std::rc::Rc;

use store::{JournalState, VorfallArt};
use wire::Push;

use crate::office::{Office, question, status};

#[test]
fn scenario_21_poison_item_and_what_hangs_on_it_are_put_back_and_the_rest_goes_through() {
    for code in [422, 500] {
        let office = Office::new();
        let anna = office.desk("K01");
        anna.round().unwrap();
        let mut made = Vec::new();
        for n in 0..500 {
            if n == 3 {
                anna.rename(made[2], "Hängt am vergifteten");
            } else {
                made.push(anna.make(&format!("Akte {n}")));
            }
        }
        let poison = made[2];
        let others = office.others_make(1)[0];
        anna.disturb(move |request| {
            let push: Option<Push> = (request.path == "/v1/push").then(|| question(request));
            let hit = push?.mutations.iter().any(|mutation| mutation.rec_id == poison);
            hit.then(|| status(code))
        });
        // A broken centre gets three rounds before a single change is suspected.
        for _ in 0..2 {
            if code == 500 {
                anna.round().unwrap_err();
                assert_eq!(anna.betreff(others).as_deref(), Some("Von anderen"));
            }
        }
        anna.round().unwrap();
        let count = |state| anna.store.read(|db| db.journal_count(state)).unwrap();
        assert_eq!(count(JournalState::Offen), 0);
        assert_eq!(count(JournalState::Zurueckgestellt), 2);
        assert_eq!(anna.betreff(others).as_deref(), Some("Von anderen"));
        assert_eq!(anna.betreff(poison).as_deref(), Some("Hängt am vergifteten"));
        let there = |id| office.ledger.read(crate::office::TENANT, |tx| tx.record(id)).unwrap();
        assert!(there(poison).is_none());
        assert!(made.iter().filter(|id| **id != poison).all(|id| there(*id).is_some()));
        assert!(anna.incidents().contains(&VorfallArt::Zurueckgestellt));

        anna.calm();
        let held = anna.store.read(|db| db.held()).unwrap();
        let root = held.iter().find(|held| held.grund != store::hold::HAENGT_AB).unwrap();
        assert!(root.grund.starts_with(&code.to_string()), "{}", root.grund);
        anna.store.write(|tx| tx.release_held(root.mutation.mid)).unwrap();
        anna.round().unwrap();
        anna.at_rest();
        assert!(there(poison).is_some());
    }
}

#[test]
fn centre_that_takes_no_push_at_all_blames_no_change() {
    let office = Office::new();
    let anna = office.desk("K01");
    anna.round().unwrap();
    anna.make("Eine");
    anna.make("Andere");
    let asked = Rc::new(RefCell::new(0));
    let count = Rc::clone(&asked);
    anna.disturb(move |request| {
        let push = request.path == "/v1/push";
        *count.borrow_mut() += u32::from(push);
        push.then(|| status(500))
    });
    for _ in 0..5 {
        anna.round().unwrap_err();
    }
    assert!(*asked.borrow() > 5, "single changes were tried");
    let held = anna.store.read(|db| db.journal_count(JournalState::Zurueckgestellt)).unwrap();
    assert_eq!(held, 0);
    anna.calm();
    assert_eq!(anna.round().unwrap().pushed, 2);
    anna.at_rest();
}

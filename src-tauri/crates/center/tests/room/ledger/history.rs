//! The audit log as somebody reads it who came later.

use center::{Ledger, SCOPE_REGISTRATUR, SCOPE_STAMMDATEN, Surroundings, seed};
use domain::{Edit, Fields, Op, RecType};
use serde_json::json;
use uuid::Uuid;
use wire::{AUDIT_MAX, AuditAnswer};

use super::place::{Place, TENANT};

super::for_both!(
    a_record_comes_with_what_lives_in_it_and_nothing_else,
    a_long_history_comes_in_portions,
);

fn plan(ledger: &Ledger) -> Uuid {
    let nodes: Vec<seed::PlanNode> =
        serde_json::from_str(r#"[{"kennzeichen":"9","bezeichnung":"Finanzen"}]"#).unwrap();
    let surroundings = Surroundings::system();
    ledger.write(TENANT, |tx| seed::aktenplan(tx, &surroundings, &nodes)).unwrap()["9"]
}

fn audit(place: &Place, scope: &str, rec_id: Uuid, after: u64) -> AuditAnswer {
    place.ledger().read(TENANT, |tx| tx.audit_of(scope, rec_id, after)).unwrap()
}

fn a_record_comes_with_what_lives_in_it_and_nothing_else(place: &Place) {
    let mut desk = place.desk();
    let (first, other) = (desk.akte(plan(place.ledger())), desk.akte(plan(place.ledger())));
    let inside = desk.vorgang(first.rec_id);
    let (akte, vorgang) = (first.rec_id, inside.rec_id);
    desk.push(place.ledger(), &[first, other, inside]);
    let was = Fields::from([("betreff".to_owned(), json!("Waldi"))]);
    let set = Fields::from([("betreff".to_owned(), json!("Hasso"))]);
    let mut rename = desk.mutation(RecType::Vorgang, vorgang, Edit::set(Op::Set, &was, set));
    rename.bemerkung = Some("verschrieben".to_owned());
    desk.push(place.ledger(), &[rename]);
    let answer = audit(place, SCOPE_REGISTRATUR, akte, 0);
    let about: Vec<Uuid> = answer.entries.iter().filter_map(|entry| entry.entry.rec_id).collect();
    assert!(about.contains(&akte) && about.contains(&vorgang), "{about:?}");
    assert!(about.iter().all(|id| [akte, vorgang].contains(id)), "{about:?}");
    let last = &answer.entries.last().unwrap().entry;
    let values = (last.alter_wert.as_deref(), last.neuer_wert.as_deref());
    assert_eq!(values, (Some("\"Waldi\""), Some("\"Hasso\"")), "as JSON");
    assert_eq!(last.bemerkung.as_deref(), Some("verschrieben"));
    assert!(last.zentrale_um.is_some() && !answer.more);
    assert!(answer.entries.iter().all(|entry| !entry.geschwaerzt));
    let one = audit(place, SCOPE_REGISTRATUR, vorgang, 0);
    assert!(one.entries.iter().all(|entry| entry.entry.rec_id == Some(vorgang)));
    let behind = audit(place, SCOPE_REGISTRATUR, akte, one.entries[0].no);
    assert!(behind.entries.iter().all(|entry| entry.no > one.entries[0].no));
    assert_eq!(audit(place, SCOPE_STAMMDATEN, akte, 0).entries, [], "not from another scope");
}

fn a_long_history_comes_in_portions(place: &Place) {
    let mut desk = place.desk();
    let akte = desk.akte(plan(place.ledger()));
    let rec_id = akte.rec_id;
    desk.push(place.ledger(), &[akte]);
    let cases: Vec<_> = (0..AUDIT_MAX + 20).map(|_| desk.vorgang(rec_id)).collect();
    for push in cases.chunks(200) {
        desk.push(place.ledger(), push);
    }
    let (mut found, mut after, mut portions) = (Vec::new(), 0, 0);
    loop {
        let answer = audit(place, SCOPE_REGISTRATUR, rec_id, after);
        assert!(answer.entries.len() <= AUDIT_MAX);
        after = answer.entries.last().unwrap().no;
        found.extend(answer.entries.iter().map(|entry| entry.no));
        portions += 1;
        if !answer.more {
            break;
        }
    }
    assert!(found.windows(2).all(|pair| pair[0] < pair[1]), "in order and none twice");
    let about: usize = cases.len() + 1;
    assert!(found.len() >= about && portions >= 2, "{} in {portions}", found.len());
}

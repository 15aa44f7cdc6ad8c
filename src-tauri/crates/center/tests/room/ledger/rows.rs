//! What neither chain nor digest stands for is recounted as well.

use center::seal::{SealKey, seal};
use center::{Ledger, Surroundings, seed};
use uuid::Uuid;

use super::place::{Place, TENANT, now};

super::for_both!(rows_that_were_changed_beside_the_chain_are_found);

fn plan(ledger: &Ledger) -> Uuid {
    let nodes: Vec<seed::PlanNode> =
        serde_json::from_str(r#"[{"kennzeichen":"9","bezeichnung":"Finanzen"}]"#).unwrap();
    let surroundings = Surroundings::system();
    ledger.write(TENANT, |tx| seed::aktenplan(tx, &surroundings, &nodes)).unwrap()["9"]
}

fn rows_that_were_changed_beside_the_chain_are_found(place: &Place) {
    let mut desk = place.desk();
    let akte = desk.akte(plan(place.ledger()));
    let inside = desk.vorgang(akte.rec_id);
    let waiting = desk.eingang(&"ab".repeat(32));
    let contact = desk.kontakt("Meier");
    let contact_id = contact.rec_id;
    desk.push(place.ledger(), &[akte, inside, waiting, contact]);
    // Two see the same and write something else: the second request is kept.
    let (first, second) =
        (desk.ort(contact_id, None, "Lindenhain"), desk.ort(contact_id, None, "Nebelrode"));
    desk.push(place.ledger(), &[first, second]);
    let key = SealKey::from_bytes(&[7; 32]);
    place.ledger().write(TENANT, |tx| seal(tx, &key, now())).unwrap();
    place.sound();
    let tamper = |sql: &str, named: &str| {
        place.tamper(sql);
        let wrong = place.ledger().verify().unwrap();
        assert!(wrong.iter().any(|text| text.contains(named)), "{sql}: {wrong:?}");
    };
    tamper(
        "UPDATE seal SET seal = replace(seal, '2027', '2028')",
        "seal 1: is not what was signed",
    );
    tamper("UPDATE tenant SET blob_bytes = 5", "blob: sizes");
    tamper("UPDATE client SET last_n = last_n + 1", "its numbers do not add up");
    tamper(
        "UPDATE client SET last_n = last_n - 1; DELETE FROM client_n WHERE n = 2",
        "numbers do not",
    );
    tamper("DELETE FROM waits", "request, verdict or waiting");
    tamper(
        "UPDATE mutation SET verdict = '{}' WHERE request IS NULL",
        "request, verdict or waiting",
    );
    tamper("UPDATE record SET parent = NULL WHERE rec_type = 'vorgang'", "kind, scope or place");
    tamper(
        "UPDATE record SET rec_type = 'akte' WHERE rec_type = 'kontakt'",
        "kind, scope or place",
    );
}

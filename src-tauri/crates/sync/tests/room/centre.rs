//! Which centre is it: another one, an emptied one, a restored one.

use center::seal::SealKey;
use store::VorfallArt;
use sync::RoundError;

use crate::office::{Office, TENANT};

#[test]
fn scenario_15_foreign_centre_stops_everything_until_a_person_accepts_it() {
    let mut office = Office::new();
    office.others_make(30);
    let id;
    let folder;
    {
        let anna = office.desk("K01");
        anna.round().unwrap();
        id = anna.make("Nur hier und dort");
        anna.round().unwrap();
        folder = anna.store.folder().to_owned();
    }
    office.set_up_anew();
    let anna = office.desk("K01");
    assert_eq!(anna.store.folder(), folder);
    anna.rename(id, "Noch nicht gesendet");
    let pending = anna.store.read(|db| db.mutations_to_push(10)).unwrap();
    let RoundError::ForeignCentre { ledger, scopes } = anna.round().unwrap_err() else {
        panic!("not recognised")
    };
    let registratur = scopes.iter().find(|counts| counts.scope == "registratur").unwrap();
    assert!(registratur.here > registratur.there, "{registratur:?}");
    assert_eq!(*anna.log.borrow(), ["/v1/hello"], "nothing else was asked or sent");
    assert_eq!(anna.betreff(id).as_deref(), Some("Noch nicht gesendet"));
    assert_eq!(anna.store.read(|db| db.mutations_to_push(10)).unwrap(), pending);

    anna.store.write(|tx| tx.accept_centre(ledger)).unwrap();
    anna.round().unwrap();
    anna.round().unwrap();
    anna.at_rest();
    let (kept, total) = anna.store.read(|db| db.salvaged(1000)).unwrap();
    assert!(total >= 31, "everything the new centre lacks is kept: {total}");
    assert!(kept.iter().all(|geborgen| geborgen.gesendet), "and handed over");
    assert!(anna.incidents().contains(&VorfallArt::ZentraleAnerkannt));
}

#[test]
fn scenario_16_restored_centre_loses_nothing_that_a_workstation_had() {
    let mut office = Office::new();
    let (own, foreign, pending);
    {
        let anna = office.desk("K01");
        anna.round().unwrap();
        office.back_up();
        own = anna.make("Nach der Sicherung");
        anna.round().unwrap();
        foreign = office.others_make(3);
        anna.round().unwrap();
        pending = anna.make("Noch nicht gesendet");
    }
    let backup = office.folder.path().join("sicherung.db");
    office.restore(&backup);
    let anna = reopened(&office);
    anna.round().unwrap();
    anna.round().unwrap();
    anna.at_rest();
    assert_eq!(anna.betreff(own).as_deref(), Some("Nach der Sicherung"), "sent again");
    assert_eq!(anna.betreff(pending).as_deref(), Some("Noch nicht gesendet"));
    let (kept, _) = anna.store.read(|db| db.salvaged(100)).unwrap();
    for id in &foreign {
        let kept = kept.iter().find(|geborgen| geborgen.record.rec_id == *id).unwrap();
        assert!(kept.gesendet, "others' lost work is handed over");
        assert_eq!(anna.betreff(*id), None, "and not shown as if it were in force");
    }
    assert!(anna.incidents().contains(&VorfallArt::ZentraleWiederhergestellt));
    let there = office.ledger.write(TENANT, |tx| tx.salvaged()).unwrap();
    assert!(there.len() >= foreign.len());
}

/// Opens the workstation again without enrolling: its token is in the backup.
pub(crate) fn reopened(office: &Office) -> crate::office::Desk<'_> {
    office.reopen("K01")
}

#[test]
fn seal_is_kept_if_it_fits_and_reported_if_it_does_not() {
    let office = Office::new();
    let anna = office.desk("K01");
    anna.round().unwrap();
    let now = center::Surroundings::system().now();
    let key = SealKey::from_bytes(&[7; 32]);
    office.ledger.write(TENANT, |tx| center::seal::seal(tx, &key, now)).unwrap();
    anna.round().unwrap();
    let kept = anna.store.read(|db| db.seal()).unwrap().unwrap();
    assert_eq!(kept.key, key.public());
    assert!(anna.incidents().is_empty());
    // Somebody else signs: the key seen first counts.
    let other = SealKey::from_bytes(&[8; 32]);
    office.others_make(1);
    office.ledger.write(TENANT, |tx| center::seal::seal(tx, &other, now)).unwrap();
    anna.round().unwrap();
    anna.round().unwrap();
    assert_eq!(anna.incidents(), [VorfallArt::SiegelPasstNicht], "told once");
    assert_eq!(anna.store.read(|db| db.seal()).unwrap().unwrap().key, key.public());
}

#[test]
fn centre_restored_to_before_its_seal_is_recognised_once() {
    let mut office = Office::new();
    {
        let anna = office.desk("K01");
        anna.round().unwrap();
        office.back_up();
        office.others_make(2);
        anna.round().unwrap();
        let now = center::Surroundings::system().now();
        let key = SealKey::from_bytes(&[7; 32]);
        office.ledger.write(TENANT, |tx| center::seal::seal(tx, &key, now)).unwrap();
        anna.round().unwrap();
        assert!(anna.store.read(|db| db.seal()).unwrap().is_some());
    }
    let backup = office.folder.path().join("sicherung.db");
    office.restore(&backup);
    let anna = office.reopen("K01");
    anna.round().unwrap();
    anna.at_rest();
    anna.at_rest();
    assert_eq!(anna.incidents(), [VorfallArt::ZentraleWiederhergestellt]);
}

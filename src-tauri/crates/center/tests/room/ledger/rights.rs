//! Who may see and keep what: enrolment, identities, grants, quotas, seals, salvage, backups.

use center::ledger::{Enrolment, UploadRow, Usage};
use center::{CenterError, SCOPE_REGISTRATUR, SCOPE_STAMMDATEN};
use domain::merge::Rejection;
use domain::{RecType, Zeitpunkt};
use wire::{Seal, SnapshotRecord, VerdictKind};

use super::place::{Desk, Place, TENANT, id, kinds, now};

super::for_both!(
    a_refused_enrolment_does_not_use_the_code_up,
    a_device_that_is_shut_out_gets_nothing_and_frees_its_name,
    an_identity_belongs_to_the_workstation_that_used_it_first,
    a_withdrawn_scope_is_refused_until_it_is_granted_again,
    a_quota_is_kept,
    an_upload_is_remembered_and_forgotten,
    what_workstations_hand_over_is_kept_once,
    seals_are_kept_in_their_order,
    a_backup_holds_back_what_clients_may_forget,
    scenario_16_restored_centre_takes_again_what_its_clients_kept,
    the_identity_of_the_ledger_stays,
);

fn a_refused_enrolment_does_not_use_the_code_up(place: &Place) {
    let ledger = place.ledger();
    ledger.add_code(TENANT, "EINMAL", 1).unwrap();
    let enrol = |token, arbeitsplatz, uebung| {
        ledger.enrol(Enrolment { code: " einmal ", token, arbeitsplatz, uebung }, now())
    };
    let taken = place.desk().device.arbeitsplatz;
    assert!(matches!(enrol("a", "K70", Some(true)), Err(CenterError::Practice)));
    assert!(matches!(enrol("a", &taken, None), Err(CenterError::NameTaken)));
    assert!(matches!(ledger.device("a"), Err(CenterError::Unauthorized)));
    let device = enrol("a", "K70", Some(false)).unwrap();
    assert_eq!(ledger.device("a").unwrap(), device);
    assert!(matches!(enrol("b", "K71", None), Err(CenterError::Unauthorized)), "used up");
    assert!(matches!(ledger.device("b"), Err(CenterError::Unauthorized)));
}

fn a_device_that_is_shut_out_gets_nothing_and_frees_its_name(place: &Place) {
    let ledger = place.ledger();
    let code = "CODE-LINDENHAIN";
    let enrol = |token| {
        let new = Enrolment { code, token, arbeitsplatz: "K80", uebung: None };
        ledger.enrol(new, now()).unwrap()
    };
    let old = enrol("alt");
    assert!(ledger.revoke_device(TENANT, "K80", now()).unwrap());
    assert!(!ledger.revoke_device(TENANT, "K80", now()).unwrap());
    assert!(matches!(ledger.device("alt"), Err(CenterError::Unauthorized)));
    let new = enrol("neu");
    assert_ne!(old.id, new.id);
    let devices = ledger.devices(TENANT).unwrap();
    let shut_out: Vec<bool> = devices
        .iter()
        .filter(|row| row.device.arbeitsplatz == "K80")
        .map(|row| row.revoked_at.is_some())
        .collect();
    assert_eq!(shut_out.iter().filter(|out| **out).count(), 1, "{devices:?}");
    assert_eq!(shut_out.len(), 2);
}

fn an_identity_belongs_to_the_workstation_that_used_it_first(place: &Place) {
    let ledger = place.ledger();
    let (mut anna, bernd) = (place.desk(), place.desk());
    anna.push(ledger, &[anna.clone().kontakt("Meier")]);
    anna.n = 1;
    let mut thief = Desk { client: anna.client, n: 1, ..bernd };
    let stolen = thief.kontakt("Müller");
    let refused = thief.try_push(ledger, std::slice::from_ref(&stolen));
    assert!(matches!(refused, Err(CenterError::Forbidden)));
    let check =
        |desk: &Desk| ledger.read(TENANT, |tx| tx.check_client(desk.client, &desk.device.id));
    assert!(matches!(check(&thief), Err(CenterError::Forbidden)));
    check(&anna).unwrap();
    // Once its own workstation is shut out, the one that takes its place goes on with it.
    ledger.revoke_device(TENANT, &anna.device.arbeitsplatz, now()).unwrap();
    assert_eq!(thief.push(ledger, &[stolen]).expect, 3);
    place.sound();
}

fn a_withdrawn_scope_is_refused_until_it_is_granted_again(place: &Place) {
    let ledger = place.ledger();
    let mut desk = place.desk();
    let device = desk.device.clone();
    let state = || {
        ledger
            .read(TENANT, |tx| Ok((tx.granted(&device)?, tx.revoked_unconfirmed(&device)?)))
            .unwrap()
    };
    let both = vec![SCOPE_STAMMDATEN.to_owned(), SCOPE_REGISTRATUR.to_owned()];
    assert_eq!(state(), (both.clone(), vec![]));
    let confirm = || ledger.write(TENANT, |tx| tx.purged(&device, SCOPE_REGISTRATUR, now()));
    assert!(matches!(confirm(), Err(CenterError::Invalid(_))), "nothing was withdrawn");
    let revoke = || ledger.write(TENANT, |tx| tx.revoke(&device, SCOPE_REGISTRATUR, now()));
    assert!(revoke().unwrap());
    assert!(!revoke().unwrap());
    assert_eq!(state(), (both[..1].to_vec(), both[1..].to_vec()));
    let answer = desk.push(ledger, &[desk.clone().kontakt("Meier")]);
    desk.n = 1;
    assert_eq!(kinds(&answer), [VerdictKind::Rejected { code: Rejection::Forbidden, regel: None }]);
    confirm().unwrap();
    confirm().unwrap();
    assert_eq!(state(), (both[..1].to_vec(), vec![]));
    ledger.write(TENANT, |tx| tx.grant(&device, SCOPE_REGISTRATUR)).unwrap();
    assert_eq!(state(), (both, vec![]));
    let again = [desk.kontakt("Meier")];
    assert_eq!(kinds(&desk.push(ledger, &again)), [VerdictKind::Applied { seq: 1 }]);
    let odd = ledger.write(TENANT, |tx| tx.grant(&device, "fremd"));
    assert!(matches!(odd, Err(CenterError::NotFound)));
}

fn a_quota_is_kept(place: &Place) {
    let ledger = place.ledger();
    let mut desk = place.desk();
    let quota = Usage { records: 2, bytes: 10 };
    ledger.write(TENANT, |tx| tx.set_quota(quota)).unwrap();
    let three = [desk.kontakt("a"), desk.kontakt("b"), desk.kontakt("c")];
    assert!(matches!(desk.try_push(ledger, &three), Err(CenterError::Quota)));
    assert_eq!(desk.push(ledger, &three[..2]).expect, 3, "nothing of the refused push is left");
    let blob = |size| {
        let sha256 = wire::sha256_hex(&[size]);
        let size = u64::from(size);
        ledger.write(TENANT, |tx| tx.put_blob(SCOPE_REGISTRATUR, &sha256, size, now()))
    };
    blob(6).unwrap();
    blob(6).unwrap();
    assert!(matches!(blob(5), Err(CenterError::Quota)));
    let both = || ledger.read(TENANT, |tx| Ok((tx.usage()?, tx.quota()?))).unwrap();
    assert_eq!(both(), (Usage { records: 2, bytes: 6 }, quota));
    ledger.write(TENANT, |tx| tx.set_quota(Usage::default())).unwrap();
    blob(5).unwrap();
    assert_eq!(desk.push(ledger, &three[2..]).expect, 4);
    assert_eq!(both().0, Usage { records: 3, bytes: 11 });
}

fn an_upload_is_remembered_and_forgotten(place: &Place) {
    let ledger = place.ledger();
    let sha256 = wire::sha256_hex(b"abc");
    let row = |received| UploadRow { size: 3, received };
    let put = |received| {
        let write = |tx: &mut center::Tx<'_>| {
            tx.put_upload(SCOPE_REGISTRATUR, &sha256, row(received), now())
        };
        ledger.write(TENANT, write).unwrap();
    };
    let found = || ledger.read(TENANT, |tx| tx.upload(SCOPE_REGISTRATUR, &sha256)).unwrap();
    put(0);
    put(2);
    assert_eq!(found(), Some(row(2)));
    let old = |when| ledger.read(TENANT, |tx| tx.uploads_before(when)).unwrap();
    assert_eq!(old(now()), []);
    let later = Zeitpunkt::from_second(now().as_second() + 1).unwrap();
    assert_eq!(old(later), [(SCOPE_REGISTRATUR.to_owned(), sha256.clone())]);
    ledger.write(TENANT, |tx| tx.put_blob(SCOPE_REGISTRATUR, &sha256, 3, now())).unwrap();
    assert_eq!(found(), None, "what is complete is no upload any more");
    let size = ledger.read(TENANT, |tx| tx.blob_size(SCOPE_REGISTRATUR, &sha256)).unwrap();
    assert_eq!(size, Some(3));
}

fn what_workstations_hand_over_is_kept_once(place: &Place) {
    let ledger = place.ledger();
    let record = |ver, body: &str| SnapshotRecord {
        rec_type: RecType::Kontakt,
        rec_id: uuid::Uuid::from_u128(5),
        ver,
        body: body.to_owned(),
    };
    let (one, two) = ([record(3, "{}"), record(4, "{}")], [record(4, "{}"), record(4, "{ }")]);
    let salvage = |client, records: &[SnapshotRecord]| {
        ledger.write(TENANT, |tx| tx.salvage(client, SCOPE_REGISTRATUR, records, now())).unwrap()
    };
    let client = id();
    assert_eq!(salvage(client, &one), 2);
    assert_eq!(salvage(client, &one), 2);
    assert_eq!(salvage(id(), &two), 2);
    let kept = ledger.read(TENANT, |tx| tx.salvaged()).unwrap();
    let versions: Vec<_> = kept.iter().map(|kept| (kept.record.ver, &*kept.record.body)).collect();
    assert_eq!(versions.len(), 3, "{versions:?}");
    assert!(kept.iter().filter(|kept| kept.client == client).count() == 2);
}

fn seals_are_kept_in_their_order(place: &Place) {
    let ledger = place.ledger();
    let seal = |audit_no| Seal {
        at: now(),
        ledger: id(),
        heads: Vec::new(),
        audit_no,
        audit_hash: "00".repeat(32),
        key: "11".repeat(32),
        signature: "22".repeat(64),
    };
    assert_eq!(ledger.read(TENANT, |tx| tx.newest_seal()).unwrap(), None);
    for no in 1..=11 {
        ledger.write(TENANT, |tx| tx.put_seal(&seal(no))).unwrap();
        let newest = ledger.read(TENANT, |tx| tx.newest_seal()).unwrap();
        assert_eq!(newest.map(|seal| seal.audit_no), Some(no));
    }
}

fn a_backup_holds_back_what_clients_may_forget(place: &Place) {
    let ledger = place.ledger();
    let mut desk = place.desk();
    let mut safe = || {
        let push = [desk.kontakt("Meier")];
        let answer = desk.push(ledger, &push);
        (answer.expect - 1, answer.safe_n)
    };
    assert_eq!(safe(), (1, 1), "without a backup nothing could be restored");
    ledger.begin_backup("montag", now()).unwrap();
    assert_eq!(safe(), (2, 1));
    ledger.begin_backup("dienstag", now()).unwrap();
    assert_eq!(safe(), (3, 1), "the oldest one counts");
    assert!(ledger.forget_backup("montag").unwrap());
    assert!(!ledger.forget_backup("montag").unwrap());
    assert_eq!(safe(), (4, 2));
    let new = place.desk();
    let push = [new.clone().kontakt("Neu")];
    assert_eq!(new.push(ledger, &push).safe_n, 0, "no backup knows this one");
    assert!(ledger.forget_backup("dienstag").unwrap());
    assert_eq!(safe(), (5, 5));
}

/// A database restored from its backup knows that its clients are ahead of it.
fn scenario_16_restored_centre_takes_again_what_its_clients_kept(place: &Place) {
    let mut desk = place.desk();
    let early = [desk.kontakt("Meier"), desk.kontakt("Müller")];
    desk.push(place.ledger(), &early);
    let restored = place.restored();
    let late = [desk.kontakt("Später"), desk.ort(early[0].rec_id, None, "Ahausen")];
    let answer = desk.push(place.ledger(), &late);
    assert_eq!((answer.expect, answer.safe_n), (5, 2), "what the backup lacks is not safe");
    let identity = |place: &Place| place.ledger().read(TENANT, |tx| tx.ledger_id()).unwrap();
    assert_eq!(identity(&restored), identity(place));
    let chain = |place: &Place, seq| {
        place.ledger().read(TENANT, |tx| tx.chain_at(SCOPE_REGISTRATUR, seq)).unwrap()
    };
    assert_eq!(chain(&restored, 2), chain(place, 2));
    assert_eq!(chain(&restored, 4), None, "the cursor shows that rows are gone");
    let again = desk.push(restored.ledger(), &late);
    assert_eq!((again.expect, again.safe_n), (5, 2), "a restored centre knows its own backup");
    let name = |place: &Place| {
        let record = place.ledger().read(TENANT, |tx| tx.record(early[0].rec_id)).unwrap();
        record.unwrap().body.clone()
    };
    assert_eq!(name(&restored), name(place));
    assert_eq!(kinds(&desk.push(restored.ledger(), &early)).len(), 2, "nothing comes twice");
    restored.sound();
    place.sound();
}

fn the_identity_of_the_ledger_stays(place: &Place) {
    let ledger = place.ledger();
    let identity = || place.again().read(TENANT, |tx| tx.ledger_id()).unwrap();
    let first = identity();
    let scopes = [SCOPE_STAMMDATEN, SCOPE_REGISTRATUR, "personal"];
    assert!(!ledger.add_tenant(TENANT, "Anders", true, &scopes, id()).unwrap());
    assert_eq!(identity(), first);
    let heads = ledger.read(TENANT, |tx| tx.heads()).unwrap();
    assert_eq!(heads.len(), 3, "scopes may be added");
    let tenants = ledger.tenants().unwrap();
    assert_eq!((tenants[0].mandant.as_str(), tenants[0].uebung), ("Gemeinde", false));
    let device = place.desk().device;
    let granted = ledger.read(TENANT, |tx| tx.granted(&device)).unwrap();
    assert_eq!(granted, scopes);
}

//! Mutations and their verdicts: once each, in order, with everything they touch.

use center::{CommitFate, Ledger, SCOPE_REGISTRATUR, SCOPE_STAMMDATEN, Surroundings, decide, seed};
use domain::merge::Rejection;
use domain::record::text;
use domain::{Edit, Fields, Op, RecType, SCHEMA};
use uuid::Uuid;
use wire::VerdictKind;

use super::place::{Desk, Place, TENANT, id, kinds, now, record};

super::for_both!(
    a_repeated_push_gets_the_same_verdicts_and_takes_effect_once,
    a_number_used_for_another_mutation_is_a_fork,
    the_same_mutation_under_another_identity_takes_effect_once,
    a_group_takes_effect_together_or_not_at_all,
    later_mutations_of_a_push_see_earlier_ones,
    what_waits_for_an_original_is_decided_when_it_comes,
    what_waits_and_came_before_its_record_is_decided_too,
    what_waits_for_a_newer_centre_is_decided_by_it,
    a_conflict_keeps_both_values_and_can_be_decided,
    numbers_have_no_gaps_and_a_spoiled_group_gives_its_own_back,
    the_same_bytes_are_noticed,
    the_centre_keeps_requests_that_did_not_take_full_effect,
    a_lost_commit_is_told_and_a_repetition_finds_out,
);

fn applied(seq: u64) -> VerdictKind {
    VerdictKind::Applied { seq }
}

fn rejected(code: Rejection) -> VerdictKind {
    VerdictKind::Rejected { code, regel: None }
}

/// A plan unit to hang files from.
fn plan(ledger: &Ledger) -> Uuid {
    let nodes: Vec<seed::PlanNode> =
        serde_json::from_str(r#"[{"kennzeichen":"9","bezeichnung":"Finanzen"}]"#).unwrap();
    let surroundings = Surroundings::system();
    let units = ledger.write(TENANT, |tx| seed::aktenplan(tx, &surroundings, &nodes)).unwrap();
    units["9"]
}

fn a_repeated_push_gets_the_same_verdicts_and_takes_effect_once(place: &Place) {
    let mut desk = place.desk();
    let ledger = place.ledger();
    let push = [desk.kontakt("Meier"), desk.kontakt("Müller")];
    let first = desk.push(ledger, &push);
    assert_eq!(kinds(&first), [applied(1), applied(2)]);
    assert_eq!((first.expect, first.safe_n, first.fork), (3, 2, false));
    let again = desk.push(&place.again(), &push);
    assert_eq!((again.verdicts, again.expect), (first.verdicts, 3));
    let rows = ledger.read(TENANT, |tx| tx.changes_after(SCOPE_REGISTRATUR, 0, 1 << 20)).unwrap();
    assert_eq!(rows.len(), 2);
    let late = [desk.kontakt("Vier"), desk.kontakt("Fünf")];
    let gap = desk.push(ledger, &late[1..]);
    assert_eq!((gap.verdicts.len(), gap.expect), (0, 3), "what comes too early is asked for later");
    place.sound();
}

fn a_number_used_for_another_mutation_is_a_fork(place: &Place) {
    let mut desk = place.desk();
    let mut image = desk.clone();
    desk.push(place.ledger(), &[desk.clone().kontakt("Meier")]);
    desk.n = 1;
    let other = image.kontakt("Müller");
    let answer = image.push(place.ledger(), &[other]);
    assert!(answer.fork && answer.verdicts.is_empty());
    place.sound();
}

fn the_same_mutation_under_another_identity_takes_effect_once(place: &Place) {
    let mut desk = place.desk();
    let mutation = desk.kontakt("Meier");
    let first = desk.push(place.ledger(), std::slice::from_ref(&mutation));
    let fork = Desk { client: id(), ..desk.clone() };
    let second = fork.push(place.ledger(), &[mutation]);
    assert_eq!(second.verdicts, first.verdicts);
    assert_eq!(second.expect, 2);
    place.sound();
}

fn a_group_takes_effect_together_or_not_at_all(place: &Place) {
    let mut desk = place.desk();
    let (good, lost) = (desk.kontakt("Meier"), id());
    let bad = desk.ort(lost, None, "Lindenhain");
    let after = desk.kontakt("Danach");
    let group = Some(id());
    let group = [
        wire::Mutation { group, ..good.clone() },
        wire::Mutation { group, ..bad },
        wire::Mutation { group, ..after },
    ];
    let single = desk.kontakt("Einzeln");
    let answer = desk.push(place.ledger(), &[&group[..], &[single]].concat());
    let codes = [Rejection::Group, Rejection::Unknown, Rejection::Group].map(rejected);
    assert_eq!(kinds(&answer), [&codes[..], &[applied(1)]].concat());
    assert_eq!(record(place.ledger(), good.rec_id), None);
    let audit = place.ledger().read(TENANT, |tx| tx.audit_head()).unwrap();
    assert_eq!(audit.0, 1, "what did not happen is not in the audit");
    place.sound();
}

fn later_mutations_of_a_push_see_earlier_ones(place: &Place) {
    let mut desk = place.desk();
    let unit = plan(place.ledger());
    let akte = desk.akte(unit);
    let vorgang = desk.vorgang(akte.rec_id);
    let kontakt = desk.kontakt("Meier");
    let ort = wire::Mutation { base_ver: 1, ..desk.ort(kontakt.rec_id, None, "Lindenhain") };
    let push = [akte.clone(), vorgang.clone(), kontakt.clone(), ort];
    let answer = desk.push(place.ledger(), &push);
    assert_eq!(kinds(&answer), [1, 2, 3, 4].map(applied));
    let akte = record(place.ledger(), akte.rec_id).unwrap();
    let vorgang = record(place.ledger(), vorgang.rec_id).unwrap();
    let zeichen = text(&akte, "aktenzeichen");
    assert!(text(&vorgang, "aktenzeichen").starts_with(zeichen), "{vorgang:?}");
    assert_eq!(text(&record(place.ledger(), kontakt.rec_id).unwrap(), "ort"), "Lindenhain");
    place.sound();
}

fn what_waits_for_an_original_is_decided_when_it_comes(place: &Place) {
    let mut desk = place.desk();
    let ledger = place.ledger();
    let (first, second) = (wire::sha256_hex(b"abc"), wire::sha256_hex(b"def"));
    let waiting = [desk.eingang(&first), desk.eingang(&second)];
    let title = |desk: &mut Desk, rec_id| {
        let set = Fields::from([("titel".to_owned(), "Bescheid".into())]);
        let current = Fields::from([("titel".to_owned(), "Brief".into())]);
        desk.mutation(RecType::Eingang, rec_id, Edit::set(Op::Set, &current, set))
    };
    let dependent = title(&mut desk, waiting[0].rec_id);
    let kontakt = desk.kontakt("Meier");
    let push = [waiting[0].clone(), waiting[1].clone(), dependent.clone(), kontakt];
    let answer = desk.push(ledger, &push);
    let parked = |sha256: &String| VerdictKind::Parked { waits_for: vec![sha256.clone()] };
    assert_eq!(
        kinds(&answer),
        [parked(&first), parked(&second), parked(&first), applied(1)],
        "what depends on what waits, waits; the rest goes on"
    );
    assert_eq!(ledger.read(TENANT, |tx| tx.parked_count()).unwrap(), 3);
    let missing = [first.clone(), second.clone()];
    let lacks = |ledger: &Ledger| {
        ledger.read(TENANT, |tx| tx.blobs_missing(SCOPE_REGISTRATUR, &missing)).unwrap()
    };
    assert_eq!(lacks(ledger), missing);
    ledger
        .write(TENANT, |tx| {
            tx.put_blob(SCOPE_REGISTRATUR, &first, 3, now())?;
            decide::unpark(tx, &first, now())
        })
        .unwrap();
    assert_eq!(lacks(ledger), missing[1..]);
    let verdict = |mid| ledger.read(TENANT, |tx| tx.verdict(mid)).unwrap().unwrap();
    assert_eq!(verdict(waiting[0].mid), applied(2));
    assert_eq!(verdict(dependent.mid), VerdictKind::Merged { seq: 3 });
    assert_eq!(verdict(waiting[1].mid), parked(&second));
    let repeated = desk.push(ledger, &push);
    assert_eq!(kinds(&repeated)[0], applied(2));
    assert_eq!(ledger.read(TENANT, |tx| tx.parked_count()).unwrap(), 1);
    place.sound();
}

/// Found by the simulation: after a restoration one workstation sends what it did to a record
/// before another one sends the record.
fn what_waits_and_came_before_its_record_is_decided_too(place: &Place) {
    let mut desk = place.desk();
    let ledger = place.ledger();
    let sha256 = wire::sha256_hex(b"abc");
    let title = |text: &str| Fields::from([("titel".to_owned(), text.into())]);
    let edit = Edit::set(Op::Set, &title("Brief"), title("Bescheid"));
    let mut early = desk.mutation(RecType::Eingang, id(), edit);
    early.requires = vec![sha256.clone()];
    let mut record = desk.eingang(&sha256);
    record.rec_id = early.rec_id;
    let waits = VerdictKind::Parked { waits_for: vec![sha256.clone()] };
    let answer = desk.push(ledger, &[early.clone(), record.clone()]);
    assert_eq!(kinds(&answer), [waits.clone(), waits]);
    ledger
        .write(TENANT, |tx| {
            tx.put_blob(SCOPE_REGISTRATUR, &sha256, 3, now())?;
            decide::unpark(tx, &sha256, now())
        })
        .unwrap();
    let verdict = |mid| ledger.read(TENANT, |tx| tx.verdict(mid)).unwrap().unwrap();
    assert_eq!(verdict(record.mid), applied(1));
    assert_eq!(verdict(early.mid), VerdictKind::Merged { seq: 2 });
    assert_eq!(ledger.read(TENANT, |tx| tx.parked_count()).unwrap(), 0);
    place.sound();
}

fn what_waits_for_a_newer_centre_is_decided_by_it(place: &Place) {
    let mut desk = place.desk();
    let newer = wire::Mutation { schema: SCHEMA + 1, ..desk.kontakt("Meier") };
    let answer = desk.push(place.ledger(), &[newer]);
    assert!(matches!(kinds(&answer)[..], [VerdictKind::Parked { .. }]));
    place.ledger().write(TENANT, |tx| decide::unpark_schemas(tx, now())).unwrap();
    assert_eq!(place.ledger().read(TENANT, |tx| tx.parked_count()).unwrap(), 1, "not that new");
    place.sound();
}

fn a_conflict_keeps_both_values_and_can_be_decided(place: &Place) {
    let (mut anna, mut bernd) = (place.desk(), place.desk());
    let ledger = place.ledger();
    let kontakt = anna.kontakt("Meier");
    anna.push(ledger, std::slice::from_ref(&kontakt));
    let hers = wire::Mutation { base_ver: 1, ..anna.ort(kontakt.rec_id, None, "Ahausen") };
    let his = wire::Mutation { base_ver: 1, ..bernd.ort(kontakt.rec_id, None, "Bedorf") };
    assert_eq!(kinds(&anna.push(ledger, &[hers])), [applied(2)]);
    let answer = bernd.push(ledger, std::slice::from_ref(&his));
    assert_eq!(kinds(&answer), [VerdictKind::Conflict { seq: 3, fields: vec!["ort".to_owned()] }]);
    assert_eq!(text(&record(ledger, kontakt.rec_id).unwrap(), "ort"), "Ahausen");
    let rows = ledger.read(TENANT, |tx| tx.changes_after(SCOPE_REGISTRATUR, 2, 1 << 20)).unwrap();
    let konflikt = &rows[0];
    assert_eq!(konflikt.rec_type, RecType::Konflikt);
    let body = konflikt.body.as_ref().unwrap();
    assert!(body.contains("Ahausen") && body.contains("Bedorf"), "{body}");
    let set = Fields::from([("ort".to_owned(), "Bedorf".into())]);
    let current = Fields::from([("ort".to_owned(), "Ahausen".into())]);
    let mut decision =
        anna.mutation(RecType::Kontakt, kontakt.rec_id, Edit::set(Op::Resolve, &current, set));
    (decision.base_ver, decision.konflikt) = (2, Some(konflikt.rec_id));
    anna.push(ledger, &[decision]);
    assert_eq!(text(&record(ledger, kontakt.rec_id).unwrap(), "ort"), "Bedorf");
    assert_eq!(text(&record(ledger, konflikt.rec_id).unwrap(), "status"), "geloest");
    place.sound();
}

fn numbers_have_no_gaps_and_a_spoiled_group_gives_its_own_back(place: &Place) {
    let mut desk = place.desk();
    let unit = plan(place.ledger());
    let group = Some(id());
    let spoiled = [
        wire::Mutation { group, ..desk.akte(unit) },
        wire::Mutation { group, ..desk.ort(id(), None, "Nirgends") },
    ];
    let good = [desk.akte(unit), desk.akte(unit)];
    desk.push(place.ledger(), &[&spoiled[..], &good[..1]].concat());
    desk.push(&place.again(), &good[1..]);
    let zeichen =
        |rec_id| text(&record(place.ledger(), rec_id).unwrap(), "aktenzeichen").to_owned();
    let (first, second) = (zeichen(good[0].rec_id), zeichen(good[1].rec_id));
    assert!(first.contains("1/") && second.contains("2/"), "{first} {second}");
    place.sound();
}

fn the_same_bytes_are_noticed(place: &Place) {
    let mut desk = place.desk();
    let ledger = place.ledger();
    let sha256 = wire::sha256_hex(b"abc");
    ledger.write(TENANT, |tx| tx.put_blob(SCOPE_REGISTRATUR, &sha256, 3, now())).unwrap();
    let same = [desk.eingang(&sha256), desk.eingang(&sha256), desk.eingang(&sha256)];
    desk.push(ledger, &same[..2]);
    desk.push(ledger, &same[2..]);
    let twin = |rec_id| text(&record(ledger, rec_id).unwrap(), "dublette_von").to_owned();
    assert_eq!(twin(same[0].rec_id), "");
    assert_eq!(twin(same[1].rec_id), same[0].rec_id.to_string());
    let first = same[0].rec_id.min(same[1].rec_id);
    assert_eq!(twin(same[2].rec_id), first.to_string());
    place.sound();
}

fn the_centre_keeps_requests_that_did_not_take_full_effect(place: &Place) {
    let mut desk = place.desk();
    let mutation = desk.ort(id(), None, "Nirgends");
    let answer = desk.push(place.ledger(), std::slice::from_ref(&mutation));
    assert_eq!(kinds(&answer), [rejected(Rejection::Unknown)]);
    if place.is_postgres() {
        let tenant = format!("SET forsthaus.tenant = '{TENANT}'; ");
        let kept = place.as_service(&(tenant + "SELECT request FROM mutation")).unwrap();
        assert_eq!(kept, [serde_json::to_string(&mutation).unwrap()]);
    }
    let elsewhere = wire::Mutation { scope: "fremd".to_owned(), ..desk.kontakt("Meier") };
    let answer = desk.push(place.ledger(), &[elsewhere]);
    assert_eq!(kinds(&answer), [rejected(Rejection::Forbidden)]);
    let master = wire::Mutation { scope: SCOPE_STAMMDATEN.to_owned(), ..desk.kontakt("Meier") };
    assert_eq!(kinds(&desk.push(place.ledger(), &[master])), [applied(1)]);
}

fn a_lost_commit_is_told_and_a_repetition_finds_out(place: &Place) {
    let mut desk = place.desk();
    for (fate, rows) in [(CommitFate::LostBefore, 0), (CommitFate::LostAfter, 1)] {
        let unlucky = place.again().with_fates(move || fate);
        let push = [desk.kontakt("Meier")];
        let lost = desk.try_push(&unlucky, &push);
        assert!(matches!(lost, Err(center::CenterError::Lost)), "{fate:?}");
        let seq = |ledger: &Ledger| {
            let heads = ledger.read(TENANT, |tx| tx.heads()).unwrap();
            heads.into_iter().find(|head| head.scope == SCOPE_REGISTRATUR).unwrap().seq
        };
        let before = seq(place.ledger());
        assert_eq!(before, rows + desk.n - 1, "{fate:?}");
        let answer = desk.push(place.ledger(), &push);
        assert_eq!(kinds(&answer), [applied(desk.n)], "{fate:?}");
        assert_eq!(seq(place.ledger()), desk.n);
    }
    place.sound();
}

//! The office's rules at the centre: its word is the last, whatever a workstation believed.

use center::{Ledger, SCOPE_REGISTRATUR, SCOPE_STAMMDATEN, Surroundings, ledger::Draft, seed};
use domain::mandant::mandant_id;
use domain::merge::Rejection;
use domain::record::text;
use domain::{Edit, Fields, Op, RecType, Verstoss, brief};
use serde_json::{Value, json};
use uuid::Uuid;
use wire::{Mutation, VerdictKind};

use super::place::{Desk, Place, TENANT, fields_of, id, kinds, now, record};

super::for_both!(
    what_is_closed_takes_nothing_more_until_it_is_opened_with_a_reason,
    a_signature_counts_for_the_draft_it_was_given_for,
    nothing_is_born_signed_or_proposed,
    a_decision_is_about_a_difference_and_breaks_no_rule,
    a_signature_asked_of_somebody_else_is_not_turned_to_oneself,
    what_was_put_in_before_the_closing_is_in_also_if_its_original_comes_later,
    a_step_waits_for_the_one_before_it,
    rules_see_what_an_earlier_change_of_the_same_push_did,
    documents_are_numbered_in_their_case,
    references_follow_the_pattern_of_the_municipality,
);

fn against(verstoss: Verstoss) -> VerdictKind {
    VerdictKind::Rejected { code: Rejection::Rule, regel: Some(verstoss.name()) }
}

/// A plan unit, a file and a case.
fn case(place: &Place, desk: &mut Desk) -> (Uuid, Uuid) {
    let akte = desk.akte(plan(place.ledger()));
    let vorgang = desk.vorgang(akte.rec_id);
    let ids = (akte.rec_id, vorgang.rec_id);
    taken(place.ledger(), desk, &[akte, vorgang]);
    ids
}

fn plan(ledger: &Ledger) -> Uuid {
    let nodes: Vec<seed::PlanNode> =
        serde_json::from_str(r#"[{"kennzeichen":"9","bezeichnung":"Finanzen"}]"#).unwrap();
    let surroundings = Surroundings::system();
    ledger.write(TENANT, |tx| seed::aktenplan(tx, &surroundings, &nodes)).unwrap()["9"]
}

fn taken(ledger: &Ledger, desk: &Desk, mutations: &[Mutation]) {
    for kind in kinds(&desk.push(ledger, mutations)) {
        assert!(matches!(kind, VerdictKind::Applied { .. }), "{kind:?}");
    }
}

fn new(desk: &mut Desk, kind: RecType, fields: Value) -> Mutation {
    let mut fields = fields_of(fields);
    fields.insert("angelegt_um".to_owned(), json!(now()));
    fields.insert("angelegt_von".to_owned(), json!("Anna"));
    desk.mutation(kind, id(), Edit::create(fields))
}

/// A step, or a change, of a record as the centre holds it.
fn change(ledger: &Ledger, desk: &mut Desk, op: Op, rec_id: Uuid, set: Value) -> Mutation {
    let current = record(ledger, rec_id).unwrap();
    let stored = ledger.read(TENANT, |tx| tx.record(rec_id)).unwrap().unwrap();
    let edit = Edit::set(op, &current, fields_of(set));
    Mutation { base_ver: stored.ver, ..desk.mutation(stored.rec_type, rec_id, edit) }
}

fn step(ledger: &Ledger, desk: &mut Desk, rec_id: Uuid, set: Value) -> Mutation {
    change(ledger, desk, Op::Transition, rec_id, set)
}

fn what_is_closed_takes_nothing_more_until_it_is_opened_with_a_reason(place: &Place) {
    let (ledger, mut desk) = (place.ledger(), place.desk());
    let (akte, vorgang) = case(place, &mut desk);
    let zda = json!({"status": "zda", "zda_datum": "2026-11-22"});
    let early = step(ledger, &mut desk, akte, zda.clone());
    let refused = kinds(&desk.push(ledger, &[early]));
    assert_eq!(refused, [against(Verstoss::VorgaengeOffen)]);
    let close = step(ledger, &mut desk, vorgang, zda);
    taken(ledger, &desk, &[close]);
    let late = [
        new(
            &mut desk,
            RecType::Dokument,
            json!({"titel": "Spät", "vorgang": vorgang,
            "status": "abgelegt"}),
        ),
        change(ledger, &mut desk, Op::Set, vorgang, json!({"betreff": "Anders"})),
        step(ledger, &mut desk, vorgang, json!({"status": "offen", "zda_datum": null})),
    ];
    let refused = kinds(&desk.push(ledger, &late));
    let wanted = [Verstoss::VorgangGeschlossen, Verstoss::VorgangGeschlossen, Verstoss::GrundFehlt];
    assert_eq!(refused, wanted.map(against));
    let set = json!({"status": "offen", "zda_datum": null});
    let open = Mutation {
        bemerkung: Some("Nachtrag des Antragstellers".to_owned()),
        ..step(ledger, &mut desk, vorgang, set)
    };
    let document = json!({"titel": "Spät", "vorgang": vorgang, "status": "abgelegt"});
    let document = new(&mut desk, RecType::Dokument, document);
    taken(ledger, &desk, &[open, document]);
    place.sound();
}

fn a_signature_counts_for_the_draft_it_was_given_for(place: &Place) {
    let (ledger, mut desk) = (place.ledger(), place.desk());
    let (_, vorgang) = case(place, &mut desk);
    let draft = new(
        &mut desk,
        RecType::Dokument,
        json!({"titel": "Bescheid",
        "vorgang": vorgang, "status": "entwurf", "brief_text": "Alt"}),
    );
    let draft_id = draft.rec_id;
    let point = new(
        &mut desk,
        RecType::Verfuegung,
        json!({"vorgang": vorgang,
        "dokument": draft_id, "nummer": 1, "schritt": 1, "art": "mitzeichnung",
        "adressat": "Anna", "status": "offen"}),
    );
    let point_id = point.rec_id;
    taken(ledger, &desk, &[draft, point]);
    let signed = |fassung: &str| json!({"von": "Anna", "um": now(), "fassung": fassung});
    let old = brief::fassung(&record(ledger, draft_id).unwrap());
    let co = step(
        ledger,
        &mut desk,
        point_id,
        json!({"status": "erledigt", "erledigung": signed(&old)}),
    );
    let newer = change(ledger, &mut desk, Op::Set, draft_id, json!({"brief_text": "Neu"}));
    taken(ledger, &desk, &[co, newer]);
    let sign = |desk: &mut Desk, fassung: &str| {
        let set = json!({"status": "gezeichnet", "schlusszeichnung": signed(fassung)});
        step(ledger, desk, draft_id, set)
    };
    let fresh = brief::fassung(&record(ledger, draft_id).unwrap());
    let attempts = [sign(&mut desk, &old), sign(&mut desk, &fresh)];
    let refused = kinds(&desk.push(ledger, &attempts));
    let wanted = [Verstoss::FassungGeaendert, Verstoss::MitzeichnungFehlt];
    assert_eq!(refused, wanted.map(against));
    let again = step(ledger, &mut desk, point_id, json!({"status": "offen", "erledigung": null}));
    taken(ledger, &desk, &[again]);
    let co = step(
        ledger,
        &mut desk,
        point_id,
        json!({"status": "erledigt", "erledigung": signed(&fresh)}),
    );
    let sign = sign(&mut desk, &fresh);
    taken(ledger, &desk, &[co, sign]);
    let late = change(ledger, &mut desk, Op::Set, draft_id, json!({"brief_text": "Anders"}));
    assert_eq!(kinds(&desk.push(ledger, &[late])), [against(Verstoss::BereitsGezeichnet)]);
    place.sound();
}

fn rules_see_what_an_earlier_change_of_the_same_push_did(place: &Place) {
    let (ledger, mut desk) = (place.ledger(), place.desk());
    let (akte, vorgang) = case(place, &mut desk);
    let zda = json!({"status": "zda", "zda_datum": "2026-11-22"});
    let both = [step(ledger, &mut desk, vorgang, zda.clone()), step(ledger, &mut desk, akte, zda)];
    taken(ledger, &desk, &both);
    let other = desk.vorgang(akte);
    assert_eq!(kinds(&desk.push(ledger, &[other])), [against(Verstoss::AkteGeschlossen)]);
    place.sound();
}

fn documents_are_numbered_in_their_case(place: &Place) {
    let (ledger, mut desk) = (place.ledger(), place.desk());
    let (akte, first) = case(place, &mut desk);
    let second = desk.vorgang(akte);
    let second_id = second.rec_id;
    taken(ledger, &desk, &[second]);
    let document = |desk: &mut Desk, vorgang: Uuid| {
        let fields = json!({"titel": "Schreiben", "vorgang": vorgang, "status": "abgelegt"});
        new(desk, RecType::Dokument, fields)
    };
    let three = [first, first, second_id].map(|vorgang| document(&mut desk, vorgang));
    taken(ledger, &desk, &three);
    let number = |rec_id| record(ledger, rec_id).unwrap()["heftungsnummer"].clone();
    assert_eq!(three.each_ref().map(|m| number(m.rec_id)), [json!(1), json!(2), json!(1)]);
    let moved = step(ledger, &mut desk, three[0].rec_id, json!({"vorgang": second_id}));
    taken(ledger, &desk, &[moved]);
    assert_eq!(number(three[0].rec_id), json!(2), "it goes behind what lies there");
    let children = ledger.read(TENANT, |tx| tx.children(second_id, RecType::Dokument)).unwrap();
    let inside: Vec<Uuid> = children.into_iter().map(|(rec_id, _)| rec_id).collect();
    let mut wanted = vec![three[0].rec_id, three[2].rec_id];
    wanted.sort();
    assert_eq!(inside, wanted);
    place.sound();
}

fn references_follow_the_pattern_of_the_municipality(place: &Place) {
    let (ledger, mut desk) = (place.ledger(), place.desk());
    let fields: Fields = fields_of(json!({"kuerzel": "WM", "name": "Waldmühlen",
        "bereich": SCOPE_REGISTRATUR, "muster_akte": "{mandant} {plan}-{lfd}/{jj}",
        "muster_vorgang": "{akte}.{lfd}", "briefkopf": {"name": "Gemeinde Waldmühlen"}}));
    let draft = Draft {
        rec_type: RecType::Mandant,
        rec_id: mandant_id(SCOPE_REGISTRATUR),
        fields,
        mid: id(),
        akteur: "Zentrale".to_owned(),
        arbeitsplatz: "Zentrale".to_owned(),
        aktion: "mandant_einrichten".to_owned(),
        claimed_at: now(),
        at: now(),
    };
    ledger.write(TENANT, |tx| tx.append(SCOPE_STAMMDATEN, draft)).unwrap();
    let (akte, vorgang) = case(place, &mut desk);
    let year = now().to_zoned(domain::aktenzeichen::amtszeit()).year() % 100;
    let zeichen = |rec_id| text(&record(ledger, rec_id).unwrap(), "aktenzeichen").to_owned();
    assert_eq!(zeichen(akte), format!("WM 9-1/{year:02}"));
    assert_eq!(zeichen(vorgang), format!("WM 9-1/{year:02}.1"));
    place.sound();
}

fn nothing_is_born_signed_or_proposed(place: &Place) {
    let (ledger, mut desk) = (place.ledger(), place.desk());
    let (akte, vorgang) = case(place, &mut desk);
    let signed = json!({"von": "Bürgermeister", "um": now(), "fassung": "ab"});
    let forged = new(
        &mut desk,
        RecType::Dokument,
        json!({"titel": "Bescheid", "vorgang": vorgang, "status": "entwurf", "brief_text": "Ja",
            "schlusszeichnung": signed}),
    );
    assert_eq!(kinds(&desk.push(ledger, &[forged])), [against(Verstoss::NichtGezeichnet)]);
    let object = json!({"akte": akte, "aktenzeichen": "9-1", "vorgaenge": 1, "dokumente": 0});
    let run = |desk: &mut Desk, more: Value| {
        let mut fields = fields_of(json!({"zweck": "vernichtung", "prozess": id(),
            "objekte": [object], "status": "laufend"}));
        fields.extend(fields_of(more));
        new(desk, RecType::Aussonderung, json!(fields))
    };
    let word = json!({"von": "Anna", "um": now()});
    let born = run(
        &mut desk,
        json!({"status": "vorgeschlagen", "zu_loeschen": [akte], "vorschlag": word}),
    );
    let named = run(&mut desk, json!({"zu_loeschen": [akte]}));
    let begun = run(&mut desk, json!({}));
    let begun_id = begun.rec_id;
    assert_eq!(
        kinds(&desk.push(ledger, &[born, named])),
        [against(Verstoss::AussonderungFolge), against(Verstoss::AussonderungFolge)]
    );
    taken(ledger, &desk, &[begun]);
    let alone = step(
        ledger,
        &mut desk,
        begun_id,
        json!({"status": "vollzogen", "zu_loeschen": [akte], "vorschlag": word,
            "freigabe": word}),
    );
    let slipped = step(ledger, &mut desk, begun_id, json!({"zu_loeschen": [akte]}));
    assert_eq!(
        kinds(&desk.push(ledger, &[alone, slipped])),
        [against(Verstoss::AussonderungFolge), against(Verstoss::AussonderungFolge)]
    );
    place.sound();
}

fn a_decision_is_about_a_difference_and_breaks_no_rule(place: &Place) {
    let (ledger, mut desk) = (place.ledger(), place.desk());
    let (_, vorgang) = case(place, &mut desk);
    let draft = new(
        &mut desk,
        RecType::Dokument,
        json!({"titel": "Bescheid", "vorgang": vorgang, "status": "entwurf", "brief_text": "Alt"}),
    );
    let draft_id = draft.rec_id;
    taken(ledger, &desk, &[draft]);
    // Two authors of one sentence, neither of whom saw the other's.
    let first = change(ledger, &mut desk, Op::Set, draft_id, json!({"brief_text": "Eins"}));
    let second = change(ledger, &mut desk, Op::Set, draft_id, json!({"brief_text": "Zwei"}));
    taken(ledger, &desk, &[first]);
    let disputed = kinds(&desk.push(ledger, &[second]));
    assert!(matches!(disputed.as_slice(), [VerdictKind::Conflict { .. }]), "{disputed:?}");
    let disputes = ledger.read(TENANT, |tx| tx.children(draft_id, RecType::Konflikt)).unwrap();
    let dispute = disputes.first().unwrap().0;
    let fassung = brief::fassung(&record(ledger, draft_id).unwrap());
    let signed = json!({"von": "Anna", "um": now(), "fassung": fassung});
    let sign = json!({"status": "gezeichnet", "schlusszeichnung": signed});
    let sign = step(ledger, &mut desk, draft_id, sign);
    taken(ledger, &desk, &[sign]);
    let decide = |desk: &mut Desk, field: &str, value: Value, konflikt: Option<Uuid>| {
        let set = Value::Object([(field.to_owned(), value)].into_iter().collect());
        let mutation = change(ledger, desk, Op::Resolve, draft_id, set);
        Mutation { konflikt, ..mutation }
    };
    let attempts = [
        decide(&mut desk, "brief_text", json!("Zwei"), Some(dispute)),
        decide(&mut desk, "brief_text", json!("Zwei"), None),
        decide(&mut desk, "titel", json!("Anders"), Some(dispute)),
    ];
    let refused = kinds(&desk.push(ledger, &attempts));
    let reference = VerdictKind::Rejected { code: Rejection::Reference, regel: None };
    assert_eq!(refused, [against(Verstoss::BereitsGezeichnet), reference.clone(), reference]);
    // What stands can always be confirmed.
    let stands = decide(&mut desk, "brief_text", json!("Eins"), Some(dispute));
    assert!(kinds(&desk.push(ledger, &[stands]))[0].seq().is_some());
    assert_eq!(text(&record(ledger, dispute).unwrap(), "status"), "geloest");
    place.sound();
}

fn a_signature_asked_of_somebody_else_is_not_turned_to_oneself(place: &Place) {
    let (ledger, mut desk) = (place.ledger(), place.desk());
    let (_, vorgang) = case(place, &mut desk);
    let draft = new(
        &mut desk,
        RecType::Dokument,
        json!({"titel": "Bescheid", "vorgang": vorgang, "status": "entwurf", "brief_text": "Ja"}),
    );
    let mut point = new(
        &mut desk,
        RecType::Verfuegung,
        json!({"vorgang": vorgang, "dokument": draft.rec_id, "nummer": 1, "schritt": 1,
            "art": "mitzeichnung", "adressat": "Carla", "status": "offen"}),
    );
    point.edit.set.insert("angelegt_von".to_owned(), "Bernd".into());
    let point_id = point.rec_id;
    taken(ledger, &desk, &[draft, point]);
    let turned = change(ledger, &mut desk, Op::Set, point_id, json!({"adressat": "Anna"}));
    assert_eq!(kinds(&desk.push(ledger, &[turned])), [against(Verstoss::GrundFehlt)]);
    place.sound();
}

fn arrives(ledger: &Ledger, sha256: &str) {
    ledger
        .write(TENANT, |tx| {
            tx.put_blob(SCOPE_REGISTRATUR, sha256, 1, now())?;
            center::decide::unpark(tx, sha256, now())
        })
        .unwrap();
}

fn what_was_put_in_before_the_closing_is_in_also_if_its_original_comes_later(place: &Place) {
    let (ledger, mut desk) = (place.ledger(), place.desk());
    let (akte, vorgang) = case(place, &mut desk);
    let sha256 = wire::sha256_hex(b"spaet");
    let mut document = new(
        &mut desk,
        RecType::Dokument,
        json!({"titel": "Bild", "vorgang": vorgang, "status": "abgelegt"}),
    );
    document.requires = vec![sha256.clone()];
    let document_id = document.rec_id;
    let zda = json!({"status": "zda", "zda_datum": "2026-11-22"});
    let closing =
        [step(ledger, &mut desk, vorgang, zda.clone()), step(ledger, &mut desk, akte, zda)];
    let all = [document, closing[0].clone(), closing[1].clone()];
    let said = kinds(&desk.push(ledger, &all));
    let waits = |kind: &VerdictKind| matches!(kind, VerdictKind::Parked { waits_for } if *waits_for == [sha256.clone()]);
    assert!(said.iter().all(waits), "{said:?}");
    // Somebody else's work in another case goes on.
    let other = desk.vorgang(akte);
    assert!(kinds(&desk.push(ledger, std::slice::from_ref(&other)))[0].seq().is_some());
    let close_other =
        step(ledger, &mut desk, other.rec_id, json!({"status": "zda", "zda_datum": "2026-11-22"}));
    taken(ledger, &desk, &[close_other]);
    arrives(ledger, &sha256);
    assert_eq!(text(&record(ledger, document_id).unwrap(), "status"), "abgelegt");
    for id in [vorgang, akte] {
        assert_eq!(text(&record(ledger, id).unwrap(), "status"), "zda");
    }
    place.sound();
}

fn a_step_waits_for_the_one_before_it(place: &Place) {
    let (ledger, mut desk) = (place.ledger(), place.desk());
    let akte = desk.akte(plan(ledger));
    let akte_id = akte.rec_id;
    taken(ledger, &desk, &[akte]);
    let years = change(ledger, &mut desk, Op::Set, akte_id, json!({"aufbewahrung_jahre": 1}));
    taken(ledger, &desk, &[years]);
    let [first, second] = ["eins", "zwei"].map(|text| wire::sha256_hex(text.as_bytes()));
    let zda = json!({"status": "zda", "zda_datum": "2012-01-01"});
    let mut closing = step(ledger, &mut desk, akte_id, zda);
    closing.requires = vec![first.clone()];
    let noted = json!({"aussonderung": "vorgemerkt"});
    let mut noted = step(ledger, &mut desk, akte_id, noted);
    noted.requires = vec![second.clone()];
    let said = kinds(&desk.push(ledger, &[closing, noted]));
    assert!(said.iter().all(|kind| matches!(kind, VerdictKind::Parked { .. })), "{said:?}");
    arrives(ledger, &second);
    assert_eq!(text(&record(ledger, akte_id).unwrap(), "status"), "offen", "the first one first");
    arrives(ledger, &first);
    let akte = record(ledger, akte_id).unwrap();
    assert_eq!((text(&akte, "status"), text(&akte, "aussonderung")), ("zda", "vorgemerkt"));
    place.sound();
}

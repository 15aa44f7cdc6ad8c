//! Municipalities of one office, and their filing plans.

use center::mandant::{MandantError, einrichten, mandanten};
use center::plan::{self, Vorschau};
use center::{SCOPE_REGISTRATUR, SCOPE_STAMMDATEN, Surroundings};
use domain::mandant::{Briefkopf, mandant_id};
use domain::merge::Rejection;
use domain::record::text;
use domain::{Edit, Fields, Mandant, RecType};
use serde_json::json;
use uuid::Uuid;
use wire::{Mutation, VerdictKind};

use super::place::{Desk, Place, TENANT, id, kinds, now};

super::for_both!(
    each_municipality_numbers_its_files_its_own_way,
    nothing_of_one_municipality_lives_in_another,
    a_new_workstation_sees_no_other_municipality_by_itself,
    a_plan_is_taken_over_again_and_nothing_is_deleted,
    a_message_of_the_standard_is_a_plan_as_well,
);

const OTHER: &str = "nebelrode";

fn record(place: &Place, rec_id: Uuid) -> Fields {
    super::place::record(place.ledger(), rec_id).unwrap()
}

fn mandant(bereich: &str, kuerzel: &str, muster_akte: &str) -> Mandant {
    Mandant {
        kuerzel: kuerzel.to_owned(),
        name: format!("Gemeinde {kuerzel}"),
        bereich: bereich.to_owned(),
        muster_akte: muster_akte.to_owned(),
        muster_vorgang: "{akte}-{lfd}".to_owned(),
        briefkopf: Briefkopf::default(),
        selbsttaetig_ab: None,
    }
}

/// Sets the second municipality up, and gives it to a workstation.
fn furnish(place: &Place, desk: &Desk) {
    let ledger = place.ledger();
    ledger.add_scope(TENANT, OTHER).unwrap();
    let second = mandant(OTHER, "NR", "{mandant} {plan}/{lfd}-{jj}");
    let set = |m: &Mandant| {
        let done = ledger.write(TENANT, |tx| {
            einrichten(tx, &Surroundings::system(), m).map_err(|error| match error {
                MandantError::Ledger(error) => error,
                other => panic!("{other}"),
            })
        });
        done.unwrap();
    };
    set(&second);
    set(&second);
    ledger.write(TENANT, |tx| tx.grant(&desk.device, OTHER)).unwrap();
}

fn take(place: &Place, csv: &str, bereich: Option<&str>, pruefen: bool) -> Vorschau {
    let units = plan::lesen("plan.csv", csv.as_bytes()).unwrap();
    let surroundings = Surroundings::system();
    let done = place
        .ledger()
        .write(TENANT, |tx| plan::uebernehmen(tx, &surroundings, &units, bereich, pruefen));
    done.unwrap()
}

fn units(place: &Place) -> Vec<(Uuid, Fields)> {
    let records = place.ledger().read(TENANT, |tx| tx.records_after(SCOPE_STAMMDATEN, None, 1000));
    let units = records.unwrap().into_iter().filter(|r| r.rec_type == RecType::Aktenplaneinheit);
    units.map(|r| (r.rec_id, serde_json::from_str(&r.body).unwrap())).collect()
}

fn unit(place: &Place, kennzeichen: &str) -> (Uuid, Fields) {
    let found = |(_, fields): &(Uuid, Fields)| text(fields, "kennzeichen") == kennzeichen;
    units(place).into_iter().find(found).unwrap()
}

fn akte(desk: &mut Desk, scope: &str, unit: Uuid) -> Mutation {
    let fields = json!({ "betreff": "Hundesteuer", "aktenplaneinheit": unit, "status": "offen",
        "aktenzeichen_vorlaeufig": "V-K01-1", "angelegt_um": now(), "angelegt_von": "Anna" });
    let edit = Edit::create(serde_json::from_value(fields).unwrap());
    let mutation = desk.mutation(RecType::Akte, id(), edit);
    Mutation { scope: scope.to_owned(), ..mutation }
}

const PLAN: &str = "kennzeichen;bezeichnung;aufbewahrung;aussonderungsart\n4;Bauen;30;A\n\
                    4.2;Straßen;30;V\n";

fn each_municipality_numbers_its_files_its_own_way(place: &Place) {
    let mut desk = place.desk();
    furnish(place, &desk);
    take(place, PLAN, None, false);
    let (unit, _) = unit(place, "4.2");
    let files = [
        akte(&mut desk, SCOPE_REGISTRATUR, unit),
        akte(&mut desk, OTHER, unit),
        akte(&mut desk, OTHER, unit),
    ];
    desk.push(place.ledger(), &files);
    let signs: Vec<String> =
        files.iter().map(|m| text(&record(place, m.rec_id), "aktenzeichen").to_owned()).collect();
    assert_eq!(signs, ["4.2-1/2027", "NR 4.2/1-27", "NR 4.2/2-27"]);
    place.sound();
}

fn nothing_of_one_municipality_lives_in_another(place: &Place) {
    let mut desk = place.desk();
    furnish(place, &desk);
    take(place, PLAN, None, false);
    take(place, "kennzeichen;bezeichnung\n7;Nur Nebelrode\n", Some(OTHER), false);
    let (shared, _) = unit(place, "4.2");
    let (own, _) = unit(place, "7");
    let foreign = akte(&mut desk, SCOPE_REGISTRATUR, own);
    let file = akte(&mut desk, OTHER, shared);
    let case = json!({ "betreff": "Bescheid", "akte": file.rec_id, "status": "offen",
        "aktenzeichen_vorlaeufig": "V-K01-2", "angelegt_um": now(), "angelegt_von": "Anna" });
    let edit = Edit::create(serde_json::from_value(case).unwrap());
    let across = desk.mutation(RecType::Vorgang, id(), edit);
    let answer = desk.push(place.ledger(), &[foreign, file, across]);
    let kinds = kinds(&answer);
    let rule =
        VerdictKind::Rejected { code: Rejection::Rule, regel: Some("aktenplanFremd".to_owned()) };
    let reference = VerdictKind::Rejected { code: Rejection::Reference, regel: None };
    assert_eq!((&kinds[0], &kinds[2]), (&rule, &reference));
    assert!(kinds[1].seq().is_some());
    place.sound();
}

fn a_new_workstation_sees_no_other_municipality_by_itself(place: &Place) {
    let first = place.desk();
    furnish(place, &first);
    let second = place.desk();
    let granted = |desk: &Desk| place.ledger().read(TENANT, |tx| tx.granted(&desk.device)).unwrap();
    assert_eq!(granted(&first), [SCOPE_STAMMDATEN, SCOPE_REGISTRATUR, OTHER]);
    assert_eq!(granted(&second), [SCOPE_STAMMDATEN, SCOPE_REGISTRATUR]);
    let known = place.ledger().read(TENANT, mandanten).unwrap();
    assert_eq!(known.iter().map(|m| m.bereich.as_str()).collect::<Vec<_>>(), [OTHER]);
    assert_eq!(record(place, mandant_id(OTHER))["kuerzel"], "NR");
    let taken = mandant("dritte", "NR", "{plan}-{lfd}/{jahr}");
    let mut said = String::new();
    let done = place.ledger().write(TENANT, |tx| {
        said = einrichten(tx, &Surroundings::system(), &taken).unwrap_err().to_string();
        Ok(())
    });
    done.unwrap();
    assert!(said.contains("„NR“"), "{said}");
}

fn a_plan_is_taken_over_again_and_nothing_is_deleted(place: &Place) {
    let first = take(place, PLAN, None, true);
    assert_eq!((first.neu.len(), units(place).len()), (2, 0), "looked at only");
    take(place, PLAN, None, false);
    let before = unit(place, "4.2");
    assert_eq!(before.1["aussonderungsart"], "V");
    let again = take(place, PLAN, None, false);
    assert_eq!(again, Vorschau { unveraendert: 2, ..Vorschau::default() });

    let next = "Kennzeichen;Bezeichnung;Aufbewahrung;Bewertung\n4;Bauen;30;A\n4.3;Bäume;10;V\n";
    let seen = take(place, next, None, true);
    assert_eq!(seen, take(place, next, None, false), "the preview says what happens");
    assert_eq!(
        (seen.neu, seen.stillgelegt),
        (vec!["4.3 Bäume".into()], vec!["4.2 Straßen".into()])
    );
    assert_eq!(units(place).len(), 3);
    let retired = unit(place, "4.2");
    assert_eq!((retired.0, &retired.1["stillgelegt"]), (before.0, &json!(true)));

    let back = "Kennzeichen;Bezeichnung;Aufbewahrung;Bewertung\n4;Bauen;30;A\n\
                4.2;Straßen und Wege;dauernd;\n4.3;Bäume;10;V\n";
    let seen = take(place, back, None, false);
    assert!(seen.geaendert[0].contains("Straßen → Straßen und Wege"), "{:?}", seen.geaendert);
    let unit = unit(place, "4.2");
    assert_eq!(unit.0, before.0, "a number keeps its id");
    assert!(!unit.1.contains_key("aufbewahrung_jahre") && unit.1["stillgelegt"] == false);
    let own = take(place, "kennzeichen;bezeichnung\n4;Eigenes\n", Some(OTHER), false);
    assert_eq!((own.neu.len(), own.stillgelegt.len()), (1, 0), "another one's plan is left alone");
    place.sound();
}

fn a_message_of_the_standard_is_a_plan_as_well(place: &Place) {
    use xdomea::aktenplan::{Aktenplan, Planeinheit};
    use xdomea::code::Bewertung;
    use xdomea::metadaten::{Aufbewahrungsdauer, Aussonderungsart};
    let unit = |kennzeichen: &str, einheiten| Planeinheit {
        kennzeichen: Some(kennzeichen.to_owned()),
        inhaltsangabe: Some("Unterhaltung".to_owned()),
        betreff_kurz: Some(format!("Straßen {kennzeichen}")),
        aussonderungsart: Aussonderungsart::Bewertung(Bewertung::Vernichten),
        gueltigkeit: None,
        stillgelegt: false,
        aufbewahrungsdauer: Aufbewahrungsdauer::Jahre(30),
        einheiten,
        verweise: Vec::new(),
        erweiterung: None,
        erweiterung_xml: None,
    };
    let plan = Aktenplan {
        bezeichnung: "Plan".to_owned(),
        typ: None,
        version: "2026".to_owned(),
        einheiten: vec![unit("0", vec![unit("02", Vec::new())])],
        gueltigkeit: None,
        aktenplandateien: Vec::new(),
    };
    let office = |name: &str| xdomea::kontakt::Kontakt::behoerde(name, "16099999", "ags");
    let process = Uuid::from_u128(0x1d00_0000_0000_7000_8000_0000_0000_0007);
    let um = xdomea::Zeitangabe::from(now());
    let kopf = xdomea::Kopf::neu(process.into(), um, office("Amt"), office("Archiv"));
    let message = xdomea::Nachricht::neu(kopf, xdomea::Inhalt::Aktenplan(plan));
    let xml = message.write(xdomea::Fassung::V3_1).unwrap().xml;
    let units = plan::lesen("plan.xml", &xml).unwrap();
    assert_eq!(units.len(), 2);
    let below = &units[1];
    assert_eq!((below.kennzeichen.as_str(), below.uebergeordnet.as_deref()), ("02", Some("0")));
    assert_eq!(below.aufbewahrung_jahre, Some(30));
    let surroundings = Surroundings::system();
    let ledger = place.ledger();
    let seen = ledger.write(TENANT, |tx| plan::uebernehmen(tx, &surroundings, &units, None, false));
    assert_eq!(seen.unwrap().neu.len(), 2);
    for broken in ["<xdomea", "PK\u{3}\u{4} kaputt", "<html></html>"] {
        assert!(plan::lesen("plan.xml", broken.as_bytes()).is_err(), "{broken}");
    }
}

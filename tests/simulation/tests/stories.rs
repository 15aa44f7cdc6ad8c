//! Named stories: what people see when two desks meet.
//!
//! Never random: the same office every time.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use desk::Desk;
use desk::views::{
    AblehnungArgs, Ausschnitt, BetreffArgs, BytesArgs, EingangFilter, EingangZeile,
    EinzelheitenArgs, Fassung, Id, KonfliktLoesenArgs, KonfliktWahl, Leer, PosteingangArgs,
    VorgangView, Ziel, ZielArt, ZielZeile, ZieleArgs, ZuordnenArgs,
};
use simulation_tests::{DeskId, Office, check, run};

fn open_post(desk: &Desk) -> Vec<EingangZeile> {
    let ausschnitt = Ausschnitt { ab: 0, anzahl: 100 };
    desk.posteingang(PosteingangArgs { filter: EingangFilter::Offen, ausschnitt }).unwrap().zeilen
}

fn ziel(desk: &Desk, text: &str) -> ZielZeile {
    desk.ziele(ZieleArgs { text: text.to_owned() }).unwrap().remove(0)
}

fn rename(desk: &Desk, vorgang: &ZielZeile, betreff: &str) {
    let args =
        BetreffArgs { art: ZielArt::Vorgang, id: vorgang.id.clone(), betreff: betreff.to_owned() };
    desk.betreff_aendern(args).unwrap();
}

fn vorgang(desk: &Desk, id: &str) -> VorgangView {
    desk.vorgang(Id { id: id.to_owned() }).unwrap()
}

fn file(desk: &Desk, eingang: &str, ziel: Ziel) -> desk::views::DokumentView {
    let args = ZuordnenArgs {
        eingang: eingang.to_owned(),
        ziel,
        titel: None,
        angaben: Default::default(),
    };
    desk.eingang_zuordnen(args).unwrap()
}

fn at_rest(office: &mut Office) {
    let mut known = run::Knowledge::default();
    for id in office.desks() {
        run::remember(&office.desk(id), &mut known);
    }
    office.heal();
    check::convergence(office);
    check::histories(office);
}

fn two() -> (Office, DeskId, DeskId) {
    (Office::new(0x51), DeskId(0), DeskId(1))
}

#[test]
fn letter_filed_at_one_desk_stands_at_the_other_byte_for_byte() {
    let (mut office, anna, bernd) = two();
    office.take_in(anna, "Sehr geehrte Damen und Herren, zu 4.2-1/2026-2 …");
    let desk = office.desk(anna);
    let item = open_post(&desk).remove(0);
    let proposals = desk.eingang(Id { id: item.id.clone() }).unwrap().vorschlaege;
    assert_eq!(proposals[0].begruendung, "Aktenzeichen 4.2-1/2026-2 gefunden, Zeile 1");
    let view = file(&desk, &item.id, Ziel::Vorgang { id: proposals[0].ziel.id.clone() });
    drop(desk);
    office.round(anna).unwrap();
    office.round(bernd).unwrap();
    let desk = office.desk(bernd);
    let document = desk.dokument(Id { id: view.zeile.id }).unwrap();
    assert_eq!(document.vorgang.aktenzeichen, "4.2-1/2026-2");
    let bytes = BytesArgs { sha256: document.zeile.sha256.clone(), fassung: Fassung::Original };
    assert_eq!(wire::sha256_hex(&desk.bytes(&bytes).unwrap()), view.zeile.sha256);
    assert!(open_post(&desk).is_empty(), "one item, and it is filed");
}

#[test]
fn both_change_one_subject_offline_and_a_person_decides() {
    let (mut office, anna, bernd) = two();
    let case = ziel(&office.desk(anna), "Hundebestandsaufnahme");
    rename(&office.desk(anna), &case, "Hundebestand 2026 a");
    rename(&office.desk(bernd), &case, "Hundebestand 2026 b");
    office.round(anna).unwrap();
    office.round(bernd).unwrap();
    let desk = office.desk(bernd);
    let view = desk.abgleich_einzelheiten(EinzelheitenArgs { anzahl: 500 }).unwrap();
    let konflikt = &view.konflikte[0];
    assert_eq!(konflikt.feld, "Betreff");
    assert_eq!(konflikt.ausgangsstand, "Hundebestandsaufnahme 2026");
    assert_eq!(konflikt.zentrale, "Hundebestand 2026 a");
    assert_eq!(
        (konflikt.eigener.as_str(), konflikt.akteur.as_str()),
        ("Hundebestand 2026 b", "Bernd")
    );
    assert_eq!(vorgang(&desk, &case.id).betreff, "Hundebestand 2026 a", "the centre's holds");
    let wert = "Hundebestand 2026 a und b".to_owned();
    let args = KonfliktLoesenArgs {
        id: konflikt.id.clone(),
        wahl: KonfliktWahl::Neu,
        wert: wert.clone(),
        begruendung: Some("Beides stimmt.".to_owned()),
    };
    desk.konflikt_loesen(args).unwrap();
    drop(desk);
    at_rest(&mut office);
    for id in [anna, bernd] {
        let desk = office.desk(id);
        assert_eq!(vorgang(&desk, &case.id).betreff, wert);
        assert!(
            desk.abgleich_einzelheiten(EinzelheitenArgs { anzahl: 500 })
                .unwrap()
                .konflikte
                .is_empty()
        );
    }
}

#[test]
fn second_to_file_the_same_letter_is_told_and_nothing_stands_twice() {
    let (mut office, anna, bernd) = two();
    office.take_in(anna, "Ein Brief");
    office.round(anna).unwrap();
    office.round(bernd).unwrap();
    let item = open_post(&office.desk(anna)).remove(0).id;
    let first = ziel(&office.desk(anna), "Hundebestandsaufnahme");
    let second = ziel(&office.desk(bernd), "Hund Basko");
    file(&office.desk(anna), &item, Ziel::Vorgang { id: first.id.clone() });
    file(&office.desk(bernd), &item, Ziel::Vorgang { id: second.id.clone() });
    office.round(anna).unwrap();
    office.round(bernd).unwrap();
    let desk = office.desk(bernd);
    let view = desk.abgleich_einzelheiten(EinzelheitenArgs { anzahl: 500 }).unwrap();
    assert!(view.abgelehnte.iter().any(|row| row.grund.contains("Jemand anderes war schneller")));
    assert!(vorgang(&desk, &second.id).dokumente.is_empty(), "the refused document is gone");
    assert_eq!(vorgang(&desk, &first.id).dokumente.len(), 1);
    for row in view.abgelehnte {
        desk.ablehnung_bestaetigen(AblehnungArgs { mid: row.mid }).unwrap();
    }
    assert!(
        desk.abgleich_einzelheiten(EinzelheitenArgs { anzahl: 500 }).unwrap().abgelehnte.is_empty()
    );
    drop(desk);
    at_rest(&mut office);
}

#[test]
fn provisional_reference_becomes_final_and_stays_findable() {
    let (mut office, anna, _) = two();
    office.cut(anna);
    let desk = office.desk(anna);
    let akte = ziel(&desk, "Hundesteuer").id;
    let args = desk::views::VorgangAnlegenArgs { akte, betreff: "Hund Waldi".to_owned() };
    let made = desk.vorgang_anlegen(args).unwrap();
    assert!(made.vorlaeufig && made.ausstehend);
    assert_eq!(made.aktenzeichen, "V-K01-1");
    drop(desk);
    at_rest(&mut office);
    let desk = office.desk(anna);
    let now = vorgang(&desk, &made.id);
    assert!(!now.vorlaeufig && !now.ausstehend);
    assert_eq!(now.aktenzeichen_vorlaeufig.as_deref(), Some("V-K01-1"));
    assert_eq!(ziel(&desk, "V-K01-1").id, made.id, "the old reference still finds it");
    assert_eq!(ziel(&desk, &now.aktenzeichen).id, made.id);
}

#[test]
fn filing_can_be_taken_back() {
    let (mut office, anna, bernd) = two();
    office.take_in(anna, "Ein Brief");
    let desk = office.desk(anna);
    let item = open_post(&desk).remove(0).id;
    let case = ziel(&desk, "Hundebestandsaufnahme");
    file(&desk, &item, Ziel::Vorgang { id: case.id.clone() });
    assert!(open_post(&desk).is_empty());
    desk.zuordnung_zuruecknehmen(Id { id: item.clone() }).unwrap();
    assert_eq!(open_post(&desk)[0].id, item);
    drop(desk);
    at_rest(&mut office);
    let desk = office.desk(bernd);
    assert_eq!(open_post(&desk)[0].id, item);
    assert!(vorgang(&desk, &case.id).dokumente.iter().all(|row| row.storniert));
}

#[test]
fn same_bytes_at_two_desks_are_shown_as_such_and_kept_once_each() {
    let (mut office, anna, bernd) = two();
    office.take_in(anna, "Derselbe Brief");
    office.take_in(bernd, "Derselbe Brief");
    office.take_in(bernd, "Derselbe Brief");
    at_rest(&mut office);
    for id in [anna, bernd] {
        let rows = open_post(&office.desk(id));
        assert_eq!(rows.len(), 2, "one item per desk; the second arrival at a desk makes none");
        assert!(rows.iter().all(|row| row.mehrfach));
    }
}

#[test]
fn cloned_machine_takes_a_new_identity_and_loses_nothing() {
    let (mut office, anna, bernd) = two();
    let case = ziel(&office.desk(anna), "Hundebestandsaufnahme");
    office.cut(anna);
    rename(&office.desk(anna), &case, "Vor dem Klonen");
    let clone = office.clone_desk(anna);
    office.mend(anna, simulation_tests::line::Weather::default());
    let other = ziel(&office.desk(anna), "Hund Basko");
    rename(&office.desk(anna), &other, "Am ersten Rechner");
    office.take_in(clone, "Am zweiten Rechner");
    office.round(anna).unwrap();
    office.round(clone).unwrap();
    at_rest(&mut office);
    let desk = office.desk(bernd);
    assert_eq!(vorgang(&desk, &case.id).betreff, "Vor dem Klonen");
    assert_eq!(vorgang(&desk, &other.id).betreff, "Am ersten Rechner");
    assert_eq!(open_post(&desk).len(), 1);
}

#[test]
fn large_original_waits_alone_and_everything_else_goes_through() {
    let (mut office, anna, bernd) = two();
    // Two and a half pieces; the line breaks in the middle of the upload.
    let large = "Gutachten ".repeat(1024 * 1024);
    office.take_in(anna, &large);
    let case = ziel(&office.desk(anna), "Hundebestandsaufnahme");
    rename(&office.desk(anna), &case, "Geht sofort");
    office.break_uploads(anna, 1);
    office.round(anna).unwrap_err();
    office.round(bernd).unwrap();
    assert_eq!(vorgang(&office.desk(bernd), &case.id).betreff, "Geht sofort");
    assert!(open_post(&office.desk(bernd)).is_empty(), "not before its bytes are there");
    at_rest(&mut office);
    assert_eq!(open_post(&office.desk(bernd)).len(), 1);
    check::originals(&mut office);
}

#[test]
fn a_machine_cloned_twice_still_works() {
    let (mut office, anna, bernd) = two();
    let mut machines = vec![anna];
    for round in 0..2 {
        let last = *machines.last().unwrap();
        let case = ziel(&office.desk(last), "Hund Basko");
        office.cut(last);
        rename(&office.desk(last), &case, &format!("Hund Basko, Runde {round}"));
        let clone = office.clone_desk(last);
        office.mend(last, simulation_tests::line::Weather::default());
        office.take_in(last, &format!("Am alten Rechner {round}"));
        office.take_in(clone, &format!("Am neuen Rechner {round}"));
        office.round(last).unwrap();
        office.round(clone).unwrap();
        machines.push(clone);
    }
    at_rest(&mut office);
    assert_eq!(open_post(&office.desk(bernd)).len(), 4);
    let names: std::collections::BTreeSet<String> = machines
        .iter()
        .map(|id| office.desk(*id).uebersicht(Leer {}).unwrap().arbeitsplatz)
        .collect();
    assert_eq!(names.len(), 3, "provisional references of clones must differ: {names:?}");
}

#[test]
fn practice_and_real_work_do_not_mix() {
    let (mut office, _, _) = two();
    let real = office.unregistered(false);
    let fehler = real.einrichten(office.line(DeskId(0)), "PLATZ", "http://127.0.0.1").unwrap_err();
    assert!(fehler.meldung.contains("nur zum Üben"), "{}", fehler.meldung);
    assert!(!real.eingerichtet().unwrap());
    let practice = office.unregistered(true);
    practice.einrichten(office.line(DeskId(0)), "PLATZ", "http://127.0.0.1").unwrap();
}

#[test]
fn a_record_of_a_newer_program_holds_up_nobody() {
    let (mut office, anna, bernd) = two();
    office.take_in(anna, "Vorher");
    at_rest(&mut office);
    let item = open_post(&office.desk(anna)).remove(0).id;
    office.rewrite_at_centre(&item, |fields| {
        fields["herkunft"]["quelle"] = "brieftaube".into();
    });
    office.take_in(anna, "Nachher");
    office.round(anna).unwrap();
    office.round(bernd).unwrap();
    let desk = office.desk(bernd);
    let post = open_post(&desk);
    assert_eq!(post.len(), 1, "the readable one is listed");
    assert_ne!(post[0].id, item);
    let report = desk.pruefung(Leer {}).unwrap();
    assert!(report.befunde.iter().any(|b| b.contains("neueren Programmversion")), "{report:?}");
}

//! The scenarios of the reconciliation, told once each with the same office every time.
//!
//! Never random: what happens at random is `seeds`.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use desk::Desk;
use desk::views::{
    AbgleichState, Ausschnitt, BetreffArgs, EingangFilter, EingangZeile, EinzelheitenArgs, Id,
    Leer, PosteingangArgs, VorgangAnlegenArgs, ZielArt, ZielZeile, ZieleArgs,
};
use domain::RecType;
use simulation_tests::centre::TENANT;
use simulation_tests::line::Weather;
use simulation_tests::{DeskId, Office, check};
use sync::RoundError;

const DAY: i64 = 86_400_000;

fn two() -> (Office, DeskId, DeskId) {
    (Office::new(0x51), DeskId(0), DeskId(1))
}

fn open_post(desk: &Desk) -> Vec<EingangZeile> {
    let ausschnitt = Ausschnitt { ab: 0, anzahl: 100 };
    desk.posteingang(PosteingangArgs { filter: EingangFilter::Offen, ausschnitt }).unwrap().zeilen
}

fn ziel(desk: &Desk, text: &str) -> ZielZeile {
    desk.ziele(ZieleArgs { text: text.to_owned() }).unwrap().remove(0)
}

fn rename(desk: &Desk, id: &str, betreff: &str) {
    let args =
        BetreffArgs { art: ZielArt::Vorgang, id: id.to_owned(), betreff: betreff.to_owned() };
    desk.betreff_aendern(args).unwrap();
}

fn betreff(desk: &Desk, id: &str) -> String {
    desk.vorgang(Id { id: id.to_owned() }).unwrap().betreff
}

fn records(desk: &Desk) -> usize {
    RecType::ALL.into_iter().map(|kind| desk.store().read(|db| db.all(kind)).unwrap().len()).sum()
}

/// What the clerk is told has happened.
fn incidents(desk: &Desk) -> Vec<store::VorfallArt> {
    let listed = desk.store().read(|db| db.incidents(1000)).unwrap();
    listed.into_iter().map(|vorfall| vorfall.art).collect()
}

fn at_rest(office: &mut Office) {
    office.heal();
    check::convergence(office);
    check::histories(office);
}

#[test]
fn scenario_15_emptied_centre_stops_before_the_first_deletion_and_a_person_decides() {
    let (mut office, anna, bernd) = two();
    office.take_in(anna, "Ein Brief");
    office.round(anna).unwrap();
    let case = ziel(&office.desk(anna), "Hundebestandsaufnahme").id;
    rename(&office.desk(anna), &case, "Noch nicht gesendet");
    let before = records(&office.desk(anna));
    office.replace_centre();
    let error = office.round(anna).unwrap_err();
    assert!(matches!(error, RoundError::Unauthorized), "{error:?}");
    office.enrol_again(anna);
    let error = office.round(anna).unwrap_err();
    assert!(matches!(error, RoundError::ForeignCentre { .. }), "{error:?}");
    let desk = office.desk(anna);
    let view = desk.abgleich(Leer {}).unwrap();
    assert_eq!(view.zustand, AbgleichState::Stoerung);
    assert!(view.satz.contains("nichts gesendet und nichts gelöscht"), "{}", view.satz);
    assert_eq!(records(&desk), before, "nothing is gone");
    assert_eq!(betreff(&desk, &case), "Noch nicht gesendet");
    assert!(desk.pruefung(Leer {}).unwrap().in_ordnung);
    drop(desk);
    // A person has looked and starts anew with this centre: what it lacks is kept to be read.
    office.accept_centre(anna);
    office.release_brakes(anna);
    while office.round(anna).is_err() {
        office.release_brakes(anna);
    }
    let desk = office.desk(anna);
    let (_, kept) = desk.store().read(|db| db.salvaged(0)).unwrap();
    assert!(kept > 0, "what the new centre lacks is in the salvage");
    drop(desk);
    drop(office.desk(bernd));
}

#[test]
fn scenario_15_another_authoritys_centre_gets_nothing() {
    let (mut office, anna, _) = two();
    office.take_in(anna, "Vertraulich");
    office.replace_centre();
    office.enrol_again(anna);
    office.round(anna).unwrap_err();
    let items = office.centre.ledger.read(TENANT, |tx| tx.heads()).unwrap();
    let fresh = items.iter().find(|head| head.scope == center::SCOPE_REGISTRATUR).unwrap().seq;
    office.round(anna).unwrap_err();
    let items = office.centre.ledger.read(TENANT, |tx| tx.heads()).unwrap();
    let after = items.iter().find(|head| head.scope == center::SCOPE_REGISTRATUR).unwrap().seq;
    assert_eq!(fresh, after, "nothing was sent");
    assert_eq!(open_post(&office.desk(anna)).len(), 1, "and nothing was deleted");
}

#[test]
fn scenario_16_restored_centre_gets_back_what_it_lost() {
    let (mut office, anna, bernd) = two();
    office.centre.back_up();
    let case = ziel(&office.desk(anna), "Hundebestandsaufnahme").id;
    rename(&office.desk(anna), &case, "Nach der Sicherung");
    office.take_in(bernd, "Nach der Sicherung gekommen");
    office.round(anna).unwrap();
    office.round(bernd).unwrap();
    office.round(anna).unwrap();
    let other = ziel(&office.desk(anna), "Hund Basko").id;
    rename(&office.desk(anna), &other, "Noch nicht gesendet");
    assert!(office.restore_centre());
    at_rest(&mut office);
    for id in [anna, bernd] {
        let desk = office.desk(id);
        assert_eq!(betreff(&desk, &case), "Nach der Sicherung");
        assert_eq!(betreff(&desk, &other), "Noch nicht gesendet");
        assert_eq!(open_post(&desk).len(), 1);
    }
    assert!(incidents(&office.desk(anna)).contains(&store::VorfallArt::ZentraleWiederhergestellt));
}

#[test]
fn scenario_16_work_of_a_lost_machine_is_salvaged_from_its_neighbour() {
    let (mut office, anna, bernd) = two();
    office.centre.back_up();
    let case = ziel(&office.desk(anna), "Hundebestandsaufnahme").id;
    rename(&office.desk(anna), &case, "Nur noch bei Bernd");
    office.round(anna).unwrap();
    office.round(bernd).unwrap();
    assert_eq!(betreff(&office.desk(bernd), &case), "Nur noch bei Bernd");
    // Anna's machine burns, and the centre is restored: Bernd's copy is the only one.
    office.kill(anna);
    assert!(office.restore_centre());
    for _ in 0..4 {
        // The first rounds find out, take the snapshot, and hand over what was lost.
        let _ = office.round(bernd);
    }
    let salvaged = office.centre.ledger.read(TENANT, |tx| tx.salvaged()).unwrap();
    assert!(
        salvaged.iter().any(|row| row.record.body.contains("Nur noch bei Bernd")),
        "the centre keeps what its restoration lost"
    );
    assert!(incidents(&office.desk(bernd)).contains(&store::VorfallArt::ZentraleWiederhergestellt));
}

#[test]
fn scenario_17_new_workstation_sends_nothing_before_its_first_pull_is_complete() {
    let (mut office, anna, _) = two();
    for number in 0..30 {
        office.take_in(anna, &format!("Brief {number}"));
    }
    office.round(anna).unwrap();
    let clara = office.take_seat("Clara");
    // Her line drops every other answer; meanwhile she works.
    office.mend(clara, Weather { lose_answer: 50, ..Weather::default() });
    let mut failed = 0;
    office.take_in(clara, "Claras erster Brief");
    while let Err(error) = office.round(clara) {
        assert!(matches!(error, RoundError::Line(_)), "{error:?}");
        let asked = office.line(clara).asked();
        let complete = office.desk(clara).store().read(|db| db.scopes()).unwrap();
        if complete.iter().any(|scope| !scope.geholt) {
            assert!(!asked.iter().any(|path| path == "/v1/push"), "{asked:?}");
            assert!(!asked.iter().any(|path| path.starts_with("/v1/blobs")), "{asked:?}");
        }
        failed += 1;
        assert!(failed < 200, "never gets through");
    }
    assert!(failed >= 5, "the line was not bad enough: {failed}");
    at_rest(&mut office);
    assert_eq!(open_post(&office.desk(clara)).len(), 31);
    assert_eq!(open_post(&office.desk(anna)).len(), 31);
}

#[test]
fn scenario_19_wrong_clocks_decide_nothing() {
    let (mut office, anna, bernd) = two();
    let case = ziel(&office.desk(anna), "Hundebestandsaufnahme").id;
    let other = ziel(&office.desk(anna), "Hund Basko").id;
    office.skew(anna, 2 * DAY);
    office.skew(bernd, -3650 * DAY);
    rename(&office.desk(bernd), &case, "Bernd, zuerst bei der Zentrale");
    rename(&office.desk(anna), &case, "Anna, ihrer Uhr nach später");
    rename(&office.desk(anna), &other, "Nur Anna");
    office.round(bernd).unwrap();
    office.round(anna).unwrap();
    // Her clock jumps back in the middle of it all.
    office.skew(anna, -DAY);
    rename(&office.desk(anna), &other, "Nur Anna, noch einmal");
    at_rest(&mut office);
    for id in [anna, bernd] {
        let desk = office.desk(id);
        assert_eq!(betreff(&desk, &case), "Bernd, zuerst bei der Zentrale");
        assert_eq!(betreff(&desk, &other), "Nur Anna, noch einmal");
        let konflikte =
            desk.abgleich_einzelheiten(EinzelheitenArgs { anzahl: 500 }).unwrap().konflikte;
        assert_eq!(konflikte.len(), 1, "both values stand there, and a person decides");
    }
}

#[test]
fn scenario_21_poison_item_holds_up_only_what_depends_on_it() {
    let (mut office, anna, bernd) = two();
    office.cut(anna);
    let desk = office.desk(anna);
    let akte = ziel(&desk, "Hundesteuer").id;
    let mut poison = None;
    for number in 0..500 {
        let args = VorgangAnlegenArgs { akte: akte.clone(), betreff: format!("Vorgang {number}") };
        let made = desk.vorgang_anlegen(args).unwrap();
        if number == 3 {
            rename(&desk, &made.id, "Hängt am vergifteten");
            poison = Some(made.id);
        }
    }
    let poison = poison.unwrap();
    rename(&office.desk(bernd), &ziel(&desk, "Hund Basko").id, "Von Bernd");
    office.round(bernd).unwrap();
    drop(desk);
    office.mend(anna, Weather::default());
    office.poison(anna, Some(&poison));
    for _ in 0..12 {
        let _ = office.round(anna);
        office.wait(3_600_000);
    }
    let vorgaenge = |office: &mut Office, id: DeskId| {
        let desk = office.desk(id);
        let ids = desk.store().read(|db| db.all(RecType::Vorgang)).unwrap();
        ids.len()
    };
    let here = vorgaenge(&mut office, anna);
    let _ = office.round(bernd);
    assert_eq!(vorgaenge(&mut office, bernd), here - 1, "all but the poisoned one went through");
    let desk = office.desk(anna);
    assert!(betreff(&desk, &ziel(&desk, "Von Bernd").id) == "Von Bernd", "pulling went on");
    let view = desk.abgleich(Leer {}).unwrap();
    assert_eq!(view.offene_aenderungen, 2, "the poisoned one and the one that depends on it");
    assert_eq!(betreff(&desk, &poison), "Hängt am vergifteten", "and both are still here");
    drop(desk);
    // The centre is mended: both go through by themselves.
    office.poison(anna, None);
    office.wait(DAY);
    at_rest(&mut office);
    assert_eq!(betreff(&office.desk(bernd), &poison), "Hängt am vergifteten");
}

#[test]
fn scenario_22_after_two_hundred_days_the_log_is_gone_and_nothing_else() {
    let (mut office, anna, bernd) = two();
    let case = ziel(&office.desk(anna), "Hundebestandsaufnahme").id;
    let other = ziel(&office.desk(anna), "Hund Basko").id;
    rename(&office.desk(anna), &case, "Anna, auf der Hütte");
    office.take_in(anna, "Auf der Hütte angekommen");
    rename(&office.desk(bernd), &case, "Bernd, im Amt");
    rename(&office.desk(bernd), &other, "Bernd, auch das");
    for number in 0..20 {
        office.take_in(bernd, &format!("Im Amt {number}"));
    }
    office.round(bernd).unwrap();
    office.wait(200 * DAY);
    assert!(office.shorten_log(), "the log was not shortened");
    at_rest(&mut office);
    for id in [anna, bernd] {
        let desk = office.desk(id);
        assert_eq!(betreff(&desk, &case), "Bernd, im Amt");
        assert_eq!(betreff(&desk, &other), "Bernd, auch das");
        assert_eq!(
            desk.abgleich_einzelheiten(EinzelheitenArgs { anzahl: 500 }).unwrap().konflikte.len(),
            1,
            "Anna's value is kept"
        );
        assert_eq!(open_post(&desk).len(), 21);
    }
}

#[test]
fn scenario_24_names_of_files_meet_no_folder_and_no_other_name() {
    let (mut office, anna, bernd) = two();
    let long = "ü".repeat(120);
    let names = [
        "Fälder.txt",
        "Fa\u{308}lder.txt",
        "Akte.pdf.txt",
        "akte.PDF.txt",
        "CON.txt",
        "Punkt am Ende..txt",
        " Leerzeichen .txt",
        "Emoji 📎 und ⚖.txt",
        "\u{202e}txt.exe.txt",
        long.as_str(),
    ];
    for (number, name) in names.iter().enumerate() {
        office.take_in_named(anna, name, &format!("Inhalt {number}"));
    }
    at_rest(&mut office);
    for id in [anna, bernd] {
        assert_eq!(open_post(&office.desk(id)).len(), names.len(), "one item each");
    }
    let titles = |office: &mut Office, id: DeskId| {
        let mut titles: Vec<String> =
            open_post(&office.desk(id)).into_iter().map(|row| row.titel).collect();
        titles.sort();
        titles
    };
    assert_eq!(titles(&mut office, anna), titles(&mut office, bernd), "the same everywhere");
}

#[test]
fn withdrawn_rights_leave_nothing_behind_and_lose_no_work() {
    let (mut office, anna, bernd) = two();
    office.take_in(bernd, "Geheim");
    at_rest(&mut office);
    let case = ziel(&office.desk(anna), "Hundebestandsaufnahme").id;
    rename(&office.desk(anna), &case, "Noch unterwegs");
    office.withdraw_rights(anna);
    for _ in 0..3 {
        let _ = office.round(anna);
    }
    let desk = office.desk(anna);
    assert!(desk.store().read(|db| db.all(RecType::Eingang)).unwrap().is_empty(), "purged");
    let view = desk.abgleich_einzelheiten(EinzelheitenArgs { anzahl: 500 }).unwrap();
    assert_eq!(view.abgelehnte.len(), 1, "what was on the way is told, with its content");
    assert!(incidents(&desk).contains(&store::VorfallArt::BereichEntzogen));
    drop(desk);
    office.give_rights(anna);
    at_rest(&mut office);
    assert_eq!(open_post(&office.desk(anna)).len(), 1, "and comes back with the rights");
}

/// Found by the simulation: the cursor still fits the restored centre, and only the original that
/// a parked change waits for is gone there.
#[test]
fn scenario_16_original_that_a_restored_centre_lost_is_offered_again() {
    let (mut office, anna, bernd) = two();
    let large = "Gutachten ".repeat(1024 * 1024);
    office.take_in(anna, &large);
    office.break_uploads(anna, 0);
    office.round(anna).unwrap_err();
    office.centre.back_up();
    office.mend(anna, Weather::default());
    // The original arrives, and the answer that tells of the decision gets lost.
    let desk = office.desk(anna);
    let parked = desk.store().read(|db| db.parked_mids()).unwrap();
    assert!(!parked.is_empty(), "the item waits for its original");
    drop(desk);
    office.finish_upload_without_hearing(anna);
    assert!(office.restore_centre());
    at_rest(&mut office);
    assert_eq!(open_post(&office.desk(bernd)).len(), 1);
    check::originals(&mut office);
}

/// Found by the simulation: here the decision was heard, so that nothing here still waited, and the
/// cursor fits the restored centre, because the row of the log had not come.
#[test]
fn scenario_16_item_that_waits_again_at_a_restored_centre_is_not_lost() {
    let (mut office, anna, bernd) = two();
    let large = "Gutachten ".repeat(1024 * 1024);
    office.take_in(anna, &large);
    office.break_uploads(anna, 0);
    office.round(anna).unwrap_err();
    office.centre.back_up();
    office.mend(anna, Weather::default());
    office.finish_upload_without_hearing(anna);
    office.hear_without_pull(anna);
    let waits = office.desk(anna).store().read(|db| db.parked_mids()).unwrap();
    assert!(waits.is_empty(), "the decision was heard");
    assert!(office.restore_centre());
    at_rest(&mut office);
    for id in [anna, bernd] {
        assert_eq!(open_post(&office.desk(id)).len(), 1, "{id:?}");
    }
    check::originals(&mut office);
}

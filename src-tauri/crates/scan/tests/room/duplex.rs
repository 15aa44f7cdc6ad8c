//! Scenario 13: both sides from a feeder that sees one.
//!
//! Never trusts that two stacks of the same height belong together because they are there.

use scan::StackError;
use scan::abgabe::Abgabe;
use scan::stack::{Duplexlage, Fehlt, Griff, Grund, Reihenfolge, Stapel, Ziel};

use crate::desk::{Desk, on_table, person, pictures, scanner};
use escl::{EsclServer, Faults};
use escl::{blank, one_line, sheet, small_sheet};

/// Fronts have even numbers and backs odd ones, from 100 on: front of sheet n is `100 + 2n - 2`.
fn fronts(count: u32) -> Vec<Vec<u8>> {
    (0..count).map(|n| sheet(100 + 2 * n)).collect()
}

fn backs(count: u32) -> Vec<Vec<u8>> {
    (0..count).map(|n| sheet(101 + 2 * n)).collect()
}

/// The stack turned over: the last sheet comes first.
fn turned(mut backs: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    backs.reverse();
    backs
}

struct Office {
    desk: Desk,
    server: EsclServer,
}

impl Office {
    fn new() -> Self {
        Self { desk: Desk::new(), server: EsclServer::start() }
    }

    fn scan(&self, stapel: &mut Stapel, pages: &[Vec<u8>], ziel: Ziel) {
        self.server.load(pages);
        self.desk.run(stapel, &scanner(&self.server), ziel);
    }
}

fn fehlt(stapel: &Stapel) -> (Fehlt, String) {
    let lage = stapel.duplexlage().unwrap();
    let satz = lage.satz();
    let Duplexlage::Fehlt(fehlt) = lage else { panic!("it says that all is well: {satz}") };
    (fehlt, satz)
}

fn sentence(done: Result<(), StackError>) -> String {
    let Err(error) = done else { panic!("it was laid together") };
    error.hinweis()
}

#[test]
fn scenario_13_twelve_fronts_and_eleven_backs_are_not_laid_together() {
    let office = Office::new();
    let mut stapel = office.desk.stapel();
    office.scan(&mut stapel, &fronts(12), Ziel::Vorderseiten);
    let mut eleven = turned(backs(12));
    eleven.remove(3);
    office.scan(&mut stapel, &eleven, Ziel::Rueckseiten);
    let (lack, satz) = fehlt(&stapel);
    assert_eq!((lack.vorn, lack.hinten, lack.gewiss), (12, 11, false));
    assert!(satz.contains("12 Vorderseiten, aber 11 Rückseiten"), "{satz}");
    assert!(satz.contains("beide Stapel bleiben erhalten"), "{satz}");
    assert_eq!(sentence(stapel.verschraenken(Reihenfolge::Umgekehrt, &[])), satz);
    assert!(stapel.tisch().seiten().is_empty(), "nothing lies there as if it were right");
    // Both stacks are there as they were scanned, after a new start as well.
    let mut stapel = office.desk.again(stapel);
    let runs: Vec<_> = stapel.tisch().laeufe().map(|lauf| lauf.seiten.clone()).collect();
    assert_eq!(pictures(&stapel, &runs[0]), fronts(12));
    assert_eq!(pictures(&stapel, &runs[1]), eleven);
    // The backs once more, complete: they take the place of the first try, which stays aside.
    office.scan(&mut stapel, &turned(backs(12)), Ziel::Rueckseiten);
    stapel.verschraenken(Reihenfolge::Umgekehrt, &[]).unwrap();
    let all: Vec<_> = (100..124).map(sheet).collect();
    assert_eq!(on_table(&stapel, &all), (0..24).collect::<Vec<_>>());
    let aside = stapel.tisch().plaetze().iter().filter(|p| p.entfernt == Some(Grund::Ersetzt));
    assert_eq!(aside.count(), 11);
}

#[test]
fn scenario_13_a_clerk_who_knows_the_sheet_names_it() {
    let office = Office::new();
    let mut stapel = office.desk.stapel();
    office.scan(&mut stapel, &fronts(12), Ziel::Vorderseiten);
    let mut eleven = backs(12);
    eleven.remove(8);
    office.scan(&mut stapel, &turned(eleven), Ziel::Rueckseiten);
    // More or other gaps than there are do not help.
    for wrong in [&[][..], &[3, 4], &[13], &[0]] {
        assert!(stapel.verschraenken(Reihenfolge::Umgekehrt, wrong).is_err(), "{wrong:?}");
    }
    stapel.verschraenken(Reihenfolge::Umgekehrt, &[9]).unwrap();
    let all: Vec<_> = (100..124).map(sheet).collect();
    let without_the_back_of_nine: Vec<usize> = (0..24).filter(|n| *n != 17).collect();
    assert_eq!(on_table(&stapel, &all), without_the_back_of_nine);
    // And can be taken back.
    stapel.zurueck().unwrap();
    assert!(stapel.tisch().seiten().is_empty() && stapel.duplexlage().is_some());
}

#[test]
fn scenario_13_a_back_stack_that_broke_off_names_the_sheets() {
    let office = Office::new();
    let mut stapel = office.desk.stapel();
    office.scan(&mut stapel, &fronts(12), Ziel::Vorderseiten);
    office.server.faults(Faults { jams_after: Some(9), ..Faults::default() });
    office.scan(&mut stapel, &turned(backs(12)), Ziel::Rueckseiten);
    let (lack, satz) = fehlt(&stapel);
    assert_eq!((lack.blaetter.as_slice(), lack.gewiss), ([1, 2, 3].as_slice(), true));
    assert!(satz.contains("Es fehlt die Rückseite von Blatt 1, 2 und 3"), "{satz}");
}

#[test]
fn scenario_13_sheets_of_other_sizes_tell_which_is_missing() {
    let office = Office::new();
    let mut stapel = office.desk.stapel();
    let size = |n: u32, seed| if n == 4 { small_sheet(seed) } else { sheet(seed) };
    let fronts: Vec<_> = (0..12).map(|n| size(n, 100 + 2 * n)).collect();
    let mut backs: Vec<_> = (0..12).map(|n| size(n, 101 + 2 * n)).collect();
    backs.remove(4);
    office.scan(&mut stapel, &fronts, Ziel::Vorderseiten);
    office.scan(&mut stapel, &turned(backs), Ziel::Rueckseiten);
    let (lack, satz) = fehlt(&stapel);
    assert_eq!((lack.blaetter.as_slice(), lack.gewiss), ([5].as_slice(), true));
    assert!(satz.contains("Es fehlt die Rückseite von Blatt 5."), "{satz}");
}

#[test]
fn scenario_13_a_truncated_back_names_its_sheet_and_is_scanned_again() {
    let office = Office::new();
    let mut stapel = office.desk.stapel();
    office.scan(&mut stapel, &fronts(12), Ziel::Vorderseiten);
    let mut cut = turned(backs(12));
    // The fourth that comes is the back of sheet 9.
    let half = cut[3].len() / 2;
    cut[3].truncate(half);
    office.scan(&mut stapel, &cut, Ziel::Rueckseiten);
    let (lack, satz) = fehlt(&stapel);
    assert_eq!(lack.unlesbar, [9]);
    assert!(satz.contains("Auf Blatt 9 ist eine Seite unvollständig"), "{satz}");
    assert_eq!(sentence(stapel.verschraenken(Reihenfolge::Umgekehrt, &[])), satz);
    let [seite] = lack.seiten[..] else { panic!("one page") };
    office.scan(&mut stapel, &[sheet(117)], Ziel::Ersetzen { seite });
    let mut stapel = office.desk.again(stapel);
    stapel.verschraenken(Reihenfolge::Umgekehrt, &[]).unwrap();
    let all: Vec<_> = (100..124).map(sheet).collect();
    assert_eq!(on_table(&stapel, &all), (0..24).collect::<Vec<_>>());
}

#[test]
fn scenario_13_a_page_that_is_cut_off_on_the_disk_stops_the_end() {
    let office = Office::new();
    let mut stapel = office.desk.stapel();
    office.scan(&mut stapel, &fronts(2), Ziel::Vorderseiten);
    office.scan(&mut stapel, &turned(backs(2)), Ziel::Rueckseiten);
    stapel.verschraenken(Reihenfolge::Umgekehrt, &[]).unwrap();
    let last = stapel.tisch().seiten()[3];
    let path = stapel.datei(last).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..1000]).unwrap();
    let store = office.desk.store();
    let custody = office.desk.custody(&store);
    let error = Abgabe { custody: &custody }.abgeben(&mut stapel, 0).unwrap_err();
    assert!(error.hinweis().starts_with("Seite 4 ist auf der Platte beschädigt"), "{error:?}");
    assert_eq!(stapel.tisch().nicht_abgegeben().len(), 4);
    let first = stapel.tisch().seiten()[0];
    assert_eq!(stapel.bytes(first).unwrap(), sheet(100));
}

#[test]
fn scenario_13_the_backs_may_come_31_minutes_and_a_new_start_later() {
    let office = Office::new();
    let mut stapel = office.desk.stapel();
    office.scan(&mut stapel, &fronts(12), Ziel::Vorderseiten);
    let satz = stapel.duplexlage().unwrap().satz();
    assert!(satz.starts_with("12 Vorderseiten sind da. Bitte drehen Sie den Stapel um"), "{satz}");
    office.desk.clock.forward(31);
    let mut stapel = office.desk.again(stapel);
    assert_eq!(stapel.duplexlage(), Some(Duplexlage::Wartet { blaetter: 12 }));
    office.scan(&mut stapel, &turned(backs(12)), Ziel::Rueckseiten);
    assert_eq!(stapel.duplexlage(), Some(Duplexlage::Bereit { blaetter: 12 }));
    stapel.verschraenken(Reihenfolge::Umgekehrt, &[]).unwrap();
    let all: Vec<_> = (100..124).map(sheet).collect();
    assert_eq!(on_table(&stapel, &all), (0..24).collect::<Vec<_>>());
}

#[test]
fn scenario_13_two_people_at_once_never_mix() {
    let office = Office::new();
    let (other_server, anna, bernd) = (EsclServer::start(), person("Anna"), person("Bernd"));
    let lager = &office.desk.lager;
    let (mut hers, mut his) = (lager.neu(&anna).unwrap(), lager.neu(&bernd).unwrap());
    let his_pages: Vec<_> = (500..524).map(sheet).collect();
    let his_fronts: Vec<_> = his_pages.iter().step_by(2).cloned().collect();
    let his_backs: Vec<_> = his_pages.iter().skip(1).step_by(2).cloned().collect();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            office.scan(&mut hers, &fronts(12), Ziel::Vorderseiten);
            office.scan(&mut hers, &turned(backs(12)), Ziel::Rueckseiten);
        });
        scope.spawn(|| {
            for (pages, ziel) in
                [(his_fronts, Ziel::Vorderseiten), (turned(his_backs), Ziel::Rueckseiten)]
            {
                other_server.load(&pages);
                office.desk.run(&mut his, &scanner(&other_server), ziel);
            }
        });
    });
    for (stapel, all) in
        [(&mut hers, (100..124).map(sheet).collect::<Vec<_>>()), (&mut his, his_pages)]
    {
        stapel.verschraenken(Reihenfolge::Umgekehrt, &[]).unwrap();
        assert_eq!(on_table(stapel, &all), (0..24).collect::<Vec<_>>());
    }
    // Nobody sees or opens the other one's, and nobody opens one twice.
    assert_eq!(lager.offene(&anna).unwrap(), [hers.id()]);
    assert!(matches!(lager.oeffnen(hers.id(), &bernd), Err(StackError::Foreign)));
    assert!(matches!(lager.oeffnen(hers.id(), &anna), Err(StackError::InUse)));
}

#[test]
fn scenario_13_blanks_go_after_interleaving_and_real_backs_stay() {
    let office = Office::new();
    let mut stapel = office.desk.stapel();
    office.scan(&mut stapel, &fronts(8), Ziel::Vorderseiten);
    // Backs of 3 and 6 are written on, 6 with one line only.
    let backs: Vec<_> = (1..=8)
        .map(|n| match n {
            3 => sheet(105),
            6 => one_line(111),
            _ => blank(200 + n),
        })
        .collect();
    office.scan(&mut stapel, &turned(backs), Ziel::Rueckseiten);
    // Before, a blank that goes would move all the others.
    assert!(matches!(stapel.leerseiten_entfernen(), Err(StackError::Waiting)));
    stapel.verschraenken(Reihenfolge::Umgekehrt, &[]).unwrap();
    assert_eq!(stapel.leerseiten_entfernen().unwrap(), 6);
    let mut all = fronts(8);
    all.extend([sheet(105), one_line(111)]);
    assert_eq!(on_table(&stapel, &all), [0, 1, 2, 8, 3, 4, 5, 9, 6, 7]);
    // Taken back, they are all there again.
    stapel.zurueck().unwrap();
    assert_eq!(stapel.tisch().seiten().len(), 16);
    stapel.leerseiten_entfernen().unwrap();
    let store = office.desk.store();
    let custody = office.desk.custody(&store);
    let done = Abgabe { custody: &custody }.abgeben(&mut stapel, 0).unwrap();
    assert_eq!(done.bericht.leerseiten, [2, 4, 8, 10, 14, 16]);
    assert_eq!(done.bericht.seiten, 10);
}

#[test]
fn scenario_13_both_stacks_can_be_kept_as_they_are() {
    let office = Office::new();
    let mut stapel = office.desk.stapel();
    office.scan(&mut stapel, &fronts(3), Ziel::Vorderseiten);
    office.scan(&mut stapel, &turned(backs(2)), Ziel::Rueckseiten);
    // New fronts would make it unclear whose backs come.
    let begun = office.desk.run_refused(&mut stapel, &scanner(&office.server), Ziel::Vorderseiten);
    assert!(matches!(begun, StackError::Waiting));
    stapel.getrennt_lassen().unwrap();
    let lengths: Vec<usize> = stapel.tisch().dokumente().iter().map(|d| d.len()).collect();
    assert_eq!(lengths, [3, 2]);
    let seite = stapel.tisch().seiten()[0];
    stapel.griff(Griff::Drehen { seite, grad: 180 }).unwrap();
    assert_eq!(stapel.tisch().plaetze()[0].grad, 180);
}

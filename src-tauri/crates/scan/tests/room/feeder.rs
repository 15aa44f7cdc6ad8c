//! Scenario 14: a feeder that lies.
//!
//! Never a fault after which the next scan does not work, and never one that waits for a person.

use std::time::{Duration, Instant};

use scan::run::Laufbericht;
use scan::stack::{Ende, Grund, Stapel, Ziel};
use scan::{Cancel, ScanError};

use crate::desk::{Desk, auftrag, on_table, scanner};
use escl::{EsclServer, Faults};
use escl::{sheet, sheet_again};

struct Office {
    desk: Desk,
    server: EsclServer,
}

impl Office {
    fn new() -> Self {
        Self { desk: Desk::new(), server: EsclServer::start() }
    }

    /// Scans sheets on a device with faults into a new stack.
    fn scan(&self, sheets: &[Vec<u8>], faults: Faults) -> (Stapel, Laufbericht) {
        let mut stapel = self.desk.stapel();
        self.server.faults(faults);
        self.server.load(sheets);
        let bericht = self.desk.run(&mut stapel, &scanner(&self.server), Ziel::Anhaengen);
        (stapel, bericht)
    }

    /// The next scan works, and knows nothing of the one before.
    fn next_works(&self) {
        let sheets: Vec<_> = (900..903).map(sheet).collect();
        let (stapel, bericht) = self.scan(&sheets, Faults::default());
        assert_eq!(bericht.ende, Ende::Fertig, "{:?}", bericht.hinweise);
        assert_eq!(on_table(&stapel, &sheets), [0, 1, 2]);
        assert_eq!(bericht.hinweise, Vec::<String>::new());
    }
}

#[test]
fn scenario_14_page_one_128_times_is_noticed_and_stopped() {
    let office = Office::new();
    let sheets: Vec<_> = (1..4).map(sheet).collect();
    let (mut stapel, bericht) = office.scan(&sheets, Faults { repeats: 128, ..Faults::default() });
    assert!(office.server.given() <= 5, "{} pages were taken", office.server.given());
    let said = bericht.hinweise.join(" ");
    assert!(
        said.contains("Der Scanner hat Seite 1 4-mal wiederholt und wurde angehalten"),
        "{said}"
    );
    assert!(matches!(bericht.ende, Ende::Wiederholung { .. }));
    // What is good is there, once; the repetitions lie aside and can be had back.
    assert_eq!(on_table(&stapel, &sheets), [0]);
    let aside = stapel.tisch().plaetze().iter().filter(|p| p.entfernt == Some(Grund::Wiederholung));
    assert_eq!(aside.count(), 4);
    assert!(office.server.asked().iter().any(|asked| asked.starts_with("DELETE")), "job ended");
    stapel.zurueck().unwrap();
    assert_eq!(on_table(&stapel, &sheets), [0, 0, 0, 0, 0]);
    office.next_works();
}

#[test]
fn scenario_14_a_page_packed_anew_each_time_is_the_same_page() {
    let office = Office::new();
    let mut sheets = vec![sheet(1), sheet(2)];
    sheets.extend((0..20).map(|noise| sheet_again(2, noise)));
    let (stapel, bericht) = office.scan(&sheets, Faults::default());
    assert!(matches!(bericht.ende, Ende::Wiederholung { .. }), "{:?}", bericht.hinweise);
    assert_eq!(on_table(&stapel, &sheets), [0, 1]);
    office.next_works();
}

#[test]
fn scenario_14_a_picture_sent_twice_is_named_and_kept() {
    let office = Office::new();
    let sheets: Vec<_> = (1..6).map(sheet).collect();
    let (stapel, bericht) = office.scan(&sheets, Faults { twice: Some(2), ..Faults::default() });
    assert_eq!(bericht.ende, Ende::Fertig);
    let said = "Seite 3 ist dasselbe Bild wie Seite 2. Bitte vergleichen Sie mit dem Papier.";
    assert_eq!(bericht.hinweise, [said]);
    assert_eq!(on_table(&stapel, &sheets), [0, 1, 1, 2, 3, 4]);
    office.next_works();
}

#[test]
fn scenario_14_equal_sheets_go_through_when_the_clerk_says_so() {
    let office = Office::new();
    let sheets = vec![sheet(1); 8];
    office.server.load(&sheets);
    let mut stapel = office.desk.stapel();
    let wish = scan::run::Auftrag { wiederholungen_erlaubt: true, ..auftrag(Ziel::Anhaengen) };
    let scanner = scanner(&office.server);
    let bericht = office.desk.run_with(&mut stapel, &scanner, &wish, &Cancel::new());
    assert_eq!((bericht.ende, bericht.seiten.len()), (Ende::Fertig, 8));
}

#[test]
fn scenario_14_an_end_without_a_reason_keeps_what_came() {
    let office = Office::new();
    let sheets: Vec<_> = (1..8).map(sheet).collect();
    let (stapel, bericht) =
        office.scan(&sheets, Faults { aborts_after: Some(4), ..Faults::default() });
    assert!(matches!(bericht.fehler, Some(ScanError::Aborted)), "{:?}", bericht.fehler);
    assert!(bericht.hinweise[0].contains("keinen Grund genannt"), "{:?}", bericht.hinweise);
    assert_eq!(on_table(&stapel, &sheets), [0, 1, 2, 3]);
    office.next_works();
}

#[test]
fn scenario_14_a_jam_is_called_a_jam() {
    let office = Office::new();
    let sheets: Vec<_> = (1..4).map(sheet).collect();
    let (_, bericht) = office.scan(&sheets, Faults { jams_after: Some(1), ..Faults::default() });
    assert!(matches!(bericht.fehler, Some(ScanError::Jam)), "{:?}", bericht.fehler);
    office.next_works();
}

#[test]
fn scenario_14_cancelled_amid_a_page_then_scanned_again() {
    let office = Office::new();
    let sheets: Vec<_> = (1..8).map(sheet).collect();
    office.server.faults(Faults { silent_in: Some(3), ..Faults::default() });
    office.server.load(&sheets);
    let mut stapel = office.desk.stapel();
    let (cancel, scanner) = (Cancel::new(), scanner(&office.server));
    let (bericht, took) = std::thread::scope(|scope| {
        let running = scope.spawn(|| {
            let wish = auftrag(Ziel::Anhaengen);
            office.desk.run_with(&mut stapel, &scanner, &wish, &cancel)
        });
        office.server.wait_given(3);
        let pressed = Instant::now();
        cancel.stop();
        (running.join().unwrap(), pressed.elapsed())
    });
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert!(matches!(bericht.fehler, Some(ScanError::Cancelled)), "{:?}", bericht.fehler);
    assert_eq!(on_table(&stapel, &sheets), [0, 1]);
    // Into the same stack, and then into a new one.
    office.server.faults(Faults::default());
    office.server.load(&sheets[2..]);
    let again = office.desk.run(&mut stapel, &scanner, Ziel::Anhaengen);
    assert_eq!(again.ende, Ende::Fertig, "{:?}", again.hinweise);
    assert_eq!(on_table(&stapel, &sheets), [0, 1, 2, 3, 4, 5, 6]);
    office.next_works();
}

#[test]
fn scenario_14_an_empty_feeder_says_so_at_once() {
    let office = Office::new();
    let (stapel, bericht) = office.scan(&[], Faults::default());
    assert!(matches!(bericht.fehler, Some(ScanError::FeederEmpty)), "{:?}", bericht.fehler);
    assert_eq!(bericht.hinweise, ["Im Einzug liegt kein Papier."]);
    assert_eq!(stapel.tisch().bilder().count(), 0);
    office.next_works();
}

#[test]
fn scenario_14_a_line_that_breaks_amid_a_page_costs_only_that_page() {
    let office = Office::new();
    let sheets: Vec<_> = (1..8).map(sheet).collect();
    let (stapel, bericht) =
        office.scan(&sheets, Faults { breaks_in: Some(4), ..Faults::default() });
    assert!(matches!(bericht.fehler, Some(ScanError::Disconnected(_))), "{:?}", bericht.fehler);
    assert!(bericht.hinweise[0].contains("Bitte legen Sie dieses Blatt noch einmal ein"));
    assert_eq!(on_table(&stapel, &sheets), [0, 1, 2]);
    let stapel = office.desk.again(stapel);
    assert_eq!(on_table(&stapel, &sheets), [0, 1, 2]);
    assert!(stapel.hinweise()[0].contains("kam nicht vollständig an"), "{:?}", stapel.hinweise());
    office.next_works();
}

#[test]
fn scenario_14_a_device_that_falls_silent_is_not_waited_for() {
    let office = Office::new();
    let sheets: Vec<_> = (1..4).map(sheet).collect();
    let begun = Instant::now();
    let (_, bericht) = office.scan(&sheets, Faults { silent_in: Some(2), ..Faults::default() });
    assert!(matches!(bericht.fehler, Some(ScanError::Disconnected(_))), "{:?}", bericht.fehler);
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    office.next_works();
}

#[test]
fn scenario_14_a_device_that_is_not_there_or_talks_nonsense_is_named() {
    let office = Office::new();
    let (stapel, bericht) =
        office.scan(&[sheet(1)], Faults { nonsense: true, ..Faults::default() });
    assert!(matches!(bericht.fehler, Some(ScanError::Answer(_))), "{:?}", bericht.fehler);
    assert_eq!(stapel.tisch().bilder().count(), 0);
    office.next_works();
    let gone = scanner(&office.server);
    drop(office.server);
    let mut stapel = office.desk.stapel();
    let bericht = office.desk.run(&mut stapel, &gone, Ziel::Anhaengen);
    assert!(
        matches!(bericht.fehler, Some(ScanError::Unreachable(_) | ScanError::Disconnected(_))),
        "{:?}",
        bericht.fehler
    );
}

#[test]
fn scenario_14_a_device_that_claims_more_pages_than_came_is_doubted() {
    let office = Office::new();
    let sheets: Vec<_> = (1..4).map(sheet).collect();
    let (_, bericht) = office.scan(&sheets, Faults { claims_more: 2, ..Faults::default() });
    let said = bericht.hinweise.join(" ");
    assert!(said.contains("er habe 5 Seiten gegeben; angekommen sind 3"), "{said}");
}

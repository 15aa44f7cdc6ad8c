//! SANE's test device through the product: ten pages and an empty feeder, jams, cancelling, the
//! end in intake.
//!
//! Never a real device.

use std::time::{Duration, Instant};

use domain::transfervermerk::Farbe;
use scan::abgabe::Abgabe;
use scan::run::{Auftrag, Laufbericht};
use scan::sane::{SaneDevice, SaneScanner};
use scan::stack::{Ende, Stapel, Ziel};
use scan::{Cancel, Papier, Profil, ScanError, Scanner, Zufuhr};

use crate::desk::{Desk, auftrag, profil};

fn device(name: &str, options: &[&str]) -> SaneScanner {
    let device = SaneDevice {
        name: name.to_owned(),
        hersteller: "Noname".to_owned(),
        modell: "frontend-tester".to_owned(),
    };
    SaneScanner::new(device).with_options(options)
}

fn wish(zufuhr: Zufuhr, dpi: u16, farbe: Farbe) -> Auftrag {
    let mut profil: Profil = profil(zufuhr);
    profil.einstellung.dpi = dpi;
    profil.einstellung.farbe = farbe;
    profil.einstellung.papier = Papier { breite: 1000, hoehe: 1400 };
    Auftrag { profil, ..auftrag(Ziel::Anhaengen) }
}

fn feeder(desk: &Desk, options: &[&str]) -> (Stapel, Laufbericht) {
    let mut stapel = desk.stapel();
    let wish = wish(Zufuhr::Einzug, 75, Farbe::Graustufen);
    let scanner = device("test:0", options);
    let bericht = desk.run_with(&mut stapel, &scanner, &wish, &Cancel::new());
    (stapel, bericht)
}

#[test]
fn the_test_device_says_what_it_can() {
    let found = device("test:0", &[]).faehigkeiten(&Cancel::new()).unwrap();
    assert!(found.glas.is_some() && found.einzug.is_some() && found.beidseitig.is_none());
    assert_eq!(found.einzug.unwrap().papier, Papier { breite: 2000, hoehe: 2000 });
}

#[test]
fn ten_pages_of_a_feeder_end_in_the_intake_without_loss() {
    let desk = Desk::new();
    let (mut stapel, bericht) = feeder(&desk, &[]);
    assert_eq!((bericht.ende, bericht.seiten.len()), (Ende::Fertig, 10), "{:?}", bericht.hinweise);
    assert_eq!(bericht.hinweise, Vec::<String>::new(), "ten black sheets are ten sheets");
    let store = desk.store();
    let custody = desk.custody(&store);
    let done = Abgabe { custody: &custody }.abgeben(&mut stapel, 0).unwrap();
    assert_eq!(done.bericht.seiten, 10);
    assert_eq!(done.bericht.geraet.unwrap().modell, "frontend-tester");
    desk.lager.schliessen(stapel, false).unwrap();
}

#[test]
fn equal_pages_of_sane_are_noticed() {
    let desk = Desk::new();
    let (stapel, bericht) = feeder(&desk, &["--test-picture=Grid"]);
    assert!(matches!(bericht.ende, Ende::Wiederholung { .. }), "{:?}", bericht);
    assert_eq!(stapel.tisch().seiten().len(), 1);
    let (_, next) = feeder(&desk, &[]);
    assert_eq!(next.ende, Ende::Fertig, "{:?}", next.hinweise);
}

#[test]
fn the_glass_gives_one_page_in_colour() {
    let desk = Desk::new();
    let mut stapel = desk.stapel();
    let wish = wish(Zufuhr::Glas, 150, Farbe::Farbe);
    let scanner = device("test:0", &["--test-picture=Color pattern"]);
    let bericht = desk.run_with(&mut stapel, &scanner, &wish, &Cancel::new());
    assert_eq!((bericht.ende, bericht.seiten.len()), (Ende::Fertig, 1), "{:?}", bericht.hinweise);
    let bild = stapel.tisch().bild(bericht.seiten[0]).unwrap();
    let (width, height) = bild.pixel.unwrap();
    assert!(width.abs_diff(590) <= 2 && height.abs_diff(826) <= 2, "{width} by {height}");
}

#[test]
fn what_sane_reports_has_its_name() {
    let desk = Desk::new();
    type Check = fn(&ScanError) -> bool;
    let cases: [(&str, Check); 5] = [
        ("SANE_STATUS_JAMMED", |error| matches!(error, ScanError::Jam)),
        ("SANE_STATUS_NO_DOCS", |error| matches!(error, ScanError::FeederEmpty)),
        ("SANE_STATUS_COVER_OPEN", |error| matches!(error, ScanError::CoverOpen)),
        ("SANE_STATUS_DEVICE_BUSY", |error| matches!(error, ScanError::Busy)),
        ("SANE_STATUS_IO_ERROR", |error| matches!(error, ScanError::Disconnected(_))),
    ];
    for (status, check) in cases {
        let option = format!("--read-return-value={status}");
        let (stapel, bericht) = feeder(&desk, &[&option]);
        let error = bericht.fehler.unwrap();
        assert!(check(&error), "{status}: {error:?}");
        assert_eq!(stapel.tisch().bilder().count(), 0);
    }
    let mut stapel = desk.stapel();
    let gone = device("test:7", &[]);
    let bericht = desk.run(&mut stapel, &gone, Ziel::Anhaengen);
    assert!(matches!(bericht.fehler, Some(ScanError::Unreachable(_))), "{:?}", bericht.fehler);
    let (_, next) = feeder(&desk, &[]);
    assert_eq!(next.ende, Ende::Fertig, "{:?}", next.hinweise);
}

#[test]
fn a_slow_sane_device_is_cancelled_and_scans_again() {
    let desk = Desk::new();
    let mut stapel = desk.stapel();
    let scanner = device("test:0", &["--read-delay=yes", "--read-delay-duration=200000"]);
    let cancel = Cancel::new();
    let (done, pressed) = std::thread::scope(|scope| {
        let running = scope.spawn(|| {
            let wish = wish(Zufuhr::Einzug, 300, Farbe::Farbe);
            desk.run_with(&mut stapel, &scanner, &wish, &cancel)
        });
        // Long enough that a page is under way, and far from enough for one.
        assert!(!Cancel::new().wait(Duration::from_millis(1500)));
        let pressed = Instant::now();
        cancel.stop();
        (running.join().unwrap(), pressed.elapsed())
    });
    assert!(matches!(done.fehler, Some(ScanError::Cancelled)), "{:?}", done.fehler);
    assert!(pressed < Duration::from_secs(5), "{pressed:?}");
    let (_, next) = feeder(&desk, &[]);
    assert_eq!(next.ende, Ende::Fertig, "{:?}", next.hinweise);
}

#[test]
fn a_missing_program_is_named() {
    let desk = Desk::new();
    let mut stapel = desk.stapel();
    let scanner = device("test:0", &[]).with_program(desk.folder.path().join("scanimage"));
    let bericht = desk.run(&mut stapel, &scanner, Ziel::Anhaengen);
    assert!(
        matches!(bericht.fehler, Some(ScanError::Missing("scanimage"))),
        "{:?}",
        bericht.fehler
    );
}

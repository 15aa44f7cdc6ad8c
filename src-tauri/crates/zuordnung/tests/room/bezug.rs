//! References of ours: as written, as read, wrong ones, and those of what is closed.

use zuordnung::{Belegart, Ziel};

use crate::amt::{beleg, lindenhain, privat, vom_landratsamt};

#[test]
fn a_reference_leads_to_its_vorgang() {
    let ort = lindenhain();
    for zeichen in [
        "Ihr Zeichen: 4.1-1/2026-1",
        "Ihr Zeichen 4.1 - 1 / 2026 - 1, Unser Zeichen NV 77/26",
        "Ihr Zeichen   Unser Zeichen   Datum\n4.1-1/2026-1   NV 77/26   17.11.2026",
        "Bezug: Ihr Schreiben vom 3.11.2026, Az.4.1-1/2026-1",
    ] {
        let text = vom_landratsamt(zeichen, "Carport", "zum Carport fehlt ein Plan.");
        let vorschlag = ort.amt.fuehrt(&text, Ziel::Vorgang(ort.carport));
        let ziel = &vorschlag.ziele[0];
        assert!(ziel.sicherheit > 0.95, "{zeichen}: {}", ziel.sicherheit);
        let beleg = beleg(&vorschlag, Belegart::Aktenzeichen).unwrap();
        assert!(zeichen.contains(beleg.wortlaut.as_deref().unwrap()), "{beleg:?}");
    }
}

#[test]
fn a_misread_reference_still_leads_there_and_says_so() {
    let ort = lindenhain();
    for zeichen in ["4.l-1/2O26-1", "4.1-I/2026-l", "4,1-1/2026-1"] {
        let zeichen = format!("Ihr Zeichen: {zeichen}");
        let text = vom_landratsamt(&zeichen, "Bauvorhaben", "es fehlt ein Plan.");
        ort.amt.fuehrt(&text, Ziel::Vorgang(ort.carport));
    }
    let text = vom_landratsamt("Ihr Zeichen: 4.1-l/2O26-1", "Bauvorhaben", "Plan.");
    let vorschlag = ort.amt.vorschlag(&text);
    let beleg = beleg(&vorschlag, Belegart::AktenzeichenUngenau).unwrap();
    assert_eq!(beleg.erkannt.as_deref(), Some("4.1-1/2026-1"));
}

#[test]
fn a_reference_leads_there_over_a_lines_end_and_with_blanks_for_its_separators() {
    let ort = lindenhain();
    for zeichen in [
        "Ihr Zeichen: 4.1-1/2026-\n1",
        "Ihr Zeichen: 4.1-1\n/ 2026 - 1",
        "Aktenzeichen 4 1 1/2026 1",
        "Aktenzeichen4.1-1/2026-1",
    ] {
        let text = vom_landratsamt(zeichen, "Bauvorhaben", "es fehlt ein Plan.");
        let vorschlag = ort.amt.fuehrt(&text, Ziel::Vorgang(ort.carport));
        let ours = [Belegart::Aktenzeichen, Belegart::AktenzeichenUngenau];
        let shown = ours.iter().find_map(|art| beleg(&vorschlag, *art));
        assert!(shown.is_some_and(|beleg| beleg.stelle.is_some()), "{zeichen}");
    }
}

#[test]
fn a_damaged_reference_counts_where_the_rest_of_the_letter_fits() {
    let ort = lindenhain();
    for zeichen in ["4.1-1/2028-1", "4.1-172026-1", "4.1-1/202-1"] {
        let zeichen = format!("Ihr Zeichen: {zeichen}");
        let text = vom_landratsamt(&zeichen, "Carport Talstraße 14", "zum Carport fehlt ein Plan.");
        ort.amt.fuehrt(&text, Ziel::Vorgang(ort.carport));
    }
    let text = vom_landratsamt("Ihr Zeichen: 4.1-1/2028-1", "Carport Talstraße 14", "Plan fehlt.");
    let vorschlag = ort.amt.vorschlag(&text);
    let beleg = beleg(&vorschlag, Belegart::AktenzeichenUngenau).unwrap();
    assert_eq!(beleg.erkannt.as_deref(), Some("4.1-1/2026-1"));
    // Nobody that has been there, nothing that was spoken of there: it is only a number.
    let other = privat("Otto Fremd", "Feldweg 2", "Az. 4.1-1/2028-1", "bitte um Auskunft.");
    let vorschlag = ort.amt.vorschlag(&other);
    assert!(vorschlag.ziele.iter().all(|ziel| ziel.sicherheit < 0.9), "{:?}", vorschlag.ziele);
}

#[test]
fn a_reference_where_nothing_else_fits_is_doubted() {
    let ort = lindenhain();
    let right = privat(
        "Egbert Lauerwein",
        "Am Anger 12",
        "Hund Basko, Az. 2.2.1-1/2026-2",
        "mein Schäferhund Basko ist gestorben.",
    );
    let (ziel, sure) = ort.amt.erstes(&right);
    assert_eq!(ziel, Ziel::Vorgang(ort.basko));
    // The same letter with the reference of a matter that has nothing to do with it.
    let wrong = right.replace("2.2.1-1/2026-2", "4.4-1/2026-1");
    let vorschlag = ort.amt.vorschlag(&wrong);
    let of = |ziel| vorschlag.ziele.iter().find(|seen| seen.ziel == Ziel::Vorgang(ziel)).unwrap();
    assert!(of(ort.heizung).sicherheit < 0.8, "{:?}", of(ort.heizung));
    assert!(of(ort.basko).sicherheit < sure, "{:?}", of(ort.basko));
}

#[test]
fn a_number_that_does_not_exist_leads_to_the_akte_at_most() {
    let ort = lindenhain();
    let text = privat("Otto Fremd", "Feldweg 2", "Az. 4.1-1/2026-77", "bitte um Auskunft.");
    let vorschlag = ort.amt.vorschlag(&text);
    let sure = vorschlag.ziele.iter().filter(|ziel| matches!(ziel.ziel, Ziel::Vorgang(_)));
    assert!(sure.clone().all(|ziel| ziel.sicherheit < 0.9), "{:?}", sure.collect::<Vec<_>>());
    assert!(vorschlag.ziele.iter().any(|ziel| ziel.ziel == Ziel::NeuIn(ort.bau)));
}

#[test]
fn what_is_closed_is_never_proposed_but_says_which_akte() {
    let mut ort = lindenhain();
    ort.amt.aendern(ort.carport, |vorgang| vorgang.geschlossen = true);
    let text = vom_landratsamt(
        "Ihr Zeichen: 4.1-1/2026-1, Unser Zeichen: BA-2026-1187",
        "Carport Talstraße 14",
        "die Absenkung des Bordsteins ist zu ändern.",
    );
    let vorschlag = ort.amt.fuehrt(&text, Ziel::NeuIn(ort.bau));
    assert!(vorschlag.ziele.iter().all(|ziel| ziel.ziel != Ziel::Vorgang(ort.carport)));
    assert!(beleg(&vorschlag, Belegart::Aktenzeichen).is_some());
}

#[test]
fn nothing_is_proposed_in_a_closed_akte() {
    let mut ort = lindenhain();
    ort.amt.wissen.set_akte(
        ort.bau,
        zuordnung::AkteKenntnis {
            zeichen: vec!["4.1-1/2026".into()],
            betreff: "Bauanträge 2026".into(),
            geschlossen: true,
            ..zuordnung::AkteKenntnis::default()
        },
    );
    let text = vom_landratsamt("Ihr Zeichen: 4.1-1/2026-1", "Carport", "Bordstein.");
    let vorschlag = ort.amt.vorschlag(&text);
    let gone = [Ziel::Vorgang(ort.carport), Ziel::NeuIn(ort.bau)];
    assert!(vorschlag.ziele.iter().all(|ziel| !gone.contains(&ziel.ziel)));
}

#[test]
fn telephone_numbers_and_amounts_are_no_references() {
    let ort = lindenhain();
    let text = privat(
        "Otto Fremd",
        "Feldweg 2",
        "Frage",
        "rufen Sie mich an: 41120261 oder 2211/20262, es geht um 4.112,02 € und den 4.1.2026.",
    );
    let vorschlag = ort.amt.vorschlag(&text);
    for ziel in &vorschlag.ziele {
        let none = ziel.belege.iter().all(|beleg| {
            !matches!(beleg.art, Belegart::Aktenzeichen | Belegart::AktenzeichenUngenau)
        });
        assert!(none, "{:?}", ziel.belege);
    }
}

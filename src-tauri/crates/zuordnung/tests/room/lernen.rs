//! Confirmations and corrections shift what is proposed next, and what is taken back is unlearned.

use zuordnung::{Abgelegt, Modell, Wissen, Ziel};

use crate::amt::{Amt, Satz, amtlich, brief, lindenhain, privat};

fn zaehler(number: u32) -> String {
    amtlich(
        "Nebeltal Energie AG",
        "",
        "Ihre Abschläge",
        &format!("wir teilen Ihnen den Zählerstand {number} der Pumpstation am Mühlteich mit."),
    )
}

#[test]
fn a_confirmation_makes_the_next_proposal_surer() {
    let mut ort = lindenhain();
    let pumpen = ort.amt.vorgang(ort.bau, "4.1-1/2026-5", "Pumpstation", &[]);
    let mut last = 0.0;
    for number in 0..4 {
        let vorschlag = ort.amt.vorschlag(&zaehler(number));
        let here = vorschlag.ziele.iter().find(|ziel| ziel.ziel == Ziel::Vorgang(pumpen));
        let sure = here.map_or(0.0, |ziel| ziel.sicherheit);
        if number > 0 {
            assert_eq!(vorschlag.ziele[0].ziel, Ziel::Vorgang(pumpen), "{number}");
        }
        assert!(sure >= last, "{number}: {sure} after {last}");
        last = sure;
        ort.amt.ablegen(&zaehler(number), pumpen);
    }
}

#[test]
fn a_correction_moves_the_next_letter_and_unlearns_the_old_place() {
    let mut ort = lindenhain();
    let right = ort.amt.vorgang(ort.bau, "4.1-1/2026-5", "Wasserversorgung", &[]);
    let wrong = ort.amt.vorgang(ort.hunde, "2.2.1-1/2026-8", "Sonstiges", &[]);
    let id = ort.amt.ablegen(&zaehler(1), wrong);
    assert_eq!(ort.amt.erstes(&zaehler(2)).0, Ziel::Vorgang(wrong));
    let Some((_, Satz::Dokument(filed))) = ort.amt.saetze.iter().find(|(known, _)| *known == id)
    else {
        panic!("it was filed");
    };
    ort.amt.wissen.set_dokument(id, Abgelegt { vorgang: right, ..filed.clone() });
    let vorschlag = ort.amt.vorschlag(&zaehler(2));
    assert_eq!(vorschlag.ziele[0].ziel, Ziel::Vorgang(right));
    assert!(vorschlag.ziele.iter().all(|ziel| ziel.ziel != Ziel::Vorgang(wrong)
        || ziel.belege.iter().all(|beleg| beleg.anzahl == 0)));
}

#[test]
fn what_is_removed_leaves_no_trace() {
    let ort = lindenhain();
    let mut other = lindenhain();
    let letter = zaehler(1);
    let before = other.amt.vorschlag(&letter);
    let akte = other.amt.akte("6.2-1/2026", "Gewässer", "6.2 Gewässer");
    let who = other.amt.kontakt("Nebeltal Energie AG", "", "Schlossplatz 2");
    let vorgang = other.amt.vorgang(akte, "6.2-1/2026-1", "Pumpstation Mühlteich", &[who]);
    // Only the knowledge is filed: decisions have their own memory.
    let seiten = [letter.clone()];
    let merkmale = other.amt.wissen.merkmale(&brief(&seiten));
    let id = uuid::Uuid::from_u128(777);
    other.amt.wissen.set_dokument(
        id,
        Abgelegt {
            vorgang,
            merkmale,
            typ: Some("Mitteilung".into()),
            absender: Some(who),
            erstes: true,
            ..Abgelegt::default()
        },
    );
    assert_ne!(other.amt.vorschlag(&letter), before);
    for gone in [id, vorgang, who, akte] {
        other.amt.wissen.remove(gone);
    }
    assert_eq!(other.amt.vorschlag(&letter), before);
    assert_eq!(ort.amt.vorschlag(&letter), before);
}

#[test]
fn our_own_letters_teach_the_matter_but_no_sender() {
    let mut amt = Amt::leer();
    let akte = amt.akte("4.2-1/2026", "Straßen", "4.2 Straßen und Wege");
    let vorgang = amt.vorgang(akte, "4.2-1/2026-1", "Gehweg", &[]);
    let _ = amt.vorgang(akte, "4.2-1/2026-2", "Laternen", &[]);
    let seiten =
        ["Gemeinde Lindenhain\nAm Anger 1\n00417 Lindenhain\n\nHerrn\nKnut Ahlgrimm\nFeldweg 3\n\
         00417 Lindenhain\n\nUnser Zeichen: 4.2-1/2026-1\nIhr Zeichen: GW-88\n\nBordabsenkung\n\n\
         Sehr geehrter Herr Ahlgrimm,\n\ndie Bordabsenkung vor Ihrer Einfahrt ist vorgesehen."
            .to_owned()];
    let merkmale = amt.wissen.merkmale(&brief(&seiten));
    assert!(merkmale.zeichen.iter().any(|zeichen| zeichen.wert == "gw-88"), "{merkmale:?}");
    assert!(merkmale.zeichen.iter().all(|zeichen| !zeichen.wert.starts_with("4-2-1")));
    amt.wissen.set_dokument(
        uuid::Uuid::from_u128(500),
        Abgelegt { vorgang, merkmale, ausgang: true, ..Abgelegt::default() },
    );
    let answer = privat(
        "Knut Ahlgrimm",
        "Feldweg 3",
        "Bordabsenkung, mein Zeichen: GW-88",
        "wann kommt die Bordabsenkung?",
    );
    let vorschlag = amt.vorschlag(&answer);
    assert_eq!(vorschlag.ziele[0].ziel, Ziel::Vorgang(vorgang));
    assert!(vorschlag.absender.is_none());
}

#[test]
fn few_letters_make_nobody_sure() {
    let mut amt = Amt::leer();
    let akte = amt.akte("1-1/2026", "Allgemeines", "1 Verwaltung");
    let vorgang = amt.vorgang(akte, "1-1/2026-1", "Verschiedenes", &[]);
    amt.ablegen(&zaehler(1), vorgang);
    let other = privat("Otto Fremd", "Feldweg 2", "Frage", "wann tagt der Gemeinderat?");
    let sure = amt.vorschlag(&other).ziele.first().map_or(0.0, |ziel| ziel.sicherheit);
    assert!(sure < 0.7, "{sure}");
}

#[test]
fn a_mandant_learns_nothing_from_another() {
    let mut ort = lindenhain();
    let mut other = Wissen::new(Modell::default());
    let akte = uuid::Uuid::from_u128(1);
    other.set_akte(akte, zuordnung::AkteKenntnis::default());
    let seiten = [zaehler(1)];
    let before = other.vorschlagen(&brief(&seiten));
    for number in 0..20 {
        ort.amt.ablegen(&zaehler(number), ort.heizung);
    }
    assert_eq!(other.vorschlagen(&brief(&seiten)), before);
    // What is kept beside the records holds no word of any letter.
    let json = ort.amt.wissen.modell().to_json().unwrap().to_lowercase();
    for word in ["nebeltal", "pump", "lauerwein", "basko", "4.1"] {
        assert!(!json.contains(word), "{word} in {json}");
    }
}

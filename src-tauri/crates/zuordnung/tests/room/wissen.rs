//! Knowledge is rebuilt from records alone, in any order, and stays small.

use domain::lernmerkmale::{ABSENDER_MAX, WOERTER_MAX, ZEICHEN_MAX};
use domain::suchform::suchform;
use uuid::Uuid;
use zuordnung::{Modell, Wissen};

use crate::amt::{amtlich, brief, lindenhain, privat, set};

fn letters() -> Vec<String> {
    vec![
        privat("Egbert Lauerwein", "Am Anger 12", "Mein Hund", "Basko ist gestorben."),
        privat("Wilma Unbekannt", "Feldweg 1", "Linde", "die morsche Linde, Fällung?"),
        amtlich("Landratsamt Nebelkreis", "Ihr Zeichen: 4.1-l/2O26-1", "Carport", "Bordstein"),
        amtlich(
            "Tannert Haustechnik",
            "Kd.-Nr. 40812",
            "Rechnung",
            "Umwälzpumpe, zahlbar bis 3.12.2026",
        ),
        String::new(),
    ]
}

#[test]
fn the_same_knowledge_in_another_order_proposes_the_same() {
    let ort = lindenhain();
    let model = || Modell::from_json(&ort.amt.wissen.modell().to_json().unwrap()).unwrap();
    let mut backwards = Wissen::new(model());
    for (id, satz) in ort.amt.saetze.iter().rev() {
        set(&mut backwards, *id, satz.clone());
    }
    let mut twice = Wissen::new(model());
    let halves = ort.amt.saetze.iter().step_by(2).chain(ort.amt.saetze.iter());
    for (id, satz) in halves {
        set(&mut twice, *id, satz.clone());
    }
    for letter in letters() {
        let seiten = [letter];
        let expected = ort.amt.wissen.vorschlagen(&brief(&seiten));
        assert_eq!(backwards.vorschlagen(&brief(&seiten)), expected, "{seiten:?}");
        assert_eq!(twice.vorschlagen(&brief(&seiten)), expected, "{seiten:?}");
        assert_eq!(backwards.merkmale(&brief(&seiten)), ort.amt.wissen.merkmale(&brief(&seiten)));
    }
}

#[test]
fn what_a_letter_teaches_is_small_and_the_same_each_time() {
    let ort = lindenhain();
    let many: Vec<String> =
        (0..500).map(|n| format!("Wort{} Kd.-Nr. {n}77 Strasse{n}weg {n}", n % 26)).collect();
    let words: Vec<String> = (0..400_u32)
        .map(|n| {
            format!(
                "begriff{}",
                char::from_u32(97 + n % 26).unwrap().to_string().repeat(1 + n as usize % 9)
            )
        })
        .collect();
    let seiten = [many.join("\n"), words.join(" "), letters().concat()];
    let merkmale = ort.amt.wissen.merkmale(&brief(&seiten));
    assert!(merkmale.zeichen.len() <= ZEICHEN_MAX);
    assert!(merkmale.absender.len() <= ABSENDER_MAX);
    assert!(merkmale.woerter.len() <= WOERTER_MAX);
    assert_eq!(merkmale, ort.amt.wissen.merkmale(&brief(&seiten)));
    let letter = [privat("Egbert Lauerwein", "Am Anger 12", "Abmeldung", "der Hund Basko.")];
    let merkmale = ort.amt.wissen.merkmale(&brief(&letter));
    assert!(merkmale.woerter.iter().any(|wort| wort == "basko"), "{merkmale:?}");
    assert!(merkmale.absender.iter().any(|wort| *wort == suchform("Lauerwein")), "{merkmale:?}");
    for wort in ["damen", "freundlich", "mit", "gemeinde"] {
        assert!(merkmale.woerter.iter().all(|known| known != wort), "{wort} in {merkmale:?}");
    }
}

#[test]
fn long_documents_are_read_from_both_ends() {
    let ort = lindenhain();
    let mut seiten = vec!["nichts".to_owned(); 30];
    seiten[29] = "Ihr Zeichen: 4.1-1/2026-1".into();
    let vorschlag = ort.amt.wissen.vorschlagen(&brief(&seiten));
    let beleg = &vorschlag.ziele[0].belege[0];
    assert_eq!(beleg.stelle.unwrap().seite, 30);
    seiten.push("nichts".into());
    assert!(
        ort.amt
            .wissen
            .vorschlagen(&brief(&seiten))
            .ziele
            .first()
            .is_none_or(|ziel| { ziel.belege.iter().all(|beleg| beleg.stelle.is_none()) })
    );
}

#[test]
fn an_office_that_knows_nothing_proposes_nothing() {
    let wissen = Wissen::new(Modell::default());
    for letter in letters() {
        let seiten = [letter];
        let vorschlag = wissen.vorschlagen(&brief(&seiten));
        assert!(vorschlag.ziele.is_empty());
        assert!(vorschlag.absender.is_none());
    }
    let mut wissen = wissen;
    wissen.remove(Uuid::from_u128(5));
}

//! Which claim a payment is for: references decide, everything else proposes.

use payments::Cent;
use payments::abgleichen::{Ergebnis, Fundort, Grund, Kandidat, Verzeichnis, Vorschlag};
use payments::camt::{Partei, Referenz, Zahlung, Zahlungsart};
use payments::forderung::{Forderung, Schuldner};
use payments::kassenzeichen::{MUSTER, Muster};
use payments::rf::Rf;
use uuid::Uuid;

use crate::forderung::forderung;
use crate::muster::{ANNA, KONTO, cent, tag};

fn muster() -> Muster {
    Muster::neu(MUSTER, "07").unwrap()
}

fn kz(nummer: u32) -> String {
    muster().bilden(2026, nummer).unwrap()
}

/// Claims 1 and 2 of Anna over 50 and 30 euros, 3 of Bernd over 50.
fn forderungen() -> Vec<Forderung> {
    let of = |nummer: u32, name: &str, iban: &str| Forderung {
        id: Uuid::from_u128(u128::from(nummer)),
        kassenzeichen: kz(nummer),
        schuldner: Schuldner { name: name.to_owned(), iban: iban.to_owned() },
        ..forderung()
    };
    vec![of(1, "Beispiel, Anna", ANNA), of(2, "Frau Anna Beispiel", ""), of(3, "Bernd Müller", "")]
}

fn zahlung(betrag: i64, text: &str) -> Zahlung {
    Zahlung {
        kennung: "B".to_owned(),
        auch: Vec::new(),
        konto: KONTO.to_owned(),
        tag: tag(3, 10),
        art: Zahlungsart::Eingang,
        betrag: cent(betrag),
        gebuehr: Cent::NULL,
        grund: String::new(),
        sammelposten: false,
        referenzen: Vec::new(),
        end_to_end: String::new(),
        mandat: String::new(),
        text: text.to_owned(),
        gegenseite: Partei::default(),
    }
}

fn ergebnis(zahlung: &Zahlung) -> (Ergebnis, Vec<String>) {
    let forderungen = forderungen();
    let offen = [5000, 3000, 5000];
    let kandidaten = forderungen.iter().zip(offen).map(|(forderung, offen_cent)| Kandidat {
        forderung,
        offen_cent,
        gezahlt_cent: 4000,
    });
    let muster = muster();
    let found = Verzeichnis::new(kandidaten.collect(), Some(&muster)).abgleichen(zahlung);
    (found.ergebnis, found.unbekannt)
}

/// Numbers of the claims with their cents.
fn anteile(vorschlag: &Vorschlag) -> Vec<(u128, i64)> {
    let parts = vorschlag.anteile.iter();
    parts.map(|anteil| (anteil.forderung.as_u128(), anteil.betrag.wert())).collect()
}

#[track_caller]
fn treffer(zahlung: &Zahlung, nummer: u128, grund: Grund) {
    let (ergebnis, _) = ergebnis(zahlung);
    let Ergebnis::Treffer(vorschlag) = &ergebnis else { panic!("{ergebnis:?}") };
    assert_eq!(anteile(vorschlag), [(nummer, zahlung.betrag.wert())]);
    assert!(vorschlag.gruende.contains(&grund), "{vorschlag:?}");
}

#[track_caller]
fn vorschlaege(zahlung: &Zahlung) -> Vec<Vorschlag> {
    let (ergebnis, _) = ergebnis(zahlung);
    let Ergebnis::Vorschlaege(vorschlaege) = ergebnis else { panic!("{ergebnis:?}") };
    vorschlaege
}

#[test]
fn references_decide_wherever_they_stand() {
    let rf = Rf::bilden(&kz(1)).unwrap();
    let mut structured = zahlung(5000, "");
    structured.referenzen = vec![Referenz { art: "SCOR".to_owned(), wert: rf.gedruckt() }];
    treffer(&structured, 1, Grund::Rf { ort: Fundort::Strukturiert });
    structured.referenzen[0].wert = kz(2);
    treffer(&structured, 2, Grund::Kassenzeichen { ort: Fundort::Strukturiert });
    let mut end_to_end = zahlung(5000, "");
    end_to_end.end_to_end = kz(3);
    treffer(&end_to_end, 3, Grund::Kassenzeichen { ort: Fundort::EndToEnd });
    let number = kz(1);
    let grouped = format!("Hundesteuer {} {}, Anna", &number[..5], &number[5..]);
    treffer(&zahlung(1234, &grouped), 1, Grund::Kassenzeichen { ort: Fundort::Text });
    let text = format!("danke {}", rf.gedruckt());
    treffer(&zahlung(5000, &text), 1, Grund::Rf { ort: Fundort::Text });
}

#[test]
fn two_references_are_a_proposal_with_its_parts() {
    let text = format!("{} und {}", kz(1), kz(2));
    let found = vorschlaege(&zahlung(8000, &text));
    assert_eq!(anteile(&found[0]), [(1, 5000), (2, 3000)]);
    assert!(found[0].gruende.contains(&Grund::Betrag));
    // The sum does not fit: each by itself, the one whose amount fits first.
    let found = vorschlaege(&zahlung(3000, &text));
    assert_eq!(found.iter().map(anteile).collect::<Vec<_>>(), [[(2, 3000)], [(1, 3000)]]);
    // Structured reference and text contradict one another: nothing is decided.
    let mut both = zahlung(5000, &kz(3));
    both.referenzen = vec![Referenz { art: String::new(), wert: kz(1) }];
    assert_eq!(vorschlaege(&both).len(), 2);
}

#[test]
fn a_batch_never_goes_to_one_claim_as_a_whole() {
    let mut batch = zahlung(9000, &kz(1));
    batch.sammelposten = true;
    let found = vorschlaege(&batch);
    assert_eq!(anteile(&found[0]), [(1, 5000)]);
}

#[test]
fn amount_and_debtor_only_propose() {
    let mut named = zahlung(5000, "Steuer");
    named.gegenseite.name = "ANNA BEISPIEL UND KARL BEISPIEL".to_owned();
    let found = vorschlaege(&named);
    assert_eq!(anteile(&found[0]), [(1, 5000)]);
    assert_eq!(found[0].gruende, [Grund::Betrag, Grund::Name]);
    // Both of her claims together.
    named.betrag = cent(8000);
    assert_eq!(anteile(&vorschlaege(&named)[0]), [(1, 5000), (2, 3000)]);
    // By her account, though another name stands there, also a part.
    let mut account = zahlung(2000, "");
    account.gegenseite = Partei { konto: ANNA.to_owned(), ..Partei::default() };
    let found = vorschlaege(&account);
    assert_eq!((anteile(&found[0]), &found[0].gruende), (vec![(1, 2000)], &vec![Grund::Iban]));
    // Umlauts are spelled in many ways.
    let mut umlaut = zahlung(5000, "");
    umlaut.gegenseite.name = "Mueller Bernd".to_owned();
    assert_eq!(anteile(&vorschlaege(&umlaut)[0]), [(3, 5000)]);
}

#[test]
fn amount_or_name_alone_say_nothing() {
    assert_eq!(ergebnis(&zahlung(5000, "Steuer")).0, Ergebnis::Keine);
    let mut named = zahlung(4999, "");
    named.gegenseite.name = "Anna Beispiel".to_owned();
    assert_eq!(ergebnis(&named).0, Ergebnis::Keine);
    named.betrag = cent(5000);
    named.gegenseite.name = "Anna Beispielmann".to_owned();
    assert_eq!(ergebnis(&named).0, Ergebnis::Keine);
    named.gegenseite.name = "Anna Beispiel".to_owned();
    // Before the notice nobody can have paid.
    named.tag = tag(2, 1);
    assert_eq!(ergebnis(&named).0, Ergebnis::Keine);
}

#[test]
fn an_unknown_number_of_the_house_is_said() {
    let (found, unknown) = ergebnis(&zahlung(5000, &format!("Nr. {}", kz(99))));
    assert_eq!((found, unknown), (Ergebnis::Keine, vec![kz(99)]));
    let (_, unknown) = ergebnis(&zahlung(5000, &kz(1)));
    assert!(unknown.is_empty());
}

#[test]
fn a_short_number_in_free_text_only_proposes() {
    let short = Forderung { kassenzeichen: "4711".to_owned(), ..forderung() };
    let kandidat = Kandidat { forderung: &short, offen_cent: 5000, gezahlt_cent: 0 };
    let verzeichnis = Verzeichnis::new(vec![kandidat], None);
    let found = verzeichnis.abgleichen(&zahlung(5000, "Rechnung 4711")).ergebnis;
    let Ergebnis::Vorschlaege(found) = found else { panic!("{found:?}") };
    assert_eq!(found[0].gruende, [Grund::KurzesKassenzeichen, Grund::Betrag]);
    let mut structured = zahlung(5000, "");
    structured.end_to_end = "4711".to_owned();
    let found = verzeichnis.abgleichen(&structured).ergebnis;
    assert!(matches!(found, Ergebnis::Treffer(_)), "{found:?}");
}

#[test]
fn a_return_goes_to_the_claim_that_was_paid() {
    let mut back = zahlung(4000, &kz(1));
    back.art = Zahlungsart::Rueckgabe;
    treffer(&back, 1, Grund::Kassenzeichen { ort: Fundort::Text });
    back.text.clear();
    back.gegenseite.konto = ANNA.to_owned();
    assert_eq!(anteile(&vorschlaege(&back)[0]), [(1, 4000)]);
}

#[test]
fn names_are_the_same_when_the_shorter_is_in_the_longer() {
    let named = |name: &str| {
        let mut zahlung = zahlung(5000, "");
        zahlung.gegenseite.name = name.to_owned();
        ergebnis(&zahlung).0 != Ergebnis::Keine
    };
    for same in
        ["Dr. Bernd Müller", "MUELLER, BERND", "Bernd und Clara Müller", "Müller Bernd Karl"]
    {
        assert!(named(same), "{same}");
    }
    for other in ["Bernd", "Müller", "Bernd Schmidt", "Clara Müller", "Herr Bernd", ""] {
        assert!(!named(other), "{other}");
    }
    // A name of one word has to be the same one.
    let firma = Forderung {
        schuldner: Schuldner { name: "Stadtwerke".to_owned(), iban: String::new() },
        ..forderung()
    };
    let kandidat = Kandidat { forderung: &firma, offen_cent: 5000, gezahlt_cent: 0 };
    let verzeichnis = Verzeichnis::new(vec![kandidat], None);
    for (name, same) in [("Stadtwerke", true), ("Stadtwerke Fennwald", false)] {
        let mut zahlung = zahlung(5000, "");
        zahlung.gegenseite.name = name.to_owned();
        let found = verzeichnis.abgleichen(&zahlung).ergebnis;
        assert_eq!(found != Ergebnis::Keine, same, "{name}");
    }
}

#[test]
fn many_claims_of_one_debtor_do_not_take_for_ever() {
    let one = |n: u32| Forderung {
        id: Uuid::from_u128(u128::from(n)),
        kassenzeichen: kz(n),
        ..forderung()
    };
    let forderungen: Vec<Forderung> = (1..=500).map(one).collect();
    let kandidaten = forderungen.iter().map(|forderung| Kandidat {
        forderung,
        offen_cent: 5000,
        gezahlt_cent: 0,
    });
    let verzeichnis = Verzeichnis::new(kandidaten.collect(), None);
    let mut named = zahlung(5000, "");
    named.gegenseite.konto = ANNA.to_owned();
    let found = verzeichnis.abgleichen(&named).ergebnis;
    let Ergebnis::Vorschlaege(found) = found else { panic!("{found:?}") };
    assert_eq!(found.len(), payments::abgleichen::VORSCHLAEGE_MAX);
}

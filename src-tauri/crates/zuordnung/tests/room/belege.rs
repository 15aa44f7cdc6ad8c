//! Each kind of evidence leads where it should, and is shown with its place.

use zuordnung::{Belegart, Schreiben, Ziel};

use crate::amt::{
    amtlich, beleg, beleg_fuer, brief, heute, lindenhain, places_are_real, privat, vom_landratsamt,
};

#[test]
fn our_code_leads_to_its_vorgang() {
    let ort = lindenhain();
    let seiten = ["Antwortbogen\nja, einverstanden".to_owned()];
    let schreiben = Schreiben {
        seiten: &seiten,
        code: Some(ort.linde),
        eingang: Some(heute()),
        ..Schreiben::default()
    };
    let vorschlag = ort.amt.wissen.vorschlagen(&schreiben);
    assert_eq!(vorschlag.ziele[0].ziel, Ziel::Vorgang(ort.linde));
    assert!(vorschlag.ziele[0].sicherheit > 0.95, "{}", vorschlag.ziele[0].sicherheit);
    assert!(beleg(&vorschlag, Belegart::Code).is_some());
}

#[test]
fn the_senders_sign_leads_where_it_came_before() {
    let ort = lindenhain();
    for zeichen in
        ["Unser Zeichen: BA-2026-1187", "Az.: BA 2026 1187", "Unser Zeichen: BA-2O26-ll87"]
    {
        let text = vom_landratsamt(zeichen, "Nachforderung", "es fehlt der Lageplan.");
        let vorschlag = ort.amt.fuehrt(&text, Ziel::Vorgang(ort.carport));
        let art =
            if zeichen.contains("ll87") { Belegart::ZeichenUngenau } else { Belegart::Zeichen };
        let beleg = beleg(&vorschlag, art).unwrap();
        assert_eq!(beleg.stelle.unwrap().zeile, 9, "{zeichen}");
    }
}

#[test]
fn a_customer_number_or_a_parcel_leads_where_it_came_before() {
    let ort = lindenhain();
    let text = amtlich(
        "Tannert Haustechnik",
        "Kunden-Nr. 40812",
        "Rechnung 26-0384",
        "wir berechnen Ihnen Arbeitszeit und Anfahrt.",
    );
    ort.amt.fuehrt(&text, Ziel::Vorgang(ort.heizung));
    let text = privat(
        "Volkmar Haselhoff",
        "Talstraße 9",
        "Nachbarbeteiligung",
        "mit dem Vorhaben auf Flur 3, Flurstück 214/3 bin ich nicht einverstanden.",
    );
    let vorschlag = ort.amt.fuehrt(&text, Ziel::Vorgang(ort.carport));
    assert_eq!(
        beleg(&vorschlag, Belegart::Zeichen).unwrap().wortlaut.as_deref(),
        Some("Flurstück 214/3")
    );
}

#[test]
fn the_sender_leads_to_their_own_matter() {
    let ort = lindenhain();
    for name in ["Egbert Lauerwein", "E. Lauerwein", "Lauerwein, Egbert"] {
        let text = privat(name, "Am Anger 12", "Mein Hund", "er ist leider gestorben.");
        let vorschlag = ort.amt.fuehrt(&text, Ziel::Vorgang(ort.basko));
        let who =
            beleg(&vorschlag, Belegart::Beteiligter).or(beleg(&vorschlag, Belegart::Absender));
        assert_eq!(who.unwrap().erkannt.as_deref(), Some("Egbert Lauerwein"), "{name}");
        assert_eq!(vorschlag.absender.unwrap().wert, ort.lauerwein, "{name}");
    }
}

#[test]
fn whom_a_letter_is_about_leads_to_their_matter() {
    let ort = lindenhain();
    let text = privat(
        "Ida Mosebrink",
        "Hohlweg 3",
        "Gebell",
        "der Schäferhund von Herrn Egbert Lauerwein bellt. Ist Basko überhaupt zur Steuer angemeldet?",
    );
    ort.amt.fuehrt(&text, Ziel::Vorgang(ort.basko));
}

#[test]
fn like_words_lead_to_like_letters() {
    let ort = lindenhain();
    let text = privat(
        "Wilma Unbekannt",
        "Feldweg 1",
        "Linde am Hohlweg",
        "die morsche Linde droht auf die Straße zu stürzen. Wann wird die Fällung genehmigt?",
    );
    let vorschlag = ort.amt.fuehrt(&text, Ziel::Vorgang(ort.linde));
    assert!(beleg(&vorschlag, Belegart::Aehnlich).is_some_and(|beleg| beleg.anzahl == 1));
    assert!(beleg(&vorschlag, Belegart::Betreff).is_some());
    // Nobody who has been there, no reference: a clerk has to look.
    assert!(vorschlag.ziele[0].sicherheit < 0.95, "{}", vorschlag.ziele[0].sicherheit);
}

#[test]
fn a_new_matter_goes_into_a_new_vorgang() {
    let ort = lindenhain();
    let text = privat(
        "Gisela Neubert",
        "Feldweg 7",
        "Anmeldung eines Hundes",
        "hiermit melde ich meinen Pudel zur Hundesteuer an.",
    );
    let vorschlag = ort.amt.fuehrt(&text, Ziel::NeuIn(ort.hunde));
    assert!(vorschlag.absender.is_none());
    assert_eq!(vorschlag.absender_name.unwrap().wert, "Gisela Neubert");
}

#[test]
fn two_matters_of_one_sender_are_told_apart_by_their_words() {
    let mut ort = lindenhain();
    let zaun = ort.amt.vorgang(ort.bau, "4.1-1/2026-2", "Zaun Am Anger 12", &[ort.lauerwein]);
    let text = privat(
        "Egbert Lauerwein",
        "Am Anger 12",
        "Bauvoranfrage Zaun",
        "ich möchte den Zaun erneuern.",
    );
    ort.amt.ablegen_als(&text, zaun, Some("Anfrage"), Some(ort.lauerwein), true);
    let hund =
        privat("Egbert Lauerwein", "Am Anger 12", "Abmeldung", "mein Hund Basko ist gestorben.");
    ort.amt.fuehrt(&hund, Ziel::Vorgang(ort.basko));
    let zaun_wieder =
        privat("Egbert Lauerwein", "Am Anger 12", "Zaun", "der Zaun soll höher werden.");
    ort.amt.fuehrt(&zaun_wieder, Ziel::Vorgang(zaun));
}

#[test]
fn mail_leads_by_its_address() {
    let mut ort = lindenhain();
    let seiten = ["die Pumpe kommt später.".to_owned()];
    let mail = ["Buero@Tannert-Haustechnik.example".to_owned()];
    let schreiben = Schreiben { mail: &mail, betreff: Some("Umwälzpumpe"), ..brief(&seiten) };
    let merkmale = ort.amt.wissen.merkmale(&schreiben);
    ort.amt.wissen.set_dokument(
        uuid::Uuid::from_u128(900),
        zuordnung::Abgelegt {
            vorgang: ort.heizung,
            merkmale,
            absender: Some(ort.tannert),
            ..zuordnung::Abgelegt::default()
        },
    );
    let seiten = ["anbei die Unterlagen, wie besprochen.".to_owned()];
    let schreiben = Schreiben { betreff: Some("Unterlagen"), seiten: &seiten, ..schreiben };
    let vorschlag = ort.amt.wissen.vorschlagen(&schreiben);
    places_are_real(&seiten, &vorschlag);
    // One letter from that address is not much: its Vorgang stands among the first.
    let first: Vec<Ziel> = vorschlag.ziele.iter().take(3).map(|one| one.ziel).collect();
    assert!(first.contains(&Ziel::Vorgang(ort.heizung)), "{first:?}");
    assert_eq!(vorschlag.titel.unwrap().wert, "Unterlagen");
}

#[test]
fn an_e_invoices_signs_count_without_being_read() {
    let ort = lindenhain();
    let zeichen = [domain::lernmerkmale::Zeichen {
        art: domain::lernmerkmale::Zeichenart::Kundennummer,
        wert: "408 12".into(),
    }];
    let schreiben = Schreiben { zeichen: &zeichen, eingang: Some(heute()), ..Schreiben::default() };
    let vorschlag = ort.amt.wissen.vorschlagen(&schreiben);
    assert_eq!(vorschlag.ziele[0].ziel, Ziel::Vorgang(ort.heizung));
    let beleg = beleg(&vorschlag, Belegart::Zeichen).unwrap();
    assert_eq!((beleg.stelle, beleg.anzahl), (None, 1));
}

#[test]
fn a_letter_that_is_mentioned_leads_where_it_lies() {
    let mut ort = lindenhain();
    let garage = ort.amt.vorgang(ort.bau, "4.1-1/2026-5", "Garage Feldweg 8", &[ort.landratsamt]);
    ort.amt.aendern(garage, |vorgang| vorgang.begonnen = domain::Datum::new(2026, 11, 2).ok());
    // The one about the carport came on 1 October; the garage was begun in November.
    let text = vom_landratsamt(
        "Ihr Zeichen: 4.1-1/2026",
        "Erinnerung",
        "auf unser Schreiben vom 29.09.2026 haben wir noch keine Antwort.",
    );
    let vorschlag = ort.amt.fuehrt(&text, Ziel::Vorgang(ort.carport));
    let beleg = beleg(&vorschlag, Belegart::Verlauf).unwrap();
    assert_eq!(beleg.wortlaut.as_deref(), Some("29.09.2026"));
}

#[test]
fn the_field_of_work_is_shown_where_it_is_spoken_of() {
    let mut ort = lindenhain();
    let licht = ort.amt.akte("4.2-3/2026", "Straßenbeleuchtung", "4.2 Straßen");
    let text = privat(
        "Gisela Neubert",
        "Feldweg 7",
        "Laterne defekt",
        "die Laterne vor unserem Haus ist aus.",
    );
    let vorschlag = ort.amt.vorschlag(&text);
    let beleg = beleg_fuer(&vorschlag, Ziel::NeuIn(licht), Belegart::Sachgebiet).unwrap();
    assert_eq!(beleg.wortlaut.as_deref(), Some("Laterne"));
}

#[test]
fn the_subjects_beside_it_and_the_parties_speak_for_an_akte() {
    let mut ort = lindenhain();
    let feste = ort.amt.akte("3.4-1/2026", "Sondernutzungen", "3.4 Ordnung");
    for (number, street) in ["Talstraße", "Hohlweg", "Feldweg"].iter().enumerate() {
        let zeichen = format!("3.4-1/2026-{}", number + 1);
        let betreff = format!("Flohmarkt {street}");
        let vorgang = ort.amt.vorgang(feste, &zeichen, &betreff, &[ort.tannert]);
        ort.amt.aendern(vorgang, |vorgang| vorgang.geschlossen = true);
    }
    let text = privat(
        "Tannert Haustechnik",
        "Hohlweg 30",
        "Flohmarkt auf dem Werkhof",
        "wir planen einen Flohmarkt auf unserem Werkhof.",
    );
    let vorschlag = ort.amt.vorschlag(&text);
    let of = |art| beleg_fuer(&vorschlag, Ziel::NeuIn(feste), art).unwrap();
    let subject = of(Belegart::Betreff);
    assert!(subject.erkannt.as_deref().is_some_and(|known| known.starts_with("Flohmarkt")));
    assert_eq!(subject.wortlaut.as_deref(), Some("Flohmarkt"));
    let party = of(Belegart::Beteiligter);
    assert_eq!(party.erkannt.as_deref(), Some("Tannert Haustechnik"));
}

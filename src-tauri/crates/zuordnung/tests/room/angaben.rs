//! Kind, sender, date, deadline, the sender's sign and the subject.

use domain::Datum;

use crate::amt::{amtlich, lindenhain, privat};

fn tag(year: i16, month: i8, day: i8) -> Datum {
    Datum::new(year, month, day).unwrap()
}

#[test]
fn the_date_of_a_letter_is_told_from_other_days() {
    let ort = lindenhain();
    let text = privat(
        "Otto Fremd",
        "Feldweg 2",
        "Ihr Schreiben vom 2. November 2026",
        "ich bin am 14.03.1961 geboren. Am 16.11.2026 war ich bei Ihnen. Der Umzug ist am 19.11.2026.",
    );
    let datum = ort.amt.vorschlag(&text).datum.unwrap();
    assert_eq!(datum.wert, tag(2026, 11, 18));
    assert_eq!(datum.wortlaut.as_deref(), Some("18. November 2026"));
    assert!(datum.sicherheit > 0.8, "{}", datum.sicherheit);
}

#[test]
fn deadlines_are_days_or_terms() {
    let ort = lindenhain();
    let of_letter = tag(2026, 11, 18);
    for (text, expected) in [
        ("Wir bitten um Stellungnahme bis zum 15.12.2026.", Some(tag(2026, 12, 15))),
        ("Bitte antworten Sie bis spätestens 4. Dezember 2026.", Some(tag(2026, 12, 4))),
        ("Der Betrag ist fällig am 01.12.2026.", Some(tag(2026, 12, 1))),
        ("Bitte überweisen Sie innerhalb von 14 Tagen ohne Abzug.", Some(tag(2026, 12, 2))),
        ("Äußern Sie sich bitte binnen eines Monats nach Zustellung.", Some(tag(2026, 12, 20))),
        ("Bitte melden Sie sich innerhalb von zwei Wochen.", Some(tag(2026, 12, 2))),
        ("Ich bin am 14.03.1961 geboren.", None),
        ("Der Urlaub dauert vom 1.12.2026 bis 20.12.2026.", None),
        ("Ich habe bis 10.11.2026 gewartet.", None),
        ("Seit drei Wochen ist die Straße gesperrt.", None),
    ] {
        let brief = privat("Otto Fremd", "Feldweg 2", "Sache", text);
        let vorschlag = ort.amt.vorschlag(&brief);
        assert_eq!(vorschlag.datum.unwrap().wert, of_letter, "{text}");
        assert_eq!(vorschlag.frist.map(|frist| frist.wert), expected, "{text}");
    }
}

#[test]
fn the_senders_own_sign_is_not_ours() {
    let ort = lindenhain();
    for (zeichen, expected) in [
        ("Ihr Zeichen: 4.1-1/2026-1\nUnser Zeichen: 63.2-118/26", Some("63.2-118/26")),
        ("Ihr Zeichen Unser Zeichen\n4.1-1/2026-1   36 O 112/26", Some("36 O 112/26")),
        ("Aktenzeichen: 4.1-1/2026-1", None),
        ("Az.: 12 C 345/26", Some("12 C 345/26")),
        ("Ihr Zeichen: 4.1-1/2026-9", None),
    ] {
        let text = amtlich("Amtsgericht Quittenau", zeichen, "Sache", "wir bitten um Auskunft.");
        let own = ort.amt.vorschlag(&text).fremdzeichen.map(|angabe| angabe.wert);
        assert_eq!(own.as_deref(), expected, "{zeichen}");
    }
}

#[test]
fn kinds_are_learned_from_the_office() {
    let mut ort = lindenhain();
    for at in 0..12 {
        let text = privat(
            "Otto Fremd",
            "Feldweg 2",
            "Widerspruch",
            &format!("gegen den Bescheid Nr. 7{at} lege ich Widerspruch ein."),
        );
        ort.amt.ablegen_als(&text, ort.basko, Some("Rechtsbehelf"), None, false);
    }
    let text = privat(
        "Ida Neu",
        "Feldweg 9",
        "Widerspruch",
        "ich lege Widerspruch gegen den Bescheid ein.",
    );
    let typ = ort.amt.vorschlag(&text).typ.unwrap();
    assert_eq!(typ.wert, "Rechtsbehelf");
}

#[test]
fn kinds_are_known_at_the_start_by_their_names() {
    let ort = lindenhain();
    let text = amtlich(
        "Tannert Haustechnik",
        "",
        "Rechnung Nr. 26-0384",
        "wir berechnen Ihnen 1.179,05 €.",
    );
    assert_eq!(ort.amt.vorschlag(&text).typ.unwrap().wert, "Rechnung");
}

#[test]
fn the_sender_is_not_the_addressee_and_not_who_is_mentioned() {
    let ort = lindenhain();
    let text = amtlich(
        "Landratsamt Nebelkreis",
        "Unser Zeichen: 7/26",
        "Beschwerde über Herrn Egbert Lauerwein, Am Anger 12",
        "Herr Egbert Lauerwein hat sich beschwert.",
    );
    assert_eq!(ort.amt.vorschlag(&text).absender.unwrap().wert, ort.landratsamt);
}

#[test]
fn subject_and_unknown_sender_are_read() {
    let ort = lindenhain();
    let text =
        privat("Gisela Neubert", "Feldweg 7", "Betreff: Laterne defekt", "die Laterne ist dunkel.");
    let vorschlag = ort.amt.vorschlag(&text);
    assert_eq!(vorschlag.titel.unwrap().wert, "Laterne defekt");
    assert_eq!(vorschlag.absender_name.unwrap().wert, "Gisela Neubert");
}

//! Answers of payment services.

use payments::forderung::{Portalstatus, Vorfall};
use payments::xbezahldienste::{BYTES_MAX, PortalError, Zugang, ZugangError, read, read_problem};

use crate::muster::{cent, tag};

fn antwort(status: &str, amount: &str) -> String {
    format!(
        "{{\"paymentInformation\":{{\"transactionId\":\"T-1\",\"transactionReference\":\
         \"07260001234\",\"transactionTimestamp\":\"2026-03-10T23:30:00Z\",\"paymentMethod\":\
         \"CREDITCARD\",\"status\":\"{status}\",\"unbekannt\":[1]}},\"paymentRequest\":{{\
         \"requestId\":\"R-1\",\"currency\":\"EUR\",\"grosAmount\":{amount},\"items\":[]}}}}"
    )
}

#[test]
fn every_status_becomes_an_event_with_its_day_in_the_office() {
    for (word, status) in [
        ("INITIAL", Portalstatus::Begonnen),
        ("PAYED", Portalstatus::Bezahlt),
        ("BOOKED", Portalstatus::Bezahlt),
        ("FAILED", Portalstatus::Fehlgeschlagen),
        ("CANCELED", Portalstatus::Abgebrochen),
    ] {
        let meldung = read(antwort(word, "12.50").as_bytes()).unwrap();
        assert_eq!(meldung.status_geschrieben, word);
        assert_eq!(meldung.kassenzeichen, "07260001234");
        let ereignis = meldung.ereignis(tag(3, 20));
        assert_eq!(ereignis.tag, tag(3, 11), "half past midnight in Germany");
        let expected =
            Vorfall::Portal { transaktion: "T-1".to_owned(), status, betrag: Some(cent(1250)) };
        assert_eq!(ereignis.vorfall, expected);
        // Asked again, it is the same event.
        assert_eq!(meldung.ereignis(tag(4, 1)).beleg, ereignis.beleg);
    }
    let booked = read(antwort("BOOKED", "1").as_bytes()).unwrap().ereignis(tag(1, 1));
    let payed = read(antwort("PAYED", "1").as_bytes()).unwrap().ereignis(tag(1, 1));
    assert_eq!(booked.beleg, payed.beleg);
}

#[test]
fn a_service_is_asked_at_addresses_of_the_standard_only() {
    let zugang = Zugang::neu("https://zahlung.invalid/xbd/", "thavel", "16064029").unwrap();
    let asked = zugang.zahlung("T-1_a").unwrap();
    assert_eq!(asked, "https://zahlung.invalid/xbd/paymenttransaction/thavel/16064029/T-1_a");
    assert_eq!(zugang.bereitschaft(), "https://zahlung.invalid/xbd/status/thavel/16064029");
    for wrong in ["", "../x", "a/b", "a?b", "ä", &"x".repeat(45)] {
        assert_eq!(zugang.zahlung(wrong), Err(ZugangError::Kennung("transactionId")), "{wrong}");
    }
    assert!(Zugang::neu("http://127.0.0.1:8080", "o", "e").is_ok());
    for wrong in ["http://zahlung.invalid", "https://", "https://a@b", "zahlung.invalid"] {
        assert_eq!(Zugang::neu(wrong, "o", "e"), Err(ZugangError::Adresse), "{wrong}");
    }
    let long = "x".repeat(37);
    assert_eq!(
        Zugang::neu("https://a.invalid", &long, "e"),
        Err(ZugangError::Kennung("originatorId"))
    );
}

#[test]
fn the_shortest_answer_is_enough() {
    let text = "{\"paymentInformation\":{\"transactionId\":\"T\",\"status\":\"INITIAL\"}}";
    let meldung = read(text.as_bytes()).unwrap();
    assert_eq!((meldung.betrag, meldung.um), (None, None));
    assert_eq!(meldung.ereignis(tag(3, 20)).tag, tag(3, 20));
}

#[test]
fn amounts_are_read_as_spelled() {
    let amount = |text: &str| read(antwort("PAYED", text).as_bytes()).map(|one| one.betrag);
    for (text, expected) in [("0.1", 10), ("19.99", 1999), ("999999", 99_999_900), ("12.500", 1250)]
    {
        assert_eq!(amount(text), Ok(Some(cent(expected))));
    }
    assert_eq!(amount("null"), Ok(None));
    for text in ["12.505", "-1", "1e2", "\"12.50\"", "[]"] {
        assert_eq!(amount(text), Err(PortalError::Betrag), "{text}");
    }
}

#[test]
fn answers_that_are_none_are_refused() {
    let good = antwort("PAYED", "1");
    let check = |text: String, wanted: fn(&PortalError) -> bool| {
        let error = read(text.as_bytes()).unwrap_err();
        assert!(wanted(&error), "{text:.100}: {error}");
    };
    check(
        antwort("PAID", "1"),
        |e| matches!(e, PortalError::Status { status } if status == "PAID"),
    );
    check(good.replace("EUR", "CHF"), |e| *e == PortalError::Waehrung);
    check(good.replace("T-1", ""), |e| matches!(e, PortalError::Text { .. }));
    check(good.replace("T-1", &"x".repeat(45)), |e| matches!(e, PortalError::Text { .. }));
    check(good.replace("T-1", "a\\nb"), |e| matches!(e, PortalError::Text { .. }));
    check(good.replace("2026-03-10T23:30:00Z", "gestern"), |e| *e == PortalError::Zeit);
    check("[]".to_owned(), |e| matches!(e, PortalError::Aufbau { .. }));
    check(String::new(), |e| matches!(e, PortalError::Aufbau { .. }));
    check("[".repeat(100_000), |e| matches!(e, PortalError::Aufbau { .. }));
    check(" ".repeat(BYTES_MAX + 1), |e| matches!(e, PortalError::TooLarge { .. }));
}

#[test]
fn problems_keep_their_code() {
    let text = "{\"type\":\"about:blank\",\"status\":404,\"title\":\"Nein\",\
                \"functionalCode\":\"NO_VALID_ORIGINATOR_OR_ENDPOINT\"}";
    let problem = read_problem(text.as_bytes()).unwrap();
    assert_eq!(problem.status, Some(404));
    assert_eq!(problem.functional_code, "NO_VALID_ORIGINATOR_OR_ENDPOINT");
}

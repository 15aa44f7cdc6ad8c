//! Messages of the bank are read as they are written, in every version.

use payments::camt::{
    Befund, Buchungsstatus, Nachrichtart, Richtung, Saldenpruefung, read, saldenpruefung,
};

use crate::muster::{ANNA, KONTO, Posten, auszug, gelesen, nachricht, tag};

#[test]
fn every_kind_and_version_says_the_same() {
    for (art, kind) in
        [("052", Nachrichtart::Bericht), ("053", Nachrichtart::Auszug), ("054", Nachrichtart::Avis)]
    {
        for version in 2..=8 {
            let mut posten = Posten::neu(1250, tag(3, 2), "B-1", "Hundesteuer & mehr");
            posten.teile[0].end_to_end = "E-1".to_owned();
            posten.teile[0].rf = "RF18539007547034".to_owned();
            let xml = nachricht(art, version, &auszug(art, version, "A-1", 7, 1000, &[posten]));
            let read = read(xml.as_bytes()).unwrap();
            assert_eq!((read.art, read.version, read.id.as_str()), (kind, version, "M-1"));
            assert_eq!(read.befunde, []);
            let auszug = &read.auszuege[0];
            assert_eq!(auszug.konto, KONTO);
            assert_eq!((auszug.id.as_str(), auszug.elektronische_nummer.as_str()), ("A-1", "7"));
            assert_eq!(auszug.befunde, []);
            let buchung = &auszug.buchungen[0];
            assert_eq!(buchung.betrag.betrag.cent, Some(1250), "{art}.{version:02}");
            assert_eq!(buchung.richtung, Some(Richtung::Haben));
            assert_eq!(buchung.status, Buchungsstatus::Gebucht);
            assert_eq!(buchung.gebucht_am, Some(tag(3, 2)));
            assert_eq!(buchung.bankreferenz, "B-1");
            assert_eq!(buchung.code, "PMNT.RCDT.ESCT");
            assert_eq!(buchung.befunde, []);
            let umsatz = &buchung.umsaetze[0];
            assert_eq!(umsatz.betrag.as_ref().and_then(|geld| geld.betrag.cent), Some(1250));
            assert_eq!(umsatz.schuldner.name, "Anna Beispiel");
            assert_eq!(umsatz.schuldner.konto, ANNA);
            assert_eq!(umsatz.end_to_end, "E-1");
            assert_eq!(umsatz.verwendungszweck, ["Hundesteuer & mehr"]);
            assert_eq!(umsatz.referenzen[0].wert, "RF18539007547034");
            assert_eq!(umsatz.referenzen[0].art, "SCOR");
        }
    }
}

#[test]
fn newer_versions_are_read_and_marked() {
    let xml = nachricht("053", 13, &auszug("053", 13, "A", 1, 0, &[]));
    let read = read(xml.as_bytes()).unwrap();
    assert_eq!(read.befunde, [Befund::VersionUngeprueft { version: 13 }]);
}

#[test]
fn statements_that_do_not_add_up_are_told_from_those_that_do() {
    let posten = [Posten::neu(885, tag(1, 2), "B", "x"), Posten::neu(-200, tag(1, 2), "C", "y")];
    let good = gelesen("053", "A", 1, 1815, &posten);
    assert_eq!(saldenpruefung(&good.auszuege[0]), Saldenpruefung::Stimmt);
    let xml = nachricht("053", 8, &auszug("053", 8, "A", 1, 1815, &posten));
    let bad = read(xml.replace(">8.85<", ">8.84<").as_bytes()).unwrap();
    let expected = Befund::Saldo { gerechnet_cent: 2499, gemeldet_cent: 2500 };
    assert_eq!(bad.auszuege[0].befunde, [expected]);
    let twice = xml.replacen("<Cd>OPBD</Cd>", "<Cd>CLBD</Cd>", 1);
    let twice = read(twice.as_bytes()).unwrap();
    assert_eq!(saldenpruefung(&twice.auszuege[0]), Saldenpruefung::Unpruefbar);
}

#[test]
fn odd_content_is_kept_and_said() {
    let posten = Posten::neu(1250, tag(3, 2), "B-1", "Text");
    let xml = nachricht("053", 8, &auszug("053", 8, "A", 1, 0, &[posten]));
    let check = |from: &str, to: &str, expected: Befund| {
        assert!(xml.contains(from), "{from} is not in the sample");
        let read = read(xml.replacen(from, to, 1).as_bytes()).unwrap();
        let buchung = &read.auszuege[0].buchungen[0];
        let all = [&read.befunde[..], &read.auszuege[0].befunde, &buchung.befunde].concat();
        assert!(all.contains(&expected), "{to}: {all:?}");
    };
    let entry = "<Ntry><Amt Ccy=\"EUR\">12.50</Amt><CdtDbtInd>CRDT</CdtDbtInd>";
    let with = |amt: &str, ind: &str| format!("<Ntry>{amt}<CdtDbtInd>{ind}</CdtDbtInd>");
    let betrag = |text: &str| Befund::Betrag { text: text.to_owned() };
    for text in ["12.505", "zwölf", "-12.50", "1e3", "99999999999999999999", ""] {
        let amt = format!("<Amt Ccy=\"EUR\">{text}</Amt>");
        check(entry, &with(&amt, "CRDT"), betrag(text));
    }
    check(entry, &with("", "CRDT"), betrag(""));
    let amt = "<Amt Ccy=\"EUR\">12.50</Amt>";
    check(entry, &with(amt, "HABEN"), Befund::Richtung { text: "HABEN".to_owned() });
    let again = Befund::Mehrfach { feld: "Amt".to_owned(), wert: "13.00".to_owned() };
    check(entry, &with(&format!("{amt}<Amt Ccy=\"EUR\">13.00</Amt>"), "CRDT"), again);
    let tag = Befund::Tag { text: "2026-02-30".to_owned() };
    check("<BookgDt><Dt>2026-03-02</Dt>", "<BookgDt><Dt>2026-02-30</Dt>", tag);
    check("<BookgDt><Dt>2026-03-02</Dt></BookgDt>", "", Befund::Tag { text: String::new() });
    check(
        "<TxDtls><Amt Ccy=\"EUR\">",
        "<TxDtls><Amt Ccy=\"CHF\">",
        Befund::Waehrung { waehrung: "CHF".to_owned() },
    );
    check(
        "<TxDtls><Amt Ccy=\"EUR\">12.50",
        "<TxDtls><Amt Ccy=\"EUR\">12.00",
        Befund::Summe { buchung_cent: 1250, einzeln_cent: 1200 },
    );
    check(
        "<NtryDtls>",
        "<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>",
        Befund::Anzahl { gemeldet: "2".to_owned(), gelesen: 1 },
    );
    check(&format!("<IBAN>{KONTO}</IBAN>"), "", Befund::OhneKonto);
    check(
        "</GrpHdr>",
        "<MsgPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></MsgPgntn></GrpHdr>",
        Befund::WeitereSeiten,
    );
    let long = "x".repeat(5000);
    check("<Ustrd>Text</Ustrd>", &format!("<Ustrd>{long}</Ustrd>"), Befund::Gekuerzt { anzahl: 1 });
    check(
        "<NtryDtls>",
        "<x:y xmlns:x=\"z\"><Amt>1</Amt></x:y><NtryDtls>",
        Befund::Fremdes { anzahl: 1 },
    );
    check("<NtryDtls>", "verirrt<NtryDtls>", Befund::LoserText { text: "verirrt".to_owned() });
}

#[test]
fn unknown_status_is_no_booking_and_keeps_its_word() {
    let posten = Posten { status: "WARE", ..Posten::neu(100, tag(1, 2), "B", "x") };
    let read = gelesen("053", "A", 1, 0, &[posten]);
    let status = &read.auszuege[0].buchungen[0].status;
    assert_eq!(*status, Buchungsstatus::Anderer("WARE".to_owned()));
}

#[test]
fn instants_become_the_day_of_the_office() {
    for (written, expected) in [
        ("2026-03-31T22:30:00Z", tag(4, 1)),
        ("2026-03-31T23:30:00+02:00", tag(3, 31)),
        ("2026-03-31T23:30:00", tag(3, 31)),
    ] {
        let xml = nachricht(
            "053",
            8,
            &auszug("053", 8, "A", 1, 0, &[Posten::neu(1, tag(3, 2), "B", "x")]),
        );
        let from = "<BookgDt><Dt>2026-03-02</Dt>";
        let xml = xml.replace(from, &format!("<BookgDt><DtTm>{written}</DtTm>"));
        let read = read(xml.as_bytes()).unwrap();
        assert_eq!(read.auszuege[0].buchungen[0].gebucht_am, Some(expected), "{written}");
    }
}

#[test]
fn a_prefix_or_a_byte_order_mark_changes_nothing() {
    let xml =
        nachricht("054", 8, &auszug("054", 8, "A", 1, 0, &[Posten::neu(1, tag(3, 2), "B", "x")]));
    let plain = read(xml.as_bytes()).unwrap();
    let marked = format!("\u{feff}{xml}");
    assert_eq!(read(marked.as_bytes()).unwrap(), plain);
    let prefixed = xml.replace("xmlns=", "xmlns:c=").replace("</", "</c:");
    let opened = prefixed.replace('<', "<c:").replace("<c:/c:", "</c:").replace("<c:?", "<?");
    assert_eq!(read(opened.as_bytes()).unwrap(), plain);
}

//! Tables to and from the treasury.

use std::collections::BTreeMap;

use payments::forderung::{Nebenforderungsart, Stelle, Vorfall};
use payments::kasse::{
    Datumsform, Feld, KasseError, Kassenvorgang, Kassenzeile, Kodierung, Spalte, Zeilengrund,
    Zuordnung, Zuordnungsfehler, read, write, zeilen,
};

use crate::forderung::forderung;
use crate::muster::{Zufall, cent, tag};

const ALLE: [(Feld, &str); 10] = [
    (Feld::Kassenzeichen, "Kassenzeichen"),
    (Feld::Betrag, "Betrag"),
    (Feld::Tag, "Buchungstag"),
    (Feld::FaelligAm, "Fälligkeit"),
    (Feld::Schuldner, "Zahlungspflichtiger"),
    (Feld::Iban, "IBAN"),
    (Feld::Text, "Text"),
    (Feld::Buchungsstelle, "Buchungsstelle"),
    (Feld::Vorgang, "Art"),
    (Feld::Belegnummer, "Beleg"),
];

fn zuordnung() -> Zuordnung {
    let spalten = ALLE.iter().map(|(feld, name)| Spalte { feld: *feld, name: (*name).to_owned() });
    Zuordnung {
        spalten: spalten.collect(),
        kopfzeile: true,
        trennzeichen: ';',
        kodierung: Kodierung::Utf8,
        dezimalzeichen: ',',
        tausenderzeichen: Some('.'),
        datum: Datumsform::TagMonatJahr,
        vorgaenge: BTreeMap::new(),
    }
}

/// Only amount, day and number, as a treasury might write it.
fn knapp() -> Zuordnung {
    let mut zuordnung = zuordnung();
    let kept = [Feld::Kassenzeichen, Feld::Betrag, Feld::Tag];
    zuordnung.spalten.retain(|spalte| kept.contains(&spalte.feld));
    zuordnung
}

#[test]
fn a_claim_is_handed_over_position_by_position() {
    let text = String::from_utf8(write(&zeilen(&forderung()), &zuordnung()).unwrap()).unwrap();
    assert_eq!(
        text,
        "Kassenzeichen;Betrag;Buchungstag;Fälligkeit;Zahlungspflichtiger;IBAN;Text;Buchungsstelle;\
         Art;Beleg\r\n\
         07260001234;45,00;01.03.2026;31.03.2026;Anna Beispiel;DE02120300000000202051;Hundesteuer;\
         12.20.1;;\r\n\
         07260001234;5,00;01.03.2026;31.03.2026;Anna Beispiel;DE02120300000000202051;Marke;\
         12.20.1;;\r\n"
    );
}

#[test]
fn whatever_is_written_is_read_again() {
    let texte = [
        "",
        "Müller; \"Hof\"",
        "=HYPERLINK(1)",
        "+49 361 1",
        "-5",
        "@SUMME",
        "'s",
        "'=1",
        " Rand ",
        "zwei\nZeilen",
        "\tTab",
        "Ä&ß",
        "007",
    ];
    for seed in 1..=100 {
        println!("seed {seed}");
        let mut zufall = Zufall::new(seed);
        let mut text = || texte[zufall.unter(texte.len())].to_owned();
        let rows: Vec<Kassenzeile> = (0..5)
            .map(|n| Kassenzeile {
                kassenzeichen: text(),
                betrag_cent: Some(n * 123_457 - 200_000),
                tag: Some(tag(3, 1 + n as i8)),
                faellig_am: (n % 2 == 0).then(|| tag(4, 1)),
                schuldner: text(),
                iban: text(),
                text: text(),
                buchungsstelle: text(),
                vorgang: text(),
                belegnummer: text(),
            })
            .collect();
        let mut zuordnung = zuordnung();
        zuordnung.kopfzeile = zufall.unter(2) == 0;
        zuordnung.trennzeichen = [';', ',', '\t', '|'][zufall.unter(4)];
        zuordnung.kodierung = [
            Kodierung::Utf8,
            Kodierung::Utf8MitBom,
            Kodierung::Iso8859_1,
            Kodierung::Iso8859_15,
            Kodierung::Windows1252,
        ][zufall.unter(5)];
        zuordnung.datum =
            [Datumsform::TagMonatJahr, Datumsform::Iso, Datumsform::Ziffern][zufall.unter(3)];
        if zufall.unter(2) == 0 {
            (zuordnung.dezimalzeichen, zuordnung.tausenderzeichen) = ('.', None);
        }
        let bytes = write(&rows, &zuordnung).unwrap();
        let read = read(&bytes, &zuordnung).unwrap();
        assert_eq!(read.fehler, [], "seed {seed}");
        let back: Vec<Kassenzeile> = read.zeilen.into_iter().map(|(_, zeile)| zeile).collect();
        assert_eq!(back, rows, "seed {seed}");
    }
}

#[test]
fn no_cell_of_text_begins_like_a_formula() {
    let row = Kassenzeile { schuldner: "=cmd|' /C calc'!A0".to_owned(), ..Kassenzeile::default() };
    let text = String::from_utf8(write(&[row], &zuordnung()).unwrap()).unwrap();
    assert!(text.contains(";'=cmd|' /C calc'!A0;"), "{text}");
}

#[test]
fn columns_are_found_by_heading_in_any_order() {
    let table =
        "Datum der Zahlung;Betrag;Kassenzeichen;Buchungstag\r\nx;1.234,50;0726;02.03.2026\r\n\r\n";
    let read = read(table.as_bytes(), &knapp()).unwrap();
    let (nummer, zeile) = &read.zeilen[0];
    assert_eq!((*nummer, zeile.betrag_cent, zeile.tag), (2, Some(123_450), Some(tag(3, 2))));
    assert_eq!(zeile.kassenzeichen, "0726");
}

#[test]
fn wrong_rows_are_named_and_cost_no_others() {
    let table = "Kassenzeichen;Betrag;Buchungstag\r\n\
                 1;12.34;02.03.2026\r\n\
                 2;12,00;30.02.2026\r\n\
                 3;12,00\r\n\
                 4;12,00;02.03.2026\r\n\
                 5;1,005;2026-03-02\r\n";
    let read = read(table.as_bytes(), &knapp()).unwrap();
    let said: Vec<String> = read.fehler.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "row 2, column Betrag: no amount",
            "row 3, column Buchungstag: no day",
            "row 4, column : 2 cells instead of 3",
            "row 6, column Betrag: no amount",
            "row 6, column Buchungstag: no day",
        ]
    );
    assert_eq!(read.zeilen.len(), 1);
    assert_eq!(read.zeilen[0].1.kassenzeichen, "4");
}

#[test]
fn tables_that_do_not_fit_the_mapping_are_refused() {
    let zuordnung = knapp();
    let check = |table: &[u8], expected: KasseError| {
        assert_eq!(read(table, &zuordnung), Err(expected));
    };
    let name = || "Betrag".to_owned();
    check(b"Kassenzeichen;Buchungstag\r\n", KasseError::SpalteFehlt { name: name() });
    let twice = b"Kassenzeichen;Betrag;Betrag;Buchungstag\r\n";
    check(twice, KasseError::SpalteDoppelt { name: name() });
    let open = b"Kassenzeichen;Betrag;Buchungstag\r\n\"1;2,00;02.03.2026\r\n3;";
    check(open, KasseError::Anfuehrung { zeile: 2 });
    let latin = b"Kassenzeichen;Betrag;Buchungstag\r\nM\xfcller;1,00;02.03.2026\r\n";
    check(latin, KasseError::Kodierung { zeile: 2 });
    let mut german = knapp();
    german.kodierung = Kodierung::Iso8859_15;
    assert_eq!(read(latin, &german).unwrap().zeilen[0].1.kassenzeichen, "Müller");
    let wide = [b"a;".repeat(201).as_slice(), b"\r\n"].concat();
    check(&wide, KasseError::TooMany { what: "cells in a row", max: 200 });
    check(&b"\n".repeat(200_001), KasseError::TooMany { what: "rows", max: 200_000 });
    check(&vec![b'x'; 40_000], KasseError::TooMany { what: "bytes in a cell", max: 32_000 });
}

#[test]
fn characters_that_an_encoding_lacks_are_named() {
    let row = Kassenzeile { schuldner: "Łukasz €".to_owned(), ..Kassenzeile::default() };
    let mut zuordnung = zuordnung();
    zuordnung.kodierung = Kodierung::Iso8859_15;
    let spalte = "Zahlungspflichtiger".to_owned();
    let expected = KasseError::Zeichen { zeile: 2, spalte: spalte.clone(), zeichen: 'Ł' };
    assert_eq!(write(std::slice::from_ref(&row), &zuordnung), Err(expected));
    zuordnung.kodierung = Kodierung::Iso8859_1;
    let euro = Kassenzeile { schuldner: "5 €".to_owned(), ..Kassenzeile::default() };
    let expected = KasseError::Zeichen { zeile: 2, spalte, zeichen: '€' };
    assert_eq!(write(&[euro], &zuordnung), Err(expected));
}

#[test]
fn mappings_that_contradict_themselves_are_refused() {
    let check = |change: fn(&mut Zuordnung), expected| {
        let mut zuordnung = zuordnung();
        change(&mut zuordnung);
        assert_eq!(read(b"", &zuordnung), Err(KasseError::Zuordnung(expected)));
        assert_eq!(write(&[], &zuordnung), Err(KasseError::Zuordnung(expected)));
    };
    check(|z| z.spalten.clear(), Zuordnungsfehler::Leer);
    check(|z| z.spalten[1].feld = Feld::Kassenzeichen, Zuordnungsfehler::Doppelt);
    check(|z| z.spalten[1].name = "Kassenzeichen ".to_owned(), Zuordnungsfehler::Doppelt);
    check(|z| z.trennzeichen = '"', Zuordnungsfehler::Zeichen);
    check(|z| z.tausenderzeichen = Some(','), Zuordnungsfehler::Zeichen);
}

#[test]
fn the_words_of_the_treasury_become_events() {
    let mut zuordnung = zuordnung();
    let words = [
        ("ZE", Kassenvorgang::Zahlung),
        ("M1", Kassenvorgang::Mahnung { stufe: 1 }),
        ("SZ", Kassenvorgang::Nebenforderung { wofuer: Nebenforderungsart::Saeumniszuschlag }),
        ("NB", Kassenvorgang::NiederschlagungBefristet),
    ];
    zuordnung.vorgaenge = words.map(|(word, vorgang)| (word.to_owned(), vorgang)).into();
    let row = |vorgang: &str, betrag_cent, faellig_am| Kassenzeile {
        kassenzeichen: "1".to_owned(),
        betrag_cent,
        tag: Some(tag(3, 2)),
        faellig_am,
        vorgang: vorgang.to_owned(),
        ..Kassenzeile::default()
    };
    let rows = [
        row("ZE", Some(5000), None),
        row("ZE", Some(5000), None),
        row("ZE", Some(-5000), None),
        row("M1", None, None),
        row("SZ", Some(100), None),
        row("NB", None, Some(tag(12, 31))),
        row("NB", None, None),
        row("??", Some(1), None),
        row("ZE", None, None),
    ];
    let tabelle = read(&write(&rows, &zuordnung).unwrap(), &zuordnung).unwrap();
    let (ereignisse, fehler) = tabelle.ereignisse(&zuordnung);
    let vorfaelle: Vec<&Vorfall> = ereignisse.iter().map(|(_, one)| &one.vorfall).collect();
    assert_eq!(vorfaelle[..2], [&Vorfall::Zahlung { betrag: cent(5000) }; 2]);
    assert!(matches!(vorfaelle[2], Vorfall::Rueckgabe { betrag, .. } if *betrag == cent(5000)));
    assert_eq!(*vorfaelle[3], Vorfall::Mahnung { stufe: 1, gebuehr: cent(0) });
    assert_eq!(*vorfaelle[5], Vorfall::Niederschlagung { bis: Some(tag(12, 31)) });
    assert!(ereignisse.iter().all(|(kz, one)| kz == "1" && one.beleg.stelle == Stelle::Kasse));
    // Equal rows are two bookings; the same table again gives the same events.
    assert_ne!(ereignisse[0].1.beleg, ereignisse[1].1.beleg);
    assert_eq!(tabelle.ereignisse(&zuordnung).0, ereignisse);
    let said: Vec<(usize, &str, Zeilengrund)> =
        fehler.iter().map(|one| (one.zeile, one.spalte.as_str(), one.grund)).collect();
    assert_eq!(
        said,
        [
            (8, "Fälligkeit", Zeilengrund::Leer),
            (9, "Art", Zeilengrund::Vorgang),
            (10, "Betrag", Zeilengrund::Leer),
        ]
    );
}

#[test]
fn a_booking_with_a_number_keeps_its_name_when_its_text_changes() {
    let row = |text: &str, betrag| Kassenzeile {
        kassenzeichen: "1".to_owned(),
        betrag_cent: Some(betrag),
        tag: Some(tag(3, 2)),
        text: text.to_owned(),
        belegnummer: "2026/17".to_owned(),
        ..Kassenzeile::default()
    };
    let name = |row| {
        let tabelle = payments::kasse::Tabelle { zeilen: vec![(1, row)], fehler: Vec::new() };
        tabelle.ereignisse(&zuordnung()).0[0].1.beleg.clone()
    };
    assert_eq!(name(row("alt", 500)), name(row("neu", 500)));
    assert_ne!(name(row("alt", 500)), name(row("alt", 600)));
}

//! Anything at all, and samples with holes: readers answer, whatever they are given.
//!
//! Never runs for long by itself; set `BOLERO_RANDOM_TEST_TIME_MS` for more.

use std::collections::BTreeMap;
use std::time::Duration;

use bolero::check;
use payments::abgleichen::Verzeichnis;
use payments::camt::{buchen, read, zahlungen};
use payments::kasse::{self, Datumsform, Feld, Kodierung, Spalte, Zuordnung};
use payments::kassenzeichen::{MUSTER, Muster};
use payments::{iban, rf, xbezahldienste};

use crate::muster::{Posten, auszug, nachricht, tag};

/// Cuts, doubles and overwrites pieces of a sample, as the first bytes of the input say.
fn mutated(samples: &[String], input: &[u8]) -> Vec<u8> {
    let (pick, rest) = input.split_first().unwrap_or((&0, &[]));
    let mut bytes = samples[usize::from(*pick) % samples.len()].clone().into_bytes();
    for step in rest.chunks_exact(5).take(12) {
        let place = usize::from(u16::from_le_bytes([step[1], step[2]]));
        let from = place % bytes.len().max(1);
        let until = (from + usize::from(step[3])).min(bytes.len());
        match step[0] % 5 {
            0 => drop(bytes.drain(from..until)),
            1 => {
                let piece = bytes[from..until].to_vec();
                bytes.splice(from..from, piece);
            }
            2 => bytes[from..until].fill(step[4]),
            3 => {
                let words: [&[u8]; 7] = [
                    b"<a>",
                    b"</Ntry>",
                    b"&#x0;",
                    b"9999999999999999999",
                    b"-.",
                    b"\"",
                    b"<TxDtls/>",
                ];
                let word = words[usize::from(step[4]) % words.len()];
                bytes.splice(from..from, word.iter().copied());
            }
            _ => bytes.truncate(until),
        }
    }
    bytes
}

fn run(samples: &[String], look: impl Fn(&[u8]) + std::panic::RefUnwindSafe) {
    check!().with_test_time(Duration::from_secs(2)).with_max_len(64).for_each(|input: &[u8]| {
        look(input);
        look(&mutated(samples, input));
    });
}

#[test]
fn fuzz_camt() {
    let posten = |n: i64| Posten::neu(n * 100, tag(1, 2), "R", "KZ 0726000123 4");
    let mut batch = posten(3);
    batch.anzahl = Some(2);
    batch.teile.push(batch.teile[0].clone());
    batch.teile[1].grund = "AC04".to_owned();
    let all = [posten(1), posten(1), posten(-2), batch];
    let sample =
        |art: &str, version| nachricht(art, version, &auszug(art, version, "A", 1, 0, &all));
    let samples = [sample("053", 2), sample("053", 8), sample("052", 4), sample("054", 8)];
    let muster = Muster::neu(MUSTER, "07").unwrap();
    run(&samples, |bytes| {
        let Ok(nachricht) = read(bytes) else { return };
        let entries: usize = nachricht.auszuege.iter().map(|one| one.buchungen.len()).sum();
        let verzeichnis = Verzeichnis::new(Vec::new(), Some(&muster));
        // Twice the same message is the same message.
        let buch = buchen(&[nachricht.clone(), nachricht.clone()]);
        assert_eq!(buch.gebucht.len(), buchen(std::slice::from_ref(&nachricht)).gebucht.len());
        assert!(buch.gebucht.len() + buch.unklar.len() / 2 + buch.vorgemerkt.len() / 2 <= entries);
        for gebucht in &buch.gebucht {
            let Ok(zahlungen) = zahlungen(gebucht) else { continue };
            assert!(!zahlungen.is_empty());
            zahlungen.iter().for_each(|zahlung| drop(verzeichnis.abgleichen(zahlung)));
        }
    });
}

#[test]
fn fuzz_tables_answers_and_numbers() {
    let zuordnung = Zuordnung {
        spalten: vec![
            Spalte { feld: Feld::Kassenzeichen, name: "KZ".to_owned() },
            Spalte { feld: Feld::Betrag, name: "Betrag".to_owned() },
            Spalte { feld: Feld::Tag, name: "Datum".to_owned() },
        ],
        kopfzeile: true,
        trennzeichen: ';',
        kodierung: Kodierung::Utf8,
        dezimalzeichen: ',',
        tausenderzeichen: Some('.'),
        datum: Datumsform::TagMonatJahr,
        vorgaenge: BTreeMap::new(),
    };
    let muster = Muster::neu(MUSTER, "07").unwrap();
    let samples = [
        "KZ;Betrag;Datum\r\n\"0726;1\";1.234,50;02.03.2026\r\n".to_owned(),
        "{\"paymentInformation\":{\"transactionId\":\"T\",\"status\":\"PAYED\"},\
         \"paymentRequest\":{\"currency\":\"EUR\",\"grosAmount\":12.50}}"
            .to_owned(),
    ];
    run(&samples, |bytes| {
        if let Ok(tabelle) = kasse::read(bytes, &zuordnung) {
            let _ = tabelle.ereignisse(&zuordnung);
        }
        let _ = xbezahldienste::read(bytes);
        let _ = xbezahldienste::read_problem(bytes);
        let text = String::from_utf8_lossy(bytes);
        let _ = (iban::stimmt(&text), rf::Rf::lesen(&text), rf::Rf::bilden(&text));
        let _ = (muster.pruefen(&text), muster.finden(&text));
        let _ = Muster::neu(&text, &text);
    });
}

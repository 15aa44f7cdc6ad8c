//! Anything at all, and messages and packages with holes: reading answers, whatever it is given.
//!
//! Never runs for long by itself; set `BOLERO_RANDOM_TEST_TIME_MS` for more.

use std::io::Cursor;
use std::time::Duration;

use bolero::check;
use xdomea::hinweis::Befund;
use xdomea::{
    Aussonderungsdialog, Fassung, HINWEISE_MAX, Nachricht, Paket, Paketname, Rolle, worte,
};

use crate::lesen::abgabe;
use crate::{muster, schreiben};

/// Words that are worth standing somewhere.
const WORDS: [&[u8]; 10] = [
    b"<xdomea:Teilakte>",
    b"</xdomea:Vorgang>",
    b"<code>A</code>",
    b"&#x0;",
    b"9999-12-31",
    b"<![CDATA[",
    b"xmlns:xdomea=\"urn:xoev-de:xdomea:schema:2.3.0\"",
    b"<!DOCTYPE",
    b"]]>",
    b"\xff\xff\xff\xff",
];

/// Cuts, doubles and overwrites pieces of a sample, as the input says.
fn mutated(sample: &[u8], input: &[u8]) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    for step in input.chunks_exact(5).take(12) {
        let place = usize::from(u16::from_le_bytes([step[1], step[2]]));
        let from = place * bytes.len() / 65_536;
        let until = (from + usize::from(step[3])).min(bytes.len());
        match step[0] % 5 {
            0 => drop(bytes.drain(from..until)),
            1 => {
                let piece = bytes[from..until].to_vec();
                bytes.splice(from..from, piece);
            }
            2 => bytes[from..until].fill(step[4]),
            3 => {
                let word = WORDS[usize::from(step[4]) % WORDS.len()];
                bytes.splice(from..from, word.iter().copied());
            }
            _ => bytes.truncate(until),
        }
    }
    bytes
}

/// What was read can be said, written and read again as the same.
fn look(bytes: &[u8]) {
    let gelesen = match Nachricht::read(bytes) {
        Ok(gelesen) => gelesen,
        Err(error) => {
            assert!(worte::lesen(&error).len() < 4000);
            return;
        }
    };
    assert!(gelesen.hinweise.len() <= HINWEISE_MAX);
    for hinweis in &gelesen.hinweise {
        assert!(worte::hinweis(hinweis).len() < 4000);
        assert!(!matches!(&hinweis.befund, Befund::Unbekannt(element) if element.name.is_empty()));
    }
    let mut dialog = Aussonderungsdialog::neu(gelesen.nachricht.kopf.prozess);
    let _ = dialog.nehmen(Rolle::Behoerde, &gelesen.nachricht);
    if let Ok(geschrieben) = gelesen.nachricht.write(Fassung::V3_1) {
        let again = Nachricht::read(&geschrieben.xml).unwrap();
        assert_eq!(again.nachricht, gelesen.nachricht);
        assert_eq!(again.hinweise, []);
    }
}

#[test]
fn fuzz_xdomea_xml() {
    let written = schreiben::alle().into_iter().map(|n| n.write(Fassung::V3_0).unwrap().xml);
    let old = abgabe("2.4.0", "<xdomea:Akte><xdomea:Teilakte/></xdomea:Akte>").into_bytes();
    let samples: Vec<Vec<u8>> = written.chain([old]).collect();
    check!().with_test_time(Duration::from_secs(4)).with_max_len(64).for_each(|input: &[u8]| {
        let (first, rest) = input.split_first().unwrap_or((&0, &[]));
        look(input);
        look(&mutated(&samples[usize::from(*first) % samples.len()], rest));
    });
}

#[test]
fn fuzz_xdomea_paket() {
    let (uebergabe, dateien) = muster::schriftgut();
    let nachricht = Nachricht::neu(muster::kopf(1), xdomea::Inhalt::Aussonderung(uebergabe));
    let sample = muster::packen(&nachricht, Fassung::V3_1, &dateien);
    let name = Paketname::von(&nachricht).to_string();
    check!().with_test_time(Duration::from_secs(4)).with_max_len(64).for_each(|input: &[u8]| {
        for bytes in [input.to_vec(), mutated(&sample, input)] {
            match Paket::open(&name, Cursor::new(bytes)) {
                Ok(mut paket) => {
                    let names: Vec<_> = paket.dateien().cloned().collect();
                    for name in names {
                        let _ = paket.kopieren(&name, &mut std::io::sink());
                    }
                }
                Err(error) => assert!(!worte::paket(&error).is_empty()),
            }
        }
    });
}

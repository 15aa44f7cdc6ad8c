//! Samples of others, and our own handed out for other judges.
//!
//! Never changes a sample.

use std::fs;
use std::path::Path;

use payments::camt::{CamtError, Saldenpruefung, read, saldenpruefung};

use crate::muster::{Posten, Zufall, auszug, nachricht, tag};

/// Name, entries and their sum in cents by statement, and whether it adds up.
type Vorlage = (&'static str, &'static [(usize, i64)], Saldenpruefung);

/// As an independent program printed them (`NOT balanced` for statements whose two balances differ
/// in currency).
const VORLAGEN: [Vorlage; 7] = [
    ("camt052.v8.xml", &[(1, -20_000_000)], Saldenpruefung::Unpruefbar),
    ("camt053.v2.minimal.xml", &[(1, 885)], Saldenpruefung::Unpruefbar),
    ("camt053.v2.multi.statement.xml", &[(1, 885), (1, -700)], Saldenpruefung::Stimmt),
    ("camt053.v2.with-party-ids.xml", &[(1, 885)], Saldenpruefung::Unpruefbar),
    ("camt053.v4.xml", &[(1, 885)], Saldenpruefung::Unpruefbar),
    ("camt053.v8.xml", &[(1, 885)], Saldenpruefung::Unpruefbar),
    ("camt054.v8.xml", &[(1, -20_000_000)], Saldenpruefung::Unpruefbar),
];

#[test]
fn samples_have_the_sums_that_another_reader_finds() {
    let ordner = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../../shared/material/payments/camt-samples");
    if !ordner.is_dir() {
        eprintln!("SKIPPED: no folder {}: the samples are not here", ordner.display());
        return;
    }
    for (name, expected, adds_up) in VORLAGEN {
        let read = read(&fs::read(ordner.join(name)).unwrap()).unwrap();
        let sums: Vec<(usize, i64)> = read
            .auszuege
            .iter()
            .map(|auszug| {
                let cents = auszug.buchungen.iter().map(|buchung| {
                    buchung.richtung.unwrap().mit_vorzeichen(buchung.betrag.betrag.cent.unwrap())
                });
                (auszug.buchungen.len(), cents.sum())
            })
            .collect();
        assert_eq!(sums, expected, "{name}");
        assert!(read.auszuege.iter().all(|one| saldenpruefung(one) == adds_up), "{name}");
    }
    let wrong = fs::read(ordner.join("camt053.v2.wrong.xml")).unwrap();
    assert_eq!(read(&wrong), Err(CamtError::Empty));
}

/// Versions of which a schema lies at hand.
const GEMACHT: [(&str, u8); 11] = [
    ("052", 2),
    ("052", 4),
    ("052", 6),
    ("052", 8),
    ("053", 2),
    ("053", 3),
    ("053", 4),
    ("053", 8),
    ("054", 2),
    ("054", 4),
    ("054", 8),
];

#[test]
fn made_statements_add_up_and_are_handed_out() {
    let ordner = Path::new(env!("CARGO_TARGET_TMPDIR")).join("camt");
    fs::create_dir_all(&ordner).unwrap();
    for (seed, (art, version)) in (1..).zip(GEMACHT) {
        println!("seed {seed}");
        let mut zufall = Zufall::new(seed);
        let mut anfang = 100_000;
        let mut auszuege = String::new();
        for nummer in 1..=4 {
            let posten: Vec<Posten> = (0..zufall.unter(30))
                .map(|n| {
                    let cent = zufall.unter(90_000) as i64 - 30_000;
                    let cent = if cent == 0 { 1 } else { cent };
                    let mut one =
                        Posten::neu(cent, tag(2, nummer), &format!("R{nummer}-{n}"), "Text");
                    match zufall.unter(4) {
                        0 => one.teile[0].end_to_end = format!("E{n}"),
                        1 => one.teile[0].rf = "RF18539007547034".to_owned(),
                        2 => one.anzahl = Some(1),
                        _ => one.teile.clear(),
                    }
                    one
                })
                .collect();
            auszuege +=
                &auszug(art, version, &format!("A{nummer}"), nummer as u64, anfang, &posten);
            anfang += posten.iter().map(|p| p.cent).sum::<i64>();
        }
        let xml = nachricht(art, version, &auszuege);
        let read = read(xml.as_bytes()).unwrap();
        for auszug in &read.auszuege {
            assert_eq!(auszug.befunde, [], "seed {seed}");
            assert!(auszug.buchungen.iter().all(|b| b.befunde.is_empty()), "seed {seed}");
            let expected =
                if art == "053" { Saldenpruefung::Stimmt } else { Saldenpruefung::Unpruefbar };
            assert_eq!(saldenpruefung(auszug), expected, "seed {seed}");
        }
        fs::write(ordner.join(format!("gemacht{art}.v{version}.xml")), xml).unwrap();
    }
}

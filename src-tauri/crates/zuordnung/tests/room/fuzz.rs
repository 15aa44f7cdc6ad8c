//! Text of all kinds: whatever comes, there is an answer, and what it shows is there.

use zuordnung::{Modell, Wissen};

use crate::amt::{brief, lindenhain, places_are_real, set};

/// Pieces of which letters are made, and what recognition makes of them.
const PIECES: &[&str] = &[
    "Ihr Zeichen",
    "Unser Zeichen:",
    "Az.",
    "4.1-1/2026-1",
    "4.1-l/2O26",
    "2.2.1 - 1 / 2026 - 2",
    "BA-2026-1187",
    "\n",
    "\n\n",
    "   ",
    "\t",
    " | ",
    "·",
    "Datum",
    "17.11.2026",
    "1O. März 2O26",
    "31.02.2026",
    "bis zum",
    "innerhalb von",
    "zwei Wochen",
    "eines Monats",
    "nach Zustellung",
    "Sehr geehrte Damen und Herren,",
    "Mit freundlichen Grüßen",
    "Egbert Lauerwein",
    "Miiller",
    "GmbH & Co. KG",
    "Am Anger 12",
    "00417 Lindenhain",
    "DE89 3704 0044 0532 0130 00",
    "a@b.example",
    "@",
    "Flur 3, Flurstück 214/3",
    "AP-KL 123",
    "Kunden-Nr.",
    "40812",
    "Rechnung",
    "Betreff:",
    "ß",
    "e\u{301}",
    "\u{300}",
    "İ",
    "日本",
    "\u{202e}",
    "999999999999999999999",
    "-",
    "/",
    ".",
];

#[test]
fn fuzz_any_text_has_an_answer() {
    let ort = lindenhain();
    bolero::check!()
        .with_type::<(Vec<String>, Option<String>, Vec<String>)>()
        .with_iterations(600)
        .for_each(|(seiten, betreff, mail)| {
            let schreiben =
                zuordnung::Schreiben { betreff: betreff.as_deref(), mail, ..brief(seiten) };
            places_are_real(seiten, &ort.amt.wissen.vorschlagen(&schreiben));
            let merkmale = ort.amt.wissen.merkmale(&schreiben);
            assert!(merkmale.woerter.len() <= domain::lernmerkmale::WOERTER_MAX);
        });
}

#[test]
fn fuzz_any_letter_of_known_pieces_has_an_answer() {
    let ort = lindenhain();
    bolero::check!().with_type::<Vec<Vec<u8>>>().with_iterations(1500).for_each(|pages| {
        let page = |bytes: &Vec<u8>| -> String {
            let pieces = bytes.iter().map(|byte| PIECES[usize::from(*byte) % PIECES.len()]);
            pieces.flat_map(|piece| [piece, " "]).collect()
        };
        let seiten: Vec<String> = pages.iter().map(page).collect();
        places_are_real(&seiten, &ort.amt.wissen.vorschlagen(&brief(&seiten)));
        let merkmale = ort.amt.wissen.merkmale(&brief(&seiten));
        assert!(merkmale.zeichen.len() <= domain::lernmerkmale::ZEICHEN_MAX);
    });
}

/// What others wrote into records is not trusted either.
#[test]
fn fuzz_any_record_can_be_fed_and_taken_out() {
    let ort = lindenhain();
    let expected = ort.amt.vorschlag("Hund Basko");
    bolero::check!().with_type::<(Vec<String>, String, String)>().with_iterations(300).for_each(
        |(texts, name, sign)| {
            let mut wissen = Wissen::new(Modell::default());
            for (id, satz) in &ort.amt.saetze {
                set(&mut wissen, *id, satz.clone());
            }
            let id = uuid::Uuid::from_u128(5000);
            wissen.set_akte(
                id,
                zuordnung::AkteKenntnis {
                    zeichen: texts.clone(),
                    betreff: name.clone(),
                    ..zuordnung::AkteKenntnis::default()
                },
            );
            wissen.set_kontakt(
                id,
                zuordnung::KontaktKenntnis {
                    name: name.clone(),
                    strasse: sign.clone(),
                    ..zuordnung::KontaktKenntnis::default()
                },
            );
            let merkmale = domain::lernmerkmale::Lernmerkmale {
                zeichen: texts
                    .iter()
                    .map(|text| domain::lernmerkmale::Zeichen {
                        art: domain::lernmerkmale::Zeichenart::Fremdzeichen,
                        wert: text.clone(),
                    })
                    .collect(),
                absender: texts.clone(),
                woerter: texts.clone(),
            };
            wissen.set_dokument(
                id,
                zuordnung::Abgelegt {
                    vorgang: ort.basko,
                    merkmale,
                    typ: Some(name.clone()),
                    fremdzeichen: Some(sign.clone()),
                    ..zuordnung::Abgelegt::default()
                },
            );
            let _ = wissen.vorschlagen(&brief(texts));
            wissen.remove(id);
            let seiten = ["Hund Basko".to_owned()];
            let again = wissen.vorschlagen(&brief(&seiten));
            assert_eq!(again.ziele.len(), expected.ziele.len());
        },
    );
}

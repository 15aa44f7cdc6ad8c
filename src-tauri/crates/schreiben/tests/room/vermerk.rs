//! Notes to file.
//!
//! Never a letter: a note has no address.

use schreiben::brief::Verfuegungspunkt;
use schreiben::vermerk::{FOTOS_MAX, Foto};
use schreiben::{SetzenError, Vermerk, vermerk_setzen};

use crate::muster::{encoded, jpeg, keep, tag, vorgang};
use crate::struktur::{check, tags, words};

/// A photograph of nothing in particular.
fn foto() -> Vec<u8> {
    let (width, height) = (320_u32, 240_u32);
    let shade = |x: u32, y: u32| [(x / 2) as u8, (y / 2 + 60) as u8, ((x ^ y) / 3) as u8];
    let pixels: Vec<u8> =
        (0..height).flat_map(|y| (0..width).flat_map(move |x| shade(x, y))).collect();
    encoded(width, height, png::ColorType::Rgb, &pixels)
}

pub(crate) fn ortstermin() -> Vermerk {
    Vermerk {
        behoerde: "Gemeinde Lindenhain · Ordnungsamt".to_owned(),
        aktenzeichen: "6.3-4/2026-1".to_owned(),
        betreff: "Ortstermin Gerüst Mühlweg 3 a".to_owned(),
        verfasser: "Anna Beispiel".to_owned(),
        datum: tag("2026-11-20"),
        ort: Some("Lindenhain, Mühlweg 3 a".to_owned()),
        beteiligte: vec!["Anna Beispiel".to_owned(), "Herr Ölmann (Fa. Gerüstbau)".to_owned()],
        text: "Das Gerüst steht **1,20 m** in den Gehweg.\n\n# Feststellungen\n\n- Durchgang frei\n\
               - Beleuchtung fehlt\n\n## Maße\n\n| Stelle | Breite |\n|---|--:|\n| Nord | 1,35 m |\n\
               | Süd | 1,10 m |"
            .to_owned(),
        fotos: vec![
            Foto { bytes: foto(), unterschrift: "Gerüst von Norden".to_owned() },
            Foto { bytes: jpeg(), unterschrift: "Beleuchtung".to_owned() },
        ],
        verfuegung: vec![Verfuegungspunkt {
            text: "Wv.".to_owned(),
            am: Some(tag("2026-11-27")),
            ..Verfuegungspunkt::default()
        }],
        vorgang: Some(vorgang()),
    }
}

#[test]
fn note_is_an_archivable_accessible_pdf_with_its_pictures() {
    let satz = vermerk_setzen(&ortstermin()).unwrap();
    keep("vermerk", &satz);
    check(&satz.pdf, 2, "A", "Vermerk: Ortstermin Gerüst Mühlweg 3 a (6.3-4/2026-1)");
    assert_eq!(tags(&satz.pdf, "Figure"), 3, "two pictures and the code");
    let Some(words) = words(&satz.pdf) else { return };
    for word in ["Herr Ölmann", "20.11.2026", "Foto 1: Gerüst von Norden", "1,35 m", "27.11.2026"]
    {
        assert!(words.contains(word), "{word:?} in\n{words}");
    }
}

#[test]
fn pictures_that_cannot_be_read_are_named() {
    let mut vermerk = ortstermin();
    vermerk.fotos[1].unterschrift.clear();
    assert!(vermerk_setzen(&vermerk).is_ok(), "a picture without a word is still shown");
    vermerk.fotos[1].bytes.truncate(90);
    let error = vermerk_setzen(&vermerk).unwrap_err();
    assert_eq!(error, SetzenError::Picture("Foto 2".to_owned()));
    vermerk.fotos = vec![Foto { bytes: jpeg(), unterschrift: String::new() }; FOTOS_MAX + 1];
    assert!(matches!(vermerk_setzen(&vermerk), Err(SetzenError::TooMany { .. })));
}

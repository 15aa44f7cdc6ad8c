//! Bands: every page in its place, every original as it was.
//!
//! Never compares what was set with itself: another reader takes the originals out again.

use std::collections::BTreeMap;

use domain::textebene::{Seitentext, Textquelle, Wort};
use lopdf::{Document, Object};
use schreiben::band::{Aktenband, Bandart, Banddokument, Bandvorgang, Seiten, Seitenbild};
use schreiben::{SetzenError, aktenband, setzen};

use crate::brief::place;
use crate::muster::{bescheid, drawn, jpeg, keep, png, tag};
use crate::struktur::{check, tags, words};
use crate::support::asked;

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn akte() -> Aktenband {
    Aktenband {
        art: Bandart::Akte,
        behoerde: "Gemeinde Lindenhain".to_owned(),
        aktenzeichen: "2.2.1-17/2026".to_owned(),
        betreff: "Hundesteuer Müller-Łukasz".to_owned(),
        angaben: pairs(&[
            ("Aktenplaneinheit", "2.2.1 Hundesteuer"),
            ("Federführung", "Steueramt"),
            ("Laufzeit", "03.11.2026 – 22.11.2026"),
            ("Aufbewahrung", "10 Jahre ab z.d.A."),
        ]),
        stand_am: tag("2026-11-22"),
        vorgaenge: vec![
            Bandvorgang {
                aktenzeichen: "2.2.1-17/2026-1".to_owned(),
                betreff: "Anmeldung".to_owned(),
                angaben: pairs(&[("Bearbeitung", "Bernd Öttinger")]),
            },
            Bandvorgang {
                aktenzeichen: "2.2.1-17/2026-2".to_owned(),
                betreff: "Ermäßigung".to_owned(),
                angaben: Vec::new(),
            },
            Bandvorgang {
                aktenzeichen: "2.2.1-17/2026-3".to_owned(),
                betreff: "Festsetzung".to_owned(),
                angaben: Vec::new(),
            },
        ],
    }
}

fn dokument(vorgang: usize, nummer: u32, titel: &str, seiten: Seiten) -> Banddokument {
    Banddokument {
        vorgang,
        heftungsnummer: nummer,
        datum: Some(tag("2026-11-03")),
        titel: titel.to_owned(),
        dateiname: format!("../{titel}.pdf"),
        mime: "application/pdf".to_owned(),
        original: format!("original of {titel}").into_bytes(),
        seiten,
    }
}

/// Pages without words.
fn bilder(bilder: Vec<Vec<u8>>) -> Seiten {
    Seiten::Bilder(bilder.into_iter().map(|bild| Seitenbild { bild, text: None }).collect())
}

/// A page whose one line was read where it stands.
fn gelesen(bild: Vec<u8>) -> Seiten {
    let wort =
        |text: &str, x, b| Wort { text: text.to_owned(), x, y: 3300, b, h: 110, sicher: None };
    let zeile = vec![wort("Kassenzeichenfund", 710, 900), wort("{{kein.platz}}漢", 1700, 500)];
    let text =
        Seitentext { breite: 5950, hoehe: 8420, quelle: Textquelle::Ocr, zeilen: vec![zeile] };
    Seiten::Bilder(vec![Seitenbild { bild, text: Some(text) }])
}

/// A real letter with its pages, an e-mail without any, and pictures of odd shapes.
fn dokumente() -> Vec<Banddokument> {
    let brief = setzen(&bescheid()).unwrap();
    let pages: Vec<Vec<u8>> = (0..u32::try_from(brief.seiten).unwrap())
        .map(|number| png(&drawn(&brief.pdf, number, 100)))
        .collect();
    let wide = crate::muster::encoded(300, 200, png::ColorType::Grayscale, &[200; 60_000]);
    let mut mail = dokument(
        0,
        2,
        "Rückfrage per E-Mail 📧",
        Seiten::Keine("E-Mails werden nicht abgebildet.".to_owned()),
    );
    mail.mime = "message/rfc822".to_owned();
    mail.original = (0..=255_u8).cycle().take(70_000).collect();
    mail.datum = None;
    let bescheid = Banddokument {
        original: brief.pdf.clone(),
        ..dokument(2, 1, "Hundesteuerbescheid", bilder(pages.clone()))
    };
    vec![
        dokument(0, 1, "Anmeldung eines Hundes", bilder(vec![pages[0].clone(), wide])),
        mail,
        dokument(0, 3, "Foto", bilder(vec![jpeg()])),
        bescheid,
    ]
}

/// The attachments of a PDF by name, each with its relationship.
fn attachments(pdf: &[u8]) -> BTreeMap<String, (String, Vec<u8>)> {
    let document = Document::load_mem(pdf).unwrap();
    let files = document.catalog().unwrap().get(b"AF").unwrap();
    let (_, files) = document.dereference(files).unwrap();
    let mut found = BTreeMap::new();
    for file in files.as_array().unwrap() {
        let spec = document.dereference(file).unwrap().1.as_dict().unwrap();
        let name = spec.get(b"UF").and_then(lopdf::decode_text_string).unwrap();
        let relation = spec.get(b"AFRelationship").and_then(Object::as_name).unwrap();
        let ef = document.dereference(spec.get(b"EF").unwrap()).unwrap().1.as_dict().unwrap();
        let stream = document.dereference(ef.get(b"F").unwrap()).unwrap().1.as_stream().unwrap();
        let bytes = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        found.insert(name, (String::from_utf8_lossy(relation).into_owned(), bytes));
    }
    found
}

#[test]
fn band_has_every_page_and_every_original_untouched() {
    let dokumente = dokumente();
    let satz = aktenband(&akte(), dokumente.clone()).unwrap();
    keep("band", &satz);
    check(&satz.pdf, 3, "A", "Akte 2.2.1-17/2026: Hundesteuer Müller-Łukasz");
    assert_eq!(satz.ersetzt, ['📧']);
    assert!(satz.hinweise.is_empty(), "{:?}", satz.hinweise);
    let pages = |dokument: &Banddokument| match &dokument.seiten {
        Seiten::Bilder(bilder) => bilder.len(),
        Seiten::Keine(_) => 1,
    };
    // Cover, contents, a sheet for each Vorgang.
    let expected = 2 + 3 + dokumente.iter().map(pages).sum::<usize>();
    assert_eq!(satz.seiten, expected);
    let attached = attachments(&satz.pdf);
    assert_eq!(attached.len(), dokumente.len());
    for (n, dokument) in dokumente.iter().enumerate() {
        let name = attached.keys().nth(n).unwrap();
        let (relation, bytes) = &attached[name];
        assert!(name.starts_with(&format!("{:04} ", n + 1)) && !name.contains('/'), "{name}");
        assert_eq!(relation, "Source");
        assert_eq!(bytes, &dokument.original, "{name}");
    }
    assert!(tags(&satz.pdf, "Figure") >= 5);
}

#[test]
fn contents_and_bookmarks_lead_to_the_right_pages() {
    let satz = aktenband(&akte(), dokumente()).unwrap();
    let document = Document::load_mem(&satz.pdf).unwrap();
    let toc = document.get_toc().unwrap();
    let marks: Vec<(usize, String, usize)> =
        toc.toc.iter().map(|entry| (entry.level, entry.title.clone(), entry.page)).collect();
    let mark = |level: usize, title: &str| {
        let found = marks.iter().find(|(l, t, _)| *l == level && t.contains(title));
        found.unwrap_or_else(|| panic!("{title:?} in {marks:?}")).2
    };
    assert_eq!(mark(1, "Aktenvorblatt"), 1);
    assert_eq!(mark(1, "Inhaltsverzeichnis"), 2);
    assert_eq!(mark(1, "Anmeldung"), 3);
    assert_eq!(mark(2, "Anmeldung eines Hundes"), 4);
    assert_eq!(mark(2, "Rückfrage per E-Mail"), 6);
    assert_eq!(mark(1, "Ermäßigung"), 8);
    assert_eq!(mark(2, "Hundesteuerbescheid"), 10);
    let Some(words) = words(&satz.pdf) else { return };
    let pages: Vec<&str> = words.split('\u{c}').collect();
    for (page, word) in [
        (0, "Federführung"),
        (1, "4–5"),
        (1, "Dieser Vorgang enthält keine Dokumente."),
        (3, "Seite 4 von"),
        (3, "Blatt 1 von 2"),
        (5, "E-Mails werden nicht abgebildet."),
        (5, "_Rückfrage per E-Mail"),
        (9, "Akte 2.2.1-17/2026"),
    ] {
        assert!(pages[page].contains(word), "page {}: {word:?} in\n{}", page + 1, pages[page]);
    }
}

#[test]
fn case_alone_is_a_band_too() {
    let mut band = akte();
    band.art = Bandart::Vorgang;
    band.vorgaenge.truncate(1);
    let documents = dokumente().into_iter().filter(|dokument| dokument.vorgang == 0);
    let satz = aktenband(&band, documents).unwrap();
    check(&satz.pdf, 3, "A", "Vorgang 2.2.1-17/2026: Hundesteuer Müller-Łukasz");
    assert_eq!(satz.seiten, 2 + 4);
    asked("qpdf", &["--list-attachments"], &satz.pdf, &[]);
}

#[test]
fn picture_that_cannot_be_shown_leaves_a_sheet() {
    let good = png(&drawn(&setzen(&bescheid()).unwrap().pdf, 0, 50));
    let mut cut = good.clone();
    cut.truncate(cut.len() / 2);
    let bad = [cut, b"GIF89a".to_vec(), Vec::new(), vec![0xff, 0xd8, 0xff, 0xda]];
    let pages = bilder(std::iter::once(good).chain(bad).collect());
    let satz = aktenband(&akte(), [dokument(0, 1, "Stapel", pages)]).unwrap();
    keep("band-kaputt", &satz);
    assert_eq!(satz.hinweise.len(), 4, "{:?}", satz.hinweise);
    assert_eq!(attachments(&satz.pdf).len(), 1);
    let Some(words) = words(&satz.pdf) else { return };
    assert_eq!(words.matches("lässt sich nicht darstellen").count(), 4);
}

#[test]
fn words_of_a_page_are_found_and_not_seen() {
    let bild = png(&drawn(&setzen(&bescheid()).unwrap().pdf, 0, 50));
    let mute = aktenband(&akte(), [dokument(0, 1, "Blatt", bilder(vec![bild.clone()]))]).unwrap();
    let satz = aktenband(&akte(), [dokument(0, 1, "Blatt", gelesen(bild))]).unwrap();
    check(&satz.pdf, 3, "A", "Akte 2.2.1-17/2026: Hundesteuer Müller-Łukasz");
    assert!(satz.luecken.is_empty() && satz.ersetzt.is_empty(), "{satz:?}");
    assert_eq!(drawn(&satz.pdf, 3, 60), drawn(&mute.pdf, 3, 60), "nothing more is seen");
    let Some([left, top, right, bottom]) = place(&satz.pdf, "Kassenzeichenfund") else { return };
    // 15 mm from the edge, and 183 of 210 mm wide.
    let expected = 15.0 + 710.0 / 5950.0 * 183.0;
    assert!((left - expected).abs() < 1.0 && right - left > 20.0, "{left} {right}");
    assert!((110.0..130.0).contains(&top) && bottom < 135.0, "{top} {bottom}");
}

/// The most memory this process ever held, in MiB.
fn peak_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

/// A picture of its own, as large as asked: padded behind the part that is drawn.
fn padded(number: u32, bytes: usize) -> Vec<u8> {
    let mut padded = jpeg();
    let rest = padded.split_off(2);
    let mut filler = vec![0x55; bytes];
    filler[..4].copy_from_slice(&number.to_be_bytes());
    for piece in filler.chunks(60_000) {
        padded.extend([0xff, 0xfe]);
        padded.extend(u16::try_from(piece.len() + 2).unwrap().to_be_bytes());
        padded.extend(piece);
    }
    padded.extend(rest);
    padded
}

/// `SCHREIBEN_PAGES=500 SCHREIBEN_KIB=150` measures a real file.
#[test]
fn thick_band_keeps_every_page() {
    let asked = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let count: u32 = asked("SCHREIBEN_PAGES").unwrap_or(60);
    let kib = usize::try_from(asked("SCHREIBEN_KIB").unwrap_or(4)).unwrap();
    let dokumente = (0..count.div_ceil(10)).map(|n| {
        let pages = (n * 10..count.min(n * 10 + 10)).map(|page| padded(page, kib * 1024));
        dokument(0, n + 1, &format!("Stapel {n}"), bilder(pages.collect()))
    });
    let before = peak_mib();
    let begun = std::time::Instant::now();
    let satz = aktenband(&akte(), dokumente).unwrap();
    eprintln!(
        "{count} pages of {kib} KiB: {} KiB in {:?}, peak {before:?} to {:?} MiB",
        satz.pdf.len() / 1024,
        begun.elapsed(),
        peak_mib()
    );
    assert!(satz.hinweise.is_empty());
    assert_eq!(tags(&satz.pdf, "Figure"), usize::try_from(count).unwrap());
    assert_eq!(Document::load_mem(&satz.pdf).unwrap().get_pages().len(), satz.seiten);
}

#[test]
fn empty_file_is_a_band_and_wrong_numbers_are_refused() {
    let satz = aktenband(&akte(), []).unwrap();
    assert_eq!(satz.seiten, 5);
    let nameless = dokument(0, 1, "", bilder(Vec::new()));
    assert_eq!(aktenband(&akte(), [nameless]).unwrap().seiten, 6);
    let lost = dokument(3, 9, "verirrt", bilder(Vec::new()));
    assert_eq!(aktenband(&akte(), [lost]).unwrap_err(), SetzenError::Vorgang(9));
    let heavy = (0..).map(|n| Banddokument {
        original: vec![0; 64 << 20],
        ..dokument(0, n, "schwer", Seiten::Keine("zu groß".to_owned()))
    });
    assert!(matches!(aktenband(&akte(), heavy), Err(SetzenError::TooLarge { .. })));
}

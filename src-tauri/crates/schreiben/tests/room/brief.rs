//! Letters: what stands where, what is text, what is missing.
//!
//! Never looks at a letter through the typesetter's own eyes.

use schreiben::brief::{Brief, Form, Zeichnung};
use schreiben::vorlage::Werte;
use schreiben::{SetzenError, setzen, vorlagen};

use crate::muster::{aus_vorlage, bescheid, entwurf, keep, kopf};
use crate::struktur::{check, tags, words};
use crate::support::asked;

#[test]
fn letter_is_an_archivable_accessible_pdf() {
    let satz = setzen(&bescheid()).unwrap();
    keep("bescheid", &satz);
    let title = "Hundesteuerbescheid für das Jahr 2027 (2.2.1-17/2026-3)";
    check(&satz.pdf, 2, "A", title);
    assert!(satz.luecken.is_empty() && satz.ersetzt.is_empty());
    for (kind, least) in [("H1", 1), ("H2", 4), ("Table", 1), ("TH", 4), ("LI", 3), ("Figure", 2)] {
        assert!(tags(&satz.pdf, kind) >= least, "{kind}: {}", tags(&satz.pdf, kind));
    }
    let Some(words) = words(&satz.pdf) else { return };
    for word in [
        "Gemeinde Lindenhain",
        "Anna Müller-Łukasz",
        "Unser Zeichen:",
        "2.2.1-17/2026-3",
        "22.11.2026",
        "Sehr geehrte Frau Müller-Łukasz,",
        "48,00 €",
        "Rechtsbehelfsbelehrung",
        "i. A.",
        "Steuermarke Nr. 0417",
        "DE02 1203 0000 0000 2020 51",
    ] {
        assert!(words.contains(word), "{word:?} in\n{words}");
    }
    assert!(!words.contains("ENTWURF") && !words.contains("Vfg."));
    assert_eq!(setzen(&bescheid()).unwrap(), satz, "same letter, same bytes");
}

#[test]
fn draft_shows_that_it_is_one_and_what_is_to_be_done() {
    let satz = setzen(&entwurf()).unwrap();
    keep("entwurf", &satz);
    check(&satz.pdf, 2, "A", "Entwurf: Hundesteuerbescheid für das Jahr 2027 (2.2.1-17/2026-3)");
    let Some(words) = words(&satz.pdf) else { return };
    for word in ["Entwurf für die Akte", "Vfg.", "Kasse", "15.02.2027", "gef. 22.11.2026 Öt"] {
        assert!(words.contains(word), "{word:?} in\n{words}");
    }
}

/// Where a word stands, in millimetres from the upper left corner: left, top, right, bottom.
pub(crate) fn place(pdf: &[u8], word: &str) -> Option<[f64; 4]> {
    let boxes = asked("pdftotext", &["-bbox"], pdf, &["-"])?;
    let line = boxes.lines().find(|line| line.contains(&format!(">{word}<")));
    let line = line.unwrap_or_else(|| panic!("no {word:?} on the page"));
    let value = |key: &str| -> f64 {
        let (_, rest) = line.split_once(&format!("{key}=\"")).unwrap();
        rest.split('"').next().unwrap().parse::<f64>().unwrap() * 25.4 / 72.0
    };
    Some(["xMin", "yMin", "xMax", "yMax"].map(value))
}

#[test]
fn address_stands_in_the_window_and_the_text_below_it() {
    for (form, window, text) in [(Form::A, 27.0, 80.46), (Form::B, 45.0, 98.46)] {
        let satz = setzen(&Brief { form, ..bescheid() }).unwrap();
        keep(&format!("form-{form:?}"), &satz);
        let Some(first) = place(&satz.pdf, "Frau") else { return };
        let last = place(&satz.pdf, "Mühlweg").unwrap();
        for [left, top, right, bottom] in [first, last] {
            assert!((24.9..26.0).contains(&left) && right < 105.0, "{form:?}: {left} {right}");
            // The box of a word begins a millimetre above its letters.
            assert!(top >= window + 16.7 && bottom <= window + 45.0, "{form:?}: {top} {bottom}");
        }
        let [_, top, _, _] = place(&satz.pdf, "Hundesteuerbescheid").unwrap();
        assert!((text - 1.2..text + 4.0).contains(&top), "{form:?}: subject at {top}");
        let [left, top, _, _] = place(&satz.pdf, "Auskunft").unwrap();
        assert!((124.5..126.0).contains(&left) && top < text, "{form:?}: {left} {top}");
    }
}

#[test]
fn what_people_write_is_text_and_never_a_program() {
    let hostile = [
        "#import \"@preview/tablex:0.0.8\": *",
        "#read(\"/etc/passwd\")",
        "#read(\"daten.json\")",
        "$ sum_(i=0)^n $ @quelle <marke> `roh` ~ ' \" // kein Kommentar /* auch */",
        "]) #panic() [[",
        "C:\\Akten\\neu \\u{41} \\n",
        "= Keine Überschrift",
        "https://example.org/a?b=c&d=e#f",
    ];
    let joined = hostile.map(|line| line.replace("/*", "/\\*").replace("*/", "\\*/")).join("\n");
    let brief = Brief {
        text: format!("{joined}\n\n- {}\n\n| {} | b |", hostile[1], hostile[1]),
        betreff: hostile[1].to_owned(),
        anrede: hostile[4].to_owned(),
        empfaenger: vec![hostile[1].to_owned()],
        anlagen: vec![hostile[0].to_owned()],
        ..bescheid()
    };
    let satz = setzen(&brief).unwrap();
    keep("feindlich", &satz);
    check(&satz.pdf, 2, "A", "#read(\"/etc/passwd\") (2.2.1-17/2026-3)");
    let Some(words) = words(&satz.pdf) else { return };
    let flat = |text: &str| text.split_whitespace().collect::<String>();
    let words = flat(&words);
    for line in hostile {
        assert!(words.contains(&flat(line)), "{line:?} in\n{words}");
    }
    assert!(words.matches(&flat(hostile[1])).count() >= 5);
    assert!(!words.contains("root:"));
}

#[test]
fn endless_words_stay_on_the_sheet() {
    let brief = Brief { text: "x".repeat(10_000), betreff: "y".repeat(300), ..bescheid() };
    let satz = setzen(&brief).unwrap();
    assert!(satz.seiten >= 2);
    let Some(boxes) = asked("pdftotext", &["-bbox"], &satz.pdf, &["-"]) else { return };
    let right = |line: &str| -> Option<f64> {
        let (_, rest) = line.split_once("xMax=\"")?;
        rest.split('"').next()?.parse().ok()
    };
    let widest = boxes.lines().filter_map(right).fold(0.0, f64::max);
    assert!(widest <= 595.3, "{widest}");
    let words = words(&satz.pdf).unwrap();
    assert!(words.matches('x').count() >= 10_000, "{}", words.matches('x').count());
}

#[test]
fn foreign_scripts_and_pictures_are_shown_or_named() {
    for (text, ersetzt) in [
        ("שלום עולם – hebräisch in deutschem Text", ""),
        ("مرحبا بالعالم – arabisch", ""),
        ("Привет, Ελλάδα, Ştefan, Đorđe, Ǧamīla, m̄, ạ̈", ""),
        ("Freude 😀 Blume ☘ Ⅷ ½ ²", ""),
        ("漢字 und 🦊", "字漢🦊"),
        ("verdreht \u{202e}txt.exe", "\u{202e}"),
        ("a\u{0}b", "\u{0}"),
        ("e\u{301}\u{301}\u{301} Zalgo", ""),
    ] {
        let brief = Brief { text: text.to_owned(), ..bescheid() };
        let satz = setzen(&brief).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        let noted: String = satz.ersetzt.iter().collect();
        assert_eq!(noted, ersetzt, "{text:?}");
        check(&satz.pdf, 2, "A", "Hundesteuerbescheid für das Jahr 2027 (2.2.1-17/2026-3)");
    }
}

#[test]
fn whatever_is_typed_becomes_a_letter() {
    const SEED: u64 = 7;
    const SIGNS: &str = "#*|-\\{}[]$@`\"'<>/=~_^&%1.aäß€ \n\t😀א\u{301}\u{200d}\u{fe0f}\u{ad}\u{0}";
    let signs: Vec<char> = SIGNS.chars().collect();
    let mut state = SEED;
    let mut next = |end: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(state >> 33).unwrap() % end
    };
    for round in 0..20 {
        let mut typed =
            |most: usize| -> String { (0..next(most)).map(|_| signs[next(signs.len())]).collect() };
        let brief = Brief {
            text: typed(600),
            betreff: typed(80),
            anrede: typed(40),
            empfaenger: vec![typed(40)],
            anlagen: vec![typed(60), String::new()],
            belehrung: Some(typed(200)),
            ..bescheid()
        };
        if let Err(error) = setzen(&brief) {
            panic!("seed {SEED}, round {round}: {error}\n{:?}", (&brief.text, &brief.betreff));
        }
    }
}

#[test]
fn every_template_shows_its_gaps_and_names_them() {
    for vorlage in vorlagen() {
        let leer = setzen(&aus_vorlage(&vorlage.kennung, &Werte::new())).unwrap();
        keep(&format!("leer-{}", vorlage.kennung), &leer);
        let missing: Vec<String> = vorlage.platzhalter().into_iter().collect();
        let mut named = leer.luecken.clone();
        named.sort();
        // What is to be done stands on the draft only.
        let (brief, _) = vorlage.fuellen(&Werte::new());
        let on_draft = |name: &String| {
            brief.verfuegung.iter().any(|text| text.contains(&format!("{{{{{name}}}}}")))
        };
        let missing: Vec<String> =
            missing.into_iter().filter(|name| named.contains(name) || !on_draft(name)).collect();
        assert_eq!(named, missing, "{}", vorlage.kennung);
        let werte: Werte =
            vorlage.platzhalter().into_iter().map(|name| (name, "Wert".to_owned())).collect();
        let voll = setzen(&aus_vorlage(&vorlage.kennung, &werte)).unwrap();
        assert!(voll.luecken.is_empty(), "{}: {:?}", vorlage.kennung, voll.luecken);
        if let Some(words) = words(&leer.pdf) {
            let flat: String = words.split_whitespace().collect();
            assert!(flat.contains(&format!("{{{{{}}}}}", named[0])), "{}", vorlage.kennung);
        }
    }
}

#[test]
fn letter_without_a_subject_shows_the_gap() {
    let satz = setzen(&Brief { betreff: " \u{ad}".to_owned(), ..bescheid() }).unwrap();
    assert_eq!(satz.luecken, ["betreff"]);
}

#[test]
fn who_signs_for_whom_can_be_seen() {
    for (zeichnung, mark) in [
        (Zeichnung::InVertretung, "i. V."),
        (Zeichnung::ImAuftrag, "i. A."),
        (Zeichnung::Selbst, ""),
    ] {
        let mut brief = bescheid();
        brief.unterschrift.zeichnung = zeichnung;
        let Some(words) = words(&setzen(&brief).unwrap().pdf) else { return };
        for other in ["i. V.", "i. A."] {
            assert_eq!(words.contains(other), other == mark, "{zeichnung:?}");
        }
    }
}

#[test]
fn what_has_no_room_is_refused() {
    let many = |count: usize| vec!["Zeile".to_owned(); count];
    let refused = |brief: Brief| setzen(&brief).unwrap_err();
    let brief = Brief { empfaenger: many(7), ..bescheid() };
    assert!(matches!(refused(brief), SetzenError::TooMany { count: 7, most: 6, .. }));
    let brief = Brief { anlagen: many(201), ..bescheid() };
    assert!(matches!(refused(brief), SetzenError::TooMany { count: 201, .. }));
    let brief = Brief { text: "a ".repeat(200_000), ..bescheid() };
    assert!(matches!(refused(brief), SetzenError::TextTooLong { .. }));
    let mut brief = bescheid();
    brief.kopf = schreiben::brief::Briefkopf { logo: Some(b"\x89PNG kaputt".to_vec()), ..kopf() };
    assert!(matches!(refused(brief), SetzenError::Picture(_)));
}

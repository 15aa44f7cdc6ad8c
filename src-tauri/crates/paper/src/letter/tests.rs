//! Tests of the typesetter.

use jiff::civil::date;

use super::*;

fn letter(paragraphs: usize) -> Letter {
    let body = "Fußgänger überqueren täglich die große Straße am Flüßchen; offen ist, wer haftet.";
    Letter {
        kopf: Briefkopf::Privat,
        sender: Anschrift {
            name: "Käthe Öhme".to_owned(),
            strasse: "Ährenweg 1".to_owned(),
            plz: "00417".to_owned(),
            ort: "Lindenhain".to_owned(),
            ..Anschrift::default()
        },
        recipient: Anschrift {
            name: "Gemeinde Lindenhain".to_owned(),
            strasse: "Am Anger 1".to_owned(),
            plz: "00417".to_owned(),
            ort: "Lindenhain".to_owned(),
            ..Anschrift::default()
        },
        date: date(2026, 3, 1),
        subject: "Gefährlicher Übergang".to_owned(),
        reference: Some("4.2-1/2026-1".to_owned()),
        body: vec![body.repeat(4); paragraphs],
        enclosures: vec!["Lageplan".to_owned()],
        signed: None,
    }
}

fn text(pdf: &[u8]) -> String {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&pages).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn same_letter_gives_same_bytes() {
    assert!(letter(3).to_pdf() == letter(3).to_pdf());
    assert!(letter(3).to_pdf() != letter(4).to_pdf());
}

#[test]
fn text_layer_has_umlauts_ligatures_and_reference() {
    for kopf in [
        Briefkopf::Privat,
        Briefkopf::Schreibmaschine,
        Briefkopf::Handwerk,
        Briefkopf::Verein,
        Briefkopf::Behoerde,
    ] {
        let text = text(&Letter { kopf, ..letter(1) }.to_pdf());
        for part in [
            "Lindenhain, 1. März 2026",
            "Gefährlicher Übergang",
            "Bezug: Ihr Zeichen 4.2-1/2026-1",
            "am Flüßchen; offen ist, wer haftet.",
            "Mit freundlichen Grüßen",
            "Käthe Öhme",
        ] {
            assert!(text.contains(part), "{part} is not in: {text}");
        }
    }
}

#[test]
fn long_letter_runs_over_numbered_pages() {
    let pdf = letter(12).to_pdf();
    assert_eq!(lopdf::Document::load_mem(&pdf).unwrap().get_pages().len(), 2);
    assert!(text(&pdf).contains("Seite 2 von 2"));
    assert!(!text(&letter(1).to_pdf()).contains("Seite"));
}

#[test]
fn document_names_its_title_language_and_structure() {
    let document = lopdf::Document::load_mem(&letter(1).to_pdf()).unwrap();
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"de-DE");
    assert!(catalog.has(b"StructTreeRoot"));
    assert!(catalog.has(b"MarkInfo"));
    let info = document.trailer.get(b"Info").unwrap().as_reference().unwrap();
    let info = document.get_dictionary(info).unwrap();
    assert!(info.has(b"Title") && info.has(b"CreationDate"));
}

#[test]
fn lines_break_where_they_no_longer_fit() {
    let lines = flow::wrap("eins zwei drei vier", |line| line.len() <= 9);
    assert_eq!(lines, ["eins zwei ", "drei vier"]);
    assert_eq!(flow::wrap("", |_| true), [""]);
}

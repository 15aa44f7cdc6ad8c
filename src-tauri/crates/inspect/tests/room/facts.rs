//! What a PDF says about itself, and what it could do.
//!
//! Never follows what it finds.

use domain::merkmale::AktiverInhalt;
use inspect::{Befund, inspect};
use lopdf::{Object, Stream, dictionary};

use crate::raw::{self, HELVETICA};
use crate::{pdfs, raw::stream};

fn befund(bytes: Vec<u8>) -> Befund {
    inspect(bytes, "a.pdf").befund
}

#[test]
fn a_pdf_tells_its_maker_size_claims_and_structure() {
    let xmp = "<rdf:Description pdfaid:part='3' pdfaid:conformance='B'/>";
    let mut document = pdfs::document(&["Eins"]);
    let metadata = document.add_object(Stream::new(dictionary! {}, xmp.into()));
    let info = document.trailer.get(b"Info").unwrap().as_reference().unwrap();
    let info = document.get_dictionary_mut(info).unwrap();
    info.set("Producer", Object::string_literal("Schreibprogramm 3"));
    let catalog = document.catalog_mut().unwrap();
    catalog.set("Metadata", metadata);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    let page = document.page_iter().next().unwrap();
    document.get_dictionary_mut(page).unwrap().set("Rotate", 90);
    let befund = befund(pdfs::saved(document));
    assert_eq!(befund.erzeuger.as_deref(), Some("Schreibprogramm 3"));
    assert_eq!(befund.pdfa.as_deref(), Some("3b"));
    assert!(befund.strukturiert);
    assert_eq!(befund.seitenformat_mm, Some((297, 210)));
    assert_eq!(befund.seiten_ohne_text, 0);

    let plain = self::befund(pdfs::simple(&["Eins"]));
    assert_eq!((plain.pdfa.as_deref(), plain.strukturiert), (None, false));
    assert_eq!((plain.seitenformat_mm, &plain.erzeuger), (Some((210, 297)), &None));
}

#[test]
fn the_crop_box_and_an_inherited_box_decide_the_size() {
    let crop = raw::page("", "/CropBox[0 0 283.5 -10]/UserUnit 2", "", &[]);
    assert_eq!(befund(crop).seitenformat_mm, None);
    let crop = raw::page("", "/CropBox[10 10 293.5 208.4]", "", &[]);
    assert_eq!(befund(crop).seitenformat_mm, Some((100, 70)));
}

#[test]
fn pages_without_text_are_counted_and_blank_pages_are_not() {
    let count = |content: &str| befund(raw::page(content, HELVETICA, "", &[])).seiten_ohne_text;
    assert_eq!(count(""), 0);
    assert_eq!(count("q 1 0 0 1 0 0 cm Q"), 0);
    assert_eq!(count("10 10 100 100 re f"), 1);
    assert_eq!(count("10 10 100 100 re f BT /F 9 Tf (Brief) Tj ET"), 0);
    // Letters that nothing names are a picture.
    let nameless = "/Resources<</Font<</F<</Type/Font/Subtype/Type0/BaseFont/X\
        /Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X>>]>>>>>>";
    let seen = befund(raw::page("BT /F 9 Tf <00010002> Tj ET", nameless, "", &[]));
    assert_eq!((seen.seiten_ohne_text, seen.textebene, seen.text.as_str()), (1, false, ""));
    let scan = raw::image("/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", &[9], "");
    assert_eq!(befund(scan).seiten_ohne_text, 1);
}

#[test]
fn each_kind_of_active_content_is_named() {
    for (action, kind, word) in [
        ("/S/JavaScript/JS(app.alert\\(1\\))", AktiverInhalt::JavaScript, "JavaScript"),
        ("/S/Launch/F(calc.exe)", AktiverInhalt::Programmstart, "Programm"),
        ("/S/URI/URI(https://example.org)", AktiverInhalt::ExternerLink, "Internet"),
        ("/S/SubmitForm/F(https://example.org)", AktiverInhalt::Formularversand, "versenden"),
        ("/S/GoToR/F(andere.pdf)", AktiverInhalt::FremdeDatei, "andere Dateien"),
        ("/S/Rendition", AktiverInhalt::Medien, "Film"),
        ("/XFA 5 0 R", AktiverInhalt::Xfa, "XFA"),
    ] {
        for catalog in
            [format!("/OpenAction<<{action}>>"), format!("/AA<</WC[[<</Next<<{action}>>>>]]>>")]
        {
            let seen = befund(raw::page("", "", &catalog, &[]));
            assert_eq!(seen.aktive_inhalte, [kind], "{catalog}");
            assert!(seen.hinweise.iter().any(|h| h.contains(word)), "{:?}", seen.hinweise);
            assert!(!seen.pruefung_noetig);
        }
    }
    assert_eq!(befund(pdfs::simple(&["x"])).aktive_inhalte, []);
}

fn with_file(name: &str, content: &[u8]) -> Vec<u8> {
    let text = "BT /F 9 Tf 50 700 Td (Rechnung 471102) Tj ET";
    let file = stream("/Type/EmbeddedFile", content);
    let specification = format!("<</Type/Filespec/F({name})/EF<</F 5 0 R>>>>").into_bytes();
    let names = "/Names<</EmbeddedFiles<</Names[(a) 6 0 R]>>>>";
    raw::page(text, HELVETICA, names, &[file, specification])
}

#[test]
fn files_inside_are_named() {
    let seen = befund(with_file("Plan.dwg", b"..."));
    assert_eq!(seen.eingebettet, ["Plan.dwg"]);
    assert_eq!(seen.aktive_inhalte, [AktiverInhalt::EingebetteteDatei]);
    assert_eq!(seen.hinweise, ["Eingebettete Dateien: „Plan.dwg“."]);
}

#[test]
fn an_invoice_inside_that_is_none_is_said() {
    let seen = befund(with_file("Factur-X.xml", b"<kaputt"));
    assert!(seen.pruefung_noetig && seen.rechnung.is_none());
    assert!(seen.hinweise.iter().any(|h| h.contains("elektronische Rechnung")));
}

#[test]
fn invoices_of_others_are_read() {
    let (mut inside, mut plain) = (0, 0);
    for path in pdfs::material_of(&["pdf", "xml"]) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let folder = path.parent().unwrap().file_name().unwrap().to_owned();
        let bytes = std::fs::read(&path).unwrap();
        if folder == "zugferd" && name.ends_with(".pdf") {
            let seen = befund(bytes);
            assert_eq!(seen.rechnung.as_ref().unwrap().nummer, "471102", "{path:?}");
            assert_eq!(seen.pdfa.as_deref(), Some("3b"));
            inside += 1;
        } else if folder == "xrechnung" {
            let seen = inspect(bytes, &name).befund;
            assert!(seen.rechnung.is_some() && !seen.pruefung_noetig, "{path:?}");
            assert_eq!(seen.mime, "application/xml");
            plain += 1;
        }
    }
    if inside + plain == 0 {
        eprintln!("no invoices of others on this machine: nothing was tried");
    } else {
        assert!(inside >= 2 && plain >= 10, "{inside} {plain}");
    }
}

#[test]
fn xml_that_is_no_invoice_is_just_text() {
    let seen = inspect(b"<?xml version='1.0'?><a>Hallo</a>".to_vec(), "a.xml").befund;
    assert_eq!((seen.mime.as_str(), &seen.rechnung), ("application/xml", &None));
    assert!(!seen.pruefung_noetig && seen.hinweise.is_empty());
}

#[test]
fn odd_trees_and_headers_cost_no_page() {
    let text = |word: &str| stream("", format!("BT /F 9 Tf 50 700 Td ({word}) Tj ET").as_bytes());
    let page = |rest: &str| format!("<</Type/Page/MediaBox[0 0 595 842]{HELVETICA}{rest}>>");
    let catalog = b"<</Type/Catalog/Pages 2 0 R>>".to_vec();
    let (one, two) = (page("/Contents 3 0 R"), page("/Contents 4 0 R").replace("/Type/Page", ""));
    let direct = format!("<</Type/Pages/Count 2/Kids[{one} {two}]>>").into_bytes();
    let direct = raw::file(&[catalog, direct, text("eins"), text("zwei")]);
    let lost = raw::file(&[
        b"<</Type/Katalog>>".to_vec(),
        b"<</Type/Pages/Count 2/Kids[5 0 R 6 0 R]>>".to_vec(),
        text("eins"),
        text("zwei"),
        page("/Contents 3 0 R").into_bytes(),
        page("/Contents 4 0 R").into_bytes(),
    ]);
    let whole = pdfs::simple(&["eins", "zwei"]);
    let headless = whole[whole.iter().position(|b| *b == b'\n').unwrap() + 1..].to_vec();
    let mut misspelt = whole.clone();
    misspelt[1..4].copy_from_slice(b"XYZ");
    for (name, bytes) in
        [("direct", direct), ("lost", lost), ("headless", headless), ("misspelt", misspelt)]
    {
        let seen = inspect(bytes, "a.pdf");
        assert_eq!(seen.befund.seiten, Some(2), "{name}: {:?}", seen.befund);
        assert_eq!(seen.befund.text, "eins\u{c}zwei", "{name}");
        assert!(seen.thumbnail.is_some() || name == "lost", "{name}");
    }
}

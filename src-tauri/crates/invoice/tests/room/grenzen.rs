//! What is no invoice, what is broken, and what is too much.
//!
//! Never measures time.

use std::ops::ControlFlow;

use invoice::{Anhang, BYTES_MAX, DEPTH_MAX, InvoiceError, POSITIONEN_MAX, attachments, read};

use crate::gemacht::{anhang, gutschrift, ubl};
use crate::muster::{lesen, regeln};

#[test]
fn other_xml_is_no_invoice() {
    for xml in [
        "<html xmlns='http://www.w3.org/1999/xhtml'/>",
        "<Invoice/>",
        "<Invoice xmlns='urn:example'/>",
        "<Order xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>",
    ] {
        assert_eq!(read(xml.as_bytes()), Ok(None), "{xml}");
    }
}

#[test]
fn what_is_not_xml_is_an_error() {
    let good = ubl("", "119.00");
    for bytes in [
        &b""[..],
        b"%PDF-1.7",
        b"Sehr geehrte Damen und Herren",
        b"<a>",
        b"<a></b>",
        b"<a/><b/>",
        b"<a b='1' b='2'/>",
        b"<a>&unbekannt;</a>",
        &good.as_bytes()[..good.len() / 2],
    ] {
        assert!(matches!(read(bytes), Err(InvoiceError::Broken { .. })), "{:?}", read(bytes));
    }
    assert_eq!(read(b"<a>\xff</a>"), Err(InvoiceError::Encoding));
}

#[test]
fn entities_are_refused_before_they_expand() {
    let bomb = "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;&x;&x;'>]><a>&y;</a>";
    assert_eq!(read(bomb.as_bytes()), Err(InvoiceError::Dtd));
    let outside = "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>";
    assert_eq!(read(outside.as_bytes()), Err(InvoiceError::Dtd));
}

#[test]
fn size_depth_and_numbers_are_limited() {
    let deep = |levels: usize| format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels));
    assert_eq!(read(deep(DEPTH_MAX).as_bytes()), Ok(None));
    let too_deep = Err(InvoiceError::TooDeep { max: DEPTH_MAX });
    assert_eq!(read(deep(DEPTH_MAX + 1).as_bytes()), too_deep);
    assert_eq!(read("<a>".repeat(1_000_000).as_bytes()), too_deep);

    let large = vec![b' '; BYTES_MAX + 1];
    assert_eq!(read(&large), Err(InvoiceError::TooLarge { max: BYTES_MAX }));

    let many = format!("<a>{}</a>", "<b/>".repeat(600_000));
    assert_eq!(read(many.as_bytes()), Err(InvoiceError::TooMany { what: "nodes" }));

    let attributes: String = (0..100_000).map(|n| format!(" a{n}=''")).collect();
    let refused = Err(InvoiceError::TooMany { what: "attributes" });
    assert_eq!(read(format!("<a{attributes}/>").as_bytes()), refused);

    let namespaces = |n: usize| (0..60).map(|m| format!(" xmlns:n{n}_{m}='u:{n}:{m}'")).collect();
    let nested: String = (0..10)
        .map(|n| {
            format!("<a{}>", {
                let s: String = namespaces(n);
                s
            })
        })
        .collect();
    let refused = Err(InvoiceError::TooMany { what: "namespaces" });
    assert_eq!(read(nested.as_bytes()), refused);
}

#[test]
fn encodings_are_those_the_document_names() {
    let xml = ubl("", "119.00").replace("Dachdeckerei", "Gärtnerei");
    let seller = "Gärtnerei Muster";
    assert_eq!(lesen(&format!("\u{feff}{xml}")).verkaeufer.name, seller);
    let latin = format!("<?xml version=\"1.0\" encoding='ISO-8859-1'?>{xml}");
    let latin: Vec<u8> = latin.chars().map(|c| u8::try_from(c).unwrap()).collect();
    assert_eq!(read(&latin).unwrap().unwrap().verkaeufer.name, seller);
    let utf16: Vec<u8> =
        format!("\u{feff}{xml}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&utf16).unwrap().unwrap().verkaeufer.name, seller);
}

#[test]
fn credit_notes_are_read_like_invoices() {
    let rechnung = lesen(&gutschrift());
    assert_eq!(rechnung.format, domain::rechnung::Rechnungsformat::UblGutschrift);
    assert_eq!(rechnung.art, "381");
    assert_eq!(rechnung.faellig_am, Some(jiff::civil::date(2026, 2, 28)));
    assert_eq!(rechnung.positionen[0].menge.as_ref().unwrap().cent, Some(100));
    assert!(regeln(&rechnung).is_empty(), "{:?}", rechnung.hinweise);
}

#[test]
fn many_lines_are_counted_summed_and_cut() {
    let lines = "<cac:InvoiceLine><cbc:ID>2</cbc:ID>\
                 <cbc:LineExtensionAmount currencyID=\"EUR\">1.00</cbc:LineExtensionAmount>\
                 </cac:InvoiceLine>"
        .repeat(5_000);
    let rechnung = lesen(&ubl(&lines, "119.00"));
    assert_eq!((rechnung.positionen.len(), rechnung.positionen_anzahl), (POSITIONEN_MAX, 5_001));
    assert_eq!(regeln(&rechnung), ["BR-CO-10", "Umfang"]);
    let said = crate::muster::satz(&rechnung, "BR-CO-10");
    assert_eq!(said, "Die Positionen ergeben zusammen 5.100,00 €, angegeben sind 100,00 €.");
}

#[test]
fn foreign_elements_of_the_same_name_are_not_read() {
    let xml =
        ubl("<x:BuyerReference xmlns:x='urn:x'>04011000-12350-85</x:BuyerReference>", "119.00")
            .replace("<cbc:ID>RE-1", "<ID xmlns='urn:x'>FALSCH</ID><cbc:ID>RE-1");
    assert_eq!(lesen(&xml).nummer, "RE-1");
}

/// Collects the attachments until there are enough.
fn anhaenge(xml: &str, enough: usize) -> Vec<Anhang> {
    let mut out = Vec::new();
    let mut sink = |anhang| {
        out.push(anhang);
        if out.len() < enough { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    attachments(xml.as_bytes(), &mut sink).unwrap();
    out
}

#[test]
fn attachments_are_listed_and_come_out_whole() {
    let extra = anhang("../Aufma\u{df}.txt", "SGFs\n bG8s IFdlbHQ=\n")
        + &anhang("kaputt.txt", "kein base64!")
        + &anhang("drei.txt", "AAAA");
    let xml = ubl(&extra, "119.00");
    let rechnung = lesen(&xml);
    let listed: Vec<_> =
        rechnung.anlagen.iter().map(|a| (a.name.as_str(), a.groesse_bytes)).collect();
    assert_eq!(listed[0], ("Aufmaß.txt", Some(11)));
    assert_eq!(listed[2], ("drei.txt", Some(3)));
    let all = anhaenge(&xml, 10);
    assert_eq!(all[0].bytes.as_deref(), Some(&b"Hallo, Welt"[..]));
    assert_eq!(all[0].anlage, rechnung.anlagen[0]);
    assert_eq!(all[1].bytes, None);
    assert_eq!(all[2].bytes.as_deref(), Some(&[0, 0, 0][..]));
    assert_eq!(anhaenge(&xml, 1).len(), 1);
}

//! Hostile XML: refused by a limit, with a reason, and soon.
//!
//! Never a test of a single library's behaviour.

use xdomea::error::ReadError;
use xdomea::{DEPTH_MAX, HINWEISE_MAX, Nachricht};

use crate::lesen::{abgabe, nachricht};

const ID: &str = "<xdomea:Identifikation><xdomea:ID>67e456ea-b420-11ec-b503-005056871b7c</xdomea:ID></xdomea:Identifikation>";

fn read(text: &str) -> Result<(), ReadError> {
    Nachricht::read(text.as_bytes()).map(drop)
}

#[test]
fn depth_is_bounded_and_the_bound_is_reached_without_harm() {
    let nested = |depth: usize| {
        let akten = "<xdomea:Akteninhalt><xdomea:Teilakte>".to_owned() + ID;
        let ends = "</xdomea:Teilakte></xdomea:Akteninhalt>";
        let inner = akten.repeat(depth) + &ends.repeat(depth);
        abgabe("3.1.0", &format!("<xdomea:Akte>{ID}{inner}</xdomea:Akte>"))
    };
    assert_eq!(read(&nested((DEPTH_MAX - 5) / 2)), Ok(()));
    assert!(matches!(read(&nested(DEPTH_MAX)), Err(ReadError::TooDeep { .. })));
    let unknown = "<a>".repeat(100_000);
    assert!(matches!(read(&abgabe("3.1.0", &unknown)), Err(ReadError::TooDeep { .. })));
}

#[test]
fn entities_and_document_types_are_refused() {
    let dtd = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
    let text = abgabe("3.1.0", &format!("<xdomea:Vorgang>{ID}</xdomea:Vorgang>"));
    assert_eq!(read(&text.replacen("?>", &format!("?>{dtd}"), 1)), Err(ReadError::Dtd));
    for reference in ["&a;", "&#1;", "&#xFFFF;", "&#0;", "\u{1}"] {
        let field =
            format!("<xdomea:Vorgang>{ID}<xdomea:Typ>{reference}</xdomea:Typ></xdomea:Vorgang>");
        let refused = read(&abgabe("3.1.0", &field));
        assert!(matches!(refused, Err(ReadError::Broken { zeile: 7 })), "{reference}: {refused:?}");
    }
}

#[test]
fn only_utf_8_is_read() {
    let text = abgabe("3.1.0", &format!("<xdomea:Vorgang>{ID}</xdomea:Vorgang>"));
    assert_eq!(read(&format!("\u{feff}{text}")), Ok(()));
    assert_eq!(read(&text.replace("UTF-8", "ISO-8859-1")), Err(ReadError::Encoding));
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(Nachricht::read(&utf16).is_err());
    assert_eq!(Nachricht::read(b"\xff\xfe<").map(drop), Err(ReadError::Encoding));
}

#[test]
fn attributes_namespaces_and_things_unknown_are_bounded() {
    let many = |count: usize, one: fn(usize) -> String| (0..count).map(one).collect::<String>();
    let attributes = many(100, |number| format!(" a{number}=\"\""));
    let namespaces = many(100, |number| format!(" xmlns:n{number}=\"u\""));
    let unknown = many(HINWEISE_MAX + 1, |_| "<a/>".to_owned());
    assert!(read(&abgabe("3.1.0", &format!("<a{attributes}/>"))).is_err());
    assert!(read(&abgabe("3.1.0", &format!("<a{namespaces}/>"))).is_err());
    let refused = read(&abgabe("3.1.0", &unknown));
    assert_eq!(
        refused,
        Err(ReadError::TooMany { what: "things nobody understands", max: HINWEISE_MAX })
    );
}

#[test]
fn broken_xml_is_refused_with_its_line() {
    let whole = abgabe("3.1.0", &format!("<xdomea:Vorgang>{ID}</xdomea:Vorgang>"));
    for cut in (0..whole.len()).filter(|cut| whole.is_char_boundary(*cut)) {
        assert!(read(&whole[..cut]).is_err(), "{cut}");
    }
    assert!(read(&format!("{whole}<b/>")).is_err());
    assert!(read(&format!("{whole}text")).is_err());
    assert_eq!(read(&format!("{whole}\n<!-- Ende -->\n")), Ok(()));
    let crossed = nachricht("3.1.0", "Abgabe.EmpfangBestaetigen.0403", "<a><b></a></b>", "");
    assert_eq!(read(&crossed), Err(ReadError::Broken { zeile: 6 }));
}

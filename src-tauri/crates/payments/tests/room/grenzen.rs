//! What no bank sends is refused, with the reason.

use payments::camt::{BYTES_MAX, CamtError, DEPTH_MAX, POSTEN_MAX, read};

use crate::muster::{auszug, nachricht};

#[track_caller]
fn check(xml: &str, wanted: fn(&CamtError) -> bool) {
    let error = read(xml.as_bytes()).unwrap_err();
    assert!(wanted(&error), "{xml:.80}: {error}");
}

fn leer() -> String {
    nachricht("053", 8, &auszug("053", 8, "A", 1, 0, &[]))
}

#[test]
fn other_documents_are_named() {
    check("<Document/>", |e| matches!(e, CamtError::NotCamt { .. }));
    check("<Invoice xmlns=\"urn:x\"/>", |e| matches!(e, CamtError::NotCamt { .. }));
    let pain = leer().replace("camt.053.001.08", "pain.001.001.09");
    check(&pain, |e| matches!(e, CamtError::NotCamt { .. }));
    let old = leer().replace("camt.053.001.08", "camt.053.001.01");
    check(&old, |e| matches!(e, CamtError::Version { version: 1, .. }));
    for wrong in ["camt.053.001.8", "camt.053.001.+8", "camt.053.002.08", "camt.053"] {
        check(&leer().replace("camt.053.001.08", wrong), |e| {
            matches!(e, CamtError::NotCamt { .. })
        });
    }
    check(&nachricht("053", 8, ""), |e| *e == CamtError::Empty);
}

#[test]
fn broken_documents_name_the_line() {
    for xml in ["", " ", "kein XML", "<a>", "<a></b>", "<a/><b/>"] {
        check(xml, |e| matches!(e, CamtError::Broken { .. } | CamtError::NotCamt { .. }));
    }
    let cut = leer();
    let cut = &cut[..cut.len() - 20];
    check(cut, |e| matches!(e, CamtError::Broken { zeile: 5.. }));
    check(&leer().replace("<Id>A</Id>", "<Id>\u{1}</Id>"), |e| {
        matches!(e, CamtError::Broken { .. })
    });
    check(&leer().replace("<Id>A</Id>", "<Id>&#1;</Id>"), |e| {
        matches!(e, CamtError::Broken { .. })
    });
    check(&format!("{}<b/>", leer()), |e| matches!(e, CamtError::Broken { .. }));
}

#[test]
fn entities_and_other_encodings_are_refused() {
    let bomb = leer().replacen("<Document", "<!DOCTYPE x [<!ENTITY a \"b\">]><Document", 1);
    check(&bomb, |e| *e == CamtError::Dtd);
    let entity = leer().replace("<Id>A</Id>", "<Id>&a;</Id>");
    check(&entity, |e| matches!(e, CamtError::Broken { .. }));
    check(&leer().replace("UTF-8", "ISO-8859-1"), |e| *e == CamtError::Encoding);
    let mut bytes = leer().into_bytes();
    bytes.push(0xff);
    assert_eq!(read(&bytes), Err(CamtError::Encoding));
}

#[test]
fn size_depth_and_number_are_bounded() {
    let deep = "<Fremd>".repeat(DEPTH_MAX) + &"</Fremd>".repeat(DEPTH_MAX);
    check(&nachricht("053", 8, &deep), |e| matches!(e, CamtError::TooDeep { .. }));
    let many = auszug("053", 8, "A", 1, 0, &[])
        .replace("</Stmt>", &("<Ntry/>".repeat(POSTEN_MAX) + "</Stmt>"));
    check(&nachricht("053", 8, &many), |e| matches!(e, CamtError::TooMany { .. }));
    let wide = "<x/>".repeat(2_000_001);
    check(&nachricht("053", 8, &wide), |e| matches!(e, CamtError::TooMany { .. }));
    let attributes: String = (0..40).map(|n| format!(" a{n}=\"\"")).collect();
    let attributes = leer().replacen("<Stmt>", &format!("<Stmt{attributes}>"), 1);
    check(&attributes, |e| matches!(e, CamtError::TooMany { .. }));
    let large = vec![b' '; BYTES_MAX + 1];
    assert_eq!(read(&large), Err(CamtError::TooLarge { max: BYTES_MAX }));
}

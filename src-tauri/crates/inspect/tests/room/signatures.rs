//! Signatures: whose, and whether the signed bytes are unchanged.
//!
//! Never trusts one; the keys behind these were made for the tests and thrown away.

use domain::merkmale::{Signatur, Unversehrt};
use inspect::{Befund, inspect};

const ONE: &[u8] = include_bytes!("material/signed.pdf");
/// The same, signed again, then stamped with the time.
const THREE: &[u8] = include_bytes!("material/signed-twice-and-stamped.pdf");

fn befund(bytes: &[u8]) -> Befund {
    inspect(bytes.to_vec(), "a.pdf").befund
}

fn short(signatur: &Signatur) -> (&str, &str, Unversehrt, bool) {
    let name = signatur.name.as_deref().unwrap_or_default();
    (name, &signatur.art, signatur.unversehrt, signatur.danach_ergaenzt)
}

#[test]
fn signatures_and_stamps_name_their_makers() {
    let seen = befund(ONE);
    assert!(seen.signiert && !seen.pruefung_noetig);
    let expected = ("Erika Beispiel", "adbe.pkcs7.detached", Unversehrt::Ja, false);
    assert_eq!(short(&seen.signaturen[0]), expected);
    assert!(seen.signaturen[0].um.is_some());
    assert_eq!(
        seen.hinweise,
        ["Signatur von „Erika Beispiel“: Der signierte Inhalt passt zur Prüfsumme. \
          Die Echtheit ist nicht gegen die Vertrauensliste geprüft."]
    );

    let seen = befund(THREE);
    let kinds: Vec<_> = seen.signaturen.iter().map(short).collect();
    assert_eq!(
        kinds,
        ["adbe.pkcs7.detached", "ETSI.CAdES.detached", "ETSI.RFC3161"].map(|art| (
            "Erika Beispiel",
            art,
            Unversehrt::Ja,
            false
        ))
    );
    assert!(!seen.pruefung_noetig);
    assert!(seen.hinweise.iter().any(|h| h.starts_with("Zeitstempel von")));
}

#[test]
fn every_changed_signed_byte_breaks_a_signature() {
    let gap_from = ONE.windows(11).position(|w| w == b"/Contents <").unwrap() + 10;
    let gap_to = gap_from + ONE[gap_from..].iter().position(|b| *b == b'>').unwrap() + 1;
    let text = ONE.windows(14).position(|w| w == b"Unterschrieben").unwrap();
    for at in (text..text + 14).chain(gap_to + 5..gap_to + 6).chain(ONE.len() - 2..ONE.len() - 1) {
        let mut changed = ONE.to_vec();
        changed[at] ^= 1;
        let seen = befund(&changed);
        assert!(seen.signiert, "{at}");
        assert!(
            seen.signaturen.iter().all(|s| s.unversehrt != Unversehrt::Ja),
            "{at}: {:?}",
            seen.signaturen
        );
        if (text..text + 14).contains(&at) {
            assert!(seen.pruefung_noetig, "{at}");
            assert!(seen.hinweise.iter().any(|h| h.starts_with("Eine Signatur passt nicht")));
        }
    }
}

#[test]
fn what_was_added_later_is_said_and_what_is_missing_too() {
    let more = [ONE, b"7 0 obj\n(nachgetragen)\nendobj\n"].concat();
    let seen = befund(&more);
    assert_eq!(seen.signaturen[0].unversehrt, Unversehrt::Ja);
    assert!(seen.signaturen[0].danach_ergaenzt);
    assert!(seen.hinweise.iter().any(|h| h.starts_with("Nach der letzten Signatur")));

    assert!(!befund(&[ONE, b"\r\n"].concat()).signaturen[0].danach_ergaenzt);

    let seen = befund(&ONE[..ONE.len() - 20]);
    assert_eq!(seen.signaturen[0].unversehrt, Unversehrt::Nein);
    assert!(seen.pruefung_noetig);
}

#[test]
fn a_signature_of_an_unknown_kind_is_neither_good_nor_bad() {
    let seen = inspect(crate::guarded::signed(), "a.pdf").befund;
    assert_eq!(seen.signaturen[0].unversehrt, Unversehrt::Unklar);
    assert!(seen.hinweise.iter().any(|h| h.contains("nicht feststellbar")));
    assert!(!seen.pruefung_noetig);
}

/// Appends objects to a file, the way programs that never rewrite a signed file do.
fn appended(objects: &[(u32, &str)]) -> Vec<u8> {
    let mut file = ONE.to_vec();
    let before = file.windows(9).rposition(|window| window == b"startxref").unwrap();
    let tail = String::from_utf8_lossy(file.get(before + 9..).unwrap()).into_owned();
    let before: u32 = tail.split_whitespace().next().unwrap().parse().unwrap();
    let mut table = "xref\n".to_owned();
    for (id, object) in objects {
        table += &format!("{id} 1\n{:010} 00000 n \n", file.len());
        file.extend(format!("{id} 0 obj\n{object}\nendobj\n").bytes());
    }
    let at = file.len();
    let trailer = lopdf::Document::load_mem(ONE).unwrap().trailer;
    let info = trailer.get(b"Info").and_then(lopdf::Object::as_reference);
    let info = info.map(|(id, _)| format!("/Info {id} 0 R")).unwrap_or_default();
    table += &format!("trailer\n<</Size 40/Root 1 0 R{info}/Prev {before}>>\n");
    table += &format!("startxref\n{at}\n%%EOF\n");
    file.extend(table.bytes());
    file
}

#[test]
fn proofs_may_be_added_and_a_page_may_not() {
    let document = lopdf::Document::load_mem(ONE).unwrap();
    let catalog = document.catalog().unwrap();
    let form = catalog.get(b"AcroForm").unwrap().as_reference();
    let form = form.map(|(id, _)| format!("/AcroForm {id} 0 R")).unwrap();
    assert!(catalog.iter().all(|(key, _)| {
        ["Type", "Pages", "AcroForm"].contains(&std::str::from_utf8(key).unwrap())
    }));
    let catalog = format!("<</Type/Catalog/Pages 2 0 R{form}/DSS 30 0 R>>");
    let proofs = [
        (1, catalog.as_str()),
        (30, "<</Certs[31 0 R]>>"),
        (31, "<</Length 3>>stream\nabc\nendstream"),
    ];
    let seen = befund(&appended(&proofs));
    assert_eq!(seen.signaturen[0].unversehrt, Unversehrt::Ja);
    assert!(!seen.signaturen[0].danach_ergaenzt);

    let changed = (4, "<</Length 30>>stream\nBT /F 12 Tf (Anderes) Tj ET    \nendstream");
    for added in [vec![changed], [&proofs[..], &[changed]].concat()] {
        let seen = befund(&appended(&added));
        assert_eq!(seen.text, "Anderes");
        assert!(seen.signaturen[0].danach_ergaenzt);
    }
}

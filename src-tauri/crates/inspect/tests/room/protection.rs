//! Passwords, permissions, certificates, and protection that is broken.
//!
//! Never expects more than a clear word where nothing can be read.

use domain::merkmale::Schutz;
use inspect::{Read, TEXT_BYTES_MAX, positions, read_with, thumbnail};

use crate::{guarded, inspect::check_marked, pdfs};

fn read(bytes: &[u8], password: Option<&str>) -> Read {
    read_with(bytes, "a.pdf", password)
}

#[test]
fn the_right_password_opens_and_is_not_shown() {
    for kind in guarded::Cipher::ALL {
        let locked = guarded::locked_with(kind, "geheim");
        let without = read(&locked, None).befund;
        check_marked(&without, "Die PDF-Datei ist mit einem Kennwort geschützt.");
        assert_eq!((without.schutz, without.seiten), (Schutz::Kennwort, None), "{kind:?}");

        let wrong = read(&locked, Some("falsch")).befund;
        check_marked(&wrong, "Das eingegebene Kennwort öffnet die PDF-Datei nicht.");
        assert!(wrong.verschluesselt && wrong.text.is_empty());

        let right = read(&locked, Some("geheim"));
        assert_eq!(right.befund.text, "Geheimes Schreiben", "{kind:?}");
        assert_eq!(right.befund.seiten, Some(1));
        assert_eq!(right.befund.titel.as_deref(), Some(pdfs::TITEL));
        assert_eq!((right.befund.schutz, right.befund.verschluesselt), (Schutz::Kennwort, true));
        assert!(!right.befund.pruefung_noetig && right.befund.hinweise.is_empty());
        assert!(!format!("{right:?}").contains("geheim"));
        assert!(thumbnail(locked.clone(), &right).is_some(), "{kind:?}");
        let words = positions(&locked, Some("geheim"), 0..1).unwrap();
        assert_eq!(words[0].text(), "Geheimes Schreiben");
        assert!(positions(&locked, None, 0..1).is_err());
    }
}

#[test]
fn mere_permissions_need_no_password() {
    for kind in guarded::Cipher::ALL {
        for password in [None, Some("unnötig")] {
            let open = guarded::locked_with(kind, "");
            let seen = read(&open, password);
            assert_eq!(seen.befund.schutz, Schutz::NurRechte, "{kind:?}");
            assert_eq!(seen.befund.text, "Geheimes Schreiben");
            assert!(!seen.befund.verschluesselt && !seen.befund.pruefung_noetig);
            assert!(thumbnail(open, &seen).is_some());
        }
    }
}

#[test]
fn certificates_and_broken_protection_are_told_apart() {
    let locked = guarded::locked_with(guarded::Cipher::Aes256, "geheim");
    let with = |from: &[u8], to: &[u8]| {
        let at = locked.windows(from.len()).position(|window| window == from).unwrap();
        [&locked[..at], to, &locked[at + from.len()..]].concat()
    };
    let certificate = read(&with(b"/Standard", b"/Adobe.PubSec"), None).befund;
    check_marked(&certificate, "Die PDF-Datei ist mit einem Zertifikat");
    assert_eq!(certificate.schutz, Schutz::Zertifikat);
    for (from, to) in
        [(&b"/V 5"[..], &b"/V 77"[..]), (b"/Standard", b"/Hausmarke"), (b"/UE", b"/XX")]
    {
        for password in [None, Some("geheim")] {
            let broken = read(&with(from, to), password).befund;
            assert!(broken.pruefung_noetig && broken.verschluesselt, "{to:?}: {broken:?}");
            assert!(broken.text.len() < TEXT_BYTES_MAX);
            assert!(matches!(broken.schutz, Schutz::Unbekannt | Schutz::Kennwort), "{broken:?}");
        }
    }
}

#[test]
fn every_cut_of_a_locked_file_has_a_word_for_it() {
    let locked = guarded::locked_with(guarded::Cipher::Aes256, "geheim");
    for part in 1..24 {
        let cut = &locked[..locked.len() * part / 24];
        assert!(read(cut, Some("geheim")).befund.pruefung_noetig, "{part}");
    }
}

//! What a first look finds in documents of all kinds.
//!
//! Never starts a process: the same functions run inside the worker.

use std::fs;

use inspect::{Befund, Inspected, TEXT_BYTES_MAX, inspect, read};

use crate::{guarded, pdfs};

fn befund(bytes: Vec<u8>, name: &str) -> Befund {
    inspect(bytes, name).befund
}

/// Checks that a document is kept for a person, with a sentence that begins like this.
#[track_caller]
pub(crate) fn check_marked(befund: &Befund, start: &str) {
    assert!(befund.pruefung_noetig, "{befund:?}");
    assert!(befund.hinweise.iter().any(|h| h.starts_with(start)), "{:?}", befund.hinweise);
}

/// Returns the size of a PNG.
#[track_caller]
fn size(png: &Inspected) -> (u32, u32) {
    let png = png.thumbnail.as_deref().unwrap();
    let reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
    reader.info().size()
}

#[test]
fn a_plain_pdf_tells_its_facts() {
    let seen =
        inspect(pdfs::simple(&["Gemeinde Musterstadt\nGebühr: 12,50", "Seite zwei"]), "a.pdf");
    let befund = &seen.befund;
    assert_eq!(befund.mime, "application/pdf");
    assert_eq!(befund.seiten, Some(2));
    assert_eq!(befund.titel.as_deref(), Some(pdfs::TITEL));
    assert_eq!(befund.erstellt_um.unwrap().to_string(), "2026-09-30T08:15:00Z");
    assert_eq!(befund.text, "Gemeinde Musterstadt\nGebühr: 12,50\u{c}Seite zwei");
    assert!(befund.textebene && !befund.verschluesselt && !befund.signiert);
    assert!(befund.hinweise.is_empty() && !befund.pruefung_noetig);
    assert_eq!(befund.merkmale().seiten, Some(2));
    assert_eq!(size(&seen), (240, 339));
}

#[test]
fn empty_and_foreign_files_say_what_they_are() {
    check_marked(&befund(vec![], "a.pdf"), "Die Datei ist leer.");
    check_marked(&befund(b"Guten Tag".to_vec(), "a.pdf"), "Der Dateiname endet auf");
    check_marked(&befund(vec![1, 0, 3, 200, 9], "a.pdf"), "Der Dateiname endet auf");
    check_marked(&befund(vec![1, 0, 3, 200, 9], "a.bin"), "Dieses Dateiformat");
    check_marked(&befund(b"%PDF-1.7\nnichts weiter".to_vec(), "a.pdf"), "Die PDF-Datei ist unvoll");
}

#[test]
fn a_truncated_pdf_is_marked_wherever_it_was_cut() {
    let whole = pdfs::simple(&["eins", "zwei", "drei"]);
    for part in 1..20 {
        let cut = whole[..whole.len() * part / 20].to_vec();
        check_marked(&befund(cut, "a.pdf"), "Die PDF-Datei ist unvollständig oder beschädigt.");
    }
}

#[test]
fn no_cut_and_no_flipped_byte_is_a_panic() {
    let whole = pdfs::simple(&["Akte 12/2026"]);
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x15;
        if at % 16 == 0 {
            let _ = inspect(bytes, "a.pdf");
        } else {
            let _ = read(&bytes, "a.pdf");
        }
    }
}

#[test]
fn a_password_is_told_from_mere_permissions() {
    let locked = inspect(pdfs::locked("geheim"), "a.pdf");
    assert!(locked.befund.verschluesselt && locked.befund.seiten.is_none());
    assert_eq!(locked.thumbnail, None);
    check_marked(&locked.befund, "Die PDF-Datei ist mit einem Kennwort geschützt.");

    let open = inspect(pdfs::locked(""), "a.pdf");
    assert!(!open.befund.verschluesselt && !open.befund.pruefung_noetig, "{:?}", open.befund);
    assert_eq!(open.befund.text, "Geheimes Schreiben");
    assert!(open.thumbnail.is_some());
}

#[test]
fn signatures_are_seen_even_in_a_damaged_file() {
    let signed = guarded::signed();
    assert!(befund(signed.clone(), "a.pdf").signiert);
    let table_at = signed.windows(9).position(|window| window == b"startxref").unwrap();
    assert!(befund(signed[..table_at].to_vec(), "a.pdf").signiert);
    assert!(!befund(pdfs::simple(&["x"]), "a.pdf").signiert);
}

#[test]
fn bombs_are_marked_and_leave_the_good_pages() {
    let content = inspect(pdfs::content_bomb(), "a.pdf");
    check_marked(&content.befund, "Die PDF-Datei enthält ungewöhnlich stark gepackte Daten");
    assert_eq!((content.befund.seiten, content.befund.text.as_str()), (Some(2), "harmlos"));
    let objects = befund(pdfs::object_stream_bomb(), "a.pdf");
    check_marked(&objects, "Die PDF-Datei enthält ungewöhnlich stark gepackte Daten");
}

#[test]
fn the_text_of_many_pages_is_bounded_and_quick() {
    let line = "Wort ".repeat(2000);
    let pages: Vec<&str> = (0..1000).map(|_| line.as_str()).collect();
    let befund = befund(pdfs::simple(&pages), "a.pdf");
    assert_eq!(befund.seiten, Some(1000));
    assert!(befund.text.len() <= TEXT_BYTES_MAX && befund.text.len() > TEXT_BYTES_MAX - 10);
    assert_eq!(befund.hinweise.len(), 1);
    assert!(!befund.pruefung_noetig);
}

#[test]
fn images_have_one_page_and_a_small_picture() {
    let png = |cut: usize| {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, 1240, 1754);
        encoder.set_color(png::ColorType::Rgba);
        let mut writer = encoder.write_header().unwrap();
        let pixels: Vec<u8> = (0..1240 * 1754 * 4).map(|i| (i % 251) as u8).collect();
        writer.write_image_data(&pixels).unwrap();
        writer.finish().unwrap();
        bytes.truncate(bytes.len() - cut);
        bytes
    };
    let whole = inspect(png(0), "scan.png");
    assert_eq!((whole.befund.mime.as_str(), whole.befund.seiten), ("image/png", Some(1)));
    assert!(!whole.befund.pruefung_noetig);
    assert_eq!(size(&whole), (240, 339));
    check_marked(&befund(png(2000), "scan.png"), "Die Bilddatei ist unvollständig");
    check_marked(&befund(b"\xFF\xD8\xFF\xE0kaputt".to_vec(), "a.jpg"), "Die Bilddatei ist unvoll");
}

/// An invoice of others, and two PDF/A test files, where the machine has them.
#[test]
fn pdfs_of_others_are_read() {
    for path in pdfs::material() {
        let seen = inspect(fs::read(&path).unwrap(), "a.pdf");
        assert!(seen.befund.seiten.is_some_and(|pages| pages > 0), "{path:?}: {:?}", seen.befund);
        assert!(!seen.befund.pruefung_noetig, "{path:?}: {:?}", seen.befund.hinweise);
        // One has letters that nothing names, which are for a reader of pictures.
        let pages = seen.befund.seiten.unwrap();
        let words = seen.befund.text.split_whitespace().count();
        assert!(words > 20 || seen.befund.seiten_ohne_text == pages, "{path:?}: {words}");
        assert_eq!(size(&seen).0, 240, "{path:?}");
    }
}

//! Office documents, letters and packed files: named, kept, never opened here.
//!
//! Never more than the outside of a container.

use domain::merkmale::{AktiverInhalt, Schutz};
use inspect::{Befund, inspect};

fn befund(bytes: &[u8], name: &str) -> Befund {
    inspect(bytes.to_vec(), name).befund
}

/// A ZIP file with empty members of these names.
fn zip(names: &[&str]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for name in names {
        let at = (file.len() as u32).to_le_bytes();
        let length = (name.len() as u16).to_le_bytes();
        file.extend(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0");
        file.extend([0; 12]);
        file.extend(length);
        file.extend([0; 2]);
        file.extend(name.as_bytes());
        directory.extend(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0");
        directory.extend([0; 12]);
        directory.extend(length);
        directory.extend([0; 12]);
        directory.extend(at);
        directory.extend(name.as_bytes());
    }
    let (at, size) = (file.len() as u32, directory.len() as u32);
    file.extend(directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend([(names.len() as u16).to_le_bytes(); 2].concat());
    file.extend(size.to_le_bytes());
    file.extend(at.to_le_bytes());
    file.extend([0; 2]);
    file
}

/// An OLE container with entries of these names, as far as its directory goes.
fn ole(names: &[&str]) -> Vec<u8> {
    let mut file = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    file.resize(512, 0);
    for name in names {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = entry.len() as u16 + 2;
        entry.resize(64, 0);
        entry.extend(length.to_le_bytes());
        entry.resize(128, 0);
        file.extend(entry);
    }
    file
}

const WITHOUT_PREVIEW: &str = "Für dieses Format gibt es kein Vorschaubild.";

#[test]
fn office_documents_are_kept_without_a_warning() {
    let odt =
        b"PK\x03\x04..............................mimetypeapplication/vnd.oasis.opendocument.text";
    for (bytes, name, kind) in [
        (zip(&["[Content_Types].xml", "word/document.xml"]), "a.docx", "wordprocessingml.document"),
        (zip(&["xl/workbook.xml"]), "a.bin", "spreadsheetml.sheet"),
        (zip(&["ppt/presentation.xml"]), "a.pptx", "presentationml.presentation"),
        (odt.to_vec(), "a.odt", "opendocument.text"),
        (ole(&["Root Entry", "WordDocument"]), "a.doc", "msword"),
        (ole(&["Root Entry", "Workbook"]), "a.xls", "ms-excel"),
        (ole(&["PowerPoint Document"]), "a.ppt", "ms-powerpoint"),
        (b"{\\rtf1 Hallo}".to_vec(), "a.rtf", "rtf"),
    ] {
        let seen = befund(&bytes, name);
        assert!(seen.mime.ends_with(kind), "{name}: {}", seen.mime);
        assert_eq!(seen.hinweise, [WITHOUT_PREVIEW], "{name}");
        assert!(!seen.pruefung_noetig && seen.aktive_inhalte.is_empty());
    }
}

#[test]
fn macros_are_named() {
    for bytes in [
        zip(&["word/document.xml", "word/vbaProject.bin"]),
        ole(&["WordDocument", "Macros"]),
        ole(&["Workbook", "_VBA_PROJECT_CUR"]),
    ] {
        let seen = befund(&bytes, "a.docm");
        assert_eq!(seen.aktive_inhalte, [AktiverInhalt::Makro]);
        assert!(seen.hinweise.iter().any(|h| h.contains("nie ausgeführt")));
        assert!(!seen.pruefung_noetig);
    }
}

#[test]
fn a_locked_office_document_asks_for_its_password() {
    let seen = befund(&ole(&["EncryptionInfo", "EncryptedPackage"]), "a.xlsx");
    assert!(seen.verschluesselt && seen.pruefung_noetig);
    assert_eq!(seen.schutz, Schutz::Kennwort);
    assert!(seen.mime.ends_with("spreadsheetml.sheet"));
}

#[test]
fn letters_and_packed_files_are_anothers_work() {
    let letter = b"Received: from a by b\r\nFrom: a@example.org\r\nSubject: Gruss\r\n\r\nHallo";
    for (bytes, name, mime) in [
        (letter.to_vec(), "ohne-endung", "message/rfc822"),
        (b"From: a@example.org\r\n\r\nHallo".to_vec(), "a.eml", "message/rfc822"),
        (ole(&["__properties_version1.0"]), "a.bin", "application/vnd.ms-outlook"),
        (zip(&["Fotos/1.jpg"]), "a.bin", "application/zip"),
        (zip(&[]), "leer.zip", "application/zip"),
    ] {
        let seen = befund(&bytes, name);
        assert_eq!(seen.mime, mime);
        assert!(!seen.pruefung_noetig && seen.hinweise.is_empty(), "{mime}: {:?}", seen.hinweise);
    }
    assert_eq!(befund(b"An: Bauhof\nVon: Amt\n\nHallo", "a").mime, "text/plain");
}

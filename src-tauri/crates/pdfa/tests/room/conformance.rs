//! What ISO 19005 asks of a file, seen on everything the writer can write.
//!
//! Never a validator's whole judgement: that comes from outside.

use pdfa::{Attachment, Level, PagePicture, PdfaError, Relationship, Turn, Writer};

use crate::checker;
use crate::support::{asked, bitonal, grey, meta, rgb, shared, single, text};

/// A grey JPEG of 8 by 8 pixels, all of one colour.
fn jpeg() -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xdb, 0, 67, 0];
    bytes.extend([1; 64]);
    bytes.extend([0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0]);
    // One code in each table: "no difference" and "end of block".
    for class in [0x00, 0x10] {
        bytes.extend([0xff, 0xc4, 0, 20, class, 1]);
        bytes.extend([0; 15]);
        bytes.push(0);
    }
    bytes.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0b0011_1111, 0xff, 0xd9]);
    bytes
}

fn every_kind(level: Level) -> Vec<u8> {
    let (black, grey, rgb) = (bitonal(200, 300), grey(200, 300), rgb(200, 300));
    let words = text(595, 842, &["Antrag auf Erlaubnis nach § 29 Abs. 2 StVO", "Grüße 𝔉 € ½"]);
    let empty = text(595, 842, &[]);
    let jpeg = jpeg();
    let jpeg = PagePicture::Jpeg { bytes: &jpeg, width: 8, height: 8, components: 1 };
    let mut writer = Writer::new(Vec::new(), &meta(), level).unwrap();
    let pixels = PagePicture::Pixels;
    writer.page(pixels(&black), 595.0, 842.0, Turn::None, Some(&words)).unwrap();
    writer.page(pixels(&grey), 842.0, 595.0, Turn::Right, None).unwrap();
    writer.page(pixels(&rgb), 14_400.0, 3.0, Turn::Half, Some(&empty)).unwrap();
    writer.page(jpeg, 595.3, 841.9, Turn::Left, Some(&words)).unwrap();
    if level == Level::A3u {
        for (name, relationship) in
            [("Transfervermerk Prüfung.xml", Relationship::Data), ("a.pdf", Relationship::Source)]
        {
            let attachment = Attachment {
                name,
                mime: "application/xml",
                beschreibung: "Transfervermerk",
                relationship,
                bytes: b"<vermerk/>",
            };
            writer.attach(attachment).unwrap();
        }
    }
    writer.finish().unwrap()
}

#[test]
fn every_kind_of_page_keeps_the_rules() {
    for level in [Level::A2u, Level::A3u] {
        let pdf = every_kind(level);
        checker::check(&pdf, level);
        asked("qpdf", &["--check"], &pdf, &[]);
        // Same input, same bytes.
        assert!(pdf == every_kind(level));
        if let Some(folder) = std::env::var_os("FORSTHAUS_PDFA_OUT") {
            // For a validator outside.
            std::fs::write(std::path::Path::new(&folder).join(format!("{level:?}.pdf")), pdf)
                .unwrap();
        }
    }
}

#[test]
fn other_content_has_another_number() {
    let id = |pdf: &[u8]| {
        let document = lopdf::Document::load_mem(pdf).unwrap();
        format!("{:?}", document.trailer.get(b"ID").unwrap())
    };
    let of = |width| single(PagePicture::Pixels(&bitonal(width, 10)), Turn::None, None);
    assert_ne!(id(&of(10)), id(&of(11)));
}

#[test]
fn an_attachment_comes_out_as_it_went_in() {
    let pdf = every_kind(Level::A3u);
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_str().unwrap().to_owned();
    if asked("pdfdetach", &["-saveall", "-o", &folder], &pdf, &[]).is_some() {
        let path = std::path::Path::new(&folder).join("Transfervermerk Prüfung.xml");
        assert_eq!(std::fs::read(path).unwrap(), b"<vermerk/>");
    }
}

#[test]
fn what_would_break_the_rules_is_refused() {
    let image = bitonal(10, 10);
    let picture = PagePicture::Pixels(&image);
    let mut writer = Writer::new(Vec::new(), &meta(), Level::A2u).unwrap();
    for (width, height) in [(2.9, 100.0), (100.0, 14_400.1), (f32::NAN, 100.0)] {
        let refused = writer.page(picture, width, height, Turn::None, None);
        assert!(matches!(refused, Err(PdfaError::PageSize(..))), "{width} {height}");
    }
    let cmyk = PagePicture::Jpeg { bytes: &jpeg(), width: 8, height: 8, components: 4 };
    let refused = writer.page(cmyk, 100.0, 100.0, Turn::None, None);
    assert!(matches!(refused, Err(PdfaError::Picture(_))));
    let attachment = Attachment {
        name: "a",
        mime: "text/plain",
        beschreibung: "",
        relationship: Relationship::Data,
        bytes: b"",
    };
    assert!(matches!(writer.attach(attachment), Err(PdfaError::NoAttachments)));
    assert!(matches!(writer.finish(), Err(PdfaError::Empty)));
}

#[test]
fn a_refused_page_leaves_a_sound_document() {
    let image = bitonal(10, 10);
    let mut writer = Writer::new(Vec::new(), &meta(), Level::A2u).unwrap();
    let broken = PagePicture::Jpeg { bytes: b"no", width: 8, height: 8, components: 1 };
    assert!(writer.page(broken, 100.0, 100.0, Turn::None, None).is_err());
    writer.page(PagePicture::Pixels(&image), 100.0, 100.0, Turn::None, None).unwrap();
    let pdf = writer.finish().unwrap();
    checker::check(&pdf, Level::A2u);
    asked("qpdf", &["--check"], &pdf, &[]);
}

#[test]
fn the_checker_agrees_with_what_others_made() {
    let folder = shared("pdfa");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("NOT CHECKED: {} is missing", folder.display());
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let found = checker::whole(&std::fs::read(&path).unwrap());
        assert_eq!(found, Vec::<String>::new(), "{}", path.display());
    }
}

#[test]
fn the_checker_sees_what_is_wrong() {
    let good = every_kind(Level::A2u);
    assert_eq!(checker::findings(&good, Level::A2u), Vec::<String>::new());
    for (from, to) in [
        ("%PDF-1.7", "%PDF-x.7"),
        ("/OutputIntents", "/OutputIntentz"),
        ("/ToUnicode", "/ToUnicodz"),
        ("/FontFile2", "/FontFilez"),
        ("/CIDToGIDMap", "/CIDToGIDMaq"),
        ("/DW 500", "/DW 501"),
        ("/N 3", "/N 4"),
        ("/DCTDecode", "/JPXDecode"),
        ("/CCITTFaxDecode", "/JBIG2Decode   "),
        ("<pdfaid:part>2", "<pdfaid:part>1"),
        ("0.1.0</pdf:Producer>", "0.1.1</pdf:Producer>"),
        ("2026-03-04T05:06:07Z</xmp:CreateDate>", "2026-03-04T05:06:08Z</xmp:CreateDate>"),
        ("/ID[", "/IX["),
    ] {
        assert_eq!(from.len(), to.len());
        let at = good.windows(from.len()).position(|bytes| bytes == from.as_bytes()).expect(from);
        let mut bad = good.clone();
        bad[at..at + to.len()].copy_from_slice(to.as_bytes());
        assert!(checker::findings(&bad, Level::A2u) != Vec::<String>::new(), "{from} -> {to}");
    }
}

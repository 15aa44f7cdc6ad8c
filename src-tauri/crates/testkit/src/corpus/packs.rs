//! Packed files: plain ZIPs, nested ones, bombs, lying ones, and the office documents that are
//! ZIPs as well.
//!
//! Never a macro that does anything.

use std::io::{Cursor, Write};

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::raw::pages;
use super::{Sample, Shelf, invoices, mails, sample};
use crate::bad;

pub(super) fn put(shelf: &mut Shelf<'_>, seed: u64) -> Result<()> {
    shelf.put_all(zips(seed)?)?;
    shelf.put_all(office()?)?;
    shelf.put_all(others())
}

/// Packs files, all dated the same.
fn zip(files: &[(&str, &[u8])]) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for (name, bytes) in files {
        zip.start_file(*name, options).context("a ZIP's entry")?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish().context("a ZIP")?.into_inner())
}

fn zips(seed: u64) -> Result<Vec<Sample>> {
    let pdf = pages(2);
    let mail = mails::with_two(seed);
    let good = zip(&[
        ("Antrag.pdf", &pdf),
        ("Unterlagen/Lageplan.pdf", &pdf),
        ("rechnung.xml", invoices::ubl().as_bytes()),
        ("Nachricht.eml", &mail),
    ])?;
    let mut nested = good.clone();
    for _ in 0..12 {
        nested = zip(&[("innen.zip", &nested)])?;
    }
    let spaces = vec![b' '; 200 << 20];
    let bomb = zip(&[("bombe.txt", &spaces)])?;
    let bombs: Vec<(String, &[u8])> = (0..20).map(|n| (format!("{n}.zip"), &bomb[..])).collect();
    let bombs: Vec<(&str, &[u8])> =
        bombs.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let many: Vec<String> = (0..20_000).map(|n| format!("{n}.txt")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    let cut = good.get(..good.len() * 3 / 4).unwrap_or_default().to_vec();
    let file = |name: &str, bytes| sample("archiv", format!("archiv/{name}.zip"), bytes);
    Ok(vec![
        file("unterlagen", good.clone()),
        file("verschachtelt", nested),
        file("bombe", bomb.clone()),
        file("bomben", zip(&bombs)?),
        file("zwanzigtausend", zip(&many)?),
        file(
            "ausbruch",
            zip(&[("../../../etc/forsthaus", b"x"), ("/absolut.txt", b"x"), ("C:\\a.txt", b"x")])?,
        ),
        file("verschluesselt", encrypted(&good)),
        file("zweimal-derselbe-name", zip_twice()),
        file("abgeschnitten", cut),
        file("leer", zip(&[])?),
        file("umlaute", zip(&[("Übersicht Gebühren.pdf", &pdf)])?),
    ])
}

/// The flag that says "encrypted", in every entry and in the list of entries.
fn encrypted(zip: &[u8]) -> Vec<u8> {
    let mut bytes = zip.to_vec();
    for (mark, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let places: Vec<usize> =
            (0..bytes.len()).filter(|at| bytes.get(*at..at + 4) == Some(mark)).collect();
        for at in places {
            if let Some(byte) = bytes.get_mut(at + flags) {
                *byte |= 1;
            }
        }
    }
    bytes
}

/// Two entries of one name; the library refuses that, so the name is changed afterwards.
fn zip_twice() -> Vec<u8> {
    let mut bytes = zip(&[("a.txt", b"eins"), ("b.txt", b"zwei")]).unwrap_or_default();
    let places: Vec<usize> =
        (0..bytes.len()).filter(|at| bytes.get(*at..at + 5) == Some(b"b.txt")).collect();
    for at in places {
        if let Some(byte) = bytes.get_mut(at) {
            *byte = b'a';
        }
    }
    bytes
}

const TYPES: &[u8] = b"<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
const WORD: &[u8] = b"<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>Sehr geehrte Damen und Herren</w:t></w:r></w:p></w:body></w:document>";

fn office() -> Result<Vec<Sample>> {
    let macros: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0];
    let types = ("[Content_Types].xml", TYPES);
    let file = |name: &str, bytes| sample("buero", format!("buero/{name}"), bytes);
    let odt =
        zip(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<a/>")])?;
    let ole = |stream: &str| -> Result<Vec<u8>> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).context("a container")?;
        file.create_stream(stream)?.write_all(&[7; 5000])?;
        file.set_modified_time("/", std::time::SystemTime::UNIX_EPOCH)?;
        file.flush()?;
        Ok(file.into_inner().into_inner())
    };
    Ok(vec![
        file("brief.docx", zip(&[types, ("word/document.xml", WORD)])?),
        file(
            "brief-mit-makro.docm",
            zip(&[types, ("word/document.xml", WORD), ("word/vbaProject.bin", macros)])?,
        ),
        file(
            "makro-heisst-docx.docx",
            zip(&[types, ("word/document.xml", WORD), ("word/vbaProject.bin", macros)])?,
        ),
        file("tabelle.xlsx", zip(&[types, ("xl/workbook.xml", b"<workbook/>")])?),
        file(
            "tabelle-mit-makro.xlsm",
            zip(&[types, ("xl/workbook.xml", b"<workbook/>"), ("xl/vbaProject.bin", macros)])?,
        ),
        file("vorlage.odt", odt),
        file("alt.doc", ole("/WordDocument")?),
        file("alt.xls", ole("/Workbook")?),
        file("brief-kaputt.docx", zip(&[types, ("word/document.xml", b"<w:document><w:body>")])?),
        file("brief.rtf", b"{\\rtf1\\ansi Sehr geehrte {\\b Damen} und Herren\\par}".to_vec()),
    ])
}

/// Other packers, and a packer's bomb without a list of its entries.
fn others() -> Vec<Sample> {
    let seven = [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4, 0, 0, 0, 0].to_vec();
    let mut gzip = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    // Deflate without its wrapping, and without the sums that belong behind it.
    gzip.extend(bad::deflated_spaces(64).get(2..).unwrap_or_default());
    let file = |name: &str, bytes| sample("archiv", format!("archiv/{name}"), bytes);
    vec![
        file("a.7z", seven),
        file("bombe.gz", gzip),
        file("a.rar", b"Rar!\x1a\x07\x01\x00".to_vec()),
        file("a.tar", tar()),
    ]
}

fn tar() -> Vec<u8> {
    let mut bytes = b"brief.txt".to_vec();
    bytes.resize(257, 0);
    bytes.extend(b"ustar\x0000");
    bytes.resize(1536, 0);
    bytes
}

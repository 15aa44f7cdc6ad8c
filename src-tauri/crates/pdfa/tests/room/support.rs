//! Pages and documents for the tests.
//!
//! Never reads a foreign file.

use std::path::Path;
use std::process::{Command, Stdio};

use domain::textebene::{Seitentext, Textquelle, Wort};
use page::{PageImage, Pixels};
use pdfa::{Level, Meta, PagePicture, Turn, Writer};

pub(crate) fn meta() -> Meta {
    Meta {
        titel: "Bescheid über Gebühren & <Auslagen>".to_owned(),
        erstellt_um: "2026-03-04T05:06:07Z".parse().unwrap(),
        sprache: "de-DE".to_owned(),
        programm: "Forsthaus 0.1.0".to_owned(),
    }
}

/// Words in lines, set like a typewriter: 10 points high, 6 wide for each letter.
pub(crate) fn text(width_pt: u16, height_pt: u16, lines: &[&str]) -> Seitentext {
    let mut zeilen = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        let mut x = 500_u16;
        let mut zeile = Vec::new();
        for word in line.split(' ') {
            let b = u16::try_from(word.chars().count()).unwrap() * 60;
            let y = 500 + u16::try_from(row).unwrap() * 160;
            zeile.push(Wort { text: word.to_owned(), x, y, b, h: 100, sicher: Some(90) });
            x += b + 60;
        }
        zeilen.push(zeile);
    }
    let (breite, hoehe) = (width_pt * 10, height_pt * 10);
    Seitentext { breite, hoehe, quelle: Textquelle::Ocr, zeilen }
}

/// A picture whose corners all differ, so that no turn goes unseen.
pub(crate) fn bitonal(width: u32, height: u32) -> PageImage {
    let row_bytes = width.div_ceil(8);
    let mut bits = Vec::new();
    for y in 0..height {
        for byte in 0..row_bytes {
            let mut value = 0_u8;
            for x in byte * 8..byte * 8 + 8 {
                let ink =
                    x < width && (x < width / 4 && y < height / 3 || (x * 7 + y * 3) % 31 < 4);
                value = value << 1 | u8::from(ink);
            }
            bits.push(value);
        }
    }
    PageImage::new(width, height, 300, Pixels::Bitonal(bits)).unwrap()
}

pub(crate) fn grey(width: u32, height: u32) -> PageImage {
    let value = |x: u32, y: u32| (x * 255 / width) as u8 ^ ((y / 3) as u8 & 0x1f);
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| value(x, y))).collect();
    PageImage::new(width, height, 300, Pixels::Grey(pixels)).unwrap()
}

pub(crate) fn rgb(width: u32, height: u32) -> PageImage {
    let value = |x: u32, y: u32| [(x * 255 / width) as u8, (y * 255 / height) as u8, (x ^ y) as u8];
    let pixels = (0..height).flat_map(|y| (0..width).flat_map(move |x| value(x, y))).collect();
    PageImage::new(width, height, 300, Pixels::Rgb(pixels)).unwrap()
}

/// A document of one page.
pub(crate) fn single(picture: PagePicture<'_>, turn: Turn, text: Option<&Seitentext>) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), &meta(), Level::A2u).unwrap();
    writer.page(picture, 595.0, 842.0, turn, text).unwrap();
    writer.finish().unwrap()
}

/// What a program of the system says about a file; nothing, and loudly, where it is missing.
pub(crate) fn asked(program: &str, arguments: &[&str], pdf: &[u8], end: &[&str]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pdf");
    std::fs::write(&path, pdf).unwrap();
    let mut command = Command::new(program);
    command.args(arguments).arg(&path).args(end).stdin(Stdio::null());
    match command.output() {
        Ok(said) => {
            let text = String::from_utf8_lossy(&said.stdout).into_owned();
            let trouble = String::from_utf8_lossy(&said.stderr);
            assert!(said.status.success(), "{program}: {text}{trouble}");
            assert_eq!(trouble, "", "{program}");
            Some(text)
        }
        Err(error) => {
            eprintln!("NOT CHECKED: {program} cannot be started: {error}");
            None
        }
    }
}

pub(crate) fn shared(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/material").join(path)
}

//! Tesseract's table becomes lines of words.
//!
//! Never a word outside its page.

use ocr::{OcrError, Raster, parse};

const HEAD: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";
const RASTER: Raster = Raster { width: 2480, height: 3508, dpi: 300 };

fn read(lines: &[&str]) -> Vec<Vec<String>> {
    let table = format!("{HEAD}{}", lines.join("\n"));
    let text = parse(table.as_bytes(), RASTER).unwrap();
    let words = |line: Vec<domain::textebene::Wort>| line.into_iter().map(|word| word.text);
    text.zeilen.into_iter().map(|line| words(line).collect()).collect()
}

#[test]
fn lines_follow_the_reading_order() {
    let lines = read(&[
        "1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t",
        "5\t1\t1\t1\t1\t1\t100\t100\t200\t40\t96.5\tSehr",
        "5\t1\t1\t1\t1\t2\t320\t100\t200\t40\t91\tgeehrte",
        "5\t1\t1\t1\t2\t1\t100\t160\t200\t40\t88\tGrüße",
        "5\t1\t2\t1\t1\t1\t100\t900\t200\t40\t88\tAnlage",
    ]);
    assert_eq!(lines, [vec!["Sehr", "geehrte"], vec!["Grüße"], vec!["Anlage"]]);
}

#[test]
fn places_become_tenths_of_a_point() {
    let table = format!("{HEAD}5\t1\t1\t1\t1\t1\t300\t600\t150\t50\t96.5\tWort\n");
    let text = parse(table.as_bytes(), RASTER).unwrap();
    assert_eq!((text.breite, text.hoehe), (5952, 8419));
    let word = &text.zeilen[0][0];
    assert_eq!((word.x, word.y, word.b, word.h, word.sicher), (720, 1440, 360, 120, Some(96)));
}

#[test]
fn what_is_no_word_is_left_out() {
    let lines = read(&[
        "5\t1\t1\t1\t1\t1\t100\t100\t200\t40\t-1\tgar nicht",
        "5\t1\t1\t1\t1\t1\t100\t100\t200\t40\tnan\tgar nicht",
        "5\t1\t1\t1\t1\t1\t100\t100\t200\t40\t90\t   ",
        "5\t1\t1\t1\t1\t1\t100\t100\t0\t40\t90\tohne Breite",
        "5\t1\t1\t1\t1\t1\t9999\t100\t10\t40\t90\tdaneben",
        "5\t1\t1\t1\t1\t1\t-3\t100\t10\t40\t90\tdavor",
        "5\t1\t1\t1\t1\t1\t100\t100\t200\t40\t41\t‘",
        "5\t1\t1",
        "Unsinn",
        "",
        "5\t1\t1\t1\t1\t1\t100\t100\t200\t40\t90\t\u{7}gut\u{0}",
    ]);
    assert_eq!(lines, [["gut"]]);
}

#[test]
fn a_word_ends_with_its_page() {
    let table = format!("{HEAD}5\t1\t1\t1\t1\t1\t2400\t3500\t900\t900\t90\tRand\n");
    let text = parse(table.as_bytes(), RASTER).unwrap();
    let word = &text.zeilen[0][0];
    assert_eq!((word.x + word.b, word.y + word.h), (5952, 8419));
}

#[test]
fn something_else_is_no_table() {
    for said in ["", "Error in pixReadStream", "\u{feff}level\tpage_num\t"] {
        assert!(matches!(parse(said.as_bytes(), RASTER), Err(OcrError::Garbled)), "{said}");
    }
}

#[test]
fn a_page_holds_only_so_many_words() {
    let line = "5\t1\t1\t1\t1\t1\t100\t100\t200\t40\t90\tWort\n";
    let text = parse(format!("{HEAD}{}", line.repeat(100_000)).as_bytes(), RASTER).unwrap();
    assert_eq!(text.zeilen.iter().map(Vec::len).sum::<usize>(), 30_000);
}

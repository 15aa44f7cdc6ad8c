//! Words with their places.
//!
//! Never compares with more than the width of a letter.

use domain::textebene::{Seitentext, Wort};
use inspect::{PositionsError, positions};

use crate::pdfs;
use crate::raw::{self, HELVETICA};

fn of(content: &str, page: &str) -> Seitentext {
    let bytes = raw::page(content, &format!("{HELVETICA}{page}"), "", &[]);
    let mut pages = positions(&bytes, None, 0..9).unwrap();
    assert_eq!(pages.len(), 1);
    pages.remove(0)
}

#[track_caller]
fn near(word: &Wort, text: &str, [x, y, b, h]: [u16; 4]) {
    assert_eq!(word.text, text);
    for (found, expected) in [(word.x, x), (word.y, y), (word.b, b), (word.h, h)] {
        assert!(found.abs_diff(expected) <= 12, "{word:?}, not {:?}", [x, y, b, h]);
    }
}

const TWO_WORDS: &str = "BT /F 10 Tf 100 700 Td (Hallo Welt) Tj ET";

#[test]
fn words_lie_where_they_are_shown() {
    let page = of(TWO_WORDS, "");
    assert_eq!((page.breite, page.hoehe), (5950, 8420));
    let [hallo, welt] = page.zeilen[0].as_slice() else { panic!("{page:?}") };
    // Ten points high; Helvetica's widths are known: H a l l o = 2278, space = 278.
    near(hallo, "Hallo", [1000, 1340, 228, 100]);
    near(welt, "Welt", [1256, 1340, 200, 100]);
}

#[test]
fn turned_and_cropped_pages_are_measured_as_shown() {
    let turned = of(TWO_WORDS, "/Rotate 90");
    assert_eq!((turned.breite, turned.hoehe), (8420, 5950));
    near(&turned.zeilen[0][0], "Hallo", [6980, 1000, 100, 228]);
    let flipped = of(TWO_WORDS, "/Rotate 180");
    near(&flipped.zeilen[0][0], "Hallo", [4722, 6980, 228, 100]);
    let cropped = of(TWO_WORDS, "/CropBox[50 100 400 800]");
    assert_eq!((cropped.breite, cropped.hoehe), (3500, 7000));
    near(&cropped.zeilen[0][0], "Hallo", [500, 920, 228, 100]);
}

#[test]
fn gaps_make_words_and_steps_make_lines() {
    let page = of(
        "BT /F 10 Tf 50 700 Td [(Gemein) 20 (de) -400 (Amt)] TJ 0 -12 Td (Zeile) Tj ET \
         BT /F 10 Tf 300 688 Td (rechts) Tj ET BT /F 10 Tf 3 Tr 50 600 Td (unsichtbar) Tj ET \
         BT /F 10 Tf 0 Tr 50 -90 Td (daneben) Tj ET",
        "",
    );
    assert_eq!(page.text(), "Gemeinde Amt\nZeile rechts\nunsichtbar");
    // Drawn twice for a bolder look, said once.
    let bold = of(&format!("{TWO_WORDS} {}", TWO_WORDS.replace("100 700", "100.2 700")), "");
    assert_eq!(bold.text(), "Hallo Welt");
}

#[test]
fn text_and_places_agree_for_documents_of_others() {
    for path in pdfs::material() {
        let bytes = std::fs::read(&path).unwrap();
        let befund = inspect::read(&bytes, "a.pdf").befund;
        let pages = positions(&bytes, None, 0..u32::MAX).unwrap();
        assert_eq!(pages.len() as u32, befund.seiten.unwrap());
        let placed: usize = pages.iter().flat_map(|page| &page.zeilen).map(Vec::len).sum();
        let told = befund.text.split_whitespace().count();
        assert!(placed.abs_diff(told) * 50 <= told, "{path:?}: {placed} of {told}");
    }
}

#[test]
fn ranges_and_files_that_are_none_are_no_trouble() {
    let two = pdfs::simple(&["eins", "zwei"]);
    assert_eq!(positions(&two, None, 1..2).unwrap()[0].text(), "zwei");
    assert_eq!(positions(&two, None, 5..9).unwrap(), []);
    assert_eq!(positions(b"%PDF-nichts", None, 0..9), Err(PositionsError::Unreadable));
    assert_eq!(positions(&pdfs::content_bomb(), None, 0..9), Err(PositionsError::Packed));
    let locked = pdfs::locked("geheim");
    assert_eq!(positions(&locked, Some("falsch"), 0..9), Err(PositionsError::Locked));
}

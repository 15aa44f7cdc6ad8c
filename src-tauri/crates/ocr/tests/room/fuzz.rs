//! Tables that nobody meant.
//!
//! Never a crash, whatever stands in them.

use ocr::{Raster, parse};

const RASTER: Raster = Raster { width: 2480, height: 3508, dpi: 300 };

#[test]
fn fuzz_tsv() {
    bolero::check!().for_each(|bytes: &[u8]| {
        // Behind the right heading, so that the lines are looked at.
        let table = [b"level\tpage_num\tblock_num\n5\t1\t1\t1\t1\t1\t".as_slice(), bytes].concat();
        for table in [bytes, &table] {
            let Ok(text) = parse(table, RASTER) else { continue };
            for word in text.zeilen.iter().flatten() {
                assert!(!word.text.trim().is_empty() && word.b > 0 && word.h > 0);
                assert!(word.x <= text.breite && word.y <= text.hoehe);
                assert!(word.x + word.b <= text.breite + 1 && word.y + word.h <= text.hoehe + 1);
            }
            assert!(text.zeilen.iter().all(|line| !line.is_empty()));
        }
    });
}

/// Found by a guided run: a control character before the blank kept it from being cut off.
#[test]
fn a_word_of_blanks_and_control_characters_is_no_word() {
    let table = "level\tpage_num\tblock_num\n5\t1\t1\t1\t1\t1\t2\t5\t5\t5\t95\t\0 \n";
    assert!(parse(table.as_bytes(), RASTER).unwrap().zeilen.is_empty());
}

//! A letter that comes back: printed, scanned askew and noisy, and recognised by its code.
//!
//! Never the same noise without the same seed.

use page::codes::{CodeArt, codes};
use page::trenner::{Regeln, Seite, trenne};
use page::{PageImage, Pixels};
use schreiben::brief::{Brief, Form};
use schreiben::{setzen, vermerk_setzen};

use crate::muster::{bescheid, drawn, entwurf, vorgang};

/// Turns a page by some degrees and lays noise over it, as a scanner does.
fn worn(image: &PageImage, degrees: f32, seed: u64) -> PageImage {
    let (width, height) = (image.width() as i64, image.height() as i64);
    let grey = |x: i64, y: i64| -> f32 {
        if x < 0 || y < 0 || x >= width || y >= height {
            return 235.0;
        }
        let at = usize::try_from(y * width + x).unwrap();
        match image.pixels() {
            Pixels::Grey(bytes) => f32::from(bytes[at]),
            Pixels::Rgb(bytes) => f32::from(bytes[at * 3 + 1]),
            Pixels::Bitonal(_) => unreachable!("drawn pages have shades"),
        }
    };
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (mx, my) = (width as f32 / 2.0, height as f32 / 2.0);
    let mut state = seed;
    let mut out = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let (dx, dy) = (x as f32 - mx, y as f32 - my);
            let (u, v) = (dx * cos + dy * sin + mx, dy * cos - dx * sin + my);
            let (fu, fv) = (u - u.floor(), v - v.floor());
            let (iu, iv) = (u.floor() as i64, v.floor() as i64);
            let upper = grey(iu, iv) * (1.0 - fu) + grey(iu + 1, iv) * fu;
            let lower = grey(iu, iv + 1) * (1.0 - fu) + grey(iu + 1, iv + 1) * fu;
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let noise = ((state >> 33) % 49) as f32 - 24.0;
            let ink = 40.0 + (upper * (1.0 - fv) + lower * fv) * 0.8;
            out.push((ink + noise).clamp(0.0, 255.0) as u8);
        }
    }
    PageImage::new(image.width(), image.height(), image.dpi(), Pixels::Grey(out)).unwrap()
}

fn check(what: &str, pdf: &[u8]) {
    const SEED: u64 = 41;
    let clean = drawn(pdf, 0, 200);
    for degrees in [2.0, -2.0] {
        let found = codes(&worn(&clean, degrees, SEED));
        eprintln!("{what}: seed {SEED}, 200 dpi, {degrees}°: {found:?}");
        assert_eq!(found.len(), 1, "{what}, {degrees}°");
        assert_eq!(found[0].art, CodeArt::Qr);
        let cut = trenne(&[Seite { codes: found, leer: false }], &Regeln::default());
        let named: Vec<_> = cut.teile.iter().filter_map(|teil| teil.zuweisung.vorgang).collect();
        assert_eq!(named, [vorgang()], "{what}, {degrees}°");
    }
}

#[test]
fn scanned_letter_names_its_vorgang() {
    check("letter, form B", &setzen(&bescheid()).unwrap().pdf);
    check("letter, form A", &setzen(&Brief { form: Form::A, ..bescheid() }).unwrap().pdf);
    check("draft", &setzen(&entwurf()).unwrap().pdf);
}

#[test]
fn scanned_note_names_its_vorgang() {
    check("note", &vermerk_setzen(&crate::vermerk::ortstermin()).unwrap().pdf);
}

#[test]
fn letter_without_a_vorgang_has_no_code() {
    let satz = setzen(&Brief { vorgang: None, ..bescheid() }).unwrap();
    assert!(codes(&drawn(&satz.pdf, 0, 200)).is_empty());
}

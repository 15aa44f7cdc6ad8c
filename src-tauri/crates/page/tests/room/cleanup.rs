//! Scans become straight, upright and clean, and nothing that is written gets lost.

use page::cleanup::{Schritt, Wishes, clean, to_bitonal};
use page::{PageImage, Pixels, Turn};

use crate::paper::{Layout, Rng, Wear, bilevel, drawn, text_pdf, worn};
use crate::pictures::{grey, grey_at, quarter};

fn letter(seed: u64, dpi: u16) -> PageImage {
    drawn(text_pdf(&mut Rng(seed), Layout::Letter), dpi)
}

fn skew(steps: &[Schritt]) -> i32 {
    let found = steps.iter().find_map(|step| match step {
        Schritt::Geradegerueckt { hundertstel_grad } => Some(*hundertstel_grad),
        _ => None,
    });
    found.unwrap_or(0)
}

fn only(change: impl Fn(&mut Wishes)) -> Wishes {
    let mut wishes = Wishes {
        drehen: false,
        orientation: None,
        geraderuecken: false,
        beschneiden: false,
        entflecken: false,
        leerseite: false,
    };
    change(&mut wishes);
    wishes
}

#[test]
fn skew_is_found_and_taken_back() {
    let mut rng = Rng(4);
    for (n, angle) in [1.5_f32, -1.2, 0.4, -3.0, 0.0, 5.0].into_iter().enumerate() {
        let dpi = [300, 200, 150][n % 3];
        let wear = Wear { skew: angle, noise: 10.0, ink: 40.0, paper: 225.0 };
        let image = worn(&letter(n as u64, dpi), wear, &mut rng);
        let wishes = only(|wishes| wishes.geraderuecken = true);
        for image in [image.clone(), bilevel(&image)] {
            let cleaned = clean(&image, &wishes);
            let found = skew(&cleaned.steps);
            eprintln!("applied {angle}°, found {} hundredths at {dpi} dpi", found);
            assert!((found - (angle * 100.0) as i32).abs() <= 10);
            assert!(skew(&clean(&cleaned.image, &wishes).steps).abs() <= 10);
        }
    }
}

#[test]
fn pages_are_turned_upright_and_never_off_it() {
    let mut rng = Rng(5);
    let (mut right, mut wrong, mut left_alone) = (0, 0, 0);
    for seed in 0..8 {
        let layout = if seed % 4 == 3 { Layout::Table } else { Layout::Letter };
        let upright = drawn(text_pdf(&mut Rng(seed), layout), 150);
        let wear = Wear { skew: rng.range(-1.5, 1.5), noise: 8.0, ink: 40.0, paper: 230.0 };
        let mut image = worn(&upright, wear, &mut rng);
        for quarters in 0..4_u16 {
            let cleaned = clean(&image, &only(|wishes| wishes.drehen = true));
            let turned = cleaned.steps.iter().find_map(|step| match step {
                Schritt::Gedreht { grad } => Some(*grad),
                _ => None,
            });
            let wanted = (360 - quarters * 90) % 360;
            match turned.unwrap_or(0) {
                found if found == wanted => right += 1,
                0 => left_alone += 1,
                _ => wrong += 1,
            }
            image = quarter(&image);
        }
    }
    eprintln!("seed 5: 32 pages: {right} upright, {left_alone} left as they were, {wrong} wrong");
    assert_eq!(wrong, 0);
    assert!(right >= 28);
}

#[test]
fn an_orientation_from_outside_decides() {
    let image = letter(1, 150);
    let wishes = only(|wishes| wishes.orientation = Some(Turn::Right));
    let cleaned = clean(&image, &wishes);
    assert_eq!(cleaned.steps, [Schritt::Gedreht { grad: 90 }]);
    assert_eq!(cleaned.image, quarter(&image));
}

#[test]
fn black_borders_go_and_dark_pictures_stay() {
    let page = letter(2, 150);
    let (w, h) = (page.width() + 90, page.height() + 60);
    let bordered = grey(w, h, 150, |x, y| {
        let inside = (30..30 + page.width()).contains(&x) && (0..page.height()).contains(&y);
        if inside { grey_at(&page, x - 30, y) } else { 12 }
    });
    let cleaned = clean(&bordered, &only(|wishes| wishes.beschneiden = true));
    let [Schritt::Beschnitten { links, oben, rechts, unten }] = cleaned.steps.as_slice() else {
        panic!("{:?}", cleaned.steps)
    };
    assert_eq!(*oben, 0);
    assert!((30..=36).contains(links) && (60..=66).contains(rechts) && (60..=66).contains(unten));
    assert_eq!(cleaned.image.width(), w - links - rechts);
    let dark = grey(600, 800, 150, |x, y| u8::try_from((x * 7 + y * 3) % 50).unwrap());
    assert!(clean(&dark, &only(|wishes| wishes.beschneiden = true)).steps.is_empty());
}

#[test]
fn blank_pages_are_blank_and_a_page_number_is_not() {
    let mut rng = Rng(6);
    let wear = Wear { skew: 0.0, noise: 8.0, ink: 60.0, paper: 228.0 };
    let blank = |f: &dyn Fn(u32, u32) -> bool, rng: &mut Rng| {
        let image = grey(1240, 1754, 150, |x, y| if f(x, y) { 0 } else { 255 });
        clean(&worn(&image, wear, rng), &only(|wishes| wishes.leerseite = true)).leer()
    };
    let hole = |x: u32, y: u32| {
        [640_u32, 1110]
            .into_iter()
            .any(|at| x.abs_diff(70).pow(2) + y.abs_diff(at).pow(2) < 17 * 17)
    };
    assert!(blank(&|_, _| false, &mut rng));
    assert!(blank(&hole, &mut rng), "punched holes are no writing");
    // A digit of 2.5 mm in strokes of half a millimetre.
    let number = |x: u32, y: u32| {
        (610..620).contains(&x)
            && (1600..1616).contains(&y)
            && (x < 613 || !(1603..=1612).contains(&y))
    };
    assert!(!blank(&number, &mut rng));
    assert!(!clean(&letter(3, 150), &Wishes::default()).leer());
}

#[test]
fn specks_go_and_the_dots_of_letters_stay() {
    let page = letter(9, 300);
    let untouched = clean(&page, &only(|wishes| wishes.entflecken = true));
    assert!(untouched.steps.is_empty(), "{:?}", untouched.steps);
    // Specks of 2 × 3 pixels in the empty margin.
    let speck = |x: u32, y: u32| y % 90 < 3 && (40..200).contains(&x) && x % 50 < 2;
    let dirty =
        grey(
            page.width(),
            page.height(),
            300,
            |x, y| {
                if speck(x, y) { 20 } else { grey_at(&page, x, y) }
            },
        );
    for image in [dirty.clone(), bilevel(&dirty)] {
        let cleaned = clean(&image, &only(|wishes| wishes.entflecken = true));
        let [Schritt::Entfleckt { anzahl }] = cleaned.steps.as_slice() else {
            panic!("{:?}", cleaned.steps)
        };
        assert!(*anzahl >= 100);
        let margin = |image: &PageImage| {
            (0..page.height()).any(|y| (20..210).any(|x| grey_at(image, x, y) < 128))
        };
        assert!(margin(&image) && !margin(&cleaned.image));
        // Below the first line everything is as it was.
        let text = |image: &PageImage| -> u32 {
            let rows = 300..page.height() - 200;
            rows.map(|y| (280..2300).filter(|x| grey_at(image, *x, y) < 128).count() as u32).sum()
        };
        assert_eq!(text(&image), text(&cleaned.image));
    }
}

#[test]
fn black_and_white_keeps_pale_writing_and_large_bars() {
    let mut rng = Rng(8);
    let image = grey(800, 800, 200, |x, y| {
        let bar = (100..300).contains(&x) && (100..700).contains(&y);
        let stroke = (500..504).contains(&x);
        if bar || stroke { 0 } else { 255 }
    });
    let wear = Wear { skew: 0.0, noise: 4.0, ink: 120.0, paper: 210.0 };
    let bits = to_bitonal(&worn(&image, wear, &mut rng));
    assert!(matches!(bits.pixels(), Pixels::Bitonal(_)));
    let black = |x: u32, y: u32| grey_at(&bits, x, y) == 0;
    let share = |xs: std::ops::Range<u32>| {
        let all = xs.clone().count() * 400;
        let found: usize = (200..600).map(|y| xs.clone().filter(|x| black(*x, y)).count()).sum();
        found * 1000 / all
    };
    assert!(share(110..290) > 990 && share(501..503) > 990 && share(320..480) < 5);
}

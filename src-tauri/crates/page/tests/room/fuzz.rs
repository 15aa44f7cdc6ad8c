//! Strangers' bytes never end in anything but a page or an error.

use page::cleanup::{Wishes, clean};
use page::codes::codes;
use page::source::{Limits, Pages};
use page::{PageImage, Pixels};

use crate::files::{Image, g4, jpeg, scan_pdf, tiff};

/// Sound files that are then damaged.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let ink: Vec<bool> = (0..64).map(|x| x % 9 < 3).collect();
    let fax = g4(64, (0..48).map(|_| ink.as_slice()));
    let entries = |compression| {
        vec![
            (256, 4, 64),
            (257, 4, 48),
            (258, 3, 1),
            (259, 3, compression),
            (262, 3, 0),
            (277, 3, 1),
            (278, 4, 48),
        ]
    };
    let image = jpeg(64, 48, None, |x, y| (x * 3 + y) as u8);
    let scan = |filter: &'static str, bits, data: &[u8]| {
        let data = data.to_vec();
        scan_pdf(&Image { width: 64, height: 48, bits, filter, data, ..Image::default() })
    };
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, 64, 48);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&[77; 64 * 48]).unwrap();
    vec![
        ("application/pdf", scan("CCITTFaxDecode", 1, &fax)),
        ("application/pdf", scan("DCTDecode", 8, &image)),
        ("image/tiff", tiff(&[(entries(4), fax.clone()), (entries(1), vec![7; 8 * 48])])),
        ("image/jpeg", image),
        ("image/png", png),
    ]
}

#[test]
fn fuzz_pages() {
    let files = files();
    let limits = Limits { pixels_max: 250_000, draw_dpi: 50 };
    bolero::check!()
        .with_type::<(u8, Vec<(u16, u8)>, Option<u16>)>()
        .with_iterations(1500)
        .for_each(|(which, changes, cut)| {
            let (mime, sound) = &files[usize::from(*which) % files.len()];
            let mut bytes = sound.clone();
            for (at, value) in changes.iter().take(40) {
                let at = usize::from(*at) % bytes.len();
                bytes[at] = *value;
            }
            if let Some(cut) = cut {
                bytes.truncate(usize::from(*cut) % sound.len());
            }
            let Ok(pages) = Pages::open(bytes, mime, None) else { return };
            if let Ok(page) = pages.page(0, &limits) {
                let pixels = u64::from(page.image.width()) * u64::from(page.image.height());
                // Rows of a facsimile may be repeated up to eight times.
                assert!(pixels <= limits.pixels_max * 8, "{pixels}");
            }
        });
}

#[test]
fn fuzz_codes() {
    bolero::check!().with_type::<(u8, u8, u8, Vec<u8>)>().with_iterations(300).for_each(
        |(width, height, kind, seed)| {
            let (w, h) = (usize::from(*width) + 1, usize::from(*height) + 1);
            let at = |n: usize| seed.get(n % seed.len().max(1)).copied().unwrap_or(9);
            let fill = |len: usize| (0..len).map(|n| at(n).wrapping_add(at(n / 7))).collect();
            let pixels = match kind % 3 {
                0 => Pixels::Bitonal(fill(w.div_ceil(8) * h)),
                1 => Pixels::Grey(fill(w * h)),
                _ => Pixels::Rgb(fill(w * h * 3)),
            };
            let dpi = [1, 72, 150, 300, 1200][usize::from(kind / 3) % 5];
            let image = PageImage::new(w as u32, h as u32, dpi, pixels).unwrap();
            codes(&image);
            clean(&image, &Wishes::default());
        },
    );
}

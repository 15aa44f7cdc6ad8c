//! What a reader sees: the same pixels, the words at their places.
//!
//! Never compares with our own decoder.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use page::{PageImage, Pixels};
use pdfa::{Level, PagePicture, Turn, Writer};

use crate::support::{asked, bitonal, grey, meta, rgb, single, text};

/// Draws the first page so that a point is a pixel.
fn drawn(pdf: Vec<u8>) -> (u32, u32, Vec<[u8; 3]>) {
    let pdf = Pdf::new(pdf).unwrap();
    let pixmap = render(
        &pdf.pages()[0],
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &PixmapSettings { x_scale: 1.0, y_scale: 1.0, bg_color: WHITE },
    );
    let pixels = pixmap.data().iter().map(|p| [p.r, p.g, p.b]).collect();
    (pixmap.width().into(), pixmap.height().into(), pixels)
}

fn colours(image: &PageImage) -> Vec<[u8; 3]> {
    match image.pixels() {
        Pixels::Bitonal(bits) => (0..image.height())
            .flat_map(|y| (0..image.width()).map(move |x| (x, y)))
            .map(|(x, y)| {
                let byte = bits[(y * image.width().div_ceil(8) + x / 8) as usize];
                if byte & 0x80 >> (x % 8) != 0 { [0; 3] } else { [255; 3] }
            })
            .collect(),
        Pixels::Grey(bytes) => bytes.iter().map(|v| [*v; 3]).collect(),
        Pixels::Rgb(bytes) => bytes.as_chunks::<3>().0.to_vec(),
    }
}

fn one_page(picture: PagePicture<'_>, width: u32, height: u32, turn: Turn) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), &meta(), Level::A2u).unwrap();
    let words =
        text(u16::try_from(width).unwrap(), u16::try_from(height).unwrap(), &["unsichtbar"]);
    writer.page(picture, width as f32, height as f32, turn, Some(&words)).unwrap();
    writer.finish().unwrap()
}

#[test]
fn pixels_are_drawn_as_they_were_given() {
    for image in [bitonal(201, 133), grey(201, 133), rgb(201, 133)] {
        let pdf = one_page(PagePicture::Pixels(&image), 201, 133, Turn::None);
        assert_eq!(drawn(pdf), (201, 133, colours(&image)));
    }
}

#[test]
fn a_turned_picture_stands_upright() {
    let image = bitonal(160, 90);
    let straight = colours(&image);
    let at = |x: u32, y: u32| straight[(y * 160 + x) as usize];
    let turned = |turn, width, height| {
        let (w, h, pixels) = drawn(one_page(PagePicture::Pixels(&image), width, height, turn));
        assert_eq!((w, h), (width, height));
        pixels
    };
    let expect = |width: u32, height: u32, from: &dyn Fn(u32, u32) -> [u8; 3]| -> Vec<[u8; 3]> {
        (0..height).flat_map(|y| (0..width).map(move |x| from(x, y))).collect()
    };
    assert!(turned(Turn::Right, 90, 160) == expect(90, 160, &|x, y| at(y, 89 - x)));
    assert!(turned(Turn::Half, 160, 90) == expect(160, 90, &|x, y| at(159 - x, 89 - y)));
    assert!(turned(Turn::Left, 90, 160) == expect(90, 160, &|x, y| at(159 - y, x)));
}

#[test]
fn a_fax_strip_passes_untouched_and_may_be_inverted() {
    let image = bitonal(128, 64);
    let whole = single(PagePicture::Pixels(&image), Turn::None, None);
    let document = lopdf::Document::load_mem(&whole).unwrap();
    let strip = document.objects.values().find_map(|object| {
        let stream = object.as_stream().ok()?;
        stream
            .dict
            .has(b"Columns")
            .then_some(())
            .or_else(|| stream.dict.get(b"DecodeParms").ok().map(|_| ()))?;
        Some(stream.content.clone())
    });
    let bytes = strip.unwrap();
    for black_is_1 in [false, true] {
        let (width, height) = (128, 64);
        let fax =
            PagePicture::CcittG4 { bytes: &bytes, width, height, black_is_1, byte_aligned: false };
        let (_, _, pixels) = drawn(one_page(fax, width, height, Turn::None));
        let shown = colours(&image).into_iter().map(|c| if black_is_1 { c.map(|v| !v) } else { c });
        assert!(pixels == shown.collect::<Vec<_>>(), "{black_is_1}");
    }
}

const LINES: [&str; 4] = [
    "Bescheid über die Gebühren nach § 46 Abs. 1 StVO",
    "Straße, Fläche, Größe; Äcker Öfen Übungen 12,50 € ½ „Anführung“",
    "Aktenzeichen 4.2-17/2026 𝔉𝔬𝔯𝔰𝔱𝔥𝔞𝔲𝔰 😀",
    "(Klammern) \\ <spitz> & 100 %",
];

#[test]
fn the_words_can_be_found() {
    let words = text(595, 842, &LINES);
    for image in [bitonal(595, 842), grey(300, 400)] {
        let pdf = single(PagePicture::Pixels(&image), Turn::None, Some(&words));
        let Some(found) = asked("pdftotext", &["-layout"], &pdf, &["-"]) else { return };
        let found: Vec<&str> = found.split_whitespace().collect();
        let given: Vec<&str> = LINES.iter().flat_map(|line| line.split_whitespace()).collect();
        assert_eq!(found, given);
    }
}

#[test]
fn the_words_lie_over_their_picture() {
    let words = text(595, 842, &LINES);
    let pdf = single(PagePicture::Pixels(&grey(300, 400)), Turn::None, Some(&words));
    let Some(found) = asked("pdftotext", &["-bbox"], &pdf, &["-"]) else { return };
    let number = |line: &str, key: &str| -> f64 {
        let (_, rest) = line.split_once(&format!("{key}=\"")).unwrap();
        rest.split_once('"').unwrap().0.parse().unwrap()
    };
    let found = found.lines().filter(|line| line.contains("<word "));
    let boxes: Vec<[f64; 4]> =
        found.map(|line| ["xMin", "yMin", "xMax", "yMax"].map(|key| number(line, key))).collect();
    let words: Vec<_> = words.zeilen.iter().flatten().collect();
    assert_eq!(boxes.len(), words.len());
    for ([left, top, right, bottom], word) in boxes.into_iter().zip(words) {
        let tenths = |value: u16| f64::from(value) / 10.0;
        let (x, y) = (tenths(word.x), tenths(word.y));
        for (seen, meant) in
            [(left, x), (top, y), (right, x + tenths(word.b)), (bottom, y + tenths(word.h))]
        {
            assert!((seen - meant).abs() < 0.6, "{}: {seen} instead of {meant}", word.text);
        }
    }
}

#[test]
fn a_skewed_line_stays_a_line() {
    let mut words = text(595, 842, &["Diese Zeile fällt nach rechts um anderthalb Grad ab"]);
    for wort in &mut words.zeilen[0] {
        wort.y += wort.x / 38;
    }
    let pdf = single(PagePicture::Pixels(&grey(300, 400)), Turn::None, Some(&words));
    let Some(found) = asked("pdftotext", &[], &pdf, &["-"]) else { return };
    let first: Vec<&str> = found.split_whitespace().collect();
    assert_eq!(first.join(" "), "Diese Zeile fällt nach rechts um anderthalb Grad ab");
}

#[test]
fn the_words_fit_a_page_of_another_size() {
    // Read at another resolution than the page is shown with.
    let mut words = text(595, 842, &["Ecke"]);
    words.zeilen[0][0].x = 5950 - 240;
    words.zeilen[0][0].y = 8420 - 100;
    let image = grey(100, 100);
    let mut writer = Writer::new(Vec::new(), &meta(), Level::A2u).unwrap();
    writer.page(PagePicture::Pixels(&image), 1190.0, 1684.0, Turn::None, Some(&words)).unwrap();
    let pdf = writer.finish().unwrap();
    let Some(found) = asked("pdftotext", &["-bbox"], &pdf, &["-"]) else { return };
    assert!(found.contains("xMin=\"1142.0"), "{found}");
    assert!(found.contains("yMin=\"1664.0"), "{found}");
}

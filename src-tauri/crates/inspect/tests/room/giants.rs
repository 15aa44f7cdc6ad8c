//! Pages too large to be drawn whole, and documents of very many pages.
//!
//! Never measures time; memory is bounded where the system tells it.

use std::fs;
use std::io::Cursor;

use inspect::{TEXT_BYTES_MAX, inspect};

use crate::pdfs;
use crate::raw::{self, HELVETICA};

const TOO_LARGE: &str = "Die erste Seite ist zu groß für ein Vorschaubild.";
const SIMPLIFIED: &str =
    "Die erste Seite enthält ein sehr großes Bild. Die Vorschau zeigt es vereinfacht.";

/// Returns the small picture, as one value for each pixel or three.
fn drawn(bytes: Vec<u8>) -> (u32, u32, Vec<u8>) {
    let seen = inspect(bytes, "a.pdf");
    assert_eq!(seen.befund.hinweise, [SIMPLIFIED]);
    assert_eq!((seen.befund.seiten, seen.befund.seiten_ohne_text), (Some(1), 1));
    assert!(!seen.befund.pruefung_noetig);
    let png = seen.thumbnail.unwrap();
    let mut reader = png::Decoder::new(Cursor::new(&png)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    (frame.width, frame.height, pixels)
}

/// Checks that this process never held more than a document may take.
#[track_caller]
fn check_peak() {
    if let Ok(status) = fs::read_to_string("/proc/self/status") {
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        let peak_kib: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        assert!(peak_kib < 512 * 1024, "{peak_kib} KiB");
    }
}

/// As many lines of text as are just drawn.
const LINES_DRAWN: usize = 23_600;
/// A small area, and as many of them as are just drawn.
const SMALL: (&str, usize) = ("10 10 m 30 10 l 30 30 l 20 40 l f ", 240_000);
/// An area over all of the paper, likewise.
const LARGE: (&str, usize) = ("5 5 m 590 10 l 580 830 l 10 835 l f ", 14_500);
const WIDTH: usize = 16_000;
const HEIGHT: usize = 22_750;

#[test]
fn a_page_of_364_megapixels_is_shown_in_little_memory() {
    // The upper half black, the lower half white.
    let (black, white) = (vec![0; WIDTH / 8], vec![255; WIDTH / 8]);
    let rows = (0..HEIGHT).map(|y| if y < HEIGHT / 2 { black.as_slice() } else { &white });
    let entries = format!(
        "/Width {WIDTH}/Height {HEIGHT}/BitsPerComponent 1/ColorSpace/DeviceGray\
         /Filter/FlateDecode"
    );
    let packed = raw::deflated(rows);
    let (width, height, pixels) = drawn(raw::image(&entries, &packed, ""));
    assert_eq!((width, height), (240, 339));
    assert_eq!((pixels[0], *pixels.last().unwrap()), (0, 255));
    // The same page turned: what was above is on the right.
    let (width, height, pixels) = drawn(raw::image(&entries, &packed, "/Rotate 90"));
    assert_eq!((width, height, pixels[0], pixels[239]), (240, 169, 255, 0));
    check_peak();
}

#[test]
fn colours_palettes_and_differences_are_understood() {
    let (width, height) = (6100, 6000);
    let row = |start: &[u8], pixel: &[u8]| [start, &pixel.repeat(width)].concat();
    for (entries, row, colour) in [
        ("/BitsPerComponent 8/ColorSpace/DeviceRGB", row(b"", &[200, 10, 10]), [200, 10, 10]),
        ("/BitsPerComponent 8/ColorSpace/DeviceCMYK", row(b"", &[0, 255, 255, 0]), [255, 0, 0]),
        (
            "/BitsPerComponent 8/ColorSpace[/Indexed/DeviceRGB 1<000000FF8000>]",
            row(b"", &[1]),
            [255, 128, 0],
        ),
        (
            "/BitsPerComponent 1/ColorSpace[/Indexed/DeviceRGB 1<000000050607>]\
             /DecodeParms<</Predictor 15/Colors 1/BitsPerComponent 1/Columns 6100>>",
            // Each byte as the one to its left, the first as it is.
            [&[1, 255][..], &vec![0; width.div_ceil(8) - 1]].concat(),
            [5, 6, 7],
        ),
    ] {
        // An image that ends early is shown as far as it goes.
        let packed = raw::deflated((0..100).map(|_| row.as_slice()));
        let entries = format!("/Width {width}/Height {height}{entries}/Filter/FlateDecode");
        let (_, _, pixels) = drawn(raw::image(&entries, &packed, ""));
        assert_eq!(pixels[..3], colour, "{entries}");
    }
}

#[test]
fn fax_pages_are_understood() {
    // Group 4: a row that equals the one above is a single bit, so all is white.
    let rows = 8000;
    let packed = vec![0xFF; rows / 8];
    let entries = format!(
        "/Width 8000/Height {rows}/BitsPerComponent 1/ColorSpace/DeviceGray\
         /Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 8000/Rows {rows}>>"
    );
    let (width, height, pixels) = drawn(raw::image(&entries, &packed, ""));
    assert_eq!((width, height), (240, 339));
    assert!(pixels.iter().all(|pixel| *pixel == 255));
    let inverted = entries.replace("/K -1", "/K -1/BlackIs1 true");
    let (_, _, pixels) = drawn(raw::image(&inverted, &packed, ""));
    assert!(pixels.iter().all(|pixel| *pixel == 0));
}

#[test]
fn what_cannot_be_made_small_is_said() {
    let entries = "/Width 30000/Height 30000/BitsPerComponent 8/ColorSpace/DeviceRGB";
    for filter in ["/Filter/DCTDecode", "/Filter/JPXDecode", "/Filter[/LZWDecode/FlateDecode]"] {
        let seen = inspect(raw::image(&format!("{entries}{filter}"), b"...", ""), "a.pdf");
        assert_eq!(seen.befund.hinweise, [TOO_LARGE]);
        assert_eq!((seen.befund.seiten, seen.thumbnail), (Some(1), None));
    }
}

#[test]
fn two_thousand_pages_are_all_counted() {
    let texts: Vec<String> = (0..2000).map(|page| format!("Seite {page}")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let befund = inspect(pdfs::simple(&texts), "a.pdf").befund;
    assert_eq!((befund.seiten, befund.seiten_ohne_text), (Some(2000), 0));
    assert_eq!(befund.text.split('\u{c}').count(), 2000);
    assert!(befund.hinweise.is_empty());
}

const LINE: &str = "Sehr geehrte Damen und Herren";

/// Content that shows so many lines, all of them on the page.
fn lines(count: usize) -> String {
    let page = format!("BT /F 2 Tf 2 TL 10 830 Td {}ET ", format!("({LINE}) Tj T* ").repeat(400));
    page.repeat(count / 400)
}

#[test]
fn a_page_with_more_text_than_a_book_is_read_in_little_memory() {
    let content =
        format!("BT /F 2 Tf 2 TL 10 830 Td {}ET", format!("({LINE}) Tj T* ").repeat(400_000));
    let seen = inspect(raw::page(&content, HELVETICA, "", &[]), "a.pdf");
    let befund = seen.befund;
    assert_eq!(befund.hinweise.len(), 2, "{:?}", befund.hinweise);
    assert_eq!(befund.hinweise[0], TOO_LARGE);
    assert!(befund.hinweise[1].starts_with("Der Text ist sehr lang."));
    assert!(befund.text.len() > TEXT_BYTES_MAX - 100 && befund.text.starts_with(LINE));
    assert_eq!((befund.seiten, befund.pruefung_noetig, seen.thumbnail), (Some(1), false, None));
    check_peak();
}

#[test]
fn a_page_that_may_just_be_drawn_is_drawn_in_little_memory() {
    let seen = inspect(raw::page(&lines(LINES_DRAWN), HELVETICA, "", &[]), "a.pdf");
    assert!(seen.befund.hinweise.is_empty(), "{:?}", seen.befund.hinweise);
    assert!(seen.thumbnail.is_some());
    check_peak();
}

#[test]
fn a_page_full_of_areas_is_drawn_in_little_memory() {
    for (area, count) in [SMALL, LARGE] {
        let seen = inspect(raw::page(&area.repeat(count), "", "", &[]), "a.pdf");
        assert!(seen.befund.hinweise.is_empty(), "{:?}", seen.befund.hinweise);
        assert!(seen.thumbnail.is_some());
        check_peak();
        let seen = inspect(raw::page(&area.repeat(2 * count), "", "", &[]), "a.pdf");
        assert_eq!(seen.befund.hinweise, [TOO_LARGE]);
        assert_eq!(seen.thumbnail, None);
    }
}

#[test]
fn a_small_drawing_used_many_times_is_as_much_as_a_large_one() {
    let drawing = "/Type/XObject/Subtype/Form/BBox[0 0 595 842]";
    let resources = HELVETICA.replacen("<<", "<</XObject<</X 5 0 R>>", 1);
    for (uses, drawn) in [(3, true), (200, false)] {
        let drawing = raw::stream(drawing, lines(400).as_bytes());
        let bytes = raw::page(&"/X Do ".repeat(uses), &resources, "", &[drawing]);
        let seen = inspect(bytes, "a.pdf");
        assert!(seen.befund.text.starts_with(LINE));
        assert_eq!(seen.thumbnail.is_some(), drawn);
        assert_eq!(seen.befund.hinweise, if drawn { vec![] } else { vec![TOO_LARGE] });
    }
}

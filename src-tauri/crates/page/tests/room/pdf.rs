//! Pages of a PDF: scans pass untouched, everything else is drawn.

use lopdf::{EncryptionState, EncryptionVersion, Object, Permissions, dictionary};
use page::source::{Abstrich, Limits, PageError, Pages, SourcePage, Transport};
use page::{Pixels, Turn};

use crate::files::{Image, g4, jpeg, saved, scan_document, scan_pdf};
use crate::pictures::grey_at;

fn first(pdf: Vec<u8>) -> SourcePage {
    let pages = Pages::open(pdf, "application/pdf", None).unwrap();
    pages.page(0, &Limits::default()).unwrap()
}

/// Dark in the upper left corner.
fn corner(x: u32, y: u32) -> bool {
    x < 200 && y < 200
}

const WIDTH: u32 = 1240;
const HEIGHT: u32 = 1752;

fn dct() -> Image<'static> {
    let data = jpeg(1240, 1752, None, |x, y| if corner(x.into(), y.into()) { 20 } else { 230 });
    Image { width: WIDTH, height: HEIGHT, filter: "DCTDecode", data, ..Image::default() }
}

fn fax() -> Image<'static> {
    let rows: Vec<Vec<bool>> =
        (0..HEIGHT).map(|y| (0..WIDTH).map(|x| corner(x, y)).collect()).collect();
    let data = g4(WIDTH, rows.iter().map(Vec::as_slice));
    let filter = "CCITTFaxDecode";
    Image { width: WIDTH, height: HEIGHT, bits: 1, filter, data, ..Image::default() }
}

#[test]
fn the_jpeg_of_a_scan_passes_untouched() {
    let image = dct();
    let page = first(scan_pdf(&image));
    assert!(page.scan);
    assert_eq!((page.image.width(), page.image.height(), page.image.dpi()), (WIDTH, HEIGHT, 150));
    assert_eq!((page.width_centipoint, page.height_centipoint), (59_500, 84_200));
    let Transport::Jpeg { bytes, components: 1, .. } = &page.transport else { panic!() };
    assert_eq!(bytes, &image.data);
    assert!(grey_at(&page.image, 10, 10) < 30 && grey_at(&page.image, 600, 10) > 220);
}

#[test]
fn the_facsimile_of_a_scan_passes_untouched() {
    let image = fax();
    let page = first(scan_pdf(&image));
    let Transport::CcittG4 { bytes, black_is_1: false, byte_aligned: false, .. } = &page.transport
    else {
        panic!("{:?}", page.transport)
    };
    assert_eq!(bytes, &image.data);
    assert_eq!((grey_at(&page.image, 10, 10), grey_at(&page.image, 600, 10)), (0, 255));
    // Shown inverted, it passes inverted.
    let mut negative = image;
    negative.more.set("Decode", vec![1.into(), 0.into()]);
    let page = first(scan_pdf(&negative));
    assert!(matches!(page.transport, Transport::CcittG4 { black_is_1: true, .. }));
    assert_eq!((grey_at(&page.image, 10, 10), grey_at(&page.image, 600, 10)), (255, 0));
}

#[test]
fn a_turned_scan_is_shown_turned() {
    for (rotate, turn, dark) in [
        (0, Turn::None, (10, 10)),
        (90, Turn::Right, (HEIGHT - 10, 10)),
        (180, Turn::Half, (WIDTH - 10, HEIGHT - 10)),
        (270, Turn::Left, (10, WIDTH - 10)),
    ] {
        for image in [Image { rotate, ..dct() }, Image { rotate, ..fax() }] {
            let page = first(scan_pdf(&image));
            assert!(page.scan);
            assert_eq!(page.turn, turn);
            assert!(grey_at(&page.image, dark.0, dark.1) < 30, "{rotate}");
            let wide = page.width_centipoint > page.height_centipoint;
            assert_eq!(wide, turn.sideways());
            assert_eq!(page.image.width() > page.image.height(), turn.sideways());
            // Drawn by somebody else it looks the same.
            let drawn = first(scan_pdf(&Image { after: "Q 0 0 1 1 re f", ..image.clone() }));
            assert!(!drawn.scan);
            let scale = |at: u32| at * u32::from(drawn.image.dpi()) / u32::from(page.image.dpi());
            assert!(grey_at(&drawn.image, scale(dark.0), scale(dark.1)) < 60, "{rotate}");
        }
    }
    let lying = Image { before: "q 0 842 -595 0 595 0 cm", ..dct() };
    let page = first(scan_pdf(&lying));
    assert_eq!((page.scan, page.turn), (true, Turn::Left));
    let mirrored = Image { before: "q -595 0 0 842 595 0 cm", ..dct() };
    assert!(!first(scan_pdf(&mirrored)).scan);
}

#[test]
fn hidden_text_leaves_a_scan_a_scan_and_anything_visible_does_not() {
    let scan = |after: &str, before: &str| {
        first(scan_pdf(&Image { after, before, ..fax() })).transport != Transport::None
    };
    let whole = "q 595 0 0 842 0 0 cm";
    assert!(scan("Q BT 3 Tr /F1 12 Tf 100 100 Td (unsichtbar) Tj ET", whole));
    assert!(scan("Q", "q 0 0 595 842 re W n 595 0 0 842 0 0 cm"));
    assert!(!scan("Q BT /F1 12 Tf 100 100 Td (sichtbar) Tj ET", whole));
    assert!(!scan("Q q 3 Tr Q BT /F1 12 Tf (wieder sichtbar) Tj ET", whole));
    assert!(!scan("Q 10 10 100 100 re f", whole));
    assert!(!scan("Q /Im0 Do", whole));
    assert!(!scan("Q", "q 500 0 0 700 40 40 cm"), "smaller than the page");
    assert!(!scan("Q", "q 0 0 300 842 re W n 595 0 0 842 0 0 cm"), "half of it cut off");
    let stamp: Object = dictionary! {
        "Type" => "Annot", "Subtype" => "Stamp",
        "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()],
    }
    .into();
    let stamped = Image { annotations: vec![stamp], ..fax() };
    assert!(!first(scan_pdf(&stamped)).scan);
}

#[test]
fn plain_samples_are_read_row_by_row_as_they_are_drawn() {
    let pack = |bytes: &[u8]| {
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packed, bytes).unwrap();
        packed.finish().unwrap()
    };
    // PNG rows: none, left, above, average, Paeth, all of the same grey steps.
    let (width, height) = (100_u32, 140_u32);
    let value = |x: u32, y: u32| u8::try_from((x * 2 + y) % 256).unwrap();
    let mut rows = Vec::new();
    for y in 0..height {
        let kind = u8::try_from(y % 5).unwrap();
        rows.push(kind);
        for x in 0..width {
            let at = |dx: u32, dy: u32| if x < dx || y < dy { 0 } else { value(x - dx, y - dy) };
            let (left, up, both) = (at(1, 0), at(0, 1), at(1, 1));
            let guess = match kind {
                0 => 0,
                1 => left,
                2 => up,
                3 => left.midpoint(up),
                _ => {
                    let p = i16::from(left) + i16::from(up) - i16::from(both);
                    *[left, up, both].iter().min_by_key(|v| (p - i16::from(**v)).abs()).unwrap()
                }
            };
            rows.push(value(x, y).wrapping_sub(guess));
        }
    }
    let mut image = Image { width, height, data: pack(&rows), ..Image::default() };
    let parms = dictionary! { "Predictor" => 15, "Columns" => 100, "Colors" => 1 };
    image.more.set("DecodeParms", parms);
    let page = first(scan_pdf(&image));
    assert!(page.scan);
    for (x, y) in [(0, 0), (7, 33), (99, 139), (50, 74)] {
        assert_eq!(grey_at(&page.image, x, y), value(x, y), "{x}, {y}");
    }
    // A file that breaks off.
    let mut short = image;
    short.data.truncate(short.data.len() / 2);
    let page = first(scan_pdf(&short));
    assert!(page.abstriche.contains(&Abstrich::Unvollstaendig));
}

#[test]
fn a_page_without_a_scan_is_drawn_within_the_limits() {
    let mut rng = crate::paper::Rng(1);
    let pdf = crate::paper::text_pdf(&mut rng, crate::paper::Layout::Letter);
    let pages = Pages::open(pdf, "application/pdf", None).unwrap();
    let page = pages.page(0, &Limits::default()).unwrap();
    assert_eq!((page.image.width(), page.image.height(), page.image.dpi()), (2480, 3508, 300));
    assert!(!page.scan && matches!(page.image.pixels(), Pixels::Grey(_)));
    let few = Limits { pixels_max: 1_000_000, ..Limits::default() };
    let page = pages.page(0, &few).unwrap();
    let dpi = page.image.dpi();
    assert!(u64::from(page.image.width()) * u64::from(page.image.height()) <= 1_000_000);
    assert!(dpi > 90 && dpi < 110);
    assert_eq!(page.abstriche, [Abstrich::Verkleinert { von_dpi: 300, auf_dpi: dpi }]);
    assert_eq!(pages.page(1, &few), Err(PageError::NoSuchPage));
}

#[test]
fn a_locked_document_opens_with_its_password() {
    let image = fax();
    let mut document = scan_document(&image);
    let id = Object::string_literal("0123456789abcdef");
    document.trailer.set("ID", vec![id.clone(), id]);
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: "geheim",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    let pdf = saved(document);
    let open = |password| Pages::open(pdf.clone(), "application/pdf", password);
    assert_eq!(open(None).err(), Some(PageError::Password));
    assert_eq!(open(Some("falsch")).err(), Some(PageError::Password));
    let page = open(Some("geheim")).unwrap().page(0, &Limits::default()).unwrap();
    let Transport::CcittG4 { bytes, .. } = page.transport else { panic!() };
    assert_eq!(bytes, image.data, "what is passed on is unlocked");
}

//! Files of all kinds, written here, and what is read of them.

use fax::encoder::Encoder;
use fax::{Color, VecWriter};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use page::source::{Abstrich, Limits, PageError, Pages, Transport};
use page::{PageImage, Pixels, Turn};

use crate::pictures::grey_at;

/// A picture in a PDF.
#[derive(Clone)]
pub(crate) struct Image<'a> {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) bits: u8,
    pub(crate) colours: &'a str,
    pub(crate) filter: &'a str,
    pub(crate) data: Vec<u8>,
    pub(crate) rotate: i64,
    pub(crate) before: &'a str,
    pub(crate) after: &'a str,
    pub(crate) more: Dictionary,
    pub(crate) annotations: Vec<Object>,
}

impl Default for Image<'_> {
    fn default() -> Self {
        Self {
            width: 1,
            height: 1,
            bits: 8,
            colours: "DeviceGray",
            filter: "FlateDecode",
            data: Vec::new(),
            rotate: 0,
            before: "q 595 0 0 842 0 0 cm",
            after: "Q",
            more: Dictionary::new(),
            annotations: Vec::new(),
        }
    }
}

/// A PDF of one A4 page with one picture.
pub(crate) fn scan_document(image: &Image<'_>) -> Document {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let mut dict = dictionary! {
        "Type" => "XObject", "Subtype" => "Image",
        "Width" => i64::from(image.width), "Height" => i64::from(image.height),
        "BitsPerComponent" => i64::from(image.bits),
        "ColorSpace" => image.colours, "Filter" => image.filter,
    };
    if image.filter == "CCITTFaxDecode" {
        let parms = dictionary! {
            "K" => -1, "Columns" => i64::from(image.width), "Rows" => i64::from(image.height),
        };
        dict.set("DecodeParms", parms);
    }
    dict.extend(&image.more);
    let mut stream = Stream::new(dict, image.data.clone());
    stream.allows_compression = false;
    let picture = document.add_object(stream);
    let font = document.add_object(
        dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" },
    );
    let content = format!("{} /Im0 Do {}", image.before, image.after);
    let content = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Rotate" => image.rotate, "Annots" => image.annotations.clone(),
        "Resources" => dictionary! {
            "XObject" => dictionary! { "Im0" => picture },
            "Font" => dictionary! { "F1" => font },
        },
    });
    let list = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, list.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    document
}

pub(crate) fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

pub(crate) fn scan_pdf(image: &Image<'_>) -> Vec<u8> {
    saved(scan_document(image))
}

/// Codes rows of ink.
pub(crate) fn g4<'a>(width: u32, rows: impl Iterator<Item = &'a [bool]>) -> Vec<u8> {
    let mut encoder = Encoder::new(VecWriter::new());
    for row in rows {
        let pels = row.iter().map(|ink| if *ink { Color::Black } else { Color::White });
        encoder.encode_line(pels, width).unwrap();
    }
    encoder.finish().unwrap().finish()
}

/// A grey JPEG whose blocks of 8 × 8 pixels are flat.
pub(crate) fn jpeg(
    width: u16,
    height: u16,
    exif: Option<u16>,
    f: impl Fn(u16, u16) -> u8,
) -> Vec<u8> {
    let mut out = vec![0xff, 0xd8];
    let mut segment = |marker: u8, body: &[u8]| {
        out.extend([0xff, marker]);
        out.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        out.extend(body);
    };
    if let Some(orientation) = exif {
        let mut body = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
        body.extend(orientation.to_be_bytes());
        body.extend([0; 6]);
        segment(0xe1, &body);
    } else {
        segment(0xe0, b"JFIF\0\x01\x01\x01\0\xc8\0\xc8\0\0");
    }
    segment(0xdb, &[&[0][..], &[1; 64]].concat());
    let [h1, h0] = height.to_be_bytes();
    let [w1, w0] = width.to_be_bytes();
    segment(0xc0, &[8, h1, h0, w1, w0, 1, 1, 0x11, 0]);
    // Differences of 0 to 11 bits, each with a code of four bits; one code for "no more".
    let mut table = vec![0, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    table.extend(0..12);
    segment(0xc4, &table);
    segment(0xc4, &[&[0x10, 1][..], &[0; 15], &[0]].concat());
    segment(0xda, &[1, 1, 0, 0, 63, 0]);
    let (mut bits, mut count, mut before) = (0_u64, 0, 0_i32);
    let mut scan = Vec::new();
    for y in (0..height).step_by(8) {
        for x in (0..width).step_by(8) {
            let value = (i32::from(f(x, y)) - 128) * 8;
            let difference = value - before;
            before = value;
            let size = 32 - difference.unsigned_abs().leading_zeros();
            let low = if difference < 0 { difference - 1 } else { difference };
            bits = bits << 4 | u64::from(size);
            bits = bits << size | u64::from(low as u32 & ((1 << size) - 1));
            bits <<= 1;
            count += 5 + size;
            while count >= 8 {
                let byte = (bits >> (count - 8) & 0xff) as u8;
                scan.push(byte);
                if byte == 0xff {
                    scan.push(0);
                }
                count -= 8;
            }
        }
    }
    scan.push(((bits << (8 - count)) | ((1 << (8 - count)) - 1)) as u8);
    out.extend(scan);
    out.extend([0xff, 0xd9]);
    out
}

#[test]
fn a_jpeg_is_shown_as_its_camera_held_it() {
    // Dark on the left.
    let f = |x: u16, _: u16| if x < 80 { 20 } else { 230 };
    let plain = jpeg(400, 240, None, f);
    let page = Pages::open(plain.clone(), "image/jpeg", None).unwrap();
    let page = page.page(0, &Limits::default()).unwrap();
    assert_eq!((page.image.width(), page.image.height(), page.image.dpi()), (400, 240, 200));
    assert_eq!((page.width_centipoint, page.height_centipoint), (14_400, 8_640));
    assert!(grey_at(&page.image, 10, 10) < 30 && grey_at(&page.image, 200, 10) > 220);
    assert!(page.abstriche.is_empty());
    let passed = Transport::Jpeg { bytes: plain.clone(), width: 400, height: 240, components: 1 };
    assert_eq!(page.transport, passed);

    let turned = jpeg(400, 240, Some(6), f);
    let page =
        Pages::open(turned, "image/jpeg", None).unwrap().page(0, &Limits::default()).unwrap();
    assert_eq!((page.image.width(), page.image.height(), page.turn), (240, 400, Turn::Right));
    assert!(grey_at(&page.image, 100, 10) < 30 && grey_at(&page.image, 100, 200) > 220);
    assert_eq!(page.abstriche, [Abstrich::AufloesungGeschaetzt]);
    // Too small for A4 at a resolution that anybody scans with: the lowest is taken.
    assert_eq!((page.height_centipoint, page.image.dpi()), (40_000, 72));

    let cut = Pages::open(plain[..plain.len() - 60].to_vec(), "image/jpeg", None).unwrap();
    if let Ok(page) = cut.page(0, &Limits::default()) {
        assert_eq!(page.transport, Transport::None);
        assert!(page.abstriche.contains(&Abstrich::Unvollstaendig));
    }
}

#[test]
fn a_png_lies_on_white_paper() {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 60, 40);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: 5906,
        yppu: 5906,
        unit: png::Unit::Meter,
    }));
    let pixels: Vec<u8> = (0..60 * 40)
        .flat_map(|n| if n % 60 < 30 { [200, 0, 0, 255] } else { [0, 0, 0, 0] })
        .collect();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    let pages = Pages::open(bytes.clone(), "image/png", None).unwrap();
    let page = pages.page(0, &Limits::default()).unwrap();
    assert_eq!(page.image.dpi(), 150);
    let Pixels::Rgb(px) = page.image.pixels() else { panic!("coloured") };
    assert_eq!((px[..3].to_vec(), px[59 * 3..60 * 3].to_vec()), (vec![200, 0, 0], vec![255; 3]));
    assert_eq!(pages.page(1, &Limits::default()), Err(PageError::NoSuchPage));
    let small = Limits { pixels_max: 600, ..Limits::default() };
    let page = pages.page(0, &small).unwrap();
    assert_eq!((page.image.width(), page.image.height(), page.image.dpi()), (30, 20, 75));
    assert_eq!(page.abstriche, [Abstrich::Verkleinert { von_dpi: 150, auf_dpi: 75 }]);
}

/// The entries of a page (tag, type, value) and its strip.
type TiffPage = (Vec<(u16, u16, u32)>, Vec<u8>);

/// A TIFF of pages.
pub(crate) fn tiff(pages: &[TiffPage]) -> Vec<u8> {
    let mut out = b"II\x2a\0\0\0\0\0".to_vec();
    let mut link = 4;
    for (entries, strip) in pages {
        let data = u32::try_from(out.len()).unwrap();
        out.extend(strip);
        let fractions = u32::try_from(out.len()).unwrap();
        for dpi in entries.iter().filter(|entry| entry.1 == 5).map(|entry| entry.2) {
            out.extend(dpi.to_le_bytes());
            out.extend(1_u32.to_le_bytes());
        }
        let at = u32::try_from(out.len()).unwrap();
        out[link..link + 4].copy_from_slice(&at.to_le_bytes());
        let mut all = entries.clone();
        all.push((273, 4, data));
        all.push((279, 4, u32::try_from(strip.len()).unwrap()));
        all.sort_unstable();
        out.extend(u16::try_from(all.len()).unwrap().to_le_bytes());
        let mut next = fractions;
        for (tag, kind, value) in all {
            out.extend(tag.to_le_bytes());
            out.extend(kind.to_le_bytes());
            out.extend(1_u32.to_le_bytes());
            let value = if kind == 5 {
                next += 8;
                next - 8
            } else {
                value
            };
            out.extend(value.to_le_bytes());
        }
        link = out.len();
        out.extend([0; 4]);
    }
    out
}

fn entries(
    width: u32,
    height: u32,
    compression: u32,
    photometric: u32,
    dpi: (u32, u32),
) -> Vec<(u16, u16, u32)> {
    vec![
        (256, 4, width),
        (257, 4, height),
        (258, 3, 1),
        (259, 3, compression),
        (262, 3, photometric),
        (277, 3, 1),
        (278, 4, height),
        (282, 5, dpi.0),
        (283, 5, dpi.1),
        (296, 3, 2),
    ]
}

#[test]
fn a_tiff_has_pages_of_all_kinds() {
    let ink: Vec<bool> = (0..240).map(|x| x < 48).collect();
    let rows = || (0..160).map(|_| ink.as_slice());
    let fax = g4(240, rows());
    let reversed: Vec<u8> = fax.iter().map(|byte| byte.reverse_bits()).collect();
    let raw: Vec<u8> =
        (0..160).flat_map(|_| (0..30).map(|x| if x < 6 { 0 } else { 0xff })).collect();
    let mut backwards = entries(240, 160, 4, 0, (200, 200));
    backwards.push((266, 3, 2));
    let mut sideways = entries(240, 160, 1, 1, (200, 200));
    sideways.push((274, 3, 6));
    let mut grey = entries(240, 160, 1, 1, (100, 100));
    grey[2].2 = 8;
    let greys: Vec<u8> =
        (0..160).flat_map(|_| (0..240).map(|x| if x < 48 { 9 } else { 240 })).collect();
    let file = tiff(&[
        (entries(240, 160, 4, 0, (200, 200)), fax.clone()),
        (backwards, reversed),
        (sideways, raw.clone()),
        (grey, greys),
        (entries(240, 160, 4, 0, (204, 98)), fax.clone()),
        (entries(240, 160, 4, 1, (200, 200)), fax.clone()),
    ]);
    let pages = Pages::open(file, "image/tiff", None).unwrap();
    assert_eq!(pages.len(), 6);
    let page = |n| pages.page(n, &Limits::default()).unwrap();
    let passed = |page: &page::source::SourcePage| match &page.transport {
        Transport::CcittG4 { bytes, black_is_1, .. } => Some((bytes.clone(), *black_is_1)),
        _ => None,
    };
    for n in [0, 1] {
        let page = page(n);
        assert_eq!((page.image.dpi(), page.turn, page.abstriche.len()), (200, Turn::None, 0));
        assert!(matches!(page.image.pixels(), Pixels::Bitonal(_)));
        assert_eq!((grey_at(&page.image, 20, 9), grey_at(&page.image, 60, 9)), (0, 255));
        assert_eq!(passed(&page), Some((fax.clone(), false)));
    }
    let turned = page(2);
    assert_eq!((turned.image.width(), turned.image.height(), turned.turn), (160, 240, Turn::Right));
    assert_eq!((grey_at(&turned.image, 9, 20), grey_at(&turned.image, 9, 60)), (0, 255));
    let pale = page(3);
    assert_eq!((grey_at(&pale.image, 20, 9), grey_at(&pale.image, 60, 9)), (9, 240));
    let coarse = page(4);
    assert_eq!((coarse.image.width(), coarse.image.dpi()), (240, 204));
    assert!(
        (330..336).contains(&coarse.image.height()),
        "rows are repeated: {:?}",
        coarse.image.height()
    );
    let negative = page(5);
    assert_eq!((grey_at(&negative.image, 20, 9), grey_at(&negative.image, 60, 9)), (255, 0));
    assert_eq!(passed(&negative), Some((fax, true)));
}

/// Odd widths: the last byte of a row is only partly used.
#[test]
fn a_tiff_has_few_greys_or_inks() {
    let of = |bits: u32, samples: u32, photometric: u32| {
        let mut entries = entries(5, 100, 1, photometric, (100, 100));
        entries[2].2 = bits;
        entries[5].2 = samples;
        entries
    };
    let rows = |row: &[u8]| row.repeat(100);
    let inks = [[0, 0, 0, 0], [0, 0, 0, 255], [255, 0, 0, 0], [0, 255, 255, 0], [0, 0, 0, 51]];
    let file = tiff(&[
        (of(4, 1, 1), rows(&[0x0f, 0x81, 0xf0])),
        (of(2, 1, 0), rows(&[0b0011_1001, 0b1100_0000])),
        (of(8, 4, 5), rows(inks.as_flattened())),
    ]);
    let pages = Pages::open(file, "image/tiff", None).unwrap();
    let page = |n| pages.page(n, &Limits::default()).unwrap().image;
    let greys = |image: &PageImage| (0..5).map(|x| grey_at(image, x, 99)).collect::<Vec<_>>();
    assert_eq!(greys(&page(0)), [0, 255, 0x88, 0x11, 255]);
    assert_eq!(greys(&page(1)), [255, 0, 0x55, 0xaa, 0]);
    let Pixels::Rgb(colours) = page(2).pixels().clone() else { panic!("no colours") };
    let last: Vec<&[u8]> = colours.chunks_exact(3).skip(99 * 5).collect();
    let wanted: [&[u8]; 5] = [&[255; 3], &[0; 3], &[0, 255, 255], &[255, 0, 0], &[204, 204, 204]];
    assert_eq!(last, wanted);
}

#[test]
fn what_nothing_reads_is_refused() {
    let open = |bytes: &[u8], mime: &str| Pages::open(bytes.to_vec(), mime, None).err();
    assert_eq!(open(b"GIF89a", "image/gif"), Some(PageError::Unsupported));
    assert_eq!(open(b"not a pdf", "application/pdf"), Some(PageError::Damaged));
    assert_eq!(open(b"not a tiff", "image/tiff"), Some(PageError::Damaged));
    let page = Pages::open(b"nothing".to_vec(), "image/jpeg", None).unwrap();
    assert_eq!(page.page(0, &Limits::default()).err(), Some(PageError::Damaged));
}

//! Small files with enormous pages, and files that are simply large.
//!
//! Never written through memory a page at a time: repetition is written as repetition.

use anyhow::Result;
use fax::{BitWriter, Bits, Color, VecWriter, encoder::Encoder};

use super::raw::{Raw, letter_page, stream};
use super::{Shelf, sample};
use crate::bad;

/// Sides of the page of 364 million points.
const WIDE: u32 = 26_000;
const HIGH: u32 = 14_000;
/// Sides of the same in grey: their product is a whole number of mebibytes.
const GREY_WIDE: u32 = 16_384;
const GREY_HIGH: u32 = 22_208;

pub(super) fn put(shelf: &mut Shelf<'_>) -> Result<()> {
    let file = |name: &str, bytes| sample("riesig", format!("riesig/{name}"), bytes);
    shelf.put(file("364-megapunkte-fax.pdf", fax()).pages(1))?;
    shelf.put(file("364-megapunkte-grau.pdf", grey()).pages(1))?;
    shelf.put(file("viele-objekte.pdf", many_objects()).pages(1))?;
    shelf.put(file("lange-seite.pdf", long_page()).pages(1).text(true))?;
    shelf.put(file("850-seiten-bild.pdf", many_images()).pages(850).text(false))?;
    shelf.put(file("angehaengt.pdf", padded()))?;
    shelf.put(file("text.txt", b"Sehr geehrte Damen und Herren\n".repeat(1 << 20)).text(true))
}

pub(super) fn fax() -> Vec<u8> {
    let entries = format!(
        "/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode \
         /DecodeParms << /K -1 /Columns {WIDE} /Rows {HIGH} >>"
    );
    page(WIDE, HIGH, &entries, &stripes())
}

pub(super) fn grey() -> Vec<u8> {
    let mib = u64::from(GREY_WIDE) * u64::from(GREY_HIGH) / (1 << 20);
    let entries = "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode";
    page(GREY_WIDE, GREY_HIGH, entries, &bad::deflated_spaces(mib))
}

fn page(width: u32, height: u32, entries: &str, data: &[u8]) -> Vec<u8> {
    let mut raw = Raw::new();
    let size = format!("/Type /XObject /Subtype /Image /Width {width} /Height {height} {entries}");
    let image = raw.stream(&size, data);
    let resources = format!("/Resources << /XObject << /Im0 {image} 0 R >> >>");
    let root = raw.book(&[b"q 595 0 0 842 0 0 cm /Im0 Do Q".to_vec()], &resources, "");
    raw.finish(root)
}

/// Group 4 fax of vertical stripes: after the first line, every line is "as above".
fn stripes() -> Vec<u8> {
    const STRIPE: u32 = 10;
    let row = (0..WIDE).map(|x| if x / STRIPE % 2 == 1 { Color::Black } else { Color::White });
    let mut encoder = Encoder::new(Lines(VecWriter::new()));
    // Writing to memory cannot fail.
    let _ = encoder.encode_line(row, WIDE);
    let Ok(Lines(mut out)) = encoder.finish();
    // "As above" is one set bit for each change of colour, and one for the end of the line.
    let changes = WIDE / STRIPE;
    let above = Bits { data: 0xff, len: 8 };
    for _ in 0..u64::from(changes) * u64::from(HIGH - 1) / 8 {
        let _ = out.write(above);
    }
    out.finish()
}

/// Keeps the first line without the mark that ends a picture.
struct Lines(VecWriter);

impl BitWriter for Lines {
    type Error = std::convert::Infallible;

    fn write(&mut self, bits: Bits) -> Result<(), Self::Error> {
        // The mark is the only code of twelve bits in a first line of stripes.
        if bits.len == 12 { Ok(()) } else { self.0.write(bits) }
    }
}

fn many_objects() -> Vec<u8> {
    let mut raw = Raw::new();
    for number in 0..300_000 {
        raw.add(number.to_string());
    }
    let root = raw.book(&[letter_page(1)], "", "");
    raw.finish(root)
}

/// One page with more text than a book.
fn long_page() -> Vec<u8> {
    let line = b"(Sehr geehrte Damen und Herren) Tj T* ".repeat(400_000);
    let content = [b"BT /F1 2 Tf 2 TL 10 830 Td ".to_vec(), line, b"ET".to_vec()].concat();
    let mut raw = Raw::new();
    let root = raw.book(&[Vec::new()], "", "");
    raw.set(3, stream("/Filter /FlateDecode", &bad::zlib(&content)));
    raw.finish(root)
}

/// The pages of a thick file, each a picture of its own.
pub(super) fn many_images() -> Vec<u8> {
    let (width, height) = (1240_u32, 1754_u32);
    let mut raw = Raw::new();
    let tree = raw.reserve();
    let mut kids = String::new();
    let content = raw.stream("", b"q 595 0 0 842 0 0 cm /Im0 Do Q");
    for number in 0..850_u32 {
        let shade = u8::try_from(number % 256).unwrap_or(0);
        let line = vec![shade; usize::try_from(width * height / 8).unwrap_or(0)];
        let image = raw.stream(
            &format!(
                "/Type /XObject /Subtype /Image /Width {width} /Height {height} \
                 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode"
            ),
            &bad::zlib(&line),
        );
        let page = raw.add(format!(
            "<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R \
             /Resources << /XObject << /Im0 {image} 0 R >> >> >>"
        ));
        kids += &format!("{page} 0 R ");
    }
    raw.set(tree, format!("<< /Type /Pages /Kids [{kids}] /Count 850 >>"));
    let root = raw.add(format!("<< /Type /Catalog /Pages {tree} 0 R >>"));
    raw.finish(root)
}

/// A short letter with forty megabytes of nothing behind it.
fn padded() -> Vec<u8> {
    let mut bytes = super::raw::pages(1);
    bytes.resize(40 << 20, b' ');
    bytes
}

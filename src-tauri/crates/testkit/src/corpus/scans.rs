//! Scans: pages that are pictures, as PDF, TIFF, JPEG and PNG.
//!
//! Never with text, but for the one that was read before.

use anyhow::Result;

use super::picture::Picture;
use super::raw::{Raw, lines};
use super::{Sample, Shelf, jpeg, sample, tiffs};
use crate::bad;

pub(super) fn put(shelf: &mut Shelf<'_>, seed: u64) -> Result<()> {
    let letters: Vec<Picture> =
        (0..3).map(|n| Picture::letter(seed ^ (0x5ca0 + n))).collect::<Result<_>>()?;
    for (name, image, pages) in pdf_images(&letters) {
        let bytes = pdf(&image, pages, "");
        shelf.put(
            sample("scan", format!("scan/{name}.pdf"), bytes).pages(count(pages)).text(false),
        )?;
    }
    if let Some((_, image, _)) = pdf_images(&letters).into_iter().next() {
        let bytes = pdf(&image, 2, "BT 3 Tr /F1 10 Tf 50 700 Td (Antrag auf Wohngeld) Tj ET");
        shelf.put(sample("scan", "scan/gelesen.pdf", bytes).pages(2).text(true))?;
    }
    shelf.put_all(tiff_files(&letters)?)?;
    shelf.put_all(jpeg_files(&letters))?;
    shelf.put_all(png_files(&letters)?)?;
    shelf.put_all(other_images())
}

fn count(pages: usize) -> u32 {
    u32::try_from(pages).unwrap_or(u32::MAX)
}

/// One image of a PDF: entries of its dictionary and its bytes.
struct Image {
    entries: String,
    data: Vec<u8>,
}

fn pdf_images(letters: &[Picture]) -> Vec<(&'static str, Image, usize)> {
    let Some(letter) = letters.first() else { return Vec::new() };
    let (width, height) = (letter.width, letter.height);
    let size = format!("/Width {width} /Height {height}");
    let grey = format!("{size} /ColorSpace /DeviceGray /BitsPerComponent 8");
    let bit = format!("{size} /ColorSpace /DeviceGray /BitsPerComponent 1");
    let image = |entries: String, data| Image { entries, data };
    let fax = format!(
        "{bit} /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns {width} /Rows {height} >>"
    );
    let rgb: Vec<u8> = letter.grey.iter().flat_map(|grey| [*grey, *grey, grey / 2]).collect();
    let dct = jpeg::encode(letter, None);
    vec![
        ("dct-1", image(format!("{grey} /Filter /DCTDecode"), dct.clone()), 1),
        ("dct-30", image(format!("{grey} /Filter /DCTDecode"), dct), 30),
        ("g4-1", image(fax.clone(), letter.g4()), 1),
        ("g4-12", image(fax, letter.g4()), 12),
        ("flate-grau", image(format!("{grey} /Filter /FlateDecode"), bad::zlib(&letter.grey)), 2),
        (
            "flate-farbe",
            image(
                format!("{size} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode"),
                bad::zlib(&rgb),
            ),
            1,
        ),
        (
            "flate-bit",
            image(format!("{bit} /Decode [1 0] /Filter /FlateDecode"), bad::zlib(&letter.bits())),
            1,
        ),
        ("roh", image(grey, letter.grey.clone()), 1),
        ("jbig2", image(format!("{bit} /Filter /JBIG2Decode"), jbig2(letter)), 1),
    ]
}

/// JBIG2 as PDFs embed it: a page, and a generic region coded like a fax.
fn jbig2(picture: &Picture) -> Vec<u8> {
    let side = |side: usize| u32::try_from(side).unwrap_or(u32::MAX).to_be_bytes();
    let (width, height) = (side(picture.width), side(picture.height));
    let mut page = [width, height, [0; 4], [0; 4]].concat();
    page.extend([0, 0, 0]);
    let mut region = [width, height, [0; 4], [0; 4]].concat();
    // Combined by OR; coded like a fax.
    region.extend([0, 1]);
    region.extend(picture.g4());
    let mut out = Vec::new();
    for (number, kind, body) in [(0_u32, 48_u8, page), (1, 38, region)] {
        out.extend(number.to_be_bytes());
        out.extend([kind, 0, 1]);
        out.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_be_bytes());
        out.extend(body);
    }
    out
}

/// A PDF whose pages all show the same image, and perhaps more.
fn pdf(image: &Image, pages: usize, more: &str) -> Vec<u8> {
    let mut raw = Raw::new();
    let entries = format!("/Type /XObject /Subtype /Image {}", image.entries);
    let picture = raw.stream(&entries, &image.data);
    let font = raw.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    let content = format!("q 595 0 0 842 0 0 cm /Im0 Do Q {more}").into_bytes();
    let resources =
        format!("/Resources << /XObject << /Im0 {picture} 0 R >> /Font << /F1 {font} 0 R >> >>");
    let contents = vec![content; pages];
    let root = raw.book(&contents, &resources, "");
    raw.finish(root)
}

fn tiff_files(letters: &[Picture]) -> Result<Vec<Sample>> {
    let g4: Vec<tiffs::Page> = letters.iter().map(tiffs::g4).collect();
    let plain: Vec<tiffs::Page> = letters.iter().take(1).map(tiffs::plain).collect();
    let turned: Vec<tiffs::Page> = letters
        .iter()
        .take(1)
        .map(|letter| tiffs::Page { orientation: 6, ..tiffs::g4(&letter.turned()) })
        .collect();
    let whole = tiffs::bilevel(&g4, false);
    let cut = whole.get(..whole.len() * 2 / 3).unwrap_or_default().to_vec();
    let small: Vec<Picture> = letters.iter().map(Picture::halved).collect();
    let tiff = |name: &str, bytes| sample("bild", format!("bild/{name}"), bytes);
    Ok(vec![
        tiff("fax-3.tif", whole.clone()).pages(3).text(false),
        tiff("fax-1.tiff", tiffs::bilevel(g4.get(..1).unwrap_or_default(), false)).pages(1),
        tiff("fax-motorola.tif", tiffs::bilevel(&g4, true)).pages(3),
        tiff("ungepackt.tif", tiffs::bilevel(&plain, false)).pages(1),
        tiff("quer-notiert.tif", tiffs::bilevel(&turned, false)).pages(1),
        tiff("lzw-3.tif", tiffs::lzw(&small)?).pages(3),
        tiff("abgeschnitten.tif", cut),
        tiff("im-kreis.tif", circle(&whole)),
        tiff("zu-gross.tif", too_large(&whole)),
    ])
}

/// The last page names the first as the next one.
fn circle(whole: &[u8]) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let next = 8 + 2 + 12 * 12;
    if let Some(place) = bytes.get_mut(next..next + 4) {
        place.copy_from_slice(&8_u32.to_le_bytes());
    }
    bytes
}

/// Claims two thousand million points a side.
fn too_large(whole: &[u8]) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    for entry in [10, 22] {
        if let Some(place) = bytes.get_mut(entry + 8..entry + 12) {
            place.copy_from_slice(&2_000_000_000_u32.to_le_bytes());
        }
    }
    bytes
}

fn jpeg_files(letters: &[Picture]) -> Vec<Sample> {
    let Some(letter) = letters.first() else { return Vec::new() };
    let jpeg = |name: String, bytes| sample("bild", format!("bild/{name}"), bytes);
    let mut files: Vec<Sample> = (1..=8)
        .map(|orientation| {
            let bytes = jpeg::encode(letter, Some(orientation));
            jpeg(format!("foto-exif-{orientation}.jpg"), bytes).good(1, false)
        })
        .collect();
    let whole = jpeg::encode(letter, None);
    let cut = whole.get(..whole.len() / 2).unwrap_or_default().to_vec();
    let dot = Picture { width: 1, height: 1, grey: vec![0] };
    files.push(jpeg("scan.jpeg".to_owned(), whole).good(1, false));
    files.push(jpeg("abgeschnitten.jpg".to_owned(), cut).text(false));
    files.push(jpeg("ein-punkt.jpg".to_owned(), jpeg::encode(&dot, None)).good(1, false));
    files
}

fn png(
    picture: &Picture,
    color: png::ColorType,
    depth: png::BitDepth,
    data: &[u8],
) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let (width, height) = (u32::try_from(picture.width)?, u32::try_from(picture.height)?);
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(color);
    encoder.set_depth(depth);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(data)?;
    writer.finish()?;
    Ok(out)
}

fn png_files(letters: &[Picture]) -> Result<Vec<Sample>> {
    use png::{BitDepth, ColorType};
    let Some(letter) = letters.first() else { return Ok(Vec::new()) };
    let inverted: Vec<u8> = letter.bits().iter().map(|byte| !byte).collect();
    let sixteen: Vec<u8> = letter.grey.iter().flat_map(|grey| [*grey, 0]).collect();
    let rgba: Vec<u8> = letter.grey.iter().flat_map(|g| [*g, *g, *g, 255]).collect();
    let grey = png(letter, ColorType::Grayscale, BitDepth::Eight, &letter.grey)?;
    let mut wrong_sum = grey.clone();
    if let Some(byte) = wrong_sum.get_mut(30) {
        *byte ^= 0xff;
    }
    let cut = grey.get(..grey.len() / 2).unwrap_or_default().to_vec();
    let mut huge = grey.clone();
    if let Some(sides) = huge.get_mut(16..24) {
        sides.copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
    }
    let file = |name: &str, bytes| sample("bild", format!("bild/{name}.png"), bytes);
    Ok(vec![
        file("ein-bit", png(letter, ColorType::Grayscale, BitDepth::One, &inverted)?)
            .good(1, false),
        file("grau", grey).good(1, false),
        file("sechzehn-bit", png(letter, ColorType::Grayscale, BitDepth::Sixteen, &sixteen)?)
            .good(1, false),
        file("durchsichtig", png(letter, ColorType::Rgba, BitDepth::Eight, &rgba)?).good(1, false),
        file("falsche-summe", wrong_sum),
        file("abgeschnitten", cut),
        file("hunderttausend-mal", huge),
    ])
}

/// Formats that some programs write and few offices want.
fn other_images() -> Vec<Sample> {
    let gif =
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
    let mut bmp =
        b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0".to_vec();
    bmp.resize(58, 0);
    let webp = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0/\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0";
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0heicmif1\0\0\0\x08mdat";
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>Lageplan</text></svg>";
    vec![
        sample("bild", "bild/punkt.gif", gif.to_vec()),
        sample("bild", "bild/punkt.bmp", bmp),
        sample("bild", "bild/punkt.webp", webp.to_vec()),
        sample("bild", "bild/handy.heic", heic.to_vec()),
        sample("bild", "bild/lageplan.svg", svg.as_bytes().to_vec()),
        sample("scan", "scan/inline.pdf", inline()).pages(1),
    ]
}

/// An image that stands in the page's own content.
fn inline() -> Vec<u8> {
    let mut content = b"q 200 0 0 200 70 500 cm BI /W 8 /H 8 /BPC 1 /CS /G ID ".to_vec();
    content.extend([0xaa, 0x55, 0xaa, 0x55, 0xaa, 0x55, 0xaa, 0x55]);
    content.extend(b" EI Q ");
    content.extend(lines(&["Stempel"]));
    let mut raw = Raw::new();
    let root = raw.book(&[content], "", "");
    raw.finish(root)
}

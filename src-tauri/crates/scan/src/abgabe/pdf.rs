//! Pages into one PDF, each picture as it came.
//!
//! Never re-encodes a JPEG, never loses a pixel of what is not one.

use std::io::{self, Cursor, Write};

use page::{PageImage, Pixels};
use pdfa::{Level, Meta, PagePicture, PdfaError, Turn, Writer};

use crate::device::Format;
use crate::stack::{Blatt, Platz, Stapel};
use crate::{StackError, jpeg};

/// The program, as its files name it.
const PROGRAMM: &str = concat!("Forsthaus ", env!("CARGO_PKG_VERSION"));

/// Writes a document; a file that holds the same already is left as it is, so that the intake
/// knows it again.
pub(super) fn write(stapel: &Stapel, plaetze: &[Platz], pdf: &Blatt) -> Result<(), StackError> {
    let mut failed = None;
    let written = pdf.write(|out| {
        pages(stapel, plaetze, out).map_err(|error| {
            failed = Some(error);
            io::Error::other("the document was not written to its end")
        })
    });
    match failed {
        Some(error) => Err(error),
        None => Ok(written?),
    }
}

fn pages(stapel: &Stapel, plaetze: &[Platz], out: &mut dyn Write) -> Result<(), StackError> {
    let geraet = stapel.tisch().laeufe().next().map(|lauf| lauf.kopf.geraet.clone());
    let geraet = geraet.map(|g| format!("{} {}", g.hersteller, g.modell)).unwrap_or_default();
    let meta = Meta {
        titel: String::new(),
        // The stack's own time, so that a second attempt writes the same bytes.
        erstellt_um: stapel.tisch().kopf().map_or_else(|| stapel.now(), |(_, _, um)| *um),
        sprache: "de-DE".to_owned(),
        programm: match geraet.trim() {
            "" => PROGRAMM.to_owned(),
            geraet => format!("{geraet}, {PROGRAMM}"),
        },
    };
    let mut writer = Writer::new(out, &meta, Level::A2u)?;
    for platz in plaetze {
        page(stapel, platz, &mut writer)?;
    }
    writer.finish()?;
    Ok(())
}

fn page<W: Write>(
    stapel: &Stapel,
    platz: &Platz,
    writer: &mut Writer<W>,
) -> Result<(), StackError> {
    let bild = stapel.tisch().bild(platz.seite).ok_or(StackError::NoSuchPage)?;
    let bytes = stapel.bytes(platz.seite)?;
    let turn = Turn::from_degrees(i64::from(platz.grad)).unwrap_or(Turn::None);
    let mut put = |picture: PagePicture<'_>, width: u32, height: u32| {
        let points = |pixels: u32| pixels as f32 * 72.0 / f32::from(bild.dpi.max(1));
        let (width, height) = if turn.sideways() { (height, width) } else { (width, height) };
        writer.page(picture, points(width), points(height), turn, None)
    };
    match bild.format {
        Format::Jpeg => {
            let head = jpeg::kopf(&bytes).ok_or(PdfaError::Picture("no JPEG"))?;
            let (width, height, components) = (head.width, head.height, head.components);
            let picture = PagePicture::Jpeg { bytes: &bytes, width, height, components };
            put(picture, width, height)?;
        }
        Format::Png => {
            let image = own_png(&bytes, bild.dpi).ok_or(PdfaError::Picture("no PNG of ours"))?;
            put(PagePicture::Pixels(&image), image.width(), image.height())?;
        }
    }
    Ok(())
}

/// Reads back what was packed here; its hash has proved that it is that.
fn own_png(bytes: &[u8], dpi: u16) -> Option<PageImage> {
    let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().ok()?;
    let mut pixels = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut pixels).ok()?;
    let pixels = match (frame.color_type, frame.bit_depth) {
        (png::ColorType::Grayscale, png::BitDepth::One) => {
            // There 1 is white, here 1 is black.
            pixels.iter_mut().for_each(|byte| *byte = !*byte);
            Pixels::Bitonal(pixels)
        }
        (png::ColorType::Grayscale, png::BitDepth::Eight) => Pixels::Grey(pixels),
        (png::ColorType::Rgb, png::BitDepth::Eight) => Pixels::Rgb(pixels),
        _ => return None,
    };
    PageImage::new(frame.width, frame.height, dpi, pixels)
}

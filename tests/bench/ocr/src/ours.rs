//! Our pipeline as the product runs it: page source, clean-up, recognition, PDF/A.
//!
//! Never keeps more than a few pages in memory and never writes a temporary file.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use domain::textebene::{Seitentext, Textquelle};
use ocr::{Budget, CancelFlag, Picture, Tesseract, recognise};
use page::PageImage;
use page::cleanup::{Cleaned, Schritt, Wishes, clean};
use page::source::{Limits, Pages, SourcePage, Transport};
use pdfa::{Level, Meta, PagePicture, Turn, Writer};

/// A page on its way: as it came, and as it is read.
struct Sheet {
    source: SourcePage,
    cleaned: Cleaned,
}

impl Picture for Sheet {
    fn picture(&self) -> &PageImage {
        &self.cleaned.image
    }
}

/// Turns a PDF of scans into a searchable PDF/A.
pub fn run(threads: usize, pdf: &Path, out: &Path, texts: &Path) -> Result<()> {
    let tesseract = Tesseract::find()?;
    let pages = Pages::open(fs::read(pdf)?, "application/pdf", None)?;
    let mut writer = Writer::new(BufWriter::new(File::create(out)?), &meta()?, Level::A2u)?;
    let mut texts = BufWriter::new(File::create(texts)?);
    let mut numbers = 0..pages.len();
    let count = recognise(
        &tesseract,
        Budget { threads },
        &CancelFlag::new(),
        || numbers.next().map(|number| Ok(pages.page(number, &Limits::default())?)),
        |source: SourcePage| -> Result<Sheet> {
            let cleaned = clean(&source.image, &Wishes::default());
            Ok(Sheet { source, cleaned })
        },
        |page| {
            let (sheet, text) = page.page?;
            let text = text?;
            put(&mut writer, &sheet, &text)?;
            write!(texts, "{}\u{c}", text.text())?;
            Ok(())
        },
        |_| {},
    );
    let count = count.map_err(|stopped| anyhow!("{stopped:?}"))?;
    writer.finish()?.flush()?;
    texts.flush().with_context(|| format!("{count} pages"))
}

/// Writes a page as it came, its words where they stand in the picture that came.
fn put<W: Write>(writer: &mut Writer<W>, sheet: &Sheet, text: &Seitentext) -> Result<()> {
    let source = &sheet.source;
    let text = put_back(text, sheet)?;
    let (width, height) = (source.width_pt(), source.height_pt());
    let (picture, turn) = match &source.transport {
        Transport::Jpeg { bytes, width, height, components } => {
            let (width, height, components) = (*width, *height, *components);
            (PagePicture::Jpeg { bytes, width, height, components }, source.turn)
        }
        Transport::CcittG4 { bytes, width, height, black_is_1, byte_aligned } => {
            let (width, height) = (*width, *height);
            let (black_is_1, byte_aligned) = (*black_is_1, *byte_aligned);
            let fax = PagePicture::CcittG4 { bytes, width, height, black_is_1, byte_aligned };
            (fax, source.turn)
        }
        Transport::None => (PagePicture::Pixels(&source.image), Turn::None),
    };
    writer.page(picture, width, height, turn, Some(&text))?;
    Ok(())
}

/// Takes the steps of the clean-up back, the last one first.
fn put_back(text: &Seitentext, sheet: &Sheet) -> Result<Seitentext> {
    let image = &sheet.source.image;
    let tenths = 720.0 / f32::from(image.dpi());
    let (middle_x, middle_y) =
        (image.width() as f32 * tenths / 2.0, image.height() as f32 * tenths / 2.0);
    let mut text = text.clone();
    for word in text.zeilen.iter_mut().flatten() {
        // The middle of the word moves; its size stays.
        let (half_width, half_height) = (f32::from(word.b) / 2.0, f32::from(word.h) / 2.0);
        let (mut x, mut y) = (f32::from(word.x) + half_width, f32::from(word.y) + half_height);
        for step in sheet.cleaned.steps.iter().rev() {
            match step {
                Schritt::Beschnitten { links, oben, .. } => {
                    x += *links as f32 * tenths;
                    y += *oben as f32 * tenths;
                }
                Schritt::Geradegerueckt { hundertstel_grad } => {
                    let (sin, cos) = (*hundertstel_grad as f32 / 100.0).to_radians().sin_cos();
                    let (from_x, from_y) = (x - middle_x, y - middle_y);
                    x = middle_x + from_x * cos - from_y * sin;
                    y = middle_y + from_x * sin + from_y * cos;
                }
                Schritt::Gedreht { .. } => bail!("no page of the set lies on its side"),
                Schritt::Entfleckt { .. } | Schritt::Leerseite { .. } => {}
            }
        }
        word.x = (x - half_width).max(0.0) as u16;
        word.y = (y - half_height).max(0.0) as u16;
    }
    text.breite = (image.width() as f32 * tenths) as u16;
    text.hoehe = (image.height() as f32 * tenths) as u16;
    Ok(text)
}

/// Prints how long each step but the recognition takes, per page.
pub fn phases(pdf: &Path) -> Result<()> {
    let pages = Pages::open(fs::read(pdf)?, "application/pdf", None)?;
    let mut writer = Writer::new(std::io::sink(), &meta()?, Level::A2u)?;
    let mut times = [Duration::ZERO; 3];
    for number in 0..pages.len() {
        let start = Instant::now();
        let source = pages.page(number, &Limits::default())?;
        let decoded = start.elapsed();
        let cleaned = clean(&source.image, &Wishes::default());
        let tidied = start.elapsed();
        let text = Seitentext { breite: 1, hoehe: 1, quelle: Textquelle::Ocr, zeilen: Vec::new() };
        put(&mut writer, &Sheet { source, cleaned }, &text)?;
        let steps = [decoded, tidied - decoded, start.elapsed() - tidied];
        times.iter_mut().zip(steps).for_each(|(sum, step)| *sum += step);
    }
    writer.finish()?;
    for (name, time) in ["decode", "clean up", "write"].iter().zip(times) {
        println!("{name:10} {:6.3} s/page", time.as_secs_f64() / f64::from(pages.len()));
    }
    Ok(())
}

fn meta() -> Result<Meta> {
    Ok(Meta {
        titel: "Briefe".to_owned(),
        erstellt_um: "2026-01-01T00:00:00Z".parse()?,
        sprache: "de-DE".to_owned(),
        programm: "Forsthaus".to_owned(),
    })
}

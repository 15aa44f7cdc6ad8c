//! The set: sixteen letters, four of each kind of scan.
//!
//! Never the same letter twice, and never another set for the same seed.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};
use page::{PageImage, Pixels};
use pdfa::{Level, Meta, PagePicture, Turn, Writer};

use crate::letters::letter;
use crate::rng::Rng;
use crate::scan::{Wear, scanned};
use crate::score::{self, Score, percent};
use crate::sheet::{DPI, Face, Grey, Style, draw};

/// Kinds of scan, in the order of the pages.
const KINDS: [&str; 5] = ["clean", "noisy", "skewed", "9 pt", "black/white"];
/// Pages of each kind.
const EACH: usize = 4;
/// Quality of the pictures in the PDF, as scanners set it.
const JPEG_QUALITY: u8 = 85;
/// A4 in points.
const A4: (f32, f32) = (595.28, 841.89);

/// Writes truth, pictures and the PDF of pictures.
pub fn write(seed: u64, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    println!("seed {seed:#x}: {} pages, A4 at {DPI} dpi", KINDS.len() * EACH);
    let file = fs::File::create(folder.join("scan.pdf"))?;
    let meta = Meta {
        titel: "Briefe".to_owned(),
        erstellt_um: "2026-01-01T00:00:00Z".parse()?,
        sprache: "de-DE".to_owned(),
        programm: "ocr-bench".to_owned(),
    };
    let mut pdf = Writer::new(std::io::BufWriter::new(file), &meta, Level::A2u)?;
    for number in 0..KINDS.len() * EACH {
        let mut rng = Rng::new(seed ^ number as u64);
        let (style, wear) = kind(number);
        let letter = letter(&mut rng, number, style.line_chars());
        fs::write(folder.join(format!("{number:02}.wahr")), letter.text())?;
        let scan = scanned(&draw(&letter, style)?, wear, &mut rng);
        png(&scan, wear.bitonal, &folder.join(format!("{number:02}.png")))?;
        put(&mut pdf, &scan, &Paper { dpi: DPI, bitonal: wear.bitonal, quality: JPEG_QUALITY })?;
    }
    pdf.finish()?;
    Ok(())
}

/// How a scanner keeps a page.
#[derive(Debug, Clone, Copy)]
pub struct Paper {
    /// Pixels per inch.
    pub dpi: u16,
    /// Black and white only, as CCITT group 4; grey is kept as JPEG.
    pub bitonal: bool,
    /// Quality of the JPEG, 1 to 100.
    pub quality: u8,
}

/// Writes a scanned page of A4 into a PDF of pictures.
pub fn put<W: Write>(pdf: &mut Writer<W>, scan: &Grey, paper: &Paper) -> Result<()> {
    let (width, height) = (u32::try_from(scan.width)?, u32::try_from(scan.height)?);
    if paper.bitonal {
        let bits = PageImage::new(width, height, paper.dpi, Pixels::Bitonal(packed(scan)));
        let bits = bits.context("a picture that does not fit its size")?;
        pdf.page(PagePicture::Pixels(&bits), A4.0, A4.1, Turn::None, None)?;
        return Ok(());
    }
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, paper.quality);
    encoder.write_image(&scan.pixels, width, height, ExtendedColorType::L8)?;
    let jpeg = PagePicture::Jpeg { bytes: &bytes, width, height, components: 1 };
    pdf.page(jpeg, A4.0, A4.1, Turn::None, None)?;
    Ok(())
}

/// How the page of a number is set and scanned.
fn kind(number: usize) -> (Style, Wear) {
    let faces = [Face::Sans, Face::Serif, Face::Roman, Face::Mono];
    let face = faces.get(number % EACH).copied().unwrap_or(Face::Sans);
    let size = if face == Face::Mono { 9.0 } else { 10.5 };
    let clean =
        Wear { degrees: 0.0, noise: 0.0, specks: 0, paper: 255.0, ink: 0.0, bitonal: false };
    let left = if number.is_multiple_of(2) { 1.0 } else { -1.0 };
    let worn = Wear { noise: 12.0, specks: 400, paper: 232.0, ink: 40.0, ..clean };
    let (size, wear) = match number / EACH {
        0 => (size, clean),
        1 => (size, Wear { noise: 20.0, specks: 1500, ..worn }),
        2 => (size, Wear { degrees: 1.5 * left, ..worn }),
        3 => (if face == Face::Mono { 8.0 } else { 9.0 }, Wear { degrees: 0.6 * left, ..worn }),
        _ => (size, Wear { degrees: 0.8 * left, noise: 30.0, bitonal: true, ..worn }),
    };
    (Style { face, size }, wear)
}

fn packed(scan: &Grey) -> Vec<u8> {
    let row = |row: &[u8]| -> Vec<u8> {
        row.chunks(8)
            .map(|eight| {
                let bits = eight.iter().enumerate();
                bits.fold(0_u8, |byte, (x, grey)| byte | (u8::from(*grey < 128) << (7 - x)))
            })
            .collect()
    };
    scan.pixels.chunks(scan.width).flat_map(row).collect()
}

fn png(scan: &Grey, bitonal: bool, path: &Path) -> Result<()> {
    let file = std::io::BufWriter::new(fs::File::create(path)?);
    let mut encoder =
        png::Encoder::new(file, u32::try_from(scan.width)?, u32::try_from(scan.height)?);
    encoder.set_color(png::ColorType::Grayscale);
    // 300 dpi in pixels per metre.
    let unit = png::Unit::Meter;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: 11_811, yppu: 11_811, unit }));
    encoder.set_compression(png::Compression::Fast);
    if bitonal {
        encoder.set_depth(png::BitDepth::One);
        let white_is_1: Vec<u8> = packed(scan).iter().map(|byte| !byte).collect();
        encoder.write_header()?.write_image_data(&white_is_1)?;
    } else {
        encoder.set_depth(png::BitDepth::Eight);
        encoder.write_header()?.write_image_data(&scan.pixels)?;
    }
    Ok(())
}

/// Prints the errors of texts that stand between form feeds, by kind of page.
pub fn score(folder: &Path, texts: &Path) -> Result<()> {
    let read = fs::read_to_string(texts).with_context(|| format!("read {}", texts.display()))?;
    let pages: Vec<&str> = read.split('\u{c}').collect();
    ensure!(pages.len() >= KINDS.len() * EACH, "only {} pages", pages.len());
    let mut all = Score::default();
    for (kind, name) in KINDS.iter().enumerate() {
        let mut sum = Score::default();
        for number in kind * EACH..(kind + 1) * EACH {
            let truth = fs::read_to_string(folder.join(format!("{number:02}.wahr")))?;
            sum.add(score::score(&truth, pages.get(number).copied().unwrap_or_default()));
        }
        print(name, &sum);
        all.add(sum);
    }
    print("all", &all);
    Ok(())
}

fn print(name: &str, score: &Score) {
    println!(
        "{name:12} CER {:5.2} %  errors {:4}  § {:3}/{:3} ({:5.1} %, {} false)  umlauts {:5.1} %",
        score.cer(),
        score.errors,
        score.paragraphs_right,
        score.paragraphs,
        percent(score.paragraphs_right, score.paragraphs),
        score.paragraphs_false,
        percent(score.umlauts_right, score.umlauts),
    );
}

//! Long documents and large pictures.
//!
//! Never looks at a clock.

use std::io::{self, Write};

use page::{PageImage, Pixels};
use pdfa::{Level, PagePicture, Turn, Writer};

use crate::checker;
use crate::support::{asked, bitonal, meta, text};

/// An output that keeps nothing but a count.
#[derive(Default)]
struct Counted(u64);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(target_os = "linux")]
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn two_thousand_pages_take_no_more_memory_than_ten() {
    let image = bitonal(620, 877);
    let words = text(595, 842, &["Seite mit einigen Worten über § 46 der StVO"; 40]);
    let mut writer = Writer::new(Counted::default(), &meta(), Level::A2u).unwrap();
    let mut early = 0;
    for number in 0..2000 {
        writer.page(PagePicture::Pixels(&image), 595.0, 842.0, Turn::None, Some(&words)).unwrap();
        if number == 10 {
            early = peak_kib();
        }
    }
    let written = writer.finish().unwrap().0;
    let grown_kib = peak_kib() - early;
    assert!(written > 2000 * 2_000, "{written}");
    assert!(grown_kib < 4 * 1024, "{grown_kib} KiB more for {written} bytes");
}

#[test]
fn two_hundred_pages_of_many_sizes_are_found_again() {
    let mut writer = Writer::new(Vec::new(), &meta(), Level::A2u).unwrap();
    for number in 0..200_u16 {
        let image = bitonal(8 + u32::from(number), 16);
        let (width, height) = (200 + number, 900 - number);
        let name = format!("Seite-{number}-Ende");
        let words = text(width, height, &[&name]);
        let words = (number % 7 != 0).then_some(&words);
        let picture = PagePicture::Pixels(&image);
        writer.page(picture, f32::from(width), f32::from(height), Turn::None, words).unwrap();
    }
    let pdf = writer.finish().unwrap();
    checker::check(&pdf, Level::A2u);
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    assert_eq!(document.get_pages().len(), 200);
    let Some(found) = asked("pdftotext", &[], &pdf, &["-"]) else { return };
    for (number, page) in found.split('\u{c}').take(200).enumerate() {
        let name = format!("Seite-{number}-Ende");
        assert_eq!(page.trim(), if number % 7 == 0 { "" } else { &name });
    }
}

#[test]
fn a_plan_of_364_million_pixels_fits() {
    let (width, height) = (20_000_u32, 18_200_u32);
    let row_bytes = width as usize / 8;
    let mut bits = vec![0; row_bytes * height as usize];
    for (y, row) in bits.chunks_exact_mut(row_bytes).enumerate() {
        row[y % row_bytes] = 0x18;
    }
    let plan = PageImage::new(width, height, 400, Pixels::Bitonal(bits)).unwrap();
    let mut writer = Writer::new(Vec::new(), &meta(), Level::A2u).unwrap();
    writer.page(PagePicture::Pixels(&plan), 3600.0, 3276.0, Turn::None, None).unwrap();
    let pdf = writer.finish().unwrap();
    checker::check(&pdf, Level::A2u);
    assert!(pdf.len() < 1_000_000, "{}", pdf.len());
}

//! Pages larger than memory are shrunk on their way in.
//!
//! Never asserts how long it takes.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use page::Pixels;
use page::source::{Abstrich, Limits, Pages, Transport};

use crate::files::{Image, scan_pdf};

/// Most memory this process has ever held, in MiB; `None` where the system does not say.
fn peak_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

fn packed(row: &[u8], rows: u32) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    (0..rows).for_each(|_| packed.write_all(row).unwrap());
    packed.finish().unwrap()
}

const SIDE: u32 = 19_080;

fn giant(bits: u8, filter: &str, data: Vec<u8>) {
    let image = Image { width: SIDE, height: SIDE, bits, filter, data, ..Image::default() };
    let pdf = scan_pdf(&image);
    let pages = Pages::open(pdf, "application/pdf", None).unwrap();
    let page = pages.page(0, &Limits::default()).unwrap();
    let pixels = u64::from(page.image.width()) * u64::from(page.image.height());
    assert!((20_000_000..=40_000_000).contains(&pixels), "{pixels}");
    assert!(page.abstriche.iter().any(|a| matches!(a, Abstrich::Verkleinert { .. })));
    let Pixels::Grey(px) = page.image.pixels() else { panic!("shrunk to grey") };
    // Half of each row is black.
    let middle = px.get(..page.image.width() as usize).unwrap();
    assert!(middle[100] > 250 && middle[middle.len() - 100] < 5);
    if filter == "CCITTFaxDecode" {
        assert!(matches!(page.transport, Transport::CcittG4 { width: SIDE, height: SIDE, .. }));
    }
    match peak_mib() {
        Some(peak) => {
            eprintln!("{SIDE} × {SIDE} pixels, {bits} bit, {filter}: peak {peak} MiB");
            assert!(peak < 700);
        }
        None => eprintln!("NOT MEASURED: this system does not say how much memory was used"),
    }
}

#[test]
fn a_giant_page_of_bits_is_shrunk() {
    let mut row = vec![0xff; SIDE as usize / 8];
    row[SIDE as usize / 16..].fill(0);
    giant(1, "FlateDecode", packed(&row, SIDE));
}

#[test]
fn a_giant_grey_page_is_shrunk() {
    let mut row = vec![255; SIDE as usize];
    row[SIDE as usize / 2..].fill(0);
    giant(8, "FlateDecode", packed(&row, SIDE));
}

#[test]
fn a_giant_facsimile_is_shrunk_and_still_passed_on() {
    let row: Vec<bool> = (0..SIDE).map(|x| x >= SIDE / 2).collect();
    giant(1, "CCITTFaxDecode", crate::files::g4(SIDE, (0..SIDE).map(|_| row.as_slice())));
}

//! The files: letters with text, scans that are nothing but pictures, stacks, codes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use page::codes::{CodeArt, codes};
use page::source::{Limits, Pages};
use town::wahrheit::{Brief, Wahrheit};
use town::{Wunsch, ablegen};

const SEED: u64 = 42;
const BRIEFE: usize = 40;

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn letters_have_text_scans_are_pictures_and_stacks_have_all_pages() {
    let dir = tempfile::tempdir().unwrap();
    println!("seed {SEED}, {BRIEFE} letters");
    let wish = Wunsch { seed: SEED, briefe: BRIEFE, nur_text: false };
    let year = ablegen(dir.path(), wish).unwrap();
    let mut files: BTreeMap<&str, Vec<&Brief>> = BTreeMap::new();
    for brief in &year.briefe {
        files.entry(&brief.datei).or_default().push(brief);
    }
    for (name, letters) in &files {
        let bytes = fs::read(dir.path().join(name)).unwrap();
        let pages = letters.iter().map(|brief| brief.seiten[1]).max();
        assert_eq!(Some(page_count(&bytes)), pages, "{name}");
        let read = inspect::read(&bytes, name).befund;
        if letters[0].gescannt {
            assert!(read.text.trim().is_empty(), "{name} has text: {}", read.text);
            assert!(bytes.len() < 900_000 * pages.unwrap() as usize, "{name} is large");
            only_pictures(&bytes, name);
        } else {
            let said = fs::read_to_string(dir.path().join(letters[0].text.as_ref().unwrap()));
            let lines = said.unwrap();
            let found = words(&read.text);
            for line in lines.lines() {
                assert!(found.contains(&words(line)), "{name} lacks »{line}« in: {found}");
            }
        }
    }
    codes_are_read(&year, dir.path());
}

fn page_count(pdf: &[u8]) -> u32 {
    lopdf::Document::load_mem(pdf).unwrap().get_pages().len() as u32
}

fn only_pictures(pdf: &[u8], name: &str) {
    let pages = Pages::open(pdf.to_vec(), "application/pdf", None).unwrap();
    for number in 0..pages.len() {
        let page = pages.page(number, &Limits::default()).unwrap();
        assert!(page.scan, "page {number} of {name} is no scan");
    }
}

/// Our code is read from the scan it came back on.
fn codes_are_read(year: &Wahrheit, dir: &Path) {
    for brief in year.briefe.iter().filter(|brief| brief.code.is_some()) {
        let pdf = fs::read(dir.join(&brief.datei)).unwrap();
        let pages = Pages::open(pdf, "application/pdf", None).unwrap();
        let page = pages.page(brief.seiten[0] - 1, &Limits::default()).unwrap();
        let found = codes(&page.image);
        let expected = format!("FH1:V:{}", brief.code.unwrap().to_string().to_uppercase());
        assert!(
            found.iter().any(|code| code.art == CodeArt::Qr && code.inhalt == expected),
            "letter {}: {found:?}",
            brief.nr
        );
    }
}

#[test]
fn same_seed_gives_the_same_scans() {
    let make = || {
        let dir = tempfile::tempdir().unwrap();
        let wish = Wunsch { seed: 6, briefe: 12, nur_text: false };
        let year = ablegen(dir.path(), wish).unwrap();
        let names: Vec<String> = year.briefe.into_iter().map(|brief| brief.datei).collect();
        names.into_iter().map(|name| fs::read(dir.path().join(name)).unwrap()).collect::<Vec<_>>()
    };
    assert!(make() == make());
}

//! Makes the letters of `cargo xtask bench ocr`, runs our pipeline over them and counts errors.
//!
//! Never measures time or memory itself: xtask does that from outside, for both sides alike.

use std::env;
use std::path::Path;

use anyhow::{Result, bail};
use ocr_bench::{ours, set};

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        // Writes truth, pictures and one PDF into a folder.
        ["set", seed, folder] => set::write(parsed(seed)?, Path::new(folder)),
        // PDF in, searchable PDF/A out, with what was read as text.
        ["ours", threads, pdf, out, texts] => {
            ours::run(threads.parse()?, Path::new(pdf), Path::new(out), Path::new(texts))
        }
        // Prints how long the steps beside the recognition take.
        ["phases", pdf] => ours::phases(Path::new(pdf)),
        // Corrects texts that somebody else recognised, to tell what the rules do.
        ["correct", texts, out] => {
            let read = std::fs::read_to_string(texts)?;
            let pages = read.split('\u{c}').map(ocr::korrigiert).collect::<Vec<_>>();
            Ok(std::fs::write(out, pages.join("\u{c}"))?)
        }
        // Prints errors by kind of page; the texts are the pages between form feeds.
        ["score", folder, texts] => set::score(Path::new(folder), Path::new(texts)),
        _ => {
            bail!(
                "set SEED FOLDER | ours THREADS PDF OUT TEXTS | phases PDF | correct TEXTS OUT | score FOLDER TEXTS"
            )
        }
    }
}

fn parsed(seed: &str) -> Result<u64> {
    Ok(u64::from_str_radix(seed.trim_start_matches("0x"), 16)?)
}

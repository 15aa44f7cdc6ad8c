//! Nothing on the disk can be read, and nothing can be changed unnoticed.
//!
//! Never trusts a seal that was not broken here.

use std::path::PathBuf;

use search::{Anlass, Index, Oeffnung, SearchError, Suche};

use crate::bestand::entries;
use crate::office::{KEY, hits, office, open};

fn files(dir: &tempfile::TempDir) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(dir.path().join("index"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    found.sort();
    found
}

#[test]
fn the_disk_shows_no_word_and_no_name() {
    let entries = entries();
    let office = office(entries.values());
    let mut words: Vec<String> = entries
        .values()
        .flat_map(|entry| {
            let text = format!("{} {} {:?}", entry.titel, entry.text, entry.absender);
            let words = text.split(|c: char| !c.is_alphanumeric());
            words.filter(|word| word.len() > 5).map(str::to_lowercase).collect::<Vec<_>>()
        })
        .collect();
    words.extend(["muller", "hundsteur", "segments", "payload", "tokenizer"].map(str::to_owned));
    let files = files(&office.dir);
    assert!(files.len() > 3, "{files:?}");
    for path in files {
        let bytes = std::fs::read(&path).unwrap().to_ascii_lowercase();
        let shown = format!("{} {}", path.display(), String::from_utf8_lossy(&bytes));
        for word in &words {
            assert!(!shown.contains(word.as_str()), "{word} can be read in {}", path.display());
        }
    }
}

/// A file with a flipped bit anywhere is noticed before it gives a wrong answer.
#[test]
fn a_changed_file_is_an_error_or_harmless_and_never_a_wrong_answer() {
    let office = office(entries().values());
    let questions =
        ["müller", "\"frau müller\"", "hunde*", "von:müller", "4.2-17/2026", "hund seit:2026"];
    let expected = questions.map(|text| hits(&office.index, text));
    drop(office.index);
    let (mut noticed, mut anew) = (0, 0);
    for path in files(&office.dir) {
        let good = std::fs::read(&path).unwrap();
        for at in [0, 5, 40, good.len() / 2, good.len() - 1] {
            let mut bad = good.clone();
            bad[at] ^= 0x10;
            let copy = tempfile::tempdir().unwrap();
            std::fs::create_dir(copy.path().join("index")).unwrap();
            for other in files(&office.dir) {
                std::fs::copy(&other, copy.path().join("index").join(other.file_name().unwrap()))
                    .unwrap();
            }
            std::fs::write(copy.path().join("index").join(path.file_name().unwrap()), &bad)
                .unwrap();
            match open(&copy, u64::MAX) {
                Oeffnung::Neu(_, anlass) => {
                    assert_eq!(anlass, Anlass::Unlesbar);
                    anew += 1;
                }
                Oeffnung::Offen(index) => {
                    let damaged = !index.verify();
                    for (text, expected) in questions.iter().zip(&expected) {
                        noticed += usize::from(!same(&index, text, expected));
                    }
                    // The list of files is read when the index is written, and the seal with it.
                    let list = path.ends_with(".managed.json");
                    assert!(damaged || list, "{} at {at}", path.display());
                }
            }
        }
    }
    println!("{anew} opened anew, {noticed} searches refused");
    assert!(anew > 0);
}

/// The right answer, or an error that says what to do.
fn same(index: &Index, text: &str, expected: &[uuid::Uuid]) -> bool {
    let suche = Suche { text: text.to_owned(), anzahl: 100, ..Suche::default() };
    match index.search(&suche) {
        Ok(treffer) => {
            let found: Vec<_> = treffer.zeilen.iter().map(|zeile| zeile.id).collect();
            assert_eq!(found, expected, "{text}");
            true
        }
        Err(error) => {
            assert!(matches!(error, SearchError::Damaged(_)), "{error:?}");
            false
        }
    }
}

/// Files of the same index cannot take each other's places.
#[test]
fn swapped_cut_and_missing_files_are_noticed() {
    for harm in 0..3 {
        let office = office(entries().values());
        drop(office.index);
        let all = files(&office.dir);
        let segment: Vec<&PathBuf> = all
            .iter()
            .filter(|path| {
                path.extension().is_some_and(|end| {
                    ["term", "idx", "store", "fast"].iter().any(|known| end == *known)
                })
            })
            .collect();
        let [first, second, ..] = segment.as_slice() else { panic!("{all:?}") };
        match harm {
            0 => {
                let bytes = std::fs::read(first).unwrap();
                std::fs::copy(second, first).unwrap();
                std::fs::write(second, bytes).unwrap();
            }
            1 => {
                let bytes = std::fs::read(first).unwrap();
                std::fs::write(first, &bytes[..bytes.len() - 7]).unwrap();
            }
            _ => std::fs::remove_file(first).unwrap(),
        }
        let folder = office.dir.path().join("index");
        let opened = Index::open(&folder, &KEY, u64::MAX).unwrap();
        assert!(matches!(opened, Oeffnung::Neu(_, Anlass::Unlesbar)), "harm {harm}");
    }
}

//! The year as a whole: numbers, shares, and that everything in the truth leads somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use town::Bezug;
use town::wahrheit::{Brief, Wahrheit};

use crate::texte;

const SEED: u64 = 20_260_101;
const BRIEFE: usize = 2000;

fn share(wahrheit: &Wahrheit, of: impl Fn(&Brief) -> bool) -> f64 {
    let count = wahrheit.briefe.iter().filter(|brief| of(brief)).count();
    count as f64 * 100.0 / wahrheit.briefe.len() as f64
}

#[test]
fn the_year_has_the_letters_kinds_and_shares_that_were_promised() {
    let dir = tempfile::tempdir().unwrap();
    let year = texte(dir.path(), SEED, BRIEFE);
    assert_eq!(year.briefe.len(), BRIEFE);
    let kinds: BTreeSet<&str> = year.briefe.iter().map(|brief| brief.typ.as_str()).collect();
    assert!(kinds.len() >= 40, "{} kinds", kinds.len());
    let used: BTreeSet<_> = year.briefe.iter().map(|brief| brief.vorgang).collect();
    assert!(used.len() >= 300 && year.vorgaenge.len() >= used.len(), "{} Vorgänge", used.len());
    let bounds = [
        (Bezug::Unser, 30.0, 40.0),
        (Bezug::Kasse, 8.0, 15.0),
        (Bezug::Fremd, 11.0, 18.0),
        (Bezug::Code, 2.0, 4.0),
        (Bezug::Falsch, 2.0, 4.0),
        (Bezug::Keiner, 28.0, 38.0),
    ];
    for (bezug, least, most) in bounds {
        let found = share(&year, |brief| brief.bezug == bezug);
        assert!((least..=most).contains(&found), "{bezug:?}: {found:.1} %");
    }
    let ways = [
        ("new", share(&year, |brief| brief.neu), 20.0, 30.0),
        ("scanned", share(&year, |brief| brief.gescannt), 55.0, 65.0),
        ("mailed", share(&year, |brief| brief.mail.is_some()), 11.0, 20.0),
        ("with a deadline", share(&year, |brief| brief.frist.is_some()), 10.0, 50.0),
    ];
    for (name, found, least, most) in ways {
        assert!((least..=most).contains(&found), "{name}: {found:.1} %");
    }
    everything_resolves(&year);
    stacks_hold_several_letters(&year);
    references_are_what_they_are_called(&year, dir.path());
    senders_have_several_matters(&year);
}

fn everything_resolves(year: &Wahrheit) {
    let akten: BTreeSet<_> = year.akten.iter().map(|akte| akte.id).collect();
    let kontakte: BTreeMap<_, _> = year.kontakte.iter().map(|one| (one.id, one)).collect();
    let vorgaenge: BTreeMap<_, _> = year.vorgaenge.iter().map(|one| (one.id, one)).collect();
    let signs: BTreeSet<_> = year.vorgaenge.iter().map(|one| &one.aktenzeichen).collect();
    assert_eq!((vorgaenge.len(), signs.len()), (year.vorgaenge.len(), year.vorgaenge.len()));
    assert_eq!(kontakte.len(), year.kontakte.len());
    for vorgang in &year.vorgaenge {
        let akte = year.akten.iter().find(|akte| akte.id == vorgang.akte).unwrap();
        assert!(vorgang.aktenzeichen.starts_with(&format!("{}-", akte.aktenzeichen)));
        for party in &vorgang.beteiligte {
            assert!(kontakte[party].bekannt_ab <= vorgang.angelegt);
        }
    }
    let mut opened = BTreeSet::new();
    let mut last = None;
    for (place, brief) in year.briefe.iter().enumerate() {
        assert_eq!(brief.nr as usize, place + 1);
        assert!(last <= Some(brief.eingegangen), "letter {} is out of order", brief.nr);
        last = Some(brief.eingegangen);
        let vorgang = vorgaenge[&brief.vorgang];
        assert!(akten.contains(&brief.akte) && vorgang.akte == brief.akte);
        assert!(brief.datum <= brief.eingegangen);
        assert!(!brief.neu || opened.insert(brief.vorgang), "{} opens twice", brief.nr);
        assert!(brief.neu || vorgang.angelegt < brief.eingegangen, "{} came too early", brief.nr);
        assert!(!brief.neu || vorgang.angelegt == brief.eingegangen);
        assert_eq!(brief.code.is_some(), brief.bezug == Bezug::Code);
        if let Some(id) = brief.absender.kontakt {
            assert!(kontakte[&id].bekannt_ab <= brief.eingegangen);
        }
    }
}

fn stacks_hold_several_letters(year: &Wahrheit) {
    let mut files: BTreeMap<&str, Vec<&Brief>> = BTreeMap::new();
    for brief in &year.briefe {
        files.entry(&brief.datei).or_default().push(brief);
    }
    let stacks: Vec<_> = files.values().filter(|letters| letters.len() > 1).collect();
    assert!(stacks.len() >= 40, "{} stacks", stacks.len());
    for letters in stacks {
        assert!(letters.iter().all(|brief| brief.gescannt));
        let pages = letters.iter().map(|brief| brief.seiten);
        let next = pages.fold(1, |next, [first, last]| {
            assert!(first == next && last >= first, "{}: {first} to {last}", letters[0].datei);
            last + 1
        });
        assert!(next > letters.len() as u32);
    }
}

/// Text without what readers lose.
fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Whether a text has just this number, and not a longer one.
fn names(text: &str, number: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_digit());
    text.match_indices(number).any(|(at, _)| ends(&text[at + number.len()..]))
}

fn references_are_what_they_are_called(year: &Wahrheit, dir: &std::path::Path) {
    let vorgaenge: BTreeMap<_, _> = year.vorgaenge.iter().map(|one| (one.id, one)).collect();
    let mut shown: BTreeSet<(uuid::Uuid, &str)> = BTreeSet::new();
    for brief in &year.briefe {
        let text = fs::read_to_string(dir.join(brief.text.as_ref().unwrap())).unwrap();
        let (read, vorgang) = (plain(&text), vorgaenge[&brief.vorgang]);
        let akte = plain(vorgang.aktenzeichen.rsplit_once('-').unwrap().0);
        let known = brief.fremdzeichen.as_deref().map(|sign| (brief.vorgang, sign));
        // What came as a file is read as it stands there.
        if !brief.gescannt {
            let kasse = vorgang.kassenzeichen.as_deref().map(plain);
            let found = match brief.bezug {
                Bezug::Unser => read.contains(&akte),
                Bezug::Kasse => read.contains(&kasse.unwrap()),
                Bezug::Fremd => read.contains(&plain(known.unwrap().1)),
                // Without its separators a reference may look like a date.
                Bezug::Falsch => !names(&text, &vorgang.aktenzeichen),
                Bezug::Keiner | Bezug::Code => {
                    let kasse = vorgang.kassenzeichen.as_deref();
                    let akte = vorgang.aktenzeichen.rsplit_once('-').unwrap().0;
                    !text.contains(akte) && !kasse.is_some_and(|kasse| text.contains(kasse))
                }
            };
            assert!(
                found,
                "letter {} ({:?}, {}):\n{text}",
                brief.nr, brief.bezug, vorgang.aktenzeichen
            );
        }
        if brief.bezug == Bezug::Fremd {
            assert!(
                shown.contains(&known.unwrap()),
                "letter {} is the first with its sign",
                brief.nr
            );
        }
        shown.extend(known);
    }
}

/// Sorting is easy where everybody writes about one thing.
fn senders_have_several_matters(year: &Wahrheit) {
    let mut matters: BTreeMap<&str, BTreeSet<uuid::Uuid>> = BTreeMap::new();
    let mut close = 0;
    let mut last: BTreeMap<&str, &Brief> = BTreeMap::new();
    for brief in &year.briefe {
        let name = brief.absender.name.as_str();
        matters.entry(name).or_default().insert(brief.vorgang);
        if let Some(before) = last.insert(name, brief) {
            let days = brief.eingegangen.since(before.eingegangen).unwrap().get_days();
            close += usize::from(before.vorgang != brief.vorgang && days <= 7);
        }
    }
    let several = matters.values().filter(|matters| matters.len() > 1).count();
    assert!(several * 3 > matters.len(), "{several} of {} senders", matters.len());
    assert!(close >= 60, "{close} times two matters within a week");
}

#[test]
fn same_seed_gives_the_same_year_and_another_another() {
    let [one, same, other] = [(3, 120), (3, 120), (4, 120)].map(|(seed, letters)| {
        let dir = tempfile::tempdir().unwrap();
        texte(dir.path(), seed, letters);
        let mut files: Vec<_> = walk(dir.path());
        files.sort();
        files
    });
    assert!(one == same, "two runs differ");
    assert!(one != other);
}

/// Names and bytes of all files.
fn walk(dir: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(walk(&path));
        } else {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            files.push((name, fs::read(&path).unwrap()));
        }
    }
    files
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("notiz.txt"), "nicht anrühren").unwrap();
    let wish = town::Wunsch { seed: 1, briefe: 5, nur_text: true };
    assert!(town::ablegen(dir.path(), wish).is_err());
    assert_eq!(walk(dir.path()).len(), 1);
}

#[test]
fn what_was_written_is_read_back() {
    let dir = tempfile::tempdir().unwrap();
    let year = texte(dir.path(), 5, 40);
    let file = fs::read_to_string(dir.path().join("truth.json")).unwrap();
    assert_eq!(serde_json::from_str::<Wahrheit>(&file).unwrap(), year);
}

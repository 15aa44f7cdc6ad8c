//! Feeding, replacing, removing, and starting again.
//!
//! Never sleeps: what was committed is found at once.

use domain::RecType;
use search::{Anlass, Eintrag, Index, Oeffnung, Suche, WriteError};
use uuid::Uuid;

use crate::office::{KEY, hits, office, open};

fn entry(number: u128, titel: &str) -> Eintrag {
    Eintrag::new(Uuid::from_u128(number), RecType::Eingang, titel)
}

#[test]
fn a_commit_is_found_at_once_and_after_opening_again() {
    let dir = tempfile::tempdir().unwrap();
    let Oeffnung::Neu(index, Anlass::Neu) = open(&dir, 9) else { panic!("not new") };
    assert_eq!(index.stand(), 0);
    let mut batch = index.batch().unwrap();
    batch.put(&entry(1, "Schlagloch am Markt")).unwrap();
    batch.commit(5).unwrap();
    assert_eq!(hits(&index, "schlagloch"), [Uuid::from_u128(1)]);
    drop(index);
    let Oeffnung::Offen(index) = open(&dir, 9) else { panic!("not opened") };
    assert_eq!(index.stand(), 5);
    assert_eq!(hits(&index, "schlagloch"), [Uuid::from_u128(1)]);
}

#[test]
fn an_entry_takes_the_place_of_the_one_with_its_id() {
    let entries = [entry(1, "Laterne"), entry(2, "Laterne")];
    let office = office(&entries);
    let mut batch = office.index.batch().unwrap();
    batch.put(&entry(1, "Brunnen")).unwrap();
    batch.put(&entry(1, "Brücke")).unwrap();
    batch.remove(Uuid::from_u128(2)).unwrap();
    batch.remove(Uuid::from_u128(3)).unwrap();
    batch.commit(2).unwrap();
    assert_eq!(office.index.anzahl(), 1);
    assert!(hits(&office.index, "laterne").is_empty());
    assert!(hits(&office.index, "brunnen").is_empty(), "the later one counts");
    assert_eq!(hits(&office.index, "brücke"), [Uuid::from_u128(1)]);
    assert!(office.index.verify());
}

#[test]
fn nothing_is_left_of_what_was_taken_out() {
    let office = office(&[entry(1, "Laterne"), entry(2, "Brunnen")]);
    let mut batch = office.index.batch().unwrap();
    batch.remove(Uuid::from_u128(1)).unwrap();
    batch.commit(2).unwrap();
    assert_eq!(office.index.reste(), 1);
    office.index.compact().unwrap();
    assert_eq!((office.index.reste(), office.index.anzahl(), office.index.stand()), (0, 1, 2));
    assert_eq!(hits(&office.index, "brunnen"), [Uuid::from_u128(2)]);
}

#[test]
fn a_batch_without_a_commit_leaves_nothing() {
    let office = office(&[entry(1, "Laterne")]);
    let mut batch = office.index.batch().unwrap();
    batch.put(&entry(2, "Brunnen")).unwrap();
    batch.remove(Uuid::from_u128(1)).unwrap();
    drop(batch);
    let batch = office.index.batch().unwrap();
    batch.commit(2).unwrap();
    assert!(hits(&office.index, "brunnen").is_empty());
    assert_eq!(hits(&office.index, "laterne").len(), 1);
}

#[test]
fn the_position_never_goes_back() {
    let office = office(&[entry(1, "Laterne")]);
    office.index.batch().unwrap().commit(7).unwrap();
    let error = office.index.batch().unwrap().commit(6).unwrap_err();
    assert!(matches!(error, WriteError::Backwards { reached: 7, given: 6 }), "{error}");
    assert_eq!(office.index.stand(), 7);
}

#[test]
fn an_index_ahead_of_its_store_begins_anew() {
    let office = office(&[entry(1, "Laterne")]);
    office.index.batch().unwrap().commit(7).unwrap();
    drop(office.index);
    let Oeffnung::Neu(index, Anlass::Voraus) = open(&office.dir, 6) else { panic!("not noticed") };
    assert_eq!((index.stand(), index.anzahl()), (0, 0));
}

#[test]
fn another_key_begins_anew() {
    let office = office(&[entry(1, "Laterne")]);
    drop(office.index);
    let folder = office.dir.path().join("index");
    let other = [8; 32];
    let Oeffnung::Neu(index, anlass) = Index::open(&folder, &other, 9).unwrap() else {
        panic!("opened with another key")
    };
    assert_eq!(anlass, Anlass::Unlesbar);
    assert_eq!(index.anzahl(), 0);
    assert_ne!(KEY, other);
}

#[test]
fn pages_of_hits_fit_together() {
    let entries: Vec<Eintrag> = (0..230).map(|number| entry(number, "Laterne")).collect();
    let office = office(&entries);
    for text in ["laterne", "later*"] {
        let page = |ab| {
            let suche = Suche { text: text.to_owned(), ab, anzahl: 30, ..Suche::default() };
            let treffer = office.index.search(&suche).unwrap();
            assert_eq!(treffer.gesamt, 230);
            treffer.zeilen.into_iter().map(|zeile| zeile.id)
        };
        let mut all: Vec<Uuid> = (0..8).flat_map(|number| page(number * 30)).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 230, "{text}: something is shown twice or never");
    }
}

#[test]
fn no_question_is_an_error() {
    let office = office(&[entry(1, "Laterne")]);
    let long = "wort ".repeat(2000);
    let odd = [
        "",
        " ",
        "\"",
        "-",
        "*",
        "**",
        "a*",
        "von:",
        "az:*",
        "vor:99.99.9999",
        "((",
        "\\",
        "AND OR NOT",
        "+a -b",
        "a:b:c",
        "\u{0}",
        "🏛",
        "ß",
        "\u{308}",
        "-\"\"",
        "~1",
        "[a TO b]",
        &long,
    ];
    for text in odd {
        for tippt in [false, true] {
            let suche = Suche { text: text.to_owned(), tippt, anzahl: 10, ..Suche::default() };
            assert!(office.index.search(&suche).is_ok(), "{text}");
        }
    }
    let far =
        Suche { text: "laterne".into(), ab: usize::MAX, anzahl: usize::MAX, ..Suche::default() };
    assert!(office.index.search(&far).unwrap().zeilen.is_empty());
}

#[test]
fn any_entry_is_taken() {
    let huge = "Straßenlaterne ".repeat(200_000);
    let long = "x".repeat(300_000);
    let texts = ["", "\u{0}\u{1}", "\u{308}\u{308}", "🏛 🏛", long.as_str(), huge.as_str()];
    let entries: Vec<Eintrag> = texts
        .iter()
        .zip(1..)
        .map(|(text, number)| Eintrag { text: (*text).to_owned(), ..entry(number, text) })
        .collect();
    let office = office(&entries);
    assert_eq!(office.index.anzahl(), 6);
    assert_eq!(hits(&office.index, "laterne"), [Uuid::from_u128(6)]);
}

#[test]
fn parts_put_together_hold_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let index = open(&dir, 99).index();
    for number in 1..=20 {
        let mut batch = index.batch().unwrap();
        batch.put(&entry(u128::from(number), "Laterne")).unwrap();
        batch.commit(number).unwrap();
    }
    index.compact().unwrap();
    assert_eq!((hits(&index, "laterne").len(), index.stand()), (20, 20));
    drop(index);
    let Oeffnung::Offen(index) = open(&dir, 99) else { panic!("the position was lost") };
    assert_eq!((hits(&index, "laterne").len(), index.stand()), (20, 20));
}

//! The published questions: every answer has to be right.
//!
//! Never counts a share: one wrong answer fails.

use std::collections::{BTreeMap, BTreeSet};

use search::Marker;
use uuid::Uuid;

use crate::bestand::{entries, id, questions};
use crate::office::office;

#[test]
fn every_question_is_answered_right() {
    let entries = entries();
    let office = office(entries.values());
    let names: BTreeMap<Uuid, &String> = entries.keys().map(|name| (id(name), name)).collect();
    let mut wrong = Vec::new();
    let questions = questions();
    assert!(questions.len() >= 150, "only {} questions", questions.len());
    for question in &questions {
        let treffer = office.index.search(&question.suche).unwrap();
        let found: Vec<&str> =
            treffer.zeilen.iter().map(|zeile| names[&zeile.id].as_str()).collect();
        let expected: BTreeSet<&str> = question.found.iter().map(String::as_str).collect();
        let first: Vec<&str> = question.first.iter().map(String::as_str).collect();
        let all = found.iter().copied().collect::<BTreeSet<&str>>() == expected;
        if !all || !found.starts_with(&first) || treffer.gesamt != found.len() {
            let more: Vec<_> = found.iter().filter(|name| !expected.contains(*name)).collect();
            let less: Vec<_> = expected.iter().filter(|name| !found.contains(name)).collect();
            wrong.push(format!(
                "{}\n    {found:?}; too many {more:?}, missing {less:?}",
                question.line
            ));
        }
    }
    println!("{} questions, {} wrong", questions.len(), wrong.len());
    assert!(wrong.is_empty(), "{} wrong answers:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is found for its words can be shown: the marks agree with the index.
#[test]
fn what_is_found_is_marked() {
    let entries = entries();
    let office = office(entries.values());
    let names: BTreeMap<Uuid, &String> = entries.keys().map(|name| (id(name), name)).collect();
    let mut unmarked = Vec::new();
    let words = |text: &str| !text.contains([':', '-', '"', '„']) && !text.is_empty();
    for question in questions().iter().filter(|question| words(&question.suche.text)) {
        let marker = Marker::new(&question.suche.text, question.suche.tippt);
        for zeile in office.index.search(&question.suche).unwrap().zeilen {
            let entry = &entries[names[&zeile.id]];
            let more = [&entry.absender, &entry.typ].map(|line| line.clone().unwrap_or_default());
            let text = format!("{}\n{}\n{}", entry.titel, entry.text, more.join("\n"));
            let number = question.suche.text.contains(|c: char| c.is_ascii_digit());
            if !number && marker.auszug(&text).is_none() {
                unmarked.push(format!("{} in {}", question.line, names[&zeile.id]));
            }
        }
    }
    assert!(unmarked.is_empty(), "{}", unmarked.join("\n"));
}

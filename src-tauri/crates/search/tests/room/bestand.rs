//! Reads the published registry and its questions.
//!
//! Never repairs them: what cannot be read fails the test with its line.

use std::collections::BTreeMap;
use std::path::PathBuf;

use domain::{RecType, Zeitpunkt};
use search::{Eintrag, Filter, Ordnung, Suche};
use uuid::Uuid;

fn file(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../tests/search").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The id under which a name stands in the index.
pub(crate) fn id(name: &str) -> Uuid {
    let mut bytes = [0; 16];
    bytes[..name.len()].copy_from_slice(name.as_bytes());
    Uuid::from_bytes(bytes)
}

pub(crate) fn um(day: &str) -> Zeitpunkt {
    format!("{day}T09:00:00Z").parse().unwrap_or_else(|error| panic!("{day}: {error}"))
}

/// The entries with their names; what belongs to nobody else belongs to `M1`.
pub(crate) fn entries() -> BTreeMap<String, Eintrag> {
    let text = file("bestand.txt");
    let mut found = BTreeMap::new();
    for block in text.split("\n[").skip(1) {
        let (name, rest) = block.split_once("]\n").expect(block);
        found.insert(name.to_owned(), entry(name, rest));
    }
    found
}

fn entry(name: &str, block: &str) -> Eintrag {
    let (head, text) = block.split_once("\ntext:").expect(block);
    let head: BTreeMap<&str, &str> =
        head.lines().map(|line| line.split_once(": ").expect(line)).collect();
    let one = |key: &str| head.get(key).map(|value| (*value).to_owned());
    let list = |key: &str| -> Vec<String> {
        let values = head.get(key).into_iter().flat_map(|value| value.split(", "));
        values.map(str::to_owned).collect()
    };
    Eintrag {
        text: text.trim().to_owned(),
        zeichen: list("zeichen"),
        bezug: list("bezug"),
        absender: one("absender"),
        typ: one("typ"),
        status: one("status"),
        akte: one("akte").map(|name| id(&name)),
        vorgang: one("vorgang").map(|name| id(&name)),
        scope: one("mandant").unwrap_or_else(|| "M1".to_owned()),
        datum: one("datum").map(|day| um(&day)),
        ..Eintrag::new(id(name), RecType::parse(head["art"]).expect(name), head["titel"])
    }
}

/// A question with its answer.
pub(crate) struct Question {
    pub(crate) line: String,
    pub(crate) suche: Suche,
    /// Everything that has to be found.
    pub(crate) found: Vec<String>,
    /// What has to come first.
    pub(crate) first: Vec<String>,
}

pub(crate) fn questions() -> Vec<Question> {
    let text = file("fragen.txt");
    let lines = text.lines().filter(|line| line.contains(" => "));
    lines.map(question).collect()
}

fn question(line: &str) -> Question {
    let (asked, answer) = line.split_once(" => ").expect(line);
    let (text, options) = match asked.split_once('{') {
        Some((text, options)) => (text.trim(), options.trim_end_matches('}')),
        None => (asked.trim(), ""),
    };
    let mut suche = Suche { text: text.to_owned(), anzahl: 100, ..Suche::default() };
    for option in options.split(", ").filter(|option| !option.is_empty()) {
        apply(option, &mut suche, line);
    }
    let names = answer.split_whitespace().filter(|name| *name != "-");
    let names: Vec<&str> = names.collect();
    let first = names.iter().filter_map(|name| name.strip_suffix('!')).map(str::to_owned);
    Question {
        line: line.to_owned(),
        suche,
        first: first.collect(),
        found: names.iter().map(|name| name.trim_end_matches('!').to_owned()).collect(),
    }
}

fn apply(option: &str, suche: &mut Suche, line: &str) {
    let filter: &mut Filter = &mut suche.filter;
    let (key, value) = option.split_once('=').unwrap_or((option, ""));
    let text = || Some(value.to_owned());
    match key {
        "tippt" => suche.tippt = true,
        "neueste" => suche.ordnung = Ordnung::Neueste,
        "akte" => filter.akte = Some(id(value)),
        "vorgang" => filter.vorgang = Some(id(value)),
        "mandant" => filter.scopes = Some(vec![value.to_owned()]),
        "art" => filter.arten.push(RecType::parse(value).expect(line)),
        "von" => filter.von = Some(um(value)),
        "bis" => filter.bis = Some(um(value)),
        "absender" => filter.absender = text(),
        "typ" => filter.typ = text(),
        "status" => filter.status = text(),
        _ => panic!("no such option: {line}"),
    }
}

//! The records of the work sets: about one kilobyte of JSON each, made of words of the office.
//!
//! Never read from outside: the same seed gives the same records.

use serde::{Deserialize, Serialize};

use crate::rng::Rng;

/// Records of the first work set.
pub(crate) const RECORDS: usize = 10_000;
/// Records that change in the second: one of a hundred.
pub(crate) const CHANGED: usize = 100;

/// Bytes of text in a record.
const TEXT_BYTES: usize = 757;

const WORDS: &[&str] = &[
    "der",
    "die",
    "das",
    "und",
    "zur",
    "mit",
    "vom",
    "am",
    "wurde",
    "an",
    "im",
    "über",
    "Antrag",
    "Bescheid",
    "Akte",
    "Vorgang",
    "Gemeinde",
    "Haushalt",
    "Bauvorhaben",
    "Flurstück",
    "Frist",
    "Eigentümer",
    "Grundsteuer",
    "Wiedervorlage",
    "Stellungnahme",
    "Anhörung",
    "Beschluss",
    "Ratssitzung",
    "Niederschrift",
    "Kasse",
    "Zahlung",
    "Mahnung",
    "Vollstreckung",
    "Satzung",
    "Gebühr",
    "Abwasser",
    "Straße",
    "Beleuchtung",
    "Kindergarten",
    "Friedhof",
    "Meldewesen",
    "Umzug",
    "Ausweis",
    "Gewerbe",
    "Anmeldung",
    "Schreiben",
    "eingereicht",
    "Prüfung",
    "Bauamt",
    "weitergeleitet",
    "fehlende",
    "Unterlagen",
    "nachgefordert",
];

/// One record, as every tool carries it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) id: String,
    pub(crate) az: String,
    pub(crate) betreff: String,
    pub(crate) status: String,
    pub(crate) text: String,
}

/// Makes the records of a seed, one after another.
pub(crate) fn records(seed: u64, count: usize) -> impl Iterator<Item = Record> {
    let mut rng = Rng::new(seed);
    (0..count).map(move |number| record(&mut rng, number))
}

fn record(rng: &mut Rng, number: usize) -> Record {
    let subject: Vec<&str> = (0..8).map(|_| rng.pick(WORDS)).collect();
    Record {
        id: format!("{:016x}{:016x}", rng.next_u64(), rng.next_u64()),
        az: format!("{:03}-{:02}/{number:05}", rng.between(0, 999), rng.between(0, 99)),
        betreff: subject.join(" "),
        status: rng.pick(&["offen", "in Bearbeitung", "erledigt"]).to_owned(),
        text: text(rng),
    }
}

/// Four words of five are words, the fifth is a number nobody can guess.
fn text(rng: &mut Rng) -> String {
    let mut text = String::with_capacity(TEXT_BYTES + 16);
    while text.len() < TEXT_BYTES {
        if rng.between(0, 4) < 4 {
            text.push_str(rng.pick(WORDS));
        } else {
            text.push_str(&format!("{:06x}", rng.between(0, 0xff_ffff)));
        }
        text.push(' ');
    }
    text
}

/// Changes one record of a hundred, others in each round; returns them with their numbers.
pub(crate) fn changed(seed: u64, round: u64) -> Vec<(usize, Record)> {
    let mut rng = Rng::new(seed ^ 0x3333 ^ (round << 32));
    let mut at = usize::try_from(rng.between(0, 99)).unwrap_or(0);
    let mut out = Vec::new();
    for (number, mut record) in records(seed, RECORDS).enumerate() {
        if number == at && out.len() < CHANGED {
            record.status = format!("geändert {:04x}", rng.between(0, 0xffff));
            let cut = record.text.char_indices().nth(300).map_or(0, |(at, _)| at);
            record.text.insert_str(cut, &format!(" NEU {:08x} ", rng.between(0, 0xffff_ffff)));
            out.push((number, record));
            at += 100;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_records_and_one_in_a_hundred_changes() {
        let size = |count| -> usize {
            records(7, count).map(|r| serde_json::to_string(&r).unwrap().len() + 1).sum()
        };
        assert_eq!(size(50), size(50));
        let all = size(1000);
        assert!((900_000..980_000).contains(&all), "{all}");
        let changed = changed(7, 1);
        assert_eq!(changed.len(), CHANGED);
        assert!(changed.iter().all(|(_, record)| record.text.contains(" NEU ")));
    }
}

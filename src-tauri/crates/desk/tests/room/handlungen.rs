//! Every act that does something leaves a row in the audit log, and none that only looks.
//!
//! All acts are asked, also one that is made later: its arguments are found out from what it says
//! is missing.

use desk::{COMMANDS, Desk, handelt};
use serde_json::{Value, json};
use store::SCOPE_REGISTRATUR;

use crate::mandanten::{Asker, handles, office, work};

/// Acts that have to be reached by the walk: without them it would prove nothing.
const REACHED_MIN: usize = 25;

fn newest(desk: &Desk) -> u64 {
    desk.store().read(|db| db.protokoll_no()).unwrap()
}

/// Asks an act with every word; tells whether it did what it was asked at least once.
fn asked(desk: &Desk, command: &str, words: &[String]) -> bool {
    let mut done = false;
    for word in words {
        let before = newest(desk);
        let mut asker = Asker { desk, command, word, calls: 0, answers: Vec::new() };
        asker.ask(&json!({}), &[]);
        let failed =
            |answer: &Value| answer.get("meldung").is_some() && answer.get("code").is_some();
        let good = asker.answers.iter().any(|answer| !failed(answer));
        let rows = desk.store().read(|db| db.protokoll_after(before, 1000)).unwrap();
        if !handelt(command) {
            assert!(rows.is_empty(), "{command} only looks, and leaves {rows:?}");
        } else if good {
            assert!(!rows.is_empty(), "{command} did something with {word:?} and left no row");
            for (_, row) in &rows {
                assert_eq!(row.akteur, "Anna Fennwald", "{command}: {row:?}");
                // A new identity gets a tail to its short name.
                assert!(row.arbeitsplatz.starts_with("K01"), "{command}: {row:?}");
                assert!(!row.aktion.is_empty() && row.um <= desk.store().env().now());
            }
        }
        done |= good;
    }
    done
}

#[test]
fn every_act_that_does_something_leaves_a_row_and_looking_leaves_none() {
    let (data, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    // What an act writes beside the database goes here.
    std::env::set_current_dir(files.path()).unwrap();
    let (desk, unit) = office(data.path());
    work(&desk, files.path(), SCOPE_REGISTRATUR, unit, "Wieselgrund");
    let mut words = handles(&desk, SCOPE_REGISTRATUR);
    words.extend(["Hundesteuer".to_owned(), unit.to_string(), "2026-11-22".to_owned()]);
    let looking: Vec<&str> = COMMANDS.iter().copied().filter(|name| !handelt(name)).collect();
    let acting: Vec<&str> = COMMANDS.iter().copied().filter(|name| handelt(name)).collect();
    for command in looking {
        // Both write down what happens, not what a person does.
        if !["verlauf_holen", "abgleich_starten"].contains(&command) {
            asked(&desk, command, &words);
        }
    }
    let (reached, missed): (Vec<&str>, Vec<&str>) =
        acting.into_iter().partition(|command| asked(&desk, command, &words));
    println!("reached {reached:?}\nnot reached by guessing {missed:?}");
    assert!(reached.len() >= REACHED_MIN, "{}", reached.len());
    let wrong = desk.store().verify().unwrap().befunde;
    let chain = |befund: &store::verify::Befund| {
        use store::verify::Befund::{ProtokollBroken, ProtokollCut, TableChanged};
        matches!(befund, ProtokollBroken(_) | ProtokollCut | TableChanged(_))
    };
    assert!(!wrong.iter().any(chain), "{wrong:?}");
}

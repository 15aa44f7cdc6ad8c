//! What replaces no paper, and how blank pages of a stack are counted.

use serde_json::json;

use super::*;

fn scan(change: impl FnOnce(&mut Eingang)) -> Eingang {
    let um = "2026-02-02T08:00:00Z";
    let value = json!({
        "titel": "Scan", "eingegangen_um": um, "sha256": "00", "groesse_bytes": 1,
        "herkunft": { "quelle": "ordner", "dateiname": "scan.pdf", "ordner": "/" },
        "merkmale": { "mime": "application/pdf", "seiten": 3, "seiten_ohne_text": 3 },
        "status": "offen", "angelegt_von": "Anna", "angelegt_um": um,
    });
    let mut eingang = serde_json::from_value(value).unwrap();
    change(&mut eingang);
    eingang
}

#[test]
fn only_an_unsigned_scan_without_text_of_its_own_replaces_paper() {
    assert_eq!(hindernis(&scan(|_| {}), None), None);
    let says = |change: fn(&mut Eingang), word: &str| {
        let found = hindernis(&scan(change), None).unwrap();
        assert!(found.contains(word), "{found}");
    };
    says(|e| e.merkmale.signiert = true, "signiert");
    says(|e| e.merkmale.textebene = true, "elektronisch entstanden");
    says(|e| e.merkmale.mime = "text/plain".into(), "nur für gescannte Seiten");
    says(|e| e.merkmale.seiten = Some(SEITEN_MAX + 1), "500 Seiten");
    says(|e| e.status = EingangState::Aufgeteilt, "aufgeteilt");
    says(|e| e.status = EingangState::Zurueckgenommen, "zurückgenommen");
}

#[test]
fn cutting_is_judged_by_the_stack_it_came_from() {
    // A cutting was written here, with the words that were read.
    let cutting = scan(|e| {
        e.merkmale.textebene = true;
        e.merkmale.seiten_ohne_text = 0;
    });
    let stack = scan(|_| {}).merkmale;
    assert_eq!(hindernis(&cutting, Some(&stack)), None);
    let born_digital = Merkmale { textebene: true, ..stack };
    assert!(hindernis(&cutting, Some(&born_digital)).is_some());
}

#[test]
fn blank_pages_are_counted_on_the_item_s_own_paper() {
    let stapel = json!({ "eingang": Uuid::nil(), "seiten": [6, 8], "leerseiten": [7, 9] });
    let cutting = scan(|e| e.stapel = serde_json::from_value(stapel).unwrap());
    assert_eq!(leerseiten(&cutting, None), [2, 4]);
    assert!(leerseiten(&scan(|_| {}), None).is_empty());
}

//! The committed practice material is what the code makes, and its parts fit together.
//!
//! Never repairs it: `cargo run -p testkit --bin uebung -- assets/uebung` does.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use domain::Aktenzeichen;
use domain::aktenzeichen::vergleichsform;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Uebung {
    mandant: BTreeMap<String, String>,
    benutzer: Vec<BTreeMap<String, String>>,
    aktenplan: Vec<Einheit>,
    kontakte: Vec<BTreeMap<String, String>>,
    akten: Vec<Akte>,
    vorgaenge: Vec<Vorgang>,
    altakten: Vec<Altakte>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Einheit {
    kennzeichen: String,
    bezeichnung: String,
    aufbewahrung_jahre: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Akte {
    betreff: String,
    aktenplaneinheit: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Altakte {
    betreff: String,
    aktenplaneinheit: String,
    vorgang: String,
    von: domain::Datum,
    bis: domain::Datum,
    bewertung: domain::aussonderung::Aussonderungsart,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vorgang {
    betreff: String,
    akte: usize,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../assets/uebung")
}

fn uebung() -> Uebung {
    let text = std::fs::read_to_string(folder().join("uebung.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// References in the order in which the centre gives them.
fn aktenzeichen(uebung: &Uebung) -> BTreeMap<String, String> {
    let mut per_plan = BTreeMap::new();
    let mut akten = Vec::new();
    for akte in &uebung.akten {
        let number: &mut u64 = per_plan.entry(&akte.aktenplaneinheit).or_default();
        *number += 1;
        akten.push((Aktenzeichen::akte(&akte.aktenplaneinheit, *number, 2026).to_string(), 0));
    }
    let mut all: BTreeMap<String, String> = akten
        .iter()
        .zip(&uebung.akten)
        .map(|((az, _), a)| (az.clone(), a.betreff.clone()))
        .collect();
    for vorgang in &uebung.vorgaenge {
        let (az, number) = &mut akten[vorgang.akte];
        *number += 1;
        all.insert(Aktenzeichen::vorgang(az, *number).to_string(), vorgang.betreff.clone());
    }
    all
}

#[test]
fn committed_letters_are_what_the_code_makes() {
    let letters = testkit::uebung::letters();
    for (name, letter) in &letters {
        let committed = std::fs::read(folder().join(name)).unwrap_or_default();
        assert!(
            committed == letter.to_pdf(),
            "{name} is stale: cargo run -p testkit --bin uebung -- assets/uebung"
        );
        assert!(committed.len() < 40_000, "{name} is too large: {} bytes", committed.len());
    }
    let made: BTreeSet<String> = letters.iter().map(|(name, _)| (*name).to_owned()).collect();
    let found: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".pdf"))
        .collect();
    assert_eq!(made, found);
}

#[test]
fn letters_cite_references_that_the_centre_will_give() {
    let given: BTreeMap<String, String> = aktenzeichen(&uebung())
        .into_iter()
        .map(|(az, betreff)| (vergleichsform(&az), betreff))
        .collect();
    let letters = testkit::uebung::letters();
    let cited: Vec<_> = letters
        .iter()
        .filter_map(|(name, letter)| {
            let reference = letter.reference.as_ref()?;
            let betreff = given.get(&vergleichsform(reference));
            Some((&name[..2], betreff.unwrap_or_else(|| panic!("{name}: {reference}")).as_str()))
        })
        .collect();
    assert_eq!(
        cited,
        [
            ("02", "Gerüst vor Marktstraße 7"),
            ("03", "Anmeldung Café Zeitlos, Marktstraße 3"),
            ("04", "Talstraße 9: Bescheid vom 21. September 2026"),
            ("05", "Heizung: Reparatur"),
            ("06", "Grabfeld C, Grab 17: Ablauf der Nutzung"),
            ("07", "Sägewerk am Hohlweg"),
            ("09", "Schlaglöcher im Mühlgässchen"),
            ("10", "Wahlvorstand Stimmbezirk 2"),
            ("11", "Talstraße 14: Neubau eines Carports"),
            ("14", "Hund Basko, Am Anger 12"),
        ]
    );
}

#[test]
fn plan_has_no_gaps_and_records_point_into_it() {
    let uebung = uebung();
    let plan: BTreeSet<&str> = uebung.aktenplan.iter().map(|e| e.kennzeichen.as_str()).collect();
    assert_eq!(plan.len(), uebung.aktenplan.len());
    for einheit in &uebung.aktenplan {
        assert!(!einheit.bezeichnung.is_empty());
        assert!(einheit.aufbewahrung_jahre.is_none_or(|years| (1..=110).contains(&years)));
        if let Some((above, _)) = einheit.kennzeichen.rsplit_once('.') {
            assert!(plan.contains(above), "{above} is missing");
        }
    }
    for alt in &uebung.altakten {
        assert!(plan.contains(alt.aktenplaneinheit.as_str()), "{}", alt.betreff);
        assert!(
            alt.von < alt.bis && !alt.vorgang.is_empty(),
            "{}: {:?}",
            alt.betreff,
            alt.bewertung
        );
    }
    for akte in &uebung.akten {
        assert!(plan.contains(akte.aktenplaneinheit.as_str()), "{}", akte.betreff);
    }
    assert_eq!((plan.len(), uebung.akten.len(), uebung.vorgaenge.len()), (28, 12, 20));
}

#[test]
fn nobody_here_can_be_reached() {
    let uebung = uebung();
    assert!(uebung.mandant["name"].contains("(Übung)"));
    assert_eq!((uebung.benutzer.len(), uebung.kontakte.len()), (5, 15));
    for kontakt in uebung.kontakte.iter().chain([&uebung.mandant]) {
        assert!(kontakt["plz"].starts_with("00"), "{kontakt:?}");
        assert!(kontakt.get("email").is_none_or(|email| email.ends_with(".example")));
    }
    for (name, letter) in testkit::uebung::letters() {
        assert!(letter.sender.plz.starts_with("00"), "{name}");
        assert!(letter.sender.telefon.is_none_or(|number| number.starts_with("00000 ")), "{name}");
    }
}

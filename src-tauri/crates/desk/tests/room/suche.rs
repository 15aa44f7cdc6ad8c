//! What was done a moment ago is found, by whatever a clerk remembers of it.

use std::path::Path;
use std::sync::Arc;

use desk::views::{
    AendernArgs, AkteAnlegenArgs, Ausschnitt, Feld, KontaktAendernArgs, KontaktEingabe, SucheArgs,
    TrefferArt, TrefferListe, UebernehmenArgs, VorgangAnlegenArgs, ZieleArgs,
};
use desk::{Desk, DeskOptions};
use domain::RecType;
use intake::worker::Worker;
use serde_json::json;
use store::{Env, KeySource, SCOPE_REGISTRATUR};
use uuid::Uuid;

use crate::mandanten::{filed, office, said};

fn suche(desk: &Desk, words: &str) -> TrefferListe {
    let ausschnitt = Ausschnitt { ab: 0, anzahl: 50 };
    desk.suche(SucheArgs { text: words.to_owned(), ausschnitt }).unwrap()
}

fn titles(desk: &Desk, words: &str) -> Vec<String> {
    suche(desk, words).zeilen.into_iter().map(|row| row.titel).collect()
}

/// A file with a case; returns the desk and both ids.
fn case(data: &Path) -> (Arc<Desk>, String, String) {
    let (desk, unit) = office(data);
    let akte = AkteAnlegenArgs { aktenplaneinheit: unit.to_string(), betreff: "Abgaben".into() };
    let akte = desk.akte_anlegen(akte).unwrap().id;
    let args = VorgangAnlegenArgs { akte: akte.clone(), betreff: "Anmeldung Waldi".into() };
    let vorgang = desk.vorgang_anlegen(args).unwrap().id;
    (desk, akte, vorgang)
}

#[test]
fn a_letter_is_found_by_parts_of_words_other_spellings_and_its_reference() {
    let (data, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (desk, akte, vorgang) = case(data.path());
    let text = "Die Hundesteuer für Frau Müller beträgt 60 Euro.";
    let document = filed(&desk, files.path(), &vorgang, text);
    let path = files.path().join("Rechnung Bauhof.txt");
    std::fs::write(&path, "Streusalz für den Winterdienst").unwrap();
    let pfade = vec![path.to_str().unwrap().to_owned()];
    desk.dateien_uebernehmen(UebernehmenArgs { pfade }).unwrap();

    for words in ["steuer", "mueller", "muller", "hundest", "\"Frau Müller\""] {
        let hits = suche(&desk, words);
        assert_eq!(hits.gesamt, 1, "{words}: {hits:?}");
        let hit = hits.zeilen.first().unwrap();
        assert_eq!((hit.art, hit.id.as_str()), (TrefferArt::Dokument, document.zeile.id.as_str()));
        assert!(hit.auszug.as_ref().is_none_or(|text| text.contains('‹')), "{words}: {hit:?}");
    }
    // What the reading of a scan got wrong is found as it should have been read.
    let misread = filed(&desk, files.path(), &vorgang, "Der Bescheld vom Mai");
    assert_eq!(suche(&desk, "Bescheid").zeilen.first().unwrap().id, misread.zeile.id);
    let marked = suche(&desk, "müller steuer").zeilen.remove(0).auszug.unwrap();
    assert!(marked.contains("‹Hundesteuer› für Frau ‹Müller›"), "{marked}");
    assert!(titles(&desk, "steuer -müller").is_empty());
    assert_eq!(suche(&desk, "winterdienst").zeilen.first().unwrap().art, TrefferArt::Eingang);

    // The centre gives the file its number: what lies in it is found by that from now on.
    let seen = desk.store().read(|db| db.seen(Uuid::parse_str(&akte).unwrap())).unwrap().unwrap();
    let mut body = json!(seen.fields);
    body["aktenzeichen"] = json!("1.2-17/2026");
    // The file is decided; what lies in it waits on.
    let made = desk.store().read(|db| db.journal()).unwrap();
    let verdicts: Vec<wire::Verdict> = made
        .iter()
        .filter(|(m, _)| m.rec_id.to_string() == akte)
        .map(|(m, _)| wire::Verdict {
            mid: m.mid,
            n: m.n,
            kind: wire::VerdictKind::Applied { seq: 1 },
        })
        .collect();
    desk.store().write(|tx| tx.apply_verdicts(&verdicts)).unwrap();
    said(&desk, SCOPE_REGISTRATUR, RecType::Akte, Uuid::parse_str(&akte).unwrap(), &body);
    for words in ["1.2-17/2026", "12172026", "1.2 17 2026"] {
        let first = suche(&desk, words).zeilen.remove(0);
        assert_eq!((first.art, first.id.as_str()), (TrefferArt::Akte, akte.as_str()), "{words}");
    }
    let below: Vec<String> =
        suche(&desk, "az:1.2-17/2026").zeilen.into_iter().map(|row| row.id).collect();
    for id in [&vorgang, &document.zeile.id] {
        assert!(below.contains(id), "{below:?}");
    }
    let targets = desk.ziele(ZieleArgs { text: "waldi".into() }).unwrap();
    assert_eq!(targets.first().unwrap().id, vorgang);
}

#[test]
fn a_contact_is_found_and_its_letters_follow_its_corrected_name() {
    let (data, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (desk, _, vorgang) = case(data.path());
    let person = KontaktEingabe {
        name: "Hollerbusch".to_owned(),
        ort: "Nebelrode".to_owned(),
        ..KontaktEingabe::default()
    };
    let known = desk.kontakt_anlegen(person.clone()).unwrap().zeile.id;
    let first = suche(&desk, "nebelrode").zeilen.remove(0);
    assert_eq!((first.art, first.id.as_str()), (TrefferArt::Kontakt, known.as_str()));
    let document = filed(&desk, files.path(), &vorgang, "Ein Brief ohne Namen").zeile.id;
    let sent_by = AendernArgs {
        id: document.clone(),
        feld: Feld::Absender,
        wert: known.clone(),
        vorher: None,
    };
    desk.dokument_aendern(sent_by).unwrap();
    let renamed = KontaktEingabe { name: "Wacholder".to_owned(), ..person.clone() };
    desk.kontakt_aendern(KontaktAendernArgs { id: known, kontakt: renamed, vorher: Some(person) })
        .unwrap();
    let by_name: Vec<String> =
        suche(&desk, "von:wacholder").zeilen.into_iter().map(|row| row.id).collect();
    assert_eq!(by_name, [document]);
}

#[test]
fn a_damaged_index_is_made_again_from_the_store_alone() {
    let (data, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (desk, _, vorgang) = case(data.path());
    filed(&desk, files.path(), &vorgang, "Die Hundesteuer für Frau Müller");
    assert_eq!(suche(&desk, "müller").gesamt, 1);
    drop(desk);
    let mut changed = 0;
    for entry in std::fs::read_dir(data.path().join("suche")).unwrap() {
        let path = entry.unwrap().path();
        let mut bytes = std::fs::read(&path).unwrap();
        let readable = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!readable.contains("steuer") && !readable.contains("waldi"), "{}", path.display());
        let middle = bytes.len() / 2;
        if let Some(byte) = bytes.get_mut(middle) {
            *byte ^= 1;
            changed += 1;
        }
        std::fs::write(&path, bytes).unwrap();
    }
    assert!(changed > 3, "{changed} files");
    let desk = reopened(data.path());
    assert_eq!(suche(&desk, "müller").gesamt, 1);
    drop(desk);
    std::fs::remove_dir_all(data.path().join("suche")).unwrap();
    let desk = reopened(data.path());
    let hits = suche(&desk, "hundesteuer");
    assert_eq!((hits.gesamt, hits.nachzutragen), (1, 0));
}

fn reopened(data: &Path) -> Arc<Desk> {
    let desk = Desk::open(DeskOptions {
        folder: data.to_owned(),
        key: KeySource::passphrase("test"),
        env: Env::system(),
        worker: Some(Worker::find().unwrap()),
    });
    desk.unwrap()
}

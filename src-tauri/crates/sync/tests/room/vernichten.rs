//! A destruction reaches every copy: the centre's database and objects, and every desk, also one
//! that was away and had gone on working.

use std::io::Write;
use std::path::Path;

use domain::aussonderung::{Aussonderung, Laufstand};
use domain::merge::Rejection;
use domain::{Edit, Fields, Op, RecType};
use serde_json::{Value, json};
use store::{Act, DbError, SCOPE_REGISTRATUR};
use uuid::Uuid;
use wire::VerdictKind;

use crate::office::{Desk, Office};

/// Stands in everything that is to go.
const WORT: &str = "Zwetschgenknoedel";

fn change(
    desk: &Desk<'_>,
    who: &str,
    kind: RecType,
    id: Uuid,
    edit: Edit,
    requires: Vec<String>,
) -> Result<(), DbError> {
    let act = Act {
        akteur: who.to_owned(),
        arbeitsplatz: "K01".to_owned(),
        aktion: "testen",
        bemerkung: None,
        group: None,
        konflikt: None,
    };
    desk.store.write(|tx| tx.edit(&act, kind, id, SCOPE_REGISTRATUR, edit, requires))
}

fn fields(value: Value) -> Fields {
    serde_json::from_value(value).unwrap()
}

fn create(desk: &Desk<'_>, kind: RecType, value: Value, requires: Vec<String>) -> Uuid {
    let id = desk.store.env().id();
    let mut fields = fields(value);
    fields.insert("angelegt_um".to_owned(), json!(desk.store.env().now()));
    fields.insert("angelegt_von".to_owned(), json!("Anna"));
    change(desk, "Anna", kind, id, Edit::create(fields), requires).unwrap();
    id
}

fn step(desk: &Desk<'_>, who: &str, kind: RecType, id: Uuid, op: Op, set: Value) {
    let seen = desk.store.read(|db| db.seen(id)).unwrap().unwrap();
    let edit = Edit::set(op, &seen.fields, fields(set));
    change(desk, who, kind, id, edit, Vec::new()).unwrap();
}

/// A file with a case, an item of post and the document it became.
struct Fall {
    akte: Uuid,
    vorgang: Uuid,
    dokument: Uuid,
    original: String,
}

fn fall(desk: &Desk<'_>) -> Fall {
    let mut writer = desk.store.blob_writer(SCOPE_REGISTRATUR).unwrap();
    writer.write_all(format!("Ein Brief über {WORT}.").as_bytes()).unwrap();
    let blob = writer.finish().unwrap();
    desk.store.write(|tx| tx.put_blob(&blob, false)).unwrap();
    let original = blob.sha256.clone();
    desk.store.write(|tx| tx.put_derived(&original, WORT, Some(b"Bild"))).unwrap();
    let akte = json!({"betreff": format!("Akte {WORT}"), "aktenplaneinheit": desk.einheit(),
        "aktenzeichen_vorlaeufig": "V-1", "status": "offen", "aufbewahrung_jahre": 1,
        "aussonderungsart": "V"});
    let akte = create(desk, RecType::Akte, akte, Vec::new());
    let vorgang = json!({"betreff": format!("Vorgang {WORT}"), "akte": akte,
        "aktenzeichen_vorlaeufig": "V-2", "status": "offen"});
    let vorgang = create(desk, RecType::Vorgang, vorgang, Vec::new());
    let eingang = json!({"titel": WORT, "eingegangen_um": desk.store.env().now(), "herkunft":
        {"quelle": "ordner", "dateiname": "a.txt", "ordner": "/scans"}, "sha256": original,
        "groesse_bytes": blob.size, "merkmale": domain::Merkmale::default(), "status": "offen"});
    let eingang = create(desk, RecType::Eingang, eingang, vec![original.clone()]);
    let dokument = json!({"titel": format!("Dokument {WORT}"), "vorgang": vorgang, "status":
        "abgelegt", "eingang": eingang, "versionen": [{"nummer": 1, "sha256": original,
        "groesse_bytes": blob.size, "mime": "text/plain", "dateiname": format!("{WORT}.txt"),
        "angelegt_um": desk.store.env().now(), "angelegt_von": "Anna"}]});
    let dokument = create(desk, RecType::Dokument, dokument, vec![original.clone()]);
    let filed = json!({"status": "zugeordnet", "dokument": dokument});
    step(desk, "Anna", RecType::Eingang, eingang, Op::Transition, filed);
    Fall { akte, vorgang, dokument, original }
}

fn close(desk: &Desk<'_>, fall: &Fall) {
    let zda = json!({"status": "zda", "zda_datum": "2015-06-30"});
    step(desk, "Anna", RecType::Vorgang, fall.vorgang, Op::Transition, zda.clone());
    step(desk, "Anna", RecType::Akte, fall.akte, Op::Transition, zda);
}

fn propose(desk: &Desk<'_>, akte: Uuid) -> Uuid {
    let lauf = json!({"zweck": "vernichtung", "prozess": desk.store.env().id(), "status":
        "laufend", "objekte": [{"akte": akte, "aktenzeichen": "9-1/2012", "vorgaenge": 1,
        "dokumente": 1}]});
    let lauf = create(desk, RecType::Aussonderung, lauf, Vec::new());
    let marked = json!({"aussonderung": "vorgemerkt"});
    step(desk, "Anna", RecType::Akte, akte, Op::Transition, marked);
    let proposed = json!({"status": "vorgeschlagen", "zu_loeschen": [akte],
        "vorschlag": {"von": "Anna", "um": desk.store.env().now()}});
    step(desk, "Anna", RecType::Aussonderung, lauf, Op::Transition, proposed);
    lauf
}

fn agree(desk: &Desk<'_>, lauf: Uuid) {
    let agreed = json!({"status": "vollzogen",
        "freigabe": {"von": "Bernd", "um": desk.store.env().now()}});
    step(desk, "Bernd", RecType::Aussonderung, lauf, Op::Transition, agreed);
}

/// Files below a folder whose name or content holds a text.
fn files_with(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, text));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let inside = bytes.windows(text.len()).any(|window| window == text.as_bytes());
        if inside || path.to_string_lossy().contains(text) {
            found.push(path.display().to_string());
        }
    }
    found
}

/// Nothing of the file is left at a desk.
fn nothing_left(desk: &Desk<'_>, name: &str, fall: &Fall) {
    for id in [fall.akte, fall.vorgang, fall.dokument] {
        assert!(desk.store.read(|db| db.seen(id)).unwrap().is_none(), "{name}");
    }
    assert!(!desk.store.read(|db| db.blob_here(&fall.original)).unwrap(), "{name}");
    assert!(desk.store.read(|db| db.blob_text(&fall.original)).unwrap().is_none(), "{name}");
    let quoted = desk.store.read(|db| db.verlauf(fall.akte)).unwrap();
    assert!(!serde_json::to_string(&quoted).unwrap().contains(WORT), "{name}");
    let journal = desk.store.read(|db| db.journal()).unwrap();
    assert!(!serde_json::to_string(&journal).unwrap().contains(WORT), "{name}");
    let folder = desk.office.folder.path().join(name);
    assert_eq!(files_with(&folder, &fall.original), Vec::<String>::new(), "{name}");
}

#[test]
fn destruction_reaches_the_centre_and_every_desk_also_one_that_was_away() {
    let office = Office::new();
    let (anna, bernd, clara) = (office.desk("K01"), office.desk("K02"), office.desk("K03"));
    anna.round().unwrap();
    let fall = fall(&anna);
    for desk in [&anna, &bernd, &clara] {
        desk.round().unwrap();
        desk.round().unwrap();
        assert!(desk.store.read(|db| db.blob_here(&fall.original)).unwrap());
    }
    // Clara's line is cut; she goes on working in the open case.
    let own = json!({"betreff": format!("Vorgang {WORT}, weiter")});
    step(&clara, "Clara", RecType::Vorgang, fall.vorgang, Op::Set, own);
    close(&anna, &fall);
    anna.round().unwrap();
    let lauf = propose(&anna, fall.akte);
    anna.round().unwrap();
    bernd.round().unwrap();
    agree(&bernd, lauf);
    bernd.round().unwrap();
    anna.round().unwrap();
    clara.round().unwrap();
    office.ledger.scrub().unwrap();
    for (desk, name) in [(&anna, "K01"), (&bernd, "K02"), (&clara, "K03")] {
        nothing_left(desk, name, &fall);
        let run = desk.store.read(|db| db.load::<Aussonderung>(lauf)).unwrap().0;
        assert_eq!((run.status, run.objekte.len()), (Laufstand::Vollzogen, 1), "the proof stays");
    }
    let refused = clara.store.read(|db| db.refusals()).unwrap();
    assert_eq!(refused.len(), 1, "{refused:?}");
    let expected =
        VerdictKind::Rejected { code: Rejection::Rule, regel: Some("vernichtet".to_owned()) };
    assert_eq!(refused[0].verdict, Some(expected), "Clara learns what became of her work");
    let centre = [office.folder.path().join("originale"), office.folder.path().to_owned()];
    assert_eq!(files_with(&centre[0], WORT), Vec::<String>::new());
    assert_eq!(files_with(&centre[0], &fall.original), Vec::<String>::new());
    for file in ["zentrale.db", "zentrale.db-wal"] {
        let bytes = std::fs::read(centre[1].join(file)).unwrap_or_default();
        assert!(!bytes.windows(WORT.len()).any(|window| window == WORT.as_bytes()), "{file}");
    }
    assert_eq!(office.ledger.verify().unwrap(), Vec::<String>::new());
    for desk in [&anna, &bernd, &clara] {
        desk.at_rest();
    }
    // A new desk never sees any of it.
    let dora = office.desk("K04");
    dora.round().unwrap();
    dora.round().unwrap();
    nothing_left(&dora, "K04", &fall);
    dora.at_rest();
}

#[test]
fn a_forged_destruction_stops_at_the_brake_and_a_person_is_asked() {
    let office = Office::new();
    let anna = office.desk("K01");
    anna.round().unwrap();
    let fall = fall(&anna);
    anna.round().unwrap();
    anna.round().unwrap();
    let surroundings = center::Surroundings::system();
    let forged = domain::aussonderung::rest(surroundings.id());
    let row = crate::office::draft(fall.akte, forged, &surroundings);
    office.ledger.write(crate::office::TENANT, |tx| tx.append(SCOPE_REGISTRATUR, row)).unwrap();
    let stopped = anna.round().unwrap_err();
    assert!(matches!(stopped, sync::RoundError::Brake { .. }), "{stopped:?}");
    let brakes = anna.store.read(|db| db.brakes()).unwrap();
    assert_eq!((brakes.len(), brakes[0].betroffen), (1, 1));
    assert!(brakes[0].vorschau[0].titel.contains(WORT), "the clerk sees which");
    assert!(anna.betreff(fall.akte).is_some(), "it is still here");
}

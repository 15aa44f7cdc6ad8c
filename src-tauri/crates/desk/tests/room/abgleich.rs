//! What people see of the reconciliation, over a line that says what the test wants.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use desk::views::{
    AbgleichState, AblehnungArgs, DiagnoseArgs, EinzelheitenArgs, EinzelheitenView, HemmnisArt,
    Leer,
};
use desk::{Desk, DeskOptions};
use domain::{Edit, Fields, Op, RecType};
use intake::worker::Worker;
use serde_json::json;
use store::meta::Meta;
use store::vorfall::VorfallArt;
use store::{Act, Env, KeySource, SCOPE_REGISTRATUR};
use sync::{Line, LineError};
use uuid::Uuid;
use wire::{Request, Response, Verdict, VerdictKind};

/// Words that stand in records, names and errors, and must stand in no diagnosis.
const SECRETS: [&str; 6] =
    ["Wiesel", "Hollerbusch", "geheim.pdf", "eilt sehr", "zentrale.example", "vertraulich"];

struct Broken(Mutex<Result<u16, &'static str>>);

impl Line for Broken {
    fn send(&self, _: Request) -> Result<Response, LineError> {
        match *self.0.lock().unwrap() {
            Ok(status) => Ok(Response { status, headers: Vec::new(), body: Vec::new() }),
            Err(text) => Err(LineError(text.to_owned())),
        }
    }
}

fn room() -> (Arc<Desk>, tempfile::TempDir) {
    let data = tempfile::tempdir().unwrap();
    let desk = Desk::open(DeskOptions {
        folder: data.path().to_owned(),
        key: KeySource::passphrase("test"),
        env: Env::system(),
        worker: Some(Worker::find().unwrap()),
    });
    let desk = desk.unwrap();
    desk.set_benutzer("Clara Hollerbusch", "K03").unwrap();
    desk.store()
        .write(|tx| {
            tx.set_meta(Meta::Zentrale, "https://zentrale.example")?;
            tx.set_meta(Meta::Token, "geheim")?;
            tx.follow(&[SCOPE_REGISTRATUR.to_owned()])
        })
        .unwrap();
    (desk, data)
}

fn act(group: Option<Uuid>) -> Act {
    Act {
        akteur: "Clara Hollerbusch".to_owned(),
        arbeitsplatz: "K03".to_owned(),
        aktion: "kontakt_anlegen",
        bemerkung: Some("eilt sehr".to_owned()),
        group,
        konflikt: None,
    }
}

/// Makes contacts: records that need nothing else.
fn contacts(desk: &Desk, count: usize, group: Option<Uuid>) -> Vec<Uuid> {
    let make = |tx: &store::Tx<'_>| {
        let mut made = Vec::new();
        for _ in 0..count {
            let id = tx.env().id();
            let fields = Fields::from([("name".to_owned(), json!("Herr Wiesel"))]);
            let edit = Edit::create(fields);
            tx.edit(&act(group), RecType::Kontakt, id, SCOPE_REGISTRATUR, edit, Vec::new())?;
            made.push(id);
        }
        Ok::<_, store::DbError>(made)
    };
    desk.store().write(make).unwrap()
}

fn einzelheiten(desk: &Desk, anzahl: u32) -> EinzelheitenView {
    desk.abgleich_einzelheiten(EinzelheitenArgs { anzahl }).unwrap()
}

#[test]
fn acts_are_listed_once_however_many_changes_they_are_made_of() {
    let (desk, _data) = room();
    contacts(&desk, 3, Some(Uuid::from_u128(7)));
    contacts(&desk, 2, None);
    let view = einzelheiten(&desk, 50);
    assert_eq!(view.handlungen_gesamt, 3);
    let changes: Vec<u32> = view.handlungen.iter().map(|row| row.aenderungen).collect();
    assert_eq!(changes, [3, 1, 1], "oldest first");
    assert_eq!(view.handlungen[0].was, "Kontakt angelegt");
}

#[test]
fn long_lists_have_an_end_and_say_how_long_they_are() {
    let (desk, _data) = room();
    contacts(&desk, 1_200, None);
    let view = einzelheiten(&desk, 50);
    assert_eq!((view.handlungen.len(), view.handlungen_gesamt), (50, 1_200));
    assert_eq!(einzelheiten(&desk, 10_000).handlungen.len(), 500);
    let stand = desk.abgleich(Leer {}).unwrap();
    assert!(stand.antwort.contains("1.200 Änderungen"), "{}", stand.antwort);
}

#[test]
fn what_stops_a_round_is_told_with_its_cause_and_since_when() {
    let (desk, _data) = room();
    contacts(&desk, 1, None);
    let line = Broken(Mutex::new(Err("dns: zentrale.example vertraulich")));
    let never = AtomicBool::new(false);
    let fail = || desk.round(&line, &never).map(drop).unwrap_err();
    fail();
    let first = desk.abgleich(Leer {}).unwrap();
    assert_eq!(first.zustand, AbgleichState::Offline);
    assert!(first.antwort.contains("1 Änderung liegt nur"), "{}", first.antwort);
    let hemmnis = first.hemmnis.unwrap();
    assert_eq!(hemmnis.art, HemmnisArt::KeineVerbindung);
    assert!(!hemmnis.tun.is_empty() && !hemmnis.von_selbst.is_empty());
    for (status, art) in [(503, HemmnisArt::Ueberlastet), (401, HemmnisArt::NichtAngemeldet)] {
        *line.0.lock().unwrap() = Ok(status);
        fail();
        let view = desk.abgleich(Leer {}).unwrap();
        assert_eq!(view.zustand, AbgleichState::Stoerung, "{status}");
        let now = view.hemmnis.unwrap();
        assert_eq!(now.art, art, "{status}");
        assert_eq!(now.seit, hemmnis.seit, "the first failure in a row counts");
    }
    assert_eq!(desk.abgleich(Leer {}).unwrap().fehlversuche, 3);
}

#[test]
fn diagnosis_holds_nothing_of_a_record() {
    let (desk, data) = room();
    contacts(&desk, 2, None);
    let line = Broken(Mutex::new(Err("dns: zentrale.example vertraulich")));
    desk.round(&line, &AtomicBool::new(false)).map(drop).unwrap_err();
    let parameter = json!({ "ordner": "vertraulich/geheim.pdf", "gerettet": 2 });
    desk.store().write(|tx| tx.note_incident(VorfallArt::DatenbankGerettet, &parameter)).unwrap();
    let path = data.path().join("Diagnose.json");
    let pfad = path.to_str().unwrap().to_owned();
    desk.diagnose_speichern(DiagnoseArgs { pfad: pfad.clone() }).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    for secret in SECRETS {
        assert!(!text.contains(secret), "»{secret}« stands in it: {text}");
    }
    for told in ["KeineVerbindung", "\"journal offen\": 2", "datenbank_gerettet", "\"gerettet\": 2"]
    {
        assert!(text.contains(told), "»{told}« is missing: {text}");
    }
    // Writing it again over the same name is what the dialog has asked about.
    desk.diagnose_speichern(DiagnoseArgs { pfad }).unwrap();
    let nowhere = DiagnoseArgs { pfad: "/nowhere/at/all.json".to_owned() };
    assert!(desk.diagnose_speichern(nowhere).unwrap_err().meldung.contains("nicht gespeichert"));
}

#[test]
fn merged_change_is_taken_back_by_a_new_one() {
    let (desk, _data) = room();
    let id = contacts(&desk, 1, None)[0];
    let set = |tx: &store::Tx<'_>, name: &str| {
        let seen = tx.seen(id)?.unwrap();
        let set = Fields::from([("titel".to_owned(), json!(name))]);
        let edit = Edit::set(Op::Set, &seen.fields, set);
        tx.edit(&act(None), RecType::Kontakt, id, SCOPE_REGISTRATUR, edit, Vec::new())
    };
    desk.store().write(|tx| set(tx, "Dr.")).unwrap();
    let journal = desk.store().read(|db| db.journal()).unwrap();
    let (mine, _) = journal.last().unwrap();
    let verdict = Verdict { mid: mine.mid, n: mine.n, kind: VerdictKind::Merged { seq: 9 } };
    desk.store().write(|tx| tx.apply_verdicts(&[verdict])).unwrap();
    // Nobody else has touched it: two quick changes of one's own are no news.
    assert!(einzelheiten(&desk, 50).zusammengefuehrt.is_empty());
    let args = AblehnungArgs { mid: mine.mid.to_string() };
    desk.zusammenfuehrung_zuruecknehmen(args.clone()).unwrap();
    let seen = desk.store().read(|db| db.seen(id)).unwrap().unwrap();
    assert!(!seen.fields.contains_key("titel"), "{:?}", seen.fields);
    assert!(desk.zusammenfuehrung_zuruecknehmen(args).is_err(), "only once");
}

#[test]
fn incident_waits_until_somebody_has_read_it() {
    let (desk, _data) = room();
    let parameter = json!({ "scope": SCOPE_REGISTRATUR });
    let note = |tx: &store::Tx<'_>| tx.note_incident(VorfallArt::SummeBerichtigt, &parameter);
    let id = desk.store().write(note).unwrap();
    assert_eq!(desk.uebersicht(Leer {}).unwrap().zu_klaeren, 1);
    assert!(!einzelheiten(&desk, 50).vorfaelle[0].gesehen);
    let stand = desk.vorfall_bestaetigen(desk::views::Id { id: id.to_string() }).unwrap();
    assert_eq!(stand.vorfaelle, 0);
    let kept = einzelheiten(&desk, 50).vorfaelle;
    assert!(kept[0].gesehen && kept[0].text.contains("Posteingang und Akten"), "{kept:?}");
}

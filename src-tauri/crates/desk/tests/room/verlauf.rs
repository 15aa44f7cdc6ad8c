//! The history of a file as a clerk reads it, fetches it and hands it out.

use std::path::Path;
use std::sync::Mutex;

use desk::views::{
    AkteAnlegenArgs, AktenverlaufArgs, AktenverlaufView, Ausschnitt, BetreffArgs, Code, Id,
    OriginalArgs, OriginalAusgebenArgs, UebernehmenArgs, VerlaufAusgebenArgs, VerlaufFilter,
    VerlaufForm, VerlaufQuelle, VerlaufStand, VorgangAnlegenArgs, Ziel, ZielArt, ZuordnenArgs,
};
use desk::{Desk, dispatch};
use domain::{Protokolleintrag, RecType};
use serde_json::{Value, json};
use sync::{Line, LineError};
use uuid::Uuid;
use wire::{AuditAnswer, AuditEntry, Request, Response, Verdict, VerdictKind};

use crate::mandanten::{filed, office};

/// A centre that knows one history.
struct Centre {
    pages: Mutex<Vec<AuditAnswer>>,
    asked: Mutex<Vec<String>>,
}

impl Line for Centre {
    fn send(&self, request: Request) -> Result<Response, LineError> {
        self.asked.lock().unwrap().push(request.path);
        let mut pages = self.pages.lock().unwrap();
        if pages.is_empty() {
            return Err(LineError("cut".to_owned()));
        }
        let body = serde_json::to_vec(&pages.remove(0)).unwrap();
        Ok(Response { status: 200, headers: Vec::new(), body })
    }
}

fn akte(desk: &Desk, unit: Uuid, betreff: &str) -> String {
    let aktenplaneinheit = unit.to_string();
    desk.akte_anlegen(AkteAnlegenArgs { aktenplaneinheit, betreff: betreff.to_owned() }).unwrap().id
}

fn vorgang(desk: &Desk, akte: &str, betreff: &str) -> String {
    let args = VorgangAnlegenArgs { akte: akte.to_owned(), betreff: betreff.to_owned() };
    desk.vorgang_anlegen(args).unwrap().id
}

fn rename(desk: &Desk, id: &str, betreff: &str) {
    let (id, betreff) = (id.to_owned(), betreff.to_owned());
    desk.betreff_aendern(BetreffArgs { art: ZielArt::Vorgang, id, betreff }).unwrap();
}

fn chosen(desk: &Desk, id: &str, filter: VerlaufFilter) -> AktenverlaufView {
    let ausschnitt = Ausschnitt { ab: 0, anzahl: 500 };
    desk.aktenverlauf(AktenverlaufArgs { id: id.to_owned(), filter, ausschnitt }).unwrap()
}

fn all(desk: &Desk, id: &str) -> AktenverlaufView {
    chosen(desk, id, VerlaufFilter::default())
}

/// Files a document that came under a name of its own.
fn photo(desk: &Desk, files: &Path, vorgang: &str) -> String {
    let path = files.join("Foto vom Schlagloch.txt");
    std::fs::write(&path, "Foto").unwrap();
    let pfade = vec![path.to_str().unwrap().to_owned()];
    let mut taken = desk.dateien_uebernehmen(UebernehmenArgs { pfade }).unwrap();
    let eingang = taken.zeilen.remove(0).eingang.unwrap();
    let ziel = Ziel::Vorgang { id: vorgang.to_owned() };
    desk.eingang_zuordnen(ZuordnenArgs { eingang, ziel, titel: None, angaben: Default::default() })
        .unwrap();
    let view = desk.vorgang(Id { id: vorgang.to_owned() }).unwrap();
    view.dokumente.last().unwrap().id.clone()
}

/// Everything that is shown of a history, without the handles by which the screen jumps.
fn shown(view: &AktenverlaufView) -> String {
    let mut value = serde_json::to_value(view).unwrap();
    value["gegenstand"]["id"] = Value::Null;
    for row in value["zeilen"].as_array_mut().unwrap() {
        row["gegenstand"]["id"] = Value::Null;
    }
    value.to_string()
}

fn has_uuid(text: &str) -> bool {
    text.as_bytes()
        .windows(36)
        .any(|window| std::str::from_utf8(window).is_ok_and(|part| Uuid::parse_str(part).is_ok()))
}

#[test]
fn a_file_tells_what_was_done_to_everything_in_it_in_plain_words() {
    let (data, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (desk, unit) = office(data.path());
    let id = akte(&desk, unit, "Straßen");
    let case = vorgang(&desk, &id, "Schlagloch");
    let dokument = photo(&desk, files.path(), &case);
    rename(&desk, &case, "Schlagloch am Markt");
    let view = all(&desk, &id);
    assert_eq!(view.gesamt, view.alle);
    let newest = view.zeilen.first().unwrap();
    assert_eq!(
        (newest.was.as_str(), newest.feld.as_deref()),
        ("Betreff geändert", Some("Betreff"))
    );
    let values = (newest.alt.as_deref(), newest.neu.as_deref());
    assert_eq!(values, (Some("Schlagloch"), Some("Schlagloch am Markt")));
    assert_eq!((newest.akteur.as_str(), newest.arbeitsplatz.as_str()), ("Anna Fennwald", "K01"));
    assert_eq!(
        (newest.stand, newest.quelle),
        (VerlaufStand::Ausstehend, VerlaufQuelle::Arbeitsplatz)
    );
    assert!(newest.gegenstand.name.ends_with("Schlagloch am Markt"), "{}", newest.gegenstand.name);
    assert_eq!(view.zeilen.last().unwrap().was, "Akte angelegt", "newest first");
    let about: Vec<&str> = view.zeilen.iter().map(|row| row.gegenstand.name.as_str()).collect();
    for kind in ["Akte ", "Vorgang ", "Dokument ", "Eingang "] {
        assert!(about.iter().any(|name| name.starts_with(kind)), "{kind}: {about:?}");
    }
    assert!(!has_uuid(&shown(&view)), "{}", shown(&view));
    // From the case and the document only what lies in them.
    assert!(all(&desk, &case).zeilen.iter().all(|row| !row.gegenstand.name.starts_with("Akte ")));
    let one = all(&desk, &dokument);
    assert!(one.alle > 0 && one.alle < view.alle);
    assert_eq!(view.geholt_um, None);
}

#[test]
fn rows_are_chosen_by_person_act_day_and_words_and_come_in_pages() {
    let data = tempfile::tempdir().unwrap();
    let (desk, unit) = office(data.path());
    let id = akte(&desk, unit, "Straßen");
    let case = vorgang(&desk, &id, "Müllabfuhr");
    desk.set_benutzer("Bernd Buchwald", "K01").unwrap();
    for n in 0..20 {
        rename(&desk, &case, &format!("Abfuhr {n}"));
    }
    let only = |filter: VerlaufFilter| chosen(&desk, &id, filter);
    let none = VerlaufFilter::default;
    let text = |text: &str| Some(text.to_owned());
    let view = only(none());
    assert_eq!(view.personen, ["Anna Fennwald", "Bernd Buchwald"]);
    let bernd = only(VerlaufFilter { person: text("Bernd Buchwald"), ..none() });
    assert_eq!((bernd.gesamt, bernd.alle), (20, view.alle));
    let key = view.handlungen.iter().find(|act| act.name == "Betreff geändert").unwrap();
    let handlung = Some(key.handlung.clone());
    assert_eq!(only(VerlaufFilter { handlung, ..none() }).gesamt, 20);
    assert_eq!(
        only(VerlaufFilter { text: text("muellabfuhr"), ..none() }).gesamt,
        1,
        "as old value"
    );
    assert_eq!(only(VerlaufFilter { bis: text("2020-01-01"), ..none() }).gesamt, 0);
    assert_eq!(only(VerlaufFilter { von: text("2020-01-01"), ..none() }).gesamt, view.alle);
    let page = |ab| {
        let ausschnitt = Ausschnitt { ab, anzahl: 7 };
        let args = AktenverlaufArgs { id: id.clone(), filter: none(), ausschnitt };
        desk.aktenverlauf(args).unwrap().zeilen
    };
    let paged: Vec<_> = (0..4).flat_map(|n| page(n * 7)).map(|row| row.neu).collect();
    let whole: Vec<_> = view.zeilen.iter().map(|row| row.neu.clone()).collect();
    assert_eq!(paged, whole);
    let ausschnitt = Ausschnitt { ab: 0, anzahl: 7 };
    let filter = VerlaufFilter { von: text("gestern"), ..none() };
    let wrong = desk.aktenverlauf(AktenverlaufArgs { id, filter, ausschnitt }).unwrap_err();
    assert_eq!(wrong.code, Code::Invalid);
}

#[test]
fn what_the_centre_refused_never_looks_as_if_it_held() {
    let data = tempfile::tempdir().unwrap();
    let (desk, unit) = office(data.path());
    let id = akte(&desk, unit, "Straßen");
    let case = vorgang(&desk, &id, "Schlagloch");
    rename(&desk, &case, "Verkehrt");
    let journal = desk.store().read(|db| db.journal()).unwrap();
    let (mutation, _) = journal.last().unwrap();
    let kind = VerdictKind::Rejected { code: domain::merge::Rejection::Precondition, regel: None };
    let verdict = Verdict { mid: mutation.mid, n: mutation.n, kind };
    desk.store().write(|tx| tx.apply_verdicts(&[verdict])).unwrap();
    let view = all(&desk, &id);
    let row = view.zeilen.iter().find(|row| row.neu.as_deref() == Some("Verkehrt")).unwrap();
    assert_eq!(row.stand, VerlaufStand::Abgelehnt);
}

fn entry(no: u64, rec_id: Uuid, neu: &str, mid: Uuid) -> AuditEntry {
    let um = "2019-05-06T07:08:09Z".parse().unwrap();
    let entry = Protokolleintrag {
        akteur: "Clara Altwald".to_owned(),
        arbeitsplatz: "K77".to_owned(),
        um,
        zentrale_um: Some(um),
        aktion: "betreff_aendern".to_owned(),
        rec_type: Some(RecType::Vorgang),
        rec_id: Some(rec_id),
        metadatum_name: Some("betreff".to_owned()),
        alter_wert: Some("null".to_owned()),
        neuer_wert: Some(json!(neu).to_string()),
        bemerkung: None,
        mid: Some(mid),
    };
    AuditEntry { no, entry, geschwaerzt: false }
}

#[test]
fn what_happened_before_this_workstation_came_is_fetched_kept_and_marked() {
    let data = tempfile::tempdir().unwrap();
    let (desk, unit) = office(data.path());
    let id = akte(&desk, unit, "Straßen");
    let case = vorgang(&desk, &id, "Schlagloch");
    rename(&desk, &case, "Schlagloch am Markt");
    let (root, about) = (Uuid::parse_str(&id).unwrap(), Uuid::parse_str(&case).unwrap());
    let before = all(&desk, &id);
    let own = desk.store().read(|db| db.journal()).unwrap().last().unwrap().0.mid;
    let env = desk.store().env();
    let first = AuditAnswer { entries: vec![entry(3, about, "einst", env.id())], more: true };
    // The second is what was done here: it stands here already, and gets the centre's time.
    let rest = vec![entry(5, about, "später", env.id()), entry(9, about, "gleich", own)];
    let rest = AuditAnswer { entries: rest, more: false };
    let centre = Centre { pages: Mutex::new(vec![first, rest]), asked: Mutex::default() };
    assert_eq!(desk.fetch_history(&centre, root).unwrap(), 3);
    let asked = centre.asked.lock().unwrap().clone();
    assert!(asked[0].ends_with(&format!("record={id}&after=0")), "{asked:?}");
    assert!(asked[1].ends_with("after=3"), "{asked:?}");
    let view = all(&desk, &id);
    assert_eq!(view.alle, before.alle + 2);
    assert!(view.geholt_um.is_some());
    let foreign: Vec<_> =
        view.zeilen.iter().filter(|row| row.quelle == VerlaufQuelle::Zentrale).collect();
    let said: Vec<_> = foreign.iter().map(|row| row.neu.as_deref().unwrap()).collect();
    assert_eq!(said, ["später", "einst"], "oldest last");
    assert!(foreign.iter().all(|row| row.zentrale_um.is_some() && row.akteur == "Clara Altwald"));
    let mine = view.zeilen.iter().find(|row| row.neu.as_deref() == Some("Schlagloch am Markt"));
    assert!(mine.unwrap().zentrale_um.is_some());
    // Without a line everything stays, and the next time only what is new is asked for.
    assert_eq!(desk.fetch_history(&centre, root).unwrap_err().code, Code::Offline);
    assert!(centre.asked.lock().unwrap().last().unwrap().ends_with("after=9"));
    assert_eq!(all(&desk, &id).alle, view.alle);
}

#[test]
fn a_history_is_handed_out_with_a_checksum_in_every_form() {
    let (data, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (desk, unit) = office(data.path());
    let id = akte(&desk, unit, "Straßen");
    let case = vorgang(&desk, &id, "=Schlagloch; \"groß\"");
    rename(&desk, &case, "Schlagloch");
    let give = |form: VerlaufForm, name: &str| {
        let path = out.path().join(name);
        let pfad = path.to_str().unwrap().to_owned();
        let filter = VerlaufFilter::default();
        let done =
            desk.verlauf_ausgeben(VerlaufAusgebenArgs { id: id.clone(), filter, form, pfad });
        let (done, bytes) = (done.unwrap(), std::fs::read(&path).unwrap());
        assert_eq!(
            (done.sha256, done.groesse_bytes),
            (wire::sha256_hex(&bytes), bytes.len() as u64)
        );
        bytes
    };
    let csv = String::from_utf8(give(VerlaufForm::Csv, "verlauf.csv")).unwrap();
    let (before, last) = csv.trim_end().rsplit_once("\r\n").unwrap();
    assert!(last.contains(&wire::sha256_hex(format!("{before}\r\n").as_bytes())), "{last}");
    assert!(csv.contains(
        "\"Betreff geändert\";\"Betreff\";\"'=Schlagloch; \"\"groß\"\"\";\"Schlagloch\""
    ));
    let xml = String::from_utf8(give(VerlaufForm::Xdomea, "verlauf.xml")).unwrap();
    let (before, last) = xml.split_once("<!-- ").unwrap();
    assert!(last.contains(&wire::sha256_hex(before.as_bytes())), "{last}");
    assert!(xml.contains("<xdomea:MetadatumNeuerWert>Schlagloch</xdomea:MetadatumNeuerWert>"));
    assert!(!has_uuid(&xml) && !has_uuid(&csv));
    let pdf = give(VerlaufForm::Pdf, "verlauf.pdf");
    let text = inspect::inspect(pdf, "verlauf.pdf").befund.text;
    assert!(text.contains("Schlagloch") && text.contains("Prüfsumme"), "{text}");
    assert!(std::fs::read_dir(out.path()).unwrap().count() == 3, "nothing half done is left");
    let rows = all(&desk, &id).zeilen;
    assert_eq!(rows.iter().filter(|row| row.was == "Verlauf ausgegeben").count(), 3);
    let pfad = out.path().join("gibt/es/nicht.csv").to_str().unwrap().to_owned();
    let (filter, form) = (VerlaufFilter::default(), VerlaufForm::Csv);
    let args = VerlaufAusgebenArgs { id: id.clone(), filter, form, pfad };
    assert_eq!(desk.verlauf_ausgeben(args).unwrap_err().code, Code::Invalid);
}

#[test]
fn an_original_is_handed_out_byte_for_byte_under_a_name_that_every_system_takes() {
    let (data, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (desk, unit) = office(data.path());
    let id = akte(&desk, unit, "Straßen");
    let case = vorgang(&desk, &id, "Schlagloch");
    let dokument = filed(&desk, out.path(), &case, "Foto");
    let sha256 = dokument.zeile.sha256;
    let named = desk.dateiname_vorschlagen(OriginalArgs { sha256: sha256.clone() }).unwrap();
    assert_eq!(named.dateiname, domain::dateiname::dateiname(&dokument.zeile.dateiname));
    let path = out.path().join("heraus.bin");
    let args = json!({ "sha256": sha256, "pfad": path });
    let done = dispatch(&desk, "original_ausgeben", args).unwrap();
    assert_eq!(done["sha256"], json!(sha256));
    assert_eq!(wire::sha256_hex(&std::fs::read(&path).unwrap()), sha256);
    let rows = all(&desk, &id).zeilen;
    let taken = rows.iter().filter(|row| row.was == "Original ausgegeben").collect::<Vec<_>>();
    assert_eq!(taken.len(), 1, "who took it out is written down, once");
    assert!(taken[0].neu.as_deref().unwrap().contains("heraus.bin"));
    let pfad = path.to_str().unwrap().to_owned();
    let unknown = OriginalAusgebenArgs { sha256: "ab".repeat(32), pfad };
    assert_eq!(desk.original_ausgeben(unknown).unwrap_err().code, Code::NotFound);
    assert_eq!(
        wire::sha256_hex(&std::fs::read(&path).unwrap()),
        sha256,
        "and leaves what is there"
    );
}

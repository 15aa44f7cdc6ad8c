//! One office, two municipalities with the same words everywhere: no act shows or changes what the
//! other one has.
//!
//! Every act is asked, also one that is made later: its arguments are found out from what it says
//! is missing.

use std::path::Path;
use std::sync::Arc;

use desk::views::{
    AkteAnlegenArgs, Ausschnitt, BeteiligteArgs, BytesArgs, DokumentView, EingangFilter, Fassung,
    Id, KontaktEingabe, Leer, MandantArgs, ObjektArt, OrdnerArgs, PosteingangArgs,
    TeilakteAnlegenArgs, TeilakteArt, UebernehmenArgs, VerweisArgs, VorgangAnlegenArgs, Ziel,
    ZuordnenArgs,
};
use desk::{COMMANDS, Desk, DeskOptions, dispatch};
use domain::mandant::mandant_id;
use domain::{Edit, Fields, RecType};
use intake::worker::Worker;
use serde_json::{Value, json};
use store::{Act, Env, KeySource, SCOPE_REGISTRATUR, SCOPE_STAMMDATEN};
use uuid::Uuid;
use wire::{Verdict, VerdictKind};

const OTHER: &str = "nebelrode";
/// A word that only one municipality's records hold.
const MARKS: [&str; 2] = ["Wieselgrund", "Otterstein"];
/// Calls per act and candidate at most, while its arguments are found out.
const CALLS_MAX: usize = 400;

/// Has the centre say one record, as the next row of a scope's log.
pub(crate) fn said(desk: &Desk, scope: &str, kind: RecType, id: Uuid, body: &Value) {
    let store = desk.store();
    let state = store.read(|db| db.scope_state(scope)).unwrap().unwrap();
    let fields: Fields = serde_json::from_value(body.clone()).unwrap();
    let full: Fields = fields.into_iter().filter(|(_, value)| !value.is_null()).collect();
    let body = serde_json::to_string(&full).unwrap();
    let now = store.env().now();
    let change = wire::Change {
        seq: state.cursor.seq + 1,
        rec_type: kind,
        rec_id: id,
        ver: 1,
        body_sha256: wire::sha256_hex(body.as_bytes()),
        body: Some(body),
        mid: store.env().id(),
        akteur: "Zentrale".to_owned(),
        arbeitsplatz: "Zentrale".to_owned(),
        aktion: "anlegen".to_owned(),
        claimed_at: now,
        at: now,
        chain: String::new(),
    };
    let byte = |at: usize| u8::from_str_radix(state.cursor.chain.get(at * 2..at * 2 + 2)?, 16).ok();
    let before: [u8; 32] = std::array::from_fn(|at| byte(at).unwrap());
    let end = wire::chain_next(&before, scope, &change);
    let end: String = end.iter().map(|byte| format!("{byte:02x}")).collect();
    store.write(|tx| tx.apply_changes(scope, vec![change], &end)).unwrap();
}

/// Opens a desk that follows the master data and two municipalities.
pub(crate) fn office(data: &Path) -> (Arc<Desk>, Uuid) {
    let desk = Desk::open(DeskOptions {
        folder: data.to_owned(),
        key: KeySource::passphrase("test"),
        env: Env::system(),
        worker: Some(Worker::find().unwrap()),
    });
    let desk = desk.unwrap();
    desk.set_benutzer("Anna Fennwald", "K01").unwrap();
    let scopes = [SCOPE_STAMMDATEN, SCOPE_REGISTRATUR, OTHER].map(str::to_owned);
    desk.store().write(|tx| tx.follow(&scopes)).unwrap();
    let unit = Uuid::from_u128(1);
    let body = json!({ "kennzeichen": "1.2", "bezeichnung": "Steuern", "aufbewahrung_jahre": 10,
        "aussonderungsart": "V", "stillgelegt": false });
    said(&desk, SCOPE_STAMMDATEN, RecType::Aktenplaneinheit, unit, &body);
    for (scope, kuerzel, name) in
        [(SCOPE_REGISTRATUR, "LH", "Gemeinde Lindenhain"), (OTHER, "NR", "Gemeinde Nebelrode")]
    {
        let body = json!({ "kuerzel": kuerzel, "name": name, "bereich": scope,
            "muster_akte": "{plan}-{lfd}/{jahr}", "muster_vorgang": "{akte}-{lfd}",
            "briefkopf": { "name": name } });
        said(&desk, SCOPE_STAMMDATEN, RecType::Mandant, mandant_id(scope), &body);
    }
    (desk, unit)
}

fn choose(desk: &Desk, bereich: &str) {
    desk.mandant_waehlen(MandantArgs { bereich: bereich.to_owned() }).unwrap();
}

/// Works in the chosen municipality: every kind of record, with the same words and one mark.
pub(crate) fn work(desk: &Desk, files: &Path, scope: &str, unit: Uuid, mark: &str) {
    let betreff = format!("Hundesteuer {mark}");
    let einheit = unit.to_string();
    let akte = AkteAnlegenArgs { aktenplaneinheit: einheit, betreff: betreff.clone() };
    let akte = desk.akte_anlegen(akte).unwrap().id;
    let args = TeilakteAnlegenArgs {
        akte: akte.clone(),
        art: TeilakteArt::Band,
        betreff: betreff.clone(),
    };
    desk.teilakte_anlegen(args).unwrap();
    let args = VorgangAnlegenArgs { akte: akte.clone(), betreff: betreff.clone() };
    let vorgang = desk.vorgang_anlegen(args).unwrap().id;
    let person =
        KontaktEingabe { name: format!("Hollerbusch {mark}"), ..KontaktEingabe::default() };
    let kontakt = desk.kontakt_anlegen(person).unwrap().zeile.id;
    let (art, id) = (ObjektArt::Vorgang, vorgang.clone());
    let rolle = "Halterin".to_owned();
    desk.beteiligte_setzen(BeteiligteArgs { art, id: id.clone(), kontakt, rolle }).unwrap();
    desk.verweis_setzen(VerweisArgs { art, id, ziel: akte, grund: None }).unwrap();
    for (name, text) in [("gleich", "Hundesteuer gleich".to_owned()), ("eigen", betreff)] {
        let path = files.join(scope).join(format!("{name} {mark}.txt"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        let pfade = vec![path.to_str().unwrap().to_owned()];
        let taken = desk.dateien_uebernehmen(UebernehmenArgs { pfade }).unwrap();
        let row = taken.zeilen.first().unwrap();
        assert!(!row.fehlgeschlagen && !row.bereits_vorhanden, "{name}");
    }
    let eingang = post(desk).pop().unwrap();
    let ziel = Ziel::Vorgang { id: vorgang.clone() };
    let titel = Some(format!("Bescheid {mark}"));
    desk.eingang_zuordnen(ZuordnenArgs { eingang, ziel, titel, angaben: Default::default() })
        .unwrap();
    let pfad = files.join(scope).to_str().unwrap().to_owned();
    let besitzer = Some(mark.to_owned());
    desk.eingangsordner_setzen(OrdnerArgs { pfad, besitzer, ..OrdnerArgs::default() }).unwrap();
    trouble(desk, scope, mark, &vorgang);
}

/// What the reconciliation has to show: a refusal, a merged change, a difference, a problem.
fn trouble(desk: &Desk, scope: &str, mark: &str, vorgang: &str) {
    let store = desk.store();
    let ids = [(); 3].map(|()| store.env().id());
    for id in ids {
        let act = Act {
            akteur: "Anna Fennwald".to_owned(),
            arbeitsplatz: "K01".to_owned(),
            aktion: "kontakt_anlegen",
            bemerkung: None,
            group: None,
            konflikt: None,
        };
        let fields = json!({ "name": format!("Ablehnbar {mark}"), "angelegt_von": "Anna",
            "angelegt_um": "2026-11-02T07:00:00Z" });
        let edit = Edit::create(serde_json::from_value(fields).unwrap());
        store.write(|tx| tx.edit(&act, RecType::Kontakt, id, scope, edit, Vec::new())).unwrap();
    }
    let made = store.read(|db| db.journal()).unwrap();
    let kinds = [
        VerdictKind::Rejected { code: domain::merge::Rejection::Rule, regel: None },
        VerdictKind::Parked { waits_for: vec!["ab".repeat(32)] },
        VerdictKind::Merged { seq: 90 },
    ];
    let verdicts: Vec<Verdict> = ids
        .iter()
        .zip(kinds)
        .map(|(id, kind)| {
            let (mutation, _) = made.iter().find(|(m, _)| m.rec_id == *id).unwrap();
            Verdict { mid: mutation.mid, n: mutation.n, kind }
        })
        .collect();
    store.write(|tx| tx.apply_verdicts(&verdicts)).unwrap();
    let difference = json!({ "rec_type": "vorgang", "rec_id": vorgang, "feld": "betreff",
        "ausgangsstand": mark, "zentrale": mark, "eigener": "Hundesteuer", "akteur": "Bernd",
        "arbeitsplatz": "K02", "geaendert_um": "2026-11-02T07:00:00Z", "status": "offen" });
    said(desk, scope, RecType::Konflikt, store.env().id(), &difference);
    let path = format!("/post/{mark}/leer.pdf");
    store
        .write(|tx| {
            let current = tx.bereich()?;
            assert_eq!(current, scope, "a problem belongs to whoever is on the screen");
            tx.source_problem(&path, &format!("Leer: {mark}"), false)
        })
        .unwrap();
}

fn post(desk: &Desk) -> Vec<String> {
    let ausschnitt = Ausschnitt { ab: 0, anzahl: 500 };
    let args = PosteingangArgs { filter: EingangFilter::Alle, ausschnitt };
    desk.posteingang(args).unwrap().zeilen.into_iter().map(|row| row.id).collect()
}

/// Everything that a scope holds, as text, to see whether it changed.
fn state(desk: &Desk, scope: &str) -> (Vec<String>, Vec<String>) {
    desk.store()
        .read(|db| {
            let mut records = Vec::new();
            for kind in RecType::ALL {
                for id in db.all(kind)? {
                    let seen = db.seen(id)?.unwrap();
                    if seen.scope == scope {
                        records.push(format!("{id} {:?}", seen.fields));
                    }
                }
            }
            let journal = db.journal()?.into_iter().filter(|(m, _)| m.scope == scope);
            let mut journal: Vec<String> =
                journal.map(|(m, state)| format!("{} {state}", m.mid)).collect();
            let refused = db.refusals()?.into_iter().map(|row| row.mutation);
            let refused = refused.filter(|m| m.scope == scope);
            journal.extend(refused.map(|m| format!("{} nobody has read it", m.mid)));
            Ok::<_, store::DbError>((records, journal))
        })
        .unwrap()
}

/// Names by which another municipality's things could be asked for: ids, hashes, changes.
pub(crate) fn handles(desk: &Desk, scope: &str) -> Vec<String> {
    let (records, journal) = state(desk, scope);
    let first = |line: &String| line.split(' ').next().unwrap().to_owned();
    // Changes that are only on their way have no act of their own.
    let known = journal.iter().filter(|line| !line.ends_with(" offen"));
    let mut found: Vec<String> = records.iter().chain(known).map(first).collect();
    for line in &records {
        let words = line.split('"').filter(|word| word.len() == 64);
        found.extend(words.map(str::to_owned));
    }
    found.sort();
    found.dedup();
    found
}

/// Asks an act with one word wherever it wants a text; what it still lacks is filled in.
pub(crate) struct Asker<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) command: &'a str,
    pub(crate) word: &'a str,
    pub(crate) calls: usize,
    pub(crate) answers: Vec<Value>,
}

impl Asker<'_> {
    pub(crate) fn ask(&mut self, args: &Value, last: &[String]) {
        self.calls += 1;
        if self.calls > CALLS_MAX {
            return;
        }
        let fault = match dispatch(self.desk, self.command, args.clone()) {
            Ok(view) => return self.answers.push(view),
            Err(fehler) if fehler.meldung.starts_with("Die Angaben sind unvollständig") => {
                fehler.rat.unwrap()
            }
            Err(fehler) => return self.answers.push(serde_json::to_value(fehler).unwrap()),
        };
        if let Some(field) = fault.strip_prefix("missing field `") {
            let field = field.split('`').next().unwrap().to_owned();
            self.fill(args, last, &field);
            return;
        }
        for value in self.instead(&fault, last.last().map_or("", String::as_str)) {
            let mut args = args.clone();
            *at(&mut args, last) = value;
            self.ask(&args, last);
        }
    }

    /// Adds a field: to the object that was made last, or else to whatever it lies in.
    fn fill(&mut self, args: &Value, last: &[String], field: &str) {
        for above in (0..=last.len()).rev().filter_map(|depth| last.get(..depth)) {
            let mut args = args.clone();
            let place = at(&mut args, above);
            if place.get(field).is_some() || !place.is_object() {
                continue;
            }
            place[field] = json!(self.word);
            let path: Vec<String> = above.iter().cloned().chain([field.to_owned()]).collect();
            let same = format!("missing field `{field}`");
            let again = dispatch(self.desk, self.command, args.clone());
            let wrong = again.is_err_and(|f| f.rat.is_some_and(|rat| rat.starts_with(&same)));
            if !wrong {
                return self.ask(&args, &path);
            }
        }
    }

    /// What a field takes instead of a word.
    fn instead(&self, fault: &str, field: &str) -> Vec<Value> {
        if fault.starts_with("unknown variant") {
            let named = fault.split("expected").nth(1).unwrap_or_default();
            return named.split('`').skip(1).step_by(2).map(|name| json!(name)).collect();
        }
        if !fault.starts_with("invalid type: string") {
            return Vec::new();
        }
        let wanted = fault.split("expected").nth(1).unwrap_or_default();
        let number = ["u8", "u16", "u32", "u64", "i32", "i64", "f32", "f64", "usize"];
        if number.iter().any(|kind| wanted.contains(kind)) {
            // From the first row, and more than there are; sheets are printed one by one.
            let many = if self.command == "trennblaetter" { 1 } else { 100 };
            vec![json!(if field == "ab" { 0 } else { many })]
        } else if wanted.contains("boolean") {
            vec![json!(true), json!(false)]
        } else if wanted.contains("sequence") {
            vec![json!([]), json!([self.word])]
        } else {
            vec![json!({})]
        }
    }
}

fn at<'a>(value: &'a mut Value, path: &[String]) -> &'a mut Value {
    path.iter().fold(value, |value, name| &mut value[name.as_str()])
}

/// Asks every act with every word; the answers by the act's name.
fn walk(desk: &Desk, words: &[String]) -> Vec<(&'static str, Vec<Value>)> {
    let mut all = Vec::new();
    for command in COMMANDS {
        // Choosing another municipality is what it is for; and a centre is accepted, with all that
        // was sent to it, for the workstation as a whole.
        if ["mandant_waehlen", "zentrale_anerkennen"].contains(command) {
            continue;
        }
        let mut answers = Vec::new();
        for word in words {
            let mut asker = Asker { desk, command, word, calls: 0, answers: Vec::new() };
            asker.ask(&json!({}), &[]);
            assert!(!asker.answers.is_empty(), "{command} could not be asked at all");
            let asked_without = asker.calls == 1;
            answers.append(&mut asker.answers);
            // Another word is no other question to an act that takes none.
            if asked_without {
                break;
            }
        }
        all.push((*command, answers));
    }
    for word in words {
        for art in ["aktenplaneinheit", "akte", "teilakte", "vorgang", "dokument"] {
            let args = json!({ "knoten": { "art": art, "id": word } });
            let answer = dispatch(desk, "aktenbaum", args);
            all.push(("aktenbaum", answer.into_iter().collect()));
        }
    }
    all
}

#[test]
fn no_act_shows_or_changes_what_another_municipality_has() {
    let (data, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    // What an act writes beside the database must hold nothing of it, either.
    let written = files.path().join("geschrieben");
    std::fs::create_dir_all(&written).unwrap();
    std::env::set_current_dir(&written).unwrap();
    let (desk, unit) = office(data.path());
    for (scope, mark) in [SCOPE_REGISTRATUR, OTHER].into_iter().zip(MARKS) {
        choose(&desk, scope);
        work(&desk, files.path(), scope, unit, mark);
    }
    choose(&desk, SCOPE_REGISTRATUR);
    let mut words = handles(&desk, OTHER);
    let foreign = words.clone();
    assert!(foreign.len() > 12, "{}", foreign.len());
    // Part of the mark: an act that only repeats what it was asked shows nothing.
    words.extend(["Hundesteuer", "Hollerbusch", "Otterst"].map(str::to_owned));
    shown(&desk);
    let before = state(&desk, OTHER);
    for (command, answers) in walk(&desk, &words) {
        for answer in answers {
            let text = answer.to_string();
            assert!(!text.contains(MARKS[1]), "{command} shows {text}");
        }
    }
    assert_eq!(state(&desk, OTHER), before, "nothing was changed there");
    for sha256 in foreign.iter().filter(|word| word.len() == 64) {
        let known = desk.store().read(|db| db.blob_in_sight(sha256)).unwrap();
        assert!(known, "it is there for whoever may see it");
        for fassung in [Fassung::Original, Fassung::Vorschau, Fassung::Kopie] {
            let args = BytesArgs { sha256: sha256.clone(), fassung };
            if let Ok(bytes) = desk.bytes(&args) {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                assert!(!text.contains(MARKS[1]), "bytes of another municipality");
            }
        }
    }
    for file in std::fs::read_dir(&written).unwrap().flatten() {
        let bytes = std::fs::read(file.path()).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains(MARKS[1]), "{} holds it", file.path().display());
    }
}

/// The same walk is no proof if it were blind: what is one's own comes out.
fn shown(desk: &Desk) {
    let mut words = handles(desk, SCOPE_REGISTRATUR);
    words.extend(["Hundesteuer", "Hollerbusch"].map(str::to_owned));
    let views = [
        "posteingang",
        "eingang",
        "ziele",
        "akte",
        "metadaten",
        "vorgang",
        "dokument",
        "suche",
        "kontakte",
        "kontakt",
        "abgleich_einzelheiten",
        "uebernahme",
        "aktenbaum",
    ];
    for view in views {
        let mut text = String::new();
        for word in &words {
            let mut asker = Asker { desk, command: view, word, calls: 0, answers: Vec::new() };
            asker.ask(&json!({}), &[]);
            text.push_str(&Value::Array(asker.answers).to_string());
            for art in ["aktenplaneinheit", "akte"] {
                let args = json!({ "knoten": { "art": art, "id": word } });
                let answer = dispatch(desk, "aktenbaum", args).unwrap_or_default();
                text.push_str(&if view == "aktenbaum" {
                    answer.to_string()
                } else {
                    String::new()
                });
            }
        }
        assert!(text.contains(MARKS[0]), "{view} shows what is one's own: {text}");
    }
}

#[test]
fn the_same_letter_comes_to_both_and_each_has_its_own() {
    let (data, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (desk, _) = office(data.path());
    let path = files.path().join("brief.txt");
    std::fs::write(&path, "An beide Gemeinden").unwrap();
    let take = || {
        let pfade = vec![path.to_str().unwrap().to_owned()];
        desk.dateien_uebernehmen(UebernehmenArgs { pfade }).unwrap().zeilen.pop().unwrap()
    };
    assert!(!take().bereits_vorhanden);
    assert!(take().bereits_vorhanden, "the second time it is known");
    choose(&desk, OTHER);
    assert!(!take().bereits_vorhanden, "what one has is nothing that the other has");
    let rows = desk.mandanten(Leer {}).unwrap();
    let waiting: Vec<(String, u32, bool)> =
        rows.into_iter().map(|row| (row.kuerzel, row.offene_eingaenge, row.gewaehlt)).collect();
    assert_eq!(waiting, [("LH".to_owned(), 1, false), ("NR".to_owned(), 1, true)]);
    assert_eq!(desk.uebersicht(Leer {}).unwrap().mandant, "Gemeinde Nebelrode");
}

#[test]
fn a_watched_folder_belongs_to_one_municipality() {
    let (data, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (desk, _) = office(data.path());
    choose(&desk, OTHER);
    let pfad = files.path().to_str().unwrap().to_owned();
    let mut seen =
        desk.eingangsordner_setzen(OrdnerArgs { pfad, ..OrdnerArgs::default() }).unwrap();
    assert_eq!(seen.ordner.len(), 1);
    choose(&desk, SCOPE_REGISTRATUR);
    seen = desk.uebernahme(Leer {}).unwrap();
    assert!(seen.ordner.is_empty(), "it is the other one's");
    let path = files.path().join("brief.txt");
    std::fs::write(&path, "Liegt im Ordner von Nebelrode").unwrap();
    desk.uebernehmen(&path, domain::Quelle::Ordner, false).unwrap();
    assert!(post(&desk).is_empty(), "whoever takes it in, it is the other one's post");
    choose(&desk, OTHER);
    assert_eq!(post(&desk).len(), 1);
}

/// Files an item and returns its document.
pub(crate) fn filed(desk: &Desk, files: &Path, vorgang: &str, text: &str) -> DokumentView {
    let path = files.join(format!("{}.txt", desk.store().env().id()));
    std::fs::write(&path, text).unwrap();
    let pfade = vec![path.to_str().unwrap().to_owned()];
    let taken = desk.dateien_uebernehmen(UebernehmenArgs { pfade }).unwrap();
    let eingang = taken.zeilen.first().unwrap().eingang.clone().unwrap();
    let ziel = Ziel::Vorgang { id: vorgang.to_owned() };
    desk.eingang_zuordnen(ZuordnenArgs {
        eingang: eingang.clone(),
        ziel,
        titel: None,
        angaben: Default::default(),
    })
    .unwrap();
    let ziel = desk.eingang(Id { id: eingang }).unwrap().ziel.unwrap();
    let view = desk.vorgang(Id { id: ziel.id }).unwrap();
    let id = view.dokumente.last().unwrap().id.clone();
    desk.dokument(Id { id }).unwrap()
}
